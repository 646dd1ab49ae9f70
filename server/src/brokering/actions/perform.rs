//! What a step does.

use sea_orm::ConnectionTrait;

use super::{
    entry, moved,
    task::{add_follow_ups, with_next},
    working_days,
};
use crate::{
    advisor, audit,
    brokering::{
        model::{Case, Refusal},
        rules::{Facts, Fit, Step, Transition},
        store,
        vocabulary::{CaseConflictState, CaseState, IntroductionState, OutcomeState, RefusalKind},
    },
    ctx::Ctx,
    db::Write,
    kernel::{
        Actor, Id, Result,
        id::{Advisor, Mandate, Organization, RuleVersion, User},
    },
    outbox::{self, CaseChange, Event},
};

/// Who reads for guards: a step may depend on what not everybody sees.
const GUARD: Actor = Actor::System("guard");

/// What the guards of a case look at, and the mandate under which the advisor works. Five statements.
pub(super) async fn facts(ctx: &Ctx, conn: &impl ConnectionTrait, case: &Case) -> Result<(Facts, Option<Id<Mandate>>)> {
    let today = ctx.clock.today();
    let Some(advisor) = case.advisor else { return Ok((Facts::default(), None)) };
    let mandate = advisor::mandate_for(conn, case.client, advisor, today).await?;
    let ties = advisor::conflicts_of(conn, &[advisor], today).await?.remove(&advisor).unwrap_or_default();
    let disclosed: Vec<_> =
        store::conflicts_of(conn, &[case.id]).await?.into_iter().filter(|conflict| conflict.advisor == advisor).collect();
    let consented = |party: &Id<Organization>| {
        disclosed.iter().any(|conflict| conflict.organization == *party && conflict.state != CaseConflictState::Refused)
    };
    let introductions = store::introductions_of(conn, &GUARD, &[case.id]).await?;
    let outcomes = store::outcomes_of(conn, &GUARD, &[case.id]).await?;
    let facts = Facts {
        // A tie that is declared for all cases bars this one, unless it was disclosed in it.
        standing_conflict: case.parties().any(|party| ties.contains(&party) && !consented(&party)),
        conflict_open: disclosed.iter().any(|conflict| conflict.state == CaseConflictState::Open),
        mandated: mandate.is_some(),
        contacted: case.contacted_at.is_some(),
        introduced: case.counterparty.is_some() || introductions.iter().any(|made| made.state == IntroductionState::Confirmed),
        outcome_filed: outcomes.iter().any(|outcome| outcome.state != OutcomeState::Refused),
        outcome_validated: outcomes.iter().any(|outcome| outcome.state == OutcomeState::Validated),
    };
    Ok((facts, mandate.map(|mandate| mandate.id)))
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
            after.contact_by = Some(working_days(ctx, "advising.first_contact_working_days")?);
            after.shortlist_by = Some(working_days(ctx, "advising.first_shortlist_working_days")?);
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
            (after.next_step, after.next_due, after.assign_by, after.answer_by) = (None, None, None, None);
            after.reason = reason;
            CaseChange::Closed
        }
    };
    store::save(&**tx, &after).await?;
    outbox::push(ctx, &**tx, &Event::CaseChanged { case: after.id, change }).await?;
    let mut entry = entry(verb(step.transition), Some(before), &after).by_rules(rules);
    if let Some((advisor, _, fit)) = given {
        let parts = fit.parts.iter().map(|part| (part.kind.to_string(), part.points.into())).collect::<serde_json::Map<_, _>>();
        entry = entry.detail("advisor", advisor.to_string()).detail("score", fit.score()).detail("parts", parts);
    }
    audit::append(ctx, &**tx, actor, entry).await?;
    Ok(after)
}

/// The advisor does not have the case any more: it waits for another one, and it is kept who had it.
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
            at: ctx.now(),
        };
        store::insert_refusal(&**tx, &refusal).await?;
    }
    after.state = CaseState::Open;
    (after.advisor, after.user, after.mandate) = (None, None, None);
    (after.answer_by, after.contact_by, after.contacted_at, after.shortlist_by) = (None, None, None, None);
    (after.next_step, after.next_due, after.accepted_at) = (None, None, None);
    after.assign_by = Some(working_days(ctx, "advising.assign_working_days")?);
    after.reason = reason;
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
