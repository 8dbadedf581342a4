//! Telephone numbers: only a whole one says who bought.

/// Digits of a Chinese mobile number.
const MOBILE: usize = 11;

/// The digits of a whole number, a Chinese one without its country code. `None` for a masked number (`131****1907`),
/// for one a platform lends for a parcel (`17531103964_6603`: a mobile number and an extension), and for anything else.
pub(crate) fn whole(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(['*', '#', '$']) || text.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
    for code in ["0086", "86"] {
        if let Some(rest) = digits.strip_prefix(code).filter(|rest| is_mobile(rest)) {
            digits = rest.to_owned();
        }
    }
    if is_mobile(&digits) {
        return Some(digits);
    }
    let has_extension = digits.get(..MOBILE).is_some_and(is_mobile) && !text.starts_with('+');
    (!has_extension && (8..=15).contains(&digits.len()) && digits.bytes().any(|digit| digit != b'0')).then_some(digits)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == MOBILE
        && digits.starts_with('1')
        && !digits.starts_with("10")
        && !digits.starts_with("11")
        && !digits.starts_with("12")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for text in ["13800138000", "+86 138 0013 8000", "86-13800138000", "0086 138-0013-8000"] {
            assert_eq!(whole(text).as_deref(), Some("13800138000"), "{text}");
        }
        assert_eq!(whole("+1 (415) 555-0100").as_deref(), Some("14155550100"));
        assert_eq!(whole("0571-88888888").as_deref(), Some("057188888888"));
    }

    #[test]
    fn a_masked_or_lent_number_names_nobody() {
        for text in
            ["131****1907", "17531103964_6603", "18412345678-1234", "13800138000转1234", "##密文##", "", "0", "123"]
        {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
