//! What the page of repurchase shows of the shop: how the report is cut, which list is open, and the answers it stands on.

use analytics::Money;
use analytics::repurchase::{RfmReport, Scoring};
use leptos::prelude::*;
use protocol::{
    CohortMeasure, CustomerList, CustomerQuery, CustomerSort, CustomerValue, CustomerWindow, Reply, Repurchase,
    RepurchaseQuery, Request,
};

use crate::route::Route;
use crate::shop::{Page, part_of, use_page};

/// Customers of a list before the seller asks for more.
pub(super) const FIRST_ROWS: u32 = 20;

/// Copies are the same view; it outlives a change of page.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(super) query: RwSignal<RepurchaseQuery>,
    pub(super) scoring: RwSignal<Scoring>,
    /// Position of the scheme of segments in the settings.
    pub(super) scheme: RwSignal<usize>,
    pub(super) measure: RwSignal<CohortMeasure>,
    pub(super) list: RwSignal<CustomerList>,
    /// The column, and whether the largest comes first.
    pub(super) sort: RwSignal<(CustomerSort, bool)>,
    pub(super) rows: RwSignal<u32>,
    /// Names are masked until they are asked for.
    pub(super) reveals: RwSignal<bool>,
    /// The list was asked for, and is not yet before the eyes.
    is_sought: RwSignal<bool>,
    /// The customer in the drawer.
    pub(super) open: RwSignal<Option<u32>>,
    pub(super) report: RwSignal<Option<Repurchase>>,
    /// Apart from the report, because a threshold changes nothing else.
    pub(super) scores: RwSignal<Option<RfmReport>>,
    /// Slower, and asked for after the report.
    pub(super) value: RwSignal<Option<CustomerValue>>,
    pub(super) customers: RwSignal<CustomerWindow>,
}

impl View {
    pub(crate) fn new() -> View {
        View {
            query: RwSignal::new(RepurchaseQuery::default()),
            scoring: RwSignal::new(Scoring::default()),
            scheme: RwSignal::new(0),
            measure: RwSignal::new(CohortMeasure::default()),
            list: RwSignal::new(CustomerList::All),
            sort: RwSignal::new((CustomerSort::Revenue, true)),
            rows: RwSignal::new(FIRST_ROWS),
            reveals: RwSignal::new(false),
            is_sought: RwSignal::new(false),
            open: RwSignal::new(None),
            report: RwSignal::new(None),
            scores: RwSignal::new(None),
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
        self.scores.set(None);
        self.value.set(None);
        self.customers.set(CustomerWindow::default());
    }

    /// Shows a list, and brings it before the eyes.
    pub(super) fn show(self, list: CustomerList) {
        self.list.set(list);
        self.rows.set(FIRST_ROWS);
        Route::Customers.go();
        self.is_sought.set(true);
    }

    /// Brings the list before the eyes where it was asked for, on its own side or from another.
    pub(super) fn seek(self) {
        Effect::new(move || {
            if self.is_sought.get() {
                self.is_sought.set(false);
                request_animation_frame(|| {
                    if let Some(element) = document().get_element_by_id("customers") {
                        element.scroll_into_view();
                    }
                });
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
}

pub(super) fn use_view() -> View {
    use_page().repurchase
}

/// Keeps the answers as the shop, the settings and the choices on the page are.
pub(super) fn follow(page: Page) {
    let view = page.repurchase;
    // A customer's number is that of one scope and one set of files.
    Effect::new(move || {
        page.engine.results.track();
        view.open.set(None);
    });
    page.engine.keep_asking(
        move || Request::Repurchase(RepurchaseQuery { reveals: view.reveals.get(), ..view.query.get() }),
        move |reply| {
            if let Reply::Repurchase(report) = reply {
                view.report.set(Some(*report));
            }
        },
    );
    let rfm = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.rfm.clone()));
    page.engine.keep_asking(
        move || Request::Score { rfm: Box::new(rfm.get()), scoring: view.scoring.get() },
        move |reply| {
            if let Reply::Scores(scores) = reply {
                view.scores.set(Some(*scores));
            }
        },
    );
    page.engine.keep_asking(
        move || {
            // Rows show the scores, and a segment is a list.
            view.scores.track();
            Request::Customers(view.customer_query())
        },
        move |reply| {
            if let Reply::Customers(window) = reply {
                view.customers.set(window);
            }
        },
    );
    page.engine.keep_asking(
        move || Request::CustomerValue,
        move |reply| {
            if let Reply::CustomerValue(value) = reply {
                view.value.set(Some(*value));
            }
        },
    );
}

/// A part of the report.
pub(super) fn of_report<T>(pick: impl Fn(&Repurchase) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    part_of(use_view().report, pick)
}

/// A part of the scores.
pub(super) fn of_scores<T>(pick: impl Fn(&RfmReport) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    part_of(use_view().scores, pick)
}

/// A part of what customers are worth.
pub(super) fn of_value<T>(pick: impl Fn(&CustomerValue) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    part_of(use_view().value, pick)
}

/// A net as far as it is known: without any cost it would be nought, which is not what was earned.
pub(super) fn known_net() -> impl Fn(Money) -> Signal<Option<Money>> + Copy + Send + Sync + 'static {
    let knows_cost = of_report(|report| report.knows_cost);
    move |net| Signal::derive(move || knows_cost.get().then_some(net))
}
