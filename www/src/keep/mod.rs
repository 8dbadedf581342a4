//! What this computer keeps of the seller's own shop, so that a reload brings it back: the files in the browser's database,
//! the settings beside the taste. Nothing of the sample shop, and nothing anywhere else.

mod files;
mod settings;

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::FileId;
use wasm_bindgen::JsValue;
use web_sys::File;

use crate::engine::Engine;
use crate::setting;

/// A handle to what is kept. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Keeper {
    engine: Engine,
    /// The browser refuses to keep files, as it does in a private window.
    pub(crate) is_refused: RwSignal<bool>,
    /// Files of the sample shop are, or were, among those of the shop.
    pub(crate) has_sample: RwSignal<bool>,
    /// Under which key of the database each file lies.
    keys: StoredValue<BTreeMap<FileId, JsValue>, LocalStorage>,
}

impl Keeper {
    /// Brings back what was kept, and keeps what changes from now on.
    pub(crate) fn start(engine: Engine) -> Keeper {
        let keeper = Keeper {
            engine,
            is_refused: RwSignal::new(false),
            has_sample: RwSignal::new(false),
            keys: StoredValue::new_local(BTreeMap::new()),
        };
        settings::restore(engine);
        Effect::new(move || {
            let (config, scope) = (engine.config.get(), engine.scope.get());
            if !keeper.has_sample.get() {
                settings::store(&config, &scope);
            }
        });
        spawn_local(async move {
            match files::all().await {
                Ok(kept) => {
                    let (keys, files): (Vec<JsValue>, Vec<(String, File)>) = kept.into_iter().unzip();
                    if !files.is_empty() {
                        let ids = engine.add_files(files);
                        keeper.keys.update_value(|known| known.extend(ids.into_iter().zip(keys)));
                    }
                }
                Err(_) => keeper.is_refused.set(true),
            }
        });
        keeper
    }

    /// Adds files of the seller's own, and keeps them.
    pub(crate) fn add(self, files: Vec<(String, File)>) {
        let ids = self.engine.add_files(files.clone());
        spawn_local(async move {
            for (id, (name, file)) in ids.into_iter().zip(files) {
                match files::add(&name, &file).await {
                    // Taken out again before it was kept.
                    Ok(key) if !self.is_held(id) => drop(files::remove(&key).await),
                    Ok(key) => self.keys.update_value(|keys| drop(keys.insert(id, key))),
                    Err(_) => self.is_refused.set(true),
                }
            }
        });
    }

    /// Adds the files of the sample shop, of which nothing is kept. Its figures are those of the default settings.
    pub(crate) fn add_sample(self, files: Vec<(String, File)>) {
        self.has_sample.set(true);
        self.engine.change_config(|config| *config = analytics::Config::default());
        self.engine.set_scope(analytics::profit::Scope::default());
        self.engine.add_files(files);
    }

    /// Takes a file out of the shop and out of the database.
    pub(crate) fn remove(self, id: FileId) {
        self.engine.remove_file(id);
        if let Some(key) = self.keys.try_update_value(|keys| keys.remove(&id)).flatten() {
            spawn_local(async move { drop(files::remove(&key).await) });
        }
        if self.engine.files.with_untracked(Vec::is_empty) {
            self.has_sample.set(false);
        }
    }

    /// Forgets everything on this computer: files, settings, plans and taste.
    pub(crate) fn forget(self) {
        self.keys.set_value(BTreeMap::new());
        self.engine.forget();
        setting::forget();
        self.has_sample.set(false);
        spawn_local(async move {
            if files::clear().await.is_err() {
                self.is_refused.set(true);
            }
        });
    }

    fn is_held(self, id: FileId) -> bool {
        self.engine.files.with_untracked(|files| files.iter().any(|file| file.id == id))
    }
}
