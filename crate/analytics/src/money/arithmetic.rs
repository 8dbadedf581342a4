//! What amounts, rates and quantities come to together: exact products, and sums that stay in their range.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::number::{divide_half_away, narrowed, product};
use super::{Amount, Money, Quantity, Rate};

impl From<Amount> for Money {
    fn from(amount: Amount) -> Money {
        Money(product(amount.millionths(), 1, 1_000_000_000))
    }
}

impl Mul<Rate> for Amount {
    type Output = Money;
    fn mul(self, rate: Rate) -> Money {
        Money(product(self.millionths(), rate.0, 1_000))
    }
}

impl Mul<Quantity> for Amount {
    type Output = Money;
    fn mul(self, quantity: Quantity) -> Money {
        Money(product(self.millionths(), quantity.0, 1_000_000))
    }
}

/// A share of a share, rounded to a millionth.
impl Mul<Rate> for Rate {
    type Output = Rate;
    fn mul(self, rate: Rate) -> Rate {
        Rate(narrowed(divide_half_away(i128::from(self.0) * i128::from(rate.0), 1_000_000)))
    }
}

/// Exact as long as the money has at most nine decimals, which every amount and every amount × quantity has.
impl Mul<Rate> for Money {
    type Output = Money;
    fn mul(self, rate: Rate) -> Money {
        Money(divide_half_away(self.0, 1_000_000).saturating_mul(rate.0.into()))
    }
}

/// Sums stop at the end of their range instead of coming out on its other side: columns of nonsense, such as telephone
/// numbers taken for amounts, add up to something far too large, and never to less than nothing.
macro_rules! additive {
    ($($type:ident: $of:expr, $held:expr;)*) => {$(
        impl Add for $type {
            type Output = $type;
            fn add(self, other: $type) -> $type { $of($held(self).saturating_add($held(other))) }
        }
        impl Sub for $type {
            type Output = $type;
            fn sub(self, other: $type) -> $type { $of($held(self).saturating_sub($held(other))) }
        }
        impl Neg for $type {
            type Output = $type;
            fn neg(self) -> $type { $of($held(self).saturating_neg()) }
        }
        impl AddAssign for $type {
            fn add_assign(&mut self, other: $type) { *self = *self + other; }
        }
        impl SubAssign for $type {
            fn sub_assign(&mut self, other: $type) { *self = *self - other; }
        }
        impl Sum for $type {
            fn sum<I: Iterator<Item = $type>>(parts: I) -> $type { parts.fold($of(0), Add::add) }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                $type::parse(&text).map_err(|error| de::Error::custom(format!("`{text}`: {error}")))
            }
        }
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}
additive! {
    Amount: Amount::from_millionths, Amount::millionths;
    Rate: Rate, |rate: Rate| rate.0;
    Quantity: Quantity, |quantity: Quantity| quantity.0;
    Money: Money, |money: Money| money.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sum_of_positive_amounts_is_negative() {
        // Eight hundred telephone numbers, and a billion orders of the largest cell there is.
        let phone = Amount::parse("13800000000").unwrap();
        assert!(std::iter::repeat_n(phone, 800).sum::<Amount>() > phone);
        let largest = Amount::parse("100000000000").unwrap();
        let units = std::iter::repeat_n(Quantity::parse("99999999999").unwrap(), 20).sum::<Quantity>();
        let goods = largest * units;
        assert!(goods.is_positive() && (goods + goods).is_positive() && (goods * Rate::ONE).is_positive());
        assert!((Money::ZERO - goods - goods).is_negative() && goods.rounded().is_positive());
        assert_eq!(Rate::from_millionths(i64::MAX) * Rate::from_millionths(i64::MAX), Rate::from_millionths(i64::MAX));
    }

    #[test]
    fn products_are_exact() {
        let price = Amount::parse("9.99").unwrap();
        let rate = Rate::parse("0.006").unwrap();
        assert_eq!((price * rate).to_string(), "0.05994");
        assert_eq!((price * Quantity::from_units(3)).to_string(), "29.97");
        assert_eq!((price * Quantity::from_units(3) * rate).to_string(), "0.17982");
    }
}
