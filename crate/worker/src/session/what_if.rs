//! What plans would come to in the scope on the screen.

use analytics::profit::{self, ReportRow, Scenario, Target};
use protocol::{Group, Plan, PlanResult};

use super::{AddedUp, Session};

impl Session {
    pub(super) fn plan_results(&self, plans: &[Plan]) -> Vec<PlanResult> {
        plans.iter().map(|plan| self.plan_result(plan)).collect()
    }

    fn plan_result(&self, plan: &Plan) -> PlanResult {
        let target = self.target(&plan.group);
        let (mut skus, mut missing_cost) = (0, 0);
        for row in self.taking_part(&target) {
            if row.profit.has_cost {
                skus += 1;
            } else {
                missing_cost += 1;
            }
        }
        let scenario = Scenario { name: String::new(), target, levers: plan.levers };
        let prepared = &self.in_scope().prepared;
        let comparison = profit::what_if(&self.dataset, prepared, &self.config, &scenario);
        PlanResult { comparison, skus, missing_cost }
    }

    fn target(&self, group: &Group) -> Target {
        match group {
            Group::Shop => Target::Shop,
            Group::Platform(platform) => Target::Platform(*platform),
            Group::Sku(sku) => Target::Skus(vec![sku.clone()]),
            Group::Rows { filter, search } => Target::Skus(self.codes(*filter, search)),
        }
    }

    fn taking_part<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = ReportRow<'a>> {
        let AddedUp { prepared, report, .. } = self.in_scope();
        let named: std::collections::BTreeSet<&str> = match target {
            Target::Skus(codes) => codes.iter().map(String::as_str).collect(),
            Target::Shop | Target::Platform(_) => std::collections::BTreeSet::new(),
        };
        report.rows(prepared).filter(move |row| match target {
            Target::Shop => true,
            Target::Platform(platform) => row.of.activities.iter().any(|activity| activity.platform == *platform),
            Target::Skus(_) => named.contains(row.of.item.code(&self.dataset)),
        })
    }
}
