//! What went on with an item in a store, added up from the lines of the books: what every cost is worked out from.

use std::collections::BTreeMap;

use super::item::Item;
use crate::books::{Aftermath, Charge, CostOf, Fact, Unsent};
use crate::dataset::{ByTable, Dataset, ProductKey, SkuKey, StoreKey};
use crate::money::{Amount, Money, Quantity};
use crate::sums::{Sign, Sum, sum_of_fields};
use crate::vocabulary::Source;

/// What went on with one item in one store: everything the report needs, added up.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Whose activity it is.
    pub item: Item,
    /// Where.
    pub store: StoreKey,
    /// Of the store.
    pub platform: Source,
    /// Order lines added up here; none for an activity that only ads made.
    pub lines: u32,
    /// Sold; without gifts and goods sent again.
    pub units: Quantity,
    /// Orders that hold the item.
    pub orders: u32,
    /// Before refunds.
    pub revenue: Money,
    /// Money that went back.
    pub refunds: Money,
    /// Revenue less refunds of lines sold through an affiliate.
    pub affiliate_sales: Money,
    /// Refunded in full before shipment, and in no other figure.
    pub unsent: Money,
    /// Lines of which that is the sum.
    pub unsent_lines: u32,
    /// What has to be paid for, by unit cost.
    pub goods: Vec<GoodsUse>,
    /// Orders, in millionths; a line of two in an order is a part of it.
    pub order_share: u64,
    /// Shipped orders, in millionths.
    pub shipped_share: u64,
    /// Shipped orders that neither a courier's bill nor its price list covers.
    pub unbilled_share: u64,
    /// What the price list says of shipped orders without a bill.
    pub listed_freight: Money,
    /// Units that have left.
    pub units_shipped: Quantity,
    /// What couriers' bills say.
    pub freight: Money,
    /// Refunds, in millionths.
    pub refund_share: u64,
    /// Parcels that came back, in millionths.
    pub return_share: u64,
    /// Parcels of which no file says whether they came back, in millionths.
    pub maybe_return_share: u64,
    /// 赔付 that files state.
    pub compensation: Money,
    /// Fees that files state.
    pub fees: Money,
    /// The part of the above of which a row states what the platform took.
    pub stated: FeeBase,
    /// Spend on the item's own product.
    pub own_ads: Amount,
    /// Its share of spend that names no product.
    pub shared_ads: Amount,
    /// What both are parts of.
    pub ads: Vec<AdRows>,
    /// What is counted here from each file and how many rows, for the fates of SKUs without a cost.
    pub by_file: BTreeMap<u16, (Money, u32)>,
}

/// Rows of ad reports that are about the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AdRows {
    /// Its name is empty where the report does not name the store.
    pub store: StoreKey,
    /// `None` where the rows name none.
    pub product: Option<ProductKey>,
}

/// What a platform's fees are reckoned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeeBase {
    /// Before refunds.
    pub revenue: Money,
    /// Money that went back.
    pub refunds: Money,
    /// Revenue less refunds of lines sold through an affiliate.
    pub affiliate_sales: Money,
    /// Orders, in millionths.
    pub order_share: u64,
}

/// Units of a SKU under one unit cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoodsUse {
    /// Differs from the activity's own for gifts.
    pub sku: SkuKey,
    /// `None` where none is known.
    pub cost: Option<CostOf>,
    /// Given away with what was sold.
    pub is_gift: bool,
    /// Lines added up here.
    pub lines: u32,
    /// Units sold, or given away.
    pub units: Quantity,
    /// Units sent again without revenue.
    pub resent: Quantity,
    /// Units that came back.
    pub returned: Quantity,
    /// Units of which no file says whether they came back.
    pub maybe_returned: Quantity,
}

impl Activity {
    pub(super) fn new(item: Item, store: StoreKey, platform: Source) -> Activity {
        Activity {
            item,
            store,
            platform,
            lines: 0,
            units: Quantity::ZERO,
            orders: 0,
            revenue: Money::ZERO,
            refunds: Money::ZERO,
            affiliate_sales: Money::ZERO,
            unsent: Money::ZERO,
            unsent_lines: 0,
            goods: Vec::new(),
            order_share: 0,
            shipped_share: 0,
            unbilled_share: 0,
            listed_freight: Money::ZERO,
            units_shipped: Quantity::ZERO,
            freight: Money::ZERO,
            refund_share: 0,
            return_share: 0,
            maybe_return_share: 0,
            compensation: Money::ZERO,
            fees: Money::ZERO,
            stated: FeeBase::default(),
            ads: Vec::new(),
            own_ads: Amount::ZERO,
            shared_ads: Amount::ZERO,
            by_file: BTreeMap::new(),
        }
    }

    /// Begins anew as another activity, and keeps the memory.
    pub(super) fn become_another(&mut self, item: Item, store: StoreKey, platform: Source) {
        let mut goods = std::mem::take(&mut self.goods);
        goods.clear();
        *self = Activity { goods, ..Activity::new(item, store, platform) };
    }

    /// Adds one line.
    pub(super) fn add_fact(&mut self, fact: &Fact, after: Option<&Aftermath>) {
        let revenue = fact.revenue();
        let share = u64::from(fact.order_share);
        self.lines += 1;
        self.units += fact.units;
        self.revenue += revenue.into();
        self.order_share += share;
        if fact.is_shipped {
            self.shipped_share += share;
            self.units_shipped += fact.units;
        }
        // Most shops have no bill, and this is done for every line.
        if fact.freight.is_some() {
            for (freight, _) in fact.freight_rows(after) {
                let sum = if freight.bill.is_some() { &mut self.freight } else { &mut self.listed_freight };
                *sum += freight.amount.into();
            }
        } else if fact.is_shipped {
            self.unbilled_share += share;
        }
        let refund = after.map_or(Amount::ZERO, |after| after.refund);
        if fact.is_affiliate {
            self.affiliate_sales += (revenue - refund).into();
        }
        let goods = goods_use(&mut self.goods, fact.sku, fact.cost, false);
        goods.lines += 1;
        goods.units += fact.units;
        let Some(after) = after else { return };
        goods.resent += after.resent;
        goods.returned += after.returned;
        goods.maybe_returned += after.maybe_returned;
        self.refunds += refund.into();
        self.refund_share += u64::from(after.refund_share);
        self.return_share += u64::from(after.return_share);
        self.maybe_return_share += u64::from(after.maybe_return_share);
        self.add_charges(&after.charges);
        if after.charges.iter().any(|charge| charge.fee.is_some()) {
            self.stated.revenue += revenue.into();
            self.stated.refunds += refund.into();
            self.stated.order_share += share;
            if fact.is_affiliate {
                self.stated.affiliate_sales += (revenue - refund).into();
            }
        }
        for &(sku, cost, units) in &after.gifts {
            let goods = goods_use(&mut self.goods, sku, cost, true);
            goods.lines += 1;
            goods.units += units;
        }
    }

    /// Adds a line that was never sent.
    pub(super) fn add_unsent(&mut self, unsent: &Unsent) {
        self.unsent += unsent.amount.into();
        self.unsent_lines += 1;
        self.add_charges(&unsent.charges);
    }

    fn add_charges(&mut self, charges: &[Charge]) {
        for charge in charges {
            self.compensation += charge.compensation.into();
            self.fees += charge.fee.unwrap_or_default().into();
        }
    }

    /// Remembers which files the line's money was counted from.
    pub(super) fn count_fact(
        &mut self,
        fact: &Fact,
        after: Option<&Aftermath>,
        file_of: &ByTable<u16>,
        is_bill: &ByTable<bool>,
    ) {
        // Rows that take a sale back are a refund here, and were counted from their files as negative amounts.
        match after.filter(|_| fact.is_reversal) {
            Some(after) => {
                for row in &after.refund_rows {
                    let rows = if row.at == fact.at { 1 } else { u32::from(fact.opens_header) };
                    self.count_from(file_of[row.at], (-row.amount).into(), rows);
                }
            }
            None => self.count_from(file_of[fact.at], fact.line_amount.into(), 1),
        }
        if let Some(at) = fact.header {
            self.count_from(file_of[at], fact.header_amount.into(), u32::from(fact.opens_header));
        }
        for row in after.into_iter().flat_map(|after| &after.refund_rows) {
            if let Some(is_first) = row.of_list {
                self.count_from(file_of[row.at], row.amount.into(), u32::from(is_first));
            }
        }
        if fact.freight.is_none() {
            return;
        }
        for (freight, opens_bill) in fact.freight_rows(after) {
            if let Some(at) = freight.bill.filter(|at| is_bill[*at]) {
                self.count_from(file_of[at], freight.amount.into(), u32::from(opens_bill));
            }
        }
    }

    pub(super) fn count_from(&mut self, file: u16, amount: Money, rows: u32) {
        if !amount.is_zero() || rows > 0 {
            let counted = self.by_file.entry(file).or_default();
            counted.0 += amount;
            counted.1 += rows;
        }
    }
}

sum_of_fields! {
    Activity {
        lines,
        units,
        orders,
        revenue,
        refunds,
        affiliate_sales,
        unsent,
        unsent_lines,
        goods,
        order_share,
        shipped_share,
        unbilled_share,
        listed_freight,
        units_shipped,
        freight,
        refund_share,
        return_share,
        maybe_return_share,
        compensation,
        fees,
        stated,
        by_file,
    } and {
        item,
        store,
        platform,
        // Ads are no line's.
        own_ads,
        shared_ads, ads,
    }
}
sum_of_fields! { FeeBase { revenue, refunds, affiliate_sales, order_share } and {} }
sum_of_fields! { GoodsUse { lines, units, resent, returned, maybe_returned } and { sku, cost, is_gift } }

impl Sum for Vec<GoodsUse> {
    fn change(&mut self, part: &Vec<GoodsUse>, sign: Sign) {
        for goods in part {
            goods_use(self, goods.sku, goods.cost, goods.is_gift).change(goods, sign);
        }
        self.retain(|goods| goods.lines > 0);
    }
}

/// The use of a SKU under a unit cost among the others, which begins at nothing.
fn goods_use(goods: &mut Vec<GoodsUse>, sku: SkuKey, cost: Option<CostOf>, is_gift: bool) -> &mut GoodsUse {
    let known = goods.iter().position(|goods| (goods.sku, goods.cost, goods.is_gift) == (sku, cost, is_gift));
    let position = known.unwrap_or_else(|| {
        goods.push(GoodsUse {
            sku,
            cost,
            is_gift,
            lines: 0,
            units: Quantity::ZERO,
            resent: Quantity::ZERO,
            returned: Quantity::ZERO,
            maybe_returned: Quantity::ZERO,
        });
        goods.len() - 1
    });
    #[expect(clippy::indexing_slicing, reason = "found or pushed just above")]
    &mut goods[position]
}

impl Activity {
    /// Own goods first, by SKU and the day from which their cost is valid.
    pub(super) fn sort_goods(&mut self, dataset: &Dataset) {
        if self.goods.len() > 1 {
            self.goods.sort_by_key(|goods| {
                let cost = goods.cost.and_then(|cost| match cost {
                    CostOf::Row(row) => dataset.unit_cost(row).map(|cost| {
                        let currency = cost.currency.map(|currency| dataset.pools.currencies.get(currency));
                        (cost.valid_from, Some(cost.cost.by_content()), currency)
                    }),
                    CostOf::Parts(since) => Some((since, None, None)),
                });
                (goods.is_gift, dataset.pools.skus.get(goods.sku), cost, goods.cost)
            });
        }
    }

    /// No line is left of it.
    pub(super) fn is_empty(&self) -> bool {
        self.lines == 0 && self.unsent_lines == 0
    }
}
