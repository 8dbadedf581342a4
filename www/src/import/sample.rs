//! A shop to look at for those who have no files at hand. Its files are the site's own and go the way of any other.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

use crate::engine::NewFile;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::say;

/// Shown where the site carries a sample shop.
#[component]
pub(crate) fn SampleButton() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let has_failed = RwSignal::new(false);
    let contents = page.site.with_value(|site| site.sample.clone());
    contents.map(|contents| {
        let load = move |_| {
            let contents = contents.clone();
            spawn_local(async move {
                match fetch_all(&contents).await {
                    Ok(files) => {
                        has_failed.set(false);
                        page.keeper.add_sample(files.into_iter().map(NewFile::from).collect());
                        Route::Profit.go();
                    }
                    Err(_) => has_failed.set(true),
                }
            });
        };
        view! {
            <button class="button" data-testid="sample-shop" on:click=load>
                {move || say!(locale, import.sample)}
            </button>
            <Show when=move || has_failed.get()>
                <span class="loss">{move || say!(locale, import.sample_failed)}</span>
            </Show>
        }
    })
}

async fn fetch_all(contents: &str) -> Result<Vec<(String, File)>, JsValue> {
    let list = String::from_utf8(fetch(contents).await?).unwrap_or_default();
    let list: Value = serde_json::from_str(&list).unwrap_or_default();
    let mut files = Vec::new();
    for entry in list.as_array().into_iter().flatten() {
        let text_of = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
        let (name, path) = (text_of("name"), text_of("path"));
        let parts = Array::of1(&Uint8Array::from(fetch(path).await?.as_slice()));
        files.push((name.to_owned(), File::new_with_u8_array_sequence(&parts, name)?));
    }
    Ok(files)
}

async fn fetch(path: &str) -> Result<Vec<u8>, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(path)).await?.dyn_into()?;
    if !response.ok() {
        return Err(response.status_text().into());
    }
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
