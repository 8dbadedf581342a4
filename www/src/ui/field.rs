//! A field of a setting. What cannot be meant stays in it to be mended, a sentence beside it says why, and the setting is
//! what it was.

use std::sync::atomic::{AtomicU32, Ordering};

use analytics::capacity::SettingReason;
use analytics::money::DecimalError;
use analytics::{Amount, Day, Rate};
use leptos::prelude::*;
use leptos_i18n::td_string;
use web_sys::HtmlInputElement;

use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, number};

/// Why a typed text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NotANumber,
    NotWhole,
    NotADay,
    NotAMonth,
    /// More decimals than are kept, and how many those are where that is known: it would have to be rounded.
    TooFine(Option<u32>),
    Negative,
    NotAboveZero,
    /// With zero nothing would ever be done.
    Idle,
    TooLarge,
    AboveAll,
    OutOfOrder,
    SameDay,
}

impl From<DecimalError> for Refusal {
    fn from(error: DecimalError) -> Refusal {
        match error {
            DecimalError::NotANumber => Refusal::NotANumber,
            DecimalError::OutOfRange => Refusal::TooLarge,
            DecimalError::TooManyPlaces { most } => Refusal::TooFine(Some(most)),
        }
    }
}

impl From<SettingReason> for Refusal {
    fn from(reason: SettingReason) -> Refusal {
        match reason {
            SettingReason::Negative => Refusal::Negative,
            SettingReason::Zero => Refusal::Idle,
            SettingReason::TooLarge => Refusal::TooLarge,
            SettingReason::OutOfOrder => Refusal::OutOfOrder,
        }
    }
}

impl Refusal {
    pub(crate) fn why(self, locale: Locale) -> String {
        let why = match self {
            Refusal::NotANumber => td_string!(locale, words.refusal.not_a_number),
            Refusal::NotWhole => td_string!(locale, words.refusal.not_whole),
            Refusal::NotADay => td_string!(locale, words.refusal.not_a_day),
            Refusal::NotAMonth => td_string!(locale, words.refusal.not_a_month),
            Refusal::TooFine(Some(most)) => {
                return number::agree(&td_string!(locale, words.refusal.decimals, most = most));
            }
            Refusal::TooFine(None) => td_string!(locale, words.refusal.too_fine),
            Refusal::Negative => td_string!(locale, words.refusal.negative),
            Refusal::NotAboveZero => td_string!(locale, words.refusal.not_above_zero),
            Refusal::Idle => td_string!(locale, words.refusal.idle),
            Refusal::TooLarge => td_string!(locale, words.refusal.too_large),
            Refusal::AboveAll => td_string!(locale, words.refusal.above_all),
            Refusal::OutOfOrder => td_string!(locale, words.refusal.out_of_order),
            Refusal::SameDay => td_string!(locale, words.refusal.same_day),
        };
        why.to_owned()
    }
}

/// Money from zero on.
pub(crate) fn amount(typed: &str) -> Result<Amount, Refusal> {
    let amount = Amount::parse(typed)?;
    if amount.is_negative() { Err(Refusal::Negative) } else { Ok(amount) }
}

/// A share from zero on, typed in percent.
pub(crate) fn share(typed: &str) -> Result<Rate, Refusal> {
    let rate = Rate::parse_percent(typed)?;
    if rate < Rate::ZERO { Err(Refusal::Negative) } else { Ok(rate) }
}

/// A whole number from zero on.
pub(crate) fn whole(typed: &str) -> Result<u32, Refusal> {
    typed.parse().map_err(|_| match Amount::parse(typed) {
        Err(DecimalError::TooManyPlaces { .. }) => Refusal::NotWhole,
        Err(error) => Refusal::from(error),
        Ok(amount) if amount.is_negative() => Refusal::Negative,
        Ok(amount) if amount > Amount::from_cents(i64::from(u32::MAX) * 100) => Refusal::TooLarge,
        Ok(_) => Refusal::NotWhole,
    })
}

/// A day, whatever stands between its numbers: `2026-6-1`, `2026/06/01`, `2026年6月1日`.
pub(crate) fn day(typed: &str) -> Result<Day, Refusal> {
    let numbers = typed.split(|character: char| !character.is_ascii_digit()).filter(|number| !number.is_empty());
    let numbers: Vec<u32> = numbers.filter_map(|number| number.parse().ok()).collect();
    let [year, month, day] = numbers.as_slice() else { return Err(Refusal::NotADay) };
    Day::parse(&format!("{year:04}-{month:02}-{day:02}")).filter(|_| *year >= 1_000).ok_or(Refusal::NotADay)
}

/// A text field with what stands around it, and its refusal after it.
#[component]
pub(crate) fn Field<S>(
    /// As the settings have it.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what was typed, with the signs of a Chinese keyboard made plain, or says why not.
    set: S,
    /// Is read out; what is seen stands beside the field.
    #[prop(into)]
    label: Signal<String>,
    /// The hook for tests, of which that of the refusal is made.
    #[prop(into)]
    hook: String,
    /// What is before the number.
    #[prop(optional, into)]
    before: MaybeProp<String>,
    /// What is behind it.
    #[prop(optional, into)]
    after: MaybeProp<String>,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    #[prop(optional, into)] title: MaybeProp<String>,
    /// An empty field says something; else it is filled again with what was there.
    #[prop(optional)]
    takes_empty: bool,
    /// In a box of its own rather than on a line.
    #[prop(optional)]
    is_boxed: bool,
) -> impl IntoView
where
    S: Fn(&str) -> Result<(), Refusal> + 'static,
{
    // What was typed, and the value beside which it was: when that changes, both are of yesterday.
    let refused = RwSignal::new(None::<(String, String, Refusal)>);
    let current = Memo::new(move |_| refused.get().filter(|(_, beside, _)| *beside == value.get()));
    let refusal = Signal::derive(move || current.get().map(|(.., refusal)| refusal));
    let shown = move || current.get().map_or_else(|| value.get(), |(typed, ..)| typed);
    let change = move |event| {
        let typed = event_target_value(&event);
        let plain = format::typed_number(&typed).replace('−', "-");
        let taken = if plain.is_empty() && !takes_empty { Ok(()) } else { set(&plain) };
        refused.set(taken.err().map(|refusal| (typed, value.get_untracked(), refusal)));
        if taken.is_ok() {
            // Another way of writing what was there changes no value, and would stay.
            event_target::<HtmlInputElement>(&event).set_value(&value.get_untracked());
        }
    };
    let (refused_hook, id) = (format!("{hook}-refused"), refusal_id());
    let described_by = id.clone();
    let unit = |of: MaybeProp<String>| move || of.get().map(|unit| view! { <span class="unit">{unit}</span> });
    view! {
        <span class=if is_boxed { "boxed-field" } else { "setting-field" }>
            {unit(before)}
            <input
                class:small-field=is_boxed
                type="text"
                inputmode="decimal"
                autocomplete="off"
                data-testid=hook
                aria-label=move || label.get()
                aria-invalid=move || refusal.get().is_some().to_string()
                aria-describedby=move || refusal.get().map(|_| described_by.clone())
                placeholder=move || placeholder.get()
                title=move || title.get()
                prop:value=shown
                on:change=change
            />
            {unit(after)}
        </span>
        <Refused refusal=refusal is_new=Signal::derive(move || value.read().is_empty()) id=id hook=refused_hook />
    }
}

/// A name for the sentence of one field, which no other element has.
pub(crate) fn refusal_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("refused-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The sentence beside a field that says why what was typed is not taken, and what holds instead.
#[component]
pub(crate) fn Refused(
    #[prop(into)] refusal: Signal<Option<Refusal>>,
    /// Nothing was set before.
    #[prop(into)]
    is_new: Signal<bool>,
    /// By which a field names it.
    id: String,
    /// The hook for tests.
    hook: String,
) -> impl IntoView {
    let locale = use_page().locale;
    let sentence = move || {
        let (locale, why) = (locale.get(), refusal.get()?.why(locale.get()));
        Some(if is_new.get() {
            td_string!(locale, words.refusal.not_set, why = why)
        } else {
            td_string!(locale, words.refusal.stays, why = why)
        })
    };
    view! {
        <Show when=move || refusal.get().is_some()>
            <span class="loss refusal" role="alert" id=id.clone() data-testid=hook.clone()>{sentence}</span>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_as_it_was_typed_or_refused_with_the_reason() {
        assert_eq!(amount("3.20"), Ok(Amount::from_cents(320)));
        assert_eq!(share("0.6"), Ok(Rate::parse("0.006").unwrap()));
        assert_eq!(whole("30"), Ok(30));
        let refused = [amount("-1").err(), amount("many").err(), amount("0.0000001").err(), amount("1e3").err()];
        let expected = [Refusal::Negative, Refusal::NotANumber, Refusal::TooFine(Some(6)), Refusal::NotANumber];
        assert_eq!(refused, expected.map(Some));
        let refused = [share("3,5").err(), share("0.00006").err(), share("-0.1").err()];
        assert_eq!(refused, [Refusal::NotANumber, Refusal::TooFine(Some(4)), Refusal::Negative].map(Some));
        let refused = ["1.5", "0.00000001", "-2", "x", "5000000000"].map(|typed| whole(typed).err());
        let expected =
            [Refusal::NotWhole, Refusal::NotWhole, Refusal::Negative, Refusal::NotANumber, Refusal::TooLarge];
        assert_eq!(refused, expected.map(Some));
    }

    #[test]
    fn a_day_is_read_whatever_stands_between_its_numbers() {
        let first = Day::parse("2026-06-01").ok_or(Refusal::NotADay);
        assert!(["2026-06-01", "2026/6/1", "2026年6月1日", "2026.06.1"].iter().all(|typed| day(typed) == first));
        for typed in ["", "2026-06", "2026-02-30", "26-6-1", "1 June", "2026-06-01-02"] {
            assert_eq!(day(typed), Err(Refusal::NotADay), "{typed}");
        }
    }
}
