//! The seller's cost sheet: a title above the header, first days of new costs, notes and sums of a human to the right.

use super::calendar::date;
use super::catalogue::Catalogue;
use super::table::{Output, Sheet};
use super::truth::Tally;

pub fn write(output: &mut dyn Output, catalogue: &Catalogue, tally: &mut Tally<'_>) {
    let name = "成本表.xlsx";
    let file = tally.file(name, "zhanggui", "costs");
    let mut sheet = Sheet::xlsx(output.create(name), "成本");
    sheet.plain(&["山月家居 2026 成本表（采购部）"]);
    sheet.header(["商家编码", "商品名称", "规格", "单位成本(元)", "生效日期", "重量(克)", "求和项:库存", "备注"]);
    for sku in &catalogue.skus {
        for &(from, tenths) in &sku.costs {
            sheet
                .put("商家编码", sku.code.as_str())
                .put("商品名称", catalogue.products[sku.product].title)
                .put("规格", sku.variant)
                // A tenth of a cent does not fit a cell of cents.
                .put("单位成本(元)", format!("{}.{:03}", tenths / 1000, tenths % 1000))
                .put("生效日期", from.map_or(String::new(), |day| date(day).to_string()))
                .put("重量(克)", super::table::SheetCell::Count(sku.grams));
            if from.is_some() {
                sheet.put("备注", "供应商调价");
            }
            sheet.end_row();
            tally.files[file].rows += 1;
        }
    }
    sheet.finish();
}
