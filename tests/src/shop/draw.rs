//! Draws the orders of a day.

use std::collections::{BTreeMap, VecDeque};

use super::calendar::{Moment, VIRAL_DAY, couriers_collect, date};
use super::catalogue::{Catalogue, Role, Store};
use super::orders::{Line, Order, Refund, RefundKind};
use super::packing::Packing;
use super::random::Random;

const PROVINCES: &[&str] = &[
    "广东省",
    "浙江省",
    "江苏省",
    "山东省",
    "河南省",
    "四川省",
    "湖北省",
    "福建省",
    "北京",
    "上海",
    "辽宁省",
    "陕西省",
];
const DISCOUNTS: &[i64] = &[0, 0, 0, 0, 300, 500, 500, 800];

/// Hands out the orders of the shop, one day and store at a time.
#[derive(Debug)]
pub struct Draw<'a> {
    catalogue: &'a Catalogue,
    random: Random,
    /// Of its own, so that who comes back changes nothing in what is bought.
    returns: Random,
    packing: Packing,
    demand: [Vec<i64>; 4],
    counter: i64,
    waybills: i64,
    buyers: [usize; 4],
    /// Customers who will buy again, by day.
    returning: BTreeMap<(i32, Store), VecDeque<usize>>,
    /// Counts the parcels of the heavy best-seller: 38 of a hundred come back, whatever the seed.
    heavy: i64,
    /// Counts the orders of one line of 淘宝: every seventieth is of the star.
    singles: i64,
}

impl<'a> Draw<'a> {
    /// `orders_per_day` is the mean.
    pub fn new(catalogue: &'a Catalogue, seed: u64, orders_per_day: i64) -> Draw<'a> {
        Draw {
            catalogue,
            random: Random::of(seed, "orders"),
            returns: Random::of(seed, "returns"),
            packing: Packing::new(orders_per_day * 15 / 10 + 1),
            demand: Store::ALL.map(|store| catalogue.demand(store)),
            counter: 0,
            waybills: 0,
            buyers: [0; 4],
            returning: BTreeMap::new(),
            heavy: 0,
            singles: 0,
        }
    }

    /// Orders of a store on a day with about so many lines, by the time of ordering.
    pub fn day(&mut self, day: i32, store: Store, lines: i64) -> Vec<Order> {
        self.packing.forget_before(day);
        let mut orders = Vec::new();
        let mut left = lines;
        while left > 0 {
            let buyer = self.buyer(day, store);
            let order = self.order(day, store, buyer, left);
            left -= i64::try_from(order.lines.len()).unwrap();
            let twin = (left > 0 && can_share_a_parcel(self.catalogue, &order) && self.random.in_thousand(40))
                .then(|| self.twin(&order));
            orders.push(order);
            if let Some(twin) = twin {
                left -= 1;
                orders.push(twin);
            }
        }
        orders.sort_by(|one, other| (one.ordered, &one.id).cmp(&(other.ordered, &other.id)));
        orders
    }

    /// A known pattern: every fifth new customer of 淘宝 and 天猫 comes again, every tenth once more, and every fortieth five
    /// times in all, two weeks to seven apart.
    fn buyer(&mut self, day: i32, store: Store) -> usize {
        if let Some(buyer) = self.returning.get_mut(&(day, store)).and_then(VecDeque::pop_front) {
            return buyer;
        }
        let buyer = self.buyers[store.index()];
        self.buyers[store.index()] += 1;
        let times = match buyer {
            _ if buyer.is_multiple_of(40) => 4,
            _ if buyer.is_multiple_of(10) => 2,
            _ => usize::from(buyer.is_multiple_of(5)),
        };
        let mut next = day;
        for _ in 0..times {
            next += i32::try_from(self.returns.between(14, 50)).unwrap();
            self.returning.entry((next, store)).or_default().push_back(buyer);
        }
        buyer
    }

    /// A second order of the same buyer a minute later, which travels in the same parcel.
    fn twin(&mut self, first: &Order) -> Order {
        let mut twin = Order { lines: vec![self.line(first.store, first.ordered.day(), 1)], ..first.clone() };
        while !can_share_a_parcel(self.catalogue, &twin) {
            twin.lines = vec![self.line(first.store, first.ordered.day(), 1)];
        }
        twin.ordered = first.ordered.plus(25);
        twin.paid = first.paid.map(|paid| paid.max(twin.ordered.plus(5)));
        twin.postage = 0;
        twin.is_excluded = false;
        self.name(&mut twin);
        twin
    }

    fn order(&mut self, day: i32, store: Store, buyer: usize, most_lines: i64) -> Order {
        let second = match self.random.below(10) {
            0 => self.random.between(0, 8 * 3600),
            1..=3 => self.random.between(8 * 3600, 14 * 3600),
            _ => self.random.between(14 * 3600, 86_100),
        };
        let n_lines = match store {
            Store::Pdd => 1,
            Store::Douyin => 1 + i64::from(self.random.in_thousand(120)),
            _ => 1 + i64::from(self.random.in_thousand(250)) + i64::from(self.random.in_thousand(80)),
        };
        let mut lines: Vec<Line> =
            (0..n_lines.min(most_lines.max(1))).map(|_| self.line(store, day, n_lines)).collect();
        lines.dedup_by_key(|line| line.sku);
        let mut order = Order {
            store,
            id: String::new(),
            buyer,
            ordered: Moment::at(day, second),
            paid: None,
            closed: None,
            postage: self.postage(store, &lines),
            is_excluded: self.random.in_thousand(5),
            shipped: None,
            confirmed: None,
            waybill: None,
            compensation: 0,
            hides_time: store == Store::Pdd && self.random.in_thousand(55),
            province: PROVINCES[0],
            lines,
        };
        order.province = *self.random.pick::<&str>(PROVINCES);
        self.gift(&mut order);
        self.name(&mut order);
        if self.random.in_thousand(60) {
            if self.random.in_thousand(850) {
                order.closed = Some(order.ordered.plus_hours(24));
            }
            return order;
        }
        // 拼多多 writes the day of the order into its id, and it is the day of payment too.
        let longest = if store == Store::Pdd { (86_399 - second).min(600) } else { 5400 };
        order.paid = Some(order.ordered.plus(self.random.between(10, longest.max(11))));
        self.fulfil(&mut order);
        order
    }

    fn line(&mut self, store: Store, day: i32, n_lines: i64) -> Line {
        let viral = self.catalogue.with_role(Role::Viral);
        let is_viral =
            store == Store::Douyin && (VIRAL_DAY..VIRAL_DAY + 3).contains(&day) && self.random.in_thousand(750);
        let mut sku = if is_viral { viral } else { self.random.weighted(&self.demand[store.index()]) };
        // Quiet, but in every shop.
        self.singles += i64::from(store == Store::Taobao && n_lines == 1);
        if store == Store::Taobao && n_lines == 1 && self.singles % 70 == 0 {
            sku = self.catalogue.with_role(Role::QuietStar);
        }
        // Nobody orders the heavy one along with something else, nor the bags.
        while n_lines > 1 && is_special(self.catalogue, sku) && !is_viral {
            sku = self.random.weighted(&self.demand[store.index()]);
        }
        let of_sku = &self.catalogue.skus[sku];
        let quantity = if is_special(self.catalogue, sku) {
            1
        } else {
            [1, 1, 1, 1, 1, 1, 2, 2, 3][usize::try_from(self.random.below(9)).unwrap()]
        };
        let mut line = Line {
            id: String::new(),
            sku,
            quantity,
            price: of_sku.price,
            seller_discount: 0,
            platform_discount: 0,
            streamer_discount: 0,
            payment_discount: 0,
            streamer: None,
            is_gift: false,
            stayed_behind: false,
            refund: None,
        };
        if !is_special(self.catalogue, sku) {
            line.seller_discount = (*self.random.pick(DISCOUNTS)).min(line.price / 6);
            if self.random.in_thousand(30) {
                // A discount by the cent, so that shares do not come out even.
                line.seller_discount += self.random.between(1, 99);
            }
        }
        if matches!(store, Store::Pdd | Store::Douyin) && self.random.in_thousand(350) {
            line.platform_discount = *self.random.pick(&[50, 100, 200, 333]);
        }
        if self.random.in_thousand(150) {
            line.payment_discount = *self.random.pick(&[10, 58, 100]);
        }
        if store == Store::Douyin && (is_viral || self.random.in_thousand(350)) {
            line.streamer = Some(self.random.between(1, 5));
            if self.random.in_thousand(200) {
                line.streamer_discount = 100;
            }
        }
        line
    }

    fn postage(&mut self, store: Store, lines: &[Line]) -> i64 {
        let worth: i64 = lines.iter().map(Line::due).sum();
        let is_charged = match store {
            Store::Taobao | Store::Tmall => worth < 5900 && self.random.in_thousand(600),
            Store::Pdd | Store::Douyin => self.random.in_thousand(50),
        };
        match (is_charged, store) {
            (false, _) => 0,
            (true, Store::Taobao | Store::Tmall) => 600,
            (true, _) => 300,
        }
    }

    /// In the days of 618 something goes along with larger orders.
    fn gift(&mut self, order: &mut Order) {
        let worth: i64 = order.lines.iter().map(Line::due).sum();
        let in_season = (137..=158).contains(&order.ordered.day());
        if order.store == Store::Pdd || !in_season || worth < 8000 || !self.random.in_thousand(500) {
            return;
        }
        let sku = self.catalogue.with_role(Role::Gift);
        let template = order.lines[0].clone();
        let (price, quantity, streamer) = (0, 1, None);
        order.lines.push(Line {
            sku,
            price,
            quantity,
            streamer,
            seller_discount: 0,
            platform_discount: 0,
            streamer_discount: 0,
            payment_discount: 0,
            is_gift: true,
            ..template
        });
    }

    /// Ids rise with time; the sub-orders of an order follow it.
    fn name(&mut self, order: &mut Order) {
        self.counter += 1;
        let main = match order.store {
            Store::Taobao => 4_500_260_000_000_000_000 + self.counter * 79_184,
            Store::Tmall => 4_600_260_000_000_000_000 + self.counter * 79_184,
            Store::Douyin => 6_920_000_000_000_000_000 + self.counter * 15_488,
            Store::Pdd => 500_000_000_000_000 + self.counter * 104_729,
        };
        if order.store == Store::Pdd {
            order.id = format!("{}-{main}", date(order.ordered.day()).strftime("%y%m%d"));
        } else {
            order.id = main.to_string();
        }
        let is_one = order.lines.len() == 1;
        for (position, line) in (1..).zip(&mut order.lines) {
            line.id = if is_one { order.id.clone() } else { (main + position).to_string() };
        }
    }

    fn fulfil(&mut self, order: &mut Order) {
        let Some(paid) = order.paid else { return };
        let shipped = self.packing.ship(paid, &mut self.random);
        let rests = (-3..=0).any(|back| !couriers_collect(paid.day() - back));
        let is_late = shipped.0 - paid.0 > 48 * 3600;
        let gives_up = if is_late { 190 } else { 35 };
        let is_heavy = order.lines.iter().any(|line| self.catalogue.skus[line.sku].role == Role::FreightEatsIt);
        if !order.is_excluded && !is_heavy && self.random.in_thousand(gives_up) {
            let requested = paid.plus(self.random.between(600, (shipped.0 - paid.0).max(1200)));
            let settled = requested.plus(self.random.between(60, 70_000));
            let mut postage = row_postage(order);
            for line in order.lines.iter_mut().filter(|line| !line.is_gift) {
                let amount = line.due() + std::mem::take(&mut postage);
                line.refund =
                    Some(Refund { kind: RefundKind::BeforeShipment, amount, requested, settled, is_granted: true });
            }
            return;
        }
        order.shipped = Some(shipped);
        order.confirmed = Some(shipped.plus_hours(self.random.between(90, 290)));
        self.waybills += 1;
        order.waybill = Some(if order.store == Store::Tmall && self.random.in_thousand(300) {
            format!("SF{:013}", 1_400_000_000_000 + self.waybills * 17)
        } else {
            format!("YT{:013}", 8_800_000_000_000 + self.waybills * 37)
        });
        if is_late && !rests && matches!(order.store, Store::Taobao | Store::Tmall) {
            order.compensation = 500;
        }
        for position in 0..order.lines.len() {
            self.after_sales(order, position, shipped);
        }
        let is_settled = order.lines.iter().all(|line| line.refund.is_none());
        if order.store == Store::Tmall && is_settled && self.random.in_thousand(90) {
            // 天猫卡券: the platform's money, which no order export counts as received.
            order.lines[0].platform_discount = 500.min(order.lines[0].due() / 4);
        }
    }

    fn after_sales(&mut self, order: &mut Order, position: usize, shipped: Moment) {
        let n_lines = order.lines.len();
        let store = order.store;
        let postage = if position == 0 { row_postage(order) } else { 0 };
        let line = &mut order.lines[position];
        if line.is_gift || order.is_excluded {
            return;
        }
        let requested = shipped.plus_hours(self.random.between(50, 220));
        let settled = requested.plus_hours(self.random.between(10, 140));
        let whole = line.due() + postage;
        let mut refund = |kind, amount, is_granted| {
            line.refund = Some(Refund { kind, amount, requested, settled, is_granted });
        };
        let role = self.catalogue.skus[line.sku].role;
        let mut sent_back = match role {
            Role::QuietStar => 0,
            Role::Viral => 90,
            _ => 45,
        };
        if role == Role::FreightEatsIt {
            self.heavy += 1;
            sent_back = if self.heavy * 38 % 100 < 38 { 1000 } else { 0 };
        }
        let is_star = role == Role::QuietStar;
        let can_part = matches!(store, Store::Taobao | Store::Tmall) && whole > 600 && !is_star;
        match self.random.below(1000) {
            draw if draw < sent_back => {
                let kind = if self.random.in_thousand(200) { RefundKind::RefundOnly } else { RefundKind::Returned };
                refund(kind, whole, true);
            }
            draw if draw < sent_back + 25 && can_part => {
                refund(RefundKind::Part, self.random.between(100, whole / 2), true);
            }
            draw if (sent_back + 25..sent_back + 37).contains(&draw) => refund(RefundKind::Returned, whole, false),
            draw if (sent_back + 37..sent_back + 77).contains(&draw)
                && matches!(store, Store::Douyin | Store::Tmall)
                && n_lines > 1 =>
            {
                // One of two was given back before the parcel left.
                let paid = order.paid.unwrap_or(shipped);
                let requested = paid.plus((shipped.0 - paid.0) / 3);
                let settled = paid.plus((shipped.0 - paid.0) / 2);
                line.refund = Some(Refund {
                    kind: RefundKind::BeforeShipment,
                    amount: whole,
                    requested,
                    settled,
                    is_granted: true,
                });
                line.stayed_behind = true;
            }
            _ => {}
        }
        if order.lines.iter().all(|line| line.stayed_behind || line.is_gift) {
            order.lines[0].refund = None;
            order.lines[0].stayed_behind = false;
        }
    }

    /// One parcel that belongs to somebody else.
    pub fn foreign_waybill(&mut self) -> String {
        self.waybills += 1;
        format!("YT{:013}", 8_800_000_000_000 + self.waybills * 37)
    }
}

/// Postage that stands on the order's first row; 淘宝 has it in the order report alone.
fn row_postage(order: &Order) -> i64 {
    match order.store {
        Store::Taobao | Store::Tmall => 0,
        Store::Pdd | Store::Douyin => order.postage,
    }
}

/// The planted best-sellers and the star are always bought alone and singly, so that their stories stay clear.
fn is_special(catalogue: &Catalogue, sku: usize) -> bool {
    matches!(catalogue.skus[sku].role, Role::AdsEatIt | Role::FreightEatsIt | Role::QuietStar)
}

fn can_share_a_parcel(catalogue: &Catalogue, order: &Order) -> bool {
    let is_sent = order.shipped.is_some() || order.id.is_empty();
    is_sent && !order.is_excluded && order.lines.iter().all(|line| !is_special(catalogue, line.sku))
}
