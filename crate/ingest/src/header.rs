//! Headers: what two spellings of one column have in common.

use serde::{Deserialize, Deserializer};
use unicode_normalization::UnicodeNormalization;

use crate::cell::{Cell, RowBuffer, is_filler};
use crate::currency;

/// A header as a profile names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// As the platform writes it.
    pub(crate) text: String,
    pub(crate) key: String,
    /// Which of several columns of that name, from 1.
    pub(crate) occurrence: usize,
    /// Whether the column may name the currency of its money behind this.
    pub(crate) in_any_currency: bool,
    /// Whether the column only begins so: exports explain some of theirs in a bracket that changes.
    pub(crate) is_beginning: bool,
}

impl Header {
    /// `商家编码#2` is the second column of that name; `成本¤` is 成本, 成本(USD) and 成本（元）; `Логистика…` is every column that
    /// begins so.
    pub(crate) fn new(text: &str) -> Header {
        let (text, in_any_currency) = text.strip_suffix('¤').map_or((text, false), |text| (text, true));
        let (text, is_beginning) = text.strip_suffix('…').map_or((text, false), |text| (text, true));
        let (text, occurrence) = match text.rsplit_once('#') {
            Some((name, number)) if !name.is_empty() => match number.parse() {
                Ok(number) => (name, number),
                Err(_) => (text, 1),
            },
            _ => (text, 1),
        };
        let key = if is_beginning { folded(text) } else { normalised(text) };
        Header { text: text.to_string(), key, occurrence, in_any_currency, is_beginning }
    }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Header, D::Error> {
        Ok(Header::new(&String::deserialize(deserializer)?))
    }
}

/// A row that may be a header.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeaderRow {
    /// As the file writes them, by column.
    pub(crate) texts: Vec<String>,
    keys: Vec<String>,
}

impl HeaderRow {
    pub(crate) fn of(row: &RowBuffer) -> HeaderRow {
        let texts: Vec<String> = (0..row.len())
            .map(|index| match row.get(index) {
                Cell::Text(text) => text.to_string(),
                // Numbers are no headers, but a date may head a column of a pivot; neither is ever looked for.
                _ => String::new(),
            })
            .collect();
        let keys = texts.iter().map(|text| normalised(text)).collect();
        HeaderRow { texts, keys }
    }

    /// Fills the blanks from the row above: in a header of two rows, columns without a group have their name there.
    #[must_use]
    pub(crate) fn below(&self, above: &HeaderRow) -> HeaderRow {
        let mut both = self.clone();
        let length = both.keys.len().max(above.keys.len());
        both.texts.resize(length, String::new());
        both.keys.resize(length, String::new());
        let parts = both.texts.iter_mut().zip(&mut both.keys).zip(above.texts.iter().zip(&above.keys));
        for ((text, key), (text_above, key_above)) in parts {
            if key.is_empty() {
                text.clone_from(text_above);
                key.clone_from(key_above);
            }
        }
        both
    }

    /// The column of a header, from 0.
    pub(crate) fn find(&self, header: &Header) -> Option<usize> {
        let is_same = |key: &str| if header.is_beginning { key.starts_with(&header.key) } else { key == header.key };
        let same = self.keys.iter().enumerate().filter(|(_, key)| is_same(key));
        let found = same.map(|(index, _)| index).nth(header.occurrence.saturating_sub(1));
        let is_meant = |text: &String| currency::at_end(text).is_some_and(|(bare, _)| bare == header.key);
        found.or_else(|| if header.in_any_currency { self.texts.iter().position(is_meant) } else { None })
    }

    /// The column at a place, as a profile would name it; `None` where it has no name.
    pub(crate) fn at(&self, index: usize) -> Option<Header> {
        let key = self.keys.get(index).filter(|key| !key.is_empty())?;
        let before = self.keys.iter().take(index).filter(|other| *other == key).count();
        let (text, key, occurrence) = (self.text(index), key.clone(), before + 1);
        Some(Header { text, key, occurrence, in_any_currency: false, is_beginning: false })
    }

    pub(crate) fn has(&self, header: &Header) -> bool {
        self.find(header).is_some()
    }

    /// How many columns have a name.
    pub(crate) fn n_named(&self) -> usize {
        self.keys.iter().filter(|key| !key.is_empty()).count()
    }

    /// The header as the file writes it, without blanks around it.
    pub(crate) fn text(&self, index: usize) -> String {
        self.texts.get(index).map(|text| text.trim_matches(is_filler).to_string()).unwrap_or_default()
    }
}

/// The form in which headers are compared: NFKC, no blanks even inside, no case, `帐` as `账`, and no unit at the
/// end. `收入金额(+元)` loses its unit too: profiles write it the same way, so nothing is confused by that.
pub(crate) fn normalised(text: &str) -> String {
    let mut key = folded(text);
    for unit in UNITS.iter().chain(TEN_THOUSANDS) {
        if let Some(length) = key.strip_suffix(*unit).map(str::len)
            && length > 0
        {
            key.truncate(length);
            break;
        }
    }
    key
}

const UNITS: &[&str] = &["(元)", "(+元)", "(-元)", "(件)"];
/// Units of which each is ten thousand.
const TEN_THOUSANDS: &[&str] = &["(万元)", "(万)", "(万件)"];

/// Whether the numbers below a header are meant ten thousand times.
pub(crate) fn is_in_ten_thousands(text: &str) -> bool {
    let key = folded(text);
    TEN_THOUSANDS.iter().any(|unit| key.len() > unit.len() && key.ends_with(unit))
}

/// The same with its unit.
pub(crate) fn folded(text: &str) -> String {
    text.nfkc()
        .filter(|&character| !is_filler(character))
        .map(|character| if character == '帐' { '账' } else { character })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str) {
        assert_eq!(normalised(one), normalised(other));
    }

    #[test]
    fn spellings_of_one_header_are_one() {
        check("订单付款时间 ", "订单付款时间");
        check("\u{feff}订单号", "订单号");
        check("动帐流水号", "动账流水号");
        check("商家实收金额（元）", "商家实收金额(元)");
        check("商家实收金额(元)", "商家实收金额");
        check("实付款\n (元)", "实付款");
        check("商品ID", "商品id");
        check("收入金额（+元）", "收入金额(+元)");
        check("成交金额（万元）", "成交金额(元)");
        check("数量（件）", "数量");
        assert!(is_in_ten_thousands("成交金额 (万元)") && is_in_ten_thousands("数量（万件）"));
        assert!(!is_in_ten_thousands("成交金额(元)") && !is_in_ten_thousands("(万)") && !is_in_ten_thousands("万元"));
        assert_ne!(normalised("商家应收金额(元)（支付金额）"), normalised("商家应收金额"));
        assert_eq!(normalised("(元)"), "(元)");
    }

    #[test]
    fn columns_of_one_name_are_told_apart_by_place() {
        let mut row = RowBuffer::default();
        for text in ["商家编码", "发货时间", "商家编码"] {
            row.push(Cell::Text(text));
        }
        let header = HeaderRow::of(&row);
        assert_eq!(header.find(&Header::new("商家编码")), Some(0));
        assert_eq!(header.find(&Header::new("商家编码#2")), Some(2));
        assert_eq!(header.find(&Header::new("商家编码#3")), None);
        assert_eq!(Header::new("Item #").text, "Item #");
    }

    #[test]
    fn of_a_header_that_goes_on_the_beginning_is_enough() {
        let mut row = RowBuffer::default();
        for text in ["Магистраль", "Последняя миля (разбивается по товарам)", "Total (CLP)"]
        {
            row.push(Cell::Text(text));
        }
        let header = HeaderRow::of(&row);
        assert_eq!(header.find(&Header::new("Последняя миля…")), Some(1));
        assert_eq!(header.find(&Header::new("Последняя миля")), None);
        assert_eq!(header.find(&Header::new("Total¤")), Some(2));
    }
}
