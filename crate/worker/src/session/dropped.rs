//! The files as they were dropped: under which names, and with which bytes.

use std::collections::BTreeMap;

use std::io::SeekFrom;

use analytics::dataset::Digest;
use protocol::{FileId, Known, Reply};

use super::{ReadSeek, Session};

/// An archive or a workbook is one of them, and several of [`Dataset::files`](analytics::Dataset::files).
#[derive(Debug, Default)]
pub(super) struct DroppedFiles(BTreeMap<FileId, Dropped>);

#[derive(Debug)]
struct Dropped {
    name: String,
    /// In bytes.
    size: u64,
    known: Known,
}

impl DroppedFiles {
    fn add(&mut self, id: FileId, name: &str, size: u64, known: Known) {
        self.0.insert(id, Dropped { name: name.to_owned(), size, known });
    }

    /// The size of a file, and its digest where that decides something before it is read: only files of one size can be one,
    /// and of all others the digest is made while they are read.
    fn measure(&self, mut reader: &mut dyn ReadSeek, known: Option<Digest>) -> (u64, Option<Digest>) {
        let size = reader.seek(SeekFrom::End(0)).unwrap_or(0);
        reader.seek(SeekFrom::Start(0)).ok();
        let may_be_one = || self.0.values().any(|dropped| dropped.size == size);
        (size, known.or_else(|| may_be_one().then(|| ingest::digest(&mut reader).ok()).flatten()))
    }

    pub(super) fn remove(&mut self, id: FileId) {
        self.0.remove(&id);
    }

    pub(super) fn name(&self, id: FileId) -> Option<&str> {
        self.0.get(&id).map(|dropped| dropped.name.as_str())
    }

    /// The names under which its bytes came again.
    pub(super) fn again(&self, id: FileId) -> &[String] {
        self.0.get(&id).map_or(&[], |dropped| &dropped.known.again)
    }

    /// The file that has these bytes already, and from now on the other's names too.
    fn came_again(&mut self, digest: Digest, name: &str, known: &Known) -> Option<(FileId, &[String])> {
        let has_bytes = |dropped: &Dropped| dropped.known.digest == Some(digest);
        let (id, first) = self.0.iter_mut().find(|(_, dropped)| has_bytes(dropped))?;
        first.known.came_again(name);
        known.again.iter().for_each(|name| first.known.came_again(name));
        Some((*id, &first.known.again))
    }
}

impl Session {
    /// Reads a file into the shop, unless the shop has its bytes already.
    pub(super) fn take_in(
        &mut self,
        id: FileId,
        name: &str,
        known: Known,
        more_follow: bool,
        reader: &mut dyn ReadSeek,
        send: &mut dyn FnMut(Reply),
    ) -> Reply {
        let (size, digest) = self.dropped.measure(reader, known.digest);
        let first = digest.and_then(|digest| self.dropped.came_again(digest, name, &known));
        if let Some((first, again)) = first {
            return Reply::SameFile { file: id, first, again: again.to_vec() };
        }
        let digest = self.add_file(id, name, digest, reader, send);
        self.dropped.add(id, name, size, Known { digest, ..known });
        if more_follow {
            return Reply::FileTaken { file: id, digest };
        }
        self.close_open_books();
        Reply::FileRead { file: id, digest, shop: Box::new(self.shop()) }
    }
}
