//! The hours of a day on which packing and customer service work.

use crate::capacity::settings::{Packing, Service};
use crate::figures::{index, units};

/// Hours of a day on which packing works, from its first to its last, as shares of the day's packing.
pub(in crate::capacity) fn packing_hours(packing: &Packing) -> [f64; 24] {
    spread(packing.start_hour, units(packing.hours) * f64::from(packing.shifts))
}

pub(in crate::capacity) fn service_hours(service: &Service) -> [f64; 24] {
    spread(service.start_hour, units(service.hours))
}

/// `hours` from an hour of the day on, as shares of their sum; what goes beyond midnight is done in the early hours.
fn spread(start_hour: u32, hours: f64) -> [f64; 24] {
    let hours = hours.clamp(1.0, 24.0);
    let mut shares = [0.0; 24];
    for step in 0..24_u32 {
        let part = (hours - f64::from(step)).clamp(0.0, 1.0);
        if let Some(slot) = shares.get_mut(index((start_hour + step) % 24)) {
            *slot = part / hours;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_over_midnight_goes_on_in_the_early_hours() {
        let hours = spread(20, 6.0);
        assert_eq!(hours.iter().filter(|share| **share > 0.0).count(), 6);
        assert!(hours[0] > 0.0 && hours[1] > 0.0 && hours[2] == 0.0 && hours[20] > 0.0);
        assert!((hours.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
