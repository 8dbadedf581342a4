//! Whole shops from a seed: export files as the platforms write them, and the truth about them to the cent.
//!
//! [`generate`] draws a half year of orders day by day, writes each into the files in which a seller would find it, and
//! adds it to the truth, so that a shop of millions of lines needs no more memory than one of its days. Every header is
//! the platform's own. The files and the truth come from the same orders and from nothing else: the program is not asked.
//!
//! Files in the folder `beside/` tell of the same orders: with or without them it is the same shop. Files in the folder
//! `later/` are exports that belong to the shop too, whose money is not in the books yet.

pub mod ads;
pub mod assume;
pub mod beside;
pub mod calendar;
pub mod catalogue;
pub mod costs;
pub mod courier;
pub mod douyin;
pub mod draw;
pub mod exports;
pub mod floor;
pub mod later;
pub mod money;
pub mod orders;
pub mod packing;
pub mod pdd;
pub mod random;
pub mod table;
pub mod taobao;
pub mod truth;

use std::collections::BTreeSet;
use std::io::Write;

use calendar::DAYS;
use catalogue::{Catalogue, Store};
use orders::Order;
use table::Output;
use truth::{Stories, Tally, Truth};

/// What shop to make.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Order lines, about.
    pub lines: i64,
    /// Day of analysis, counted from the shop's first; `None` for the latest day of any order.
    pub as_of: Option<i32>,
}

/// Shops with more lines get csv files where sellers of smaller ones have workbooks.
const LARGE: i64 = 150_000;
/// Writes the shop's files and returns the truth about them. Also writes `config.toml` and `truth.json`.
pub fn generate(plan: Plan, output: &mut dyn Output) -> Truth {
    let catalogue = Catalogue::new();
    let mut tally = Tally::new(&catalogue, plan.as_of);
    let mut draw = draw::Draw::new(&catalogue, plan.seed, plan.lines * 9 / 10 / i64::from(DAYS));
    let mut stories = Stories { viral_day: calendar::date(calendar::VIRAL_DAY).to_string(), ..Stories::default() };

    costs::write(output, &catalogue, &mut tally);
    let is_large = plan.lines > LARGE;
    let mut exports = exports::Exports::new(output, &mut tally, plan.seed, is_large);
    let mut ads = ads::Ads::new(output, &mut tally, plan.seed);
    let mut couriers = courier::Couriers::new(output, &mut tally, plan.seed, is_large);
    let mut floor = floor::Floor::new(output, plan.seed);
    let mut later = later::Later::new(output, plan.seed);
    let mut beside = beside::Beside::new(output);
    ads.before(&catalogue);
    let days = Store::ALL.map(|store| calendar::lines_by_day(store, plan.lines));
    for day in 0..DAYS {
        let spent = ads.spent_on_taobao();
        for store in Store::ALL {
            let orders = draw.day(day, store, days[store.index()][usize::try_from(day).unwrap()]);
            for order in &orders {
                note_late(order, &mut stories);
                floor.order(&catalogue, order);
                later.order(&catalogue, order);
                exports.order(&catalogue, order, &mut tally);
            }
            ads.day(&catalogue, day, store, &orders);
            let mut bills = couriers.day(&catalogue, &orders, &mut tally);
            let billed: BTreeSet<&str> = bills.iter().map(|(waybill, _)| waybill.as_str()).collect();
            beside.day(&catalogue, &orders, |waybill| billed.contains(waybill), &mut tally);
            let foreign: Vec<String> = (0..orders.len() / 3).map(|_| draw.foreign_waybill()).collect();
            bills.extend(couriers.foreign(day, &foreign, &mut tally));
            tally.freight(&bills);
        }
        later.day(&catalogue, day, ads.spent_on_taobao() - spent);
    }
    exports.finish();
    beside.finish();
    couriers.finish();
    stories.spent = ads.spent_on_taobao();
    floor.finish(&catalogue, output, &mut tally);
    (stories.ledgers, stories.topped_up) = later.finish();
    let ad_rows = ads.finish(output);
    let truth = tally.close(plan.seed, plan.as_of, &ad_rows, stories);
    output.create("config.toml").write_all(assume::config_toml().as_bytes()).unwrap();
    let mut json = serde_json::to_string_pretty(&truth.json()).unwrap();
    json.push('\n');
    output.create("truth.json").write_all(json.as_bytes()).unwrap();
    truth
}

/// A parcel is late when it leaves more than 48 hours after payment.
fn note_late(order: &Order, stories: &mut Stories) {
    if let (Some(paid), Some(shipped)) = (order.paid, order.shipped)
        && shipped.0 - paid.0 > 48 * 3600
    {
        *stories.late_by_week.entry(paid.day() / 7).or_default() += 1;
    }
}
