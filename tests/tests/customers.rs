//! The worker's session on customers, as the page drives it: CDNOW as a list that no profile knows.

use std::io::Cursor;

use analytics::repurchase::settings::Rfm;
use analytics::repurchase::{Driver, Period, RfmReport, Scoring};
use analytics::{Config, Day};
use protocol::{
    CohortMeasure, CohortWords, CustomerColumn, CustomerDetail, CustomerList, CustomerQuery, CustomerSort,
    CustomerWindow, CustomerWords, ExportWords, FileWords, Known, Reply, Repurchase, RepurchaseQuery, Request,
    TableFormat,
};
use serde_json::json;
use worker::session::{ReadSeek, Session};

struct Page(Session);

impl Page {
    fn new() -> Page {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/cdnow/CDNOW_sample.txt");
        let text = std::fs::read_to_string(path).unwrap();
        let rows = text.lines().map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(","));
        let csv = ["buyer,when,discs,dollars".to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n");
        let mut page = Page(Session::new());
        let choice = json!({ "mapping": { "cdnow.csv": { "kind": "order_lines", "columns": {
            "customer": "buyer", "paid_at": "when", "quantity": "discs", "amount": "dollars",
        } } } });
        page.ask(Request::SetConfig(Box::new(Config::with_changes(&choice).unwrap())), None);
        let mut file = Cursor::new(csv.into_bytes());
        page.ask(
            Request::AddFile { file: 0, name: "cdnow.csv".to_owned(), known: Known::default(), more_follow: false },
            Some(&mut file),
        );
        page
    }

    fn ask(&mut self, request: Request, file: Option<&mut dyn ReadSeek>) -> Reply {
        let mut last = None;
        self.0.handle(request, file, &mut |reply| last = Some(reply));
        last.expect("every request is answered")
    }

    fn repurchase(&mut self, query: RepurchaseQuery) -> Repurchase {
        match self.ask(Request::Repurchase(query), None) {
            Reply::Repurchase(report) => *report,
            other => panic!("{other:?}"),
        }
    }

    fn score(&mut self, rfm: Rfm, scoring: Scoring) -> RfmReport {
        match self.ask(Request::Score { rfm: Box::new(rfm), scoring }, None) {
            Reply::Scores(report) => *report,
            other => panic!("{other:?}"),
        }
    }

    fn customers(&mut self, query: CustomerQuery) -> CustomerWindow {
        match self.ask(Request::Customers(query), None) {
            Reply::Customers(window) => window,
            other => panic!("{other:?}"),
        }
    }

    fn customer(&mut self, customer: u32, reveals: bool) -> CustomerDetail {
        match self.ask(Request::Customer { customer, reveals }, None) {
            Reply::Customer(detail) => *detail,
            other => panic!("{other:?}"),
        }
    }

    fn download(&mut self, request: Request) -> (String, String) {
        match self.ask(request, None) {
            Reply::Download { name, bytes } => (name, String::from_utf8(bytes).unwrap()),
            other => panic!("{other:?}"),
        }
    }
}

fn list(list: CustomerList) -> CustomerQuery {
    CustomerQuery { list, sort: CustomerSort::Revenue, descending: true, reveals: false, offset: 0, limit: 10 }
}

#[test]
fn a_chosen_mapping_reads_a_list_nobody_knows() {
    let mut page = Page::new();
    let report = page.repurchase(RepurchaseQuery::default());
    assert_eq!((report.repeat.customers, report.repeat.purchases), (2_357, 6_696));
    assert_eq!(report.letters.len(), 50);
    let Reply::CustomerValue(value) = page.ask(Request::CustomerValue, None) else { panic!("no value") };
    assert!(value.clv.bg_nbd.is_some() && value.clv.gamma_gamma.is_some());
    assert_eq!(value.clv.cannot_tell, 2_357 - 1_139);
}

/// The list behind a cell or a segment holds as many customers as the cell says.
#[test]
fn every_number_leads_to_its_customers() {
    let mut page = Page::new();
    let report = page.repurchase(RepurchaseQuery::default());
    for scoring in [Scoring::Quantile, Scoring::Fixed] {
        let scores = page.score(report.settings.rfm.clone(), scoring);
        for cell in &scores.grid {
            let (recency, frequency_monetary) = (cell.recency, cell.frequency_monetary);
            let window = page.customers(list(CustomerList::Cell { recency, frequency_monetary, scoring }));
            assert_eq!((window.matching, window.revenue), (cell.customers, cell.revenue.rounded()));
        }
        for (scheme, segments) in &scores.schemes {
            for segment in segments {
                let (scheme, code) = (scheme.clone(), segment.code.clone());
                let window = page.customers(list(CustomerList::Segment { scheme, code, scoring }));
                assert_eq!((window.matching, window.revenue), (segment.customers, segment.revenue.rounded()));
            }
        }
    }
    for (tag, count) in report.settings.tags.iter().zip(&report.tags) {
        assert_eq!(page.customers(list(CustomerList::Tag(tag.tag.clone()))).matching, *count, "{}", tag.tag);
    }
    assert_eq!(page.customers(list(CustomerList::Repeaters)).matching, 1_139);
    assert_eq!(page.customers(list(CustomerList::Letters)).matching, 50);
}

#[test]
fn names_are_masked_until_they_are_asked_for() {
    let mut page = Page::new();
    let window = page.customers(list(CustomerList::All));
    assert_eq!((window.matching, window.rows.len()), (2_357, 10));
    assert!(window.rows.iter().all(|row| row.label.ends_with("***")), "{:?}", window.rows);
    assert!(window.rows.is_sorted_by(|one, other| one.revenue >= other.revenue));
    let best = &window.rows[0];
    let (hidden, shown) = (page.customer(best.customer, false), page.customer(best.customer, true));
    assert_ne!(hidden.row.label, shown.row.label);
    assert_eq!(shown.names.len(), 1);
    // Orders of one day are one purchase, so there may be more orders than purchases.
    assert!(shown.orders.len() >= usize::try_from(shown.row.purchases).unwrap());
    assert!(shown.orders.is_sorted_by(|one, other| one.day >= other.day));
    assert!(shown.outlook.is_some_and(|outlook| outlook.purchases > 0.0));
}

#[test]
fn letters_have_names_once_they_are_asked_for() {
    let mut page = Page::new();
    let mut labels = |reveals: bool| {
        let report = page.repurchase(RepurchaseQuery { reveals, ..RepurchaseQuery::default() });
        report.letters.into_iter().map(|letter| letter.label).collect::<Vec<_>>()
    };
    assert!(labels(false).iter().all(|label| label.ends_with("***")));
    assert!(labels(true).iter().all(|label| !label.contains('*')));
    assert!(labels(false).iter().all(|label| label.ends_with("***")), "and are masked again");
}

#[test]
fn lists_leave_as_they_stand_on_the_screen() {
    let mut page = Page::new();
    let words = CustomerWords {
        table: ExportWords {
            file: file_words("50"),
            columns: vec![(CustomerColumn::Label, "谁".to_owned()), (CustomerColumn::Reason, "为什么".to_owned())],
        },
        segments: Vec::new(),
        tags: Vec::new(),
        platforms: Vec::new(),
        reason: "买过 {purchases} 次，{silent} 天没来".to_owned(),
    };
    let mut export = |of: CustomerList, reveals: bool| {
        let query = CustomerQuery { reveals, ..list(of) };
        page.download(Request::ExportCustomers { query, format: TableFormat::Csv, words: Box::new(words.clone()) })
    };
    let (name, text) = export(CustomerList::Letters, false);
    assert_eq!((name.as_str(), text.lines().count()), ("50.csv", 51));
    assert!(text.lines().skip(1).all(|line| line.contains("天没来")), "{text}");
    // What is masked on the screen is masked in the file, in every list; who asked for the names gets them.
    for of in [CustomerList::Letters, CustomerList::All, CustomerList::Repeaters] {
        let (masked, shown) = (export(of.clone(), false).1, export(of, true).1);
        assert!(masked.lines().skip(1).all(|line| line.contains("***")), "{masked}");
        assert!(shown.lines().count() == masked.lines().count() && !shown.contains("***"), "{shown}");
    }
    let words = CohortWords {
        file: file_words("cohorts"),
        from: "month".to_owned(),
        customers: "customers".to_owned(),
        period: "+{n}".to_owned(),
        not_due: "未到期".to_owned(),
    };
    let (_, text) = page.download(Request::ExportCohorts {
        period: Period::Month,
        measure: CohortMeasure::Retention,
        format: TableFormat::Csv,
        words: Box::new(words),
    });
    // January 1997 to June 1998, and only the first three months have new customers.
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 19);
    assert!(lines[1].starts_with("1997-01-01,") && lines[1].split(',').nth(2) == Some("100.0%"), "{}", lines[1]);
    assert!(lines[18].ends_with("未到期"), "{}", lines[18]);
}

/// A threshold moves the scores, the lists behind them and the settings, and nothing else.
#[test]
fn a_threshold_changes_the_scores_at_once() {
    let mut page = Page::new();
    let query = RepurchaseQuery { driver: Driver::Platform, ..RepurchaseQuery::default() };
    let before = page.repurchase(query);
    let mut rfm = before.settings.rfm.clone();
    let scores_before = page.score(rfm.clone(), Scoring::Fixed);
    let cell = list(CustomerList::Cell { recency: 5, frequency_monetary: 5, scoring: Scoring::Fixed });
    let cell_before = page.customers(cell.clone()).matching;
    rfm.recency = [400, 300, 200, 100];
    let scores = page.score(rfm.clone(), Scoring::Fixed);
    let after = page.repurchase(query);
    assert_eq!(after.settings.rfm, rfm);
    assert_eq!((&after.repeat, &after.tags, &after.letters), (&before.repeat, &before.tags, &before.letters));
    // With later thresholds nobody's score falls.
    let best = |report: &RfmReport| -> u32 {
        report.grid.iter().filter(|cell| cell.recency == 5).map(|cell| cell.customers).sum()
    };
    assert!(best(&scores) > best(&scores_before));
    let now = scores.grid.iter().find(|cell| (cell.recency, cell.frequency_monetary) == (5, 5)).unwrap().customers;
    assert_eq!(page.customers(cell).matching, now);
    assert!(now > cell_before);
    // A look at one customer leaves the scores of all as they are.
    let all = CustomerQuery { limit: u32::MAX, ..list(CustomerList::All) };
    let window = page.customers(all.clone());
    page.customer(window.rows[0].customer, false);
    assert_eq!(page.customers(all), window);
}

/// A date typed wrongly is in a bucket of its own and makes nobody old.
#[test]
fn a_purchase_of_the_future_is_not_today() {
    let mut session = Session::on(Day::parse("2026-06-30").unwrap());
    let mapping = json!({ "mapping": { "list.csv": { "kind": "order_lines", "columns": {
        "order_id": "id", "paid_at": "when", "amount": "amount", "customer": "buyer",
    } } } });
    session.handle(Request::SetConfig(Box::new(Config::with_changes(&mapping).unwrap())), None, &mut |_| {});
    let csv =
        "id,when,amount,buyer\n1,2026-05-01,10,anna\n2,2026-06-20,10,anna\n3,2062-06-21,10,anna\n4,2026-06-01,10,bea";
    let mut file = Cursor::new(csv.as_bytes().to_vec());
    let add = Request::AddFile { file: 0, name: "list.csv".to_owned(), known: Known::default(), more_follow: false };
    session.handle(add, Some(&mut file), &mut |_| {});
    let mut report = None;
    session.handle(Request::Repurchase(RepurchaseQuery::default()), None, &mut |reply| report = Some(reply));
    let Some(Reply::Repurchase(report)) = report else { panic!("{report:?}") };
    // The same as without the slip: the last of the other orders.
    assert_eq!(report.as_of, Day::parse("2026-06-20"));
    assert_eq!((report.repeat.customers, report.repeat.purchases), (2, 3));
    assert!(!report.knows_cost);
}

fn file_words(name: &str) -> FileWords {
    FileWords { name: name.to_owned(), sheet: name.to_owned(), ..FileWords::default() }
}
