//! The SKU table.

use analytics::Money;
use analytics::profit::SkuProfit;
use analytics::vocabulary::Block;

use crate::Language;
use crate::table::{Cell, Column, Table};

/// One row of the SKU table.
#[derive(Clone, Copy, Debug)]
pub struct SkuLine<'a> {
    pub sku: &'a str,
    pub name: &'a str,
    pub profit: &'a SkuProfit,
}

/// The rows as a table, in the order given. What is unknown is left blank.
pub fn sku_table<'a>(lines: impl Iterator<Item = SkuLine<'a>>, language: Language) -> Table {
    let titles = [
        ("商家编码", "SKU", 22.0),
        ("商品名称", "Name", 32.0),
        ("件数", "Units", 9.0),
        ("订单数", "Orders", 9.0),
        ("收入", "Revenue", 13.0),
        ("退款", "Refunds", 13.0),
        ("货品", "Goods", 13.0),
        ("平台", "Platform", 13.0),
        ("仓储物流", "Logistics", 13.0),
        ("推广", "Ads", 13.0),
        ("售后", "After-sales", 13.0),
        ("净利", "Net", 13.0),
        ("每件净利", "Net per unit", 13.0),
        ("净利率", "Margin", 9.0),
        ("保本价", "Break-even price", 13.0),
        ("保本投产比", "Break-even ROAS", 13.0),
        ("每单可承受推广费", "Affordable ads per order", 16.0),
        ("亏在哪", "Lost at", 12.0),
    ];
    Table {
        sheet: language.choose("单品利润", "SKU profit").to_owned(),
        columns: titles
            .iter()
            .map(|(chinese, english, width)| Column {
                title: language.choose(chinese, english).to_owned(),
                width: *width,
            })
            .collect(),
        rows: lines.map(|line| row(line, language)).collect(),
    }
}

fn row(line: SkuLine<'_>, language: Language) -> Vec<Cell> {
    let profit = line.profit;
    let blocks = &profit.blocks;
    let known = |amount: Option<Money>| amount.map_or(Cell::Blank, Cell::Money);
    let goods = if profit.has_cost { Cell::Money(blocks.goods) } else { Cell::Blank };
    vec![
        Cell::Text(line.sku.to_owned()),
        Cell::Text(line.name.to_owned()),
        Cell::Quantity(blocks.units),
        Cell::Count(blocks.orders),
        Cell::Money(blocks.revenue),
        Cell::Money(blocks.refunds),
        goods,
        Cell::Money(blocks.platform),
        Cell::Money(blocks.logistics),
        Cell::Money(blocks.ads),
        Cell::Money(blocks.after_sales),
        known(profit.net()),
        known(profit.net_per_unit()),
        profit.margin().map_or(Cell::Blank, Cell::Share),
        known(profit.break_even_price()),
        profit.break_even_roas().map_or(Cell::Blank, Cell::Number),
        known(profit.affordable_ads_per_order()),
        profit.loss_block().map_or(Cell::Blank, |block| Cell::Text(block_name(block, language).to_owned())),
    ]
}

const fn block_name(block: Block, language: Language) -> &'static str {
    match block {
        Block::Refunds => language.choose("退款", "refunds"),
        Block::Goods => language.choose("货品", "goods"),
        Block::Platform => language.choose("平台", "platform"),
        Block::Logistics => language.choose("仓储物流", "logistics"),
        Block::Ads => language.choose("推广", "ads"),
        Block::AfterSales => language.choose("售后", "after-sales"),
    }
}
