//! The digest of a file's bytes, which says whether two files are one.

use std::hash::Hasher;
use std::io::{ErrorKind, Read, Result, Seek, SeekFrom};

use analytics::dataset::Digest;
use siphasher::sip128::{Hasher128, SipHasher13};

const PIECE: usize = 1 << 16;

/// The digest of a whole file; leaves the reader at its beginning.
pub fn digest<R: Read + Seek>(mut reader: R) -> Result<Digest> {
    reader.seek(SeekFrom::Start(0))?;
    Digesting::new(reader).digest()
}

/// A reader that digests what is read through it, so that a file read from its beginning to its end is not read once more.
/// Of 200 MB that saves half a second of asking the browser for them.
///
/// What is kept in browsers lies under these digests: another way to make them would not know again what was kept.
#[derive(Debug)]
pub struct Digesting<R> {
    reader: R,
    position: u64,
    hasher: SipHasher13,
    /// Everything before is in the hash.
    digested: u64,
}

impl<R> Digesting<R> {
    /// The reader stands at its beginning.
    pub fn new(reader: R) -> Digesting<R> {
        Digesting { reader, position: 0, hasher: SipHasher13::new(), digested: 0 }
    }
}

impl<R: Read + Seek> Digesting<R> {
    /// Of the whole file: what was passed over is read now. Leaves the reader at its beginning.
    pub fn digest(mut self) -> Result<Digest> {
        self.seek(SeekFrom::Start(self.digested))?;
        let mut piece = vec![0; PIECE];
        loop {
            match self.read(&mut piece) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.seek(SeekFrom::Start(0))?;
        Ok(Digest::new(self.hasher.finish128().as_u128()))
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, target: &mut [u8]) -> Result<usize> {
        let length = self.reader.read(target)?;
        let end = self.position + u64::try_from(length).unwrap_or(0);
        let known = self.digested.checked_sub(self.position).and_then(|known| usize::try_from(known).ok());
        if let Some(news) = known.and_then(|known| target.get(known..length)) {
            take(&mut self.hasher, news);
            self.digested = self.digested.max(end);
        }
        self.position = end;
        Ok(length)
    }
}

impl<R: Seek> Seek for Digesting<R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.position = self.reader.seek(to)?;
        Ok(self.position)
    }
}

/// A function of its own that is called for every piece: a browser begins with quick, slow code and puts better in its place
/// at the next call, so that one long loop stays slow to its end. 200 MB take 0.1 s this way, and 1.8 s in one loop.
#[inline(never)]
fn take(hasher: &mut SipHasher13, piece: &[u8]) {
    hasher.write(piece);
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Gives its bytes one at a time.
    struct Slow(Cursor<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, target: &mut [u8]) -> Result<usize> {
            let length = target.len().min(1);
            self.0.read(&mut target[..length])
        }
    }

    impl Seek for Slow {
        fn seek(&mut self, to: SeekFrom) -> Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn it_is_the_bytes_and_not_how_they_came() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[0]).collect();
        let whole = digest(Cursor::new(&bytes)).unwrap();
        let mut slow = Slow(Cursor::new(bytes.clone()));
        slow.seek(SeekFrom::Start(7)).unwrap();
        assert_eq!(digest(&mut slow).unwrap(), whole);
        assert_eq!(slow.0.position(), 0);
        // Read as readers do: its end first, a piece twice, and not all of it.
        let mut reader = Digesting::new(Cursor::new(&bytes));
        let mut piece = [0; 999];
        for start in [199_000, 0, 500, 1_400, 90_000] {
            reader.seek(SeekFrom::Start(start)).unwrap();
            assert_eq!(reader.read(&mut piece).unwrap(), 999);
        }
        assert_eq!((reader.digested, reader.digest().unwrap()), (2_399, whole));
        // One byte less, and one that differs in the middle.
        assert_ne!(digest(Cursor::new(&bytes[1..])).unwrap(), whole);
        let mut other = bytes;
        other[100_000] ^= 1;
        assert_ne!(digest(Cursor::new(&other)).unwrap(), whole);
    }

    /// Computed apart from this code. Browsers keep files under it.
    #[test]
    fn it_stays_what_it_was() {
        assert_eq!(digest(Cursor::new(b"")).unwrap().to_string(), "b91c5ed031fb33032134935d61d9b40d");
        assert_eq!(
            digest(Cursor::new("订单编号,金额\n1,9.90\n")).unwrap().to_string(),
            "497a12219edb7e6936c463ca51e157de"
        );
    }
}
