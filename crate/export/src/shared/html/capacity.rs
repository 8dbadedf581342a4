//! The part of a report about capacity.

use std::collections::BTreeSet;

use analytics::Day;
use maud::{Markup, html};

use super::chart::{Column, columns};
use super::{Writer, format};
use crate::format::orders::{at_most, ceiling_beside, number, percent};
use crate::shared::report::{CeilingNow, PlanLine, SharedCapacity};

impl Writer<'_> {
    pub(super) fn capacity(self, capacity: &SharedCapacity) -> Markup {
        let words = self.words;
        html! {
            section.shared-part id="shared-capacity" {
                h2 { (words.word("report.capacity")) }
                p.shared-sentence { (self.capacity_sentence(capacity)) }
                (self.resources(capacity))
                @if !capacity.orders.is_empty() { (self.load(capacity)) }
                h3 { (words.word("report.plan")) }
                @if capacity.plan.is_empty() && capacity.more_due == 0 {
                    p.shared-quiet { (words.word("report.nothing_due")) }
                } @else {
                    @if !capacity.plan.is_empty() { (self.plan(&capacity.plan)) }
                    @if capacity.more_due > 0 {
                        p.shared-quiet {
                            (words.say("report.more_due", &[("count", &format::count(capacity.more_due))]))
                        }
                    }
                }
            }
        }
    }

    fn orders(self, count: &str) -> String {
        self.words.say("profit.sentence.orders", &[("count", &count)])
    }

    /// What a resource is called: the seller's own go by their own name.
    fn resource(self, name: &str, is_own: bool) -> &str {
        let word = || self.words.find(&format!("capacity.resource.{name}"));
        if is_own { name } else { word().unwrap_or(name) }
    }

    /// As the page says it.
    fn capacity_sentence(self, capacity: &SharedCapacity) -> String {
        let words = self.words;
        let Some(now) = &capacity.ceiling else {
            return words.word("capacity.sentence.not_known").to_owned();
        };
        let ceiling = now.orders_per_day;
        let busy = capacity.busy_day.map(|(orders, ..)| orders);
        let is_limit = now.is_limit();
        let written = match busy {
            Some(busy) if is_limit => ceiling_beside(ceiling, busy),
            _ => at_most(ceiling),
        };
        let orders = self.orders(&written);
        let mut sentence = if !is_limit {
            [words.word("capacity.sentence.shown_before"), &orders, words.word("capacity.sentence.shown_after")]
                .concat()
        } else {
            // Goods on the shelf last so long; they are no pace at which orders are taken.
            let is_stock = !now.is_own && now.resource == "stock";
            let path = if is_stock { "capacity.sentence.stock_before" } else { "capacity.sentence.ceiling_before" };
            let before = words.word(path);
            let after = words.word("capacity.sentence.ceiling_after");
            [
                before,
                &orders,
                after,
                self.resource(&now.resource, now.is_own),
                words.word("capacity.sentence.gives_first_after"),
            ]
            .concat()
        };
        if let (Some(busy), true) = (busy, is_limit) {
            let load = busy / ceiling;
            let red_line = capacity.red_line.share();
            let orders = self.orders(&number(busy));
            let share = percent(load);
            sentence += &if load > 1.0 && format::whole(busy - ceiling) > 0 {
                let over = self.orders(&number(busy - ceiling));
                words.say("capacity.sentence.over_ceiling", &[("orders", &orders), ("over", &over)])
            } else if load > red_line {
                words.say("capacity.sentence.over_red_line", &[("orders", &orders), ("share", &share)])
            } else {
                let room = self.orders(&at_most((ceiling * red_line - busy).max(0.0)));
                words.say("capacity.sentence.under", &[("orders", &orders), ("share", &share), ("room", &room)])
            };
        }
        sentence
    }

    fn resources(self, capacity: &SharedCapacity) -> Markup {
        let words = self.words;
        let grounds = |key: &str| words.find(&format!("capacity.grounds.{key}")).unwrap_or_default();
        html! {
            h3 { (words.word("report.resources")) }
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.resource")) }
                            th.shared-number scope="col" { (words.word("report.a_day")) }
                            th.shared-number scope="col" { (words.word("report.load")) }
                            th scope="col" { (words.word("report.grounds")) }
                        }
                    }
                    tbody {
                        @for resource in &capacity.resources {
                            tr {
                                th scope="row" { (self.resource(&resource.name, resource.is_own)) }
                                td.shared-number {
                                    @match resource.orders_per_day { Some(orders) => { (self.orders(&at_most(orders))) } None => { "—" } }
                                }
                                td.shared-number {
                                    @match resource.load {
                                        Some(load) => { span.shared-loss[load > capacity.red_line] { (percent(load.share())) } }
                                        None => { "—" }
                                    }
                                }
                                td { (grounds(&resource.grounds)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn load(self, capacity: &SharedCapacity) -> Markup {
        let words = self.words;
        let crossed: BTreeSet<u32> = capacity.crossed.iter().copied().collect();
        let is_crossed = |place: u32| crossed.contains(&place);
        let days = (0_u32..).zip(&capacity.orders);
        let shown: Vec<Column> =
            days.clone().map(|(day, &orders)| Column { value: orders.into(), is_marked: is_crossed(day) }).collect();
        let most = capacity.orders.iter().max().copied().unwrap_or(0);
        let date = |place: u32| Day::from(capacity.first_day).plus(i32::try_from(place).unwrap_or(0));
        let limit = capacity.ceiling.as_ref().filter(|now| now.is_limit()).map(|now| now.orders_per_day);
        let line = limit.map(|ceiling| {
            let red_line = ceiling * capacity.red_line.share();
            (red_line, words.say("capacity.chart.red_line", &[("orders", &at_most(red_line))]))
        });
        // A line far above every column would press them flat.
        let line: Vec<(f64, String)> = line.into_iter().filter(|(at, _)| *at < f64::from(most) * 2.0).collect();
        let gaps: [(&str, &dyn std::fmt::Display); 3] =
            [("days", &shown.len()), ("most", &format::count(most)), ("crossed", &capacity.crossed.len())];
        html! {
            h3 { (words.say("report.days", &[("days", &shown.len())])) }
            (columns(&shown, &line, &words.say("report.days_label", &gaps)))
            details {
                summary { (words.word("report.days_table")) }
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.day")) }
                            th.shared-number scope="col" { (words.word("profit.column.orders")) }
                        }
                    }
                    tbody {
                        @for (place, orders) in days {
                            tr {
                                th scope="row" {
                                    (date(place))
                                    @if is_crossed(place) { " " span.shared-tag { (words.word("report.crossed")) } }
                                }
                                td.shared-number { (format::count(*orders)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn plan(self, plan: &[PlanLine]) -> Markup {
        let words = self.words;
        let has_amounts = plan.iter().any(|line| line.amount.is_some());
        html! {
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.sku")) }
                            th.shared-number scope="col" { (words.word("report.plan_units")) }
                            @if has_amounts { th.shared-number scope="col" { (words.word("report.amount")) } }
                            th scope="col" { (words.word("report.runs_out")) }
                            th scope="col" { (words.word("report.cover")) }
                        }
                    }
                    tbody {
                        @for (nth, line) in (1..).zip(plan) {
                            tr {
                                th scope="row" { (self.sku(&line.name, &line.code, nth)) }
                                td.shared-number { (format::quantity(line.units.into())) }
                                @if has_amounts {
                                    td.shared-number {
                                        @match line.amount { Some(amount) => { (self.exact(amount)) } None => { "—" } }
                                    }
                                }
                                td { @match line.runs_out { Some(day) => { (Day::from(day)) } None => { "—" } } }
                                td { (words.say("report.cover_days", &[("days", &format::count(line.cover_days))])) }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl CeilingNow {
    /// Whether it is a limit, and not only the most that was ever sent.
    fn is_limit(&self) -> bool {
        !matches!(self.grounds.as_str(), "shown" | "not_known")
    }
}
