//! Which rows of a long table have to be at hand for what can be seen of it.

/// Height of a row in pixels.
pub(crate) const ROW_HEIGHT: u32 = 36;
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
pub(crate) fn window(top: i32, height: i32) -> Window {
    let first = u32::try_from(top).unwrap_or(0) / ROW_HEIGHT;
    let seen = u32::try_from(height).unwrap_or(0).div_ceil(ROW_HEIGHT) + 1;
    let offset = (first / STEP * STEP).saturating_sub(MARGIN);
    Window { offset, limit: (first + seen).div_ceil(STEP) * STEP + MARGIN - offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_always_inside() {
        for top in [0, 35, 36, 1_000, 1_440, 3_599_000] {
            let window = window(top, 720);
            let (first, last) = (top.unsigned_abs() / ROW_HEIGHT, (top.unsigned_abs() + 720) / ROW_HEIGHT);
            assert!(window.offset <= first && last < window.offset + window.limit, "{top}: {window:?}");
            assert!(window.limit <= 200, "{top}: {window:?}");
        }
    }

    #[test]
    fn a_small_movement_changes_nothing() {
        assert_eq!(window(0, 720), window(36 * 15, 720));
    }
}
