//! One step in the life of an advisor.

use super::{changed, check_version, entry, lock_one, mandate::end_all};
use crate::{
    advisor::{
        model::Advisor,
        policy,
        rules::{self, Authority, Transition, checked_term, is_confirmed, joined},
        store,
        vocabulary::AdvisorGrade,
    },
    audit,
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::Outcome,
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        error::Problems,
        id::{Advisor as AdvisorId, RuleVersion},
        text,
    },
    outbox::{self, AdvisorChange, Event},
};

/// A step that somebody wants to take.
#[derive(Debug, Clone)]
pub struct Move {
    /// The advisor.
    pub id: Id<AdvisorId>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// The step.
    pub transition: Transition,
    /// Grade, for an appointment.
    pub grade: Option<AdvisorGrade>,
    /// First and last day of the term, for an appointment.
    pub term: Option<(Date, Date)>,
    /// Why, for a removal; up to 1000 characters.
    pub reason: Option<String>,
}

/// Takes a step.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`, `REQUIRED` for what an appointment needs,
/// `OUT_OF_RANGE` at `termUntil`, `CONFLICTS_NOT_CONFIRMED`, `REASON_REQUIRED` at `reason`.
pub async fn transition(ctx: &Ctx, actor: &Actor, input: Move) -> Result<Outcome<Advisor>> {
    policy::signed_in(actor)?;
    rerun(|| step(ctx, actor, &input)).await
}

async fn step(ctx: &Ctx, actor: &Actor, input: &Move) -> Result<Outcome<Advisor>> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.id).await.map_err(|error| error.at("id"))?;
    policy::permit(actor, rules::authority(input.transition), &before)?;
    check_version(before.version, input.expected_version)?;
    let after = perform(ctx, &tx, actor, &before, input).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Takes a step with an advisor that was locked in this transaction; writes the trail last.
pub(super) async fn perform(ctx: &Ctx, tx: &Write, actor: &Actor, before: &Advisor, input: &Move) -> Result<Advisor> {
    let step = rules::take(input.transition, before.state)?;
    let mut after = Advisor { state: step.to, ..changed(ctx, before) };
    let mut deciding = Vec::new();
    let change = match input.transition {
        Transition::Vet => Some(AdvisorChange::Vetted),
        Transition::Appoint | Transition::Renew => {
            deciding = appoint(ctx, &mut after, before, input)?;
            Some(if input.transition == Transition::Renew { AdvisorChange::Renewed } else { AdvisorChange::Appointed })
        }
        Transition::Pause | Transition::Resume => None,
        Transition::End => Some(AdvisorChange::Ended),
        Transition::Remove => {
            let reason = text::optional_paragraph(input.reason.as_deref(), 1000).map_err(|error| error.at("reason"))?;
            after.reason = Some(reason.ok_or_else(|| Error::new(Code::ReasonRequired).at("reason"))?);
            Some(AdvisorChange::Removed)
        }
    };
    store::save(&**tx, &after).await?;
    if matches!(input.transition, Transition::End | Transition::Remove) {
        // Nobody acts for a client without being appointed. The cases follow: the sweeper of cases gives them to others.
        end_all(ctx, tx, actor, after.id).await?;
    }
    if let Some(change) = change {
        outbox::push(ctx, &**tx, &Event::AdvisorChanged { advisor: after.id, change }).await?;
    }
    audit::append(ctx, &**tx, actor, entry(verb(input.transition), Some(before), &after).by_rules(deciding)).await?;
    Ok(after)
}

/// What an appointment sets, and the rules that allow it. A term that is renewed before its end goes on: nobody is unappointed
/// between a renewal and its first day.
fn appoint(ctx: &Ctx, after: &mut Advisor, before: &Advisor, input: &Move) -> Result<Vec<Id<RuleVersion>>> {
    let today = ctx.clock.today();
    let (years, months) = (ctx.rules.on("advising.appointment_years", today)?, ctx.rules.on("advising.conflict_confirm_months", today)?);
    let mut p = Problems::default();
    let required = |path: &str| Error::new(Code::Required).at(path);
    let running = before.term_from.zip(before.term_until).filter(|_| before.is_appointed_on(today));
    if input.grade.is_none() {
        p.push(required("grade"));
    }
    let term = if let Some((from, until)) = input.term {
        checked_term(from, until, today, years.get()?).and_then(|term| joined(running, term)).map_err(|error| p.push(error)).ok()
    } else {
        p.push(required("termFrom"));
        None
    };
    if !is_confirmed(after.confirmed_on, today, months.get()?) {
        p.push(Error::new(Code::ConflictsNotConfirmed));
    }
    let (grade, term) = p.finish((input.grade, term))?;
    after.grade = grade;
    (after.term_from, after.term_until) = (term.map(|term| term.0), term.map(|term| term.1));
    Ok(vec![years.id, months.id])
}

/// The person says that the declared conflicts are all there are.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for everybody else, `STALE_VERSION`.
pub async fn confirm_conflicts(ctx: &Ctx, actor: &Actor, id: Id<AdvisorId>, expected_version: i64) -> Result<Outcome<Advisor>> {
    policy::signed_in(actor)?;
    rerun(|| confirm_now(ctx, actor, id, expected_version)).await
}

async fn confirm_now(ctx: &Ctx, actor: &Actor, id: Id<AdvisorId>, expected_version: i64) -> Result<Outcome<Advisor>> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, id).await.map_err(|error| error.at("id"))?;
    policy::permit(actor, Authority::Own, &before)?;
    check_version(before.version, expected_version)?;
    let after = Advisor { confirmed_on: Some(Date(ctx.clock.today())), ..changed(ctx, &before) };
    store::save(&*tx, &after).await?;
    audit::append(ctx, &*tx, actor, entry("advisor.confirm_conflicts", Some(&before), &after)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

const fn verb(transition: Transition) -> &'static str {
    match transition {
        Transition::Vet => "advisor.vet",
        Transition::Appoint => "advisor.appoint",
        Transition::Pause => "advisor.pause",
        Transition::Resume => "advisor.resume",
        Transition::Renew => "advisor.renew",
        Transition::End => "advisor.end",
        Transition::Remove => "advisor.remove",
    }
}
