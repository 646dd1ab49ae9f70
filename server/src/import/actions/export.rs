//! The way back: an office's own listings, complete, in a form that imports to the same listings.

use serde_json::{Map, Value};

use super::result::language;
use crate::{
    ctx::Ctx,
    import::{
        map::{cells_of, neutralize, own_fields},
        policy,
    },
    kernel::{Actor, Error, Id, Result, id::Organization},
    listing,
};

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One row a listing; lists of structures as JSON in a cell; cells that a spreadsheet program would run made harmless.
    Csv,
    /// One JSON object a line: the stored document with `external_reference` in front.
    JsonLines,
}

/// Listings read with one statement.
const PAGE: u64 = 500;

/// All listings of `organization` as the office keeps them, in any state, ordered by external reference, so that the
/// same listings always give the same bytes. A listing without an external reference gets its global id for one.
///
/// CSV is UTF-8 with a byte-order mark, in the language of the actor; JSON Lines is UTF-8.
///
/// # Errors
/// As [`policy::permit`] at `organizationId`.
pub async fn export(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, format: ExportFormat) -> Result<Vec<u8>> {
    policy::permit(actor, organization).map_err(|error| error.at("organizationId"))?;
    let mut records = Vec::new();
    let mut after = None;
    loop {
        let page = listing::working_copies_after(ctx, organization, after, PAGE).await?;
        after = page.last().map(|listing| listing.id);
        for listing in page {
            let reference = listing.external_reference.unwrap_or_else(|| listing.id.to_string());
            let record = match format {
                ExportFormat::Csv => cells_of(Some(&reference), &listing.content)?.iter().map(|cell| neutralize(cell)).collect(),
                ExportFormat::JsonLines => vec![line(&reference, &listing.content)?],
            };
            records.push((reference, record));
        }
        if after.is_none() {
            break;
        }
    }
    records.sort();
    match format {
        ExportFormat::Csv => {
            let mut table = csv_writer();
            table.write_record(own_fields().map(|(field, _)| field.header(language(actor)))).map_err(Error::internal)?;
            for (_, record) in records {
                table.write_record(record).map_err(Error::internal)?;
            }
            csv_bytes(table)
        }
        ExportFormat::JsonLines => {
            Ok(records.into_iter().flat_map(|(_, record)| record).map(|line| line + "\n").collect::<String>().into_bytes())
        }
    }
}

fn line(reference: &str, content: &listing::content::ListingContent) -> Result<String> {
    let mut object = Map::new();
    object.insert("external_reference".to_owned(), reference.into());
    match serde_json::to_value(content).map_err(Error::internal)? {
        Value::Object(document) => object.extend(document),
        other => return Err(Error::internal(format!("content is no object: {other}"))),
    }
    Ok(Value::Object(object).to_string())
}

/// A table with the line ends of RFC 4180.
pub(super) fn csv_writer() -> csv::Writer<Vec<u8>> {
    const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec())
}

/// The bytes of a table.
pub(super) fn csv_bytes(table: csv::Writer<Vec<u8>>) -> Result<Vec<u8>> {
    table.into_inner().map_err(|error| Error::internal(error.error()))
}
