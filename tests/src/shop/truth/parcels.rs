//! What couriers charge, and who came back: the parts of the truth that belong to no single order.

use std::collections::BTreeMap;

use super::tally::{Fact, Tally};
use super::{FileIndex, Reason};
use crate::shop::assume;
use crate::shop::money::{Exact, split};

impl Tally<'_> {
    /// The end of a day: `bills` says for each waybill what its couriers charge, as (file, cents). Lines without a bill
    /// get the assumed freight, and bills without an order their bucket.
    pub fn freight(&mut self, bills: &[(String, Vec<(FileIndex, i64)>)]) {
        let mut facts = std::mem::take(&mut self.facts);
        let apart = std::mem::take(&mut self.apart);
        facts.sort_by(|one, other| {
            let code = |fact: &Fact| &self.catalogue.skus[fact.sku].code;
            (&one.waybill, &one.order_id, code(one), one.revenue, one.units).cmp(&(
                &other.waybill,
                &other.order_id,
                code(other),
                other.revenue,
                other.units,
            ))
        });
        let mut billed: BTreeMap<&str, &[(FileIndex, i64)]> = BTreeMap::new();
        for (waybill, rows) in bills {
            billed.insert(waybill, rows);
        }
        for group in facts.chunk_by(|one, other| one.waybill.is_some() && one.waybill == other.waybill) {
            let bill = group[0].waybill.as_deref().and_then(|waybill| billed.remove(waybill));
            let Some(rows) = bill else {
                for fact in group {
                    let activity = self.activities.entry((fact.sku, fact.store)).or_default();
                    activity.logistics += Exact::share(assume::FREIGHT_PER_ORDER, fact.share);
                    activity.counts.unbilled_orders += fact.share;
                }
                continue;
            };
            for &(file, cents) in rows {
                self.files[file].counted += cents;
                self.files[file].rows += 1;
            }
            let shares: Vec<i64> = group.iter().map(|fact| fact.share).collect();
            let whole: i64 = rows.iter().map(|row| row.1).sum();
            for (fact, part) in group.iter().zip(split(whole, &shares)) {
                let activity = self.activities.entry((fact.sku, fact.store)).or_default();
                activity.logistics += Exact::cents(part);
                *activity.by_file.entry(rows[0].0).or_default() += part;
            }
        }
        for (waybill, rows) in billed {
            let reason = apart.get(waybill).copied().unwrap_or(Reason::NoOrder);
            for &(file, cents) in rows {
                self.bucket(file, reason, cents, 1);
                self.files[file].rows += 1;
            }
        }
    }
}
