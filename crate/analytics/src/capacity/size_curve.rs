//! 尺码曲线: which sizes of a style sell.
//!
//! A size is the last word of a SKU's code, as the settings list them; what stands before it is the style, and with its
//! colour: `TX-W-M` is size M of `TX-W`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::load::{Load, SkuLoad};
use crate::figures::{ten_digits, units};
use crate::money::Quantity;

/// The sizes of one style.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizeCurve {
    /// The code without its size.
    pub style: String,
    /// Sold of all sizes.
    pub units: Quantity,
    /// Smallest first.
    pub sizes: Vec<SizeShare>,
}

/// One size of a style.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizeShare {
    /// As the settings spell it.
    pub size: String,
    /// Of the SKU, as the shop shows it.
    pub code: String,
    /// Sold of it.
    pub units: Quantity,
    /// Of the style's units sold.
    pub share: f64,
    /// Of the style's units in stock; `None` where a size has no stock data.
    pub stock_share: Option<f64>,
}

/// Styles with at least two sizes of which something was sold, the best-selling first.
pub fn size_curves(load: &Load, sizes: &[String]) -> Vec<SizeCurve> {
    let mut styles: BTreeMap<&str, Vec<(usize, &SkuLoad)>> = BTreeMap::new();
    for sku in &load.skus {
        if let Some((style, size)) = split(&sku.code)
            && let Some(rank) = sizes.iter().position(|known| known.eq_ignore_ascii_case(size))
        {
            styles.entry(style).or_default().push((rank, sku));
        }
    }
    let curves = styles.into_iter().filter_map(|(style, mut skus)| {
        skus.sort_by(|one, other| (one.0, &one.1.code).cmp(&(other.0, &other.1.code)));
        let sold: Quantity = skus.iter().map(|(_, sku)| sku.units).sum();
        let on_hand: Option<Quantity> = skus.iter().map(|(_, sku)| Some(sku.stock.as_ref()?.on_hand)).sum();
        let part = |part: Quantity, whole: Quantity| ten_digits(units(part) / units(whole));
        let shares = skus.iter().filter_map(|(rank, sku)| {
            let in_stock = on_hand.filter(|all| *all > Quantity::ZERO);
            Some(SizeShare {
                size: sizes.get(*rank)?.clone(),
                code: sku.code.clone(),
                units: sku.units,
                share: part(sku.units, sold),
                stock_share: in_stock.and_then(|all| Some(part(sku.stock.as_ref()?.on_hand, all))),
            })
        });
        (skus.len() > 1 && sold > Quantity::ZERO).then(|| SizeCurve {
            style: style.to_owned(),
            units: sold,
            sizes: shares.collect(),
        })
    });
    let mut curves: Vec<SizeCurve> = curves.collect();
    curves.sort_by(|one, other| other.units.cmp(&one.units).then_with(|| one.style.cmp(&other.style)));
    curves
}

fn split(code: &str) -> Option<(&str, &str)> {
    let (style, size) = code.rsplit_once(['-', '_', '/', ' ', '.'])?;
    (!style.is_empty() && !size.is_empty()).then_some((style, size))
}

#[cfg(test)]
mod tests {
    use super::super::load::StockState;
    use super::*;
    use crate::Config;

    #[test]
    fn a_style_has_its_curve() {
        let sku = |code: &str, sold: i64, on_hand: i64| SkuLoad {
            code: code.to_owned(),
            units: Quantity::from_units(sold),
            stock: Some(StockState { on_hand: Quantity::from_units(on_hand), ..StockState::default() }),
            ..SkuLoad::default()
        };
        let skus = vec![
            sku("TX-W-L", 30, 5),
            sku("TX-W-M", 50, 5),
            sku("TX-W-S", 20, 10),
            sku("SJ-01", 99, 9),
            sku("BB-NAT", 9, 9),
            sku("CP_110", 3, 0),
            sku("CP_90", 1, 0),
        ];
        let load = Load { skus, ..Load::default() };
        let curves = size_curves(&load, &Config::default().capacity.sizes);
        let of = |curve: &SizeCurve| -> Vec<(String, f64, Option<f64>)> {
            curve.sizes.iter().map(|size| (size.size.clone(), size.share, size.stock_share)).collect()
        };
        assert_eq!(curves.iter().map(|curve| curve.style.as_str()).collect::<Vec<_>>(), ["TX-W", "CP"]);
        let shirt =
            [("S".to_owned(), 0.2, Some(0.5)), ("M".to_owned(), 0.5, Some(0.25)), ("L".to_owned(), 0.3, Some(0.25))];
        assert_eq!(of(&curves[0]), shirt);
        assert_eq!(of(&curves[1]), [("90".to_owned(), 0.25, None), ("110".to_owned(), 0.75, None)]);
    }
}
