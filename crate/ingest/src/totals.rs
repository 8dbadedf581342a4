//! Rows that sum others up: they state a total and are never data.
//!
//! Such a row has a label in one of its cells, not always the first, and lacks what makes a row of the table: the id, or
//! the day. A product may be called 合计 as well, but its row has an order.

use analytics::vocabulary::Field;

use crate::cell::{Cell, RowBuffer};
use crate::header::normalised;
use crate::plan::Plan;
use crate::profile::Record;
use crate::values::{is_missing, trimmed};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    Total,
    /// An average, or the total of a part.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Data,
    Summary(Marker),
    /// The other rows of the table have to say: whether they have what this one lacks. With its label, where it has one.
    Waits(Option<Marker>),
}

/// The columns by which a row of data is known, and what was seen of them.
#[derive(Debug)]
pub(crate) struct Keys {
    ids: Vec<usize>,
    days: Vec<usize>,
    /// A row without an id is refused anyway; one without a day may be a row.
    needs_id: bool,
    /// No row of the table is a product that is called 合计, since a label stands where only labels do.
    is_list: bool,
    /// A row may do without any id and any day, and would be counted.
    needs_nothing: bool,
    with_id: u32,
    with_day: u32,
}

impl Keys {
    pub(crate) fn new(plan: &Plan<'_>) -> Keys {
        use Field::{Agent, Day, OrderId, OrderedAt, PaidAt, Part, ProductId, SettledAt, Sku, Waybill};
        use Record::{Ad, Movement, Review, Service};
        let (ids, days): (&[Field], &[Field]) = match plan.profile.record {
            Record::Line | Record::Header => (&[OrderId], &[PaidAt, OrderedAt]),
            Record::Ad => (&[ProductId], &[Day]),
            Record::Cost | Record::Stock => (&[Sku], &[]),
            Record::Shipment => (&[Waybill], &[Day]),
            Record::Service => (&[Agent], &[Day]),
            Record::Review => (&[OrderId, Sku], &[Day]),
            Record::Movement => (&[OrderId], &[SettledAt]),
            Record::Refund => (&[OrderId], &[SettledAt, OrderedAt]),
            Record::Bundle => (&[Sku, Part], &[]),
            Record::Traffic => (&[ProductId, Sku], &[Day]),
        };
        let columns = |fields: &[Field]| {
            let of = |&field| plan.line.columns(field).into_iter().chain(plan.order.columns(field));
            fields.iter().flat_map(of).collect::<Vec<_>>()
        };
        let ids = columns(ids);
        Keys {
            needs_id: !ids.is_empty() && !matches!(plan.profile.record, Ad | Service | Review | Movement),
            is_list: matches!(plan.profile.record, Record::Cost | Record::Stock | Record::Bundle),
            needs_nothing: plan.profile.record == Record::Ad,
            ids,
            days: columns(days),
            with_id: 0,
            with_day: 0,
        }
    }

    /// `more` are labels that only this kind of export has.
    pub(crate) fn judge(&mut self, row: &RowBuffer, more: &[String]) -> Verdict {
        if self.is_plainly_data(row) {
            self.with_id += 1;
            return Verdict::Data;
        }
        let first = row.iter().find(|cell| !cell.is_blank()).and_then(|cell| marker(cell, more));
        let lacks_id = self.lacks_id(row);
        let is_usual = first.is_none() && self.needs_id && !lacks_id;
        if is_usual {
            self.with_id += 1;
            return Verdict::Data;
        }
        let lacks_day = self.lacks_day(row);
        if let Some(marker) = first {
            let has_keys = !self.ids.is_empty() || !self.days.is_empty();
            if self.is_list || !has_keys || lacks_id || lacks_day && (!self.needs_id || self.is_count(row)) {
                return Verdict::Summary(marker);
            }
        } else if lacks_id || lacks_day && !self.needs_id {
            if let Some(marker) = row.iter().find_map(|cell| marker(cell, &[])) {
                let is_summary = self.others_have(lacks_id, lacks_day);
                return if is_summary { Verdict::Summary(marker) } else { Verdict::Waits(Some(marker)) };
            }
            if self.needs_nothing && lacks_day {
                return Verdict::Waits(None);
            }
        }
        self.with_id += u32::from(!lacks_id && !self.ids.is_empty());
        self.with_day += u32::from(!lacks_day && !self.days.is_empty());
        Verdict::Data
    }

    /// Nearly every row begins with a number and has an id that is one, and no label does: nothing more has to be asked.
    fn is_plainly_data(&self, row: &RowBuffer) -> bool {
        let is_number = |cell: Cell<'_>| matches!(cell, Cell::Text(text) if text.len() > 1 && text.as_bytes().first().is_some_and(u8::is_ascii_digit));
        self.needs_id && is_number(row.get(0)) && self.ids.first().is_some_and(|&id| id == 0 || is_number(row.get(id)))
    }

    /// Judges a row that waited, among so many that have no label, now that all others are known.
    pub(crate) fn judge_late(&self, row: &RowBuffer, label: Option<Marker>, n_without_label: u32) -> bool {
        match label {
            Some(_) => self.others_have(self.lacks_id(row), self.lacks_day(row)),
            // A few rows without a day among many that have one.
            None => self.with_day > 0 && n_without_label <= (self.with_day / 10).max(1),
        }
    }

    fn others_have(&self, lacks_id: bool, lacks_day: bool) -> bool {
        lacks_id && self.with_id > 0 || lacks_day && self.with_day > 0
    }

    fn lacks_id(&self, row: &RowBuffer) -> bool {
        !self.ids.is_empty() && self.ids.iter().all(|&column| lacks_value(row.get(column)))
    }

    /// A period of several days is no day.
    fn lacks_day(&self, row: &RowBuffer) -> bool {
        let has_day = |cell: Cell<'_>| match cell {
            Cell::Text(text) => !text.contains('~') && text.bytes().any(|byte| byte.is_ascii_digit()),
            Cell::Number(_) | Cell::Moment(_) | Cell::Formula => true,
            Cell::Empty | Cell::Bool(_) | Cell::Error => false,
        };
        !self.days.is_empty() && !self.days.iter().any(|&column| has_day(row.get(column)))
    }

    /// What stands in the column of ids is too short for one: the number of rows.
    fn is_count(&self, row: &RowBuffer) -> bool {
        self.ids.iter().all(|&column| row.get(column).is_blank() || row.display(column).chars().count() < 6)
    }
}

fn lacks_value(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Empty | Cell::Error => true,
        Cell::Text(text) => is_missing(trimmed(text)) || marker(cell, &[]).is_some(),
        Cell::Number(_) | Cell::Moment(_) | Cell::Bool(_) | Cell::Formula => false,
    }
}

/// Whether the cell is a label of rows that sum others up.
fn marker(cell: Cell<'_>, more: &[String]) -> Option<Marker> {
    let Cell::Text(text) = cell else { return None };
    let text = trimmed(text);
    // The longest label has eight characters; a few more may follow it.
    if text.len() > 60 || (more.is_empty() && !may_be_marker(text)) {
        return None;
    }
    let key = normalised(text);
    let label = match key.find([':', '(']) {
        Some(0) | None => key.as_str(),
        Some(end) => key.get(..end).unwrap_or(""),
    };
    match label {
        "总计" | "合计" | "汇总" | "汇总值" | "全店汇总值" | "总合计" | "共计" | "total" | "totals" | "grandtotal" => {
            Some(Marker::Total)
        }
        "小计" | "累计" | "本页小计" | "本页合计" | "平均值" | "全店平均值" | "同行同层优秀" | "同行同层均值"
        | "subtotal" => Some(Marker::Other),
        _ if more.contains(&key) => Some(Marker::Other),
        _ => None,
    }
}

/// By the first character: nearly every cell begins with another, and need not be brought into normal form.
fn may_be_marker(text: &str) -> bool {
    const FIRST: &[char] = &['总', '合', '汇', '全', '共', '小', '累', '本', '平', '同', 'Ｔ', 'Ｓ', 'Ｇ'];
    match text.as_bytes().first() {
        None => false,
        Some(first) if first.is_ascii() => matches!(first, b'T' | b't' | b'G' | b'g' | b'S' | b's'),
        Some(_) => text.starts_with(FIRST),
    }
}

/// Whether the row repeats the header, as where exports are put below each other.
pub(crate) fn is_header_again(header: &[String], row: &RowBuffer) -> bool {
    let mut named = 0;
    for (index, header) in header.iter().enumerate() {
        match row.get(index) {
            Cell::Text(text) if trimmed(text) == trimmed(header) => named += 1,
            cell if cell.is_blank() && trimmed(header).is_empty() => {}
            _ => return false,
        }
    }
    named > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_however_they_are_written() {
        let is_label = |text: &str| marker(Cell::Text(text), &[]).is_some();
        for text in
            ["总计", " 合 计 ", "合计：", "Total:", "TOTAL", "总计（共108条）", "小计", "Grand total", "合计(元)"]
        {
            assert!(is_label(text), "{text}");
        }
        for text in ["合计算器", "总计划", "Total Gym", "小计时器", "汇总表格本", "", "108"] {
            assert!(!is_label(text), "{text}");
        }
    }
}
