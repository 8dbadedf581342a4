//! Settings that say how files are read, and what of them cannot be followed.

use analytics::Config;
use jiff::tz::TimeZone;

use crate::mapping::is_named_by_hand;

/// What is wrong with the settings that say how files are read, one sentence each, for whoever wrote them by hand.
pub fn setting_problems(config: &Config) -> Vec<String> {
    let zone = &config.shop.timezone;
    let unknown = TimeZone::get(zone).is_err().then(|| format!("shop.timezone: no time zone is called {zone:?}"));
    let refused = config.mapping.iter().map(|choice| choice.kind).filter(|kind| !is_named_by_hand(*kind));
    let refused = refused.map(|kind| format!("mapping: columns cannot be named for a file of {kind}"));
    unknown.into_iter().chain(refused).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_cannot_be_followed_is_said() {
        let said = |changes| setting_problems(&Config::with_changes(&changes).unwrap());
        assert_eq!(said(json!({})), Vec::<String>::new());
        let choice = |kind: &str| json!({ "kind": kind, "columns": { "amount": "金额" } });
        let wrong = json!({ "shop": { "timezone": "Asia/Shangai" }, "mapping": [choice("orders"), choice("traffic")] });
        let [zone, kind] = said(wrong).try_into().unwrap();
        assert!(zone.contains("Asia/Shangai") && kind.contains("traffic"), "{zone} {kind}");
    }
}
