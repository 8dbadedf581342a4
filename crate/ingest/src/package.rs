//! What a zip is: a workbook, a document, or an archive of exports. And whether it may be unpacked at all.

use std::io::{self, Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::sniff::damaged;
use crate::xml::attribute;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Package {
    Xlsx,
    Xlsb,
    OpenDocument,
    Archive,
}

/// No entry of a zip may unpack to more.
const LARGEST_ENTRY: u64 = 4 << 30;
/// Parts that are held in memory as a whole are bounded lower.
pub(crate) const LARGEST_IN_MEMORY: u64 = 1 << 30;
/// Sheets of equal rows do shrink to a hundredth; a bomb shrinks to a thousandth.
const HIGHEST_RATIO: u64 = 400;
/// Below this size a ratio is no danger.
const HARMLESS: u64 = 256 << 20;

/// Looks into a zip and at the sizes it states.
///
/// # Errors
/// Damage, bombs, passwords, and documents that are no tables.
pub(crate) fn classify<R: Read + Seek>(reader: &mut R) -> Result<Package, Problem> {
    let mut zip = open(reader)?;
    let mut names = Vec::with_capacity(zip.len().min(1_000));
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(zip_problem)?;
        check_size(entry.size(), entry.compressed_size())?;
        names.push(String::from_utf8_lossy(entry.name_raw()).replace('\\', "/").to_ascii_lowercase());
    }
    let has = |name: &str| names.iter().any(|known| known.trim_start_matches('/') == name);
    let has_in = |folder: &str| names.iter().any(|known| known.trim_start_matches('/').starts_with(folder));
    if has("mimetype") && has("content.xml") || has("meta-inf/manifest.xml") && has("content.xml") {
        return opendocument(&mut zip);
    }
    if has("xl/workbook.bin") {
        return Ok(Package::Xlsb);
    }
    if has("xl/workbook.xml") {
        return Ok(Package::Xlsx);
    }
    if has("[content_types].xml") {
        if has_in("word/") {
            return Err(Problem::NotATable { detected: "Word document".to_string() });
        }
        if has_in("ppt/") {
            return Err(Problem::NotATable { detected: "PowerPoint presentation".to_string() });
        }
        let types = entry_text(&mut zip, "[content_types].xml", 1 << 20)?.to_ascii_lowercase();
        let main = main_part(&entry_text(&mut zip, "_rels/.rels", 1 << 20)?);
        if main.as_ref().map_or_else(|| types.contains("sheet.binary"), |path| path.ends_with(".bin")) {
            return Ok(Package::Xlsb);
        }
        if types.contains("spreadsheetml") || types.contains("ms-excel") {
            return Ok(Package::Xlsx);
        }
    }
    if has_in("xl/") {
        return Err(Problem::Damaged { detail: "parts of the workbook are missing".to_string() });
    }
    if has("index/document.iwa") || has_in("index/tables/") {
        return Err(Problem::Unsupported { format: "Apple Numbers".to_string() });
    }
    Ok(Package::Archive)
}

/// The part that is the workbook, in small letters. What the types of content say of an extension is no sign: `bin` is also
/// what the settings of a printer are kept in.
fn main_part(relations: &str) -> Option<String> {
    let mut reader = Reader::from_str(relations);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element)
                if attribute(&element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) =>
            {
                return attribute(&element, "Target").map(|target| target.to_ascii_lowercase());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Checks the shared strings of an xlsx before they are read into memory: their real size, and that the stated count,
/// for which the reader makes room, is possible.
///
/// # Errors
/// A bomb.
pub(crate) fn check_strings<R: Read + Seek>(reader: &mut R) -> Result<(), Problem> {
    let mut zip = open(reader)?;
    for index in 0..zip.len() {
        let Ok(mut entry) = zip.by_index(index) else { continue };
        let is_strings = entry.name_raw().to_ascii_lowercase().ends_with(b"sharedstrings.xml");
        if !is_strings {
            continue;
        }
        let mut head = Vec::new();
        if entry.by_ref().take(2_048).read_to_end(&mut head).is_err() {
            continue;
        }
        let stated = stated_count(&String::from_utf8_lossy(&head));
        let rest = io::copy(&mut entry.take(LARGEST_IN_MEMORY), &mut io::sink()).unwrap_or(0);
        if rest >= LARGEST_IN_MEMORY {
            return Err(Problem::TooLarge { detail: "more than 1 GB of texts".to_string() });
        }
        // The shortest text, `<si/>`, takes five bytes.
        if stated > 1_000 && stated / 5 > rest + 2_048 {
            return Err(Problem::Damaged { detail: format!("the workbook claims to have {stated} texts") });
        }
    }
    drop(zip);
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    Ok(())
}

/// # Errors
/// A damaged zip.
pub(crate) fn open<R: Read + Seek>(reader: &mut R) -> Result<ZipArchive<&mut R>, Problem> {
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    ZipArchive::new(reader).map_err(zip_problem)
}

pub(crate) fn zip_problem(error: ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Problem::PasswordProtected
        }
        error => damaged(error),
    }
}

/// The start of a small text entry, whatever the case of its name; empty where there is none.
pub(crate) fn entry_text<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &str, limit: u64) -> Result<String, Problem> {
    let found = zip.file_names_raw().position(|known| known.eq_ignore_ascii_case(name.as_bytes()));
    let Some(index) = found else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    zip.by_index(index).map_err(zip_problem)?.take(limit).read_to_end(&mut bytes).map_err(damaged)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn check_size(size: u64, compressed: u64) -> Result<(), Problem> {
    if size > LARGEST_ENTRY {
        return Err(Problem::TooLarge { detail: "a part of more than 4 GB".to_string() });
    }
    if size > HARMLESS && size / compressed.max(1) > HIGHEST_RATIO {
        return Err(Problem::TooLarge { detail: format!("{} KB that unpack to {} MB", compressed >> 10, size >> 20) });
    }
    Ok(())
}

fn stated_count(head: &str) -> u64 {
    let Some((_, rest)) = head.split_once("uniqueCount=") else { return 0 };
    let digits = rest.trim_start_matches(['"', '\'']);
    let end = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    match digits.get(..end) {
        Some(digits) if !digits.is_empty() => digits.parse().unwrap_or(u64::MAX),
        _ => 0,
    }
}

fn opendocument<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Package, Problem> {
    let kind = entry_text(zip, "mimetype", 200)?;
    if !kind.is_empty() && !kind.contains("opendocument.spreadsheet") {
        return Err(Problem::NotATable { detected: "document".to_string() });
    }
    if entry_text(zip, "META-INF/manifest.xml", 1 << 20)?.contains("encryption-data") {
        return Err(Problem::PasswordProtected);
    }
    Ok(Package::OpenDocument)
}
