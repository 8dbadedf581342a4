//! Closing the books: the rows of all files are joined once, and every amount gets its fate.
//!
//! 1. [`precedence`] finds orders of which several files tell, and decides which of their rows count.
//! 2. [`orders`] joins order lines with order headers, decides what was paid, sent and given back, and spreads
//!    order-level money on lines. Its result is a list of [`Fact`]s.
//! 3. [`freight`] lays the courier's bill on them by waybill, and the price list where there is no bill.
//! 4. [`spend`] decides which rows of the ad reports belong to them.
//!
//! When a file comes or goes, [`change`] does that for the orders it touches alone.
//!
//! What cannot be placed is in a named bucket of its file, so that counted + confirms + buckets is the file's total.

mod accounts;
mod analysis_day;
mod bundles;
mod change;
mod content;
mod costs;
mod draft;
mod elsewhere;
mod fates;
mod freight;
mod groups;
mod header_money;
mod header_roles;
mod joined;
mod keep;
mod merged;
mod order_ids;
mod orders;
mod overlap;
mod pairing;
mod precedence;
mod refund_lists;
mod refunds;
mod roles;
mod rules;
mod sales;
mod spellings;
mod spend;
mod table_summary;
mod told;
mod touched;
mod view;

pub use bundles::CostOf;
pub(crate) use bundles::{Bundles, PartUse};
pub use change::{Change, Leaving};
pub use fates::{Bucket, Fates, FileMoney};
pub(crate) use freight::of_bills;
pub use joined::Joined;
pub use refunds::RefundDecision;
pub use sales::{Sale, SaleState};
pub use spend::Spend;
pub use table_summary::TableSummary;

use std::ops::Deref;

use smallvec::SmallVec;

use self::analysis_day::Calendar;
use self::costs::Costs;
use self::fates::RowFates;
use self::order_ids::OrderIds;
use self::overlap::Repeated;
use self::precedence::standings;
use self::rules::Rules;
use self::view::View;
use crate::ByFile;
use crate::codes::Spelling;
use crate::config::Config;
use crate::currency::Currencies;
use crate::dataset::{CostKey, CurrencyKey, Dataset, OrderKey, ProvinceKey, Review, RowRef, Service, SkuKey, StoreKey};
use crate::diagnostic::Diagnostic;
use crate::money::{Amount, Quantity};
use crate::pool::{Column, keys};
use crate::profit::InScope;
use crate::sums::Sum;
use crate::time::Day;
use crate::vocabulary::Basis;

/// What one order line came to, after all files were asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The line's own row.
    pub at: RowRef,
    /// The row of the order's header, where it gave money to this line.
    pub header: Option<RowRef>,
    /// The order it is a line of.
    pub order: OrderKey,
    /// What was sold.
    pub sku: SkuKey,
    /// Where it was sold.
    pub store: StoreKey,
    /// On the basis of the settings.
    pub day: Day,
    /// Units sold; zero for a gift and for goods sent again.
    pub units: Quantity,
    /// What the line's own row contributes to revenue.
    pub line_amount: Amount,
    /// What the order's header contributes.
    pub header_amount: Amount,
    /// The line's share of what an order costs as a whole, in millionths of an order.
    pub order_share: u32,
    /// The line's part of what its parcel cost, as the first row of it says; `None` where no bill covers it and the price
    /// list cannot say.
    pub freight: Option<Freight>,
    /// Where it was sent to.
    pub province: Option<ProvinceKey>,
    /// Whether it has left.
    pub is_shipped: bool,
    /// Sold through a streamer or affiliate.
    pub is_affiliate: bool,
    /// The line takes a sale back: it has no units and no revenue, and its money is a refund.
    pub is_reversal: bool,
    /// The line is the first whose money is on the row of the order's header, a row of its own: rows are counted once.
    pub opens_header: bool,
    /// The row of the courier's bill is counted with this line.
    pub opens_bill: bool,
    /// `None` of a line on which nothing followed.
    pub aftermath: Option<AftermathKey>,
    /// The unit cost valid on the day.
    pub cost: Option<CostOf>,
}

/// A line's part of what the courier takes for its parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freight {
    /// In the shop's currency.
    pub amount: Amount,
    /// The row that says so; `None` where the amount is that of the price list.
    pub bill: Option<RowRef>,
}

keys! {
    /// An aftermath of the order's chapter of the books.
    AftermathKey,
}

/// What most lines do not have: money given back, goods that came back, gifts, fees the file states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aftermath {
    /// Money that went back of the line.
    pub refund: Amount,
    /// What says so, adding up to the refund.
    pub refund_rows: RefundRows,
    /// Units that came back.
    pub returned: Quantity,
    /// Units refunded in full after shipment, of which the file does not say whether they came back.
    pub maybe_returned: Quantity,
    /// The line's share of refunds, in millionths of a refund.
    pub refund_share: u32,
    /// The line's share of parcels that came back, in millionths of a parcel.
    pub return_share: u32,
    /// The same for parcels of which the file does not say whether they came back.
    pub maybe_return_share: u32,
    /// Units sent again without revenue.
    pub resent: Quantity,
    /// Units given away with this line: whose, at what cost, how many.
    pub gifts: Vec<(SkuKey, Option<CostOf>, Quantity)>,
    /// What rows say that the platform took of the line.
    pub charges: Vec<Charge>,
    /// What further rows say of the line's parcels, beside [`Fact::freight`], and whether they are counted with the line.
    pub more_freight: Vec<(Freight, bool)>,
}

/// Nearly every refund is said by one row.
pub type RefundRows = SmallVec<[RefundRow; 1]>;

/// What one row says of a line's refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundRow {
    /// The row of an order, of its header or of a refund.
    pub at: RowRef,
    /// The part of it that is the line's.
    pub amount: Amount,
    /// The row has no amount that was given back: all that was paid was.
    pub is_whole: bool,
    /// Of a row of a list of refunds, whether it is the first part of it that is laid on a line. `None` of other rows, whose
    /// money is what was paid.
    pub of_list: Option<bool>,
}

/// What one row says that the platform took, in the shop's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The row that says so.
    pub at: RowRef,
    /// 赔付.
    pub compensation: Amount,
    /// All that the platform took as its fee; `None` where the row does not say, so that the settings' rates have to do.
    pub fee: Option<Amount>,
}

impl Fact {
    /// What the merchant receives for the line before fees and refunds.
    pub fn revenue(&self) -> Amount {
        self.line_amount + self.header_amount
    }

    /// The line's parts of what couriers take for its parcels, row by row, and whether the row is counted with the line.
    /// `after` is the line's own.
    pub fn freight_rows(&self, after: Option<&Aftermath>) -> impl Iterator<Item = (Freight, bool)> {
        let first = self.freight.map(|freight| (freight, self.opens_bill));
        first.into_iter().chain(after.into_iter().flat_map(|after| after.more_freight.iter().copied()))
    }
}

/// A line that was refunded in full before it was sent. Its sale is in no figure but the advertising break-even; what the
/// platform took for it, for example because it was late, is a cost like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Whose line it is.
    pub order: OrderKey,
    /// What was not sent.
    pub sku: SkuKey,
    /// Where it was sold.
    pub store: StoreKey,
    /// On the basis of the settings; `None` where that moment has not come.
    pub day: Option<Day>,
    /// What was paid and given back.
    pub amount: Amount,
    /// What rows say that the platform took all the same.
    pub charges: Vec<Charge>,
}

/// The joined rows of a shop, for one set of settings that decide what counts.
#[derive(Debug, Default)]
pub struct Books {
    /// The day of analysis; `None` without dated orders.
    pub as_of: Option<Day>,
    /// The moment that decided every day; `None` of books that were never closed.
    pub basis: Option<Basis>,
    /// The shop's currency; `None` without money.
    pub currency: Option<CurrencyKey>,
    joined: Joined,
    ground: Ground,
    /// Rows of ad reports that belong to the orders.
    pub spend: Vec<Spend>,
    /// What became of the money of every file, in the whole shop.
    pub fates: Fates,
    rows: RowFates,
    /// Rows of [`Dataset::service`] and [`Dataset::reviews`] that another file has too.
    repeated_service: Repeated,
    repeated_reviews: Repeated,
    /// How the paid amounts of each file are read; `None` where the question does not arise.
    pub refunds: ByFile<Option<RefundDecision>>,
    /// What only all files together show of one of them, by its position in [`Dataset::files`].
    pub findings: Vec<(u16, Diagnostic)>,
}

impl Deref for Books {
    type Target = Joined;
    fn deref(&self) -> &Joined {
        &self.joined
    }
}

impl Books {
    /// Rows on customer service, each once however many files hold it.
    pub fn service<'d>(&self, dataset: &'d Dataset) -> impl Iterator<Item = &'d Service> + use<'_, 'd> {
        self.repeated_service.once(dataset.service.iter())
    }

    /// Reviews, each once however many files hold it.
    pub fn reviews<'d>(&self, dataset: &'d Dataset) -> impl Iterator<Item = &'d Review> + use<'_, 'd> {
        self.repeated_reviews.once(dataset.reviews.iter())
    }

    /// Books that know nothing but their day.
    #[cfg(test)]
    pub(crate) fn on(day: Day) -> Books {
        Books { as_of: Some(day), ..Books::default() }
    }

    #[cfg(test)]
    pub(crate) fn joined_mut(&mut self) -> &mut Joined {
        &mut self.joined
    }

    /// What is not counted of a scope, by the store and day of the rows.
    pub(crate) fn apart_in(&self, scope: &InScope<'_>) -> Fates {
        self.rows.apart_in(scope)
    }

    /// What the rows of each table say together, by position in [`Dataset::tables`].
    pub fn tables(&self) -> &[TableSummary] {
        &self.ground.tables
    }

    /// What the files say that a unit costs on a day, without one at last; `None` where they do not, or without a rate.
    pub(crate) fn latest_cost(&self, sku: SkuKey, day: Option<Day>) -> Option<CostOf> {
        self.ground.costs.latest(sku, day)
    }

    /// What is in bundles that have no cost of their own.
    pub(crate) fn bundles(&self) -> &Bundles {
        self.ground.costs.bundles()
    }

    /// The rows that say what a unit costs: of a bundle, those of all that is in it.
    pub fn cost_rows(&self, sku: SkuKey, cost: CostOf) -> impl Iterator<Item = CostKey> + use<> {
        self.bundles().rows(sku, cost).into_iter()
    }

    /// What the currencies of the shop are worth.
    pub fn currencies(&self) -> &Currencies {
        &self.ground.currencies
    }

    /// First and last day of the facts.
    pub fn period(&self) -> Option<(Day, Day)> {
        let periods = self.joined.periods().map(|(_, first, last)| (first, last));
        periods.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }
}

/// Until when rows are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOf {
    /// The latest day that the bulk of the orders leads to.
    #[default]
    Orders,
    /// The same, but what is dated later than the day after today is a slip of the pen; where most orders are, the clock
    /// of the computer is wrong and does not count.
    Today(Day),
    /// This very day.
    On(Day),
}

/// What the join of orders rests on beside their own rows.
#[derive(Debug, Default)]
struct Ground {
    ids: OrderIds,
    costs: Costs,
    currencies: Currencies,
    /// By position in [`Dataset::tables`].
    tables: Vec<TableSummary>,
    /// How the code of each SKU is shown.
    shown: Column<SkuKey, Spelling>,
}

/// Joins all rows. No yuan of a file gets lost on the way: it is counted, confirms what another file says, or lies in a
/// bucket that says why it is in no figure.
///
/// ```
/// # let orders = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/orders.rs"));
/// use analytics::books::{self, AsOf};
/// use analytics::vocabulary::{BucketReason, OrderStatus};
/// use analytics::{Config, Dataset, Money};
///
/// // An export of three orders of one line: one was never paid.
/// let mut shop = Dataset::default();
/// let file = shop.take(orders("订单.csv", &[
///     ("260601-1", "CUP", "40.00", OrderStatus::Completed),
///     ("260601-2", "CUP", "40.00", OrderStatus::Unpaid),
///     ("260601-3", "TRAY", "25.00", OrderStatus::Shipped),
/// ]));
/// let books = books::close(&shop, &Config::default(), AsOf::Orders);
///
/// let money = books.fates.money(file);
/// assert_eq!(money.total.to_string(), "105.00");
/// assert_eq!(money.counted, books.facts().map(|fact| Money::from(fact.revenue())).sum());
/// assert_eq!(money.counted + money.confirms + money.buckets, money.total);
///
/// let apart: Vec<_> = books.fates.buckets().map(|bucket| (bucket.reason, bucket.amount.to_string())).collect();
/// assert_eq!(apart, [(BucketReason::Unpaid, "40.00".to_owned())]);
/// ```
pub fn close(dataset: &Dataset, config: &Config, as_of: AsOf) -> Books {
    let mut books = Books::open(dataset, config, as_of, Vec::new());
    books.joined = books.join(&View::all(dataset), config);
    books.conclude(dataset);
    books
}

impl Books {
    /// Books without orders: what is known before they are joined. Of the tables that come first this is known already.
    fn open(dataset: &Dataset, config: &Config, as_of: AsOf, mut tables: Vec<TableSummary>) -> Books {
        let basis = config.shop.basis;
        let new = (0_u16..).zip(&dataset.tables).skip(tables.len());
        tables.extend(new.map(|(table, _)| TableSummary::of(dataset, table, basis)));
        let currencies = Currencies::new(dataset, table_summary::rows_by_currency(&tables), config);
        let calendar = Calendar::of(&tables);
        let refunds = refunds::decisions(dataset, config);
        let decided = refunds.iter().filter_map(|(file, known)| Some((file, refunds::finding(known.as_ref()?))));
        let mut findings: Vec<(u16, Diagnostic)> = decided.collect();
        findings.extend(spellings::findings(dataset));
        findings.extend(analysis_day::slips(dataset, &calendar, basis));
        let (costs, of_costs) = Costs::of(dataset, &currencies);
        findings.extend(of_costs);
        findings.extend(currencies.findings(dataset));
        Books {
            as_of: match as_of {
                AsOf::On(day) => Some(day),
                // Elsewhere it may be tomorrow already.
                AsOf::Today(today) if !calendar.is_mostly_after(today.plus(1)) => calendar.latest_until(today.plus(1)),
                AsOf::Today(_) | AsOf::Orders => calendar.latest(),
            },
            basis: Some(basis),
            currency: currencies.shop(),
            refunds,
            findings,
            ground: Ground {
                ids: OrderIds::of(dataset, &standings(dataset)),
                costs,
                currencies,
                tables,
                shown: dataset.pools.skus.shown().clone(),
            },
            ..Books::default()
        }
    }

    /// Joins rows of orders, on the ground of these books.
    fn join(&self, view: &View<'_>, config: &Config) -> Joined {
        let Ground { ids, costs, currencies, .. } = &self.ground;
        let rules = Rules::new(view.dataset, config, currencies, &self.refunds, self.as_of, costs);
        let (mut joined, parcels) = orders::join(view, rules, ids.clone());
        freight::bill(view, currencies, parcels, &mut joined);
        freight::look_up(view.dataset, &currencies.settings(config).logistics.zones, &mut joined);
        joined
    }

    /// Works out what rests on all orders together.
    fn conclude(&mut self, dataset: &Dataset) {
        self.findings.extend(told::findings(&self.joined));
        self.repeated_service = Repeated::of(dataset, dataset.service.iter());
        self.repeated_reviews = Repeated::of(dataset, dataset.reviews.iter());
        let (spend, of_spend) = spend::place(dataset, &self.ground.currencies, &self.joined, self.as_of);
        self.spend = spend;
        self.rows = RowFates::with_set_aside(dataset, &self.ground.currencies);
        self.rows.plus(&self.joined.fates);
        self.rows.plus(&of_spend);
        self.rows.plus(&accounts::place(dataset, &self.ground.currencies));
        self.fates = self.rows.whole();
    }
}
