//! The settings that decide what a row counts for: refund basis, currency, exclusion, which unit cost is valid.

use super::Charge;
use super::bundles::CostOf;
use super::costs::Costs;
use super::fates::StoreDay;
use super::refunds::RefundDecision;
use crate::ByFile;
use crate::config::Config;
use crate::currency::{Currencies, Stated, Worth};
use crate::dataset::{
    ByTable, CurrencyKey, Dataset, NoteKey, OrderHeader, OrderLine, RowRef, SkuKey, SourceTable, StoreKey, Times,
};
use crate::money::Amount;
use crate::pool::Column;
use crate::time::{Day, Stamp};
use crate::vocabulary::{Basis, BucketReason, Field, LineRule, RefundBasis, RefundState};

/// The day an order belongs to; `None` where the moment that the basis asks for has not come or is not known.
pub(super) fn day_on(times: Times, basis: Basis) -> Option<Day> {
    let moment = match basis {
        Basis::Paid => times.paid.or(times.ordered),
        Basis::Ordered => times.ordered.or(times.paid),
        Basis::Shipped => times.shipped,
        Basis::Confirmed => times.confirmed,
        Basis::Settled => times.settled,
    };
    moment.map(Stamp::day)
}

/// What the merchant receives, before refunds, and what was given back of it, in the shop's currency.
#[derive(Clone, Copy)]
pub(super) struct Receipt {
    pub(super) gross: Amount,
    pub(super) refund: Amount,
    /// Why it cannot be counted although it could be read.
    pub(super) doubt: Option<BucketReason>,
    /// Of money without a rate, how much of it went back: the amounts above are nothing then.
    pub(super) given_back: GivenBack,
}

impl Receipt {
    /// The same where a list says how much went back: more than this, and no more than was paid.
    pub(super) fn with_listed(self, listed: Amount) -> Receipt {
        if self.refund < listed && listed <= self.gross { Receipt { refund: listed, ..self } } else { self }
    }

    /// What it is worth is not known.
    pub(super) fn is_unconverted(&self) -> bool {
        self.doubt == Some(BucketReason::OtherCurrency)
    }
}

/// How much went back of money without a rate, which its row's own numbers tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenBack {
    Nothing,
    Part,
    All,
}

impl GivenBack {
    /// Both are of one row, or of rows in the same currency.
    fn of(gross: Stated, refund: Stated) -> GivenBack {
        match (refund.is_zero(), refund.covers(gross)) {
            (true, _) => GivenBack::Nothing,
            (false, false) => GivenBack::Part,
            (false, true) => GivenBack::All,
        }
    }
}

/// What a row says that the merchant receives, where it is not counted.
#[derive(Clone, Copy)]
pub(super) enum Said {
    /// In the shop's currency.
    Worth(Amount),
    /// In a currency without a rate.
    Unconverted(Stated, CurrencyKey),
}

impl Said {
    /// `worth` is that of the currency on the day of the row.
    pub(super) fn of(stated: Stated, currency: CurrencyKey, worth: Option<Worth>) -> Said {
        worth.map_or(Said::Unconverted(stated, currency), |worth| Said::Worth(worth.of(stated)))
    }
}

/// The settings that decide fates, resolved to keys.
pub(super) struct Rules<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) config: &'a Config,
    pub(super) currencies: &'a Currencies,
    pub(super) as_of: Option<Day>,
    /// Whether a table's amounts are net of refunds; `None` where it has to be asked.
    refund_basis: ByTable<Option<RefundBasis>>,
    /// Whether a table has a column for refunds.
    tells_refunds: ByTable<bool>,
    excluded_notes: Column<NoteKey, bool>,
    costs: &'a Costs,
    line_rules: Column<StoreKey, LineRule>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(
        dataset: &'a Dataset,
        config: &'a Config,
        currencies: &'a Currencies,
        refunds: &ByFile<Option<RefundDecision>>,
        as_of: Option<Day>,
        costs: &'a Costs,
    ) -> Rules<'a> {
        let pools = &dataset.pools;
        // A file without refunded rows has nothing to decide.
        let of_table = |table: &SourceTable| {
            refunds.get(table.file).and_then(Option::as_ref).map_or(Some(RefundBasis::Gross), |known| known.basis)
        };
        let words = &config.exclude.note_contains;
        let excluded_notes = Column::of(&pools.notes, |key| {
            words.iter().any(|word| !word.is_empty() && pools.notes.get(key).contains(word.as_str()))
        });
        let line_rule = |store: StoreKey| {
            let (platform, _) = dataset.pools.store_parts(store);
            config.fees(platform).map_or(LineRule::ByAmount, |fees| fees.line_rule)
        };
        Rules {
            dataset,
            config,
            currencies,
            as_of,
            refund_basis: dataset.by_table(of_table),
            tells_refunds: dataset.by_table(|table| {
                let is_about = |field: Field| matches!(field, Field::Refund | Field::RefundStatus);
                // Rows that were put in by hand come without columns.
                table.columns.is_empty() || table.columns.iter().any(|column| is_about(column.field))
            }),
            excluded_notes,
            costs,
            line_rules: Column::of(&pools.stores, line_rule),
        }
    }

    pub(super) fn is_excluded(&self, note: Option<NoteKey>) -> bool {
        note.is_some_and(|note| self.excluded_notes[note])
    }

    /// Whose money a line tells of, and of when.
    pub(super) fn of_line(&self, line: &OrderLine) -> StoreDay {
        StoreDay { store: Some(line.store), day: day_on(line.times, self.config.shop.basis) }
    }

    pub(super) fn of_header(&self, header: &OrderHeader) -> StoreDay {
        StoreDay { store: Some(header.store), day: day_on(header.times, self.config.shop.basis) }
    }

    /// The line's own money; `None` where only the header knows.
    pub(super) fn amount(&self, line: &OrderLine) -> Option<Receipt> {
        let refund = settled_refund(line.refund_state, line.refund, line.amount);
        line.amount.map(|amount| self.receipt(line.at, (line.currency, line.times), amount, refund))
    }

    pub(super) fn header_amount(&self, header: &OrderHeader) -> Option<Receipt> {
        let refund = settled_refund(header.refund_state, header.refund, header.amount);
        header.amount.map(|amount| self.receipt(header.at, (header.currency, header.times), amount, refund))
    }

    fn receipt(&self, at: RowRef, (currency, times): (CurrencyKey, Times), amount: Stated, refund: Stated) -> Receipt {
        let (gross, doubt) = self.gross(at, amount, refund);
        match self.currencies.worth_at(currency, times) {
            Some(worth) => {
                let given_back = GivenBack::Nothing;
                Receipt { gross: worth.of(gross), refund: worth.of(refund), doubt, given_back }
            }
            None => Receipt {
                gross: Amount::ZERO,
                refund: Amount::ZERO,
                doubt: Some(BucketReason::OtherCurrency),
                given_back: GivenBack::of(gross, refund),
            },
        }
    }

    fn gross(&self, at: RowRef, amount: Stated, refund: Stated) -> (Stated, Option<BucketReason>) {
        match self.refund_basis[at] {
            _ if refund.is_zero() => (amount, None),
            Some(RefundBasis::Gross) => (amount, None),
            Some(RefundBasis::Net) => (amount.and(refund), None),
            None => (amount, Some(BucketReason::RefundBasisUnknown)),
        }
    }

    pub(super) fn said_by_line(&self, line: &OrderLine) -> Said {
        let refund = settled_refund(line.refund_state, line.refund, line.amount);
        self.said(line.at, (line.currency, line.times), line.amount, refund)
    }

    pub(super) fn said_by_header(&self, header: &OrderHeader) -> Said {
        let refund = settled_refund(header.refund_state, header.refund, header.amount);
        self.said(header.at, (header.currency, header.times), header.amount, refund)
    }

    fn said(
        &self,
        at: RowRef,
        (currency, times): (CurrencyKey, Times),
        amount: Option<Stated>,
        refund: Stated,
    ) -> Said {
        let Some(amount) = amount else { return Said::Worth(Amount::ZERO) };
        let (gross, _) = self.gross(at, amount, refund);
        Said::of(gross, currency, self.currencies.worth_at(currency, times))
    }

    /// Whether the file of a row has a column for refunds, so that a blank there is an answer.
    pub(super) fn tells_refunds(&self, at: RowRef) -> bool {
        self.tells_refunds[at]
    }

    /// What another file says was given back for a line of which this is the receipt, the whole where it says no amount, and
    /// how much that is of what has no rate. `None` where it says an amount without one.
    pub(super) fn refund_of(
        &self,
        other: &OrderLine,
        line: &OrderLine,
        receipt: Option<Receipt>,
    ) -> Option<(Amount, GivenBack)> {
        if let Said::Unconverted(gross, currency) = self.said_by_line(line) {
            let given_back = match other.refund {
                None => GivenBack::All,
                Some(refund) if other.currency == currency => GivenBack::of(gross, refund),
                Some(_) => GivenBack::Part,
            };
            return Some((Amount::ZERO, given_back));
        }
        let amount = match other.refund {
            Some(refund) => self.currencies.converted_at(refund, other.currency, other.times)?,
            None => receipt.map_or(Amount::ZERO, |receipt| receipt.gross),
        };
        Some((amount, GivenBack::Nothing))
    }

    pub(super) fn line_rule(&self, store: StoreKey) -> LineRule {
        self.line_rules[store]
    }

    pub(super) fn cost_on(&self, sku: SkuKey, day: Day) -> Option<CostOf> {
        self.costs.on(sku, day)
    }

    pub(super) fn header_charge(&self, header: &OrderHeader) -> Option<Charge> {
        self.charge(header.at, header.compensation, header.fee, (header.currency, header.times))
    }

    /// What a row says that the platform took; `None` where it says nothing, or says it in a currency without a rate.
    #[inline]
    pub(super) fn charge(
        &self,
        at: RowRef,
        compensation: Stated,
        fee: Option<Stated>,
        place: (CurrencyKey, Times),
    ) -> Option<Charge> {
        // Nought stands in a cell until the platform has settled, and says nothing yet.
        let fee = fee.filter(|fee| !fee.is_zero());
        // Most rows say nothing.
        if compensation.is_zero() && fee.is_none() {
            return None;
        }
        self.converted_charge(at, compensation, fee, place)
    }

    fn converted_charge(
        &self,
        at: RowRef,
        compensation: Stated,
        fee: Option<Stated>,
        (currency, times): (CurrencyKey, Times),
    ) -> Option<Charge> {
        let worth = self.currencies.worth_at(currency, times)?;
        Some(Charge { at, compensation: worth.of(compensation), fee: fee.map(|fee| worth.of(fee)) })
    }
}

/// Money that has really gone back. A file that says only "refunded" means the whole amount.
pub(super) fn settled_refund(state: RefundState, refund: Option<Stated>, whole: Option<Stated>) -> Stated {
    if !state.is_done() {
        return Stated::ZERO;
    }
    refund.or(whole).unwrap_or(Stated::ZERO)
}
