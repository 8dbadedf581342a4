//! What became of the seller's files, and what is missing.

use analytics::Money;
use analytics::books::{FileMoney, RefundDecision};
use analytics::dataset::{Digest, SourceFile};
use analytics::vocabulary::{BucketReason, Source};
use serde::{Deserialize, Serialize};

use crate::{FileId, ProfitSummary};

/// All that the page shows besides the tables it asks for window by window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shop {
    /// One card a table, in the order in which the files came.
    pub files: Vec<FileCard>,
    /// `None` before there are orders.
    pub profit: Option<ProfitSummary>,
    /// Kinds of file that would make the result more complete, the most useful first.
    pub missing: Vec<Missing>,
    /// What money and costs are in.
    pub currencies: ShopCurrencies,
}

/// What a change of settings or scope leaves of [`Shop`] to be sent again: the files are as they were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShopChange {
    /// As in [`Shop::profit`].
    pub profit: Option<ProfitSummary>,
    /// As in [`Shop::missing`].
    pub missing: Vec<Missing>,
    /// As in [`Shop::currencies`].
    pub currencies: ShopCurrencies,
}

/// What the shop's money is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopCurrencies {
    /// ISO 4217 code of the shop's; empty where no money is known of.
    pub shop: String,
    /// What costs that name no currency are taken to be in.
    pub costs: String,
    /// What can be chosen for either, the shop's first.
    pub choices: Vec<String>,
    /// What has to be converted, by code.
    pub others: Vec<OtherCurrency>,
}

/// A currency other than the shop's, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherCurrency {
    /// ISO 4217 code.
    pub currency: String,
    /// Rows of orders, ads and parcels.
    pub rows: u32,
    /// Unit costs and settings.
    pub costs: u32,
}

/// One recognised table, or one file that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileCard {
    /// The page's number of the file it is part of.
    pub id: FileId,
    /// What was read of it, and what is wrong with it.
    pub file: SourceFile,
    /// By currency, the shop's first; empty where the file carries no money.
    pub money: Vec<MoneyIn>,
    /// Its money that is not in the profit table.
    pub buckets: Vec<FileBucket>,
    /// How the paid amount of the file is read; `None` where it does not matter.
    pub refund: Option<RefundDecision>,
    /// This card asks how it is to be read, for all files of the kind.
    pub asks_refund: bool,
}

/// Money of a file in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyIn {
    /// ISO 4217 code: the shop's, or one without a rate. Empty where no money is known of.
    pub currency: String,
    /// What became of it.
    pub fates: FileMoney,
}

/// Money of a file that is not in the profit table, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileBucket {
    /// Why it is not.
    pub reason: BucketReason,
    /// In the currency below.
    pub amount: Money,
    /// ISO 4217 code.
    pub currency: String,
    /// Rows that are in the bucket.
    pub rows: u32,
}

/// What is known of a file before it is read: from an earlier reading, or an earlier visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Of its bytes; `None` while nobody has asked.
    pub digest: Option<Digest>,
    /// The names under which the same bytes were dropped again, each once; its own where that was one of them.
    pub again: Vec<String>,
}

impl Known {
    /// Remembers a name under which the bytes came again.
    pub fn came_again(&mut self, name: &str) {
        if !self.again.iter().any(|known| known == name) {
            self.again.push(name.to_owned());
        }
    }
}

/// What would make the result more complete.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Missing {
    /// Order rows of this platform name no SKU: its line export is needed.
    OrderLines {
        /// Whose export it is.
        platform: Source,
        /// Orders that need it.
        orders: u32,
    },
    /// Lines of this platform name no date or payment: its order export is needed.
    OrderHeaders {
        /// Whose export it is.
        platform: Source,
        /// Orders that need it.
        orders: u32,
    },
    /// Rows whose word for the order's state nobody has explained: whether they were paid is not known.
    States {
        /// How many.
        rows: u32,
        /// What they say was paid, in the shop's currency.
        amount: Money,
        /// A file that has such a word, to be asked about.
        file: FileId,
    },
    /// No file has orders, so nothing can be said of profit.
    Orders,
    /// Rows in a currency of which the settings hold no rate to the shop's.
    ExchangeRate {
        /// ISO 4217 code.
        currency: String,
        /// Rows that wait for it.
        rows: u32,
        /// Unit costs and settings that wait for it.
        costs: u32,
    },
    /// Nobody has said what costs are in, and the shop sells in another currency than its seller most likely pays in.
    CostCurrency {
        /// ISO 4217 codes to choose from, the shop's first.
        choices: Vec<String>,
    },
    /// SKUs without a known cost, and their revenue.
    Costs {
        /// How many.
        skus: u32,
        /// Of those SKUs, which no net is known of.
        revenue: Money,
    },
    /// Platforms whose ad report is missing.
    Ads {
        /// Whose report it is.
        platform: Source,
    },
    /// Shipped orders no courier bill covers while the assumed freight is zero.
    CourierBill {
        /// How many.
        orders: u32,
    },
}
