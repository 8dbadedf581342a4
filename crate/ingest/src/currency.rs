//! Which currency a header or a cell names: 成本(USD), 单位成本（元）, "Unit cost USD".

use std::borrow::Cow;

use analytics::dataset::{CurrencyKey, Part};
use analytics::vocabulary::{Field, Standing};

use crate::cell::RowBuffer;
use crate::extract::Extract;
use crate::header::{HeaderRow, folded};
use crate::meaning::is_piece;
use crate::profile::{Profile, Record, Term};

/// Words for a currency, folded as headers are, and its ISO 4217 code.
const WORDS: &[(&str, &str)] = &[
    ("元", "CNY"),
    ("人民币", "CNY"),
    ("人民币元", "CNY"),
    ("rmb", "CNY"),
    ("yuan", "CNY"),
    ("¥", "CNY"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("us$", "USD"),
    ("$", "USD"),
    ("欧元", "EUR"),
    ("€", "EUR"),
    ("英镑", "GBP"),
    ("£", "GBP"),
    ("日元", "JPY"),
    ("港币", "HKD"),
    ("港元", "HKD"),
    ("hk$", "HKD"),
    ("新台币", "TWD"),
    ("台币", "TWD"),
    ("韩元", "KRW"),
    ("₩", "KRW"),
    ("新加坡元", "SGD"),
    ("新币", "SGD"),
    ("泰铢", "THB"),
    ("฿", "THB"),
    ("越南盾", "VND"),
    ("₫", "VND"),
    ("林吉特", "MYR"),
    ("马币", "MYR"),
    ("印尼盾", "IDR"),
    ("菲律宾比索", "PHP"),
    ("₱", "PHP"),
    ("澳元", "AUD"),
    ("加元", "CAD"),
    ("卢布", "RUB"),
    ("₽", "RUB"),
    ("雷亚尔", "BRL"),
    ("r$", "BRL"),
    ("руб.", "RUB"),
];

/// Codes that stand for themselves: those that sellers trade in.
const CODES: &[&str] = &[
    "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "THB", "VND", "MYR", "IDR", "PHP", "AUD", "CAD",
    "RUB", "BRL", "MXN", "INR", "AED", "SAR", "CHF", "PLN", "SEK", "TRY", "NZD", "CLP", "ZAR", "ARS", "COP", "PEN",
    "UYU", "PKR", "BDT", "LKR", "NPR",
];

/// The code of a currency that a cell names, in whatever words; `None` for words that name none.
pub(crate) fn named(words: &str) -> Option<&'static str> {
    of_folded(&folded(words))
}

/// What a header says beside the unit of its money, folded, and the code of that.
pub(crate) fn at_end(header: &str) -> Option<(String, &'static str)> {
    let folded = folded(header);
    let within = |open: char, close: char| folded.strip_suffix(close)?.rsplit_once(open);
    if let Some((bare, unit)) = within('(', ')').or_else(|| within('[', ']')) {
        // 元/件 is 元; 元/箱 is the price of nobody knows how many.
        let (money, piece) = unit.split_once('/').map_or((unit, None), |(money, piece)| (money, Some(piece)));
        let is_per_piece = piece.is_none_or(is_piece);
        return Some((bare.to_owned(), of_folded(money).filter(|_| is_per_piece)?));
    }
    let codes = CODES.iter().map(|&code| (code.to_ascii_lowercase(), code));
    let words = WORDS.iter().map(|&(word, code)| (word.to_owned(), code));
    // The longest, so that 美元 is not 元.
    let (word, code) =
        words.chain(codes).filter(|(word, _)| folded.ends_with(word)).max_by_key(|(word, _)| word.len())?;
    let bare = folded.strip_suffix(&word)?.trim_end_matches(['_', '-', '/', ':', ',']);
    (!bare.is_empty()).then(|| (bare.to_owned(), code))
}

/// What the headers over a table's money say that it is in: that over the spend of an ad report, and those that the profile
/// expects in any currency. A unit cost has one of its own.
pub(crate) fn of_money(profile: &Profile, header: &HeaderRow, spend: Option<usize>) -> Option<&'static str> {
    let code = |index: usize| at_end(&header.text(index)).map(|(_, code)| code);
    let fields = profile.columns.iter().chain(&profile.order).filter(|(field, _)| **field != Field::UnitCost);
    let of_fields = fields.flat_map(|(_, terms)| terms).flat_map(Term::headers);
    let of_parts = profile.account.iter().flat_map(|account| &account.parts).map(|part| &part.header);
    let in_any = of_fields.chain(of_parts).filter(|wanted| wanted.in_any_currency);
    let mut columns = spend.into_iter().chain(in_any.filter_map(|wanted| header.find(wanted)));
    columns.find_map(code)
}

/// The code that a sentence above a table names: "All amounts in USD, unless specified".
pub(crate) fn in_sentence(text: &str) -> Option<&'static str> {
    let words = text.contains(' ').then(|| text.split(|character: char| !character.is_ascii_alphanumeric()));
    words.into_iter().flatten().find_map(|word| CODES.iter().copied().find(|code| *code == word))
}

/// What the unit cost of a row is in: as a column of a list of costs says, else as the header does. An ERP's is in the ERP's
/// own. `None` where nothing says it; the currency of an order's row is that of the sale, and of no cost.
pub(crate) fn of_cost(extract: &mut Extract<'_>, row: &RowBuffer, part: &mut Part) -> Option<CurrencyKey> {
    let profile = extract.plan.profile;
    extract.words.clear();
    if matches!(profile.record, Record::Cost | Record::Stock | Record::Bundle) {
        extract.plan.line.words(row, Field::Currency, &mut extract.words);
    }
    let code = if extract.words.is_empty() {
        let of_erp = || (profile.source.standing() == Standing::Erp).then_some(profile.currency.as_str());
        Cow::Borrowed(extract.plan.cost_currency(row).or_else(of_erp)?)
    } else {
        named(&extract.words).map_or_else(|| Cow::Owned(extract.words.to_ascii_uppercase()), Cow::Borrowed)
    };
    Some(part.pools.currencies.intern(&code))
}

fn of_folded(word: &str) -> Option<&'static str> {
    let known = WORDS.iter().find(|(known, _)| *known == word).map(|(_, code)| *code);
    known.or_else(|| CODES.iter().copied().find(|code| code.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_the_unit_of_its_money() {
        let check = |header: &str, expected: Option<(&str, &str)>| {
            let found = at_end(header);
            assert_eq!(found.as_ref().map(|(bare, code)| (bare.as_str(), *code)), expected, "{header}");
        };
        check("成本(USD)", Some(("成本", "USD")));
        check("单位成本（元）", Some(("单位成本", "CNY")));
        check("成本价（￥）", Some(("成本价", "CNY")));
        check("成本 [RMB]", Some(("成本", "CNY")));
        check("Unit cost USD", Some(("unitcost", "USD")));
        check("Unit cost ($)", Some(("unitcost", "USD")));
        check("采购成本_美元", Some(("采购成本", "USD")));
        check("成本（欧元）", Some(("成本", "EUR")));
        check("成本价（元/件）", Some(("成本价", "CNY")));
        check("Cost (USD/pc)", Some(("cost", "USD")));
        check("成本价(元/箱)", None);
        check("Total (CLP)", Some(("total", "CLP")));
        check("Quantia total lançada (R$)", Some(("quantiatotallançada", "BRL")));
        check("成本", None);
        check("成本(含税)", None);
        check("USD", None);
    }

    #[test]
    fn a_sentence_names_a_currency_by_its_code() {
        assert_eq!(in_sentence("All amounts in GBP, unless specified"), Some("GBP"));
        assert_eq!(in_sentence("Includes Amazon Marketplace, Fulfillment by Amazon (FBA)"), None);
        assert_eq!(in_sentence("USD"), None, "a cell is no sentence");
    }

    #[test]
    fn a_cell_names_a_currency_in_words() {
        assert_eq!(
            ["人民币", " usd ", "美金", "￥", "盒"].map(named),
            [Some("CNY"), Some("USD"), Some("USD"), Some("CNY"), None]
        );
    }
}
