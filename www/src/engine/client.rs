//! Asking the worker, and keeping it alive.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use analytics::Config;
use analytics::diagnostic::Problem;
use analytics::profit::Scope;
use leptos::prelude::*;
use protocol::{Envelope, FileId, Reply, Request, Shop, ShopChange};
use web_sys::File;

use super::Health;
use super::held::{self, FileEntry, FileState, NewFile};
use super::port::Port;

/// Deaths without a file read in between, after which the page waits for the seller to try again.
const DEATHS_IN_A_ROW: u32 = 4;

/// What is done with the reply. It is not called when the worker died first: whoever asked asks again when
/// [`Engine::results`] changes.
type ReplyHandler = Box<dyn FnOnce(Reply)>;

/// A handle to the worker and to what is known from it. Copies are the same engine.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    client: StoredValue<Rc<RefCell<Client>>, LocalStorage>,
    pub(crate) files: RwSignal<Vec<FileEntry>>,
    pub(crate) shop: RwSignal<Shop>,
    pub(crate) config: RwSignal<Config>,
    /// The settings as they were before the last change by hand.
    pub(crate) edited: RwSignal<Option<Config>>,
    pub(crate) scope: RwSignal<Scope>,
    /// Grows with every change of the shop's results: whatever was asked before is stale.
    pub(crate) results: RwSignal<u32>,
    pub(crate) health: RwSignal<Health>,
    /// What the worker said of the last request that it could not carry out, until that is put away or asked again.
    pub(crate) failure: RwSignal<Option<String>>,
}

struct Client {
    address: String,
    port: Option<Port>,
    is_ready: bool,
    next_id: u32,
    pending: BTreeMap<u32, ReplyHandler>,
    /// Sent once the worker is ready.
    outbox: Vec<(Envelope<Request>, Option<File>)>,
    held: BTreeMap<FileId, File>,
    next_file: FileId,
    /// Settings are on their way; the newest follow when they are answered.
    config_is_out: bool,
    config_is_newer: bool,
    deaths: u32,
    /// Counts workers, so that a message of a dead one is not taken for one of the living.
    generation: u32,
}

impl Engine {
    pub(crate) fn start(address: String) -> Engine {
        let client = Client {
            address,
            port: None,
            is_ready: false,
            next_id: 1,
            pending: BTreeMap::new(),
            outbox: Vec::new(),
            held: BTreeMap::new(),
            next_file: 1,
            config_is_out: false,
            config_is_newer: false,
            deaths: 0,
            generation: 0,
        };
        let engine = Engine {
            client: StoredValue::new_local(Rc::new(RefCell::new(client))),
            files: RwSignal::new(Vec::new()),
            shop: RwSignal::new(Shop::default()),
            config: RwSignal::new(Config::default()),
            edited: RwSignal::new(None),
            scope: RwSignal::new(Scope::default()),
            results: RwSignal::new(0),
            health: RwSignal::new(Health::Well),
            failure: RwSignal::new(None),
        };
        engine.open_port();
        engine
    }

    /// Asks the worker. `then` gets the one answer.
    pub(crate) fn ask(self, request: Request, then: impl FnOnce(Reply) + 'static) {
        self.post(request, None, Box::new(then));
    }

    /// Asks for something that has to be read from a file again.
    pub(crate) fn ask_of_file(self, file: FileId, request: Request, then: impl FnOnce(Reply) + 'static) {
        let held = self.with(|client| client.held.get(&file).cloned());
        self.post(request, held, Box::new(then));
    }

    /// Puts files into the shop; they are read one after the other. Gives the number of each.
    pub(crate) fn add_files(self, files: Vec<NewFile>) -> Vec<FileId> {
        let mut ids = Vec::new();
        self.with(|client| {
            client.deaths = 0;
            self.files.update(|entries| {
                for NewFile { name, known, file } in files {
                    let id = client.next_file;
                    client.next_file += 1;
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size below 2^53")]
                    let size = file.size() as u64;
                    entries.push(FileEntry { id, name, known, size, state: FileState::Waiting, deaths: 0 });
                    client.held.insert(id, file);
                    ids.push(id);
                }
            });
        });
        self.pump();
        ids
    }

    /// Takes everything out of the shop: a new worker begins with nothing.
    pub(crate) fn forget(self) {
        self.files.set(Vec::new());
        self.with(|client| client.held.clear());
        self.config.set(Config::default());
        self.scope.set(Scope::default());
        self.shop.set(Shop::default());
        self.failure.set(None);
        self.open_port();
        self.results.update(|results| *results += 1);
    }

    /// A file of the shop with what is known of it.
    pub(crate) fn file(self, id: FileId) -> Option<NewFile> {
        let file = self.with(|client| client.held.get(&id).cloned())?;
        let entries = self.files.get_untracked();
        let entry = entries.into_iter().find(|entry| entry.id == id)?;
        Some(NewFile { name: entry.name, known: entry.known, file })
    }

    /// Takes a file out of the shop. While it is being read that means ending the worker.
    pub(crate) fn remove_file(self, file: FileId) {
        let entries = self.files.get_untracked();
        let Some(entry) = entries.into_iter().find(|entry| entry.id == file) else { return };
        self.files.update(|entries| entries.retain(|entry| entry.id != file));
        self.with(|client| client.held.remove(&file));
        match entry.state {
            FileState::Waiting | FileState::LeftOut(_) => {}
            FileState::Reading { .. } => {
                self.read_all_again();
                self.open_port();
            }
            FileState::Read => self.ask(Request::RemoveFile { file }, move |reply| self.take_shop(reply)),
        }
    }

    /// Reads a file again, after a setting that decides how it is read.
    pub(crate) fn read_again(self, file: FileId) {
        self.ask(Request::RemoveFile { file }, move |reply| {
            self.take_shop(reply);
            self.set_state(file, FileState::Waiting);
            self.pump();
        });
    }

    /// Changes settings by hand; the results follow.
    pub(crate) fn change_config(self, change: impl FnOnce(&mut Config)) {
        self.edit_config(change);
        self.follow_config();
    }

    /// Changes settings by hand of which the worker is told with what is asked of it.
    pub(crate) fn edit_config(self, change: impl FnOnce(&mut Config)) {
        let before = self.config.get_untracked();
        self.config.update(change);
        if self.config.with_untracked(|now| *now != before) {
            self.edited.set(Some(before));
        }
    }

    /// Takes settings that were made before, or elsewhere; the results follow.
    pub(crate) fn set_config(self, config: Config) {
        self.config.set(config);
        self.follow_config();
    }

    /// Of several changes in a hurry only the last is computed.
    fn follow_config(self) {
        let has_to_wait = self.with(|client| {
            client.config_is_newer = client.config_is_out;
            client.config_is_out
        });
        if !has_to_wait {
            self.send_config();
        }
    }

    pub(crate) fn set_scope(self, scope: Scope) {
        self.scope.set(scope.clone());
        self.ask(Request::SetScope(scope), move |reply| self.take_shop(reply));
    }

    /// Asks everything on the screen again after a request failed.
    pub(crate) fn ask_again(self) {
        self.failure.set(None);
        self.results.update(|results| *results += 1);
    }

    /// Starts again after the worker died too often.
    pub(crate) fn retry(self) {
        self.with(|client| client.deaths = 0);
        self.open_port();
    }

    /// Whether files are still being read.
    pub(crate) fn is_reading(self) -> bool {
        self.files
            .with(|files| files.iter().any(|file| matches!(file.state, FileState::Waiting | FileState::Reading { .. })))
    }

    fn with<T>(self, act: impl FnOnce(&mut Client) -> T) -> T {
        let client = self.client.get_value();
        let mut client = client.borrow_mut();
        act(&mut client)
    }

    fn send_config(self) {
        self.with(|client| client.config_is_out = true);
        let config = Box::new(self.config.get_untracked());
        self.ask(Request::SetConfig(config), move |reply| {
            let is_stale = self.with(|client| {
                client.config_is_out = false;
                std::mem::take(&mut client.config_is_newer)
            });
            // An answer in between is shown too, so that the figures move with the hand.
            self.take_shop(reply);
            if is_stale {
                self.send_config();
            }
        });
    }

    fn post(self, request: Request, file: Option<File>, then: ReplyHandler) {
        self.with(|client| {
            let id = client.next_id;
            client.next_id = client.next_id.wrapping_add(1).max(1);
            client.pending.insert(id, then);
            let envelope = Envelope { id, body: request };
            match &client.port {
                Some(port) if client.is_ready => {
                    port.send(&envelope, file.as_ref());
                }
                _ => client.outbox.push((envelope, file)),
            }
        });
    }

    /// Starts a worker in place of the one before, with the settings as they are.
    fn open_port(self) {
        let (address, generation) = self.with(|client| {
            client.generation += 1;
            client.port = None;
            client.is_ready = false;
            client.pending.clear();
            client.outbox.clear();
            client.config_is_out = false;
            client.config_is_newer = false;
            (client.address.clone(), client.generation)
        });
        if generation > 1 {
            self.send_config();
            let scope = self.scope.get_untracked();
            self.ask(Request::SetScope(scope), move |reply| self.take_shop(reply));
        }
        let is_living = move || self.with(|client| client.generation == generation);
        let port = Port::open(
            &address,
            move |envelope| {
                if is_living() {
                    self.receive(envelope);
                }
            },
            move || {
                // Answered after the event, because it ends the very listener that is running.
                leptos::task::spawn_local(async move {
                    if is_living() {
                        self.worker_died();
                    }
                });
            },
        );
        match port {
            Some(port) => self.with(|client| client.port = Some(port)),
            None => self.health.set(Health::Stopped),
        }
    }

    fn receive(self, envelope: Envelope<Reply>) {
        match envelope.body {
            Reply::Ready => {
                self.with(|client| {
                    client.is_ready = true;
                    for (envelope, file) in std::mem::take(&mut client.outbox) {
                        if let Some(port) = &client.port {
                            port.send(&envelope, file.as_ref());
                        }
                    }
                });
                self.pump();
            }
            Reply::Progress { file, bytes, of_bytes: _, rows } => {
                self.set_state(file, FileState::Reading { bytes, rows });
            }
            // Every other reply answers a request.
            body => {
                // Whoever asked may have nothing to show for it, so that it is said here, once for all.
                if let Reply::Failed { message } = &body {
                    self.failure.set(Some(message.clone()));
                }
                let then = self.with(|client| client.pending.remove(&envelope.id));
                if let Some(then) = then {
                    then(body);
                }
            }
        }
    }

    /// Gives the worker the next file, where it has none.
    fn pump(self) {
        let entries = self.files.get_untracked();
        let is_busy = entries.iter().any(|entry| matches!(entry.state, FileState::Reading { .. }));
        let is_ready = self.with(|client| client.is_ready);
        let Some(file) = held::next(&entries).filter(|_| is_ready && !is_busy) else { return };
        let more_follow = entries.iter().any(|entry| entry.state == FileState::Waiting && entry.id != file);
        let Some(FileEntry { name, known, .. }) = entries.into_iter().find(|entry| entry.id == file) else { return };
        self.set_state(file, FileState::Reading { bytes: 0, rows: 0 });
        self.ask_of_file(file, Request::AddFile { file, name, known, more_follow }, move |reply| {
            match &reply {
                Reply::SameFile { first, again, .. } => self.join(file, *first, again),
                Reply::Failed { .. } => self.set_state(file, FileState::LeftOut(Problem::ReaderFailed)),
                Reply::FileTaken { digest, .. } | Reply::FileRead { digest, .. } => {
                    self.change_entry(file, |entry| {
                        (entry.state, entry.known.digest) = (FileState::Read, *digest);
                    });
                }
                _ => self.set_state(file, FileState::Read),
            }
            self.with(|client| client.deaths = 0);
            match reply {
                // Those that follow bring the shop, unless they were taken out meanwhile.
                Reply::FileTaken { .. } | Reply::SameFile { .. } if self.is_reading() => {}
                // Of a file that was read its shop is not there yet; else it is as it was, but for a name, and asking for
                // it ends a recovery that waited for this file.
                Reply::FileTaken { .. } | Reply::SameFile { .. } | Reply::Failed { .. } => {
                    self.ask(Request::Shop, move |reply| self.take_shop(reply));
                }
                reply => self.take_shop(reply),
            }
            self.pump();
        });
    }

    fn set_state(self, file: FileId, state: FileState) {
        self.change_entry(file, |entry| entry.state = state);
    }

    fn change_entry(self, file: FileId, change: impl FnOnce(&mut FileEntry)) {
        self.files.update(|entries| {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.id == file) {
                change(entry);
            }
        });
    }

    /// Makes one entry of two files that have the same bytes. Where the first was taken out while the second was on its way,
    /// the second is read after all.
    fn join(self, file: FileId, first: FileId, again: &[String]) {
        if !self.files.with_untracked(|entries| entries.iter().any(|entry| entry.id == first)) {
            return self.set_state(file, FileState::Waiting);
        }
        self.with(|client| client.held.remove(&file));
        self.files.update(|entries| {
            entries.retain(|entry| entry.id != file);
            if let Some(entry) = entries.iter_mut().find(|entry| entry.id == first) {
                entry.known.again = again.to_vec();
            }
        });
    }

    fn take_shop(self, reply: Reply) {
        if !matches!(reply, Reply::Shop(_) | Reply::FileRead { .. } | Reply::Change(_)) {
            return;
        }
        // A new worker does not know all files yet: what was known before stays on the screen until it does.
        if self.health.get_untracked() == Health::Recovering {
            if self.is_reading() {
                return;
            }
            self.health.set(Health::Well);
        }
        match reply {
            Reply::Shop(shop) | Reply::FileRead { shop, .. } => self.shop.set(*shop),
            Reply::Change(change) => self.shop.update(|shop| {
                let ShopChange { profit, missing, currencies } = *change;
                (shop.profit, shop.missing, shop.currencies) = (profit, missing, currencies);
            }),
            _ => {}
        }
        self.results.update(|results| *results += 1);
    }

    /// Starts another one, unless too many died in a row.
    fn worker_died(self) {
        self.files.update(|entries| held::after_death(entries));
        let deaths = self.with(|client| {
            client.deaths += 1;
            client.deaths
        });
        if deaths >= DEATHS_IN_A_ROW {
            self.with(|client| client.port = None);
            self.health.set(Health::Stopped);
            return;
        }
        self.health.set(Health::Recovering);
        self.open_port();
    }

    fn read_all_again(self) {
        self.health.set(Health::Recovering);
        self.files.update(|entries| {
            for entry in entries.iter_mut().filter(|entry| !matches!(entry.state, FileState::LeftOut(_))) {
                entry.state = FileState::Waiting;
            }
        });
    }
}
