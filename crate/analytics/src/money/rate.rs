//! Shares, such as fees and taxes.

/// A share of something, in millionths: 0.6 % is `Rate::from_millionths(6_000)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub(super) i64);

impl Rate {
    /// Nothing of it.
    pub const ZERO: Rate = Rate(0);
    /// The whole of it.
    pub const ONE: Rate = Rate(1_000_000);

    /// 6,000 are 0.6 %.
    pub const fn from_millionths(millionths: i64) -> Rate {
        Rate(millionths)
    }

    /// What it is in millionths of the whole.
    pub const fn millionths(self) -> i64 {
        self.0
    }
}
