//! Containers that are unusual, flat or old.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::package::{Package, row};
use crate::{codes, read_one};

fn costs() -> String {
    [row(1, &["商家编码", "单位成本"]), row(2, &["A-1", "5.50"])].concat()
}

/// `bin` is the extension of printer settings; some writers declare it, and name the workbook as they like.
#[test]
fn an_extension_is_no_sign_of_a_binary_workbook() {
    let types = |bin: &str, workbook: &str| {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="{bin}"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{workbook}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#
        )
    };
    let printer = "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings";
    let binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main";
    for bin in [printer, binary] {
        for workbook in ["xl/workbook.xml", "xl/workbook2.xml", "xl/book.xml"] {
            let types = types(bin, workbook);
            let more = [("xl/printerSettings/printerSettings1.bin", "settings")];
            let package = Package { rows: &costs(), workbook, types: &types, more: &more };
            let dataset = read_one("成本.xlsx", package.bytes());
            assert_eq!((dataset.costs.len(), codes(&dataset.files[0])), (1, vec![]), "{bin} {workbook}");
        }
    }
}

#[test]
fn a_flat_document_is_read() {
    let cell =
        |text: &str| format!("<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>");
    let rows = ["商家编码", "单位成本", "A-1", "5.50"].map(cell);
    let flat = format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' office:version='1.3' office:mimetype='application/vnd.oasis.opendocument.spreadsheet'><office:meta><meta:creation-date>2026-06-01</meta:creation-date></office:meta><office:body><office:spreadsheet><table:table table:name='成本'><table:table-row>{}{}</table:table-row><table:table-row>{}{}</table:table-row></table:table></office:spreadsheet></office:body></office:document>",
        rows[0], rows[1], rows[2], rows[3],
    );
    let dataset = read_one("成本.fods", &flat);
    assert_eq!((dataset.files[0].format.as_str(), dataset.costs.len()), ("fods", 1));
    // A letter as one piece of XML is no table.
    let letter = flat.replace("opendocument.spreadsheet", "opendocument.text");
    assert_eq!(codes(&read_one("信.fodt", letter).files[0]), ["not_a_table"]);
}

#[test]
fn workbooks_before_workbooks_are_named_for_what_they_are() {
    let old = |bof: &[u8]| [bof, &[0x10, 0, 0, 0, 0, 0, 0x0a, 0, 0, 0]].concat();
    for (bof, version) in [
        (&b"\x09\x00\x04\x00"[..], "Excel 2.0"),
        (b"\x09\x02\x06\x00", "Excel 3.0"),
        (b"\x09\x04\x06\x00", "Excel 4.0"),
    ] {
        let file = read_one("旧.xls", old(bof)).files.remove(0);
        assert_eq!(codes(&file), ["unsupported"]);
        let sentence = file.diagnostics[0].to_string();
        assert!(sentence.contains(version) && sentence.contains("save it as .xlsx"), "{sentence}");
    }
}

/// An archive of exports is still an archive.
#[test]
fn a_zip_of_tables_is_no_workbook() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("成本.csv", SimpleFileOptions::default()).unwrap();
    zip.write_all("商家编码,单位成本\nA-1,5\n".as_bytes()).unwrap();
    assert_eq!(read_one("成本.zip", zip.finish().unwrap().into_inner()).costs.len(), 1);
}
