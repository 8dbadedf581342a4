//! From a figure back to the cells of the seller's own files.

use analytics::books::{Aftermath, Fact};
use analytics::dataset::RowRef;
use analytics::profit::{Component, GoodsUse, Item};
use analytics::vocabulary::Field;
use analytics::{Amount, Day};
use protocol::{CellWindow, SourceCell};

use super::Session;

/// A row, what it gives to the figure, and the columns that say so in the order of preference.
struct Origin<'a> {
    at: RowRef,
    amount: Amount,
    fields: &'static [Field],
    fact: Option<&'a Fact>,
}

const REVENUE: &[Field] =
    &[Field::Amount, Field::Paid, Field::UnitPrice, Field::Quantity, Field::ListAmount, Field::Postage];
const POSTAGE: &[Field] = &[Field::Postage, Field::Amount];
const REFUND: &[Field] = &[Field::Refund, Field::RefundStatus, Field::Amount];
const COST: &[Field] = &[Field::UnitCost];
const FREIGHT: &[Field] = &[Field::Amount];
const SPEND: &[Field] = &[Field::Spend];
const FEE: &[Field] = &[Field::Fee];
const COMPENSATION: &[Field] = &[Field::Compensation];
const RESENT: &[Field] = &[Field::OrderType, Field::Quantity];

impl Session {
    pub(super) fn cells(&self, sku: String, component: Component, offset: u32, limit: u32) -> CellWindow {
        let origins = self.item(&sku).map_or_else(Vec::new, |item| self.origins(item, component));
        let window = origins.iter().skip(offset as usize).take(limit as usize);
        CellWindow {
            cells: window.filter_map(|origin| self.cell(origin)).collect(),
            matching: u32::try_from(origins.len()).unwrap_or(u32::MAX),
            sku,
            component,
        }
    }

    /// The unit costs that were used for a SKU, the oldest first; one of the settings has no cell.
    pub(super) fn unit_costs(&self, item: Item) -> Vec<(Option<Day>, Amount, Option<SourceCell>)> {
        let Item::Sku(sku) = item else { return Vec::new() };
        if let Some(&cost) = self.config.goods.unit_cost.get(self.dataset.pools.skus.get(sku)) {
            return vec![(None, cost, None)];
        }
        let used = |goods: &&GoodsUse| goods.sku == sku && !goods.is_gift;
        let mut rows: Vec<u32> = self
            .whole
            .prepared
            .cells
            .iter()
            .filter(|cell| cell.item == item)
            .flat_map(|cell| cell.goods.iter().filter(used).filter_map(|goods| goods.cost))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let mut costs: Vec<_> = rows.into_iter().filter_map(|row| self.dataset.costs.get(row as usize)).collect();
        costs.sort_by_key(|cost| cost.valid_from);
        costs
            .into_iter()
            .map(|cost| {
                let origin = Origin { at: cost.at, amount: cost.cost, fields: COST, fact: None };
                (cost.valid_from, cost.cost, self.cell(&origin))
            })
            .collect()
    }

    fn origins(&self, item: Item, component: Component) -> Vec<Origin<'_>> {
        match component {
            Component::UnitCost => self.costs_of(item, false),
            Component::Gifts => self.costs_of(item, true),
            Component::OwnAds | Component::SharedAds => self.spend_of(item, component),
            Component::Revenue
            | Component::Refunds
            | Component::ResentGoods
            | Component::CourierBill
            | Component::StatedFees
            | Component::StatedCompensation => {
                let prepared = &self.stage().prepared;
                self.books
                    .facts
                    .iter()
                    .filter(|fact| Item::Sku(fact.sku) == item && prepared.contains(&self.dataset, fact))
                    .flat_map(|fact| of_fact(fact, self.books.aftermath(fact), component))
                    .collect()
            }
            // These rest on a setting alone.
            Component::Loss
            | Component::Resend
            | Component::ReturnedGoods
            | Component::Commission(_)
            | Component::PaymentFee(_)
            | Component::FixedFee(_)
            | Component::Affiliate(_)
            | Component::AssumedFreight
            | Component::Packaging
            | Component::Labour
            | Component::Storage
            | Component::ReturnFreight
            | Component::Insurance
            | Component::Service => Vec::new(),
        }
    }

    fn costs_of(&self, item: Item, gifts: bool) -> Vec<Origin<'_>> {
        let cells = self.stage().prepared.cells.iter().filter(|cell| cell.item == item);
        let mut rows: Vec<u32> = cells
            .flat_map(|cell| cell.goods.iter().filter(|goods| goods.is_gift == gifts).filter_map(|goods| goods.cost))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows.into_iter()
            .filter_map(|row| self.dataset.costs.get(row as usize))
            .map(|cost| Origin { at: cost.at, amount: cost.cost, fields: COST, fact: None })
            .collect()
    }

    /// Rows of the ad reports behind a SKU's ads: those of its products, or those that name no product.
    fn spend_of(&self, item: Item, component: Component) -> Vec<Origin<'_>> {
        let products: Vec<_> = match item {
            Item::UnsoldProduct(product, _) => vec![product],
            Item::Sku(sku) => {
                let mut products: Vec<_> = self
                    .dataset
                    .lines
                    .iter()
                    .filter(|line| line.sku == Some(sku))
                    .filter_map(|line| line.product)
                    .collect();
                products.sort_unstable();
                products.dedup();
                products
            }
        };
        let cells = &self.stage().prepared.cells;
        let platforms: Vec<_> = cells.iter().filter(|cell| cell.item == item).map(|cell| cell.platform).collect();
        self.books
            .spend
            .iter()
            .filter(|spend| self.scope.contains(spend.day))
            .filter(|spend| match (component, spend.product) {
                (Component::OwnAds, Some(product)) => products.contains(&product),
                (Component::SharedAds, None) => platforms.contains(&self.dataset.pools.store_parts(spend.store).0),
                _ => false,
            })
            .map(|spend| Origin { at: spend.at, amount: spend.amount, fields: SPEND, fact: None })
            .collect()
    }

    fn cell(&self, origin: &Origin<'_>) -> Option<SourceCell> {
        let table = self.dataset.tables.get(usize::from(origin.at.table))?;
        let file = self.dataset.files.get(usize::from(table.file))?;
        // Of the preferred field all columns: an amount may be the sum of several.
        let columns = origin
            .fields
            .iter()
            .map(|field| table.columns.iter().filter(|column| column.field == *field).collect::<Vec<_>>())
            .find(|columns| !columns.is_empty())
            .unwrap_or_default();
        Some(SourceCell {
            file: self.ids.get(usize::from(table.file)).copied().flatten()?,
            file_name: file.name.clone(),
            at: origin.at,
            sheet: table.sheet.clone(),
            columns: columns.into_iter().map(|column| (column.header.clone(), column.index)).collect(),
            amount: origin.amount,
            order: origin.fact.map(|fact| self.dataset.pools.order_parts(fact.order).1.to_owned()),
        })
    }
}

fn of_fact<'a>(fact: &'a Fact, after: Option<&'a Aftermath>, component: Component) -> Vec<Origin<'a>> {
    let origin = |at, amount, fields| Origin { at, amount, fields, fact: Some(fact) };
    let mut origins = Vec::new();
    match component {
        Component::Revenue => {
            if !fact.line_amount.is_zero() {
                origins.push(origin(fact.at, fact.line_amount, REVENUE));
            }
            if let Some(header) = fact.header {
                // Beside lines that carry their own money the order adds its postage; else it gives all there is.
                let fields = if fact.line_amount.is_zero() { REVENUE } else { POSTAGE };
                origins.push(origin(header, fact.header_amount, fields));
            }
        }
        Component::Refunds => {
            if let Some((after, at)) = after.and_then(|after| Some((after, after.refund_at?)))
                && !after.refund.is_zero()
            {
                origins.push(origin(at, after.refund, REFUND));
            }
        }
        Component::CourierBill => {
            if let Some(freight) = fact.freight {
                origins.push(origin(freight.at, freight.amount, FREIGHT));
            }
        }
        Component::StatedFees => {
            if let Some(after) = after.filter(|after| !after.fee.is_zero()) {
                origins.push(origin(fact.at, after.fee, FEE));
            }
        }
        Component::StatedCompensation => {
            if let Some(after) = after.filter(|after| !after.compensation.is_zero()) {
                origins.push(origin(fact.at, after.compensation, COMPENSATION));
            }
        }
        Component::ResentGoods if after.is_some_and(|after| !after.resent.is_zero()) => {
            origins.push(origin(fact.at, Amount::ZERO, RESENT));
        }
        _ => {}
    }
    origins
}
