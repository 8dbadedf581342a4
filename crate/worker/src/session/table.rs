//! Windows of the SKU table: filtered, sorted and searched here, so that the page holds only what it shows.

use std::cmp::Ordering;

use analytics::Money;
use analytics::figures::number;
use analytics::profit::{self, Advice, Blocks, Chosen, Item, LossPlace, SkuProfit, Verdict};
use protocol::{LossAt, SkuCounts, SkuFilter, SkuQuery, SkuRow, SkuSort, SkuWindow};

use super::{AddedUp, Session};

/// Rows of the report in the order of a query, whatever its window.
#[derive(Debug)]
pub(super) struct Sorted {
    query: SkuQuery,
    /// Positions in the report.
    rows: Vec<u32>,
    missing_cost: u32,
    totals: Blocks,
}

impl Session {
    pub(super) fn window(&mut self, query: SkuQuery) -> SkuWindow {
        let sorted = self.sorted(&query);
        let (matching, missing_cost, totals) = (sorted.rows.len(), sorted.missing_cost, sorted.totals);
        let window: Vec<u32> =
            sorted.rows.iter().skip(query.offset as usize).take(query.limit as usize).copied().collect();
        SkuWindow { matching: number(matching), missing_cost, rows: self.rows(&window), totals, query }
    }

    /// Every row that matches, in order.
    pub(super) fn all_rows(&mut self, query: &SkuQuery) -> Vec<SkuRow> {
        let rows = self.sorted(query).rows.clone();
        self.rows(&rows)
    }

    /// The codes under a filter and a search.
    pub(super) fn codes(&self, filter: SkuFilter, search: &str) -> Vec<String> {
        let chosen = self.choose(filter, search).into_iter();
        let item = |position: u32| self.in_scope().report.skus.get(position as usize).map(|(item, _)| *item);
        chosen.filter_map(item).map(|item| item.code(&self.dataset).to_owned()).collect()
    }

    /// A row of the report.
    pub(super) fn sku_row(&self, item: Item, profit: &SkuProfit) -> SkuRow {
        let place = self.place(item, profit);
        let loss_at = place.map(|place| {
            let name = |store| self.dataset.pools.store_parts(store).1.to_owned();
            let store = place.store.map(name).unwrap_or_default();
            Box::new(LossAt { platform: place.platform, store, profit: place.profit.clone() })
        });
        SkuRow {
            sku: item.code(&self.dataset).to_owned(),
            name: item.name(&self.dataset).to_owned(),
            profit: profit.clone(),
            verdict: self.verdict(item, profit),
            loss_at,
        }
    }

    /// The place that the verdict has to speak of, if it is not about the whole SKU.
    fn place(&self, item: Item, profit: &SkuProfit) -> Option<&LossPlace> {
        let AddedUp { prepared, report, .. } = self.in_scope();
        let found = || profit::loss_places(&self.dataset, prepared, &self.config, report);
        profit::place_to_judge(profit, self.places.get_or_init(found).get(&item))
    }

    /// On a SKU, or where it loses in one place and earns in another on that place. None rests on ads that met no product.
    fn verdict(&self, item: Item, profit: &SkuProfit) -> Option<Verdict> {
        if item == Item::UnmatchedAds {
            return None;
        }
        let judged = self.place(item, profit).map_or(profit, |place| &place.profit);
        profit::verdict(judged, profit::LARGEST_RAISE)
    }

    fn has_to_act(&self, item: Item, profit: &SkuProfit) -> bool {
        self.verdict(item, profit).is_some_and(|verdict| verdict.advice != Advice::Keep)
    }

    pub(super) fn counts(&self) -> SkuCounts {
        let mut counts = SkuCounts::default();
        for (item, profit) in &self.in_scope().report.skus {
            counts.all += 1;
            counts.to_act_on += u32::from(self.has_to_act(*item, profit));
            counts.missing_cost += u32::from(!profit.has_cost);
            counts.loss_making += u32::from(is_losing(*item, profit));
        }
        counts.earning = number(winners(&self.in_scope().report.skus).len());
        counts
    }

    fn rows(&self, positions: &[u32]) -> Vec<SkuRow> {
        let skus = &self.in_scope().report.skus;
        let at = |&position: &u32| skus.get(position as usize);
        positions.iter().filter_map(at).map(|(item, profit)| self.sku_row(*item, profit)).collect()
    }

    fn sorted(&mut self, query: &SkuQuery) -> &Sorted {
        let same = |sorted: &Sorted| {
            let known = &sorted.query;
            known.filter == query.filter
                && known.sort == query.sort
                && known.descending == query.descending
                && known.search == query.search
        };
        let known = self.sorted.take().filter(same);
        let sorted = known.unwrap_or_else(|| self.sort(query));
        self.sorted.insert(sorted)
    }

    /// Positions of the rows under a filter and a search, in the order of the report.
    fn choose(&self, filter: SkuFilter, search: &str) -> Vec<u32> {
        let report = &self.in_scope().report;
        let mut chosen: Vec<u32> = match filter {
            SkuFilter::Winners => winners(&report.skus),
            SkuFilter::All | SkuFilter::LossMaking | SkuFilter::MissingCost | SkuFilter::ToActOn => (0_u32..)
                .zip(&report.skus)
                .filter(|(_, (item, profit))| match filter {
                    SkuFilter::LossMaking => is_losing(*item, profit),
                    SkuFilter::MissingCost => !profit.has_cost,
                    SkuFilter::ToActOn => self.has_to_act(*item, profit),
                    SkuFilter::All | SkuFilter::Winners => true,
                })
                .map(|(position, _)| position)
                .collect(),
        };
        let search = search.trim().to_lowercase();
        if !search.is_empty() {
            let found = |text: &str| text.to_lowercase().contains(&search);
            chosen.retain(|&position| {
                report
                    .skus
                    .get(position as usize)
                    .is_some_and(|(item, _)| found(item.code(&self.dataset)) || found(item.name(&self.dataset)))
            });
        }
        chosen
    }

    fn sort(&self, query: &SkuQuery) -> Sorted {
        let AddedUp { prepared, report, .. } = self.in_scope();
        let mut chosen = self.choose(query.filter, &query.search);
        // The winners come by what they earn; like the others they stand in the order of their codes before the sort.
        chosen.sort_unstable();
        let mut costed = Chosen::none(prepared);
        let mut totals = Blocks::default();
        let mut missing_cost = 0;
        let mut left = chosen.iter().copied().peekable();
        for (position, row) in (0_u32..).zip(report.rows(prepared)) {
            if left.next_if_eq(&position).is_none() {
                continue;
            }
            if row.profit.has_cost {
                costed.add(&row.of, |_| true);
                totals.add_amounts(&row.profit.blocks);
            } else {
                missing_cost += 1;
            }
        }
        totals.orders = costed.orders();
        let row = |position: u32| report.skus.get(position as usize);
        let profit = |position: u32| row(position).map(|(_, profit)| profit);
        // Rows stand in the order of their codes, and the sort keeps it among equals. What is unknown comes last.
        let gain = |position: u32| {
            let (item, profit) = row(position)?;
            self.verdict(*item, profit).map(|verdict| verdict.gain)
        };
        chosen.sort_by(|&one, &other| match (profit(one), profit(other)) {
            _ if query.sort == SkuSort::Gain => order(query.descending, gain(one), gain(other), Ord::cmp),
            (Some(one), Some(other)) => compare(query.sort, query.descending, one, other),
            _ => Ordering::Equal,
        });
        if query.sort == SkuSort::Sku && query.descending {
            chosen.reverse();
        }
        Sorted { query: query.clone(), rows: chosen, missing_cost, totals }
    }
}

/// Whether the row is something that was sold at a loss, or advertised without being sold. Ads that met no product say
/// nothing of any.
pub(super) fn is_losing(item: Item, profit: &SkuProfit) -> bool {
    item != Item::UnmatchedAds && profit.is_loss_making() == Some(true)
}

/// The SKUs that together earn 80 % of all that is earned, the largest first. Positions in the report.
fn winners(skus: &[(Item, SkuProfit)]) -> Vec<u32> {
    let mut earning: Vec<(Money, u32)> = (0_u32..)
        .zip(skus)
        .filter_map(|(position, (_, profit))| Some((profit.net().filter(|net| net.is_positive())?, position)))
        .collect();
    earning.sort_by_key(|&(net, position)| (std::cmp::Reverse(net), position));
    let all: Money = earning.iter().map(|(net, _)| *net).sum();
    let mut left = all * analytics::Rate::from_millionths(800_000);
    let mut chosen = Vec::new();
    for (net, position) in earning {
        if !left.is_positive() {
            break;
        }
        left -= net;
        chosen.push(position);
    }
    chosen
}

fn compare(sort: SkuSort, descending: bool, one: &SkuProfit, other: &SkuProfit) -> Ordering {
    let money = |value: fn(&SkuProfit) -> Option<Money>| order(descending, value(one), value(other), Ord::cmp);
    let float = |value: fn(&SkuProfit) -> Option<f64>| order(descending, value(one), value(other), f64::total_cmp);
    match sort {
        SkuSort::AtStake => {
            let stake = |profit: &SkuProfit| profit.net().map(|net| (net.is_negative(), net.abs()));
            order(descending, stake(one), stake(other), Ord::cmp)
        }
        // The gain is the verdict's, which may be about a place.
        SkuSort::Sku | SkuSort::Gain => Ordering::Equal,
        SkuSort::Units => order(descending, Some(one.blocks.units), Some(other.blocks.units), Ord::cmp),
        SkuSort::Orders => order(descending, Some(one.blocks.orders), Some(other.blocks.orders), Ord::cmp),
        SkuSort::Revenue => money(|profit| Some(profit.blocks.revenue)),
        SkuSort::Block(block) => {
            let amount = |profit: &SkuProfit| Some(profit.blocks.block(block));
            order(descending, amount(one), amount(other), Ord::cmp)
        }
        SkuSort::Net => money(SkuProfit::net),
        SkuSort::NetPerUnit => money(SkuProfit::net_per_unit),
        SkuSort::Margin => float(SkuProfit::margin),
        SkuSort::BreakEvenRoas => float(SkuProfit::break_even_roas),
    }
}

fn order<T>(descending: bool, one: Option<T>, other: Option<T>, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if descending => compare(&other, &one),
        (Some(one), Some(other)) => compare(&one, &other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
