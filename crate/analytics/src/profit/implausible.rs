//! Unit costs that can hardly be: the column of a sheet that was taken for them may hold the price of a carton, a total, or
//! nothing that anybody has filled in yet.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Item, Report, SkuProfit};
use crate::books::{Books, CostOf};
use crate::config::Config;
use crate::dataset::{Dataset, RowRef};
use crate::diagnostic::{Diagnostic, Place, Problem};
use crate::figures::number;
use crate::money::Amount;

/// Goods that cost so many times what they bring are hardly sold on purpose, however much a shop wants to be rid of them.
const TOO_HIGH: i64 = 5;
/// Of what a unit brings, goods cost at least a part like this.
const TOO_LOW: i64 = 100;

/// A unit cost that is far from what the unit brings.
#[derive(Clone, Copy)]
struct Implausible<'d> {
    at: RowRef,
    sku: &'d str,
    cost: Amount,
    price: Amount,
}

/// By file, of how many SKUs its unit costs can hardly be what one unit costs, and which is furthest off. `report` is of
/// what was sold in the whole shop; a cost that the seller has said on the page is never doubted.
pub fn implausible_costs(dataset: &Dataset, books: &Books, report: &Report, config: &Config) -> Vec<(u16, Diagnostic)> {
    let mut by_file: BTreeMap<u16, Vec<Implausible<'_>>> = BTreeMap::new();
    for (item, profit) in &report.skus {
        let found =
            of_item(dataset, books, *item, profit).filter(|found| !config.goods.unit_cost.contains_key(found.sku));
        if let Some(found) = found
            && let Some(table) = dataset.table_of(found.at)
        {
            by_file.entry(table.file).or_default().push(found);
        }
    }
    let finding = |(file, found): (u16, Vec<Implausible<'_>>)| {
        let most = found.iter().max_by_key(|one| (ratio(one), Reverse(one.sku)))?;
        let sheet = dataset.table_of(most.at).and_then(|table| table.sheet.clone());
        let place = Place { sheet, row: Some(most.at.row.get()), column: None };
        let (skus, sku) = (number(found.len()), most.sku.to_owned());
        let problem = Problem::ImplausibleCosts { skus, sku, cost: most.cost, price: most.price };
        Some((file, Diagnostic::new(problem, place)))
    };
    by_file.into_iter().filter_map(finding).collect()
}

fn of_item<'d>(dataset: &'d Dataset, books: &Books, item: Item, profit: &SkuProfit) -> Option<Implausible<'d>> {
    let Item::Sku(sku) = item else { return None };
    // A bundle costs what is in it, and of that each has its own row.
    let CostOf::Row(key) = books.latest_cost(sku, None)? else { return None };
    let row = dataset.unit_cost(key)?;
    let cost = books.currencies().unit_cost(row)?;
    let price = profit.blocks.revenue.per(profit.blocks.units).filter(|price| price.is_positive())?.to_amount();
    let [of_cost, of_price] = [cost, price].map(Amount::millionths);
    let is_far = of_cost > of_price.saturating_mul(TOO_HIGH) || of_cost.saturating_mul(TOO_LOW) < of_price;
    is_far.then(|| Implausible { at: row.at, sku: dataset.pools.skus.get(sku), cost, price })
}

/// How many times the greater is the smaller, as far as whole numbers tell.
fn ratio(one: &Implausible<'_>) -> i64 {
    let (cost, price) = (one.cost.millionths(), one.price.millionths());
    cost.max(price) / cost.min(price).max(1)
}
