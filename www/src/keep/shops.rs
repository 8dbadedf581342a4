//! Whose files and settings are kept: the shops of this computer, and the one that is open.
//!
//! The engine holds one shop at a time and never learns which, so that the identity ends here.

use serde::{Deserialize, Serialize};

use crate::setting;

pub(super) const SHOPS: &str = "shops";
/// What versions that knew of one shop kept of it beside the taste.
const OF_THE_ONE_SHOP: &[&str] = &["config", "scope", "plans"];

/// Stands for a shop in everything that is kept; says nothing of it, and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ShopId(String);

impl ShopId {
    /// A shop that was not there before.
    fn drawn() -> ShopId {
        let mut bytes = [0_u8; 8];
        let drawn =
            leptos::prelude::window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
        // Without randomness the clock tells two shops of one computer apart.
        let number = if drawn.is_ok() { u64::from_le_bytes(bytes) } else { js_sys::Date::now().to_bits() };
        ShopId(format!("{number:016x}"))
    }

    /// The shop that is there before anybody made one. Others are drawn; this one is the same on every computer, so that what
    /// was kept before there were shops finds its shop at any time, in two tabs at once, and where the list of shops is lost.
    pub(super) fn first() -> ShopId {
        ShopId("first".to_owned())
    }

    /// As it stands in the database.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn read(text: String) -> ShopId {
        ShopId(text)
    }

    /// What the browser remembers of this shop in small.
    pub(super) fn stored(&self, key: &str) -> Option<String> {
        setting::stored(&self.key(key))
    }

    /// False where the browser does not keep it.
    pub(super) fn store(&self, key: &str, value: &str) -> bool {
        setting::store(&self.key(key), value)
    }

    pub(super) fn remove(&self, key: &str) {
        setting::remove(&self.key(key));
    }

    /// Everything the browser remembers of this shop in small.
    pub(super) fn forget(&self) {
        setting::keys_of(&self.key("")).iter().for_each(|key| setting::remove(key));
    }

    /// Under which key its settings lie.
    pub(super) fn settings_key(&self) -> String {
        self.key(super::settings::CONFIG)
    }

    pub(super) fn key(&self, key: &str) -> String {
        format!("shop.{}.{key}", self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NamedShop {
    pub(crate) id: ShopId,
    /// As the seller calls it; empty until he does.
    pub(crate) name: String,
}

/// There is always one, and one is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shops {
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
            let _ = shops.store();
            shops
        })
    }

    /// Takes over the list as it is kept; the shop that is open here stays open, unless it is gone.
    pub(super) fn refresh(&mut self) {
        let current = self.current.clone();
        *self = Shops::open();
        self.open_one(&current);
    }

    pub(crate) fn current(&self) -> &ShopId {
        &self.current
    }

    /// What the open shop is called; empty until it is.
    pub(crate) fn current_name(&self) -> &str {
        self.list.iter().find(|shop| shop.id == self.current).map_or("", |shop| &shop.name)
    }

    /// In the order in which they were made.
    pub(crate) fn list(&self) -> &[NamedShop] {
        &self.list
    }

    pub(super) fn open_one(&mut self, id: &ShopId) {
        if self.list.iter().any(|shop| shop.id == *id) {
            self.current = id.clone();
        }
    }

    pub(super) fn add(&mut self, name: &str) {
        self.insert(NamedShop { id: ShopId::drawn(), name: name.trim().to_owned() });
    }

    fn insert(&mut self, shop: NamedShop) {
        self.current = shop.id.clone();
        self.list.push(shop);
    }

    pub(super) fn rename(&mut self, id: &ShopId, name: &str) {
        if let Some(shop) = self.list.iter_mut().find(|shop| shop.id == *id) {
            shop.name = name.trim().to_owned();
        }
    }

    /// Takes one out; where it was open the first of the others is. The only one stays.
    pub(super) fn remove(&mut self, id: &ShopId) {
        let Some(next) = self.list.iter().find(|shop| shop.id != *id).map(|shop| shop.id.clone()) else { return };
        self.list.retain(|shop| shop.id != *id);
        if self.current == *id {
            self.current = next;
        }
    }

    /// False where the browser does not keep it.
    pub(super) fn store(&self) -> bool {
        serde_json::to_string(self).is_ok_and(|text| setting::store(SHOPS, &text))
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

    #[test]
    fn there_is_always_a_shop_and_one_is_open() {
        let mut shops = Shops::default();
        shops.remove(&ShopId::first());
        assert_eq!(shops, Shops::default());
        let second = ShopId("second".to_owned());
        shops.insert(NamedShop { id: second.clone(), name: String::new() });
        shops.rename(&second, " 小满的店 ");
        assert_eq!((shops.current(), shops.current_name(), shops.list().len()), (&second, "小满的店", 2));
        shops.open_one(&ShopId("none".to_owned()));
        assert_eq!(shops.current(), &second);
        shops.open_one(&ShopId::first());
        shops.remove(&ShopId::first());
        assert_eq!((shops.current(), shops.list().len()), (&second, 1));
    }
}
