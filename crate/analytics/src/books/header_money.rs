//! What only the header of an order knows of its money, laid on the order's lines.

use smallvec::smallvec;

use super::draft::{Draft, share, spread, weigh, weigh_stated};
use super::fates::Apart;
use super::orders::Joining;
use super::rules::{GivenBack, Receipt};
use super::{RefundRow, RefundRows};
use crate::currency::Currencies;
use crate::dataset::OrderHeader;
use crate::money::Amount;
use crate::vocabulary::{LineRule, RefundState};

impl Joining<'_> {
    /// Spreads what only the header knows: all the money where lines have none, or a source says it that is not as good; else
    /// the postage that the lines leave out. Returns by how much the header says more than the lines, where those count.
    pub(super) fn header_money(
        &mut self,
        drafts: &mut [Draft<'_>],
        header: &OrderHeader,
        receipt: Receipt,
        lines_have_money: bool,
        rule: LineRule,
    ) -> Option<Amount> {
        if receipt.is_unconverted() {
            // What cannot be converted cannot be compared with the lines either.
            if lines_have_money {
                self.set_header_told(header);
            }
            for draft in drafts.iter_mut().filter(|_| !lines_have_money) {
                (draft.doubt, draft.given_back) = (receipt.doubt, receipt.given_back);
            }
            return None;
        }
        if header.adds_to_lines && lines_have_money {
            let own = |draft: &Draft<'_>| draft.line_amount.millionths().max(0);
            spread(drafts, receipt.gross, own, |draft, part| draft.header_amount = part);
            let went_back = |draft: &&mut Draft<'_>| draft.refund_rows.iter().any(|row| row.is_whole);
            drafts.iter_mut().filter(went_back).for_each(|draft| draft.refund_whole(Some(header.at)));
            return None;
        }
        let of_header = self.precedence.standing[header.at];
        // A gift that another source adds does not speak for the lines.
        let of_lines = drafts.iter().map(|draft| draft.standing).min();
        let own: Amount = drafts.iter().map(|draft| draft.line_amount).sum();
        let currencies = self.rules.currencies;
        let converted = |postage| currencies.converted_at(postage, header.currency, header.times);
        let postage = header.postage.and_then(converted).unwrap_or(Amount::ZERO);
        let difference = receipt.gross - own;
        let is_unknown = drafts.iter().any(Draft::is_unconverted);
        let is_otherwise = is_unknown || (!difference.is_zero() && difference != postage);
        if lines_have_money && is_otherwise && of_lines > Some(of_header) {
            return self.header_goes_before(drafts, header, receipt);
        }
        if is_unknown {
            self.joined.fates.confirm(header.at, receipt.gross, self.rules.of_header(header));
            return None;
        }
        let to_spread = match lines_have_money {
            true if difference == postage => postage,
            true => Amount::ZERO,
            false => receipt.gross,
        };
        let doubt = if lines_have_money { None } else { receipt.doubt };
        let weigh = weigh(drafts, currencies, lines_have_money, rule);
        spread(drafts, to_spread, weigh, |draft, part| {
            draft.header_amount = part;
            draft.doubt = draft.doubt.or(doubt);
        });
        if lines_have_money {
            let of = self.rules.of_header(header);
            self.joined.fates.confirm(header.at, receipt.gross - to_spread, of);
        }
        if !lines_have_money || of_lines >= Some(of_header) {
            let decides = Some(of_header) < of_lines && self.rules.tells_refunds(header.at);
            header_refund(drafts, header, currencies, (receipt.refund, to_spread), decides);
        }
        Some(difference - to_spread).filter(|difference| lines_have_money && !difference.is_zero())
    }

    /// Lays the money of a better source on the lines, as their own has it; theirs confirms.
    fn header_goes_before(
        &mut self,
        drafts: &mut [Draft<'_>],
        header: &OrderHeader,
        receipt: Receipt,
    ) -> Option<Amount> {
        let order = self.precedence.ids.key(header.order);
        let is_unknown = drafts.iter().any(Draft::is_unconverted);
        let fates = &mut self.joined.fates;
        for draft in drafts.iter() {
            let of = self.rules.of_line(draft.line);
            fates.set_apart(draft.line.at, Apart::Confirms, self.rules.said_by_line(draft.line), 0, of);
            if !is_unknown {
                self.told.says(fates.file(draft.line.at), order, draft.line_amount);
            }
        }
        let stated = weigh_stated(drafts, self.rules.currencies, |line| line.amount);
        let weigh = |draft: &Draft<'_>| match stated(draft.line) {
            _ if draft.line.is_resend => 0,
            Some(stated) if is_unknown => stated,
            _ => draft.line_amount.millionths(),
        };
        spread(drafts, receipt.gross, weigh, |draft, part| {
            draft.header_amount = part;
            draft.line_amount = Amount::ZERO;
            (draft.doubt, draft.given_back) = (receipt.doubt, GivenBack::Nothing);
        });
        let is_better = self.rules.tells_refunds(header.at);
        header_refund(drafts, header, self.rules.currencies, (receipt.refund, receipt.gross), is_better);
        None
    }
}

/// Lays what was given back for the order as a whole on its lines. Where the header's source is the better one, what the
/// lines say of refunds shows only which of them are meant.
fn header_refund(
    drafts: &mut [Draft<'_>],
    header: &OrderHeader,
    currencies: &Currencies,
    (refund, spread_over): (Amount, Amount),
    is_better: bool,
) {
    if is_better && refund.is_zero() {
        for draft in drafts.iter_mut() {
            (draft.refund, draft.refund_rows, draft.refund_share) = (Amount::ZERO, RefundRows::new(), 0);
            draft.refund_state = RefundState::None;
        }
        return;
    }
    let of_lines: Amount = drafts.iter().map(|draft| draft.refund).sum();
    if !is_better && !of_lines.is_zero() {
        // The postage that went back with the goods is in the header's refund alone.
        let more = refund - of_lines;
        let kept = |draft: &Draft<'_>| (draft.revenue() - draft.refund).millionths().max(0);
        let give = |draft: &mut Draft<'_>, part: Amount| {
            draft.refund += part;
            draft.refund_rows.push(RefundRow { at: header.at, amount: part, is_whole: false, of_list: None });
            if !draft.refund_state.is_done() {
                draft.refund_state = header.refund_state;
            }
        };
        if Amount::ZERO < more && more <= spread_over {
            spread(drafts, more, |draft| draft.refund.millionths(), give);
        } else if Amount::ZERO < more && more.millionths() <= drafts.iter().map(kept).sum() {
            // What went back later is on the list alone.
            spread(drafts, more, kept, |draft, part| {
                if !part.is_zero() {
                    give(draft, part);
                }
            });
        }
        return;
    }
    let is_meant = |draft: &Draft<'_>| draft.refund_state.is_done();
    let meant: Amount = drafts.iter().filter(|draft| is_meant(draft)).map(Draft::revenue).sum();
    let has_meant = refund <= meant;
    let weighs = |draft: &Draft<'_>| {
        if has_meant && !is_meant(draft) { 0 } else { draft.revenue().millionths() }
    };
    if !refund.is_zero() {
        let is_whole = header.refund.is_none();
        spread(drafts, refund, weighs, |draft, part| {
            draft.refund = part;
            if !draft.refund_state.is_done() && !part.is_zero() {
                draft.refund_state = header.refund_state;
            }
            draft.refund_rows = smallvec![RefundRow { at: header.at, amount: part, is_whole, of_list: None }];
        });
    } else if !meant.is_zero() {
        for draft in drafts.iter_mut().filter(|draft| draft.refund_state.is_done()) {
            let line = draft.line;
            let stated = line.refund.and_then(|refund| currencies.converted_at(refund, line.currency, line.times));
            match stated.filter(|amount| !amount.is_zero()) {
                // The line has no money of its own and says all the same how much of it went back.
                Some(amount) => {
                    draft.refund = amount;
                    draft.refund_rows = smallvec![RefundRow { at: line.at, amount, is_whole: false, of_list: None }];
                }
                None => draft.refund_whole(Some(header.at)),
            }
        }
    } else {
        return;
    }
    share(drafts, weighs, |draft, part| draft.refund_share = part);
}
