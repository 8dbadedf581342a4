//! A report as HTML without script: in the page for its receiver, and alone as a file.
//!
//! No attribute `style` either, which the page's policy would refuse: what has a size of its own is drawn as SVG.

mod capacity;
mod chart;
mod profit;
mod repurchase;

use analytics::Day;
use analytics::vocabulary::{Basis, Source};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::brand::{Colour, Ink, Logo};
use super::report::SharedReport;
use super::values::Cents;
use super::words::Words;
use crate::Language;
use crate::format;

/// Colours, type and spaces, for the page and for a file.
pub const TOKENS: &str = include_str!("../../../style/00-tokens.css");
/// How a report looks.
pub const STYLE: &str = include_str!("../../../style/80-shared.css");

/// The report, to stand inside a page, with the logo that it has there.
pub fn article(report: &SharedReport, logo: Option<&Logo>, language: Language) -> String {
    Writer::new(report, logo, language).article().into_string()
}

/// The report as a whole document that opens from a disk.
pub fn document(report: &SharedReport, logo: Option<&Logo>, language: Language) -> String {
    let writer = Writer::new(report, logo, language);
    // Nothing is fetched: a picture is in the document, or there is none.
    let pictures = if logo.is_some() { "; img-src data:" } else { "" };
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content={ "default-src 'none'; style-src 'unsafe-inline'" (pictures) };
                title { (writer.title()) }
                style { (PreEscaped(TOKENS)) (PreEscaped(STYLE)) }
            }
            body { main { (writer.article()) } }
        }
    }
    .into_string()
}

/// What the report is called: shop, page and period.
pub fn title(report: &SharedReport, language: Language) -> String {
    Writer::new(report, None, language).title()
}

/// A report in a language.
#[derive(Clone, Copy)]
struct Writer<'r> {
    report: &'r SharedReport,
    logo: Option<&'r Logo>,
    words: Words,
}

impl<'r> Writer<'r> {
    fn new(report: &'r SharedReport, logo: Option<&'r Logo>, language: Language) -> Writer<'r> {
        Writer { report, logo, words: Words { language } }
    }

    fn title(self) -> String {
        let words = self.words;
        let pages = [
            (self.report.profit.is_some(), "report.profit"),
            (self.report.capacity.is_some(), "report.capacity"),
            (self.report.repurchase.is_some(), "report.repurchase"),
        ];
        let pages: Vec<&str> =
            pages.into_iter().filter(|(is_there, _)| *is_there).map(|(_, path)| words.word(path)).collect();
        let pages = if pages.len() == 1 { pages.join("") } else { words.word("report.title").to_owned() };
        let period = self.report.period.map(|(from, to)| format!("{} – {}", Day::from(from), Day::from(to)));
        let parts = [Some(self.report.shop.clone()).filter(|shop| !shop.is_empty()), Some(pages), period];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn article(self) -> Markup {
        let Writer { report, words, .. } = self;
        html! {
            article.shared {
                header.shared-head {
                    (self.signature())
                    h1 { (if report.shop.is_empty() { words.word("report.title") } else { &report.shop }) }
                    p.shared-basis { (self.basis().join(" · ")) }
                }
                @if let Some(profit) = &report.profit { (self.profit(profit)) }
                @if let Some(capacity) = &report.capacity { (self.capacity(capacity)) }
                @if let Some(repurchase) = &report.repurchase { (self.repurchase(repurchase)) }
                footer.shared-foot {
                    h2 { (words.word("report.definitions")) }
                    ul { @for meaning in self.meanings() { li { (meaning) } } }
                    p.shared-quiet { (words.word("report.made_with")) }
                }
            }
        }
    }

    /// Whose work it is. The band is drawn, and no style: the colour comes from a link, and a link may be anybody's.
    fn signature(self) -> Markup {
        let Writer { report: SharedReport { brand, .. }, logo, words } = self;
        if brand.is_empty() && logo.is_none() {
            return html! {};
        }
        let ink = brand.colour.map(Colour::ink);
        html! {
            div.shared-brand.shared-brand-black[ink == Some(Ink::Black)].shared-brand-white[ink == Some(Ink::White)] {
                @if let Some(colour) = brand.colour {
                    svg.shared-band aria-hidden="true" { rect width="100%" height="100%" fill=(colour) {} }
                }
                @if let Some(logo) = logo {
                    img.shared-logo src=(logo.address()) alt=(if brand.name.is_empty() { words.word("report.logo") } else { "" });
                }
                @if !brand.name.is_empty() { span.shared-brand-name { (brand.name) } }
            }
        }
    }

    /// On what the figures stand.
    fn basis(self) -> Vec<String> {
        let Writer { report, words, .. } = self;
        let mut facts = Vec::new();
        let day = |number| Day::from(number);
        if let Some((from, to)) = report.period {
            facts.push(words.say("report.period", &[("from", &day(from)), ("to", &day(to))]));
        }
        let basis =
            Basis::from_name(&report.basis).and_then(|basis| words.find(&format!("words.basis.{}", basis.name())));
        facts.extend(basis.map(str::to_owned));
        match (&report.store, report.stores) {
            (Some((platform, store)), _) => facts.push(self.place(platform, store)),
            (None, 0) => {}
            (None, stores) => facts.push(words.say("report.stores", &[("count", &stores)])),
        }
        if !matches!(report.currency.as_str(), "" | "CNY") {
            facts.push(words.say("report.currency", &[("currency", &report.currency)]));
        }
        facts.push(words.say("report.made_on", &[("day", &day(report.made_on))]));
        facts
    }

    fn meanings(self) -> Vec<String> {
        let Writer { report, words, .. } = self;
        let mut meanings = Vec::new();
        if report.profit.is_some() {
            meanings.extend(["report.means_revenue", "report.means_net"].map(|path| words.word(path).to_owned()));
        }
        if let Some((_, share)) = report.capacity.as_ref().and_then(|capacity| capacity.busy_day) {
            let share = format::percent(share.share());
            meanings.push(words.say("report.means_ceiling", &[("share", &share)]));
        }
        if report.repurchase.is_some() {
            meanings.push(words.word("report.means_repurchase").to_owned());
        }
        meanings
    }

    /// A platform and a store on it.
    fn place(self, platform: &str, store: &str) -> String {
        let platform =
            Source::from_name(platform).and_then(|source| self.words.find(&format!("words.source.{}", key(source))));
        let parts = [platform.unwrap_or_default(), store];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn exact(self, amount: Cents) -> String {
        format::exact(&self.report.currency, amount.into())
    }

    fn short(self, amount: Cents) -> String {
        format::short(self.words.language, &self.report.currency, amount.into())
    }

    /// An amount in a table; a loss carries its minus and its colour.
    fn amount(self, amount: Cents) -> Markup {
        html! { span.shared-loss[amount.0 < 0] { (self.exact(amount)) } }
    }

    /// A SKU by name and code, or by its place in the list, from 1.
    fn sku(self, name: &str, code: &str, nth: usize) -> Markup {
        if name.is_empty() && code.is_empty() {
            return html! { (self.words.say("report.nth", &[("n", &nth)])) };
        }
        let (first, second) = if name.is_empty() { (code, "") } else { (name, code) };
        html! { (first) @if !second.is_empty() { " " span.shared-code { (second) } } }
    }
}

/// The key of a platform's word: that of 1688 does not begin with a digit.
fn key(source: Source) -> &'static str {
    if source == Source::Alibaba1688 { "alibaba1688" } else { source.name() }
}
