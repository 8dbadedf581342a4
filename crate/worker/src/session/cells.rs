//! From a figure back to the cells of the seller's own files.

use std::collections::BTreeSet;

use analytics::books::{Aftermath, Charge, CostOf, Fact, RefundRow, Spend};
use analytics::dataset::{ColumnSet, CostKey, OrderKey, RowRef, SkuKey, UnitCost};
use analytics::profit::{self, Activity, AdRows, Claim, Component, GoodsUse, Item};
use analytics::vocabulary::RefundBasis;
use analytics::{Amount, Day, Rate};
use protocol::{CellWindow, SourceCell, StatedMoney, Subject};

use super::named_cells::{Says, cells_of_row, state_of_line};
use super::{AddedUp, Session};

/// A row, what it gives to the figure, and what it says of it.
struct Origin<'a> {
    at: RowRef,
    amount: Amount,
    says: Says,
    /// Whether it says so of the line, or of the order.
    set: ColumnSet,
    fact: Option<&'a Fact>,
    /// `None` where it is in the shop's currency.
    stated: Option<StatedMoney>,
}

/// What a figure is about: a row of the table, or an order with its rows.
struct Asked {
    items: Vec<Item>,
    order: Option<OrderKey>,
}

impl Session {
    pub(super) fn cells(&self, subject: Subject, component: Component, offset: u32, limit: u32) -> CellWindow {
        let asked = self.asked(&subject);
        let mut origins = asked.as_ref().map_or_else(Vec::new, |asked| self.origins(asked, component));
        // As they stand in the files, whatever other files the shop once had.
        let order = |origin: &Origin<'_>| origin.fact.map(|fact| self.dataset.pools.orders.get(fact.order));
        origins.sort_by(|one, other| one.at.cmp(&other.at).then_with(|| order(one).cmp(&order(other))));
        let window = origins.iter().skip(offset as usize).take(limit as usize);
        CellWindow {
            claims: asked.map_or_else(Vec::new, |asked| self.claims(&asked, component)),
            cells: window.filter_map(|origin| self.cell(origin)).collect(),
            matching: u32::try_from(origins.len()).unwrap_or(u32::MAX),
            subject,
            component,
        }
    }

    fn claims(&self, asked: &Asked, component: Component) -> Vec<Claim> {
        let AddedUp { prepared, report, .. } = self.in_scope();
        match asked.order {
            Some(order) => {
                profit::order_claims(&self.dataset, &self.books, prepared, report, &self.config, order, component)
            }
            None => profit::claims_of(&self.dataset, prepared, &self.config, &asked.items, component),
        }
    }

    fn asked(&self, subject: &Subject) -> Option<Asked> {
        match subject {
            Subject::Sku(sku) => Some(Asked { items: vec![self.item(sku)?], order: None }),
            Subject::Order(id) => {
                let order = self.order_key(id)?;
                let mut items: Vec<Item> = self.facts_of(order).map(|fact| Item::Sku(fact.sku)).collect();
                items.sort_unstable();
                items.dedup();
                Some(Asked { items, order: Some(order) })
            }
        }
    }

    /// The lines of an order that are in the scope.
    fn facts_of(&self, order: OrderKey) -> impl Iterator<Item = &Fact> {
        self.in_scope().prepared.facts(&self.dataset, &self.books).filter(move |fact| fact.order == order)
    }

    /// The unit costs that were used for a SKU, the oldest first; one of the settings has no cell.
    pub(super) fn unit_costs(&self, item: Item) -> Vec<(Option<Day>, Amount, Option<SourceCell>)> {
        let Item::Sku(sku) = item else { return Vec::new() };
        if let Some(cost) = self.set_cost(sku) {
            return self.books.currencies().cost(cost).map(|cost| (None, cost, None)).into_iter().collect();
        }
        let used = |goods: &&GoodsUse| goods.sku == sku && !goods.is_gift;
        let AddedUp { prepared, .. } = &self.whole;
        let activities = prepared.activities.iter().filter(|activity| activity.item == item);
        let costs: BTreeSet<CostOf> =
            activities.flat_map(|activity| activity.goods.iter().filter(used).filter_map(|goods| goods.cost)).collect();
        let bundle = |since| profit::bundle_cost(&self.dataset, prepared, &self.config, sku, since);
        let shown = |cost: CostOf| match cost {
            CostOf::Row(row) => {
                let cost = self.dataset.unit_cost(row)?;
                let origin = self.of_cost(cost)?;
                Some((cost.valid_from, origin.amount, self.cell(&origin)))
            }
            CostOf::Parts(since) => Some((since, bundle(since)?, None)),
        };
        let mut costs: Vec<_> = costs.into_iter().filter_map(shown).collect();
        costs.sort_by_key(|&(from, ..)| from);
        costs
    }

    /// The unit cost that is set on the page.
    fn set_cost(&self, sku: SkuKey) -> Option<Amount> {
        // A code of the settings may be written otherwise than in the files.
        let set = self.config.goods.unit_cost.iter().rfind(|(code, _)| self.dataset.pools.skus.find(code) == Some(sku));
        set.map(|(_, &cost)| cost)
    }

    /// The last unit cost of a SKU as it was stated, and what it is in where a cost that names no currency would be in
    /// another: what is written down so is read as the same.
    pub(super) fn stated_cost(&self, item: Item) -> Option<(Amount, Option<String>)> {
        let Item::Sku(sku) = item else { return None };
        if let Some(cost) = self.set_cost(sku) {
            return Some((cost, None));
        }
        let (_, cost, cell) = self.unit_costs(item).pop()?;
        let (cost, code) = match cell.and_then(|cell| cell.stated) {
            Some(stated) => (stated.amount, stated.currency),
            None => (cost, self.books.currencies().shop_code().to_owned()),
        };
        Some((cost, Some(code).filter(|code| code != self.books.currencies().cost_currency())))
    }

    /// What a unit costs in the shop's currency, and what its row says; `None` without a rate.
    fn of_cost(&self, cost: &UnitCost) -> Option<Origin<'static>> {
        let currencies = self.books.currencies();
        let (amount, rate) = (currencies.unit_cost(cost)?, currencies.rate_of_cost(cost)?);
        let (stated, currency) = currencies.stated_cost(&self.dataset, cost);
        let stated = (rate != Rate::ONE).then(|| StatedMoney { amount: stated, currency: currency.to_owned(), rate });
        Some(Origin { at: cost.at, amount, says: Says::Cost, set: ColumnSet::Line, fact: None, stated })
    }

    fn origins(&self, asked: &Asked, component: Component) -> Vec<Origin<'_>> {
        match component {
            Component::UnitCost => self.costs_of(asked, false),
            Component::Gifts => self.costs_of(asked, true),
            Component::OwnAds | Component::SharedAds => self.spend_of(asked, component),
            Component::Revenue
            | Component::Refunds
            | Component::ResentGoods
            | Component::CourierBill
            | Component::StatedFees
            | Component::StatedCompensation => {
                let of_fact = |fact| of_fact(fact, self.books.aftermath(fact), component);
                match asked.order {
                    Some(order) => self.facts_of(order).flat_map(of_fact).collect(),
                    None => {
                        let of_facts = self.facts_in_scope(&asked.items).flat_map(of_fact);
                        of_facts.chain(self.unsent_charges(&asked.items, component)).collect()
                    }
                }
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

    fn facts_in_scope(&self, items: &[Item]) -> impl Iterator<Item = &Fact> {
        let in_scope = self.in_scope().prepared.facts(&self.dataset, &self.books);
        in_scope.filter(|fact| items.contains(&Item::Sku(fact.sku)))
    }

    /// What the platform took for lines of these SKUs that were never sent.
    fn unsent_charges(&self, items: &[Item], component: Component) -> impl Iterator<Item = Origin<'_>> {
        let unsent = self.books.unsent().filter(|unsent| {
            let in_scope = self.scope.contains(unsent.day) && items.contains(&Item::Sku(unsent.sku));
            in_scope && self.scope.has_store(&self.dataset, unsent.store)
        });
        unsent.flat_map(|unsent| &unsent.charges).filter_map(move |charge| of_charge(charge, component, None))
    }

    fn costs_of(&self, asked: &Asked, gifts: bool) -> Vec<Origin<'_>> {
        let used: Vec<(SkuKey, CostOf)> = match asked.order {
            Some(order) if gifts => {
                let gifts = self.facts_of(order).filter_map(|fact| self.books.aftermath(fact));
                gifts.flat_map(|after| after.gifts.iter().filter_map(|&(sku, cost, _)| Some((sku, cost?)))).collect()
            }
            Some(order) => self.facts_of(order).filter_map(|fact| Some((fact.sku, fact.cost?))).collect(),
            None => {
                let activities =
                    self.in_scope().prepared.activities.iter().filter(|activity| asked.items.contains(&activity.item));
                let used = activities.flat_map(|activity| activity.goods.iter().filter(|goods| goods.is_gift == gifts));
                used.filter_map(|goods| Some((goods.sku, goods.cost?))).collect()
            }
        };
        let rows: BTreeSet<CostKey> =
            used.into_iter().flat_map(|(sku, cost)| self.books.cost_rows(sku, cost)).collect();
        rows.into_iter().filter_map(|row| self.of_cost(self.dataset.unit_cost(row)?)).collect()
    }

    /// Rows of the ad reports of which the ads are a part: those of the products, or those that name no product.
    fn spend_of(&self, asked: &Asked, component: Component) -> Vec<Origin<'_>> {
        let stores: Option<BTreeSet<_>> =
            asked.order.map(|order| self.facts_of(order).map(|fact| fact.store).collect());
        let is_asked = |activity: &&Activity| {
            asked.items.contains(&activity.item)
                && stores.as_ref().is_none_or(|stores| stores.contains(&activity.store))
        };
        let names_product = component == Component::OwnAds;
        let activities = self.in_scope().prepared.activities.iter().filter(is_asked);
        let rows: BTreeSet<AdRows> = activities
            .flat_map(|activity| &activity.ads)
            .filter(|rows| rows.product.is_some() == names_product)
            .copied()
            .collect();
        let is_part = |spend: &&Spend| rows.contains(&AdRows { store: spend.store, product: spend.product });
        let spend = self.books.spend.iter().filter(|spend| self.scope.contains(spend.day)).filter(is_part);
        let origin = |spend: &Spend| Origin {
            at: spend.at,
            amount: spend.amount,
            says: Says::Spend,
            set: ColumnSet::Line,
            fact: None,
            stated: None,
        };
        spend.map(origin).collect()
    }

    fn cell(&self, origin: &Origin<'_>) -> Option<SourceCell> {
        let table = self.dataset.table_of(origin.at)?;
        let file = self.dataset.files.get(usize::from(table.file))?;
        let decision = self.books.refunds.get(usize::from(table.file)).and_then(Option::as_ref);
        let is_net = decision.is_some_and(|decision| decision.basis == Some(RefundBasis::Net));
        let (at, set) = (origin.at, origin.set);
        let cells = |row: u32| cells_of_row(table, RowRef::new(at.table, row), set, origin.says, is_net);
        let of_order = (set == ColumnSet::Order).then(|| table.departures.rows_of_order(at.row.get())).flatten();
        let (row, more_rows) = match of_order.and_then(<[u32]>::split_first) {
            Some((&first, others)) => (cells(first), others.iter().map(|&row| cells(row)).collect()),
            None => (cells(at.row.get()), Vec::new()),
        };
        let (mut row, mut more_rows) = (row, more_rows);
        // An order's row says how much went back, and each of its lines whether it did.
        let line = origin.fact.filter(|fact| {
            origin.says == Says::Refunded
                && set == ColumnSet::Order
                && (fact.at.table, fact.at != at) == (at.table, true)
        });
        if let Some(state) = line.and_then(|fact| state_of_line(table, fact.at)) {
            row.says.clear();
            more_rows.iter_mut().for_each(|row| row.says.clear());
            more_rows.push(state);
        }
        Some(SourceCell {
            file: self.ids.get(usize::from(table.file)).copied().flatten()?,
            file_name: file.name.clone(),
            sheet: table.sheet.clone(),
            row,
            more_rows,
            amount: origin.amount,
            stated: origin.stated.clone(),
            order: origin.fact.map(|fact| self.dataset.pools.order_parts(fact.order).1.to_owned()),
        })
    }
}

fn of_fact<'a>(fact: &'a Fact, after: Option<&'a Aftermath>, component: Component) -> Vec<Origin<'a>> {
    let origin = |at, amount, says, set| Origin { at, amount, says, set, fact: Some(fact), stated: None };
    let set_of = |at: RowRef| if fact.header == Some(at) { ColumnSet::Order } else { ColumnSet::Line };
    let mut origins = Vec::new();
    match component {
        Component::Revenue => {
            let revenue = |at: RowRef| {
                let is_refund = |row: &RefundRow| row.at == at && !row.is_whole;
                let has_refund = after.is_some_and(|after| after.refund_rows.iter().any(is_refund));
                if has_refund { Says::RevenueBesideRefund } else { Says::Revenue }
            };
            if !fact.line_amount.is_zero() {
                origins.push(origin(fact.at, fact.line_amount, revenue(fact.at), ColumnSet::Line));
            }
            if let Some(header) = fact.header {
                // Beside lines that carry their own money the order adds its postage; else it gives all there is.
                let says = if fact.line_amount.is_zero() { revenue(header) } else { Says::Postage };
                origins.push(origin(header, fact.header_amount, says, ColumnSet::Order));
            }
        }
        Component::Refunds => {
            let rows = after.into_iter().flat_map(|after| &after.refund_rows).filter(|row| !row.amount.is_zero());
            let says = |row: &RefundRow| if row.is_whole { Says::Refunded } else { Says::Refund };
            origins.extend(rows.map(|row| origin(row.at, row.amount, says(row), set_of(row.at))));
        }
        Component::CourierBill => {
            let rows = fact.freight_rows(after).filter_map(|(freight, _)| Some((freight.bill?, freight.amount)));
            origins.extend(rows.map(|(at, amount)| origin(at, amount, Says::Freight, ColumnSet::Line)));
        }
        Component::StatedFees | Component::StatedCompensation => {
            let charges = after.into_iter().flat_map(|after| &after.charges);
            origins.extend(charges.filter_map(|charge| of_charge(charge, component, Some(fact))));
        }
        Component::ResentGoods if after.is_some_and(|after| !after.resent.is_zero()) => {
            origins.push(origin(fact.at, Amount::ZERO, Says::Resent, ColumnSet::Line));
        }
        _ => {}
    }
    origins
}

/// The row that states a fee or a compensation: the line's own, or that of the order's header.
fn of_charge<'a>(charge: &Charge, component: Component, fact: Option<&'a Fact>) -> Option<Origin<'a>> {
    let (amount, says) = match component {
        Component::StatedFees => (charge.fee.unwrap_or_default(), Says::Fee),
        Component::StatedCompensation => (charge.compensation, Says::Compensation),
        _ => return None,
    };
    let set = if fact.is_some_and(|fact| fact.at == charge.at) { ColumnSet::Line } else { ColumnSet::Order };
    (!amount.is_zero()).then_some(Origin { at: charge.at, amount, says, set, fact, stated: None })
}
