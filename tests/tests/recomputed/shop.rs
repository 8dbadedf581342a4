//! A shop in a session, whose files are there to be read again.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use analytics::profit::{Claim, Component};
use analytics::{Amount, Config, Money};
use protocol::{
    CellWindow, CellsOfRow, FileCard, Known, OrderDetail, OrderQuery, ProfitSummary, Reply, Request, ShareWithoutTax,
    SkuDetail, SkuQuery, SourceCell, SourceColumn, Subject,
};
use serde_json::{Value, json};
use worker::session::{ReadSeek, Session};

/// A shop in a session, and what is in its files.
pub struct Shop {
    session: Session,
    pub files: Vec<(String, Vec<u8>)>,
    pub config: Config,
    has_points_for_thousands: bool,
}

/// Cases whose files write 1.234,50, and 150.000 for a hundred and fifty thousand.
const WITH_POINTS_FOR_THOUSANDS: [&str; 8] = [
    "orders_br",
    "orders_id",
    "orders_pt",
    "orders_vn",
    "mapped_over_known",
    "pedidos",
    "point_of_thousands",
    "postings",
];

impl Shop {
    pub fn open(files: Vec<(String, Vec<u8>)>, config: Config) -> Shop {
        let mut shop = Shop { session: Session::new(), files, config: config.clone(), has_points_for_thousands: false };
        // Columns that it explains are read by it.
        shop.ask(Request::SetConfig(Box::new(config)));
        for id in 0..shop.files.len() {
            let name = shop.files[id].0.clone();
            let request =
                Request::AddFile { file: u32::try_from(id).unwrap(), name, known: Known::default(), more_follow: true };
            shop.ask_of(Some(id), request);
        }
        shop
    }

    /// The files of a folder of `fixtures/`, with the settings of its case.
    pub fn of_fixture(folder: &Path) -> Shop {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with(".json") && !name.ends_with(".md"))
            .collect();
        names.sort();
        let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
        let mut changes = expected.pointer("/profit/config").cloned().unwrap_or(json!({}));
        if let Some(mapping) = expected["mapping"].as_str() {
            let mapping: Value = serde_json::from_slice(&fs::read(folder.join(mapping)).unwrap()).unwrap();
            changes["mapping"] = names.iter().map(|name| (name.clone(), mapping.clone())).collect();
        }
        let config = Config::with_changes(&changes).unwrap_or_else(|problem| panic!("{}: {problem}", folder.display()));
        let bytes = |name: &String| fs::read(folder.join(name)).unwrap();
        let shop = Shop::open(names.iter().map(|name| (name.clone(), bytes(name))).collect(), config);
        let case = folder.file_name().and_then(|name| name.to_str()).unwrap();
        Shop { has_points_for_thousands: WITH_POINTS_FOR_THOUSANDS.contains(&case), ..shop }
    }

    /// `None` without orders.
    pub fn profit(&mut self) -> Option<ProfitSummary> {
        let Reply::Shop(shop) = self.ask(Request::Shop) else { panic!("no shop") };
        shop.profit
    }

    pub fn cards(&mut self) -> Vec<FileCard> {
        let Reply::Shop(shop) = self.ask(Request::Shop) else { panic!("no shop") };
        shop.files
    }

    pub fn orders(&mut self) -> Vec<OrderDetail> {
        let query = OrderQuery { limit: 10_000, ..OrderQuery::default() };
        let Reply::Orders(window) = self.ask(Request::Orders(query)) else { panic!("no orders") };
        let orders = window.rows.into_iter().map(|row| match self.ask(Request::Order(row.order)) {
            Reply::Order(detail) => *detail,
            other => panic!("{other:?}"),
        });
        orders.collect()
    }

    fn ask(&mut self, request: Request) -> Reply {
        self.ask_of(None, request)
    }

    fn ask_of(&mut self, file: Option<usize>, request: Request) -> Reply {
        let mut last = None;
        let mut reader = file.map(|file| Cursor::new(self.files[file].1.clone()));
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.session.handle(request, reader, &mut |reply| last = Some(reply));
        last.unwrap()
    }

    pub fn skus(&mut self) -> Vec<String> {
        let query = SkuQuery { limit: 10_000, ..SkuQuery::default() };
        let Reply::Skus(window) = self.ask(Request::Skus(query)) else { panic!("no SKUs") };
        window.rows.into_iter().map(|row| row.sku).collect()
    }

    pub fn detail(&mut self, sku: &str) -> SkuDetail {
        let Reply::Sku(detail) = self.ask(Request::Sku { sku: sku.to_owned() }) else { panic!("{sku} is gone") };
        *detail
    }

    pub fn cells(&mut self, sku: &str, component: Component) -> CellWindow {
        self.cells_of(Subject::Sku(sku.to_owned()), component)
    }

    pub fn cells_of(&mut self, subject: Subject, component: Component) -> CellWindow {
        let Reply::Cells(window) = self.ask(Request::Cells { subject, component, offset: 0, limit: 1_000_000 }) else {
            panic!("no cells");
        };
        window
    }

    /// What a fee is a share of.
    pub fn base(&mut self, sku: &str, component: Component) -> Money {
        let shares = self.cells(sku, component).claims.into_iter();
        shares.map(|claim| if let Claim::Share { of, .. } = claim { of } else { Money::ZERO }).sum()
    }

    /// What the cells come to that are named.
    pub fn read(&mut self, cell: &SourceCell) -> Amount {
        let file = usize::try_from(cell.file).unwrap();
        let rows: Vec<&CellsOfRow> = std::iter::once(&cell.row).chain(&cell.more_rows).collect();
        rows.into_iter().map(|row| self.come_to(file, row)).sum()
    }

    fn come_to(&mut self, file: usize, row: &CellsOfRow) -> Amount {
        let Reply::Row(found) = self.ask_of(Some(file), Request::Row { at: row.at }) else { panic!("no row: {row:?}") };
        let of = |column: &SourceColumn| {
            let (header, text) = &found.cells[usize::try_from(column.index).unwrap()];
            assert_eq!(header.trim(), column.header.trim());
            if self.has_points_for_thousands { number(&text.replace('.', "").replace(',', ".")) } else { number(text) }
        };
        let sum = |columns: &[SourceColumn]| columns.iter().map(of).sum::<Amount>();
        let mut amount = sum(&row.adds) - sum(&row.subtracts);
        if let (Some(times), Some(all)) = (&row.times, &row.divided_by) {
            let part = Money::from(amount).scaled_by(of(times).into(), of(all).into());
            amount = Amount::from_cents(part.and_then(Money::cents).unwrap());
        } else if let Some(times) = &row.times {
            // Units are whole here: a price of thousandths of a unit is none of these files'.
            amount = (0..of(times).millionths() / 1_000_000).map(|_| amount).sum();
        }
        if let Some(ShareWithoutTax { adds, subtracts, total }) = &row.share {
            let part = Money::from(amount).scaled_by((sum(adds) - sum(subtracts)).into(), of(total).into());
            amount = Amount::from_cents(part.and_then(Money::cents).unwrap());
        }
        amount
    }
}

fn number(text: &str) -> Amount {
    let plain: String = text.chars().filter(|each| each.is_ascii_digit() || ".-".contains(*each)).collect();
    if plain.is_empty() { Amount::ZERO } else { Amount::parse(&plain).unwrap() }
}
