//! Hands bytes to the seller as a file and takes a file from them, without a request.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, File, HtmlAnchorElement, HtmlInputElement, Url};

/// A name without what a file system refuses.
pub(crate) fn file_name(title: &str) -> String {
    let kept = |character: char| match character {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => ' ',
        other if other.is_control() => ' ',
        other => other,
    };
    let name: String = title.replace(" · ", "_").replace(" – ", "_").chars().map(kept).collect();
    name.trim().to_owned()
}

/// Saves the bytes under a name. `None` where the browser refuses.
pub(crate) fn save(name: &str, bytes: &[u8]) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    save_blob(name, &Blob::new_with_u8_array_sequence(&parts).ok()?)
}

/// The same for what the browser holds.
pub(crate) fn save_blob(name: &str, blob: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser needs the address until the download has begun.
    set_timeout(move || drop(Url::revoke_object_url(&address)), std::time::Duration::from_secs(30));
    Some(())
}

/// The file that was chosen in a field, which is empty again, so that the same one can be chosen once more.
pub(crate) fn first_file(input: &HtmlInputElement) -> Option<File> {
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_called_what_it_is() {
        assert_eq!(file_name("小满/的店 · 利润 · 2026-05-02 – 2026-06-30"), "小满 的店_利润_2026-05-02_2026-06-30");
    }
}
