//! Days on a line from the first to the last.

use analytics::Day;

/// The days that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: Day,
    /// From the first on, at least one.
    pub(crate) days: i32,
}

impl Span {
    /// Where a day begins, as a share of the line.
    pub(crate) fn place(self, day: Day) -> f64 {
        f64::from(day.number() - self.first.number()) / f64::from(self.days.max(1))
    }

    /// How much of the line so many days take.
    pub(crate) fn share(self, days: u32) -> f64 {
        f64::from(days) / f64::from(self.days.max(1))
    }
}

/// Days to name on the line: weekly, fortnightly or wider, so that there are at most eight.
pub(crate) fn marks(span: Span) -> Vec<Day> {
    let step = [7, 14, 28, 56, 112].into_iter().find(|step| span.days / step < 8).unwrap_or(224);
    (0..span.days).step_by(usize::try_from(step).unwrap_or(7)).map(|day| span.first.plus(day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_between_the_first_and_the_last() {
        let first = Day::parse("2026-07-01").unwrap();
        let span = Span { first, days: 40 };
        assert_eq!((span.place(first), span.place(first.plus(30)), span.share(10)), (0.0, 0.75, 0.25));
        let named: Vec<String> = marks(span).iter().map(ToString::to_string).collect();
        assert_eq!(named, ["2026-07-01", "2026-07-08", "2026-07-15", "2026-07-22", "2026-07-29", "2026-08-05"]);
        assert_eq!(marks(Span { first, days: 100 }).len(), 8);
    }
}
