//! The cost blocks, and what can be read off them.
//!
//! net = revenue − refunds − goods − platform − logistics − ads − after-sales. Every block is positive when it costs.

use serde::{Deserialize, Serialize};

use crate::config::Assumption;
use crate::money::{Money, Quantity};
use crate::vocabulary::{Block, Source};

/// Revenue and the blocks that are taken off it, for a SKU, an order, a store, a platform, or all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks {
    /// Units sold and sent or to be sent; without lines refunded in full before shipment, without gifts.
    pub units: Quantity,
    /// Orders with at least one such unit.
    pub orders: u32,
    /// What the merchant receives before fees and before refunds.
    pub revenue: Money,
    /// Money that went back.
    pub refunds: Money,
    /// Unit cost, loss, returned goods, gifts, resent goods.
    pub goods: Money,
    /// Commission, payment fee, fixed fees, affiliates.
    pub platform: Money,
    /// Courier, packaging, packing labour, storage.
    pub logistics: Money,
    /// Spend on the product, and the share of spend on all.
    pub ads: Money,
    /// Return freight, 运费险, service, compensation.
    pub after_sales: Money,
}

/// What is left after each block, in the order of [`Block::ALL`].
pub type Margins = [(Block, Money); 6];

impl Blocks {
    /// The cost by its name.
    pub const fn block(&self, block: Block) -> Money {
        match block {
            Block::Refunds => self.refunds,
            Block::Goods => self.goods,
            Block::Platform => self.platform,
            Block::Logistics => self.logistics,
            Block::Ads => self.ads,
            Block::AfterSales => self.after_sales,
        }
    }

    /// The cost by its name, to be changed.
    pub const fn block_mut(&mut self, block: Block) -> &mut Money {
        match block {
            Block::Refunds => &mut self.refunds,
            Block::Goods => &mut self.goods,
            Block::Platform => &mut self.platform,
            Block::Logistics => &mut self.logistics,
            Block::Ads => &mut self.ads,
            Block::AfterSales => &mut self.after_sales,
        }
    }

    /// Revenue less every block.
    pub fn net(&self) -> Money {
        self.revenue - Block::ALL.iter().map(|&block| self.block(block)).sum::<Money>()
    }

    /// What is left of revenue before the goods are paid for: what is known although no unit cost is.
    pub fn before_goods(&self) -> Money {
        self.net() + self.goods
    }

    /// Net ÷ (revenue − refunds); `None` without net sales.
    pub fn margin(&self) -> Option<f64> {
        let net_sales = self.revenue - self.refunds;
        if net_sales.is_positive() { self.net().ratio_to(net_sales) } else { None }
    }

    /// What is left after each block.
    pub fn margins(&self) -> Margins {
        let mut left = self.revenue;
        let mut margins = [(Block::Refunds, Money::ZERO); 6];
        for (slot, &block) in margins.iter_mut().zip(Block::ALL) {
            left -= self.block(block);
            *slot = (block, left);
        }
        margins
    }

    /// The block that turns a loss negative: the first after which less than nothing is left. `None` without a loss.
    pub fn loss_block(&self) -> Option<Block> {
        if !self.net().is_negative() {
            return None;
        }
        self.margins().into_iter().find(|(_, left)| left.is_negative()).map(|(block, _)| block)
    }

    /// Rounds revenue and every block to the cent.
    pub(super) fn round(&mut self) {
        self.revenue = self.revenue.rounded();
        for &block in Block::ALL {
            *self.block_mut(block) = self.block(block).rounded();
        }
    }

    /// Adds everything but the orders: one order may be in several parts, so orders are counted, not added.
    pub fn add_amounts(&mut self, other: &Blocks) {
        self.units += other.units;
        self.revenue += other.revenue;
        for &block in Block::ALL {
            *self.block_mut(block) += other.block(block);
        }
    }
}

/// The result for one SKU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuProfit {
    /// What it came to; goods are zero without a cost.
    pub blocks: Blocks,
    /// False where no unit cost is known: goods, net and all that follows from them are then unknown, not zero.
    pub has_cost: bool,
    /// The part of each block that rests on an assumption, in the order of [`Block::ALL`].
    pub assumed: [Money; 6],
    /// Revenue that was refunded in full before shipment, and is in neither revenue nor refunds.
    pub refunded_before_shipment: Money,
    /// The part of the platform block that grows with the price.
    pub platform_by_price: Money,
}

impl SkuProfit {
    /// `None` without a known cost.
    pub fn net(&self) -> Option<Money> {
        self.has_cost.then(|| self.blocks.net())
    }

    /// To the cent; `None` without a known cost or without units.
    pub fn net_per_unit(&self) -> Option<Money> {
        self.net()?.per(self.blocks.units)
    }

    /// See [`Blocks::margin`]; `None` without a known cost.
    pub fn margin(&self) -> Option<f64> {
        if self.has_cost { self.blocks.margin() } else { None }
    }

    /// `None` without a known cost.
    pub fn is_loss_making(&self) -> Option<bool> {
        Some(self.net()?.is_negative())
    }

    /// See [`Blocks::loss_block`]; `None` without a known cost.
    pub fn loss_block(&self) -> Option<Block> {
        if self.has_cost { self.blocks.loss_block() } else { None }
    }

    /// The average price a unit must bring, before refunds, for net to be zero, with refunds and price-dependent fees in
    /// today's proportion and all other costs as they are.
    pub fn break_even_price(&self) -> Option<Money> {
        let blocks = &self.blocks;
        let kept = blocks.revenue - blocks.refunds - self.platform_by_price;
        if !self.has_cost || !kept.is_positive() {
            return None;
        }
        let fixed = kept - blocks.net();
        blocks.revenue.per(blocks.units)?.scaled_by(fixed, kept)
    }

    /// 保本投产比: S ÷ (S − refunds − goods − platform − logistics − after-sales), where S is sales before any refund.
    /// `None` where nothing is left before ads, so that no return on ad spend is enough.
    pub fn break_even_roas(&self) -> Option<f64> {
        let left = self.before_ads()?;
        if !left.is_positive() {
            return None;
        }
        (self.blocks.revenue + self.refunded_before_shipment).ratio_to(left)
    }

    /// What may be spent on ads for one order before it earns nothing; negative where it loses without any ads.
    pub fn affordable_ads_per_order(&self) -> Option<Money> {
        self.before_ads()?.per(Quantity::from_units(i64::from(self.blocks.orders)))
    }

    /// Which share of all costs rests on an assumption, from 0 to 1; `None` without costs.
    pub fn assumed_share(&self) -> Option<f64> {
        let costs: Money = Block::ALL.iter().map(|&block| self.blocks.block(block).abs()).sum();
        self.assumed.iter().map(|part| part.abs()).sum::<Money>().ratio_to(costs)
    }

    fn before_ads(&self) -> Option<Money> {
        Some(self.net()? + self.blocks.ads)
    }
}

/// One line of a block's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// What the merchant receives before fees and refunds.
    Revenue,
    /// Money that went back.
    Refunds,
    /// Units × unit cost.
    UnitCost,
    /// Units given away with this SKU × their unit cost.
    Gifts,
    /// Units lost or spoiled: units × unit cost × the loss rate.
    Loss,
    /// Units sent again, as the files name them.
    ResentGoods,
    /// Orders sent again that the files do not name.
    Resend,
    /// Returned goods that can be sold again; negative.
    ReturnedGoods,
    /// Net sales × the platform's rate.
    Commission(Source),
    /// Revenue × the platform's rate; not returned on a refund.
    PaymentFee(Source),
    /// Orders × what the platform takes of each.
    FixedFee(Source),
    /// Net sales through affiliates × their rate.
    Affiliate(Source),
    /// Fees the order file itself states.
    StatedFees,
    /// From the courier's bill.
    CourierBill,
    /// Orders no bill covers: by the price list of the settings, else × the assumed freight.
    AssumedFreight,
    /// Shipped orders × packaging.
    Packaging,
    /// Shipped orders × packing work.
    Labour,
    /// Units shipped × rent.
    Storage,
    /// Spend on the SKU's own product.
    OwnAds,
    /// The SKU's share of spend that names no product.
    SharedAds,
    /// Parcels that came back × freight.
    ReturnFreight,
    /// Shipped orders × 运费险.
    Insurance,
    /// Refunds × work on each.
    Service,
    /// 赔付 the order file itself states.
    StatedCompensation,
}

impl Component {
    const OF_SHOP: [Component; 20] = [
        Component::Revenue,
        Component::Refunds,
        Component::UnitCost,
        Component::Gifts,
        Component::Loss,
        Component::ResentGoods,
        Component::Resend,
        Component::ReturnedGoods,
        Component::StatedFees,
        Component::CourierBill,
        Component::AssumedFreight,
        Component::Packaging,
        Component::Labour,
        Component::Storage,
        Component::OwnAds,
        Component::SharedAds,
        Component::ReturnFreight,
        Component::Insurance,
        Component::Service,
        Component::StatedCompensation,
    ];

    const fn of_platform(platform: Source) -> [Component; 4] {
        [
            Component::Commission(platform),
            Component::PaymentFee(platform),
            Component::FixedFee(platform),
            Component::Affiliate(platform),
        ]
    }

    /// Every component, in a fixed order.
    pub fn all() -> impl Iterator<Item = Component> {
        let of_platforms = Source::ALL.iter().flat_map(|&platform| Component::of_platform(platform));
        Component::OF_SHOP.into_iter().chain(of_platforms)
    }

    /// How many components there are.
    pub(super) const SLOTS: usize = Component::OF_SHOP.len() + 4 * Source::ALL.len();

    /// The component's position in [`Component::all`], from 0.
    pub(super) const fn slot(self) -> usize {
        const fn of_platform(platform: Source, fee: usize) -> usize {
            Component::OF_SHOP.len() + 4 * platform as usize + fee
        }
        match self {
            Component::Commission(platform) => of_platform(platform, 0),
            Component::PaymentFee(platform) => of_platform(platform, 1),
            Component::FixedFee(platform) => of_platform(platform, 2),
            Component::Affiliate(platform) => of_platform(platform, 3),
            Component::Revenue => 0,
            Component::Refunds => 1,
            Component::UnitCost => 2,
            Component::Gifts => 3,
            Component::Loss => 4,
            Component::ResentGoods => 5,
            Component::Resend => 6,
            Component::ReturnedGoods => 7,
            Component::StatedFees => 8,
            Component::CourierBill => 9,
            Component::AssumedFreight => 10,
            Component::Packaging => 11,
            Component::Labour => 12,
            Component::Storage => 13,
            Component::OwnAds => 14,
            Component::SharedAds => 15,
            Component::ReturnFreight => 16,
            Component::Insurance => 17,
            Component::Service => 18,
            Component::StatedCompensation => 19,
        }
    }

    /// The block it belongs to; `None` for revenue.
    pub const fn block(self) -> Option<Block> {
        Some(match self {
            Component::Revenue => return None,
            Component::Refunds => Block::Refunds,
            Component::UnitCost
            | Component::Gifts
            | Component::Loss
            | Component::ResentGoods
            | Component::Resend
            | Component::ReturnedGoods => Block::Goods,
            Component::Commission(_)
            | Component::PaymentFee(_)
            | Component::FixedFee(_)
            | Component::Affiliate(_)
            | Component::StatedFees => Block::Platform,
            Component::CourierBill
            | Component::AssumedFreight
            | Component::Packaging
            | Component::Labour
            | Component::Storage => Block::Logistics,
            Component::OwnAds | Component::SharedAds => Block::Ads,
            Component::ReturnFreight | Component::Insurance | Component::Service | Component::StatedCompensation => {
                Block::AfterSales
            }
        })
    }

    /// The setting it rests on; `None` where it comes from a file.
    pub const fn assumption(self) -> Option<Assumption> {
        Some(match self {
            Component::Loss => Assumption::LossRate,
            Component::Resend => Assumption::ResendRate,
            Component::ReturnedGoods => Assumption::ResellableRate,
            Component::Commission(platform) => Assumption::CommissionRate(platform),
            Component::PaymentFee(platform) => Assumption::PaymentRate(platform),
            Component::FixedFee(platform) => Assumption::FixedPerOrder(platform),
            Component::Affiliate(platform) => Assumption::AffiliateRate(platform),
            Component::AssumedFreight => Assumption::FreightPerOrder,
            Component::Packaging => Assumption::PackagingPerOrder,
            Component::Labour => Assumption::LabourPerOrder,
            Component::Storage => Assumption::StoragePerUnit,
            Component::ReturnFreight => Assumption::ReturnFreight,
            Component::Insurance => Assumption::InsurancePerOrder,
            Component::Service => Assumption::ServicePerRefund,
            Component::Revenue
            | Component::Refunds
            | Component::UnitCost
            | Component::Gifts
            | Component::ResentGoods
            | Component::StatedFees
            | Component::CourierBill
            | Component::OwnAds
            | Component::SharedAds
            | Component::StatedCompensation => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    /// A product with sales of 130, a refund rate of 0.4 and a gross margin of 0.3, with 10 spent on ads.
    fn advertised() -> SkuProfit {
        SkuProfit {
            blocks: Blocks {
                units: Quantity::from_units(1),
                orders: 1,
                revenue: yuan("130"),
                refunds: yuan("52"),
                goods: yuan("54.6"),
                ads: yuan("10"),
                ..Blocks::default()
            },
            has_cost: true,
            ..SkuProfit::default()
        }
    }

    #[test]
    fn break_even_roas_counts_refunds() {
        // Hand calculation: net sales 78, 30 % of them left = 23.4; 130 ÷ 23.4 = 5.56. Ignoring refunds it would be 3.33.
        let roas = advertised().break_even_roas().unwrap();
        assert_eq!(format!("{roas:.2}"), "5.56");
    }

    #[test]
    fn break_even_price_brings_net_to_zero() {
        // 64.6 of fixed cost over a kept share of 78 ÷ 130 = 0.6 → 107.67 a unit.
        assert_eq!(advertised().break_even_price(), Some(yuan("107.67")));
    }

    #[test]
    fn an_order_may_cost_what_is_left_before_ads() {
        assert_eq!(advertised().affordable_ads_per_order(), Some(yuan("23.40")));
    }

    #[test]
    fn the_first_level_below_zero_is_to_blame() {
        let mut profit = advertised();
        assert_eq!(profit.loss_block(), None);
        profit.blocks.ads = yuan("30");
        assert_eq!(profit.loss_block(), Some(Block::Ads));
        profit.blocks.goods = yuan("90");
        assert_eq!(profit.loss_block(), Some(Block::Goods));
    }

    #[test]
    fn every_component_has_a_place_of_its_own() {
        assert!(Component::all().map(Component::slot).eq(0..Component::SLOTS));
    }

    #[test]
    fn without_a_cost_nothing_is_claimed() {
        let profit = SkuProfit { has_cost: false, ..advertised() };
        assert_eq!((profit.net(), profit.margin(), profit.is_loss_making()), (None, None, None));
        assert_eq!((profit.break_even_price(), profit.break_even_roas()), (None, None));
    }
}
