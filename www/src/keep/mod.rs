//! What this computer keeps of the seller's own shops, so that a reload brings them back: the files in the browser's database,
//! the settings beside the taste, each under its shop. Nothing of the sample shop, and nothing anywhere else.

mod files;
mod follow;
mod results;
mod settings;
mod shops;
mod tabs;
mod undo;
mod whole_shop;

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::{FileId, Known};
use wasm_bindgen::JsValue;

pub(crate) use self::results::ShopResult;
use self::settings::Stored;
pub(crate) use self::shops::{NamedShop, ShopId, Shops};
use self::tabs::{News, Tabs};
pub(crate) use self::undo::Done;
pub(crate) use self::whole_shop::{ShopTrouble, is_shop_file};
use crate::engine::{Engine, NewFile};
use crate::setting;

/// A database opens in milliseconds, unless an older version holds it.
const PATIENCE: Duration = Duration::from_secs(3);

/// A handle to what is kept. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Keeper {
    engine: Engine,
    tabs: Tabs,
    /// Those of this computer, and which is open.
    pub(crate) shops: RwSignal<Shops>,
    /// The browser has no room for settings, or does not let the page keep them.
    pub(crate) is_unsaved: RwSignal<bool>,
    /// What was done last, as long as it can be undone.
    pub(crate) done: RwSignal<Option<Done>, LocalStorage>,
    /// The settings as other tabs know them too.
    known_settings: StoredValue<settings::Known>,
    /// Counts shops that were closed: what was begun for one of them is not for the next.
    epoch: StoredValue<u32>,
    /// Counts what was forgotten: what was on its way into the database then is not wanted there.
    forgets: StoredValue<u32>,
    /// Keys of files that were taken out and still lie in the database.
    leaving: StoredValue<Vec<JsValue>, LocalStorage>,
    /// Files on their way into the database.
    adding: StoredValue<u32>,
    /// Another tab had news while some were on their way.
    looks_later: StoredValue<bool>,
    /// The browser refuses to keep files, as it does in a private window.
    pub(crate) is_refused: RwSignal<bool>,
    /// An older version of this page is open in another tab, and holds the files until that is closed.
    pub(crate) is_held_up: RwSignal<bool>,
    /// Why the file with a whole shop that was dropped last was not opened.
    pub(crate) shop_trouble: RwSignal<Option<ShopTrouble>>,
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

impl Keeper {
    /// Brings back what was kept, and keeps what changes from now on.
    pub(crate) fn start(engine: Engine) -> Keeper {
        let keeper = Keeper {
            engine,
            tabs: Tabs::open(),
            shops: RwSignal::new(Shops::open()),
            is_unsaved: RwSignal::new(false),
            done: RwSignal::new_local(None),
            known_settings: StoredValue::new(settings::Known::default()),
            epoch: StoredValue::new(0),
            forgets: StoredValue::new(0),
            leaving: StoredValue::new_local(Vec::new()),
            adding: StoredValue::new(0),
            looks_later: StoredValue::new(false),
            is_refused: RwSignal::new(false),
            is_held_up: RwSignal::new(false),
            shop_trouble: RwSignal::new(None),
            has_sample: RwSignal::new(false),
            kept: StoredValue::new_local(BTreeMap::new()),
            is_writing: StoredValue::new(false),
        };
        keeper.restore_settings();
        Effect::new(move || {
            let (config, scope) = (engine.config.get(), engine.scope.get());
            if keeper.has_sample.get() {
                return;
            }
            let shop = untrack(|| keeper.shop());
            let mut known = keeper.known_settings.get_value();
            let (stored, news) = settings::store(&shop, &mut known, &config, &scope);
            keeper.known_settings.set_value(known);
            if let Some(news) = news {
                engine.set_config(news);
            }
            keeper.is_unsaved.set(stored == Stored::Refused);
        });
        Effect::new(move || {
            if let Some(before) = engine.edited.get() {
                keeper.note_change(before);
            }
        });
        keeper.tabs.listen(move |shop, news| keeper.hear(shop, news));
        // What another tab has stored is there to be read when the browser says so, and not when that tab does.
        let listener = window_event_listener(leptos::ev::storage, move |event| {
            let key = js_sys::Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string());
            let shop = keeper.shop();
            match key.as_deref() {
                Some(key) if setting::is_key(key, &shop.settings_key()) => keeper.hear(&shop, News::Settings),
                Some(key) if setting::is_key(key, shops::SHOPS) => keeper.hear(&shop, News::Shops),
                _ => {}
            }
        });
        on_cleanup(move || listener.remove());
        Effect::new(move || {
            engine.files.track();
            keeper.follow();
        });
        keeper.follow_results();
        keeper.bring_back();
        keeper
    }

    /// Puts the kept files of the open shop into it.
    fn bring_back(self) {
        let is_open = StoredValue::new(false);
        set_timeout(move || self.is_held_up.set(!is_open.get_value()), PATIENCE);
        let (shop, epoch) = (self.shop(), self.epoch.get_value());
        spawn_local(async move {
            let kept = files::all(&shop).await;
            is_open.set_value(true);
            self.is_held_up.set(false);
            // Another shop was opened meanwhile, or this one again, which brings it back itself.
            if self.epoch.get_value() != epoch {
                return;
            }
            match kept {
                // While an older version held them, somebody may have begun with others.
                Ok(_) if self.adding.get_value() > 0 => self.looks_later.set_value(true),
                Ok(files) => self.take_in(files),
                Err(_) => self.is_refused.set(true),
            }
        });
    }

    /// What another tab did.
    fn hear(self, shop: &ShopId, news: News) {
        let is_here = *shop == self.shop();
        match news {
            News::Settings if is_here && !self.has_sample.get_untracked() => {
                self.known_settings.set_value(settings::restore_config(shop, self.engine));
            }
            News::Files if is_here => self.look_again(),
            News::Settings | News::Files => {}
            // It was forgotten: the page begins again with what is there.
            News::Forgotten if is_here => drop(window().location().reload()),
            News::Forgotten | News::Shops => {
                let open = self.shop();
                self.shops.update(Shops::refresh);
                // What is on the screen is of a shop that is no more, and must not be kept as another's.
                if self.shop() != open {
                    drop(window().location().reload());
                }
            }
        }
    }

    fn restore_settings(self) {
        self.known_settings.set_value(settings::restore(&self.shop(), self.engine));
    }

    /// What the browser remembers of the open shop in small.
    pub(crate) fn stored(self, key: &str) -> Option<String> {
        self.shop().stored(key)
    }

    pub(crate) fn store(self, key: &str, value: &str) {
        if !self.shop().store(key, value) {
            self.is_unsaved.set(true);
        }
    }

    fn shop(self) -> ShopId {
        self.shops.with_untracked(|shops| shops.current().clone())
    }

    /// Adds files of the seller's own, and keeps them: at once, since what they are is known only when they were read. The
    /// sample shop goes: its figures are nobody's, and the seller's own files come back beside the new ones.
    pub(crate) fn add(self, files: Vec<NewFile>) {
        if self.has_sample.get_untracked() {
            self.back_to_own();
        }
        let ids = self.engine.add_files(files.clone());
        let (shop, epoch, forgets) = (self.shop(), self.epoch.get_value(), self.forgets.get_value());
        self.adding.update_value(|adding| *adding += 1);
        spawn_local(async move {
            for (id, NewFile { name, file, .. }) in ids.into_iter().zip(files) {
                if self.forgets.get_value() != forgets {
                    break;
                }
                match files::add(&shop, &name, &file).await {
                    Ok(key) if self.forgets.get_value() != forgets => drop(files::remove(&key).await),
                    Ok(key) if self.epoch.get_value() == epoch => {
                        let kept = Kept { key, known: Known::default(), is_of_before: false };
                        self.kept.update_value(|all| drop(all.insert(id, kept)));
                        // It may have been taken out, or read, before it was kept.
                        self.follow();
                    }
                    // It lies where its shop is, and comes back with it.
                    Ok(_) => {}
                    Err(_) => self.is_refused.set(true),
                }
            }
            self.adding.update_value(|adding| *adding -= 1);
            self.tabs.tell(&shop, News::Files);
            let looks = self.looks_later.try_update_value(std::mem::take) == Some(true);
            if looks || self.epoch.get_value() != epoch {
                self.look_again();
            }
        });
    }

    /// Adds the files of the sample shop, of which nothing is kept. Its figures are those of the default settings.
    ///
    /// Files of the seller's own leave the screen, and lie where they are kept: the two never mix.
    pub(crate) fn add_sample(self, files: Vec<NewFile>) {
        self.close_shop();
        self.has_sample.set(true);
        self.engine.add_files(files);
    }

    /// Takes a file out of the shop and, with all of its names, out of the database. For a while it can come back.
    pub(crate) fn remove(self, id: FileId) {
        let is_of_sample = self.has_sample.get_untracked();
        let removed = self.engine.file(id).map(|file| Done::Removed { file, is_of_sample });
        let kept = self.kept.try_update_value(|kept| kept.remove(&id)).flatten();
        self.leaving.update_value(|leaving| leaving.extend(kept.map(|kept| kept.key)));
        self.engine.remove_file(id);
        if self.engine.files.with_untracked(Vec::is_empty) {
            if is_of_sample {
                self.back_to_own();
            } else {
                self.forget_result();
            }
        }
        self.done.set(removed);
    }

    /// From the sample shop back to the seller's own.
    pub(crate) fn back_to_own(self) {
        self.leave_sample();
        self.bring_back();
    }

    /// Takes the sample shop out, and its settings, which are not the seller's.
    fn leave_sample(self) {
        self.close_shop();
        self.restore_settings();
        self.has_sample.set(false);
    }

    /// Takes everything off the screen, and nothing out of what is kept.
    fn close_shop(self) {
        self.epoch.update_value(|epoch| *epoch += 1);
        self.kept.set_value(BTreeMap::new());
        self.done.set(None);
        self.engine.forget();
    }

    /// Opens another shop of this computer.
    pub(crate) fn open_shop(self, id: &ShopId) {
        if *id == self.shop() && !self.has_sample.get_untracked() {
            return;
        }
        self.close_shop();
        self.change_shops(|shops| shops.open_one(id));
        self.restore_settings();
        self.has_sample.set(false);
        self.bring_back();
    }

    /// Makes another shop, and opens it.
    pub(crate) fn new_shop(self, name: &str) {
        self.close_shop();
        self.change_shops(|shops| shops.add(name));
        self.restore_settings();
        self.has_sample.set(false);
    }

    /// Calls the open shop by another name.
    pub(crate) fn rename_shop(self, name: &str) {
        let shop = self.shop();
        self.change_shops(|shops| shops.rename(&shop, name));
    }

    /// Changes the list as it is kept: another tab may have changed it too.
    fn change_shops(self, change: impl FnOnce(&mut Shops)) {
        self.shops.update(|shops| {
            shops.refresh();
            change(shops);
        });
        if !self.shops.with_untracked(Shops::store) {
            self.is_unsaved.set(true);
        }
    }

    /// Forgets the open shop on this computer: files, settings and plans. Where it is the only one, taste and name too. For
    /// a while it can come back.
    pub(crate) fn forget(self) {
        let shop = self.shop();
        let mut whole = self.whole_shop();
        self.forgets.update_value(|forgets| *forgets += 1);
        self.close_shop();
        shop.forget();
        if self.shops.with_untracked(|shops| shops.list().len() > 1) {
            self.change_shops(|shops| shops.remove(&shop));
        } else {
            setting::forget();
            self.shops.set(Shops::open());
        }
        self.restore_settings();
        self.has_sample.set(false);
        spawn_local(async move {
            let epoch = self.epoch.get_value();
            // Files that were not on the screen yet are part of it too.
            whole.complete(files::all(&shop).await.unwrap_or_default());
            match files::clear(&shop).await {
                Ok(()) => {
                    self.tabs.tell(&shop, News::Forgotten);
                    // Before that, what comes back would be cleared as well.
                    if self.epoch.get_value() == epoch {
                        self.done.set(Some(Done::Forgotten(whole)));
                    }
                }
                Err(_) => self.is_refused.set(true),
            }
            if self.epoch.get_value() == epoch {
                self.bring_back();
            }
        });
    }
}
