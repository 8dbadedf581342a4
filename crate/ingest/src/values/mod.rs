//! From the text of a cell to a value.

pub(crate) mod amount;
mod clock;
pub(crate) mod date;
pub(crate) mod id;
mod months;
pub(crate) mod phone;

use std::borrow::Cow;

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

/// How people write that they do not know a number or a day yet. As an id or as a state such a word says something.
pub(crate) fn is_open(text: &str) -> bool {
    matches!(
        text,
        "缺货"
            | "暂缺"
            | "无货"
            | "断货"
            | "待定"
            | "未定"
            | "待补"
            | "待确认"
            | "未知"
            | "不详"
            | "TBD"
            | "tbd"
            | "n/a"
    )
}

/// Digits, letters and signs as wide as Chinese characters, as the ones of ASCII.
pub(crate) fn half_width(text: &str) -> Cow<'_, str> {
    let narrow = |character: char| match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    };
    if text.is_ascii() || text.chars().all(|character| narrow(character) == character) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow).collect())
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
