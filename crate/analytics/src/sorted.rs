//! Parts of sorted lists.

/// The part of a list behind all for which `is_before` holds, which stand first.
pub(crate) fn from<T>(sorted: &[T], is_before: impl Fn(&T) -> bool) -> &[T] {
    sorted.split_at(sorted.partition_point(is_before)).1
}

/// The part of a list for which `is_before` holds, which stands first.
pub(crate) fn up_to<T>(sorted: &[T], is_before: impl Fn(&T) -> bool) -> &[T] {
    sorted.split_at(sorted.partition_point(is_before)).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_where_it_turns() {
        let list = [1, 2, 2, 5];
        assert_eq!((from(&list, |n| *n < 2), up_to(&list, |n| *n <= 2)), (&[2, 2, 5][..], &[1, 2, 2][..]));
        assert_eq!((from(&list, |_| true), up_to(&list, |_| false)), (&[][..], &[][..]));
    }
}
