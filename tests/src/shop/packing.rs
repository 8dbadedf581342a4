//! The packing bench: so many orders leave a day, and the rest wait.

use std::collections::BTreeMap;

use super::calendar::{Moment, couriers_collect};
use super::random::Random;

#[derive(Debug)]
pub struct Packing {
    /// Orders a day.
    capacity: i64,
    packed: BTreeMap<i32, i64>,
}

impl Packing {
    pub fn new(capacity: i64) -> Packing {
        Packing { capacity: capacity.max(2), packed: BTreeMap::new() }
    }

    /// When an order paid at this moment leaves: on the same day if it was paid by four, if there is room, and if
    /// couriers collect.
    pub fn ship(&mut self, paid: Moment, random: &mut Random) -> Moment {
        let in_time = paid.0.rem_euclid(86_400) < 16 * 3600;
        let mut day = paid.day() + i32::from(!in_time);
        while !couriers_collect(day) || self.packed.get(&day).copied().unwrap_or(0) >= self.capacity {
            day += 1;
        }
        *self.packed.entry(day).or_insert(0) += 1;
        Moment::at(day, random.between(17 * 3600, 20 * 3600))
    }

    /// Days before this one are over.
    pub fn forget_before(&mut self, day: i32) {
        self.packed = self.packed.split_off(&day);
    }
}
