//! Settings as their difference to the defaults, so that a later version's better defaults are not covered by old ones.

use analytics::Config;
use analytics::profit::Scope;
use leptos::prelude::WithUntracked;
use serde_json::{Map, Value};

use super::shops::ShopId;
use crate::engine::Engine;

const CONFIG: &str = "config";
const SCOPE: &str = "scope";
/// Settings that this version could not read.
const UNREAD: &str = "config.unread";

/// Takes up what was kept, where it can still be read.
pub(super) fn restore(shop: &ShopId, engine: Engine) {
    let kept = |key: &str| shop.stored(key).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let read = kept(CONFIG).and_then(|changes| Config::with_changes(&changes).ok());
    if let (None, Some(text)) = (&read, shop.stored(CONFIG)) {
        // Another version may read it; what is stored from now on would cover it.
        shop.store(UNREAD, &text);
    }
    let mut config = read.unwrap_or_default();
    if config.repurchase.salt == Config::default().repurchase.salt
        && let Some(salt) = drawn()
    {
        config.repurchase.salt = salt;
    }
    if engine.config.with_untracked(|now| *now != config) {
        engine.change_config(|settings| *settings = config);
    }
    let scope = kept(SCOPE).and_then(|scope| serde_json::from_value::<Scope>(scope).ok()).unwrap_or_default();
    if engine.scope.with_untracked(|now| *now != scope) {
        engine.set_scope(scope);
    }
}

/// A salt of this computer's own, so that the hash of a telephone number says nothing to anybody else.
fn drawn() -> Option<String> {
    let mut bytes = [0_u8; 16];
    leptos::prelude::window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(super) fn store(shop: &ShopId, config: &Config, scope: &Scope) {
    let value = |config: &Config| serde_json::to_value(config).unwrap_or_default();
    let changes = difference(&value(&Config::default()), &value(config)).unwrap_or(Value::Object(Map::new()));
    shop.store(CONFIG, &changes.to_string());
    if let Ok(scope) = serde_json::to_string(scope) {
        shop.store(SCOPE, &scope);
    }
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
        let value = |config: &Config| serde_json::to_value(config).unwrap();
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
}
