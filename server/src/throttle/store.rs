//! Buckets that the database keeps for all servers, on connections of their own: one statement a draw, or none where some
//! was drawn in advance.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};
use tokio::time::{Instant, timeout};

use super::{Draw, Drawn, Excess, MAX_KEYS};
use crate::kernel::Timestamp;

/// A count that takes longer than this is no use: the request waits for it.
const PATIENCE: Duration = Duration::from_millis(500);
/// For how long this process counts alone after the database did not answer.
const AWAY: Duration = Duration::from_secs(5);
/// For how long at most a refusal is repeated without asking again: who goes on regardless costs the database nothing.
const REFUSAL: TimeDelta = TimeDelta::seconds(1);
/// Draws of this process between two looks for buckets that are full, and so need no row.
const BETWEEN_SWEEPS: u64 = 10_000;

/// Takes if it fits (or always, if `$5`), and tells what is used then; no row if it does not fit.
const DRAW: &str = r"
INSERT INTO bucket AS known (name, whole_at) VALUES ($1, $2::BIGINT + GREATEST($3::BIGINT, 0))
ON CONFLICT (name) DO UPDATE SET whole_at = GREATEST($2, LEAST(GREATEST(known.whole_at, $2) + $3, $2 + $4::BIGINT))
    WHERE $5::BOOLEAN OR GREATEST(known.whole_at, $2) + $3 <= $2 + $4
RETURNING whole_at";

/// What is used of a bucket from which nothing could be taken. A statement of its own: the one before may have waited for
/// somebody else's draw, which its snapshot does not show.
const LOOK: &str = "SELECT whole_at FROM bucket WHERE name = $1";

/// Removes some of the buckets that are full. One that somebody draws from meanwhile is looked at again.
const SWEEP: &str = r"
DELETE FROM bucket WHERE whole_at < $1 AND name IN (SELECT name FROM bucket WHERE whole_at < $1 LIMIT 5000)";

/// The buckets of an installation.
#[derive(Debug)]
pub(super) struct Shared {
    connection: DatabaseConnection,
    known: Mutex<Known>,
    draws: AtomicU64,
}

/// What this process remembers of them.
#[derive(Debug, Default)]
struct Known {
    /// What is to be given back with the next draw.
    owed: HashMap<String, TimeDelta>,
    /// What was drawn in advance.
    hands: HashMap<String, Hand>,
    /// Until when (microsecond of the epoch) a bucket is known to be empty, and what was used then.
    empty: HashMap<String, (i64, i64)>,
    /// When to ask the database again.
    away_until: Option<Instant>,
}

/// What was drawn from a bucket in advance. Moments are microseconds of the epoch.
#[derive(Debug, Clone, Copy)]
struct Hand {
    left: TimeDelta,
    /// When it has all come back into the bucket, and is nobody's any more.
    until: i64,
    /// When the bucket is full again.
    whole_at: i64,
}

impl Known {
    /// What is held of a bucket, while it is worth anything.
    fn hand(&mut self, name: &str, now: i64) -> Option<&mut Hand> {
        self.hands.get_mut(name).filter(|hand| hand.until > now)
    }

    /// Takes from what is held; none if that is not enough.
    fn take(&mut self, name: &str, draw: Draw, now: i64) -> Option<Drawn> {
        let hand = self.hand(name, now).filter(|hand| draw.cost >= TimeDelta::zero() && draw.cost <= hand.left)?;
        hand.left -= draw.cost;
        Some(Drawn::Taken(hand.used(now)))
    }

    /// Holds what came with a draw, beside what somebody else may have drawn meanwhile.
    fn hold(&mut self, name: &str, advance: TimeDelta, whole_at: i64, now: i64) -> Drawn {
        let mut hand = self.hand(name, now).copied().unwrap_or(Hand { left: TimeDelta::zero(), until: now, whole_at });
        hand.left += advance;
        hand.until = hand.until.max(now + microseconds(advance));
        hand.whole_at = hand.whole_at.max(whole_at);
        if hand.until > now {
            if self.hands.len() >= MAX_KEYS {
                self.hands.clear();
            }
            self.hands.insert(name.to_owned(), hand);
        }
        Drawn::Taken(hand.used(now))
    }
}

impl Hand {
    /// What is used of the bucket, without what is held.
    fn used(&self, now: i64) -> TimeDelta {
        (TimeDelta::microseconds(self.whole_at - now) - self.left).max(TimeDelta::zero())
    }
}

fn microseconds(time: TimeDelta) -> i64 {
    time.num_microseconds().unwrap_or(i64::MAX / 4)
}

impl Shared {
    pub(super) fn new(connection: DatabaseConnection) -> Self {
        Self { connection, known: Mutex::default(), draws: AtomicU64::new(1) }
    }

    /// Whether the database has answered lately.
    pub(super) fn is_there(&self) -> bool {
        self.known().away_until.is_none_or(|until| until <= Instant::now())
    }

    /// Gives back what was not needed: to what is held, or with the next draw.
    pub(super) fn give_back(&self, name: String, time: TimeDelta, now: Timestamp) {
        let mut known = self.known();
        let now = now.timestamp_micros();
        // What is held is void after its time: no more than comes back until then belongs there.
        if let Some(hand) = known.hand(&name, now)
            && microseconds(hand.left + time) <= hand.until - now
        {
            hand.left += time;
            return;
        }
        drop(known);
        self.owe(name, time);
    }

    /// Notes what is to be given back with the next draw.
    fn owe(&self, name: String, time: TimeDelta) {
        if time.is_zero() {
            return;
        }
        let mut known = self.known();
        if known.owed.len() >= MAX_KEYS {
            known.owed.clear();
        }
        *known.owed.entry(name).or_insert(TimeDelta::zero()) += time;
    }

    /// Draws; none if the database is away.
    pub(super) async fn draw(&self, name: &str, draw: Draw) -> Option<Drawn> {
        let now = draw.now.timestamp_micros();
        let owed = {
            let mut known = self.known();
            if known.away_until.is_some_and(|until| until > Instant::now()) {
                return None;
            }
            if let Some(taken) = known.take(name, draw, now) {
                return Some(taken);
            }
            let refused = known.empty.get(name).copied().filter(|_| draw.excess == Excess::Refused);
            if let Some((until, whole_at)) = refused
                && until > now
            {
                return Some(Drawn::Refused(TimeDelta::microseconds(whole_at - now)));
            }
            // Who is charged for what is done already does not learn by it that there is something to take.
            if draw.excess == Excess::Refused || draw.cost < TimeDelta::zero() {
                known.empty.remove(name);
            }
            let held = known.hand(name, now).map(|hand| std::mem::take(&mut hand.left)).unwrap_or_default();
            known.owed.remove(name).unwrap_or_default() + held
        };
        let mut advance = draw.advance;
        let mut asked = timeout(PATIENCE, self.ask(name, draw, advance - owed)).await;
        if matches!(asked, Ok(Ok((_, false)))) && advance > TimeDelta::zero() {
            advance = TimeDelta::zero();
            asked = timeout(PATIENCE, self.ask(name, draw, -owed)).await;
        }
        match asked {
            Ok(Ok((whole_at, true))) => Some(self.known().hold(name, advance, whole_at, now)),
            Ok(Ok((whole_at, false))) => {
                // What is owed was not given back; it is still there for the next draw, and counts as if it had been.
                self.owe(name.to_owned(), owed);
                let whole_at = whole_at - owed.num_microseconds().unwrap_or_default();
                let used = TimeDelta::microseconds((whole_at - now).max(0));
                let wait = (used + draw.cost - draw.room).min(REFUSAL);
                let mut known = self.known();
                if known.empty.len() >= MAX_KEYS {
                    known.empty.clear();
                }
                known.empty.insert(name.to_owned(), (now + wait.num_microseconds().unwrap_or_default(), whole_at));
                Some(Drawn::Refused(used))
            }
            failed => {
                // After a timeout nobody knows whether it was given back.
                if failed.is_ok() {
                    self.owe(name.to_owned(), owed);
                }
                let detail = failed.err().map_or_else(|| "refused".to_owned(), |late| late.to_string());
                tracing::warn!(detail, seconds = AWAY.as_secs(), "the database does not count; this process does for a while");
                self.known().away_until = Some(Instant::now() + AWAY);
                None
            }
        }
    }

    /// Draws, and `besides` what is no part of the cost. Gives when the bucket is full again, and whether anything was taken.
    async fn ask(&self, name: &str, draw: Draw, besides: TimeDelta) -> Result<(i64, bool), DbErr> {
        let now = draw.now.timestamp_micros();
        let values = [
            name.into(),
            now.into(),
            microseconds(draw.cost + besides).into(),
            microseconds(draw.room).into(),
            (draw.excess == Excess::Forgiven).into(),
        ];
        let backend = self.connection.get_database_backend();
        let taken = self.connection.query_one_raw(Statement::from_sql_and_values(backend, DRAW, values)).await?;
        if self.draws.fetch_add(1, Ordering::Relaxed).is_multiple_of(BETWEEN_SWEEPS) {
            tokio::spawn(sweep(self.connection.clone(), now));
        }
        if let Some(row) = taken {
            return Ok((row.try_get("", "whole_at")?, true));
        }
        let refused = self.connection.query_one_raw(Statement::from_sql_and_values(backend, LOOK, [name.into()])).await?;
        // Gone meanwhile, because it was full again: then this draw is forgiven.
        refused.map_or(Ok((now, true)), |row| Ok((row.try_get("", "whole_at")?, false)))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody waits for this, and nobody's count depends on it.
async fn sweep(connection: DatabaseConnection, now: i64) {
    let full = Statement::from_sql_and_values(connection.get_database_backend(), SWEEP, [now.into()]);
    match connection.execute_raw(full).await {
        Ok(swept) => tracing::debug!(rows = swept.rows_affected(), "full buckets removed"),
        Err(error) => tracing::warn!(%error, "full buckets stay for now"),
    }
}
