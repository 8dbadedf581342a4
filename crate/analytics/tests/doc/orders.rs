// What the examples of the documentation take for granted: an export of 拼多多 as a reader gives it. Each order has one line
// of one unit, which was paid on 1 June 2026, and sent where it is not unpaid.
{
    use analytics::dataset::{Buyer, Departures, OrderLine, Part, RowRef, SourceFile, SourceTable, Times};
    use analytics::vocabulary::{Kind, OrderStatus, RefundState, Source};
    use analytics::{Amount, Quantity, Stamp, Stated};

    fn orders(file: &str, rows: &[(&str, &str, &str, OrderStatus)]) -> Part {
        let file = SourceFile::new(file.to_owned(), Source::Pdd, Kind::OrderLines);
        let departures = Departures::default();
        let table = SourceTable { file: 0, sheet: None, header_row: 1, columns: Vec::new(), departures };
        let mut part = Part::new(file, Some(table));
        let moment = Stamp::from_seconds(1_780_300_800);
        for (row, &(order, sku, amount, status)) in (2..).zip(rows) {
            part.lines.push(OrderLine {
                at: RowRef::new(0, row),
                store: part.pools.store(Source::Pdd, ""),
                order: part.pools.order(Source::Pdd, order),
                line: None,
                sku: Some(part.pools.skus.intern(sku)),
                product: None,
                quantity: Quantity::from_units(1),
                amount: Some(Stated::new(Amount::parse(amount).unwrap())),
                list_amount: None,
                refund: None,
                refund_state: RefundState::None,
                status: Some(status),
                compensation: Stated::ZERO,
                fee: None,
                is_affiliate: false,
                is_resend: false,
                erp_order: None,
                times: Times {
                    ordered: moment,
                    paid: moment.filter(|_| status != OrderStatus::Unpaid),
                    shipped: moment.filter(|_| status != OrderStatus::Unpaid),
                    ..Times::default()
                },
                waybill: None,
                buyer: Buyer::default(),
                channel: None,
                note: None,
                province: None,
                currency: part.pools.currencies.intern("CNY"),
            });
        }
        part
    }
    orders
}
