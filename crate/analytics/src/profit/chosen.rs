//! What belongs together of what was prepared and of its report: the activities of an item, the row that they make, and
//! some of them with the orders that they have together.

use super::activity::Activity;
use super::blocks::SkuProfit;
use super::item::Item;
use super::prepare::Prepared;
use super::report::Report;
use crate::figures::number;

/// The activities of one item: what it did in each store.
#[derive(Clone, Copy, Debug)]
pub struct ItemActivities<'p> {
    /// What they are about.
    pub item: Item,
    /// At least one, by store.
    pub activities: &'p [Activity],
    /// The position of the first among all that was prepared.
    start: usize,
}

/// A row of a report, and the activities that it was worked out from.
#[derive(Clone, Copy, Debug)]
pub struct ReportRow<'a> {
    /// What was added up.
    pub of: ItemActivities<'a>,
    /// What it came to.
    pub profit: &'a SkuProfit,
}

/// Some of the activities of what was prepared.
#[derive(Clone, Debug)]
pub struct Chosen<'p> {
    prepared: &'p Prepared,
    /// By position, as orders in several activities name them; `None` is one that is not chosen.
    activities: Vec<Option<&'p Activity>>,
}

impl Prepared {
    /// The activities of each item, by code.
    pub fn items(&self) -> impl Iterator<Item = ItemActivities<'_>> {
        let mut next = 0;
        self.activities.chunk_by(|one, other| one.item == other.item).filter_map(move |activities| {
            let start = next;
            next += activities.len();
            Some(ItemActivities { item: activities.first()?.item, activities, start })
        })
    }
}

impl Report {
    /// Its rows in their order, each with its activities. Of the items of both: `prepared` is what the report was worked out
    /// from, and then that is all of them.
    pub fn rows<'a>(&'a self, prepared: &'a Prepared) -> impl Iterator<Item = ReportRow<'a>> {
        let mut rows = self.skus.iter().peekable();
        // Both are in the order of items, so that what is passed over is in no later one.
        prepared.items().filter_map(move |of| {
            while rows.next_if(|(item, _)| *item < of.item).is_some() {}
            rows.next_if(|(item, _)| *item == of.item).map(|(_, profit)| ReportRow { of, profit })
        })
    }
}

impl<'p> Chosen<'p> {
    /// No activity yet.
    pub fn none(prepared: &'p Prepared) -> Chosen<'p> {
        Chosen { prepared, activities: vec![None; prepared.activities.len()] }
    }

    /// Every activity.
    pub fn all(prepared: &'p Prepared) -> Chosen<'p> {
        Chosen { prepared, activities: prepared.activities.iter().map(Some).collect() }
    }

    /// Adds those of an item's activities that are meant.
    pub fn add(&mut self, of: &ItemActivities<'p>, is_meant: impl Fn(&Activity) -> bool) {
        for (position, activity) in (of.start..).zip(of.activities) {
            if let Some(slot) = self.activities.get_mut(position).filter(|_| is_meant(activity)) {
                *slot = Some(activity);
            }
        }
    }

    /// Those of them that are meant.
    #[must_use]
    pub fn only(&self, is_meant: impl Fn(&Activity) -> bool) -> Chosen<'p> {
        let meant = |activity: &Option<&'p Activity>| activity.filter(|activity| is_meant(activity));
        Chosen { prepared: self.prepared, activities: self.activities.iter().map(meant).collect() }
    }

    /// The chosen activities, in their order.
    pub fn activities(&self) -> impl Iterator<Item = &'p Activity> {
        self.activities.iter().copied().flatten()
    }

    /// How many orders they have together: an order in several activities is one.
    pub fn orders(&self) -> u32 {
        let is_chosen = |&activity: &u32| self.activities.get(activity as usize).is_some_and(Option::is_some);
        let with_repeats: u32 = self.activities().map(|activity| activity.orders).sum();
        let repeats: usize = self
            .prepared
            .shared_orders
            .iter()
            .map(|(activities, orders)| {
                let chosen = activities.iter().filter(|activity| is_chosen(activity)).count();
                chosen.saturating_sub(1) * *orders as usize
            })
            .sum();
        with_repeats.saturating_sub(number(repeats))
    }
}
