//! A curve of shares over days as a path in a box of 100 × 100, the zero at its bottom left.

use analytics::repurchase::CurvePoint;

/// Steps of the scale of shares: the first that covers the curve with five lines at most.
const STEPS: [f64; 5] = [0.02, 0.05, 0.1, 0.2, 0.25];
const LINES: f64 = 5.0;

/// How far a picture reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Frame {
    pub(super) days: u32,
    /// The share at the top; a multiple of `step`.
    top: f64,
    step: f64,
}

impl Frame {
    /// As wide as the longest window for which somebody is old enough, else up to the last who came back; as high as the
    /// band within.
    pub(super) fn of(curve: &[CurvePoint], longest_due: Option<u32>) -> Frame {
        let days = longest_due.or_else(|| curve.last().map(|point| point.days)).unwrap_or(0).max(1);
        let inside = curve.iter().filter(|point| point.days <= days);
        let highest = inside.map(|point| point.high).fold(0.0, f64::max);
        let step = STEPS.into_iter().find(|step| step * LINES >= highest).unwrap_or(0.25);
        Frame { days, step, top: ((highest / step - 1e-9).ceil().max(1.0) * step).min(1.0) }
    }

    /// Percent from the left.
    pub(super) fn x(self, days: u32) -> f64 {
        if self.days == 0 { 0.0 } else { 100.0 * f64::from(days.min(self.days)) / f64::from(self.days) }
    }

    /// Percent from the top.
    pub(super) fn y(self, share: f64) -> f64 {
        if self.top > 0.0 { 100.0 * (1.0 - share.min(self.top) / self.top) } else { 100.0 }
    }

    /// The lines of the scale, from zero.
    pub(super) fn shares(self) -> Vec<f64> {
        if self.step <= 0.0 {
            return Vec::new();
        }
        (0..=20_u32).map(|line| f64::from(line) * self.step).take_while(|share| *share <= self.top + 1e-9).collect()
    }
}

/// The curve as steps: level until the day of the next point.
pub(super) fn steps(curve: &[CurvePoint], frame: Frame) -> String {
    let line = run(curve, frame, |point| point.share);
    line.iter().enumerate().map(|(index, &(x, y))| command(index, x, y)).collect()
}

/// The band between its lower and upper edge.
pub(super) fn band(curve: &[CurvePoint], frame: Frame) -> String {
    let lower = run(curve, frame, |point| point.low);
    let upper = run(curve, frame, |point| point.high);
    let around = lower.iter().chain(upper.iter().rev()).enumerate();
    let path: String = around.map(|(index, &(x, y))| command(index, x, y)).collect();
    if path.is_empty() { path } else { path + "Z" }
}

fn run(curve: &[CurvePoint], frame: Frame, share: impl Fn(&CurvePoint) -> f64) -> Vec<(f64, f64)> {
    let inside: Vec<&CurvePoint> = curve.iter().filter(|point| point.days <= frame.days).collect();
    let mut corners = Vec::new();
    let mut level = 100.0;
    for point in inside {
        let (x, y) = (frame.x(point.days), frame.y(share(point)));
        corners.extend([(x, level), (x, y)]);
        level = y;
    }
    if !corners.is_empty() {
        corners.push((100.0, level));
    }
    corners
}

fn command(index: usize, x: f64, y: f64) -> String {
    format!("{}{x:.2} {y:.2}", if index == 0 { "M" } else { "L" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(days: u32, share: f64) -> CurvePoint {
        CurvePoint { days, share, low: share / 2.0, high: share * 1.5, at_risk: 1 }
    }

    #[test]
    fn the_frame_holds_the_band_within_its_days() {
        let curve = [point(10, 0.1), point(200, 0.2), point(700, 0.6)];
        let frame = Frame::of(&curve, Some(365));
        // The band reaches 0.3 within a year: lines at 0, 0.1, 0.2 and 0.3.
        assert_eq!((frame.days, frame.shares().len()), (365, 4));
        assert_eq!(Frame::of(&curve[..1], None).days, 10);
        assert_eq!((frame.x(365), frame.y(0.0)), (100.0, 100.0));
    }

    #[test]
    fn the_curve_is_level_between_its_points() {
        let curve = [point(5, 0.2), point(10, 0.4)];
        let frame = Frame { days: 10, top: 0.4, step: 0.1 };
        assert_eq!(steps(&curve, frame), "M50.00 100.00L50.00 50.00L100.00 50.00L100.00 0.00L100.00 0.00");
        assert_eq!(steps(&[], frame), "");
        assert_eq!(band(&[], frame), "");
    }
}
