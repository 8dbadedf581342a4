//! From a report to its link and back, and to a page.

use super::*;
use crate::Language;

/// Something in every field, as a shop with trouble has it.
fn report() -> SharedReport {
    let line = |name: &str, net: i64| SkuLine {
        code: format!("C-{name}"),
        name: name.to_owned(),
        is_unmatched_ads: false,
        units: Thousandths(12_000),
        revenue: Cents(120_000),
        money: Some(SkuMoney {
            net: Cents(net),
            margin: Some(Permille(123)),
            advice: if net < 0 { "raise_price" } else { "keep" }.to_owned(),
            advice_amount: (net < 0).then_some(Cents(1_299)),
            advice_at: (net < 0).then(|| ("1688".to_owned(), "批发店".to_owned(), Cents(-700))),
            blocks: vec![("refunds".to_owned(), Cents(1)), ("goods".to_owned(), Cents(2))],
        }),
    };
    let costs = ["refunds", "goods", "platform", "logistics", "ads", "after_sales"];
    SharedReport {
        shop: "小满的店 <script>alert(1)</script>".to_owned(),
        made_on: DayNumber(20_500),
        currency: "CNY".to_owned(),
        basis: "paid".to_owned(),
        period: Some((DayNumber(20_400), DayNumber(20_499))),
        stores: 2,
        store: None,
        profit: Some(SharedProfit {
            orders: 1_240,
            revenue: Cents(12_345_678),
            left_without_cost: Cents(4_500),
            skus: 9,
            skus_without_cost: 1,
            losing: 1,
            lost: Cents(-219_000),
            unplaced: (3, Cents(9_900)),
            known: Some(KnownNet {
                revenue: Cents(12_000_000),
                costs: costs.iter().map(|block| ((*block).to_owned(), Cents(1_000_000))).collect(),
                net: Cents(6_000_000),
                range: (Cents(5_500_000), Cents(6_100_000)),
                open: 3,
                assumed: Some(Permille(250)),
            }),
            months: ["2026-01", "2026-02"]
                .map(|month| MonthRow {
                    month: month.to_owned(),
                    revenue: Cents(6_000_000),
                    net: Cents(3_000_000),
                    left: Cents(-100),
                })
                .into(),
            lines: vec![
                line("杯子", -8_400),
                line("碗", 24_000),
                SkuLine { is_unmatched_ads: true, revenue: Cents(0), ..SkuLine::default() },
                SkuLine { code: "无成本".to_owned(), revenue: Cents(4_500), ..SkuLine::default() },
            ],
            apart: vec![Apart {
                reason: "duplicate".to_owned(),
                is_cost: false,
                amount: Cents(-77),
                currency: "USD".to_owned(),
                rows: 2,
            }],
        }),
        capacity: Some(SharedCapacity {
            ceiling: Some(CeilingNow {
                orders_per_day: 134.64,
                resource: "packing".to_owned(),
                is_own: false,
                grounds: "partly".to_owned(),
            }),
            red_line: Permille(850),
            busy_day: Some((120.0, Permille(950))),
            resources: ["packing", "service", "夜班"]
                .map(|name| ResourceRow {
                    name: name.to_owned(),
                    is_own: name == "夜班",
                    orders_per_day: Some(134.64),
                    load: Some(Permille(891)),
                    grounds: "measured".to_owned(),
                })
                .into(),
            first_day: DayNumber(20_410),
            orders: vec![100; 90],
            crossed: vec![80],
            plan: vec![PlanLine {
                code: "C-碗".to_owned(),
                name: "碗".to_owned(),
                units: Thousandths(300_000),
                amount: Some(Cents(99_900)),
                runs_out: Some(DayNumber(20_510)),
                cover_days: 45,
            }],
            more_due: 2,
        }),
        repurchase: Some(SharedRepurchase {
            known_orders: (1_000, 1_240),
            by_order: false,
            customers: 900,
            repeat_customers: 90,
            rate: Some(Permille(100)),
            windows: vec![
                WindowRow {
                    days: 90,
                    eligible: 500,
                    returned: Some(45),
                    rate: Some((Permille(90), Permille(68), Permille(118))),
                },
                WindowRow { days: 180, eligible: 20, returned: None, rate: None },
            ],
            curve: [30, 90]
                .map(|days| CurveDay { days, share: Permille(90), band: (Permille(70), Permille(110)) })
                .into(),
            segments: vec![
                SegmentRow {
                    name: "重要价值".to_owned(),
                    name_en: "Champions".to_owned(),
                    customers: 40,
                    orders: 99,
                    revenue: Cents(1),
                },
                SegmentRow { customers: 7, orders: 7, revenue: Cents(700), ..SegmentRow::default() },
            ],
            cohorts: [20_454, 20_485]
                .map(|from| CohortRow {
                    from: DayNumber(from),
                    customers: Some(50),
                    active: vec![Some(Permille(120)), None],
                })
                .into(),
        }),
        brand: Brand::default(),
    }
}

/// The same by somebody who has a colour.
fn signed() -> SharedReport {
    let name = "青山咨询 <b>&\"".to_owned();
    SharedReport { brand: Brand { name, colour: Colour::parse("#ffd400") }, ..report() }
}

fn logo() -> Logo {
    Logo::parse("data:image/png;base64,iVBORw0KGgo=").unwrap()
}

fn link_of(report: &SharedReport) -> String {
    link::fragment(&link::Sealing::Open(link::pack(report)))
}

fn read(fragment: &str) -> Result<SharedReport, link::LinkError> {
    match link::parse(fragment)? {
        link::Sealing::Open(packed) => link::unpack(&packed),
        link::Sealing::Sealed { .. } => Err(link::LinkError::NotOurs),
    }
}

#[test]
fn a_link_is_read_as_it_was_written() {
    for report in [report(), signed(), SharedReport::default()] {
        let link = link_of(&report);
        assert_eq!(read(&link), Ok(report));
        assert!(link[1..].chars().all(|character| character.is_ascii_alphanumeric() || "-_=".contains(character)));
        // What chats put behind an address is none of it.
        assert_eq!(read(&format!("{link}。快看")), read(&link));
    }
}

/// The text was written down when version 1 was made: whoever has such a link can read it for ever.
#[test]
fn a_link_of_version_1_is_read_by_every_version() {
    assert_eq!(read(include_str!("version1.txt").trim()), Ok(report()));
}

/// That of version 2 was written down when a report could first be signed.
#[test]
fn a_link_of_version_2_is_read_by_every_version() {
    assert_eq!(read(include_str!("version2.txt").trim()), Ok(signed()));
}

/// Pages that are older than signatures read every report that has none.
#[test]
fn a_report_is_written_in_the_first_version_that_holds_it() {
    assert_eq!((link::pack(&report()).version, link::pack(&signed()).version), (1, 2));
    assert_eq!(link_of(&report()), include_str!("version1.txt").trim());
}

#[test]
fn a_link_that_was_cut_anywhere_says_so() {
    let link = link_of(&report());
    for length in link::PREFIX.len() + 1..link.len() {
        let error = read(&link[..length]).unwrap_err();
        assert_eq!(error, link::LinkError::Cut, "{length} of {}", link.len());
    }
    assert_eq!(read(link::PREFIX), Err(link::LinkError::NotOurs));
    assert_eq!(read("#/profit"), Err(link::LinkError::NotOurs));
}

#[test]
fn a_link_with_a_wrong_letter_is_damaged_and_one_of_later_is_later() {
    let link = link_of(&report());
    for place in (link::PREFIX.len() + 12..link.len()).step_by(7) {
        let mut letters: Vec<u8> = link.bytes().collect();
        letters[place] = if letters[place] == b'A' { b'B' } else { b'A' };
        let damaged = String::from_utf8(letters).unwrap();
        // The last letter may hold bits of no byte.
        assert!(read(&damaged).is_err() || read(&damaged) == read(&link), "{place}");
    }
    assert_eq!(read("#r=AwAAAAAAAA"), Err(link::LinkError::Later(3)));
}

#[test]
fn what_is_sealed_keeps_its_salt_and_nonce() {
    let sealed = link::Sealing::Sealed { version: 2, salt: [7; 16], nonce: [9; 12], ciphertext: vec![1, 2, 3] };
    assert_eq!(link::parse(&link::fragment(&sealed)), Ok(sealed));
}

#[test]
fn a_report_is_a_page_without_script_or_style_of_its_own() {
    for language in [Language::Chinese, Language::English] {
        let article = html::article(&report(), None, language);
        assert!(!article.contains("<script") && !article.contains(" style=") && !article.contains("{{"), "{article}");
        assert!(article.contains("小满的店 &lt;script&gt;"));
        let document = html::document(&report(), None, language);
        assert!(document.starts_with("<!DOCTYPE html><html lang=") && !document.contains("<script>alert"));
        assert!(!document.contains("http://") && !document.contains("https://"), "nothing is fetched");
    }
}

#[test]
fn a_report_says_whose_work_it_is() {
    let plain = html::document(&report(), None, Language::Chinese);
    assert!(!plain.contains("class=\"shared-brand") && !plain.contains("<img") && !plain.contains("img-src"));
    let document = html::document(&signed(), Some(&logo()), Language::English);
    for part in [
        "style-src 'unsafe-inline'; img-src data:\"",
        "<div class=\"shared-brand shared-brand-black\">",
        "<rect width=\"100%\" height=\"100%\" fill=\"#ffd400\">",
        "<img class=\"shared-logo\" src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"\">",
        "<span class=\"shared-brand-name\">青山咨询 &lt;b&gt;&amp;&quot;</span>",
    ] {
        assert!(document.contains(part), "{part} in {document}");
    }
    assert!(!document.contains(" style="));
    // A logo alone has a name for those who do not see it.
    assert!(html::article(&report(), Some(&logo()), Language::Chinese).contains("alt=\"店标\""));
}

#[test]
fn figures_are_shown_in_the_reader_s_language() {
    let chinese = html::article(&report(), None, Language::Chinese);
    for figure in [
        "这 100 天卖了 1,240 单、¥12.3万，有成本的款净赚 ¥55,000–61,000，差在 3 项没填。",
        "¥60,000.00",
        "−¥84.00",
        "1688 · 批发店亏 ¥7.00：提价到 ¥12.99",
        "明天最多能接 134.6 单，先撑不住的是打包。忙的日子有 120 单，用掉 89%，过了红线。",
        "每 100 个新客里 9 个在 90 天内回来。900 个客人里，90 个买过不止一次。",
        "45 / 500",
        "其余的群",
        "−$0.77",
    ] {
        assert!(chinese.contains(figure), "{figure} in {chinese}");
    }
    let english = html::article(&report(), None, Language::English);
    for figure in [
        "In 100 days you sold 1,240 orders for ¥123K and with the SKUs that have a cost earned ¥55,000–61,000",
        "Champions",
        "All other groups",
        "Another 2 SKUs are due and not listed.",
    ] {
        assert!(english.contains(figure), "{figure} in {english}");
    }
}

#[test]
fn a_report_says_what_it_is_called() {
    let mut report = report();
    report.shop = "小满的店".to_owned();
    assert_eq!(html::title(&report, Language::Chinese), "小满的店 · 经营报告 · 2025-11-08 – 2026-02-15");
    (report.capacity, report.repurchase, report.shop) = (None, None, String::new());
    assert_eq!(html::title(&report, Language::English), "Profit · 2025-11-08 – 2026-02-15");
}

#[test]
fn a_code_is_square_and_none_is_made_that_no_telephone_reads() {
    let rows = link::qr(&format!("https://example.org/{}", "A".repeat(600))).unwrap();
    assert!(rows.iter().all(|row| row.len() == rows.len()));
    // Three finders, each with a dark corner.
    let last = rows.len() - 1;
    assert!(rows[0][0] && rows[0][last] && rows[last][0]);
    assert_eq!(link::qr(&"A".repeat(2_000)), None);
}
