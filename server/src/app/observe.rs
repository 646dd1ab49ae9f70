//! Shows the figures, and looks up those that are not counted.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures::FutureExt;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    ctx::Ctx,
    kernel::Timestamp,
    outbox,
    telemetry::{exposition, metrics},
};

/// The backlog is counted no more often than this, however often somebody asks.
const BACKLOG: Duration = Duration::from_secs(5);

/// Shows the figures if `metrics.listen` is set, until `stop`.
pub(super) async fn expose(ctx: &Ctx, tasks: &mut JoinSet<()>, stop: &CancellationToken) -> anyhow::Result<()> {
    let listen = &ctx.config.metrics.listen;
    if listen.is_empty() {
        return Ok(());
    }
    let (ctx, counted) = (ctx.clone(), Arc::new(Mutex::new(None)));
    let sample: exposition::Sampler = Arc::new(move || sample(ctx.clone(), Arc::clone(&counted)).boxed());
    tasks.spawn(exposition::serve(listen, sample, stop.clone()).await?);
    Ok(())
}

async fn sample(ctx: Ctx, counted: Arc<Mutex<Option<Instant>>>) {
    for (pool, in_use, idle) in ctx.db.connections() {
        metrics::connections(pool, in_use, idle);
    }
    metrics::matching_vectors(ctx.matching.bytes());
    let fresh = counted.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() < BACKLOG);
    if fresh {
        return;
    }
    match outbox::backlog(&ctx).await {
        Ok(backlogs) => {
            metrics::database_up(true);
            for backlog in backlogs {
                metrics::outbox(backlog.follower.into(), waiting(&backlog, ctx.now()));
            }
            *counted.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        Err(error) => {
            metrics::database_up(false);
            tracing::warn!(code = %error.code(), detail = error.detail(), "metrics: the backlog cannot be counted");
        }
    }
}

fn waiting(backlog: &outbox::Backlog, now: Timestamp) -> metrics::Waiting {
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let seconds = |since: Option<Timestamp>| since.and_then(|since| (now - since).to_std().ok()).map_or(0.0, |age| age.as_secs_f64());
    metrics::Waiting {
        pending: count(backlog.pending),
        dead: count(backlog.dead),
        oldest_seconds: seconds(backlog.oldest),
        overdue_seconds: seconds(backlog.due_since),
    }
}
