//! Codes that a cost sheet or a stock list writes otherwise than the orders do.

use std::collections::BTreeSet;

use crate::codes::Spelling;
use crate::dataset::{Dataset, SkuKey};
use crate::diagnostic::{Diagnostic, Problem};
use crate::figures::number;
use crate::vocabulary::Kind;

/// Of each file without orders, how many of its codes are those of orders only when case, width and blanks are set aside.
pub(super) fn findings(dataset: &Dataset) -> Vec<(u16, Diagnostic)> {
    let files = || (0_u16..).zip(&dataset.files);
    let has_orders = |kind: Kind| matches!(kind, Kind::Orders | Kind::OrderLines);
    let of_orders = || files().filter(|(_, file)| has_orders(file.kind)).flat_map(|(file, _)| dataset.spellings(file));
    let in_orders: BTreeSet<Spelling> = of_orders().copied().collect();
    let ordered: BTreeSet<SkuKey> = in_orders.iter().map(|&spelling| dataset.pools.skus.of(spelling)).collect();
    let finding = |(file, _)| {
        let (mut alike, mut same) = (BTreeSet::new(), BTreeSet::new());
        for &spelling in dataset.spellings(file) {
            let sku = dataset.pools.skus.of(spelling);
            if in_orders.contains(&spelling) {
                same.insert(sku);
            } else if ordered.contains(&sku) {
                alike.insert(sku);
            }
        }
        let skus = number(alike.difference(&same).count());
        (skus > 0).then(|| (file, Diagnostic::of_file(Problem::CodesWrittenOtherwise { skus })))
    };
    files().filter(|(_, file)| !has_orders(file.kind)).filter_map(finding).collect()
}
