//! Which rows of a long table have to be at hand for what can be seen of it.

/// Height of a row in pixels; on a telephone it has a second line, and room for a thumb.
pub(crate) const fn row_height(is_narrow: bool) -> u32 {
    if is_narrow { 56 } else { 36 }
}

/// Rows are asked for in steps of this many, so that scrolling by one row asks for nothing.
const STEP: u32 = 40;
/// Rows that are at hand on either side of the step that can be seen.
const MARGIN: u32 = 40;

/// A run of rows, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) offset: u32,
    pub(crate) limit: u32,
}

/// The rows to ask for when the table is scrolled by `top` pixels and shows `height` pixels.
pub(crate) fn window(top: i32, height: i32, is_narrow: bool) -> Window {
    let row = row_height(is_narrow);
    let first = u32::try_from(top).unwrap_or(0) / row;
    let seen = u32::try_from(height).unwrap_or(0).div_ceil(row) + 1;
    let offset = (first / STEP * STEP).saturating_sub(MARGIN);
    Window { offset, limit: (first + seen).div_ceil(STEP) * STEP + MARGIN - offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_always_inside() {
        for (top, is_narrow) in [(0, false), (35, true), (36, false), (1_000, true), (1_440, false), (3_599_000, false)]
        {
            let window = window(top, 720, is_narrow);
            let row = row_height(is_narrow);
            let (first, last) = (top.unsigned_abs() / row, (top.unsigned_abs() + 720) / row);
            assert!(window.offset <= first && last < window.offset + window.limit, "{top}: {window:?}");
            assert!(window.limit <= 200, "{top}: {window:?}");
        }
    }

    #[test]
    fn a_small_movement_changes_nothing() {
        assert_eq!(window(0, 720, false), window(36 * 15, 720, false));
    }
}
