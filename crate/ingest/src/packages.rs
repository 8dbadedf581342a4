//! Packages: a cart that was paid as one has a row with all its money, and below it a row for each product without any.

use analytics::diagnostic::Problem;
use analytics::vocabulary::Field;

use crate::cell::RowBuffer;
use crate::extract::Extract;
use crate::profile::Profile;
use crate::states::States;
use crate::tally::Tally;

/// The package whose rows are coming, and what became of those before it.
#[derive(Debug)]
pub(crate) struct Packages {
    words: States<()>,
    open: Option<Package>,
    /// Packages of which fewer rows came than they say.
    incomplete: u32,
}

#[derive(Debug)]
struct Package {
    id: String,
    /// Rows that are still to come; `None` where it does not say how many.
    left: Option<u32>,
}

impl Packages {
    pub(crate) fn new(profile: &Profile) -> Packages {
        let words = profile.package_rows.iter().map(|words| (words.clone(), ()));
        Packages { words: States::new(&words.collect()), open: None, incomplete: 0 }
    }

    /// Whether the words of a row's state say that it is a package; in it, of how many products.
    pub(crate) fn says(&mut self, words: &str) -> Option<Option<u32>> {
        self.words.of(words)?;
        let digits = words.split(|character: char| !character.is_ascii_digit()).find(|digits| !digits.is_empty());
        Some(digits.and_then(|digits| digits.parse().ok()))
    }

    /// Leaves the package whose rows were coming.
    fn close(&mut self) {
        let open = self.open.take();
        self.incomplete += u32::from(open.is_some_and(|package| package.left.is_some_and(|left| left > 0)));
    }

    pub(crate) fn finish(&mut self, tally: &mut Tally) {
        self.close();
        if self.incomplete > 0 {
            tally.report_file(Problem::PackageIncomplete { packages: self.incomplete });
        }
    }
}

/// Whether the row is a package, which the rows below it belong to from here on.
pub(crate) fn begins(extract: &mut Extract<'_>, row: &RowBuffer) -> bool {
    if extract.plan.profile.package_rows.is_empty() {
        return false;
    }
    extract.plan.line.words(row, Field::Status, &mut extract.words);
    let Some(left) = extract.packages.says(&extract.words) else { return false };
    extract.packages.close();
    let has_id = extract.plan.line.id(row, Field::OrderId, &mut extract.id).is_ok() && !extract.id.is_empty();
    extract.packages.open = has_id.then(|| Package { id: extract.id.clone(), left });
    true
}

/// The number of the package that the row is a product of; `None` for an order of its own, which has money.
pub(crate) fn item(extract: &mut Extract<'_>, row: &RowBuffer) -> Option<String> {
    extract.packages.open.as_ref()?;
    // Some write nought where the package has the money.
    let amount = extract.plan.line.amount(row, Field::Amount);
    let has_money = amount.map_or(true, |amount| amount.is_some_and(|amount| !amount.is_zero()));
    let package = extract.packages.open.as_mut().filter(|package| !has_money && package.left != Some(0));
    let Some(package) = package else {
        extract.packages.close();
        return None;
    };
    package.left = package.left.map(|left| left - 1);
    Some(package.id.clone())
}
