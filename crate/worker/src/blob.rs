//! A file of the browser as something to read and seek in, a piece at a time, so that it never lies in memory whole.

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};

use wasm_bindgen::JsValue;
use web_sys::{Blob, FileReaderSync};

/// Bytes that are fetched at once: every fetch asks another process, which takes a millisecond or two.
const PIECE: u64 = 4 << 20;

#[derive(Debug)]
pub(crate) struct BlobReader {
    blob: Blob,
    reader: FileReaderSync,
    size: u64,
    position: u64,
    /// Where the piece at hand begins in the file.
    piece_start: u64,
    piece: Vec<u8>,
}

impl BlobReader {
    pub(crate) fn new(blob: Blob) -> Result<BlobReader> {
        let reader = FileReaderSync::new().map_err(|error| failure(&error))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size below 2^53")]
        let size = blob.size() as u64;
        Ok(BlobReader { blob, reader, size, position: 0, piece_start: 0, piece: Vec::new() })
    }

    /// The bytes at hand from the position on; fetches the next piece where there are none.
    fn at_hand(&mut self) -> Result<&[u8]> {
        let piece_end = self.piece_start + self.piece.len() as u64;
        if self.position < self.piece_start || self.position >= piece_end {
            self.fetch()?;
        }
        let skip = usize::try_from(self.position - self.piece_start).unwrap_or(usize::MAX);
        Ok(self.piece.get(skip..).unwrap_or_default())
    }

    fn fetch(&mut self) -> Result<()> {
        self.piece.clear();
        self.piece_start = self.position;
        if self.position >= self.size {
            return Ok(());
        }
        let end = (self.position + PIECE).min(self.size);
        #[expect(clippy::cast_precision_loss, reason = "positions below 2^53")]
        let slice =
            self.blob.slice_with_f64_and_f64(self.position as f64, end as f64).map_err(|error| failure(&error))?;
        let buffer = self.reader.read_as_array_buffer(&slice).map_err(|error| failure(&error))?;
        self.piece = js_sys::Uint8Array::new(&buffer).to_vec();
        Ok(())
    }
}

impl Read for BlobReader {
    fn read(&mut self, target: &mut [u8]) -> Result<usize> {
        let source = self.at_hand()?;
        let count = source.len().min(target.len());
        if let (Some(target), Some(source)) = (target.get_mut(..count), source.get(..count)) {
            target.copy_from_slice(source);
        }
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(distance) => self.size.checked_add_signed(distance),
            SeekFrom::Current(distance) => self.position.checked_add_signed(distance),
        };
        self.position =
            position.ok_or_else(|| Error::new(ErrorKind::InvalidInput, "seek before the start of the file"))?;
        Ok(self.position)
    }
}

/// The browser refuses, for example because the file was changed or deleted since it was chosen.
fn failure(error: &JsValue) -> Error {
    Error::other(format!("the browser could not read the file: {error:?}"))
}
