//! The known export that an unknown header comes nearest to, where it comes near one.

use crate::header::{Header, HeaderRow};
use crate::profile::Profile;

/// The profile of which the greatest share of required columns was in a header.
#[derive(Debug, Default)]
pub(crate) struct Nearest(Option<Near>);

#[derive(Debug)]
struct Near {
    present: usize,
    wanted: usize,
    title: String,
    missing: Vec<String>,
}

impl Nearest {
    /// Looks at a row that may be a header.
    pub(crate) fn look(&mut self, profiles: &[Profile], header: &HeaderRow) {
        for profile in profiles {
            let wanted = profile.signature.weight();
            let missing = profile.signature.missing(header);
            let present = wanted.saturating_sub(missing.len());
            let is_nearer = self.0.as_ref().is_none_or(|near| present * near.wanted > near.present * wanted);
            // Of fewer columns nobody can say whose they are.
            if is_nearer && present * 10 >= wanted * 6 && n_of_its_own(profiles, profile, header) >= 2 {
                self.0 = Some(Near { present, wanted, title: profile.title.zh.clone(), missing });
            }
        }
    }

    /// What it is called, and the headers that are missing.
    pub(crate) fn found(&self) -> Option<(&str, &[String])> {
        self.0.as_ref().map(|near| (near.title.as_str(), near.missing.as_slice()))
    }
}

/// How many columns the table has that only this platform's exports are known by: 订单号 is on every list of orders, and says
/// nothing of whose it is.
fn n_of_its_own(profiles: &[Profile], profile: &Profile, header: &HeaderRow) -> usize {
    let is_others = |wanted: &Header| {
        let others = profiles.iter().filter(|other| other.source != profile.source);
        others.flat_map(|other| other.signature.headers()).any(|other| other.key == wanted.key)
    };
    profile.signature.present(header).filter(|wanted| !is_others(wanted)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{Cell, RowBuffer};
    use crate::profile;

    #[track_caller]
    fn check(headers: &[&str], expected: Option<(&str, &[&str])>) {
        let mut row = RowBuffer::default();
        headers.iter().for_each(|header| row.push(Cell::Text(header)));
        let mut nearest = Nearest::default();
        nearest.look(profile::all(), &HeaderRow::of(&row));
        let found = nearest.found().map(|(title, missing)| (title, missing.iter().map(String::as_str).collect()));
        assert_eq!(found, expected.map(|(title, missing)| (title, missing.to_vec())));
    }

    #[test]
    fn an_export_is_named_where_it_is_really_near() {
        let missing: &[&str] = &["订单号"];
        check(&["商家实收金额(元)", "用户实付金额(元)", "商品数量(件)"], Some(("拼多多 订单导出", missing)));
        // A list of orders, and no more can be said of it.
        check(&["订单号", "订单状态", "商品清单", "实付", "付款时间"], None);
        check(&["订单号", "商家实收金额(元)"], None);
        check(&["姓名", "会员卡号"], None);
        check(&["商家编码", "颜色"], None);
    }
}
