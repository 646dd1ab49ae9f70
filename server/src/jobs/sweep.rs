//! What time alone brings about: listings and demands expire, and what is no longer needed is forgotten.

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use chrono::Duration as Span;
use futures::FutureExt;
use tokio_util::sync::CancellationToken;

use crate::{
    advisor, brokering, ctx::Ctx, demand, feed, idempotency, identity, import, kernel::Result, listing, notification, outbox, pairing,
    reminder, saved_search, telemetry, upload,
};

/// Rows that one transaction changes or removes at most: others write in between.
const CHUNK: u64 = 1000;

/// Every minute listings are looked through, and what is counted once a day is counted on its first; every hour what may be
/// forgotten; until `stop`.
pub async fn sweep(ctx: Ctx, stop: CancellationToken) {
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = minutes.tick() => {
                survive("expire", expire(&ctx)).await;
                survive("alerts", alert_mails(&ctx)).await;
                survive("nightly", super::nightly(&ctx)).await;
            }
            _ = hours.tick() => survive("forget", forget(&ctx)).await,
        }
    }
}

/// Notes what went wrong, a panic among it, and goes on: it comes again, and the other steps must not miss their turn.
pub async fn survive(what: &'static str, step: impl Future<Output = Result<()>>) {
    let began = Instant::now();
    let ended = AssertUnwindSafe(step).catch_unwind().await;
    telemetry::metrics::sweep(what, began.elapsed(), !matches!(ended, Ok(Ok(()))));
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(code = %error.code(), detail = error.detail(), what, "sweep"),
        Err(_) => tracing::error!(what, "sweep: a step panicked"),
    }
}

/// Rows that one step of the sweep looks at.
const STEP: u64 = 200;

/// What time alone brings about: of listings, demands, advisors and cases, and what people are reminded of.
///
/// # Errors
/// Those of the database: what was not done comes again.
pub async fn expire(ctx: &Ctx) -> Result<()> {
    // Boxed, each by itself: the futures are large, and that of the sweep would grow by them.
    Box::pin(expire_listings(ctx)).await?;
    Box::pin(expire_demands(ctx)).await?;
    Box::pin(end_appointments(ctx)).await?;
    Box::pin(move_cases(ctx)).await?;
    Box::pin(remind(ctx)).await
}

/// Expires listings whose right or offer has run out, and hides and shows those whose rights, fees or licenses ended.
async fn expire_listings(ctx: &Ctx) -> Result<()> {
    while listing::expire_due(ctx, STEP).await? as u64 == STEP {}
    while listing::look_after_due(ctx, STEP).await? as u64 == STEP {}
    Ok(())
}

/// Expires demands, and reminds their owners before.
async fn expire_demands(ctx: &Ctx) -> Result<()> {
    while Box::pin(demand::expire_due(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(demand::remind_due(ctx, STEP)).await? as u64 == STEP {}
    Ok(())
}

/// Ends appointments of advisors and mandates, and questions for mandates that nobody answered.
async fn end_appointments(ctx: &Ctx) -> Result<()> {
    while Box::pin(advisor::end_due(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(advisor::end_mandates_due(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(advisor::lapse_requests_due(ctx, STEP)).await? as u64 == STEP {}
    Ok(())
}

/// Takes cases back that nobody answered or whose advisor is gone, forgets introductions that nobody confirmed, and marks the cases in
/// which nothing moves.
async fn move_cases(ctx: &Ctx) -> Result<()> {
    while Box::pin(brokering::release_unappointed(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(brokering::lapse_due(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(brokering::forget_unanswered(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(brokering::flag_stuck(ctx, STEP)).await? as u64 == STEP {}
    Ok(())
}

/// Reminds people of what is due, and of what will end.
async fn remind(ctx: &Ctx) -> Result<()> {
    while Box::pin(advisor::remind_mandates(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(advisor::remind_advisors(ctx, STEP)).await? as u64 == STEP {}
    while Box::pin(brokering::remind_tasks(ctx, STEP)).await? as u64 == STEP {}
    Ok(())
}

/// Writes to people about what was found for them, whose time it is.
pub async fn alert_mails(ctx: &Ctx) -> Result<()> {
    const PEOPLE: u64 = 200;
    while notification::send_due_alerts(ctx, PEOPLE).await? as u64 == PEOPLE {}
    Ok(())
}

/// Forgets what is older than the `[retention]` settings say, in transactions of at most [`CHUNK`] rows.
pub async fn forget(ctx: &Ctx) -> Result<()> {
    let keep = &ctx.config.retention;
    let before = |days: u32| ctx.now() - Span::days(days.into());
    while outbox::prune(ctx, before(keep.deliveries_days), CHUNK).await? >= CHUNK {}
    while idempotency::prune(ctx, before(keep.idempotency_days), CHUNK).await? >= CHUNK {}
    while notification::prune(ctx, before(keep.mails_days), CHUNK).await? >= CHUNK {}
    while identity::prune_sessions(ctx, before(keep.sessions_days), CHUNK).await? >= CHUNK {}
    while identity::prune_invitations(ctx, before(keep.sessions_days), CHUNK).await? >= CHUNK {}
    while identity::prune_email_changes(ctx, before(keep.sessions_days), CHUNK).await? >= CHUNK {}
    while identity::prune_api_tokens(ctx, before(keep.sessions_days), CHUNK).await? >= CHUNK {}
    while identity::prune_spent_tokens(ctx, CHUNK).await? >= CHUNK {}
    while import::prune(ctx, before(keep.imports_days), CHUNK).await? >= CHUNK {}
    while upload::prune(ctx, before(keep.imports_days), CHUNK).await? >= CHUNK {}
    upload::prune_strays(ctx, before(1)).await?;
    while ctx.matching.forget(before(keep.embeddings_days), CHUNK).await? >= CHUNK {}
    let alerts = before(keep.alerts_days);
    while pairing::prune_alerts(ctx, alerts, CHUNK).await? >= CHUNK {}
    while saved_search::prune_alerts(ctx, alerts, CHUNK).await? >= CHUNK {}
    while reminder::prune(ctx, before(keep.alerts_days), CHUNK).await? >= CHUNK {}
    while prune_feed(ctx, before(keep.events_days)).await? >= CHUNK {}
    reseal(ctx).await
}

/// Seals secrets anew that an older key seals, so that it can be forgotten.
async fn reseal(ctx: &Ctx) -> Result<()> {
    loop {
        match identity::reseal_second_factors(ctx).await? {
            0 => return Ok(()),
            count => tracing::info!(count, "second factors sealed anew"),
        }
    }
}

async fn prune_feed(ctx: &Ctx, before: crate::kernel::Timestamp) -> Result<u64> {
    let tx = ctx.begin().await?;
    let gone = feed::prune(&*tx, before, CHUNK).await?;
    tx.commit().await?;
    Ok(gone)
}
