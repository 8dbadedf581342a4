//! Whatever a seller did before, the shop answers as one that was opened afresh with the same files and settings.

mod questions;
mod shops;

use std::io::Cursor;

use analytics::Config;
use analytics::profit::Scope;
use analytics::vocabulary::Basis;
use proptest::prelude::*;
use protocol::{FileId, Known, OrderQuery, Reply, Request, SkuQuery, SourceCell, Subject};
use serde_json::Value;
use worker::session::{ReadSeek, Session};

use questions::{details, questions, scores};

#[derive(Clone, Debug)]
enum Step {
    /// Files that come together. Where the last too says that others follow, whatever is asked next closes the books.
    Add(Vec<usize>, bool),
    /// The how-manieth of the files that are in.
    Remove(usize),
    Set(usize),
    Look(usize),
    Ask(usize),
}

fn change() -> impl Strategy<Value = Step> {
    let any = 0..1000_usize;
    prop_oneof![
        4 => (prop::collection::vec(any.clone(), 1..4), prop::bool::weighted(0.2))
            .prop_map(|(files, more_follow)| Step::Add(files, more_follow)),
        2 => any.clone().prop_map(Step::Remove),
        2 => any.clone().prop_map(Step::Set),
        1 => any.prop_map(Step::Look),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![3 => change(), 1 => (0..1000_usize).prop_map(Step::Ask)]
}

/// A file that is in the shop.
#[derive(Clone, Debug)]
struct Within {
    number: FileId,
    /// Position among [`shops::files`].
    file: usize,
    known: Known,
}

/// A session, and what has to be done to come to the same with a new one.
struct Seller<'a> {
    files: &'a [(String, Vec<u8>)],
    session: Session,
    within: Vec<Within>,
    config: Config,
    /// Before the last change of it, since the last file came or went.
    basis_before: Option<Basis>,
    scope: Scope,
    next: FileId,
}

impl Seller<'_> {
    fn new(files: &[(String, Vec<u8>)]) -> Seller<'_> {
        Seller {
            files,
            session: Session::new(),
            within: Vec::new(),
            config: Config::default(),
            basis_before: None,
            scope: Scope::default(),
            next: 1,
        }
    }

    /// The shop with the same files and settings, to which nothing else was done.
    fn afresh(&self) -> Seller<'_> {
        let mut fresh = Seller::new(self.files);
        let mut config = self.config.clone();
        config.shop.basis = self.basis_before.unwrap_or(config.shop.basis);
        fresh.set(config);
        // What was set before the first file came is no change of anything.
        fresh.remove(FileId::MAX);
        fresh.look(self.scope.clone());
        for Within { number, file, known } in &self.within {
            fresh.add(*file, *number, known.clone(), false);
        }
        fresh.set(self.config.clone());
        fresh
    }

    fn ask(&mut self, request: Request) -> Reply {
        self.ask_of(None, request)
    }

    fn ask_of(&mut self, file: Option<usize>, request: Request) -> Reply {
        let mut last = None;
        let mut reader = file.map(|file| Cursor::new(&self.files[file].1));
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.session.handle(request, reader, &mut |reply| last = Some(reply));
        last.expect("every request is answered")
    }

    /// As the page does: the same bytes again are another name of the first.
    fn add(&mut self, file: usize, number: FileId, mut known: Known, more_follow: bool) {
        let name = self.files[file].0.clone();
        match self.ask_of(Some(file), Request::AddFile { file: number, name, known: known.clone(), more_follow }) {
            Reply::SameFile { first, again, .. } => {
                let first = self.within.iter_mut().find(|within| within.number == first);
                first.expect("the first is there").known.again = again;
            }
            Reply::FileRead { digest, .. } | Reply::FileTaken { digest, .. } => {
                known.digest = digest;
                self.within.push(Within { number, file, known });
                self.basis_before = None;
            }
            other => panic!("{other:?}"),
        }
    }

    fn remove(&mut self, file: FileId) {
        self.within.retain(|within| within.number != file);
        self.basis_before = None;
        self.ask(Request::RemoveFile { file });
    }

    fn set(&mut self, config: Config) {
        if config.shop.basis != self.config.shop.basis {
            self.basis_before = Some(self.config.shop.basis);
        }
        self.config = config.clone();
        self.ask(Request::SetConfig(Box::new(config)));
    }

    fn look(&mut self, scope: Scope) {
        self.scope = scope.clone();
        self.ask(Request::SetScope(scope));
    }

    /// Thresholds of scores become those of the settings.
    fn question(&mut self, question: Request) -> Reply {
        if let Request::Score { rfm, .. } = &question {
            self.config.repurchase.rfm = (**rfm).clone();
        }
        self.ask(question)
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Add(files, more_follow) => {
                let last = files.len() - 1;
                for (position, file) in files.into_iter().enumerate() {
                    let number = self.next;
                    self.next += 1;
                    self.add(file % self.files.len(), number, Known::default(), more_follow || position < last);
                }
            }
            Step::Remove(position) if !self.within.is_empty() => {
                let number = self.within[position % self.within.len()].number;
                self.remove(number);
            }
            Step::Remove(_) => {}
            Step::Set(config) => {
                let mut configs = shops::configs();
                self.set(configs.swap_remove(config % configs.len()));
            }
            Step::Look(scope) => {
                let mut scopes = shops::scopes();
                self.look(scopes.swap_remove(scope % scopes.len()));
            }
            Step::Ask(question) => {
                let mut questions = questions();
                questions.extend(scores().into_iter().chain(details()));
                let question = questions.swap_remove(question % questions.len());
                self.question(question);
            }
        }
    }

    /// All answers, each with what was asked. What was asked last is the first the other way round, so that an answer that
    /// was kept for the last question of its kind would be given again.
    fn answers(&mut self, backwards: bool) -> Vec<(String, Value)> {
        let mut answers = Vec::new();
        let mut rest = questions();
        if backwards {
            rest.reverse();
        }
        // Lists show how customers were scored last.
        for question in scores().into_iter().chain(rest) {
            let asked = format!("{question:?}");
            answers.push((asked, without_numbers(self.question(question))));
        }
        self.answer_details(&mut answers);
        answers
    }

    /// Of SKUs, orders and customers from all over their tables: what is said of each, and the cells behind it.
    fn answer_details(&mut self, answers: &mut Vec<(String, Value)>) {
        let mut accounts = Vec::new();
        let query = SkuQuery { limit: 500, ..SkuQuery::default() };
        let Reply::Skus(window) = self.ask(Request::Skus(query)) else { panic!("no SKUs") };
        for row in some(&window.rows) {
            let Reply::Sku(detail) = self.ask(Request::Sku { sku: row.sku.clone() }) else { panic!("{row:?}") };
            accounts.push((Subject::Sku(row.sku.clone()), detail.components.clone()));
            answers.push((row.sku.clone(), without_numbers(Reply::Sku(detail))));
        }
        let query = OrderQuery { limit: 500, ..OrderQuery::default() };
        let Reply::Orders(window) = self.ask(Request::Orders(query)) else { panic!("no orders") };
        for row in some(&window.rows) {
            let Reply::Order(detail) = self.ask(Request::Order(row.order.clone())) else { panic!("{row:?}") };
            accounts.push((Subject::Order(row.order.clone()), detail.components.clone()));
            answers.push((row.order.id.clone(), without_numbers(Reply::Order(detail))));
        }
        for (subject, components) in accounts {
            for (component, _) in components {
                let asked = format!("{subject:?} {component:?}");
                let request = Request::Cells { subject: subject.clone(), component, offset: 0, limit: 50 };
                let reply = self.ask(request);
                let Reply::Cells(window) = &reply else { panic!("{reply:?}") };
                let first = window.cells.first().cloned();
                answers.push((asked.clone(), without_numbers(reply)));
                if let Some(cell) = first {
                    answers.push((asked, without_numbers(self.row(&cell))));
                }
            }
        }
        for customer in [0, 1, 20] {
            let asked = format!("customer {customer}");
            answers.push((asked, without_numbers(self.ask(Request::Customer { customer, reveals: true }))));
        }
    }

    /// The row of a cell, as its file has it.
    fn row(&mut self, cell: &SourceCell) -> Reply {
        let within = self.within.iter().find(|within| within.number == cell.file);
        let file = within.expect("cells are in files of the shop").file;
        self.ask_of(Some(file), Request::Row { at: cell.row.at })
    }
}

/// The first, the last and one between them.
fn some<T>(rows: &[T]) -> impl Iterator<Item = &T> {
    let step = rows.len().saturating_sub(1).div_ceil(2).max(1);
    rows.iter().step_by(step)
}

/// Tables are numbered as they came, those that have left included.
fn without_numbers(reply: Reply) -> Value {
    let mut answer = serde_json::to_value(reply).unwrap();
    forget_tables(&mut answer);
    answer
}

fn forget_tables(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.contains_key("row") {
                object.remove("table");
            }
            object.values_mut().for_each(forget_tables);
        }
        Value::Array(array) => array.iter_mut().for_each(forget_tables),
        _ => {}
    }
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
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// After every answer has been given, so that everything that can be kept is kept, one thing changes at a time.
    #[test]
    fn any_sequence_answers_like_a_fresh_session(
        steps in prop::collection::vec(step(), 1..16),
        changes in prop::collection::vec(change(), 3),
    ) {
        let files = shops::files();
        let mut seller = Seller::new(&files);
        steps.into_iter().for_each(|step| seller.take(step));
        for (round, change) in changes.into_iter().enumerate() {
            seller.take(change);
            let backwards = round % 2 == 1;
            let afresh = seller.afresh().answers(backwards);
            let answers = seller.answers(backwards);
            for ((asked, answer), (also_asked, afresh)) in answers.iter().zip(&afresh) {
                prop_assert_eq!(asked, also_asked);
                prop_assert_eq!(difference("", answer, afresh), None, "{}", asked);
            }
            prop_assert_eq!(answers.len(), afresh.len());
        }
    }
}
