//! The columns of the order table.

use leptos_i18n::td_string;
use protocol::{ExportWords, OrderColumn, OrderSort, OrderWords};

use crate::i18n::Locale;
use crate::text::names;

/// In the order in which they stand.
const WIDE: [OrderColumn; 9] = [
    OrderColumn::Order,
    OrderColumn::Day,
    OrderColumn::Store,
    OrderColumn::Units,
    OrderColumn::Revenue,
    OrderColumn::Refunds,
    OrderColumn::Costs,
    OrderColumn::Net,
    OrderColumn::Remarks,
];
/// What fits on a telephone.
const NARROW: [OrderColumn; 3] = [OrderColumn::Order, OrderColumn::Revenue, OrderColumn::Net];

pub(super) const fn shown(is_narrow: bool) -> &'static [OrderColumn] {
    if is_narrow { &NARROW } else { &WIDE }
}

pub(super) const fn template(is_narrow: bool) -> &'static str {
    if is_narrow {
        "minmax(6rem, 1fr) 5.5rem 5.75rem"
    } else {
        "minmax(11rem, 2fr) 6rem minmax(5rem, 1fr) 3.5rem 6.5rem 6.5rem 6.5rem 6.5rem minmax(7rem, 1.4fr)"
    }
}

/// The stable name, for hooks.
pub(super) const fn name(column: OrderColumn) -> &'static str {
    match column {
        OrderColumn::Order => "order",
        OrderColumn::Day => "day",
        OrderColumn::Store => "store",
        OrderColumn::Units => "units",
        OrderColumn::Revenue => "revenue",
        OrderColumn::Refunds => "refunds",
        OrderColumn::Costs => "costs",
        OrderColumn::Net => "net",
        OrderColumn::Remarks => "remarks",
    }
}

pub(super) fn heading(column: OrderColumn, locale: Locale) -> &'static str {
    match column {
        OrderColumn::Order => td_string!(locale, profit.orders.order),
        OrderColumn::Day => td_string!(locale, profit.orders.day),
        OrderColumn::Store => td_string!(locale, profit.orders.store),
        OrderColumn::Units => td_string!(locale, profit.column.units),
        OrderColumn::Revenue => td_string!(locale, words.revenue),
        OrderColumn::Refunds => td_string!(locale, words.block.refunds),
        OrderColumn::Costs => td_string!(locale, profit.orders.costs),
        OrderColumn::Net => td_string!(locale, words.net),
        OrderColumn::Remarks => td_string!(locale, profit.orders.remarks),
    }
}

/// `None` for a column that cannot be sorted by.
pub(super) const fn sort(column: OrderColumn) -> Option<OrderSort> {
    Some(match column {
        OrderColumn::Order => OrderSort::Order,
        OrderColumn::Day => OrderSort::Day,
        OrderColumn::Store => OrderSort::Store,
        OrderColumn::Units => OrderSort::Units,
        OrderColumn::Revenue => OrderSort::Revenue,
        OrderColumn::Refunds => OrderSort::Refunds,
        OrderColumn::Costs => OrderSort::Costs,
        OrderColumn::Net => OrderSort::Net,
        OrderColumn::Remarks => return None,
    })
}

pub(super) const fn is_numeric(column: OrderColumn) -> bool {
    !matches!(column, OrderColumn::Order | OrderColumn::Day | OrderColumn::Store | OrderColumn::Remarks)
}

/// The words of an export: those of the screen.
pub(super) fn words(locale: Locale) -> OrderWords {
    OrderWords {
        table: ExportWords {
            name: td_string!(locale, profit.orders.file).to_owned(),
            columns: WIDE.iter().map(|&column| (column, heading(column, locale).to_owned())).collect(),
        },
        loss: td_string!(locale, profit.tag.loss).to_owned(),
        not_shipped: td_string!(locale, profit.orders.not_shipped).to_owned(),
        refunded: td_string!(locale, profit.orders.refunded).to_owned(),
        partial: td_string!(locale, profit.orders.partial).to_owned(),
        platforms: analytics::vocabulary::Source::ALL
            .iter()
            .map(|&source| (source, names::source(locale, source).to_owned()))
            .collect(),
    }
}
