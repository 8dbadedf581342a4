//! What can be changed.

use analytics::Rate;
use analytics::profit::Levers;
use leptos::prelude::*;

use super::percent;
use crate::profit::scenario::signed;
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::slider::{self, Slider};

/// A slider of the panel.
#[derive(Clone, Copy)]
pub(super) struct Lever {
    /// The hook's name.
    name: &'static str,
    /// Smallest and largest value and step, in percent or points.
    range: (&'static str, &'static str, &'static str),
    value: fn(&mut Levers) -> &mut Rate,
}

pub(super) const LEVERS: [Lever; 6] = [
    Lever { name: "price", range: ("-30", "50", "1"), value: |levers| &mut levers.price },
    Lever { name: "ads", range: ("-100", "100", "5"), value: |levers| &mut levers.ads },
    Lever { name: "unit_cost", range: ("-50", "50", "1"), value: |levers| &mut levers.unit_cost },
    Lever { name: "commission", range: ("-5", "10", "0.1"), value: |levers| &mut levers.commission },
    Lever { name: "freight", range: ("-50", "100", "1"), value: |levers| &mut levers.freight },
    Lever { name: "returns", range: ("-100", "100", "5"), value: |levers| &mut levers.returns },
];

#[component]
pub(super) fn Moved(lever: Lever) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let value = Memo::new(move |_| plan.with(|plan| *(lever.value)(&mut { plan.levers })));
    let name = move || match lever.name {
        "price" => say!(locale, profit.lever.price),
        "ads" => say!(locale, profit.lever.ads),
        "unit_cost" => say!(locale, profit.lever.unit_cost),
        "commission" => say!(locale, profit.lever.commission),
        "freight" => say!(locale, profit.lever.freight),
        _ => say!(locale, profit.lever.returns),
    };
    let shown = move || {
        let unit = if lever.name == "commission" { say!(locale, profit.what_if.points) } else { "%" };
        signed(value.get(), unit)
    };
    let set = move |moved: &str| {
        if let Some(rate) = percent(moved) {
            plan.update(|plan| *(lever.value)(&mut plan.levers) = rate);
        }
    };
    let (least, most, step) = lever.range;
    view! {
        <slider::Lever name=Signal::derive(name) shown=Signal::derive(shown) is_moved=Signal::derive(move || value.get() != Rate::ZERO)>
            <Slider
                least=least
                most=most
                step=step
                value=Signal::derive(move || format::rate_in_percent(value.get()))
                set=set
                hook=format!("what-if-{}", lever.name)
            />
        </slider::Lever>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_move_in_percent() {
        assert_eq!(percent("-12"), Some(Rate::parse("-0.12").unwrap()));
        assert_eq!(percent("0.1"), Some(Rate::parse("0.001").unwrap()));
        assert_eq!(percent("x"), None);
    }

    #[test]
    fn every_slider_has_a_value_of_its_own() {
        let mut levers = Levers::default();
        for (index, lever) in (1..).zip(LEVERS) {
            *(lever.value)(&mut levers) = Rate::from_millionths(index);
        }
        let Levers { price, ads, unit_cost, commission, freight, returns } = levers;
        let set = [price, ads, unit_cost, commission, freight, returns].map(Rate::millionths);
        assert_eq!(set, [1, 2, 3, 4, 5, 6]);
    }
}
