//! What the small parts of a workbook say: its sheets, where they are, and which number formats are dates.

use std::io::{Read, Seek};

use analytics::diagnostic::Problem;
use calamine::{ExcelDateTime, ExcelDateTimeType};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::cell::Cell;
use crate::package::entry_text;
use crate::workbook::excel_moment;
use crate::xml::attribute;

/// The parts of a workbook.
#[derive(Debug)]
pub(crate) struct Book {
    /// Visible sheets first: a hidden one holds leftovers more often than the export.
    pub(crate) sheets: Vec<SheetPart>,
    /// Position in the zip.
    pub(crate) strings: Option<usize>,
    pub(crate) formats: Formats,
    /// Excel keeps the order in which it calculates: where that is stored, a result that is an empty text is a result. A
    /// writer that calculates nothing stores the same where it knows no result.
    pub(crate) is_calculated: bool,
}

#[derive(Debug)]
pub(crate) struct SheetPart {
    pub(crate) name: String,
    /// Position in the zip.
    pub(crate) index: usize,
    is_hidden: bool,
}

/// Which styles show a number as a moment.
#[derive(Debug, Default)]
pub(crate) struct Formats {
    is_moment: Vec<bool>,
    is_1904: bool,
}

/// No small part of a workbook is larger.
const LARGEST_PART: u64 = 64 << 20;

impl Book {
    /// `None` for a workbook that is written in another way than the usual: parts that are not UTF-8, names that do not
    /// lead to a sheet.
    ///
    /// # Errors
    /// A damaged zip.
    pub(crate) fn read<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Option<Book>, Problem> {
        let workbook = entry_text(zip, "xl/workbook.xml", LARGEST_PART)?;
        let relations = entry_text(zip, "xl/_rels/workbook.xml.rels", LARGEST_PART)?;
        let Some((targets, named)) = targets(&relations).zip(sheets(&workbook)) else { return Ok(None) };
        let position = |target: &str| {
            let path = target.trim_start_matches('/').trim_start_matches("./").replace('\\', "/");
            let path = if path.starts_with("xl/") { path } else { format!("xl/{path}") };
            zip.file_names_raw()
                .position(|name| name.strip_prefix(b"/").unwrap_or(name).eq_ignore_ascii_case(path.as_bytes()))
        };
        let mut sheets = Vec::new();
        for Named { name, relation, is_hidden } in named.sheets {
            let Some(target) = targets.iter().find(|target| target.id == relation) else { return Ok(None) };
            if target.kind.ends_with("/worksheet") {
                let Some(index) = position(&target.path) else { continue };
                sheets.push(SheetPart { name, index, is_hidden });
            }
        }
        let of_kind = |kind: &str| targets.iter().find(|target| target.kind.ends_with(kind));
        let strings = of_kind("/sharedStrings").and_then(|target| position(&target.path));
        let styles = of_kind("/styles").map_or("xl/styles.xml".to_string(), |target| {
            let path = target.path.trim_start_matches('/');
            if path.starts_with("xl/") { path.to_string() } else { format!("xl/{path}") }
        });
        for index in sheets.iter().map(|sheet| sheet.index).chain(strings) {
            if !is_utf8(zip, index) {
                return Ok(None);
            }
        }
        if sheets.is_empty() {
            return Ok(None);
        }
        let is_calculated = zip.file_names_raw().any(|name| name.to_ascii_lowercase().ends_with(b"/calcchain.xml"));
        sheets.sort_by_key(|sheet| sheet.is_hidden);
        let Some(is_moment) = moments(&entry_text(zip, &styles, LARGEST_PART)?) else { return Ok(None) };
        let formats = Formats { is_moment, is_1904: named.is_1904 };
        Ok(Some(Book { sheets, strings, formats, is_calculated }))
    }
}

impl Formats {
    /// The number as the cell's style shows it.
    pub(crate) fn cell(&self, number: f64, style: u32) -> Cell<'static> {
        let shows_moment = usize::try_from(style).ok().and_then(|style| self.is_moment.get(style)).copied();
        if shows_moment == Some(true) {
            excel_moment(&ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.is_1904))
        } else {
            Cell::Number(number)
        }
    }
}

fn is_utf8<R: Read + Seek>(zip: &mut ZipArchive<R>, index: usize) -> bool {
    let mut head = Vec::new();
    let Ok(part) = zip.by_index(index) else { return false };
    if part.take(200).read_to_end(&mut head).is_err() {
        return false;
    }
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head)).to_ascii_lowercase();
    let declaration =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(inside, _)| inside);
    text.trim_start().starts_with('<') && (!declaration.contains("encoding") || declaration.contains("utf-8"))
}

struct Target {
    id: String,
    kind: String,
    path: String,
}

struct Workbook {
    sheets: Vec<Named>,
    is_1904: bool,
}

struct Named {
    name: String,
    relation: String,
    is_hidden: bool,
}

fn targets(relations: &str) -> Option<Vec<Target>> {
    let mut targets = Vec::new();
    each_element(relations, |name, element| {
        if name == "Relationship"
            && let (Some(id), Some(kind), Some(path)) =
                (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
        {
            targets.push(Target { id, kind, path });
        }
    })?;
    (!targets.is_empty()).then_some(targets)
}

fn sheets(workbook: &str) -> Option<Workbook> {
    let mut found = Workbook { sheets: Vec::new(), is_1904: false };
    each_element(workbook, |name, element| match name {
        "sheet" => {
            if let (Some(name), Some(relation)) = (attribute(element, "name"), attribute(element, "id")) {
                let is_hidden = attribute(element, "state").is_some_and(|state| state != "visible");
                found.sheets.push(Named { name, relation, is_hidden });
            }
        }
        "workbookPr" => {
            found.is_1904 = attribute(element, "date1904").is_some_and(|value| matches!(value.as_str(), "1" | "true"));
        }
        _ => {}
    })?;
    Some(found)
}

/// For each cell format, whether it shows a moment.
fn moments(styles: &str) -> Option<Vec<bool>> {
    let mut own: Vec<(u32, bool)> = Vec::new();
    let mut formats = Vec::new();
    let mut in_cell_formats = false;
    let number = |element: &BytesStart<'_>| attribute(element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
    let mut reader = Reader::from_str(styles);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number(&element), attribute(&element, "formatCode")) {
                        own.push((id, shows_moment(&code)));
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = number(&element).unwrap_or(0);
                    let known = own.iter().find(|(other, _)| *other == id).map(|(_, moment)| *moment);
                    formats.push(known.unwrap_or_else(|| is_built_in_moment(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Eof => return Some(formats),
            _ => {}
        }
    }
}

fn each_element(xml: &str, mut seen: impl FnMut(&str, &BytesStart<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => seen(element.local_name().as_ref(), &element),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// Source: ECMA-376 Part 1, 18.8.30 (`numFmt`): the built-in formats that are dates and times, those of the Chinese and
/// Japanese editions of Excel among them. 45 to 47 are durations.
const fn is_built_in_moment(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 50..=58)
}

/// Whether a format code shows a day or a time of day. Literal text, colours and conditions do not count; `[h]` is a
/// duration.
fn shows_moment(code: &str) -> bool {
    let mut characters = code.chars();
    let mut is_moment = false;
    while let Some(character) = characters.next() {
        match character {
            '"' => _ = characters.find(|&other| other == '"'),
            '\\' | '_' | '*' => _ = characters.next(),
            '[' => {
                let inside: String = characters.by_ref().take_while(|&other| other != ']').collect();
                if matches!(inside.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    return false;
                }
            }
            ';' => return is_moment,
            'y' | 'Y' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'm' | 'M' => is_moment = true,
            'G' | 'g' => {
                // "General" has letters that look like a date's.
                let rest = characters.as_str().to_ascii_lowercase();
                if rest.starts_with("eneral") {
                    characters.nth(5);
                }
            }
            _ => {}
        }
    }
    is_moment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes_tell_dates_from_numbers() {
        for code in ["yyyy-mm-dd hh:mm:ss", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d", "m/d/yy h:mm;@", "[Red]d.m."]
        {
            assert!(shows_moment(code), "{code}");
        }
        for code in ["General", "0.00", "#,##0.00;[Red]-#,##0.00", "\"days\" 0", "[h]:mm:ss", "0.00E+00", "\\d0", "@"] {
            assert!(!shows_moment(code), "{code}");
        }
    }
}
