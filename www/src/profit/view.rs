//! What the profit page shows of the shop: filter, sorting, columns, and what is open.

use analytics::config::Assumption;
use analytics::vocabulary::Block;
use leptos::prelude::*;
use protocol::{Group, OrderFilter, OrderId, OrderQuery, OrderSort, Plan, SkuColumn, SkuFilter, SkuQuery, SkuSort};

use super::column;
use super::scenario;
use crate::keep::Keeper;
use crate::route::Route;

/// What is open beside the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SidePanel {
    Assumptions,
    WhatIf,
}

/// Copies are the same view; it outlives a change of page.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(crate) filter: RwSignal<SkuFilter>,
    /// The column, and whether the largest comes first.
    pub(crate) sort: RwSignal<(SkuSort, bool)>,
    pub(crate) search: RwSignal<String>,
    pub(super) columns: RwSignal<Vec<SkuColumn>>,
    /// The SKU whose account is open.
    pub(crate) open_sku: RwSignal<Option<String>>,
    pub(crate) order_filter: RwSignal<OrderFilter>,
    /// The column, and whether the largest comes first. The order that loses most is on top until the seller sorts.
    pub(crate) order_sort: RwSignal<(OrderSort, bool)>,
    pub(crate) order_search: RwSignal<String>,
    /// The order whose account is open.
    pub(crate) open_order: RwSignal<Option<OrderId>>,
    pub(super) side_panel: RwSignal<Option<SidePanel>>,
    /// The assumption to show when the panel opens.
    pub(super) wanted_assumption: RwSignal<Option<Assumption>>,
    /// The panel is open for the sake of the exchange rates.
    pub(crate) wants_rates: RwSignal<bool>,
    /// The plan that is being tried.
    pub(super) plan: RwSignal<Plan>,
    /// The plans that are kept, in the order in which they were made.
    pub(super) plans: RwSignal<Vec<Plan>>,
}

impl View {
    pub(crate) fn new(keeper: Keeper) -> View {
        View {
            filter: RwSignal::new(SkuFilter::All),
            sort: RwSignal::new((SkuSort::AtStake, true)),
            search: RwSignal::new(String::new()),
            columns: column::remembered(),
            open_sku: RwSignal::new(None),
            order_filter: RwSignal::new(OrderFilter::All),
            order_sort: RwSignal::new((OrderSort::Net, false)),
            order_search: RwSignal::new(String::new()),
            open_order: RwSignal::new(None),
            side_panel: RwSignal::new(None),
            wanted_assumption: RwSignal::new(None),
            wants_rates: RwSignal::new(false),
            plan: RwSignal::new(Plan::default()),
            plans: scenario::remembered(keeper),
        }
    }

    /// The rows on the screen, without a window.
    pub(super) fn query(self) -> SkuQuery {
        let (sort, descending) = self.sort.get();
        SkuQuery {
            filter: self.filter.get(),
            sort,
            descending,
            search: self.search.get().trim().to_owned(),
            offset: 0,
            limit: u32::MAX,
        }
    }

    /// The orders on the screen, without a window.
    pub(super) fn order_query(self) -> OrderQuery {
        let (sort, descending) = self.order_sort.get();
        OrderQuery {
            filter: self.order_filter.get(),
            sort,
            descending,
            search: self.order_search.get().trim().to_owned(),
            offset: 0,
            limit: u32::MAX,
        }
    }

    /// Opens a SKU's account, from whichever page.
    pub(crate) fn show_sku(self, code: String) {
        self.open_sku.set(Some(code));
        Route::Profit.go();
    }

    /// Opens an order's account.
    pub(crate) fn show_order(self, order: OrderId) {
        self.open_order.set(Some(order));
    }

    /// Goes back to the beginning, plans and all.
    pub(crate) fn forget(self) {
        self.show(SkuFilter::All);
        self.sort.set((SkuSort::AtStake, true));
        self.side_panel.set(None);
        self.open_sku.set(None);
        self.order_filter.set(OrderFilter::All);
        self.order_sort.set((OrderSort::Net, false));
        self.order_search.set(String::new());
        self.open_order.set(None);
        self.wanted_assumption.set(None);
        self.plan.set(Plan::default());
        self.plans.set(Vec::new());
    }

    /// Takes up the plans of the shop that is open now.
    pub(crate) fn begin(self, keeper: Keeper) {
        self.plans.set(scenario::remembered(keeper).get_untracked());
    }

    /// Opens a panel, or closes it where it is open.
    pub(super) fn toggle(self, what: SidePanel) {
        self.wants_rates.set(false);
        self.side_panel.update(|open| *open = if *open == Some(what) { None } else { Some(what) });
    }

    pub(super) fn open_assumption(self, assumption: Option<Assumption>) {
        self.side_panel.set(Some(SidePanel::Assumptions));
        self.wants_rates.set(false);
        self.wanted_assumption.set(assumption);
    }

    /// Opens the panel of assumptions, wherever it was.
    pub(crate) fn open_assumptions(self) {
        self.open_assumption(None);
    }

    /// Opens the panel of plans.
    pub(crate) fn open_what_if(self) {
        self.wants_rates.set(false);
        self.side_panel.set(Some(SidePanel::WhatIf));
    }

    /// Opens the panel where exchange rates are changed, on the profit page.
    pub(crate) fn open_rates(self) {
        self.open_sku.set(None);
        self.open_order.set(None);
        self.side_panel.set(Some(SidePanel::Assumptions));
        self.wanted_assumption.set(None);
        // Wanted once more, it is shown once more.
        self.wants_rates.set(false);
        self.wants_rates.set(true);
    }

    /// Begins to try changes for a part of the shop.
    pub(super) fn plan_for(self, group: Group) {
        self.plan.set(Plan { group, ..Plan::default() });
        self.side_panel.set(Some(SidePanel::WhatIf));
    }

    /// Shows the rows of a filter, in the order in which they matter to it.
    pub(crate) fn show(self, filter: SkuFilter) {
        self.filter.set(filter);
        self.search.set(String::new());
        match filter {
            SkuFilter::LossMaking => self.sort.set((SkuSort::Net, false)),
            SkuFilter::ToActOn => self.sort.set((SkuSort::Gain, true)),
            SkuFilter::All | SkuFilter::Winners | SkuFilter::MissingCost => {}
        }
    }

    /// Shows all SKUs with the ones on top for which a block takes most.
    pub(super) fn show_block(self, block: Option<Block>) {
        self.filter.set(SkuFilter::All);
        self.search.set(String::new());
        let (sort, shown) = match block {
            Some(block) => (SkuSort::Block(block), SkuColumn::Block(block)),
            None => (SkuSort::Revenue, SkuColumn::Revenue),
        };
        self.sort.set((sort, true));
        if !self.columns.read_untracked().contains(&shown) {
            column::toggle(self.columns, shown);
        }
    }
}
