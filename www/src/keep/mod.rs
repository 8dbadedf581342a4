//! What this computer keeps of the seller's own shops, so that a reload brings them back: the files in the browser's database,
//! the settings beside the taste, each under its shop. Nothing of the sample shop, and nothing anywhere else.

mod files;
mod settings;
mod shops;

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::{FileId, Known};
use wasm_bindgen::JsValue;
use web_sys::File;

use self::files::KeptFile;
use self::shops::{ShopId, Shops};
use crate::engine::{Engine, NewFile};
use crate::setting;

/// A database opens in milliseconds, unless an older version holds it.
const PATIENCE: Duration = Duration::from_secs(3);

/// A handle to what is kept. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Keeper {
    engine: Engine,
    shops: StoredValue<Shops>,
    /// The browser refuses to keep files, as it does in a private window.
    pub(crate) is_refused: RwSignal<bool>,
    /// An older version of this page is open in another tab, and holds the files until that is closed.
    pub(crate) is_held_up: RwSignal<bool>,
    /// Files of the sample shop are, or were, among those of the shop.
    pub(crate) has_sample: RwSignal<bool>,
    kept: StoredValue<BTreeMap<FileId, Kept>, LocalStorage>,
    /// What is kept is being brought up to what is shown.
    is_writing: StoredValue<bool>,
}

/// How a file of the shop lies in the database.
#[derive(Clone, Debug)]
struct Kept {
    key: JsValue,
    known: Known,
    is_of_before: bool,
}

/// What has to be done next, so that the database holds what the page shows.
enum Step {
    /// More is known of a file than was written of it.
    Know { id: FileId, key: JsValue, name: String, known: Known },
    /// A file was taken out, or turned out to be one that is there already.
    Remove { key: JsValue },
}

impl Keeper {
    /// Brings back what was kept, and keeps what changes from now on.
    pub(crate) fn start(engine: Engine) -> Keeper {
        let keeper = Keeper {
            engine,
            shops: StoredValue::new(Shops::open()),
            is_refused: RwSignal::new(false),
            is_held_up: RwSignal::new(false),
            has_sample: RwSignal::new(false),
            kept: StoredValue::new_local(BTreeMap::new()),
            is_writing: StoredValue::new(false),
        };
        settings::restore(&keeper.shop(), engine);
        Effect::new(move || {
            let (config, scope) = (engine.config.get(), engine.scope.get());
            if !keeper.has_sample.get() {
                settings::store(&keeper.shop(), &config, &scope);
            }
        });
        Effect::new(move || {
            engine.files.track();
            keeper.follow();
        });
        let is_open = StoredValue::new(false);
        set_timeout(move || keeper.is_held_up.set(!is_open.get_value()), PATIENCE);
        spawn_local(async move {
            let kept = files::all(&keeper.shop()).await;
            is_open.set_value(true);
            keeper.is_held_up.set(false);
            match kept {
                Ok(files) if files.is_empty() => {}
                Ok(files) => {
                    let is_like = |KeptFile { key, file, is_of_before }: &KeptFile| Kept {
                        key: key.clone(),
                        known: file.known.clone(),
                        is_of_before: *is_of_before,
                    };
                    let kept: Vec<Kept> = files.iter().map(is_like).collect();
                    // While an older version held them, somebody may have looked at the sample.
                    if keeper.has_sample.get_untracked() {
                        keeper.leave_sample();
                    }
                    let ids = engine.add_files(files.into_iter().map(|kept| kept.file).collect());
                    keeper.kept.update_value(|known| known.extend(ids.into_iter().zip(kept)));
                }
                Err(_) => keeper.is_refused.set(true),
            }
        });
        keeper
    }

    /// What the browser remembers of the open shop in small.
    pub(crate) fn stored(self, key: &str) -> Option<String> {
        self.shop().stored(key)
    }

    pub(crate) fn store(self, key: &str, value: &str) {
        self.shop().store(key, value);
    }

    fn shop(self) -> ShopId {
        self.shops.with_value(|shops| shops.current().clone())
    }

    /// Adds files of the seller's own, and keeps them: at once, since what they are is known only when they were read.
    pub(crate) fn add(self, files: Vec<(String, File)>) {
        let ids = self.engine.add_files(files.iter().cloned().map(NewFile::from).collect());
        let shop = self.shop();
        spawn_local(async move {
            for (id, (name, file)) in ids.into_iter().zip(files) {
                match files::add(&shop, &name, &file).await {
                    Ok(key) => {
                        let kept = Kept { key, known: Known::default(), is_of_before: false };
                        self.kept.update_value(|all| drop(all.insert(id, kept)));
                        // It may have been taken out, or read, before it was kept.
                        self.follow();
                    }
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
        self.engine.add_files(files.into_iter().map(NewFile::from).collect());
    }

    /// Takes a file out of the shop and, with all of its names, out of the database.
    pub(crate) fn remove(self, id: FileId) {
        self.engine.remove_file(id);
        if self.has_sample.get_untracked() && self.engine.files.with_untracked(Vec::is_empty) {
            self.leave_sample();
        }
    }

    /// Takes the sample shop out, and its settings, which are not the seller's.
    fn leave_sample(self) {
        let ids: Vec<FileId> = self.engine.files.with_untracked(|files| files.iter().map(|file| file.id).collect());
        ids.into_iter().for_each(|id| self.engine.remove_file(id));
        settings::restore(&self.shop(), self.engine);
        self.has_sample.set(false);
    }

    /// Forgets everything on this computer: files, settings, plans and taste.
    pub(crate) fn forget(self) {
        self.kept.set_value(BTreeMap::new());
        self.engine.forget();
        setting::forget();
        self.shops.set_value(Shops::open());
        self.has_sample.set(false);
        spawn_local(async move {
            if files::clear().await.is_err() {
                self.is_refused.set(true);
            }
        });
    }

    /// Brings what is kept up to what is shown, one step after the other.
    fn follow(self) {
        // Whoever writes looks again before it ends.
        if self.is_writing.get_value() {
            return;
        }
        self.is_writing.set_value(true);
        spawn_local(async move {
            while let Some(step) = self.next_step() {
                match step {
                    Step::Know { id, key, name, known } => {
                        let now = files::know(&self.shop(), &key, &name, &known).await;
                        self.decide_by_content(id, &name, &known);
                        self.kept.update_value(|all| {
                            if let Some(kept) = all.get_mut(&id) {
                                // What could not be written is not tried again: the file itself is there.
                                (kept.key, kept.known, kept.is_of_before) = (now.unwrap_or(key), known, false);
                            }
                        });
                    }
                    Step::Remove { key } => drop(files::remove(&key).await),
                }
            }
            self.is_writing.set_value(false);
        });
    }

    /// What is known is written first, so that a file which turned out to be another goes when its name is safe.
    fn next_step(self) -> Option<Step> {
        self.engine.files.with_untracked(|entries| {
            let know = self.kept.with_value(|all| {
                entries.iter().find_map(|entry| {
                    let kept = all.get(&entry.id)?;
                    let is_news = entry.known.digest.is_some() && entry.known != kept.known;
                    is_news.then(|| Step::Know {
                        id: entry.id,
                        key: kept.key.clone(),
                        name: entry.name.clone(),
                        known: entry.known.clone(),
                    })
                })
            });
            know.or_else(|| {
                let is_gone = |id: &FileId| entries.iter().all(|entry| entry.id != *id);
                self.kept.try_update_value(|all| {
                    let id = all.keys().copied().find(is_gone)?;
                    all.remove(&id).map(|Kept { key, .. }| Step::Remove { key })
                })?
            })
        })
    }

    /// An answer about refunds that an older version kept under the name of this file, or of a table in it, is kept under its
    /// content from now on.
    fn decide_by_content(self, id: FileId, name: &str, known: &Known) {
        let is_of_before = self.kept.with_value(|all| all.get(&id).is_some_and(|kept| kept.is_of_before));
        let Some(digest) = known.digest.filter(|_| is_of_before) else { return };
        // What stands behind the name of an archive is the name of a file in it.
        let within = |key: &str| {
            let of = |name: &str| key.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let rest = of(name).or_else(|| known.again.iter().find_map(|name| of(name)));
            rest.map(|rest| format!("{digest}{rest}"))
        };
        let said: Vec<_> = self.engine.config.with_untracked(|config| {
            let answers = config.refund_basis.iter();
            answers.filter_map(|(key, basis)| Some((within(key)?, *basis))).collect()
        });
        // The name stays where it is: another file of before may have it too, and nobody else looks there any more.
        if !said.is_empty() {
            self.engine.change_config(|config| config.refund_basis.extend(said));
        }
    }
}
