//! The browser's database follows what the page shows, and the page what another tab put there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::{FileId, Known};
use wasm_bindgen::JsValue;

use super::files::{self, KeptFile};
use super::tabs::News;
use super::{Keeper, Kept};

/// What has to be done next, so that the database holds what the page shows.
enum Step {
    /// More is known of a file than was written of it.
    Know { id: FileId, key: JsValue, name: String, known: Known },
    /// A file was taken out, or turned out to be one that is there already.
    Remove { key: JsValue },
    /// It was there twice, and is there still.
    Nothing,
}

impl Keeper {
    /// Brings what is kept up to what is shown, one step after the other.
    pub(super) fn follow(self) {
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
                        if now.as_ref().is_ok_and(|now| *now != key) {
                            // Two tabs were given the same file, and one of the two is gone.
                            self.tabs.tell(&self.shop(), News::Files);
                        }
                        self.decide_by_content(id, &name, &known);
                        self.kept.update_value(|all| {
                            if let Some(kept) = all.get_mut(&id) {
                                // What could not be written is not tried again: the file itself is there.
                                (kept.key, kept.known, kept.is_of_before) = (now.unwrap_or(key), known, false);
                            }
                        });
                    }
                    Step::Nothing => {}
                    Step::Remove { key } => {
                        if files::remove(&key).await.is_ok() {
                            self.tabs.tell(&self.shop(), News::Files);
                        }
                    }
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
            let leaving = || self.leaving.try_update_value(Vec::pop).flatten().map(|key| Step::Remove { key });
            know.or_else(leaving).or_else(|| {
                let is_gone = |id: &FileId| entries.iter().all(|entry| entry.id != *id);
                self.kept.try_update_value(|all| {
                    let id = all.keys().copied().find(is_gone)?;
                    let Kept { key, .. } = all.remove(&id)?;
                    // Another file of the shop may stand for the same record, which is the only copy.
                    let is_shared = all.values().any(|other| other.key == key);
                    Some(if is_shared { Step::Nothing } else { Step::Remove { key } })
                })?
            })
        })
    }

    /// Takes over what another tab has put into the database or taken out of it.
    pub(super) fn look_again(self) {
        // What this tab is putting there just now is not news to it.
        if self.adding.get_value() > 0 {
            return self.looks_later.set_value(true);
        }
        let (shop, epoch) = (self.shop(), self.epoch.get_value());
        spawn_local(async move {
            let Ok(there) = files::all(&shop).await else { return };
            if self.epoch.get_value() != epoch || self.has_sample.get_untracked() || self.adding.get_value() > 0 {
                return;
            }
            let gone: Vec<FileId> = self.kept.with_value(|kept| {
                let is_gone = |kept: &Kept| there.iter().all(|file| file.key != kept.key);
                kept.iter().filter(|(_, kept)| is_gone(kept)).map(|(id, _)| *id).collect()
            });
            for id in gone {
                self.kept.update_value(|kept| drop(kept.remove(&id)));
                self.engine.remove_file(id);
            }
            self.take_in(there);
        });
    }

    /// Puts files of the database into the shop, but for those that are in it, or on their way out.
    pub(super) fn take_in(self, files: Vec<KeptFile>) {
        let is_here = |file: &KeptFile| self.kept.with_value(|kept| kept.values().any(|kept| kept.key == file.key));
        let leaves = |file: &KeptFile| self.leaving.with_value(|leaving| leaving.contains(&file.key));
        let files: Vec<KeptFile> = files.into_iter().filter(|file| !is_here(file) && !leaves(file)).collect();
        let is_like = |KeptFile { key, file, is_of_before }: &KeptFile| Kept {
            key: key.clone(),
            known: file.known.clone(),
            is_of_before: *is_of_before,
        };
        let kept: Vec<Kept> = files.iter().map(is_like).collect();
        let ids = self.engine.add_files(files.into_iter().map(|kept| kept.file).collect());
        self.kept.update_value(|known| known.extend(ids.into_iter().zip(kept)));
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
            let mut config = self.engine.config.get_untracked();
            config.refund_basis.extend(said);
            self.engine.set_config(config);
        }
    }
}
