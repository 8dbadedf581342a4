//! What a report shows of customers: groups, and none so small that somebody could be found in it.

use analytics::Day;
use analytics::repurchase::identity::Identity;
use analytics::repurchase::{Cohort, Cohorts, CurvePoint, Repeat, SegmentCount, Within};

use super::report::{CohortRow, CurveDay, SegmentRow, SharedRepurchase, WindowRow};
use super::values::{Cents, Permille};

/// Groups of fewer customers are not told apart.
pub const FEWEST_CUSTOMERS: u32 = 5;

/// Days of the curve that are shown: it is drawn, and read at these.
const CURVE: [u32; 14] = [7, 14, 21, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 365];
/// Cohorts that are shown, the newest.
const COHORTS: usize = 12;

/// What there is to be shown.
#[derive(Clone, Debug)]
pub struct CustomerFacts<'a> {
    /// How buyers became customers.
    pub identity: &'a Identity,
    /// How many came back.
    pub repeat: &'a Repeat,
    /// Of the first scheme.
    pub segments: &'a [SegmentCount],
    /// By month.
    pub cohorts: &'a Cohorts,
    /// One order is one purchase.
    pub by_order: bool,
}

/// What may be seen of it.
pub fn shared_repurchase(facts: &CustomerFacts<'_>) -> SharedRepurchase {
    let repeat = facts.repeat;
    let once = repeat.customers.saturating_sub(repeat.repeat_customers);
    let tells = |group: u32| group >= FEWEST_CUSTOMERS || group == 0;
    let is_open = tells(repeat.customers) && tells(repeat.repeat_customers) && tells(once);
    let shown = |count: u32| if is_open { count } else { 0 };
    SharedRepurchase {
        known_orders: (facts.identity.known_orders, facts.identity.orders),
        by_order: facts.by_order,
        customers: if tells(repeat.customers) { repeat.customers } else { 0 },
        repeat_customers: shown(repeat.repeat_customers),
        rate: repeat.rate.filter(|_| is_open).map(Permille::of),
        windows: windows(repeat),
        curve: curve(repeat),
        segments: segments(facts.segments),
        cohorts: cohorts(&facts.cohorts.cohorts),
    }
}

fn is_told(part: u32, whole: u32) -> bool {
    let tells = |group: u32| group >= FEWEST_CUSTOMERS || group == 0;
    whole >= FEWEST_CUSTOMERS && tells(part) && tells(whole.saturating_sub(part))
}

/// A window that differs from the one told before, or from all customers, by a few would tell of those few.
fn windows(repeat: &Repeat) -> Vec<WindowRow> {
    let few = |group: u32| (1..FEWEST_CUSTOMERS).contains(&group);
    let mut before: Option<&Within> = None;
    let mut rows = Vec::new();
    for within in &repeat.within {
        let is_near = |other: &Within| {
            few(other.returned.abs_diff(within.returned)) || few(other.eligible.abs_diff(within.eligible))
        };
        let tells = before.is_some_and(is_near) || few(repeat.customers.saturating_sub(within.eligible));
        let row = window(within, !tells);
        if row.returned.is_some() {
            before = Some(within);
        }
        rows.push(row);
    }
    rows
}

fn window(within: &Within, is_open: bool) -> WindowRow {
    let is_told = is_open && is_told(within.returned, within.eligible);
    let rate = within.rate.zip(within.interval).filter(|_| is_told);
    WindowRow {
        days: within.days,
        eligible: if is_told { within.eligible } else { 0 },
        returned: is_told.then_some(within.returned),
        rate: rate.map(|(rate, (low, high))| (Permille::of(rate), Permille::of(low), Permille::of(high))),
    }
}

/// Where at least so many customers have come back, and so many are still looked at.
fn curve(repeat: &Repeat) -> Vec<CurveDay> {
    let fewest = f64::from(FEWEST_CUSTOMERS);
    let is_told = |point: &&CurvePoint| {
        CURVE.contains(&point.days)
            && point.at_risk >= FEWEST_CUSTOMERS
            && point.share * f64::from(repeat.customers) >= fewest
    };
    let told = repeat.curve.iter().filter(is_told);
    told.map(|point| CurveDay {
        days: point.days,
        share: Permille::of(point.share),
        band: (Permille::of(point.low), Permille::of(point.high)),
    })
    .collect()
}

/// Groups that are too small stand together, and the smallest of the others with them as long as they are still too few:
/// what one group alone hides the total would tell.
fn segments(segments: &[SegmentCount]) -> Vec<SegmentRow> {
    let row = |segment: &SegmentCount| SegmentRow {
        name: segment.name.clone(),
        name_en: segment.name_en.clone(),
        customers: segment.customers,
        orders: segment.orders,
        revenue: segment.revenue.into(),
    };
    let (mut told, hidden): (Vec<SegmentRow>, Vec<SegmentRow>) =
        segments.iter().map(row).filter(|row| row.customers > 0).partition(|row| row.customers >= FEWEST_CUSTOMERS);
    if hidden.is_empty() {
        return told;
    }
    let mut together = SegmentRow::default();
    let mut take = |row: SegmentRow| {
        together.customers += row.customers;
        together.orders += row.orders;
        together.revenue = Cents(together.revenue.0.saturating_add(row.revenue.0));
        together.customers
    };
    let mut customers = hidden.into_iter().map(&mut take).last().unwrap_or(0);
    while customers < FEWEST_CUSTOMERS {
        let smallest = told.iter().enumerate().min_by_key(|(_, row)| row.customers).map(|(place, _)| place);
        let Some(place) = smallest else { break };
        customers = take(told.remove(place));
    }
    if customers >= FEWEST_CUSTOMERS {
        told.push(together);
    }
    told
}

fn cohorts(cohorts: &[Cohort]) -> Vec<CohortRow> {
    let newest = cohorts.get(cohorts.len().saturating_sub(COHORTS)..).unwrap_or_default();
    if newest.len() < 2 {
        return Vec::new();
    }
    // What is hidden in one cohort alone the total would tell: the next smallest are hidden with it.
    let mut sizes: Vec<u32> = newest.iter().map(|cohort| cohort.customers).filter(|customers| *customers > 0).collect();
    sizes.sort_unstable();
    let (mut least, mut hidden) = (FEWEST_CUSTOMERS, 0_u32);
    for size in sizes {
        if size >= least && (hidden == 0 || hidden >= FEWEST_CUSTOMERS) {
            break;
        }
        hidden = hidden.saturating_add(size);
        least = least.max(size.saturating_add(1));
    }
    let row = |cohort: &Cohort| {
        let of = cohort.customers;
        let is_whole = of >= least || of == 0;
        let share = |active: u32| {
            let told = is_whole && of > 0 && is_told(active, of);
            told.then(|| Permille::of(f64::from(active) / f64::from(of)))
        };
        let from: Day = cohort.from;
        CohortRow {
            from: from.into(),
            customers: is_whole.then_some(of),
            // The month of the first purchase holds all of them.
            active: cohort.cells.iter().skip(1).map(|cell| share(cell.active)).collect(),
        }
    };
    newest.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::Money;

    fn segment(name: &str, customers: u32) -> SegmentCount {
        let (code, name_en) = (String::new(), String::new());
        let (revenue, net) = (Money::from_cents(100), Money::ZERO);
        SegmentCount { code, name: name.to_owned(), name_en, customers, orders: customers, revenue, net }
    }

    #[track_caller]
    fn check(counts: &[u32], told: &[(&str, u32)]) {
        let names = ["甲", "乙", "丙", "丁"];
        let groups: Vec<SegmentCount> =
            names.into_iter().zip(counts).map(|(name, &customers)| segment(name, customers)).collect();
        let rows = segments(&groups);
        let shown: Vec<(&str, u32)> = rows.iter().map(|row| (row.name.as_str(), row.customers)).collect();
        assert_eq!(shown, told, "{counts:?}");
    }

    #[test]
    fn no_small_group_is_told_apart_nor_can_be_taken_off_the_total() {
        check(&[5, 20, 6, 0], &[("甲", 5), ("乙", 20), ("丙", 6)]);
        // 3 and 4 are 7 together, and nobody knows which is which.
        check(&[3, 20, 4, 9], &[("乙", 20), ("丁", 9), ("", 7)]);
        // 3 alone: the next smallest hides it.
        check(&[3, 20, 7, 9], &[("乙", 20), ("丁", 9), ("", 10)]);
        // 1 and 2 are too few even together.
        check(&[1, 20, 2, 9], &[("乙", 20), ("", 12)]);
        check(&[3, 0, 0, 0], &[]);
    }

    #[test]
    fn a_share_tells_neither_of_few_nor_of_all_but_few() {
        let told = |part, whole| is_told(part, whole);
        assert!(told(5, 10) && told(0, 10) && told(10, 10) && told(20, 100));
        assert!(!told(4, 100) && !told(97, 100) && !told(3, 4) && !told(0, 4));
    }

    #[test]
    fn no_window_tells_of_the_few_between_it_and_another() {
        let within = |days: u32, eligible: u32, returned: u32| Within {
            days,
            customers: 0,
            eligible,
            returned,
            rate: Some(f64::from(returned) / f64::from(eligible)),
            interval: Some((0.0, 1.0)),
        };
        let told = |windows: Vec<Within>| -> Vec<Option<u32>> {
            let repeat = Repeat { customers: 100, within: windows, ..Repeat::default() };
            super::windows(&repeat).into_iter().map(|row| row.returned).collect()
        };
        assert_eq!(told(vec![within(30, 80, 20), within(60, 70, 30)]), [Some(20), Some(30)]);
        // Two more came back between the days 30 and 60, and three were not looked at any more.
        assert_eq!(told(vec![within(30, 80, 20), within(60, 70, 22), within(90, 60, 30)]), [Some(20), None, Some(30)]);
        assert_eq!(told(vec![within(30, 80, 20), within(60, 77, 30)]), [Some(20), None]);
        // All but two are old enough.
        assert_eq!(told(vec![within(30, 98, 20)]), [None]);
    }

    #[test]
    fn a_small_cohort_is_hidden_by_the_next_smallest() {
        let cohort =
            |month: i32, customers: u32| Cohort { from: Day::from_number(month * 30), customers, cells: Vec::new() };
        let told = |sizes: &[u32]| -> Vec<Option<u32>> {
            let all: Vec<Cohort> = (0..).zip(sizes).map(|(month, &customers)| cohort(month, customers)).collect();
            cohorts(&all).into_iter().map(|row| row.customers).collect()
        };
        assert_eq!(told(&[50, 20, 0, 9]), [Some(50), Some(20), Some(0), Some(9)]);
        assert_eq!(told(&[50, 3, 20, 9]), [Some(50), None, Some(20), None]);
        // Two small ones hide each other.
        assert_eq!(told(&[50, 3, 4, 9]), [Some(50), None, None, Some(9)]);
        assert_eq!(told(&[50]), []);
    }
}
