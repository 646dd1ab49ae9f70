//! The commands, each a few lines around an action.

use std::{io::Read as _, path::Path, process::ExitCode};

use anyhow::{Context, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};

use super::{WANTING, explain};
use crate::{
    app, audit,
    config::{Config, SearchEngine},
    ctx::Ctx,
    graph, identity, jobs,
    kernel::Actor,
    outbox, seed,
};

async fn open(config: Config) -> anyhow::Result<Ctx> {
    app::open(config, app::Parts::default()).await
}

/// A bar for long work on standard error; it hides itself when nobody looks.
pub(super) fn bar(total: Option<u64>, what: &'static str) -> ProgressBar {
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if total.is_some() { "{msg} {wide_bar} {pos}/{len} {eta}" } else { "{msg} {spinner} {pos} {elapsed}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(what)
}

pub(super) async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    let url = config.http.public_url.clone();
    let ctx = open(config).await?;
    println!("Lianqiao 联桥  {url}  (API {url}/graphql, GraphiQL {url}/graphiql)");
    app::serve(ctx).await?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn worker(config: Config) -> anyhow::Result<ExitCode> {
    ensure!(
        config.search.engine == SearchEngine::Meilisearch,
        "the embedded search index belongs to the server's process: run `lianqiao serve`, or set search.engine = \"meilisearch\""
    );
    app::work(open(config).await?).await?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn migrate(config: Config) -> anyhow::Result<ExitCode> {
    // The search index is not touched: the server may be running and holding it.
    let ctx =
        app::open(config, app::Parts { search: Some(std::sync::Arc::new(crate::search::Embedded::in_memory()?)), ..Default::default() })
            .await?;
    let pending = app::pending_migrations(&ctx).await?;
    let rules = app::migrate(&ctx).await?;
    println!("database up to date ({pending} migrations run, {rules} rule versions added)");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn seed(config: Config, demo: bool) -> anyhow::Result<ExitCode> {
    let ctx = open(config).await?;
    app::migrate(&ctx).await?;
    println!("reference data is up to date");
    if demo {
        let bar = bar(None, "demo world");
        let world = seed::load_demo(&ctx, |done| bar.set_position(done)).await?;
        let jobs = app::jobs(&ctx)?;
        app::prepare_search(&ctx).await?;
        outbox::worker::drain(&ctx, jobs.as_ref()).await.map_err(|error| explain(&error))?;
        bar.finish_and_clear();
        println!("{world}");
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn reindex(config: Config) -> anyhow::Result<ExitCode> {
    let embedded = config.search.engine == SearchEngine::Embedded;
    match open(config.clone()).await {
        Ok(ctx) => {
            ctx.search.prepare().await?;
            let bar = bar(None, "indexing");
            let documents = jobs::reindex(&ctx, |done| bar.set_position(done)).await?;
            bar.finish_and_clear();
            println!("{documents} listings indexed");
        }
        // The running server holds the embedded index: leave the request in the outbox, it will do it.
        Err(held) if embedded => {
            let search = Some(std::sync::Arc::new(crate::search::Embedded::in_memory()?) as std::sync::Arc<dyn crate::search::SearchIndex>);
            let ctx = app::open(config, app::Parts { search, ..Default::default() }).await?;
            let tx = ctx.begin().await.map_err(|error| explain(&error))?;
            let event = outbox::Event::ReindexRequested { by: audit::platform() };
            outbox::push(&ctx, &*tx, &event).await.map_err(|error| explain(&error))?;
            tx.commit().await.map_err(|error| explain(&error))?;
            println!("the server is running and was asked to build the index anew ({held:#})");
        }
        Err(error) => return Err(error),
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn schema(config: &Config, check: Option<&Path>) -> anyhow::Result<ExitCode> {
    let sdl = graph::sdl(&config.limits);
    let Some(file) = check else {
        print!("{sdl}");
        return Ok(ExitCode::SUCCESS);
    };
    let kept = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    if kept == sdl {
        println!("{} is up to date", file.display());
        Ok(ExitCode::SUCCESS)
    } else {
        eprintln!("{} differs from the program's schema: run `make schema`", file.display());
        Ok(ExitCode::from(WANTING))
    }
}

pub(super) fn config_check(config: &Config) -> ExitCode {
    // Secrets are wrapped: their debug form is masked.
    println!("{config:#?}");
    println!("the settings are sound");
    ExitCode::SUCCESS
}

pub(super) async fn doctor(config: Config) -> anyhow::Result<ExitCode> {
    let ctx = match open(config).await {
        Ok(ctx) => ctx,
        Err(error) => {
            println!("✗ start      {error:#}");
            return Ok(ExitCode::from(WANTING));
        }
    };
    let mut well = true;
    for (what, result) in app::examine(&ctx).await {
        match result {
            Ok(found) => println!("✓ {what:<10} {found}"),
            Err(error) => {
                well = false;
                println!("✗ {what:<10} {error:#}");
            }
        }
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(WANTING) })
}

pub(super) async fn create_operator(config: Config, email: String, name: String, organization: String) -> anyhow::Result<ExitCode> {
    let password = if let Ok(password) = std::env::var("LIANQIAO_OPERATOR_PASSWORD") {
        password
    } else {
        eprintln!("password:");
        let mut line = String::new();
        std::io::stdin().take(1024).read_to_string(&mut line)?;
        line.lines().next().unwrap_or_default().to_owned()
    };
    if password.is_empty() {
        bail!("no password given");
    }
    let search = Some(std::sync::Arc::new(crate::search::Embedded::in_memory()?) as std::sync::Arc<dyn crate::search::SearchIndex>);
    let ctx = app::open(config, app::Parts { search, ..Default::default() }).await?;
    app::migrate(&ctx).await?;
    let user = identity::create_operator(&ctx, &email, &name, &password, &organization).await.map_err(|error| explain(&error))?;
    println!("operator {email} created ({user})");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn verify_audit(config: Config) -> anyhow::Result<ExitCode> {
    let search = Some(std::sync::Arc::new(crate::search::Embedded::in_memory()?) as std::sync::Arc<dyn crate::search::SearchIndex>);
    let ctx = app::open(config, app::Parts { search, ..Default::default() }).await?;
    let bar = bar(None, "audit entries");
    let report = audit::verify(&ctx, None, |done| bar.set_position(done)).await.map_err(|error| explain(&error))?;
    bar.finish_and_clear();
    for (organization, seq, why) in &report.broken {
        println!("✗ trail {organization}, entry {seq}: {why}");
    }
    println!("{} entries in {} trails, {} broken", report.entries, report.trails, report.broken.len());
    Ok(if report.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WANTING) })
}

/// Who acts for the command line.
pub(super) const ACTOR: Actor = Actor::System("cli");
