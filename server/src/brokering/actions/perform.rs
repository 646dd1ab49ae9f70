//! What a step does.

use sea_orm::ConnectionTrait;

use super::{
    GUARD,
    border::{abroad, as_it_stands},
    entry, moved,
    task::{add_follow_ups, with_next},
    ties::{parties, ties},
    working_days, working_days_from,
};
use crate::{
    advisor, audit,
    brokering::{
        model::{Case, Refusal},
        rules::{Facts, Fit, Step, Transition, leads_on},
        service::Task,
        store::{self, Reader},
        to_do::ToDo,
        vocabulary::{CaseState, OutcomeState, RefusalKind},
    },
    ctx::Ctx,
    db::Write,
    kernel::{
        Actor, Id, Result,
        clock::china_date,
        date::add_days,
        id::{Advisor, Mandate, RuleVersion, User},
    },
    outbox::{self, CaseChange, Event},
    reminder::{self, Kind},
};

/// What the guards of a case look at if `actor` wants to take a step, and the mandate under which the advisor works. Ten statements.
pub(super) async fn facts(ctx: &Ctx, conn: &impl ConnectionTrait, actor: &Actor, case: &Case) -> Result<(Facts, Option<Id<Mandate>>)> {
    let today = ctx.clock.today();
    let Some(advisor) = case.advisor else { return Ok((Facts::default(), None)) };
    let mandate = advisor::mandate_for(conn, case.client, advisor, today).await?;
    let reader = Reader::own(&GUARD);
    let introductions = store::introductions_of(conn, &reader, &[case.id]).await?;
    let ties = ties(ctx, conn, case, &introductions, advisor).await?;
    // Whoever filed them: an advisor who takes a case over may finish what another one has brought so far. Whose merit they are
    // the figures say.
    let outcomes = store::outcomes_of(conn, &reader, &[case.id]).await?;
    // As the parties and the grade stand today: either may have changed since the assignment.
    let crosses = !abroad(ctx, conn, &parties(case, &introductions)).await?.is_empty();
    let needed = as_it_stands(ctx, case.needs.clone(), crosses)?.grade_min;
    let grade = match case.user {
        Some(user) => advisor::of_user(conn, user).await?.and_then(|advisor| advisor.grade),
        None => None,
    };
    let least: FollowedUp = ctx.rules.on("advising.follow_ups_before_success", today)?.get()?;
    // What is done on the day of the signatures, be it before a payment that is near, follows nothing up.
    let earliest = case.contracted_at.map(|at| add_days(china_date(at), least.days));
    let is_late_enough = |task: &Task| task.done_on.is_some_and(|done| earliest.is_some_and(|earliest| earliest <= done.0));
    let tasks = store::tasks_of(conn, &[case.id]).await?;
    let followed = tasks.iter().filter(|task| matches!(task.what, ToDo::FollowUp(_)) && is_late_enough(task)).count();
    let facts = Facts {
        as_advisor: case.is_of(actor),
        appointed: mandate.is_some() || !advisor::appointed_among(conn, &[advisor], today).await?.is_empty(),
        grade_too_low: needed > grade,
        standing_conflict: ties.standing,
        seated: ties.seated,
        conflict_open: ties.open,
        mandated: mandate.is_some(),
        contacted: case.contacted_at.is_some(),
        introduced: case.counterparty.is_some() || introductions.iter().any(leads_on),
        outcome_filed: outcomes.iter().any(|outcome| outcome.state != OutcomeState::Refused),
        outcome_validated: outcomes.iter().any(|outcome| outcome.state == OutcomeState::Validated),
        followed_up: followed >= least.count,
    };
    Ok((facts, mandate.map(|mandate| mandate.id)))
}

/// What has to be done before a case ends well: rule `advising.follow_ups_before_success`.
#[derive(Debug, serde::Deserialize)]
struct FollowedUp {
    /// How many follow-ups.
    count: usize,
    /// How many days after the contract at least.
    days: u32,
}

/// What is said with a step, and what it rests on.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// Why.
    pub reason: Option<String>,
    /// The mandate under which the work begins.
    pub mandate: Option<Id<Mandate>>,
    /// Who shall have it, how they fit, and the rules that decided.
    pub given: Option<(Id<Advisor>, Id<User>, Fit)>,
    /// Versions of the rules that decided.
    pub rules: Vec<Id<RuleVersion>>,
}

/// Takes a step with a case that was locked in this transaction; writes the trail last.
pub(super) async fn perform(ctx: &Ctx, tx: &Write, actor: &Actor, before: &Case, step: Step, said: Said) -> Result<Case> {
    let now = ctx.now();
    let Said { reason, mandate, given, rules } = said;
    let mut after = Case { state: step.to, ..moved(ctx, before) };
    let change = match step.transition {
        Transition::Assign => {
            after.assigned_at = Some(now);
            (after.advisor, after.user) = (given.as_ref().map(|given| given.0), given.as_ref().map(|given| given.1));
            (after.assign_by, after.answer_by) = (None, Some(working_days(ctx, "advising.accept_working_days")?));
            CaseChange::Assigned
        }
        Transition::Accept => {
            after.accepted_at = Some(now);
            after.answer_by = None;
            // The rule counts from the assignment: who takes long to accept has less time left.
            let asked = before.assigned_at.map_or_else(|| ctx.clock.today(), china_date);
            after.contact_by = Some(working_days_from(ctx, "advising.first_contact_working_days", asked)?);
            // Whoever knows the other side from the beginning waits for no list.
            let waits = after.counterparty.is_none();
            after.shortlist_by = waits.then(|| working_days(ctx, "advising.first_shortlist_working_days")).transpose()?;
            if let Some(advisor) = after.advisor {
                store::take_tasks_over(&**tx, after.id, advisor).await?;
                let tasks = store::tasks_of(&**tx, &[after.id]).await?.into_iter().filter(|task| task.advisor == Some(advisor));
                // The one before was reminded of them; this one was not.
                let subjects: Vec<_> = tasks.map(|task| (task.id.uuid(), task.due_on.0)).collect();
                reminder::forget(&**tx, Kind::TaskDue, &subjects).await?;
                after = with_next(tx, after).await?;
            }
            CaseChange::Accepted
        }
        Transition::Decline => leave(ctx, tx, &mut after, before, RefusalKind::Declined, reason).await?,
        Transition::Lapse => leave(ctx, tx, &mut after, before, RefusalKind::Lapsed, None).await?,
        Transition::Release => leave(ctx, tx, &mut after, before, RefusalKind::Released, reason).await?,
        Transition::Start => {
            after.mandate = mandate;
            CaseChange::Started
        }
        Transition::Match => {
            after.matched_at = Some(now);
            CaseChange::Matched
        }
        Transition::Contract => {
            after.contracted_at = Some(now);
            add_follow_ups(ctx, tx, actor, &after).await?;
            after = with_next(tx, after).await?;
            CaseChange::Contracted
        }
        Transition::Track => CaseChange::Tracked,
        Transition::Succeed | Transition::GiveUp | Transition::Withdraw => {
            after.closed_at = Some(now);
            store::lapse_conflicts(&**tx, after.id, None).await?;
            // What would have come later is nobody's failure now.
            store::leave_tasks(&**tx, after.id, ctx.clock.today()).await?;
            (after.next_step, after.next_due, after.assign_by, after.answer_by) = (None, None, None, None);
            after.reason = reason;
            CaseChange::Closed
        }
    };
    let after = after.marked_on(ctx.clock.today());
    store::save(&**tx, &after).await?;
    let event = Event::CaseChanged { case: after.id, change, advisor: after.advisor.or(before.advisor) };
    outbox::push(ctx, &**tx, &event).await?;
    let mut entry = entry(verb(step.transition), Some(before), &after).by_rules(rules);
    if let Some((advisor, _, fit)) = given {
        let parts = fit.parts.iter().map(|part| (part.kind.to_string(), part.points.into())).collect::<serde_json::Map<_, _>>();
        entry = entry.detail("advisor", advisor.to_string()).detail("score", fit.score()).detail("parts", parts);
    }
    audit::append(ctx, &**tx, actor, entry).await?;
    Ok(after)
}

/// The advisor does not have the case any more: it waits for another one, and it is kept who had it, and since when.
pub(super) async fn leave(
    ctx: &Ctx,
    tx: &Write,
    after: &mut Case,
    before: &Case,
    kind: RefusalKind,
    reason: Option<String>,
) -> Result<CaseChange> {
    if let Some(advisor) = before.advisor {
        let refusal = Refusal {
            id: ctx.new_id::<crate::kernel::id::BrokerCase>().uuid(),
            case: before.id,
            advisor,
            kind,
            reason: reason.clone(),
            accepted_at: before.accepted_at,
            contacted_at: before.contacted_at,
            at: ctx.now(),
        };
        store::insert_refusal(&**tx, &refusal).await?;
    }
    store::lapse_conflicts(&**tx, before.id, None).await?;
    store::leave_tasks(&**tx, before.id, ctx.clock.today()).await?;
    after.state = CaseState::Open;
    (after.advisor, after.user, after.mandate) = (None, None, None);
    (after.answer_by, after.contact_by, after.contacted_at, after.shortlist_by) = (None, None, None, None);
    (after.next_step, after.next_due) = (None, None);
    // It begins anew, with its history and without its progress.
    (after.accepted_at, after.matched_at, after.contracted_at) = (None, None, None);
    after.assign_by = Some(working_days(ctx, "advising.assign_working_days")?);
    after.reason = reason;
    // The client trusted the advisor who began it, and has asked for nobody: nothing waits for another one.
    if before.begun_by.is_some() && before.demand.is_none() && before.request.is_none() {
        (after.state, after.closed_at, after.assign_by) = (CaseState::ClosedWithdrawn, Some(ctx.now()), None);
        return Ok(CaseChange::Closed);
    }
    Ok(match kind {
        RefusalKind::Declined => CaseChange::Declined,
        RefusalKind::Lapsed => {
            after.escalations += 1;
            CaseChange::Escalated
        }
        RefusalKind::Recused => CaseChange::Recused,
        RefusalKind::Released => CaseChange::Released,
    })
}

const fn verb(transition: Transition) -> &'static str {
    match transition {
        Transition::Assign => "case.assign",
        Transition::Accept => "case.accept",
        Transition::Decline => "case.decline",
        Transition::Lapse => "case.lapse",
        Transition::Start => "case.start",
        Transition::Match => "case.match",
        Transition::Contract => "case.contract",
        Transition::Track => "case.track",
        Transition::Release => "case.release",
        Transition::Succeed => "case.succeed",
        Transition::GiveUp => "case.give_up",
        Transition::Withdraw => "case.withdraw",
    }
}
