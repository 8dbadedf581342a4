//! What the closed lists of the trade are called.

use analytics::config::Assumption;
use analytics::profit::{Component, UNMATCHED_ADS};
use analytics::vocabulary::{Basis, Block, BucketReason, Field, Kind, OrderStatus, Source};
use leptos_i18n::td_string;

use crate::i18n::Locale;

/// A platform, or whatever else a file comes from.
pub(crate) fn source(locale: Locale, source: Source) -> &'static str {
    match source {
        Source::Taobao => td_string!(locale, words.source.taobao),
        Source::Jd => td_string!(locale, words.source.jd),
        Source::Pdd => td_string!(locale, words.source.pdd),
        Source::Douyin => td_string!(locale, words.source.douyin),
        Source::Kuaishou => td_string!(locale, words.source.kuaishou),
        Source::Xiaohongshu => td_string!(locale, words.source.xiaohongshu),
        Source::Weixin => td_string!(locale, words.source.weixin),
        Source::Alibaba1688 => td_string!(locale, words.source.alibaba1688),
        Source::Youzan => td_string!(locale, words.source.youzan),
        Source::WechatPay => td_string!(locale, words.source.wechat_pay),
        Source::Alipay => td_string!(locale, words.source.alipay),
        Source::Jushuitan => td_string!(locale, words.source.jushuitan),
        Source::Wangdiantong => td_string!(locale, words.source.wangdiantong),
        Source::Kuaimai => td_string!(locale, words.source.kuaimai),
        Source::Shopify => td_string!(locale, words.source.shopify),
        Source::Amazon => td_string!(locale, words.source.amazon),
        Source::Shopee => td_string!(locale, words.source.shopee),
        Source::Lazada => td_string!(locale, words.source.lazada),
        Source::Tiktok => td_string!(locale, words.source.tiktok),
        Source::Woocommerce => td_string!(locale, words.source.woocommerce),
        Source::Ebay => td_string!(locale, words.source.ebay),
        Source::Etsy => td_string!(locale, words.source.etsy),
        Source::Meta => td_string!(locale, words.source.meta),
        Source::GoogleAds => td_string!(locale, words.source.google_ads),
        Source::Temu => td_string!(locale, words.source.temu),
        Source::Dewu => td_string!(locale, words.source.dewu),
        Source::Aliexpress => td_string!(locale, words.source.aliexpress),
        Source::Walmart => td_string!(locale, words.source.walmart),
        Source::Ozon => td_string!(locale, words.source.ozon),
        Source::Mercadolibre => td_string!(locale, words.source.mercadolibre),
        Source::Wildberries => td_string!(locale, words.source.wildberries),
        Source::Shein => td_string!(locale, words.source.shein),
        Source::Daraz => td_string!(locale, words.source.daraz),
        Source::Shopline => td_string!(locale, words.source.shopline),
        Source::Squarespace => td_string!(locale, words.source.squarespace),
        Source::Bigcommerce => td_string!(locale, words.source.bigcommerce),
        Source::Square => td_string!(locale, words.source.square),
        Source::Paypal => td_string!(locale, words.source.paypal),
        Source::Stripe => td_string!(locale, words.source.stripe),
        Source::Courier => td_string!(locale, words.source.courier),
        Source::Zhanggui => td_string!(locale, words.source.zhanggui),
        Source::Generic => td_string!(locale, words.source.generic),
    }
}

/// What a file is a list of.
pub(crate) fn kind(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Orders => td_string!(locale, words.kind.orders),
        Kind::OrderLines => td_string!(locale, words.kind.order_lines),
        Kind::Refunds => td_string!(locale, words.kind.refunds),
        Kind::Ledger => td_string!(locale, words.kind.ledger),
        Kind::Settlement => td_string!(locale, words.kind.settlement),
        Kind::Ads => td_string!(locale, words.kind.ads),
        Kind::Costs => td_string!(locale, words.kind.costs),
        Kind::Shipments => td_string!(locale, words.kind.shipments),
        Kind::Stock => td_string!(locale, words.kind.stock),
        Kind::Service => td_string!(locale, words.kind.service),
        Kind::Reviews => td_string!(locale, words.kind.reviews),
        Kind::Traffic => td_string!(locale, words.kind.traffic),
        Kind::Unknown => td_string!(locale, words.kind.unknown),
    }
}

/// What a column holds.
pub(crate) fn field(locale: Locale, field: Field) -> &'static str {
    match field {
        Field::OrderId => td_string!(locale, words.field.order_id),
        Field::LineId => td_string!(locale, words.field.line_id),
        Field::Sku => td_string!(locale, words.field.sku),
        Field::ProductId => td_string!(locale, words.field.product_id),
        Field::Name => td_string!(locale, words.field.name),
        Field::Variant => td_string!(locale, words.field.variant),
        Field::Quantity => td_string!(locale, words.field.quantity),
        Field::UnitPrice => td_string!(locale, words.field.unit_price),
        Field::Amount => td_string!(locale, words.field.amount),
        Field::ListAmount => td_string!(locale, words.field.list_amount),
        Field::Total => td_string!(locale, words.field.total),
        Field::Paid => td_string!(locale, words.field.paid),
        Field::Postage => td_string!(locale, words.field.postage),
        Field::Tax => td_string!(locale, words.field.tax),
        Field::Refund => td_string!(locale, words.field.refund),
        Field::RefundStatus => td_string!(locale, words.field.refund_status),
        Field::RefundType => td_string!(locale, words.field.refund_type),
        Field::RequestId => td_string!(locale, words.field.request_id),
        Field::Status => td_string!(locale, words.field.status),
        Field::OrderedAt => td_string!(locale, words.field.ordered_at),
        Field::PaidAt => td_string!(locale, words.field.paid_at),
        Field::ShippedAt => td_string!(locale, words.field.shipped_at),
        Field::ConfirmedAt => td_string!(locale, words.field.confirmed_at),
        Field::SettledAt => td_string!(locale, words.field.settled_at),
        Field::Waybill => td_string!(locale, words.field.waybill),
        Field::Customer => td_string!(locale, words.field.customer),
        Field::Phone => td_string!(locale, words.field.phone),
        Field::Province => td_string!(locale, words.field.province),
        Field::Note => td_string!(locale, words.field.note),
        Field::PartId => td_string!(locale, words.field.part_id),
        Field::OrderType => td_string!(locale, words.field.order_type),
        Field::Affiliate => td_string!(locale, words.field.affiliate),
        Field::Compensation => td_string!(locale, words.field.compensation),
        Field::Fee => td_string!(locale, words.field.fee),
        Field::Currency => td_string!(locale, words.field.currency),
        Field::Store => td_string!(locale, words.field.store),
        Field::Platform => td_string!(locale, words.field.platform),
        Field::Day => td_string!(locale, words.field.day),
        Field::Spend => td_string!(locale, words.field.spend),
        Field::Purpose => td_string!(locale, words.field.purpose),
        Field::Income => td_string!(locale, words.field.income),
        Field::Expense => td_string!(locale, words.field.expense),
        Field::Direction => td_string!(locale, words.field.direction),
        Field::Subject => td_string!(locale, words.field.subject),
        Field::FreightPaid => td_string!(locale, words.field.freight_paid),
        Field::UnitCost => td_string!(locale, words.field.unit_cost),
        Field::ValidFrom => td_string!(locale, words.field.valid_from),
        Field::Weight => td_string!(locale, words.field.weight),
        Field::Recipient => td_string!(locale, words.field.recipient),
        Field::City => td_string!(locale, words.field.city),
        Field::District => td_string!(locale, words.field.district),
        Field::Channel => td_string!(locale, words.field.channel),
        Field::Warehouse => td_string!(locale, words.field.warehouse),
        Field::OnHand => td_string!(locale, words.field.on_hand),
        Field::Reserved => td_string!(locale, words.field.reserved),
        Field::OnTheWay => td_string!(locale, words.field.on_the_way),
        Field::DueDay => td_string!(locale, words.field.due_day),
        Field::Supplier => td_string!(locale, words.field.supplier),
        Field::SupplierRole => td_string!(locale, words.field.supplier_role),
        Field::OrderDays => td_string!(locale, words.field.order_days),
        Field::ProductionDays => td_string!(locale, words.field.production_days),
        Field::TransitDays => td_string!(locale, words.field.transit_days),
        Field::ListingDays => td_string!(locale, words.field.listing_days),
        Field::MinimumOrder => td_string!(locale, words.field.minimum_order),
        Field::OrderMultiple => td_string!(locale, words.field.order_multiple),
        Field::UnitsPerDay => td_string!(locale, words.field.units_per_day),
        Field::Agent => td_string!(locale, words.field.agent),
        Field::Contacts => td_string!(locale, words.field.contacts),
        Field::FirstResponse => td_string!(locale, words.field.first_response),
        Field::AverageResponse => td_string!(locale, words.field.average_response),
        Field::ReplyRate => td_string!(locale, words.field.reply_rate),
        Field::Satisfaction => td_string!(locale, words.field.satisfaction),
        Field::Stars => td_string!(locale, words.field.stars),
        Field::Part => td_string!(locale, words.field.part),
        Field::PartName => td_string!(locale, words.field.part_name),
        Field::Visitors => td_string!(locale, words.field.visitors),
        Field::Views => td_string!(locale, words.field.views),
        Field::Buyers => td_string!(locale, words.field.buyers),
    }
}

/// A cost block.
pub(crate) fn block(locale: Locale, block: Block) -> &'static str {
    match block {
        Block::Refunds => td_string!(locale, words.block.refunds),
        Block::Goods => td_string!(locale, words.block.goods),
        Block::Platform => td_string!(locale, words.block.platform),
        Block::Logistics => td_string!(locale, words.block.logistics),
        Block::Ads => td_string!(locale, words.block.ads),
        Block::AfterSales => td_string!(locale, words.block.after_sales),
    }
}

/// How far an order has come.
pub(crate) fn order_status(locale: Locale, status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Unexplained => td_string!(locale, words.order_status.unexplained),
        OrderStatus::Unpaid => td_string!(locale, words.order_status.unpaid),
        OrderStatus::Paid => td_string!(locale, words.order_status.paid),
        OrderStatus::Shipped => td_string!(locale, words.order_status.shipped),
        OrderStatus::Completed => td_string!(locale, words.order_status.completed),
        OrderStatus::Cancelled => td_string!(locale, words.order_status.cancelled),
        OrderStatus::Superseded => td_string!(locale, words.order_status.superseded),
    }
}

/// Which moment decides the day of an order.
pub(crate) fn basis(locale: Locale, basis: Basis) -> &'static str {
    match basis {
        Basis::Ordered => td_string!(locale, words.basis.ordered),
        Basis::Paid => td_string!(locale, words.basis.paid),
        Basis::Shipped => td_string!(locale, words.basis.shipped),
        Basis::Confirmed => td_string!(locale, words.basis.confirmed),
        Basis::Settled => td_string!(locale, words.basis.settled),
    }
}

/// A shop of this computer by its place, from 0, where it has no name.
pub(crate) fn shop(locale: Locale, place: usize, name: &str) -> String {
    if name.is_empty() { td_string!(locale, shell.shop_nth, n = place + 1) } else { name.to_owned() }
}

/// Why money is not in the profit table.
pub(crate) fn reason(locale: Locale, reason: BucketReason) -> &'static str {
    match reason {
        BucketReason::Unpaid => td_string!(locale, words.reason.unpaid),
        BucketReason::Cancelled => td_string!(locale, words.reason.cancelled),
        BucketReason::RefundedBeforeShipment => td_string!(locale, words.reason.refunded_before_shipment),
        BucketReason::Duplicate => td_string!(locale, words.reason.duplicate),
        BucketReason::MissingCost => td_string!(locale, words.reason.missing_cost),
        BucketReason::NoSku => td_string!(locale, words.reason.no_sku),
        BucketReason::NotGivenBack => td_string!(locale, words.reason.not_given_back),
        BucketReason::MoreThanPaid => td_string!(locale, words.reason.more_than_paid),
        BucketReason::NoOrder => td_string!(locale, words.reason.no_order),
        BucketReason::NoAmount => td_string!(locale, words.reason.no_amount),
        BucketReason::NoDate => td_string!(locale, words.reason.no_date),
        BucketReason::OtherPeriod => td_string!(locale, words.reason.other_period),
        BucketReason::AfterAsOf => td_string!(locale, words.reason.after_as_of),
        BucketReason::OtherCurrency => td_string!(locale, words.reason.other_currency),
        BucketReason::RefundBasisUnknown => td_string!(locale, words.reason.refund_basis_unknown),
        BucketReason::UnexplainedState => td_string!(locale, words.reason.unexplained_state),
        BucketReason::Excluded => td_string!(locale, words.reason.excluded),
        BucketReason::Statement => td_string!(locale, words.reason.statement),
        BucketReason::NoOrdersOfPlatform => td_string!(locale, words.reason.no_orders_of_platform),
        BucketReason::SetAside => td_string!(locale, words.reason.set_aside),
        BucketReason::NothingSold => td_string!(locale, words.reason.nothing_sold),
    }
}

/// What a block consists of.
pub(crate) fn define_block(locale: Locale, block: Block) -> &'static str {
    match block {
        Block::Refunds => td_string!(locale, define.refunds),
        Block::Goods => td_string!(locale, define.goods),
        Block::Platform => td_string!(locale, define.platform),
        Block::Logistics => td_string!(locale, define.logistics),
        Block::Ads => td_string!(locale, define.ads),
        Block::AfterSales => td_string!(locale, define.after_sales),
    }
}

/// What a row of the profit table is called: its name, else its code.
pub(crate) fn item(locale: Locale, name: &str, code: &str) -> String {
    match (name, code) {
        ("", UNMATCHED_ADS) => td_string!(locale, words.unmatched_ads).to_owned(),
        ("", code) => code.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// One line of a block's account.
pub(crate) fn component(locale: Locale, component: Component) -> String {
    match component {
        Component::Commission(platform) => {
            td_string!(locale, words.component.commission, platform = source(locale, platform))
        }
        Component::PaymentFee(platform) => {
            td_string!(locale, words.component.payment_fee, platform = source(locale, platform))
        }
        Component::FixedFee(platform) => {
            td_string!(locale, words.component.fixed_fee, platform = source(locale, platform))
        }
        Component::Affiliate(platform) => {
            td_string!(locale, words.component.affiliate, platform = source(locale, platform))
        }
        Component::Revenue => td_string!(locale, words.component.revenue).to_owned(),
        Component::Refunds => td_string!(locale, words.component.refunds).to_owned(),
        Component::UnitCost => td_string!(locale, words.component.unit_cost).to_owned(),
        Component::Gifts => td_string!(locale, words.component.gifts).to_owned(),
        Component::Loss => td_string!(locale, words.component.loss).to_owned(),
        Component::ResentGoods => td_string!(locale, words.component.resent_goods).to_owned(),
        Component::Resend => td_string!(locale, words.component.resend).to_owned(),
        Component::ReturnedGoods => td_string!(locale, words.component.returned_goods).to_owned(),
        Component::StatedFees => td_string!(locale, words.component.stated_fees).to_owned(),
        Component::CourierBill => td_string!(locale, words.component.courier_bill).to_owned(),
        Component::AssumedFreight => td_string!(locale, words.component.assumed_freight).to_owned(),
        Component::Packaging => td_string!(locale, words.component.packaging).to_owned(),
        Component::Labour => td_string!(locale, words.component.labour).to_owned(),
        Component::Storage => td_string!(locale, words.component.storage).to_owned(),
        Component::OwnAds => td_string!(locale, words.component.own_ads).to_owned(),
        Component::SharedAds => td_string!(locale, words.component.shared_ads).to_owned(),
        Component::ReturnFreight => td_string!(locale, words.component.return_freight).to_owned(),
        Component::Insurance => td_string!(locale, words.component.insurance).to_owned(),
        Component::Service => td_string!(locale, words.component.service).to_owned(),
        Component::StatedCompensation => td_string!(locale, words.component.stated_compensation).to_owned(),
    }
}

/// A setting that stands in for a file.
pub(crate) fn assumption(locale: Locale, assumption: Assumption) -> String {
    match assumption {
        Assumption::CommissionRate(platform) => {
            td_string!(locale, words.assumption.commission_rate, platform = source(locale, platform))
        }
        Assumption::PaymentRate(platform) => {
            td_string!(locale, words.assumption.payment_rate, platform = source(locale, platform))
        }
        Assumption::FixedPerOrder(platform) => {
            td_string!(locale, words.assumption.fixed_per_order, platform = source(locale, platform))
        }
        Assumption::AffiliateRate(platform) => {
            td_string!(locale, words.assumption.affiliate_rate, platform = source(locale, platform))
        }
        Assumption::LossRate => td_string!(locale, words.assumption.loss_rate).to_owned(),
        Assumption::ResendRate => td_string!(locale, words.assumption.resend_rate).to_owned(),
        Assumption::ResellableRate => td_string!(locale, words.assumption.resellable_rate).to_owned(),
        Assumption::ReturnedWhenUnknownRate => {
            td_string!(locale, words.assumption.returned_when_unknown_rate).to_owned()
        }
        Assumption::FreightPerOrder => td_string!(locale, words.assumption.freight_per_order).to_owned(),
        Assumption::PackagingPerOrder => td_string!(locale, words.assumption.packaging_per_order).to_owned(),
        Assumption::LabourPerOrder => td_string!(locale, words.assumption.labour_per_order).to_owned(),
        Assumption::StoragePerUnit => td_string!(locale, words.assumption.storage_per_unit).to_owned(),
        Assumption::ReturnFreight => td_string!(locale, words.assumption.return_freight).to_owned(),
        Assumption::InsurancePerOrder => td_string!(locale, words.assumption.insurance_per_order).to_owned(),
        Assumption::ServicePerRefund => td_string!(locale, words.assumption.service_per_refund).to_owned(),
    }
}

/// What an assumption is a share of, or per what it is paid.
pub(crate) fn why(locale: Locale, assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::CommissionRate(_) => td_string!(locale, words.why.commission_rate),
        Assumption::PaymentRate(_) => td_string!(locale, words.why.payment_rate),
        Assumption::FixedPerOrder(_) => td_string!(locale, words.why.fixed_per_order),
        Assumption::AffiliateRate(_) => td_string!(locale, words.why.affiliate_rate),
        Assumption::LossRate => td_string!(locale, words.why.loss_rate),
        Assumption::ResendRate => td_string!(locale, words.why.resend_rate),
        Assumption::ResellableRate => td_string!(locale, words.why.resellable_rate),
        Assumption::ReturnedWhenUnknownRate => td_string!(locale, words.why.returned_when_unknown_rate),
        Assumption::FreightPerOrder => td_string!(locale, words.why.freight_per_order),
        Assumption::PackagingPerOrder => td_string!(locale, words.why.packaging_per_order),
        Assumption::LabourPerOrder => td_string!(locale, words.why.labour_per_order),
        Assumption::StoragePerUnit => td_string!(locale, words.why.storage_per_unit),
        Assumption::ReturnFreight => td_string!(locale, words.why.return_freight),
        Assumption::InsurancePerOrder => td_string!(locale, words.why.insurance_per_order),
        Assumption::ServicePerRefund => td_string!(locale, words.why.service_per_refund),
    }
}
/// What a file that is no table looks like. The reader names it in English, in the words listed here.
pub(crate) fn detected(locale: Locale, name: &str) -> &str {
    let kind = match locale {
        Locale::en => return name,
        Locale::zh_CN => name.rsplit(' ').next().unwrap_or(name),
    };
    match (kind, name) {
        ("image", _) => "图片",
        (_, "PDF document") => "PDF 文件",
        (_, "Word document") => "Word 文档",
        (_, "PowerPoint presentation") => "PPT",
        ("archive", _) => "这种压缩包",
        ("program", _) => "程序",
        ("document", _) => "文档",
        ("database", _) => "数据库文件",
        ("recording", _) => "录音",
        ("video", _) => "视频",
        (_, "binary file") => "一堆认不出的字节",
        _ => name,
    }
}
