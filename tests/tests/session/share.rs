//! A report for somebody else says what the page says, and nothing of anybody.

use std::collections::BTreeSet;

use analytics::profit::Scope;
use analytics::vocabulary::{Block, Source};
use analytics::{Day, Money};
use export::shared::link::{self, Packed};
use export::shared::{Brand, Choice, Colour, Listed, SharedReport};
use protocol::{OrderFilter, OrderSort, Reply, Request, SkuFilter, SkuSort};

use crate::Page;

impl Page {
    fn shared(&mut self, choice: Choice) -> (SharedReport, Packed) {
        match self.ask(Request::Share(Box::new(choice)), None) {
            Reply::Shared { packed, .. } => (link::unpack(&packed).unwrap(), packed),
            other => panic!("{other:?}"),
        }
    }
}

fn everything() -> Choice {
    Choice { listed: Listed::All, costs: true, shop: " 小满的店 ".to_owned(), ..Choice::default() }
}

#[test]
fn a_report_has_the_figures_of_the_page() {
    let mut page = Page::with_small_shop();
    let profit = page.profit(Request::Shop);
    let (report, packed) = page.shared(everything());
    assert_eq!((report.shop.as_str(), report.currency.as_str(), report.basis.as_str()), ("小满的店", "CNY", "paid"));
    let period = report.period.map(|(from, to)| (Day::from(from), Day::from(to)));
    assert_eq!(period, profit.period);
    let shared = report.profit.unwrap();
    let known = shared.known.unwrap();
    assert_eq!(Money::from(known.net), profit.totals.net());
    assert_eq!(Money::from(shared.revenue), profit.all.revenue);
    assert_eq!(Money::from(shared.lost), profit.lost);
    assert_eq!((shared.orders, shared.losing), (profit.all.orders, profit.counts.loss_making));
    for (block, (name, amount)) in Block::ALL.iter().zip(&known.costs) {
        assert_eq!((block.name(), Money::from(*amount)), (name.as_str(), profit.totals.block(*block)));
    }
    // The lines with a known cost add up to the account.
    let nets: i64 = shared.lines.iter().filter_map(|line| Some(line.money.as_ref()?.net.0)).sum();
    assert_eq!(nets, known.net.0);
    let rows = page.window(SkuFilter::All, SkuSort::AtStake, "").rows.len();
    assert_eq!(shared.lines.len(), rows);
    // A short report goes into one message.
    let (_, short) = page.shared(Choice::default());
    let length = link::fragment(&link::Sealing::Open(short)).len();
    assert!(length < 2_000 && packed.stream.len() > 500, "{length}");
}

#[test]
fn a_report_of_a_scope_is_about_the_scope() {
    let mut page = Page::with_small_shop();
    let scope = Scope { platform: Some(Source::Pdd), ..Scope::default() };
    let profit = page.profit(Request::SetScope(scope));
    let (report, _) = page.shared(everything());
    assert_eq!((report.store.map(|(platform, _)| platform), report.stores), (Some("pdd".to_owned()), 1));
    let shared = report.profit.unwrap();
    assert_eq!(Money::from(shared.known.unwrap().net), profit.totals.net());
    // A part of a shop has no rent of its own.
    assert!(shared.months.is_empty());
}

#[test]
fn nothing_of_a_buyer_an_order_or_a_file_is_in_a_report() {
    let mut page = Page::with_small_shop();
    let (report, _) = page.shared(everything());
    // Every text that is in it.
    let text = format!("{report:?}");
    let orders: BTreeSet<String> =
        page.orders(OrderFilter::All, OrderSort::Order, "").rows.into_iter().map(|row| row.order.id).collect();
    assert!(orders.len() > 100);
    assert_eq!(orders.iter().filter(|id| id.len() > 6 && text.contains(id.as_str())).count(), 0);
    let names: Vec<String> =
        page.files.iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    assert!(names.iter().all(|name| !text.contains(name.as_str())), "{names:?}");
    let customers = match page
        .ask(Request::Customers(protocol::CustomerQuery { reveals: true, limit: 10_000, ..Default::default() }), None)
    {
        Reply::Customers(window) => window.rows,
        other => panic!("{other:?}"),
    };
    assert!(customers.len() > 50);
    for customer in customers {
        assert!(!text.contains(&format!("{:?}", customer.label)), "{}", customer.label);
    }
}

#[test]
fn what_is_not_chosen_is_not_in_it() {
    let mut page = Page::with_small_shop();
    let choice = Choice { capacity: false, repurchase: false, names: false, ..Choice::default() };
    let (report, _) = page.shared(choice);
    assert!(report.capacity.is_none() && report.repurchase.is_none());
    let lines = report.profit.unwrap().lines;
    assert!(!lines.is_empty() && lines.iter().all(|line| line.name.is_empty() && line.code.is_empty()));
    assert!(lines.iter().all(|line| line.money.as_ref().is_none_or(|money| money.blocks.is_empty())));
    let (report, _) = page.shared(Choice { profit: false, ..Choice::default() });
    assert!(report.profit.is_none() && report.capacity.is_some() && report.repurchase.is_some());
}

#[test]
fn a_report_says_who_signed_it() {
    let mut page = Page::with_small_shop();
    let brand = Brand { name: " 青山咨询 ".to_owned(), colour: Colour::parse("#23587a") };
    let (report, packed) = page.shared(Choice { brand: brand.clone(), ..Choice::default() });
    assert_eq!(report.brand, Brand { name: "青山咨询".to_owned(), ..brand });
    assert_eq!(packed.version, 2);
    let (report, packed) = page.shared(Choice::default());
    assert_eq!((report.brand.is_empty(), packed.version), (true, 1));
}

#[test]
fn an_empty_shop_has_an_empty_report() {
    let (report, _) = Page::new().shared(everything());
    assert_eq!(report, SharedReport::default());
}
