//! The profit order by order.

mod chips;
mod column;
mod drawer;
mod row;
mod table;

pub(crate) use self::drawer::OrderDrawer;
pub(super) use self::table::OrderTable;
