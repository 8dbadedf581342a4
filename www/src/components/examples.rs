//! What says something, what is drawn, what is moved, and what frames it, each in its states.

use analytics::Money;
use leptos::prelude::*;

use super::entry;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::{say, word};
use crate::ui::amount::Exact;
use crate::ui::bands::{SampleBand, ShopSwitch, UndoBand, UnsavedBand};
use crate::ui::chart::ChartFrame;
use crate::ui::choice::Choice;
use crate::ui::compare::{CauseLine, Causes};
use crate::ui::define::Define;
use crate::ui::drawer::Drawer;
use crate::ui::empty::{Coming, EmptyPage};
use crate::ui::export::Part;
use crate::ui::field::{Field, amount};
use crate::ui::header::{LanguageSwitch, ThemeSwitch};
use crate::ui::lacks::LacksStrip;
use crate::ui::later::Later;
use crate::ui::narrow::use_narrow;
use crate::ui::palette::{Palette, PaletteButton};
use crate::ui::sentence::{FigureLink, Sentence};
use crate::ui::sides::Sides;
use crate::ui::site_brand::SiteMark;
use crate::ui::sku_link::SkuLink;
use crate::ui::slider::{Lever, Slider};
use crate::ui::traffic::BytesSent;

#[component]
pub(super) fn Saying() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let stay = Callback::new(|()| ());
    let here = Route::Components.fragment();
    let sentence = view! {
        <Sentence>
            {move || say!(locale, components.specimen)} " " <FigureLink href=here follow=stay>"¥1,234"</FigureLink> " "
            <FigureLink href=here is_loss=true title="−56.78".to_owned() follow=stay>"−¥57"</FigureLink>
        </Sentence>
    };
    let exact = |cents: Option<i64>, is_cost: bool| {
        view! { <Exact money=Signal::stored(cents.map(Money::from_cents)) is_cost=is_cost /> " · " }
    };
    let amounts = view! {
        {exact(Some(123_456), false)} {exact(Some(-5_678), false)} {exact(Some(-5_678), true)} {exact(None, false)}
    };
    vec![
        entry("sentence", word!(locale, components.ui.sentence), sentence),
        entry("amount", word!(locale, components.ui.amount), amounts),
        entry(
            "define",
            word!(locale, components.ui.define),
            view! { <Define word=word!(locale, words.net) meaning=word!(locale, define.net) /> },
        ),
        entry(
            "sku_link",
            word!(locale, components.ui.sku_link),
            view! {
                <p><SkuLink code="CUP-01".to_owned() name="Cup".to_owned() /></p>
                <p><SkuLink code="CUP-02".to_owned() name=String::new() /></p>
            },
        ),
        entry(
            "empty",
            word!(locale, components.ui.empty),
            view! {
                <EmptyPage title=word!(locale, profit.empty.title) lead=word!(locale, profit.empty.lead) />
                <Coming said=word!(locale, capacity.coming) rows=2 />
            },
        ),
        entry("lacks", word!(locale, components.ui.lacks), view! { <LacksStrip /> }),
        entry(
            "bands",
            word!(locale, components.ui.bands),
            view! { <SampleBand /> <UndoBand /> <UnsavedBand /> <ShopSwitch /> },
        ),
        entry(
            "site_brand",
            word!(locale, components.ui.site_brand),
            view! { <span class="brand"><SiteMark site=page.site locale=locale /></span> },
        ),
    ]
}

#[component]
pub(super) fn Charts() -> impl IntoView {
    let locale = use_page().locale;
    let bar = |(place, height): (i32, i32)| {
        view! { <rect x=place * 12 y=60 - height width="10" height=height fill="var(--gross)" /> }
    };
    let bars = (0..).zip([20, 34, 28, 52, 46]).map(bar).collect_view();
    let lines = [("A", 120_000), ("B", -45_000), ("C", 9_000)];
    let lines = lines.map(|(name, cents)| CauseLine {
        hook: name.to_owned(),
        name: name.to_owned(),
        amount: Money::from_cents(cents),
    });
    let nothing = || view! { <span class="quiet">"—"</span> };
    vec![
        entry(
            "chart",
            word!(locale, components.ui.chart),
            view! {
                <ChartFrame hook="picture-example" title=word!(locale, components.groups.charts) part=Part::Shops>
                    <svg width="240" height="60" role="img" aria-label=move || say!(locale, components.groups.charts)>{bars}</svg>
                </ChartFrame>
            },
        ),
        entry(
            "compare",
            word!(locale, components.ui.compare),
            view! { <Causes caption=say!(locale, profit.compare.causes) lines=lines.into() /> },
        ),
        entry("picture", word!(locale, components.ui.picture), nothing()),
        entry("raster", word!(locale, components.ui.raster), nothing()),
    ]
}

#[component]
pub(super) fn Acting() -> impl IntoView {
    let locale = use_page().locale;
    let chosen = RwSignal::new(Some("a".to_owned()));
    let options = ["a", "b", "c"].map(|value| (value.to_owned(), value.to_uppercase())).to_vec();
    let position = RwSignal::new("30".to_owned());
    let typed = RwSignal::new("3.20".to_owned());
    let set = move |text: &str| {
        typed.set(amount(text)?.to_string());
        Ok(())
    };
    let is_listed = RwSignal::new(false);
    let is_open = RwSignal::new(false);
    let field = move |is_boxed: bool, hook: &'static str| {
        view! {
            <p>
                <Field value=typed set=set label=word!(locale, components.value) hook=hook before="¥" is_boxed=is_boxed />
            </p>
        }
    };
    let drawer = view! {
        <button class="button" on:click=move |_| is_open.set(true)>"Drawer"</button>
        <Drawer
            is_open=is_open
            name="example-drawer"
            title=word!(locale, components.specimen)
            code="CUP-01".to_owned()
            close=Callback::new(move |()| is_open.set(false))
        >
            <p class="drawer-verdict">{move || say!(locale, components.ui.drawer)}</p>
        </Drawer>
    };
    vec![
        entry(
            "choice",
            word!(locale, components.ui.choice),
            view! {
                <Choice
                    options=options
                    chosen=chosen
                    choose=Callback::new(move |value| chosen.set(Some(value)))
                    label=word!(locale, components.value)
                    hook="example-choice"
                />
            },
        ),
        entry(
            "slider",
            word!(locale, components.ui.slider),
            view! {
                <div style:max-width="320px">
                    <Lever name=word!(locale, components.value) shown=position is_moved=Signal::derive(move || position.read().as_str() != "30")>
                        <Slider least="0" most="100" value=position set=move |moved: &str| position.set(moved.to_owned()) />
                    </Lever>
                </div>
            },
        ),
        entry(
            "field",
            word!(locale, components.ui.field),
            view! { {field(false, "example-field")} {field(true, "example-boxed-field")} },
        ),
        entry("drawer", word!(locale, components.ui.drawer), drawer),
        entry(
            "palette",
            word!(locale, components.ui.palette),
            view! { <PaletteButton is_open=is_listed /> <Palette is_open=is_listed /> },
        ),
        entry("download", word!(locale, components.ui.download), view! { <span class="quiet">"—"</span> }),
    ]
}

#[component]
pub(super) fn Framing() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_narrow = use_narrow();
    let sides = [
        (Route::Components, "side-here", word!(locale, components.title)),
        (Route::Import, "side-import", word!(locale, shell.nav_import)),
    ];
    vec![
        entry(
            "header",
            word!(locale, components.ui.header),
            view! { <ThemeSwitch locale=locale theme=page.theme /> <LanguageSwitch locale=locale /> },
        ),
        entry(
            "sides",
            word!(locale, components.ui.sides),
            view! { <Sides id="example-sides" label=word!(locale, components.title) sides=sides /> },
        ),
        entry("traffic", word!(locale, components.ui.traffic), view! { <BytesSent /> }),
        entry("later", word!(locale, components.ui.later), view! { <Later frames=30><p>"30"</p></Later> }),
        entry("narrow", word!(locale, components.ui.narrow), view! { <p>{move || is_narrow.get().to_string()}</p> }),
    ]
}
