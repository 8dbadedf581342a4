//! What the page of capacity shows of the shop, and the answers it stands on.

use analytics::capacity::{Pace, Spike};
use leptos::prelude::*;
use protocol::{CapacityQuery, CapacityReport, Reply, Request, SpikeAnswer, SpikeQuery};

use crate::shop::{Page, part_of, use_page};

/// Rows of a list before the seller asks for more.
pub(super) const FIRST_ROWS: u32 = 12;
/// Days in the picture until another range is chosen.
const FIRST_RANGE: u32 = 90;

/// Copies are the same view; it outlives a change of page.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(super) warehouse: RwSignal<Option<String>>,
    pub(super) plan_rows: RwSignal<u32>,
    pub(super) pace: RwSignal<Option<Pace>>,
    pub(super) stock_rows: RwSignal<u32>,
    /// Days of the past in the picture; `None`: all.
    pub(super) range: RwSignal<Option<u32>>,
    pub(super) spike: RwSignal<Spike>,
    /// The brake is for the spike; else for the design day.
    pub(super) brakes_spike: RwSignal<bool>,
    /// The settings are open, at this key; an empty one is their top.
    pub(super) settings: RwSignal<Option<String>>,
    pub(super) report: RwSignal<Option<CapacityReport>>,
    pub(super) answer: RwSignal<Option<SpikeAnswer>>,
}

impl View {
    pub(crate) fn new() -> View {
        View {
            warehouse: RwSignal::new(None),
            plan_rows: RwSignal::new(FIRST_ROWS),
            pace: RwSignal::new(None),
            stock_rows: RwSignal::new(FIRST_ROWS),
            range: RwSignal::new(Some(FIRST_RANGE)),
            spike: RwSignal::new(Spike::default()),
            brakes_spike: RwSignal::new(false),
            settings: RwSignal::new(None),
            report: RwSignal::new(None),
            answer: RwSignal::new(None),
        }
    }

    /// Opens the settings at a key.
    pub(super) fn open_settings(self, key: &str) {
        self.settings.set(Some(key.to_owned()));
    }

    /// Goes back to the beginning.
    pub(crate) fn forget(self) {
        self.warehouse.set(None);
        self.settings.set(None);
        self.forget_answers();
    }

    /// The warehouse that is chosen; `None` for all of them.
    pub(crate) fn warehouse(self) -> Option<String> {
        self.warehouse.get_untracked()
    }

    /// Of another shop, or of none.
    pub(super) fn forget_answers(self) {
        self.report.set(None);
        self.answer.set(None);
    }

    fn query(self) -> CapacityQuery {
        CapacityQuery {
            warehouse: self.warehouse.get(),
            plan_rows: self.plan_rows.get(),
            pace: self.pace.get(),
            stock_rows: self.stock_rows.get(),
        }
    }
}

pub(super) fn use_view() -> View {
    use_page().capacity
}

/// Keeps the report and the spike as the shop, the settings and the sliders are.
pub(super) fn follow(page: Page) {
    let view = page.capacity;
    page.engine.keep_asking(
        move || Request::Capacity(view.query()),
        move |reply| {
            let Reply::Capacity(report) = reply else { return };
            // A warehouse of files that were taken out.
            if view
                .warehouse
                .with_untracked(|chosen| chosen.as_ref().is_some_and(|chosen| !report.warehouses.contains(chosen)))
            {
                view.warehouse.set(None);
            }
            view.report.set(Some(*report));
        },
    );
    page.engine.keep_asking(
        move || Request::Spike(SpikeQuery { warehouse: view.warehouse.get(), spike: view.spike.get() }),
        move |reply| {
            if let Reply::Spike(answer) = reply {
                view.answer.set(Some(*answer));
            }
        },
    );
}

/// A part of the report.
pub(super) fn of_report<T>(pick: fn(&CapacityReport) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    part_of(use_view().report, pick)
}
