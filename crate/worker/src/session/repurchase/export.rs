//! Lists of customers and the cohort table, as files.

use analytics::repurchase::{self, CohortCell, Period};
use analytics::vocabulary::Source;
use analytics::{Day, Money, Quantity};
use export::{Column, ExportCell};
use protocol::{
    CohortMeasure, CohortWords, CustomerColumn, CustomerList, CustomerQuery, CustomerRow, CustomerWords, Reply,
    TableFormat,
};

use super::super::Session;
use super::super::export::{table_of, written};

impl Session {
    pub(in super::super) fn export_customers(
        &mut self,
        query: &CustomerQuery,
        format: TableFormat,
        words: &CustomerWords,
    ) -> Reply {
        let rows = self.all_customers(query);
        let reasons = if query.list == CustomerList::Letters { self.reasons(words) } else { Vec::new() };
        let as_of = self.customers.as_ref().and_then(|customers| customers.prepared.history.as_of);
        let line = |(position, row): (usize, &CustomerRow)| {
            let reason = reasons.get(position).map_or("", String::as_str);
            words.table.columns.iter().map(|(column, _)| cell(row, *column, as_of, reason, words)).collect()
        };
        let column =
            |(column, title): &(CustomerColumn, String)| Column { title: title.clone(), width: width(*column) };
        let columns = words.table.columns.iter().map(column).collect();
        let table = table_of(&words.table.file, columns, rows.iter().enumerate().map(line).collect());
        written(&table, &words.table.file.name, format)
    }

    /// In the order of the letters.
    fn reasons(&self, words: &CustomerWords) -> Vec<String> {
        let Some(customers) = &self.customers else { return Vec::new() };
        let why = |letter: &repurchase::Letter| {
            let sku = if letter.last_name.is_empty() { &letter.last_sku } else { &letter.last_name };
            words
                .reason
                .replace("{purchases}", &letter.purchases.to_string())
                .replace("{silent}", &letter.silent.to_string())
                .replace("{rhythm}", &letter.rhythm.to_string())
                .replace("{sku}", sku)
        };
        customers.letters().iter().map(why).collect()
    }

    pub(in super::super) fn export_cohorts(
        &mut self,
        period: Period,
        measure: CohortMeasure,
        format: TableFormat,
        words: &CohortWords,
    ) -> Reply {
        self.fill_customers();
        let Some(customers) = &self.customers else { return Reply::Gone };
        let cohorts = repurchase::cohorts(&customers.prepared, period).cohorts;
        let periods = cohorts.iter().map(|cohort| cohort.cells.len()).max().unwrap_or(0);
        let mut columns = vec![
            Column { title: words.from.clone(), width: 13.0 },
            Column { title: words.customers.clone(), width: 9.0 },
        ];
        columns.extend(
            (0..periods).map(|number| Column { title: words.period.replace("{n}", &number.to_string()), width: 11.0 }),
        );
        let is_of_net = matches!(measure, CohortMeasure::Net | CohortMeasure::NetPerCustomer);
        let is_unknown = is_of_net && !customers.prepared.history.knows_cost();
        let line = |cohort: &repurchase::Cohort| {
            let mut line = vec![ExportCell::Text(cohort.from.to_string()), ExportCell::Count(cohort.customers)];
            line.extend((0..periods).map(|number| match cohort.cells.get(number) {
                Some(_) if is_unknown => ExportCell::Blank,
                Some(cell) => cohort_cell(cell, cohort.customers, measure),
                None => ExportCell::Text(words.not_due.clone()),
            }));
            line
        };
        let table = table_of(&words.file, columns, cohorts.iter().map(line).collect());
        written(&table, &words.file.name, format)
    }
}

fn cohort_cell(cell: &CohortCell, customers: u32, measure: CohortMeasure) -> ExportCell {
    let each = |money: Money| ExportCell::money(money.per(Quantity::from_units(customers.into())));
    match measure {
        CohortMeasure::Retention if customers == 0 => ExportCell::Blank,
        CohortMeasure::Retention => ExportCell::Share(f64::from(cell.active) / f64::from(customers)),
        CohortMeasure::Purchases => ExportCell::Count(cell.purchases),
        CohortMeasure::Revenue => ExportCell::Money(cell.revenue.rounded()),
        CohortMeasure::Net => ExportCell::Money(cell.net.rounded()),
        CohortMeasure::RevenuePerCustomer => each(cell.revenue_so_far),
        CohortMeasure::NetPerCustomer => each(cell.net_so_far),
    }
}

fn cell(
    row: &CustomerRow,
    column: CustomerColumn,
    as_of: Option<Day>,
    reason: &str,
    words: &CustomerWords,
) -> ExportCell {
    // What has no word in the seller's language is called by its own name.
    fn word<'w>(words: &'w [(String, String)], name: &'w str) -> &'w str {
        words.iter().find(|(known, _)| known == name).map_or(name, |(_, word)| word)
    }
    match column {
        CustomerColumn::Label => ExportCell::Text(row.label.clone()),
        CustomerColumn::Platforms => {
            let of = |(platform, word): &(Source, String)| row.platforms.contains(platform).then(|| word.clone());
            ExportCell::Text(words.platforms.iter().filter_map(of).collect::<Vec<_>>().join(" · "))
        }
        CustomerColumn::Purchases => ExportCell::Count(row.purchases),
        CustomerColumn::First => ExportCell::Text(row.first.to_string()),
        CustomerColumn::Last => ExportCell::Text(row.last.to_string()),
        CustomerColumn::Silent => as_of.map_or(ExportCell::Blank, |as_of| {
            ExportCell::Count((as_of.number() - row.last.number()).max(0).unsigned_abs())
        }),
        CustomerColumn::Revenue => ExportCell::Money(row.revenue),
        CustomerColumn::Net => ExportCell::money(row.net),
        CustomerColumn::Scores => row.scores.map_or(ExportCell::Blank, |scores| {
            ExportCell::Text(format!("{}{}{}", scores.recency, scores.frequency, scores.monetary))
        }),
        CustomerColumn::Segment => ExportCell::Text(word(&words.segments, &row.segment).to_owned()),
        CustomerColumn::Tags => {
            let names = row.tags.iter().map(|tag| word(&words.tags, tag));
            ExportCell::Text(names.collect::<Vec<_>>().join(" · "))
        }
        CustomerColumn::Reason => ExportCell::Text(reason.to_owned()),
    }
}

/// In characters.
fn width(column: CustomerColumn) -> f64 {
    match column {
        CustomerColumn::Label | CustomerColumn::Tags => 24.0,
        CustomerColumn::Reason => 60.0,
        CustomerColumn::Platforms | CustomerColumn::Segment => 16.0,
        CustomerColumn::Purchases | CustomerColumn::Silent | CustomerColumn::Scores => 9.0,
        CustomerColumn::First | CustomerColumn::Last | CustomerColumn::Revenue | CustomerColumn::Net => 13.0,
    }
}
