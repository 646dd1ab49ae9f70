//! A look at a file before it is imported.

use super::{pipeline, start::importable};
use crate::{
    ctx::Ctx,
    import::{
        check::check,
        field::{Confidence, Field},
        kind::ImportKind,
        map::{Demands, Listings, Mapping, Plan, Problem, Subject, cells_of, map_row, own_fields, suggest},
        policy,
        read::{Format, Row, shown},
        rules::StoredMapping,
    },
    kernel::{Actor, Code, Error, Id, Result, id},
    rulebook::Rulebook,
    upload,
};

/// Rows that are shown.
const ROWS: usize = 20;
/// Values of a column that are shown.
const VALUES: usize = 3;

/// A column of a file.
#[derive(Debug, Clone)]
pub struct PreviewColumn {
    /// Header.
    pub column: String,
    /// The field that it would feed.
    pub field: Option<&'static Field>,
    /// What we would suggest, and how surely.
    pub suggestion: Option<(&'static Field, Confidence)>,
    /// Some of its values.
    pub values: Vec<String>,
}

/// A row as it would be imported.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// Row as a person sees it.
    pub row: i64,
    /// External reference.
    pub external_reference: String,
    /// Fields with something in them, in the words of our own export.
    pub values: Vec<(&'static Field, String)>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Whether it would be refused.
    pub rejected: bool,
}

/// A file, looked at.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Type of the file.
    pub format: Format,
    /// Rows with data.
    pub total_rows: i64,
    /// Its columns, in order.
    pub columns: Vec<PreviewColumn>,
    /// Its first rows.
    pub rows: Vec<PreviewRow>,
    /// Why the mapping does not suffice yet.
    pub blocker: Option<Error>,
}

/// Reads the first rows of an uploaded file with `mapping` (what it does not say is suggested). Changes nothing.
///
/// # Errors
/// `NOT_FOUND` at `uploadId`; as [`importable`]; as [`Mapping::validate`] at `mapping`; those of the file at `uploadId`.
pub async fn preview(ctx: &Ctx, actor: &Actor, kind: ImportKind, file: Id<id::Upload>, mapping: Mapping) -> Result<Preview> {
    let sees = |organization| policy::sees(actor, kind, organization);
    let upload = upload::visible(ctx.db.read(), file, sees).await?;
    let upload = upload.ok_or_else(|| Error::new(Code::NotFound).at("uploadId"))?;
    mapping.validate(kind).map_err(|error| error.at("mapping"))?;
    importable(&upload)?;
    // Files of 50 MB become rows of many times that: not too many of them at once.
    let _slot = ctx.looking.acquire().await.map_err(Error::internal)?;
    let bytes = upload::bytes(ctx, &upload).await?;
    let stored = StoredMapping { columns: mapping.clone(), strict: true };
    let opened = pipeline::open(ctx, kind, bytes, stored, pipeline::Header::Any).await.map_err(|error| error.at("uploadId"))?;
    let (today, rules) = (ctx.clock.today(), ctx.rules.clone());
    // Mapping and checking are work for a thread that nobody else waits on.
    let looked = tokio::task::spawn_blocking(move || match kind {
        ImportKind::Listing => look::<Listings>(opened, &mapping, today, &rules),
        ImportKind::Demand => look::<Demands>(opened, &mapping, today, &rules),
    });
    looked.await.map_err(|error| Error::new(Code::FileDamaged).because(error).at("uploadId"))?
}

fn look<S: Subject>(opened: pipeline::Opened, mapping: &Mapping, today: chrono::NaiveDate, rules: &Rulebook) -> Result<Preview> {
    let (reading, format, total_rows) = (std::sync::Arc::clone(&opened.reading), opened.format, opened.total_rows);
    let rows: Vec<Row> = opened.rows().take(ROWS).collect();
    let headers = &reading.plan.headers;
    let blocker = Plan::new(S::KIND, headers, &rows, mapping, true).err();
    let suggestions = suggest(S::KIND, headers, &rows);
    let columns = suggestions.into_iter().enumerate().map(|(index, suggestion)| PreviewColumn {
        column: suggestion.column,
        field: reading.plan.columns.iter().find(|(column, _)| *column == index).map(|(_, field)| *field),
        suggestion: suggestion.field,
        values: rows
            .iter()
            .filter_map(|row| row.cells.get(index))
            .filter(|cell| !cell.trim().is_empty())
            .take(VALUES)
            .map(|cell| shown(cell))
            .collect(),
    });
    let columns = columns.collect();
    let mapped = rows.iter().map(|row| {
        let mut mapped = map_row::<S>(row, &reading);
        if !mapped.exact {
            check::<S>(&mut mapped, &reading.plan, today, rules);
        }
        let cells = cells_of(S::KIND, None, &mapped.content)?;
        let values = own_fields(S::KIND)
            .map(|(field, _)| field)
            .zip(cells)
            .filter(|(field, cell)| !cell.is_empty() && reading.plan.feeds(field.path));
        Ok(PreviewRow {
            row: mapped.row,
            external_reference: mapped.external_reference.clone(),
            values: values.map(|(field, cell)| (field, shown(&cell))).collect(),
            rejected: mapped.is_rejected(),
            problems: mapped.problems,
        })
    });
    let rows = mapped.collect::<Result<Vec<_>>>()?;
    Ok(Preview { format, total_rows, columns, rows, blocker })
}
