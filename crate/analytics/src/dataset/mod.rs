//! The one canonical dataset: columns of typed rows from all files of a shop, each with the place it came from.
//!
//! A reader makes a [`Part`] of every table, without knowing the shop; [`Dataset::take`] puts it among the others, and
//! [`Dataset::remove_file`] takes it out again, whole. To cross from the reader's thread to the shop's a part becomes
//! bytes: [`Part::to_bytes`], [`Part::from_bytes`].

mod bytes;
mod kinds;
mod origin;
mod part;
mod pools;
mod provenance;
mod row;
mod times;

pub use bytes::PartError;
pub(crate) use bytes::{Number, Reader, Writer};
pub use kinds::{
    AdSpend, BundlePart, Buyer, Movement, OrderHeader, OrderLine, Refund, Review, Service, Shipment, Stock, Supply,
    Traffic, UnitCost,
};
pub use origin::{ByTable, Control, Digest, RefundEvidence, RowRef, SourceFile, SourceTable};
pub use pools::{
    AgentKey, ChannelKey, CostKey, CurrencyKey, CustomerKey, ErpOrderKey, HintKey, LineKey, NameKey, NoteKey, OrderKey,
    PhoneKey, Pools, ProductKey, ProvinceKey, RequestKey, SkuKey, StoreKey, SupplierKey, WarehouseKey, WaybillKey,
};

pub use provenance::{ColumnSet, Departures, Effect, RowWays, SourceColumn};
pub use row::{MoneyOf, Row};
pub use times::Times;

pub(crate) use self::part::VisitRows;
use self::part::{Names, kinds_of_rows};
pub(crate) use self::pools::Known;
use self::pools::{NewKeys, Rekey};
use crate::codes::Spelling;
use crate::pool::Key;
pub use crate::records::Records;
use crate::rows::Rows;
use crate::vocabulary::Kind;

kinds_of_rows! {
    lines: OrderLine,
    headers: OrderHeader,
    ads: AdSpend,
    costs: UnitCost,
    shipments: Shipment,
    stock: Stock,
    supply: Supply,
    service: Service,
    reviews: Review,
    movements: Movement,
    refunds: Refund,
    bundles: BundlePart,
    traffic: Traffic,
}

impl Dataset {
    /// What a SKU is called; empty where no file says.
    pub fn sku_name(&self, sku: SkuKey) -> &str {
        self.names.get(sku).map_or("", |name| self.pools.names.get(name))
    }

    /// The row of [`Dataset::costs`] behind a key that the books gave; `None` for one of other books.
    pub fn unit_cost(&self, key: CostKey) -> Option<&UnitCost> {
        self.costs.get(key.index())
    }

    /// How a file writes its codes.
    pub(crate) fn spellings(&self, file: u16) -> &[Spelling] {
        self.spellings_of_files.get(usize::from(file)).map_or(&[], Vec::as_slice)
    }

    /// A value for every table. No table is added while it is in use: both belong to one reading of the shop.
    pub fn by_table<T>(&self, value: impl FnMut(&SourceTable) -> T) -> ByTable<T> {
        ByTable::of(&self.tables, value)
    }

    /// Whether the rows of a table are from a file of this kind.
    pub(crate) fn is_of_kind(&self, kind: Kind) -> ByTable<bool> {
        self.by_table(|table| self.files.get(usize::from(table.file)).is_some_and(|file| file.kind == kind))
    }

    /// The table a row came from; none where the row is not the shop's, such as one the page still shows.
    pub fn table_of(&self, at: RowRef) -> Option<&SourceTable> {
        self.tables.get(usize::from(at.table))
    }

    /// The file a row came from.
    pub fn file_of(&self, at: RowRef) -> Option<&SourceFile> {
        let table = self.table_of(at)?;
        self.files.get(usize::from(table.file))
    }
}
