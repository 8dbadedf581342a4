//! The part of a report about profit.

use analytics::Money;
use analytics::vocabulary::Block;
use maud::{Markup, html};

use super::chart::bar;
use super::{Writer, format};
use crate::shared::profit::GOODS_AND_MORE;
use crate::shared::report::{KnownNet, SharedProfit, SkuLine, SkuMoney};
use crate::shared::values::Cents;

impl Writer<'_> {
    pub(super) fn profit(self, profit: &SharedProfit) -> Markup {
        let words = self.words;
        html! {
            section.shared-part id="shared-profit" {
                h2 { (words.word("report.profit")) }
                p.shared-sentence { (self.profit_sentence(profit)) }
                @if let Some(known) = &profit.known { (self.account(profit, known)) }
                @if !profit.lines.is_empty() { (self.skus(profit)) }
                @if profit.months.len() > 1 { (self.months(profit)) }
                @if !profit.apart.is_empty() { (self.apart(profit)) }
            }
        }
    }

    /// As the page says it.
    fn profit_sentence(self, profit: &SharedProfit) -> String {
        let words = self.words;
        let orders = |count: u32| words.say("profit.sentence.orders", &[("count", &format::count(count))]);
        let skus = |count: u32| words.say("profit.sentence.skus", &[("count", &format::count(count))]);
        let days = self.report.period.map_or(0, |(from, to)| to.0 - from.0 + 1);
        let (unplaced, unplaced_revenue) = profit.unplaced;
        if profit.skus == 0 && unplaced == 0 {
            return words.word("profit.sentence.nothing").to_owned();
        }
        if profit.skus == 0 {
            let gaps: [(&str, &dyn std::fmt::Display); 2] =
                [("orders", &orders(unplaced)), ("revenue", &self.short(unplaced_revenue))];
            return words.say("profit.sentence.only_unplaced", &gaps);
        }
        let left = |before_goods: Cents| {
            let path = if before_goods.0 < 0 { "profit.sentence.short" } else { "profit.sentence.left" };
            words.say(path, &[("amount", &self.short(Cents(before_goods.0.saturating_abs())))])
        };
        let sold: [(&str, &dyn std::fmt::Display); 3] =
            [("days", &days), ("orders", &orders(profit.orders)), ("revenue", &self.short(profit.revenue))];
        let mut clauses = vec![words.say("profit.sentence.sold", &sold)];
        let without = skus(profit.skus_without_cost);
        match &profit.known {
            None => {
                let gaps: [(&str, &dyn std::fmt::Display); 2] =
                    [("skus", &without), ("left", &left(profit.left_without_cost))];
                clauses.push(words.say("profit.sentence.none_costed", &gaps));
            }
            Some(known) => {
                if profit.skus_without_cost > 0 {
                    clauses.push(words.word("profit.sentence.of_costed").to_owned());
                }
                clauses.push(self.net_clause(known));
                if profit.losing == 0 {
                    clauses.push(words.word("profit.sentence.no_losers").to_owned());
                } else {
                    let lost = self.short(Cents(profit.lost.0.saturating_abs()));
                    let gaps: [(&str, &dyn std::fmt::Display); 2] = [("skus", &skus(profit.losing)), ("lost", &lost)];
                    clauses.push(words.say("profit.sentence.losers", &gaps));
                }
                if profit.skus_without_cost > 0 {
                    let gaps: [(&str, &dyn std::fmt::Display); 2] =
                        [("skus", &without), ("left", &left(profit.left_without_cost))];
                    clauses.push(words.say("profit.sentence.missing", &gaps));
                }
            }
        }
        if unplaced > 0 {
            let gaps: [(&str, &dyn std::fmt::Display); 2] =
                [("orders", &orders(unplaced)), ("revenue", &self.short(unplaced_revenue))];
            clauses.push(words.say("profit.sentence.unplaced", &gaps));
        }
        clauses.join(words.space())
    }

    fn net_clause(self, known: &KnownNet) -> String {
        let words = self.words;
        let (low, high) = known.range;
        if low == high {
            let path = match low.0 {
                0 => return words.word("profit.sentence.even").to_owned(),
                ..0 => "profit.sentence.lost",
                _ => "profit.sentence.earned",
            };
            return words.say(path, &[("net", &self.short(Cents(low.0.saturating_abs())))]);
        }
        let between = |path: &str, low: Cents, high: Cents| {
            let range = |low: String, high: String| words.say(path, &[("low", &low), ("high", &high)]);
            format::short_range(words.language, &self.report.currency, low.into(), high.into(), range)
        };
        let items = words.say("profit.sentence.items", &[("count", &known.open)]);
        let abs = |cents: Cents| Cents(cents.0.saturating_abs());
        let (path, net) = if high.0 < 0 {
            ("profit.sentence.lost_between", between("profit.sentence.between", abs(high), abs(low)))
        } else if low.0 < 0 {
            ("profit.sentence.either", between("profit.sentence.from_to", low, high))
        } else {
            ("profit.sentence.earned_between", between("profit.sentence.between", low, high))
        };
        words.say(path, &[("net", &net), ("items", &items)])
    }

    /// From revenue to net, a row a step.
    fn account(self, profit: &SharedProfit, known: &KnownNet) -> Markup {
        let words = self.words;
        let share = |amount: Cents| Money::from(amount).ratio_to(known.revenue.into()).unwrap_or(0.0);
        let mut left = known.revenue;
        let steps: Vec<(String, Cents, f64, f64)> = known
            .costs
            .iter()
            .map(|(block, cost)| {
                let before = left;
                left = Cents(left.0.saturating_sub(cost.0));
                (self.block(block), *cost, share(before), share(left))
            })
            .collect();
        let trust = match known.assumed {
            Some(assumed) => words.say("profit.quiet.trust_part", &[("share", &format::percent(assumed.share()))]),
            None => words.word("profit.quiet.trust_all").to_owned(),
        };
        let part = Money::from(known.revenue).ratio_to(profit.revenue.into()).filter(|_| profit.skus_without_cost > 0);
        let part = part.map(|part| words.say("report.account_part", &[("share", &format::percent(part))]));
        let notes: Vec<String> = part.into_iter().chain([trust]).collect();
        html! {
            h3 { (words.word("report.account")) }
            p.shared-quiet { (notes.join(" · ")) }
            table.shared-table.shared-account {
                tbody {
                    tr {
                        th scope="row" { (words.word("words.revenue")) }
                        td.shared-wide { (bar(0.0, 1.0, false)) }
                        td.shared-number { (self.amount(known.revenue)) }
                    }
                    @for (name, cost, before, after) in &steps {
                        tr {
                            th scope="row" { (name) }
                            td.shared-wide { (bar(*after, *before, *after < 0.0)) }
                            td.shared-number { (self.exact(Cents(cost.0.saturating_neg()))) }
                        }
                    }
                    tr.shared-total {
                        th scope="row" { (words.word("words.net")) }
                        td.shared-wide { (bar(0.0, share(known.net), known.net.0 < 0)) }
                        td.shared-number data-net=(Money::from(known.net)) { (self.amount(known.net)) }
                    }
                }
            }
        }
    }

    /// What a block of the account is called.
    fn block(self, name: &str) -> String {
        if name == GOODS_AND_MORE {
            return self.words.word("report.goods_and_more").to_owned();
        }
        self.words.find(&format!("words.block.{name}")).unwrap_or(name).to_owned()
    }

    fn skus(self, profit: &SharedProfit) -> Markup {
        let words = self.words;
        let has_blocks =
            profit.lines.iter().any(|line| line.money.as_ref().is_some_and(|money| !money.blocks.is_empty()));
        let listed =
            u32::try_from(profit.lines.iter().filter(|line| !line.is_unmatched_ads).count()).unwrap_or(u32::MAX);
        let more = profit.skus.saturating_sub(u32::try_from(profit.lines.len()).unwrap_or(u32::MAX));
        html! {
            h3 { (words.say("report.skus_some", &[("count", &format::count(listed))])) }
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.sku")) }
                            th.shared-number.shared-minor scope="col" { (words.word("report.units")) }
                            th.shared-number.shared-minor scope="col" { (words.word("words.revenue")) }
                            @if has_blocks {
                                @for block in Block::ALL {
                                    th.shared-number scope="col" { (self.block(block.name())) }
                                }
                            }
                            th.shared-number scope="col" { (words.word("report.per_unit")) }
                            th.shared-number.shared-minor scope="col" { (words.word("report.margin")) }
                            th.shared-number scope="col" { (words.word("words.net")) }
                            th.shared-said scope="col" { (words.word("report.verdict")) }
                        }
                    }
                    tbody {
                        @for (nth, line) in (1..).zip(&profit.lines) { (self.sku_row(line, nth, has_blocks)) }
                    }
                }
            }
            @if more > 0 { p.shared-quiet { (words.say("report.more_skus", &[("count", &format::count(more))])) } }
        }
    }

    fn sku_row(self, line: &SkuLine, nth: usize, has_blocks: bool) -> Markup {
        let words = self.words;
        let dash = "—";
        let money = line.money.as_ref();
        let is_loss = money.is_some_and(|money| money.net.0 < 0);
        let block = |name: &str| {
            let found = money?.blocks.iter().find(|(block, _)| block == name);
            found.map(|(_, amount)| *amount)
        };
        let per_unit = money.and_then(|money| Money::from(money.net).per(line.units.into()));
        html! {
            tr {
                th scope="row" {
                    @if line.is_unmatched_ads { (words.word("words.unmatched_ads")) } @else {
                        (self.sku(&line.name, &line.code, nth))
                    }
                    @if is_loss { " " span.shared-tag { (words.word("profit.tag.loss")) } }
                }
                td.shared-number.shared-minor { (format::quantity(line.units.into())) }
                td.shared-number.shared-minor { (self.exact(line.revenue)) }
                @if has_blocks {
                    @for of in Block::ALL {
                        td.shared-number {
                            @match block(of.name()) {
                                Some(amount) => { (self.exact(amount)) }
                                None => { (dash) }
                            }
                        }
                    }
                }
                td.shared-number {
                    @match per_unit { Some(amount) => { (self.amount(amount.into())) } None => { (dash) } }
                }
                td.shared-number.shared-minor {
                    @match money.and_then(|money| money.margin) {
                        Some(margin) => { (format::percent(margin.share())) }
                        None => { (dash) }
                    }
                }
                td.shared-number { @match money { Some(money) => { (self.amount(money.net)) } None => { (dash) } } }
                td { @match money { Some(money) => { (self.advice(money)) } None => { (words.word("report.no_cost")) } } }
            }
        }
    }

    fn advice(self, money: &SkuMoney) -> String {
        if money.advice.is_empty() {
            return String::new();
        }
        let amount = money.advice_amount.map(|amount| self.exact(amount)).unwrap_or_default();
        let advice = match (money.advice.as_str(), money.advice_amount) {
            // The price it would take is not in every report.
            ("raise_price", None) => self.words.word("report.raise_price"),
            (advice, _) => self.words.find(&format!("profit.advice.{advice}")).unwrap_or_default(),
        };
        let advice = advice.replace("{{ amount }}", &amount);
        let Some((platform, store, net)) = &money.advice_at else { return advice };
        let net = self.exact(Cents(net.0.saturating_abs()));
        let place = self.place(platform, store);
        self.words.say("profit.advice.at", &[("place", &place), ("net", &net), ("advice", &advice)])
    }

    fn months(self, profit: &SharedProfit) -> Markup {
        let words = self.words;
        html! {
            h3 { (words.word("report.months")) }
            @if profit.skus_without_cost > 0 { p.shared-quiet { (words.word("profit.months.missing")) } }
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.month")) }
                            th.shared-number scope="col" { (words.word("words.revenue")) }
                            th.shared-number scope="col" { (words.word("words.net")) }
                            th.shared-number scope="col" { (words.word("report.left")) }
                        }
                    }
                    tbody {
                        @for month in &profit.months {
                            tr {
                                th scope="row" { (month.month) }
                                td.shared-number { (self.exact(month.revenue)) }
                                td.shared-number { (self.amount(month.net)) }
                                td.shared-number { (self.amount(month.left)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn apart(self, profit: &SharedProfit) -> Markup {
        let words = self.words;
        let reason = |name: &str| words.find(&format!("words.reason.{name}")).unwrap_or_default();
        html! {
            h3 { (words.word("report.apart")) }
            div.shared-scroll tabindex="0" {
                table.shared-table {
                    thead {
                        tr {
                            th scope="col" { (words.word("report.reason")) }
                            th.shared-number scope="col" { (words.word("report.rows")) }
                            th.shared-number scope="col" { (words.word("report.amount")) }
                        }
                    }
                    tbody {
                        @for apart in &profit.apart {
                            tr {
                                th scope="row" {
                                    (reason(&apart.reason)) " "
                                    span.shared-code {
                                        (words.word(if apart.is_cost { "report.costs" } else { "report.sales" }))
                                    }
                                }
                                td.shared-number { (format::count(apart.rows)) }
                                td.shared-number { (format::exact(&apart.currency, apart.amount.into())) }
                            }
                        }
                    }
                }
            }
        }
    }
}
