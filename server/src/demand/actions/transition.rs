//! One step in the life of one demand.

use super::{
    check_version, lock_one,
    perform::{Decision, perform},
    stage::{Surroundings, checked},
};
use crate::{
    ctx::Ctx,
    db::rerun,
    demand::{
        model::{Demand, ReviewNote, View},
        policy, rules,
        rules::{Suspension, Transition},
    },
    idempotency::Outcome,
    kernel::{Actor, Code, Error, Id, Result, error::Problems, id::Demand as DemandId, text},
};

/// Most notes of one moderation.
const NOTES_MAX: usize = 50;

/// A step that somebody wants to take.
#[derive(Debug, Clone)]
pub struct Move {
    /// The demand.
    pub id: Id<DemandId>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// The step.
    pub transition: Transition,
    /// Notes, for a return; at least one.
    pub notes: Vec<ReviewNote>,
    /// Reason, for a refusal, suspension or withdrawal; up to 1000 characters.
    pub reason: Option<String>,
}

/// Takes a step.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`, `REQUIRED` at `notes`, `REASON_REQUIRED` at
/// `reason`, and everything that stands in the way (see [`rules::blockers`]).
pub async fn transition(ctx: &Ctx, actor: &Actor, input: Move) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    let decision = decision(input.transition, input.notes.clone(), input.reason.as_deref());
    // Boxed: the future is large, and every caller's would grow by it.
    rerun(|| Box::pin(step(ctx, actor, &input, decision.clone()))).await
}

async fn step(ctx: &Ctx, actor: &Actor, input: &Move, decision: Result<Decision>) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let demand = lock_one(ctx, &tx, actor, input.id).await?;
    permitted(actor, &demand, input.transition, input.expected_version)?;
    let decision = Decision { suspension: suspension(actor, &demand), ..decision? };
    let around = Surroundings::load(ctx, &tx, &demand).await?;
    let step = checked(ctx, actor, &demand, input.transition, &around)?;
    let moved = perform(ctx, &tx, actor, demand, step, &decision, &around).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(View::inside(moved)))
}

/// Refuses whoever may not take `transition` with `demand`, and whoever decided looking at another version.
pub(super) fn permitted(actor: &Actor, demand: &Demand, transition: Transition, expected_version: i64) -> Result<()> {
    policy::permit(actor, rules::authority(transition, demand.position()), demand.organization)?;
    check_version(demand.version, expected_version)
}

/// In whose name `actor` suspends: an operator who does not belong to the enterprise does it for the platform.
pub(super) fn suspension(actor: &Actor, demand: &Demand) -> Suspension {
    let of_owner = actor.has_role_in(demand.organization, &policy::OWNERS);
    if of_owner { Suspension::Owner } else { Suspension::Operator }
}

/// What is said with a step, checked.
pub(super) fn decision(transition: Transition, notes: Vec<ReviewNote>, reason: Option<&str>) -> Result<Decision> {
    let needs = rules::required_inputs(transition);
    let mut problems = Problems::default();
    if needs.contains(&"notes") && notes.is_empty() {
        problems.push(Error::new(Code::Required).at("notes"));
    }
    if notes.len() > NOTES_MAX {
        return Err(Error::new(Code::TooMany).with("max", NOTES_MAX).at("notes"));
    }
    let mut kept = Vec::with_capacity(notes.len());
    for (index, note) in notes.into_iter().enumerate() {
        let text = text::paragraph(&note.text, 2000).map_err(|error| error.at("text").at(index));
        let path = path(note.path).map_err(|error| error.at("path").at(index));
        if let (Some(text), Some(path)) = (problems.check("notes", text), problems.check("notes", path)) {
            kept.push(ReviewNote { path, text });
        }
    }
    let reason = problems.check("reason", text::optional_paragraph(reason, 1000)).flatten();
    if needs.contains(&"reason") && reason.is_none() && problems.is_empty() {
        problems.push(Error::new(Code::ReasonRequired).at("reason"));
    }
    problems.finish(Decision { notes: kept, reason, suspension: Suspension::Owner })
}

fn path(path: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    let Some(path) = path.filter(|path| !path.is_empty()) else { return Ok(None) };
    if path.len() > 8 {
        return Err(Error::new(Code::TooMany).with("max", 8_i64));
    }
    path.iter().map(|segment| text::line(segment, 60)).collect::<Result<_>>().map(Some)
}
