//! The rows of the dataset: one type for each kind of thing that files tell of.

use super::bytes::{Packed, Packer, PartError, Unpacker};
use super::pools::{NewKeys, Rekey};
use super::times::Times;
use super::{
    AgentKey, ChannelKey, CurrencyKey, CustomerKey, ErpOrderKey, HintKey, LineKey, NameKey, NoteKey, OrderKey,
    PhoneKey, ProductKey, ProvinceKey, RequestKey, RowRef, SkuKey, StoreKey, SupplierKey, WarehouseKey, WaybillKey,
};
use crate::currency::Stated;
use crate::money::{Quantity, Rate};
use crate::time::{Day, Stamp};
use crate::vocabulary::{OrderStatus, Purpose, RefundState};

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
    /// The row it was read from.
    pub at: RowRef,
    /// Where it was sold.
    pub store: StoreKey,
    /// The order it is a line of.
    pub order: OrderKey,
    /// The platform's sub-order id; `None` where the file has none.
    pub line: Option<LineKey>,
    /// `None` where the row names none.
    pub sku: Option<SkuKey>,
    /// The platform's product; ads are about products.
    pub product: Option<ProductKey>,
    /// Negative for a row that takes a sale back.
    pub quantity: Quantity,
    /// What the merchant receives before fees; `None` where only the order's header knows. Before or after refunds as
    /// the file's [`RefundBasis`] says.
    pub amount: Option<Stated>,
    /// Weight for spreading the header's money over lines; usually price × quantity.
    pub list_amount: Option<Stated>,
    /// Money that went back of this line; `None` where the file does not say.
    pub refund: Option<Stated>,
    /// How far a request for money back has come.
    pub refund_state: RefundState,
    /// `None` where only the order's header knows.
    pub status: Option<OrderStatus>,
    /// 赔付 taken for this line.
    pub compensation: Stated,
    /// Fees the file itself states for this line.
    pub fee: Option<Stated>,
    /// Sold through a streamer or affiliate, who takes a share.
    pub is_affiliate: bool,
    /// 补发: goods and freight without revenue.
    pub is_resend: bool,
    /// Under which number an ERP keeps what it sent again: of a line that was sent again twice there are two. `None` of all
    /// other lines.
    pub erp_order: Option<ErpOrderKey>,
    /// Of the line, where it has its own.
    pub times: Times,
    /// The parcel it was sent in.
    pub waybill: Option<WaybillKey>,
    /// Who bought it.
    pub buyer: Buyer,
    /// Traffic source or streamer.
    pub channel: Option<ChannelKey>,
    /// The seller's remark.
    pub note: Option<NoteKey>,
    /// Where it was sent to.
    pub province: Option<ProvinceKey>,
    /// Of all its amounts.
    pub currency: CurrencyKey,
}

/// What a file says of an order as a whole, where its lines are rows of their own or of another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderHeader {
    /// The row it was read from.
    pub at: RowRef,
    /// Where it was sold.
    pub store: StoreKey,
    /// The order it tells of.
    pub order: OrderKey,
    /// What the merchant receives for the order before fees, postage included, sales tax not.
    pub amount: Option<Stated>,
    /// The amount comes on top of what the lines say of themselves: postage, less what was taken off the order as a whole.
    pub adds_to_lines: bool,
    /// The part of `amount` that is postage; `None` where the file does not say.
    pub postage: Option<Stated>,
    /// Money that went back of the order; `None` where the file does not say.
    pub refund: Option<Stated>,
    /// How far a request for money back has come.
    pub refund_state: RefundState,
    /// `None` where only its lines have one.
    pub status: Option<OrderStatus>,
    /// 赔付 taken for the order.
    pub compensation: Stated,
    /// Fees the file itself states for the order.
    pub fee: Option<Stated>,
    /// Of the order as a whole.
    pub times: Times,
    /// The parcel it was sent in; of several the first.
    pub waybill: Option<WaybillKey>,
    /// Who bought it.
    pub buyer: Buyer,
    /// Traffic source or streamer.
    pub channel: Option<ChannelKey>,
    /// The seller's remark.
    pub note: Option<NoteKey>,
    /// Where it was sent to.
    pub province: Option<ProvinceKey>,
    /// Of all its amounts.
    pub currency: CurrencyKey,
}

/// One row of an ad report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdSpend {
    /// The row it was read from.
    pub at: RowRef,
    /// Its name is empty where the report does not name the store.
    pub store: StoreKey,
    /// `None` for a row that names no product: a whole store, a crowd, a live room.
    pub product: Option<ProductKey>,
    /// What the report calls the product.
    pub name: Option<NameKey>,
    /// `None` where the report has no day: its period is the file's.
    pub day: Option<Day>,
    /// What was paid for showing it.
    pub spend: Stated,
    /// Of the spend.
    pub currency: CurrencyKey,
}

/// What one unit of a SKU costs from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitCost {
    /// The row it was read from.
    pub at: RowRef,
    /// Whose cost it is.
    pub sku: SkuKey,
    /// Of one unit.
    pub cost: Stated,
    /// Of the cost; `None` where the file names none: what the seller states costs in.
    pub currency: Option<CurrencyKey>,
    /// `None`: always valid.
    pub valid_from: Option<Day>,
    /// Grams a unit.
    pub grams: Option<u32>,
}

/// One row of a courier's bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipment {
    /// The row it was read from.
    pub at: RowRef,
    /// The parcel.
    pub waybill: WaybillKey,
    /// What the courier takes for it.
    pub amount: Stated,
    /// `None` where the bill has no day.
    pub day: Option<Day>,
    /// Of the amount.
    pub currency: CurrencyKey,
}

/// What there is of a SKU in a warehouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The row it was read from.
    pub at: RowRef,
    /// What is there.
    pub sku: SkuKey,
    /// `None` where the file names none.
    pub warehouse: Option<WarehouseKey>,
    /// Units on the shelves.
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
    /// The row it was read from.
    pub at: RowRef,
    /// What is bought.
    pub sku: SkuKey,
    /// `None` where the file names none.
    pub supplier: Option<SupplierKey>,
    /// One to fall back on when the core supplier cannot deliver.
    pub is_backup: bool,
    /// From the decision to the order.
    pub order_days: Option<u16>,
    /// Until it is made.
    pub production_days: Option<u16>,
    /// On the road.
    pub transit_days: Option<u16>,
    /// Until it is on sale.
    pub listing_days: Option<u16>,
    /// The least the supplier delivers.
    pub minimum: Option<Quantity>,
    /// Units come in multiples of this.
    pub multiple: Option<Quantity>,
    /// Units the supplier can make in a day.
    pub per_day: Option<Quantity>,
}

/// One row of a report on customer service: an agent, a day, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The row it was read from.
    pub at: RowRef,
    /// Whose buyers were answered.
    pub store: StoreKey,
    /// `None` where the row is of all agents together.
    pub agent: Option<AgentKey>,
    /// `None` where the row is of the whole period.
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
    /// The row it was read from.
    pub at: RowRef,
    /// Where it was written.
    pub store: StoreKey,
    /// `None` where the file names none.
    pub order: Option<OrderKey>,
    /// `None` where the file names none.
    pub sku: Option<SkuKey>,
    /// The agent it speaks of.
    pub agent: Option<AgentKey>,
    /// When it was written.
    pub day: Option<Day>,
    /// From 1 to 5.
    pub stars: Option<u8>,
}

/// One row of a list of refunds: money that a buyer asked for back, and what became of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The row it was read from.
    pub at: RowRef,
    /// Where it was sold.
    pub store: StoreKey,
    /// The order it is about.
    pub order: OrderKey,
    /// The number of the request; `None` where the file has none.
    pub request: Option<RequestKey>,
    /// The sub-order it is about; `None` where the row names none.
    pub line: Option<LineKey>,
    /// `None` where the row names none.
    pub sku: Option<SkuKey>,
    /// `None` where the row names none.
    pub product: Option<ProductKey>,
    /// What was asked for, and went back where the state says so.
    pub amount: Stated,
    /// How far the request has come, and whether the goods came back.
    pub state: RefundState,
    /// When it was done, else when it was asked for.
    pub moment: Option<Stamp>,
    /// Of the amount.
    pub currency: CurrencyKey,
}

/// Money that moved in an account: a row of a ledger, or one column of a row of a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The row it was read from.
    pub at: RowRef,
    /// Whose account it is.
    pub store: StoreKey,
    /// `None` where the row names none.
    pub order: Option<OrderKey>,
    /// `None` where the row names none.
    pub sku: Option<SkuKey>,
    /// What it was for.
    pub purpose: Purpose,
    /// What the file calls that: the words of the row, or the header of the column.
    pub name: Option<NameKey>,
    /// `None` where the row does not say.
    pub moment: Option<Stamp>,
    /// What came in; below zero where it went out.
    pub amount: Stated,
    /// Of the amount.
    pub currency: CurrencyKey,
}

/// So many units of another SKU are in one of a bundle: 套件, 组合装.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundlePart {
    /// The row it was read from.
    pub at: RowRef,
    /// The code under which the bundle is sold.
    pub bundle: SkuKey,
    /// `None` where the row does not say what else is in it: then nobody knows the whole of it.
    pub part: Option<SkuKey>,
    /// `None` where the row does not say how many.
    pub units: Option<Quantity>,
}

/// What a platform counted of a product or SKU on a day. Its money is what orders tell too, and is in no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// The row it was read from.
    pub at: RowRef,
    /// Whose visitors they are.
    pub store: StoreKey,
    /// `None` where the row names none.
    pub product: Option<ProductKey>,
    /// `None` where the row names none.
    pub sku: Option<SkuKey>,
    /// `None` where the row is of the whole period.
    pub day: Option<Day>,
    /// People who saw it.
    pub visitors: Option<u32>,
    /// How often its page was seen.
    pub views: Option<u32>,
    /// People who paid.
    pub buyers: Option<u32>,
    /// Units paid for.
    pub units: Option<Quantity>,
    /// What they paid, as the platform counts it.
    pub amount: Option<Stated>,
    /// Of the amount.
    pub currency: CurrencyKey,
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
    OrderLine {
        at, store, order, line, sku, product, erp_order, waybill, buyer, channel, note, province, currency
    } and {
        quantity, amount, list_amount, refund, refund_state, status, compensation, fee, is_affiliate, is_resend, times
    }
    OrderHeader { at, store, order, waybill, buyer, channel, note, province, currency } and {
        amount, adds_to_lines, postage, refund, refund_state, status, compensation, fee, times
    }
    AdSpend { at, store, product, name, currency } and { day, spend }
    UnitCost { at, sku, currency } and { cost, valid_from, grams }
    Shipment { at, waybill, currency } and { amount, day }
    Stock { at, sku, warehouse } and { on_hand, reserved, on_the_way, due, day }
    Supply { at, sku, supplier } and {
        is_backup, order_days, production_days, transit_days, listing_days, minimum, multiple, per_day
    }
    Service { at, store, agent } and { day, contacts, first_response, average_response, reply_rate, satisfaction }
    Review { at, store, order, sku, agent } and { day, stars }
    Movement { at, store, order, sku, name, currency } and { purpose, moment, amount }
    Refund { at, store, order, request, line, sku, product, currency } and { amount, state, moment }
    BundlePart { at, bundle, part } and { units }
    Traffic { at, store, product, sku, currency } and { day, visitors, views, buyers, units, amount }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shop has a million of them in memory.
    #[test]
    fn a_line_takes_no_more_room_than_it_needs() {
        assert_eq!(size_of::<OrderLine>(), 136);
    }
}
