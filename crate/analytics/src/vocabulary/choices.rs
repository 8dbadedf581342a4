//! What a seller may have to say: how a file is meant, and by what money is spread.

use serde::{Deserialize, Serialize};

names! {
    /// Whether 实付 in a file is already net of the refunds beside it.
    RefundBasis {
        /// Refunds were already taken off.
        Net = "net",
        /// Refunds still have to be taken off.
        Gross = "gross",
    }
}

names! {
    /// By what a cost that names no SKU is spread over SKUs.
    AllocationBase {
        Revenue = "revenue", Orders = "orders", Units = "units",
        /// The same for every SKU sold.
        Equal = "equal",
    }
}

names! {
    /// By what order-level money is spread over the lines of the order.
    LineRule {
        /// By each line's own amount.
        ByAmount = "by_amount",
        /// The same for every line.
        Evenly = "evenly",
    }
}
