//! `lianqiao import`: the same import as through the API, with a bar.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use clap::{Args, ValueEnum};
use futures::TryStreamExt;
use indicatif::ProgressBar;
use tokio::io::AsyncWriteExt;

use super::{WANTING, commands, explain};
use crate::{
    app,
    config::Config,
    ctx::Ctx,
    identity,
    import::{
        self, ErrorPolicy, FileJob, ImportKind, ImportRun,
        map::{ColumnMapping, Mapping},
    },
    kernel::{Code, Id, Locale, id::Organization},
    locale, outbox,
    search::{Embedded, SearchIndex},
};

/// The exit code for wrong usage, as clap has it.
const USAGE: u8 = 2;

/// What happens when some rows cannot be taken.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// Take nothing.
    RejectAll,
    /// Take the others.
    RejectFailedRows,
}

/// What the rows become.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Achievements of an office.
    Listing,
    /// Demands of an enterprise.
    Demand,
}

/// Arguments of `lianqiao import`.
#[derive(Args)]
pub(super) struct Arguments {
    /// The file: CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or tab), XLSX or JSON Lines.
    file: PathBuf,
    /// What the rows become.
    #[arg(long, value_enum, default_value = "listing")]
    kind: Kind,
    /// Organization that the listings or demands belong to: its global id or its credit code.
    #[arg(long)]
    organization: String,
    /// What the columns mean, where the headers do not say it: a JSON object of header and field path, null to leave a
    /// column out. Wins over the preset.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Name of a mapping that the organization has kept.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// What happens when some rows cannot be taken.
    #[arg(long, value_enum, default_value = "reject-failed-rows")]
    policy: Policy,
    /// Check everything and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write every row with what became of it to this CSV file.
    #[arg(long, value_name = "FILE")]
    result: Option<PathBuf>,
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let mapping = match arguments.mapping.as_deref().map(mapping).transpose() {
        Ok(mapping) => mapping,
        Err(error) => return Ok(misused(&error)),
    };
    let bytes = std::fs::read(&arguments.file).with_context(|| format!("cannot read {}", arguments.file.display()))?;
    let (ctx, indexing) = open(config).await?;
    let organization = identity::find_by_code_or_id(&ctx, &arguments.organization).await.map_err(|error| explain(&error))?;
    let Some(organization) = organization else {
        return Ok(misused(&anyhow::anyhow!("there is no organization {}", arguments.organization)));
    };
    let job = job(&arguments, organization, bytes, mapping);
    let bar = commands::bar(Some(0), "rows");
    let ended = import::run_file(&ctx, &commands::ACTOR, job, |run| show(&bar, run)).await;
    bar.finish_and_clear();
    let run = match ended {
        Ok(run) => run,
        Err(error) if matches!(error.path().first().map(String::as_str), Some("mapping" | "preset" | "organizationId")) => {
            return Ok(misused(&explain(&error)));
        }
        Err(error) => return Err(explain(&error)),
    };
    if indexing && !run.dry_run {
        app::prepare_search(&ctx).await?;
        let jobs = app::jobs(&ctx)?;
        outbox::worker::drain(&ctx, jobs.as_ref()).await.map_err(|error| explain(&error))?;
    }
    println!("{}", summary(&run));
    if let Some(file) = &arguments.result {
        write_result(&ctx, &run, file).await?;
        println!("every row in {}", file.display());
    }
    Ok(exit_code(&run))
}

/// The machines, and whether the search index is ours to follow up. A running server holds the embedded index; it will
/// index what is imported here, through the outbox.
async fn open(config: Config) -> anyhow::Result<(Ctx, bool)> {
    if let Ok(ctx) = app::open(config.clone(), app::Parts::default()).await {
        return Ok((ctx, true));
    }
    let search = Some(Arc::new(Embedded::in_memory()?) as Arc<dyn SearchIndex>);
    Ok((app::open(config, app::Parts { search, ..Default::default() }).await?, false))
}

fn job(arguments: &Arguments, organization: Id<Organization>, bytes: Vec<u8>, mapping: Option<Mapping>) -> FileJob {
    FileJob {
        kind: match arguments.kind {
            Kind::Listing => ImportKind::Listing,
            Kind::Demand => ImportKind::Demand,
        },
        organization,
        file_name: arguments.file.file_name().and_then(|name| name.to_str()).unwrap_or("import").to_owned(),
        bytes,
        mapping,
        preset: arguments.preset.clone(),
        policy: match arguments.policy {
            Policy::RejectAll => ErrorPolicy::RejectAll,
            Policy::RejectFailedRows => ErrorPolicy::RejectFailedRows,
        },
        dry_run: arguments.dry_run,
    }
}

fn misused(error: &anyhow::Error) -> ExitCode {
    eprintln!("lianqiao: {error:#}");
    ExitCode::from(USAGE)
}

/// A mapping as people write it: `{ "Case no.": "externalReference", "Remarks": null }`.
fn mapping(file: &Path) -> anyhow::Result<Mapping> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let columns: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON object of headers and field paths", file.display()))?;
    let column = |(column, field): (String, serde_json::Value)| match field {
        serde_json::Value::Null => Ok(ColumnMapping { column, field: None }),
        serde_json::Value::String(field) => Ok(ColumnMapping { column, field: Some(field) }),
        other => Err(anyhow::anyhow!("{}: {column} is mapped to {other}, not to a field path or null", file.display())),
    };
    Ok(Mapping { columns: columns.into_iter().map(column).collect::<anyhow::Result<_>>()? })
}

/// All rows or none means looking at every row before writing any: two rounds of the bar.
fn show(bar: &ProgressBar, run: &ImportRun) {
    let checking = run.is_all_or_none() && run.writing_since.is_none();
    bar.set_message(if checking { "checking" } else { "importing" });
    bar.set_length(u64::try_from(run.total_rows).unwrap_or_default());
    bar.set_position(u64::try_from(if checking { run.checked_rows } else { run.done_rows }).unwrap_or_default());
}

fn summary(run: &ImportRun) -> String {
    let mut lines = vec![format!("{}{}", run.file_name, if run.dry_run { " (dry run: nothing was changed)" } else { "" })];
    let rows = [
        ("rows", run.total_rows),
        ("created", run.created_rows),
        ("updated", run.updated_rows),
        ("unchanged", run.unchanged_rows),
        ("rejected", run.rejected_rows),
        ("with a warning", run.warning_rows),
    ];
    lines.extend(rows.map(|(what, count)| format!("  {what:<14} {count:>9}")));
    lines.extend(run.failure.as_ref().map(|failure| locale::error_message(Locale::En, failure)));
    lines.join("\n")
}

async fn write_result(ctx: &Ctx, run: &ImportRun, file: &Path) -> anyhow::Result<()> {
    let mut pieces = import::result_file(ctx, &commands::ACTOR, run.id).await.map_err(|error| explain(&error))?;
    let mut out = tokio::fs::File::create(file).await.with_context(|| format!("cannot write {}", file.display()))?;
    while let Some(piece) = pieces.try_next().await.map_err(|error| explain(&error))? {
        out.write_all(&piece).await.with_context(|| format!("cannot write {}", file.display()))?;
    }
    out.flush().await.with_context(|| format!("cannot write {}", file.display()))
}

fn exit_code(run: &ImportRun) -> ExitCode {
    match run.failure.as_ref().map(crate::kernel::Error::code) {
        None if run.rejected_rows == 0 => ExitCode::SUCCESS,
        None | Some(Code::RowsRejected | Code::ImportNotUndone) => ExitCode::from(WANTING),
        // The mapping names a column that the file does not have.
        Some(Code::ColumnMissing) if run.mapping.strict && !run.mapping.columns.columns.is_empty() => ExitCode::from(USAGE),
        Some(_) => ExitCode::FAILURE,
    }
}
