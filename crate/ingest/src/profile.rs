//! Profiles: what is known about each export, as data. `profiles/README.md` explains every key.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use analytics::vocabulary::{Field, Kind, OrderStatus, RefundState, Source};
use serde::{Deserialize, Serialize};

use crate::header::{Header, HeaderRow, normalised};
use crate::movements::Account;
use crate::values::amount::Decimals;
use crate::values::date::DateOrder;

/// What a row becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Record {
    /// An order line; with an `[order]` section, also the header of its order.
    Line,
    /// The header of an order whose lines are in another file.
    Header,
    Ad,
    Cost,
    Shipment,
    /// Stock of a SKU, and how it is bought again.
    Stock,
    Service,
    Review,
    /// Money that moved in an account; of a settlement, one for each of its columns.
    Movement,
    /// A request for money back.
    Refund,
    /// So many units of a SKU in a bundle.
    Bundle,
    /// What a platform counted of a product.
    Traffic,
}

/// A text in the two languages of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signature {
    #[serde(default)]
    pub(crate) all: Vec<Header>,
    /// Of each group at least one.
    #[serde(default)]
    pub(crate) any: Vec<Vec<Header>>,
    #[serde(default)]
    pub(crate) none: Vec<Header>,
}

/// On what the knowledge of an export rests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The whole header of a file that was seen.
    #[default]
    File,
    /// The names of columns, of which nobody has seen the file as a whole.
    Header,
    /// What such a file is likely to have: recognised by the meaning of its columns.
    Invented,
}

/// One way to get a field's value from a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Term {
    Cell(Header),
    /// Texts put together with a blank between them.
    Joined(Vec<Header>),
    /// The part of amounts that so many units are of all: what 2 of 3 came to. Without a number of all the amounts are
    /// those of one unit. Nothing where there are no such units.
    Share {
        share_of: Vec<Header>,
        part: Header,
        whole: Option<Header>,
    },
    /// Amounts added up. The first has to be there, the others count as zero where they are not; where all are taken off,
    /// any of them.
    Sum {
        #[serde(default)]
        plus: Vec<Header>,
        #[serde(default)]
        minus: Vec<Header>,
    },
}

impl Term {
    /// Every header it names.
    pub(crate) fn headers(&self) -> Vec<&Header> {
        match self {
            Term::Cell(header) => vec![header],
            Term::Joined(parts) => parts.iter().collect(),
            Term::Share { share_of, part, whole } => share_of.iter().chain([part]).chain(whole).collect(),
            Term::Sum { plus, minus } => plus.iter().chain(minus).collect(),
        }
    }
}

/// The ways to get each field, in order of preference.
pub(crate) type Columns = BTreeMap<Field, Vec<Term>>;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) key: String,
    pub(crate) source: Source,
    pub(crate) kind: Kind,
    pub(crate) record: Record,
    #[serde(default)]
    pub(crate) evidence: Evidence,
    pub(crate) title: Words,
    #[serde(default)]
    pub(crate) export: Words,
    pub(crate) signature: Signature,
    pub(crate) columns: Columns,
    #[serde(default)]
    pub(crate) order: Columns,
    #[serde(default)]
    pub(crate) status: BTreeMap<String, OrderStatus>,
    #[serde(default)]
    pub(crate) default_status: Option<OrderStatus>,
    #[serde(default)]
    pub(crate) refund_status: BTreeMap<String, RefundState>,
    #[serde(default)]
    pub(crate) default_refund_state: Option<RefundState>,
    #[serde(default)]
    pub(crate) refund_types: BTreeMap<String, RefundState>,
    #[serde(default)]
    pub(crate) resend_types: Vec<String>,
    #[serde(default)]
    pub(crate) product_subjects: Vec<String>,
    #[serde(default = "yuan")]
    pub(crate) currency: String,
    #[serde(default)]
    pub(crate) currencies: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) currency_above: bool,
    #[serde(default)]
    pub(crate) decimals: Decimals,
    #[serde(default)]
    pub(crate) date_order: Option<DateOrder>,
    #[serde(default = "twenty")]
    pub(crate) header_within: u32,
    #[serde(default)]
    pub(crate) has_description_row: bool,
    #[serde(default)]
    pub(crate) fill_down: Vec<Field>,
    #[serde(default)]
    pub(crate) control: Option<Field>,
    #[serde(default)]
    pub(crate) summary_rows: Vec<String>,
    #[serde(default)]
    pub(crate) summary_without: Vec<Header>,
    #[serde(default)]
    pub(crate) has_day_in_order_id: bool,
    #[serde(default)]
    pub(crate) has_refund_evidence: bool,
    #[serde(default)]
    pub(crate) refunds_whole_row: bool,
    #[serde(default)]
    pub(crate) unpaid_without_time: bool,
    #[serde(default)]
    pub(crate) order_adds_to_lines: bool,
    #[serde(default)]
    pub(crate) needs_amount: bool,
    #[serde(default)]
    pub(crate) rows_are_orders: bool,
    #[serde(default)]
    pub(crate) package_rows: Vec<String>,
    #[serde(default)]
    pub(crate) account: Option<Account>,
}

fn yuan() -> String {
    "CNY".to_string()
}

fn twenty() -> u32 {
    20
}

/// Facts about a profile for the page's help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProfileFacts {
    /// Stable, such as `taobao.order_lines`.
    pub key: String,
    /// Whose export it is.
    pub source: Source,
    /// What its rows are.
    pub kind: Kind,
    /// On what the knowledge of it rests.
    pub evidence: Evidence,
    /// What the platform calls the export.
    pub title: Words,
    /// Where on the platform the file is exported.
    pub export: Words,
    /// The headers by which it is recognised.
    pub required: Vec<String>,
}

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    // A profile that cannot be parsed fails the test below, and never gets here.
    let mut profiles: Vec<Profile> = serde_json::from_str(JSON).unwrap_or_default();
    for profile in &mut profiles {
        profile.settle();
    }
    profiles
});

const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/profiles.json"));

/// All built-in profiles, in the order of their keys.
pub(crate) fn all() -> &'static [Profile] {
    &PROFILES
}

/// Facts about every export that is recognised, in the order of their keys.
pub fn profiles() -> Vec<ProfileFacts> {
    let facts = |profile: &Profile| ProfileFacts {
        key: profile.key.clone(),
        source: profile.source,
        kind: profile.kind,
        evidence: profile.evidence,
        title: profile.title.clone(),
        export: profile.export.clone(),
        required: profile.signature.missing(&HeaderRow::default()),
    };
    all().iter().map(facts).collect()
}

impl Profile {
    /// Brings the texts that cells are compared with into the form of [`normalised`].
    pub(crate) fn settle(&mut self) {
        let keys = |texts: &mut Vec<String>| texts.iter_mut().for_each(|text| *text = normalised(text));
        keys(&mut self.resend_types);
        keys(&mut self.product_subjects);
        keys(&mut self.summary_rows);
        keys(&mut self.package_rows);
        self.status = std::mem::take(&mut self.status).into_iter().map(|(text, to)| (normalised(&text), to)).collect();
        self.account.iter_mut().for_each(Account::settle);
        let refunds = std::mem::take(&mut self.refund_status);
        self.refund_status = refunds.into_iter().map(|(text, to)| (normalised(&text), to)).collect();
        let types = std::mem::take(&mut self.refund_types);
        self.refund_types = types.into_iter().map(|(text, to)| (normalised(&text), to)).collect();
        let currencies = std::mem::take(&mut self.currencies);
        self.currencies = currencies.into_iter().map(|(text, to)| (normalised(&text), to)).collect();
    }
}

impl Signature {
    pub(crate) fn matches(&self, row: &HeaderRow) -> bool {
        self.all.iter().all(|header| row.has(header))
            && self.any.iter().all(|group| group.iter().any(|header| row.has(header)))
            && !self.none.iter().any(|header| row.has(header))
    }

    /// How many columns it asks for: the more, the more certain a match.
    pub(crate) fn weight(&self) -> usize {
        self.all.len() + self.any.len()
    }

    /// Every header it asks for, whether it needs it or another in its place.
    pub(crate) fn headers(&self) -> impl Iterator<Item = &Header> {
        self.all.iter().chain(self.any.iter().flatten())
    }

    /// The headers of the row that it asks for; of a group the one that is preferred.
    pub(crate) fn present(&self, row: &HeaderRow) -> impl Iterator<Item = &Header> {
        let all = self.all.iter().filter(|header| row.has(header));
        all.chain(self.any.iter().filter_map(|group| group.iter().find(|header| row.has(header))))
    }

    /// The headers that are missing in the row; of a group all alternatives, with slashes between them.
    pub(crate) fn missing(&self, row: &HeaderRow) -> Vec<String> {
        let all = self.all.iter().filter(|header| !row.has(header)).map(|header| header.text.clone());
        let any = self.any.iter().filter(|group| !group.iter().any(|header| row.has(header)));
        let words =
            |group: &Vec<Header>| group.iter().map(|header| header.text.as_str()).collect::<Vec<_>>().join(" / ");
        all.chain(any.map(words)).collect()
    }
}

/// The profile of a header row: of those that match, the one that asks for most.
pub(crate) fn recognise<'p>(profiles: &'p [Profile], row: &HeaderRow, n_rows: u32) -> Option<&'p Profile> {
    profiles
        .iter()
        .filter(|profile| n_rows <= profile.header_within && profile.signature.matches(row))
        // Of equals the first stays: the order of the keys decides, not chance.
        .fold(None, |best: Option<&Profile>, profile| match best {
            Some(best) if best.signature.weight() >= profile.signature.weight() => Some(best),
            _ => Some(profile),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_can_be_read() {
        let parsed: Result<Vec<Profile>, _> = serde_json::from_str(JSON);
        let profiles = parsed.unwrap();
        assert!(!profiles.is_empty());
        for profile in &profiles {
            assert!(profile.key.starts_with(profile.source.name()), "{}", profile.key);
            assert!(profile.signature.weight() >= 2, "{}", profile.key);
            assert!(!profile.title.zh.is_empty() && !profile.title.en.is_empty(), "{}", profile.key);
            // Whatever a platform writes tomorrow would be taken for it in silence.
            assert!(!profile.status.contains_key("*"), "{}", profile.key);
        }
        let keys: Vec<_> = profiles.iter().map(|profile| &profile.key).collect();
        assert!(keys.is_sorted_by(|one, other| one < other), "{keys:?}");
    }
}
