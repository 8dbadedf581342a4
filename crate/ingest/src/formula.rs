//! Formulas: some are a plain value in another dress, the others stand for one that the file may not hold.

use std::borrow::Cow;

use crate::cell::Cell;

/// The value of a formula that is nothing but a value. Exports write `="4502…"` so that Excel shows an id as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Literal<'a> {
    Text(Cow<'a, str>),
    /// As it is written: an id of eighteen digits is whole here, and no longer in a float.
    Number(&'a str),
}

impl Literal<'_> {
    pub(crate) fn text(&self) -> &str {
        match self {
            Literal::Text(text) => text,
            Literal::Number(digits) => digits,
        }
    }
}

/// More digits than Excel keeps of a number.
const LONGEST_EXACT: usize = 15;

/// What the formula is, with or without its `=`; `None` where something would have to be calculated.
pub(crate) fn literal(formula: &str) -> Option<Literal<'_>> {
    let formula = formula.trim();
    let formula = formula.strip_prefix('=').unwrap_or(formula).trim();
    if let Some(inner) = formula.strip_prefix('"') {
        let inner = inner.strip_suffix('"')?;
        if !inner.contains('"') {
            return Some(Literal::Text(Cow::Borrowed(inner)));
        }
        let single = inner.replace("\"\"", "\u{0}");
        return (!single.contains('"')).then(|| Literal::Text(Cow::Owned(single.replace('\u{0}', "\""))));
    }
    let digits = formula.strip_prefix(['-', '+']).unwrap_or(formula);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits(whole) && is_digits(fraction)).then(|| Literal::Number(formula.strip_prefix('+').unwrap_or(formula)))
}

/// The number of a literal, where a float holds all its digits.
pub(crate) fn exact(digits: &str) -> Option<f64> {
    let n_digits = digits.bytes().filter(u8::is_ascii_digit).count();
    (n_digits <= LONGEST_EXACT).then(|| digits.parse().ok()).flatten()
}

/// A cell of a file that holds nothing but text, which begins with `=`: Excel would take it for a formula.
pub(crate) fn typed(text: &str) -> Typed<'_> {
    match literal(text) {
        Some(literal) => Typed::Value(literal),
        None if must_be_calculated(text) => Typed::Formula,
        None => Typed::Words,
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Typed<'a> {
    Value(Literal<'a>),
    Formula,
    /// A name that happens to begin so.
    Words,
}

/// Puts a text that begins with `=` where its value belongs.
pub(crate) fn put_typed(text: &str, put: impl FnOnce(Cell<'_>)) {
    match typed(text) {
        Typed::Value(literal) => match literal.text() {
            "" => put(Cell::Empty),
            value => put(Cell::Text(value)),
        },
        Typed::Formula => put(Cell::Formula),
        Typed::Words => put(Cell::Text(text)),
    }
}

/// Whether Excel would find something to calculate: a function, a reference to a cell, or an operator between numbers.
fn must_be_calculated(text: &str) -> bool {
    let Some(formula) = text.trim().strip_prefix('=') else { return false };
    let mut in_text = false;
    let mut word = String::new();
    let mut is_arithmetic = true;
    let mut operators = 0;
    for character in formula.trim().chars().chain([' ']) {
        if character == '"' {
            in_text = !in_text;
            is_arithmetic = false;
        }
        if in_text {
            continue;
        }
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '$') {
            word.push(character);
            is_arithmetic &= character.is_ascii_digit() || character == '.';
            continue;
        }
        let is_call = character == '(' && word.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_call || is_reference(&word) {
            return true;
        }
        operators += usize::from(matches!(character, '+' | '-' | '*' | '/' | '^') && !word.is_empty());
        is_arithmetic &= matches!(character, '+' | '-' | '*' | '/' | '^' | '(' | ')' | '%' | ' ');
        word.clear();
    }
    is_arithmetic && operators > 0
}

/// `B2`, `$B$2` and the like.
fn is_reference(word: &str) -> bool {
    let plain = word.replace('$', "");
    let letters = plain.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = plain.get(letters..).unwrap_or("");
    (1..=3).contains(&letters)
        && (1..=7).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(formula: &str, expected: Option<&str>) {
        assert_eq!(literal(formula).as_ref().map(Literal::text), expected, "{formula}");
    }

    #[test]
    fn a_quoted_text_or_a_number_is_its_value() {
        check("=\"4502123456789012345\"", Some("4502123456789012345"));
        check("\"红色\"", Some("红色"));
        check("=\"5\"\" plate\"", Some("5\" plate"));
        check("=\"\"", Some(""));
        check("=4502123456789012345", Some("4502123456789012345"));
        check("= -12.50", Some("-12.50"));
        check("+7", Some("7"));
        for formula in ["=\"a\"&\"b\"", "=A2", "=14.2+1", "=\"a", "=1E", "=", "=.", "=\"a\"\"", "=SUM(A1:A2)"] {
            check(formula, None);
        }
    }

    #[test]
    fn what_begins_with_an_equals_sign_is_a_formula_or_a_name() {
        for formula in ["=A2*B2", "=SUM(B2:B9)", "=14.2+1", "=VLOOKUP(A2,成本!A:B,2,0)", "=$B$2&\"元\"", "=(1+2)*3"]
        {
            assert_eq!(typed(formula), Typed::Formula, "{formula}");
        }
        for name in ["=爆款=", "==新款==", "=W=", "=- 春 -="] {
            assert_eq!(typed(name), Typed::Words, "{name}");
        }
    }
}
