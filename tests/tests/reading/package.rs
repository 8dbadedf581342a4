//! Workbooks written by hand, so that every byte of a cell is chosen.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How a workbook is put together.
pub(crate) struct Package<'a> {
    /// Between `<sheetData>` and its end.
    pub(crate) rows: &'a str,
    /// Path of the part that is the workbook, below the root.
    pub(crate) workbook: &'a str,
    pub(crate) types: &'a str,
    /// More parts.
    pub(crate) more: &'a [(&'a str, &'a str)],
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;

impl Default for Package<'_> {
    fn default() -> Self {
        Package { rows: "", workbook: "xl/workbook.xml", types: TYPES, more: &[] }
    }
}

impl Package<'_> {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let (folder, name) = self.workbook.rsplit_once('/').unwrap();
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relations = |kind: &str, target: &str| {
            format!(
                r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
            )
        };
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let book = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#
        );
        let sheet = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}"><sheetData>{}</sheetData></worksheet>"#,
            self.rows
        );
        let parts = [
            ("[Content_Types].xml".to_owned(), self.types.to_owned()),
            ("_rels/.rels".to_owned(), relations("officeDocument", self.workbook)),
            (self.workbook.to_owned(), book),
            (format!("{folder}/_rels/{name}.rels"), relations("worksheet", "worksheets/sheet1.xml")),
            (format!("{folder}/worksheets/sheet1.xml"), sheet),
        ];
        let more = self.more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        for (name, text) in parts.into_iter().chain(more) {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A row of texts, with what stands between them as it is: a cell of markup begins with `<`.
pub(crate) fn row(number: usize, cells: &[&str]) -> String {
    let cell = |(index, cell): (usize, &&str)| {
        if cell.is_empty() {
            return String::new();
        }
        let reference = format!("{}{number}", char::from(b'A' + u8::try_from(index).unwrap()));
        if let Some(markup) = cell.strip_prefix("<c") {
            format!(r#"<c r="{reference}"{markup}"#)
        } else {
            format!(r#"<c r="{reference}" t="inlineStr"><is><t>{cell}</t></is></c>"#)
        }
    };
    format!(r#"<row r="{number}">{}</row>"#, cells.iter().enumerate().map(cell).collect::<String>())
}
