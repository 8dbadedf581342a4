//! Tags as rules: how many customers each has, its list, and what leads to it.

use analytics::Amount;
use analytics::money::Decimal;
use analytics::repurchase::{Condition, Measure, Tag};
use leptos::prelude::*;
use protocol::CustomerList;

use super::names;
use super::view::{of_report, use_view};
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::field::Field;

#[component]
pub(super) fn Tags() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let tags = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.tags.clone()));
    let names = Memo::new(move |_| tags.with(|tags| tags.iter().map(|tag| tag.tag.clone()).collect::<Vec<_>>()));
    let counts = of_report(|report| {
        let names = report.settings.tags.iter().map(|tag| tag.tag.clone());
        names.zip(report.tags.iter().copied()).collect::<Vec<_>>()
    });
    let edited = RwSignal::new(None::<String>);
    let chip = move |name: String| {
        let (of, hook) = (name.clone(), format!("tag-{name}"));
        let count = Memo::new(move |_| {
            counts.with(|counts| counts.iter().find(|(tag, _)| *tag == of).map(|(_, count)| *count))
        });
        let list = CustomerList::Tag(name.clone());
        let (shown, said, opened) = (list.clone(), name.clone(), name.clone());
        let is_edited = move || edited.with(|edited| edited.as_ref() == Some(&opened));
        view! {
            <span class="tag-chip">
                <button
                    class="chip"
                    data-testid=hook
                    data-value=move || count.get()
                    aria-pressed=move || (*view.list.read() == list).to_string()
                    on:click=move |_| view.show(shown.clone())
                >
                    {move || names::tag(locale.get(), &said)} " "
                    <span class="chip-count">{move || count.get().map(format::count)}</span>
                </button>
                <button
                    class="link"
                    data-testid=format!("edit-tag-{name}")
                    aria-expanded=move || is_edited().to_string()
                    on:click=move |_| {
                        edited.update(|edited| {
                            *edited = if edited.as_ref() == Some(&name) { None } else { Some(name.clone()) };
                        });
                    }
                >
                    {move || say!(locale, repurchase.tags.edit)}
                </button>
            </span>
        }
    };
    let reset = move |_| {
        edited.set(None);
        page.engine.change_config(|config| config.repurchase.tags = analytics::Config::default().repurchase.tags);
    };
    view! {
        <section>
            <h2>{move || say!(locale, repurchase.tags.title)}</h2>
            <p class="quiet">{move || say!(locale, repurchase.tags.lead)}</p>
            <div class="tag-chips">
                {move || names.get().into_iter().map(chip).collect_view()}
            </div>
            {move || edited.get().map(|name| view! { <Rules name=name tags=tags edited=edited /> })}
            <NewTag names=names edited=edited />
            <Show when=move || tags.with(|tags| *tags != analytics::Config::default().repurchase.tags)>
                <button class="link" on:click=reset>{move || say!(locale, repurchase.tags.reset)}</button>
            </Show>
        </section>
    }
}

/// What leads to a tag: all of its conditions.
#[component]
fn Rules(name: String, tags: Memo<Vec<Tag>>, edited: RwSignal<Option<String>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let name = StoredValue::new(name);
    let change = move |change: &mut dyn FnMut(&mut Tag)| {
        page.engine.change_config(|config| {
            let tags = &mut config.repurchase.tags;
            if let Some(tag) = tags.iter_mut().find(|tag| name.with_value(|name| tag.tag == *name)) {
                change(tag);
            }
        });
    };
    let conditions = Memo::new(move |_| {
        tags.with(|tags| {
            let tag = tags.iter().find(|tag| name.with_value(|name| tag.tag == *name));
            tag.map(|tag| tag.all.clone()).unwrap_or_default()
        })
    });
    let change_at = move |place: usize, act: &mut dyn FnMut(&mut Condition)| {
        change(&mut |tag| {
            if let Some(condition) = tag.all.get_mut(place) {
                act(condition);
            }
        });
    };
    let bound = move |place: usize, value: Option<Amount>, hook: &'static str, word: &'static str, is_least: bool| {
        let set = move |typed: &str| {
            let bound = if typed.is_empty() { None } else { Some(Amount::parse(typed)?) };
            change_at(place, &mut |condition| {
                *(if is_least { &mut condition.at_least } else { &mut condition.at_most }) = bound;
            });
            Ok(())
        };
        view! {
            <span>
                {word} " "
                <Field
                    value=Signal::stored(value.map(shortest).unwrap_or_default())
                    set=set
                    label=Signal::stored(word.to_owned())
                    hook=format!("{hook}-{place}")
                    takes_empty=true
                    is_boxed=true
                />
            </span>
        }
    };
    let row = move |(place, condition): (usize, Condition)| {
        let choose = move |event| {
            let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|index| Measure::ALL.get(index));
            if let Some(&measure) = chosen {
                change_at(place, &mut |condition| condition.measure = measure);
            }
        };
        let option = |(index, measure): (usize, Measure)| {
            view! {
                <option value=index.to_string() selected=measure == condition.measure>
                    {names::measure(locale.get(), measure)}
                </option>
            }
        };
        view! {
            <li class="rule">
                <select
                    class="store"
                    aria-label=say!(locale, repurchase.tags.measure)
                    data-testid=format!("rule-measure-{place}")
                    on:change=choose
                >
                    {Measure::ALL.into_iter().enumerate().map(option).collect_view()}
                </select>
                {bound(place, condition.at_least, "rule-least", say!(locale, repurchase.tags.at_least), true)}
                {bound(place, condition.at_most, "rule-most", say!(locale, repurchase.tags.at_most), false)}
                <button
                    class="link"
                    on:click=move |_| {
                        change(&mut |tag| {
                            if place < tag.all.len() {
                                tag.all.remove(place);
                            }
                        });
                    }
                >
                    {say!(locale, repurchase.tags.remove_rule)}
                </button>
            </li>
        }
    };
    let add = move |_| change(&mut |tag| tag.all.push(first_rule()));
    let remove = move |_| {
        edited.set(None);
        page.engine
            .change_config(|config| config.repurchase.tags.retain(|tag| name.with_value(|name| tag.tag != *name)));
    };
    view! {
        <div class="rules" data-testid="tag-rules">
            <h3>{move || name.with_value(|name| names::tag(locale.get(), name))}</h3>
            <ul>{move || conditions.get().into_iter().enumerate().map(row).collect_view()}</ul>
            <p class="tools">
                <button class="link" data-testid="rule-add" on:click=add>{move || say!(locale, repurchase.tags.add_rule)}</button>
                <button class="link" data-testid="tag-remove" on:click=remove>{move || say!(locale, repurchase.tags.remove)}</button>
            </p>
        </div>
    }
}

#[component]
fn NewTag(names: Memo<Vec<String>>, edited: RwSignal<Option<String>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let typed = RwSignal::new(String::new());
    let is_taken = move || names.with(|names| names.iter().any(|name| name == typed.read().trim()));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let tag = typed.get_untracked().trim().to_owned();
        if tag.is_empty() || untrack(is_taken) {
            return;
        }
        page.engine.change_config(|config| {
            config.repurchase.tags.push(Tag { tag: tag.clone(), all: vec![first_rule()] });
        });
        typed.set(String::new());
        edited.set(Some(tag));
    };
    view! {
        <form class="keep new-tag" on:submit=add>
            <input
                class="search"
                data-testid="new-tag"
                placeholder=move || say!(locale, repurchase.tags.new)
                aria-label=move || say!(locale, repurchase.tags.new)
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button class="button" data-testid="new-tag-add" disabled=is_taken>{move || say!(locale, repurchase.tags.add)}</button>
        </form>
        <Show when=is_taken>
            <p class="quiet">{move || tally!(locale, repurchase.tags.taken)}</p>
        </Show>
    }
}

/// What a new rule begins with: more than one purchase.
fn first_rule() -> Condition {
    Condition { measure: Measure::Purchases, at_least: Some(Amount::from_cents(200)), at_most: None }
}

/// Without idle zeros behind the point.
fn shortest(amount: Amount) -> String {
    Decimal::from(amount).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_shown_as_they_would_be_typed() {
        let shown = |text: &str| shortest(Amount::parse(text).unwrap());
        assert_eq!(
            (shown("90"), shown("0.80"), shown("100.5"), shown("0")),
            ("90".into(), "0.8".into(), "100.5".into(), "0".into())
        );
    }
}
