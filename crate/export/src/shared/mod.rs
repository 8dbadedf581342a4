//! A report to pass on: what somebody else may see of a shop, as a link carries it and as a page without script.
//!
//! A [`SharedReport`] is all that leaves, and everything else is made of it: the link ([`link`]), the preview, what the
//! receiver sees and the file ([`html`]), which alone may have a [`Logo`] beside it. So what is not in its fields cannot be seen by anybody: no buyer, no order, no
//! file, no cell; groups of fewer than [`FEWEST_CUSTOMERS`] customers are not told apart; unit costs and the names of SKUs
//! are in it only where the [`Choice`] says so.

mod brand;
mod capacity;
mod choice;
pub mod html;
pub mod link;
mod profit;
mod report;
mod repurchase;
#[cfg(test)]
mod tests;
mod values;
mod words;

pub use brand::{Brand, Colour, Ink, Logo};
pub use capacity::shared_capacity;
pub use choice::{Choice, Listed, MOST_SKUS};
pub use profit::{ProfitFacts, SkuFacts, shared_profit};
pub use report::{
    Apart, CeilingNow, CohortRow, CurveDay, KnownNet, MonthRow, PlanLine, ResourceRow, SegmentRow, SharedCapacity,
    SharedProfit, SharedReport, SharedRepurchase, SkuLine, SkuMoney, Version1, Version2, WindowRow,
};
pub use repurchase::{CustomerFacts, FEWEST_CUSTOMERS, shared_repurchase};
pub use values::{Cents, DayNumber, Permille, Thousandths};
