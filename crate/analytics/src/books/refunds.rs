//! Whether 实付 is already net of the refunds beside it: decided by arithmetic over the refunded rows, once for all files
//! of a kind, and asked where they do not decide it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ByFile;
use crate::config::Config;
use crate::dataset::{Dataset, RefundEvidence, SourceFile};
use crate::diagnostic::{Diagnostic, Problem};
use crate::vocabulary::RefundBasis;

/// How the paid amounts of a file are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundDecision {
    /// What an answer of the seller is kept under: the profile that all files of the kind share.
    pub key: String,
    /// `None` where it has to be asked.
    pub basis: Option<RefundBasis>,
    /// The seller has said so.
    pub is_sellers: bool,
    /// Refunded rows of all files of the kind.
    pub rows: u32,
}

/// `None` where a file has no refunded rows beside an amount that may be net of them.
pub(super) fn decisions(dataset: &Dataset, config: &Config) -> ByFile<Option<RefundDecision>> {
    let evidence = |file: &SourceFile| file.refund_evidence.filter(|evidence| file.rows > 0 && evidence.rows() > 0);
    let mut of_kinds: BTreeMap<&str, RefundEvidence> = BTreeMap::new();
    for file in &dataset.files {
        if let Some(evidence) = evidence(file) {
            *of_kinds.entry(key(file)).or_default() += evidence;
        }
    }
    let decision = |file: &SourceFile| {
        let (own, of_kind) = (evidence(file)?, of_kinds.get(key(file))?);
        // A choice for this very file goes before the one for its kind. It is kept under the file's content, since a name
        // may change, and may be that of another file next month.
        let of_file = file.content_key().and_then(|key| config.refund_basis.get(&key));
        let said = of_file.or_else(|| config.refund_basis.get(key(file)));
        Some(RefundDecision {
            key: key(file).to_owned(),
            // Exports of one kind may differ from year to year: the others speak only where the file's own rows do not.
            basis: said.copied().or_else(|| own.basis()).or_else(|| of_kind.basis()),
            is_sellers: said.is_some(),
            rows: of_kind.rows(),
        })
    };
    ByFile::of(&dataset.files, decision)
}

fn key(file: &SourceFile) -> &str {
    file.profile.as_deref().unwrap_or(&file.name)
}

/// What is to be said of the decision on the file's card.
pub(super) fn finding(decision: &RefundDecision) -> Diagnostic {
    Diagnostic::of_file(match decision.basis {
        Some(RefundBasis::Net) => Problem::RefundBasisNet,
        Some(RefundBasis::Gross) => Problem::RefundBasisGross,
        None => Problem::RefundBasisUnknown { rows: decision.rows },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(net: u32, gross: u32, neither: u32, expected: Option<RefundBasis>) {
        assert_eq!(RefundEvidence { net, gross, neither }.basis(), expected, "{net} {gross} {neither}");
    }

    #[test]
    fn the_column_decides_not_the_single_row() {
        check(1, 0, 0, Some(RefundBasis::Net));
        check(0, 1, 0, Some(RefundBasis::Gross));
        // A discount that happens to be as large as the refund looks like a row that is net.
        check(2, 40, 5, Some(RefundBasis::Gross));
        // A slip of the pen among thousands of rows.
        check(4_000, 3, 20, Some(RefundBasis::Net));
        check(3, 4, 0, None);
        check(1, 0, 9, None);
        check(0, 0, 6, None);
    }
}
