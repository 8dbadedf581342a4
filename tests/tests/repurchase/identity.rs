//! Who is one customer, by hand.

use analytics::repurchase::identity::{Gap, Tier};
use serde_json::json;

use crate::Shop;

const COLUMNS: [&str; 7] = ["order_id", "paid_at", "amount", "customer", "phone", "store", "platform"];

fn read(rows: &[&str], changes: &serde_json::Value) -> Shop {
    Shop::read(&COLUMNS, &rows.join("\n"), changes, None)
}

#[test]
fn a_whole_number_joins_platforms_and_stores() {
    let rows = [
        "1,2026-01-01,10,anna,13800138000,A,淘宝",
        "2,2026-01-05,10,u_77,+86 138 0013 8000,B,小红书",
        "3,2026-01-09,10,u_77,,B,小红书",
        "4,2026-01-09,10,anna,,C,拼多多",
    ];
    let prepared = read(&rows, &json!({})).prepare();
    // Anna of 拼多多 is a name of another platform; there every order has a key of its own, but one order shows nothing.
    assert_eq!(prepared.repeat.customers, 2);
    assert_eq!(prepared.repeat.repeat_customers, 1);
    let identity = &prepared.history.identity;
    assert_eq!(identity.tier, Some(Tier::PhoneAndPlatformKey));
    assert_eq!((identity.merged_customers, identity.merges.len()), (1, 1));
    assert_eq!(identity.merges[0].orders, 2);
    assert!(!identity.merges[0].phone.contains("138"), "a number leaves only as a hash");
    // Taken back, they are two again.
    let split = json!({ "repurchase": { "identity": { "split_phones": [identity.merges[0].phone] } } });
    let prepared = read(&rows, &split).prepare();
    assert_eq!((prepared.repeat.customers, prepared.history.identity.merged_customers), (3, 0));
}

#[test]
fn masked_and_lent_numbers_join_nobody() {
    let rows = [
        "1,2026-01-01,10,,131****1907,A,拼多多",
        "2,2026-01-05,10,,131****1907,A,拼多多",
        "3,2026-01-09,10,,17531103964_6603,A,拼多多",
    ];
    let prepared = read(&rows, &json!({})).prepare();
    let identity = &prepared.history.identity;
    assert!(!identity.is_usable());
    assert_eq!((identity.tier, identity.known_orders, identity.orders), (None, 0, 3));
    assert_eq!(identity.stores[0].gap, Some(Gap::NoKey));
}

#[test]
fn a_key_for_every_order_is_no_key() {
    let rows: Vec<String> = (0..12).map(|n| format!("{n},2026-01-{:02},10,k{n},,A,抖店", n + 1)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let identity = read(&rows, &json!({})).prepare().history.identity;
    assert!(!identity.is_usable());
    assert_eq!(identity.stores[0].gap, Some(Gap::KeyPerOrder));
    let masked = ["1,2026-01-01,10,t***1,,A,淘宝", "2,2026-01-02,10,t***1,,A,淘宝"];
    assert_eq!(read(&masked, &json!({})).prepare().history.identity.stores[0].gap, Some(Gap::Masked));
}

#[test]
fn a_forwarders_number_joins_nobody() {
    let rows: Vec<String> =
        (0..24).map(|n| format!("{n},2026-01-{:02},10,buyer{},13900139000,A,淘宝", n + 1, n % 12)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(read(&rows, &json!({})).prepare().repeat.customers, 12);
    let patient = json!({ "repurchase": { "identity": { "most_keys_of_phone": 12 } } });
    assert_eq!(read(&rows, &patient).prepare().repeat.customers, 1);
}
