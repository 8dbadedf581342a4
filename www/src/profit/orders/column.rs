//! The columns of the order table.

use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ExportWords, OrderColumn as Column, OrderFilter, OrderSort, OrderWords};

use crate::i18n::Locale;
use crate::profit::export::rows_chosen;
use crate::profit::long_table::Face;
use crate::shop::Page;
use crate::text::names;
use crate::ui::export::{Part, file_words};

/// In the order in which they stand.
const WIDE: [Column; 9] = [
    Column::Order,
    Column::Day,
    Column::Store,
    Column::Units,
    Column::Revenue,
    Column::Refunds,
    Column::Costs,
    Column::Net,
    Column::Remarks,
];
/// What fits on a telephone.
const NARROW: [Column; 3] = [Column::Order, Column::Revenue, Column::Net];

pub(super) fn shown(is_narrow: bool) -> Vec<Column> {
    if is_narrow { NARROW.to_vec() } else { WIDE.to_vec() }
}

impl Face for Column {
    type Sort = OrderSort;

    fn name(self) -> &'static str {
        match self {
            Column::Order => "order",
            Column::Day => "day",
            Column::Store => "store",
            Column::Units => "units",
            Column::Revenue => "revenue",
            Column::Refunds => "refunds",
            Column::Costs => "costs",
            Column::Net => "net",
            Column::Remarks => "remarks",
        }
    }

    fn heading(self, locale: Locale) -> &'static str {
        match self {
            Column::Order => td_string!(locale, profit.orders.order),
            Column::Day => td_string!(locale, profit.orders.day),
            Column::Store => td_string!(locale, profit.orders.store),
            Column::Units => td_string!(locale, profit.column.units),
            Column::Revenue => td_string!(locale, words.revenue),
            Column::Refunds => td_string!(locale, words.block.refunds),
            Column::Costs => td_string!(locale, profit.orders.costs),
            Column::Net => td_string!(locale, words.net),
            Column::Remarks => td_string!(locale, profit.orders.remarks),
        }
    }

    fn sort(self) -> Option<OrderSort> {
        Some(match self {
            Column::Order => OrderSort::Order,
            Column::Day => OrderSort::Day,
            Column::Store => OrderSort::Store,
            Column::Units => OrderSort::Units,
            Column::Revenue => OrderSort::Revenue,
            Column::Refunds => OrderSort::Refunds,
            Column::Costs => OrderSort::Costs,
            Column::Net => OrderSort::Net,
            Column::Remarks => return None,
        })
    }

    fn falls(self) -> bool {
        // What loses most comes first, and so does the latest day.
        !matches!(self, Column::Net | Column::Order | Column::Store)
    }

    fn is_numeric(self) -> bool {
        !matches!(self, Column::Order | Column::Day | Column::Store | Column::Remarks)
    }

    fn width(self, is_narrow: bool) -> (f32, f32) {
        match (self, is_narrow) {
            (Column::Order, true) => (6.0, 1.0),
            (Column::Revenue, true) => (5.5, 0.0),
            (_, true) => (5.75, 0.0),
            (Column::Order, false) => (11.0, 2.0),
            (Column::Day, false) => (6.0, 0.0),
            (Column::Store, false) => (5.0, 1.0),
            (Column::Units, false) => (3.5, 0.0),
            (Column::Revenue | Column::Refunds | Column::Costs | Column::Net, false) => (6.5, 0.0),
            (Column::Remarks, false) => (7.0, 1.4),
        }
    }
}

/// The words of an export: those of the screen.
pub(super) fn words(page: Page, locale: Locale) -> OrderWords {
    let filter = match page.view.order_filter.get_untracked() {
        OrderFilter::All => None,
        OrderFilter::LossMaking => Some(td_string!(locale, profit.orders.loss_making)),
        OrderFilter::Refunded => Some(td_string!(locale, profit.orders.refunded)),
        OrderFilter::NotShipped => Some(td_string!(locale, profit.orders.not_shipped)),
        OrderFilter::Partial => Some(td_string!(locale, profit.orders.partial)),
    };
    let chosen = rows_chosen(locale, filter, &page.view.order_search.read_untracked());
    let meanings = WIDE.iter().filter_map(|column| Some((column.heading(locale), column.meaning(locale)?)));
    OrderWords {
        table: ExportWords {
            file: file_words(page, td_string!(locale, profit.orders.file), Part::Scope, chosen, meanings),
            columns: WIDE.iter().map(|&column| (column, column.heading(locale).to_owned())).collect(),
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
