//! What is wrong with a file, grouped by what it is, with the places where it is.

use analytics::diagnostic::{Diagnostic, Severity};
use leptos::prelude::*;

use crate::shop::use_page;
use crate::text::{format, problem, tally};

/// Places shown for one kind of finding.
const PLACES: usize = 50;

/// All findings of one code.
#[derive(Clone, Debug)]
struct Group {
    severity: Severity,
    findings: Vec<Diagnostic>,
}

#[component]
pub(super) fn Findings(diagnostics: Vec<Diagnostic>, total: u32) -> impl IntoView {
    let locale = use_page().locale;
    let kept = u32::try_from(diagnostics.len()).unwrap_or(u32::MAX);
    let more = total.saturating_sub(kept);
    let groups = grouped(diagnostics);
    if groups.is_empty() {
        return None;
    }
    let groups = groups.into_iter().map(|group| view! { <Finding group=group /> }).collect_view();
    let more = (more > 0).then(|| {
        view! { <li class="quiet">{move || tally!(locale, import.card.more_places, count = format::count(more))}</li> }
    });
    Some(view! { <ul class="findings">{groups}{more}</ul> })
}

#[component]
fn Finding(group: Group) -> impl IntoView {
    let locale = use_page().locale;
    let count = group.findings.len();
    let first = group.findings.first()?.clone();
    let single_place = first.place.clone();
    let is_open = RwSignal::new(false);
    let findings = StoredValue::new(group.findings);
    let class = match group.severity {
        Severity::Error => "finding error",
        Severity::Warning => "finding warning",
        Severity::Note => "finding note",
    };
    let places = move || {
        let places = findings.with_value(|findings| {
            let sentence = |finding: &Diagnostic| {
                let place = problem::place(locale.get(), &finding.place);
                let what = problem::sentence(locale.get(), &finding.problem);
                (place, what)
            };
            findings.iter().take(PLACES).map(sentence).collect::<Vec<_>>()
        });
        places
            .into_iter()
            .map(|(place, what)| view! { <li><span class="place">{place}</span> " " <span class="quiet">{what}</span></li> })
            .collect_view()
    };
    let sentence = move || problem::sentence(locale.get(), &first.problem);
    Some(view! {
        <li class=class>
            <p>
                {sentence}
                {(count == 1)
                    .then(|| view! { " " <span class="place">{move || problem::place(locale.get(), &single_place)}</span> })}
                {(count > 1)
                    .then(|| {
                        view! {
                            " "
                            <button
                                class="link"
                                aria-expanded=move || is_open.get().to_string()
                                on:click=move |_| is_open.update(|open| *open = !*open)
                            >
                                {move || tally!(locale, import.card.findings, count = count)}
                            </button>
                        }
                    })}
            </p>
            <Show when=move || is_open.get()>
                <ul class="places">{places}</ul>
            </Show>
        </li>
    })
}

/// By code, the most serious first, otherwise in the order of their first appearance.
fn grouped(diagnostics: Vec<Diagnostic>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for finding in diagnostics {
        let same = groups
            .iter_mut()
            .find(|group| group.findings.first().is_some_and(|first| first.problem.code() == finding.problem.code()));
        match same {
            Some(group) => group.findings.push(finding),
            None => groups.push(Group { severity: finding.severity, findings: vec![finding] }),
        }
    }
    groups.sort_by_key(|group| group.severity);
    groups
}
