//! One server, all of its own.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use lianqiao::{
    app::{self, Parts},
    built::Built,
    config::{Config, OidcProvider},
    ctx::Ctx,
    http,
    jobs::{Jobs, Keeper},
    kernel::ManualClock,
    mail::Mailer,
    outbox::worker,
    search::{Embedded, Meili, SearchIndex},
};
use tokio::sync::SemaphorePermit;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Client, SeededRandom, database};

/// How a test's server differs from the usual one.
pub struct Options {
    /// The time at which the story begins.
    pub now: DateTime<Utc>,
    /// Changes to the settings.
    pub configure: fn(&mut Config),
    /// Address of an embeddings endpoint; none if empty.
    pub embeddings: String,
    /// Institutions at which people can sign in.
    pub providers: Vec<OidcProvider>,
    /// Another search engine.
    pub search: Option<Arc<dyn SearchIndex>>,
    /// The port by way of which PostgreSQL is reached, for a network that breaks.
    pub through: Option<u16>,
    /// What Node built: nothing.
    pub built: Built,
    /// What hashing a password costs: next to nothing, for a story signs in many.
    pub password_cost: argon2::Params,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            now: "2026-11-23T02:00:00Z".parse().unwrap(),
            configure: |_| {},
            embeddings: String::new(),
            providers: Vec::new(),
            search: None,
            through: None,
            built: Built::default(),
            password_cost: argon2::Params::new(argon2::Params::MIN_M_COST, 1, 1, None).unwrap(),
        }
    }
}

/// A running server with its machines in reach.
pub struct TestApp {
    /// The machines, for arranging and for looking behind the scenes.
    pub ctx: Ctx,
    /// The time.
    pub clock: Arc<ManualClock>,
    /// Mails that were sent.
    pub mailer: Mailer,
    /// The job handler.
    pub jobs: Arc<Jobs>,
    /// Somebody who is not signed in.
    pub visitor: Client,
    keeper: tokio::sync::Mutex<Keeper>,
    statements: Arc<Statements>,
    stop: CancellationToken,
    /// Workers in the background, and what ends them: before the server, or with it.
    workers: TaskTracker,
    rest: CancellationToken,
    cleanup: Option<database::Cleanup>,
    _directory: tempfile::TempDir,
}

#[derive(Default)]
struct Statements {
    counting: AtomicBool,
    texts: Mutex<Vec<String>>,
}

impl TestApp {
    /// A server with an empty, migrated database.
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// A server that differs.
    pub async fn with(options: Options) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let (url, cleanup) = database::fresh(directory.path()).await;
        let mut config = Config::embedded(directory.path()).unwrap();
        config.database.url = options.through.map_or(url.clone(), |port| database::through(&url, port)).into();
        config.database.max_connections = 4;
        config.auth.oidc = options.providers;
        config.embeddings.url = options.embeddings;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        config.http.public_url.clone_from(&base);
        // Stories of the frontend ask for it.
        config.http.frontend = false;
        (options.configure)(&mut config);

        let clock = Arc::new(ManualClock::at(options.now));
        let statements = Arc::new(Statements::default());
        let observer = Arc::clone(&statements);
        let search = options.search.unwrap_or_else(search_engine);
        let parts = Parts {
            clock: Arc::clone(&clock) as _,
            random: Arc::new(SeededRandom::next()),
            password_cost: options.password_cost,
            statements: Some(Arc::new(move |sql: &str| observer.note(sql))),
            built: options.built,
            search: Some(search),
        };
        let ctx = app::open(config, parts).await.unwrap();
        ctx.search.prepare().await.unwrap();

        let stop = CancellationToken::new();
        tokio::spawn(ctx.feed.clone().tail(ctx.db.clone(), stop.clone()));
        let (router, settings, stopping) = (http::router(ctx.clone(), stop.clone()), ctx.config.http.clone(), stop.clone());
        tokio::spawn(async move { http::serve(listener, router, &settings, stopping).await });
        let mailer = Mailer::memory();
        let jobs = Arc::new(Jobs::new(mailer.clone()));
        let visitor = Client::new(base);
        let keeper = tokio::sync::Mutex::new(Keeper::new(&ctx));
        let rest = stop.child_token();
        let workers = TaskTracker::new();
        Self { ctx, clock, mailer, jobs, visitor, keeper, statements, stop, workers, rest, cleanup, _directory: directory }
    }

    /// Works the outbox until nothing is due: mails are sent, the index is up to date, imports have run.
    pub async fn settle(&self) {
        worker::drain(&self.ctx, self.jobs.as_ref()).await.unwrap();
    }

    /// Settles, and lets this server's matching engine learn what happened, as `serve` does by itself.
    pub async fn match_up(&self) {
        self.settle().await;
        self.keeper.lock().await.look().await.unwrap();
        self.settle().await;
    }

    /// Runs the worker in the background, as `serve` does, until the app stops.
    pub fn work_in_background(&self) {
        let handler = Arc::clone(&self.jobs) as Arc<dyn worker::Handler>;
        self.workers.spawn(worker::run(self.ctx.clone(), handler, self.rest.clone()));
    }

    /// Moves the clock.
    pub fn advance(&self, by: chrono::Duration) {
        self.clock.advance(by);
    }

    /// Until what is given is dropped, whoever gives a password waits.
    pub async fn hold_hashing(&self) -> SemaphorePermit<'_> {
        let slots = u32::try_from(self.ctx.config.auth.password_hash_slots).unwrap();
        self.ctx.hashing.acquire_many(slots).await.unwrap()
    }

    /// Returns once so many wait for a password to be hashed, or have theirs hashed.
    pub async fn in_line_for_hashing(&self, wanted: usize) {
        let places = self.ctx.config.auth.password_hash_line;
        while places - self.ctx.hashing_line.available_permits() != wanted {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Counts the SQL statements that `story` runs, and shows them.
    pub async fn statements_of<T>(&self, story: impl Future<Output = T>) -> (T, Vec<String>) {
        self.statements.texts.lock().unwrap().clear();
        self.statements.counting.store(true, Ordering::SeqCst);
        let value = story.await;
        self.statements.counting.store(false, Ordering::SeqCst);
        (value, std::mem::take(&mut *self.statements.texts.lock().unwrap()))
    }

    /// Subjects of the mails sent to `address`, oldest first.
    #[must_use]
    pub fn subjects_to(&self, address: &str) -> Vec<String> {
        self.mailer.sent().into_iter().filter(|mail| mail.to == address).map(|mail| mail.rendered.subject).collect()
    }

    /// Asks the server to stop, as a signal would.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Ends the story: everything that happened must have been followed up, the audit trail must hold.
    pub async fn finish(mut self) {
        // What a worker in the background has in its hands is not there to be settled: it finishes that, and goes.
        self.rest.cancel();
        self.workers.close();
        self.workers.wait().await;
        self.settle().await;
        let counts = lianqiao::outbox::counts(&self.ctx).await.unwrap();
        assert_eq!((counts.pending, counts.dead), (0, 0), "deliveries are left over");
        let report = lianqiao::audit::verify(&self.ctx, None, |_| {}).await.unwrap();
        assert!(report.broken.is_empty(), "the audit trail is broken: {:?}", report.broken);
        self.stop.cancel();
        self.ctx.db.clone().close().await;
        if let Some(cleanup) = self.cleanup.take() {
            cleanup.run().await;
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Statements {
    fn note(&self, sql: &str) {
        // The feed's tail looks for new rows on its own, whatever the story does.
        if self.counting.load(Ordering::SeqCst) && !sql.contains("\"feed_entry\"") {
            self.texts.lock().unwrap().push(sql.to_owned());
        }
    }
}

/// The embedded engine, or an index of its own on the Meilisearch server at `MEILI_URL`.
fn search_engine() -> Arc<dyn SearchIndex> {
    let Some(url) = std::env::var("MEILI_URL").ok().filter(|url| !url.is_empty()) else {
        return Arc::new(Embedded::in_memory().unwrap());
    };
    let key = std::env::var("MEILI_MASTER_KEY").ok();
    let index = format!("test_{}", uuid::Uuid::now_v7().simple());
    Arc::new(Meili::connect(&url, key.as_deref(), &index).unwrap())
}
