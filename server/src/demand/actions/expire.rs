//! What time alone does to demands.

use super::{
    perform::{Decision, perform},
    stage::Surroundings,
};
use crate::{
    audit,
    ctx::Ctx,
    demand::{
        model::Demand,
        rules::{self, Transition},
        store,
    },
    kernel::{Actor, Result},
    outbox::{self, Event},
};

/// Who acts for time.
const SWEEPER: Actor = Actor::System("sweeper");

/// Expires demands whose last day has passed, at most `limit`, and says how many it were.
///
/// # Errors
/// Those of the database.
pub async fn expire_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let due = store::overdue(ctx.db.read(), today, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    // Somebody may have been faster between the look and the lock.
    let locked = store::lock(&*tx, &SWEEPER, &due).await?;
    audit::reserve(&*tx, locked.iter().map(|demand| demand.organization)).await?;
    for demand in locked.into_iter().filter(|demand| demand.valid_until.is_some_and(|last| last.0 < today)) {
        if let Ok(step) = rules::take(Transition::Expire, demand.position()) {
            perform(ctx, &tx, &SWEEPER, demand, step, &Decision::of_time(), &Surroundings::default()).await?;
        }
    }
    tx.commit().await?;
    Ok(due.len())
}

/// Reminds owners of demands that will expire, at most `limit`, and says how many it were. A reminder is no change of the
/// demand: it raises no version.
///
/// # Errors
/// Those of the database.
pub async fn remind_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let due = store::to_remind(ctx.db.read(), today, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let locked = store::lock(&*tx, &SWEEPER, &due).await?;
    audit::reserve(&*tx, locked.iter().map(|demand| demand.organization)).await?;
    for demand in locked.into_iter().filter(|demand| demand.remind_on.is_some_and(|day| day.0 <= today)) {
        let next = demand.valid_until.map(|last| rules::next_reminder(last, today, &ctx.rules)).transpose()?.flatten();
        outbox::push(ctx, &*tx, &Event::DemandExpiring { demand: demand.id }).await?;
        store::save(&*tx, &[Demand { remind_on: next, ..demand.clone() }]).await?;
        let entry = audit::NewEntry::new(demand.organization, "demand.remind", demand.id).detail("version", demand.version);
        audit::append(ctx, &*tx, &SWEEPER, entry).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}
