//! Where things lie, as plain functions of numbers.

pub(crate) mod days;
pub(crate) mod gantt;
pub(crate) mod unit_bar;
pub(crate) mod waterfall;
pub(crate) mod whisker;
pub(crate) mod window;
