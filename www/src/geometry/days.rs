//! A picture of days: one unit of width a day, a hundred of height, and zero at the bottom as SVG does not have it.

/// A round number at or over every value, to be the top of the picture.
pub(crate) fn top(values: impl Iterator<Item = f64>) -> f64 {
    let highest = values.filter(|value| value.is_finite()).fold(0.0, f64::max);
    if highest <= 0.0 {
        return 1.0;
    }
    let mut size = 1.0;
    while size * 10.0 < highest {
        size *= 10.0;
    }
    [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0]
        .into_iter()
        .map(|step| step * size)
        .find(|round| *round >= highest)
        .unwrap_or(size * 10.0)
}

/// How far below the top a value lies, from 0 to 100.
pub(crate) fn down(value: f64, top: f64) -> f64 {
    (100.0 - value / top * 100.0).clamp(0.0, 100.0)
}

/// The middle of each day at its value, as the points of a line that begins at a day.
pub(crate) fn line(values: impl Iterator<Item = f64>, first: u32, top: f64) -> String {
    points((first..).zip(values).map(|(day, value)| (f64::from(day) + 0.5, down(value, top))))
}

/// The outline of what lies between a low and a high on each day.
pub(crate) fn band(values: &[(f64, f64)], first: u32, top: f64) -> String {
    let days = || (first..).zip(values).map(|(day, value)| (f64::from(day) + 0.5, value));
    let highs = days().map(|(day, value)| (day, down(value.1, top)));
    let mut lows: Vec<(f64, f64)> = days().map(|(day, value)| (day, down(value.0, top))).collect();
    lows.reverse();
    points(highs.chain(lows))
}

fn points(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{x:.1},{y:.2}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_round_and_over_everything() {
        let top_of = |value: f64| top([0.0, value].into_iter());
        assert_eq!(
            [0.0, 0.7, 9.0, 32.0, 620.0, 1_000.0, 12_345.0].map(top_of),
            [1.0, 1.0, 10.0, 40.0, 800.0, 1_000.0, 15_000.0]
        );
    }

    #[test]
    fn zero_lies_at_the_bottom() {
        assert_eq!((down(0.0, 40.0), down(40.0, 40.0), down(10.0, 40.0), down(99.0, 40.0)), (100.0, 0.0, 75.0, 0.0));
    }

    #[test]
    fn a_band_goes_there_above_and_back_below() {
        assert_eq!(band(&[(0.0, 40.0), (10.0, 20.0)], 3, 40.0), "3.5,0.00 4.5,50.00 4.5,75.00 3.5,100.00");
        assert_eq!(line([40.0, 10.0].into_iter(), 0, 40.0), "0.5,0.00 1.5,75.00");
    }
}
