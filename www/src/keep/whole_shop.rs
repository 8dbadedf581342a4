//! A whole shop: its files, its settings and plans, its name. It can be forgotten and brought back, and go to another
//! computer as one file.
//!
//! The file is a line that says how long what follows is, a description in JSON, and the seller's files one behind the other,
//! byte for byte: the browser puts it together and cuts it up without reading it.

use std::collections::BTreeMap;

use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Known;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::{Keeper, files, setting, shops};
use crate::engine::NewFile;
use crate::ui::download;

/// What its file is called at the end.
const ENDING: &str = ".zhanggui";
/// The first line without the length of the description; a later form of the file has another number.
const BEGINNING: &str = "ZHANGGUI SHOP 1 ";
/// Bytes of the first line.
const FIRST_LINE: usize = 32;
/// No description is longer, in bytes.
const LONGEST: u64 = 64 << 20;

/// All that there is of a shop.
#[derive(Clone, Debug)]
pub(crate) struct WholeShop {
    pub(crate) name: String,
    files: Vec<NewFile>,
    /// What the browser remembers of it in small, by key.
    stored: BTreeMap<String, String>,
}

/// Why a file with a shop could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShopTrouble {
    /// It is none, is not whole, or is of a later version.
    Damaged,
    /// The browser has no room for its settings.
    NoRoom,
}

impl WholeShop {
    /// With the files that lie in the database, where those are more than were on the screen.
    pub(super) fn complete(&mut self, kept: Vec<files::KeptFile>) {
        if kept.len() > self.files.len() {
            self.files = kept.into_iter().map(|kept| kept.file).collect();
        }
    }
}

/// What its file says of a shop.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Description {
    name: String,
    stored: BTreeMap<String, String>,
    /// In the order in which their bytes follow.
    files: Vec<Described>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Described {
    name: String,
    /// Names under which it was dropped again.
    again: Vec<String>,
    bytes: u64,
}

/// Whether a file is a whole shop, by its name.
pub(crate) fn is_shop_file(name: &str) -> bool {
    name.to_lowercase().ends_with(ENDING)
}

impl Keeper {
    /// All that there is of the open shop.
    pub(super) fn whole_shop(self) -> WholeShop {
        let entries = self.engine.files.get_untracked();
        WholeShop {
            name: self.shops.with_untracked(|shops| shops.current_name().to_owned()),
            files: entries.into_iter().filter_map(|entry| self.engine.file(entry.id)).collect(),
            stored: self.shop().all_stored(),
        }
    }

    /// Opens a shop beside those that there are; an open one without a name and without files gives it its place. False
    /// where the browser has no room for its settings, and nothing is opened then: it would be another shop without them.
    async fn take_whole_shop(self, WholeShop { name, files, stored }: WholeShop) -> bool {
        if self.has_sample.get_untracked() {
            self.leave_sample();
        }
        // Files that are kept may not be on the screen yet.
        let open = self.shop();
        let is_unnamed = self.shops.with_untracked(|shops| shops.current_name().is_empty());
        let is_free = is_unnamed
            && self.engine.files.with_untracked(Vec::is_empty)
            && files::all(&open).await.is_ok_and(|kept| kept.is_empty())
            && self.shop() == open;
        if is_free {
            self.rename_shop(&name);
        } else {
            self.new_shop(&name);
        }
        let shop = self.shop();
        let is_stored = stored.iter().all(|(key, value)| shop.store(key, value));
        if !is_stored {
            stored.keys().for_each(|key| shop.remove(key));
            if !is_free {
                self.open_shop(&open);
                self.change_shops(|shops| shops.remove(&shop));
            }
            return false;
        }
        self.restore_settings();
        self.add(files);
        true
    }

    /// Opens a shop and calls `then` once it is there; says where it could not be opened.
    pub(super) async fn open_whole_shop(self, shop: WholeShop, then: impl FnOnce()) {
        if self.take_whole_shop(shop).await {
            then();
        } else {
            self.shop_trouble.set(Some(ShopTrouble::NoRoom));
        }
    }

    /// Saves the open shop as one file. `None` where the browser refuses.
    pub(crate) fn save_shop(self) -> Option<()> {
        let WholeShop { name, files, stored } = self.whole_shop();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size below 2^53")]
        let described = |NewFile { name, known, file }: &NewFile| Described {
            name: name.clone(),
            again: known.again.clone(),
            bytes: file.size() as u64,
        };
        let description = Description { name: name.clone(), stored, files: files.iter().map(described).collect() };
        let description = serde_json::to_string(&description).ok()?;
        let parts = Array::of2(&first_line(description.len()).into(), &description.into());
        for NewFile { file, .. } in &files {
            parts.push(file);
        }
        let whole = Blob::new_with_blob_sequence(&parts).ok()?;
        let name = if name.is_empty() { "zhanggui".to_owned() } else { download::file_name(&name) };
        download::save_blob(&format!("{name}{ENDING}"), &whole)
    }

    /// Opens the shop that a file holds, and calls `then` once it is there.
    pub(crate) fn open_shop_file(self, file: File, then: impl FnOnce() + 'static) {
        self.shop_trouble.set(None);
        spawn_local(async move {
            match read(&file).await {
                Some(shop) => self.open_whole_shop(shop, then).await,
                None => self.shop_trouble.set(Some(ShopTrouble::Damaged)),
            }
        });
    }
}

impl shops::ShopId {
    /// Everything the browser remembers of this shop in small, by key.
    fn all_stored(&self) -> BTreeMap<String, String> {
        let beginning = self.key("");
        let keys = setting::keys_of(&beginning);
        let stored = keys
            .iter()
            .filter_map(|key| Some((key.strip_prefix(beginning.as_str())?.to_owned(), setting::stored(key)?)));
        stored.collect()
    }
}

fn first_line(description: usize) -> String {
    let digits = FIRST_LINE - BEGINNING.len() - 1;
    format!("{BEGINNING}{description:>digits$}\n")
}

/// The bytes of the description; `None` for what is no shop, or one of a later version.
fn length(first_line: &str) -> Option<u64> {
    let length = first_line.strip_prefix(BEGINNING)?.trim().parse().ok()?;
    (length <= LONGEST).then_some(length)
}

/// Where each file lies, from its first byte to behind its last; `None` where they do not fill the whole exactly.
fn places(files: &[Described], start: u64, whole: u64) -> Option<Vec<(u64, u64)>> {
    let mut end = start;
    let mut places = Vec::new();
    for file in files {
        let from = end;
        end = end.checked_add(file.bytes)?;
        places.push((from, end));
    }
    (end == whole).then_some(places)
}

async fn read(file: &File) -> Option<WholeShop> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size below 2^53")]
    let whole = file.size() as u64;
    let start = FIRST_LINE as u64;
    let length = length(&text(file, 0, start).await?)?;
    let behind = start.checked_add(length)?;
    let description: Description = serde_json::from_str(&text(file, start, behind).await?).ok()?;
    let places = places(&description.files, behind, whole)?;
    let mut files = Vec::new();
    for (Described { name, again, .. }, (from, to)) in description.files.into_iter().zip(places) {
        let part = Array::of1(&piece(file, from, to)?);
        let file = File::new_with_blob_sequence(&part, &name).ok()?;
        files.push(NewFile { name, known: Known { again, ..Known::default() }, file });
    }
    Some(WholeShop { name: description.name, files, stored: description.stored })
}

#[expect(clippy::cast_precision_loss, reason = "a file is smaller than 2^53")]
fn piece(file: &File, from: u64, to: u64) -> Option<JsValue> {
    file.slice_with_f64_and_f64(from as f64, to as f64).ok().map(JsValue::from)
}

async fn text(file: &File, from: u64, to: u64) -> Option<String> {
    let piece: Blob = piece(file, from, to)?.dyn_into().ok()?;
    JsFuture::from(piece.text()).await.ok()?.as_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_says_how_long_the_description_is() {
        for length_of in [0, 7, 12_345, 67_108_864] {
            assert_eq!(first_line(length_of).len(), FIRST_LINE);
            assert_eq!(length(&first_line(length_of)), Some(length_of as u64));
        }
        for other in [
            "",
            "PK\u{3}\u{4}",
            "ZHANGGUI SHOP 2               7\n",
            "ZHANGGUI SHOP 1              -7\n",
            "ZHANGGUI SHOP 1       999999999999\n",
        ] {
            assert_eq!(length(other), None, "{other}");
        }
    }

    #[test]
    fn a_file_that_was_cut_off_is_no_shop() {
        let file = |bytes| Described { name: String::new(), again: Vec::new(), bytes };
        assert_eq!(places(&[file(10), file(0), file(5)], 100, 115), Some(vec![(100, 110), (110, 110), (110, 115)]));
        assert_eq!(places(&[], 100, 100), Some(Vec::new()));
        for (files, whole) in [(vec![file(10)], 109), (vec![file(10)], 111), (vec![file(u64::MAX), file(1)], 100)] {
            assert_eq!(places(&files, 100, whole), None);
        }
    }
}
