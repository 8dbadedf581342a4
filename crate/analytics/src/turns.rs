//! Going through a million things so that a browser does it well.
//!
//! A browser first compiles WebAssembly quickly and badly, and replaces a function by a good version when it is called
//! again: a loop that is entered once stays in the bad one to its end. So long loops are cut into turns, each a call.

/// Things in one call: few enough that the first turns, which are slow, do not count.
const A_TURN: usize = 4_096;

/// Does `work` with each of `items`, in their order.
pub(crate) fn in_turns<'i, T>(items: &'i [T], mut work: impl FnMut(&'i T)) {
    for items in items.chunks(A_TURN) {
        turn(items.iter(), &mut work);
    }
}

/// Does `work` with each of `items`, in their order, which may change it.
pub(crate) fn in_turns_mut<T>(items: &mut [T], mut work: impl FnMut(&mut T)) {
    for items in items.chunks_mut(A_TURN) {
        turn(items.iter_mut(), &mut work);
    }
}

/// What `pick` takes of each of `items`.
pub(crate) fn picked<'i, T, U>(items: &'i [T], mut pick: impl FnMut(&'i T) -> Option<U>) -> Vec<U> {
    let mut taken = Vec::with_capacity(items.len());
    in_turns(items, |item| taken.extend(pick(item)));
    taken
}

/// What `make` makes of each of `items`.
pub(crate) fn made_of<T, U>(mut items: impl ExactSizeIterator<Item = T>, mut make: impl FnMut(T) -> U) -> Vec<U> {
    let mut made = Vec::with_capacity(items.len());
    while items.len() > 0 {
        turn(items.by_ref().take(A_TURN), &mut |item| made.push(make(item)));
    }
    made
}

// A call of its own, whatever the compiler thinks of it.
#[inline(never)]
fn turn<I: Iterator>(items: I, work: &mut impl FnMut(I::Item)) {
    items.for_each(work);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_out_or_done_twice() {
        let numbers: Vec<usize> = (1..=10_000).collect();
        let even = picked(&numbers, |number| (number % 2 == 0).then_some(*number));
        assert!(even.into_iter().eq((2..=10_000).step_by(2)));
        assert!(made_of(0..10_000, |number| number + 1) == numbers);
        let mut others: Vec<usize> = (0..10_000).collect();
        in_turns_mut(&mut others, |number| *number += 1);
        assert!(others == numbers);
    }
}
