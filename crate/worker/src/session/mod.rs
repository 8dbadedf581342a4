//! One shop in memory: its rows, its settings, its scope, and the report they give.
//!
//! Answers come from the report; what a change makes stale is worked out again, and no more: see [`steps`].

mod basis;
mod capacity;
mod cards;
mod cells;
mod compare;
mod dropped;
mod elsewhere;
mod export;
mod missing;
mod named_cells;
mod order_table;
mod repurchase;
mod share;
mod steps;
mod table;
mod what_if;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

use self::steps::{Step, Steps};
use analytics::books::{self, AsOf, Books, Change, Joined, Leaving};
use analytics::dataset::Digest;
use analytics::profit::{self, Item, LossPlace, MonthProfit, Prepared, Report, Scope, ScopeSales};
use analytics::vocabulary::Basis;
use analytics::{ByFile, Config, Dataset, Day};
use ingest::{Digesting, Mapping, ReadOptions};
use protocol::{FileId, Reply, Request, ShopChange, SkuDetail, SourceRow};

/// What a file is read from, in the browser and in a test.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

#[derive(Debug)]
pub struct Session {
    today: Option<Day>,
    dataset: Dataset,
    config: Config,
    scope: Scope,
    books: Books,
    /// Files were read since the books were closed.
    has_open_books: bool,
    /// Everything, whatever the scope: decides the fates of money.
    whole: AddedUp,
    /// The scope on the screen.
    shown: AddedUp,
    /// The page's number of each file; `None` for one that was taken out.
    ids: ByFile<Option<FileId>>,
    dropped: dropped::DroppedFiles,
    /// Moments that the files have, and what their amounts are in.
    facts_of_files: cards::FactsOfFiles,
    /// Where SKUs on the screen lose that earn elsewhere, once somebody asked for it.
    places: OnceCell<BTreeMap<Item, LossPlace>>,
    /// The order of rows of the last query, so that scrolling does not sort again.
    sorted: Option<table::Sorted>,
    /// The orders of the scope, once somebody asked for them.
    orders: Option<order_table::Orders>,
    /// The customers of the scope, once somebody asked for them.
    customers: Option<repurchase::Customers>,
    /// What the scope carries, as far as somebody asked for it.
    capacity_cache: capacity::CapacityCache,
    /// The period that the scope was last compared with, added up.
    earlier: compare::Earlier,
    /// The basis before the last change of it.
    basis_before: Option<Basis>,
    /// What that change did to the scope, once somebody asked for it.
    moved: Option<profit::BasisChange>,
}

/// A scope, added up and reported.
#[derive(Debug, Default)]
struct AddedUp {
    prepared: Prepared,
    /// What does not depend on what things cost.
    sales: ScopeSales,
    report: Report,
}

impl AddedUp {
    fn change(&mut self, dataset: &Dataset, books: &Books, config: &Config, gone: &Joined, come: &Joined) {
        self.prepared.change(dataset, books, gone, come, config.ads.driver);
        self.sales.change(dataset, &self.prepared.scope, gone, come);
    }

    fn report(&mut self, dataset: &Dataset, config: &Config) {
        self.report = profit::report(dataset, &self.prepared, config);
    }
}

impl Default for Session {
    fn default() -> Session {
        Session::new()
    }
}

impl Session {
    /// A session on a day: what is dated later than the day after it is a slip of the pen, or of a clock, and does not
    /// decide the day of analysis.
    pub fn on(today: Day) -> Session {
        Session { today: Some(today), ..Session::new() }
    }

    pub fn new() -> Session {
        Session {
            today: None,
            dataset: Dataset::default(),
            config: Config::default(),
            scope: Scope::default(),
            books: Books::default(),
            has_open_books: false,
            whole: AddedUp::default(),
            shown: AddedUp::default(),
            ids: ByFile::default(),
            dropped: dropped::DroppedFiles::default(),
            facts_of_files: cards::FactsOfFiles::default(),
            places: OnceCell::new(),
            sorted: None,
            orders: None,
            customers: None,
            capacity_cache: capacity::CapacityCache::default(),
            earlier: None,
            basis_before: None,
            moved: None,
        }
    }

    /// Carries out a request. `file` is there for requests that read one. Sends any number of [`Reply::Progress`] and
    /// then one answer.
    pub fn handle(&mut self, request: Request, file: Option<&mut dyn ReadSeek>, send: &mut dyn FnMut(Reply)) {
        if !matches!(request, Request::AddFile { .. }) {
            self.close_open_books();
        }
        let reply = match request {
            Request::AddFile { file: id, name, known, more_follow } => match file {
                Some(reader) => self.take_in(id, &name, known, more_follow, reader, send),
                None => failed("AddFile came without a file"),
            },
            Request::RemoveFile { file } => {
                self.remove_file(file);
                self.shop_reply()
            }
            Request::SetConfig(config) => {
                if self.set_config(*config) {
                    self.shop_reply()
                } else {
                    self.change_reply()
                }
            }
            Request::SetScope(scope) => {
                self.set_scope(scope);
                self.change_reply()
            }
            Request::Shop => self.shop_reply(),
            Request::Skus(query) => Reply::Skus(self.window(query)),
            Request::Sku { sku } => self.detail(&sku).map_or(Reply::Gone, |detail| Reply::Sku(Box::new(detail))),
            Request::Orders(query) => Reply::Orders(self.order_window(query)),
            Request::Order(order) => self.order(&order).map_or(Reply::Gone, |detail| Reply::Order(Box::new(detail))),
            Request::Moved(query) => self.moved(query).map_or(Reply::Gone, Reply::Moved),
            Request::Months => Reply::Months(self.months()),
            Request::Compare { before } => Reply::Compared(Box::new(self.compare(before))),
            Request::CompareLoad { warehouse, periods } => {
                Reply::LoadCompared(Box::new(self.compare_load(warehouse.as_deref(), periods)))
            }
            Request::CompareCustomers(periods) => Reply::CustomersCompared(Box::new(self.compare_customers(periods))),
            Request::WhatIf(plans) => Reply::WhatIf(self.plan_results(&plans)),
            Request::Repurchase(query) => Reply::Repurchase(Box::new(self.repurchase(query))),
            Request::Score { rfm, scoring } => Reply::Scores(Box::new(self.rescore(*rfm, scoring))),
            Request::CustomerValue => Reply::CustomerValue(Box::new(self.customer_value())),
            Request::Customers(query) => Reply::Customers(self.customer_window(query)),
            Request::Customer { customer, reveals } => {
                self.customer(customer, reveals).map_or(Reply::Gone, |detail| Reply::Customer(Box::new(detail)))
            }
            Request::Capacity(query) => Reply::Capacity(Box::new(self.capacity(query))),
            Request::Spike(query) => Reply::Spike(Box::new(self.spike(&query))),
            Request::Cells { subject, component, offset, limit } => {
                Reply::Cells(self.cells(subject, component, offset, limit))
            }
            Request::Elsewhere { sku } => Reply::Elsewhere(Box::new(self.elsewhere(&sku))),
            Request::Row { at } => self.row(at, file),
            Request::Share(choice) => self.share(choice),
            Request::CostTemplate { language } => self.template(language),
            Request::StockTemplate { language } => self.stock_template(language),
            Request::ExportPurchases { warehouse, format, words } => {
                self.export_purchases(warehouse.as_deref(), format, &words)
            }
            Request::ExportStock { warehouse, pace, format, words } => {
                self.export_stock(warehouse.as_deref(), pace, format, &words)
            }
            Request::ExportTable { table, name, format } => export::written(&table, &name, format),
            Request::ExportSkus { query, format, words } => self.export_skus(&query, format, &words),
            Request::ExportOrders { query, format, words } => self.export_orders(query, format, &words),
            Request::ExportCustomers { query, format, words } => self.export_customers(&query, format, &words),
            Request::ExportCohorts { period, measure, format, words } => {
                self.export_cohorts(period, measure, format, &words)
            }
        };
        send(reply);
    }

    fn shop_reply(&self) -> Reply {
        Reply::Shop(Box::new(self.shop()))
    }

    fn change_reply(&self) -> Reply {
        let (profit, missing) = self.books_in_short();
        Reply::Change(Box::new(ShopChange { profit, missing, currencies: self.currencies() }))
    }

    /// Gives the digest, which is made while the file is read where it was not known before.
    fn add_file(
        &mut self,
        id: FileId,
        name: &str,
        digest: Option<Digest>,
        reader: &mut dyn ReadSeek,
        send: &mut dyn FnMut(Reply),
    ) -> Option<Digest> {
        let mut progress = |progress: ingest::Progress| {
            let ingest::Progress { bytes, of_bytes, rows } = progress;
            send(Reply::Progress { file: id, bytes, of_bytes, rows });
        };
        let mappings: Vec<Mapping> = self.config.mapping.iter().cloned().map(Mapping::from).collect();
        let options = ReadOptions {
            timezone: &self.config.shop.timezone,
            mapping: None,
            mappings: &mappings,
            states: Some(&self.config.states),
            progress: &mut progress,
        };
        let (mut parts, digest) = if digest.is_some() {
            (ingest::read(name, reader, options), digest)
        } else {
            let mut digesting = Digesting::new(reader);
            let reader: &mut dyn ReadSeek = &mut digesting;
            (ingest::read(name, reader, options), digesting.digest().ok())
        };
        parts.iter_mut().for_each(|part| part.file.digest = digest);
        self.dataset.extend(parts);
        self.ids.grow(&self.dataset.files, Some(id));
        self.basis_before = None;
        self.has_open_books = true;
        digest
    }

    fn close_open_books(&mut self) {
        if self.has_open_books {
            self.close_again(None);
        }
    }

    fn remove_file(&mut self, id: FileId) {
        self.dropped.remove(id);
        let of_id = self.ids.iter().filter(|(_, of)| **of == Some(id));
        let files: Vec<u16> = of_id.map(|(index, _)| index).collect();
        let leaving = self.books.leaving(&self.dataset, &self.config, &files);
        for index in files {
            if let Some(slot) = self.ids.get_mut(index) {
                *slot = None;
            }
            self.dataset.remove_file(index);
        }
        self.basis_before = None;
        self.close_again(Some(leaving));
    }

    /// Whether it changes what became of the files.
    fn set_config(&mut self, config: Config) -> bool {
        let before = std::mem::replace(&mut self.config, config);
        if before.shop.basis != self.config.shop.basis {
            self.basis_before = Some(before.shop.basis);
        }
        // Without a cost a SKU's money is in a bucket of its files.
        let costed = |session: &Session| -> Vec<bool> {
            session.whole.report.skus.iter().map(|(_, profit)| profit.has_cost).collect()
        };
        let costed_before = costed(self);
        let stale = Steps::after(&before, &self.config);
        self.renew(stale);
        // Where ads lie decides which of them are counted with a SKU that has a cost.
        stale.has(Step::ShopSums) || costed_before != costed(self)
    }

    fn set_scope(&mut self, scope: Scope) {
        self.scope = scope;
        self.renew(Steps::from(&[Step::ScopeSums]));
    }

    /// Closes the books after files have come or gone: what they do not touch stays as it is.
    fn close_again(&mut self, leaving: Option<Leaving>) {
        let as_of = self.as_of();
        let change = self.books.change(&self.dataset, &self.config, as_of, leaving);
        self.has_open_books = false;
        let stale = Steps::from(&[Step::Books]);
        match change {
            Change::All => self.renew(stale.without(&[Step::Books])),
            Change::Orders { gone, come } => {
                self.whole.change(&self.dataset, &self.books, &self.config, &gone, &come);
                if self.scope != Scope::default() {
                    self.shown.change(&self.dataset, &self.books, &self.config, &gone, &come);
                }
                self.renew(stale.without(&[Step::Books, Step::ShopSums, Step::ScopeSums]));
            }
        }
    }

    fn closed(&self, config: &Config) -> Books {
        books::close(&self.dataset, config, self.as_of())
    }

    fn as_of(&self) -> AsOf {
        self.today.map_or(AsOf::Orders, AsOf::Today)
    }

    /// Works out again what is stale, or forgets it until somebody asks.
    fn renew(&mut self, stale: Steps) {
        for step in Step::ALL.into_iter().filter(|&step| stale.has(step)) {
            match step {
                Step::Books => {
                    self.books = self.closed(&self.config);
                    self.has_open_books = false;
                }
                Step::FileFacts => {
                    self.facts_of_files = cards::FactsOfFiles::of(&self.dataset, &self.books);
                }
                Step::ShopSums => self.whole = self.added_up(&Scope::default()),
                Step::ShopReport => self.whole.report(&self.dataset, &self.config),
                Step::ScopeSums if self.scope == Scope::default() => self.shown = AddedUp::default(),
                Step::ScopeSums => self.shown = self.added_up(&self.scope),
                Step::ScopeReport if self.scope == Scope::default() => {}
                Step::ScopeReport => self.shown.report(&self.dataset, &self.config),
                Step::Moved => self.moved = None,
                Step::Earlier => self.earlier = None,
                Step::Places => drop(self.places.take()),
                Step::SkuOrder => self.sorted = None,
                Step::Orders => self.orders = None,
                Step::Customers => self.customers = None,
                Step::Value => self.forget_of_customers(repurchase::Customers::forget_value),
                Step::Scores => self.forget_of_customers(repurchase::Customers::forget_scores),
                Step::CustomerList => self.forget_of_customers(repurchase::Customers::forget_list),
                Step::Load => self.capacity_cache.forget_load(),
                Step::Forecasts => self.capacity_cache.forget_forecasts(),
                Step::LateLoss => self.capacity_cache.forget_late_loss(),
                Step::Capacity => self.capacity_cache.forget_report(),
            }
        }
    }

    fn added_up(&self, scope: &Scope) -> AddedUp {
        AddedUp {
            prepared: profit::prepare(&self.dataset, &self.books, scope, self.config.ads.driver),
            sales: ScopeSales::of(&self.dataset, &self.books, scope),
            report: Report::default(),
        }
    }

    fn forget_of_customers(&mut self, forget: impl FnOnce(&mut repurchase::Customers)) {
        if let Some(customers) = &mut self.customers {
            forget(customers);
        }
    }

    /// What is on the screen.
    fn in_scope(&self) -> &AddedUp {
        if self.scope == Scope::default() { &self.whole } else { &self.shown }
    }

    fn months(&self) -> Vec<MonthProfit> {
        let AddedUp { prepared, report, .. } = self.in_scope();
        profit::months(&self.dataset, &self.books, prepared, report, &self.config)
    }

    fn item(&self, sku: &str) -> Option<Item> {
        let items = &self.in_scope().report.skus;
        let position = items.binary_search_by(|(item, _)| item.code(&self.dataset).cmp(sku)).ok()?;
        items.get(position).map(|(item, _)| *item)
    }

    fn detail(&self, sku: &str) -> Option<SkuDetail> {
        let item = self.item(sku)?;
        let AddedUp { prepared, report, .. } = self.in_scope();
        let row = report.row(item)?;
        Some(SkuDetail {
            row: self.sku_row(item, row),
            components: profit::account_of(&self.dataset, prepared, &self.config, item, row),
            platforms: profit::platforms_of(&self.dataset, prepared, &self.config, item),
            unit_costs: self.unit_costs(item),
        })
    }

    fn row(&self, at: analytics::dataset::RowRef, file: Option<&mut dyn ReadSeek>) -> Reply {
        let table = self.dataset.table_of(at);
        let source = self.dataset.file_of(at);
        let id = table.and_then(|table| self.ids.get(table.file).copied().flatten());
        let name = id.and_then(|id| self.dropped.name(id));
        let (Some(table), Some(source), Some(name), Some(reader)) = (table, source, name, file) else {
            return Reply::Gone;
        };
        match ingest::read_row(name, reader, source, table, at.row.get()) {
            Ok(cells) => Reply::Row(SourceRow { at, cells }),
            Err(problem) => failed(&problem.to_string()),
        }
    }
}

fn failed(message: &str) -> Reply {
    Reply::Failed { message: message.to_owned() }
}
