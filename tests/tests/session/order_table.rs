//! The order table, and single orders.

use analytics::profit::{Component, Scope};
use analytics::vocabulary::{Block, Source};
use analytics::{Amount, Money};
use protocol::{
    ExportWords, OrderColumn, OrderFilter, OrderQuery, OrderSort, OrderWords, Reply, Request, Subject, TableFormat,
};

use crate::{Page, file_words};

#[test]
fn orders_add_up_to_the_shop() {
    let mut page = Page::with_small_shop();
    let summary = page.profit(Request::Shop);
    let orders = page.orders(OrderFilter::All, OrderSort::Net, "");
    // The shop's README: 749 orders with a known cost, and 23 of FG-01 alone.
    assert_eq!(orders.counts.all, 772);
    assert_eq!(orders.rows.iter().filter(|row| !row.has_net()).count(), 23);
    // Ads for a product nobody bought: 59.99.
    assert_eq!(orders.ads_without_orders, Money::parse("59.99").unwrap());
    assert_eq!(orders.totals.net() - orders.ads_without_orders, summary.totals.net());
    let nets: Vec<Money> = orders.rows.iter().map(|row| row.blocks.net()).collect();
    assert!(nets.is_sorted());
    assert_eq!(nets.iter().copied().sum::<Money>(), orders.totals.net());
}

#[test]
fn orders_are_filtered_searched_and_cut_into_windows() {
    let mut page = Page::with_small_shop();
    let all = page.orders(OrderFilter::All, OrderSort::Day, "");
    let losing = page.orders(OrderFilter::LossMaking, OrderSort::Net, "");
    let lost = all.rows.iter().filter(|row| row.blocks.net().is_negative()).count();
    assert_eq!((losing.matching, losing.rows.len()), (losing.counts.loss_making, lost));
    assert!(lost > 0 && losing.rows.iter().all(|row| row.blocks.net().is_negative()));
    // Refunds after shipment in the shop's README: 17 + 48 + 27 in full, 9 in part, 8 of one line; before it 4 in part.
    assert_eq!(all.counts.refunded, 17 + 48 + 27 + 9 + 8 + 4);
    let id = losing.rows[0].order.id.clone();
    let found = page.orders(OrderFilter::All, OrderSort::Net, &id);
    assert_eq!(found.rows, losing.rows[..1]);
    let query = OrderQuery { offset: 5, limit: 3, ..losing.query.clone() };
    match page.ask(Request::Orders(query), None) {
        Reply::Orders(part) => assert_eq!(part.rows, losing.rows[5..8]),
        other => panic!("{other:?}"),
    }
    page.profit(Request::SetScope(Scope { platform: Some(Source::Pdd), ..Scope::default() }));
    let of_platform = page.orders(OrderFilter::All, OrderSort::Net, "");
    assert!(of_platform.counts.all < all.counts.all);
    assert!(of_platform.rows.iter().all(|row| row.order.platform == Source::Pdd));
}

#[test]
fn an_order_is_the_sum_of_its_lines_its_components_and_its_cells() {
    let mut page = Page::with_small_shop();
    let mut rows = page.orders(OrderFilter::Refunded, OrderSort::Net, "").rows;
    rows.extend(page.orders(OrderFilter::All, OrderSort::Revenue, "").rows.into_iter().rev().take(60));
    let with_several_lines = rows
        .iter()
        .map(|row| {
            let detail = page.order(row.order.clone());
            assert_eq!(&detail.row, row);
            for &block in Block::ALL {
                let of_block = detail.components.iter().filter(|(component, _)| component.block() == Some(block));
                assert_eq!(of_block.map(|(_, amount)| *amount).sum::<Money>(), row.blocks.block(block), "{row:?}");
            }
            let known = detail.lines.iter().filter(|line| line.has_cost);
            assert_eq!(known.map(|line| line.blocks.net()).sum::<Money>(), row.blocks.net());
            if !row.is_partial {
                let subject = Subject::Order(row.order.clone());
                let cells = page.cells_of(subject, Component::Revenue);
                let amounts: Amount = cells.iter().map(|cell| cell.amount).sum();
                assert_eq!(Money::from(amounts), row.blocks.revenue);
                assert!(cells.iter().all(|cell| cell.order.as_ref() == Some(&row.order.id)));
            }
            detail.lines.len()
        })
        .filter(|&lines| lines > 1)
        .count();
    assert!(with_several_lines > 0);
}

#[test]
fn an_order_table_leaves_as_it_stands() {
    let mut page = Page::with_small_shop();
    let query = page.orders(OrderFilter::LossMaking, OrderSort::Net, "").query;
    let columns = [
        (OrderColumn::Order, "订单"),
        (OrderColumn::Store, "店铺"),
        (OrderColumn::Net, "净利"),
        (OrderColumn::Remarks, "备注"),
    ];
    let words = OrderWords {
        table: ExportWords {
            file: file_words("亏钱单"),
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        loss: "亏".to_owned(),
        not_shipped: "没发货".to_owned(),
        refunded: "有退款".to_owned(),
        partial: "缺成本".to_owned(),
        platforms: vec![(Source::Douyin, "抖店".to_owned())],
    };
    let text = page.download(Request::ExportOrders { query, format: TableFormat::Csv, words: Box::new(words) });
    let text = String::from_utf8(text).unwrap();
    // Refunded in full, and what is lost is its freight.
    assert!(
        text.starts_with("\u{feff}订单,店铺,净利,备注\r\n6920000002322879450,抖店,-34.10,亏 · 有退款\r\n"),
        "{text}"
    );
}
