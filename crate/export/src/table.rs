//! A table, and its two forms: a workbook and a text file that Excel opens without asking.

use std::borrow::Cow;
use std::fmt;

use analytics::{Amount, Money, Quantity};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use serde::{Deserialize, Serialize};

/// A cell of a table that is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ExportCell {
    /// Unknown, not zero.
    Blank,
    Text(String),
    Money(Money),
    /// A price of one piece, with all its digits: × quantity it is the amount beside it.
    Price(Amount),
    Quantity(Quantity),
    Count(u32),
    /// From 0 to 1, shown as a percentage.
    Share(f64),
    Number(f64),
}

impl ExportCell {
    /// An amount; blank where it is not known.
    pub fn money(amount: Option<Money>) -> ExportCell {
        amount.map_or(ExportCell::Blank, ExportCell::Money)
    }

    /// A share from 0 to 1; blank where it is not known.
    pub fn share(share: Option<f64>) -> ExportCell {
        share.map_or(ExportCell::Blank, ExportCell::Share)
    }
}

/// A header and how wide its column is, in characters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    pub width: f64,
}

/// What somebody has to know who was only sent the file: of what part of which shop it is, and what its columns mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What its sheet is called.
    pub sheet: String,
    /// A word, and what there is to say of it.
    pub lines: Vec<(String, String)>,
}

/// Headers and rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub sheet: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<ExportCell>>,
    /// Has a sheet of its own in a workbook. Without lines there is none.
    pub about: About,
}

/// Rows of a sheet below its header, and characters of a cell and of the name of a sheet, that Excel takes.
const SHEET_ROWS: usize = 1_048_575;
const CELL_CHARACTERS: usize = 32_767;
const NAME_CHARACTERS: usize = 31;

/// Why a workbook could not be written.
#[derive(Debug)]
pub struct WriteError(XlsxError);

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for WriteError {}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> WriteError {
        WriteError(error)
    }
}

impl Table {
    /// The table as a workbook: its header stands still, and what there is to know of it is on the last sheet. Rows that
    /// are too many for a sheet go on in the next; a text that is too long for a cell ends in an ellipsis.
    ///
    /// # Errors
    /// The workbook cannot be written.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, WriteError> {
        let mut workbook = Workbook::new();
        // Of the clock nothing is in the file: the same table is the same bytes. Archives count their time from this day.
        let no_day = ExcelDateTime::from_ymd(1980, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&no_day));
        let mut names = SheetNames::default();
        for rows in self.sheets(SHEET_ROWS) {
            self.write_rows(workbook.add_worksheet().set_name(names.next(&self.sheet))?, rows)?;
        }
        if !self.about.lines.is_empty() {
            self.about.write(workbook.add_worksheet().set_name(names.next(&self.about.sheet))?)?;
        }
        Ok(workbook.save_to_buffer()?)
    }

    /// The rows of each sheet; one without rows has a sheet too.
    fn sheets(&self, at_most: usize) -> impl Iterator<Item = &[Vec<ExportCell>]> {
        let none = self.rows.is_empty().then_some(&[][..]);
        none.into_iter().chain(self.rows.chunks(at_most))
    }

    fn write_rows(&self, sheet: &mut Worksheet, rows: &[Vec<ExportCell>]) -> Result<(), XlsxError> {
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        let money = Format::new().set_num_format("#,##0.00");
        let price = Format::new().set_num_format("#,##0.00####");
        let share = Format::new().set_num_format("0.0%");
        let number = Format::new().set_num_format("0.00");
        for (column, header) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, column, fitting(&header.title), &bold)?;
            sheet.set_column_width(column, header.width)?;
        }
        for (row, cells) in (1..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    ExportCell::Blank => continue,
                    ExportCell::Text(text) => sheet.write_string(row, column, fitting(text))?,
                    ExportCell::Money(amount) => {
                        sheet.write_number_with_format(row, column, nearest(amount), &money)?
                    }
                    ExportCell::Price(amount) => {
                        sheet.write_number_with_format(row, column, nearest(amount), &price)?
                    }
                    ExportCell::Quantity(quantity) => sheet.write_number(row, column, nearest(quantity))?,
                    ExportCell::Count(count) => sheet.write_number(row, column, *count)?,
                    ExportCell::Share(value) => sheet.write_number_with_format(row, column, *value, &share)?,
                    ExportCell::Number(value) => sheet.write_number_with_format(row, column, *value, &number)?,
                };
            }
        }
        Ok(())
    }

    /// The table as comma-separated UTF-8 with a byte order mark, by which Excel knows the encoding.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut text = String::from('\u{feff}');
        let titles = self.columns.iter().map(|column| escape(&column.title));
        push_line(&mut text, titles);
        for row in &self.rows {
            push_line(&mut text, row.iter().map(plain));
        }
        text.into_bytes()
    }
}

impl About {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold().set_align(FormatAlign::Top);
        let wrapped = Format::new().set_text_wrap();
        sheet.set_column_width(0, 18)?;
        sheet.set_column_width(1, 80)?;
        for (row, (word, said)) in (0..).zip(&self.lines) {
            sheet.write_string_with_format(row, 0, fitting(word), &bold)?;
            sheet.write_string_with_format(row, 1, fitting(said), &wrapped)?;
        }
        Ok(())
    }
}

/// Names that Excel takes for sheets, each once in a workbook.
#[derive(Default)]
struct SheetNames(Vec<String>);

impl SheetNames {
    fn next(&mut self, wanted: &str) -> String {
        let refused = |character: char| "[]:*?/\\".contains(character) || character.is_control();
        let name: String = wanted.chars().map(|each| if refused(each) { ' ' } else { each }).collect();
        let name = name.trim_matches([' ', '\'']);
        let name = if name.is_empty() { "1" } else { name };
        let numbered = (1..).map(|number: usize| {
            let end = if number == 1 { String::new() } else { format!(" {number}") };
            let room = NAME_CHARACTERS - end.chars().count();
            let kept: String = name.chars().take(room).collect();
            kept.trim_end().to_owned() + &end
        });
        let is_free = |name: &String| !self.0.iter().any(|taken| taken.to_lowercase() == name.to_lowercase());
        let name = numbered.into_iter().find(is_free).unwrap_or_default();
        self.0.push(name.clone());
        name
    }
}

/// What a cell has room for.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL_CHARACTERS || text.encode_utf16().count() <= CELL_CHARACTERS {
        return Cow::Borrowed(text);
    }
    let mut room = CELL_CHARACTERS - 1;
    let mut kept: String = text
        .chars()
        .take_while(|character| {
            let fits = character.len_utf16() <= room;
            room = room.saturating_sub(character.len_utf16());
            fits
        })
        .collect();
    kept.push('…');
    Cow::Owned(kept)
}

/// A workbook stores numbers as binary fractions: the one nearest to the decimal is written, and Excel shows the decimal.
fn nearest(exact: &impl ToString) -> f64 {
    exact.to_string().parse().unwrap_or_default()
}

fn push_line(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push_str(&cells.collect::<Vec<_>>().join(","));
    text.push_str("\r\n");
}

fn plain(cell: &ExportCell) -> String {
    match cell {
        ExportCell::Blank => String::new(),
        ExportCell::Text(text) => escape(text),
        ExportCell::Money(amount) => amount.to_string(),
        ExportCell::Price(amount) => amount.to_string(),
        ExportCell::Quantity(quantity) => quantity.to_string(),
        ExportCell::Count(count) => count.to_string(),
        ExportCell::Share(value) => format!("{:.1}%", value * 100.0),
        ExportCell::Number(value) => value.to_string(),
    }
}

/// Quotes what has to be quoted, and keeps Excel from running a name that looks like a formula.
fn escape(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_files_open_in_excel_as_they_are() {
        let table = Table {
            sheet: "SKU".to_owned(),
            columns: vec![
                Column { title: "名称, 规格".to_owned(), width: 10.0 },
                Column { title: "净利".to_owned(), width: 10.0 },
            ],
            rows: vec![
                vec![ExportCell::Text("=1+1".to_owned()), ExportCell::Money(Money::from_cents(-320))],
                vec![ExportCell::Text("12\" 盘".to_owned()), ExportCell::Blank],
                vec![ExportCell::Text("杯".to_owned()), ExportCell::Share(0.1234)],
                vec![
                    ExportCell::Price(Amount::parse("1.2345").unwrap()),
                    ExportCell::Price(Amount::parse("20").unwrap()),
                ],
            ],
            ..Table::default()
        };
        let text = String::from_utf8(table.to_csv()).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"名称, 规格\",净利\r\n'=1+1,-3.20\r\n\"12\"\" 盘\",\r\n杯,12.3%\r\n1.2345,20.00\r\n"
        );
    }

    #[test]
    fn rows_that_are_too_many_for_a_sheet_go_on_in_the_next() {
        let rows = |count: u32| Table { rows: vec![vec![ExportCell::Count(1)]; count as usize], ..Table::default() };
        let sheets = |table: &Table| table.sheets(3).map(<[_]>::len).collect::<Vec<_>>();
        assert_eq!([0, 3, 7].map(|count| sheets(&rows(count))), [vec![0], vec![3], vec![3, 3, 1]]);
        let mut names = SheetNames::default();
        assert_eq!(
            ["订单", "订单", "说明", "", "订单"].map(|name| names.next(name)),
            ["订单", "订单 2", "说明", "1", "订单 3"]
        );
    }

    #[test]
    fn a_workbook_holds_the_decimal_that_was_meant() {
        assert_eq!(nearest(&Money::parse("0.29").unwrap()).to_string(), "0.29");
        assert_eq!(nearest(&Money::parse("-1234567.89").unwrap()).to_string(), "-1234567.89");
    }
}
