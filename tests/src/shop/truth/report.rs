//! The truth in the form in which the program prints its findings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::tally::{Activity, Again, Counts, FileTruth, Tally};
use super::{FileIndex, Reason};
use crate::shop::calendar::date;
use crate::shop::catalogue::{Platform, Role, Store};
use crate::shop::later;
use crate::shop::money::{Exact, round_column, split, yuan};

/// One row of an ad report.
#[derive(Clone, Debug)]
pub struct AdRow {
    pub file: FileIndex,
    pub platform: Platform,
    pub subject: Subject,
    pub day: i32,
    pub cents: i64,
    /// An earlier file by name has the same row.
    pub is_repeated: bool,
}

/// What an ad row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A product on sale in a store.
    Product(Store, usize),
    /// A product that nobody bought, by its id.
    Unsold(String),
    WholeStore,
}

/// A row of the profit table, in cents.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub code: String,
    pub has_cost: bool,
    pub units: i64,
    pub orders: i64,
    pub revenue: i64,
    pub refunds: i64,
    pub goods: i64,
    pub platform: i64,
    pub logistics: i64,
    pub ads: i64,
    pub after_sales: i64,
}

impl Row {
    pub fn net(&self) -> i64 {
        self.revenue - self.refunds - self.goods - self.platform - self.logistics - self.ads - self.after_sales
    }

    fn add(&mut self, other: &Row) {
        self.units += other.units;
        self.revenue += other.revenue;
        self.refunds += other.refunds;
        self.goods += other.goods;
        self.platform += other.platform;
        self.logistics += other.logistics;
        self.ads += other.ads;
        self.after_sales += other.after_sales;
    }

    fn json(&self) -> Map<String, Value> {
        let known = |cents: i64| if self.has_cost { yuan(cents).into() } else { Value::Null };
        let pairs = [
            ("units", self.units.into()),
            ("orders", self.orders.into()),
            ("revenue", yuan(self.revenue).into()),
            ("refunds", yuan(self.refunds).into()),
            ("goods", known(self.goods)),
            ("platform", yuan(self.platform).into()),
            ("ads", yuan(self.ads).into()),
            ("logistics", yuan(self.logistics).into()),
            ("after_sales", yuan(self.after_sales).into()),
            ("net", known(self.net())),
        ];
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}

/// What the program has to find.
#[derive(Clone, Debug)]
pub struct Truth {
    pub seed: u64,
    pub as_of: Option<i32>,
    pub table: Table,
    /// The same where files tell of goods that went out again: resent, exchanged, both.
    again: [Table; 3],
    /// By code, of SKUs that were sold.
    pub counts: BTreeMap<String, Counts>,
    pub files: Vec<FileTruth>,
    pub stories: Stories,
}

/// What was earned.
#[derive(Clone, Debug)]
pub struct Table {
    pub totals: Row,
    /// By code; rows in which nothing happened are left out.
    pub skus: Vec<Row>,
    pub platforms: Vec<(Platform, Row)>,
}

/// What was planted.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    /// The best-seller that ads eat up, and the one that loses on every parcel.
    pub loses_by_ads: String,
    pub loses_by_freight: String,
    pub quiet_star: String,
    pub viral: String,
    pub viral_day: String,
    pub cost_unknown: String,
    /// Parcels that left more than 48 hours after payment, by the week of payment (from 0).
    pub late_by_week: BTreeMap<i32, u64>,
    /// Customers of 淘宝 and 天猫 by the number of days on which they bought.
    pub customers_by_days: Vec<u64>,
    /// Topped up on the ad account of 淘宝, and spent, in cents.
    pub topped_up: i64,
    pub spent: i64,
    /// What the ledgers of `later/` add up to by file and subject, in cents.
    pub ledgers: later::Sums,
}

/// A row before rounding.
#[derive(Clone, Debug, Default)]
struct Sums {
    row: Row,
    goods: Exact,
    platform: Exact,
    logistics: Exact,
    after_sales: Exact,
}

impl Sums {
    fn add(&mut self, activity: &Activity, ads: i64) {
        self.row.units += activity.units;
        self.row.revenue += activity.revenue;
        self.row.refunds += activity.refunds;
        self.row.ads += ads;
        self.goods += activity.goods;
        self.platform += activity.platform;
        self.logistics += activity.logistics;
        self.after_sales += activity.after_sales;
    }
}

fn round(sums: &mut [&mut Sums]) {
    let column = |of: fn(&Sums) -> Exact| round_column(&sums.iter().map(|sums| of(sums)).collect::<Vec<_>>());
    let (goods, platform) = (column(|sums| sums.goods), column(|sums| sums.platform));
    let (logistics, after_sales) = (column(|sums| sums.logistics), column(|sums| sums.after_sales));
    for (position, sums) in sums.iter_mut().enumerate() {
        sums.row.goods = goods[position];
        sums.row.platform = platform[position];
        sums.row.logistics = logistics[position];
        sums.row.after_sales = after_sales[position];
    }
}

impl Tally<'_> {
    /// Closes the year: spreads the ads, rounds the table.
    pub fn close(mut self, seed: u64, as_of: Option<i32>, ads: &[AdRow], mut stories: Stories) -> Truth {
        let (ads_of_cell, unsold) = self.spread(ads, as_of.unwrap_or(self.last_day));
        for (key, activity) in &self.activities.clone() {
            if self.catalogue.skus[key.0].role == Role::CostUnknown {
                for (&file, &cents) in &activity.by_file {
                    self.files[file].counted -= cents;
                    self.bucket(file, Reason::MissingCost, cents, 0);
                }
            }
        }
        let mut rows: BTreeMap<String, Sums> = BTreeMap::new();
        let mut platforms: BTreeMap<Platform, Sums> = BTreeMap::new();
        let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
        for ((sku, store), activity) in &self.activities {
            let own_ads = ads_of_cell.get(&(*sku, *store)).copied().unwrap_or(0);
            let code = &self.catalogue.skus[*sku].code;
            *counts.entry(code.clone()).or_default() += activity.counts;
            let row = rows.entry(code.clone()).or_default();
            row.row.code.clone_from(code);
            row.row.has_cost = !self.catalogue.skus[*sku].costs.is_empty();
            row.row.orders += activity.orders;
            row.add(activity, own_ads);
            if row.row.has_cost {
                platforms.entry(store.platform()).or_default().add(activity, own_ads);
            }
        }
        for ((platform, id), cents) in unsold {
            let row = Row { code: id.clone(), has_cost: true, ads: cents, ..Row::default() };
            platforms.entry(platform).or_default().row.ads += cents;
            rows.insert(id, Sums { row, ..Sums::default() });
        }
        let table = self.table(rows.clone(), platforms.clone());
        let again = [&[Again::Resent][..], &[Again::Exchanged], &[Again::Resent, Again::Exchanged]].map(|meant| {
            let (mut rows, mut platforms) = (rows.clone(), platforms.clone());
            for ((_, sku, store), &goods) in self.again.iter().filter(|((again, ..), _)| meant.contains(again)) {
                let code = &self.catalogue.skus[*sku].code;
                let row = rows.entry(code.clone()).or_default();
                row.row.code.clone_from(code);
                row.row.has_cost = true;
                row.goods += goods;
                platforms.entry(store.platform()).or_default().goods += goods;
            }
            self.table(rows, platforms)
        });
        stories.customers_by_days = self.customers_by_days();
        let of_role = |role| self.catalogue.skus[self.catalogue.with_role(role)].code.clone();
        stories.loses_by_ads = of_role(Role::AdsEatIt);
        stories.loses_by_freight = of_role(Role::FreightEatsIt);
        stories.quiet_star = of_role(Role::QuietStar);
        stories.viral = of_role(Role::Viral);
        stories.cost_unknown = of_role(Role::CostUnknown);
        Truth { seed, as_of, table, again, counts, files: self.files, stories }
    }

    /// Rounds every column so that it adds up.
    fn table(&self, mut rows: BTreeMap<String, Sums>, mut platforms: BTreeMap<Platform, Sums>) -> Table {
        for has_cost in [true, false] {
            round(&mut rows.values_mut().filter(|sums| sums.row.has_cost == has_cost).collect::<Vec<_>>());
        }
        round(&mut platforms.values_mut().collect::<Vec<_>>());
        let skus: Vec<Row> = rows.into_values().map(|sums| sums.row).collect();
        let mut totals = Row { has_cost: true, orders: self.orders, ..Row::default() };
        for row in skus.iter().filter(|row| row.has_cost) {
            totals.add(row);
        }
        let platforms = platforms
            .into_iter()
            .map(|(platform, sums)| {
                let of_platform = |entry: &(&Store, &i64)| entry.0.platform() == platform;
                let orders = self.orders_of_store.iter().filter(of_platform).map(|entry| entry.1).sum();
                (platform, Row { has_cost: true, orders, ..sums.row })
            })
            .collect();
        Table { totals, skus, platforms }
    }

    /// Spend by SKU and store, and on products that nobody bought.
    #[expect(clippy::type_complexity, reason = "two maps that are taken apart at once")]
    fn spread(
        &mut self,
        ads: &[AdRow],
        as_of: i32,
    ) -> (BTreeMap<(usize, Store), i64>, BTreeMap<(Platform, String), i64>) {
        let mut pots: BTreeMap<(FileIndex, Platform, Subject), i64> = BTreeMap::new();
        for row in ads {
            self.files[row.file].rows += 1;
            let period = self.periods.get(row.platform.name()).copied();
            let reason = match period {
                _ if row.is_repeated => Some(Reason::Duplicate),
                None => Some(Reason::NoOrdersOfPlatform),
                _ if row.day > as_of => Some(Reason::AfterAsOf),
                Some(period) if (period.first..=period.last).contains(&row.day) => None,
                _ => Some(Reason::OtherPeriod),
            };
            match reason {
                Some(reason) => self.bucket(row.file, reason, row.cents, 1),
                None => {
                    self.files[row.file].counted += row.cents;
                    *pots.entry((row.file, row.platform, row.subject.clone())).or_default() += row.cents;
                }
            }
        }
        let (mut of_cell, mut unsold) = (BTreeMap::new(), BTreeMap::new());
        for ((file, platform, subject), cents) in pots {
            let skus: Option<BTreeSet<usize>> = match subject {
                Subject::Unsold(id) => {
                    *unsold.entry((platform, id)).or_default() += cents;
                    continue;
                }
                Subject::WholeStore => None,
                Subject::Product(store, product) => Some(self.sold_of(store, product)),
            };
            let mut targets: Vec<(usize, Store)> = self
                .activities
                .keys()
                .filter(|(sku, store)| {
                    store.platform() == platform && skus.as_ref().is_none_or(|skus| skus.contains(sku))
                })
                .copied()
                .collect();
            targets.sort_by(|one, other| {
                (&self.catalogue.skus[one.0].code, one.1).cmp(&(&self.catalogue.skus[other.0].code, other.1))
            });
            if targets.is_empty() {
                let Subject::Product(store, product) = subject else { continue };
                // Bought elsewhere: the spend stands beside no sales. Bought nowhere: it is the product's own row.
                targets = skus.unwrap_or_default().into_iter().map(|sku| (sku, store)).collect();
                if targets.is_empty() {
                    let id = self.catalogue.product_id(store, product);
                    *unsold.entry((platform, id)).or_default() += cents;
                    continue;
                }
                for target in &targets {
                    self.activities.entry(*target).or_default();
                }
            }
            let weights: Vec<i64> = targets.iter().map(|target| self.activities[target].revenue).collect();
            for (target, part) in targets.iter().zip(split(cents, &weights)) {
                *of_cell.entry(*target).or_default() += part;
                *self.activities.entry(*target).or_default().by_file.entry(file).or_default() += part;
            }
        }
        (of_cell, unsold)
    }
}

impl Tally<'_> {
    /// The SKUs of an advertised product that were sold. 淘宝's own store names no products: where no order of 天猫 names it, what
    /// 淘宝 sold under its title is meant, as both are one platform.
    fn sold_of(&self, store: Store, product: usize) -> BTreeSet<usize> {
        let is_sold = |sku: &usize| self.activities.keys().any(|(sold, _)| sold == sku);
        let named = self.products.get(&(store, product)).into_iter().flatten();
        let named: BTreeSet<usize> = named.copied().filter(is_sold).collect();
        if !named.is_empty() || store.platform() != Store::Taobao.platform() {
            return named;
        }
        let of_title = |sku: &usize| self.catalogue.skus[*sku].product == product;
        let sold_by_taobao = self.activities.keys().filter(|(_, store)| *store == Store::Taobao);
        sold_by_taobao.map(|(sku, _)| *sku).filter(of_title).collect()
    }
}

impl Truth {
    /// What is true where files tell of goods that were sent again, or in exchange.
    #[must_use]
    pub fn with_again(&self, is_resent: bool, is_exchanged: bool) -> Truth {
        let table = match (is_resent, is_exchanged) {
            (false, false) => &self.table,
            (true, false) => &self.again[0],
            (false, true) => &self.again[1],
            (true, true) => &self.again[2],
        };
        Truth { table: table.clone(), ..self.clone() }
    }

    /// `truth.json`, in the words of `zhanggui analyze --json`.
    pub fn json(&self) -> Value {
        let mut buckets = Vec::new();
        let files: Vec<Value> = self
            .files
            .iter()
            .map(|file| {
                for (reason, (cents, rows)) in &file.buckets {
                    // Of a line whose cost is missing several files have rows.
                    let rows = (*reason != Reason::MissingCost).then_some(rows);
                    buckets.push(
                        json!({ "file": file.name, "reason": reason.name(), "amount": yuan(*cents), "rows": rows }),
                    );
                }
                let in_buckets = file.in_buckets();
                json!({
                    "name": file.name, "source": file.source, "kind": file.kind, "rows": file.rows,
                    "money": {
                        "total": yuan(file.counted + file.confirms + in_buckets), "counted": yuan(file.counted),
                        "confirms": yuan(file.confirms), "buckets": yuan(in_buckets),
                    },
                })
            })
            .collect();
        let named = |key: &str, name: &str, row: &Row| {
            let mut object = row.json();
            object.insert(key.to_owned(), name.into());
            Value::from(object)
        };
        let stories = &self.stories;
        let ledgers: Vec<Value> = (stories.ledgers.iter())
            .map(|((file, subject), cents)| json!({ "file": file, "subject": subject, "amount": yuan(*cents) }))
            .collect();
        json!({
            "seed": self.seed,
            "as_of": self.as_of.map(|day| date(day).to_string()),
            "files": files,
            "profit": {
                "totals": self.table.totals.json(),
                "skus": self.table.skus.iter().map(|row| named("sku", &row.code, row)).collect::<Vec<_>>(),
                "platforms": self.table.platforms.iter().map(|(platform, row)| named("source", platform.name(), row)).collect::<Vec<_>>(),
            },
            "buckets": buckets,
            "ledgers": ledgers,
            "stories": {
                "loses_by_ads": stories.loses_by_ads, "loses_by_freight": stories.loses_by_freight,
                "quiet_star": stories.quiet_star, "viral": stories.viral, "viral_day": stories.viral_day,
                "cost_unknown": stories.cost_unknown, "late_by_week": stories.late_by_week,
                "customers_by_days": stories.customers_by_days,
                "topped_up": yuan(stories.topped_up), "spent": yuan(stories.spent),
            },
        })
    }
}
