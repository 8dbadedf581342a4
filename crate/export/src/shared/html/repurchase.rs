//! The part of a report about who comes back.

use analytics::Day;
use maud::{Markup, html};

use super::chart::curve;
use super::{Writer, format};
use crate::Language;
use crate::shared::report::{SegmentRow, SharedRepurchase, WindowRow};

/// The window of days the sentence is about, where customers are old enough for it.
const SAID_WINDOW: u32 = 90;

impl Writer<'_> {
    pub(super) fn repurchase(self, repurchase: &SharedRepurchase) -> Markup {
        let words = self.words;
        let (known, all) = repurchase.known_orders;
        let share = if all == 0 { 0.0 } else { f64::from(known) / f64::from(all) };
        let gaps: [(&str, &dyn std::fmt::Display); 3] =
            [("known", &format::count(known)), ("all", &format::count(all)), ("share", &format::percent(share))];
        let counted = if repurchase.by_order { "report.purchase_order" } else { "report.purchase_day" };
        html! {
            section.shared-part id="shared-repurchase" {
                h2 { (words.word("report.repurchase")) }
                p.shared-sentence { (self.repurchase_sentence(repurchase)) }
                p.shared-quiet { (words.say("repurchase.quiet.coverage", &gaps)) " · " (words.word(counted)) }
                @if !repurchase.windows.is_empty() { (self.windows(&repurchase.windows)) }
                @if repurchase.curve.len() > 1 { (self.curve(repurchase)) }
                @if !repurchase.segments.is_empty() { (self.segments(&repurchase.segments)) }
                @if repurchase.cohorts.len() > 1 { (self.cohorts(repurchase)) }
            }
        }
    }

    /// As the page says it.
    fn repurchase_sentence(self, repurchase: &SharedRepurchase) -> String {
        let words = self.words;
        if repurchase.customers == 0 || repurchase.rate.is_none() {
            return words.word("report.few").to_owned();
        }
        let told =
            repurchase.windows.iter().filter_map(|window| Some((window.days, window.returned?, window.eligible)));
        let within = told.rev().find(|(days, ..)| *days <= SAID_WINDOW).map(|(days, returned, eligible)| {
            // Of the counts, as the page has it: a share that is rounded already would be rounded twice.
            let of_hundred = format!("{:.0}", f64::from(returned) / f64::from(eligible) * 100.0);
            words.say("repurchase.sentence.within", &[("count", &of_hundred), ("days", &days)])
        });
        let count = |path: &str, count: u32| words.say(path, &[("count", &format::count(count))]);
        let parts = [
            within.unwrap_or_default(),
            count("repurchase.sentence.of_customers", repurchase.customers),
            count("repurchase.sentence.repeaters", repurchase.repeat_customers),
            words.word("repurchase.sentence.end").to_owned(),
        ];
        parts.concat()
    }

    fn windows(self, windows: &[WindowRow]) -> Markup {
        let words = self.words;
        let hidden = words.word("report.hidden");
        html! {
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.windows")) }
                            th.shared-number scope="col" { (words.word("report.returned")) }
                            th.shared-number scope="col" { (words.word("report.rate")) }
                            th.shared-number scope="col" { (words.word("report.interval")) }
                        }
                    }
                    tbody {
                        @for window in windows {
                            tr {
                                th scope="row" { (words.say("report.within", &[("days", &window.days)])) }
                                td.shared-number {
                                    @match window.returned {
                                        Some(returned) => { (format::count(returned)) " / " (format::count(window.eligible)) }
                                        None => { (hidden) }
                                    }
                                }
                                @match window.rate {
                                    Some((rate, low, high)) => {
                                        td.shared-number { (format::percent(rate.share())) }
                                        td.shared-number {
                                            (format::percent(low.share())) "–" (format::percent(high.share()))
                                        }
                                    }
                                    None => { td.shared-number { "—" } td.shared-number { "—" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn curve(self, repurchase: &SharedRepurchase) -> Markup {
        let words = self.words;
        let points: Vec<(f64, f64, f64, f64)> = repurchase
            .curve
            .iter()
            .map(|day| (day.days.into(), day.share.share(), day.band.0.share(), day.band.1.share()))
            .collect();
        let last = repurchase.curve.last();
        let label = last.map(|last| {
            let share = format::percent(last.share.share());
            words.say("report.curve_label", &[("days", &last.days), ("share", &share)])
        });
        let label = label.unwrap_or_default();
        html! {
            h3 { (words.word("report.curve")) }
            (curve(&points, &label))
            p.shared-quiet { (label) }
        }
    }

    fn segments(self, segments: &[SegmentRow]) -> Markup {
        let words = self.words;
        let name = |row: &SegmentRow| {
            let name = match words.language {
                Language::Chinese => &row.name,
                Language::English => &row.name_en,
            };
            if name.is_empty() { words.word("report.small_segments").to_owned() } else { name.clone() }
        };
        html! {
            h3 { (words.word("report.segments")) }
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.segment")) }
                            th.shared-number scope="col" { (words.word("report.customers")) }
                            th.shared-number scope="col" { (words.word("report.orders")) }
                            th.shared-number scope="col" { (words.word("report.revenue")) }
                        }
                    }
                    tbody {
                        @for row in segments {
                            tr {
                                th scope="row" { (name(row)) }
                                td.shared-number { (format::count(row.customers)) }
                                td.shared-number { (format::count(row.orders)) }
                                td.shared-number { (self.exact(row.revenue)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn cohorts(self, repurchase: &SharedRepurchase) -> Markup {
        let words = self.words;
        let months = repurchase.cohorts.iter().map(|cohort| cohort.active.len()).max().unwrap_or(0);
        html! {
            h3 { (words.word("report.cohorts")) }
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.cohort")) }
                            th.shared-number scope="col" { (words.word("report.customers")) }
                            @for nth in 1..=months {
                                th.shared-number scope="col" { (words.say("report.nth_month", &[("n", &nth)])) }
                            }
                        }
                    }
                    tbody {
                        @for cohort in &repurchase.cohorts {
                            tr {
                                th scope="row" { (month(Day::from(cohort.from))) }
                                td.shared-number {
                                    @match cohort.customers {
                                        Some(customers) => { (format::count(customers)) }
                                        None => { (words.word("report.hidden")) }
                                    }
                                }
                                @for place in 0..months {
                                    td.shared-number {
                                        // What is not due is empty, and what is too small is a dash: neither is nothing.
                                        @match cohort.active.get(place) {
                                            Some(Some(share)) => { (format::percent(share.share())) }
                                            Some(None) => { "—" }
                                            None => {}
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn month(first: Day) -> String {
    analytics::Month::of(first).to_string()
}
