//! What may be seen of names, telephone numbers and platforms' keys, and what stands for them.

/// What may be seen of a name until it is asked for: the first character, of a platform's long key the end too, and of a
/// telephone number what platforms show.
pub fn masked(name: &str) -> String {
    if name.len() >= 8 && name.bytes().all(|byte| byte.is_ascii_digit()) {
        let (first, last) = (name.get(..3).unwrap_or(""), name.get(name.len() - 4..).unwrap_or(""));
        return format!("{first}****{last}");
    }
    // The end of a platform's key tells customers apart and names nobody.
    let end = if name.len() >= 8 && name.is_ascii() { name.get(name.len() - 3..).unwrap_or("") } else { "" };
    match name.chars().next() {
        Some(first) => format!("{first}***{end}"),
        None => String::new(),
    }
}

/// Sixteen hexadecimal digits that stand for a personal text. They keep it off the screen and out of settings; they are
/// no protection against somebody who has the salt.
// Source: FNV-1a, 64 bits, Fowler, Noll, Vo; finished by the mixing of SplitMix64.
pub fn hashed(salt: &str, text: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in salt.bytes().chain([0]).chain(text.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    format!("{:016x}", hash ^ (hash >> 31))
}

pub(super) fn masked_hint(hint: &str) -> String {
    match hint.split_once(' ') {
        Some((name, place)) if !name.contains('*') => format!("{} {place}", masked(name)),
        _ => hint.to_owned(),
    }
}

pub(super) fn is_mask(key: &str) -> bool {
    key.contains('*') || key.contains("##") || key.contains("$$")
}
