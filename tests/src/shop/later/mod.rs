//! Exports of the same shop whose money is not in the books yet: ledgers, settlements, an ad account and refunds. They go
//! to the folder `later/`, and what they add up to stands in `truth.json`.
//!
//! A ledger is written by time, so what will happen to an order waits here until its day has come.

mod douyin;
mod people;
mod wallets;

use std::collections::BTreeMap;

use super::calendar::Moment;
use super::catalogue::{Catalogue, Store};
use super::exports::LAST_EXPORT;
use super::orders::{Line, Order, RefundKind};
use super::table::Output;

/// What moved money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Receipt,
    /// What the platform adds for its own coupons.
    Coupon,
    Refund,
    Fee,
    Affiliate,
    Late,
    /// Money moved onto the ad account: no cost.
    TopUp,
    Withdrawal,
}

impl Subject {
    pub const fn name(self) -> &'static str {
        match self {
            Subject::Receipt => "receipt",
            Subject::Coupon => "coupon",
            Subject::Refund => "refund",
            Subject::Fee => "fee",
            Subject::Affiliate => "affiliate",
            Subject::Late => "late_shipment",
            Subject::TopUp => "ad_top_up",
            Subject::Withdrawal => "withdrawal",
        }
    }
}

/// One movement of money.
#[derive(Clone, Debug)]
pub(super) struct Movement {
    pub(super) at: Moment,
    pub(super) store: Store,
    pub(super) subject: Subject,
    /// Empty where no order is concerned.
    pub(super) order: String,
    pub(super) line: String,
    pub(super) sku: usize,
    /// Positive into the account.
    pub(super) cents: i64,
}

/// Sums by file and subject, in cents.
pub type Sums = BTreeMap<(String, &'static str), i64>;

#[derive(Debug)]
pub struct Later {
    pending: BTreeMap<(Moment, u64), Movement>,
    counter: u64,
    wallets: wallets::Wallets,
    douyin: douyin::Settlement,
    people: people::People,
    balances: [i64; 4],
    pub sums: Sums,
}

/// Ten times what is spent, on the first day of every month.
const TOP_UP: [i32; 6] = [17, 45, 76, 106, 137, 167];

impl Later {
    pub fn new(output: &mut dyn Output, seed: u64) -> Later {
        Later {
            pending: BTreeMap::new(),
            counter: 0,
            wallets: wallets::Wallets::new(output),
            douyin: douyin::Settlement::new(output),
            people: people::People::new(output, seed),
            balances: [0; 4],
            sums: Sums::new(),
        }
    }

    fn wait(&mut self, movement: Movement) {
        self.counter += 1;
        self.pending.insert((movement.at, self.counter), movement);
    }

    pub fn order(&mut self, catalogue: &Catalogue, order: &Order) {
        self.people.order(catalogue, order);
        // Platforms pay out when the buyer confirms; what was given back before never comes.
        let Some(confirmed) = order.confirmed else { return };
        if order.is_excluded {
            return;
        }
        let is_late =
            matches!((order.paid, order.shipped), (Some(paid), Some(shipped)) if shipped.0 - paid.0 > 48 * 3600);
        if order.store == Store::Douyin && confirmed < LAST_EXPORT {
            self.douyin.order(catalogue, order, confirmed);
        }
        for (position, line) in order.lines.iter().enumerate().filter(|(_, line)| !line.is_gift && !line.stayed_behind)
        {
            let postage = if position == 0 { order.postage } else { 0 };
            let others = others_bear(order.store, line);
            let refund = line.refund.filter(|refund| refund.is_granted && refund.kind != RefundKind::BeforeShipment);
            let cash = line.due() + postage - others;
            let refunded = refund.map_or(0, |refund| refund.amount);
            let mut moves = vec![(confirmed, Subject::Receipt, cash)];
            if others > 0 {
                moves.push((confirmed.plus(2), Subject::Coupon, others));
            }
            if let Some(refund) = refund {
                moves.push((refund.settled.max(confirmed.plus(3)), Subject::Refund, -refunded));
            }
            let rate = match order.store {
                Store::Taobao | Store::Pdd => 6,
                Store::Tmall => 26,
                Store::Douyin => 50,
            };
            let fee = (cash + others - refunded).max(0) * rate / 1000;
            moves.push((confirmed.plus(5), Subject::Fee, -fee));
            if line.streamer.is_some() {
                moves.push((confirmed.plus(6), Subject::Affiliate, -((cash - refunded).max(0) * 12 / 100)));
            }
            if is_late && position == 0 && order.store == Store::Pdd {
                moves.push((confirmed.plus(7), Subject::Late, -300));
            }
            for (at, subject, cents) in moves.into_iter().filter(|movement| movement.2 != 0) {
                let (order_id, line_id) = (order.id.clone(), line.id.clone());
                self.wait(Movement {
                    at,
                    store: order.store,
                    subject,
                    order: order_id,
                    line: line_id,
                    sku: line.sku,
                    cents,
                });
            }
        }
    }

    /// Writes what has happened by the end of a day. `spent` is the day's spend on the ad account of 淘宝.
    pub fn day(&mut self, catalogue: &Catalogue, day: i32, spent: i64) {
        self.wallets.spend(day, spent, &mut self.sums);
        if TOP_UP.contains(&day) {
            let cents = self.wallets.top_up(day, &mut self.sums);
            for (store, share) in [(Store::Tmall, cents), (Store::Pdd, cents / 2)] {
                let at = Moment::at(day, 9 * 3600);
                let subject = Subject::TopUp;
                self.wait(Movement {
                    at,
                    store,
                    subject,
                    order: String::new(),
                    line: String::new(),
                    sku: 0,
                    cents: -share,
                });
            }
        }
        if day % 30 == 29 {
            for store in Store::ALL {
                let cents = -(self.balances[store.index()].max(0) / 2);
                let (at, subject) = (Moment::at(day, 10 * 3600), Subject::Withdrawal);
                self.wait(Movement { at, store, subject, order: String::new(), line: String::new(), sku: 0, cents });
            }
        }
        let later = self.pending.split_off(&(Moment::at(day + 1, 0), 0));
        for movement in std::mem::replace(&mut self.pending, later).into_values().filter(|movement| movement.cents != 0)
        {
            let balance = &mut self.balances[movement.store.index()];
            *balance += movement.cents;
            let file = match movement.store {
                Store::Douyin => self.douyin.movement(catalogue, &movement),
                _ => self.wallets.movement(catalogue, &movement, *balance),
            };
            *self.sums.entry((file.to_owned(), movement.subject.name())).or_default() += movement.cents;
        }
    }

    /// Returns what the ad account was topped up with, in cents.
    pub fn finish(self) -> (Sums, i64) {
        let topped_up = self.wallets.finish();
        self.douyin.finish();
        self.people.finish();
        (self.sums, topped_up)
    }
}

/// What others than buyer and seller pay for a line.
fn others_bear(store: Store, line: &Line) -> i64 {
    match store {
        Store::Taobao => 0,
        Store::Tmall => line.platform_discount,
        Store::Pdd => line.platform_discount + line.payment_discount,
        Store::Douyin => line.platform_discount + line.streamer_discount + line.payment_discount,
    }
}
