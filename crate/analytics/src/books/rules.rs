//! The settings that decide what a row counts for: refund basis, currency, exclusion, which unit cost is valid.

use super::Charge;
use super::costs::Costs;
use super::currency::{Currencies, convert, day_of_worth};
use super::fates::StoreDay;
use super::refunds::RefundDecision;
use crate::config::Config;
use crate::dataset::{
    ByTable, CostKey, CurrencyKey, Dataset, NoteKey, OrderHeader, OrderLine, RowRef, SkuKey, SourceTable, StoreKey,
    Times,
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
        refunds: &[Option<RefundDecision>],
        as_of: Option<Day>,
        costs: &'a Costs,
    ) -> Rules<'a> {
        let pools = &dataset.pools;
        // A file without refunded rows has nothing to decide.
        let of_file = |file: usize| {
            refunds.get(file).and_then(Option::as_ref).map_or(Some(RefundBasis::Gross), |known| known.basis)
        };
        let of_table = |table: &SourceTable| of_file(usize::from(table.file));
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

    fn receipt(&self, at: RowRef, (currency, times): (CurrencyKey, Times), amount: Amount, refund: Amount) -> Receipt {
        let basis = self.refund_basis[at];
        let Some(rate) = self.currencies.rate(currency, day_of_worth(times)) else {
            return Receipt { gross: amount, refund, doubt: Some(BucketReason::OtherCurrency) };
        };
        let (gross, doubt) = match basis {
            _ if refund.is_zero() => (amount, None),
            Some(RefundBasis::Gross) => (amount, None),
            Some(RefundBasis::Net) => (amount + refund, None),
            None => (amount, Some(BucketReason::RefundBasisUnknown)),
        };
        Receipt { gross: convert(gross, rate), refund: convert(refund, rate), doubt }
    }

    /// Whether the file of a row has a column for refunds, so that a blank there is an answer.
    pub(super) fn tells_refunds(&self, at: RowRef) -> bool {
        self.tells_refunds[at]
    }

    /// What another file says was given back for a line of which this is the receipt: the whole where it says no amount.
    pub(super) fn refund_of(&self, other: &OrderLine, receipt: Option<Receipt>) -> Amount {
        let stated = other.refund.and_then(|refund| self.currencies.converted_at(refund, other.currency, other.times));
        stated.or(receipt.map(|receipt| receipt.gross)).unwrap_or(Amount::ZERO)
    }

    pub(super) fn line_rule(&self, store: StoreKey) -> LineRule {
        self.line_rules[store]
    }

    pub(super) fn cost_on(&self, sku: SkuKey, day: Day) -> Option<CostKey> {
        self.costs.on(sku, day)
    }

    pub(super) fn header_charge(&self, header: &OrderHeader) -> Option<Charge> {
        self.charge(header.at, header.compensation, header.fee, (header.currency, header.times))
    }

    /// What a row says that the platform took; `None` where it says nothing, or says it in a currency without a rate.
    pub(super) fn charge(
        &self,
        at: RowRef,
        compensation: Amount,
        fee: Option<Amount>,
        (currency, times): (CurrencyKey, Times),
    ) -> Option<Charge> {
        // Nought stands in a cell until the platform has settled, and says nothing yet.
        let fee = fee.filter(|fee| !fee.is_zero());
        if compensation.is_zero() && fee.is_none() {
            return None;
        }
        let converted = |amount| self.currencies.converted_at(amount, currency, times);
        let fee = match fee {
            Some(fee) => Some(converted(fee)?),
            None => None,
        };
        Some(Charge { at, compensation: converted(compensation)?, fee })
    }
}

/// Money that has really gone back. A file that says only "refunded" means the whole amount.
pub(super) fn settled_refund(state: RefundState, refund: Option<Amount>, whole: Option<Amount>) -> Amount {
    if !state.is_done() {
        return Amount::ZERO;
    }
    refund.or(whole).unwrap_or(Amount::ZERO)
}
