//! Who comes back: prepared when it is first asked for, then scored, cut and listed at will.

mod export;
mod list;

use analytics::repurchase::{self, Clv, Prepared, Scored, Scoring};
use protocol::{CustomerValue, LetterRow, Repurchase, RepurchaseQuery};

use super::{Session, Stage};

/// What was worked out for the scope.
#[derive(Debug)]
pub(super) struct Customers {
    prepared: Prepared,
    scored: Option<Scored>,
    clv: Option<Clv>,
    listed: Option<list::Listed>,
}

impl Customers {
    pub(super) const fn prepared(&self) -> &Prepared {
        &self.prepared
    }
}

impl Session {
    pub(super) fn repurchase(&mut self, query: RepurchaseQuery) -> Repurchase {
        self.fill_customers();
        self.score(query.scoring);
        let (dataset, books) = (&self.dataset, &self.books);
        let settings = &self.config.repurchase;
        let empty = Prepared::default();
        let prepared = self.customers.as_ref().map_or(&empty, |customers| &customers.prepared);
        let history = &prepared.history;
        let letters = repurchase::letters(dataset, books, prepared, settings);
        Repurchase {
            query,
            as_of: history.as_of,
            settings: settings.clone(),
            identity: history.identity.clone(),
            unknown_orders: history.unknown_orders,
            repeat: prepared.repeat.clone(),
            cohorts: repurchase::cohorts(prepared, query.cohorts),
            rfm: repurchase::rfm(prepared, settings, query.scoring).1,
            value_curve: repurchase::value_curve(prepared),
            tags: repurchase::tag_counts(prepared, settings),
            driven: repurchase::driven(dataset, books, prepared, query.driver, query.days),
            late_loss: repurchase::late_loss(dataset, books, prepared, query.days),
            letters: letters
                .into_iter()
                .map(|letter| LetterRow { label: self.label(prepared, letter.customer, false), letter })
                .collect(),
        }
    }

    pub(super) fn customer_value(&mut self) -> CustomerValue {
        self.fill_customers();
        let clv = self.fitted();
        let (dataset, books) = (&self.dataset, &self.books);
        let settings = &self.config.repurchase;
        let empty = Prepared::default();
        let prepared = self.customers.as_ref().map_or(&empty, |customers| &customers.prepared);
        CustomerValue {
            acquisition: repurchase::acquisition(dataset, books, prepared),
            offers: repurchase::offers(prepared, settings, &clv),
            membership: repurchase::membership(prepared, settings),
            together: repurchase::together(dataset, books, prepared),
            next: repurchase::next(dataset, books, prepared),
            agents: repurchase::agents(dataset),
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
            None => repurchase::clv(&Prepared::default(), settings),
        }
    }

    pub(super) fn fill_customers(&mut self) {
        if self.customers.is_some() {
            return;
        }
        self.fill_orders();
        let orders = self.orders.as_ref().map_or(&[][..], |orders| orders.all());
        let settings = &self.config.repurchase;
        let history = repurchase::history(&self.dataset, &self.books, orders, &self.scope, settings);
        let prepared = repurchase::prepare(&self.dataset, &self.books, history, settings);
        self.customers = Some(Customers { prepared, scored: None, clv: None, listed: None });
    }

    fn score(&mut self, scoring: Scoring) {
        let Some(customers) = &mut self.customers else { return };
        if customers.scored.as_ref().is_none_or(|scored| scored.scoring != scoring) {
            customers.scored = Some(customers.prepared.standing.score(&self.config.repurchase.rfm, scoring));
        }
    }

    /// After a change of the settings of repurchase alone: who is who and what a purchase is need everything again, the
    /// rest only what was listed.
    pub(super) fn repurchase_changed(&mut self, before: &repurchase::Settings) {
        let now = &self.config.repurchase;
        let is_same_history = before.purchase == now.purchase
            && before.identity == now.identity
            && before.salt == now.salt
            && before.windows == now.windows;
        match &mut self.customers {
            Some(customers) if is_same_history => {
                (customers.scored, customers.listed) = (None, None);
                if before.value != now.value {
                    customers.clv = None;
                }
            }
            _ => self.customers = None,
        }
    }

    /// What the scope holds of customers, for the list.
    fn stage_of_customers(&self) -> Option<(&Customers, &Stage)> {
        Some((self.customers.as_ref()?, self.stage()))
    }
}
