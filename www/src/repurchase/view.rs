//! What the page of repurchase shows of the shop: how the report is cut, which list is open, and the answers it stands on.

use analytics::repurchase::Scoring;
use leptos::prelude::*;
use protocol::{
    CohortMeasure, CustomerList, CustomerQuery, CustomerSort, CustomerValue, CustomerWindow, Reply, Repurchase,
    RepurchaseQuery, Request,
};

use crate::shop::{Page, use_page};

/// Customers of a list before the seller asks for more.
pub(super) const FIRST_ROWS: u32 = 20;

/// Copies are the same view; it outlives a change of page.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(super) query: RwSignal<RepurchaseQuery>,
    /// Position of the scheme of segments in the settings.
    pub(super) scheme: RwSignal<usize>,
    pub(super) measure: RwSignal<CohortMeasure>,
    pub(super) list: RwSignal<CustomerList>,
    /// The column, and whether the largest comes first.
    pub(super) sort: RwSignal<(CustomerSort, bool)>,
    pub(super) rows: RwSignal<u32>,
    /// Names are masked until they are asked for.
    pub(super) reveals: RwSignal<bool>,
    /// The customer in the drawer.
    pub(super) open: RwSignal<Option<u32>>,
    pub(super) report: RwSignal<Option<Repurchase>>,
    /// Slower, and asked for after the report.
    pub(super) value: RwSignal<Option<CustomerValue>>,
    pub(super) customers: RwSignal<CustomerWindow>,
}

impl View {
    pub(crate) fn new() -> View {
        View {
            query: RwSignal::new(RepurchaseQuery::default()),
            scheme: RwSignal::new(0),
            measure: RwSignal::new(CohortMeasure::default()),
            list: RwSignal::new(CustomerList::All),
            sort: RwSignal::new((CustomerSort::Revenue, true)),
            rows: RwSignal::new(FIRST_ROWS),
            reveals: RwSignal::new(false),
            open: RwSignal::new(None),
            report: RwSignal::new(None),
            value: RwSignal::new(None),
            customers: RwSignal::new(CustomerWindow::default()),
        }
    }

    /// Goes back to the beginning, names masked.
    pub(crate) fn forget(self) {
        self.list.set(CustomerList::All);
        self.rows.set(FIRST_ROWS);
        self.reveals.set(false);
        self.open.set(None);
        self.report.set(None);
        self.value.set(None);
        self.customers.set(CustomerWindow::default());
    }

    /// Shows a list, and brings it before the eyes.
    pub(super) fn show(self, list: CustomerList) {
        self.list.set(list);
        self.rows.set(FIRST_ROWS);
        request_animation_frame(|| {
            if let Some(element) = document().get_element_by_id("customers") {
                element.scroll_into_view();
            }
        });
    }

    pub(super) fn customer_query(self) -> CustomerQuery {
        let (sort, descending) = self.sort.get();
        CustomerQuery {
            list: self.list.get(),
            sort,
            descending,
            reveals: self.reveals.get(),
            offset: 0,
            limit: self.rows.get(),
        }
    }

    /// How customers are scored on the screen.
    pub(super) fn scoring(self) -> Scoring {
        self.query.with(|query| query.scoring)
    }
}

pub(super) fn use_view() -> View {
    use_page().repurchase
}

/// Keeps the answers as the shop, the settings and the choices on the page are. Who asked before something changed gets
/// an answer too, which is shown until the next one comes.
pub(super) fn follow(page: Page) {
    let view = page.repurchase;
    // A customer's number is that of one scope and one set of files.
    Effect::new(move || {
        page.engine.results.track();
        view.open.set(None);
    });
    Effect::new(move || {
        page.engine.results.track();
        page.engine.ask(Request::Repurchase(view.query.get()), move |reply| {
            if let Reply::Repurchase(report) = reply {
                view.report.set(Some(*report));
            }
        });
    });
    Effect::new(move || {
        page.engine.results.track();
        page.engine.ask(Request::Customers(view.customer_query()), move |reply| {
            if let Reply::Customers(window) = reply {
                view.customers.set(window);
            }
        });
    });
    Effect::new(move || {
        page.engine.results.track();
        page.engine.ask(Request::CustomerValue, move |reply| {
            if let Reply::CustomerValue(value) = reply {
                view.value.set(Some(*value));
            }
        });
    });
}

/// A part of the report; its default while there is none.
pub(super) fn of_report<T>(pick: impl Fn(&Repurchase) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    let report = use_view().report;
    Memo::new(move |_| report.with(|report| report.as_ref().map(&pick).unwrap_or_default()))
}

/// A part of what customers are worth; its default while there is none.
pub(super) fn of_value<T>(pick: impl Fn(&CustomerValue) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    let value = use_view().value;
    Memo::new(move |_| value.with(|value| value.as_ref().map(&pick).unwrap_or_default()))
}
