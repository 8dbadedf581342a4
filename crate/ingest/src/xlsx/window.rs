//! A window that moves over unpacked XML: whole tags and whole texts, never a whole part.

use std::io::{self, Read};
use std::ops::Range;

/// Bytes read at once.
const STEP: usize = 1 << 18;
/// A cell holds at most 32,767 characters; a tag or text beyond this is no workbook.
const LONGEST: usize = 1 << 24;

/// A tag, as positions in the window. They hold until the window moves on.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// Between `<` and `>`, without a `/` at either end.
    inner: Range<usize>,
    pub(crate) is_end: bool,
    pub(crate) is_empty: bool,
}

#[derive(Debug)]
pub(crate) struct Window<R> {
    reader: R,
    bytes: Vec<u8>,
    /// The next byte to look at.
    start: usize,
    is_over: bool,
}

impl<R: Read> Window<R> {
    pub(crate) fn new(reader: R) -> Window<R> {
        Window { reader, bytes: Vec::new(), start: 0, is_over: false }
    }

    /// The next tag; comments, declarations and processing instructions are passed over, and so is the text before it.
    /// `None` at the end of the part.
    pub(crate) fn tag(&mut self) -> io::Result<Option<Tag>> {
        loop {
            let Some(open) = self.find(b'<', 0)? else { return Ok(None) };
            self.start += open + 1;
            match self.peek()? {
                Some(b'!') => self.pass_declaration()?,
                Some(b'?') => {
                    let Some(close) = self.find(b'>', 0)? else { return Ok(None) };
                    self.start += close + 1;
                }
                _ => return self.tag_after_bracket(),
            }
        }
    }

    /// The text up to the next tag, as it stands in the part. The tag comes next.
    pub(crate) fn text(&mut self) -> io::Result<&[u8]> {
        let Some(length) = self.find(b'<', 0)? else { return Ok(&[]) };
        let range = self.start..self.start + length;
        self.start = range.end;
        Ok(self.bytes.get(range).unwrap_or(&[]))
    }

    /// The value of a cell whose start tag was just read, where it is written as nearly all cells are: `<v>value</v></c>`.
    /// The cell is then passed; `None` leaves everything as it is.
    pub(crate) fn plain_value(&mut self) -> io::Result<Option<&[u8]>> {
        const OPEN: &[u8] = b"<v>";
        const CLOSE: &[u8] = b"</v></c>";
        // Longer values take the long way.
        self.fill_to(64)?;
        let rest = self.rest();
        if !rest.starts_with(OPEN) {
            return Ok(None);
        }
        let Some(length) = rest.get(OPEN.len()..).and_then(|value| memchr::memchr(b'<', value)) else {
            return Ok(None);
        };
        let range = self.start + OPEN.len()..self.start + OPEN.len() + length;
        if !self.bytes.get(range.end..).unwrap_or(&[]).starts_with(CLOSE) {
            return Ok(None);
        }
        self.start = range.end + CLOSE.len();
        Ok(self.bytes.get(range))
    }

    /// The text of a CDATA section that begins here; `None` where none does.
    pub(crate) fn cdata(&mut self) -> io::Result<Option<&[u8]>> {
        const OPEN: &[u8] = b"<![CDATA[";
        self.fill_to(OPEN.len())?;
        if !self.rest().starts_with(OPEN) {
            return Ok(None);
        }
        let mut from = OPEN.len();
        loop {
            let Some(bracket) = self.find(b']', from)? else { return Ok(None) };
            self.fill_to(bracket + 3)?;
            if self.rest().get(bracket..bracket + 3) == Some(b"]]>") {
                let range = self.start + OPEN.len()..self.start + bracket;
                self.start += bracket + 3;
                return Ok(self.bytes.get(range));
            }
            from = bracket + 1;
        }
    }

    /// The tag's name without its prefix.
    pub(crate) fn name(&self, tag: &Tag) -> &[u8] {
        let inner = self.bytes.get(tag.inner.clone()).unwrap_or(&[]);
        let end = inner.iter().position(u8::is_ascii_whitespace).unwrap_or(inner.len());
        let name = inner.get(..end).unwrap_or(&[]);
        match name.iter().position(|&byte| byte == b':') {
            Some(colon) => name.get(colon + 1..).unwrap_or(&[]),
            None => name,
        }
    }

    /// Calls `attribute` with each attribute of the tag: its name as written, its value as written.
    pub(crate) fn attributes(&self, tag: &Tag, mut attribute: impl FnMut(&[u8], &[u8])) {
        let mut rest = self.bytes.get(tag.inner.clone()).unwrap_or(&[]);
        while let Some(equals) = memchr::memchr(b'=', rest) {
            let (before, after) = rest.split_at(equals);
            let before = before.trim_ascii_end();
            let name_start = before.iter().rposition(u8::is_ascii_whitespace).map_or(0, |space| space + 1);
            let after = after.get(1..).unwrap_or(&[]).trim_ascii_start();
            let Some((&quote, value)) = after.split_first() else { return };
            let Some(end) = memchr::memchr(quote, value) else { return };
            attribute(before.get(name_start..).unwrap_or(&[]), value.get(..end).unwrap_or(&[]));
            rest = value.get(end + 1..).unwrap_or(&[]);
        }
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or(&[])
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        self.fill_to(1)?;
        Ok(self.rest().first().copied())
    }

    fn tag_after_bracket(&mut self) -> io::Result<Option<Tag>> {
        let Some(length) = self.find(b'>', 0)? else { return Ok(None) };
        let mut inner = self.start..self.start + length;
        self.start = inner.end + 1;
        let at = |position: usize| self.bytes.get(position).copied();
        let is_end = !inner.is_empty() && at(inner.start) == Some(b'/');
        inner.start += usize::from(is_end);
        let is_empty = !inner.is_empty() && at(inner.end - 1) == Some(b'/');
        inner.end -= usize::from(is_empty);
        Ok(Some(Tag { inner, is_end, is_empty }))
    }

    /// Passes a comment or a CDATA section outside of texts.
    fn pass_declaration(&mut self) -> io::Result<()> {
        self.fill_to(3)?;
        let is_comment = self.rest().starts_with(b"!--");
        let mut from = 0;
        while let Some(close) = self.find(b'>', from)? {
            let before = self.rest().get(..close).unwrap_or(&[]);
            if !is_comment || (close >= 5 && before.ends_with(b"--")) {
                self.start += close + 1;
                return Ok(());
            }
            from = close + 1;
        }
        self.start = self.bytes.len();
        Ok(())
    }

    /// Where the byte is next, counted from the window's start; `None` before the end of the part.
    fn find(&mut self, byte: u8, from: usize) -> io::Result<Option<usize>> {
        let mut searched = from;
        loop {
            let rest = self.rest().get(searched..).unwrap_or(&[]);
            if let Some(position) = memchr::memchr(byte, rest) {
                return Ok(Some(searched + position));
            }
            searched = self.rest().len().max(searched);
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn fill_to(&mut self, length: usize) -> io::Result<()> {
        while self.rest().len() < length && self.fill()? {}
        Ok(())
    }

    /// Reads on; false at the end of the part.
    fn fill(&mut self) -> io::Result<bool> {
        if self.is_over {
            return Ok(false);
        }
        self.bytes.drain(..self.start.min(self.bytes.len()));
        self.start = 0;
        let length = self.bytes.len();
        if length > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a text without an end"));
        }
        self.bytes.resize(length + STEP, 0);
        let room = self.bytes.get_mut(length..).unwrap_or_default();
        let read = self.reader.read(room)?;
        self.bytes.truncate(length + read);
        self.is_over = read == 0;
        Ok(read > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, so that every boundary falls somewhere inside.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            target[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn tags_are_found_wherever_the_window_ends() {
        let xml = b"<?xml version='1.0'?><!-- <a> --><x:row r=\"3\" s = 'a b'><c/><v>4&lt;</v></x:row>";
        let mut window = Window::new(Drops(xml));
        let row = window.tag().unwrap().unwrap();
        assert_eq!(window.name(&row), b"row");
        let mut seen = Vec::new();
        window.attributes(&row, |name, value| seen.push((name.to_vec(), value.to_vec())));
        assert_eq!(seen, [(b"r".to_vec(), b"3".to_vec()), (b"s".to_vec(), b"a b".to_vec())]);
        let cell = window.tag().unwrap().unwrap();
        assert!(cell.is_empty && window.name(&cell) == b"c");
        let value = window.tag().unwrap().unwrap();
        assert_eq!(window.name(&value), b"v");
        assert_eq!(window.text().unwrap(), b"4&lt;");
        assert!(window.tag().unwrap().unwrap().is_end);
        assert!(window.tag().unwrap().unwrap().is_end);
        assert!(window.tag().unwrap().is_none());
    }

    #[test]
    fn a_section_of_plain_text_is_text() {
        let mut window = Window::new(Drops(b"<t><![CDATA[a]]b<]]></t>"));
        window.tag().unwrap();
        assert_eq!(window.cdata().unwrap(), Some(&b"a]]b<"[..]));
        assert!(window.tag().unwrap().unwrap().is_end);
    }
}
