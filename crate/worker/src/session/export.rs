//! Tables that leave as files: the columns and words of the screen, the rows of the query.

use analytics::Money;
use analytics::profit::{Advice, Item, UNMATCHED_ADS};
use analytics::vocabulary::Block;
use export::{Column, CostRow, ExportCell, Table, cost_template};
use protocol::{
    AdviceWords, ExportWords, FileWords, Language, OrderColumn, OrderQuery, OrderRow, OrderWords, Reply, SkuColumn,
    SkuQuery, SkuRow, SkuWords, TableFormat,
};

use super::Session;

impl Session {
    pub(super) fn export_skus(&mut self, query: &SkuQuery, format: TableFormat, words: &SkuWords) -> Reply {
        let rows = self.all_rows(query);
        let cell = |row: &SkuRow, column: SkuColumn| match column {
            SkuColumn::Name if row.sku == UNMATCHED_ADS => ExportCell::Text(words.unmatched_ads.clone()),
            // It has no code: the word that stands for one is the program's.
            SkuColumn::Sku if row.sku == UNMATCHED_ADS => ExportCell::Blank,
            _ => sku_cell(row, column, &words.advice),
        };
        written(&table(&words.table, &rows, cell, sku_width), &words.table.file.name, format)
    }

    pub(super) fn export_orders(&mut self, query: OrderQuery, format: TableFormat, words: &OrderWords) -> Reply {
        let rows = self.all_orders(query);
        let cell = |row: &OrderRow, column: OrderColumn| order_cell(row, column, words);
        written(&table(&words.table, &rows, cell, order_width), &words.table.file.name, format)
    }

    /// SKUs without a cost first, then by code.
    pub(super) fn template(&self, language: Language) -> Reply {
        let mut rows: Vec<(bool, CostRow)> = Vec::new();
        for (item, profit) in &self.whole.report.skus {
            let Item::Sku(_) = item else { continue };
            let (cost, currency) = self.stated_cost(*item).unzip();
            let (sku, name) = (item.code(&self.dataset).to_owned(), item.name(&self.dataset).to_owned());
            let row = CostRow { sku, name, cost, currency: currency.flatten() };
            rows.push((profit.has_cost, row));
        }
        rows.sort_by_key(|(has_cost, _)| *has_cost);
        let rows: Vec<CostRow> = rows.into_iter().map(|(_, row)| row).collect();
        let (name, language) = match language {
            Language::Chinese => ("成本表.xlsx", export::Language::Chinese),
            Language::English => ("costs.xlsx", export::Language::English),
        };
        download(name.to_owned(), cost_template(&rows, language).map_err(|error| error.to_string()))
    }
}

fn table<Row, Name: Copy>(
    words: &ExportWords<Name>,
    rows: &[Row],
    cell: impl Fn(&Row, Name) -> ExportCell,
    width: fn(Name) -> f64,
) -> Table {
    let column = |(name, title): &(Name, String)| Column { title: title.clone(), width: width(*name) };
    let line = |row: &Row| words.columns.iter().map(|(name, _)| cell(row, *name)).collect();
    table_of(&words.file, words.columns.iter().map(column).collect(), rows.iter().map(line).collect())
}

pub(super) fn table_of(words: &FileWords, columns: Vec<Column>, rows: Vec<Vec<ExportCell>>) -> Table {
    Table { sheet: words.sheet.clone(), columns, rows, about: words.about.clone() }
}

pub(super) fn written(table: &Table, name: &str, format: TableFormat) -> Reply {
    match format {
        TableFormat::Xlsx => download(format!("{name}.xlsx"), table.to_xlsx().map_err(|error| error.to_string())),
        TableFormat::Csv => download(format!("{name}.csv"), Ok(table.to_csv())),
    }
}

pub(super) fn download(name: String, bytes: Result<Vec<u8>, String>) -> Reply {
    match bytes {
        Ok(bytes) => Reply::Download { name, bytes },
        Err(message) => Reply::Failed { message },
    }
}

fn sku_cell(row: &SkuRow, column: SkuColumn, words: &AdviceWords) -> ExportCell {
    let profit = &row.profit;
    let blocks = &profit.blocks;
    match column {
        SkuColumn::Sku => ExportCell::Text(row.sku.clone()),
        SkuColumn::Name => ExportCell::Text(row.name.clone()),
        SkuColumn::Units => ExportCell::Quantity(blocks.units),
        SkuColumn::Orders => ExportCell::Count(blocks.orders),
        SkuColumn::Revenue => ExportCell::Money(blocks.revenue),
        SkuColumn::Block(Block::Goods) if !profit.has_cost => ExportCell::Blank,
        SkuColumn::Block(block) => ExportCell::Money(blocks.block(block)),
        SkuColumn::PerUnit => ExportCell::money(profit.net_per_unit()),
        SkuColumn::Net => ExportCell::money(profit.net()),
        SkuColumn::Margin => ExportCell::share(profit.margin()),
        SkuColumn::BreakEvenRoas => profit.break_even_roas().map_or(ExportCell::Blank, ExportCell::Number),
        SkuColumn::Verdict => ExportCell::Text(said(row, words)),
        SkuColumn::Gain => ExportCell::money(row.verdict.map(|verdict| verdict.gain)),
    }
}

fn said(row: &SkuRow, words: &AdviceWords) -> String {
    let with = |words: &str, amount: Money| words.replace("{amount}", &amount.to_string());
    let advice = match row.verdict.map(|verdict| verdict.advice) {
        Some(Advice::Keep) => words.keep.clone(),
        Some(Advice::CapAds { per_order }) if per_order.is_zero() => words.no_ads.clone(),
        Some(Advice::CapAds { per_order }) => with(&words.cap_ads, per_order),
        Some(Advice::RaisePrice { to }) => with(&words.raise_price, to),
        Some(Advice::Clear) => words.clear.clone(),
        Some(Advice::Stop) => words.stop.clone(),
        None if row.profit.has_cost => String::new(),
        None => words.missing_cost.clone(),
    };
    let Some(place) = row.loss_at.as_ref().filter(|_| row.verdict.is_some()) else { return advice };
    let platform = words.platforms.iter().find(|(platform, _)| *platform == place.platform);
    let name = [platform.map_or("", |(_, word)| word.as_str()), place.store.as_str()];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let net = place.profit.blocks.net().abs();
    words.at.replace("{place}", &name).replace("{net}", &net.to_string()).replace("{advice}", &advice)
}

fn order_cell(row: &OrderRow, column: OrderColumn, words: &OrderWords) -> ExportCell {
    let blocks = &row.blocks;
    let if_known = |amount: Money| if row.has_net() { ExportCell::Money(amount) } else { ExportCell::Blank };
    match column {
        OrderColumn::Order => ExportCell::Text(row.order.id.clone()),
        OrderColumn::Day => ExportCell::Text(row.day.to_string()),
        OrderColumn::Store => {
            let of_platform = words.platforms.iter().find(|(platform, _)| *platform == row.order.platform);
            let platform = of_platform.map_or("", |(_, word)| word.as_str());
            let parts = [platform, row.store.as_str()];
            ExportCell::Text(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
        }
        OrderColumn::Units => ExportCell::Quantity(blocks.units),
        OrderColumn::Revenue => if_known(blocks.revenue),
        OrderColumn::Refunds => if_known(blocks.refunds),
        OrderColumn::Costs => if_known(row.costs()),
        OrderColumn::Net => if_known(blocks.net()),
        OrderColumn::Remarks => {
            let remarks = [
                (blocks.net().is_negative(), &words.loss),
                (!row.is_shipped, &words.not_shipped),
                (row.is_refunded, &words.refunded),
                (row.is_partial, &words.partial),
            ];
            let said = remarks.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.as_str());
            ExportCell::Text(said.collect::<Vec<_>>().join(" · "))
        }
    }
}

/// In characters.
fn sku_width(column: SkuColumn) -> f64 {
    match column {
        SkuColumn::Name => 32.0,
        SkuColumn::Sku | SkuColumn::Verdict => 22.0,
        SkuColumn::Units | SkuColumn::Orders | SkuColumn::Margin => 9.0,
        SkuColumn::Revenue
        | SkuColumn::Block(_)
        | SkuColumn::PerUnit
        | SkuColumn::Net
        | SkuColumn::BreakEvenRoas
        | SkuColumn::Gain => 13.0,
    }
}

/// In characters.
fn order_width(column: OrderColumn) -> f64 {
    match column {
        OrderColumn::Order | OrderColumn::Store | OrderColumn::Remarks => 24.0,
        OrderColumn::Units => 9.0,
        OrderColumn::Day | OrderColumn::Revenue | OrderColumn::Refunds | OrderColumn::Costs | OrderColumn::Net => 13.0,
    }
}
