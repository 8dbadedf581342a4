//! Settings as their difference to the defaults, so that a later version's better defaults are not covered by old ones.

use analytics::Config;
use analytics::profit::Scope;
use leptos::prelude::WithUntracked;
use serde_json::{Map, Value};

use super::shops::ShopId;
use crate::engine::Engine;

pub(super) const CONFIG: &str = "config";
const SCOPE: &str = "scope";
/// Settings that this version could not read.
const UNREAD: &str = "config.unread";

/// Takes up what was kept, where it can still be read.
pub(super) fn restore(shop: &ShopId, engine: Engine) -> Known {
    let known = restore_config(shop, engine);
    let scope = kept(shop, SCOPE).and_then(|scope| serde_json::from_value::<Scope>(scope).ok()).unwrap_or_default();
    if engine.scope.with_untracked(|now| *now != scope) {
        engine.set_scope(scope);
    }
    known
}

/// Takes up the settings alone, as another tab has changed them.
pub(super) fn restore_config(shop: &ShopId, engine: Engine) -> Known {
    let read = read(shop);
    if let (None, Some(text)) = (&read, shop.stored(CONFIG)) {
        // Another version may read it; what is stored from now on would cover it.
        shop.store(UNREAD, &text);
    }
    let mut config = read.unwrap_or_default();
    let known = Known(value(&config));
    if config.repurchase.salt == Config::default().repurchase.salt
        && let Some(salt) = drawn()
    {
        config.repurchase.salt = salt;
    }
    if engine.config.with_untracked(|now| *now != config) {
        engine.set_config(config);
    }
    known
}

fn read(shop: &ShopId) -> Option<Config> {
    Config::with_changes(&kept(shop, CONFIG)?).ok()
}

fn kept(shop: &ShopId, key: &str) -> Option<Value> {
    serde_json::from_str(&shop.stored(key)?).ok()
}

/// A salt of this computer's own, so that the hash of a telephone number says nothing to anybody else.
fn drawn() -> Option<String> {
    let mut bytes = [0_u8; 16];
    leptos::prelude::window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What became of settings that were to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    /// They lie in the browser.
    Kept,
    /// The browser has no room, or does not let the page keep anything.
    Refused,
}

/// The settings as this tab read or wrote them last. What differs from them was changed in this tab, and is all that this tab
/// may write: other tabs have changed other things.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Value);

/// Keeps what was changed in this tab. Gives the settings with what other tabs have changed, where that is news.
pub(super) fn store(shop: &ShopId, known: &mut Known, config: &Config, scope: &Scope) -> (Stored, Option<Config>) {
    let scope = serde_json::to_string(scope).unwrap_or_default();
    // The scope is of this tab; the next one that is opened begins with it.
    let is_scope_kept = shop.store(SCOPE, &scope);
    let now = value(config);
    if now == known.0 {
        return (if is_scope_kept { Stored::Kept } else { Stored::Refused }, None);
    }
    let there = value(&read(shop).unwrap_or_default());
    let together = if there == known.0 { now.clone() } else { changed(there, &known.0, &now) };
    let changes = difference(&value(&Config::default()), &together).unwrap_or(Value::Object(Map::new()));
    let is_kept = shop.store(CONFIG, &changes.to_string());
    let news = (together != now).then(|| Config::with_changes(&changes).ok()).flatten();
    known.0 = together;
    (if is_kept { Stored::Kept } else { Stored::Refused }, news)
}

/// The settings as they are now, without what was changed between the two.
pub(super) fn undone(now: &Config, before: &Config, after: &Config) -> Option<Config> {
    let undone = changed(value(now), &value(after), &value(before));
    let changes = difference(&value(&Config::default()), &undone).unwrap_or(Value::Object(Map::new()));
    Config::with_changes(&changes).ok()
}

fn value(config: &Config) -> Value {
    serde_json::to_value(config).unwrap_or_default()
}

/// What lies between `before` and `now`, done to `other`: object by object, so that two hands that change two things both
/// succeed.
fn changed(other: Value, before: &Value, now: &Value) -> Value {
    let (Value::Object(mut other), Value::Object(before), Value::Object(now)) = (other, before, now) else {
        return now.clone();
    };
    for (key, value) in now {
        let was = before.get(key);
        if was != Some(value) {
            let of_other = other.remove(key).unwrap_or_default();
            other.insert(key.clone(), changed(of_other, was.unwrap_or(&Value::Null), value));
        }
    }
    other.retain(|key, _| now.contains_key(key) || !before.contains_key(key));
    Value::Object(other)
}

/// What `now` says otherwise than `before`, object by object; `None` where they agree.
fn difference(before: &Value, now: &Value) -> Option<Value> {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            let changed = now.iter().filter_map(|(key, value)| {
                let change = match before.get(key) {
                    Some(before) => difference(before, value)?,
                    None => value.clone(),
                };
                Some((key.clone(), change))
            });
            let changed: Map<String, Value> = changed.collect();
            (!changed.is_empty()).then_some(Value::Object(changed))
        }
        _ => (before != now).then(|| now.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::Amount;
    use analytics::config::{Assumption, AssumptionValue};
    use serde_json::json;

    #[test]
    fn only_what_was_changed_is_kept() {
        let mut config = Config::default();
        config.set(Assumption::FreightPerOrder, AssumptionValue::Money(Amount::from_cents(320)));
        config.goods.unit_cost.insert("T-1".to_owned(), Amount::from_cents(990));
        let changes = difference(&value(&Config::default()), &value(&config)).unwrap();
        let expected = json!({
            "goods": { "unit_cost": { "T-1": "9.90" } },
            "logistics": { "freight_per_order": "3.20" },
            "stated": ["freight_per_order"],
        });
        assert_eq!(changes, expected);
        assert_eq!(Config::with_changes(&changes).unwrap(), config);
        assert_eq!(difference(&value(&config), &value(&config)), None);
    }

    #[test]
    fn two_tabs_change_two_things() {
        let before =
            json!({ "logistics": { "freight": "3", "packaging": "1" }, "costs": { "A": "5", "B": "6" }, "n": [1] });
        let here =
            json!({ "logistics": { "freight": "4", "packaging": "1" }, "costs": { "B": "6", "C": "7" }, "n": [1] });
        let there =
            json!({ "logistics": { "freight": "3", "packaging": "2" }, "costs": { "A": "5", "B": "8" }, "n": [2] });
        let both =
            json!({ "logistics": { "freight": "4", "packaging": "2" }, "costs": { "B": "8", "C": "7" }, "n": [2] });
        assert_eq!(changed(there.clone(), &before, &here), both);
        assert_eq!(
            changed(there, &before, &before),
            json!({
            "logistics": { "freight": "3", "packaging": "2" }, "costs": { "A": "5", "B": "8" }, "n": [2] })
        );
        assert_eq!(changed(before.clone(), &before, &here), here);
    }
}
