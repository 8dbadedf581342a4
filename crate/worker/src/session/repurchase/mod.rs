//! Who comes back: prepared when it is first asked for, then scored, cut and listed at will.

mod export;
mod list;

use analytics::profit::{self, Scope};
use analytics::repurchase::settings::{Letters, Rfm};
use analytics::repurchase::{
    self, Acquisition, Clv, Cohorts, CustomerBase, Driven, History, LateLoss, Letter, Pair, RfmReport, Scored, Scoring,
    Tag, ValuePoint,
};
use protocol::{CustomerValue, LetterRow, Repurchase, RepurchaseQuery};

use super::{AddedUp, Session};

/// What was worked out for the scope.
#[derive(Debug, Default)]
pub(super) struct Customers {
    prepared: CustomerBase,
    scored: Option<Scored>,
    clv: Option<Clv>,
    listed: Option<list::Listed>,
    // What no threshold of RFM changes is counted once, so that one can be moved at will.
    counted: Option<Counted>,
    tagged: Option<(Vec<Tag>, Vec<u32>)>,
    letters: Option<(Letters, Vec<Letter>)>,
    goods: Option<Goods>,
    /// Of all days, where the scope has a period: for comparing two.
    everyone: Option<History>,
}

/// What is cut by a query.
#[derive(Clone, Debug)]
struct Counted {
    query: RepurchaseQuery,
    cohorts: Cohorts,
    driven: Driven,
    late_loss: Option<LateLoss>,
    value_curve: Vec<ValuePoint>,
}

/// What needs no setting at all.
#[derive(Clone, Debug)]
struct Goods {
    acquisition: Vec<Acquisition>,
    together: Vec<Pair>,
    next: Vec<Pair>,
}

impl Customers {
    pub(super) const fn prepared(&self) -> &CustomerBase {
        &self.prepared
    }

    /// The groups that were counted last, and within how many days their customers came back.
    pub(super) fn driven(&self) -> Option<(&Driven, u32)> {
        self.counted.as_ref().map(|counted| (&counted.driven, counted.query.days))
    }

    fn letters(&self) -> &[Letter] {
        self.letters.as_ref().map_or(&[], |(_, letters)| letters)
    }
}

impl Customers {
    pub(super) fn forget_value(&mut self) {
        self.clv = None;
    }

    pub(super) fn forget_scores(&mut self) {
        self.scored = None;
    }

    pub(super) fn forget_list(&mut self) {
        self.listed = None;
    }
}

impl Session {
    pub(super) fn repurchase(&mut self, query: RepurchaseQuery) -> Repurchase {
        self.fill_customers();
        self.count(query);
        let settings = &self.config.repurchase;
        let Some(customers) = &self.customers else { return Repurchase::of_nobody(query, settings.clone()) };
        let Some(counted) = customers.counted.clone() else { return Repurchase::of_nobody(query, settings.clone()) };
        let prepared = &customers.prepared;
        let history = &prepared.history;
        let letters = customers.letters();
        let labelled = |letter: &Letter| LetterRow {
            label: self.label(prepared, letter.customer, query.reveals),
            letter: letter.clone(),
        };
        Repurchase {
            query,
            as_of: history.as_of,
            settings: settings.clone(),
            identity: history.identity.clone(),
            unknown_orders: history.unknown_orders,
            knows_cost: history.knows_cost(),
            repeat: prepared.repeat.clone(),
            cohorts: counted.cohorts,
            value_curve: counted.value_curve,
            tags: customers.tagged.as_ref().map(|(_, counts)| counts.clone()).unwrap_or_default(),
            driven: counted.driven,
            late_loss: counted.late_loss,
            letters: letters.iter().map(labelled).collect(),
        }
    }

    /// Counts what the query and the settings ask for, where it is not there from before.
    fn count(&mut self, query: RepurchaseQuery) {
        let (dataset, books, settings) = (&self.dataset, &self.books, &self.config.repurchase);
        let Some(customers) = &mut self.customers else { return };
        let prepared = &customers.prepared;
        // Names that are asked for change no figure.
        let query = RepurchaseQuery { reveals: false, ..query };
        if customers.counted.as_ref().is_none_or(|counted| counted.query != query) {
            customers.counted = Some(Counted {
                query,
                cohorts: repurchase::cohorts(prepared, query.cohorts),
                driven: repurchase::driven(dataset, books, prepared, query.driver, query.days),
                late_loss: repurchase::late_loss(dataset, books, prepared, query.days),
                value_curve: repurchase::value_curve(prepared),
            });
        }
        if customers.tagged.as_ref().is_none_or(|(tags, _)| *tags != settings.tags) {
            customers.tagged = Some((settings.tags.clone(), repurchase::tag_counts(prepared, settings)));
        }
        self.write_letters();
    }

    /// Chooses whom to write to, where that is not done or its settings have changed.
    fn write_letters(&mut self) {
        let settings = &self.config.repurchase;
        let Some(customers) = &mut self.customers else { return };
        if customers.letters.as_ref().is_none_or(|(letters, _)| *letters != settings.letters) {
            let letters = repurchase::letters(&self.dataset, &customers.prepared, settings);
            customers.letters = Some((settings.letters.clone(), letters));
        }
    }

    pub(super) fn customer_value(&mut self) -> CustomerValue {
        self.fill_customers();
        let clv = self.fitted();
        let (dataset, books, settings) = (&self.dataset, &self.books, &self.config.repurchase);
        let mut nobody = Customers::default();
        let customers = self.customers.as_mut().unwrap_or(&mut nobody);
        let prepared = &customers.prepared;
        let goods = customers.goods.get_or_insert_with(|| Goods {
            acquisition: repurchase::acquisition(dataset, books, prepared),
            together: repurchase::together(dataset, books, prepared),
            next: repurchase::next(dataset, prepared),
        });
        let Goods { acquisition, together, next } = goods.clone();
        CustomerValue {
            offers: repurchase::offers(prepared, &books.currencies().settings(&self.config).repurchase, &clv),
            membership: repurchase::membership(prepared, settings),
            agents: repurchase::agents(dataset, books),
            acquisition,
            together,
            next,
            clv,
        }
    }

    /// The fitted models, fitted once.
    fn fitted(&mut self) -> Clv {
        let settings = &self.config.repurchase;
        match &mut self.customers {
            Some(customers) => {
                customers.clv.get_or_insert_with(|| repurchase::clv(&customers.prepared, settings)).clone()
            }
            None => repurchase::clv(&CustomerBase::default(), settings),
        }
    }

    pub(super) fn fill_customers(&mut self) {
        if self.customers.is_some() {
            return;
        }
        let (dataset, books) = (&self.dataset, &self.books);
        let AddedUp { prepared, report, .. } = self.in_scope();
        let nets = profit::order_nets(dataset, books, prepared, report, &self.config);
        let settings = &self.config.repurchase;
        let history = repurchase::history(dataset, books, &nets, &self.scope, settings);
        let prepared = repurchase::prepare(history, settings);
        self.customers = Some(Customers { prepared, ..Customers::default() });
    }

    /// Does `work` with the purchases of all days of the scope's part of the shop.
    pub(super) fn with_everyone<T: Default>(&mut self, work: impl FnOnce(&History) -> T) -> T {
        self.fill_customers();
        let (dataset, books, settings) = (&self.dataset, &self.books, &self.config.repurchase);
        let has_all_days = self.scope.from.is_none() && self.scope.to.is_none();
        let Some(customers) = &mut self.customers else { return T::default() };
        if has_all_days {
            return work(&customers.prepared.history);
        }
        let scope = Scope { from: None, to: None, ..self.scope.clone() };
        work(customers.everyone.get_or_insert_with(|| repurchase::history(dataset, books, &[], &scope, settings)))
    }

    /// Scores the customers by these thresholds from now on.
    pub(super) fn rescore(&mut self, rfm: Rfm, scoring: Scoring) -> RfmReport {
        self.fill_customers();
        self.config.repurchase.rfm = rfm;
        let Some(customers) = &mut self.customers else { return RfmReport::default() };
        let (scored, report) = repurchase::rfm(&customers.prepared, &self.config.repurchase, scoring);
        customers.scored = Some(scored);
        customers.listed.take_if(|listed| listed.is_of_scores());
        report
    }

    /// Sees to it that the customers have scores: in this way, or as they were scored last.
    fn score(&mut self, scoring: Option<Scoring>) {
        let Some(customers) = &mut self.customers else { return };
        let scored = customers.scored.as_ref().map(|scored| scored.scoring);
        if scored.is_none() || scoring.is_some_and(|scoring| scored != Some(scoring)) {
            let scored = customers.prepared.rfm_values.score(&self.config.repurchase.rfm, scoring.unwrap_or_default());
            customers.scored = Some(scored);
        }
    }

    /// How customers were scored last.
    pub(super) fn scoring(&self) -> Scoring {
        let scored = self.customers.as_ref().and_then(|customers| customers.scored.as_ref());
        scored.map(|scored| scored.scoring).unwrap_or_default()
    }

    /// What the scope holds of customers, for the list.
    fn customers_in_scope(&self) -> Option<(&Customers, &AddedUp)> {
        Some((self.customers.as_ref()?, self.in_scope()))
    }
}
