//! The columns of the SKU table: what they are called, what they mean, and how wide they are.

use analytics::vocabulary::Block;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{SkuColumn as Column, SkuSort};

use super::long_table::Face;
use crate::i18n::Locale;
use crate::setting;
use crate::text::names;

/// In the order in which they stand. The name of a SKU stands in the column of its code.
pub(super) const ALL: [Column; 16] = [
    Column::Sku,
    Column::Units,
    Column::Orders,
    Column::Revenue,
    Column::Block(Block::Refunds),
    Column::Block(Block::Goods),
    Column::Block(Block::Platform),
    Column::Block(Block::Logistics),
    Column::Block(Block::Ads),
    Column::Block(Block::AfterSales),
    Column::PerUnit,
    Column::Net,
    Column::Margin,
    Column::BreakEvenRoas,
    Column::Verdict,
    Column::Gain,
];
const DEFAULT: [Column; 7] =
    [Column::Sku, Column::Units, Column::Revenue, Column::PerUnit, Column::Net, Column::Verdict, Column::Gain];
/// What fits on a telephone.
const NARROW: [Column; 3] = [Column::Sku, Column::PerUnit, Column::Net];

impl Face for Column {
    type Sort = SkuSort;

    fn name(self) -> &'static str {
        match self {
            Column::Sku => "sku",
            Column::Units => "units",
            Column::Orders => "orders",
            Column::Revenue => "revenue",
            Column::Block(block) => block.name(),
            Column::PerUnit => "per_unit",
            Column::Net => "net",
            Column::Margin => "margin",
            Column::BreakEvenRoas => "break_even_roas",
            Column::Name => "name",
            Column::Verdict => "verdict",
            Column::Gain => "gain",
        }
    }

    fn heading(self, locale: Locale) -> &'static str {
        match self {
            Column::Sku => td_string!(locale, profit.column.sku),
            Column::Units => td_string!(locale, profit.column.units),
            Column::Orders => td_string!(locale, profit.column.orders),
            Column::Revenue => td_string!(locale, words.revenue),
            Column::Block(block) => names::block(locale, block),
            Column::PerUnit => td_string!(locale, profit.column.per_unit),
            Column::Net => td_string!(locale, words.net),
            Column::Margin => td_string!(locale, profit.column.margin),
            Column::BreakEvenRoas => td_string!(locale, profit.column.break_even_roas),
            Column::Name => td_string!(locale, profit.column.name),
            Column::Verdict => td_string!(locale, profit.column.verdict),
            Column::Gain => td_string!(locale, profit.column.gain),
        }
    }

    fn meaning(self, locale: Locale) -> Option<&'static str> {
        Some(match self {
            Column::Sku | Column::Name => return None,
            Column::Units => td_string!(locale, define.units),
            Column::Orders => td_string!(locale, define.orders),
            Column::Revenue => td_string!(locale, define.revenue),
            Column::Block(block) => names::define_block(locale, block),
            Column::PerUnit => td_string!(locale, define.net_per_unit),
            Column::Net => td_string!(locale, define.net),
            Column::Margin => td_string!(locale, define.margin),
            Column::BreakEvenRoas => td_string!(locale, define.break_even_roas),
            Column::Verdict => td_string!(locale, define.verdict),
            Column::Gain => td_string!(locale, define.gain),
        })
    }

    fn sort(self) -> Option<SkuSort> {
        Some(match self {
            Column::Sku => SkuSort::Sku,
            Column::Units => SkuSort::Units,
            Column::Orders => SkuSort::Orders,
            Column::Revenue => SkuSort::Revenue,
            Column::Block(block) => SkuSort::Block(block),
            Column::PerUnit => SkuSort::NetPerUnit,
            Column::Net => SkuSort::Net,
            Column::Margin => SkuSort::Margin,
            Column::BreakEvenRoas => SkuSort::BreakEvenRoas,
            Column::Gain => SkuSort::Gain,
            Column::Name | Column::Verdict => return None,
        })
    }

    fn falls(self) -> bool {
        self != Column::Sku
    }

    fn is_numeric(self) -> bool {
        !matches!(self, Column::Sku | Column::Name | Column::Verdict)
    }

    fn width(self, is_narrow: bool) -> (f32, f32) {
        match (self, is_narrow) {
            (Column::Sku, true) => (6.0, 1.0),
            (_, true) => (5.75, 0.0),
            (Column::Sku | Column::Name, false) => (13.0, 3.0),
            (Column::Units | Column::Orders | Column::Margin, false) => (4.5, 1.0),
            (Column::Revenue | Column::Block(_) | Column::Net | Column::Gain, false) => (6.5, 1.2),
            (Column::PerUnit, false) => (8.5, 1.6),
            (Column::BreakEvenRoas, false) => (5.5, 1.0),
            (Column::Verdict, false) => (10.5, 2.0),
        }
    }
}

/// The columns the seller chose last time.
pub(super) fn remembered() -> RwSignal<Vec<Column>> {
    let chosen: Vec<Column> = setting::stored("sku-columns").map_or_else(Vec::new, |names| {
        ALL.into_iter().filter(|column| names.split(' ').any(|name| name == column.name())).collect()
    });
    RwSignal::new(if chosen.contains(&Column::Sku) { chosen } else { DEFAULT.to_vec() })
}

/// Shows or hides a column, and remembers it.
pub(super) fn toggle(columns: RwSignal<Vec<Column>>, column: Column) {
    columns.update(|columns| {
        *columns = ALL
            .into_iter()
            .filter(|&each| if each == column { !columns.contains(&each) } else { columns.contains(&each) })
            .collect();
        let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
        let _ = setting::store("sku-columns", &names.join(" "));
    });
}

/// The columns that are shown on a screen of this width.
pub(super) fn shown(chosen: &[Column], is_narrow: bool) -> Vec<Column> {
    if is_narrow { NARROW.to_vec() } else { chosen.to_vec() }
}
