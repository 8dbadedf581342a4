//! Files that come, go, and are dropped twice or together.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use analytics::Config;
use analytics::vocabulary::{BucketReason, RefundBasis, Source};
use protocol::{FileCard, FileId, Known, Missing, Reply, Request, Shop};
use worker::session::ReadSeek;

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
    // No file tells what a parcel costs, so nothing says that more hangs on the bill than on what goods cost.
    assert!(shop.missing.contains(&Missing::Ads { platform: Source::Taobao }));
    let shop = page.add(orders("成本表"));
    assert!(matches!(shop.missing[0], Missing::CourierBill { orders: 1.. }), "{:?}", shop.missing);
}

#[test]
fn a_file_taken_out_leaves_nothing_behind() {
    let mut page = Page::with_small_shop();
    let whole = page.profit(Request::Shop);
    // The first half of an export that is there.
    let (_, bytes) = orders();
    let half: Vec<u8> = bytes.split_inclusive(|byte| *byte == b'\n').take(200).flatten().copied().collect();
    let last = u32::try_from(page.files.len()).unwrap();
    let reply = add_bytes(&mut page, last, "半份.csv", &half, Known::default());
    let Reply::FileRead { shop, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(shop.profit.unwrap().totals, whole.totals);
    assert_eq!(page.profit(Request::RemoveFile { file: last }), whole);
    for file in 0..last {
        page.shop(Request::RemoveFile { file });
    }
    assert_eq!(page.shop(Request::Shop), Shop::default());
}

const ORDERS: &str = "拼多多_订单_20260502-20260630.csv";

/// What the card of the orders says of other names, and the number of its file.
fn said_of_orders(shop: &Shop) -> (FileId, String) {
    let is_orders = |card: &&FileCard| card.file.name.starts_with("拼多多_订单");
    let [card] = shop.files.iter().filter(is_orders).collect::<Vec<_>>()[..] else { panic!("one card") };
    let said = card.file.diagnostics.iter().filter(|finding| finding.problem.code() == "same_file_again");
    (card.id, said.map(|finding| finding.problem.to_string()).collect())
}

/// Gives the worker bytes under a number and a name of the test's own.
fn add_bytes(page: &mut Page, file: FileId, name: &str, bytes: &[u8], known: Known) -> Reply {
    let mut last = None;
    let mut reader = Cursor::new(bytes);
    let request = Request::AddFile { file, name: name.to_owned(), known, more_follow: false };
    page.session.handle(request, Some(&mut reader as &mut dyn ReadSeek), &mut |reply| {
        // Nothing of it is read, so nothing is said of how far it has come.
        last = Some(reply);
    });
    last.unwrap()
}

fn orders() -> (FileId, Vec<u8>) {
    let (number, path) = (0..).zip(sample_files()).find(|(_, path)| path.ends_with(ORDERS)).unwrap();
    (number, fs::read(path).unwrap())
}

/// The same bytes again are not read, whatever they are called; the card says so, and goes with all of its names.
#[test]
fn the_same_bytes_twice_are_one_card() {
    let mut page = Page::with_small_shop();
    let before = page.shop(Request::Shop);
    let (first, bytes) = orders();
    for name in ["拼多多_订单_20260502-20260630 (1).csv", ORDERS, "拼多多_订单_20260502-20260630 (1).csv"] {
        let reply = add_bytes(&mut page, 90, name, &bytes, Known::default());
        assert!(matches!(reply, Reply::SameFile { file: 90, first: of, .. } if of == first), "{reply:?}");
    }
    let after = page.shop(Request::Shop);
    assert_eq!((after.files.len(), &after.profit), (before.files.len(), &before.profit));
    let (_, said) = said_of_orders(&after);
    assert!(said.contains(&format!("(1).csv, {ORDERS};")), "{said}");
    let left = page.shop(Request::RemoveFile { file: first });
    assert_eq!(left.files.len(), before.files.len() - 1);
    // Dropped anew it is read, and nothing is left of its other names.
    let reply = add_bytes(&mut page, 91, ORDERS, &bytes, Known::default());
    let Reply::FileRead { shop, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(shop.profit.as_ref().unwrap().totals, before.profit.unwrap().totals);
    assert_eq!(said_of_orders(&shop), (91, String::new()));
}

/// What a new worker, or the next visit, is told of a file that was dropped twice.
#[test]
fn what_was_known_of_a_file_is_said_again() {
    let (_, bytes) = orders();
    let mut page = Page::new();
    let reply = add_bytes(&mut page, 1, ORDERS, &bytes, Known::default());
    let Reply::FileRead { digest: Some(digest), .. } = reply else { panic!("{reply:?}") };
    let known = Known { digest: Some(digest), again: vec!["副本.csv".to_owned()] };
    let mut page = Page::new();
    let reply = add_bytes(&mut page, 1, ORDERS, &bytes, known.clone());
    let Reply::FileRead { digest: of_second, shop, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(of_second, Some(digest));
    assert!(said_of_orders(&shop).1.contains("副本.csv"));
    // The names of one that turns out to be the same go over to the first.
    let known = Known { digest: None, again: vec!["又一份.csv".to_owned()] };
    let reply = add_bytes(&mut page, 2, "三月.csv", &bytes, known);
    let Reply::SameFile { first: 1, again, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(again, ["副本.csv", "三月.csv", "又一份.csv"]);
}

/// Saved once more by a program that ends the file otherwise: the bytes differ, the rows do not.
#[test]
fn the_same_rows_in_other_bytes_are_one_card() {
    let mut page = Page::with_small_shop();
    let before = page.shop(Request::Shop);
    let (first, mut bytes) = orders();
    assert_eq!(bytes.pop(), Some(b'\n'));
    let reply = add_bytes(&mut page, 90, "拼多多_订单_20260502-20260630 (1).csv", &bytes, Known::default());
    assert!(matches!(reply, Reply::FileRead { .. }), "{reply:?}");
    let reply = add_bytes(&mut page, 91, "另存.csv", &bytes, Known::default());
    assert!(matches!(reply, Reply::SameFile { first: 90, .. }), "{reply:?}");
    let after = page.shop(Request::Shop);
    assert_eq!((after.files.len(), &after.profit), (before.files.len(), &before.profit));
    let (of, said) = said_of_orders(&after);
    assert!(of == first && said.contains("(1).csv, 另存.csv;"), "{said}");
    // Without the first the second is the file.
    let left = page.shop(Request::RemoveFile { file: first });
    assert_eq!((left.files.len(), left.profit.unwrap().totals), (before.files.len(), before.profit.unwrap().totals));
    let (of, said) = said_of_orders(&page.shop(Request::Shop));
    assert!(of == 90 && said.contains("as 另存.csv;"), "{said}");
}

#[test]
fn files_of_one_name_with_other_content_are_two_cards() {
    let mut page = Page::new();
    let (_, bytes) = orders();
    add_bytes(&mut page, 1, ORDERS, &bytes, Known::default());
    let half: Vec<u8> = bytes.split_inclusive(|byte| *byte == b'\n').take(20).flatten().copied().collect();
    let reply = add_bytes(&mut page, 2, ORDERS, &half, Known::default());
    let Reply::FileRead { shop, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(
        shop.files.iter().map(|card| (card.id, card.file.name.as_str())).collect::<Vec<_>>(),
        [(1, ORDERS), (2, ORDERS)]
    );
}

/// A file that cannot be read is the same file too.
#[test]
fn an_unreadable_file_twice_is_one_card() {
    let mut page = Page::new();
    let photo = [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46];
    add_bytes(&mut page, 1, "照片.xlsx", &photo, Known::default());
    add_bytes(&mut page, 2, "照片 (1).xlsx", &photo, Known::default());
    let shop = page.shop(Request::Shop);
    assert_eq!(shop.files.len(), 1);
    assert!(shop.files[0].file.diagnostics.iter().any(|finding| finding.problem.to_string().contains("(1).xlsx")));
}

/// What the seller said of one file goes with it when it is renamed, and not to another that has its name.
#[test]
fn an_answer_for_one_file_is_kept_by_its_content() {
    let header = "订单编号,买家应付货款,总金额,买家实际支付金额,退款金额,订单状态,订单创建时间,订单付款时间\n";
    let row = |id: &str| format!("{header}{id},100,100,70,10,交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00\n");
    let basis_of = |shop: &Shop, id: FileId| {
        let card = shop.files.iter().find(|card| card.id == id).unwrap();
        card.refund.as_ref().and_then(|decision| decision.basis)
    };
    let mut page = Page::new();
    let reply = add_bytes(&mut page, 1, "六月.csv", row("1").as_bytes(), Known::default());
    let Reply::FileRead { digest: Some(digest), .. } = reply else { panic!("{reply:?}") };
    let mut config = Config::default();
    config.refund_basis.insert(digest.to_string(), RefundBasis::Gross);
    page.shop(Request::SetConfig(Box::new(config.clone())));
    // In another shop under another name, beside one that has taken the old name.
    let mut page = Page::new();
    page.shop(Request::SetConfig(Box::new(config)));
    add_bytes(&mut page, 1, "改名.csv", row("1").as_bytes(), Known::default());
    add_bytes(&mut page, 2, "六月.csv", row("2").as_bytes(), Known::default());
    let shop = page.shop(Request::Shop);
    assert_eq!((basis_of(&shop, 1), basis_of(&shop, 2)), (Some(RefundBasis::Gross), None));
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
    assert!(!card.buckets.iter().any(|bucket| bucket.reason == BucketReason::RefundBasisUnknown), "{:?}", card.buckets);
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
