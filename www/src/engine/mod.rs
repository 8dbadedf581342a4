//! The page's side of the worker: one answer per request, progress, and a new worker when one dies.
//!
//! The page keeps the `File` objects, so nothing is lost when a worker dies: a new one is given the settings and reads
//! the files again. A file that kills the worker twice is left out.

mod ask;
mod client;
mod held;
mod port;

pub(crate) use client::Engine;
pub(crate) use held::{FileEntry, FileState, NewFile};

/// How the worker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Health {
    #[default]
    Well,
    /// It died and a new one is reading the files again.
    Recovering,
    /// It died too often in a row.
    Stopped,
}
