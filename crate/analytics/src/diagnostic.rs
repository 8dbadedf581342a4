//! What is wrong with a file, as facts: a code, a place, and what a sentence about it needs.
//!
//! The English sentence here is what the headless command prints; the page words every code in both languages.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::money::{Amount, Money, Quantity};
use crate::time::Day;
use crate::vocabulary::{Field, OrderStatus};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something was not read, or not counted.
    Error,
    /// Read, but the seller should look.
    Warning,
    /// A decision that was taken, for the record.
    Note,
}

/// A place in a file as the seller sees it in Excel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// `None` for a text file, and for what is of the file as a whole.
    pub sheet: Option<String>,
    /// From 1.
    pub row: Option<u32>,
    /// The header as the file writes it.
    pub column: Option<String>,
}

/// One finding about one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Where in the file.
    pub place: Place,
    /// What is wrong, with what a sentence about it needs.
    pub problem: Problem,
}

/// Declares the problems with their code, their severity and their English sentence side by side.
macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident $({ $($field:ident: $type:ty),* $(,)? })? = $code:literal, $severity:ident, $sentence:literal;)*) => {
        /// Everything that can be wrong with a file, or worth saying about it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "code", rename_all = "snake_case")]
        pub enum Problem {
            $(
                #[doc = $sentence] #[doc = ""] $(#[$doc])* #[serde(rename = $code)]
                $variant $({ $(#[doc = concat!("Stands in the sentence as `{", stringify!($field), "}`.")] $field: $type),* })?
            ),*
        }
        impl Problem {
            /// The stable name of the problem.
            #[allow(unused_variables)]
            pub const fn code(&self) -> &'static str {
                match self { $(Problem::$variant $({ $($field),* })? => $code),* }
            }
            /// How much it matters wherever it is found.
            #[allow(unused_variables)]
            pub const fn severity(&self) -> Severity {
                match self { $(Problem::$variant $({ $($field),* })? => Severity::$severity),* }
            }
        }
        impl fmt::Display for Problem {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Problem::UnknownLayout { guess: None, .. } => formatter.write_str(NO_LAYOUT),
                    $(Problem::$variant $({ $($field),* })? => {
                        $($(let $field = Worded($field);)*)?
                        write!(formatter, $sentence)
                    })*
                }
            }
        }
        /// Every code with its sentence as it stands here.
        #[cfg(test)]
        const SENTENCES: &[(&str, &str)] = &[$(($code, $sentence)),*];
    };
}

/// What is said where no export comes near, so that there is nothing to name.
const NO_LAYOUT: &str = "no known export has such columns; nothing of it was counted. Check that this is the original export, or give a mapping";

/// A value of a finding inside an English sentence: in words, never as the program writes it for itself.
struct Worded<'a, T>(&'a T);

macro_rules! worded {
    ($($type:ty),*) => {
        $(impl fmt::Display for Worded<'_, $type> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        })*
    };
}

worded!(String, u32, Amount, Money, Quantity, Day, Field, OrderStatus, Undated);

impl fmt::Display for Worded<'_, Option<String>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_deref().unwrap_or("nothing"))
    }
}

impl<T: fmt::Display> fmt::Display for Worded<'_, Vec<T>> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("nothing");
        }
        for (index, part) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str(", ")?;
            }
            write!(formatter, "{part}")?;
        }
        Ok(())
    }
}

/// What becomes of a row whose date cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undated {
    /// An order has several dates; one that is left without any waits in a bucket.
    Waits,
    /// The row cannot be placed without a day.
    SetAside,
    /// The row is good for something without one: a cost that always holds.
    Counts,
}

impl fmt::Display for Undated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Undated::Waits => {
                "the row is read without it, and an order left without a date waits in the bucket no_date"
            }
            Undated::SetAside => "the row was set aside",
            Undated::Counts => "the row is read without it",
        })
    }
}

problems! {
    // The file as a whole.
    EmptyFile = "empty_file", Error, "the file is empty; export it again";
    /// `detected` names what the bytes look like: `JPEG image`, `PDF document`.
    NotATable { detected: String } = "not_a_table", Error, "this is a {detected}, not a table; drop the export itself (.xlsx, .xls, .csv or .zip)";
    PasswordProtected = "password_protected", Error, "the workbook is protected by a password; open it in Excel, save it without one and drop it again";
    /// `detail` is the reader's own word, in English.
    Damaged { detail: String } = "damaged", Error, "the file is damaged or was not downloaded completely ({detail}); download it again";
    Unsupported { format: String } = "unsupported", Error, "{format} is not read; open it in Excel or WPS and save it as .xlsx";
    TooLarge { detail: String } = "too_large", Error, "the file is too large to be read safely ({detail}); export a shorter period";
    /// `guess` is the title of the nearest profile, `missing` the headers it would still need.
    UnknownLayout { guess: Option<String>, missing: Vec<String> } = "unknown_layout", Error, "no known export has these columns (the nearest is {guess}, of which these are missing: {missing}); nothing of it was counted. Check that this is the original export, or give a mapping";
    NoHeader = "no_header", Error, "no row looks like a header; drop the original export, with its header row";
    NoRows = "no_rows", Warning, "the header was recognised, but there are no rows below it; export a period with orders";
    NoTableInZip = "no_table_in_zip", Error, "the zip holds no table; drop the export itself";
    /// A sheet of a workbook, or an entry of a zip, besides the ones that were read.
    PartNotRead { part: String } = "part_not_read", Note, "`{part}` is no known export and was not read";
    /// A sheet of a workbook of costs or stock, and what it would need to be one too.
    PartLacks { part: String, missing: Vec<Field> } = "part_lacks", Note, "`{part}` was not read: no column of it was recognised as {missing}";
    /// An export that is known and not read; the sentence is the export's own, in both languages.
    OtherExport { zh: String, en: String } = "other_export", Error, "{en} ({zh})";
    PurchaseList = "purchase_list", Error, "this is a list of purchases, which is not read: it says what was paid for each lot, not what a unit of each SKU costs. Put the SKUs and their unit costs into a cost sheet and drop that";
    MappingIncomplete { missing: Vec<Field> } = "mapping_incomplete", Error, "the mapping names columns that the file does not have, or lacks fields that are needed: {missing}";
    ReaderFailed = "reader_failed", Error, "the file made the reader fail; nothing of it was counted. Open it in Excel, save it as .xlsx and drop that";
    // Rows.
    DamagedId { value: String } = "damaged_id", Error, "`{value}`: Excel has destroyed this number, its last digits are gone; the row was set aside. Export again and do not save it in Excel before dropping it";
    LongNumericId { value: String } = "long_numeric_id", Error, "{value} is stored as a number of more than 15 digits, so Excel has changed its last digits; the row was set aside. Export again as csv, or as the platform's original file";
    MissingValue { field: Field } = "missing_value", Error, "the row has no {field}, which it cannot do without; it was set aside";
    UnreadableAmount { value: String } = "unreadable_amount", Error, "`{value}` is no amount; the row was set aside";
    AmountTooLarge { value: String } = "amount_too_large", Error, "{value} is too large to be an amount; the row was set aside";
    UnreadableQuantity { value: String } = "unreadable_quantity", Error, "`{value}` is no number of units; the row was set aside";
    UnreadableDate { value: String, fate: Undated } = "unreadable_date", Warning, "`{value}` is no date that could be read; {fate}";
    UnreadableWeight { value: String } = "unreadable_weight", Warning, "`{value}` is no weight; the row is read without it";
    UnreadableCost { value: String } = "unreadable_cost", Warning, "`{value}` is no cost; the row is read without it";
    /// A formula whose result the file does not hold, where the row needs it.
    FormulaNotCalculated = "formula_not_calculated", Error, "the cell is a formula, and the file does not hold its result; the row was set aside. Open the file in Excel, save it and drop it again";
    TakenForTotal = "taken_for_total", Warning, "the row has no date, while the others have one; it was taken for their total and not counted";
    // Columns.
    FormulaWithoutValue { rows: u32 } = "formula_without_value", Warning, "{rows} cells of this column are formulas, and the file does not hold their results; nothing is known of them. Open the file in Excel, save it and drop it again";
    DamagedIds { value: String, rows: u32 } = "damaged_ids", Warning, "{rows} numbers of this column have lost their last digits in Excel, such as `{value}`; the rows were read without them, and nothing is joined by them. Export again and do not save it in Excel before dropping it";
    /// `value` is the first of them.
    ColumnRefused { field: Field, value: String } = "column_refused", Error, "this column holds telephone numbers or ids such as {value}, which cannot be {field}; none of its rows was counted. Choose another column";
    /// `value` is the cell that proves it, of this column or of another of the table.
    PointIsThousands { value: String } = "point_is_thousands", Note, "`{value}` shows that the point separates thousands and the comma decimals; all numbers of this column were read so";
    CommaIsThousands { value: String } = "comma_is_thousands", Note, "`{value}` shows that the comma separates thousands and the point decimals; all numbers of this column were read so";
    /// `rows` have a number that could be either.
    MixedNumbers { usual: String, other: String, rows: u32 } = "mixed_numbers", Warning, "this column writes numbers in two ways, such as `{usual}` and `{other}`; {rows} others could be either, and were read like most files write them. Let the program that made the file write all in one way, and drop it again";
    UnclearNumbers { value: String, rows: u32, read_as: Amount } = "unclear_numbers", Warning, "nothing in the file shows whether {rows} numbers of this column have thousands or decimals behind their point or comma: `{value}` was read as {read_as}. If that is wrong, save the column as numbers and drop the file again";
    DayIsFirst { value: String } = "day_is_first", Note, "`{value}` shows that dates begin with the day; all dates of this column were read so";
    MonthIsFirst { value: String } = "month_is_first", Note, "`{value}` shows that dates begin with the month; all dates of this column were read so";
    /// `rows` have a date that could be either.
    MixedDays { usual: String, other: String, rows: u32 } = "mixed_days", Warning, "this column writes dates in two orders, `{usual}` and `{other}`; {rows} others could be either, and the month may be mistaken for the day. Export again with the year first";
    UnclearDays { value: String, rows: u32, day: Day } = "unclear_days", Warning, "nothing in the file shows whether {rows} dates of this column begin with the month or with the day: `{value}` was read as {day}. If that is wrong, export again with the year first";
    InTenThousands = "in_ten_thousands", Note, "the header says that one here is ten thousand; all numbers of this column were multiplied by it";
    UnknownStatus { value: String, rows: u32 } = "unknown_status", Warning, "nobody has said what the state `{value}` means; {rows} rows wait in a bucket until you do";
    TooManyStates { rows: u32 } = "too_many_states", Warning, "{rows} further rows have yet other words in this column, which are too many to be states; they wait in a bucket. Check that the column holds the state of the order";
    StatusExplained { value: String, status: OrderStatus, rows: u32 } = "status_explained", Note, "the state `{value}` of {rows} rows is read as {status}, as you said";
    UnknownRefundStatus { value: String } = "unknown_refund_status", Warning, "the state of refund `{value}` is not known; no refund was counted";
    RepeatedMoneyDiffers { field: Field } = "repeated_money_differs", Warning, "{field} should be the same on every row of the order, but is not; the first was taken";
    /// `sku` is the first of them.
    CostsOpen { skus: u32, sku: String } = "costs_open", Warning, "{skus} SKUs of this sheet have no cost yet, such as {sku}; their rows were set aside. Fill the cost in and drop the sheet again";
    /// A number of units that stands once for several rows.
    MergedUnits { rows: u32 } = "merged_units", Warning, "{rows} rows share one merged cell of this column, and nobody can say how many units are of which SKU; none was counted. Split the cell, fill it in and drop the file again";
    /// A row with the money of several products, below which not all of them stand.
    PackageIncomplete { packages: u32 } = "package_incomplete", Warning, "{packages} packages name more products than rows stand below them; the money of each was spread over those that are here. Export again and drop the file again";
    DuplicateCost { kept: Amount } = "duplicate_cost", Warning, "another cost for the same SKU from the same day; the higher one ({kept}) counts";
    // Decisions.
    /// `columns` are those by which the sheet was known, as it writes them.
    ReadByMeaning { columns: Vec<String> } = "read_by_meaning", Note, "no known layout has these columns; the sheet was read by what they are called: {columns}. If one of them is another thing, name the columns as the template does and drop it again";
    ControlDiffers { stated: Money, computed: Money } = "control_differs", Warning, "the file's own total is {stated}, its rows add up to {computed}; it may be incomplete, export it again";
    /// `amount` is what the rows say beyond their parts, over all of them.
    PartsDiffer { rows: u32, amount: Money } = "parts_differ", Warning, "on {rows} rows the columns do not add up to what the row says it comes to; the rest, {amount} in all, is kept as unexplained. There may be a column that is not known yet";
    /// `words` are the first few.
    UnexplainedPurpose { words: String, rows: u32 } = "unexplained_purpose", Warning, "what {rows} movements are for is not known: {words}. They are kept as unexplained and stand in no fee";
    NeitherInNorOut { rows: u32 } = "neither_in_nor_out", Note, "{rows} rows say that nothing came in and nothing went out; they are in no total";
    RefundBasisNet = "refund_basis_net", Note, "on refunded rows the paid amount is already net of the refund: refunds are not taken off twice";
    RefundBasisGross = "refund_basis_gross", Note, "on refunded rows the paid amount is before the refund: refunds are taken off";
    RefundBasisUnknown { rows: u32 } = "refund_basis_unknown", Warning, "{rows} refunded rows do not show whether the paid amount is net of refunds; they wait in a bucket until you say";
    /// `rows` of the file have a cell that begins with a quotation mark which is no quoting; the place is the first.
    QuoteIsLetter { rows: u32 } = "quote_is_letter", Warning, "in {rows} rows, of which this is the first, a cell begins with a quotation mark that encloses nothing; it was read as a letter";
    /// Lines or rows of the file of which nobody can say what became of them.
    RecordsDiffer { lines: u32, read: u32 } = "records_differ", Error, "the file has {lines} lines, but {read} were read; rows may be missing. Save it as .xlsx and drop that";
    /// `names` are what the file was called the other times.
    SameFileAgain { names: Vec<String> } = "same_file_again", Note, "this file was dropped again as {names}; it counts once";
    CodesWrittenOtherwise { skus: u32 } = "codes_written_otherwise", Note, "{skus} codes are written in other letters or with other blanks than in the orders; they were taken for the same SKUs";
    /// Unit costs that an order or stock file states, of SKUs that no cost sheet knows.
    CostsTaken { skus: u32 } = "costs_taken", Note, "the unit costs of {skus} SKUs were taken from this file, since no cost sheet has them";
    /// Unit costs without a currency in a shop that does not sell in CNY.
    CostsInShopCurrency { currency: String, costs: u32 } = "costs_in_shop_currency", Warning, "{costs} unit costs name no currency and are taken to be in {currency}, which the shop sells in; if they are in another, set shop.cost_currency";
    /// Unit costs in a currency without a rate.
    CostsWithoutRate { currency: String, costs: u32 } = "costs_without_rate", Warning, "{costs} unit costs are in {currency}, of which shop.exchange_rates has no rate, so they are not known";
    CostsPassedOver { skus: u32 } = "costs_passed_over", Note, "the unit costs that this file states of {skus} SKUs are in a cost sheet too, and the sheet counts";
    /// `sku` is the one with the greatest difference; `here` and `counted` are in the shop's currency.
    ImplausibleCosts { skus: u32, sku: String, cost: Amount, price: Amount } = "implausible_costs", Warning, "the unit cost of {skus} SKUs is far from what a unit brings: {sku} costs {cost} here and sells for {price}. Check that the column is the cost of one unit, without a carton or a total, and that it is filled in";
    CostsDiffer { skus: u32, sku: String, here: Amount, counted: Amount } = "costs_differ", Note, "of {skus} SKUs the unit cost in this file is another than in the cost sheet, which counts; look whether the sheet is out of date. Most of all {sku}: {here} here, {counted} there";
    /// Bundles of which several files say that other things are in them; `sku` is the first by its code.
    BundlesDiffer { skus: u32, sku: String } = "bundles_differ", Warning, "another file says that something else is in {skus} bundles of this file, {sku} among them, so their cost is not known; take the list out that is out of date, or put the bundles' costs into the cost sheet";
    /// `difference` is what this file says beyond the bill, over all of them.
    FreightDiffers { parcels: u32, difference: Money } = "freight_differs", Note, "of {parcels} parcels this file says another freight than the courier's bill, which counts, {difference} more in all (negative: less); if it is much, ask the courier about the bill";
    /// `difference` is what this file says beyond what counts, over all of them.
    SourcesDiffer { orders: u32, difference: Money } = "sources_differ", Note, "of {orders} orders this file says another amount than the source that counts, {difference} more in all (negative: less)";
    UnitsDiffer { orders: u32, difference: Quantity } = "units_differ", Note, "of {orders} orders this file says other quantities than the source that counts, {difference} units more in all (negative: fewer); look whether a unit there is several here";
    /// `amount` is what this file takes for them.
    BilledAgain { parcels: u32, amount: Money } = "billed_again", Warning, "{parcels} parcels are billed in another file at the same amount with another date, and both count: {amount} here. If that is one charge, delete these rows in one of the files and drop it again in place of the old one";
    /// An ERP's rows of goods sent again have other numbers than those of another export, and one of each pair was not sent
    /// yet.
    MaybeSentAgain { rows: u32 } = "maybe_sent_again", Warning, "{rows} rows of goods sent again may be the same as in another export, or goods sent once more: not all had left when the files were made. They count once; export both periods again as one file, and drop that in place of these";
    /// What a platform counts of products is told apart from orders.
    TrafficRead = "traffic_read", Note, "visitors and sales as the platform counts them were read; no figure uses them yet";
    SumTooLarge = "sum_too_large", Warning, "the amounts add up to more than can be true; check that the right column was chosen";
    EncodingReplaced { count: u32 } = "encoding_replaced", Warning, "{count} characters could not be decoded and were replaced";
    /// `latest` is the last day that the other orders lead to.
    DateFarAhead { day: Day, latest: Day } = "date_far_ahead", Warning, "{day} lies far after all other orders, the last of which are of {latest}; the year may be mistyped. The row waits in the bucket after_as_of";
    LayoutNotChecked = "layout_not_checked", Note, "this kind of file is known by the names of its columns and was never tried with one from a shop; compare its total with what the platform shows";
    OrderIdDates { rows: u32 } = "order_id_dates", Note, "{rows} rows have no time of their own; the day was taken from the order id";
}

impl Diagnostic {
    /// With the severity that the problem has of itself.
    pub fn new(problem: Problem, place: Place) -> Diagnostic {
        Diagnostic { severity: problem.severity(), place, problem }
    }

    /// A finding about the file as a whole.
    pub fn of_file(problem: Problem) -> Diagnostic {
        Diagnostic::new(problem, Place::default())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.place.sheet {
            write!(formatter, "sheet {sheet}, ")?;
        }
        if let Some(row) = self.place.row {
            write!(formatter, "row {row}, ")?;
        }
        if let Some(column) = &self.place.column {
            write!(formatter, "column {column}: ")?;
        }
        self.problem.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The program's own notation for what is missing, for lists and for texts.
    const NOTATION: [&str; 8] = ["Some(", "None", "[\"", "[]", "{:?}", ":?}", "Ok(", "Err("];

    #[test]
    fn no_sentence_is_in_the_programs_own_notation() {
        for (code, sentence) in SENTENCES {
            assert!(!sentence.contains('?') && !NOTATION.iter().any(|sign| sentence.contains(sign)), "{code}");
        }
        let lists = [
            Problem::UnknownLayout {
                guess: Some("快递账单".into()), missing: vec!["运单号".into(), "金额".into()]
            },
            Problem::UnknownLayout { guess: None, missing: Vec::new() },
            Problem::MappingIncomplete { missing: vec![Field::PaidAt, Field::Amount] },
            Problem::MappingIncomplete { missing: Vec::new() },
        ];
        for problem in lists {
            let sentence = problem.to_string();
            assert!(!NOTATION.iter().any(|sign| sentence.contains(sign)) && !sentence.contains('['), "{sentence}");
        }
    }

    #[test]
    fn a_sentence_names_what_is_missing() {
        let problem = Problem::UnknownLayout {
            guess: Some("快递账单".into()),
            missing: vec!["运单号".into(), "金额".into()],
        };
        assert!(problem.to_string().contains("the nearest is 快递账单, of which these are missing: 运单号, 金额"));
        let problem = Problem::MappingIncomplete { missing: vec![Field::PaidAt, Field::Amount] };
        assert!(problem.to_string().ends_with("paid_at, amount"));
    }
}
