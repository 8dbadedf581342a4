//! Whose work the reports of this computer are: kept by the browser for every shop, because a consultant is the same one
//! for all of them.

use export::shared::{Brand, Colour, Logo};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::logo::{self, Refusal};
use crate::setting;
use crate::shop::use_page;
use crate::site::SiteBrand;
use crate::text::{say, word};
use crate::ui::download::first_file;

const BRAND: &str = "brand";
/// What the browser's field shows while no colour is chosen, which it cannot leave empty.
const UNCHOSEN: &str = "#23587a";

/// What stands at the head of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Signature {
    pub(super) brand: Brand,
    pub(super) logo: Option<Logo>,
}

/// The same as the browser keeps it: what cannot be read of it is not there.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    name: String,
    #[serde(default)]
    colour: String,
    #[serde(default)]
    logo: String,
}

impl Signature {
    fn is_empty(&self) -> bool {
        self.brand.is_empty() && self.logo.is_none()
    }

    fn text(&self) -> String {
        let colour = self.brand.colour.map(|colour| colour.to_string()).unwrap_or_default();
        let logo = self.logo.as_ref().map(|logo| logo.address().to_owned()).unwrap_or_default();
        serde_json::to_string(&Kept { name: self.brand.name.clone(), colour, logo }).unwrap_or_default()
    }

    fn read(text: &str) -> Option<Signature> {
        let kept: Kept = serde_json::from_str(text).ok()?;
        let brand = Brand { name: kept.name, colour: Colour::parse(&kept.colour) };
        Some(Signature { brand, logo: Logo::parse(&kept.logo) })
    }
}

/// The signature that was kept, or that of the site where the seller never said anything.
pub(super) fn signature(site: Option<SiteBrand>) -> RwSignal<Signature> {
    let kept = setting::stored(BRAND).and_then(|text| Signature::read(&text));
    let signature = RwSignal::new(kept.clone().unwrap_or_default());
    if let (None, Some(site)) = (kept, site) {
        let brand = Brand { name: site.name, colour: site.colour };
        signature.set(Signature { brand: brand.clone(), logo: None });
        if let Some(address) = site.logo {
            spawn_local(async move {
                let logo = logo::of_address(&address).await.ok();
                // The seller may have been quicker.
                if signature.try_with_untracked(|now| now.brand == brand && now.logo.is_none()) == Some(true) {
                    signature.update(|signature| signature.logo = logo);
                }
            });
        }
    }
    signature
}

/// What is to be said of the last thing that was done.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    Nothing,
    Refused(Refusal),
    /// The browser keeps nothing, or has no room.
    NotKept,
}

#[component]
pub(super) fn Signing(signature: RwSignal<Signature>) -> impl IntoView {
    let locale = use_page().locale;
    let said = RwSignal::new(Said::Nothing);
    let change = move |change: &dyn Fn(&mut Signature)| {
        signature.update(change);
        let is_kept = setting::store(BRAND, &signature.with_untracked(Signature::text));
        said.set(if is_kept { Said::Nothing } else { Said::NotKept });
    };
    let colour = Memo::new(move |_| signature.read().brand.colour);
    let logo = Memo::new(move |_| signature.read().logo.clone());
    let input = NodeRef::<Input>::new();
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let picked = move |_| {
        let Some(file) = input.get_untracked().and_then(|input| first_file(&input)) else { return };
        spawn_local(async move {
            let drawn = logo::of_file(&file).await;
            // The page may have been left meanwhile.
            if signature.is_disposed() {
                return;
            }
            match drawn {
                Ok(logo) => change(&move |signature| signature.logo = Some(logo.clone())),
                Err(refusal) => said.set(Said::Refused(refusal)),
            }
        });
    };
    let remove = move |hook: &'static str, word: Signal<&'static str>, remove: fn(&mut Signature)| {
        view! {
            <button class="link" type="button" data-testid=hook on:click=move |_| change(&remove)>{move || word.get()}</button>
        }
    };
    view! {
        <fieldset class="share-options">
            <legend>{move || say!(locale, share.brand)}</legend>
            <p class="quiet">{move || say!(locale, share.brand_lead)}</p>
            <label class="share-name">
                {move || say!(locale, share.brand_name)}
                <input
                    type="text"
                    maxlength="40"
                    autocomplete="organization"
                    data-testid="brand-name"
                    prop:value=move || signature.read().brand.name.clone()
                    on:change=move |event| {
                        let name = event_target_value(&event).trim().to_owned();
                        change(&move |signature| signature.brand.name.clone_from(&name));
                    }
                />
            </label>
            <div class="brand-line">
                <label class="brand-colour">
                    <input
                        type="color"
                        data-testid="brand-colour"
                        prop:value=move || colour.get().map_or_else(|| UNCHOSEN.to_owned(), |colour| colour.to_string())
                        on:change=move |event| {
                            let colour = Colour::parse(&event_target_value(&event));
                            change(&move |signature| signature.brand.colour = colour);
                        }
                    />
                    {move || say!(locale, share.brand_colour)}
                </label>
                <Show when=move || colour.get().is_some() fallback=move || view! { <span class="quiet">{move || say!(locale, share.brand_no_colour)}</span> }>
                    {remove("brand-no-colour", word!(locale, share.brand_remove_colour), |signature| signature.brand.colour = None)}
                </Show>
            </div>
            <div class="brand-line">
                {move || logo.get().map(|logo| view! {
                    <img class="brand-logo" data-testid="brand-logo" src=logo.address().to_owned() alt=say!(locale, share.brand_logo) />
                })}
                <button class="button" type="button" data-testid="brand-pick" on:click=pick>
                    {move || say!(locale, share.brand_pick)}
                </button>
                <input
                    class="hidden-input"
                    type="file"
                    accept="image/png,image/jpeg,image/svg+xml"
                    tabindex="-1"
                    aria-hidden="true"
                    data-testid="brand-file"
                    node_ref=input
                    on:change=picked
                />
                <Show when=move || logo.read().is_some()>
                    {remove("brand-no-logo", word!(locale, share.brand_remove_logo), |signature| signature.logo = None)}
                </Show>
            </div>
            <p class="loss" role="status" data-testid="brand-said">
                {move || match said.get() {
                    Said::Nothing => "",
                    Said::Refused(Refusal::NoPicture) => say!(locale, share.brand_no_picture),
                    Said::Refused(Refusal::TooLarge) => say!(locale, share.brand_too_large),
                    Said::NotKept => say!(locale, share.brand_not_kept),
                }}
            </p>
            <Show when=move || !signature.read().is_empty()>
                <p>{remove("brand-remove", word!(locale, share.brand_remove), |signature| *signature = Signature::default())}</p>
            </Show>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_kept_as_it_is_and_what_is_wrong_in_it_is_left_out() {
        let logo = Logo::parse("data:image/png;base64,iVBORw0KGgo=");
        let brand = Brand { name: "青山 \"咨询\"".to_owned(), colour: Colour::parse("#bf3a1b") };
        let signature = Signature { brand, logo };
        assert_eq!(Signature::read(&signature.text()), Some(signature));
        assert_eq!(Signature::read(&Signature::default().text()), Some(Signature::default()));
        let text = r#"{"name":"A","colour":"red;","logo":"javascript:alert(1)","more":1}"#;
        let read = Signature::read(text).unwrap();
        assert_eq!((read.brand.name.as_str(), read.brand.colour, read.logo), ("A", None, None));
        assert_eq!(Signature::read("no"), None);
    }
}
