//! Counts the bytes that are read through it.

use std::cell::Cell;
use std::io::{Read, Result, Seek, SeekFrom};
use std::rc::Rc;

/// A reader that says where it is.
#[derive(Debug)]
pub(crate) struct Counting<R> {
    reader: R,
    position: Rc<Cell<u64>>,
}

impl<R> Counting<R> {
    pub(crate) fn new(reader: R, position: Rc<Cell<u64>>) -> Counting<R> {
        Counting { reader, position }
    }
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, target: &mut [u8]) -> Result<usize> {
        let length = self.reader.read(target)?;
        self.position.set(self.position.get() + u64::try_from(length).unwrap_or(0));
        Ok(length)
    }
}

impl<R: Seek> Seek for Counting<R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let position = self.reader.seek(to)?;
        self.position.set(position);
        Ok(position)
    }
}
