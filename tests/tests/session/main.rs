//! The worker's session on the sample shop, as the page drives it.

mod compare;
mod exports;
mod files;
mod order_table;
mod plans;
mod settings;
mod share;
mod skus;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use analytics::profit::{Component, Levers};
use protocol::{
    BasisMoves, BasisQuery, Direction, FileWords, Group, Known, OrderDetail, OrderFilter, OrderId, OrderQuery,
    OrderSort, OrderWindow, Plan, PlanResult, ProfitSummary, Reply, Request, Shop, SkuDetail, SkuFilter, SkuQuery,
    SkuSort, SkuWindow, SourceCell, Subject,
};
use worker::session::{ReadSeek, Session};

/// A file that is called as its sheet is, with nothing said beside its table.
fn file_words(name: &str) -> FileWords {
    FileWords { name: name.to_owned(), sheet: name.to_owned(), ..FileWords::default() }
}

struct Page {
    session: Session,
    files: Vec<PathBuf>,
}

fn sample_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/small_shop");
    let is_export = |path: &PathBuf| path.extension().is_some_and(|kind| kind != "json" && kind != "md");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_export).collect();
    files.sort();
    files
}

impl Page {
    fn new() -> Page {
        Page { session: Session::new(), files: Vec::new() }
    }

    fn with_small_shop() -> Page {
        let mut page = Page::new();
        for file in sample_files() {
            page.add(file);
        }
        page
    }

    fn ask(&mut self, request: Request, file: Option<usize>) -> Reply {
        let mut last = None;
        let mut reader = file.map(|file| Cursor::new(fs::read(&self.files[file]).unwrap()));
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.session.handle(request, reader, &mut |reply| last = Some(reply));
        last.expect("every request is answered")
    }

    fn add(&mut self, path: PathBuf) -> Shop {
        let (file, name) = (self.files.len(), path.file_name().unwrap().to_str().unwrap().to_owned());
        self.files.push(path);
        match self.ask(
            Request::AddFile { file: u32::try_from(file).unwrap(), name, known: Known::default(), more_follow: false },
            Some(file),
        ) {
            Reply::FileRead { shop, .. } => *shop,
            other => panic!("{other:?}"),
        }
    }

    /// Gives the worker a file of which it is told that others follow.
    fn add_one_of_many(&mut self, path: PathBuf) {
        let (file, name) = (self.files.len(), path.file_name().unwrap().to_str().unwrap().to_owned());
        self.files.push(path);
        let request =
            Request::AddFile { file: u32::try_from(file).unwrap(), name, known: Known::default(), more_follow: true };
        assert!(matches!(self.ask(request, Some(file)), Reply::FileTaken { .. }));
    }

    fn shop(&mut self, request: Request) -> Shop {
        match self.ask(request, None) {
            Reply::Shop(shop) => *shop,
            other => panic!("{other:?}"),
        }
    }

    fn profit(&mut self, request: Request) -> ProfitSummary {
        let profit = match self.ask(request, None) {
            Reply::Shop(shop) => shop.profit,
            Reply::Change(change) => change.profit,
            other => panic!("{other:?}"),
        };
        profit.expect("there are orders")
    }

    fn orders(&mut self, filter: OrderFilter, sort: OrderSort, search: &str) -> OrderWindow {
        let query = OrderQuery { filter, sort, search: search.to_owned(), limit: 10_000, ..OrderQuery::default() };
        match self.ask(Request::Orders(query), None) {
            Reply::Orders(window) => window,
            other => panic!("{other:?}"),
        }
    }

    fn order(&mut self, order: OrderId) -> OrderDetail {
        match self.ask(Request::Order(order), None) {
            Reply::Order(detail) => *detail,
            other => panic!("{other:?}"),
        }
    }

    fn what_if(&mut self, group: Group, levers: Levers) -> PlanResult {
        match self.ask(Request::WhatIf(vec![Plan { group, levers, ..Plan::default() }]), None) {
            Reply::WhatIf(outcomes) => outcomes[0],
            other => panic!("{other:?}"),
        }
    }

    fn moved(&mut self, direction: Direction) -> BasisMoves {
        match self.ask(Request::Moved(BasisQuery { direction, offset: 0, limit: 10_000 }), None) {
            Reply::Moved(moves) => moves,
            other => panic!("{other:?}"),
        }
    }

    fn download(&mut self, request: Request) -> Vec<u8> {
        match self.ask(request, None) {
            Reply::Download { bytes, .. } => bytes,
            other => panic!("{other:?}"),
        }
    }

    fn window(&mut self, filter: SkuFilter, sort: SkuSort, search: &str) -> SkuWindow {
        let query = SkuQuery { filter, sort, descending: true, search: search.to_owned(), offset: 0, limit: 1000 };
        match self.ask(Request::Skus(query), None) {
            Reply::Skus(window) => window,
            other => panic!("{other:?}"),
        }
    }

    fn detail(&mut self, sku: &str) -> SkuDetail {
        match self.ask(Request::Sku { sku: sku.to_owned() }, None) {
            Reply::Sku(detail) => *detail,
            other => panic!("{other:?}"),
        }
    }

    fn cells(&mut self, sku: &str, component: Component) -> Vec<SourceCell> {
        self.cells_of(Subject::Sku(sku.to_owned()), component)
    }

    fn cells_of(&mut self, subject: Subject, component: Component) -> Vec<SourceCell> {
        match self.ask(Request::Cells { subject, component, offset: 0, limit: 10_000 }, None) {
            Reply::Cells(window) => window.cells,
            other => panic!("{other:?}"),
        }
    }
}
