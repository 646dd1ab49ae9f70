//! The way back: an office's own listings or an enterprise's own demands, complete, in a form that imports to the same.

use futures::{StreamExt, stream};
use serde::Serialize;
use serde_json::{Map, Value};

use super::download::Download;
use crate::{
    ctx::Ctx,
    demand,
    import::{
        kind::ImportKind,
        map::{cells_of, own_fields},
        policy,
    },
    kernel::{Actor, Error, Id, Locale, Result, id::Organization, sheet},
    listing::{self, OfficeFilter},
};

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One row a listing or demand; lists of structures as JSON in a cell; cells that a spreadsheet program would run made harmless.
    Csv,
    /// One JSON object a line: the stored document with `external_reference` in front.
    JsonLines,
}

/// Listings or demands read with one statement, and held in memory at a time.
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
    policy::permit(actor, ImportKind::Listing, organization).map_err(|error| error.at("organizationId"))?;
    let ctx = ctx.clone();
    let pages = stream::try_unfold(Some(listing::Walk::Start), move |walk| {
        let (ctx, filter) = (ctx.clone(), filter.clone());
        async move {
            let Some(walk) = walk else { return Ok(None) };
            let (listings, next) = listing::working_copies(&ctx, organization, &filter, walk, PAGE).await?;
            let rows = listings.iter().map(|listing| (reference(listing.external_reference.as_deref(), listing.id), &listing.content));
            Ok(Some((written(ImportKind::Listing, rows, format)?, next)))
        }
    });
    Ok(stream::iter(header(ImportKind::Listing, actor.locale(), format)?.map(Ok)).chain(pages).boxed())
}

/// Demands of `organization` as it keeps them, in any state, in the order and the forms of [`export`].
///
/// # Errors
/// As [`policy::permit`] at `organizationId`; those of the database, also later from the stream.
pub fn export_demands(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, format: ExportFormat) -> Result<Download> {
    policy::permit(actor, ImportKind::Demand, organization).map_err(|error| error.at("organizationId"))?;
    let ctx = ctx.clone();
    let pages = stream::try_unfold(Some(demand::Walk::Start), move |walk| {
        let ctx = ctx.clone();
        async move {
            let Some(walk) = walk else { return Ok(None) };
            let (demands, next) = demand::working_copies(&ctx, organization, walk, PAGE).await?;
            let rows = demands.iter().map(|demand| (reference(demand.external_reference.as_deref(), demand.id), &demand.content));
            Ok(Some((written(ImportKind::Demand, rows, format)?, next)))
        }
    });
    Ok(stream::iter(header(ImportKind::Demand, actor.locale(), format)?.map(Ok)).chain(pages).boxed())
}

/// What a row is known by when it comes back.
fn reference(own: Option<&str>, id: impl ToString) -> String {
    own.map_or_else(|| id.to_string(), str::to_owned)
}

fn header(kind: ImportKind, locale: Locale, format: ExportFormat) -> Result<Option<Vec<u8>>> {
    if format == ExportFormat::JsonLines {
        return Ok(None);
    }
    let mut table = sheet::writer(true);
    table.write_record(own_fields(kind).map(|(field, _)| field.header(locale))).map_err(Error::internal)?;
    sheet::bytes(table).map(Some)
}

fn written<'a, C: Serialize + 'a>(kind: ImportKind, rows: impl Iterator<Item = (String, &'a C)>, format: ExportFormat) -> Result<Vec<u8>> {
    let mut table = sheet::writer(false);
    let mut lines = String::new();
    for (reference, content) in rows {
        match format {
            ExportFormat::Csv => {
                let cells = cells_of(kind, Some(&reference), content)?;
                table.write_record(cells.iter().map(|cell| sheet::neutralize(cell))).map_err(Error::internal)?;
            }
            ExportFormat::JsonLines => {
                lines.push_str(&line(&reference, content)?);
                lines.push('\n');
            }
        }
    }
    match format {
        ExportFormat::Csv => sheet::bytes(table),
        ExportFormat::JsonLines => Ok(lines.into_bytes()),
    }
}

fn line(reference: &str, content: &impl Serialize) -> Result<String> {
    let mut object = Map::new();
    object.insert("external_reference".to_owned(), reference.into());
    match serde_json::to_value(content).map_err(Error::internal)? {
        Value::Object(document) => object.extend(document),
        other => return Err(Error::internal(format!("content is no object: {other}"))),
    }
    Ok(Value::Object(object).to_string())
}
