//! From the rows of a recognised table to records of the dataset.

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;

use analytics::dataset::{CurrencyKey, Dataset, OrderKey, RowRef, SkuKey, StoreKey};
use analytics::diagnostic::{Place, Problem};
use analytics::pool::{Key, Pool};
use analytics::vocabulary::{Field, OrderStatus, RefundState, Source};
use analytics::{Amount, Day};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::cell::{Cell, RowBuffer};
use crate::header::normalised;
use crate::orders;
use crate::plan::{Plan, Readings, Refused};
use crate::profile::Record;
use crate::sheets;
use crate::states::States;
use crate::stock;
use crate::tally::Tally;
use crate::values::date::Calendar;
use crate::values::trimmed;

/// Reads the rows of one table.
#[derive(Debug)]
pub(crate) struct Extract<'p> {
    pub(crate) plan: Plan<'p>,
    pub(crate) calendar: Calendar,
    pub(crate) status: States<OrderStatus>,
    pub(crate) refund_status: States<RefundState>,
    /// Position in [`Dataset::headers`] of each order's header, by the order's index.
    pub(crate) headers: Vec<Option<u32>>,
    /// The costs of this table, to find two for the same SKU and day.
    pub(crate) costs: BTreeMap<(SkuKey, Option<Day>), Amount>,
    /// Buffers that are used again for every row.
    pub(crate) id: String,
    pub(crate) words: String,
    table: u16,
    sheet: Option<String>,
    /// The header as the file writes it.
    header: Vec<String>,
    store: Option<(Source, String, StoreKey)>,
    currency: Option<(String, CurrencyKey)>,
    above: BTreeMap<usize, String>,
    seen_rows: u32,
    /// How often a row of the same content was seen, by the content's hash.
    alike: HashMap<u64, u32, FixedState>,
}

impl<'p> Extract<'p> {
    pub(crate) fn new(
        plan: Plan<'p>,
        calendar: Calendar,
        table: u16,
        sheet: Option<&str>,
        header: Vec<String>,
    ) -> Extract<'p> {
        Extract {
            status: States::new(&plan.profile.status),
            refund_status: States::new(&plan.profile.refund_status),
            headers: Vec::new(),
            costs: BTreeMap::new(),
            id: String::new(),
            words: String::new(),
            store: None,
            currency: None,
            above: BTreeMap::new(),
            seen_rows: 0,
            alike: HashMap::default(),
            sheet: sheet.map(str::to_string),
            plan,
            calendar,
            table,
            header,
        }
    }

    /// Reads one row below the header into the dataset.
    pub(crate) fn row(&mut self, number: u32, row: &RowBuffer, dataset: &mut Dataset, tally: &mut Tally) {
        if row.is_blank() {
            return;
        }
        self.seen_rows += 1;
        if self.seen_rows == 1 && self.plan.profile.has_description_row && !has_digits(row) {
            return;
        }
        if let Some(marker) = summary_marker(row, &self.plan.profile.summary_rows) {
            self.control(row, marker, tally);
            return;
        }
        let filled = self.fill_down(row);
        let row = filled.as_ref().unwrap_or(row);
        let at = RowRef::new(self.table, number);
        tally.rows += 1;
        let outcome = match self.plan.profile.record {
            Record::Line => orders::line(self, at, row, dataset, tally),
            Record::Header => orders::header(self, at, row, dataset, tally),
            Record::Ad => sheets::ad(self, at, row, dataset, tally),
            Record::Cost => sheets::cost(self, at, row, dataset, tally),
            Record::Shipment => sheets::shipment(self, at, row, dataset, tally),
            Record::Stock => stock::stock(self, at, row, dataset, tally),
            Record::Service => stock::service(self, at, row, dataset, tally),
            Record::Review => stock::review(self, at, row, dataset, tally),
        };
        match outcome {
            Ok(()) => tally.accepted += 1,
            Err(refused) => {
                tally.set_aside += 1;
                if let Some(amount) = self.money_of(row) {
                    tally.add_set_aside(amount);
                }
                self.report(at, refused, tally);
            }
        }
    }

    /// The money of a row that could not be read as a whole.
    fn money_of(&self, row: &RowBuffer) -> Option<Amount> {
        let field = match self.plan.profile.record {
            Record::Line | Record::Header | Record::Shipment => Field::Amount,
            Record::Ad => Field::Spend,
            // A cost is a price, not money that went anywhere.
            Record::Cost | Record::Stock | Record::Service | Record::Review => return None,
        };
        let readings = if self.plan.order.has(field) { &self.plan.order } else { &self.plan.line };
        readings.amount(row, field, self.plan.profile.decimals).ok().flatten()
    }

    /// Puts a problem down with its place.
    pub(crate) fn report(&self, at: RowRef, refused: Refused, tally: &mut Tally) {
        tally.report(refused.problem, || Place {
            sheet: self.sheet.clone(),
            row: Some(at.row.get()),
            column: refused.column.and_then(|index| self.header.get(index)).map(|text| trimmed(text).to_string()),
        });
    }

    pub(crate) fn source(&mut self, row: &RowBuffer) -> Source {
        if !self.plan.line.has(Field::Platform) {
            return self.plan.profile.source;
        }
        self.plan.line.words(row, Field::Platform, &mut self.words);
        platform(&self.words).unwrap_or(self.plan.profile.source)
    }

    pub(crate) fn store(
        &mut self,
        readings: Which,
        row: &RowBuffer,
        source: Source,
        dataset: &mut Dataset,
    ) -> StoreKey {
        pick(&self.plan, readings).words(row, Field::Store, &mut self.words);
        // Nearly every row names the same store as the one above.
        match &self.store {
            Some((known, name, key)) if *known == source && *name == self.words => *key,
            _ => {
                let key = dataset.pools.store(source, &self.words);
                self.store = Some((source, self.words.clone(), key));
                key
            }
        }
    }

    /// The platform and the store of a row.
    pub(crate) fn seller(&mut self, row: &RowBuffer, dataset: &mut Dataset) -> (Source, StoreKey) {
        let source = self.source(row);
        (source, self.store(Which::Line, row, source, dataset))
    }

    /// Reads an id into the buffer `id`.
    ///
    /// # Errors
    /// The row has none, or a damaged one.
    pub(crate) fn required_id(&mut self, row: &RowBuffer, field: Field) -> Result<(), Refused> {
        self.plan.line.id(row, field, &mut self.id)?;
        if self.id.is_empty() { Err(missing(&self.plan.line, field)) } else { Ok(()) }
    }

    /// The key of an id; `None` where the row has none.
    ///
    /// # Errors
    /// The id is damaged.
    pub(crate) fn id_key<K: Key>(
        &mut self,
        row: &RowBuffer,
        field: Field,
        pool: &mut Pool<K>,
    ) -> Result<Option<K>, Refused> {
        self.plan.line.id(row, field, &mut self.id)?;
        Ok((!self.id.is_empty()).then(|| pool.intern(&self.id)))
    }

    /// The key of a cell's words; `None` where it is blank.
    pub(crate) fn words_key<K: Key>(
        &mut self,
        readings: Which,
        row: &RowBuffer,
        field: Field,
        pool: &mut Pool<K>,
    ) -> Option<K> {
        pick(&self.plan, readings).words(row, field, &mut self.words);
        (!self.words.is_empty()).then(|| pool.intern(&self.words))
    }

    pub(crate) fn currency(&mut self, readings: Which, row: &RowBuffer, dataset: &mut Dataset) -> CurrencyKey {
        pick(&self.plan, readings).words(row, Field::Currency, &mut self.words);
        if self.words.is_empty() {
            self.words.push_str(&self.plan.profile.currency);
        }
        match &self.currency {
            Some((code, key)) if *code == self.words => *key,
            _ => {
                let key = dataset.pools.currencies.intern(&self.words.to_ascii_uppercase());
                self.currency = Some((self.words.clone(), key));
                key
            }
        }
    }

    /// An id for a row that is an order without one: what the row says, and the how-manieth such row of the table it is.
    /// The same list dropped again gives the same ids, and equal rows of one list stay apart.
    pub(crate) fn row_id(&mut self, row: &RowBuffer) -> String {
        self.words.clear();
        for cell in row.iter() {
            cell.write_to(&mut self.words);
            self.words.push('\u{1f}');
        }
        let content = self.alike.hasher().hash_one(&self.words);
        let count = self.alike.entry(content).or_insert(0);
        *count += 1;
        format!("#{content:016x}-{count}")
    }

    /// The place where the position of an order's header is kept.
    pub(crate) fn header_slot(&mut self, order: OrderKey) -> Option<&mut Option<u32>> {
        if self.headers.len() <= order.index() {
            self.headers.resize(order.index() + 1, None);
        }
        self.headers.get_mut(order.index())
    }

    /// A summary row states a total; it is never data.
    fn control(&mut self, row: &RowBuffer, marker: Marker, tally: &mut Tally) {
        let Some(field) = self.plan.profile.control else { return };
        if marker == Marker::Total
            && let Ok(Some(stated)) = self.plan.line.amount(row, field, self.plan.profile.decimals)
        {
            tally.stated = Some(stated);
        }
    }

    /// The row with the blanks under merged cells filled from above; `None` where there are none.
    fn fill_down(&mut self, row: &RowBuffer) -> Option<RowBuffer> {
        let mut filled: Option<RowBuffer> = None;
        for &column in &self.plan.fill_down {
            if row.get(column).is_blank() {
                if let Some(value) = self.above.get(&column) {
                    filled.get_or_insert_with(|| row.clone()).put(column, Cell::Text(value));
                }
            } else {
                self.above.insert(column, row.display(column));
            }
        }
        filled
    }
}

/// Whether a field is looked for among the columns of the line or of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Line,
    Order,
}

pub(crate) fn pick<'a>(plan: &'a Plan<'_>, which: Which) -> &'a Readings {
    match which {
        Which::Line => &plan.line,
        Which::Order => &plan.order,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    Total,
    /// An average, or the total of a part.
    Other,
}

/// Whether the row sums others up, by the first cell that is not blank.
fn summary_marker(row: &RowBuffer, more: &[String]) -> Option<Marker> {
    let first = row.iter().find(|cell| !cell.is_blank())?;
    let Cell::Text(text) = first else { return None };
    let text = trimmed(text);
    // The longest marker has eight characters.
    if text.len() > 40 || text.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    match text.trim_end_matches([':', '：']) {
        "总计" | "合计" | "汇总" | "汇总值" | "全店汇总值" | "总合计" | "共计" | "Total" | "TOTAL" | "Totals" => {
            Some(Marker::Total)
        }
        "小计" | "平均值" | "全店平均值" | "同行同层优秀" | "同行同层均值" | "Subtotal" => {
            Some(Marker::Other)
        }
        _ if text.starts_with("Total:") => Some(Marker::Total),
        _ if text.starts_with("合计：") || text.starts_with("总计：") || text.starts_with("合计:") => {
            Some(Marker::Total)
        }
        _ if !more.is_empty() && more.contains(&normalised(text)) => Some(Marker::Other),
        _ => None,
    }
}

fn has_digits(row: &RowBuffer) -> bool {
    row.iter().any(|cell| match cell {
        Cell::Number(_) | Cell::Moment(_) => true,
        Cell::Text(text) => text.bytes().filter(u8::is_ascii_digit).count() > 3,
        _ => false,
    })
}

/// The platform a column of a hand-made file, or of an ERP, names.
fn platform(words: &str) -> Option<Source> {
    let words = trimmed(words).to_lowercase();
    if let Some(source) = Source::from_name(&words) {
        return Some(source);
    }
    const NAMES: &[(&str, Source)] = &[
        ("淘宝", Source::Taobao),
        ("天猫", Source::Taobao),
        ("tmall", Source::Taobao),
        ("京东", Source::Jd),
        ("拼多多", Source::Pdd),
        ("抖店", Source::Douyin),
        ("抖音", Source::Douyin),
        ("快手", Source::Kuaishou),
        ("小红书", Source::Xiaohongshu),
        ("微信", Source::Weixin),
        ("视频号", Source::Weixin),
        ("阿里巴巴", Source::Alibaba1688),
        ("有赞", Source::Youzan),
    ];
    NAMES.iter().find(|(name, _)| words.contains(name)).map(|(_, source)| *source)
}

/// A field the row cannot do without.
pub(crate) fn missing(readings: &Readings, field: Field) -> Refused {
    readings.refusal(field, Problem::MissingValue { field })
}
