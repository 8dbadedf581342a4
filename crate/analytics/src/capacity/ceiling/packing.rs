//! How many orders a day get packed.

use super::{Grounds, Resource, ResourceCeiling, bare};
use crate::capacity::load::Load;
use crate::capacity::settings::{Packing, Settings};
use crate::figures::{nearest_rank, share, units};
use crate::money::{Quantity, Rate};

/// What the seller says gets packed a day; else people × shifts × hours × pace × utilisation × accuracy. `None` while
/// neither is set.
pub fn packing_orders(packing: &Packing) -> Option<f64> {
    if packing.orders_per_day > Quantity::ZERO {
        return Some(units(packing.orders_per_day));
    }
    (packing.people > Quantity::ZERO).then(|| {
        units(packing.people)
            * f64::from(packing.shifts)
            * units(packing.hours)
            * units(packing.orders_per_hour)
            * share(packing.utilisation)
            * share(packing.accuracy)
    })
}

pub(super) fn packing(load: &Load, settings: &Settings, window: std::ops::Range<usize>) -> ResourceCeiling {
    const KEYS: [&str; 6] = ["people", "shifts", "hours", "orders_per_hour", "utilisation", "accuracy"];
    if let Some(orders) = packing_orders(&settings.packing) {
        if settings.packing.orders_per_day > Quantity::ZERO {
            return bare(Resource::Packing, Some(orders), Grounds::Assumed, &["packing.orders_per_day"]);
        }
        let keys = KEYS.map(|key| format!("packing.{key}"));
        return bare(Resource::Packing, Some(orders), Grounds::Assumed, &keys.each_ref().map(String::as_str));
    }
    let sent: Vec<f64> = load.days.get(window).unwrap_or(&[]).iter().map(|day| f64::from(day.sent)).collect();
    let most = nearest_rank(&sent, Rate::ONE).filter(|most| *most > 0.0);
    let grounds = if most.is_some() { Grounds::Shown } else { Grounds::NotKnown };
    bare(Resource::Packing, most, grounds, &[])
}

#[cfg(test)]
mod tests {
    use super::super::tests::settings;
    use super::*;

    #[test]
    fn packing_is_people_times_pace() {
        let mut settings = settings();
        settings.packing.people = Quantity::from_units(4);
        // By hand: 4 × 1 × 8 h × 30 × 0.85 × 0.99.
        let orders = packing_orders(&settings.packing).unwrap();
        assert!((orders - 807.84).abs() < 1e-9);
        settings.packing.shifts = 2;
        assert!((packing_orders(&settings.packing).unwrap() - 2.0 * 807.84).abs() < 1e-9);
        settings.packing.people = Quantity::ZERO;
        assert_eq!(packing_orders(&settings.packing), None);
        // What the seller says of the whole day goes before the product.
        (settings.packing.people, settings.packing.orders_per_day) =
            (Quantity::from_units(4), Quantity::from_units(260));
        assert_eq!(packing_orders(&settings.packing), Some(260.0));
    }
}
