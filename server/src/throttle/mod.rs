//! How much somebody may do: tries and points, counted by the clock that it is told.
//!
//! Everything is one kind of bucket that leaks: what is used comes back with time, so that one moment says it all, the one
//! from which nothing is used any more. On SQLite this process counts; on PostgreSQL the database counts for all servers,
//! and this process takes over while the database is away. What is counted is what was asked for, whether or not it
//! exists, so that a refusal says nothing about accounts.

mod store;

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::TimeDelta;

use self::store::Shared;
use crate::{
    db::Db,
    kernel::{Code, Error, Result, Timestamp, digest},
    telemetry,
};

/// What the points of a request are counted under.
const POINTS: &str = "points";

/// Which part of a bucket a server draws in advance where several count together: its next requests of the same caller need
/// no statement then. What it holds has come back by the time it holds it no more, so nobody gains by it beyond one such part a
/// server; as much looks used to the other servers for a moment while it is not.
const ADVANCE: i32 = 50;

/// Keys that are kept. Whoever brings more of them than this together starts everybody's count anew; each costs more
/// than a try is worth.
const MAX_KEYS: usize = 50_000;

/// How many tries there are, and after how many seconds each comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Tries at once.
    pub tries: u32,
    /// Seconds until one more.
    pub seconds: u32,
}

impl Allowance {
    fn step(self) -> TimeDelta {
        TimeDelta::seconds(self.seconds.into())
    }

    fn room(self) -> TimeDelta {
        self.step() * i32::try_from(self.tries).unwrap_or(i32::MAX)
    }
}

/// A bucket of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Points of a full one.
    pub points: u32,
    /// Points that come back a second.
    pub per_second: u32,
}

impl Bucket {
    /// The time in which so many points come back.
    fn time(self, points: u64) -> TimeDelta {
        let microseconds = points.saturating_mul(1_000_000) / u64::from(self.per_second.max(1));
        TimeDelta::microseconds(i64::try_from(microseconds).unwrap_or(i64::MAX))
    }

    fn room(self) -> TimeDelta {
        self.time(self.points.into())
    }

    /// What is left if that much time is used.
    fn level(self, used: TimeDelta) -> Level {
        let used = u64::try_from(used.num_microseconds().unwrap_or(i64::MAX)).unwrap_or_default();
        let points = used.saturating_mul(self.per_second.into()).div_ceil(1_000_000);
        let used = u32::try_from(points).unwrap_or(u32::MAX).min(self.points);
        Level { bucket: self, used }
    }

    /// A full one.
    #[must_use]
    pub const fn full(self) -> Level {
        Level { bucket: self, used: 0 }
    }
}

/// How full a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// The bucket.
    pub bucket: Bucket,
    /// Points that have not come back yet.
    pub used: u32,
}

impl Level {
    /// Points that can be spent now.
    #[must_use]
    pub const fn available(self) -> u32 {
        self.bucket.points.saturating_sub(self.used)
    }
}

/// What happens to a draw that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Excess {
    /// Nothing is taken.
    Refused,
    /// The bucket is empty afterwards.
    Forgiven,
}

/// One draw from a bucket.
#[derive(Debug, Clone, Copy)]
struct Draw {
    /// How long it takes until what is taken has come back. Negative for what is given back.
    cost: TimeDelta,
    /// How long it takes until an empty bucket is full.
    room: TimeDelta,
    now: Timestamp,
    excess: Excess,
    /// What may be drawn besides, for the draws that follow.
    advance: TimeDelta,
}

impl Draw {
    /// One that counts exactly.
    const fn exact(cost: TimeDelta, room: TimeDelta, now: Timestamp, excess: Excess) -> Self {
        Self { cost, room, now, excess, advance: TimeDelta::zero() }
    }

    /// One of many small ones. A large one does not come often enough to draw in advance for it.
    fn of_points(points: u64, bucket: Bucket, now: Timestamp) -> Self {
        let (cost, room) = (bucket.time(points), bucket.room());
        let advance = room / ADVANCE;
        Self { advance: if cost <= advance { advance } else { TimeDelta::zero() }, ..Self::exact(cost, room, now, Excess::Refused) }
    }
}

/// What came of it: the time until the bucket is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Taken(TimeDelta),
    Refused(TimeDelta),
}

/// The buckets of everybody.
#[derive(Debug, Default)]
pub struct Throttle {
    local: Local,
    shared: Option<Shared>,
}

impl Throttle {
    /// Counts in `db` where that serves several processes, or else here.
    #[must_use]
    pub fn new(db: &Db) -> Self {
        Self { local: Local::default(), shared: db.side().cloned().map(Shared::new) }
    }

    /// Takes one of the tries that `key` has for `what`.
    ///
    /// # Errors
    /// `THROTTLED` with the `seconds` to wait if none is left.
    pub async fn take(&self, what: &'static str, key: &str, allowance: Allowance, now: Timestamp) -> Result<()> {
        let draw = Draw::exact(allowance.step(), allowance.room(), now, Excess::Refused);
        self.within(what, key, draw).await.map(|_| ())
    }

    /// Gives a try back that turned out not to count.
    pub async fn give_back(&self, what: &'static str, key: &str, allowance: Allowance, now: Timestamp) {
        let draw = Draw::exact(-allowance.step(), allowance.room(), now, Excess::Forgiven);
        self.draw(&name(what, key), draw).await;
    }

    /// Takes points out of the bucket of `key`.
    ///
    /// # Errors
    /// `THROTTLED` with the `seconds` to wait if there are not enough.
    pub async fn spend(&self, key: &str, points: u64, bucket: Bucket, now: Timestamp) -> Result<Level> {
        let draw = Draw::of_points(points, bucket, now);
        self.within(POINTS, key, draw).await.map(|used| bucket.level(used))
    }

    /// Takes points for what is done already; a bucket that has fewer is empty then.
    pub async fn charge(&self, key: &str, points: u64, bucket: Bucket, now: Timestamp) -> Level {
        let draw = Draw::exact(bucket.time(points), bucket.room(), now, Excess::Forgiven);
        match self.draw(&name(POINTS, key), draw).await {
            Drawn::Taken(used) | Drawn::Refused(used) => bucket.level(used),
        }
    }

    /// Gives points back that were not needed. Costs no statement: where the database counts, they go along with what the
    /// caller takes next.
    pub fn refund(&self, key: &str, points: u64, bucket: Bucket, now: Timestamp) {
        let name = name(POINTS, key);
        match &self.shared {
            Some(shared) if shared.is_there() => shared.give_back(name, bucket.time(points), now),
            _ => self.local.give_back(&name, bucket.time(points)),
        }
    }

    async fn within(&self, what: &'static str, key: &str, draw: Draw) -> Result<TimeDelta> {
        match self.draw(&name(what, key), draw).await {
            Drawn::Taken(used) => Ok(used),
            Drawn::Refused(used) => {
                telemetry::metrics::throttled(what);
                let wait = (used + draw.cost - draw.room).num_milliseconds().div_euclid(1000) + 1;
                Err(Error::new(Code::Throttled).with("seconds", wait))
            }
        }
    }

    async fn draw(&self, name: &str, draw: Draw) -> Drawn {
        if let Some(shared) = &self.shared
            && let Some(drawn) = shared.draw(name, draw).await
        {
            return drawn;
        }
        self.local.draw(name, draw)
    }
}

/// The name of a bucket: a digest, so that nobody's address is kept.
fn name(what: &str, key: &str) -> String {
    digest::sha256_hex(format!("{what}\0{key}").as_bytes())
}

/// Buckets of this process.
#[derive(Debug, Default)]
struct Local(Mutex<HashMap<String, Timestamp>>);

impl Local {
    fn draw(&self, name: &str, Draw { cost, room, now, excess, .. }: Draw) -> Drawn {
        let mut whole_at = self.known();
        if whole_at.len() >= MAX_KEYS {
            whole_at.retain(|_, at| *at > now);
            if whole_at.len() >= MAX_KEYS {
                whole_at.clear();
            }
        }
        let at = whole_at.entry(name.to_owned()).or_insert(now);
        let used = (*at - now).max(TimeDelta::zero());
        if excess == Excess::Refused && used + cost > room {
            return Drawn::Refused(used);
        }
        let used = (used + cost).min(room).max(TimeDelta::zero());
        *at = now + used;
        Drawn::Taken(used)
    }

    fn give_back(&self, name: &str, time: TimeDelta) {
        if let Some(at) = self.known().get_mut(name) {
            *at -= time;
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
