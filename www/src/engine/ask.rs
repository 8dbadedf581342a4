//! Questions that are asked again whenever something they depend on changes.

use leptos::prelude::*;
use protocol::{Reply, Request};

use super::{Engine, Health};

impl Engine {
    /// Asks now, and again after every change of what the question reads or of the shop's results. One question is on its
    /// way at a time; when it is answered the newest follows, so that a slider is never behind by more than one.
    pub(crate) fn keep_asking(
        self,
        question: impl Fn() -> Request + Copy + Send + Sync + 'static,
        take: impl Fn(Reply) + Copy + Send + Sync + 'static,
    ) {
        let is_out = StoredValue::new(false);
        let is_newer = StoredValue::new(false);
        Effect::new(move || {
            self.results.track();
            let request = question();
            if is_out.get_value() {
                return is_newer.set_value(true);
            }
            self.ask_until_still(request, question, take, is_out, is_newer);
        });
        // A worker that died answers nothing, and its successor is asked anew.
        Effect::new(move || {
            if self.health.get() != Health::Well {
                is_out.set_value(false);
            }
        });
    }

    fn ask_until_still(
        self,
        request: Request,
        question: impl Fn() -> Request + Copy + Send + Sync + 'static,
        take: impl Fn(Reply) + Copy + Send + Sync + 'static,
        is_out: StoredValue<bool>,
        is_newer: StoredValue<bool>,
    ) {
        is_out.set_value(true);
        self.ask(request, move |reply| {
            // The page that asked is gone.
            if is_out.try_set_value(false).is_some() {
                return;
            }
            take(reply);
            if is_newer.try_update_value(std::mem::take) == Some(true) {
                self.ask_until_still(untrack(question), question, take, is_out, is_newer);
            }
        });
    }
}
