//! What every part of the page can reach.

use std::collections::BTreeSet;

use leptos::prelude::*;
use protocol::FileId;
use web_sys::File;

use crate::capacity;
use crate::engine::{Engine, NewFile};
use crate::i18n::Locale;
use crate::keep::{Keeper, is_shop_file};
use crate::offline::Offline;
use crate::profit::View;
use crate::repurchase;
use crate::route::Route;
use crate::setting::Theme;
use crate::share;
use crate::site::Site;
use crate::ui::traffic::Traffic;

/// The page's state. Copies are the same page.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    pub(crate) engine: Engine,
    pub(crate) locale: RwSignal<Locale>,
    pub(crate) theme: RwSignal<Theme>,
    pub(crate) route: RwSignal<Route>,
    pub(crate) site: StoredValue<Site>,
    pub(crate) traffic: Traffic,
    pub(crate) offline: Offline,
    /// What this computer keeps of the shop.
    pub(crate) keeper: Keeper,
    /// Files are held over the window.
    pub(crate) is_over: RwSignal<bool>,
    /// Tables of files whose checks are shown, by the file and the place of the table in it, from 0.
    pub(crate) open_files: RwSignal<BTreeSet<(FileId, usize)>>,
    /// What the profit page shows of the shop.
    pub(crate) view: View,
    /// What the page of capacity shows of it.
    pub(crate) capacity: capacity::View,
    /// What the page of repurchase shows of it.
    pub(crate) repurchase: repurchase::View,
    /// What of it is passed on.
    pub(crate) share: share::View,
}

pub(crate) fn use_page() -> Page {
    expect_context::<Page>()
}

impl Page {
    /// The shop's currency; empty before there are orders.
    pub(crate) fn currency(self) -> Memo<String> {
        let shop = self.engine.shop;
        Memo::new(move |_| {
            shop.with(|shop| shop.profit.as_ref().map(|profit| profit.currency.clone()).unwrap_or_default())
        })
    }

    /// What is typed into fields of costs is in.
    pub(crate) fn cost_currency(self) -> Memo<String> {
        let shop = self.currency();
        Memo::new(move |_| {
            let said = self.engine.config.with(|config| config.shop.cost_currency.clone());
            if said.is_empty() { shop.get() } else { said }
        })
    }

    /// Puts away what is on the screen of a shop that is left.
    pub(crate) fn leave_shop(self) {
        self.open_files.set(BTreeSet::new());
        self.view.forget();
        self.capacity.forget();
        self.repurchase.forget();
        self.share.forget();
    }

    /// Brings back what the seller kept of the shop that is open now.
    pub(crate) fn begin_shop(self) {
        self.view.begin(self.keeper);
        let is_sample = self.keeper.has_sample.get_untracked();
        let name = self.keeper.shops.with_untracked(|shops| shops.current_name().to_owned());
        let name = if is_sample { String::new() } else { name };
        self.share.choice.update(|choice| choice.shop = name);
    }

    /// Undoes what was done last.
    pub(crate) fn undo(self) {
        self.keeper.undo(move || {
            self.leave_shop();
            self.begin_shop();
        });
    }

    /// Which shop is on the screen, as the entries of the browser's history are marked.
    pub(crate) fn shop_mark(self) -> String {
        if self.keeper.has_sample.get() {
            "sample".to_owned()
        } else {
            self.keeper.shops.with(|shops| shops.current().text().to_owned())
        }
    }

    /// Puts away what was on the screen whenever another shop is.
    pub(crate) fn follow_shop(self) {
        Effect::new(move |before: Option<String>| {
            let mark = self.shop_mark();
            match before {
                None => untrack(|| self.begin_shop()),
                Some(before) if before != mark => untrack(|| {
                    self.leave_shop();
                    self.begin_shop();
                }),
                Some(_) => {}
            }
            mark
        });
    }

    /// Puts files into the shop that is open; a file that is a whole shop is opened beside it.
    pub(crate) fn add_files(self, files: Vec<(String, File)>) {
        let (shops, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| is_shop_file(name));
        if !files.is_empty() {
            self.keeper.add(files.into_iter().map(NewFile::from).collect());
        }
        for (_, shop) in shops {
            self.keeper.open_shop_file(shop, move || {
                self.leave_shop();
                self.begin_shop();
            });
        }
    }
}

/// A part of an answer; its default while there is none.
pub(crate) fn part_of<A, T>(answer: RwSignal<Option<A>>, pick: impl Fn(&A) -> T + Send + Sync + 'static) -> Memo<T>
where
    A: Send + Sync + 'static,
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| answer.with(|answer| answer.as_ref().map(&pick).unwrap_or_default()))
}
