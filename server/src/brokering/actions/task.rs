//! What has to be done in a case, and when.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use uuid::Uuid;

use super::{
    GUARD, check_version, entry, lock_one, moved,
    read::view,
    work::{sees, working},
};
use crate::{
    audit,
    brokering::{
        model::{Case, View},
        policy,
        rules::{Authority, kpi},
        service::{Outcome as Deal, Task},
        store::{self, Reader},
        to_do::{FollowUp, ToDo},
        vocabulary::OutcomeState,
    },
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        date::{add_days, add_months},
        id::{BrokerCase, CaseTask, License},
        text,
    },
    ledger, licensing,
};

/// A task that somebody sets.
#[derive(Debug, Clone, Serialize)]
pub struct AddTask {
    /// The case.
    pub case: Id<BrokerCase>,
    /// In words, up to 200 characters.
    pub title: String,
    /// The last day.
    pub due_on: Date,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Sets a task.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `MANDATE_MISSING`,
/// `TRANSITION_NOT_ALLOWED`, `OUT_OF_RANGE` at `dueOn` for a day that has passed or lies too far ahead, the errors of the text at `title`.
pub async fn add_task(ctx: &Ctx, actor: &Actor, input: AddTask) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "caseTaskAdd", input.idempotency_key, &input);
    let find = async |id: Id<CaseTask>| {
        let task = store::find_task(ctx.db.read(), id).await?.ok_or_else(|| Error::new(Code::NotFound))?;
        super::find_case(ctx, actor, task.case).await?.ok_or_else(|| Error::new(Code::NotFound))
    };
    once(ctx, &guard, find, rerun(|| Box::pin(add_now(ctx, actor, &input, &guard)))).await
}

async fn add_now(ctx: &Ctx, actor: &Actor, input: &AddTask, guard: &Guard) -> Result<View> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    policy::permit(actor, Authority::Advisor, &before)?;
    sees(ctx, &*tx, actor, &before).await?;
    working(ctx, &*tx, &before, None).await?;
    let today = ctx.clock.today();
    let title = text::line(&input.title, 200).map_err(|error| error.at("title"))?;
    let last = furthest(ctx)?;
    if !(today..=last).contains(&input.due_on.0) {
        return Err(Error::new(Code::OutOfRange).with("min", today).with("max", last).at("dueOn"));
    }
    let task = task(ctx, actor, &before, ToDo::Words(title), input.due_on);
    // The key first: of two calls with one key, the loser must learn that it is a repetition.
    guard.keep(ctx, &*tx, task.id).await?;
    store::insert_tasks(&*tx, std::slice::from_ref(&task)).await?;
    let after = with_next(&tx, moved(ctx, &before)).await?;
    store::save(&*tx, &after).await?;
    let entry = entry("case.add_task", Some(&before), &after).detail("task", task.id.to_string()).detail("dueOn", task.due_on.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    view(ctx, actor, after, &before).await
}

/// The last day on which a next step may be due.
pub(super) fn furthest(ctx: &Ctx) -> Result<NaiveDate> {
    let today = ctx.clock.today();
    Ok(add_days(today, ctx.rules.on("advising.next_step_days_max", today)?.get()?))
}

fn task(ctx: &Ctx, actor: &Actor, case: &Case, what: ToDo, due_on: Date) -> Task {
    Task {
        id: ctx.new_id(),
        case: case.id,
        client: case.client,
        advisor: case.advisor,
        what,
        due_on,
        done_on: None,
        done_by: None,
        version: 1,
        created_by: actor.user(),
        created_at: ctx.now(),
    }
}

/// Sets the follow-ups of the contract that a case has come to: counted from its signatures, on the last day of a duty to serve, and
/// before each payment of its license that is still to come. One to a day, the first that is named. Once: an advisor who takes the
/// case over goes on with what is set.
pub(super) async fn add_follow_ups(ctx: &Ctx, tx: &Write, actor: &Actor, case: &Case) -> Result<()> {
    let known = store::tasks_of(&**tx, &[case.id]).await?;
    if known.iter().any(|task| matches!(task.what, ToDo::FollowUp(_))) {
        return Ok(());
    }
    let today = ctx.clock.today();
    let filed = store::outcomes_of(&**tx, &Reader::own(&GUARD), &[case.id]).await?;
    let stands = |deal: &&Deal| deal.state != OutcomeState::Refused;
    let signed = filed.iter().filter(stands).map(|deal| deal.signed_on.0).max();
    let signed = signed.unwrap_or(today);
    let months: Vec<u32> = ctx.rules.on("advising.follow_up_months", today)?.get()?;
    let due = |month: &u32| ctx.rules.calendar().extend(add_months(signed, *month)).on;
    let mut days: BTreeMap<NaiveDate, FollowUp> = months.iter().map(|month| (due(month), FollowUp::AfterContract(*month))).collect();
    for until in filed.iter().filter(stands).filter_map(|deal| deal.service_duty_until).filter(|until| until.0 >= today) {
        // What the contract obliges to is named before what is only asked.
        days.insert(until.0, FollowUp::DutyEnds(until.0));
    }
    for (day, follow_up) in before_payments(ctx, tx, case, signed, filed.iter().filter(stands).filter_map(|deal| deal.license)).await? {
        days.entry(day).or_insert(follow_up);
    }
    let set = |(day, follow_up): (NaiveDate, FollowUp)| task(ctx, actor, case, ToDo::FollowUp(follow_up), Date(day));
    let tasks: Vec<_> = days.into_iter().map(set).collect();
    store::insert_tasks(&**tx, &tasks).await
}

/// Days before payments on which the advisor follows up: rule `advising.payment_reminder_days`.
#[derive(Debug, serde::Deserialize)]
struct BeforePayments {
    /// How many days before.
    days: Vec<u64>,
    /// Of payments that are due so many months after the signatures at most.
    months: u32,
}

/// Days on which the advisor follows up before payments of the case's licenses, from today on. Up to two statements.
async fn before_payments(
    ctx: &Ctx,
    tx: &Write,
    case: &Case,
    signed: NaiveDate,
    filed: impl Iterator<Item = Id<License>>,
) -> Result<Vec<(NaiveDate, FollowUp)>> {
    let today = ctx.clock.today();
    let ahead: BeforePayments = ctx.rules.on("advising.payment_reminder_days", today)?.get()?;
    let mut licenses: Vec<Id<License>> = filed.collect();
    if let Some(request) = case.request {
        licenses.extend(licensing::license_id_of(&**tx, request).await?);
    }
    let last = add_months(signed, ahead.months);
    let due = ledger::due_dates(&**tx, &licenses).await?.into_iter().filter(|due_on| *due_on <= last);
    let before = |due_on: NaiveDate, days: u64| Some((due_on.checked_sub_days(Days::new(days))?, FollowUp::BeforePayment { days, due_on }));
    let all = due.flat_map(|due_on| ahead.days.iter().filter_map(move |days| before(due_on, *days)));
    Ok(all.filter(|(day, _)| *day >= today).collect())
}

/// `case`, or what is due in it before what it says comes next: a note does not hide a task.
pub(super) async fn soonest(tx: &Write, case: Case) -> Result<Case> {
    let tasked = with_next(tx, case.clone()).await?;
    let is_sooner = match (tasked.next_due, case.next_due) {
        (Some(task), Some(noted)) => task < noted,
        (task, None) => task.is_some(),
        (None, Some(_)) => false,
    };
    Ok(if is_sooner { tasked } else { case })
}

/// `case` with the task that is due next.
pub(super) async fn with_next(tx: &Write, case: Case) -> Result<Case> {
    let next = store::tasks_of(&**tx, &[case.id]).await?.into_iter().find(|task| task.done_on.is_none());
    Ok(match next {
        Some(task) => Case { next_step: Some(task.what), next_due: Some(task.due_on), ..case },
        None => Case { next_step: None, next_due: None, ..case },
    })
}

/// Ticks a task off. A follow-up is done when a note for the client tells of it.
///
/// # Errors
/// `NOT_FOUND` at `id` for those who do not see the work, `FORBIDDEN` for others than the advisor who has the case,
/// `STALE_VERSION`, `MANDATE_MISSING`, `TRANSITION_NOT_ALLOWED` if it was done before, `FOLLOW_UP_NOTE_MISSING` for a follow-up of
/// which no note tells that counts and was written as shortly before its day as the rule says.
pub async fn finish_task(ctx: &Ctx, actor: &Actor, id: Id<CaseTask>, expected_version: i64) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(finish_now(ctx, actor, id, expected_version))).await
}

async fn finish_now(ctx: &Ctx, actor: &Actor, id: Id<CaseTask>, expected_version: i64) -> Result<Outcome<View>> {
    let missing = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    // The case first: whoever changes both locks them in this order.
    let found = store::find_task(&*tx, id).await?.ok_or_else(missing)?;
    let before = lock_one(&tx, actor, found.case).await.map_err(|error| error.at("id"))?;
    let task = store::lock_task(&*tx, id).await?.ok_or_else(missing)?;
    policy::permit(actor, Authority::Advisor, &before)?;
    sees(ctx, &*tx, actor, &before).await?;
    check_version(task.version, expected_version)?;
    working(ctx, &*tx, &before, None).await?;
    if task.done_on.is_some() {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", "DONE").with("toState", "DONE"));
    }
    if matches!(task.what, ToDo::FollowUp(_)) {
        told(ctx, &tx, &before, &task).await?;
    }
    let done = Task { done_on: Some(Date(ctx.clock.today())), done_by: actor.user(), version: task.version + 1, ..task };
    store::save_task(&*tx, &done).await?;
    let after = with_next(&tx, moved(ctx, &before)).await?;
    store::save(&*tx, &after).await?;
    let entry = entry("case.finish_task", Some(&before), &after).detail("task", done.id.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(view(ctx, actor, after, &before).await?))
}

/// Refuses a follow-up of which nothing was written for the client.
async fn told(ctx: &Ctx, tx: &Write, case: &Case, task: &Task) -> Result<()> {
    let today = ctx.clock.today();
    let days: i64 = ctx.rules.on("advising.follow_up_window_days", today)?.get()?;
    let minimum = ctx.rules.on("advising.log_summary_characters_min", today)?.get()?;
    let notes = store::logs_of(&**tx, &[case.id]).await?;
    if kpi::tells_of(task, case.advisor, &notes, days, minimum) { Ok(()) } else { Err(Error::new(Code::FollowUpNoteMissing).at("id")) }
}
