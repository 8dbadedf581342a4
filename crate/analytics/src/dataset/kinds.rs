//! The rows of the dataset: one type for each kind of thing that files tell of.

use super::bytes::{Packed, Packer, PartError, Unpacker};
use super::pools::{NewKeys, Rekey};
use super::{
    AgentKey, ChannelKey, CurrencyKey, CustomerKey, HintKey, LineKey, NameKey, NoteKey, OrderKey, PhoneKey, ProductKey,
    ProvinceKey, RowRef, SkuKey, StoreKey, SupplierKey, WarehouseKey, WaybillKey,
};
use crate::money::{Amount, Quantity, Rate};
use crate::time::{Day, Stamp};
use crate::vocabulary::{OrderStatus, RefundState};

/// The moments of an order, in the shop's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    pub ordered: Option<Stamp>,
    pub paid: Option<Stamp>,
    pub shipped: Option<Stamp>,
    pub confirmed: Option<Stamp>,
    pub settled: Option<Stamp>,
}

impl Times {
    /// What is known from either row.
    #[must_use]
    pub fn or(self, other: Times) -> Times {
        Times {
            ordered: self.ordered.or(other.ordered),
            paid: self.paid.or(other.paid),
            shipped: self.shipped.or(other.shipped),
            confirmed: self.confirmed.or(other.confirmed),
            settled: self.settled.or(other.settled),
        }
    }
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
    pub fee: Option<Amount>,
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
    pub fee: Option<Amount>,
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

impl Rekey for RowRef {
    fn rekey(&mut self, new: &NewKeys) {
        self.table = new.table;
    }
}

/// Writes a row, or a group of its fields, field by field.
macro_rules! packed {
    ($row:ident { $($field:ident),* $(,)? }) => {
        impl Packed for $row {
            fn pack(&self, row: &mut Packer) {
                let $row { $($field,)* } = self;
                $($field.pack(row);)*
            }

            fn unpack(row: &mut Unpacker<'_, '_>) -> Result<$row, PartError> {
                $(let $field = Packed::unpack(row)?;)*
                Ok($row { $($field,)* })
            }
        }
    };
}

packed!(Times { ordered, paid, shipped, confirmed, settled });

/// Says of every field of a row whether it holds a key or a value, so that none is forgotten: neither where keys become
/// those of the shop, nor where a row becomes bytes.
macro_rules! keys_of {
    ($($row:ident { $($key:ident),* } and { $($value:ident),* $(,)? })*) => {$(
        impl Rekey for $row {
            fn rekey(&mut self, new: &NewKeys) {
                let $row { $($key,)* $($value: _,)* } = self;
                $($key.rekey(new);)*
            }
        }
        packed!($row { $($key,)* $($value,)* });
    )*};
}

keys_of! {
    Buyer { key, phone, hint } and {}
    OrderLine { at, store, order, line, sku, product, waybill, buyer, channel, note, province, currency } and {
        quantity, amount, list_amount, refund, refund_state, status, compensation, fee, is_affiliate, is_resend, times
    }
    OrderHeader { at, store, order, waybill, buyer, channel, note, province, currency } and {
        amount, postage, refund, refund_state, status, compensation, fee, times
    }
    AdSpend { at, store, product, name, currency } and { day, spend }
    UnitCost { at, sku } and { cost, valid_from, grams }
    Shipment { at, waybill, currency } and { amount, day }
    Stock { at, sku, warehouse } and { on_hand, reserved, on_the_way, due, day }
    Supply { at, sku, supplier } and {
        is_backup, order_days, production_days, transit_days, listing_days, minimum, multiple, per_day
    }
    Service { at, store, agent } and { day, contacts, first_response, average_response, reply_rate, satisfaction }
    Review { at, store, order, sku, agent } and { day, stars }
}
