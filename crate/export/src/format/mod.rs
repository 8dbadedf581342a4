//! Numbers as the seller reads them: grouped, with 万 and 亿 or K and M where only the size matters.

pub mod orders;

use analytics::{Amount, Money, Quantity, Rate};

use crate::Language;

/// U+2212, as wide as a plus sign.
const MINUS: &str = "−";
/// From this many cents on, a headline is shortened.
const SHORTEN_FROM: i64 = 10_000_000;

/// The sign before an amount of a currency: `¥` for CNY, the code itself for one without a sign of its own.
pub fn sign(currency: &str) -> String {
    match currency {
        "" | "CNY" => "¥".to_owned(),
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "JP¥".to_owned(),
        "HKD" => "HK$".to_owned(),
        "TWD" => "NT$".to_owned(),
        "KRW" => "₩".to_owned(),
        "INR" => "₹".to_owned(),
        "THB" => "฿".to_owned(),
        "VND" => "₫".to_owned(),
        "PHP" => "₱".to_owned(),
        code => format!("{code} "),
    }
}

/// An amount in parts, so that the decimal point can be aligned and the cents stand back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Minus, currency sign and whole units: `−¥1,234`.
    pub whole: String,
    /// `.50`
    pub cents: String,
}

/// To the cent.
pub fn parts(currency: &str, money: Money) -> Parts {
    let cents = cents(money);
    let minus = if cents < 0 { MINUS } else { "" };
    let magnitude = cents.unsigned_abs();
    Parts {
        whole: format!("{minus}{}{}", sign(currency), grouped(magnitude / 100)),
        cents: format!(".{:02}", magnitude % 100),
    }
}

/// To the cent: `−¥1,234.50`.
pub fn exact(currency: &str, money: Money) -> String {
    let Parts { whole, cents } = parts(currency, money);
    whole + &cents
}

pub fn exact_amount(currency: &str, amount: Amount) -> String {
    exact(currency, Money::from(amount))
}

/// To the cent without a sign, where it is in several currencies.
pub fn plain(money: Money) -> String {
    exact("", money).replace('¥', "")
}

/// Two ends of a range, the sign of the currency once: `¥10.2万–12.7万`. Ends that look alike are one amount.
pub fn short_range(
    language: impl Into<Language>,
    currency: &str,
    low: Money,
    high: Money,
    range: impl FnOnce(String, String) -> String,
) -> String {
    let language = language.into();
    let (low_text, high_text) = (short(language, currency, low), short(language, currency, high));
    if low_text == high_text {
        return low_text;
    }
    let sign = sign(currency);
    let without_sign = high_text.strip_prefix(&sign).filter(|_| !low.is_negative()).map(str::to_owned);
    range(low_text, without_sign.unwrap_or(high_text))
}

/// As short as a headline wants it: cents below a hundred, whole units below a hundred thousand, then 万 and 亿 or K, M
/// and B.
pub fn short(language: impl Into<Language>, currency: &str, money: Money) -> String {
    let cents = cents(money);
    let magnitude = cents.unsigned_abs();
    let minus = if cents < 0 { MINUS } else { "" };
    let number = if magnitude < 10_000 {
        format!("{}.{:02}", magnitude / 100, magnitude % 100)
    } else if magnitude < SHORTEN_FROM.unsigned_abs() {
        grouped((magnitude + 50) / 100)
    } else {
        shortened(language.into(), magnitude)
    };
    format!("{minus}{}{number}", sign(currency))
}

fn shortened(language: Language, cents: u64) -> String {
    /// Cents in one of the unit, and its name.
    const CHINESE: [(u64, &str); 2] = [(10_000_000_000, "亿"), (1_000_000, "万")];
    const ENGLISH: [(u64, &str); 3] = [(100_000_000_000, "B"), (100_000_000, "M"), (100_000, "K")];
    let units: &[(u64, &str)] = match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    };
    let Some(&(size, name)) = units.iter().find(|(size, _)| cents >= *size) else { return grouped(cents / 100) };
    // Three digits or more: 1.23万, 12.3万, 123万.
    let scaled = |decimals: u32| (cents * 10_u64.pow(decimals) + size / 2) / size;
    match (scaled(2), scaled(1)) {
        (hundredths @ 0..1_000, _) => format!("{}.{:02}{name}", hundredths / 100, hundredths % 100),
        (_, tenths @ 0..1_000) => format!("{}.{}{name}", tenths / 10, tenths % 10),
        _ => format!("{}{name}", grouped(scaled(0))),
    }
}

/// `12,480`
pub fn count(count: u32) -> String {
    grouped(u64::from(count))
}

/// To the nearest whole; below zero it is zero, and what is no number too.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range before")]
pub fn whole(value: f64) -> u32 {
    if value.is_finite() { value.round().clamp(0.0, f64::from(u32::MAX)) as u32 } else { 0 }
}

/// `1,234` or `1,234.5`
pub fn quantity(quantity: Quantity) -> String {
    let text = quantity.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let minus = if quantity.is_negative() { MINUS } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{minus}{whole}{point}{fraction}")
}

/// A share of 0.123 as `12.3%`.
pub fn percent(share: f64) -> String {
    let minus = if share < -0.0005 { MINUS } else { "" };
    format!("{minus}{:.1}%", share.abs() * 100.0)
}

/// A rate in percent as a field shows it: 0.006 is `0.6`.
pub fn rate_in_percent(rate: Rate) -> String {
    rate.percent().to_string()
}

/// `5.56`
pub fn ratio(ratio: f64) -> String {
    format!("{ratio:.2}")
}

/// `1.2 MB`; sizes of files, which no one needs to the byte.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn cents(money: Money) -> i64 {
    money.rounded().cents().unwrap_or(if money.is_negative() { i64::MIN } else { i64::MAX })
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut result = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

/// What was typed into a number field, with the full-width digits and points of a Chinese keyboard made plain.
pub fn typed_number(text: &str) -> String {
    let plain = |character: char| match character {
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')).unwrap_or(character),
        '．' | '。' => '.',
        other => other,
    };
    text.trim().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[track_caller]
    fn check_short(text: &str, chinese: &str, english: &str) {
        assert_eq!(short(Language::Chinese, "CNY", money(text)), chinese, "{text}");
        assert_eq!(short(Language::English, "CNY", money(text)), english, "{text}");
    }

    #[test]
    fn headlines_are_short() {
        check_short("3.2", "¥3.20", "¥3.20");
        check_short("-3.2", "−¥3.20", "−¥3.20");
        check_short("83214.49", "¥83,214", "¥83,214");
        check_short("123456", "¥12.3万", "¥123K");
        check_short("1234567", "¥123万", "¥1.23M");
        check_short("234567890", "¥2.35亿", "¥235M");
        check_short("0", "¥0.00", "¥0.00");
    }

    #[test]
    fn exact_amounts_are_grouped_and_keep_their_cents() {
        assert_eq!(exact("CNY", money("-1234567.895")), "−¥1,234,567.90");
        assert_eq!(exact("USD", money("999.5")), "$999.50");
        assert_eq!(exact("CHF", money("1")), "CHF 1.00");
    }

    #[test]
    fn quantities_and_rates_show_no_idle_zeros() {
        assert_eq!(quantity(Quantity::parse("12345").unwrap()), "12,345");
        assert_eq!(quantity(Quantity::parse("-1.5").unwrap()), "−1.5");
        assert_eq!(rate_in_percent(Rate::parse("0.006").unwrap()), "0.6");
        assert_eq!(rate_in_percent(Rate::ZERO), "0");
        assert_eq!(rate_in_percent(Rate::ONE), "100");
    }

    #[test]
    fn statistics_are_rounded_to_what_can_be_counted() {
        assert_eq!((whole(-3.0), whole(f64::NAN), whole(2.5)), (0, 0, 3));
    }

    #[test]
    fn a_chinese_keyboard_types_numbers_too() {
        assert_eq!(typed_number(" １２．５0 "), "12.50");
        assert_eq!(typed_number("3。2"), "3.2");
    }
}
