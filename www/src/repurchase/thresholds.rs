//! The thresholds of fixed scoring. A change answers at once: it goes to the worker with the question for the scores,
//! not with all settings.

use analytics::repurchase::Scoring;
use analytics::repurchase::settings::Rfm;
use leptos::prelude::*;

use super::view::use_view;
use crate::shop::use_page;
use crate::text::say;
use crate::ui::field::{Field, Refusal, amount, whole};
use crate::ui::table::{Head, Look, Table};

/// What a threshold is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Score {
    Recency,
    Frequency,
    Monetary,
}

impl Score {
    const ALL: [Score; 3] = [Score::Recency, Score::Frequency, Score::Monetary];

    const fn name(self) -> &'static str {
        match self {
            Score::Recency => "recency",
            Score::Frequency => "frequency",
            Score::Monetary => "monetary",
        }
    }

    /// The threshold of a score from 2 to 5, by its position from 0, as a field shows it.
    fn read(self, rfm: &Rfm, place: usize) -> String {
        let text = match self {
            Score::Recency => rfm.recency.get(place).map(ToString::to_string),
            Score::Frequency => rfm.frequency.get(place).map(ToString::to_string),
            Score::Monetary => rfm.monetary.get(place).map(ToString::to_string),
        };
        text.unwrap_or_default()
    }

    /// Takes what was typed, and moves the neighbours along so that a better score is never easier to have.
    fn write(self, rfm: &mut Rfm, place: usize, typed: &str) -> Result<(), Refusal> {
        match self {
            Score::Recency => set(&mut rfm.recency, place, whole(typed)?, false),
            Score::Frequency => set(&mut rfm.frequency, place, whole(typed)?, true),
            Score::Monetary => set(&mut rfm.monetary, place, amount(typed)?, true),
        }
        Ok(())
    }
}

fn set<T: Ord + Copy>(thresholds: &mut [T; 4], place: usize, value: T, is_ascending: bool) {
    for (position, threshold) in thresholds.iter_mut().enumerate() {
        *threshold = match (position.cmp(&place), is_ascending) {
            (std::cmp::Ordering::Equal, _) => value,
            (std::cmp::Ordering::Less, true) | (std::cmp::Ordering::Greater, false) => (*threshold).min(value),
            (std::cmp::Ordering::Less, false) | (std::cmp::Ordering::Greater, true) => (*threshold).max(value),
        };
    }
}

#[component]
pub(super) fn Thresholds() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let field = move |score: Score, place: usize| {
        let name = format!("rfm-threshold-{}-{}", score.name(), place + 2);
        let value = Memo::new(move |_| page.engine.config.with(|config| score.read(&config.repurchase.rfm, place)));
        let set = move |typed: &str| {
            let mut rfm = page.engine.config.with_untracked(|config| config.repurchase.rfm.clone());
            score.write(&mut rfm, place, typed)?;
            page.engine.edit_config(|config| config.repurchase.rfm = rfm);
            Ok(())
        };
        view! {
            <td class="numeric">
                <Field
                    value=value
                    set=set
                    label=Signal::derive(move || format!("{} {}", heading(score, locale), place + 2))
                    hook=name
                    is_boxed=true
                />
            </td>
        }
    };
    let row = move |score: Score| {
        view! {
            <tr>
                <th scope="row">{move || heading(score, locale)}</th>
                {(0..4).map(|place| field(score, place)).collect_view()}
            </tr>
        }
    };
    let heads = move || {
        let scores = (2..=5).map(|score: u32| Head::number(score.to_string()));
        std::iter::once(Head::text(say!(locale, repurchase.rfm.score))).chain(scores).collect()
    };
    let reset = move |_| {
        page.engine.edit_config(|config| {
            let defaults = analytics::Config::default().repurchase.rfm;
            config.repurchase.rfm = Rfm { schemes: std::mem::take(&mut config.repurchase.rfm.schemes), ..defaults };
        });
    };
    view! {
        <Show when=move || view.scoring.get() == Scoring::Fixed>
            <Table look=Look::Figures heads=heads>{Score::ALL.into_iter().map(row).collect_view()}</Table>
            <button class="link" on:click=reset>{move || say!(locale, repurchase.reset)}</button>
        </Show>
    }
}

fn heading(score: Score, locale: RwSignal<crate::i18n::Locale>) -> &'static str {
    match score {
        Score::Recency => say!(locale, repurchase.rfm.recency_threshold),
        Score::Frequency => say!(locale, repurchase.rfm.frequency_threshold),
        Score::Monetary => say!(locale, repurchase.rfm.monetary_threshold),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_moves_its_neighbours_along() {
        let mut rfm = analytics::Config::default().repurchase.rfm;
        rfm.recency = [180, 90, 60, 30];
        assert_eq!(Score::Recency.write(&mut rfm, 2, "100"), Ok(()));
        assert_eq!(rfm.recency, [180, 100, 100, 30]);
        rfm.frequency = [2, 3, 4, 5];
        assert_eq!(Score::Frequency.write(&mut rfm, 0, "4"), Ok(()));
        assert_eq!(rfm.frequency, [4, 4, 4, 5]);
        assert_eq!(Score::Frequency.write(&mut rfm, 1, "many"), Err(Refusal::NotANumber));
        assert_eq!(rfm.frequency, [4, 4, 4, 5]);
    }
}
