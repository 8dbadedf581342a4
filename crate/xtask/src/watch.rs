//! Waits for a source file to change.
//!
//! A look at all 405 of them takes 3 ms, so that looking five times a second keeps 1.5 % of a core busy, and sees what
//! is changed from outside a container or over a network. `notify` is nineteen crates, and leaves it to its user to
//! gather events into one change.

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::name::files_below;
use crate::step::root;

/// What the page is built from.
const WATCHED: &[&str] = &[
    "crate/analytics",
    "crate/ingest",
    "crate/export",
    "crate/protocol",
    "crate/worker",
    "fixtures/sample_shop",
    "www/locales",
    "www/script",
    "www/src",
    "www/style",
    "www/index.html",
    "www/manifest.json",
];

/// The newest change so far, and how many files there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sources {
    newest: Option<SystemTime>,
    count: usize,
}

impl Sources {
    pub(crate) fn now() -> Sources {
        let files: Vec<PathBuf> = WATCHED
            .iter()
            .map(|path| root().join(path))
            .flat_map(|path| if path.is_file() { vec![path] } else { files_below(&path).unwrap_or_default() })
            .collect();
        let newest = files.iter().filter_map(|file| file.metadata().ok()?.modified().ok()).max();
        Sources { newest, count: files.len() }
    }

    /// Returns when something has changed since, and nothing more has changed for a moment.
    pub(crate) fn wait_for_change(self) -> Sources {
        let mut before = self;
        loop {
            thread::sleep(Duration::from_millis(200));
            let now = Sources::now();
            if now != self && now == before {
                return now;
            }
            before = now;
        }
    }
}
