//! A table, and its two forms: a workbook and a text file that Excel opens without asking.

use std::fmt;

use analytics::{Amount, Money, Quantity};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// A cell of a table that is written.
#[derive(Clone, Debug, PartialEq)]
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

/// A header and how wide its column is, in characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub title: String,
    pub width: f64,
}

/// Headers and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub sheet: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<ExportCell>>,
}

/// Why a workbook could not be written: more rows than a sheet has, in practice.
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
    /// The table as a workbook with a frozen header.
    ///
    /// # Errors
    /// The table is larger than a sheet can be.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, WriteError> {
        let mut workbook = Workbook::new();
        // Of the clock nothing is in the file: the same table is the same bytes. Archives count their time from this day.
        let no_day = ExcelDateTime::from_ymd(1980, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&no_day));
        let sheet = workbook.add_worksheet();
        sheet.set_name(&self.sheet)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        let money = Format::new().set_num_format("#,##0.00");
        let price = Format::new().set_num_format("#,##0.00####");
        let share = Format::new().set_num_format("0.0%");
        let number = Format::new().set_num_format("0.00");
        for (column, header) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, column, &header.title, &bold)?;
            sheet.set_column_width(column, header.width)?;
        }
        for (row, cells) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    ExportCell::Blank => continue,
                    ExportCell::Text(text) => sheet.write_string(row, column, text)?,
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
        Ok(workbook.save_to_buffer()?)
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
        };
        let text = String::from_utf8(table.to_csv()).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"名称, 规格\",净利\r\n'=1+1,-3.20\r\n\"12\"\" 盘\",\r\n杯,12.3%\r\n1.2345,20.00\r\n"
        );
    }

    #[test]
    fn a_workbook_holds_the_decimal_that_was_meant() {
        assert_eq!(nearest(&Money::parse("0.29").unwrap()).to_string(), "0.29");
        assert_eq!(nearest(&Money::parse("-1234567.89").unwrap()).to_string(), "-1234567.89");
    }
}
