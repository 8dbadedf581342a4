//! The words of a report, as the page has them.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use crate::Language;
use crate::number::agree;

/// By language tag, then by path.
static WORDS: LazyLock<BTreeMap<String, BTreeMap<String, String>>> = LazyLock::new(|| {
    // Words that cannot be read fail every test of a report, and never get here.
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/words.json"))).unwrap_or_default()
});

/// Stands for a bracket; no text contains it.
const BRACKET: &str = "\u{1}";

/// Speaks one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub(super) language: Language,
}

impl Words {
    /// The text of a path such as `profit.sentence.sold`; the path itself where there is none.
    pub(super) fn word(self, path: &str) -> &str {
        self.find(path).unwrap_or_else(|| {
            debug_assert!(false, "no words for {path}");
            // Better a word that means nothing than a figure without any.
            path.rsplit('.').next().unwrap_or_default()
        })
    }

    /// `None` for what comes from a link and is not known here.
    pub(super) fn find(self, path: &str) -> Option<&'static str> {
        WORDS.get(self.language.tag())?.get(path).map(String::as_str)
    }

    /// The text with its gaps filled, its words agreeing with the counts in it.
    pub(super) fn say(self, path: &str, gaps: &[(&str, &dyn Display)]) -> String {
        let mut text = self.word(path).to_owned();
        for (name, value) in gaps {
            // A bracket of somebody's name is no choice of words.
            let value = value.to_string().replace('[', BRACKET);
            text = text.replace(&format!("{{{{ {name} }}}}"), &value);
        }
        debug_assert!(!text.contains("{{"), "{path}: {text}");
        agree(&text).replace(BRACKET, "[")
    }

    /// Between sentences.
    pub(super) const fn space(self) -> &'static str {
        match self.language {
            Language::Chinese => "",
            Language::English => " ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words() {
        let paths = |tag: &str| WORDS[tag].keys().cloned().collect::<Vec<String>>();
        assert!(paths("zh-CN").len() > 100);
        assert_eq!(paths("zh-CN"), paths("en"));
    }

    #[test]
    fn counts_and_words_agree() {
        let english = Words { language: Language::English };
        assert_eq!(english.say("profit.sentence.orders", &[("count", &1)]), "1 order");
        assert_eq!(english.say("profit.sentence.orders", &[("count", &"1,240")]), "1,240 orders");
    }
}
