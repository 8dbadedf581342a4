//! The sales of a scope, added up so that some can be taken off again: how many there are, and how long ago their parcels
//! were sent.

use hashbrown::HashMap;

use super::paid::PaidOrders;
use super::refunds_due::{Age, RefundsDue, due};
use super::{InScope, Scope};
use crate::books::{Joined, SaleState};
use crate::dataset::Dataset;
use crate::sums::{Sign, Sum};
use crate::time::Day;

/// The sales of a scope.
#[derive(Clone, Debug, Default)]
pub struct ScopeSales {
    /// How many there are, and why a page may count fewer.
    pub paid: PaidOrders,
    /// Sent orders of the scope's platform and store by the day they were sent: all, and those of the scope's period.
    sent: HashMap<Day, (Age, Age), foldhash::fast::FixedState>,
}

impl ScopeSales {
    /// Adds the sales of a scope up.
    pub fn of(dataset: &Dataset, joined: &Joined, scope: &Scope) -> ScopeSales {
        let in_scope = InScope::new(dataset, scope);
        let mut sales = ScopeSales::default();
        for sale in joined.sales().filter(|sale| in_scope.has_store(sale.store)) {
            let is_in_period = scope.contains(Some(sale.day));
            if is_in_period {
                sales.paid.add(sale);
            }
            let is_sent = matches!(sale.state, SaleState::Sent | SaleState::Refunded) && sale.revenue.millionths() > 0;
            if let Some(sent) = sale.shipped.filter(|_| is_sent) {
                let (all, chosen) = sales.sent.entry(sent.day()).or_default();
                all.add(sale);
                if is_in_period {
                    chosen.add(sale);
                }
            }
        }
        sales
    }

    /// Takes off what orders came to, and adds what they come to now.
    pub fn change(&mut self, dataset: &Dataset, scope: &Scope, gone: &Joined, come: &Joined) {
        for (joined, sign) in [(gone, Sign::Minus), (come, Sign::Plus)] {
            let part = ScopeSales::of(dataset, joined, scope);
            self.paid.change(&part.paid, sign);
            for (day, ages) in &part.sent {
                self.sent.entry(*day).or_default().change(ages, sign);
            }
        }
    }

    /// What they are still expected to give back; see [`RefundsDue`].
    pub fn refunds_due(&self, as_of: Option<Day>) -> Option<RefundsDue> {
        due(self.sent.iter().map(|(day, (all, chosen))| (*day, all, chosen)), as_of?)
    }
}
