//! Exports that are known and not read: what they tell is in another one, or is an estimate. They are named, lest they be
//! taken for a list of costs or of orders that they look like.

use std::sync::LazyLock;

use analytics::diagnostic::Problem;
use analytics::vocabulary::Source;
use serde::Deserialize;

use crate::header::HeaderRow;
use crate::profile::{Signature, Words};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Other {
    pub(crate) source: Source,
    signature: Signature,
    /// What it is, and which export has it.
    instead: Words,
}

#[derive(Debug, Default, Deserialize)]
struct Others {
    export: Vec<Other>,
}

// What cannot be parsed fails the test below.
static OTHERS: LazyLock<Others> = LazyLock::new(|| serde_json::from_str(JSON).unwrap_or_default());

const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/others.json"));

impl Other {
    /// How many columns it asks for.
    pub(crate) fn weight(&self) -> usize {
        self.signature.weight()
    }

    pub(crate) fn problem(&self) -> Problem {
        Problem::OtherExport { zh: self.instead.zh.clone(), en: self.instead.en.clone() }
    }
}

/// The export of a header row: of those that match, the one that asks for most.
pub(crate) fn of(row: &HeaderRow) -> Option<&'static Other> {
    OTHERS.export.iter().filter(|other| other.signature.matches(row)).max_by_key(|other| other.weight())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_can_be_read_and_says_what_to_drop() {
        let others: Others = serde_json::from_str(JSON).unwrap();
        assert!(!others.export.is_empty());
        for other in &others.export {
            assert!(other.weight() >= 3 && !other.instead.zh.is_empty() && !other.instead.en.is_empty(), "{other:?}");
        }
    }
}
