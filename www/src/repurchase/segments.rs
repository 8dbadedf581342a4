//! The segments of a scheme with whom they hold, and who came into them or left them since last month.

use analytics::repurchase::{RfmReport, SegmentCount};
use export::ExportCell;
use leptos::prelude::*;
use protocol::CustomerList;

use super::view::{known_net, of_report, of_scores, use_view};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::amount::Exact;
use crate::ui::export::{ExportShown, Shown};
use crate::ui::table::{Head, Look, Table};

/// A segment with the customers who came from another one within the month, and those who left it.
#[derive(Clone, Debug, PartialEq)]
struct Moved {
    segment: SegmentCount,
    came: u32,
    left: u32,
}

#[component]
pub(super) fn Segments() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let schemes = of_scores(|scores| scores.schemes.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    let known_net = known_net();
    let knows_cost = of_report(|report| report.knows_cost);
    let chosen = view.scheme;
    let rows = Memo::new(move |_| {
        let place = chosen.get();
        view.scores.with(|scores| scores.as_ref().map(|scores| rows(scores, place)).unwrap_or_default())
    });
    let tab = move |(place, name): (usize, String)| {
        let hook = format!("scheme-{name}");
        let word = move || match name.as_str() {
            "cn8" => say!(locale, repurchase.rfm.cn8).to_owned(),
            "intl10" => say!(locale, repurchase.rfm.intl10).to_owned(),
            own => own.to_owned(),
        };
        view! {
            <button
                class="segment"
                data-testid=hook
                aria-pressed=move || (chosen.get() == place).to_string()
                on:click=move |_| chosen.set(place)
            >
                {word}
            </button>
        }
    };
    let row = move |moved: Moved| {
        let Moved { segment, came, left } = moved;
        let code = segment.code.clone();
        let open = move |_| {
            let scheme = schemes.with_untracked(|schemes| schemes.get(chosen.get_untracked()).cloned());
            let scoring = view.scoring.get_untracked();
            view.show(CustomerList::Segment { scheme: scheme.unwrap_or_default(), code: code.clone(), scoring });
        };
        let name = segment_name(locale.get(), &segment);
        view! {
            <tr data-testid=format!("segment-{}", segment.code) data-value=segment.customers>
                <th scope="row">
                    <button class="link" on:click=open disabled=segment.customers == 0>{name}</button>
                </th>
                <td class="numeric">{format::count(segment.customers)}</td>
                <td class="numeric quiet moved" title=move || say!(locale, repurchase.rfm.moved_why)>
                    {(came > 0).then(|| format!("+{}", format::count(came)))} " "
                    {(left > 0).then(|| format!("−{}", format::count(left)))}
                </td>
                <td class="numeric"><Exact money=Signal::stored(Some(segment.revenue)) /></td>
                <td class="numeric wide-only"><Exact money=known_net(segment.net) /></td>
            </tr>
        }
    };
    let shown = move || {
        let headings = [
            say!(locale, repurchase.column.segment),
            say!(locale, repurchase.column.customers),
            say!(locale, repurchase.rfm.came),
            say!(locale, repurchase.rfm.left),
            say!(locale, repurchase.column.revenue),
            say!(locale, repurchase.column.net),
        ];
        let row = |Moved { segment, came, left }: &Moved| {
            vec![
                ExportCell::Text(segment_name(locale.get(), segment)),
                ExportCell::Count(segment.customers),
                ExportCell::Count(*came),
                ExportCell::Count(*left),
                ExportCell::Money(segment.revenue),
                if knows_cost.get() { ExportCell::Money(segment.net) } else { ExportCell::Blank },
            ]
        };
        Shown::new(say!(locale, repurchase.rfm.segments), headings).with(rows.read().iter().map(row))
    };
    let total = move || rows.with(|rows| rows.iter().map(|moved| moved.segment.customers).sum::<u32>());
    let heads = move || {
        vec![
            Head::text(say!(locale, repurchase.column.segment)),
            Head::number(say!(locale, repurchase.column.customers)),
            Head::number(say!(locale, repurchase.rfm.moved)),
            Head::number(say!(locale, repurchase.column.revenue)),
            Head::number(say!(locale, repurchase.column.net)).wide_only(),
        ]
    };
    view! {
        <section data-testid="segments">
            <h2>{move || say!(locale, repurchase.rfm.segments)}</h2>
            <div class="segments" role="group" aria-label=move || say!(locale, repurchase.rfm.scheme)>
                {move || schemes.get().into_iter().enumerate().map(tab).collect_view()}
            </div>
            <Table look=Look::Figures heads=heads>{move || rows.get().into_iter().map(row).collect_view()}</Table>
            <p class="quiet">{move || tally!(locale, repurchase.rfm.total, count = format::count(total()))}</p>
            <ExportShown hooks=["export-segments", "export-segments-csv"] table=shown />
        </section>
    }
}

fn segment_name(locale: Locale, segment: &SegmentCount) -> String {
    match locale {
        Locale::zh_CN => segment.name.clone(),
        Locale::en => segment.name_en.clone(),
    }
}

fn rows(scores: &RfmReport, scheme: usize) -> Vec<Moved> {
    let Some((_, segments)) = scores.schemes.get(scheme) else { return Vec::new() };
    let movement = scores.movement.get(scheme).map(Vec::as_slice).unwrap_or_default();
    let moved = |(place, segment): (usize, &SegmentCount)| {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let sum = |is_counted: &dyn Fn(Option<u32>, u32) -> bool| {
            let counted = movement.iter().filter(|(from, to, _)| is_counted(*from, *to));
            counted.map(|(_, _, customers)| *customers).sum()
        };
        Moved {
            segment: segment.clone(),
            came: sum(&|from, to| to == place && from != Some(place)),
            left: sum(&|from, to| from == Some(place) && to != place),
        }
    };
    segments.iter().enumerate().map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::Money;

    #[test]
    fn who_stays_has_not_moved() {
        let segment = |code: &str| SegmentCount {
            code: code.to_owned(),
            name: String::new(),
            name_en: String::new(),
            customers: 0,
            orders: 0,
            revenue: Money::ZERO,
            net: Money::ZERO,
        };
        let rfm = RfmReport {
            schemes: vec![("two".to_owned(), vec![segment("a"), segment("b")])],
            movement: vec![vec![(None, 0, 4), (Some(0), 0, 9), (Some(0), 1, 2), (Some(1), 0, 1)]],
            ..RfmReport::default()
        };
        let moved: Vec<(u32, u32)> = rows(&rfm, 0).iter().map(|row| (row.came, row.left)).collect();
        assert_eq!(moved, [(5, 2), (2, 1)]);
        assert!(rows(&rfm, 1).is_empty());
    }
}
