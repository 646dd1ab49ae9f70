//! Puts the program together: settings become machines, machines become a server and a worker, and both stop in order.

mod migrate;
mod observe;
mod presence;

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    built::Built,
    config::{Config, SearchEngine},
    ctx::{Ctx, Machines, SystemRandom},
    db::{Db, StatementObserver},
    embedding::Embedder,
    feed::Feed,
    files::Files,
    http, identity,
    jobs::{self, Jobs},
    kernel::{Clock, SystemClock, id::Random},
    keys::Keyring,
    mail::Mailer,
    matching::Engine,
    oidc::Providers,
    operation::Duties,
    outbox::worker,
    rulebook::{self, Rulebook},
    search::{self, Embedded, Meili, Prepared, SearchIndex},
    throttle::Throttle,
    vectors::Embed,
};

pub use migrate::{Standing, migrate, pending_migrations, standing};

/// What may be exchanged when the program is put together: the real thing by default, something tame in tests.
pub struct Parts {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// What hashing a password costs.
    pub password_cost: argon2::Params,
    /// Sees every SQL statement.
    pub statements: Option<StatementObserver>,
    /// What Node built: the program carries it.
    pub built: Built,
    /// The search engine; built from the settings if none.
    pub search: Option<Arc<dyn SearchIndex>>,
}

impl Default for Parts {
    fn default() -> Self {
        let password_cost = identity::password_cost();
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            password_cost,
            statements: None,
            built: Built::default(),
            search: None,
        }
    }
}

/// Builds the machines. The database must answer; the search engine need not.
pub async fn open(config: Config, parts: Parts) -> anyhow::Result<Ctx> {
    std::fs::create_dir_all(&config.data_dir).with_context(|| format!("cannot create {}", config.data_dir.display()))?;
    let search = match parts.search {
        Some(search) => search,
        None => search_engine(&config)?,
    };
    let (rules, calendar) = rulebook::parse_files()?;
    let db = Db::connect(&config, parts.statements).await?;
    let embedder = Embedder::new(&config.embeddings, db.clone(), Arc::clone(&parts.clock))?;
    Ok(Ctx::new(Machines {
        matching: Engine::new(Arc::clone(&search), Arc::new(embedder)),
        throttle: Throttle::new(&db),
        db,
        search,
        feed: Feed::default(),
        files: Files::local(&config.data_dir.join("files"))?,
        rules: Rulebook::new(rules, calendar),
        keys: Keyring::open(&config, parts.random.as_ref())?,
        process: process(parts.random.as_ref()),
        providers: Providers::new(&config)?,
        password_cost: parts.password_cost,
        hashing: tokio::sync::Semaphore::new(config.auth.password_hash_slots),
        hashing_line: tokio::sync::Semaphore::new(config.auth.password_hash_line),
        transfers: tokio::sync::Semaphore::new(config.http.transfers),
        looking: Arc::new(tokio::sync::Semaphore::new(config.limits.import_previews)),
        clock: parts.clock,
        random: parts.random,
        built: parts.built,
        config,
    }))
}

fn process(random: &dyn Random) -> uuid::Uuid {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn search_engine(config: &Config) -> anyhow::Result<Arc<dyn SearchIndex>> {
    Ok(search::metered(match config.search.engine {
        SearchEngine::Embedded => Arc::new(Embedded::open(&config.data_dir.join("search"))?),
        SearchEngine::Meilisearch => {
            let key = config.search.meilisearch_key.expose_secret();
            Arc::new(Meili::connect(&config.search.meilisearch_url, (!key.is_empty()).then_some(key), &config.search.index)?)
        }
    }))
}

/// The job handler with its mailer.
pub fn jobs(ctx: &Ctx) -> anyhow::Result<Arc<Jobs>> {
    Ok(Arc::new(Jobs::new(Mailer::new(&ctx.config.mail)?)))
}

/// Whether mails could be sent now.
pub async fn check_mail(config: &Config) -> anyhow::Result<()> {
    Ok(Mailer::new(&config.mail)?.check().await?)
}

/// An embeddings machine to be tried out, which knows nothing of what was asked before.
pub fn embedder(ctx: &Ctx) -> anyhow::Result<impl Embed + use<>> {
    Embedder::new(&ctx.config.embeddings, ctx.db.clone(), Arc::clone(&ctx.clock))
}

/// Serves until a signal to stop arrives, then lets running requests finish (10 seconds at most).
pub async fn serve(ctx: Ctx) -> anyhow::Result<()> {
    migrate::ensure_fit(&ctx).await?;
    let stop = CancellationToken::new();
    let listener =
        TcpListener::bind(&ctx.config.http.listen).await.with_context(|| format!("cannot listen on {}", ctx.config.http.listen))?;
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(ctx.feed.clone().tail(ctx.db.clone(), stop.clone()));
    tasks.spawn(ctx.db.clone().listen(stop.clone()));
    // Whoever answers has an engine of its own; one that works the outbox alone needs none.
    tasks.spawn(jobs::Keeper::new(&ctx).keep(stop.clone()));
    if ctx.config.worker.embedded {
        spawn_worker(&ctx, &mut tasks, &stop)?;
    }
    observe::expose(&ctx, &mut tasks, &stop).await?;
    presence::announce(&ctx, Duties { serves: true, works: ctx.config.worker.embedded }, &mut tasks, &stop).await;
    tracing::info!(address = %listener.local_addr()?, search = ctx.search.name(), "serving");
    let signals = stop.clone();
    tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("stopping");
        signals.cancel();
    });
    http::serve(listener, http::router(ctx.clone(), stop.clone()), &ctx.config.http, stop).await;
    wind_down(tasks).await;
    Ok(())
}

/// Works the outbox until a signal to stop arrives.
pub async fn work(ctx: Ctx) -> anyhow::Result<()> {
    migrate::ensure_fit(&ctx).await?;
    let stop = CancellationToken::new();
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(ctx.db.clone().listen(stop.clone()));
    spawn_worker(&ctx, &mut tasks, &stop)?;
    observe::expose(&ctx, &mut tasks, &stop).await?;
    presence::announce(&ctx, Duties { serves: false, works: true }, &mut tasks, &stop).await;
    stop_signal().await;
    stop.cancel();
    wind_down(tasks).await;
    Ok(())
}

fn spawn_worker(ctx: &Ctx, tasks: &mut tokio::task::JoinSet<()>, stop: &CancellationToken) -> anyhow::Result<()> {
    tasks.spawn(worker::run(ctx.clone(), jobs(ctx)?, stop.clone()));
    tasks.spawn(jobs::sweep(ctx.clone(), stop.clone()));
    let ctx = ctx.clone();
    // In its own task: a search engine that is away must not hold up the start.
    let stop = stop.clone();
    tasks.spawn(async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = prepare_search_at_last(&ctx, Duration::from_secs(1)) => {}
        }
    });
    Ok(())
}

/// As [`prepare_search`], again and again until it works: first after `pause`, then ever more rarely, at least once a
/// minute. An engine that was away at the start has no index to write to.
pub async fn prepare_search_at_last(ctx: &Ctx, mut pause: Duration) {
    while let Err(error) = prepare_search(ctx).await {
        tracing::warn!(error = %error, seconds = pause.as_secs(), "the search index is not ready; trying again");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_mins(1));
    }
}

/// Brings the index's settings up to date and fills an empty or outdated index.
pub async fn prepare_search(ctx: &Ctx) -> anyhow::Result<()> {
    if ctx.search.prepare().await? == Prepared::NeedsReindex {
        let documents = jobs::reindex(ctx, |_| {}).await?;
        tracing::info!(documents, "search index built");
    }
    Ok(())
}

async fn wind_down(mut tasks: tokio::task::JoinSet<()>) {
    let _ = tokio::time::timeout(Duration::from_secs(2), async { while tasks.join_next().await.is_some() {} }).await;
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
