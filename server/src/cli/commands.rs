//! The commands, each a few lines around an action.

use std::{io::Read as _, path::Path, process::ExitCode};

use anyhow::{Context, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    WANTING, explain,
    open::{self, Opened},
};
use crate::{
    app, audit,
    built::Built,
    config::{self, Config, SearchEngine},
    db::SoleProcess,
    graph, identity, jobs,
    kernel::Actor,
    listing, outbox, seed,
};

/// A bar for long work on standard error; it hides itself when nobody looks. Give it the total if it is known.
pub(super) fn bar(total: Option<u64>, what: &'static str) -> ProgressBar {
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if total.is_some() { "{msg} {wide_bar} {pos}/{len} {eta}" } else { "{msg} {spinner} {pos} {elapsed}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(what)
}

pub(super) async fn serve(config: Config, built: Built) -> anyhow::Result<ExitCode> {
    let url = config.http.public_url.clone();
    // Before anything is opened: the reason is this, and not whatever the other process holds.
    let _sole = SoleProcess::claim(&config)?;
    let ctx = app::open(config, app::Parts { built, ..Default::default() }).await?;
    println!("Lianqiao 联桥  {url}  (API {url}/graphql, GraphiQL {url}/graphiql)");
    app::serve(ctx).await?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn worker(config: Config) -> anyhow::Result<ExitCode> {
    ensure!(
        config.search.engine == SearchEngine::Meilisearch,
        "the embedded search index belongs to the server's process: run `lianqiao serve`, or set search.engine = \"meilisearch\""
    );
    let _sole = SoleProcess::claim(&config)?;
    app::work(open::whole(config).await?).await?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn migrate(config: Config) -> anyhow::Result<ExitCode> {
    // The search index is not touched: the server may be running and holding it.
    let ctx = open::without_search(config).await?;
    let standing = app::standing(&ctx).await?;
    let rules = app::migrate(&ctx).await?;
    let pending = match standing {
        app::Standing::Older(pending) => pending,
        app::Standing::Newer(_) => {
            println!("a newer program has migrated this database: nothing to do");
            return Ok(ExitCode::SUCCESS);
        }
        app::Standing::Current | app::Standing::TooNew(_) => 0,
    };
    println!("database up to date ({pending} migrations run, {rules} rule versions added)");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn seed(config: Config, demo: bool) -> anyhow::Result<ExitCode> {
    let ctx = open::whole(config).await?;
    app::migrate(&ctx).await?;
    println!("reference data is up to date");
    if demo {
        let bar = bar(Some(seed::demo_size()?), "demo world");
        let world = Box::pin(seed::load_demo(&ctx, |done| bar.set_position(done))).await?;
        let jobs = app::jobs(&ctx)?;
        app::prepare_search(&ctx).await?;
        outbox::worker::drain(&ctx, jobs.as_ref()).await.map_err(|error| explain(&error))?;
        bar.finish_and_clear();
        println!("{world}");
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn reindex(config: Config) -> anyhow::Result<ExitCode> {
    let Opened { ctx, held } = open::beside(config).await?;
    if let Some(held) = held {
        // The running server holds the embedded index: leave the request in the outbox, it will do it.
        let tx = ctx.begin().await.map_err(|error| explain(&error))?;
        let event = outbox::Event::ReindexRequested { by: audit::platform() };
        outbox::push(&ctx, &*tx, &event).await.map_err(|error| explain(&error))?;
        tx.commit().await.map_err(|error| explain(&error))?;
        println!("the server is running and was asked to build the index anew ({held:#})");
        return Ok(ExitCode::SUCCESS);
    }
    ctx.search.prepare().await?;
    let total = listing::published_count(&ctx).await.map_err(|error| explain(&error))?;
    let bar = bar(Some(total), "listings");
    let documents = jobs::reindex(&ctx, |done| bar.set_position(done)).await?;
    bar.finish_and_clear();
    println!("{documents} listings indexed");
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

pub(super) fn config_check(file: Option<&Path>) -> anyhow::Result<ExitCode> {
    for setting in config::explain(file)? {
        println!("{:<32} {:<40} {}", setting.key, setting.value, setting.source);
    }
    println!("the settings are sound");
    Ok(ExitCode::SUCCESS)
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
    let ctx = open::without_search(config).await?;
    app::migrate(&ctx).await?;
    let user = identity::create_operator(&ctx, &email, &name, &password, &organization).await.map_err(|error| explain(&error))?;
    println!("operator {email} created ({user})");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn verify_audit(config: Config) -> anyhow::Result<ExitCode> {
    let ctx = open::without_search(config).await?;
    let bar = bar(Some(audit::length(&ctx).await.map_err(|error| explain(&error))?), "audit entries");
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
