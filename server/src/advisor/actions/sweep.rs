//! What time alone does to appointments and mandates.

use super::{
    appoint::{Move, perform},
    mandate::finish,
    request::lapse,
};
use crate::{
    advisor::{model::Advisor, rules::Transition, store, vocabulary::MandateState},
    ctx::Ctx,
    kernel::{
        Actor, Result,
        clock::china_midnight,
        date::{add_days, add_months},
    },
    outbox::{self, AdvisorChange, Event},
    reminder::{self, Kind},
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

/// How many days before something ends somebody is reminded of it: rule `advising.reminder_days`.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
struct Ahead {
    mandate: u32,
    term: u32,
    conflicts: u32,
}

/// Reminds both sides of mandates that will end, at most `limit`, and says how many it were. A reminder is no change of the mandate.
///
/// # Errors
/// Those of the database.
pub async fn remind_mandates(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let ahead: Ahead = ctx.rules.on("advising.reminder_days", today)?.get()?;
    let span = (today, add_days(today, ahead.mandate));
    // Whoever gave one today knows its end.
    let due = store::ending_mandates(ctx.db.read(), span, china_midnight(today), limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    for mandate in store::lock_mandates(&*tx, &SWEEPER, &due).await? {
        let subject = [(mandate.id.uuid(), mandate.valid_until.0)];
        let is_good = mandate.state_on(today) == MandateState::Active;
        if is_good && !reminder::mark(ctx, &*tx, Kind::MandateEnding, mandate.organization, &subject).await?.is_empty() {
            outbox::push(ctx, &*tx, &Event::MandateEnding { mandate: mandate.id }).await?;
        }
    }
    tx.commit().await?;
    Ok(due.len())
}

/// Reminds advisors of the end of their term, and of the ties that they have to confirm again, at most `limit`, and says how many it
/// were.
///
/// # Errors
/// Those of the database.
pub async fn remind_advisors(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let ahead: Ahead = ctx.rules.on("advising.reminder_days", today)?.get()?;
    let months: u32 = ctx.rules.on("advising.conflict_confirm_months", today)?.get()?;
    let last = add_days(today, ahead.term);
    // A confirmation is good for so many months: those before this day will not be in so many days.
    let confirmed = add_days(today, ahead.conflicts).checked_sub_months(chrono::Months::new(months)).unwrap_or(today);
    let due = store::to_remind(ctx.db.read(), (today, last), confirmed, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    for advisor in store::lock(&*tx, &SWEEPER, &due).await? {
        if !advisor.is_appointed_on(today) {
            continue;
        }
        let ends = advisor.term_until.filter(|until| until.0 <= last).map(|until| (Kind::TermEnding, until.0, AdvisorChange::TermEnding));
        let unconfirmed = |Advisor { confirmed_on, .. }: &Advisor| {
            let on = confirmed_on.filter(|on| add_months(on.0, months) < add_days(today, ahead.conflicts))?;
            Some((Kind::ConfirmationDue, on.0, AdvisorChange::ConfirmationDue))
        };
        for (kind, day, change) in ends.into_iter().chain(unconfirmed(&advisor)) {
            if !reminder::mark(ctx, &*tx, kind, advisor.organization, &[(advisor.id.uuid(), day)]).await?.is_empty() {
                outbox::push(ctx, &*tx, &Event::AdvisorChanged { advisor: advisor.id, change }).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(due.len())
}
