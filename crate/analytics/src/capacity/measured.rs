//! What the shop's own customers say of late parcels, in place of an assumption.

use super::settings::Settings;
use crate::money::Rate;
use crate::repurchase::LateLoss;

/// Days after a first purchase within which a customer has to come again, for the loss after a late parcel.
pub const LATE_LOSS_DAYS: u32 = 90;
/// With fewer customers in either group the difference between them says nothing.
const LEAST_CUSTOMERS: u32 = 30;

/// The settings in which the measured loss of repurchase stands for the assumed one, and the loss itself; unchanged and
/// `None` where too few customers had the chance. A loss below zero, late buyers who came back more often, is none.
pub fn with_late_loss(settings: &Settings, loss: Option<LateLoss>) -> (Settings, Option<LateLoss>) {
    let mut settings = settings.clone();
    let enough = loss.filter(|loss| loss.on_time.min(loss.late) >= LEAST_CUSTOMERS);
    if let Some(loss) = enough {
        let millionths = crate::figures::whole(loss.loss.max(0.0) * 1e6);
        settings.late.lost_repurchase_share = Rate::from_millionths(i64::from(millionths));
    }
    (settings, enough)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    fn loss(on_time: u32, late: u32, loss: f64) -> LateLoss {
        let interval = (loss - 0.1, loss + 0.1);
        LateLoss { days: 90, on_time, late, rate_on_time: 0.3, rate_late: 0.3 - loss, loss, interval }
    }

    #[track_caller]
    fn check(measured: Option<LateLoss>, expected: &str, is_measured: bool) {
        let (settings, used) = with_late_loss(&Config::default().capacity, measured);
        assert_eq!((settings.late.lost_repurchase_share.to_string().as_str(), used.is_some()), (expected, is_measured));
    }

    #[test]
    fn thirty_in_both_groups_replace_the_assumption() {
        check(None, "0.05", false);
        check(Some(loss(200, 29, 0.12)), "0.05", false);
        check(Some(loss(29, 200, 0.12)), "0.05", false);
        check(Some(loss(30, 30, 0.12)), "0.12", true);
        check(Some(loss(300, 40, -0.02)), "0", true);
    }
}
