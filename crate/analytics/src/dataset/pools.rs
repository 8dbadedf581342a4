//! Every text of the shop, once, and the keys that stand for them.

use super::Buyer;
use super::bytes::{Number, PartError, Reader, Writer};
use crate::codes::Codes;
use crate::pool::{Column, Key, Pool, Texts, keys};
use crate::vocabulary::Source;

keys! {
    /// An order of a platform: the same id on two platforms is two orders.
    OrderKey,
    /// A sub-order id.
    LineKey,
    /// A number of an ERP's own for an order, or for a part of one.
    ErpOrderKey,
    /// A SKU code, shared by all platforms of the shop.
    SkuKey,
    /// A product id of a platform.
    ProductKey,
    /// The words that name a SKU.
    NameKey,
    /// A parcel, by the number its courier gave it.
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
    /// Where a parcel was sent to, as the file writes it.
    ProvinceKey,
    /// A shop front on a platform.
    StoreKey,
    /// An ISO 4217 code such as CNY.
    CurrencyKey,
    /// A warehouse, by its name.
    WarehouseKey,
    /// A supplier, by its name.
    SupplierKey,
    /// A member of the service staff.
    AgentKey,
    /// The number of a request for money back.
    RequestKey,
    /// A row of [`Dataset::costs`].
    CostKey,
}

/// Declares every pool once: what goes through all of them is written here.
macro_rules! pools {
    ($($(#[$doc:meta])* $pool:ident: $texts:ident<$key:ident>),* $(,)?) => {
        /// Every text of a part, or of the shop, once.
        #[derive(Debug, Default)]
        pub struct Pools {
            $($(#[$doc])* pub $pool: $texts<$key>,)*
            scratch: String,
        }

        /// What the keys of a part are in the shop.
        #[derive(Debug)]
        pub(super) struct NewKeys {
            /// The position of the part's table.
            pub(super) table: u16,
            $($pool: Column<$key, $key>,)*
        }

        /// How many texts each pool has, so that no key read from bytes leads out of it.
        #[derive(Debug)]
        pub(crate) struct Known {
            $($pool: u64,)*
        }

        impl Pools {
            pub(super) fn pack(&self, writer: &mut Writer) {
                $(self.$pool.pack(writer);)*
            }

            pub(super) fn unpack(reader: &mut Reader<'_>) -> Result<Pools, PartError> {
                Ok(Pools { $($pool: Texts::unpack(reader)?,)* scratch: String::new() })
            }

            pub(super) fn known(&self) -> Known {
                Known { $($pool: self.$pool.all_keys().len() as u64,)* }
            }

            /// Takes in the texts of a part whose table is at `table`.
            pub(super) fn take(&mut self, part: &Pools, table: u16) -> NewKeys {
                NewKeys {
                    table,
                    $($pool: self.$pool.take(&part.$pool),)*
                }
            }

            pub(super) fn is_empty(&self) -> bool {
                true $(&& self.$pool.has_none())*
            }
        }

        $(impl Rekey for $key {
            fn rekey(&mut self, new: &NewKeys) {
                *self = new.$pool[*self];
            }
        }

        impl Number for $key {
            fn number(self) -> u64 {
                self.index() as u64
            }

            fn of(number: u64, known: &Known) -> Result<$key, PartError> {
                let index = u32::try_from(number).ok().filter(|_| number < known.$pool);
                index.map($key::from_index).ok_or(PartError::Key)
            }
        })*
    };
}

/// What holds keys of a part, and is to hold those of the shop.
pub(super) trait Rekey {
    fn rekey(&mut self, new: &NewKeys);
}

impl<T: Rekey> Rekey for Option<T> {
    fn rekey(&mut self, new: &NewKeys) {
        if let Some(key) = self {
            key.rekey(new);
        }
    }
}

pools! {
    /// Use [`Pools::order`]: the text carries the platform.
    orders: Pool<OrderKey>,
    /// Sub-order ids, as the platform writes them.
    lines: Pool<LineKey>,
    /// The numbers of ERPs for what they sent again.
    erp_orders: Pool<ErpOrderKey>,
    /// In whatever spelling: see [`Codes`].
    skus: Codes<SkuKey>,
    /// Use [`Pools::product`]: the text carries the platform.
    products: Pool<ProductKey>,
    /// What SKUs and advertised products are called.
    names: Pool<NameKey>,
    /// Numbers of parcels.
    waybills: Pool<WaybillKey>,
    /// Use [`Pools::customer`]: the text carries the platform.
    customers: Pool<CustomerKey>,
    /// Whole telephone numbers, digits alone.
    phones: Pool<PhoneKey>,
    /// Masked names with their districts.
    hints: Pool<HintKey>,
    /// Traffic sources and streamers.
    channels: Pool<ChannelKey>,
    /// Remarks of the seller.
    notes: Pool<NoteKey>,
    /// As the files write them: 浙江, 浙江省.
    provinces: Pool<ProvinceKey>,
    /// Use [`Pools::store`]: the text carries the platform.
    stores: Pool<StoreKey>,
    /// ISO 4217 codes.
    currencies: Pool<CurrencyKey>,
    /// By name.
    warehouses: Pool<WarehouseKey>,
    /// By name.
    suppliers: Pool<SupplierKey>,
    /// By the name the platform knows them by.
    agents: Pool<AgentKey>,
    /// As the platform writes them.
    requests: Pool<RequestKey>,
}

/// Separates the platform from what follows in a pooled string; no export writes it.
const OF_PLATFORM: char = '\u{1f}';

impl Pools {
    /// The key of an order, new or known.
    pub fn order(&mut self, platform: Source, id: &str) -> OrderKey {
        of_platform(&mut self.scratch, platform, id);
        self.orders.intern(&self.scratch)
    }

    /// The key of a product, new or known.
    pub fn product(&mut self, platform: Source, id: &str) -> ProductKey {
        of_platform(&mut self.scratch, platform, id);
        self.products.intern(&self.scratch)
    }

    /// `name` is empty where the file does not name the store.
    pub fn store(&mut self, platform: Source, name: &str) -> StoreKey {
        of_platform(&mut self.scratch, platform, name);
        self.stores.intern(&self.scratch)
    }

    /// The key of a buyer, new or known.
    pub fn customer(&mut self, platform: Source, id: &str) -> CustomerKey {
        of_platform(&mut self.scratch, platform, id);
        self.customers.intern(&self.scratch)
    }

    /// The order of a platform, if it is known. `text` is room to build its name in.
    pub fn find_order(&self, text: &mut String, platform: Source, id: &str) -> Option<OrderKey> {
        of_platform(text, platform, id);
        self.orders.find(text)
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

    /// What is said of a buyer, in words that can be put in order whatever was read first.
    pub(crate) fn buyer_words(&self, buyer: Buyer) -> [Option<&str>; 3] {
        [
            buyer.key.map(|key| self.customers.get(key)),
            buyer.phone.map(|key| self.phones.get(key)),
            buyer.hint.map(|key| self.hints.get(key)),
        ]
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
