//! 仅退款 against return-and-refund: below which value of goods it is cheaper to let the buyer keep them.
//!
//! The refund itself is the same either way. Taking the parcel back costs the freight and the work of receiving it, and
//! brings back what can be sold again: `freight + service < cost × resellable` is when it pays. A refund without a return
//! is taken to need no work.

use serde::{Deserialize, Serialize};

use crate::currency::InShopCurrency;
use crate::money::{Amount, Money, Rate};

/// What it takes to get a parcel back, by the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCosts {
    /// Freight the seller pays for the parcel.
    pub freight: Amount,
    /// Work on the case.
    pub service: Amount,
    /// Share of returned goods that can be sold again.
    pub resellable: Rate,
}

/// The costs of a return as the settings have them.
pub fn return_costs(config: &InShopCurrency<'_>) -> ReturnCosts {
    ReturnCosts {
        freight: config.after_sales.return_freight,
        service: config.after_sales.service_per_refund,
        resellable: config.goods.resellable_rate,
    }
}

impl ReturnCosts {
    /// What one parcel takes, whatever is in it.
    pub fn per_parcel(&self) -> Amount {
        self.freight + self.service
    }

    /// The cost value of goods in a parcel from which on it pays to take it back, to the cent. `None` where nothing that
    /// comes back can be sold, so that it never pays.
    pub fn break_even(&self) -> Option<Money> {
        Money::from(self.per_parcel())
            .scaled_by(Amount::from_cents(100) * Rate::ONE, Amount::from_cents(100) * self.resellable)
    }

    /// What leaving goods of this cost with the buyer saves against taking them back; negative where taking them back is
    /// better.
    pub fn saved_by_leaving(&self, goods: Amount) -> Money {
        Money::from(self.per_parcel()) - goods * self.resellable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs(freight: &str, service: &str, resellable: &str) -> ReturnCosts {
        ReturnCosts {
            freight: Amount::parse(freight).unwrap(),
            service: Amount::parse(service).unwrap(),
            resellable: Rate::parse(resellable).unwrap(),
        }
    }

    #[test]
    fn the_break_even_is_what_a_parcel_takes_over_what_can_be_sold_again() {
        // (5.00 + 2.00) ÷ 0.8 = 8.75.
        assert_eq!(costs("5", "2", "0.8").break_even(), Some(Money::parse("8.75").unwrap()));
        assert_eq!(costs("6", "0", "1").break_even(), Some(Money::from_cents(600)));
        // 7 ÷ 0.9 = 7.777…
        assert_eq!(costs("5", "2", "0.9").break_even(), Some(Money::parse("7.78").unwrap()));
        assert_eq!(costs("5", "2", "0").break_even(), None);
        assert_eq!(costs("0", "0", "1").break_even(), Some(Money::ZERO));
    }

    #[test]
    fn at_the_break_even_both_ways_cost_the_same() {
        let costs = costs("5", "2", "0.8");
        // A 3.20 mug: 7.00 − 2.56 is saved by leaving it. A 40.00 kettle: 32.00 comes back for 7.00.
        assert_eq!(costs.saved_by_leaving(Amount::parse("3.2").unwrap()), Money::parse("4.44").unwrap());
        assert_eq!(costs.saved_by_leaving(Amount::parse("8.75").unwrap()), Money::ZERO);
        assert_eq!(costs.saved_by_leaving(Amount::parse("40").unwrap()), Money::parse("-25").unwrap());
    }
}
