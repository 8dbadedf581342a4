//! What the seller knows better than any file: people, hours, paces, prices. What cannot be meant is refused beside its
//! field, and the report goes on with what was there before.

mod field;
mod list;
mod other;

use analytics::capacity::SettingProblem;
use leptos::html::Div;
use leptos::prelude::*;

pub(crate) use self::field::Unit;
use self::other::Others;
use super::view::{of_report, use_view};
use crate::shop::use_page;
use crate::text::{format, say, word};
use crate::ui::field::{Field, Refusal};

/// The panel beside the page.
#[component]
pub(super) fn SettingsPanel() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let reset = move |_| page.engine.change_config(|config| config.capacity = analytics::Config::default().capacity);
    let group = |group: &'static list::Group| {
        view! {
            <h3>{move || (group.name)(locale.get())}</h3>
            {group.fields.iter().map(|field| view! { <Setting field=*field /> }).collect_view()}
        }
    };
    view! {
        <aside class="assumptions capacity-settings" aria-label=move || say!(locale, capacity.settings.title)>
            <header class="aside-head">
                <h2>{move || say!(locale, capacity.settings.title)}</h2>
                <button class="quiet-button" on:click=move |_| view.settings.set(None)>
                    {move || say!(locale, shell.close)}
                </button>
            </header>
            <p class="quiet">{move || say!(locale, capacity.settings.lead)}</p>
            {list::groups().iter().map(group).collect_view()}
            <Others />
            <button class="link" on:click=reset>{move || say!(locale, capacity.settings.reset)}</button>
        </aside>
    }
}

#[component]
fn Setting(field: field::Field) -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let element = NodeRef::<Div>::new();
    let is_wanted = Memo::new(move |_| view.settings.with(|wanted| wanted.as_deref() == Some(field.key)));
    Effect::new(move || {
        if let (true, Some(element)) = (is_wanted.get(), element.get()) {
            element.scroll_into_view();
        }
    });
    let label = Signal::derive(move || (field.label)(locale.get()).to_owned());
    let hook = format!("setting-{}", field.key.replace(['.', '_'], "-"));
    view! {
        <div class="setting" class:wanted=move || is_wanted.get() node_ref=element>
            <SettingField key=field.key unit=field.unit label=label hook=hook shows_label=true />
        </div>
    }
}

/// One setting as a field, with its refusal under it.
#[component]
pub(crate) fn SettingField(
    key: &'static str,
    unit: Unit,
    #[prop(into)] label: Signal<String>,
    /// The hook for tests.
    hook: String,
    /// Else the label is only read out.
    #[prop(optional)]
    shows_label: bool,
    /// What is before the number, where it is no sign of a currency.
    #[prop(optional, into)]
    before: MaybeProp<String>,
) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.cost_currency();
    let kept = Memo::new(move |_| page.engine.config.with(|config| field::shown(&config.capacity, key, unit)));
    // Nobody, or none a day, is the same as nothing known.
    let is_people = key.ends_with("people") || key == PER_DAY;
    let shown = Signal::derive(move || {
        let text = kept.get();
        if is_people && text == "0" { String::new() } else { text }
    });
    let set = move |typed: &str| {
        let typed = if typed.is_empty() { "0" } else { typed };
        let changed = page.engine.config.with_untracked(|config| field::with(&config.capacity, key, unit, typed))?;
        page.engine.change_config(|config| config.capacity = changed);
        Ok(())
    };
    let input = match unit {
        Unit::Choice(choices) => {
            let options = move || {
                let kept = kept.get();
                let option = |name: &'static str| {
                    view! { <option value=name selected=kept == name>{list::choice(locale.get(), name)}</option> }
                };
                choices.iter().copied().map(option).collect_view()
            };
            view! {
                <select
                    class="store"
                    data-testid=hook
                    aria-label=label
                    on:change=move |event| {
                        set(&event_target_value(&event)).ok();
                    }
                >
                    {options}
                </select>
            }
            .into_any()
        }
        Unit::Whole | Unit::Plain | Unit::Percent | Unit::Money => {
            let sign = move || if unit == Unit::Money { Some(format::sign(&currency.read())) } else { before.get() };
            view! {
                <Field
                    value=shown
                    set=set
                    label=label
                    hook=hook
                    before=Signal::derive(sign)
                    after=(unit == Unit::Percent).then(|| "%".to_owned())
                    placeholder=is_people.then(|| "—".to_owned())
                    takes_empty=is_people
                />
            }
            .into_any()
        }
    };
    view! {
        <span class="setting-head">
            {shows_label.then(|| view! { <span>{move || label.get()}</span> })}
            {input}
        </span>
    }
}

/// Settings of a file or of an older version that cannot be meant: nothing is computed until they are mended.
#[component]
pub(super) fn Problems() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let problems = of_report(|report| report.report.problems.clone());
    let line = move |problem: SettingProblem| {
        let field = list::groups().iter().flat_map(|group| group.fields).find(|field| field.key == problem.field);
        let key = problem.field.clone();
        let name = move || field.map_or_else(|| problem.field.clone(), |field| (field.label)(locale.get()).to_owned());
        view! {
            <li>
                <button class="link" on:click=move |_| view.open_settings(&key)>{name}</button> " "
                {move || Refusal::from(problem.reason).why(locale.get())}
            </li>
        }
    };
    view! {
        <Show when=move || problems.with(|problems| !problems.is_empty())>
            <ul class="loss" role="alert">{move || problems.get().into_iter().map(line).collect_view()}</ul>
        </Show>
    }
}

const PER_DAY: &str = "packing.orders_per_day";

/// How many orders get packed a day: the one question that makes a record a limit.
#[component]
pub(super) fn PackedPerDay(hook: &'static str) -> impl IntoView {
    let locale = use_page().locale;
    let word = word!(locale, capacity.questions.per_day);
    view! {
        <label class="question">
            <span>{move || word.get()}</span>
            <SettingField key=PER_DAY unit=Unit::Plain label=word hook=hook.to_owned() />
        </label>
    }
}

/// The one question that is enough, three more for whoever does not know the answer, and one about who answers buyers.
#[component]
pub(super) fn Questions() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_set = Memo::new(move |_| {
        page.engine.config.with(|config| analytics::capacity::packing_orders(&config.capacity.packing).is_some())
    });
    let question = move |key: &'static str, hook: &str, word: Signal<&'static str>| {
        view! {
            <label class="question">
                <span>{move || word.get()}</span>
                <SettingField key=key unit=Unit::Plain label=word hook=hook.to_owned() />
            </label>
        }
    };
    view! {
        <section class="block questions" class:asks=move || !is_set.get() data-testid="questions">
            <p class="questions-lead">
                {move || if is_set.get() { say!(locale, capacity.questions.set) } else { say!(locale, capacity.questions.lead) }}
            </p>
            <PackedPerDay hook="capacity-per-day" />
            <p class="questions-or">{move || say!(locale, capacity.questions.or)}</p>
            {question("packing.people", "capacity-people", word!(locale, capacity.questions.people))}
            {question("packing.hours", "capacity-hours", word!(locale, capacity.questions.hours))}
            {question("packing.orders_per_hour", "capacity-pace", word!(locale, capacity.questions.pace))}
            {question("service.people", "capacity-agents", word!(locale, capacity.questions.agents))}
        </section>
    }
}
