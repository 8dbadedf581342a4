//! The frame of every chart: what is drawn, and the button that saves it as a picture.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::download;
use super::export::{ExportFailed, Fact, Part, Subject, subject};
use super::picture::{self, Caption};
use crate::shop::{Page, use_page};
use crate::text::say;

#[component]
pub(crate) fn ChartFrame(
    /// The hook for tests.
    hook: &'static str,
    /// What the picture and its file are called.
    #[prop(into)]
    title: Signal<String>,
    /// The scope, where it is not said.
    #[prop(optional)]
    part: Part,
    /// Which rows are shown, where they are some of them.
    #[prop(optional)]
    chosen: Option<fn(Page) -> Vec<Fact>>,
    children: Children,
) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let chart = NodeRef::<Div>::new();
    let has_failed = RwSignal::new(false);
    let save = move |_| {
        let Some(chart) = chart.get_untracked() else { return };
        let title = title.get_untracked();
        let chosen = chosen.map(|chosen| chosen(page)).unwrap_or_default();
        let Subject { mut name, days, lines } = subject(page, &title, part);
        // The name of the shop needs no word before it, and the title stands above.
        let shop = name.first().filter(|_| name.len() > 1).cloned();
        let facts = lines.iter().skip(name.len()).chain(&chosen).map(|(word, said)| format!("{word} {said}"));
        let line = shop.into_iter().chain(facts).collect::<Vec<_>>().join(" · ");
        name.extend(chosen.into_iter().map(|(_, choice)| choice).chain(days));
        let name = download::file_name(&name.join("_")) + ".png";
        spawn_local(async move {
            let picture = picture::picture(chart.into(), Caption { title, line }).await;
            let saved = picture.and_then(|picture| download::save_blob(&name, &picture));
            has_failed.try_set(saved.is_none());
        });
    };
    view! {
        <div class="chart-frame">
            <div node_ref=chart>{children()}</div>
            <p class="table-tools">
                <ExportFailed has_failed=has_failed />
                <button
                    class="link"
                    type="button"
                    data-testid=hook
                    aria-label=move || say!(locale, shell.file.picture_of, title = title.get())
                    on:click=save
                >
                    {move || say!(locale, shell.file.picture)}
                </button>
            </p>
        </div>
    }
}
