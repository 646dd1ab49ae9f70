//! The way back: an office's own listings, complete, in a form that imports to the same listings.

use futures::{StreamExt, stream};
use serde_json::{Map, Value};

use super::download::{Download, csv_bytes, csv_writer, language};
use crate::{
    ctx::Ctx,
    import::{
        map::{cells_of, neutralize, own_fields},
        policy,
    },
    kernel::{Actor, Error, Id, Locale, Result, id::Organization},
    listing::{self, OfficeFilter, Walk, content::ListingContent, model::Listing},
};

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One row a listing; lists of structures as JSON in a cell; cells that a spreadsheet program would run made harmless.
    Csv,
    /// One JSON object a line: the stored document with `external_reference` in front.
    JsonLines,
}

/// Listings read with one statement, and held in memory at a time.
const PAGE: u64 = 500;

/// Listings of `organization` that match, as the office keeps them, in any state: those with an external reference by it, then
/// the others by id, so that the same listings always give the same bytes. A listing without an external reference gets
/// its global id for one, by which an import into the same office knows it again.
///
/// CSV is UTF-8 with a byte-order mark, in the language of the actor; JSON Lines is UTF-8. The pages are read one after
/// the other: who changes listings meanwhile may find the change in the file or not.
///
/// # Errors
/// As [`policy::permit`] at `organizationId`; those of the database, also later from the stream.
pub fn export(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, filter: OfficeFilter, format: ExportFormat) -> Result<Download> {
    policy::permit(actor, organization).map_err(|error| error.at("organizationId"))?;
    let header = match format {
        ExportFormat::Csv => Some(header(language(actor))?),
        ExportFormat::JsonLines => None,
    };
    let ctx = ctx.clone();
    let pages = stream::try_unfold(Some(Walk::Start), move |walk| {
        let (ctx, filter) = (ctx.clone(), filter.clone());
        async move {
            let Some(walk) = walk else { return Ok(None) };
            let (listings, next) = listing::working_copies(&ctx, organization, &filter, walk, PAGE).await?;
            Ok(Some((written(&listings, format)?, next)))
        }
    });
    Ok(stream::iter(header.map(Ok)).chain(pages).boxed())
}

fn header(locale: Locale) -> Result<Vec<u8>> {
    let mut table = csv_writer(true);
    table.write_record(own_fields().map(|(field, _)| field.header(locale))).map_err(Error::internal)?;
    csv_bytes(table)
}

fn written(listings: &[Listing], format: ExportFormat) -> Result<Vec<u8>> {
    let mut table = csv_writer(false);
    let mut lines = String::new();
    for listing in listings {
        let reference = listing.external_reference.clone().unwrap_or_else(|| listing.id.to_string());
        match format {
            ExportFormat::Csv => {
                let cells = cells_of(Some(&reference), &listing.content)?;
                table.write_record(cells.iter().map(|cell| neutralize(cell))).map_err(Error::internal)?;
            }
            ExportFormat::JsonLines => {
                lines.push_str(&line(&reference, &listing.content)?);
                lines.push('\n');
            }
        }
    }
    match format {
        ExportFormat::Csv => csv_bytes(table),
        ExportFormat::JsonLines => Ok(lines.into_bytes()),
    }
}

fn line(reference: &str, content: &ListingContent) -> Result<String> {
    let mut object = Map::new();
    object.insert("external_reference".to_owned(), reference.into());
    match serde_json::to_value(content).map_err(Error::internal)? {
        Value::Object(document) => object.extend(document),
        other => return Err(Error::internal(format!("content is no object: {other}"))),
    }
    Ok(Value::Object(object).to_string())
}
