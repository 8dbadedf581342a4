//! The tokens, read from the style that the browser has: what is not in it is not shown, and nothing is listed twice.

use std::collections::BTreeMap;

use export::shared::Colour;
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::shop::use_page;
use crate::text::{say, word};
use crate::ui::table::{Head, Look, Table};

/// All distances are whole multiples of it, but for what is drawn.
const GRID: u32 = 4;

/// A colour by its name, as it is in light and dark.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Swatch {
    name: String,
    light: Colour,
    dark: Colour,
}

#[component]
pub(super) fn Tokens() -> impl IntoView {
    let locale = use_page().locale;
    let style = style();
    let swatches = swatches(&style);
    let ground = swatches.iter().find(|swatch| swatch.name == "--paper").cloned();
    let colour = |swatch: Swatch| {
        let cells = ground.clone().map(|ground| {
            [(swatch.light, ground.light), (swatch.dark, ground.dark)].map(|(colour, ground)| {
                view! {
                    <td>
                        <span
                            aria-hidden="true"
                            style:display="inline-block"
                            style:width="32px"
                            style:height="16px"
                            style:margin-right="8px"
                            style:vertical-align="middle"
                            style:background=colour.to_string()
                            style:outline=format!("4px solid {ground}")
                        ></span>
                        {colour.to_string()}
                    </td>
                    <td class="numeric">{format!("{:.2}", colour.contrast(ground))}</td>
                }
            })
        });
        view! {
            <tr>
                <th scope="row">{swatch.name}</th>
                {cells.map(|cells| cells.into_iter().collect_view())}
            </tr>
        }
    };
    let colour_heads = move || {
        let contrast = || Head::number(say!(locale, components.contrast)).means(say!(locale, components.contrast_why));
        vec![
            Head::text(say!(locale, components.name)),
            Head::text(say!(locale, components.light)),
            contrast(),
            Head::text(say!(locale, components.dark)),
            contrast(),
        ]
    };
    let size = |(name, value): (String, String)| {
        let shown = value.clone();
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{value}</td>
                <td style:font-size=shown>{move || say!(locale, components.specimen)}</td>
            </tr>
        }
    };
    let size_heads = move || {
        vec![
            Head::text(say!(locale, components.name)),
            Head::text(say!(locale, components.value)),
            Head::text(say!(locale, components.looks)),
        ]
    };
    let space = |(pixels, count): (u32, usize)| {
        view! {
            <tr class:vague=!pixels.is_multiple_of(GRID)>
                <th scope="row">{format!("{pixels} px")}</th>
                <td class="numeric">{count}</td>
                <td>
                    <span
                        aria-hidden="true"
                        style:display="block"
                        style:height="8px"
                        style:background="var(--gross)"
                        style:width=format!("{pixels}px")
                    ></span>
                </td>
            </tr>
        }
    };
    let space_heads = move || {
        vec![
            Head::text(say!(locale, components.value)),
            Head::number(say!(locale, components.used)),
            Head::text(say!(locale, components.looks)),
        ]
    };
    let swatches = swatches.into_iter().map(colour).collect_view();
    let sizes = sizes(&style).into_iter().map(size).collect_view();
    let spaces = spaces(&style).into_iter().map(space).collect_view();
    view! {
        <section style:margin-top="40px" data-testid="tokens">
            <h2>{move || say!(locale, components.colours)}</h2>
            <p class="quiet">{move || say!(locale, components.colours_lead)}</p>
            <Table look=Look::Figures hook="token-colours" heads=colour_heads>{swatches}</Table>
            <h2 style:margin-top="40px">{move || say!(locale, components.sizes)}</h2>
            <p class="quiet">{move || say!(locale, components.sizes_lead)}</p>
            <Table look=Look::Figures hook="token-sizes" heads=size_heads>{sizes}</Table>
            <h2 style:margin-top="40px">{move || say!(locale, components.spaces)}</h2>
            <p class="quiet">{move || say!(locale, components.spaces_lead)}</p>
            <Table look=Look::Figures hook="token-spaces" label=word!(locale, components.spaces) heads=space_heads>{spaces}</Table>
        </section>
    }
}

/// The text of all rules that hold on the page.
fn style() -> String {
    let of = |object: &JsValue, key: &str| Reflect::get(object, &JsValue::from_str(key)).unwrap_or_default();
    let list = |object: &JsValue, key: &str| Array::from(&of(object, key)).to_vec();
    let sheets = list(document().as_ref(), "styleSheets");
    let rules = sheets.iter().flat_map(|sheet| list(sheet, "cssRules"));
    rules.filter_map(|rule| of(&rule, "cssText").as_string()).collect::<Vec<_>>().join("\n")
}

/// Names and values, rules within rules too.
fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split([';', '{', '}']).filter_map(|part| {
        let (name, value) = part.split_once(':')?;
        Some((name.trim(), value.trim()))
    })
}

fn swatches(style: &str) -> Vec<Swatch> {
    let tokens = declarations(style).filter(|(name, _)| name.starts_with("--"));
    tokens
        .filter_map(|(name, value)| {
            let (light, dark) = value.strip_prefix("var(--light, ")?.strip_suffix(')')?.split_once(") var(--dark, ")?;
            Some(Swatch { name: name.to_owned(), light: Colour::parse(light)?, dark: Colour::parse(dark)? })
        })
        .collect()
}

/// Of type, in the order of the style.
fn sizes(style: &str) -> Vec<(String, String)> {
    let tokens = declarations(style).filter(|(name, value)| name.starts_with("--") && value.ends_with("rem"));
    tokens.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// How often the style keeps so many pixels free.
fn spaces(style: &str) -> BTreeMap<u32, usize> {
    let mut spaces = BTreeMap::new();
    let is_space = |name: &str| name.starts_with("padding") || name.starts_with("margin") || name.ends_with("gap");
    for (_, value) in declarations(style).filter(|(name, _)| is_space(name)) {
        let pixels = value.split_whitespace().filter_map(|word| word.strip_suffix("px")?.parse::<u32>().ok());
        pixels.filter(|&pixels| pixels > 0).for_each(|pixels| *spaces.entry(pixels).or_default() += 1);
    }
    spaces
}

#[cfg(test)]
mod tests {
    use export::shared::html::TOKENS;

    use super::*;

    #[test]
    fn every_colour_is_light_and_dark_and_what_is_written_can_be_read() {
        let swatches = swatches(TOKENS);
        let find = |name: &str| swatches.iter().find(|swatch| swatch.name == name).unwrap();
        let paper = find("--paper");
        for ink in ["--ink", "--soft", "--muted", "--loss", "--accent"].map(find) {
            // WCAG AA.
            let contrasts = [ink.light.contrast(paper.light), ink.dark.contrast(paper.dark)];
            assert!(contrasts.iter().all(|&contrast| contrast >= 4.5), "{} {contrasts:?}", ink.name);
        }
        // Each stands once, and nowhere but in its line.
        assert_eq!(TOKENS.matches('#').count(), 2 * swatches.len());
    }

    #[test]
    fn sizes_and_spaces_are_found_in_rules_within_rules() {
        let style = ":root { --small: 0.75rem; --head: 56px; } @media (a: b) { .c { padding: 8px 4px 8px; row-gap: 4px; margin: -4px 0px; } }";
        assert_eq!(sizes(style), [("--small".to_owned(), "0.75rem".to_owned())]);
        assert_eq!(spaces(style), BTreeMap::from([(4, 2), (8, 2)]));
        assert_eq!(sizes(TOKENS).len(), 6);
    }
}
