//! What the profit page shows of the shop: filter, sorting, columns, and what is open.

use analytics::config::Assumption;
use leptos::prelude::*;
use protocol::{SkuFilter, SkuQuery, SkuSort};

use super::column::{self, Column};

/// Copies are the same view; it outlives a change of page.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(super) filter: RwSignal<SkuFilter>,
    /// The column, and whether the largest comes first.
    pub(super) sort: RwSignal<(SkuSort, bool)>,
    pub(super) search: RwSignal<String>,
    pub(super) columns: RwSignal<Vec<Column>>,
    /// The SKU whose account is open.
    pub(super) open_sku: RwSignal<Option<String>>,
    pub(super) is_assuming: RwSignal<bool>,
    /// The assumption to show when the panel opens.
    pub(super) wanted_assumption: RwSignal<Option<Assumption>>,
}

impl View {
    pub(crate) fn new() -> View {
        View {
            filter: RwSignal::new(SkuFilter::All),
            sort: RwSignal::new((SkuSort::AtStake, true)),
            search: RwSignal::new(String::new()),
            columns: column::remembered(),
            open_sku: RwSignal::new(None),
            is_assuming: RwSignal::new(false),
            wanted_assumption: RwSignal::new(None),
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

    pub(super) fn open_assumption(self, assumption: Option<Assumption>) {
        self.is_assuming.set(true);
        self.wanted_assumption.set(assumption);
    }

    /// Shows the rows of a filter, the ones that lose most first where it is about losses.
    pub(super) fn show(self, filter: SkuFilter) {
        self.filter.set(filter);
        self.search.set(String::new());
        if filter == SkuFilter::LossMaking {
            self.sort.set((SkuSort::Net, false));
        }
    }
}
