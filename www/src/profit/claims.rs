//! How a figure is worked out, in a line a person can follow with a pocket calculator.

use analytics::Rate;
use analytics::profit::{Base, Claim, Counted};
use leptos_i18n::td_string;

use crate::i18n::Locale;
use crate::text::format;

/// The arithmetic of a claim, in the seller's words. What rows say stands with the rows, and needs no arithmetic.
pub(super) fn arithmetic(locale: Locale, currency: &str, claim: &Claim) -> Option<String> {
    let amount = format::exact(currency, claim.amount().rounded());
    let percent = |rate: Rate| format!("{}%", format::rate_in_percent(rate));
    Some(match *claim {
        Claim::Rows(_) => return None,
        Claim::PriceList(_) => td_string!(locale, profit.claim.price_list, amount = amount),
        Claim::Units { units, each, share } => {
            let (units, each) = (format::quantity(units), format::exact_amount(currency, each));
            if share == Rate::ONE {
                td_string!(locale, profit.claim.units, units = units, each = each, amount = amount)
            } else {
                let share = percent(share);
                td_string!(locale, profit.claim.units_share, units = units, each = each, share = share, amount = amount)
            }
        }
        Claim::Share { of, base, rate } => {
            let base = match base {
                Base::Revenue => td_string!(locale, profit.claim.revenue),
                Base::NetSales => td_string!(locale, profit.claim.net_sales),
                Base::AffiliateSales => td_string!(locale, profit.claim.affiliate_sales),
            };
            let (of, rate) = (format::exact(currency, of), percent(rate));
            td_string!(locale, profit.claim.share, base = base, of = of, rate = rate, amount = amount)
        }
        Claim::Each { of, millionths, each } => {
            let what = match of {
                Counted::Orders => td_string!(locale, profit.claim.orders),
                Counted::ShippedOrders => td_string!(locale, profit.claim.shipped_orders),
                Counted::UnbilledOrders => td_string!(locale, profit.claim.unbilled_orders),
                Counted::Refunds => td_string!(locale, profit.claim.refunds),
                Counted::Returns => td_string!(locale, profit.claim.returns),
                Counted::PossibleReturns => td_string!(locale, profit.claim.possible_returns),
            };
            let (count, each) = (times(millionths), format::exact_amount(currency, each));
            td_string!(locale, profit.claim.each, count = count, what = what, each = each, amount = amount)
        }
    })
}

/// Whether it counts parts of orders.
pub(super) const fn has_parts(claim: &Claim) -> bool {
    matches!(claim, Claim::Each { millionths, .. } if *millionths % 1_000_000 != 0)
}

/// A number of orders, of which a line of several is a part: `412`, `412.5`, `0.333333`.
fn times(millionths: u64) -> String {
    let whole = format::count(u32::try_from(millionths / 1_000_000).unwrap_or(u32::MAX));
    let fraction = format!("{:06}", millionths % 1_000_000);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use analytics::{Amount, Money, Quantity};

    use super::*;

    #[test]
    fn arithmetic_can_be_followed() {
        let said = |claim: Claim| arithmetic(Locale::zh_CN, "CNY", &claim).unwrap_or_default();
        let units = |share: &str| Claim::Units {
            units: Quantity::from_units(1_234),
            each: Amount::from_cents(1250),
            share: Rate::parse(share).unwrap(),
        };
        assert_eq!(said(units("1")), "1,234 件 × ¥12.50 = ¥15,425.00");
        assert_eq!(said(units("0.02")), "1,234 件 × ¥12.50 × 2% = ¥308.50");
        let share = Claim::Share {
            of: Money::from_cents(1_200_000),
            base: Base::NetSales,
            rate: Rate::parse("0.006").unwrap(),
        };
        assert_eq!(said(share), "扣掉退款后的销售额 ¥12,000.00 × 0.6% = ¥72.00");
        let each = |millionths| Claim::Each { of: Counted::ShippedOrders, millionths, each: Amount::from_cents(50) };
        assert_eq!(said(each(412_500_000)), "412.5 个发出的订单 × ¥0.50 = ¥206.25");
        assert_eq!(said(each(1_333_333)), "1.333333 个发出的订单 × ¥0.50 = ¥0.67");
        assert_eq!(said(Claim::Rows(Money::ZERO)), "");
    }
}
