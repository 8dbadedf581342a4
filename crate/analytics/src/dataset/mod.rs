//! The one canonical dataset: columns of typed rows from all files of a shop, each with the place it came from.

mod kinds;
mod origin;
mod pools;

pub use kinds::{AdSpend, Buyer, OrderHeader, OrderLine, Review, Service, Shipment, Stock, Supply, Times, UnitCost};
pub use origin::{ByTable, Control, RefundEvidence, RowRef, SourceColumn, SourceFile, SourceTable};
pub use pools::{
    AgentKey, ChannelKey, CostKey, CurrencyKey, CustomerKey, HintKey, LineKey, NameKey, NoteKey, OrderKey, PhoneKey,
    Pools, ProductKey, ProvinceKey, SkuKey, StoreKey, SupplierKey, WarehouseKey, WaybillKey,
};

use crate::money::Money;
use crate::pool::Key;
pub use crate::records::Records;
use crate::rows::Rows;

/// Declares the kinds of rows once. What goes through all of them (taking a file out, undoing one that turned out to be
/// damaged) is written here, so that a new kind cannot be forgotten.
macro_rules! dataset {
    ($($kind:ident: $row:ty),* $(,)?) => {
        /// All rows of a shop.
        #[derive(Debug, Default)]
        pub struct Dataset {
            pub pools: Pools,
            pub files: Vec<SourceFile>,
            pub tables: Vec<SourceTable>,
            $(pub $kind: Rows<$row>,)*
            /// The name of each SKU, by the SKU's index.
            sku_names: Vec<Option<NameKey>>,
            /// Names that were given since the last mark, and what stood in their place.
            renamed: Vec<(SkuKey, Option<NameKey>)>,
        }

        /// How much a dataset held, to return to.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Mark {
            files: usize,
            tables: usize,
            $($kind: usize,)*
            renamed: usize,
        }

        impl Dataset {
            fn lengths(&self) -> Mark {
                Mark {
                    files: self.files.len(),
                    tables: self.tables.len(),
                    $($kind: self.$kind.len(),)*
                    renamed: self.renamed.len(),
                }
            }

            fn cut_rows(&mut self, mark: Mark) {
                $(self.$kind.truncate(mark.$kind);)*
            }

            fn retain_rows(&mut self, stays: impl Fn(RowRef) -> bool) {
                $(self.$kind.retain(|row| stays(row.at));)*
            }

            /// How many rows there are of each kind.
            pub fn n_rows(&self) -> Vec<(&'static str, usize)> {
                vec![$((stringify!($kind), self.$kind.len()),)*]
            }
        }
    };
}

dataset! {
    lines: OrderLine,
    headers: OrderHeader,
    ads: AdSpend,
    costs: UnitCost,
    shipments: Shipment,
    stock: Stock,
    supply: Supply,
    service: Service,
    reviews: Review,
}

impl Dataset {
    /// Remembers what a SKU is called. Of several names the first in code-point order stays, so that the order of rows
    /// does not matter.
    pub fn name_sku(&mut self, sku: SkuKey, name: &str) {
        if name.is_empty() {
            return;
        }
        if self.sku_names.len() <= sku.index() {
            self.sku_names.resize(sku.index() + 1, None);
        }
        if let Some(slot) = self.sku_names.get_mut(sku.index()) {
            let keeps = slot.is_some_and(|known| self.pools.names.get(known) <= name);
            if !keeps {
                self.renamed.push((sku, *slot));
                *slot = Some(self.pools.names.intern(name));
            }
        }
    }

    /// What a SKU is called; empty where no file says.
    pub fn sku_name(&self, sku: SkuKey) -> &str {
        self.sku_names.get(sku.index()).copied().flatten().map_or("", |name| self.pools.names.get(name))
    }

    pub fn unit_cost(&self, key: CostKey) -> Option<&UnitCost> {
        self.costs.get(key.index())
    }

    /// A value for every table. No table is added while it is in use: both belong to one reading of the shop.
    pub fn by_table<T>(&self, value: impl FnMut(&SourceTable) -> T) -> ByTable<T> {
        ByTable::of(&self.tables, value)
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

    /// Where the rows of the next file begin.
    pub fn mark(&mut self) -> Mark {
        self.renamed.clear();
        self.lengths()
    }

    /// A place inside the file that is being read.
    pub fn mark_within(&self) -> Mark {
        self.lengths()
    }

    /// Forgets every row, table and file that came after the mark, and the names they gave to SKUs.
    pub fn return_to(&mut self, mark: Mark) {
        self.forget_rows(mark);
        self.files.truncate(mark.files);
        self.tables.truncate(mark.tables);
    }

    /// Forgets every row that came after the mark, and the names they gave to SKUs; files and tables stay.
    pub fn forget_rows(&mut self, mark: Mark) {
        self.cut_rows(mark);
        while self.renamed.len() > mark.renamed {
            let Some((sku, before)) = self.renamed.pop() else { break };
            if let Some(slot) = self.sku_names.get_mut(sku.index()) {
                *slot = before;
            }
        }
    }

    /// Takes a file's rows out again. Its place in [`Dataset::files`] stays, emptied, so that other positions hold.
    pub fn remove_file(&mut self, file: u16) {
        let stays = self.by_table(|table| table.file != file);
        self.retain_rows(|at| stays[at]);
        if let Some(file) = self.files.get_mut(usize::from(file)) {
            (file.rows, file.accepted, file.set_aside, file.set_aside_money) = (0, 0, 0, Money::ZERO);
        }
    }
}
