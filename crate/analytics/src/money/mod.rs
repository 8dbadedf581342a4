//! Money, rates and quantities as scaled integers, so that no sum or product of them is ever rounded on the way.
//!
//! | type | one unit is | because |
//! |---|---|---|
//! | [`Amount`] | 0.000001 | eight bytes a cell; no export was seen with more than six decimals |
//! | [`Rate`] | 0.000001 | 0.6 % is 6,000 of them |
//! | [`Quantity`] | 0.001 | goods sold by weight |
//! | [`Money`] | 10⁻¹⁵ | an amount × a quantity × a rate fits without rounding |
//!
//! Because products are exact, a rate applied to a sum equals the sum of the rate applied to its parts: the report by
//! order, by SKU and by platform agree by construction. Rounding happens once, in [`Money::rounded`].
//!
//! What a file holds comes in by `from_cell` and `from_cell_text`; what a person states, in settings or in a field of the
//! page, is read as a [`Decimal`] and taken as it is or refused ([`DecimalError`]).

mod amount;
mod arithmetic;
mod decimal;
mod exact;
mod number;
mod quantity;
mod rate;

pub use amount::Amount;
pub use decimal::{Decimal, DecimalError};
pub use exact::Money;
pub use number::NumberError;
pub(crate) use number::narrowed;
pub use quantity::Quantity;
pub use rate::Rate;
