//! The result file: every row as it was, with what became of it. Corrected, it can be imported as it is.

use std::{collections::HashMap, sync::Arc};

use futures::{StreamExt, stream};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::{download::Download, pipeline, read};
use crate::{
    ctx::Ctx,
    import::{
        kind::ImportKind,
        map::{Severity, is_ours, result_headers},
        policy,
        read::Row,
        rules::{Outcome, RowProblem, RowResult, Target},
        store,
    },
    kernel::{Actor, Code, Error, Id, Locale, Result, id, sheet},
    locale, upload,
};

/// Every row of an import as CSV (UTF-8 with a byte-order mark): the columns of the original, then row, reference,
/// outcome, listing or demand, warnings and problems. A file that could not be read gives one row with the reason.
///
/// # Errors
/// `NOT_FOUND` if the actor may not know of the import; those of the database, also later from the stream.
pub async fn result_file(ctx: &Ctx, actor: &Actor, id: Id<id::ImportRun>) -> Result<Download> {
    let run = read::find(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound))?;
    policy::permit(actor, run.kind, run.organization)?;
    let locale = actor.locale();
    let unread = run.checked_rows == 0 && run.done_rows == 0;
    if let Some(failure) = run.failure.as_ref().filter(|_| unread) {
        return failed(run.kind, failure, locale);
    }
    let upload = upload::find(ctx.db.read(), run.organization, run.upload).await?.ok_or_else(|| Error::new(Code::NotFound))?;
    // Files of 50 MB become rows of many times that: not too many of them at once.
    let slot = Arc::clone(&ctx.looking).acquire_owned().await.map_err(Error::internal)?;
    let bytes = upload::bytes(ctx, &upload).await?;
    let opened = match pipeline::open(ctx, run.kind, bytes, run.mapping.clone(), pipeline::Header::Any).await {
        Ok(opened) => opened,
        // It has not run yet, and it will say the same.
        Err(error) => return failed(run.kind, &error, locale),
    };
    let plan = &opened.reading.plan;
    // A result file that is imported again has our columns already.
    let original = (0..plan.headers.len()).filter(|index| !plan.headers.get(*index).is_some_and(|header| is_ours(header))).collect();
    let form = Form { run: run.id, kind: run.kind, original, neutralized: plan.neutralized, locale };
    let header = form.header(&plan.headers)?;
    let left = opened.total_rows;
    let rest = Rest { ctx: ctx.clone(), form, left, rows: opened.in_chunks(), _slot: slot };
    let pieces = stream::try_unfold(rest, piece);
    Ok(stream::iter([Ok(header)]).chain(pieces).boxed())
}

/// What is left to be written.
struct Rest {
    ctx: Ctx,
    form: Form,
    /// Rows of the file that did not come yet.
    left: i64,
    rows: mpsc::Receiver<Vec<Row>>,
    /// As long as the file is in memory, it takes one of the few places for that.
    _slot: OwnedSemaphorePermit,
}

/// One piece of the table: a chunk of the file, and two statements for what became of its rows.
///
/// # Errors
/// `INTERNAL` if the rows end too early, because their reader died: half a file must not look like a whole one.
async fn piece(mut rest: Rest) -> Result<Option<(Vec<u8>, Rest)>> {
    let Some(chunk) = rest.rows.recv().await else {
        return if rest.left > 0 { Err(Error::internal(format!("the file ended {} rows early", rest.left))) } else { Ok(None) };
    };
    rest.left -= i64::try_from(chunk.len()).map_err(Error::internal)?;
    let Rest { ctx, form, .. } = &rest;
    let (first, last) = (chunk.first().map_or(0, |row| row.number), chunk.last().map_or(0, |row| row.number));
    let results = store::results(ctx.db.read(), form.run, first..=last).await?;
    let results: HashMap<i64, RowResult> = results.into_iter().map(|result| (result.row, result)).collect();
    let mut problems: HashMap<i64, Vec<RowProblem>> = HashMap::new();
    for problem in store::problems_of_rows(ctx.db.read(), form.run, first..=last).await? {
        problems.entry(problem.row).or_default().push(problem);
    }
    let mut table = sheet::writer(false);
    for row in &chunk {
        let problems = problems.get(&row.number).map_or(&[][..], Vec::as_slice);
        table.write_record(form.record(row, results.get(&row.number), problems)).map_err(Error::internal)?;
    }
    Ok(Some((sheet::bytes(table)?, rest)))
}

/// How the rows are written.
struct Form {
    run: Id<id::ImportRun>,
    kind: ImportKind,
    /// Columns of the file that are not from an earlier result file.
    original: Vec<usize>,
    /// Whether the file's cells carry our apostrophes already.
    neutralized: bool,
    locale: Locale,
}

impl Form {
    fn header(&self, headers: &[String]) -> Result<Vec<u8>> {
        let mut table = sheet::writer(true);
        let original = self.original.iter().filter_map(|index| headers.get(*index)).map(|header| sheet::neutralize(header));
        table.write_record(original.chain(result_headers(self.kind, self.locale).map(str::to_owned))).map_err(Error::internal)?;
        sheet::bytes(table)
    }

    fn record(&self, row: &Row, result: Option<&RowResult>, problems: &[RowProblem]) -> Vec<String> {
        let shown = |cell: &str| sheet::neutralize(if self.neutralized { sheet::restore(cell) } else { cell });
        let original = self.original.iter().map(|index| row.cells.get(*index).map(|cell| shown(cell)).unwrap_or_default());
        let reference = result.map(|result| sheet::neutralize(&result.external_reference)).unwrap_or_default();
        let outcome = result.map_or(Outcome::Skipped, |result| result.outcome).to_string();
        let target = result.and_then(|result| result.target).map(Target::global).unwrap_or_default();
        let [warnings, errors] =
            [Severity::Warning, Severity::Error].map(|severity| sheet::neutralize(&self.sentences(problems, severity)));
        original.chain([row.number.to_string(), reference, outcome, target, warnings, errors]).collect()
    }

    fn sentences(&self, problems: &[RowProblem], severity: Severity) -> String {
        let one = |problem: &RowProblem| {
            let sentence = locale::error_message(self.locale, &problem.error);
            match (&problem.column, self.locale) {
                (Some(column), Locale::ZhCn) => format!("【{column}】{sentence}"),
                (Some(column), Locale::En) => format!("[{column}] {sentence}"),
                (None, _) => sentence,
            }
        };
        problems.iter().filter(|problem| problem.severity == severity).map(one).collect::<Vec<_>>().join("\n")
    }
}

/// The file itself is what is wrong: the same sentence as everywhere, in the last column.
fn failed(kind: ImportKind, failure: &Error, locale: Locale) -> Result<Download> {
    let mut table = sheet::writer(true);
    table.write_record(result_headers(kind, locale)).map_err(Error::internal)?;
    table.write_record(["", "", "", "", "", locale::error_message(locale, failure).as_str()]).map_err(Error::internal)?;
    Ok(stream::iter([sheet::bytes(table)]).boxed())
}
