//! The files the seller gave, and how far each has come.

use analytics::diagnostic::Problem;
use protocol::{FileId, Known};
use web_sys::File;

/// A file the seller gives, under the name it is known by.
#[derive(Clone, Debug)]
pub(crate) struct NewFile {
    pub(crate) name: String,
    pub(crate) known: Known,
    pub(crate) file: File,
}

impl From<(String, File)> for NewFile {
    fn from((name, file): (String, File)) -> NewFile {
        NewFile { name, known: Known::default(), file }
    }
}

/// A file as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FileEntry {
    pub(crate) id: FileId,
    pub(crate) name: String,
    /// A file that is there twice is one entry, with the other names in here.
    pub(crate) known: Known,
    /// In bytes.
    pub(crate) size: u64,
    pub(crate) state: FileState,
    /// How often the worker died while it read this file.
    pub(crate) deaths: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FileState {
    Waiting,
    Reading {
        bytes: u64,
        rows: u32,
    },
    /// The engine has answered; what became of it stands on its cards.
    Read,
    /// Left out by the page itself.
    LeftOut(Problem),
}

/// A file that kills the worker this often is left out.
const DEATHS_ALLOWED: u8 = 2;

/// What has to be done after a worker died: every file that is not left out is read again, and the one that was being
/// read has one death more.
pub(super) fn after_death(files: &mut [FileEntry]) {
    for file in files {
        if matches!(file.state, FileState::Reading { .. }) {
            file.deaths += 1;
        }
        file.state = match file.state {
            FileState::Reading { .. } if file.deaths >= DEATHS_ALLOWED => FileState::LeftOut(Problem::ReaderFailed),
            FileState::LeftOut(ref problem) => FileState::LeftOut(problem.clone()),
            FileState::Waiting | FileState::Reading { .. } | FileState::Read => FileState::Waiting,
        };
    }
}

/// The file to read next: those without a death first.
pub(super) fn next(files: &[FileEntry]) -> Option<FileId> {
    let waiting = files.iter().filter(|file| file.state == FileState::Waiting);
    waiting.min_by_key(|file| (file.deaths, file.id)).map(|file| file.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(id: FileId, state: FileState) -> FileEntry {
        FileEntry { id, name: String::new(), known: Known::default(), size: 1, state, deaths: 0 }
    }

    #[test]
    fn a_death_loses_no_file() {
        let reading = FileState::Reading { bytes: 1, rows: 0 };
        let mut files = [file(1, reading), file(2, FileState::Read), file(3, FileState::Waiting)];
        after_death(&mut files);
        assert!(files.iter().all(|file| file.state == FileState::Waiting));
        assert_eq!(next(&files), Some(2));
    }

    #[test]
    fn the_second_death_leaves_the_file_out() {
        let mut files = [file(1, FileState::Reading { bytes: 1, rows: 0 })];
        after_death(&mut files);
        files[0].state = FileState::Reading { bytes: 1, rows: 0 };
        after_death(&mut files);
        assert_eq!(files[0].state, FileState::LeftOut(Problem::ReaderFailed));
        assert_eq!(next(&files), None);
    }
}
