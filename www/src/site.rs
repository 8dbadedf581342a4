//! What the build tells the page about itself: the hashed names of the worker, of the sample shop and of every file, and
//! whose page it is.

use export::shared::Colour;
use leptos::prelude::document;
use serde_json::Value;

/// Facts of the site, from the element `#site`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Site {
    /// Address of the worker, relative to the page.
    pub(crate) worker: String,
    /// Address of the sample shop's table of contents; `None` where the site has none.
    pub(crate) sample: Option<String>,
    /// Address of the script that keeps the site's files; `None` in a build for development, which changes all the time.
    pub(crate) offline: Option<String>,
    /// Every file the site may fetch, relative to the page.
    pub(crate) files: Vec<String>,
    /// Who hosts it under a name of their own.
    pub(crate) brand: Option<SiteBrand>,
}

/// What a consultant gave to the build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteBrand {
    /// Stands for the product's in the head and the title; never empty.
    pub(crate) name: String,
    pub(crate) colour: Option<Colour>,
    /// Address of the picture, relative to the page.
    pub(crate) logo: Option<String>,
}

impl Site {
    pub(crate) fn read() -> Site {
        let text = document().get_element_by_id("site").and_then(|element| element.text_content()).unwrap_or_default();
        let facts: Value = serde_json::from_str(&text).unwrap_or_default();
        let text = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).map(str::to_owned);
        let text_of = |key: &str| text(&facts, key);
        let brand = facts.get("brand").and_then(|brand| {
            let colour = text(brand, "colour").and_then(|colour| Colour::parse(&colour));
            Some(SiteBrand { name: text(brand, "name")?, colour, logo: text(brand, "logo") })
        });
        let files = facts.get("files").and_then(Value::as_array).into_iter().flatten();
        Site {
            worker: text_of("worker").unwrap_or_default(),
            sample: text_of("sample"),
            offline: text_of("offline"),
            files: files.filter_map(Value::as_str).map(str::to_owned).collect(),
            brand,
        }
    }

    /// The folder the page lies in, such as `https://example.org/repo/`.
    pub(crate) fn base() -> String {
        let page = document().base_uri().ok().flatten().unwrap_or_default();
        let page = page.split(['?', '#']).next().unwrap_or_default();
        page.rfind('/').and_then(|end| page.get(..=end)).unwrap_or(page).to_owned()
    }

    /// Whether an address is one of the site's own files, exactly.
    pub(crate) fn owns(&self, address: &str) -> bool {
        let Some(path) = address.strip_prefix(&Site::base()) else { return false };
        path.is_empty() || path == "index.html" || self.files.iter().any(|file| file == path)
    }
}
