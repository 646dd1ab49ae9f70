//! The loop that follows events up: claim, handle, mark; wake at a commit, poll as a fallback.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_trait::async_trait;
use futures::FutureExt;
use strum::IntoEnumIterator;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{
    Claimed, Follower,
    store::{self, Failure},
};
use crate::{ctx::Ctx, failpoint, kernel::Result, telemetry};

/// What became of a delivery.
#[derive(Debug)]
pub enum Outcome {
    /// Followed up.
    Done,
    /// A machine is away: try again soon, without counting an attempt.
    Postponed(String),
    /// Failed; counts as an attempt.
    Failed(String),
    /// Somebody outside said "later" about this very delivery; counts as an attempt, and the next one is far away.
    Refused(String),
    /// Can never succeed; put aside at once.
    Hopeless(String),
}

/// Follows events up. Must be idempotent: any delivery may come twice.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Handles a batch of deliveries of one follower, no two about the same entity. Returns one outcome for each.
    async fn handle(&self, ctx: &Ctx, follower: Follower, batch: &[Claimed]) -> Vec<Outcome>;
}

/// Deliveries claimed at a time.
const BATCH: u64 = 200;

/// Runs until `stop`. Each follower has its own loop, so that a slow mail server does not hold the search index back.
pub async fn run(ctx: Ctx, handler: Arc<dyn Handler>, stop: CancellationToken) {
    let loops = Follower::iter().map(|follower| follow(ctx.clone(), Arc::clone(&handler), follower, stop.clone()));
    futures::future::join_all(loops).await;
}

async fn follow(ctx: Ctx, handler: Arc<dyn Handler>, follower: Follower, stop: CancellationToken) {
    let mut commits = ctx.db.commits();
    let poll = Duration::from_millis(ctx.config.worker.poll_milliseconds);
    while !stop.is_cancelled() {
        commits.mark_unchanged();
        match step(&ctx, handler.as_ref(), follower).await {
            Ok(0) => {
                tokio::select! {
                    () = stop.cancelled() => {}
                    _ = commits.changed() => {}
                    () = tokio::time::sleep(ctx.db.patience(poll)) => {}
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(follower = %follower, code = %error.code(), detail = error.detail(), "outbox: database trouble");
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                }
            }
        }
    }
}

/// Handles a batch. A panic is the failure of the delivery that causes it, and not the end of its follower: a batch that
/// panics is handled again one by one.
async fn handle(ctx: &Ctx, handler: &dyn Handler, follower: Follower, batch: &[Claimed]) -> Vec<Outcome> {
    if let Ok(outcomes) = AssertUnwindSafe(handler.handle(ctx, follower, batch)).catch_unwind().await {
        return outcomes;
    }
    let mut outcomes = Vec::with_capacity(batch.len());
    for claimed in batch {
        let alone = AssertUnwindSafe(handler.handle(ctx, follower, std::slice::from_ref(claimed))).catch_unwind().await;
        let outcome = alone.ok().and_then(|mut outcomes| outcomes.pop());
        outcomes.push(outcome.unwrap_or_else(|| Outcome::Failed("the handler panicked".to_owned())));
    }
    outcomes
}

/// Claims and handles one batch; returns how many deliveries were settled (postponed ones are not).
async fn step(ctx: &Ctx, handler: &dyn Handler, follower: Follower) -> Result<usize> {
    let batch = store::claim(ctx, follower, BATCH).await?;
    if batch.is_empty() {
        return Ok(0);
    }
    failpoint::reach("after-claim").await;
    let span = tracing::info_span!("deliveries", follower = %follower, count = batch.len());
    let outcomes = tokio::select! {
        outcomes = handle(ctx, handler, follower, &batch).instrument(span) => outcomes,
        () = hold(ctx, &batch) => Vec::new(),
    };
    failpoint::reach("before-mark").await;
    let (mut done, mut postponed, mut why) = (Vec::new(), Vec::new(), String::new());
    for (claimed, outcome) in batch.into_iter().zip(outcomes) {
        count(ctx, &claimed, &outcome);
        match outcome {
            Outcome::Done => done.push(claimed),
            Outcome::Postponed(error) => {
                why = error;
                postponed.push(claimed);
            }
            Outcome::Failed(error) => note_failure(ctx, &claimed, &error, Failure::Handler).await?,
            Outcome::Refused(error) => note_failure(ctx, &claimed, &error, Failure::Refusal).await?,
            Outcome::Hopeless(error) => note_failure(ctx, &claimed, &error, Failure::Forever).await?,
        }
    }
    if !postponed.is_empty() {
        tracing::warn!(follower = %follower, count = postponed.len(), error = why, "outbox: postponed");
        store::postpone(ctx, postponed, &why).await?;
    }
    let settled = done.len();
    if settled > 0 {
        store::done(ctx, &done).await?;
    }
    Ok(settled)
}

fn count(ctx: &Ctx, claimed: &Claimed, outcome: &Outcome) {
    let (word, since) = match outcome {
        Outcome::Done => ("done", (ctx.now() - claimed.happened_at).to_std().ok()),
        Outcome::Postponed(_) => ("postponed", None),
        Outcome::Failed(_) => ("failed", None),
        Outcome::Refused(_) => ("refused", None),
        Outcome::Hopeless(_) => ("hopeless", None),
    };
    telemetry::metrics::delivery(claimed.follower.into(), word, since);
}

/// Renews the lease of `batch` for as long as it is polled: a handler may take longer than a lease lasts, and nobody
/// else must take its work meanwhile. Never ends.
async fn hold(ctx: &Ctx, batch: &[Claimed]) {
    let lease = Duration::from_secs(ctx.config.worker.lease_seconds.into());
    let mut every = tokio::time::interval((lease / 3).max(Duration::from_millis(100)));
    every.tick().await;
    loop {
        every.tick().await;
        if let Err(error) = store::renew(ctx, batch).await {
            tracing::warn!(code = %error.code(), detail = error.detail(), "outbox: a lease could not be renewed");
        }
    }
}

async fn note_failure(ctx: &Ctx, claimed: &Claimed, error: &str, failure: Failure) -> Result<()> {
    let dead = store::failed(ctx, claimed, error, failure).await?;
    if dead {
        tracing::error!(delivery = %claimed.id, follower = %claimed.follower, event = %claimed.event, error, "outbox: given up");
    } else {
        tracing::warn!(delivery = %claimed.id, follower = %claimed.follower, event = %claimed.event, error, "outbox: will try again");
    }
    Ok(())
}

/// Works until nothing is due any more. For tests, seeds and one-shot commands.
pub async fn drain(ctx: &Ctx, handler: &dyn Handler) -> Result<()> {
    loop {
        let mut settled = 0;
        for follower in Follower::iter() {
            settled += step(ctx, handler, follower).await?;
        }
        if settled == 0 {
            return Ok(());
        }
    }
}
