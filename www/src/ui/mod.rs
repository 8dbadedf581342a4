//! Pieces that every page uses.

pub(crate) mod amount;
pub(crate) mod bands;
pub(crate) mod chart;
pub(crate) mod choice;
pub(crate) mod compare;
pub(crate) mod define;
pub(crate) mod download;
pub(crate) mod drawer;
pub(crate) mod empty;
pub(crate) mod export;
pub(crate) mod field;
pub(crate) mod header;
pub(crate) mod lacks;
pub(crate) mod later;
pub(crate) mod narrow;
pub(crate) mod palette;
pub(crate) mod picture;
pub(crate) mod raster;
pub(crate) mod sentence;
pub(crate) mod sides;
pub(crate) mod site_brand;
pub(crate) mod sku_link;
pub(crate) mod slider;
pub(crate) mod table;
pub(crate) mod traffic;
