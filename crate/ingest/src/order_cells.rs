//! What an order's line and an order's header have in common: money, states, moments, ids.

use analytics::dataset::{
    Buyer, ChannelKey, ColumnSet, CurrencyKey, NoteKey, OrderHeader, OrderKey, Part, ProvinceKey, RowRef, StoreKey,
    Times, WaybillKey,
};
use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, OrderStatus, RefundState};
use analytics::{Amount, Day, Money, Stamp, Stated};

use crate::cell::RowBuffer;
use crate::extract::Extract;
use crate::plan::Refused;
use crate::tally::Tally;
use crate::values::phone;

/// What lines and headers have in common. The amounts are the numbers of one row, all in its currency.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) amount: Option<Amount>,
    pub(crate) postage: Option<Amount>,
    pub(crate) refund: Option<Amount>,
    pub(crate) refund_state: RefundState,
    pub(crate) status: Option<OrderStatus>,
    pub(crate) compensation: Amount,
    pub(crate) fee: Option<Amount>,
    pub(crate) times: Times,
    pub(crate) waybill: Option<WaybillKey>,
    pub(crate) buyer: Buyer,
    pub(crate) channel: Option<ChannelKey>,
    pub(crate) note: Option<NoteKey>,
    pub(crate) province: Option<ProvinceKey>,
    pub(crate) currency: CurrencyKey,
}

impl Common {
    pub(crate) fn read(
        extract: &mut Extract<'_>,
        at: RowRef,
        columns: ColumnSet,
        row: &RowBuffer,
        part: &mut Part,
        tally: &mut Tally,
    ) -> Result<Common, Refused> {
        let profile = extract.plan.profile;
        let readings = extract.plan.readings(columns);
        let amount_of = |field| readings.amount(row, field);
        let mut amount = amount_of(Field::Amount)?;
        let total = amount_of(Field::Total)?;
        let tax = amount_of(Field::Tax)?;
        let postage = amount_of(Field::Postage)?;
        let mut refund = amount_of(Field::Refund)?.map(Amount::abs);
        let compensation = amount_of(Field::Compensation)?.unwrap_or_default();
        let fee = amount_of(Field::Fee)?.map(Amount::abs);
        if let (Some(gross), Some(total), Some(tax)) = (amount, total, tax) {
            let net = without_tax(gross, total, tax);
            extract.ways.tax_is_inside |= net != gross;
            extract.ways.refund_is_taxed |= refund.is_some() && net != total;
            refund = refund.map(|refund| share_without_tax(refund, net, total));
            amount = Some(net);
        }
        let mut times = moments(extract, at, columns, row, tally);
        let mut status = status(extract, at, columns, row, times);
        let refund_state = refund_state(extract, at, columns, row, refund, tally);
        if profile.refunds_whole_row && refund_state.is_done() && refund.is_none() {
            refund = amount;
            extract.ways.all_went_back = extract.plan.readings(columns).has(Field::Refund);
        }
        if profile.has_refund_evidence {
            evidence(extract, columns, row, refund, refund_state, tally)?;
        }
        if profile.has_day_in_order_id && times.ordered.is_none() && times.paid.is_none() {
            day_from_order_id(extract, row, status, &mut times, tally)?;
        }
        if status.is_none() && profile.unpaid_without_time {
            status = Some(if times.paid.is_some() { OrderStatus::Paid } else { OrderStatus::Unpaid });
            status = status.map(|status| if times.shipped.is_some() { OrderStatus::Shipped } else { status });
        }
        if status.is_none() {
            status = profile.default_status;
        }
        if let Some(day) = times.paid.or(times.ordered).map(Stamp::day) {
            tally.saw(day);
        }
        let waybill = optional_id(extract, at, columns, row, Field::Waybill, tally)
            .then(|| part.pools.waybills.intern(&extract.id));
        let buyer = buyer(extract, at, columns, row, part, tally);
        let note = extract.words_key(columns, row, Field::Note, &mut part.pools.notes);
        extract.plan.readings(columns).words(row, Field::Province, &mut extract.words);
        let province = province_in(&extract.words);
        let province = (!province.is_empty()).then(|| part.pools.provinces.intern(province));
        let words = &mut extract.words;
        extract.plan.readings(columns).words(row, Field::Channel, words);
        let channel = (!matches!(words.as_str(), "" | "0")).then(|| part.pools.channels.intern(words));
        let currency = extract.currency(columns, row, part);
        Ok(Common {
            amount,
            postage,
            refund,
            refund_state,
            status,
            compensation,
            fee,
            times,
            waybill,
            buyer,
            channel,
            note,
            province,
            currency,
        })
    }

    pub(crate) fn header(&self, at: RowRef, store: StoreKey, order: OrderKey) -> OrderHeader {
        OrderHeader {
            at,
            store,
            order,
            amount: self.amount.map(Stated::new),
            adds_to_lines: false,
            postage: self.postage.map(Stated::new),
            refund: self.refund.map(Stated::new),
            refund_state: self.refund_state,
            status: self.status,
            compensation: Stated::new(self.compensation),
            fee: self.fee.map(Stated::new),
            times: self.times,
            waybill: self.waybill,
            buyer: self.buyer,
            channel: self.channel,
            note: self.note,
            province: self.province,
            currency: self.currency,
        }
    }
}

/// Who bought, as far as the row says.
/// What exports and sellers write where they do not know the buyer.
fn is_nobody(buyer: &str) -> bool {
    const NOBODY: [&str; 9] = ["0", "匿名", "匿名用户", "匿名买家", "未知", "未知用户", "游客", "guest", "anonymous"];
    NOBODY.iter().any(|nobody| nobody.eq_ignore_ascii_case(buyer))
}

fn buyer(
    extract: &mut Extract<'_>,
    at: RowRef,
    columns: ColumnSet,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Buyer {
    let key = if optional_id(extract, at, columns, row, Field::Customer, tally) && !is_nobody(&extract.id) {
        let platform = extract.source(row);
        // A list of one's own may name buyers by their numbers, and one number is written in several ways.
        let number = phone::whole(&extract.id);
        Some(part.pools.customer(platform, number.as_deref().unwrap_or(&extract.id)))
    } else {
        None
    };
    let readings = extract.plan.readings(columns);
    let mut phone = None;
    if readings.has(Field::Phone) {
        // A number is not an id of the file: one that is damaged or masked is no reason to speak of the row.
        let is_read = readings.id(row, Field::Phone, &mut extract.id).is_ok();
        phone = phone::whole(&extract.id).filter(|_| is_read).map(|digits| part.pools.phones.intern(&digits));
    }
    let mut hint = None;
    if readings.has(Field::Recipient) {
        readings.words(row, Field::Recipient, &mut extract.words);
        if !extract.words.is_empty() {
            for field in [Field::Province, Field::City, Field::District] {
                readings.words(row, field, &mut extract.id);
                extract.words.push(' ');
                extract.words.push_str(&extract.id);
            }
            hint = Some(part.pools.hints.intern(extract.words.trim_end()));
        }
    }
    Buyer { key, phone, hint }
}

/// Where the buyer's total is no more than goods and postage, the tax is inside them, and is not the merchant's.
fn without_tax(amount: Amount, total: Amount, tax: Amount) -> Amount {
    if amount == total { amount - tax } else { amount }
}

/// The buyer got tax back too; the merchant only gave back their share.
fn share_without_tax(refund: Amount, net: Amount, total: Amount) -> Amount {
    if net == total {
        return refund;
    }
    let share = Money::from(refund).scaled_by(Money::from(net), Money::from(total)).and_then(Money::cents);
    share.map_or(refund, Amount::from_cents)
}

fn moments(extract: &Extract<'_>, at: RowRef, columns: ColumnSet, row: &RowBuffer, tally: &mut Tally) -> Times {
    let readings = extract.plan.readings(columns);
    let mut moment = |field| match readings.moment(row, field, &extract.calendar) {
        Ok(moment) => moment,
        Err(refused) => {
            extract.report(at, refused, tally);
            None
        }
    };
    Times {
        ordered: moment(Field::OrderedAt),
        paid: moment(Field::PaidAt),
        shipped: moment(Field::ShippedAt),
        confirmed: moment(Field::ConfirmedAt),
        settled: moment(Field::SettledAt),
    }
}

fn status(
    extract: &mut Extract<'_>,
    at: RowRef,
    columns: ColumnSet,
    row: &RowBuffer,
    times: Times,
) -> Option<OrderStatus> {
    extract.plan.readings(columns).words(row, Field::Status, &mut extract.words);
    if extract.words.is_empty() || extract.packages.says(&extract.words).is_some() {
        return None;
    }
    let column = extract.plan.readings(columns).columns(Field::Status).first().copied();
    let status = extract.status.of(&extract.words, at.row.get(), column);
    // Some exports have one column for the payment's state and another for the parcel's.
    let is_sent = status == OrderStatus::Paid && times.shipped.is_some();
    Some(if is_sent { OrderStatus::Shipped } else { status })
}

/// The state the file names; where it names none, money that went back is a refund that is done.
fn refund_state(
    extract: &mut Extract<'_>,
    at: RowRef,
    columns: ColumnSet,
    row: &RowBuffer,
    refund: Option<Amount>,
    tally: &mut Tally,
) -> RefundState {
    extract.plan.readings(columns).words(row, Field::RefundStatus, &mut extract.words);
    if extract.words.is_empty() {
        let readings = extract.plan.readings(columns);
        // Units that came back say by themselves that it is done.
        let is_said = !readings.has(Field::RefundStatus) || readings.counts_units(Field::Refund);
        return match refund {
            Some(refund) if !refund.is_zero() && is_said => RefundState::Done,
            _ => RefundState::None,
        };
    }
    match extract.refund_status.of(&extract.words) {
        Some(state) => state,
        None => {
            let problem = Problem::UnknownRefundStatus { value: extract.words.clone() };
            let refused = extract.plan.readings(columns).refusal(Field::RefundStatus, problem);
            extract.report(at, refused, tally);
            RefundState::None
        }
    }
}

/// Whether 实付 was lowered by the refund already, as far as this row shows it. Of an amount that is net of the refund no
/// more than the rest of the total can be there: paid + refund above it is certainly before the refund.
fn evidence(
    extract: &Extract<'_>,
    columns: ColumnSet,
    row: &RowBuffer,
    refund: Option<Amount>,
    state: RefundState,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let readings = extract.plan.readings(columns);
    let Some(refund) = refund.filter(|refund| !refund.is_zero() && state.is_done()) else { return Ok(()) };
    let Some(total) = readings.amount(row, Field::Total)? else { return Ok(()) };
    let Some(paid) = readings.amount(row, Field::Paid)? else { return Ok(()) };
    let count = if total - refund == paid {
        &mut tally.evidence.net
    } else if paid + refund > total {
        &mut tally.evidence.gross
    } else {
        &mut tally.evidence.neither
    };
    *count += 1;
    Ok(())
}

/// 拼多多 begins an order id with its day: `260531-607198974342268`.
fn day_from_order_id(
    extract: &mut Extract<'_>,
    row: &RowBuffer,
    status: Option<OrderStatus>,
    times: &mut Times,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.plan.line.id(row, Field::OrderId, &mut extract.id)?;
    let Some((digits, _)) = extract.id.split_once('-') else { return Ok(()) };
    if digits.len() != 6 {
        return Ok(());
    }
    let (Some(year), Some(month), Some(day)) = (digits.get(..2), digits.get(2..4), digits.get(4..)) else {
        return Ok(());
    };
    let Some(day) = Day::parse(&format!("20{year}-{month}-{day}")) else { return Ok(()) };
    times.ordered = Stamp::from_civil(day.civil().at(0, 0, 0, 0));
    let was_paid = matches!(status, Some(OrderStatus::Paid | OrderStatus::Shipped | OrderStatus::Completed));
    if was_paid || times.shipped.is_some() {
        times.paid = times.ordered;
    }
    tally.order_id_dates += 1;
    Ok(())
}

/// Reads an id the row can do without into `extract.id`; says whether there is one.
pub(crate) fn optional_id(
    extract: &mut Extract<'_>,
    at: RowRef,
    columns: ColumnSet,
    row: &RowBuffer,
    field: Field,
    tally: &mut Tally,
) -> bool {
    if let Err(refused) = extract.plan.readings(columns).id(row, field, &mut extract.id) {
        match refused.problem {
            Problem::DamagedId { value } | Problem::LongNumericId { value } => {
                extract.count_damaged(at, refused.column, value);
            }
            _ => extract.report(at, refused, tally),
        }
        extract.id.clear();
    }
    !extract.id.is_empty()
}

/// What the names of China's provinces begin with, however they go on: 浙江, 浙江省.
const PROVINCES: [&str; 34] = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
];

/// The province of an area that names the city and the district behind it: 浙江省 杭州市 西湖区.
fn province_in(area: &str) -> &str {
    let first = area.split_whitespace().next().unwrap_or("");
    if PROVINCES.iter().any(|name| first.starts_with(name)) { first } else { area }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_area_the_province_is_taken() {
        let areas = [
            "浙江省 杭州市 西湖区",
            "上海 上海市",
            "内蒙古自治区 赤峰市",
            "浙江省",
            "New South Wales",
            "杭州市 西湖区",
            "",
        ];
        let provinces = ["浙江省", "上海", "内蒙古自治区", "浙江省", "New South Wales", "杭州市 西湖区", ""];
        assert_eq!(areas.map(province_in), provinces);
    }
}
