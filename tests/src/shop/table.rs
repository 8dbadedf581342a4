//! Writes tables as the platforms' exports are written: csv in several encodings and wrappings, xlsx, zip.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::{Cursor, Read, Write};
use std::rc::Rc;
use std::{cell::RefCell, fs, io, path::PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::money::yuan;

/// Where files go.
pub trait Output {
    /// Begins a file; it is complete when the writer is dropped.
    fn create(&mut self, name: &str) -> Box<dyn Write>;
}

/// Files in a folder of the disk.
#[derive(Debug)]
pub struct Folder(pub PathBuf);

impl Output for Folder {
    fn create(&mut self, name: &str) -> Box<dyn Write> {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        Box::new(io::BufWriter::with_capacity(1 << 20, fs::File::create(path).unwrap()))
    }
}

/// Files in memory, by name.
#[derive(Clone, Debug, Default)]
pub struct Memory(Rc<RefCell<BTreeMap<String, Vec<u8>>>>);

impl Memory {
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.borrow().clone()
    }
}

struct MemoryFile(Memory, String);

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.0.borrow_mut().get_mut(&self.1).unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for Memory {
    fn create(&mut self, name: &str) -> Box<dyn Write> {
        self.0.borrow_mut().insert(name.to_owned(), Vec::new());
        Box::new(MemoryFile(self.clone(), name.to_owned()))
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, Default)]
pub enum SheetCell {
    #[default]
    Blank,
    Text(String),
    /// In cents; a number in a workbook.
    Money(i64),
    Count(i64),
}

impl From<&str> for SheetCell {
    fn from(text: &str) -> SheetCell {
        SheetCell::Text(text.to_owned())
    }
}

impl From<String> for SheetCell {
    fn from(text: String) -> SheetCell {
        SheetCell::Text(text)
    }
}

/// How a csv file is written.
#[derive(Clone, Copy, Debug)]
pub enum Style {
    /// GB18030, as old 千牛 and 支付宝 write.
    Gbk,
    Utf8,
    Utf8Bom,
    /// With the mark, and every value in quotes: 抖店.
    Quoted,
    /// With the mark, and a tab behind every value: 拼多多.
    Tabbed,
}

enum Kind {
    Csv { style: Style, out: Box<dyn Write>, line: String, gbk: Gbk },
    Xlsx { book: Box<Workbook>, row: u32, out: Box<dyn Write>, stale: bool },
}

/// One table on its way into a file.
pub struct Sheet {
    headers: Vec<String>,
    places: BTreeMap<String, usize>,
    row: Vec<SheetCell>,
    kind: Kind,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sheet").field("headers", &self.headers).finish_non_exhaustive()
    }
}

impl Sheet {
    fn new(kind: Kind) -> Sheet {
        Sheet { headers: Vec::new(), places: BTreeMap::new(), row: Vec::new(), kind }
    }

    pub fn csv(mut out: Box<dyn Write>, style: Style) -> Sheet {
        if matches!(style, Style::Utf8Bom | Style::Quoted | Style::Tabbed) {
            out.write_all(b"\xEF\xBB\xBF").unwrap();
        }
        Sheet::new(Kind::Csv { style, out, line: String::new(), gbk: Gbk::default() })
    }

    pub fn xlsx(out: Box<dyn Write>, name: &str) -> Sheet {
        let mut book = Box::new(Workbook::new());
        let written = ExcelDateTime::from_ymd(2026, 7, 14).unwrap();
        book.set_properties(&DocProperties::new().set_creation_datetime(&written));
        book.add_worksheet().set_name(name).unwrap();
        Sheet::new(Kind::Xlsx { book, row: 0, out, stale: false })
    }

    /// The workbook claims to have one cell, as some exports do.
    #[must_use]
    pub fn with_stale_dimension(mut self) -> Sheet {
        if let Kind::Xlsx { stale, .. } = &mut self.kind {
            *stale = true;
        }
        self
    }

    /// A row above the header or below the data, cell by cell.
    pub fn plain(&mut self, cells: &[&str]) {
        let cells: Vec<SheetCell> = cells.iter().map(|text| SheetCell::from(*text)).collect();
        self.write(&cells, true);
    }

    /// A title over several columns.
    pub fn merged_title(&mut self, title: &str, columns: u16) {
        if let Kind::Xlsx { book, row, .. } = &mut self.kind {
            let sheet = book.worksheet_from_index(0).unwrap();
            sheet.merge_range(*row, 0, *row, columns - 1, title, &Format::new()).unwrap();
            *row += 1;
        }
    }

    pub fn header(&mut self, headers: impl IntoIterator<Item = impl Into<String>>) {
        self.headers = headers.into_iter().map(Into::into).collect();
        for (place, header) in self.headers.iter().enumerate() {
            self.places.entry(header.trim().to_owned()).or_insert(place);
        }
        self.row = vec![SheetCell::Blank; self.headers.len()];
        let cells: Vec<SheetCell> = self.headers.iter().map(|header| SheetCell::from(header.as_str())).collect();
        self.write(&cells, true);
    }

    /// Fills a cell of the current row.
    #[track_caller]
    pub fn put(&mut self, header: &str, cell: impl Into<SheetCell>) -> &mut Sheet {
        let place = *self.places.get(header).unwrap_or_else(|| panic!("no column {header}"));
        self.row[place] = cell.into();
        self
    }

    pub fn has(&self, header: &str) -> bool {
        self.places.contains_key(header)
    }

    pub fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        self.write(&row, false);
        self.row = vec![SheetCell::Blank; row.len()];
    }

    fn write(&mut self, cells: &[SheetCell], is_plain: bool) {
        match &mut self.kind {
            Kind::Csv { style, out, line, gbk } => {
                line.clear();
                for (position, cell) in cells.iter().enumerate() {
                    if position > 0 {
                        line.push(',');
                    }
                    write_csv(line, cell, *style, is_plain);
                }
                line.push_str("\r\n");
                match style {
                    Style::Gbk => out.write_all(gbk.encode(line)).unwrap(),
                    _ => out.write_all(line.as_bytes()).unwrap(),
                }
            }
            Kind::Xlsx { book, row, .. } => {
                let sheet = book.worksheet_from_index(0).unwrap();
                for (column, cell) in (0_u16..).zip(cells) {
                    match cell {
                        SheetCell::Blank => {}
                        SheetCell::Text(text) => drop(sheet.write_string(*row, column, text).unwrap()),
                        SheetCell::Money(cents) => {
                            sheet.write_number(*row, column, as_float(*cents) / 100.0).unwrap();
                        }
                        SheetCell::Count(count) => drop(sheet.write_number(*row, column, as_float(*count)).unwrap()),
                    }
                }
                *row += 1;
            }
        }
    }

    pub fn finish(self) {
        match self.kind {
            Kind::Csv { mut out, .. } => out.flush().unwrap(),
            Kind::Xlsx { mut book, mut out, stale, .. } => {
                let bytes = book.save_to_buffer().unwrap();
                let bytes = if stale { with_stale_dimension(&bytes) } else { bytes };
                out.write_all(&bytes).unwrap();
                out.flush().unwrap();
            }
        }
    }
}

/// Encodes line by line. The encoder searches its table for every character, and exports use few: they are remembered.
#[derive(Default)]
struct Gbk {
    known: BTreeMap<char, Vec<u8>>,
    bytes: Vec<u8>,
}

impl Gbk {
    fn encode(&mut self, line: &str) -> &[u8] {
        self.bytes.clear();
        for character in line.chars() {
            if character.is_ascii() {
                self.bytes.push(u8::try_from(character).unwrap());
                continue;
            }
            let bytes = self.known.entry(character).or_insert_with(|| {
                let mut text = [0; 4];
                encoding_rs::GB18030.encode(character.encode_utf8(&mut text)).0.into_owned()
            });
            self.bytes.extend_from_slice(bytes);
        }
        &self.bytes
    }
}

#[expect(clippy::cast_precision_loss, reason = "a workbook's numbers are floats")]
fn as_float(number: i64) -> f64 {
    number as f64
}

fn write_csv(line: &mut String, cell: &SheetCell, style: Style, is_plain: bool) {
    let start = line.len();
    match cell {
        SheetCell::Blank => {}
        SheetCell::Text(text) => line.push_str(text),
        SheetCell::Money(cents) => line.push_str(&yuan(*cents)),
        SheetCell::Count(count) => drop(write!(line, "{count}")),
    }
    if matches!(style, Style::Tabbed) && !is_plain {
        line.push('\t');
    }
    let needs_quotes = line[start..].contains([',', '"', '\n', '\r']);
    if matches!(style, Style::Quoted) || needs_quotes {
        let text = line.split_off(start);
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    }
}

/// The id as 千牛 and ERPs protect it from Excel.
pub fn formula(id: &str) -> String {
    format!("=\"{id}\"")
}

/// A zip of one file.
pub fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

fn with_stale_dimension(bytes: &[u8]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut entry = old.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name == "xl/worksheets/sheet1.xml" {
            let text = String::from_utf8(content).unwrap();
            let (before, rest) = text.split_once("<dimension ref=\"").unwrap();
            let (_, after) = rest.split_once('"').unwrap();
            content = format!("{before}<dimension ref=\"A1\"{after}").into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}
