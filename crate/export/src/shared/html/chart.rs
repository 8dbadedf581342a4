//! Pictures as SVG: their sizes are attributes, and what they show stands in a table beside them.

use maud::{Markup, html};

/// A bar from one share of the width to another, both from 0 to 1.
pub(super) fn bar(from: f64, to: f64, is_loss: bool) -> Markup {
    let (low, high) = (from.min(to).clamp(0.0, 1.0), from.max(to).clamp(0.0, 1.0));
    html! {
        svg.shared-bar.shared-bar-loss[is_loss] width="100%" height="12" aria-hidden="true" {
            rect x=(percent(low)) y="0" width=(percent((high - low).max(0.004))) height="12" {}
        }
    }
}

/// One value of a column chart.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) value: f64,
    pub(super) is_marked: bool,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 160.0;

/// Columns side by side, with lines across at some values, each with its name.
pub(super) fn columns(columns: &[Column], lines: &[(f64, String)], label: &str) -> Markup {
    let highest = columns.iter().map(|column| column.value).chain(lines.iter().map(|line| line.0)).fold(1.0, f64::max);
    let count = u32::try_from(columns.len()).map_or(1.0, f64::from).max(1.0);
    let step = WIDTH / count;
    let y = |value: f64| HEIGHT - value / highest * HEIGHT;
    html! {
        svg.shared-chart viewBox=(format!("0 -16 {WIDTH} {}", HEIGHT + 20.0)) role="img" aria-label=(label) {
            @for (place, column) in (0_u32..).zip(columns) {
                rect.shared-marked[column.is_marked]
                    x=(number(f64::from(place) * step + step * 0.1))
                    y=(number(y(column.value)))
                    width=(number(step * 0.8))
                    height=(number(HEIGHT - y(column.value))) {}
            }
            @for (value, name) in lines {
                line x1="0" x2=(WIDTH) y1=(number(y(*value))) y2=(number(y(*value))) {}
                text x=(WIDTH) y=(number(y(*value) - 4.0)) text-anchor="end" { (name) }
            }
        }
    }
}

/// A curve with its band over days, from the day 0; shares from 0 to 1.
pub(super) fn curve(points: &[(f64, f64, f64, f64)], label: &str) -> Markup {
    let last = points.last().map_or(1.0, |point| point.0).max(1.0);
    let highest = points.iter().map(|point| point.3).fold(0.05, f64::max);
    let x = |days: f64| days / last * WIDTH;
    let y = |share: f64| HEIGHT - share / highest * HEIGHT;
    let path = |pick: fn(&(f64, f64, f64, f64)) -> f64| -> Vec<String> {
        points.iter().map(|point| format!("{},{}", number(x(point.0)), number(y(pick(point))))).collect()
    };
    let (upper, mut lower) = (path(|point| point.3), path(|point| point.2));
    lower.reverse();
    let origin = format!("0,{}", number(HEIGHT));
    html! {
        svg.shared-chart viewBox=(format!("0 -16 {WIDTH} {}", HEIGHT + 20.0)) role="img" aria-label=(label) {
            polygon points=(format!("{origin} {} {}", upper.join(" "), lower.join(" "))) {}
            polyline points=(format!("{origin} {}", path(|point| point.1).join(" "))) {}
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

/// A coordinate: a tenth of a pixel is more than an eye sees.
fn number(value: f64) -> String {
    format!("{value:.1}")
}
