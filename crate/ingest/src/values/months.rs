//! Months as exports name them, in the languages that exports are written in.

/// By month: every spelling in lower case without points, whole and short; English, Indonesian, Spanish, Portuguese,
/// German, French, Italian, Thai.
const MONTHS: [&str; 12] = [
    "jan january januari ene enero janeiro januar jänner janv janvier gen gennaio มค มกราคม",
    "feb february februari febrero fev fevereiro februar févr fevr février fevrier febbraio กพ กุมภาพันธ์",
    "mar march maret marzo março marco mär mrz märz maerz mars มีค มีนาคม",
    "apr april abr abril avr avril aprile เมย เมษายน",
    "may mei mayo mai maio mag maggio พค พฤษภาคม",
    "jun june juni junio junho juin giu giugno มิย มิถุนายน",
    "jul july juli julio julho juil juillet lug luglio กค กรกฎาคม",
    "aug august agu agt agustus ago agosto août aout สค สิงหาคม",
    "sep sept september septiembre set setiembre setembro septembre settembre กย กันยายน",
    "oct october okt oktober octubre out outubro octobre ott ottobre ตค ตุลาคม",
    "nov november noviembre novembro novembre พย พฤศจิกายน",
    "dec december des desember dic diciembre dez dezembro dezember déc décembre decembre dicembre ธค ธันวาคม",
];

/// A month at the start of the text, from 1, and what follows it. Vietnamese counts: `tháng 6`, `thg 6`.
pub(super) fn month_name(text: &str) -> Option<(i64, &str)> {
    // Thai writes vowels as marks that are no letters.
    let belongs = |character: char| {
        character.is_alphabetic()
            || character == '.'
            || matches!(character, '\u{300}'..='\u{36f}' | '\u{e00}'..='\u{e7f}')
    };
    let end = text.find(|character: char| !belongs(character)).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    let name: String = name.chars().filter(|&character| character != '.').flat_map(char::to_lowercase).collect();
    if matches!(name.as_str(), "tháng" | "thang" | "thg") {
        let (month, _, rest) = super::date::number(rest.trim_start_matches([' ', '.']))?;
        return Some((month, rest));
    }
    let position = MONTHS.iter().position(|names| names.split(' ').any(|known| known == name))?;
    Some((i64::try_from(position).ok()? + 1, rest))
}

#[cfg(test)]
mod tests {
    use super::month_name;

    #[test]
    fn months_are_known_in_the_languages_of_exports() {
        let six = ["Jun", "June", "JUNI", "junio", "jun.", "Juin", "มิ.ย.", "มิถุนายน", "thg 6", "Tháng 6", "junho"];
        for text in six {
            assert_eq!(month_name(text), Some((6, "")), "{text}");
        }
        assert_eq!(month_name("juil. 2026"), Some((7, " 2026")));
        assert_eq!(month_name("März-26"), Some((3, "-26")));
        assert_eq!(month_name("ส.ค. 2569"), Some((8, " 2569")));
        for text in ["Marble 3", "Mayor", "xyz", "", "6"] {
            assert_eq!(month_name(text), None, "{text}");
        }
    }
}
