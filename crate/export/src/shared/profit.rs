//! What a report shows of profit.

use analytics::Money;
use analytics::profit::{Advice, MonthProfit, NetRange, PaidOrders, Report, SkuProfit, UNMATCHED_ADS, Verdict};
use analytics::vocabulary::{Block, Source};

use super::choice::{Choice, Listed, MOST_SKUS};
use super::report::{Apart, KnownNet, MonthRow, SharedProfit, SkuLine, SkuMoney};
use super::values::{Cents, Permille};

/// Goods of fewer SKUs than this, divided by their units, are a unit cost.
const FEWEST_SKUS_OF_GOODS: usize = 5;

/// The block that stands for goods, logistics and after-sales together.
pub(super) const GOODS_AND_MORE: &str = "goods+";

/// What there is to be shown.
#[derive(Clone, Debug)]
pub struct ProfitFacts<'a> {
    /// Of the scope.
    pub report: &'a Report,
    /// Of the report.
    pub range: Option<&'a NetRange>,
    /// Of the scope.
    pub paid: &'a PaidOrders,
    /// The first month first.
    pub months: &'a [MonthProfit],
    /// Every SKU of the report, those first where most money is at stake.
    pub skus: &'a [SkuFacts],
    /// What is in no account.
    pub apart: Vec<Apart>,
}

/// One SKU with what to do about it.
#[derive(Clone, Debug, Default)]
pub struct SkuFacts {
    /// As the shop shows it.
    pub code: String,
    /// Empty where no file says.
    pub name: String,
    /// Its result.
    pub profit: SkuProfit,
    /// What to do.
    pub verdict: Option<Verdict>,
    /// Where the verdict is about one place: platform, store, and what the SKU comes to there.
    pub place: Option<(Source, String, SkuProfit)>,
}

/// What is chosen of it.
pub fn shared_profit(facts: &ProfitFacts<'_>, choice: &Choice) -> SharedProfit {
    let report = facts.report;
    let losing = || facts.skus.iter().filter(|sku| sku.is_losing());
    SharedProfit {
        orders: report.all.orders,
        revenue: report.all.revenue.into(),
        left_without_cost: left_without_cost(report, facts.range.is_some()).into(),
        skus: count(facts.skus.len()),
        skus_without_cost: count(facts.skus.iter().filter(|sku| !sku.profit.has_cost).count()),
        losing: count(losing().count()),
        lost: losing().filter_map(|sku| sku.profit.net()).sum::<Money>().into(),
        unplaced: (facts.paid.unplaced, facts.paid.unplaced_revenue.into()),
        known: facts.range.map(|range| known(report, range, choice)),
        // A single month is the whole.
        months: if facts.months.len() > 1 { facts.months.iter().map(month).collect() } else { Vec::new() },
        lines: listed(facts.skus, choice.listed).map(|sku| line(sku, choice)).collect(),
        apart: facts.apart.clone(),
    }
}

/// Where there is no net at all, it is that of all of them.
fn left_without_cost(report: &Report, knows_net: bool) -> Money {
    let of_costed = if knows_net { report.totals.before_goods() } else { Money::ZERO };
    report.all.before_goods() - of_costed
}

/// Those that lose come first: they are what there is to be done about.
fn listed(skus: &[SkuFacts], listed: Listed) -> impl Iterator<Item = &SkuFacts> {
    let most = match listed {
        Listed::None => 0,
        Listed::AtStake(most) => usize::try_from(most).unwrap_or(MOST_SKUS).min(MOST_SKUS),
        Listed::Losing | Listed::All => MOST_SKUS,
    };
    let others = skus.iter().filter(move |sku| listed != Listed::Losing && !sku.is_losing());
    skus.iter().filter(|sku| sku.is_losing()).chain(others).take(most)
}

impl SkuFacts {
    fn is_losing(&self) -> bool {
        self.code != UNMATCHED_ADS && self.profit.is_loss_making() == Some(true)
    }
}

fn known(report: &Report, range: &NetRange, choice: &Choice) -> KnownNet {
    let totals = &report.totals;
    let costed = report.skus.iter().filter(|(_, row)| row.has_cost && !row.blocks.goods.is_zero()).count();
    let tells_unit_costs = !choice.costs && costed < FEWEST_SKUS_OF_GOODS;
    let hidden = |block: Block| tells_unit_costs && block != Block::Refunds;
    let shown = Block::ALL.iter().filter(|&&block| !hidden(block));
    let mut costs: Vec<(String, Cents)> =
        shown.map(|&block| (block.name().to_owned(), totals.block(block).into())).collect();
    if tells_unit_costs {
        let sum: Money = Block::ALL.iter().filter(|&&block| hidden(block)).map(|&block| totals.block(block)).sum();
        costs.push((GOODS_AND_MORE.to_owned(), sum.into()));
    }
    let all: Money = Block::ALL.iter().map(|&block| totals.block(block).abs()).sum();
    let assumed: Money = report.assumed.iter().map(|part| part.abs()).sum();
    KnownNet {
        revenue: totals.revenue.into(),
        costs,
        net: totals.net().into(),
        range: (range.low.into(), range.high.into()),
        open: count(range.open.len()),
        assumed: assumed.ratio_to(all).filter(|_| !assumed.is_zero()).map(Permille::of),
    }
}

fn month(month: &MonthProfit) -> MonthRow {
    MonthRow {
        month: month.month.to_string(),
        revenue: month.revenue.into(),
        net: month.net.into(),
        left: month.left().into(),
    }
}

fn line(sku: &SkuFacts, choice: &Choice) -> SkuLine {
    let is_unmatched_ads = sku.code == UNMATCHED_ADS;
    let named = |text: &str| if choice.names && !is_unmatched_ads { text.to_owned() } else { String::new() };
    SkuLine {
        code: named(&sku.code),
        name: named(&sku.name),
        is_unmatched_ads,
        units: sku.profit.blocks.units.into(),
        revenue: sku.profit.blocks.revenue.into(),
        money: sku.profit.net().map(|net| money(sku, net, choice)),
    }
}

fn money(sku: &SkuFacts, net: Money, choice: &Choice) -> SkuMoney {
    let profit = &sku.profit;
    let (advice, advice_amount) = sku.verdict.map(|verdict| said(verdict.advice)).unwrap_or_default();
    let place = sku.place.as_ref().filter(|_| sku.verdict.is_some());
    SkuMoney {
        net: net.into(),
        margin: profit.margin().map(Permille::of),
        advice: advice.to_owned(),
        // The price at which nothing is earned is what the SKU costs.
        advice_amount: advice_amount.filter(|_| choice.costs || advice != "raise_price").map(Cents::from),
        advice_at: place
            .map(|(platform, store, profit)| (platform.name().to_owned(), store.clone(), profit.blocks.net().into())),
        blocks: if choice.costs { blocks(profit) } else { Vec::new() },
    }
}

fn blocks(profit: &SkuProfit) -> Vec<(String, Cents)> {
    Block::ALL.iter().map(|&block| (block.name().to_owned(), profit.blocks.block(block).into())).collect()
}

/// The key of its words, and the amount in them.
const fn said(advice: Advice) -> (&'static str, Option<Money>) {
    match advice {
        Advice::Keep => ("keep", None),
        Advice::CapAds { per_order } if per_order.is_zero() => ("no_ads", None),
        Advice::CapAds { per_order } => ("cap_ads", Some(per_order)),
        Advice::RaisePrice { to } => ("raise_price", Some(to)),
        Advice::Clear => ("clear", None),
        Advice::Stop => ("stop", None),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::Quantity;
    use analytics::profit::{Blocks, Item};

    fn money_of(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    fn sku(code: &str, net: &str) -> SkuFacts {
        let (revenue, goods) = (money_of("100"), money_of("100") - money_of(net));
        let blocks = Blocks { units: Quantity::from_units(10), revenue, goods, ..Blocks::default() };
        let profit = SkuProfit { blocks, has_cost: true, ..SkuProfit::default() };
        SkuFacts { code: code.to_owned(), name: format!("款 {code}"), profit, ..SkuFacts::default() }
    }

    fn shared(skus: &[SkuFacts], choice: &Choice) -> SharedProfit {
        let mut report = Report::default();
        for sku in skus {
            report.totals.add_amounts(&sku.profit.blocks);
            report.skus.push((Item::UnmatchedAds, sku.profit.clone()));
        }
        report.all = report.totals;
        let range = NetRange { low: report.totals.net(), high: report.totals.net(), open: Vec::new() };
        let facts = ProfitFacts {
            report: &report,
            range: Some(&range),
            paid: &PaidOrders::default(),
            months: &[],
            skus,
            apart: Vec::new(),
        };
        shared_profit(&facts, choice)
    }

    #[test]
    fn unit_costs_are_nowhere_unless_they_are_chosen() {
        let few: Vec<SkuFacts> = ["A", "B"].map(|code| sku(code, "40")).into();
        let hidden = shared(&few, &Choice::default());
        assert!(hidden.lines.iter().all(|line| line.money.as_ref().unwrap().blocks.is_empty()));
        let known = hidden.known.unwrap();
        let names: Vec<&str> = known.costs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["refunds", GOODS_AND_MORE]);
        // 200 of revenue, 80 of net.
        assert_eq!(known.costs[1].1, Cents(12_000));

        let shown = shared(&few, &Choice { costs: true, ..Choice::default() });
        assert_eq!(shown.lines[0].money.as_ref().unwrap().blocks[1], ("goods".to_owned(), Cents(6_000)));
        assert_eq!(shown.known.unwrap().costs.len(), 6);

        let many: Vec<SkuFacts> = ["A", "B", "C", "D", "E"].map(|code| sku(code, "40")).into();
        assert_eq!(shared(&many, &Choice::default()).known.unwrap().costs.len(), 6);
    }

    #[test]
    fn what_is_taken_off_and_the_net_are_the_revenue() {
        for costs in [false, true] {
            let known = shared(&[sku("A", "12.34"), sku("B", "-7")], &Choice { costs, ..Choice::default() }).known;
            let known = known.unwrap();
            let taken: i64 = known.costs.iter().map(|(_, amount)| amount.0).sum();
            assert_eq!(known.revenue.0 - taken, known.net.0);
        }
    }

    #[test]
    fn only_the_chosen_skus_are_lines() {
        let skus = [sku("A", "50"), sku("B", "-20"), sku("C", "-1")];
        let codes = |listed| -> Vec<String> {
            let lines = shared(&skus, &Choice { listed, ..Choice::default() }).lines;
            lines.into_iter().map(|line| line.code).collect()
        };
        assert_eq!(codes(Listed::None), Vec::<String>::new());
        assert_eq!(codes(Listed::Losing), ["B", "C"]);
        assert_eq!(codes(Listed::AtStake(2)), ["B", "C"]);
        assert_eq!(codes(Listed::All), ["B", "C", "A"]);
        let unnamed = shared(&skus, &Choice { names: false, ..Choice::default() });
        assert!(unnamed.lines.iter().all(|line| line.code.is_empty() && line.name.is_empty()));
        assert_eq!((unnamed.losing, unnamed.lost), (2, Cents(-2_100)));
    }
}
