//! The shared strings: texts that cells refer to by number.

use std::io::{self, Read};

use analytics::diagnostic::Problem;

use crate::sniff::damaged;
use crate::xlsx::markup::push_text;
use crate::xlsx::window::Window;

/// All texts behind one another.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        let end = *self.ends.get(index)?;
        self.text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    /// # Errors
    /// A damaged part, or more than 4 GB of texts.
    pub(crate) fn read<R: Read>(mut window: Window<R>) -> Result<Strings, Problem> {
        let mut strings = Strings::default();
        // Phonetic readings stand beside the text they help to pronounce.
        let mut in_phonetic = false;
        while let Some(tag) = window.tag().map_err(damaged)? {
            match (window.name(&tag), tag.is_end) {
                (b"si", false) if !tag.is_empty => {}
                (b"si", _) => strings.close()?,
                (b"rPh", is_end) => in_phonetic = !is_end && !tag.is_empty,
                (b"t", false) if !tag.is_empty && !in_phonetic => {
                    push_content(&mut window, &mut strings.text).map_err(damaged)?
                }
                _ => {}
            }
        }
        Ok(strings)
    }

    fn close(&mut self) -> Result<(), Problem> {
        let too_large = || Problem::TooLarge { detail: "more than 1 GB of texts".to_string() };
        if self.text.len() > 1 << 30 {
            return Err(too_large());
        }
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| too_large())?);
        Ok(())
    }
}

/// Appends the text of an element whose start tag was just read.
///
/// # Errors
/// A part that cannot be unpacked.
pub(crate) fn push_content<R: Read>(window: &mut Window<R>, text: &mut String) -> io::Result<()> {
    loop {
        push_text(window.text()?, text);
        match window.cdata()? {
            Some(plain) => text.push_str(&String::from_utf8_lossy(plain)),
            None => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_number() {
        let xml = "<sst count='4' uniqueCount='4'><si><t>订单号</t></si><si/><si><r><rPr><b/></rPr><t>红</t></r><r><t xml:space='preserve'> 色</t></r>\
                   <rPh sb='0' eb='1'><t>hong</t></rPh></si><si><t></t></si></sst>";
        let strings = Strings::read(Window::new(xml.as_bytes())).unwrap();
        let all: Vec<_> = (0..5).map(|index| strings.get(index)).collect();
        assert_eq!(all, [Some("订单号"), Some(""), Some("红 色"), Some(""), None]);
    }
}
