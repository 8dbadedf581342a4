//! What a seller asks: every request that changes nothing, each in more than one way.

use analytics::capacity::{Pace, Spike};
use analytics::profit::{Component, Levers};
use analytics::repurchase::settings::Rfm;
use analytics::repurchase::{Driver, Period, Scoring};
use analytics::vocabulary::{Block, Source};
use analytics::{Config, Day, Rate};
use export::shared::{Choice, Listed};
use protocol::{
    AdviceWords, BasisQuery, CapacityQuery, CohortMeasure, CohortWords, CustomerColumn, CustomerList, CustomerQuery,
    CustomerSort, CustomerWords, Direction, ExportWords, FileWords, Group, Language, OrderColumn, OrderFilter, OrderId,
    OrderQuery, OrderSort, OrderWords, Periods, Plan, PurchaseOrderColumn, PurchaseOrderWords, RepurchaseQuery,
    Request, SkuColumn, SkuFilter, SkuQuery, SkuSort, SkuWords, SpikeQuery, StockColumn, StockWords, Subject,
    TableFormat,
};

/// The settings take its thresholds over.
pub fn scores() -> [Request; 2] {
    let mut rfm: Rfm = Config::default().repurchase.rfm;
    let usual = Request::Score { rfm: Box::new(rfm.clone()), scoring: Scoring::Quantile };
    rfm.recency = [40, 30, 20, 10];
    [usual, Request::Score { rfm: Box::new(rfm), scoring: Scoring::Fixed }]
}

pub fn questions() -> Vec<Request> {
    let mut questions = vec![Request::Shop, Request::Months];
    questions.extend(of_skus());
    questions.extend(of_orders());
    questions.extend(of_the_scope());
    questions.extend(of_customers());
    questions.extend(of_capacity());
    questions
}

/// Details that a shop may not have at all.
pub fn details() -> Vec<Request> {
    let order = OrderId { platform: Source::Taobao, id: "4300000000000000001".to_owned() };
    let cells = |subject, component| Request::Cells { subject, component, offset: 0, limit: 20 };
    let sku = || Subject::Sku("FG-01".to_owned());
    let day = |text| Day::parse(text).unwrap();
    vec![
        Request::Compare { before: (day("2026-06-01"), day("2026-06-03")) },
        Request::CompareLoad { warehouse: None, periods: weeks() },
        Request::CompareCustomers(weeks()),
        Request::Sku { sku: "tx-w-m".to_owned() },
        Request::Elsewhere { sku: "FG-01".to_owned() },
        Request::Order(order.clone()),
        cells(sku(), Component::Revenue),
        cells(sku(), Component::UnitCost),
        cells(Subject::Order(order), Component::Revenue),
        Request::Customer { customer: 0, reveals: true },
    ]
}

/// Two weeks that most shops of the tests have.
fn weeks() -> Periods {
    let day = |text| Day::parse(text).unwrap();
    let before = (day("2026-05-25"), day("2026-05-31"));
    Periods { before, now: (day("2026-06-01"), day("2026-06-07")) }
}

fn of_skus() -> Vec<Request> {
    let query = |filter, sort, search: &str| SkuQuery {
        filter,
        sort,
        search: search.to_owned(),
        descending: true,
        limit: 500,
        ..SkuQuery::default()
    };
    let losing = query(SkuFilter::LossMaking, SkuSort::Net, "");
    vec![
        Request::Skus(query(SkuFilter::All, SkuSort::AtStake, "")),
        Request::Skus(query(SkuFilter::Winners, SkuSort::Margin, "")),
        Request::Skus(query(SkuFilter::ToActOn, SkuSort::Gain, "")),
        Request::Skus(query(SkuFilter::MissingCost, SkuSort::Revenue, "")),
        Request::Skus(query(SkuFilter::All, SkuSort::Block(Block::Ads), "t")),
        Request::Skus(SkuQuery { offset: 2, limit: 3, ..query(SkuFilter::All, SkuSort::Orders, "") }),
        Request::ExportSkus { query: losing.clone(), format: TableFormat::Csv, words: Box::new(sku_words()) },
        Request::ExportSkus { query: losing, format: TableFormat::Xlsx, words: Box::new(sku_words()) },
        Request::CostTemplate { language: Language::Chinese },
        Request::StockTemplate { language: Language::English },
    ]
}

fn of_orders() -> Vec<Request> {
    let query = |filter, sort, search: &str| OrderQuery {
        filter,
        sort,
        search: search.to_owned(),
        limit: 500,
        ..OrderQuery::default()
    };
    let all = query(OrderFilter::All, OrderSort::Net, "");
    vec![
        Request::Orders(all.clone()),
        Request::Orders(query(OrderFilter::Refunded, OrderSort::Refunds, "")),
        Request::Orders(query(OrderFilter::NotShipped, OrderSort::Day, "")),
        Request::Orders(query(OrderFilter::Partial, OrderSort::Costs, "26")),
        Request::ExportOrders { query: all, format: TableFormat::Csv, words: Box::new(order_words()) },
    ]
}

fn of_the_scope() -> Vec<Request> {
    let day = |text| Day::parse(text).unwrap();
    let percent = |percent: i64| Rate::from_millionths(percent * 10_000);
    let plan = |group, levers| Plan { name: "计划".to_owned(), group, levers };
    let cheaper = Levers { price: percent(-5), ads: percent(10), ..Levers::default() };
    let dearer = Levers { price: percent(3), unit_cost: percent(2), returns: percent(-10), ..Levers::default() };
    let rows = Group::Rows { filter: SkuFilter::LossMaking, search: String::new() };
    let plans = [Group::Shop, Group::Platform(Source::Pdd), Group::Sku("FG-01".to_owned()), rows];
    let moved = |direction| Request::Moved(BasisQuery { direction, offset: 0, limit: 200 });
    vec![
        Request::WhatIf(plans.map(|group| plan(group, cheaper)).to_vec()),
        Request::WhatIf(vec![plan(Group::Shop, dearer)]),
        Request::Compare { before: (day("2026-05-02"), day("2026-05-31")) },
        moved(Direction::Left),
        moved(Direction::Entered),
    ]
}

fn of_customers() -> Vec<Request> {
    let list = |list| CustomerQuery { list, limit: 200, ..CustomerQuery::default() };
    let cell = CustomerList::Cell { recency: 5, frequency_monetary: 3, scoring: Scoring::Fixed };
    let repeaters =
        CustomerQuery { sort: CustomerSort::Last, descending: true, reveals: true, ..list(CustomerList::Repeaters) };
    let tag = Config::default().repurchase.tags[0].tag.clone();
    let drivers = RepurchaseQuery { driver: Driver::Delivery, cohorts: Period::Week, days: 30, reveals: true };
    vec![
        Request::Repurchase(RepurchaseQuery::default()),
        Request::Repurchase(drivers),
        Request::CustomerValue,
        Request::Customers(list(CustomerList::All)),
        Request::Customers(repeaters.clone()),
        Request::Customers(list(cell)),
        Request::Customers(list(CustomerList::Letters)),
        Request::Customers(list(CustomerList::Tag(tag))),
        Request::ExportCustomers {
            query: repeaters,
            format: TableFormat::Csv,
            words: Box::new(CustomerWords {
                table: table(&[
                    CustomerColumn::Label,
                    CustomerColumn::Scores,
                    CustomerColumn::Tags,
                    CustomerColumn::Net,
                ]),
                segments: Vec::new(),
                tags: Vec::new(),
                platforms: Vec::new(),
                reason: "{purchases} {silent} {rhythm} {sku}".to_owned(),
            }),
        },
        Request::ExportCohorts {
            period: Period::Month,
            measure: CohortMeasure::NetPerCustomer,
            format: TableFormat::Csv,
            words: Box::new(CohortWords {
                file: file(),
                from: "月".to_owned(),
                customers: "人".to_owned(),
                period: "+{n}".to_owned(),
                not_due: "未到".to_owned(),
            }),
        },
    ]
}

fn of_capacity() -> Vec<Request> {
    let query = |warehouse: Option<&str>, pace| CapacityQuery {
        warehouse: warehouse.map(str::to_owned),
        plan_rows: 50,
        pace,
        stock_rows: 50,
    };
    let spike = Spike { sku: Some("FG-01".to_owned()), days: 2, runs: 5, ..Spike::default() };
    vec![
        Request::Capacity(query(None, None)),
        Request::Capacity(query(Some("义乌仓"), Some(Pace::Slow))),
        Request::Spike(SpikeQuery { warehouse: None, spike: Spike { runs: 5, ..Spike::default() } }),
        Request::Spike(SpikeQuery { warehouse: Some("义乌仓".to_owned()), spike }),
        Request::ExportPurchases {
            warehouse: None,
            format: TableFormat::Csv,
            words: Box::new(PurchaseOrderWords {
                table: table(&[
                    PurchaseOrderColumn::Supplier,
                    PurchaseOrderColumn::Sku,
                    PurchaseOrderColumn::Quantity,
                    PurchaseOrderColumn::Amount,
                ]),
                core: "核心".to_owned(),
                backup: "备用".to_owned(),
                no_supplier: "没写".to_owned(),
                subtotal: "{supplier} 小计".to_owned(),
                total: "合计".to_owned(),
                without_cost: "{count}".to_owned(),
            }),
        },
        Request::ExportStock {
            warehouse: None,
            pace: Some(Pace::Slow),
            format: TableFormat::Csv,
            words: Box::new(StockWords {
                table: table(&[StockColumn::Sku, StockColumn::Pace, StockColumn::OnHand, StockColumn::TiedUp]),
                paces: Pace::ALL.map(|pace| (pace, format!("{pace:?}"))).to_vec(),
            }),
        },
        Request::Share(Box::default()),
        Request::Share(Box::new(Choice { listed: Listed::All, names: false, costs: true, ..Choice::default() })),
    ]
}

fn file() -> FileWords {
    FileWords { name: "表".to_owned(), sheet: "表".to_owned(), ..FileWords::default() }
}

fn table<Column: Copy + std::fmt::Debug>(columns: &[Column]) -> ExportWords<Column> {
    let columns = columns.iter().map(|column| (*column, format!("{column:?}"))).collect();
    ExportWords { file: file(), columns }
}

fn sku_words() -> SkuWords {
    let [keep, cap_ads, no_ads, raise_price, clear, stop, missing_cost] =
        ["留", "每单 {amount}", "停推广", "提到 {amount}", "清", "停卖", "缺成本"].map(str::to_owned);
    let (at, platforms) = ("{place} {net} {advice}".to_owned(), Vec::new());
    SkuWords {
        table: table(&[SkuColumn::Sku, SkuColumn::Units, SkuColumn::Block(Block::Goods), SkuColumn::Verdict]),
        advice: AdviceWords { keep, cap_ads, no_ads, raise_price, clear, stop, missing_cost, at, platforms },
        unmatched_ads: "没对上".to_owned(),
    }
}

fn order_words() -> OrderWords {
    OrderWords {
        table: table(&[
            OrderColumn::Order,
            OrderColumn::Store,
            OrderColumn::Day,
            OrderColumn::Net,
            OrderColumn::Remarks,
        ]),
        loss: "亏".to_owned(),
        not_shipped: "没发".to_owned(),
        refunded: "退".to_owned(),
        partial: "缺".to_owned(),
        platforms: Vec::new(),
    }
}
