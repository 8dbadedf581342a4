//! The settings of the shop: every assumption has a value, so that each part of the truth is put to the test.

use super::catalogue::{Platform, Store};

/// Rates in millionths, amounts in cents.
#[derive(Clone, Copy, Debug)]
pub struct Fees {
    pub commission_rate: i64,
    pub payment_rate: i64,
    pub fixed_per_order: i64,
    pub affiliate_rate: i64,
}

pub const LOSS_RATE: i64 = 10_000;
pub const RESEND_RATE: i64 = 5_000;
pub const RESELLABLE_RATE: i64 = 900_000;
/// Share of full refunds after shipment that come with the goods; no order export says.
pub const RETURNED_RATE: i64 = 850_000;
pub const FREIGHT_PER_ORDER: i64 = 420;
pub const PACKAGING_PER_ORDER: i64 = 55;
pub const LABOUR_PER_ORDER: i64 = 35;
pub const STORAGE_PER_UNIT: i64 = 8;
pub const RETURN_FREIGHT: i64 = 600;
pub const INSURANCE_PER_ORDER: i64 = 40;
pub const SERVICE_PER_REFUND: i64 = 150;
/// Orders with this word in the remark are no sales.
pub const EXCLUDED_WORD: &str = "补单";

/// 淘宝 and 天猫 are one platform, whose stores pay otherwise.
pub const fn fees(store: Store) -> Fees {
    match store {
        Store::Tmall => Fees { commission_rate: 50_000, payment_rate: 4_500, fixed_per_order: 9, affiliate_rate: 0 },
        Store::Taobao | Store::Pdd | Store::Douyin => fees_of_platform(store.platform()),
    }
}

/// What stores pay of which the settings say nothing of their own.
const fn fees_of_platform(platform: Platform) -> Fees {
    match platform {
        Platform::Taobao => {
            Fees { commission_rate: 26_000, payment_rate: 6_000, fixed_per_order: 5, affiliate_rate: 0 }
        }
        Platform::Pdd => Fees { commission_rate: 6_000, payment_rate: 1_000, fixed_per_order: 3, affiliate_rate: 0 },
        Platform::Douyin => {
            Fees { commission_rate: 50_000, payment_rate: 2_500, fixed_per_order: 7, affiliate_rate: 120_000 }
        }
    }
}

fn rate(millionths: i64) -> String {
    format!("\"0.{millionths:06}\"")
}

fn amount(cents: i64) -> String {
    format!("\"{}\"", super::money::yuan(cents))
}

/// `config.toml` for `zhanggui analyze --config`.
pub fn config_toml() -> String {
    let mut text = format!(
        "[goods]\nloss_rate = {}\nresend_rate = {}\nresellable_rate = {}\nreturned_when_unknown_rate = {}\n\n",
        rate(LOSS_RATE),
        rate(RESEND_RATE),
        rate(RESELLABLE_RATE),
        rate(RETURNED_RATE)
    );
    for platform in Platform::ALL {
        let fees = fees_of_platform(platform);
        let rule = if platform == Platform::Pdd { "evenly" } else { "by_amount" };
        text.push_str(&format!(
            "[platform.{}]\ncommission_rate = {}\npayment_rate = {}\nfixed_per_order = {}\naffiliate_rate = {}\nline_rule = \"{rule}\"\n\n",
            platform.name(),
            rate(fees.commission_rate),
            rate(fees.payment_rate),
            amount(fees.fixed_per_order),
            rate(fees.affiliate_rate),
        ));
    }
    let (tmall, of_tmall) = (Store::Tmall, fees(Store::Tmall));
    text.push_str(&format!(
        "[platform.{}.stores.\"{}\"]\ncommission_rate = {}\npayment_rate = {}\nfixed_per_order = {}\n\n",
        tmall.platform().name(),
        tmall.name(),
        rate(of_tmall.commission_rate),
        rate(of_tmall.payment_rate),
        amount(of_tmall.fixed_per_order),
    ));
    text.push_str(&format!(
        "[ads]\ndriver = \"revenue\"\n\n[logistics]\nfreight_per_order = {}\npackaging_per_order = {}\nlabour_per_order = {}\nstorage_per_unit = {}\n\n",
        amount(FREIGHT_PER_ORDER),
        amount(PACKAGING_PER_ORDER),
        amount(LABOUR_PER_ORDER),
        amount(STORAGE_PER_UNIT)
    ));
    text.push_str(&format!(
        "[after_sales]\nreturn_freight = {}\ninsurance_per_order = {}\nservice_per_refund = {}\n\n[exclude]\nnote_contains = [\"{EXCLUDED_WORD}\"]\n",
        amount(RETURN_FREIGHT),
        amount(INSURANCE_PER_ORDER),
        amount(SERVICE_PER_REFUND)
    ));
    text
}
