//! The words of `meaning.toml`, and which header consists of them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::currency;
use crate::header::{HeaderRow, folded, normalised};

/// Everything in `meaning.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    pub(super) code: ColumnWords,
    pub(super) cost: ColumnWords,
    pub(super) supplier_price: ColumnWords,
    pub(super) on_hand: ColumnWords,
    pub(super) supplier: ColumnWords,
    pub(super) words: CellWords,
    pub(super) against: Against,
}

/// What headers of one meaning consist of.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnWords {
    /// In groups; an earlier one is believed before a later one.
    core: Vec<Vec<String>>,
    around: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CellWords {
    pieces: Vec<String>,
    pub(super) open: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Against {
    pub(super) costs: Signs,
    pub(super) stock: Signs,
    pub(super) shipments: Signs,
}

/// Signs that a table is not of a kind.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Signs {
    words: Vec<String>,
    doubts: Vec<Vec<String>>,
    but: Vec<String>,
}

const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/meaning.json"));

// What cannot be parsed fails the test below, and never gets here.
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| serde_json::from_str(JSON).unwrap_or_default());

pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

/// A header taken apart: what it says, and what stands in brackets behind it.
#[derive(Debug)]
pub(super) struct Spoken {
    bare: String,
    /// Without the currency that it ends with, if it ends with one: `inventory` ends with one too.
    without_money: Option<String>,
    bracket: Option<String>,
}

impl Spoken {
    pub(super) fn of(header: &str) -> Spoken {
        let folded = folded(header);
        let bracketed = ['(', '['].into_iter().find_map(|open| {
            let (bare, rest) = folded.split_once(open)?;
            let (inner, after) = rest.split_once([')', ']'])?;
            // Words behind the bracket belong to the header: 成本(含税)价.
            (!bare.is_empty()).then(|| (format!("{bare}{after}"), Some(inner.to_owned())))
        });
        let (bare, bracket) = bracketed.unwrap_or((folded, None));
        let without_money = currency::at_end(&bare).map(|(without, _)| without);
        Spoken { bare, without_money, bracket }
    }
}

impl ColumnWords {
    /// How far a header of this meaning is believed, 0 the most; `None` for a header of another.
    pub(super) fn rank(&self, spoken: &Spoken) -> Option<usize> {
        self.rank_of(&spoken.bare)
    }

    /// The same of a column of prices or of units, where what stands in brackets says of how many: a cost of a box is not one
    /// of a unit, and one in 万元 is another amount.
    pub(super) fn rank_per_piece(&self, spoken: &Spoken) -> Option<usize> {
        let is_plain = spoken.bracket.as_deref().is_none_or(|inner| {
            let (first, piece) = inner.split_once(['/', '每']).map_or((inner, None), |(one, per)| (one, Some(per)));
            let says_nothing = first.is_empty() || currency::named(first).is_some() || is_piece(first);
            (says_nothing || self.is_around(first)) && piece.is_none_or(is_piece)
        });
        let bare = || self.rank_of(&spoken.bare);
        let without_money = || self.rank_of(spoken.without_money.as_deref()?);
        bare().or_else(without_money).filter(|_| is_plain)
    }

    fn is_around(&self, text: &str) -> bool {
        self.cover(text).is_some()
    }

    fn rank_of(&self, bare: &str) -> Option<usize> {
        self.cover(bare).and_then(|rank| rank.checked_sub(1))
    }

    /// Whether the text consists of the words: 0 of those around alone, else one more than the group of the core word that is
    /// believed least; of several ways to divide it the one that is believed most.
    fn cover(&self, text: &str) -> Option<usize> {
        // Headers are short; a longer text is none, and would only cost time.
        if text.is_empty() || text.len() > 120 {
            return None;
        }
        let core = (1..).zip(&self.core).flat_map(|(rank, group)| group.iter().map(move |word| (word.as_str(), rank)));
        let words: Vec<(&str, usize)> = core.chain(self.around.iter().map(|word| (word.as_str(), 0))).collect();
        // By byte: what the text up to here comes to. Nought, which has no core word, must not hide a way that has one.
        let mut reached: Vec<[Option<usize>; 2]> = vec![[None, None]; text.len() + 1];
        if let Some(start) = reached.first_mut() {
            start[0] = Some(0);
        }
        for from in 0..text.len() {
            let Some(before) = reached.get(from).copied() else { continue };
            let Some(rest) = text.get(from..) else { continue };
            for &(word, rank) in words.iter().filter(|(word, _)| rest.starts_with(word) && !word.is_empty()) {
                let Some(place) = reached.get_mut(from + word.len()) else { continue };
                for so_far in before.into_iter().flatten() {
                    let worst = so_far.max(rank);
                    let [around, with_core] = place;
                    let best = if worst > 0 { with_core } else { around };
                    *best = Some(best.map_or(worst, |known| known.min(worst)));
                }
            }
        }
        let [around, with_core] = reached.last().copied()?;
        with_core.or(around)
    }
}

impl Signs {
    /// Whether the table is plainly no sheet of the kind, by what its other columns are called.
    pub(super) fn speak_against(&self, header: &HeaderRow) -> bool {
        let names: Vec<String> = header.texts.iter().map(|text| normalised(text)).collect();
        let stands_in = |word: &String| names.iter().any(|name| name.contains(word.as_str()));
        if self.but.iter().any(stands_in) {
            return false;
        }
        let bare: Vec<String> = header.texts.iter().map(|text| Spoken::of(text).bare).collect();
        let is_header = |word: &String| bare.contains(word);
        self.words.iter().any(stands_in) || self.doubts.iter().filter(|group| group.iter().any(is_header)).count() > 1
    }

    /// Whether one of a group of doubts, by its place in the vocabulary, is a column of the table.
    pub(super) fn has_doubt(&self, group: usize, header: &HeaderRow) -> bool {
        let bare: Vec<String> = header.texts.iter().map(|text| Spoken::of(text).bare).collect();
        self.doubts.get(group).is_some_and(|group| group.iter().any(|word| bare.contains(word)))
    }
}

/// Whether a word, as folded, is one of what is sold: 件, pc.
pub(crate) fn is_piece(word: &str) -> bool {
    vocabulary().words.pieces.iter().any(|piece| piece == word)
}

/// Whether a cell of prices says that nobody knows the price yet.
pub(crate) fn is_open(text: &str) -> bool {
    let text = folded(text);
    let text = text.trim_end_matches(['.', '。', '…', '!', '？', '?']);
    text.is_empty() || vocabulary().words.open.iter().any(|word| word == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_can_be_read() {
        let parsed: Result<Vocabulary, _> = serde_json::from_str(JSON);
        let vocabulary = parsed.unwrap();
        for columns in [&vocabulary.code, &vocabulary.cost, &vocabulary.on_hand, &vocabulary.supplier] {
            let words = columns.core.iter().flatten().chain(&columns.around);
            words.for_each(|word| assert_eq!(*word, folded(word)));
        }
    }

    #[track_caller]
    fn check(words: &ColumnWords, header: &str, expected: Option<usize>) {
        assert_eq!(words.rank_per_piece(&Spoken::of(header)), expected, "{header}");
    }

    #[test]
    fn a_price_is_known_by_its_words_whatever_their_order() {
        let words = &vocabulary().cost;
        for header in [
            "成本单价",
            "含税成本价（元/件）",
            "采购成本",
            "Unit cost (USD)",
            "Landed cost",
            "成本（不含税）",
            "单件成本￥",
        ] {
            check(words, header, Some(0));
        }
        for header in ["进价(元)", "最新采购价", "拿货价/件", "出厂价", "不含税进货单价", "Purchase price / unit"]
        {
            check(words, header, Some(1));
        }
        // Another cost, another unit, a total, a share.
        for header in
            ["物流成本", "成本(万元)", "成本价(元/箱)", "总成本", "成本占比", "成本合计", "售价", "单价", "含税", ""]
        {
            check(words, header, None);
        }
    }

    #[test]
    fn stock_and_codes_are_known_by_their_words() {
        let stock = &vocabulary().on_hand;
        for (header, rank) in
            [("现货数量", 0), ("库存（件）", 0), ("可用库存", 1), ("可用数", 1), ("Qty on hand", 0), ("Inventory", 0)]
        {
            check(stock, header, Some(rank));
        }
        for header in ["安全库存", "库存金额", "在途库存", "锁定库存", "库存(箱)", "数量", "库存天数"]
        {
            check(stock, header, None);
        }
        let code = &vocabulary().code;
        for (header, rank) in
            [("规格商家编码", 0), ("SKU编号", 0), ("产品货号", 1), ("款号", 2), ("Item code", 2), ("货号（必填）", 1)]
        {
            assert_eq!(code.rank(&Spoken::of(header)), Some(rank), "{header}");
        }
        for header in ["供应商编码", "快递单号", "序号", "品名", "条形码", "Item name", "商品ID"] {
            assert_eq!(code.rank(&Spoken::of(header)), None, "{header}");
        }
    }

    #[test]
    fn a_price_that_nobody_knows_yet_is_no_amount() {
        for text in ["待定", " 待 定 ", "TBD", "待报价。", "？"] {
            assert!(is_open(text), "{text}");
        }
        for text in ["12.5", "约12", "无货"] {
            assert!(!is_open(text), "{text}");
        }
    }
}
