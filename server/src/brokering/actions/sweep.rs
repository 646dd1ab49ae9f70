//! What time alone does to cases: an answer that does not come, and work that does not move.

use chrono::Duration;

use super::{
    entry,
    perform::{Said, perform},
};
use crate::{
    audit,
    brokering::{
        model::Case,
        rules::{self, Transition},
        store,
        vocabulary::CaseState,
    },
    ctx::Ctx,
    kernel::{Actor, Date, Result},
    outbox::{self, CaseChange, Event},
};

/// Who acts for time.
const SWEEPER: Actor = Actor::System("sweeper");

/// Takes cases back whose advisor has not answered in time, at most `limit`, and says how many it were.
///
/// # Errors
/// Those of the database.
pub async fn lapse_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let due = store::unanswered(ctx.db.read(), today, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    // The advisor may have answered between the look and the lock.
    for case in store::lock(&*tx, &SWEEPER, &due).await? {
        if case.state == CaseState::Assigned && case.answer_by.is_some_and(|last| last.0 < today) {
            let step = rules::take(Transition::Lapse, case.state)?;
            perform(ctx, &tx, &SWEEPER, &case, step, Said::default()).await?;
        }
    }
    tx.commit().await?;
    Ok(due.len())
}

/// Marks cases in which nothing has moved for as long as the rule says, at most `limit`, and says how many it were. A mark is
/// no change of the case: it raises no version.
///
/// # Errors
/// Those of the database.
pub async fn flag_stuck(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let rule = ctx.rules.on("advising.stuck_days", today)?;
    let since = ctx.now() - Duration::days(rule.get()?);
    let idle = store::idle(ctx.db.read(), since, today, limit).await?;
    if idle.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    for case in store::lock(&*tx, &SWEEPER, &idle).await? {
        let overdue = case.state == CaseState::Open && case.assign_by.is_some_and(|last| last.0 < today);
        if case.stuck_since.is_some() || !(overdue || (case.state.is_active() && case.active_at < since)) {
            continue;
        }
        let after = Case { stuck_since: Some(Date(today)), ..case.clone() };
        store::save(&*tx, &after).await?;
        outbox::push(ctx, &*tx, &Event::CaseChanged { case: after.id, change: CaseChange::Stuck }).await?;
        audit::append(ctx, &*tx, &SWEEPER, entry("case.stuck", Some(&case), &after).by_rules([rule.id])).await?;
    }
    tx.commit().await?;
    Ok(idle.len())
}
