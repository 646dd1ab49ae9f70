//! The result file: the rows that were not imported, as they were, with the reasons behind them. Corrected, it can be
//! imported as it is.

use super::{chunk::by_row, pipeline, read};
use crate::{
    ctx::Ctx,
    import::{
        map::{RESULT_HEADERS, Severity, neutralize, restore},
        policy,
        rules::{ImportRun, RowProblem},
        store,
    },
    kernel::{Actor, Code, Error, Id, Locale, Result, id},
    locale,
};

/// The refused rows of an import as CSV (UTF-8 with a byte-order mark, so that spreadsheet programs read Chinese).
///
/// # Errors
/// `NOT_FOUND` if the actor may not know of the import.
pub async fn result_file(ctx: &Ctx, actor: &Actor, id: Id<id::ImportRun>) -> Result<Vec<u8>> {
    let run = read::find(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound))?;
    policy::permit(actor, run.organization)?;
    let locale = language(actor);
    let mut problems = by_row(store::all_problems(ctx.db.read(), run.id).await?);
    problems.retain(|_, problems| problems.iter().any(|problem| problem.severity == Severity::Error));
    let upload = store::find_upload(ctx.db.read(), run.organization, run.upload).await?.ok_or_else(|| Error::new(Code::NotFound))?;
    let bytes = ctx.files.get(&upload.key()).await?;
    let opened = match pipeline::open(ctx, bytes, run.mapping.clone(), pipeline::Header::Any).await {
        Ok(opened) => opened,
        // The file itself is what is wrong: say so, in the same form.
        Err(error) => return failed(&run, &error, locale),
    };
    let plan = opened.reading.plan.clone();
    let table = tokio::task::spawn_blocking(move || {
        let mut table = super::export::csv_writer();
        let headers = plan.headers.iter().map(|header| neutralize(header));
        let ours = headers_of(locale).map(str::to_owned);
        // A result file that is imported again has the two columns already.
        let original: Vec<usize> = (0..plan.headers.len()).filter(|index| !is_ours(plan.headers.get(*index))).collect();
        let headers: Vec<String> = headers.collect();
        table.write_record(pick(&headers, &original).into_iter().chain(ours)).map_err(Error::internal)?;
        for row in opened.rows() {
            let Some(problems) = problems.get(&row.number) else { continue };
            let shown = |cell: &String| neutralize(if plan.neutralized { restore(cell) } else { cell });
            let cells: Vec<String> = row.cells.iter().map(shown).collect();
            let why = neutralize(&sentences(problems, locale));
            table.write_record(pick(&cells, &original).into_iter().chain([row.number.to_string(), why])).map_err(Error::internal)?;
        }
        super::export::csv_bytes(table)
    });
    table.await.map_err(Error::internal)?
}

fn pick(cells: &[String], positions: &[usize]) -> Vec<String> {
    positions.iter().map(|position| cells.get(*position).cloned().unwrap_or_default()).collect()
}

fn is_ours(header: Option<&String>) -> bool {
    header.is_some_and(|header| RESULT_HEADERS.iter().flatten().any(|ours| ours == header))
}

fn headers_of(locale: Locale) -> std::array::IntoIter<&'static str, 2> {
    let [chinese, english] = RESULT_HEADERS;
    match locale {
        Locale::ZhCn => chinese.into_iter(),
        Locale::En => english.into_iter(),
    }
}

/// The language of somebody who reads a file; English on the command line.
pub(super) const fn language(actor: &Actor) -> Locale {
    match actor {
        Actor::Member(member) => member.locale,
        Actor::Visitor | Actor::System(_) => Locale::En,
    }
}

fn sentences(problems: &[RowProblem], locale: Locale) -> String {
    let one = |problem: &RowProblem| {
        let sentence = locale::error_message(locale, &problem.error.error());
        match (&problem.column, locale) {
            (Some(column), Locale::ZhCn) => format!("【{column}】{sentence}"),
            (Some(column), Locale::En) => format!("[{column}] {sentence}"),
            (None, _) => sentence,
        }
    };
    problems.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn failed(run: &ImportRun, error: &Error, locale: Locale) -> Result<Vec<u8>> {
    let mut table = super::export::csv_writer();
    table.write_record(headers_of(locale)).map_err(Error::internal)?;
    let error = run.failure.as_ref().unwrap_or(error);
    table.write_record(["", locale::error_message(locale, error).as_str()]).map_err(Error::internal)?;
    super::export::csv_bytes(table)
}
