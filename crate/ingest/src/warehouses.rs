//! Stock over several sheets of one workbook: each sheet is a warehouse, where it can be one.

use analytics::dataset::Part;

use crate::header::folded;

/// Names the warehouse of rows that name none by their sheet, so that what lies in several adds up: without a name, rows of
/// two sheets are taken for one count that was put down twice. Only where every sheet may be a place; sheets of several months
/// are counts of the same goods, and copies are the same count.
pub(crate) fn name_by_sheet<'p>(parts: impl Iterator<Item = &'p mut Part>) {
    let parts: Vec<&mut Part> = parts.collect();
    let is_place =
        |part: &&mut Part| part.table.as_ref().and_then(|table| table.sheet.as_deref()).is_some_and(is_place);
    if parts.len() < 2 || !parts.iter().all(is_place) {
        return;
    }
    for part in parts {
        let Some(sheet) = part.table.as_ref().and_then(|table| table.sheet.as_deref()) else { continue };
        let warehouse = part.pools.warehouses.intern(sheet.trim());
        for row in part.stock.iter_mut() {
            row.warehouse = row.warehouse.or(Some(warehouse));
        }
    }
}

/// Whether a sheet's name may be that of a place: no time, no number that a program gave it, no copy.
fn is_place(sheet: &str) -> bool {
    let name = folded(sheet);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["仓", "店", "warehouse", "store", "depot", "fba"]) {
        return true;
    }
    !name.is_empty()
        && !name.chars().any(|character| character.is_ascii_digit())
        && !has(&["月", "日", "周", "年", "季", "副本", "备份", "旧", "历史", "上期", "本期", "copy", "backup", "old"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_places_unless_they_are_times_or_copies() {
        for name in ["义乌仓", "1号仓", "杭州", "Warehouse 2", "FBA"] {
            assert!(is_place(name), "{name}");
        }
        for name in ["6月", "六月", "Sheet1", "工作表２", "2026-06-30", "库存 副本", "库存旧", ""] {
            assert!(!is_place(name), "{name}");
        }
    }
}
