//! The settings that decide what a row counts for: refund basis, currency, exclusion, which unit cost is valid.

use super::currency::{Currencies, convert};
use crate::config::Config;
use crate::dataset::{CostKey, CurrencyKey, Dataset, NoteKey, OrderHeader, OrderLine, RowRef, SkuKey, StoreKey, Times};
use crate::money::{Amount, Rate};
use crate::pool::Key;
use crate::time::{Day, Stamp};
use crate::vocabulary::{Basis, BucketReason, LineRule, RefundBasis, RefundState};

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
    /// By file: whether its amounts are net of refunds; `None` where it has to be asked.
    pub(super) refund_basis: Vec<Option<RefundBasis>>,
    pub(super) excluded_notes: Vec<bool>,
    pub(super) costs: Vec<Vec<(Option<Day>, CostKey)>>,
    /// By store.
    line_rules: Vec<LineRule>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(
        dataset: &'a Dataset,
        config: &'a Config,
        currencies: &'a Currencies,
        as_of: Option<Day>,
    ) -> Rules<'a> {
        let refund_basis = dataset
            .files
            .iter()
            .map(|file| config.refund_basis.get(&file.name).copied().or_else(|| file.refund_basis()))
            .collect();
        let words = &config.exclude.note_contains;
        let excluded_notes = dataset
            .pools
            .notes
            .keys()
            .map(|key| {
                words.iter().any(|word| !word.is_empty() && dataset.pools.notes.get(key).contains(word.as_str()))
            })
            .collect();
        let line_rule = |store: StoreKey| {
            let (platform, _) = dataset.pools.store_parts(store);
            config.fees(platform).map_or(LineRule::ByAmount, |fees| fees.line_rule)
        };
        Rules {
            dataset,
            config,
            currencies,
            as_of,
            refund_basis,
            excluded_notes,
            costs: costs_by_sku(dataset),
            line_rules: dataset.pools.stores.keys().map(line_rule).collect(),
        }
    }

    pub(super) fn is_excluded(&self, note: Option<NoteKey>) -> bool {
        note.is_some_and(|note| self.excluded_notes.get(note.index()).copied().unwrap_or(false))
    }

    /// The line's own money; `None` where only the header knows.
    pub(super) fn amount(&self, line: &OrderLine) -> Option<Receipt> {
        let refund = settled_refund(line.refund_state, line.refund, line.amount);
        line.amount.map(|amount| self.receipt(line.at, line.currency, amount, refund))
    }

    pub(super) fn header_amount(&self, header: &OrderHeader) -> Option<Receipt> {
        let refund = settled_refund(header.refund_state, header.refund, header.amount);
        header.amount.map(|amount| self.receipt(header.at, header.currency, amount, refund))
    }

    pub(super) fn receipt(&self, at: RowRef, currency: CurrencyKey, amount: Amount, refund: Amount) -> Receipt {
        let file = self.dataset.tables.get(usize::from(at.table)).map_or(u16::MAX, |table| table.file);
        let basis = self.refund_basis.get(usize::from(file)).copied().flatten();
        let Some(rate) = self.currencies.rate(currency) else {
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

    pub(super) fn line_rule(&self, store: StoreKey) -> LineRule {
        self.line_rules.get(store.index()).copied().unwrap_or(LineRule::ByAmount)
    }

    /// The cost valid on a day: the latest that began before it; before the first, the first.
    pub(super) fn cost_on(&self, sku: SkuKey, day: Day) -> Option<CostKey> {
        let costs = self.costs.get(sku.index())?;
        let valid = costs.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= day));
        valid.or_else(|| costs.first()).map(|&(_, cost)| cost)
    }

    pub(super) fn rate(&self, currency: CurrencyKey) -> Rate {
        self.currencies.rate(currency).unwrap_or(Rate::ONE)
    }
}

/// By SKU, the unit costs in the order of their first day. Of two from one day the higher stays.
pub(super) fn costs_by_sku(dataset: &Dataset) -> Vec<Vec<(Option<Day>, CostKey)>> {
    let mut costs: Vec<Vec<(Option<Day>, CostKey)>> = vec![Vec::new(); dataset.pools.skus.len()];
    for (key, cost) in (0..).map(CostKey::from_index).zip(dataset.costs.iter()) {
        if let Some(list) = costs.get_mut(cost.sku.index()) {
            list.push((cost.valid_from, key));
        }
    }
    let amount = |key: CostKey| dataset.unit_cost(key).map(|cost| cost.cost);
    for list in &mut costs {
        list.sort_by_key(|&(from, key)| (from, std::cmp::Reverse(amount(key)), key));
        list.dedup_by_key(|entry| entry.0);
    }
    costs
}

/// Money that has really gone back. A file that says only "refunded" means the whole amount.
pub(super) fn settled_refund(state: RefundState, refund: Option<Amount>, whole: Option<Amount>) -> Amount {
    if !state.is_done() {
        return Amount::ZERO;
    }
    refund.or(whole).unwrap_or(Amount::ZERO)
}
