//! Closing the books: the rows of all files are joined once, and every amount gets its fate.
//!
//! 1. [`precedence`] finds orders of which several files tell, and decides which of their rows count.
//! 2. [`orders`] joins order lines with order headers, decides what was paid, sent and given back, and spreads
//!    order-level money on lines. Its result is a list of [`Fact`]s.
//! 3. [`freight`] lays the courier's bill on them by waybill, and the price list where there is no bill.
//! 4. [`spend`] decides which rows of the ad reports belong to them.
//!
//! What cannot be placed is in a named bucket of its file, so that counted + confirms + buckets is the file's total.

mod analysis_day;
mod content;
mod costs;
mod currency;
mod draft;
mod fates;
mod freight;
mod groups;
mod header_money;
mod header_roles;
mod keep;
mod merged;
mod order_ids;
mod orders;
mod overlap;
mod precedence;
mod refunds;
mod rules;
mod sales;
mod spellings;
mod spend;
mod told;

pub use fates::{Bucket, Fates, FileMoney};
pub(crate) use freight::of_bills;
pub use refunds::RefundDecision;
pub use sales::{Sale, SaleState};
pub use spend::Spend;

use std::collections::BTreeSet;

use smallvec::SmallVec;

use self::analysis_day::Calendar;
use crate::config::Config;
use crate::dataset::{
    CostKey, CurrencyKey, Dataset, OrderKey, ProductKey, ProvinceKey, Review, RowRef, Service, SkuKey, StoreKey,
};
use crate::diagnostic::Diagnostic;
use crate::money::{Amount, Quantity};
use crate::pool::{Key, keys};
use crate::time::Day;
use crate::vocabulary::{Basis, Source};

/// What one order line came to, after all files were asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The line's own row.
    pub at: RowRef,
    /// The row of the order's header, where it gave money to this line.
    pub header: Option<RowRef>,
    pub order: OrderKey,
    pub sku: SkuKey,
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
    pub province: Option<ProvinceKey>,
    pub is_shipped: bool,
    pub is_affiliate: bool,
    /// The line is the first whose money is on the row of the order's header, a row of its own: rows are counted once.
    pub opens_header: bool,
    /// The row of the courier's bill is counted with this line.
    pub opens_bill: bool,
    pub aftermath: Option<AftermathKey>,
    /// The unit cost valid on the day.
    pub cost: Option<CostKey>,
}

/// A line's part of what the courier takes for its parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freight {
    pub amount: Amount,
    /// The row that says so; `None` where the amount is that of the price list.
    pub bill: Option<RowRef>,
}

keys! {
    /// An entry of [`Books::aftermaths`].
    AftermathKey,
}

/// What most lines do not have: money given back, goods that came back, gifts, fees the file states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aftermath {
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
    pub gifts: Vec<(SkuKey, Option<CostKey>, Quantity)>,
    pub charges: Vec<Charge>,
    /// What further rows say of the line's parcels, beside [`Fact::freight`], and whether they are counted with the line.
    pub more_freight: Vec<(Freight, bool)>,
}

/// Nearly every refund is said by one row.
pub type RefundRows = SmallVec<[RefundRow; 1]>;

/// What one row says of a line's refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundRow {
    pub at: RowRef,
    pub amount: Amount,
    /// The row has no amount that was given back: all that was paid was.
    pub is_whole: bool,
}

/// What one row says that the platform took, in the shop's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
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
    pub sku: SkuKey,
    pub store: StoreKey,
    pub day: Option<Day>,
    pub amount: Amount,
    pub charges: Vec<Charge>,
}

/// The joined rows of a shop, for one set of settings that decide what counts.
#[derive(Debug, Default)]
pub struct Books {
    /// The day of analysis; `None` without dated orders.
    pub as_of: Option<Day>,
    pub basis: Option<Basis>,
    /// The shop's currency; `None` without money.
    pub currency: Option<CurrencyKey>,
    pub facts: Vec<Fact>,
    /// Every order that was paid, also where no row names its SKUs.
    pub sales: Vec<Sale>,
    pub aftermaths: Vec<Aftermath>,
    pub unsent: Vec<Unsent>,
    pub spend: Vec<Spend>,
    /// The SKUs that orders name of each of the platforms' products; empty without ads, which alone ask for them.
    pub products: BTreeSet<(ProductKey, SkuKey)>,
    pub fates: Fates,
    /// By position in [`Dataset::service`] and [`Dataset::reviews`]: another file has the row too. Rows behind their end are
    /// nobody's repeats.
    pub(crate) repeated_service: Vec<bool>,
    pub(crate) repeated_reviews: Vec<bool>,
    /// By position in [`Dataset::files`]: how its paid amounts are read; `None` where the question does not arise.
    pub refunds: Vec<Option<RefundDecision>>,
    /// What only all files together show of one of them, by its position in [`Dataset::files`].
    pub findings: Vec<(u16, Diagnostic)>,
    /// Currencies of which the settings hold no rate to the shop's, and how many rows are in them.
    pub currencies_without_rate: Vec<(CurrencyKey, u32)>,
    /// Orders without a row that names a SKU, by platform.
    pub orders_without_lines: Vec<(Source, u32)>,
    /// Orders whose lines carry no money and that no order export names, by platform.
    pub orders_without_money: Vec<(Source, u32)>,
}

impl Books {
    pub fn aftermath(&self, fact: &Fact) -> Option<&Aftermath> {
        self.aftermaths.get(fact.aftermath?.index())
    }

    /// Rows on customer service, each once however many files hold it.
    pub fn service<'d>(&self, dataset: &'d Dataset) -> impl Iterator<Item = &'d Service> + use<'_, 'd> {
        once(dataset.service.iter(), &self.repeated_service)
    }

    /// Reviews, each once however many files hold it.
    pub fn reviews<'d>(&self, dataset: &'d Dataset) -> impl Iterator<Item = &'d Review> + use<'_, 'd> {
        once(dataset.reviews.iter(), &self.repeated_reviews)
    }

    /// First and last day of the facts.
    pub fn period(&self) -> Option<(Day, Day)> {
        let days = || self.facts.iter().map(|fact| fact.day);
        Some((days().min()?, days().max()?))
    }
}

fn once<'r, T: 'r>(rows: impl Iterator<Item = &'r T>, repeated: &[bool]) -> impl Iterator<Item = &'r T> {
    let repeated = repeated.iter().copied().chain(std::iter::repeat(false));
    rows.zip(repeated).filter(|(_, repeated)| !repeated).map(|(row, _)| row)
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

/// Joins all rows.
pub fn close(dataset: &Dataset, config: &Config, as_of: AsOf) -> Books {
    let currencies = currency::Currencies::new(dataset, config);
    let calendar = Calendar::of_orders(dataset, config.shop.basis);
    let refunds = refunds::decisions(dataset, config);
    let decided = (0..).zip(&refunds).filter_map(|(file, known)| Some((file, refunds::finding(known.as_ref()?))));
    let mut findings: Vec<(u16, Diagnostic)> = decided.collect();
    findings.extend(spellings::findings(dataset));
    findings.extend(analysis_day::slips(dataset, &calendar, config.shop.basis));
    let mut books = Books {
        as_of: match as_of {
            AsOf::On(day) => Some(day),
            // Elsewhere it may be tomorrow already.
            AsOf::Today(today) if !calendar.is_mostly_after(today.plus(1)) => calendar.latest_until(today.plus(1)),
            AsOf::Today(_) | AsOf::Orders => calendar.latest(),
        },
        basis: Some(config.shop.basis),
        currency: currencies.shop(),
        currencies_without_rate: currencies.without_rate(),
        fates: Fates::new(dataset),
        repeated_service: overlap::repeated_service(dataset),
        repeated_reviews: overlap::repeated_reviews(dataset),
        refunds,
        findings,
        ..Books::default()
    };
    let parcels = orders::join(dataset, config, &currencies, &mut books);
    freight::bill(dataset, &currencies, parcels, &mut books);
    freight::look_up(dataset, &config.logistics.zones, &mut books);
    spend::place(dataset, &currencies, &mut books);
    books
}
