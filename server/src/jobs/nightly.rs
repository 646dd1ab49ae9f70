//! What is counted once a day, in the first minute of the day that finds the program awake, by whichever process is first.

use chrono::Duration;
use uuid::Uuid;

use super::store;
use crate::{
    ctx::Ctx,
    demand,
    identity::{
        self,
        rules::reply_time::{ReplyKind, ReplyTime, Telling, Waits},
    },
    kernel::Result,
    licensing,
};

/// Rows that one statement reads at most.
const CHUNK: u64 = 1000;

/// Does what was not done today.
///
/// # Errors
/// Those of the database: what was not done comes again.
pub async fn nightly(ctx: &Ctx) -> Result<()> {
    let times = Box::pin(reply_times(ctx)).await;
    // Whatever became of the first: a range that may not be told any more is not told tomorrow.
    Box::pin(price_evidence(ctx)).await.and(times)
}

/// Counts how long organizations take to answer. Read outside of the transaction that writes: what arrives meanwhile counts tomorrow.
async fn reply_times(ctx: &Ctx) -> Result<()> {
    const WORK: &str = "REPLY_TIMES";
    let today = ctx.clock.today();
    if store::is_done(ctx.db.read(), WORK, today).await? {
        return Ok(());
    }
    let telling: Telling = ctx.rules.on("organization.reply_time", today)?.get()?;
    let mut times = Vec::new();
    for kind in [ReplyKind::LicenseRequest, ReplyKind::DemandProposal] {
        times.extend(Box::pin(counted(ctx, kind, telling)).await?);
    }
    let tx = ctx.begin().await?;
    if store::mark_done(&*tx, WORK, today).await? {
        identity::replace_reply_times(&*tx, &times).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What may be told of one kind of question, over the days that the rule says.
async fn counted(ctx: &Ctx, kind: ReplyKind, telling: Telling) -> Result<Vec<ReplyTime>> {
    let (now, db, calendar) = (ctx.now(), ctx.db.read(), ctx.rules.calendar());
    let mut after = (now - Duration::days(telling.window_days.into()), Uuid::nil());
    let mut waits = Waits::default();
    loop {
        let page = match kind {
            ReplyKind::LicenseRequest => licensing::questions_after(db, &calendar, after, CHUNK).await?,
            ReplyKind::DemandProposal => demand::questions_after(db, after, CHUNK).await?,
        };
        for (question, _) in &page {
            waits.add(question, now);
        }
        match page.last() {
            Some((last, id)) if page.len() as u64 == CHUNK => after = (last.arrived_at, *id),
            _ => return Ok(waits.told(kind, telling, ctx.clock.today())),
        }
    }
}

/// Computes the ranges of agreed terms anew.
async fn price_evidence(ctx: &Ctx) -> Result<()> {
    const WORK: &str = "PRICE_EVIDENCE";
    let today = ctx.clock.today();
    if store::is_done(ctx.db.read(), WORK, today).await? {
        return Ok(());
    }
    let cells = Box::pin(licensing::renewed_evidence(ctx)).await?;
    let tx = ctx.begin().await?;
    if store::mark_done(&*tx, WORK, today).await? {
        licensing::replace_cells(&*tx, &cells).await?;
        tx.commit().await?;
    }
    Ok(())
}
