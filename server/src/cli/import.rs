//! `lianqiao import`: the same import as through the API, with a bar.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::{WANTING, commands, explain};
use crate::{
    app,
    config::Config,
    identity,
    import::{self, ErrorPolicy},
    kernel::Locale,
    locale, outbox,
};

/// What happens when some rows cannot be taken.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// Take nothing.
    RejectAll,
    /// Take the others.
    RejectFailedRows,
}

/// Arguments of `lianqiao import`.
#[derive(Args)]
pub(super) struct Arguments {
    /// The file: CSV (UTF-8, UTF-16 or GB18030; comma, semicolon or tab), XLSX or JSON Lines.
    file: PathBuf,
    /// Organization that the listings belong to: its global id or its credit code.
    #[arg(long)]
    organization: String,
    /// What happens when some rows cannot be taken.
    #[arg(long, value_enum, default_value = "reject-failed-rows")]
    policy: Policy,
    /// Check everything and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the rows that were not taken, with the reasons, to this CSV file.
    #[arg(long, value_name = "FILE")]
    result: Option<PathBuf>,
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(&arguments.file).with_context(|| format!("cannot read {}", arguments.file.display()))?;
    let name = arguments.file.file_name().and_then(|name| name.to_str()).unwrap_or("import").to_owned();
    let ctx = app::open(config.clone(), app::Parts::default()).await;
    // A running server holds the embedded index; it will index what is imported here, through the outbox.
    let (ctx, indexing) = if let Ok(ctx) = ctx {
        (ctx, true)
    } else {
        let search = Some(std::sync::Arc::new(crate::search::Embedded::in_memory()?) as std::sync::Arc<dyn crate::search::SearchIndex>);
        (app::open(config, app::Parts { search, ..Default::default() }).await?, false)
    };
    let organization = identity::find_by_code_or_id(&ctx, &arguments.organization).await.map_err(|error| explain(&error))?;
    let Some(organization) = organization else { bail!("there is no organization {}", arguments.organization) };
    let policy = match arguments.policy {
        Policy::RejectAll => ErrorPolicy::RejectAll,
        Policy::RejectFailedRows => ErrorPolicy::RejectFailedRows,
    };
    let bar = commands::bar(None, "rows");
    let job = import::FileJob { organization, file_name: name, bytes, mapping: None, policy, dry_run: arguments.dry_run };
    let run = import::run_file(&ctx, &commands::ACTOR, job, |done| bar.set_position(done)).await.map_err(|error| explain(&error))?;
    bar.finish_and_clear();
    if indexing && !arguments.dry_run {
        app::prepare_search(&ctx).await?;
        let jobs = app::jobs(&ctx)?;
        outbox::worker::drain(&ctx, jobs.as_ref()).await.map_err(|error| explain(&error))?;
    }
    println!(
        "{} rows: {} created, {} updated, {} unchanged, {} rejected{}",
        run.total_rows,
        run.created_rows,
        run.updated_rows,
        run.unchanged_rows,
        run.rejected_rows,
        if arguments.dry_run { " (dry run: nothing was changed)" } else { "" }
    );
    if let Some(failure) = &run.failure {
        println!("{}", locale::error_message(Locale::En, failure));
    }
    if let Some(file) = arguments.result {
        let result = import::result_file(&ctx, &commands::ACTOR, run.id).await.map_err(|error| explain(&error))?;
        std::fs::write(&file, result).with_context(|| format!("cannot write {}", file.display()))?;
        println!("details in {}", file.display());
    }
    Ok(if run.rejected_rows == 0 && run.failure.is_none() { ExitCode::SUCCESS } else { ExitCode::from(WANTING) })
}
