//! From the text of a cell to a value.

pub(crate) mod amount;
pub(crate) mod date;
pub(crate) mod id;
pub(crate) mod phone;

use crate::cell::is_filler;

/// How exports write that there is nothing.
pub(crate) fn is_missing(text: &str) -> bool {
    matches!(
        text,
        "" | "-"
            | "--"
            | "—"
            | "——"
            | "/"
            | "nan"
            | "NaN"
            | "null"
            | "NULL"
            | "None"
            | "N/A"
            | "#N/A"
            | "暂无数据"
            | "暂无"
            | "无"
    )
}

/// The text without what shows as nothing at its ends.
pub(crate) fn trimmed(text: &str) -> &str {
    // Nearly every cell begins and ends with a plain character, which is seen without decoding it.
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        // 微信支付 begins every cell so, and means the rest.
        (Some(b'`'), _) => text.trim_start_matches('`').trim_matches(is_filler),
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => text,
        _ => text.trim_matches(is_filler),
    }
}
