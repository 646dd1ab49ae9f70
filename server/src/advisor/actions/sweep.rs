//! What time alone does to appointments, mandates and questions for them.

use super::{
    appoint::{Move, perform},
    mandate::finish,
    request::lapse,
};
use crate::{
    advisor::{rules::Transition, store, vocabulary::MandateState},
    ctx::Ctx,
    kernel::{Actor, Result},
};

/// Who acts for time.
const SWEEPER: Actor = Actor::System("sweeper");

/// Ends appointments whose last day has passed, at most `limit`, and says how many it were.
///
/// # Errors
/// Those of the database.
pub async fn end_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let due = store::overdue(ctx.db.read(), today, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    // Somebody may have been faster between the look and the lock.
    for advisor in store::lock(&*tx, &SWEEPER, &due).await? {
        if advisor.is_appointed_on(today) || advisor.term_until.is_none_or(|last| today <= last.0) {
            continue;
        }
        let end =
            Move { id: advisor.id, expected_version: advisor.version, transition: Transition::End, grade: None, term: None, reason: None };
        if crate::advisor::rules::take(Transition::End, advisor.state).is_ok() {
            perform(ctx, &tx, &SWEEPER, &advisor, &end).await?;
        }
    }
    tx.commit().await?;
    Ok(due.len())
}

/// Ends mandates whose last day has passed, at most `limit`, and says how many it were.
///
/// # Errors
/// Those of the database.
pub async fn end_mandates_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let due = store::expired_mandates(ctx.db.read(), today, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    for mandate in store::lock_mandates(&*tx, &SWEEPER, &due).await? {
        if mandate.ended_at.is_none() && mandate.state_on(today) == MandateState::Ended {
            finish(ctx, &tx, &SWEEPER, &mandate, None).await?;
        }
    }
    tx.commit().await?;
    Ok(due.len())
}

/// Closes questions for mandates that nobody has answered in time, at most `limit`, and says how many it were.
///
/// # Errors
/// Those of the database.
pub async fn lapse_requests_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let due = store::unanswered_requests(ctx.db.read(), ctx.clock.today(), limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    lapse(ctx, &tx, &due).await?;
    tx.commit().await?;
    Ok(due.len())
}
