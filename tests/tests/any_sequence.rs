//! Whatever a seller did before, the shop answers as one that was opened afresh with the same files and settings.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use analytics::config::{Assumption, AssumptionValue, ExchangeRates};
use analytics::profit::Scope;
use analytics::vocabulary::{Basis, RefundBasis, Source};
use analytics::{Amount, Config, Day, Rate};
use proptest::prelude::*;
use protocol::{CapacityQuery, Known, OrderQuery, Reply, RepurchaseQuery, Request, SkuQuery};
use serde_json::Value;
use worker::session::{ReadSeek, Session};

/// Files of one shop, of which several tell of the same orders, and one that cannot be read.
fn files() -> Vec<(String, Vec<u8>)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut paths: Vec<_> = ["small_shop", "costing/refund_basis_unknown", "jushuitan/orders_2025", "kuaimai/stock"]
        .iter()
        .filter_map(|folder| fs::read_dir(fixtures.join(folder)).ok())
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind != "json" && kind != "md"))
        .collect();
    paths.sort();
    assert!(paths.len() > 10, "{paths:?}");
    let mut files: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    let orders = files.iter().find(|(name, _)| name.starts_with("拼多多_订单")).unwrap().1.clone();
    // The same export under another name, a part of it, a sheet that writes codes in its own way, and a photo.
    files.push(("拼多多_订单 (1).csv".to_owned(), orders.clone()));
    let half: Vec<u8> = orders.split_inclusive(|byte| *byte == b'\n').take(40).flatten().copied().collect();
    files.push(("拼多多_订单_一半.csv".to_owned(), half));
    files.push(("成本_手写.csv".to_owned(), "商品编码,单位成本\nfg-01,8.80\ntx-w-m,11\n".as_bytes().to_vec()));
    files.push(("照片.xlsx".to_owned(), vec![0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]));
    files
}

fn configs() -> Vec<Config> {
    let mut configs = vec![Config::default()];
    let mut change = |change: &dyn Fn(&mut Config)| {
        let mut config = Config::default();
        change(&mut config);
        configs.push(config);
    };
    change(&|config| config.shop.basis = Basis::Shipped);
    change(&|config| {
        config.set(Assumption::FreightPerOrder, AssumptionValue::Money(Amount::parse("3.20").unwrap()));
    });
    change(&|config| config.goods.resellable_rate = Rate::ZERO);
    change(&|config| {
        config.goods.unit_cost.insert("Fg-01".to_owned(), Amount::parse("9.90").unwrap());
    });
    change(&|config| {
        config.refund_basis.insert("taobao.orders".to_owned(), RefundBasis::Gross);
    });
    change(&|config| config.repurchase.value.horizon = 180);
    change(&|config| {
        config.shop.cost_currency = "USD".to_owned();
        let rate = ExchangeRates::always(Rate::parse("7.1").unwrap());
        config.shop.exchange_rates.insert("USD".to_owned(), rate);
    });
    change(&|config| config.shop.cost_currency = "EUR".to_owned());
    configs
}

fn scopes() -> Vec<Scope> {
    let day = Day::parse;
    vec![
        Scope::default(),
        Scope { from: day("2026-05-20"), to: day("2026-06-10"), ..Scope::default() },
        Scope { platform: Some(Source::Pdd), ..Scope::default() },
    ]
}

fn questions() -> Vec<Request> {
    vec![
        Request::Shop,
        Request::Skus(SkuQuery { limit: 500, ..SkuQuery::default() }),
        Request::Orders(OrderQuery { limit: 500, ..OrderQuery::default() }),
        Request::Months,
        Request::Repurchase(RepurchaseQuery::default()),
        Request::CustomerValue,
        Request::Capacity(CapacityQuery { plan_rows: 50, stock_rows: 50, ..CapacityQuery::default() }),
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Add(usize),
    /// The how-manieth of the files that are in.
    Remove(usize),
    Set(usize),
    Look(usize),
    Ask(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let any = 0..1000_usize;
    prop_oneof![
        4 => any.clone().prop_map(Step::Add),
        2 => any.clone().prop_map(Step::Remove),
        2 => any.clone().prop_map(Step::Set),
        1 => any.clone().prop_map(Step::Look),
        2 => any.prop_map(Step::Ask),
    ]
}

/// A session, and what has to be done to come to the same with a new one.
struct Seller {
    session: Session,
    /// The files that are in, with the number each was given and what is known of it.
    within: Vec<(u32, usize, Known)>,
    config: usize,
    scope: usize,
    next: u32,
}

impl Seller {
    fn new() -> Seller {
        Seller { session: Session::new(), within: Vec::new(), config: 0, scope: 0, next: 1 }
    }

    fn ask(&mut self, request: Request, bytes: Option<&[u8]>) -> Reply {
        let mut last = None;
        let mut reader = bytes.map(Cursor::new);
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.session.handle(request, reader, &mut |reply| last = Some(reply));
        last.expect("every request is answered")
    }

    /// As the page does: the same bytes again are another name of the first.
    fn add(&mut self, (name, bytes): &(String, Vec<u8>), file: usize, number: u32, mut known: Known) {
        let request = Request::AddFile { file: number, name: name.clone(), known: known.clone(), more_follow: false };
        match self.ask(request, Some(bytes)) {
            Reply::SameFile { first, again, .. } => {
                let first = self.within.iter_mut().find(|(number, ..)| *number == first);
                first.expect("the first is there").2.again = again;
            }
            Reply::FileRead { digest, .. } => {
                known.digest = digest;
                self.within.push((number, file, known));
            }
            other => panic!("{other:?}"),
        }
    }

    /// All answers, but for what the last change of basis did, which a new shop has not seen.
    fn answers(&mut self) -> Vec<Value> {
        questions()
            .into_iter()
            .map(|question| without_history(serde_json::to_value(self.ask(question, None)).unwrap()))
            .collect()
    }
}

fn without_history(mut answer: Value) -> Value {
    if let Some(profit) = answer.pointer_mut("/Shop/profit").and_then(Value::as_object_mut) {
        profit.remove("basis_before");
    }
    answer
}

/// Where two answers differ first.
fn difference(place: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.len() == other.len() => {
            one.iter().find_map(|(key, value)| {
                difference(&format!("{place}.{key}"), value, other.get(key).unwrap_or(&Value::Null))
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => (0..)
            .zip(one.iter().zip(other))
            .find_map(|(index, (one, other)): (usize, _)| difference(&format!("{place}[{index}]"), one, other)),
        _ => (one != other).then(|| format!("{place}: {one}, afresh {other}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_answers_like_a_fresh_session(steps in prop::collection::vec(step(), 1..30)) {
        let (files, configs, scopes) = (files(), configs(), scopes());
        let mut seller = Seller::new();
        for step in steps {
            match step {
                Step::Add(file) => {
                    let (file, number) = (file % files.len(), seller.next);
                    seller.next += 1;
                    seller.add(&files[file], file, number, Known::default());
                }
                Step::Remove(position) if !seller.within.is_empty() => {
                    let (file, ..) = seller.within.remove(position % seller.within.len());
                    seller.ask(Request::RemoveFile { file }, None);
                }
                Step::Remove(_) => {}
                Step::Set(config) => {
                    seller.config = config % configs.len();
                    seller.ask(Request::SetConfig(Box::new(configs[seller.config].clone())), None);
                }
                Step::Look(scope) => {
                    seller.scope = scope % scopes.len();
                    seller.ask(Request::SetScope(scopes[seller.scope].clone()), None);
                }
                Step::Ask(question) => {
                    let mut questions = questions();
                    let question = questions.swap_remove(question % questions.len());
                    seller.ask(question, None);
                }
            }
        }
        let mut fresh = Seller::new();
        fresh.ask(Request::SetConfig(Box::new(configs[seller.config].clone())), None);
        fresh.ask(Request::SetScope(scopes[seller.scope].clone()), None);
        for (number, file, known) in &seller.within {
            fresh.add(&files[*file], *file, *number, known.clone());
        }
        for (answer, afresh) in seller.answers().iter().zip(&fresh.answers()) {
            prop_assert_eq!(difference("", answer, afresh), None);
        }
    }
}
