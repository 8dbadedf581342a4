//! Shares, such as fees and taxes.

/// A share of something, in millionths: 0.6 % is `Rate::from_millionths(6_000)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub(super) i64);

impl Rate {
    pub const ZERO: Rate = Rate(0);
    pub const ONE: Rate = Rate(1_000_000);

    pub const fn from_millionths(millionths: i64) -> Rate {
        Rate(millionths)
    }

    pub const fn millionths(self) -> i64 {
        self.0
    }
}
