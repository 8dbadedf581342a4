//! Sheets that people keep, known by what their columns mean: a word for the thing, a word for the price or the stock, and
//! none that speaks against it. What comes of it is a profile like any other, for this one header.

mod words;

use std::cell::OnceCell;

use analytics::vocabulary::{Field, Kind, Source};

use crate::header::HeaderRow;
use crate::meaning::words::{ColumnWords, Spoken, vocabulary};
use crate::profile::{Profile, Record, Signature, Term};

pub(crate) use words::{is_open, is_piece};

/// Tables of one file that are known so; further ones are not read.
const MOST: usize = 256;

/// The profiles made for the tables of a file. They are kept as long as the file is read, as the built-in ones are.
#[derive(Debug)]
pub(crate) struct Guesses(Vec<OnceCell<Box<Profile>>>);

/// A table known by what its columns mean.
#[derive(Debug)]
pub(crate) struct Guess<'g> {
    pub(crate) profile: &'g Profile,
    /// The columns by which it is known, as the file writes them.
    pub(crate) columns: Vec<String>,
}

/// Which of the columns that make a sheet a header has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    n_known: u8,
    code: bool,
    cost: bool,
    on_hand: bool,
}

/// The column of a meaning, from 0, and how far its name is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    Nowhere,
    Once {
        column: usize,
        rank: usize,
    },
    /// Several are called alike, and only the seller knows which one counts.
    Several,
}

impl Guesses {
    pub(crate) fn new() -> Guesses {
        Guesses((0..MOST).map(|_| OnceCell::new()).collect())
    }

    /// What the table is. `profiles` have our own sheets among them, whose other columns hold for these too.
    pub(crate) fn of(&self, profiles: &[Profile], header: &HeaderRow) -> Option<Guess<'_>> {
        let (profile, columns) = guess(profiles, header)?;
        let free = self.0.iter().find(|place| place.get().is_none())?;
        Some(Guess { profile: free.get_or_init(|| Box::new(profile)), columns })
    }
}

/// Whether the other columns of a table say that it is not what the profile takes it for. Only of layouts that are no
/// platform's: those are asked for few columns, and have many names for each.
pub(crate) fn is_spoken_against(profile: &Profile, header: &HeaderRow) -> bool {
    let against = &vocabulary().against;
    match (profile.source, profile.record) {
        (Source::Zhanggui, Record::Cost) => against.costs.speak_against(header),
        (Source::Zhanggui, Record::Stock) => against.stock.speak_against(header),
        (Source::Courier, Record::Shipment) => against.shipments.speak_against(header),
        _ => false,
    }
}

/// Whether the table lists what was bought: from whom, how many, at which price.
pub(crate) fn is_purchase_list(header: &HeaderRow) -> bool {
    let signs = &vocabulary().against.shipments;
    (0..3).all(|group| signs.has_doubt(group, header))
}

/// What of a sheet of costs or stock the header has.
pub(crate) fn seen(header: &HeaderRow) -> Seen {
    let spoken = spoken(header);
    let words = vocabulary();
    let code = !codes(&spoken).is_empty();
    let cost = meant(&words.cost, &spoken) != Meant::Nowhere;
    let on_hand = meant(&words.on_hand, &spoken) != Meant::Nowhere;
    Seen { n_known: u8::from(code) + u8::from(cost) + u8::from(on_hand), code, cost, on_hand }
}

impl Seen {
    /// What a sheet lacks that is to be one of such records; nothing where it has all, or where its rows are no such.
    pub(crate) fn lacking(self, record: Record) -> Vec<Field> {
        let needed = match record {
            Record::Cost => [(Field::Sku, self.code), (Field::UnitCost, self.cost)],
            Record::Stock => [(Field::Sku, self.code), (Field::OnHand, self.on_hand)],
            _ => return Vec::new(),
        };
        needed.into_iter().filter(|(_, has)| !has).map(|(field, _)| field).collect()
    }
}

fn guess(profiles: &[Profile], header: &HeaderRow) -> Option<(Profile, Vec<String>)> {
    let spoken = spoken(header);
    let words = vocabulary();
    let codes = codes(&spoken);
    if codes.is_empty() {
        return None;
    }
    let mut cost = meant(&words.cost, &spoken);
    if cost == Meant::Nowhere && spoken.iter().any(|header| words.supplier.rank(header).is_some()) {
        // On a list of purchases the same words are the price of a lot.
        let is_ledger = [1, 2].into_iter().any(|group| words.against.costs.has_doubt(group, header));
        cost = if is_ledger { Meant::Nowhere } else { meant(&words.supplier_price, &spoken) };
    }
    if words.against.costs.speak_against(header) {
        cost = Meant::Nowhere;
    }
    let mut on_hand = meant(&words.on_hand, &spoken);
    if words.against.stock.speak_against(header) {
        on_hand = Meant::Nowhere;
    }
    let (record, kind) = match (on_hand, cost) {
        (Meant::Several, _) | (_, Meant::Several) | (Meant::Nowhere, Meant::Nowhere) => return None,
        (Meant::Once { .. }, _) => (Record::Stock, Kind::Stock),
        (Meant::Nowhere, Meant::Once { .. }) => (Record::Cost, Kind::Costs),
    };
    let own =
        |profile: &&Profile| profile.source == Source::Zhanggui && profile.kind == kind && profile.record == record;
    let mut profile = profiles.iter().find(own)?.clone();
    let mut known = codes.clone();
    let term = |column: usize| header.at(column).map(Term::Cell);
    profile.columns.insert(Field::Sku, codes.into_iter().filter_map(term).collect());
    for (field, meant) in [(Field::UnitCost, cost), (Field::OnHand, on_hand)] {
        if let Meant::Once { column, rank } = meant {
            profile.columns.insert(field, term(column).into_iter().collect());
            known.push(column);
            // Of what can be sold nothing is reserved any more.
            if field == Field::OnHand && rank > 0 {
                profile.columns.remove(&Field::Reserved);
            }
        }
    }
    let all = known.iter().filter_map(|&column| header.at(column)).collect();
    profile.signature = Signature { all, ..Signature::default() };
    Some((profile, known.into_iter().map(|column| header.text(column)).collect()))
}

fn spoken(header: &HeaderRow) -> Vec<Spoken> {
    header.texts.iter().map(|text| Spoken::of(text)).collect()
}

/// The columns of codes whose names are believed most. Of several each is looked at where those before it are blank.
fn codes(spoken: &[Spoken]) -> Vec<usize> {
    best(spoken, |header| vocabulary().code.rank(header)).map_or_else(Vec::new, |(columns, _)| columns)
}

fn meant(words: &ColumnWords, spoken: &[Spoken]) -> Meant {
    match best(spoken, |header| words.rank_per_piece(header)) {
        None => Meant::Nowhere,
        Some((columns, rank)) => match columns.as_slice() {
            &[column] => Meant::Once { column, rank },
            _ => Meant::Several,
        },
    }
}

/// The columns that are believed most, and how far.
fn best(spoken: &[Spoken], rank: impl Fn(&Spoken) -> Option<usize>) -> Option<(Vec<usize>, usize)> {
    let ranked: Vec<(usize, usize)> =
        spoken.iter().enumerate().filter_map(|(column, header)| Some((column, rank(header)?))).collect();
    let best = ranked.iter().map(|(_, rank)| *rank).min()?;
    Some((ranked.into_iter().filter(|(_, rank)| *rank == best).map(|(column, _)| column).collect(), best))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{Cell, RowBuffer};
    use crate::profile;

    fn row(headers: &[&str]) -> HeaderRow {
        let mut row = RowBuffer::default();
        headers.iter().for_each(|header| row.push(Cell::Text(header)));
        HeaderRow::of(&row)
    }

    /// The kind of the sheet and the columns by which it is known.
    #[track_caller]
    fn check(headers: &[&str], expected: Option<(Kind, &[&str])>) {
        let guesses = Guesses::new();
        let found = guesses.of(profile::all(), &row(headers));
        let found = found.map(|guess| (guess.profile.kind, guess.columns));
        let expected = expected.map(|(kind, columns)| (kind, columns.iter().map(|text| (*text).to_owned()).collect()));
        assert_eq!(found, expected, "{headers:?}");
    }

    #[test]
    fn a_code_and_a_price_are_a_cost_sheet() {
        check(&["款号", "颜色", "成本单价", "备注"], Some((Kind::Costs, &["款号", "成本单价"])));
        check(&["货号", "品名", "拿货价（元/件）", "吊牌价"], Some((Kind::Costs, &["货号", "拿货价（元/件）"])));
        check(&["Item code", "Landed cost (USD)"], Some((Kind::Costs, &["Item code", "Landed cost (USD)"])));
        // The cost is what counts, and what was paid for the goods alone is a part of it.
        check(&["款号", "进价", "包装", "成本单价"], Some((Kind::Costs, &["款号", "成本单价"])));
        check(&["供应商", "货号", "单价(元)", "起订量"], Some((Kind::Costs, &["货号", "单价(元)"])));
    }

    #[test]
    fn a_code_and_units_are_a_stock_list() {
        check(&["款号", "尺码", "现货数量"], Some((Kind::Stock, &["款号", "现货数量"])));
        check(&["SKU编号", "库存（件）", "成本单价"], Some((Kind::Stock, &["SKU编号", "成本单价", "库存（件）"])));
    }

    #[test]
    fn what_speaks_against_a_sheet_counts_as_much() {
        // Sales with their margin, a ledger of purchases, a price nobody pays.
        check(&["款号", "成本单价", "销售额", "毛利"], None);
        check(&["款号", "采购成本", "销量"], None);
        check(&["款号", "进货单价", "数量", "金额"], None);
        check(&["供应商", "货号", "数量", "单价"], None);
        check(&["货号", "单价"], None);
        check(&["品名", "成本单价"], None);
        // Two columns that are called alike: only the seller knows.
        check(&["款号", "含税成本", "不含税成本"], None);
        // A margin per piece says nothing of the kind.
        check(&["款号", "成本单价", "售价", "毛利", "毛利率"], Some((Kind::Costs, &["款号", "成本单价"])));
    }

    #[test]
    fn a_list_of_purchases_is_no_bill_of_a_courier() {
        let bill = profile::all().iter().find(|profile| profile.key == "courier.shipments").unwrap();
        let purchases = row(&["日期", "单号", "供应商", "品名", "规格", "数量", "单价", "金额"]);
        assert!(is_spoken_against(bill, &purchases) && is_purchase_list(&purchases));
        for headers in [
            &["单号", "重量", "金额"][..],
            &["单号", "品名", "数量", "运费"],
            &["日期", "运单号", "数量", "单价", "金额"],
        ] {
            assert!(!is_spoken_against(bill, &row(headers)) && !is_purchase_list(&row(headers)), "{headers:?}");
        }
    }

    #[test]
    fn what_a_sheet_lacks_is_known() {
        let lacking = |headers: &[&str], record| seen(&row(headers)).lacking(record);
        assert_eq!(lacking(&["款号", "颜色"], Record::Cost), [Field::UnitCost]);
        assert_eq!(lacking(&["说明"], Record::Stock), [Field::Sku, Field::OnHand]);
        assert_eq!(lacking(&["款号", "颜色"], Record::Line), []);
    }
}
