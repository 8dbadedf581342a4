//! Whose files and settings are kept: the shops of this computer, and the one that is open.
//!
//! The engine holds one shop at a time and never learns which, so that the identity ends here.

use serde::{Deserialize, Serialize};

use crate::setting;

const SHOPS: &str = "shops";
/// What versions that knew of one shop kept of it beside the taste.
const OF_THE_ONE_SHOP: &[&str] = &["config", "scope", "plans"];

/// Stands for a shop in everything that is kept; says nothing of it, and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct ShopId(String);

impl ShopId {
    /// The shop that is there before anybody made one. Others are drawn; this one is the same on every computer, so that what
    /// was kept before there were shops finds its shop at any time, in two tabs at once, and where the list of shops is lost.
    pub(super) fn first() -> ShopId {
        ShopId("first".to_owned())
    }

    /// As it stands in the database.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn read(text: String) -> ShopId {
        ShopId(text)
    }

    /// What the browser remembers of this shop in small.
    pub(super) fn stored(&self, key: &str) -> Option<String> {
        setting::stored(&self.key(key))
    }

    pub(super) fn store(&self, key: &str, value: &str) {
        setting::store(&self.key(key), value);
    }

    fn key(&self, key: &str) -> String {
        format!("shop.{}.{key}", self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct NamedShop {
    id: ShopId,
    /// As the seller calls it; empty until he does.
    name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shops {
    current: ShopId,
    list: Vec<NamedShop>,
}

impl Default for Shops {
    fn default() -> Shops {
        let first = NamedShop { id: ShopId::first(), name: String::new() };
        Shops { current: first.id.clone(), list: vec![first] }
    }
}

impl Shops {
    /// The shops as they were kept, or the first one alone; what an older version kept becomes the first one's.
    pub(super) fn open() -> Shops {
        OF_THE_ONE_SHOP.iter().for_each(|key| adopt(key));
        let kept = setting::stored(SHOPS).and_then(|text| Shops::parse(&text));
        kept.unwrap_or_else(|| {
            let shops = Shops::default();
            shops.store();
            shops
        })
    }

    pub(super) fn current(&self) -> &ShopId {
        &self.current
    }

    pub(super) fn store(&self) {
        if let Ok(text) = serde_json::to_string(self) {
            setting::store(SHOPS, &text);
        }
    }

    /// `None` for a list that cannot be read, or whose current shop is not in it.
    fn parse(text: &str) -> Option<Shops> {
        let shops: Shops = serde_json::from_str(text).ok()?;
        shops.list.iter().any(|shop| shop.id == shops.current).then_some(shops)
    }
}

/// Gives the first shop what lies under a key of before, and takes the key away once it has it. Where the shop has its own
/// already, that is newer: an older version, opened once more, has written what it knows to the old key.
fn adopt(key: &str) {
    let Some(before) = setting::stored(key) else { return };
    let first = ShopId::first();
    if first.stored(key).is_none() {
        first.store(key, &before);
    }
    if first.stored(key).is_some() {
        setting::remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written_and_never_without_its_current_shop() {
        let shops = Shops::default();
        let text = serde_json::to_string(&shops).unwrap();
        assert_eq!(text, r#"{"current":"first","list":[{"id":"first","name":""}]}"#);
        assert_eq!(Shops::parse(&text), Some(shops));
        assert_eq!(Shops::parse(&text.replacen("first", "gone", 1)), None);
        assert_eq!(Shops::parse("[]"), None);
    }
}
