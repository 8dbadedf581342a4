//! How much the shop carries: added up when it is first asked for, forecast once, reported after every change of the
//! settings, and played through at every move of a slider.

mod export;
mod of_sku;
mod stock_file;

use std::collections::BTreeSet;

use analytics::Day;
use analytics::capacity::{self, Brake, Capacity, Filter, Forecasts, Load, Pace, Settings};
use analytics::figures::number;
use analytics::profit::{self, Scope};
use analytics::repurchase::{self, LateLoss};
use protocol::{CapacityQuery, CapacityReport, SpikeAnswer, SpikeQuery};

use super::Session;

/// SKUs and styles of which the page shows the most telling.
const MOST_BULLWHIPS: usize = 5;
const MOST_SIZE_CURVES: usize = 12;

/// What was worked out for a part of the shop. What a change makes stale is taken out, and made again when asked for.
#[derive(Debug, Default)]
pub(super) struct CapacityCache {
    load: Option<Load>,
    /// Of the part of the shop that `load` was last of, by the settings they were made with.
    forecasts: Option<(Filter, Settings, Forecasts)>,
    /// What late parcels cost in repurchase, measured in a part of the shop; `None` in it where nothing shows it.
    late_loss: Option<(Scope, Option<LateLoss>)>,
    reported: Option<Reported>,
}

#[derive(Debug)]
struct Reported {
    /// With what was measured in place of what is assumed.
    settings: Settings,
    report: Capacity,
    brake: Option<Brake>,
    late_loss: Option<LateLoss>,
}

impl CapacityCache {
    pub(super) fn forget_load(&mut self) {
        self.load = None;
    }

    pub(super) fn forget_forecasts(&mut self) {
        self.forecasts = None;
    }

    pub(super) fn forget_late_loss(&mut self) {
        self.late_loss = None;
    }

    pub(super) fn forget_report(&mut self) {
        self.reported = None;
    }
}

impl Session {
    pub(super) fn capacity(&mut self, query: CapacityQuery) -> CapacityReport {
        self.report_capacity(query.warehouse.as_deref());
        let names = &self.dataset.pools.warehouses;
        let named: BTreeSet<&str> =
            self.dataset.stock.iter().filter_map(|row| row.warehouse).map(|key| names.get(key)).collect();
        let warehouses: Vec<String> = named.into_iter().map(str::to_owned).collect();
        let CapacityCache { load: Some(load), reported: Some(reported), .. } = &self.capacity_cache else {
            return CapacityReport { query, warehouses, ..CapacityReport::default() };
        };
        let report = &reported.report;
        let plan = &report.replenishment.rows;
        let is_of_pace = |pace: Pace| query.pace.is_none_or(|wanted| wanted == pace);
        CapacityReport {
            as_of: load.last(),
            warehouses,
            all_plan_rows: number(plan.len()),
            all_stock_rows: number(report.stock.iter().filter(|row| is_of_pace(row.pace)).count()),
            all_bullwhips: number(report.bullwhip.len()),
            report: cut(report, &query),
            brake: reported.brake.clone(),
            late_loss: reported.late_loss,
            query,
        }
    }

    pub(super) fn spike(&mut self, query: &SpikeQuery) -> SpikeAnswer {
        self.report_capacity(query.warehouse.as_deref());
        let spike = query.spike.clone();
        let CapacityCache { load: Some(load), reported: Some(reported), .. } = &self.capacity_cache else {
            return SpikeAnswer { spike, ..SpikeAnswer::default() };
        };
        let mut problems = spike.check();
        problems.extend(reported.report.problems.iter().cloned());
        let Some(as_of) = load.last().filter(|_| problems.is_empty()) else {
            return SpikeAnswer { spike, problems, ..SpikeAnswer::default() };
        };
        let run = capacity::spike(load, &reported.settings, as_of, &spike);
        let brake = run.as_ref().and_then(|run| {
            let expected: Vec<(Day, f64)> = run.days.iter().map(|day| (day.date, day.orders)).collect();
            let highest = expected.iter().map(|day| day.1).reduce(f64::max)?;
            // The brake is held as long as the spike stands at full height.
            let mut settings = reported.settings.clone();
            settings.brake.days = spike.days;
            capacity::brake(load, &settings, as_of, highest, &expected)
        });
        SpikeAnswer { spike, problems, run, brake }
    }

    /// The orders a day that the scope carries; `None` where that is not known.
    pub(super) fn ceiling(&mut self, warehouse: Option<&str>) -> Option<f64> {
        self.report_capacity(warehouse);
        let reported = self.capacity_cache.reported.as_ref()?;
        reported.report.ceiling.as_ref().map(|ceiling| ceiling.orders_per_day)
    }

    /// The load that was added up last.
    pub(super) fn capacity_load(&self) -> Option<&Load> {
        self.capacity_cache.load.as_ref()
    }

    /// Sees to it that there is a report of the scope and a warehouse, as the settings are.
    fn report_capacity(&mut self, warehouse: Option<&str>) {
        let (platform, store) = (self.scope.platform, self.scope.store.clone());
        let filter = Filter { platform, store, warehouse: warehouse.map(str::to_owned) };
        if self.capacity_cache.load.as_ref().is_none_or(|load| load.filter != filter) {
            self.capacity_cache.load = Some(self.load(&filter));
            self.capacity_cache.reported = None;
        }
        if self.capacity_cache.reported.is_some() {
            return;
        }
        let late_loss = self.late_loss(over_all_days(&filter));
        let (settings, late_loss) =
            capacity::with_late_loss(&self.books.currencies().settings(&self.config).capacity, late_loss);
        let Some(load) = &self.capacity_cache.load else { return };
        let Some(as_of) = load.last() else { return };
        let config = analytics::Config { capacity: settings.clone(), ..self.config.clone() };
        let is_sound = settings.check().is_empty();
        let is_stale = self
            .capacity_cache
            .forecasts
            .as_ref()
            .is_none_or(|(of, by, _)| *of != filter || by.forecast != settings.forecast);
        if is_sound && is_stale {
            let forecasts = capacity::forecasts(load, &settings, as_of);
            self.capacity_cache.forecasts = Some((filter, settings.clone(), forecasts));
        }
        let forecasts = self.capacity_cache.forecasts.as_ref().map(|made| made.2.clone()).unwrap_or_default();
        let report = capacity::report_with(load, &config, as_of, forecasts);
        let expected = expected(&report);
        let brake =
            report.design_day.and_then(|design| capacity::brake(load, &settings, as_of, design.orders, &expected));
        self.capacity_cache.reported = Some(Reported { settings, report, brake, late_loss });
    }

    /// Adds up a part of the shop.
    fn load(&self, filter: &Filter) -> Load {
        let scope = over_all_days(filter);
        let prepare = |report| capacity::prepare(&self.dataset, &self.books, report, &self.config, filter);
        if scope == Scope::default() {
            prepare(&self.whole.report)
        } else if scope == self.scope {
            prepare(&self.shown.report)
        } else {
            let prepared = profit::prepare(&self.dataset, &self.books, &scope, self.config.ads.driver);
            prepare(&profit::report(&self.dataset, &prepared, &self.config))
        }
    }

    /// Measured over all days, as the load is: whoever a late parcel has driven away stays away in every period, and the
    /// few days on the screen would hold too few buyers to tell.
    fn late_loss(&mut self, scope: Scope) -> Option<LateLoss> {
        if let Some((of, loss)) = &self.capacity_cache.late_loss
            && *of == scope
        {
            return *loss;
        }
        let days = capacity::LATE_LOSS_DAYS;
        let loss = if scope == self.scope {
            self.fill_customers();
            let prepared = self.customers.as_ref().map(super::repurchase::Customers::prepared);
            prepared.and_then(|prepared| repurchase::late_loss(&self.dataset, &self.books, prepared, days))
        } else {
            // Who comes back is asked, not what they leave, so that no order has to be costed.
            let settings = &self.config.repurchase;
            let history = repurchase::history(&self.dataset, &self.books, &[], &scope, settings);
            let prepared = repurchase::prepare(history, settings);
            repurchase::late_loss(&self.dataset, &self.books, &prepared, days)
        };
        self.capacity_cache.late_loss = Some((scope, loss));
        loss
    }
}

/// A part of the shop with all its days: what it carries does not depend on the period on the screen.
fn over_all_days(filter: &Filter) -> Scope {
    Scope { platform: filter.platform, store: filter.store.clone(), ..Scope::default() }
}

/// The orders to come, as far as they are forecast.
fn expected(report: &Capacity) -> Vec<(Day, f64)> {
    let days = report.forecasts.shop.iter().flat_map(|shop| &shop.days);
    days.map(|day| (day.date, day.mean)).collect()
}

/// The report with no more of its long lists than the query asks for.
fn cut(report: &Capacity, query: &CapacityQuery) -> Capacity {
    let is_of_pace = |pace: Pace| query.pace.is_none_or(|wanted| wanted == pace);
    let plan: Vec<_> = report.replenishment.rows.iter().take(query.plan_rows as usize).cloned().collect();
    let is_planned = |code: &str| plan.iter().any(|row| row.code == code);
    Capacity {
        problems: report.problems.clone(),
        red_line: report.red_line,
        resources: report.resources.clone(),
        ceiling: report.ceiling.clone(),
        design_day: report.design_day,
        days: report.days.clone(),
        red_line_days: report.red_line_days,
        rhythm: report.rhythm.clone(),
        forecasts: Forecasts {
            shop: report.forecasts.shop.clone(),
            skus: report.forecasts.skus.iter().filter(|sku| is_planned(&sku.code)).cloned().collect(),
            plan: report.forecasts.plan.clone(),
        },
        stock: report
            .stock
            .iter()
            .filter(|row| is_of_pace(row.pace))
            .take(query.stock_rows as usize)
            .cloned()
            .collect(),
        tied_up: report.tied_up.clone(),
        selling_share: report.selling_share,
        bullwhip: report.bullwhip.iter().take(MOST_BULLWHIPS).cloned().collect(),
        size_curves: report.size_curves.iter().take(MOST_SIZE_CURVES).cloned().collect(),
        replenishment: capacity::Replenishment {
            rows: plan,
            without_stock_data: report.replenishment.without_stock_data.clone(),
            to_buy: report.replenishment.to_buy.clone(),
        },
    }
}
