//! The sentence on top of a page: text in which some figures are links to their rows.

/// A figure of the sentence that can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    /// All SKUs.
    Orders,
    /// The waterfall.
    Net,
    /// The loss-making SKUs.
    Losing,
    /// The SKUs without a cost.
    MissingCost,
}

/// A stretch of the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Plain(String),
    Figure(Figure, String),
}

/// Control characters, which no translation contains, set a figure apart inside a translated text.
const EDGE: char = '\u{1}';

/// Marks a figure, to be put into a translated text.
pub(crate) fn figure(figure: Figure, text: &str) -> String {
    let code = match figure {
        Figure::Orders => 'o',
        Figure::Net => 'n',
        Figure::Losing => 'l',
        Figure::MissingCost => 'm',
    };
    format!("{EDGE}{code}{text}{EDGE}")
}

/// Takes a text with marked figures apart.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, stretch) in text.split(EDGE).enumerate() {
        let mut rest = stretch.chars();
        let figure = match (index % 2, rest.next()) {
            (_, None) => continue,
            (1, Some('o')) => Figure::Orders,
            (1, Some('n')) => Figure::Net,
            (1, Some('l')) => Figure::Losing,
            (1, Some('m')) => Figure::MissingCost,
            _ => {
                parts.push(Part::Plain(stretch.to_owned()));
                continue;
            }
        };
        parts.push(Part::Figure(figure, rest.collect()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_where_the_translation_puts_them() {
        let text = format!("有 {}吃掉 {}。", figure(Figure::Losing, "7 个款"), figure(Figure::Net, "¥21,900"));
        let expected = [
            Part::Plain("有 ".to_owned()),
            Part::Figure(Figure::Losing, "7 个款".to_owned()),
            Part::Plain("吃掉 ".to_owned()),
            Part::Figure(Figure::Net, "¥21,900".to_owned()),
            Part::Plain("。".to_owned()),
        ];
        assert_eq!(parts(&text), expected);
    }
}
