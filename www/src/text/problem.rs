//! A sentence for every finding, with what to do about it.

use analytics::diagnostic::{Place, Problem, Undated};
use analytics::vocabulary::BucketReason;
use leptos_i18n::td_string;

use crate::i18n::Locale;
use crate::text::{names, number};

/// What is wrong and what to do, in one or two sentences.
pub(crate) fn sentence(locale: Locale, problem: &Problem) -> String {
    match problem {
        Problem::EmptyFile => td_string!(locale, problem.empty_file).to_owned(),
        Problem::NotATable { detected } => {
            td_string!(locale, problem.not_a_table, detected = names::detected(locale, detected))
        }
        Problem::PasswordProtected => td_string!(locale, problem.password_protected).to_owned(),
        // What the reader itself said is for whoever mends the reader; the seller gets what to do.
        Problem::Damaged { .. } => td_string!(locale, problem.damaged).to_owned(),
        Problem::Unsupported { format } => td_string!(locale, problem.unsupported, format = format.as_str()),
        Problem::TooLarge { .. } => td_string!(locale, problem.too_large).to_owned(),
        // The guess and the missing headers stand beside the preview.
        Problem::UnknownLayout { .. } => td_string!(locale, problem.unknown_layout).to_owned(),
        Problem::NoHeader => td_string!(locale, problem.no_header).to_owned(),
        Problem::NoRows => td_string!(locale, problem.no_rows).to_owned(),
        Problem::NoTableInZip => td_string!(locale, problem.no_table_in_zip).to_owned(),
        Problem::PartNotRead { part } => td_string!(locale, problem.part_not_read, part = part.as_str()),
        Problem::PartLacks { part, missing } => {
            let missing: Vec<&str> = missing.iter().map(|&field| names::field(locale, field)).collect();
            td_string!(locale, problem.part_lacks, part = part.as_str(), missing = listed(locale, &missing))
        }
        Problem::OtherExport { zh, en } => if locale == Locale::en { en } else { zh }.clone(),
        Problem::PurchaseList => td_string!(locale, problem.purchase_list).to_owned(),
        Problem::CostsOpen { skus, sku } => {
            number::agree(&td_string!(locale, problem.costs_open, skus = *skus, sku = sku.as_str()))
        }
        Problem::MergedUnits { rows } => number::agree(&td_string!(locale, problem.merged_units, rows = *rows)),
        Problem::PackageIncomplete { packages } => {
            number::agree(&td_string!(locale, problem.package_incomplete, packages = *packages))
        }
        Problem::ReadByMeaning { columns } => {
            td_string!(locale, problem.read_by_meaning, columns = listed(locale, columns))
        }
        Problem::MappingIncomplete { missing } => {
            let missing: Vec<&str> = missing.iter().map(|&field| names::field(locale, field)).collect();
            td_string!(locale, problem.mapping_incomplete, missing = listed(locale, &missing))
        }
        Problem::ReaderFailed => td_string!(locale, problem.reader_failed).to_owned(),
        Problem::DamagedId { value } => td_string!(locale, problem.damaged_id, value = value.as_str()),
        Problem::LongNumericId { value } => td_string!(locale, problem.long_numeric_id, value = value.as_str()),
        Problem::MissingValue { field } => {
            td_string!(locale, problem.missing_value, field = names::field(locale, *field))
        }
        Problem::UnreadableAmount { value } => td_string!(locale, problem.unreadable_amount, value = value.as_str()),
        Problem::AmountTooLarge { value } => td_string!(locale, problem.amount_too_large, value = value.as_str()),
        Problem::UnreadableQuantity { value } => {
            td_string!(locale, problem.unreadable_quantity, value = value.as_str())
        }
        Problem::UnreadableDate { value, fate: Undated::Waits } => {
            td_string!(locale, problem.unreadable_date_waits, value = value.as_str())
        }
        Problem::UnreadableDate { value, fate: Undated::SetAside } => {
            td_string!(locale, problem.unreadable_date_set_aside, value = value.as_str())
        }
        Problem::UnreadableDate { value, fate: Undated::Counts } => {
            td_string!(locale, problem.unreadable_date_counts, value = value.as_str())
        }
        Problem::UnreadableWeight { value } => td_string!(locale, problem.unreadable_weight, value = value.as_str()),
        Problem::FormulaNotCalculated => td_string!(locale, problem.formula_not_calculated).to_owned(),
        Problem::TakenForTotal => td_string!(locale, problem.taken_for_total).to_owned(),
        Problem::FormulaWithoutValue { rows } => {
            number::agree(&td_string!(locale, problem.formula_without_value, rows = *rows))
        }
        Problem::DamagedIds { value, rows } => {
            number::agree(&td_string!(locale, problem.damaged_ids, value = value.as_str(), rows = *rows))
        }
        Problem::ColumnRefused { field, value } => {
            td_string!(locale, problem.column_refused, field = names::field(locale, *field), value = value.as_str())
        }
        Problem::PointIsThousands { value } => td_string!(locale, problem.point_is_thousands, value = value.as_str()),
        Problem::CommaIsThousands { value } => td_string!(locale, problem.comma_is_thousands, value = value.as_str()),
        Problem::MixedNumbers { usual, other, rows } => number::agree(&td_string!(
            locale,
            problem.mixed_numbers,
            usual = usual.as_str(),
            other = other.as_str(),
            rows = *rows
        )),
        Problem::UnclearNumbers { value, rows, read_as } => number::agree(&td_string!(
            locale,
            problem.unclear_numbers,
            value = value.as_str(),
            rows = *rows,
            read_as = *read_as
        )),
        Problem::DayIsFirst { value } => td_string!(locale, problem.day_is_first, value = value.as_str()),
        Problem::MonthIsFirst { value } => td_string!(locale, problem.month_is_first, value = value.as_str()),
        Problem::MixedDays { usual, other, rows } => number::agree(&td_string!(
            locale,
            problem.mixed_days,
            usual = usual.as_str(),
            other = other.as_str(),
            rows = *rows
        )),
        Problem::UnclearDays { value, rows, day } => {
            number::agree(&td_string!(locale, problem.unclear_days, value = value.as_str(), rows = *rows, day = *day))
        }
        Problem::InTenThousands => td_string!(locale, problem.in_ten_thousands).to_owned(),
        Problem::UnknownStatus { value, rows } => {
            number::agree(&td_string!(locale, problem.unknown_status, value = value.as_str(), rows = *rows))
        }
        Problem::TooManyStates { rows } => number::agree(&td_string!(locale, problem.too_many_states, rows = *rows)),
        Problem::StatusExplained { value, status, rows } => number::agree(&td_string!(
            locale,
            problem.status_explained,
            value = value.as_str(),
            status = names::order_status(locale, *status),
            rows = *rows
        )),
        Problem::UnknownRefundStatus { value } => {
            td_string!(locale, problem.unknown_refund_status, value = value.as_str())
        }
        Problem::RepeatedMoneyDiffers { field } => {
            td_string!(locale, problem.repeated_money_differs, field = names::field(locale, *field))
        }
        Problem::DuplicateCost { kept } => td_string!(locale, problem.duplicate_cost, kept = *kept),
        Problem::PartsDiffer { rows, amount } => {
            number::agree(&td_string!(locale, problem.parts_differ, rows = *rows, amount = *amount))
        }
        Problem::UnexplainedPurpose { words, rows } => {
            number::agree(&td_string!(locale, problem.unexplained_purpose, words = words.as_str(), rows = *rows))
        }
        Problem::NeitherInNorOut { rows } => {
            number::agree(&td_string!(locale, problem.neither_in_nor_out, rows = *rows))
        }
        Problem::ControlDiffers { stated, computed } => {
            td_string!(locale, problem.control_differs, stated = *stated, computed = *computed)
        }
        Problem::RefundBasisNet => td_string!(locale, problem.refund_basis_net).to_owned(),
        Problem::RefundBasisGross => td_string!(locale, problem.refund_basis_gross).to_owned(),
        Problem::RefundBasisUnknown { rows } => {
            number::agree(&td_string!(locale, problem.refund_basis_unknown, rows = *rows))
        }
        Problem::QuoteIsLetter { rows } => number::agree(&td_string!(locale, problem.quote_is_letter, rows = *rows)),
        Problem::RecordsDiffer { lines, read } => {
            td_string!(locale, problem.records_differ, lines = *lines, read = *read)
        }
        Problem::UnreadableCost { value } => td_string!(locale, problem.unreadable_cost, value = value.as_str()),
        Problem::SameFileAgain { names } => {
            td_string!(locale, problem.same_file_again, names = listed(locale, names))
        }
        Problem::CodesWrittenOtherwise { skus } => {
            number::agree(&td_string!(locale, problem.codes_written_otherwise, skus = *skus))
        }
        Problem::CostsTaken { skus } => number::agree(&td_string!(locale, problem.costs_taken, skus = *skus)),
        Problem::CostsInShopCurrency { currency, costs } => number::agree(&td_string!(
            locale,
            problem.costs_in_shop_currency,
            costs = *costs,
            currency = currency.as_str()
        )),
        Problem::CostsWithoutRate { currency, costs } => {
            number::agree(&td_string!(locale, problem.costs_without_rate, costs = *costs, currency = currency.as_str()))
        }
        Problem::CostsPassedOver { skus } => {
            number::agree(&td_string!(locale, problem.costs_passed_over, skus = *skus))
        }
        Problem::BundlesDiffer { skus, sku } => {
            number::agree(&td_string!(locale, problem.bundles_differ, skus = *skus, sku = sku.as_str()))
        }
        Problem::TrafficRead => td_string!(locale, problem.traffic_read).to_owned(),
        Problem::SourcesDiffer { orders, difference } => {
            number::agree(&td_string!(locale, problem.sources_differ, orders = *orders, difference = *difference))
        }
        Problem::UnitsDiffer { orders, difference } => {
            number::agree(&td_string!(locale, problem.units_differ, orders = *orders, difference = *difference))
        }
        Problem::ImplausibleCosts { skus, sku, cost, price } => number::agree(&td_string!(
            locale,
            problem.implausible_costs,
            skus = *skus,
            sku = sku.as_str(),
            cost = *cost,
            price = *price
        )),
        Problem::CostsDiffer { skus, sku, here, counted } => number::agree(&td_string!(
            locale,
            problem.costs_differ,
            skus = *skus,
            sku = sku.as_str(),
            here = *here,
            counted = *counted
        )),
        Problem::FreightDiffers { parcels, difference } => {
            number::agree(&td_string!(locale, problem.freight_differs, parcels = *parcels, difference = *difference))
        }
        Problem::BilledAgain { parcels, amount } => {
            number::agree(&td_string!(locale, problem.billed_again, parcels = *parcels, amount = *amount))
        }
        Problem::MaybeSentAgain { rows } => number::agree(&td_string!(locale, problem.maybe_sent_again, rows = *rows)),
        Problem::SumTooLarge => td_string!(locale, problem.sum_too_large).to_owned(),
        Problem::EncodingReplaced { count } => {
            number::agree(&td_string!(locale, problem.encoding_replaced, count = *count))
        }
        Problem::DateFarAhead { day, latest } => {
            let bucket = names::reason(locale, BucketReason::AfterAsOf);
            td_string!(locale, problem.date_far_ahead, day = *day, latest = *latest, bucket = bucket)
        }
        Problem::LayoutNotChecked => td_string!(locale, problem.layout_not_checked).to_string(),
        Problem::OrderIdDates { rows } => number::agree(&td_string!(locale, problem.order_id_dates, rows = *rows)),
    }
}

/// Sheet, row and column as Excel shows them; empty for a finding about the whole file.
pub(crate) fn place(locale: Locale, place: &Place) -> String {
    let parts = [
        place.sheet.as_ref().map(|sheet| td_string!(locale, import.place.sheet, sheet = sheet.as_str())),
        place.row.map(|row| td_string!(locale, import.place.row, row = row)),
        place.column.as_ref().map(|column| td_string!(locale, import.place.column, column = column.as_str())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Words one after the other, with the language's comma.
pub(crate) fn listed<T: AsRef<str>>(locale: Locale, words: &[T]) -> String {
    let comma = match locale {
        Locale::zh_CN => "、",
        Locale::en => ", ",
    };
    words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(comma)
}
