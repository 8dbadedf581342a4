//! The odd files of `fixtures/odd`: each has an answer, rows or a reason.

use std::fs::File;
use std::path::Path;

use crate::testing::{Rows, rows_of};
use crate::{ReadOptions, open, read};

fn file(name: &str) -> File {
    File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/odd").join(name)).unwrap()
}

/// What is said of the file.
#[track_caller]
fn check(name: &str, expected: &str) {
    let options =
        ReadOptions { timezone: "Asia/Shanghai", mapping: None, mappings: &[], states: None, progress: &mut |_| {} };
    let parts = read(name, file(name), options);
    let found = parts.iter().flat_map(|part| &part.file.diagnostics);
    let codes: Vec<_> = found.map(|found| found.problem.code()).collect();
    assert_eq!((parts.len(), codes.as_slice()), (1, [expected].as_slice()), "{name}");
}

/// The rows of the file.
#[track_caller]
fn check_rows(name: &str, expected: &[(u32, &[&str])]) {
    let mut rows = Rows::default();
    open::read_tables(name, file(name), 0, &mut rows);
    assert_eq!(rows.rows, rows_of(expected), "{name}: {:?}", rows.outcomes);
}

#[test]
fn bombs_do_not_go_off() {
    check("phpss__oleloop.xls", "damaged");
    check("calamine__issue_594_dos.ods", "unknown_layout");
    check("calamine__number_rows_repeated.ods", "unknown_layout");
    check("calamine__issue_666_panic.xlsb", "empty_file");
    check("poi__clusterfuzz-testcase-minimized-POIHSSFFuzzer-5816431116615680.xls", "damaged");
    check("calamine__too_small.xls", "no_header");
    check("exceljs__missing-bits.xlsx", "damaged");
    check("excelize__BadWorkbook.xlsx", "empty_file");
}

#[test]
fn passwords_are_seen_in_every_container() {
    for name in [
        "calamine__pass_protected.ods",
        "calamine__pass_protected.xlsb",
        "excelize__encryptAES.xlsx",
        "poi__xor-encryption-abc.xls",
        "sheetjs__password_2002_40_xor.xls",
    ] {
        check(name, "password_protected");
    }
}

#[test]
fn cells_that_would_be_skipped_are_refused() {
    check("sheetjs0185_short_cells.xlsb", "unsupported");
}

#[test]
fn dates_of_both_epochs_are_days() {
    for name in ["calamine__date_1904.xlsx", "calamine__date_1904.xls", "calamine__date_1904.xlsb"] {
        let mut rows = Rows::default();
        open::read_tables(name, file(name), 0, &mut rows);
        assert_eq!(rows.rows.first().map(|(_, cells)| cells[0].as_str()), Some("2021-01-01"), "{name}");
    }
}

#[test]
fn unusual_packages_are_read() {
    check_rows("calamine__inlineStr_cdata.xlsx", &[(1, &["Hello CDATA", "World"]), (2, &["12345", "NormalText"])]);
    let letters: &[(u32, &[&str])] = &[(1, &["a", "b"]), (2, &["1", "3"]), (3, &["2", "4"])];
    check_rows("calamine__nonstandard-xml-ns-prefix.xlsx", letters);
    for name in ["calamine__issue_261.xlsx", "calamine__strict_iso_paths.xlsx", "calamine__biff5_write.xls"] {
        let mut rows = Rows::default();
        open::read_tables(name, file(name), 0, &mut rows);
        assert!(!rows.rows.is_empty(), "{name}: {:?}", rows.outcomes);
    }
}

#[test]
fn digits_of_texts_stay() {
    let mut rows = Rows::default();
    let name = "readxl__big-texty-numbers-xlsx.xlsx";
    open::read_tables(name, file(name), 0, &mut rows);
    let longest = rows.rows.iter().flat_map(|(_, cells)| cells).map(String::len).max();
    assert!(longest > Some(9), "{:?}", rows.rows);
}
