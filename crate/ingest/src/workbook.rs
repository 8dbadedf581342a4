//! xlsx, xlsb and xls through calamine. Only this module names it.

use std::io::{BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use analytics::diagnostic::Problem;
use calamine::{
    CellErrorType, Data, DataRef, ExcelDateTime, Reader as _, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsb,
    XlsbError, Xlsx, XlsxError,
};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use jiff::civil;

use crate::cell::{Cell, FileFacts, Merge, RowBuffer, TableSink};
use crate::formula::{self, Literal};
use crate::sniff::damaged;

/// Reads all sheets of an xlsx, row by row.
///
/// # Errors
/// A damaged or protected workbook.
pub(crate) fn read_xlsx<R: Read + Seek>(reader: R, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    guarded(|| {
        let mut book = Xlsx::new(BufReader::new(reader)).map_err(xlsx_problem)?;
        for sheet in in_reading_order(book.sheets_metadata()) {
            let cells = match book.worksheet_cells_reader(&sheet) {
                Ok(cells) => cells,
                // A sheet the package lists and does not have, and chart sheets that are listed as sheets.
                Err(XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_)) => continue,
                Err(error) => return Err(xlsx_problem(error)),
            };
            if sink.sheet_begins(Some(&sheet)).is_break() {
                continue;
            }
            let mut cells = cells;
            let mut formulas = Formulas::default();
            while let Some(cell) = cells.next_formula().map_err(xlsx_problem)? {
                formulas.saw(cell.get_position(), cell.get_value());
            }
            drop(cells);
            let mut cells = book.worksheet_cells_reader(&sheet).map_err(xlsx_problem)?;
            stream(sink, formulas, || {
                let cell = cells.next_cell().map_err(xlsx_problem)?;
                Ok(cell.map(|cell| (cell.get_position(), cell)))
            })?;
        }
        Ok(FileFacts::of("xlsx"))
    })
}

/// Reads all sheets of an xlsb, row by row.
///
/// # Errors
/// A damaged or protected workbook.
pub(crate) fn read_xlsb<R: Read + Seek>(
    reader: R,
    has_formulas: bool,
    sink: &mut dyn TableSink,
) -> Result<FileFacts, Problem> {
    guarded(|| {
        let mut book = Xlsb::new(BufReader::new(reader)).map_err(xlsb_problem)?;
        for sheet in in_reading_order(book.sheets_metadata()) {
            let mut formulas = Formulas::default();
            if has_formulas && let Ok(mut cells) = book.worksheet_cells_reader(&sheet) {
                while let Some(cell) = cells.next_formula().map_err(xlsb_problem)? {
                    formulas.saw(cell.get_position(), cell.get_value());
                }
            }
            let mut cells = match book.worksheet_cells_reader(&sheet) {
                Ok(cells) => cells,
                Err(XlsbError::WorksheetNotFound(_)) => continue,
                Err(error) => return Err(xlsb_problem(error)),
            };
            if sink.sheet_begins(Some(&sheet)).is_break() {
                continue;
            }
            stream(sink, formulas, || {
                let cell = cells.next_cell().map_err(xlsb_problem)?;
                Ok(cell.map(|cell| (cell.get_position(), cell)))
            })?;
        }
        Ok(FileFacts::of("xlsb"))
    })
}

/// Reads all sheets of an xls whose compound file was checked before.
///
/// # Errors
/// A damaged or protected workbook.
pub(crate) fn read_xls(bytes: Vec<u8>, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    guarded(|| {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(xls_problem)?;
        for sheet in in_reading_order(book.sheets_metadata()) {
            let Ok(range) = book.worksheet_range(&sheet) else { continue };
            if sink.sheet_begins(Some(&sheet)).is_break() {
                continue;
            }
            let Some((first_row, first_column)) = range.start() else { continue };
            let mut formulas = Formulas::default();
            if let Ok(written) = book.worksheet_formula(&sheet) {
                let (top, left) = written.start().unwrap_or_default();
                for (row, column, formula) in written.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
                    let place = |start: u32, offset| start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
                    formulas.saw((place(top, row), place(left, column)), formula);
                }
            }
            let first_column = usize::try_from(first_column).unwrap_or(usize::MAX);
            let mut row = RowBuffer::default();
            for (number, cells) in (first_row.saturating_add(1)..).zip(range.rows()) {
                row.clear();
                for (column, cell) in (first_column..).zip(cells) {
                    let position = (number.saturating_sub(1), u32::try_from(column).unwrap_or(u32::MAX));
                    let value = formulas.apply(position, owned_cell(cell));
                    if value != Cell::Empty {
                        row.put(column, value);
                    }
                }
                if sink.row(number, &row).is_break() {
                    break;
                }
            }
            for merged in book.merge_cells_by_sheet_name(&sheet).unwrap_or_default() {
                let ((first, column), (last, _)) = (merged.start, merged.end);
                let column = usize::try_from(column).unwrap_or(usize::MAX);
                if first < last {
                    sink.merged(Merge { first_row: first.saturating_add(1), last_row: last.saturating_add(1), column });
                }
            }
        }
        Ok(FileFacts::of("xls"))
    })
}

/// Whatever the library does with hostile bytes, the seller gets an answer. Where panics cannot be caught, as in the
/// browser, the page starts the worker again.
fn guarded(read: impl FnOnce() -> Result<FileFacts, Problem>) -> Result<FileFacts, Problem> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Problem::ReaderFailed))
}

/// Visible sheets first: a hidden one holds leftovers more often than the export.
fn in_reading_order(sheets: &[Sheet]) -> Vec<String> {
    let (visible, hidden): (Vec<_>, Vec<_>) = sheets
        .iter()
        .filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet))
        .partition(|sheet| matches!(sheet.visible, SheetVisible::Visible));
    visible.into_iter().chain(hidden).map(|sheet| sheet.name.clone()).collect()
}

/// Gathers cells that come one by one into rows.
fn stream<'a>(
    sink: &mut dyn TableSink,
    mut formulas: Formulas,
    mut next: impl FnMut() -> Result<Option<((u32, u32), calamine::Cell<DataRef<'a>>)>, Problem>,
) -> Result<(), Problem> {
    let mut row = RowBuffer::default();
    let mut current = None;
    let emit = |number: Option<u32>, row: &RowBuffer, sink: &mut dyn TableSink| match number {
        Some(number) => sink.row(number.saturating_add(1), row),
        None => ControlFlow::Continue(()),
    };
    while let Some(((row_index, column), cell)) = next()? {
        if current != Some(row_index) {
            if emit(current, &row, sink).is_break() {
                return Ok(());
            }
            row.clear();
            current = Some(row_index);
        }
        let value = formulas.apply((row_index, column), borrowed_cell(cell.get_value()));
        if value != Cell::Empty {
            row.put(usize::try_from(column).unwrap_or(usize::MAX), value);
        }
    }
    _ = emit(current, &row, sink);
    Ok(())
}

/// The formulas of a sheet, which the library gives apart from the values.
#[derive(Debug, Default)]
struct Formulas {
    /// By row and column from 0; `None` for one that is no plain value.
    known: HashMap<(u32, u32), Option<Plain>, FixedState>,
    /// One of them has a result, so an empty text is one too.
    is_calculated: bool,
}

#[derive(Debug)]
enum Plain {
    Text(String),
    Number(f64),
}

impl Formulas {
    fn saw(&mut self, position: (u32, u32), formula: &str) {
        let plain = formula::literal(formula).and_then(|literal| match literal {
            Literal::Text(text) => Some(Plain::Text(text.into_owned())),
            Literal::Number(digits) => digits.parse().ok().map(Plain::Number),
        });
        self.known.insert(position, plain);
    }

    /// What the cell holds, where it holds a formula.
    fn apply<'c>(&'c mut self, position: (u32, u32), stored: Cell<'c>) -> Cell<'c> {
        if self.known.is_empty() {
            return stored;
        }
        match self.known.get(&position).map(Option::as_ref) {
            None => stored,
            Some(Some(Plain::Text(text))) if text.is_empty() => Cell::Empty,
            Some(Some(Plain::Text(text))) => Cell::Text(text),
            // A moment is the number too, shown as its style says.
            Some(Some(Plain::Number(_))) if matches!(stored, Cell::Moment(_)) => stored,
            Some(Some(&Plain::Number(number))) => Cell::Number(number),
            Some(None) if stored == Cell::Empty || (stored == Cell::Text("") && !self.is_calculated) => Cell::Formula,
            Some(None) => {
                self.is_calculated |= stored != Cell::Number(0.0) && stored != Cell::Text("");
                stored
            }
        }
    }
}

fn borrowed_cell<'c>(value: &'c DataRef<'_>) -> Cell<'c> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => whole(*number),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(moment) => excel_moment(moment),
        DataRef::Error(error) => error_cell(error),
    }
}

fn owned_cell(value: &Data) -> Cell<'_> {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => whole(*number),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(moment) => excel_moment(moment),
        Data::Error(error) => error_cell(error),
    }
}

fn error_cell(_: &CellErrorType) -> Cell<'static> {
    Cell::Error
}

#[expect(
    clippy::cast_precision_loss,
    reason = "workbooks hold whole numbers as floats; larger ones are damaged ids either way"
)]
fn whole(number: i64) -> Cell<'static> {
    Cell::Number(number as f64)
}

pub(crate) fn excel_moment(value: &ExcelDateTime) -> Cell<'static> {
    let serial = value.as_f64();
    if value.is_duration() || !(0.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let civil = || {
        let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let (hour, minute, second) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?);
        civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()
    };
    match civil() {
        // A float cannot hold most seconds exactly: 09:59:59.9999 was entered as 10:00:00.
        Some(moment) if milli >= 500 => Cell::Moment(moment.saturating_add(jiff::Span::new().seconds(1))),
        Some(moment) => Cell::Moment(moment),
        // Excel's 1900-02-29, which never was.
        None => Cell::Number(serial),
    }
}

fn xlsx_problem(error: XlsxError) -> Problem {
    match error {
        XlsxError::Password => Problem::PasswordProtected,
        error => damaged(error),
    }
}

fn xlsb_problem(error: XlsbError) -> Problem {
    match error {
        XlsbError::Password => Problem::PasswordProtected,
        error => damaged(error),
    }
}

fn xls_problem(error: XlsError) -> Problem {
    match error {
        XlsError::Password => Problem::PasswordProtected,
        error => damaged(error),
    }
}
