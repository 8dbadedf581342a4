//! Files no profile recognises, read with column names the seller gives.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use analytics::config::ColumnChoice;
use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, Kind, OrderStatus, RefundState, Source};
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::header::{Header, HeaderRow, normalised};
use crate::movements::Account;
use crate::profile::{Columns, Evidence, Profile, Record, Signature, Term, Words};
use crate::values::amount::Decimals;

/// Which header of the file holds which field.
///
/// As JSON: `{"kind": "order_lines", "columns": {"paid_at": "付款日期", "amount": "金额", "status": "状态"},
/// "states": {"已退": "cancelled"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What the rows are. Not all kinds can be read so.
    #[serde(deserialize_with = "kind")]
    pub kind: Kind,
    /// The header in the file by field.
    #[serde(deserialize_with = "columns")]
    pub columns: BTreeMap<Field, String>,
    /// What words under `status` mean, where they are not the usual ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub states: BTreeMap<String, OrderStatus>,
}

impl From<ColumnChoice> for Mapping {
    fn from(ColumnChoice { kind, columns }: ColumnChoice) -> Mapping {
        Mapping { kind, columns, states: BTreeMap::new() }
    }
}

/// Field names that do not exist are named, all of them.
fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Field, String>, D::Error> {
    let named = BTreeMap::<String, String>::deserialize(deserializer)?;
    let unknown: Vec<&str> = named.keys().filter(|name| Field::from_name(name).is_none()).map(String::as_str).collect();
    if !unknown.is_empty() {
        return Err(de::Error::custom(format!("unknown fields in the mapping: {}", unknown.join(", "))));
    }
    Ok(named.into_iter().filter_map(|(name, header)| Some((Field::from_name(&name)?, header))).collect())
}

/// What a row of the kind is read as; `None` of kinds that only profiles read, whose columns would say too little.
const fn record(kind: Kind) -> Option<Record> {
    Some(match kind {
        Kind::Orders | Kind::OrderLines => Record::Line,
        Kind::Ads => Record::Ad,
        Kind::Costs => Record::Cost,
        Kind::Shipments => Record::Shipment,
        Kind::Stock => Record::Stock,
        Kind::Service => Record::Service,
        Kind::Reviews => Record::Review,
        Kind::Ledger | Kind::Settlement => Record::Movement,
        Kind::Refunds => Record::Refund,
        Kind::Traffic | Kind::Unknown => return None,
    })
}

/// Whether columns can be named for a file of the kind.
pub(crate) const fn is_named_by_hand(kind: Kind) -> bool {
    record(kind).is_some()
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let kind = Kind::deserialize(deserializer)?;
    let refused = || de::Error::custom(format!("columns cannot be named for a file of {kind}"));
    record(kind).map(|_| kind).ok_or_else(refused)
}

/// What a list of movements may say of itself, whoever wrote it.
fn account() -> Account {
    let words = |words: &[&str]| words.iter().map(|word| normalised(word)).collect();
    Account {
        into: words(&["收入", "入账", "收", "进账", "in", "credit"]),
        out: words(&["支出", "出账", "支", "付", "out", "debit"]),
        neither: words(&["不计收支", "/"]),
        ..Account::default()
    }
}

/// A mapping made into a profile.
#[derive(Debug)]
pub(crate) struct Mapped {
    pub(crate) profile: Profile,
    columns: BTreeMap<Field, Header>,
    /// What was said of words for a state, in normal form.
    states: BTreeMap<String, OrderStatus>,
    /// Fields of which the file needs more than the mapping gives.
    lacking: Vec<Field>,
    /// The same for an export that is known: its columns are the seller's, its words the platform's.
    of_known: OnceLock<Profile>,
}

impl Mapped {
    /// `None` where no columns can be named for rows of the kind.
    pub(crate) fn new(mapping: &Mapping) -> Option<Mapped> {
        let headers: BTreeMap<Field, Header> =
            mapping.columns.iter().map(|(&field, text)| (field, header(text))).collect();
        let has = |field| mapping.columns.contains_key(&field);
        let record = record(mapping.kind)?;
        let mut lacking = Vec::new();
        let mut needs = |field| {
            if !has(field) {
                lacking.push(field);
            }
        };
        match record {
            Record::Ad => needs(Field::Spend),
            Record::Cost => [Field::Sku, Field::UnitCost].into_iter().for_each(needs),
            Record::Shipment => [Field::Waybill, Field::Amount].into_iter().for_each(needs),
            Record::Stock => [Field::Sku, Field::OnHand].into_iter().for_each(needs),
            Record::Service => [Field::Day, Field::Contacts].into_iter().for_each(needs),
            Record::Review => needs(Field::Stars),
            Record::Refund => [Field::OrderId, Field::Refund].into_iter().for_each(needs),
            Record::Movement if has(Field::Income) || has(Field::Expense) => {}
            Record::Movement => needs(Field::Amount),
            // Nothing that is named by hand is read as these.
            Record::Bundle | Record::Traffic => {}
            Record::Line | Record::Header => {
                needs(Field::PaidAt);
                if !(has(Field::UnitPrice) && has(Field::Quantity)) {
                    needs(Field::Amount);
                }
            }
        }
        let states: BTreeMap<String, OrderStatus> =
            mapping.states.iter().map(|(words, &state)| (normalised(words), state)).collect();
        let mut status = statuses();
        status.extend(states.clone());
        let profile = Profile {
            key: format!("generic.{}", mapping.kind),
            source: Source::Generic,
            kind: mapping.kind,
            record,
            evidence: Evidence::File,
            title: Words::default(),
            export: Words::default(),
            signature: Signature { all: headers.values().cloned().collect(), any: Vec::new(), none: Vec::new() },
            columns: terms(&headers),
            order: Columns::new(),
            status,
            default_status: Some(OrderStatus::Paid),
            refund_status: refund_states(),
            default_refund_state: None,
            refund_types: BTreeMap::new(),
            resend_types: Vec::new(),
            product_subjects: Vec::new(),
            currency: "CNY".to_string(),
            currencies: BTreeMap::new(),
            currency_above: false,
            decimals: Decimals::Plain,
            date_order: None,
            header_within: 200,
            has_description_row: false,
            fill_down: Vec::new(),
            control: None,
            summary_rows: Vec::new(),
            summary_without: Vec::new(),
            has_day_in_order_id: false,
            has_refund_evidence: false,
            refunds_whole_row: false,
            unpaid_without_time: false,
            order_adds_to_lines: false,
            needs_amount: true,
            rows_are_orders: !has(Field::OrderId),
            package_rows: Vec::new(),
            account: (record == Record::Movement).then(account),
        };
        Some(Mapped { profile, columns: headers, states, lacking, of_known: OnceLock::new() })
    }

    /// As the mapping says where to look, and as the export that its file is known for says what stands there: whose it is,
    /// which states its words mean, how it writes numbers and dates. A mapping is of one layout.
    fn on(&self, known: &Profile) -> &Profile {
        self.of_known.get_or_init(|| {
            let mut profile = self.profile.clone();
            profile.source = known.source;
            profile.evidence = known.evidence;
            (profile.decimals, profile.date_order) = (known.decimals, known.date_order);
            profile.currency.clone_from(&known.currency);
            profile.currencies.clone_from(&known.currencies);
            profile.has_description_row = known.has_description_row;
            profile.summary_rows.clone_from(&known.summary_rows);
            // What was said of the file's own words goes before what is known of the export's.
            let said = std::mem::replace(&mut profile.status, known.status.clone());
            profile.status.extend(self.states.clone());
            said.into_iter().for_each(|(words, state)| _ = profile.status.entry(words).or_insert(state));
            profile.refund_status.extend(known.refund_status.clone());
            profile
        })
    }

    /// Why nothing can be read with the mapping, whatever the file.
    pub(crate) fn problem(&self) -> Option<Problem> {
        (!self.lacking.is_empty()).then(|| Problem::MappingIncomplete { missing: self.lacking.clone() })
    }

    /// The fields whose headers the table does not have, by the row that has most of them.
    pub(crate) fn missing(&self, preview: &[Vec<String>]) -> Vec<Field> {
        let missing_in = |cells: &Vec<String>| {
            let mut row = crate::cell::RowBuffer::default();
            cells.iter().for_each(|cell| row.push(crate::cell::Cell::Text(cell)));
            let row = HeaderRow::of(&row);
            self.columns.iter().filter(|(_, header)| !row.has(header)).map(|(&field, _)| field).collect::<Vec<_>>()
        };
        let all = || self.columns.keys().copied().collect();
        preview.iter().map(missing_in).min_by_key(Vec::len).unwrap_or_else(all)
    }
}

/// The mappings that may hold for a file.
#[derive(Debug)]
pub(crate) struct Mappings {
    /// What was said of the file itself.
    of_file: Option<Mapped>,
    others: Vec<Mapped>,
}

impl Mappings {
    pub(crate) fn new(of_file: Option<&Mapping>, others: &[Mapping]) -> Mappings {
        Mappings { of_file: of_file.and_then(Mapped::new), others: others.iter().filter_map(Mapped::new).collect() }
    }

    pub(crate) fn of_file(&self) -> Option<&Mapped> {
        self.of_file.as_ref()
    }

    pub(crate) fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.of_file.iter().chain(&self.others).map(|mapped| &mapped.profile)
    }

    /// What was said of this very file, which counts more than that its export is `known`.
    pub(crate) fn said_of_file(&self, header: &HeaderRow, known: Option<&Profile>) -> Option<&Profile> {
        let mapped = self.of_file.as_ref()?;
        let fits = mapped.problem().is_none() && mapped.profile.signature.matches(header);
        fits.then(|| known.map_or(&mapped.profile, |known| mapped.on(known)))
    }

    /// The one that was said of the file; else, of those whose columns the table has, the one with most, and of several the
    /// one that was said last.
    pub(crate) fn of(&self, header: &HeaderRow) -> Option<&Profile> {
        let fits = |mapped: &&Mapped| mapped.problem().is_none() && mapped.profile.signature.matches(header);
        let others = || self.others.iter().filter(fits).max_by_key(|mapped| mapped.columns.len());
        self.of_file.as_ref().filter(fits).or_else(others).map(|mapped| &mapped.profile)
    }
}

/// A header a person copied from the file: `#2` at its end is part of it.
fn header(text: &str) -> Header {
    Header { text: text.to_string(), key: normalised(text), occurrence: 1, in_any_currency: false, is_beginning: false }
}

fn terms(headers: &BTreeMap<Field, Header>) -> Columns {
    let mut columns: Columns =
        headers.iter().map(|(&field, header)| (field, vec![Term::Cell(header.clone())])).collect();
    if let Some(name) = headers.get(&Field::Name) {
        columns.entry(Field::Sku).or_default().push(Term::Cell(name.clone()));
    }
    columns
}

fn statuses() -> BTreeMap<String, OrderStatus> {
    use OrderStatus::{Cancelled, Completed, Paid, Shipped, Unpaid};
    let known: &[(&str, OrderStatus)] = &[
        ("unpaid", Unpaid),
        ("pending", Unpaid),
        ("待付款", Unpaid),
        ("待支付", Unpaid),
        ("未付款", Unpaid),
        ("未支付", Unpaid),
        ("等待买家付款", Unpaid),
        ("paid", Paid),
        ("processing", Paid),
        ("待发货", Paid),
        ("已付款", Paid),
        ("已支付", Paid),
        ("买家已付款*", Paid),
        ("to ship", Paid),
        ("unshipped", Paid),
        ("shipped", Shipped),
        ("fulfilled", Shipped),
        ("已发货*", Shipped),
        ("待收货", Shipped),
        ("卖家已发货*", Shipped),
        ("completed", Completed),
        ("complete", Completed),
        ("delivered", Completed),
        ("done", Completed),
        ("已完成", Completed),
        ("完成", Completed),
        ("交易成功", Completed),
        ("已收货", Completed),
        ("已签收", Completed),
        ("cancelled", Cancelled),
        ("canceled", Cancelled),
        ("cancel", Cancelled),
        ("closed", Cancelled),
        ("refunded", Cancelled),
        ("voided", Cancelled),
        ("已取消*", Cancelled),
        ("取消", Cancelled),
        ("已关闭", Cancelled),
        ("交易关闭", Cancelled),
        ("关闭", Cancelled),
    ];
    known.iter().map(|&(words, state)| (normalised(words), state)).collect()
}

fn refund_states() -> BTreeMap<String, RefundState> {
    let known: &[(&str, RefundState)] = &[
        ("退款成功", RefundState::Done),
        ("已退款", RefundState::Done),
        ("refunded", RefundState::Done),
        ("退款中", RefundState::Pending),
        ("无", RefundState::None),
        ("none", RefundState::None),
    ];
    known.iter().map(|&(words, state)| (normalised(words), state)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_are_named() {
        let read =
            serde_json::from_str::<Mapping>(r#"{"kind":"order_lines","columns":{"sku":"A","skuu":"B","prize":"C"}}"#);
        assert!(read.unwrap_err().to_string().contains("prize, skuu"));
    }

    #[test]
    fn visits_are_not_read_as_sales() {
        let read =
            serde_json::from_str::<Mapping>(r#"{"kind":"traffic","columns":{"amount":"金额","paid_at":"时间"}}"#);
        assert!(read.unwrap_err().to_string().contains("traffic"));
    }

    #[test]
    fn what_a_mapping_lacks_is_named() {
        let mapping: Mapping =
            serde_json::from_str(r#"{"kind":"order_lines","columns":{"sku":"A","quantity":"B"}}"#).unwrap();
        assert_eq!(
            Mapped::new(&mapping).unwrap().problem(),
            Some(Problem::MappingIncomplete { missing: vec![Field::PaidAt, Field::Amount] })
        );
    }
}
