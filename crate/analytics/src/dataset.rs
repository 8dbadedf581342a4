//! The one canonical dataset: columns of typed rows from all files of a shop, each with the place it came from.

use std::num::NonZeroU32;
use std::ops::{AddAssign, Index};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::money::{Amount, Money, Quantity, Rate};
use crate::pool::{Column, Key, Pool, keys};
pub use crate::records::Records;
use crate::rows::Rows;
use crate::time::{Day, Stamp};
use crate::vocabulary::{Field, Kind, OrderStatus, RefundBasis, RefundState, Source};

keys! {
    /// An order of a platform: the same id on two platforms is two orders.
    OrderKey,
    /// A sub-order id.
    LineKey,
    /// A SKU code, shared by all platforms of the shop.
    SkuKey,
    /// A product id of a platform.
    ProductKey,
    /// The words that name a SKU.
    NameKey,
    WaybillKey,
    /// A buyer as a platform names them: the same name on two platforms is two buyers.
    CustomerKey,
    /// A whole telephone number, digits alone.
    PhoneKey,
    /// What is left of a masked name, with the district it was sent to.
    HintKey,
    /// Where a buyer came from.
    ChannelKey,
    /// A seller's remark.
    NoteKey,
    ProvinceKey,
    /// A shop front on a platform.
    StoreKey,
    /// An ISO 4217 code such as CNY.
    CurrencyKey,
    WarehouseKey,
    SupplierKey,
    /// A member of the service staff.
    AgentKey,
    /// A row of [`Dataset::costs`].
    CostKey,
}

/// Every string of the dataset, once.
#[derive(Debug, Default)]
pub struct Pools {
    /// Use [`Pools::order`]: the text carries the platform.
    pub orders: Pool<OrderKey>,
    pub lines: Pool<LineKey>,
    pub skus: Pool<SkuKey>,
    /// Use [`Pools::product`]: the text carries the platform.
    pub products: Pool<ProductKey>,
    pub names: Pool<NameKey>,
    pub waybills: Pool<WaybillKey>,
    /// Use [`Pools::customer`]: the text carries the platform.
    pub customers: Pool<CustomerKey>,
    pub phones: Pool<PhoneKey>,
    pub hints: Pool<HintKey>,
    pub channels: Pool<ChannelKey>,
    pub notes: Pool<NoteKey>,
    pub provinces: Pool<ProvinceKey>,
    /// Use [`Pools::store`]: the text carries the platform.
    pub stores: Pool<StoreKey>,
    pub currencies: Pool<CurrencyKey>,
    pub warehouses: Pool<WarehouseKey>,
    pub suppliers: Pool<SupplierKey>,
    pub agents: Pool<AgentKey>,
    scratch: String,
}

/// Separates the platform from what follows in a pooled string; no export writes it.
const OF_PLATFORM: char = '\u{1f}';

impl Pools {
    pub fn order(&mut self, platform: Source, id: &str) -> OrderKey {
        of_platform(&mut self.scratch, platform, id);
        self.orders.intern(&self.scratch)
    }

    pub fn product(&mut self, platform: Source, id: &str) -> ProductKey {
        of_platform(&mut self.scratch, platform, id);
        self.products.intern(&self.scratch)
    }

    /// `name` is empty where the file does not name the store.
    pub fn store(&mut self, platform: Source, name: &str) -> StoreKey {
        of_platform(&mut self.scratch, platform, name);
        self.stores.intern(&self.scratch)
    }

    pub fn customer(&mut self, platform: Source, id: &str) -> CustomerKey {
        of_platform(&mut self.scratch, platform, id);
        self.customers.intern(&self.scratch)
    }

    /// Platform and id of an order.
    pub fn order_parts(&self, key: OrderKey) -> (Source, &str) {
        split_platform(self.orders.get(key))
    }

    /// Platform and id of a product.
    pub fn product_parts(&self, key: ProductKey) -> (Source, &str) {
        split_platform(self.products.get(key))
    }

    /// Platform and name of a buyer.
    pub fn customer_parts(&self, key: CustomerKey) -> (Source, &str) {
        split_platform(self.customers.get(key))
    }

    /// The platform of every store, to ask of every row.
    pub(crate) fn platforms(&self) -> Column<StoreKey, Source> {
        Column::of(&self.stores, |store| self.store_parts(store).0)
    }

    /// Platform and name of a store.
    pub fn store_parts(&self, key: StoreKey) -> (Source, &str) {
        split_platform(self.stores.get(key))
    }
}

fn of_platform(scratch: &mut String, platform: Source, id: &str) {
    scratch.clear();
    scratch.push_str(platform.name());
    scratch.push(OF_PLATFORM);
    scratch.push_str(id);
}

fn split_platform(text: &str) -> (Source, &str) {
    let (platform, id) = text.split_once(OF_PLATFORM).unwrap_or(("", text));
    (Source::from_name(platform).unwrap_or(Source::Generic), id)
}

/// A value for every table, found by any of the table's rows without asking whether it is there.
#[derive(Clone, Debug, Default)]
pub struct ByTable<T>(Vec<T>);

#[expect(clippy::indexing_slicing, reason = "a table is listed before its first row is read, and stays with them")]
impl<T> Index<RowRef> for ByTable<T> {
    type Output = T;
    fn index(&self, at: RowRef) -> &T {
        &self.0[usize::from(at.table)]
    }
}

/// Where a row came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRef {
    /// Position in [`Dataset::tables`], from 0.
    pub table: u16,
    /// Row of the sheet as Excel shows it, from 1; for text files the record's number, from 1. Never zero, so that an
    /// `Option<RowRef>` takes no more room.
    pub row: NonZeroU32,
}

impl RowRef {
    /// `row` counts from 1.
    pub fn new(table: u16, row: u32) -> RowRef {
        RowRef { table, row: NonZeroU32::new(row).unwrap_or(NonZeroU32::MIN) }
    }
}

/// The moments of an order, in the shop's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    pub ordered: Option<Stamp>,
    pub paid: Option<Stamp>,
    pub shipped: Option<Stamp>,
    pub confirmed: Option<Stamp>,
    pub settled: Option<Stamp>,
}

/// What a row says of who bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buyer {
    /// The platform's own key.
    pub key: Option<CustomerKey>,
    /// Only whole numbers: a masked or virtual one names nobody.
    pub phone: Option<PhoneKey>,
    /// Good for a suggestion, never for more.
    pub hint: Option<HintKey>,
}

impl Buyer {
    /// What is known from either row.
    #[must_use]
    pub fn or(self, other: Buyer) -> Buyer {
        Buyer { key: self.key.or(other.key), phone: self.phone.or(other.phone), hint: self.hint.or(other.hint) }
    }
}

/// One sub-order, or order × SKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderLine {
    pub at: RowRef,
    pub store: StoreKey,
    pub order: OrderKey,
    pub line: Option<LineKey>,
    pub sku: Option<SkuKey>,
    pub product: Option<ProductKey>,
    /// Negative for a row that takes a sale back.
    pub quantity: Quantity,
    /// What the merchant receives before fees; `None` where only the order's header knows. Before or after refunds as
    /// the file's [`RefundBasis`] says.
    pub amount: Option<Amount>,
    /// Weight for spreading the header's money over lines; usually price × quantity.
    pub list_amount: Option<Amount>,
    pub refund: Option<Amount>,
    pub refund_state: RefundState,
    /// `None` where only the order's header knows.
    pub status: Option<OrderStatus>,
    /// 赔付 taken for this line.
    pub compensation: Amount,
    /// Fees the file itself states for this line.
    pub fee: Amount,
    pub is_affiliate: bool,
    /// 补发: goods and freight without revenue.
    pub is_resend: bool,
    pub times: Times,
    pub waybill: Option<WaybillKey>,
    pub buyer: Buyer,
    pub channel: Option<ChannelKey>,
    pub note: Option<NoteKey>,
    pub province: Option<ProvinceKey>,
    pub currency: CurrencyKey,
}

/// What a file says of an order as a whole, where its lines are rows of their own or of another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderHeader {
    pub at: RowRef,
    pub store: StoreKey,
    pub order: OrderKey,
    /// What the merchant receives for the order before fees, postage included, sales tax not.
    pub amount: Option<Amount>,
    /// The part of `amount` that is postage; `None` where the file does not say.
    pub postage: Option<Amount>,
    pub refund: Option<Amount>,
    pub refund_state: RefundState,
    pub status: Option<OrderStatus>,
    pub compensation: Amount,
    pub fee: Amount,
    pub times: Times,
    pub waybill: Option<WaybillKey>,
    pub buyer: Buyer,
    pub channel: Option<ChannelKey>,
    pub note: Option<NoteKey>,
    pub province: Option<ProvinceKey>,
    pub currency: CurrencyKey,
}

/// One row of an ad report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdSpend {
    pub at: RowRef,
    pub store: StoreKey,
    /// `None` for a row that names no product: a whole store, a crowd, a live room.
    pub product: Option<ProductKey>,
    pub name: Option<NameKey>,
    /// `None` where the report has no day: its period is the file's.
    pub day: Option<Day>,
    pub spend: Amount,
    pub currency: CurrencyKey,
}

/// What one unit of a SKU costs from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitCost {
    pub at: RowRef,
    pub sku: SkuKey,
    pub cost: Amount,
    /// `None`: always valid.
    pub valid_from: Option<Day>,
    /// Grams a unit.
    pub grams: Option<u32>,
}

/// One row of a courier's bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipment {
    pub at: RowRef,
    pub waybill: WaybillKey,
    pub amount: Amount,
    pub day: Option<Day>,
    pub currency: CurrencyKey,
}

/// What there is of a SKU in a warehouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    pub at: RowRef,
    pub sku: SkuKey,
    pub warehouse: Option<WarehouseKey>,
    pub on_hand: Quantity,
    /// The part of `on_hand` that belongs to orders not yet sent.
    pub reserved: Quantity,
    /// Ordered from a supplier and not here yet.
    pub on_the_way: Quantity,
    /// When `on_the_way` arrives.
    pub due: Option<Day>,
    /// The day it was counted; `None` where the file does not say.
    pub day: Option<Day>,
}

/// How a SKU is bought again from one supplier. Times are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    pub at: RowRef,
    pub sku: SkuKey,
    pub supplier: Option<SupplierKey>,
    /// One to fall back on when the core supplier cannot deliver.
    pub is_backup: bool,
    pub order_days: Option<u16>,
    pub production_days: Option<u16>,
    pub transit_days: Option<u16>,
    pub listing_days: Option<u16>,
    pub minimum: Option<Quantity>,
    pub multiple: Option<Quantity>,
    /// Units the supplier can make in a day.
    pub per_day: Option<Quantity>,
}

/// One row of a report on customer service: an agent, a day, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    pub at: RowRef,
    pub store: StoreKey,
    pub agent: Option<AgentKey>,
    pub day: Option<Day>,
    /// Buyers talked to.
    pub contacts: Option<u32>,
    /// Milliseconds.
    pub first_response: Option<u32>,
    /// Milliseconds.
    pub average_response: Option<u32>,
    /// Share of contacts that were answered.
    pub reply_rate: Option<Rate>,
    /// Share of ratings that are good.
    pub satisfaction: Option<Rate>,
}

/// One review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    pub at: RowRef,
    pub store: StoreKey,
    pub order: Option<OrderKey>,
    pub sku: Option<SkuKey>,
    pub agent: Option<AgentKey>,
    pub day: Option<Day>,
    /// From 1 to 5.
    pub stars: Option<u8>,
}

/// A column of a source table and what was read from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceColumn {
    pub field: Field,
    /// From 0.
    pub index: u32,
    /// As the file writes it.
    pub header: String,
}

/// A sheet, or a text file, whose rows are in the dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceTable {
    /// Position in [`Dataset::files`], from 0.
    pub file: u16,
    /// `None` for a text file.
    pub sheet: Option<String>,
    /// Row of the header, from 1.
    pub header_row: u32,
    pub columns: Vec<SourceColumn>,
}

/// What refunded rows of a file say about its 实付. See [`RefundBasis`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundEvidence {
    /// Refunded rows on which total − refund = paid.
    pub net: u32,
    /// Refunded rows on which paid is unaffected by the refund.
    pub gross: u32,
    /// Refunded rows that fit neither.
    pub neither: u32,
}

impl RefundEvidence {
    /// Refunded rows.
    pub const fn rows(self) -> u32 {
        self.net.saturating_add(self.gross).saturating_add(self.neither)
    }

    /// What the rows together say; `None` where the seller has to.
    ///
    /// A row of a file that is net never has paid + refund above the total, but a discount as large as the refund makes a
    /// row of the other kind look net: the few that contradict nine times as many are that, or a slip.
    pub const fn basis(self) -> Option<RefundBasis> {
        if self.gross > 0 && self.gross >= self.net.saturating_mul(9) {
            Some(RefundBasis::Gross)
        } else if self.net > 0 && self.net >= self.gross.saturating_mul(9) && self.net >= self.neither {
            Some(RefundBasis::Net)
        } else {
            None
        }
    }
}

impl AddAssign for RefundEvidence {
    fn add_assign(&mut self, other: RefundEvidence) {
        self.net = self.net.saturating_add(other.net);
        self.gross = self.gross.saturating_add(other.gross);
        self.neither = self.neither.saturating_add(other.neither);
    }
}

/// A total the file states about itself, and ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    pub stated: Money,
    pub computed: Money,
}

/// One recognised table of one file the seller gave, or a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// As the seller knows it; for a file inside a zip `archive.zip/name.csv`.
    pub name: String,
    pub source: Source,
    pub kind: Kind,
    /// Key of the profile that recognised it, such as `taobao.order_lines`.
    pub profile: Option<String>,
    /// Data rows: without titles, headers, blank and summary rows. `rows = accepted + set_aside`.
    pub rows: u32,
    pub accepted: u32,
    pub set_aside: u32,
    pub records: Records,
    pub diagnostics: Vec<Diagnostic>,
    /// How many diagnostics there were in all; more than are kept where a file is wrong on every row.
    pub diagnostics_total: u32,
    pub control: Option<Control>,
    /// First and last day seen in the file.
    pub period: Option<(Day, Day)>,
    /// `None` where the question does not arise.
    pub refund_evidence: Option<RefundEvidence>,
    /// The amounts of all rows together, as far as they could be read.
    pub sum: Money,
    /// Money of rows set aside, as far as it could be read.
    pub set_aside_money: Money,
    /// What the file was decoded from: `UTF-8`, `GB18030`, `xlsx`, …
    pub format: String,
    /// The first rows as text, for a table nobody recognised.
    pub preview: Vec<Vec<String>>,
}

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
        ByTable(self.tables.iter().map(value).collect())
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
