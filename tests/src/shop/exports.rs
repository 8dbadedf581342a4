//! The order exports of all stores: which file an order stands in, and in which state.
//!
//! The stores of 淘宝 and 拼多多 were exported twice, and the exports overlap: an order of those days stands in both, in a
//! later state in the second.

use super::calendar::{DAYS, Moment, compact};
use super::catalogue::{Catalogue, Store};
use super::orders::{Order, Seen};
use super::table::Output;
use super::truth::{FileIndex, Places, Tally};
use super::{douyin, pdd, taobao};

/// The first exports were made on 14 June at ten; the second begin on 2 June and were made after the last day.
const FIRST_EXPORT: Moment = Moment::at(150, 10 * 3600);
const SECOND_EXPORT_BEGINS: Moment = Moment::at(138, 0);
pub const LAST_EXPORT: Moment = Moment::at(DAYS, 9 * 3600);

/// The period of the first and the second export, as sellers write it into names.
fn periods() -> [String; 2] {
    let name = |from: i32, to: i32| format!("{}-{}", compact(from), compact(to));
    [name(0, FIRST_EXPORT.day()), name(SECOND_EXPORT_BEGINS.day(), DAYS - 1)]
}

/// Where an order stands: in the first export, in the second, or in both.
fn views(order: &Order) -> [Option<Seen<'_>>; 2] {
    let first = (order.ordered < FIRST_EXPORT).then_some(Seen { order, at: FIRST_EXPORT });
    let second = (order.ordered >= SECOND_EXPORT_BEGINS).then_some(Seen { order, at: LAST_EXPORT });
    [first, second]
}

/// Every order export of the shop.
#[derive(Debug)]
pub struct Exports {
    taobao: [(Places, taobao::Export); 2],
    tmall: (Places, taobao::Export),
    pdd: [(FileIndex, pdd::Export); 2],
    douyin: (FileIndex, douyin::Export),
}

impl Exports {
    pub fn new(output: &mut dyn Output, tally: &mut Tally<'_>, seed: u64, is_large: bool) -> Exports {
        let [first, second] = periods();
        let whole = format!("{}-{}", compact(0), compact(DAYS - 1));
        let mut both = |store: Store, orders: &str, items: &str| {
            let places = Places {
                header: Some(tally.file(orders, "taobao", "orders")),
                lines: tally.file(items, "taobao", "order_lines"),
            };
            (places, taobao::Export::new(output, store, orders, items, is_large))
        };
        let of_taobao =
            |period: &str| (format!("ExportOrderList_{period}.csv"), format!("ExportOrderDetailList_{period}.csv"));
        let taobao =
            [of_taobao(&first), of_taobao(&second)].map(|(orders, items)| both(Store::Taobao, &orders, &items));
        let ending = if is_large { "csv" } else { "xlsx" };
        let tmall =
            both(Store::Tmall, &format!("天猫_订单报表_{whole}.{ending}"), &format!("ExportItemlist_{whole}.{ending}"));
        let mut pdd = |period: &str, shuffled_by: Option<u64>| {
            let name = format!("拼多多_订单_{period}.csv");
            (tally.file(&name, "pdd", "orders"), pdd::Export::new(output, &name, shuffled_by))
        };
        let pdd = [pdd(&first, None), pdd(&second, Some(seed))];
        let name = format!("1791213782_抖店_{whole}.csv");
        let douyin = (tally.file(&name, "douyin", "order_lines"), douyin::Export::new(output, &name));
        Exports { taobao, tmall, pdd, douyin }
    }

    pub fn order(&mut self, catalogue: &Catalogue, order: &Order, tally: &mut Tally<'_>) {
        let whole = Seen { order, at: LAST_EXPORT };
        match order.store {
            Store::Taobao => {
                let views = views(order);
                for ((places, export), seen) in self.taobao.iter_mut().zip(&views) {
                    let Some(seen) = seen else { continue };
                    export.order(catalogue, seen);
                    let is_repeated = seen.at == FIRST_EXPORT && views[1].is_some();
                    tell(tally, seen, *places, is_repeated);
                }
            }
            Store::Tmall => {
                self.tmall.1.order(catalogue, &whole);
                tally.order(&whole, self.tmall.0);
            }
            Store::Pdd => {
                let views = views(order);
                for ((file, export), seen) in self.pdd.iter_mut().zip(&views) {
                    let Some(seen) = seen else { continue };
                    export.order(catalogue, seen);
                    let is_repeated = seen.at == FIRST_EXPORT && views[1].is_some();
                    tell(tally, seen, Places { lines: *file, header: None }, is_repeated);
                }
            }
            Store::Douyin => {
                self.douyin.1.order(catalogue, &whole);
                tally.order(&whole, Places { lines: self.douyin.0, header: None });
            }
        }
    }

    pub fn finish(self) {
        for (_, export) in self.taobao {
            export.finish();
        }
        self.tmall.1.finish();
        for (_, export) in self.pdd {
            export.finish();
        }
        self.douyin.1.finish();
    }
}

fn tell(tally: &mut Tally<'_>, seen: &Seen<'_>, places: Places, is_repeated: bool) {
    if is_repeated {
        tally.duplicate(seen, places);
    } else {
        tally.order(seen, places);
    }
}
