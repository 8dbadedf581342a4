//! The profit order by order.

mod chips;
mod column;
mod drawer;
mod row;
mod table;

pub(super) use self::drawer::OrderDrawer;
pub(super) use self::table::OrderTable;
