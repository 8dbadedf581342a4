//! How many orders a day the shop carries, what gives first, how near that is, and what to do about it.
//!
//! [`prepare()`] looks at the rows once; [`report()`], [`spike()`] and [`brake()`] work on its days and SKUs only, so that they
//! answer while a slider moves. What follows from a formula is in files of its own without any rows: [`queue`],
//! [`inventory`], [`forecast`], [`calendar`].

mod brake;
mod bullwhip;
pub mod calendar;
mod ceiling;
mod days;
pub mod forecast;
pub mod inventory;
mod load;
mod measured;
mod period_change;
mod prepare;
pub mod queue;
mod random;
mod replenish;
mod report;
mod settings;
mod size_curve;
mod slow_stock;
mod spike;

pub use brake::{
    Answers, Avoided, Brake, BrakeAdvice, Estimate, Lever, LeverAnswer, LeverMix, Move, Need, Question, Reach, Release,
    WhyHold, brake,
};
pub use bullwhip::{Bullwhip, bullwhip};
pub use ceiling::{
    Ceiling, Grounds, Resource, ResourceCeiling, ServiceDemand, ServiceHour, StockCover, ceiling, packing_orders,
    resources, service_orders,
};
pub use days::{
    DayAgainst, DesignDay, ExtraShift, OrderOutcomes, RedLineDays, Rhythm, days, design_day, red_line_days, rhythm,
};
pub use forecast::{Forecast, Forecasts, Model, forecasts};
pub use load::{DayLoad, Filter, Load, OrderMoney, ServiceRecord, SkuLoad, StockState, Supplier};
pub use measured::{LATE_LOSS_DAYS, with_late_loss};
pub use period_change::{Carried, LoadChange, UnitsOfSku, period_change};
pub use prepare::prepare;
pub use replenish::{
    Doubt, PlanRow, PurchaseOrder, Replenishment, Stage, StageKind, ToBuy, Total, replenishment, stages,
};
pub use report::{Capacity, report, report_with};
pub use settings::{Brake as BrakeSettings, DesignBasis, SettingProblem, SettingReason, Settings, WorkingDays};
pub use size_curve::{SizeCurve, SizeShare, size_curves};
pub use slow_stock::{Clearance, Pace, StockRow, TiedUp, selling_share, slow_stock, tied_up};
pub use spike::{Spike, SpikeDay, SpikeOutcome, SpikeRun, SpikeService, StockOut, spike};
