//! Takes the files out of whatever was dropped, pasted or chosen; folders are walked through.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// A file and the name the seller knows it by.
pub(super) type Named = (String, File);

/// The files of a list, without the hidden ones that systems leave in folders.
pub(super) fn of_list(list: Option<FileList>) -> Vec<Named> {
    let list = list.into_iter().flat_map(|list| (0..list.length()).filter_map(move |index| list.get(index)));
    list.map(|file| (file.name(), file)).filter(|(name, _)| is_wanted(name)).collect()
}

/// What was dropped. The entries are taken at once, because they are gone after the event; reading them takes longer.
pub(super) fn of_transfer(transfer: Option<DataTransfer>) -> Dropped {
    let Some(transfer) = transfer else { return Dropped::default() };
    let items = transfer.items();
    let entries = (0..items.length())
        .filter_map(|index| items.get(index))
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect();
    Dropped { files: of_list(transfer.files()), entries }
}

#[derive(Debug, Default)]
pub(super) struct Dropped {
    files: Vec<Named>,
    entries: Vec<FileSystemEntry>,
}

impl Dropped {
    /// All files, those in folders too.
    pub(super) async fn collect(self) -> Vec<Named> {
        // Without a folder among them the plain list is complete, also where it was made by a script.
        if !self.entries.iter().any(FileSystemEntry::is_directory) {
            return self.files;
        }
        let mut found = Vec::new();
        let mut open = self.entries;
        while let Some(entry) = open.pop() {
            if entry.is_directory() {
                open.extend(children(entry.unchecked_into()).await);
            } else if let Some(file) = file_of(entry.unchecked_into()).await {
                found.push((file.name(), file));
            }
        }
        found.retain(|(name, _)| is_wanted(name));
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        found
    }
}

/// Not `.DS_Store`, `Thumbs.db`, `desktop.ini`, nor the lock files of an open workbook.
fn is_wanted(name: &str) -> bool {
    !name.starts_with('.') && !name.starts_with("~$") && name != "Thumbs.db" && name != "desktop.ini"
}

async fn children(folder: FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut found = Vec::new();
    // A reader hands out its entries in portions, until one is empty.
    loop {
        let portion = Promise::new(&mut |resolve, reject| {
            reader.read_entries_with_callback_and_callback(&resolve, &reject).ok();
        });
        let portion = match JsFuture::from(portion).await {
            Ok(portion) => Array::from(&portion),
            Err(_) => return found,
        };
        if portion.length() == 0 {
            return found;
        }
        found.extend(portion.iter().map(JsCast::unchecked_into));
    }
}

async fn file_of(entry: FileSystemFileEntry) -> Option<File> {
    let file = Promise::new(&mut |resolve, reject| entry.file_with_callback_and_callback(&resolve, &reject));
    JsFuture::from(file).await.ok()?.dyn_into().ok()
}
