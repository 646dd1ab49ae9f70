//! Tables that leave as CSV for spreadsheet programs.

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::{Error, Result};

/// A piece of a table with the line ends of RFC 4180; the first one begins with a byte-order mark, so that spreadsheet
/// programs read Chinese.
#[must_use]
pub fn writer(first: bool) -> Writer<Vec<u8>> {
    const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
    let beginning = if first { BYTE_ORDER_MARK.to_vec() } else { Vec::new() };
    // Every cell in quotes: a program that takes semicolons for separators must not find the beginning of a cell, and
    // with it a formula, in the middle of ours.
    WriterBuilder::new().quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(beginning)
}

/// The bytes of a piece.
///
/// # Errors
/// `INTERNAL` if they could not be written.
pub fn bytes(table: Writer<Vec<u8>>) -> Result<Vec<u8>> {
    table.into_inner().map_err(|error| Error::internal(error.error()))
}

/// Takes the power from a cell that a spreadsheet program would run as a formula, by an apostrophe in front. A text that
/// begins with apostrophes and then such a character gets one more, so that [`restore`] is exact for every text.
#[must_use]
pub fn neutralize(cell: &str) -> String {
    if is_armed(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Undoes [`neutralize`].
#[must_use]
pub fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_armed(rest) => rest,
        _ => cell,
    }
}

fn is_armed(cell: &str) -> bool {
    // Full-width signs too: some programs read them as formulas after folding widths.
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
