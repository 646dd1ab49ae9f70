//! What time alone does to cases: an answer that does not come, and work that does not move.

use chrono::Duration;

use super::{
    entry,
    perform::{Said, perform},
};
use crate::{
    advisor, audit,
    brokering::{
        model::Case,
        rules::{self, Transition},
        store,
        vocabulary::CaseState,
    },
    ctx::Ctx,
    kernel::{Actor, Date, Result, clock::china_midnight, date::add_days},
    outbox::{self, CaseChange, Event},
    reminder::{self, Kind},
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

/// Gives cases back whose advisor is not appointed any more, struck off or at the end of the term, at most `limit`, and says how many
/// it were: clients get somebody else, and nobody works on what they may not see.
///
/// # Errors
/// Those of the database.
pub async fn release_unappointed(ctx: &Ctx, limit: u64) -> Result<usize> {
    let (today, conn) = (ctx.clock.today(), ctx.db.read());
    let working: Vec<_> = store::loads(conn).await?.into_keys().collect();
    let appointed = advisor::appointed_among(conn, &working, today).await?;
    let gone: Vec<_> = working.into_iter().filter(|advisor| !appointed.contains(advisor)).collect();
    if gone.is_empty() {
        return Ok(0);
    }
    let left = store::worked_on_by(conn, &gone, limit).await?;
    let tx = ctx.begin().await?;
    for case in store::lock(&*tx, &SWEEPER, &left).await? {
        // Somebody else may have it by now.
        if case.state.is_active() && case.advisor.is_some_and(|advisor| gone.contains(&advisor)) {
            let step = rules::take(Transition::Release, case.state)?;
            perform(ctx, &tx, &SWEEPER, &case, step, Said::default()).await?;
        }
    }
    tx.commit().await?;
    Ok(left.len())
}

/// Marks cases in which nothing has moved for as long as the rule says, or that nobody was given in time, and those in which the first
/// contact or shortlist is late, at most `limit`, and says how many it were. A case may be both. A mark is no change of the case: it
/// raises no version.
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
        let silent = case.state.is_active() && case.active_at < since && !case.waits_for_a_day(today);
        let stuck = case.stuck_since.is_none() && (overdue || silent);
        let late = case.late_since.is_none() && case.is_late_on(today);
        if !stuck && !late {
            continue;
        }
        let mark = |is_new: bool, known: Option<Date>| if is_new { Some(Date(today)) } else { known };
        let after = Case { stuck_since: mark(stuck, case.stuck_since), late_since: mark(late, case.late_since), ..case.clone() };
        store::save(&*tx, &after).await?;
        for change in [stuck.then_some(CaseChange::Stuck), late.then_some(CaseChange::Late)].into_iter().flatten() {
            outbox::push(ctx, &*tx, &Event::CaseChanged { case: after.id, change, advisor: after.advisor }).await?;
        }
        if stuck {
            audit::append(ctx, &*tx, &SWEEPER, entry("case.stuck", Some(&case), &after).by_rules([rule.id])).await?;
        }
        if late {
            audit::append(ctx, &*tx, &SWEEPER, entry("case.late", Some(&case), &after)).await?;
        }
    }
    tx.commit().await?;
    Ok(idle.len())
}

/// Reminds advisors of what they have to do soon, at most `limit`, and says in how many cases: once for a day, however many tasks
/// there are in a case. A reminder is no change of the case.
///
/// # Errors
/// Those of the database.
pub async fn remind_tasks(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let Ahead { task: days } = ctx.rules.on("advising.reminder_days", today)?.get()?;
    let last = add_days(today, days);
    // Whoever set one today knows of it.
    let made = china_midnight(today);
    let due = store::due_soon(ctx.db.read(), (today, last), made, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    let tasks = store::tasks_of(&*tx, &due).await?;
    for case in store::lock(&*tx, &SWEEPER, &due).await? {
        let soon = tasks.iter().filter(|task| task.case == case.id && task.done_on.is_none() && task.advisor.is_some());
        let soon = soon.filter(|task| (today..=last).contains(&task.due_on.0) && task.created_at < made);
        let subjects: Vec<_> = soon.map(|task| (task.id.uuid(), task.due_on.0)).collect();
        let fresh = reminder::mark(ctx, &*tx, Kind::TaskDue, case.client, &subjects).await?;
        if !fresh.is_empty() && case.state.is_active() {
            outbox::push(ctx, &*tx, &Event::CaseChanged { case: case.id, change: CaseChange::TaskDue, advisor: case.advisor }).await?;
        }
    }
    tx.commit().await?;
    Ok(due.len())
}

/// How many days before a task is due its advisor is reminded of it: rule `advising.reminder_days`.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
struct Ahead {
    task: u32,
}
