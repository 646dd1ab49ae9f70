//! Files that leave: written as they are read, so that their size does not matter.

use futures::{TryStreamExt, stream::BoxStream};

use crate::kernel::{Actor, Error, Locale, Result};

/// A file, piece by piece. An error in the middle ends it: what was received then is not the whole.
pub type Download = BoxStream<'static, Result<Vec<u8>>>;

/// The whole file, for those who have room for it.
///
/// # Errors
/// Those of the pieces.
pub async fn whole(download: Download) -> Result<Vec<u8>> {
    download.try_concat().await
}

/// A piece of a table with the line ends of RFC 4180; the first one begins with a byte-order mark, so that spreadsheet
/// programs read Chinese.
#[must_use]
pub fn csv_writer(first: bool) -> csv::Writer<Vec<u8>> {
    const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
    let beginning = if first { BYTE_ORDER_MARK.to_vec() } else { Vec::new() };
    // Every cell in quotes: a program that takes semicolons for separators must not find the beginning of a cell, and
    // with it a formula, in the middle of ours.
    csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).terminator(csv::Terminator::CRLF).from_writer(beginning)
}

/// The bytes of a piece.
///
/// # Errors
/// `INTERNAL` if they could not be written.
pub fn csv_bytes(table: csv::Writer<Vec<u8>>) -> Result<Vec<u8>> {
    table.into_inner().map_err(|error| Error::internal(error.error()))
}

/// The language of somebody who reads a file; English on the command line.
#[must_use]
pub const fn language(actor: &Actor) -> Locale {
    match actor {
        Actor::Member(member) => member.locale,
        Actor::Visitor | Actor::System(_) => Locale::En,
    }
}
