//! The closed lists of the trade: platforms, kinds of file, columns, states of an order, cost blocks.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have one stable name each, used in data files, on the wire and in the page's hooks.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[doc = ""] #[doc = concat!("Its stable name is `", $text, "`.")] #[serde(rename = $text)] $variant),*
        }
        impl $name {
            /// All variants in the order of their declaration.
            pub const ALL: &[$name] = &[$($name::$variant),*];
            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }
            /// The variant of a stable name.
            pub fn from_name(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }
        }
        impl crate::dataset::Number for $name {
            fn number(self) -> u64 {
                self as u64
            }
            fn of(number: u64, _: &crate::dataset::Known) -> Result<$name, crate::dataset::PartError> {
                let place = usize::try_from(number).ok();
                place.and_then(|place| $name::ALL.get(place)).copied().ok_or(crate::dataset::PartError::Value)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.name())
            }
        }
    };
}

names! {
    /// Whose platform the data of a file are about.
    Source {
        Taobao = "taobao", Jd = "jd", Pdd = "pdd", Douyin = "douyin", Kuaishou = "kuaishou",
        Xiaohongshu = "xiaohongshu", Weixin = "weixin", Alibaba1688 = "1688", Youzan = "youzan", Alipay = "alipay",
        WechatPay = "wechat_pay",
        Jushuitan = "jushuitan", Wangdiantong = "wangdiantong", Kuaimai = "kuaimai", Shopify = "shopify",
        Amazon = "amazon", Shopee = "shopee", Lazada = "lazada", Tiktok = "tiktok", Woocommerce = "woocommerce",
        Ebay = "ebay", Etsy = "etsy", Meta = "meta", GoogleAds = "google_ads",
        Temu = "temu", Dewu = "dewu", Aliexpress = "aliexpress", Walmart = "walmart", Ozon = "ozon",
        Mercadolibre = "mercadolibre", Wildberries = "wildberries", Shein = "shein", Daraz = "daraz",
        Shopline = "shopline", Squarespace = "squarespace", Bigcommerce = "bigcommerce", Square = "square",
        Paypal = "paypal", Stripe = "stripe", Courier = "courier",
        /// Our own templates.
        Zhanggui = "zhanggui",
        /// Read with a mapping the seller gave.
        Generic = "generic",
    }
}

/// How far a source is believed about an order, the most first: who knows at first hand, and who was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The platform on which the order was placed.
    Platform,
    /// A list of the seller's own.
    Own,
    /// An ERP that fetches orders from platforms: 聚水潭, 旺店通, 快麦.
    Erp,
    /// Who sent the parcel.
    Warehouse,
}

impl Source {
    /// How far it is believed about an order.
    pub const fn standing(self) -> Standing {
        match self {
            Source::Jushuitan | Source::Wangdiantong | Source::Kuaimai => Standing::Erp,
            Source::Courier => Standing::Warehouse,
            Source::Zhanggui | Source::Generic => Standing::Own,
            Source::Taobao
            | Source::Jd
            | Source::Pdd
            | Source::Douyin
            | Source::Kuaishou
            | Source::Xiaohongshu
            | Source::Weixin
            | Source::Alibaba1688
            | Source::Youzan
            | Source::Alipay
            | Source::WechatPay
            | Source::Shopify
            | Source::Amazon
            | Source::Shopee
            | Source::Lazada
            | Source::Tiktok
            | Source::Woocommerce
            | Source::Ebay
            | Source::Etsy
            | Source::Meta
            | Source::GoogleAds
            | Source::Temu
            | Source::Dewu
            | Source::Aliexpress
            | Source::Walmart
            | Source::Ozon
            | Source::Mercadolibre
            | Source::Wildberries
            | Source::Shein
            | Source::Daraz
            | Source::Paypal
            | Source::Stripe
            | Source::Shopline
            | Source::Squarespace
            | Source::Bigcommerce
            | Source::Square => Standing::Platform,
        }
    }
}

names! {
    /// What a file is a list of.
    Kind {
        /// One row per order.
        Orders = "orders",
        /// One row per sub-order or order × SKU.
        OrderLines = "order_lines",
        Refunds = "refunds",
        /// A running list of an account's movements.
        Ledger = "ledger",
        /// Payouts and fee statements.
        Settlement = "settlement",
        Ads = "ads", Costs = "costs", Shipments = "shipments", Stock = "stock", Service = "service",
        Reviews = "reviews", Traffic = "traffic",
        Unknown = "unknown",
    }
}

names! {
    /// What a column holds. Profiles map headers to these.
    Field {
        OrderId = "order_id",
        /// Sub-order id: identifies a line within its platform.
        LineId = "line_id",
        Sku = "sku",
        /// The platform's product id, to which ad reports refer.
        ProductId = "product_id",
        Name = "name",
        /// Colour, size: the words behind a SKU.
        Variant = "variant",
        Quantity = "quantity",
        UnitPrice = "unit_price",
        /// What the merchant receives for the row before fees and before refunds.
        Amount = "amount",
        /// What the row would cost without order-level discounts: the weight by which order money is spread on lines.
        ListAmount = "list_amount",
        /// What the order cost the buyer in total, as evidence whether `paid` is already net of refunds.
        Total = "total",
        /// Buyer's cash.
        Paid = "paid",
        Postage = "postage",
        Tax = "tax",
        /// Money given back.
        Refund = "refund",
        /// State of the refund or after-sales case.
        RefundStatus = "refund_status",
        /// Whether goods go back with the money: 仅退款, 退货退款.
        RefundType = "refund_type",
        /// The number of a request for money back.
        RequestId = "request_id",
        Status = "status",
        OrderedAt = "ordered_at", PaidAt = "paid_at", ShippedAt = "shipped_at", ConfirmedAt = "confirmed_at",
        SettledAt = "settled_at",
        Waybill = "waybill",
        /// Whatever identifies the buyer on the platform.
        Customer = "customer",
        Phone = "phone",
        /// Whom the parcel is addressed to.
        Recipient = "recipient",
        Province = "province",
        City = "city",
        District = "district",
        /// Where the buyer came from: a traffic source, a streamer.
        Channel = "channel",
        /// The seller's remark.
        Note = "note",
        /// Under which number an ERP keeps the order, or a part of one that it has split: the order's own cells are the part's.
        PartId = "part_id",
        /// Ordinary, resent, exchanged.
        OrderType = "order_type",
        /// Present and neither blank nor zero: sold through a streamer or affiliate.
        Affiliate = "affiliate",
        /// 赔付 the platform took for this row.
        Compensation = "compensation",
        /// A fee the platform took for this row.
        Fee = "fee",
        Currency = "currency",
        Store = "store",
        Platform = "platform",
        /// Day of an ad report's row.
        Day = "day",
        Spend = "spend",
        /// What kind of thing an ad report's row is about.
        Subject = "subject",
        /// What an account's movement was for, in the platform's words.
        Purpose = "purpose",
        /// What came into an account.
        Income = "income",
        /// What went out of an account.
        Expense = "expense",
        /// Whether an account's movement came in or went out, where its amount does not say.
        Direction = "direction",
        UnitCost = "unit_cost",
        /// What the seller paid for the parcel, where an order's row says so.
        FreightPaid = "freight_paid",
        ValidFrom = "valid_from",
        /// Weight of a unit or a parcel, in kilograms unless the header says grams.
        Weight = "weight",
        Warehouse = "warehouse",
        OnHand = "on_hand",
        /// Of the units on hand, those that belong to orders not yet sent.
        Reserved = "reserved",
        /// Ordered from a supplier and not here yet.
        OnTheWay = "on_the_way",
        /// When what is on the way arrives.
        DueDay = "due_day",
        Supplier = "supplier",
        /// Core supplier, or one to fall back on.
        SupplierRole = "supplier_role",
        /// Days from the decision to the order, of production, on the road, and until the goods are on sale.
        OrderDays = "order_days",
        ProductionDays = "production_days",
        TransitDays = "transit_days",
        ListingDays = "listing_days",
        MinimumOrder = "minimum_order",
        /// Units come in multiples of this.
        OrderMultiple = "order_multiple",
        /// Units a supplier can make in a day.
        UnitsPerDay = "units_per_day",
        /// A member of the service staff, as the platform names them.
        Agent = "agent",
        /// Buyers an agent talked to.
        Contacts = "contacts",
        /// Seconds.
        FirstResponse = "first_response",
        /// Seconds.
        AverageResponse = "average_response",
        /// Share of contacts that were answered.
        ReplyRate = "reply_rate",
        /// Share of ratings that are good.
        Satisfaction = "satisfaction",
        /// Of a review, from 1 to 5.
        Stars = "stars",
        /// What is in a bundle, and what that is called.
        Part = "part", PartName = "part_name",
        /// What a platform counts of a product: people who saw it, how often its page was seen, people who paid.
        Visitors = "visitors", Views = "views", Buyers = "buyers",
    }
}

names! {
    /// How far an order has come. Later states are larger, so that of two exports the later state wins.
    OrderStatus {
        /// The file has a word for it that nobody has explained.
        Unexplained = "unexplained",
        Unpaid = "unpaid",
        /// Paid, not sent.
        Paid = "paid",
        Shipped = "shipped",
        /// Confirmed by the buyer.
        Completed = "completed",
        /// Closed: never paid, or given back.
        Cancelled = "cancelled",
        /// Split or merged by an ERP: it lives on under other numbers, and is nothing by itself.
        Superseded = "superseded",
    }
}

impl OrderStatus {
    /// Nothing was sent for it.
    pub const fn is_off(self) -> bool {
        matches!(self, OrderStatus::Cancelled | OrderStatus::Superseded)
    }

    /// The first that says something, of what several rows say of an order; a word that nobody has explained says less than
    /// any other.
    pub fn first_known(one: Option<OrderStatus>, other: Option<OrderStatus>) -> Option<OrderStatus> {
        one.filter(|status| *status != OrderStatus::Unexplained).or(other).or(one)
    }
}

names! {
    /// What became of a request for money back.
    RefundState {
        None = "none",
        /// Under way: no money has moved.
        Pending = "pending",
        /// Succeeded; the file does not say whether the goods came back.
        Done = "done",
        /// Succeeded, 仅退款: the buyer keeps the goods.
        RefundOnly = "refund_only",
        /// Succeeded, the goods came back.
        Returned = "returned",
    }
}

names! {
    /// Which moment of an order decides the day it belongs to.
    Basis {
        Ordered = "ordered", Paid = "paid", Shipped = "shipped", Confirmed = "confirmed", Settled = "settled",
    }
}

names! {
    /// What stands between revenue and net, in the order in which the levels of margin take it off.
    Block {
        Refunds = "refunds",
        /// Unit cost, loss, returned goods, gifts, resent goods.
        Goods = "goods",
        /// Commission, payment fee, fixed fees, affiliates.
        Platform = "platform",
        /// Courier, packaging, packing labour, storage.
        Logistics = "logistics",
        Ads = "ads",
        /// Return freight, 运费险, service, compensation.
        AfterSales = "after_sales",
    }
}

mod choices;
pub use choices::{AllocationBase, LineRule, RefundBasis};

names! {
    /// Why money is not in the profit table. Every reason has its own bucket.
    BucketReason {
        Unpaid = "unpaid",
        /// Closed without payment, or closed and given back without a refund amount.
        Cancelled = "cancelled",
        /// Given back in full before it was sent: no income, no goods, no freight.
        RefundedBeforeShipment = "refunded_before_shipment",
        /// Another file holds the same row.
        Duplicate = "duplicate",
        /// The SKU has no known unit cost.
        MissingCost = "missing_cost",
        /// The row names no SKU and no other file does.
        NoSku = "no_sku",
        /// The row belongs to no order of the order files.
        NoOrder = "no_order",
        /// Asked for back, and not given: refused, or not decided yet.
        NotGivenBack = "not_given_back",
        /// A list says that more went back of an order than was paid for it.
        MoreThanPaid = "more_than_paid",
        /// The row says neither what was paid nor when, and no order export of it is here.
        NoAmount = "no_amount",
        /// The order is paid, but has no date on the chosen basis.
        NoDate = "no_date",
        /// Outside the period the order files cover.
        OtherPeriod = "other_period",
        /// Later than the day of analysis.
        AfterAsOf = "after_as_of",
        /// Another currency than the shop's, without a rate.
        OtherCurrency = "other_currency",
        /// Whether 实付 is net of refunds is not known for this file.
        RefundBasisUnknown = "refund_basis_unknown",
        /// The file has a word for the order's state that nobody has explained.
        UnexplainedState = "unexplained_state",
        /// The seller excluded the order (补单).
        Excluded = "excluded",
        /// Ads for a platform of which there are no orders here.
        NoOrdersOfPlatform = "no_orders_of_platform",
        /// The row could not be read.
        SetAside = "set_aside",
        /// Spread over nothing: no SKU was sold that could carry it.
        NothingSold = "nothing_sold",
        /// A movement of an account: read and tied to the file's own total, and not in the profit table.
        Statement = "statement",
    }
}

names! {
    /// What money of an account moved for: 科目.
    Purpose {
        /// What buyers paid, and what the platform added to it.
        Receipt = "receipt",
        /// What buyers got back.
        Refund = "refund",
        /// Commission, payment and software fees.
        PlatformFee = "platform_fee",
        /// Who brought the buyer (淘宝客, 达人, 多多进宝), and what the platform takes for its promotions.
        Marketing = "marketing",
        /// Ads that the platform takes from the account as they are shown.
        Ads = "ads",
        /// Parcels, warehouses, quality checks.
        Logistics = "logistics",
        /// 运费险 and its like.
        Insurance = "insurance",
        /// 赔付, fines, and what was given back of them.
        Compensation = "compensation",
        /// Taxes that the platform keeps or passes on.
        Tax = "tax",
        /// What suppliers got for goods: 代发.
        Goods = "goods",
        /// Money put into an ad account; the ad report says what was spent. No profit and no loss.
        AdTopUp = "ad_top_up",
        /// 保证金. No profit and no loss.
        Deposit = "deposit",
        /// To the seller's bank or to another account of the seller's. No profit and no loss.
        Transfer = "transfer",
        /// What the platform itself calls other.
        Other = "other",
        /// Nobody has told what these words mean.
        Unexplained = "unexplained",
    }
}

impl Kind {
    /// Whether the rows of such a file are amounts that have a fate. A unit cost is a price, not an amount.
    pub const fn carries_money(self) -> bool {
        match self {
            Kind::Orders
            | Kind::OrderLines
            | Kind::Refunds
            | Kind::Ledger
            | Kind::Settlement
            | Kind::Ads
            | Kind::Shipments => true,
            Kind::Costs | Kind::Stock | Kind::Service | Kind::Reviews | Kind::Traffic | Kind::Unknown => false,
        }
    }
}

impl RefundState {
    /// Money has really gone back.
    pub const fn is_done(self) -> bool {
        matches!(self, RefundState::Done | RefundState::RefundOnly | RefundState::Returned)
    }
}

#[cfg(test)]
mod tests;
