//! What became of a file, as one line of a table: what it is, what was read and what it comes to. What is wrong or asked
//! stands under it; where its money went, and the rest that was noted, is opened on the line.

use analytics::diagnostic::{Diagnostic, Problem, Severity};
use analytics::vocabulary::Kind;
use leptos::prelude::*;
use protocol::{FileCard, FileId};

use super::basis::RefundBasisChoice;
use super::column_chooser::ColumnChooser;
use super::findings::Findings;
use super::money::MoneyFate;
use super::states::{self, StateChoices};
use crate::shop::use_page;
use crate::text::{format, names, problem, say, tally};

#[component]
pub(super) fn Card(
    card: FileCard,
    /// Which of the file's tables it is, from 0.
    place: usize,
) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let id = card.id;
    let file = card.file.clone();
    let has_failed = is_unread(&card);
    let (source, kind, name) = (file.source, file.kind, file.name.clone());
    let recognised = move || match kind {
        Kind::Unknown => say!(locale, import.card.unknown).to_owned(),
        kind => say!(
            locale,
            import.card.recognised,
            source = names::source(locale.get(), source),
            kind = names::kind(locale.get(), kind)
        ),
    };
    let (rows, set_aside, period, file_format) = (file.rows, file.set_aside, file.period, file.format.clone());
    let shown_name = name.clone();
    let can_be_told = can_be_told(&card);
    // What was decided about refunds, and said of states, stands on the card with the choice to change it.
    let has_decision = card.refund.is_some();
    let is_decision = |finding: &Diagnostic| {
        let is_about_refunds = matches!(
            finding.problem,
            Problem::RefundBasisNet | Problem::RefundBasisGross | Problem::RefundBasisUnknown { .. }
        );
        let is_about_states =
            matches!(finding.problem, Problem::UnknownStatus { .. } | Problem::StatusExplained { .. });
        is_about_refunds && has_decision || is_about_states
    };
    let (decisions, findings): (Vec<_>, Vec<_>) = file.diagnostics.iter().cloned().partition(is_decision);
    let total = file.diagnostics_total.saturating_sub(u32::try_from(decisions.len()).unwrap_or(0));
    // That a file counts once is what its card is there to say.
    let is_said = |finding: &Diagnostic| {
        finding.severity != Severity::Note || matches!(finding.problem, Problem::SameFileAgain { .. })
    };
    let (kept, notes): (Vec<Diagnostic>, Vec<Diagnostic>) = findings.into_iter().partition(is_said);
    // Of findings that are too many to be sent nobody knows which they are: they stand where something is seen.
    let [n_kept, n_notes] = [kept.len(), notes.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let more = total.saturating_sub(n_kept.saturating_add(n_notes));
    let (n_kept, n_notes) = if n_kept > 0 { (n_kept + more, n_notes) } else { (0, n_notes + more) };
    let facts = move || {
        let mut facts = Vec::new();
        if rows > 0 {
            facts.push(tally!(locale, import.card.rows, rows = format::count(rows)));
        }
        if set_aside > 0 {
            facts.push(tally!(locale, import.card.set_aside, rows = format::count(set_aside)));
        }
        if n_notes > 0 {
            facts.push(tally!(locale, import.card.notes, count = format::count(n_notes)));
        }
        if let Some((from, to)) = period {
            facts.push(say!(locale, import.card.period, from = from, to = to));
        }
        if !file_format.is_empty() {
            facts.push(file_format.clone());
        }
        facts.join(" · ")
    };
    // Two currencies are no sum.
    let totals = card.money.iter().map(|money| format::exact(&money.currency, money.fates.total));
    let totals = totals.collect::<Vec<_>>().join(" + ");
    let asks_states = states::asks(&card);
    let asks = card.asks_refund || asks_states;
    // What 实付 means: a question and an answer are seen, what the rows themselves show is looked up.
    let is_evident = card.refund.as_ref().is_some_and(|decision| decision.basis.is_some() && !decision.is_sellers);
    let toggle = move |_| {
        page.open_files.update(|open| {
            if !open.remove(&(id, place)) {
                open.insert((id, place));
            }
        });
    };
    let is_open = Memo::new(move |_| page.open_files.with(|open| open.contains(&(id, place))));
    let body = format!("file-{id}-{place}-checks");
    let controls = body.clone();
    view! {
        <article
            class="file-card"
            class:failed=has_failed
            class:asks=asks
            id=anchor(id, place)
            data-testid="file-card"
            data-source=source.name()
            data-kind=kind.name()
            data-state=if has_failed { "failed" } else { "done" }
        >
            <header class="file-line">
                <h3 class="card-name">
                    <button
                        class="file-open"
                        data-testid="file-open"
                        aria-expanded=move || is_open.get().to_string()
                        aria-controls=controls
                        title=shown_name.clone()
                        on:click=toggle
                    >
                        {shown_name.clone()}
                    </button>
                </h3>
                <p class="card-kind">{recognised}</p>
                <p class="file-facts">{facts}</p>
                <p class="file-total amount">{totals}</p>
                <button
                    class="quiet-button"
                    data-testid="remove-file"
                    aria-label=move || say!(locale, import.card.remove_named, name = name.clone())
                    on:click=move |_| page.keeper.remove(id)
                >
                    {move || say!(locale, import.card.remove)}
                </button>
            </header>
            {(!is_evident).then(|| view! { <RefundBasisChoice card=card.clone() /> })}
            {asks_states.then(|| view! { <StateChoices card=card.clone() /> })}
            <Findings diagnostics=kept total=n_kept />
            {can_be_told.then(|| view! { <ColumnChooser id=id preview=file.preview.clone() /> })}
            <div class="file-checks" id=body hidden=move || !is_open.get()>
                <MoneyFate money=card.money.clone() buckets=card.buckets.clone() control=file.control />
                {is_evident.then(|| view! { <RefundBasisChoice card=card.clone() /> })}
                {(!asks_states).then(|| view! { <StateChoices card=card /> })}
                <Findings diagnostics=notes total=n_notes />
                <Preview rows=file.preview diagnostics=file.diagnostics />
            </div>
        </article>
    }
}

/// Where a table of a file stands in the list, by its place in the file, from 0.
pub(crate) fn anchor(file: FileId, place: usize) -> String {
    format!("file-{file}-{place}")
}

/// A table that was opened but not understood: the seller could say which column is what.
pub(super) fn can_be_told(card: &FileCard) -> bool {
    is_unread(card) && kind_is_open(&card.file.diagnostics) && !card.file.preview.is_empty()
}

/// Whether it is the columns that are not known.
fn kind_is_open(diagnostics: &[Diagnostic]) -> bool {
    let is_open = |problem: &Problem| {
        matches!(
            problem,
            Problem::UnknownLayout { .. }
                | Problem::OtherExport { .. }
                | Problem::PurchaseList
                | Problem::MappingIncomplete { .. }
        )
    };
    diagnostics.iter().any(|finding| is_open(&finding.problem))
}

/// Nothing of the file was taken over.
pub(super) fn is_unread(card: &FileCard) -> bool {
    let has_error = card.file.diagnostics.iter().any(|finding| finding.severity == Severity::Error);
    card.file.accepted == 0 && (card.file.profile.is_none() || has_error)
}

/// For a table nobody recognised: the nearest guess, and how it begins.
#[component]
fn Preview(rows: Vec<Vec<String>>, diagnostics: Vec<Diagnostic>) -> impl IntoView {
    let locale = use_page().locale;
    let guess = diagnostics.into_iter().find_map(|finding| match finding.problem {
        Problem::UnknownLayout { guess: Some(guess), missing } => Some((guess, missing)),
        _ => None,
    });
    let guess = guess.map(|(guess, missing)| {
        let sentence = move || {
            let missing = problem::listed(locale.get(), &missing);
            say!(locale, import.card.guess, guess = guess.as_str(), missing = missing)
        };
        view! { <p class="card-said">{sentence}</p> }
    });
    let table = (!rows.is_empty()).then(|| {
        let rows = rows
            .into_iter()
            .map(|cells| {
                let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
                view! { <tr>{cells}</tr> }
            })
            .collect_view();
        view! {
            <figure class="preview">
                <figcaption class="quiet">{move || say!(locale, import.card.preview)}</figcaption>
                <div class="preview-scroll" tabindex="0">
                    <table>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </figure>
        }
    });
    (guess, table)
}
