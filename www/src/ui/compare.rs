//! Two periods to be compared: which, and what the files lack of them.

use analytics::{Day, Money};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{Gap, Periods};

use super::amount::Exact;
use super::choice::Choice;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{names, say, tally};

/// Days in a year, by which the same season is found: whole weeks, so that weekends meet weekends.
const YEAR: i32 = 364;
/// Days up to the last one that can be compared: whole weeks, for the same reason.
const LENGTHS: [i32; 3] = [7, 28, 91];

/// What a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// As many days right before it.
    DaysBefore,
    /// The same days a year ago.
    LastYear,
}

impl Earlier {
    const ALL: [Earlier; 2] = [Earlier::DaysBefore, Earlier::LastYear];

    pub(crate) fn days(self, (from, to): (Day, Day)) -> (Day, Day) {
        match self {
            Earlier::DaysBefore => {
                let length = to.number() - from.number() + 1;
                (from.plus(-length), from.plus(-1))
            }
            Earlier::LastYear => (from.plus(-YEAR), to.plus(-YEAR)),
        }
    }

    /// The end of its hooks.
    const fn hook(self) -> &'static str {
        match self {
            Earlier::DaysBefore => "before",
            Earlier::LastYear => "last-year",
        }
    }

    fn word(self, locale: Locale) -> String {
        let word = match self {
            Earlier::DaysBefore => td_string!(locale, profit.compare.before),
            Earlier::LastYear => td_string!(locale, profit.compare.last_year),
        };
        word.to_owned()
    }
}

/// Chooses with what the period on the screen is compared; what was chosen already is put away again. Not there where the
/// files do not reach back before the period.
#[component]
pub(crate) fn EarlierChoice(
    /// The later period.
    #[prop(into)]
    period: Signal<Option<(Day, Day)>>,
    /// The first day of the files.
    #[prop(into)]
    first: Signal<Option<Day>>,
    chosen: RwSignal<Option<Earlier>>,
) -> impl IntoView {
    let locale = use_page().locale;
    let can = move |with: Earlier| {
        let before = period.get().map(|period| with.days(period));
        before.zip(first.get()).is_some_and(|((_, to), first)| to >= first)
    };
    let possible = Memo::new(move |_| Earlier::ALL.map(|with| (with, can(with))));
    let options = Signal::derive(move || {
        let possible = possible.get().into_iter().filter(|(_, can)| *can);
        possible.map(|(with, _)| (with.hook().to_owned(), with.word(locale.get()))).collect::<Vec<_>>()
    });
    let choose = move |hook: String| {
        let found = Earlier::ALL.into_iter().find(|with| with.hook() == hook);
        chosen.update(|chosen| *chosen = if *chosen == found { None } else { found });
    };
    view! {
        <Show when=move || options.with(|options| !options.is_empty())>
            <Choice
                options=options
                chosen=Signal::derive(move || chosen.get().map(|with| with.hook().to_owned()))
                choose=Callback::new(choose)
                label=Signal::derive(move || say!(locale, profit.compare.label).to_owned())
                hook="compare"
            />
        </Show>
    }
}

/// Chooses two periods and shows `compared` of them: the chosen one, or so many days up to the last, beside an earlier one.
#[component]
pub(crate) fn ComparePeriods<F, V>(
    /// The period that is chosen for the page, if it is about periods at all.
    #[prop(into)]
    chosen: Signal<Option<(Day, Day)>>,
    /// The first and the last day of the files.
    #[prop(into)]
    reach: Signal<Option<(Day, Day)>>,
    compared: F,
) -> impl IntoView
where
    F: Fn(Periods) -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let locale = use_page().locale;
    let length = RwSignal::new(LENGTHS[1]);
    let earlier = RwSignal::new(None::<Earlier>);
    let can = move || {
        let known = reach.get().map_or(0, |(first, last)| last.number() - first.number() + 1);
        // As many days and one more at least, or there is nothing to compare with.
        LENGTHS.into_iter().filter(move |length| *length < known)
    };
    // Of a length that the files do not reach any more, or never did, the next shorter one.
    let shown = Memo::new(move |_| can().take_while(|can| *can <= length.get()).last());
    let period = Memo::new(move |_| {
        let (_, last) = reach.get()?;
        let of_length = || (last.plus(1 - shown.get().unwrap_or_else(|| length.get())), last);
        let (from, to) = chosen.get().unwrap_or_else(of_length);
        // Days after the last one would be compared with days that had something.
        (from <= last).then_some((from, to.min(last)))
    });
    let first = Signal::derive(move || reach.get().map(|(first, _)| first));
    let lengths = Signal::derive(move || {
        can()
            .map(|length| (length.to_string(), tally!(locale, shell.compare.last_days, count = length)))
            .collect::<Vec<_>>()
    });
    let periods = Memo::new(move |_| {
        let (with, now) = earlier.get().zip(period.get())?;
        let before = with.days(now);
        first.get().is_some_and(|first| before.1 >= first).then_some(Periods { before, now })
    });
    view! {
        <Show when=move || lengths.with(|lengths| !lengths.is_empty())>
            <div class="compare">
                <div class="compare-choice">
                    <Show when=move || chosen.get().is_none()>
                        <Choice
                            options=lengths
                            chosen=Signal::derive(move || shown.get().map(|length| length.to_string()))
                            choose=Callback::new(move |days: String| length.set(days.parse().unwrap_or(LENGTHS[1])))
                            label=Signal::derive(move || say!(locale, shell.compare.length).to_owned())
                            hook="compare-days"
                        />
                    </Show>
                    <EarlierChoice period=period first=first chosen=earlier />
                </div>
                {move || periods.get().map(compared)}
            </div>
        </Show>
    }
}

/// What a part of a change came to.
pub(crate) struct CauseLine {
    /// By which tests find it.
    pub(crate) hook: String,
    pub(crate) name: String,
    pub(crate) amount: Money,
}

/// What a change is made of, each part with a bar as long as it weighs.
#[component]
pub(crate) fn Causes(caption: &'static str, lines: Vec<CauseLine>) -> impl IntoView {
    let most = lines.iter().map(|line| line.amount.abs()).max().unwrap_or_default();
    let row = |CauseLine { hook, name, amount }: CauseLine| {
        let width = amount.abs().ratio_to(most).unwrap_or(0.0) * 100.0;
        let is_loss = amount.is_negative();
        view! {
            <tr data-cause=hook data-value=amount.to_string()>
                <th scope="row">{name}</th>
                <td class="compare-track">
                    <span class="bar" class:loss-bar=is_loss style:width=format!("{width:.2}%")></span>
                </td>
                <td class="numeric"><Exact money=Signal::stored(Some(amount)) is_cost=false /></td>
            </tr>
        }
    };
    view! {
        <table class="compare-causes">
            <caption class="quiet">{caption}</caption>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// An answer, and of which results of the shop it is: what was answered before is not shown as what is.
pub(crate) struct Answered<T> {
    answer: RwSignal<Option<(u32, T)>>,
    results: RwSignal<u32>,
}

impl<T> Copy for Answered<T> {}

impl<T> Clone for Answered<T> {
    fn clone(&self) -> Answered<T> {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> Answered<T> {
    pub(crate) fn new() -> Answered<T> {
        Answered { answer: RwSignal::new(None), results: use_page().engine.results }
    }

    pub(crate) fn set(self, answer: T) {
        self.answer.set(Some((self.results.get_untracked(), answer)));
    }

    /// The answer, as long as nothing has changed since.
    pub(crate) fn get(self) -> Option<T> {
        let results = self.results.get();
        self.answer.get().filter(|(of, _)| *of == results).map(|(_, answer)| answer)
    }
}

/// The days of a period, as a heading or a file says them.
pub(crate) fn days((from, to): (Day, Day)) -> String {
    format!("{from} – {to}")
}

/// On what the comparison stands, and what the files do not have of it.
pub(crate) fn notes(locale: Locale, lacks: Option<String>, gaps: &[Gap], basis: Option<String>) -> String {
    let mut notes = Vec::new();
    notes.extend(lacks);
    notes.extend(gaps.iter().map(|Gap { platform, store, is_of_ads, reach: (from, to) }| {
        let platform = names::source(locale, *platform);
        let who = if store.is_empty() { platform.to_owned() } else { format!("{platform} · {store}") };
        if *is_of_ads {
            td_string!(locale, profit.compare.ads_reach, who = who, from = from, to = to)
        } else {
            td_string!(locale, profit.compare.orders_reach, who = who, from = from, to = to)
        }
    }));
    notes.extend(basis);
    let space = match locale {
        Locale::zh_CN => "",
        Locale::en => " ",
    };
    notes.join(space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_beside_as_many_days() {
        let day = |text: &str| Day::parse(text).unwrap();
        let june = (day("2026-06-01"), day("2026-06-30"));
        assert_eq!(Earlier::DaysBefore.days(june), (day("2026-05-02"), day("2026-05-31")));
        // A Monday meets a Monday.
        assert_eq!(Earlier::LastYear.days(june).0, day("2025-06-02"));
        assert!(LENGTHS.iter().all(|length| length % 7 == 0));
    }
}
