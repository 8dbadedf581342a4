//! What a file is, by its bytes. The extension says nothing: sellers rename, and platforms write one format under the
//! name of another.

use std::io::{Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;

/// How the bytes have to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// Any zip: a workbook or a plain archive, which only its entries tell apart.
    Zip,
    /// OLE compound file: xls, or an encrypted xlsx.
    Compound,
    /// XML Spreadsheet 2003.
    SpreadsheetMl,
    /// An OpenDocument spreadsheet as one piece of XML (`.fods`).
    FlatOpenDocument,
    Html,
    Text,
}

/// How much of the file is looked at.
const HEAD: u64 = 8 * 1024;

/// Looks at the first bytes; the reader is left at its beginning.
///
/// # Errors
/// Files that hold no table, named for what they are.
pub(crate) fn sniff<R: Read + Seek>(reader: &mut R) -> Result<Container, Problem> {
    let head = head(reader)?;
    if head.iter().all(|byte| matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n')) || is_blank_text(&head) {
        return Err(Problem::EmptyFile);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08") {
        return Ok(Container::Zip);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Container::Compound);
    }
    if let Some(version) = old_excel(&head) {
        return Err(too_old(version));
    }
    if let Some(detected) = foreign(&head) {
        return Err(Problem::NotATable { detected: detected.to_string() });
    }
    let container = markup(&head).unwrap_or(Container::Text);
    if container != Container::FlatOpenDocument && is_flat_document(&head) {
        return Err(Problem::NotATable { detected: "document".to_string() });
    }
    Ok(container)
}

/// The version of Excel that wrote a stream which begins so, where it is one before workbooks.
///
/// Source: [MS-XLS] 2.4.21 BOF, and the OpenOffice documentation of the Excel file format, 5.8: the record's number
/// says the version, 4 to 6 bytes follow.
pub(crate) fn old_excel(stream: &[u8]) -> Option<u8> {
    match stream {
        [0x09, 0x00, 0x04 | 0x06, 0x00, ..] => Some(2),
        [0x09, 0x02, 0x06, 0x00, ..] => Some(3),
        [0x09, 0x04, 0x06, 0x00, ..] => Some(4),
        _ => None,
    }
}

pub(crate) fn too_old(version: u8) -> Problem {
    Problem::Unsupported { format: format!("Excel {version}.0") }
}

/// A file of nothing but a byte order mark and white space.
fn is_blank_text(head: &[u8]) -> bool {
    std::str::from_utf8(head).is_ok_and(|text| text.chars().all(crate::cell::is_filler))
}

fn head<R: Read + Seek>(reader: &mut R) -> Result<Vec<u8>, Problem> {
    let mut head = Vec::new();
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    reader.take(HEAD).read_to_end(&mut head).map_err(damaged)?;
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    Ok(head)
}

/// The reader's own words about bytes that cannot be read.
pub(crate) fn damaged(error: impl std::fmt::Display) -> Problem {
    Problem::Damaged { detail: error.to_string() }
}

/// Names files that are certainly no table.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"\xff\xd8\xff", "JPEG image"),
        (b"\x89PNG\r\n\x1a\n", "PNG image"),
        (b"GIF8", "GIF image"),
        (b"BM", "BMP image"),
        (b"%PDF", "PDF document"),
        (b"\x1f\x8b", "gzip archive"),
        (b"BZh", "bzip2 archive"),
        (b"\xfd7zXZ\x00", "xz archive"),
        (b"\x28\xb5\x2f\xfd", "zstd archive"),
        (b"Rar!\x1a\x07", "RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "7z archive"),
        (b"MZ", "program"),
        (b"\x7fELF", "program"),
        (b"{\\rtf", "RTF document"),
        (b"SQLite format 3", "database"),
        (b"OggS", "recording"),
        (b"ID3", "recording"),
    ];
    // Two letters may also begin a header such as `BMI,…`; only with bytes no text has are they a format.
    let is_text = !head.iter().any(|&byte| byte < 0x09);
    for (signature, name) in SIGNATURES {
        if head.starts_with(signature) && !(is_text && signature.len() <= 3 && signature.is_ascii()) {
            return Some(name);
        }
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some("WebP image");
    }
    match head.get(4..12) {
        Some(b"ftypheic" | b"ftypheix" | b"ftypmif1") => Some("HEIC image"),
        Some([b'f', b't', b'y', b'p', ..]) => Some("video"),
        _ => None,
    }
}

/// An OpenDocument text or drawing as one piece of XML.
fn is_flat_document(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.starts_with("<?xml") && text.contains("<office:document")
}

/// HTML and XML saved as a spreadsheet; UTF-16 is looked through.
fn markup(head: &[u8]) -> Option<Container> {
    let text: String =
        head.iter().filter(|&&byte| byte.is_ascii() && byte != 0).map(|&byte| char::from(byte)).collect();
    let text = text.trim_start().to_ascii_lowercase();
    if !text.starts_with('<') {
        return None;
    }
    if text.contains("office:document") && text.contains("opendocument.spreadsheet") {
        return Some(Container::FlatOpenDocument);
    }
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet") && !text.contains("<html") {
        return Some(Container::SpreadsheetMl);
    }
    let tags = ["<html", "<table", "<!doctype html", "<meta", "<head", "<body", "<style", "<tr"];
    tags.iter().any(|tag| text.contains(tag)).then_some(Container::Html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<Container, &str>) {
        let found = sniff(&mut Cursor::new(bytes)).map_err(|problem| match problem {
            Problem::NotATable { detected } => detected,
            other => other.code().to_string(),
        });
        assert_eq!(found, expected.map_err(str::to_string));
    }

    #[test]
    fn files_are_told_apart_by_their_bytes() {
        check(b"", Err("empty_file"));
        check(b"\xef\xbb\xbf \r\n\t", Err("empty_file"));
        check(b"PK\x03\x04....", Ok(Container::Zip));
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Ok(Container::Compound));
        check(b"\xff\xd8\xff\xe0\x00\x10JFIF", Err("JPEG image"));
        check(b"%PDF-1.7", Err("PDF document"));
        check(b"MZ\x90\x00\x03", Err("program"));
        check(b"MZ code,SKU\n1,2\n", Ok(Container::Text));
        check(b"BMI,SKU\n1,2\n", Ok(Container::Text));
        check(b"\n<html><table><tr>", Ok(Container::Html));
        check(
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            Ok(Container::SpreadsheetMl),
        );
        check(
            b"<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>",
            Ok(Container::FlatOpenDocument),
        );
        check(b"a,b\n1,2\n", Ok(Container::Text));
        for (bytes, version) in [
            (&b"\x09\0\x04\0\0\0"[..], "Excel 2.0"),
            (b"\x09\x02\x06\0", "Excel 3.0"),
            (b"\x09\x04\x06\0", "Excel 4.0"),
        ] {
            let refused = Problem::Unsupported { format: version.to_string() };
            assert_eq!(sniff(&mut Cursor::new(bytes)), Err(refused));
        }
    }
}
