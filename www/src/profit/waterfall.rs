//! From revenue to net, one row a block; each block opens into its account.

use analytics::profit::{Blocks, Component, SkuProfit};
use analytics::vocabulary::Block;
use analytics::{Money, Quantity};
use leptos::prelude::*;
use protocol::{OrderDetail, ProfitSummary, SkuDetail, Subject};

use super::account::Account;
use super::assumption::unset_of;
use crate::geometry::waterfall::{self, Bar};
use crate::route::Route;
use crate::shop::{Page, use_page};
use crate::text::{format, names, say, word};
use crate::ui::amount::Exact;
use crate::ui::define::Define;

/// The levels from revenue to net of a shop or of one SKU.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Level {
    pub(super) blocks: Blocks,
    pub(super) assumed: [Money; 6],
    pub(super) components: Vec<(Component, Money)>,
    /// False where goods and net are unknown.
    pub(super) has_cost: bool,
    /// Amounts are shown for one of these units; `None` for all.
    pub(super) per: Option<Quantity>,
    /// Whose cells can be asked for.
    pub(super) subject: Option<Subject>,
    /// Where the net of the shop lies while rates are missing.
    pub(super) range: Option<(Money, Money)>,
}

impl Level {
    pub(super) fn of_summary(summary: &ProfitSummary) -> Level {
        let has_cost = summary.range.is_some();
        Level {
            // Without any cost there is no net, but what was sold is known all the same.
            blocks: if has_cost { summary.totals } else { summary.all },
            assumed: summary.assumed,
            components: summary.components.clone(),
            has_cost,
            per: None,
            subject: None,
            range: summary.range.as_ref().map(|range| (range.low, range.high)),
        }
    }

    pub(super) fn of_sku(detail: &SkuDetail, is_per_unit: bool) -> Level {
        let SkuProfit { blocks, assumed, has_cost, .. } = detail.row.profit;
        Level {
            blocks,
            assumed,
            has_cost,
            components: detail.components.clone(),
            per: is_per_unit.then_some(blocks.units),
            subject: Some(Subject::Sku(detail.row.sku.clone())),
            range: None,
        }
    }

    pub(super) fn of_order(detail: &OrderDetail) -> Level {
        Level {
            blocks: detail.row.blocks,
            assumed: assumed(&detail.components),
            components: detail.components.clone(),
            has_cost: detail.row.has_net(),
            per: None,
            subject: Some(Subject::Order(detail.row.order.clone())),
            range: None,
        }
    }

    /// The amount as it is shown: of one unit, or of all.
    pub(super) fn shown(&self, money: Money) -> Option<Money> {
        match self.per {
            Some(units) => money.per(units),
            None => Some(money),
        }
    }

    fn block(&self, block: Block) -> Option<Money> {
        if block == Block::Goods && !self.has_cost { None } else { self.shown(self.blocks.block(block)) }
    }

    fn net(&self) -> Option<Money> {
        if self.has_cost { self.shown(self.blocks.net()) } else { None }
    }
}

/// The part of each block that rests on an assumption.
fn assumed(components: &[(Component, Money)]) -> [Money; 6] {
    let mut assumed = [Money::ZERO; 6];
    for (component, amount) in components.iter().filter(|(component, _)| component.assumption().is_some()) {
        let slot = component.block().and_then(|block| assumed.get_mut(block as usize));
        if let Some(slot) = slot {
            *slot += *amount;
        }
    }
    assumed
}

#[component]
pub(super) fn Waterfall(
    level: Memo<Level>,
    /// Whether this is the whole shop's, which shows what is not set, and which tests look for.
    is_shop: bool,
) -> impl IntoView {
    let locale = use_page().locale;
    let bars = Memo::new(move |_| level.with(|level| waterfall::waterfall(&level.blocks, &level.assumed)));
    let revenue = Signal::derive(move || level.with(|level| level.shown(level.blocks.revenue)));
    let net = Signal::derive(move || level.with(Level::net));
    let is_loss = Memo::new(move |_| net.get().is_some_and(Money::is_negative));
    let net_value = move || net.get().map(|net| net.rounded().to_string());
    let end =
        move |pick: fn((Money, Money)) -> Money| level.with(|level| level.range.map(|range| pick(range).to_string()));
    let rows = Block::ALL.iter().enumerate().map(|(index, &block)| {
        let bar = Memo::new(move |_| bars.with(|bars| bars.blocks.get(index).copied().unwrap_or_default()));
        view! { <BlockRow level=level block=block bar=bar is_shop=is_shop /> }
    });
    view! {
        <div class="waterfall" role="list" aria-label=move || say!(locale, profit.waterfall.title)>
            <div class="fall-row" role="listitem">
                <span class="fall-label">
                    <Define
                        word=word!(locale, words.revenue)
                        meaning=word!(locale, define.revenue)
                    />
                </span>
                <span class="fall-track" aria-hidden="true">
                    <BarView bar=Signal::derive(move || bars.get().revenue) class="bar revenue" />
                </span>
                <span class="fall-amount"><Exact money=revenue /></span>
                <span class="fall-share"></span>
            </div>
            {rows.collect_view()}
            <div class="fall-row total" role="listitem">
                <span class="fall-label">
                    <Define
                        word=word!(locale, words.net)
                        meaning=word!(locale, define.net)
                    />
                    <Show when=move || is_loss.get()>
                        <span class="tag">{move || say!(locale, profit.tag.loss)}</span>
                    </Show>
                </span>
                <span class="fall-track" aria-hidden="true">
                    <span class="zero" style:left=move || format!("{:.3}%", bars.get().zero)></span>
                    <BarView bar=Signal::derive(move || bars.get().net) class="bar net" is_loss=is_loss is_hidden=Signal::derive(move || net.get().is_none()) />
                </span>
                <span
                    class="fall-amount"
                    data-testid=is_shop.then_some("net-profit")
                    data-value=net_value
                    data-low=move || end(|range| range.0)
                    data-high=move || end(|range| range.1)
                    title=move || net.get().is_none().then(|| say!(locale, profit.unknown.missing_cost))
                >
                    <Exact money=net />
                </span>
                <span class="fall-share">
                    {move || {
                        level.with(|level| {
                            // Of revenue, like every share in this column; the margin of the table is of net sales.
                            let share = level.has_cost.then(|| level.blocks.net().ratio_to(level.blocks.revenue));
                            share.flatten().map(format::percent)
                        })
                    }}
                </span>
            </div>
        </div>
        <p class="legend quiet">
            <span class="key solid" aria-hidden="true"></span>
            {move || say!(locale, profit.waterfall.solid)}
            <span class="key hollow" aria-hidden="true"></span>
            <Define
                word=word!(locale, profit.waterfall.hollow)
                meaning=word!(locale, define.assumed)
            />
        </p>
    }
}

#[component]
fn BlockRow(level: Memo<Level>, block: Block, bar: Memo<Bar>, is_shop: bool) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_open = RwSignal::new(false);
    // The first of the block's settings that nobody has set.
    let unset = Memo::new(move |_| {
        page.engine.shop.with(|shop| {
            let summary = shop.profit.as_ref().filter(|_| is_shop)?;
            page.engine.config.with(|config| unset_of(summary, config, block).first().copied())
        })
    });
    let amount = Signal::derive(move || level.with(|level| level.block(block)).map(|money| -money));
    let share = move || {
        level.with(|level| {
            let share = level.blocks.block(block).ratio_to(level.blocks.revenue)?;
            level.block(block).map(|_| format::percent(share))
        })
    };
    let name = move || names::block(locale.get(), block);
    let unknown = move || amount.get().is_none().then(|| say!(locale, profit.unknown.missing_cost));
    view! {
        <div class="fall-row" role="listitem" class:open=move || is_open.get()>
            <span class="fall-label">
                <button
                    class="opener"
                    aria-expanded=move || is_open.get().to_string()
                    aria-label=move || say!(locale, profit.waterfall.open, block = name())
                    on:click=move |_| is_open.update(|open| *open = !*open)
                ></button>
                <Define
                    word=Signal::derive(move || name().to_owned())
                    meaning=Signal::derive(move || names::define_block(locale.get(), block).to_owned())
                />
                {move || unset.get().map(|first| view! {
                    <button class="mark" title=move || names::assumption(locale.get(), first) on:click=move |_| page.view.open_assumption(Some(first))>
                        {move || say!(locale, profit.component.not_set)}
                    </button>
                })}
            </span>
            <span class="fall-track" aria-hidden="true" on:click=move |_| is_open.update(|open| *open = !*open)>
                <BarView bar=bar class="bar cost" />
            </span>
            <span class="fall-amount" title=unknown><Exact money=amount is_cost=true /></span>
            <span class="fall-share" title=move || share().map(|share| say!(locale, profit.waterfall.of_revenue, share = share))>
                {share}
            </span>
        </div>
        <Show when=move || is_open.get()>
            <Account level=level block=Some(block) />
            {is_shop.then(|| view! {
                <button class="link block-skus" data-testid=format!("skus-by-{}", block.name()) on:click=move |_| show_skus(page, Some(block))>
                    {move || say!(locale, profit.waterfall.by_sku, block = name())}
                </button>
            })}
        </Show>
    }
}

/// Leads to the SKUs behind a block, the ones with most of it on top.
fn show_skus(page: Page, block: Option<Block>) {
    page.view.show_block(block);
    Route::Profit.go();
    request_animation_frame(|| {
        if let Some(element) = document().get_element_by_id("skus") {
            element.scroll_into_view();
        }
    });
}

#[component]
fn BarView(
    #[prop(into)] bar: Signal<Bar>,
    class: &'static str,
    #[prop(into, optional)] is_loss: Signal<bool>,
    #[prop(into, optional)] is_hidden: Signal<bool>,
) -> impl IntoView {
    // The part that rests on an assumption is drawn as an outline, at the end that this block reaches.
    let solid = move || {
        let bar = bar.get();
        format!("{:.3}%", bar.width - bar.hollow)
    };
    let start = move || {
        let bar = bar.get();
        format!("{:.3}%", bar.start + bar.hollow)
    };
    view! {
        <span
            class=class
            class:loss-bar=move || is_loss.get()
            class:gone=move || is_hidden.get()
            style:left=start
            style:width=solid
        ></span>
        <span
            class="bar hollow"
            class:gone=move || bar.get().hollow <= 0.0
            style:left=move || format!("{:.3}%", bar.get().start)
            style:width=move || format!("{:.3}%", bar.get().hollow)
        ></span>
    }
}
