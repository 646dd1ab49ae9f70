//! What every action receives: the machines, the clock, the randomness and the rules. Nothing global, nothing ambient.

use std::{fmt, ops::Deref, sync::Arc};

use chrono::Duration;

use crate::{
    built::Built,
    config::Config,
    db::Db,
    feed::Feed,
    files::Files,
    kernel::{
        Clock, Id, Result, Timestamp,
        id::{self, Kind, Random},
    },
    matching::Engine,
    rulebook::Rulebook,
    search::SearchIndex,
    throttle::Throttle,
};

/// Cheap to clone; one per process.
#[derive(Clone)]
pub struct Ctx {
    machines: Arc<Machines>,
    /// The time, as this context tells it.
    pub clock: Arc<dyn Clock>,
}

/// The parts of a [`Ctx`].
pub struct Machines {
    /// The database.
    pub db: Db,
    /// The search engine.
    pub search: Arc<dyn SearchIndex>,
    /// What answers which need.
    pub matching: Engine,
    /// Live entries of viewers' event feeds.
    pub feed: Feed,
    /// Uploaded and produced files.
    pub files: Files,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Dated rules of law.
    pub rules: Rulebook,
    /// Secrets that sign tokens and links.
    pub keys: crate::keys::Keyring,
    /// Identity providers of institutions.
    pub providers: crate::oidc::Providers,
    /// Settings.
    pub config: Config,
    /// What Node built.
    pub built: Built,
    /// Tells this process from others that serve the same database.
    pub process: uuid::Uuid,
    /// What hashing a password costs.
    pub password_cost: argon2::Params,
    /// Free slots for password hashing.
    pub hashing: tokio::sync::Semaphore,
    /// Free places in the line for password hashing.
    pub hashing_line: tokio::sync::Semaphore,
    /// How much somebody may do.
    pub throttle: Throttle,
    /// Free slots for receiving uploads.
    pub transfers: tokio::sync::Semaphore,
    /// Free slots for looking at uploaded files while somebody waits.
    pub looking: Arc<tokio::sync::Semaphore>,
}

impl Ctx {
    /// Puts the machines together.
    #[must_use]
    pub fn new(machines: Machines) -> Self {
        let clock = machines.clock.clone();
        Self { machines: Arc::new(machines), clock }
    }

    /// The same machines on a day in the past: what the demo world tells of has happened over weeks.
    #[must_use]
    pub fn earlier(&self, by: Duration) -> Self {
        Self { machines: self.machines.clone(), clock: Arc::new(Earlier { clock: self.clock.clone(), by }) }
    }

    /// The current time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id, sortable by the current time.
    #[must_use]
    pub fn new_id<K: Kind>(&self) -> Id<K> {
        id::generate(self.now(), self.random.as_ref())
    }

    /// Opens the transaction of a use case; see [`Db::begin`].
    pub async fn begin(&self) -> Result<crate::db::Write> {
        self.db.begin().await
    }

    /// An address under which people reach this server: `public_url` plus `path` (which begins with a slash).
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.http.public_url.trim_end_matches('/'))
    }
}

impl Deref for Ctx {
    type Target = Machines;

    fn deref(&self) -> &Machines {
        &self.machines
    }
}

impl fmt::Debug for Ctx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ctx")
    }
}

/// A clock that is behind another one.
struct Earlier {
    clock: Arc<dyn Clock>,
    by: Duration,
}

impl Clock for Earlier {
    fn now(&self) -> Timestamp {
        self.clock.now() - self.by
    }
}

/// Randomness of the operating system.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the operating system")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::RngCore::fill_bytes(&mut rand::rng(), bytes);
    }
}
