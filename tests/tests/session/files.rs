//! Files that come, go, and are dropped twice or together.

use std::path::Path;

use analytics::Config;
use analytics::vocabulary::{BucketReason, RefundBasis, Source};
use protocol::{Missing, Reply, Request, Shop};

use crate::{Page, sample_files};

#[test]
fn what_is_missing_is_asked_for() {
    let mut page = Page::new();
    let orders = |name: &str| {
        sample_files().into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().contains(name)).unwrap()
    };
    let shop = page.add(orders("千牛_订单报表"));
    assert!(matches!(shop.missing[0], Missing::OrderLines { platform: Source::Taobao, .. }), "{:?}", shop.missing);
    let shop = page.add(orders("千牛_宝贝报表"));
    assert!(matches!(shop.missing[0], Missing::Costs { .. }), "{:?}", shop.missing);
    assert!(shop.missing.contains(&Missing::Ads { platform: Source::Taobao }));
    let shop = page.add(orders("成本表"));
    assert!(matches!(shop.missing[0], Missing::CourierBill { orders: 1.. }), "{:?}", shop.missing);
}

#[test]
fn a_file_taken_out_leaves_nothing_behind() {
    let mut page = Page::with_small_shop();
    let whole = page.profit(Request::Shop);
    let dropped = page.add(sample_files()[0].clone());
    assert_eq!(dropped.profit.unwrap().totals, whole.totals);
    let last = u32::try_from(page.files.len() - 1).unwrap();
    assert_eq!(page.profit(Request::RemoveFile { file: last }), whole);
    for file in 0..last {
        page.shop(Request::RemoveFile { file });
    }
    assert_eq!(page.shop(Request::Shop), Shop::default());
}

/// The same file under another name has no card of its own, and its rows no bucket; the one that stays says so.
#[test]
fn the_same_file_twice_is_one_card() {
    let mut page = Page::with_small_shop();
    let before = page.shop(Request::Shop);
    let (orders, _) =
        (0..).zip(sample_files()).find(|(_, path)| path.to_str().unwrap().contains("拼多多_订单")).unwrap();
    let again = u32::try_from(page.files.len()).unwrap();
    page.files.push(page.files[orders].clone());
    let request =
        Request::AddFile {
            file: again, name: "拼多多_订单_20260502-20260630 (1).csv".to_owned(), more_follow: false
        };
    assert!(matches!(page.ask(request, Some(orders)), Reply::FileRead { .. }));
    let after = page.shop(Request::Shop);
    assert_eq!(after.files.len(), before.files.len());
    assert_eq!(after.profit, before.profit);
    let card = after.files.iter().find(|card| card.file.name.starts_with("拼多多_订单")).unwrap();
    let said = card.file.diagnostics.last().unwrap();
    assert_eq!(said.problem.code(), "same_file_again");
    assert!(said.problem.to_string().contains("(1).csv"), "{}", said.problem);
    // Without the first the second is the file.
    let left = page.shop(Request::RemoveFile { file: u32::try_from(orders).unwrap() });
    assert_eq!((left.files.len(), left.profit.unwrap().totals), (before.files.len(), before.profit.unwrap().totals));
}

/// The answer stands on the cards of all files of the kind, and their money has left the bucket.
#[test]
fn an_answer_about_refunds_is_on_every_card_at_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/costing/refund_basis_unknown");
    let mut page = Page::new();
    for name in ["ExportOrderList202206071000.csv", "ExportOrderDetailList202206071000.csv"] {
        page.add(folder.join(name));
    }
    let mut config = Config::default();
    config.refund_basis.insert("taobao.orders".to_owned(), RefundBasis::Gross);
    let shop = page.shop(Request::SetConfig(Box::new(config)));
    let card = &shop.files[0];
    assert_eq!(card.refund.as_ref().and_then(|decision| decision.basis), Some(RefundBasis::Gross));
    let waits = |reason: &BucketReason| *reason == BucketReason::RefundBasisUnknown;
    assert!(!card.buckets.iter().any(|(reason, ..)| waits(reason)), "{:?}", card.buckets);
}

/// The books are closed once, with the last file or when somebody asks; what comes out is the same.
#[test]
fn files_dropped_together_are_joined_once() {
    let one_by_one = Page::with_small_shop().shop(Request::Shop);
    let mut together = Page::new();
    sample_files().into_iter().for_each(|file| together.add_one_of_many(file));
    assert_eq!(together.shop(Request::Shop), one_by_one);
    let mut files = sample_files();
    let last = files.pop().unwrap();
    let mut together = Page::new();
    files.into_iter().for_each(|file| together.add_one_of_many(file));
    assert_eq!(together.add(last), one_by_one);
}
