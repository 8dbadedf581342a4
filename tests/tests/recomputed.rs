//! Every figure is worked out again from what it names: the cells of the files, the rates, the counts and the settings.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use analytics::profit::{Base, Claim, Component, Counted};
use analytics::{Amount, Config, Money, Rate};
use protocol::{CellWindow, Known, Reply, Request, SkuDetail, SkuQuery, SourceCell, Subject};
use serde_json::Value;
use tests::shop::table::Memory;
use tests::shop::{Plan, generate};
use worker::session::{ReadSeek, Session};

/// A shop in a session, and what is in its files.
struct Shop {
    session: Session,
    files: Vec<(String, Vec<u8>)>,
    config: Config,
}

impl Shop {
    fn open(files: Vec<(String, Vec<u8>)>, config: Config) -> Shop {
        let mut shop = Shop { session: Session::new(), files, config: config.clone() };
        for id in 0..shop.files.len() {
            let name = shop.files[id].0.clone();
            let request =
                Request::AddFile { file: u32::try_from(id).unwrap(), name, known: Known::default(), more_follow: true };
            shop.ask_of(Some(id), request);
        }
        shop.ask(Request::SetConfig(Box::new(config)));
        shop
    }

    fn ask(&mut self, request: Request) -> Reply {
        self.ask_of(None, request)
    }

    fn ask_of(&mut self, file: Option<usize>, request: Request) -> Reply {
        let mut last = None;
        let mut reader = file.map(|file| Cursor::new(self.files[file].1.clone()));
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.session.handle(request, reader, &mut |reply| last = Some(reply));
        last.unwrap()
    }

    fn skus(&mut self) -> Vec<String> {
        let query = SkuQuery { limit: 10_000, ..SkuQuery::default() };
        let Reply::Skus(window) = self.ask(Request::Skus(query)) else { panic!("no SKUs") };
        window.rows.into_iter().map(|row| row.sku).collect()
    }

    fn detail(&mut self, sku: &str) -> SkuDetail {
        let Reply::Sku(detail) = self.ask(Request::Sku { sku: sku.to_owned() }) else { panic!("{sku} is gone") };
        *detail
    }

    fn cells(&mut self, sku: &str, component: Component) -> CellWindow {
        let subject = Subject::Sku(sku.to_owned());
        let Reply::Cells(window) = self.ask(Request::Cells { subject, component, offset: 0, limit: 1_000_000 }) else {
            panic!("no cells");
        };
        window
    }

    /// What a fee is a share of.
    fn base(&mut self, sku: &str, component: Component) -> Money {
        let shares = self.cells(sku, component).claims.into_iter();
        shares.map(|claim| if let Claim::Share { of, .. } = claim { of } else { Money::ZERO }).sum()
    }

    /// What stands in the columns that a cell names, added up.
    fn read(&mut self, cell: &SourceCell) -> Amount {
        let file = usize::try_from(cell.file).unwrap();
        let Reply::Row(row) = self.ask_of(Some(file), Request::Row { at: cell.at }) else { panic!("no row: {cell:?}") };
        let texts = cell.columns.iter().map(|(header, _)| row.cells.iter().find(|(named, _)| named == header).unwrap());
        texts.map(|(_, text)| number(text)).sum()
    }
}

fn number(text: &str) -> Amount {
    let plain: String = text.chars().filter(|each| each.is_ascii_digit() || ".-".contains(*each)).collect();
    if plain.is_empty() { Amount::ZERO } else { Amount::parse(&plain).unwrap() }
}

fn rows(claims: &[Claim]) -> Money {
    claims.iter().map(|claim| if let Claim::Rows(amount) = claim { *amount } else { Money::ZERO }).sum()
}

#[track_caller]
fn check(shop: &mut Shop) {
    let whole = Money::from(Amount::CENT);
    // By component, file and row: what all figures take from it, and what stands there.
    let mut taken: BTreeMap<(String, u32, u32), (Amount, SourceCell)> = BTreeMap::new();
    // What all items carry of the ads, and the rows that say what was spent.
    let (mut spent, mut advertised) = (Money::ZERO, BTreeMap::new());
    for sku in shop.skus() {
        let detail = shop.detail(&sku);
        let (mut sold, mut net_sales) = (Money::ZERO, Money::ZERO);
        for &(component, figure) in &detail.components {
            let window = shop.cells(&sku, component);
            let place = format!("{sku} {component:?} {figure}: {:?}", window.claims);
            let total: Money = window.claims.iter().map(|claim| claim.amount()).sum();
            // Components are rounded so that they add up to their block.
            assert!((total - figure).abs() <= whole, "{place}");
            for claim in &window.claims {
                is_of_settings(&shop.config, component, claim, &place);
            }
            match component {
                Component::Revenue => (sold, net_sales) = (sold + total, net_sales + total),
                Component::Refunds => net_sales -= total,
                _ => {}
            }
            let stated: Amount = window.cells.iter().map(|cell| cell.amount).sum();
            match component {
                Component::Revenue
                | Component::Refunds
                | Component::CourierBill
                | Component::StatedFees
                | Component::StatedCompensation => {
                    assert_eq!(Money::from(stated), rows(&window.claims), "{place}");
                    for cell in window.cells {
                        let key = (format!("{component:?}"), cell.file, cell.at.row.get());
                        taken.entry(key).or_insert((Amount::ZERO, cell.clone())).0 += cell.amount;
                    }
                }
                Component::OwnAds | Component::SharedAds => {
                    spent += total;
                    advertised.extend(window.cells.into_iter().map(|cell| ((cell.file, cell.at.row.get()), cell)));
                }
                Component::UnitCost => {
                    let costs: Vec<Amount> = detail.unit_costs.iter().map(|(_, cost, _)| *cost).collect();
                    let mut units = analytics::Quantity::ZERO;
                    for claim in &window.claims {
                        let Claim::Units { units: of, each, .. } = claim else { panic!("{place}") };
                        assert!(costs.contains(each), "{place}");
                        units += *of;
                    }
                    assert_eq!(units, detail.row.profit.blocks.units, "{place}");
                    for cell in window.cells {
                        let stands = shop.read(&cell);
                        match &cell.stated {
                            None => assert_eq!(stands, cell.amount, "{place}"),
                            Some(stated) => {
                                assert_eq!(stands, stated.amount, "{place}");
                                assert_eq!((stands * stated.rate).to_amount(), cell.amount, "{place}");
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        // What the fees are reckoned from is what was sold.
        let (mut of_commission, mut of_payment) = (Money::ZERO, Money::ZERO);
        for &(platform, _) in &detail.platforms {
            of_commission += shop.base(&sku, Component::Commission(platform));
            of_payment += shop.base(&sku, Component::PaymentFee(platform));
        }
        assert_eq!((of_commission, of_payment), (net_sales, sold), "{sku}");
    }
    let rows: Amount = advertised.values().map(|cell| cell.amount).sum();
    assert_eq!(Money::from(rows), spent);
    for cell in some(advertised.values().collect()) {
        assert_eq!(shop.read(cell), cell.amount, "{cell:?}");
    }
    for ((component, file, row), (sum, cell)) in some(taken.into_iter().collect()) {
        let stands = shop.read(&cell);
        let name = &shop.files[usize::try_from(file).unwrap()].0;
        assert_eq!(sum, stands, "{component} {name} row {row}: {:?}", cell.columns);
    }
}

/// Some of many, from all over: to read one row a file is read.
fn some<T>(all: Vec<T>) -> impl Iterator<Item = T> {
    let step = all.len().div_ceil(60).max(1);
    all.into_iter().step_by(step)
}

/// The rate or amount of a claim is that of the setting the component rests on.
#[track_caller]
fn is_of_settings(config: &Config, component: Component, claim: &Claim, place: &str) {
    let fees = |platform| config.fees(platform).unwrap();
    let (goods, logistics, after_sales) = (&config.goods, &config.logistics, &config.after_sales);
    let maybe = goods.returned_when_unknown_rate;
    let holds = match (component, *claim) {
        (Component::Commission(platform), Claim::Share { base: Base::NetSales, rate, .. }) => {
            rate == fees(platform).commission_rate
        }
        (Component::PaymentFee(platform), Claim::Share { base: Base::Revenue, rate, .. }) => {
            rate == fees(platform).payment_rate
        }
        (Component::Affiliate(platform), Claim::Share { base: Base::AffiliateSales, rate, .. }) => {
            rate == fees(platform).affiliate_rate
        }
        (Component::FixedFee(platform), Claim::Each { of: Counted::Orders, each, .. }) => {
            each == fees(platform).fixed_per_order
        }
        (Component::AssumedFreight, Claim::Each { of: Counted::UnbilledOrders, each, .. }) => {
            each == logistics.freight_per_order
        }
        (Component::AssumedFreight, Claim::PriceList(_)) => !logistics.zones.is_empty(),
        (Component::Packaging, Claim::Each { of: Counted::ShippedOrders, each, .. }) => {
            each == logistics.packaging_per_order
        }
        (Component::Labour, Claim::Each { of: Counted::ShippedOrders, each, .. }) => each == logistics.labour_per_order,
        (Component::Storage, Claim::Units { each, share: Rate::ONE, .. }) => each == logistics.storage_per_unit,
        (Component::ReturnFreight, Claim::Each { of: Counted::Returns, each, .. }) => {
            each == after_sales.return_freight
        }
        (Component::ReturnFreight, Claim::Each { of: Counted::PossibleReturns, each, .. }) => {
            each == (after_sales.return_freight * maybe).to_amount()
        }
        (Component::Insurance, Claim::Each { of: Counted::ShippedOrders, each, .. }) => {
            each == after_sales.insurance_per_order
        }
        (Component::Service, Claim::Each { of: Counted::Refunds, each, .. }) => each == after_sales.service_per_refund,
        (Component::Loss, Claim::Units { share, .. }) => share == goods.loss_rate,
        (Component::Resend, Claim::Units { share, .. }) => share == goods.resend_rate,
        (Component::ReturnedGoods, Claim::Units { share, units, .. }) => {
            units.is_negative() && [goods.resellable_rate, goods.resellable_rate * maybe].contains(&share)
        }
        (Component::UnitCost | Component::Gifts | Component::ResentGoods, Claim::Units { share: Rate::ONE, .. })
        | (
            Component::Revenue
            | Component::Refunds
            | Component::StatedFees
            | Component::CourierBill
            | Component::OwnAds
            | Component::SharedAds
            | Component::StatedCompensation,
            Claim::Rows(_),
        ) => true,
        _ => false,
    };
    assert!(holds, "{place}");
}

#[test]
fn every_figure_of_generated_shops_is_worked_out_from_what_it_names() {
    for seed in 1..21 {
        let mut memory = Memory::default();
        generate(Plan { seed, lines: 200, as_of: None }, &mut memory);
        let mut files = memory.files();
        let config = files.remove("config.toml").unwrap();
        let config: Value = toml::from_str(std::str::from_utf8(&config).unwrap()).unwrap();
        files.remove("truth.json").unwrap();
        files.retain(|name, _| !name.starts_with("later/") && !name.starts_with("beside/"));
        check(&mut Shop::open(files.into_iter().collect(), Config::with_changes(&config).unwrap()));
    }
}

#[test]
fn every_figure_of_the_sample_is_worked_out_from_what_it_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/small_shop");
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind != "json" && kind != "md"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    check(&mut Shop::open(files, Config::default()));
}

/// What is sold in dollars and paid for in yuan: the settings that hold are half of those that were said.
#[test]
fn every_figure_of_a_shop_with_two_currencies_is_worked_out_from_what_it_names() {
    let orders = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Fulfillment Status,Fulfilled at\n\
        #1,a@example.com,paid,2026-06-01 10:00:00 -0400,USD,50,0,0,50,1,Cup,50,C,fulfilled,2026-06-02 10:00:00 -0400\n\
        #2,b@example.com,paid,2026-06-01 11:00:00 -0400,USD,80,0,0,80,2,Pot,40,P,fulfilled,2026-06-02 10:00:00 -0400\n";
    let costs = "商家编码,成本,币种\nC,20.01,\nP,10,USD\n";
    let files = [("orders.csv", orders), ("成本.csv", costs)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    let config = |freight: &str, packaging: &str| {
        let changes = serde_json::json!({
            "shop": { "cost_currency": "CNY", "exchange_rates": { "CNY": "0.5" } },
            "logistics": { "freight_per_order": freight, "packaging_per_order": packaging },
        });
        Config::with_changes(&changes).unwrap()
    };
    let mut shop = Shop::open(files, config("3", "0.35"));
    shop.config = config("1.5", "0.175");
    let of_cup = shop.detail("C");
    assert_eq!(of_cup.unit_costs[0].1.to_string(), "10.005");
    check(&mut shop);
}
