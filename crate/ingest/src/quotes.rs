//! Which quotation marks of a text enclose a cell, and which are letters of it: `"5 inch plate` is a product's name, and
//! taken for an opening quote it swallows every row up to the next one.

/// What the quotation mark at the beginning of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoted {
    /// It encloses the cell, which ends there.
    Until(usize),
    Letter,
    /// The text ends before that can be told.
    NeedsMore,
}

/// A text in which the meaning of quotation marks is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quotes<'t> {
    pub(crate) bytes: &'t [u8],
    pub(crate) delimiter: u8,
    /// Cells of most records; 0 where that is not known.
    pub(crate) columns: usize,
    /// No more text will follow.
    pub(crate) is_last: bool,
}

/// Excel's longest cell is 32,767 characters; what goes on for more lines than fit into it was never closed.
const LONGEST_CELL: usize = 256 * 1024;
/// So many lines that look like records are records.
const ENOUGH: usize = 8;
/// Ways to read the quotation marks of one line that are tried.
const BRANCHES: u32 = 24;

impl Quotes<'_> {
    /// Judges a quotation mark at `open` of which the closing one is not on its own line, which ends at `line_end`.
    ///
    /// The cell is real where the mark that closes it stands before a delimiter or a line's end, and the lines it encloses
    /// do not look like records, with as many cells as most have.
    pub(crate) fn several_lines(&self, open: usize, line_end: usize, n_before: usize) -> Quoted {
        let opening_fits = self.fits(plain_end(self.bytes, open, self.delimiter), line_end, n_before);
        let (mut n_lines, mut n_like) = (0, 0);
        let mut at = self.after_break(line_end);
        let mut in_line = at;
        loop {
            // The first quotation mark that may close the cell, on this line.
            let stop = quote_or_break(self.bytes, in_line);
            if stop - open > LONGEST_CELL {
                return Quoted::Letter;
            }
            match (self.bytes.get(stop), self.bytes.get(stop + 1)) {
                (None, _) | (Some(_), None) if !self.is_last => return Quoted::NeedsMore,
                (None, _) => return Quoted::Letter,
                (Some(b'"'), Some(b'"')) => in_line = stop + 2,
                (Some(b'"'), after) if ends(after, self.delimiter) => {
                    let Some(end) = self.line_end(stop) else { return Quoted::NeedsMore };
                    n_lines += 1;
                    n_like += usize::from(self.is_like_record(at, end));
                    let is_letter = self.enclose_records(opening_fits, n_lines, n_like);
                    return if is_letter { Quoted::Letter } else { Quoted::Until(stop + 1) };
                }
                (Some(b'"'), _) => in_line = stop + 1,
                (Some(_), _) => {
                    // A blank line is in a cell as often as between records.
                    n_lines += usize::from(stop > at);
                    n_like += usize::from(self.is_like_record(at, stop));
                    if n_lines >= ENOUGH && self.enclose_records(opening_fits, n_lines, n_like) {
                        return Quoted::Letter;
                    }
                    at = self.after_break(stop);
                    in_line = at;
                }
            }
        }
    }

    /// Whether lines, of which so many look like records, are records. Where a table has two columns only, a comma in
    /// each line is no evidence.
    fn enclose_records(&self, opening_fits: bool, n_lines: usize, n_like: usize) -> bool {
        let most_are_like = 2 * n_like > n_lines;
        let all_are_like = n_like == n_lines && n_lines > 2;
        most_are_like && (all_are_like || opening_fits && self.columns > 2)
    }

    fn is_like_record(&self, from: usize, to: usize) -> bool {
        self.columns > 1 && self.can_have(self.columns, from, to, &mut BRANCHES.clone())
    }

    /// Whether a line has as many cells as most, where `n_before` come before the one that ends at `end`.
    pub(crate) fn fits(&self, end: usize, line_end: usize, n_before: usize) -> bool {
        match self.columns.checked_sub(n_before + 1) {
            None => false,
            Some(0) => end >= line_end && self.columns > 1,
            Some(after) => end < line_end && self.can_have(after, end + 1, line_end, &mut BRANCHES.clone()),
        }
    }

    /// Whether so many cells can stand between a place and the end of its line. A quotation mark that does not enclose
    /// its cell plainly may be read in several ways, of which so many are tried.
    fn can_have(&self, mut n_cells: usize, from: usize, line_end: usize, branches: &mut u32) -> bool {
        let mut at = from;
        loop {
            if self.bytes.get(at) == Some(&b'"') && at < line_end {
                match self.first_mark(at + 1, line_end) {
                    Some(close) if ends(self.bytes.get(close + 1), self.delimiter) => at = close + 1,
                    Some(inside) if *branches > 0 => {
                        *branches -= 1;
                        let hung_on = plain_end(self.bytes, inside, self.delimiter);
                        let later = self.closing(inside + 1, line_end).map(|close| close + 1);
                        let mut goes_on = |end: usize| match n_cells.checked_sub(1) {
                            None => false,
                            Some(0) => end >= line_end,
                            Some(after) => end < line_end && self.can_have(after, end + 1, line_end, branches),
                        };
                        if goes_on(hung_on) || later.is_some_and(goes_on) {
                            return true;
                        }
                    }
                    // A cell that goes on in the next line is the last one of this.
                    None if n_cells == 1 => return true,
                    _ => {}
                }
            }
            at = plain_end(self.bytes, at, self.delimiter);
            if at >= line_end {
                return n_cells == 1;
            }
            at += 1;
            n_cells -= 1;
            if n_cells == 0 {
                return false;
            }
        }
    }

    /// The first quotation mark that is not doubled.
    fn first_mark(&self, from: usize, line_end: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let stop = quote_or_break(self.bytes, at);
            if stop >= line_end {
                return None;
            }
            if stop + 1 < line_end && self.bytes.get(stop + 1) == Some(&b'"') {
                at = stop + 2;
            } else {
                return Some(stop);
            }
        }
    }

    /// The quotation mark that closes a cell before the line ends.
    pub(crate) fn closing(&self, from: usize, line_end: usize) -> Option<usize> {
        let mut at = from;
        while let Some(mark) = self.first_mark(at, line_end) {
            if ends(self.bytes.get(mark + 1), self.delimiter) {
                return Some(mark);
            }
            at = mark + 1;
        }
        None
    }

    /// Where the line ends; `None` where the text ends first and goes on later.
    pub(crate) fn line_end(&self, from: usize) -> Option<usize> {
        let rest = self.bytes.get(from..).unwrap_or(&[]);
        match memchr::memchr2(b'\n', b'\r', rest) {
            Some(length) => Some(from + length),
            None if self.is_last => Some(self.bytes.len()),
            None => None,
        }
    }

    fn after_break(&self, line_end: usize) -> usize {
        let is_pair = self.bytes.get(line_end) == Some(&b'\r') && self.bytes.get(line_end + 1) == Some(&b'\n');
        line_end + 1 + usize::from(is_pair)
    }
}

/// Whether a cell may end before such a byte.
pub(crate) fn ends(after: Option<&u8>, delimiter: u8) -> bool {
    after.is_none_or(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r')
}

/// Line breaks as Excel counts them: a carriage return and the line feed behind it are one.
pub(crate) fn line_breaks(bytes: &[u8]) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns = memchr::memchr_iter(b'\r', bytes);
    let alone = returns.filter(|&at| bytes.get(at + 1) != Some(&b'\n')).count();
    u32::try_from(feeds + alone).unwrap_or(u32::MAX)
}

/// The end of a cell without quotes.
pub(crate) fn plain_end(bytes: &[u8], at: usize, delimiter: u8) -> usize {
    let mut at = at;
    // Eight bytes at a time: most fields end within the first or the second eight.
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*eight);
        let ends = has(word, delimiter) | has(word, b'\n') | has(word, b'\r');
        if ends != 0 {
            return at + (ends.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or(&[]);
    let ends = |&byte: &u8| byte == delimiter || byte == b'\n' || byte == b'\r';
    rest.iter().position(ends).map_or(bytes.len(), |length| at + length)
}

/// The next quotation mark or line break.
pub(crate) fn quote_or_break(bytes: &[u8], at: usize) -> usize {
    plain_end(bytes, at, b'"')
}

/// The highest bit of the first byte of the word that equals `wanted`; bits above it mean nothing.
// Source: Alan Mycroft's test for a zero byte, as in H. S. Warren, "Hacker's Delight" (2012), 6–1.
const fn has(word: u64, wanted: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let differs = word ^ (ONES * wanted as u64);
    differs.wrapping_sub(ONES) & !differs & (ONES << 7)
}
