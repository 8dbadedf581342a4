//! Closing the books again for the sake of some files: only orders that they touch are joined, once as they were and once
//! as they are, and the difference is what changes.
//!
//! An order is touched by its own rows, by those of orders it is known with, by the other orders of its parcels, and by
//! what the whole shop shows otherwise now: which day is the last, what a SKU costs. Where everything is touched, as by
//! another currency, the books are closed as a whole.

use super::joined::Joined;
use super::touched::Touched;
use super::view::View;
use super::{AsOf, Books, RefundDecision, TableSummary};
use crate::config::Config;
use crate::dataset::{Dataset, SkuKey, SourceFile};
use crate::pool::Column;
use crate::vocabulary::RefundBasis;

/// What files have changed in the books.
#[derive(Debug)]
pub enum Change {
    /// Everything may be otherwise.
    All,
    /// The orders that were touched, as they were and as they are.
    Orders {
        /// What they came to.
        gone: Box<Joined>,
        /// What they come to now.
        come: Box<Joined>,
    },
}

/// Orders of files that are about to leave, as they are with them.
#[derive(Debug)]
pub struct Leaving {
    /// By position in [`Dataset::tables`].
    tables: Vec<u16>,
    touched: Touched,
    /// `None` where the books have to be closed as a whole.
    joined: Option<Joined>,
}

/// So few rows are always joined by themselves; more only where they are no more than a part of all.
const FEW_ROWS: usize = 4_096;
const PART: usize = 4;

impl Books {
    /// What the books have to know of files before they are taken out of the dataset. They are named by their positions in
    /// [`Dataset::files`].
    pub fn leaving(&self, dataset: &Dataset, config: &Config, files: &[u16]) -> Leaving {
        let tables = (0_u16..).zip(&dataset.tables).filter(|(_, table)| files.contains(&table.file));
        let is_leaving = dataset.by_table(|table| files.contains(&table.file));
        let mut touched = Touched::new(dataset);
        touched.add_rows_of(dataset, &is_leaving);
        let mut costs_leave = Column::filled(&dataset.pools.skus, false);
        for cost in dataset.costs.iter().filter(|cost| is_leaving[cost.at]) {
            costs_leave[cost.sku] = true;
        }
        touched.add_of_skus(dataset, |sku| costs_leave[sku]);
        touched.close_up(dataset, &self.ground.tables, &[&self.ground.ids]);
        let picked = touched.rows(dataset, &self.ground.tables);
        let is_worth_it = is_few(picked.n_rows(), dataset);
        let joined = is_worth_it.then(|| self.join(&View::of(dataset, picked), config));
        Leaving { tables: tables.map(|(at, _)| at).collect(), touched, joined }
    }

    /// Closes the books again after parts were taken in, or after files were taken out. `config` and `as_of` are those of
    /// the last time. The books are those of [`close`](super::close), and the change is what sums have to follow.
    ///
    /// ```
    /// # let orders = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/orders.rs"));
    /// use analytics::books::{self, AsOf, Change};
    /// use analytics::profit::{self, Scope};
    /// use analytics::vocabulary::OrderStatus::{Completed, Unpaid};
    /// use analytics::{Config, Dataset};
    ///
    /// let config = Config::default();
    /// let driver = config.ads.driver;
    /// let mut shop = Dataset::default();
    /// shop.take(orders("早.csv", &[("260601-1", "CUP", "40.00", Completed), ("260601-2", "CUP", "40.00", Unpaid)]));
    /// let mut books = books::close(&shop, &config, AsOf::Orders);
    /// let mut prepared = profit::prepare(&shop, &books, &Scope::default(), driver);
    ///
    /// // A later export, in which the second order is paid: it alone is joined again.
    /// let later = shop.take(orders("晚.csv", &[("260601-2", "CUP", "40.00", Completed)]));
    /// let Change::Orders { gone, come } = books.change(&shop, &config, AsOf::Orders, None) else { panic!() };
    /// assert_eq!((gone.facts().count(), come.facts().count()), (0, 1));
    /// prepared.change(&shop, &books, &gone, &come, driver);
    /// let revenue = |prepared| profit::report(&shop, prepared, &config).all.revenue.to_string();
    /// assert_eq!(revenue(&prepared), "80.00");
    ///
    /// // Of a file that goes the books are told before, while it is still there.
    /// let leaving = books.leaving(&shop, &config, &[later]);
    /// shop.remove_file(later);
    /// books.change(&shop, &config, AsOf::Orders, Some(leaving));
    /// let as_a_whole = books::close(&shop, &config, AsOf::Orders);
    /// assert!(books.facts().eq(as_a_whole.facts()));
    /// assert_eq!(books.fates.money(0), as_a_whole.fates.money(0));
    /// ```
    pub fn change(&mut self, dataset: &Dataset, config: &Config, as_of: AsOf, leaving: Option<Leaving>) -> Change {
        let n_known = self.ground.tables.len();
        let mut tables = std::mem::take(&mut self.ground.tables);
        for &table in leaving.iter().flat_map(|leaving| &leaving.tables) {
            if let Some(summary) = tables.get_mut(usize::from(table)) {
                *summary = TableSummary::default();
            }
        }
        let mut next = Books::open(dataset, config, as_of, tables);
        let difference = self.difference(&next, dataset, config, n_known, leaving);
        let change = match difference {
            None => {
                // The old ones need as much room as the new.
                *self = Books::default();
                next.joined = next.join(&View::all(dataset), config);
                Change::All
            }
            Some((touched, gone, come)) => {
                next.joined = std::mem::take(&mut self.joined);
                next.joined.replace(&touched, &gone, &come);
                Change::Orders { gone: Box::new(gone), come: Box::new(come) }
            }
        };
        next.conclude(dataset);
        *self = next;
        change
    }

    /// The orders that are otherwise in the next books, as they were and as they are; `None` where that may be all of them.
    /// The first `n_known` tables were there before.
    fn difference(
        &self,
        next: &Books,
        dataset: &Dataset,
        config: &Config,
        n_known: usize,
        leaving: Option<Leaving>,
    ) -> Option<(Touched, Joined, Joined)> {
        let (before, now) = (&self.ground, &next.ground);
        let is_all = self.as_of.is_none()
            || self.currency != next.currency
            || self.refunds.with_files(&dataset.files).any(|(position, file, decision)| {
                basis(file, Some(decision)) != basis(file, next.refunds.get(position))
            });
        if is_all {
            return None;
        }
        let (mut touched, left) = match leaving {
            None => (Touched::new(dataset), None),
            Some(leaving) => (leaving.touched, Some(leaving.joined?)),
        };
        let of_left = left.is_some().then(|| touched.clone());
        let mut position = 0..;
        let is_new = dataset.by_table(|_| position.next().is_some_and(|table| table >= n_known));
        touched.add_rows_of(dataset, &is_new);
        touched.add_known_otherwise(dataset, &before.ids, &now.ids);
        if self.as_of != next.as_of {
            let first = self.as_of.min(next.as_of)?;
            touched.add_later_than(dataset, first, config.shop.basis, &now.tables);
        }
        // A code that is shown in another way may be taken for one that is made of a product's id.
        let is_shown_otherwise = |sku: SkuKey| {
            let before = before.shown.known(sku);
            before.is_some() && before != now.shown.known(sku)
        };
        let costs_otherwise = |sku| before.costs.of_sku(sku) != now.costs.of_sku(sku);
        touched.add_of_skus(dataset, |sku| costs_otherwise(sku) || is_shown_otherwise(sku));
        touched.close_up(dataset, &now.tables, &[&before.ids, &now.ids]);
        let rows = touched.rows(dataset, &now.tables);
        if !is_few(rows.n_rows(), dataset) {
            return None;
        }
        let of_before = match &of_left {
            None => rows.clone(),
            Some(left) => touched.without(left).rows(dataset, &now.tables),
        };
        let of_before = of_before.without_tables(dataset, &is_new);
        let mut gone = self.join(&View::of(dataset, of_before), config);
        if let Some(left) = left {
            gone.add(dataset, &left);
        }
        let come = next.join(&View::of(dataset, rows), config);
        Some((touched, gone, come))
    }
}

/// Whether rows are better joined by themselves than with all others.
fn is_few(rows: usize, dataset: &Dataset) -> bool {
    rows <= FEW_ROWS || rows <= (dataset.lines.len() + dataset.headers.len()) / PART
}

/// How the paid amounts of a file are read, as far as it has rows.
fn basis(file: &SourceFile, decision: Option<&Option<RefundDecision>>) -> Option<RefundBasis> {
    decision?.as_ref().filter(|_| file.rows > 0)?.basis
}
