//! Text as XML and Excel write it.

/// Appends what the bytes of a text stand for: entities and, where `excel` is set, `_x000D_` escapes are resolved.
///
/// Source: ECMA-376 Part 1, 22.9.2.19 (`ST_Xstring`): `_xHHHH_` is the character with that code.
pub(crate) fn push_text(bytes: &[u8], text: &mut String) {
    if memchr::memchr(b'\r', bytes).is_some() {
        // XML 1.0, 2.11: a line ends in one line feed, however it was written.
        let unified = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
        return push_text(unified.as_bytes(), text);
    }
    let start = text.len();
    match memchr::memchr(b'&', bytes) {
        None => push_utf8(bytes, text),
        Some(_) => push_entities(bytes, text),
    }
    let has_escape = text.get(start..).is_some_and(|added| added.contains("_x"));
    if has_escape {
        let added = text.split_off(start);
        push_unescaped(&added, text);
    }
}

fn push_utf8(bytes: &[u8], text: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(valid) => text.push_str(valid),
        Err(_) => text.push_str(&String::from_utf8_lossy(bytes)),
    }
}

fn push_entities(bytes: &[u8], text: &mut String) {
    let mut rest = bytes;
    while let Some(ampersand) = memchr::memchr(b'&', rest) {
        let (before, after) = rest.split_at(ampersand);
        push_utf8(before, text);
        let end = after.iter().take(12).position(|&byte| byte == b';');
        let resolved = end.and_then(|end| Some((entity(after.get(1..end)?)?, end)));
        match resolved {
            Some((character, end)) => {
                text.push(character);
                rest = after.get(end + 1..).unwrap_or(&[]);
            }
            None => {
                text.push('&');
                rest = after.get(1..).unwrap_or(&[]);
            }
        }
    }
    push_utf8(rest, text);
}

fn entity(name: &[u8]) -> Option<char> {
    match name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x' | b'X', digits @ ..] => {
            char::from_u32(u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?)
        }
        [b'#', digits @ ..] => char::from_u32(std::str::from_utf8(digits).ok()?.parse().ok()?),
        _ => None,
    }
}

fn push_unescaped(added: &str, text: &mut String) {
    let mut rest = added;
    while let Some(position) = rest.find("_x") {
        let (before, escape) = rest.split_at(position);
        text.push_str(before);
        let digits = escape.get(2..6).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        let character = code.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match character {
            Some(character) => {
                text.push(character);
                rest = escape.get(7..).unwrap_or("");
            }
            None => {
                text.push_str("_x");
                rest = escape.get(2..).unwrap_or("");
            }
        }
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, expected: &str) {
        let mut text = String::from("before ");
        push_text(bytes.as_bytes(), &mut text);
        assert_eq!(text, format!("before {expected}"));
    }

    #[test]
    fn what_was_typed_comes_back() {
        check("连衣裙 A&amp;B &lt;M&gt; &#10;&#x4e2d;", "连衣裙 A&B <M> \n中");
        check("a_x000D_b_x005F_x000D_", "a\rb_x000D_");
        check("a & b &unknown; &#xFFFFFFFF;", "a & b &unknown; &#xFFFFFFFF;");
        check("sku_xl", "sku_xl");
        check("a\r\nb\rc", "a\nb\nc");
    }
}
