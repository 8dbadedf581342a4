//! Words that agree with the count before them. A translation writes both forms, `{{ count }} [row|rows]`, and the count
//! that stands last before the bracket chooses.

/// Resolves every `[one|many]` of a text.
pub fn agree(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((forms, behind)) = after.split_once(']') else { break };
        result.push_str(before);
        match forms.split_once('|') {
            Some((one, many)) => result.push_str(if is_one(&result) { one } else { many }),
            // A bracket of the text's own.
            None => result.push_str(&format!("[{forms}]")),
        }
        rest = behind;
    }
    result + rest
}

/// Whether the last number of the text is 1.
fn is_one(text: &str) -> bool {
    let is_part = |character: char| character.is_ascii_digit() || matches!(character, ',' | '.');
    let Some(end) = text.rfind(|character: char| character.is_ascii_digit()) else { return false };
    let up_to_number = text.get(..=end).unwrap_or_default();
    up_to_number.rsplit(|character: char| !is_part(character)).next() == Some("1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_with_their_count() {
        assert_eq!(agree("1 [row|rows] set aside"), "1 row set aside");
        assert_eq!(agree("1,001 [row|rows]"), "1,001 rows");
        assert_eq!(agree("0.1 [point|points]"), "0.1 points");
        assert_eq!(agree("1 [SKU|SKUs] [has|have] no cost, 21 [order|orders] too"), "1 SKU has no cost, 21 orders too");
        assert_eq!(agree("已导入 1 个文件"), "已导入 1 个文件");
        assert_eq!(agree("[x] of a name"), "[x] of a name");
    }
}
