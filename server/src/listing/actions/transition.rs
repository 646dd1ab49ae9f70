//! One step in the life of one listing.

use super::{
    bench::{Bench, checked},
    check_version, lock_one,
    perform::{Decision, perform, shown_contents},
};
use crate::{
    ctx::Ctx,
    db::rerun,
    idempotency::Outcome,
    kernel::{
        Actor, Code, Error, Id, Result, Role,
        error::Problems,
        id::{Listing as ListingId, Organization},
        text,
    },
    listing::{
        model::{ReviewNote, View},
        policy, rules,
        rules::{Suspension, Transition},
    },
};

/// Most notes of one review.
const NOTES_MAX: usize = 50;

/// A step that somebody wants to take.
#[derive(Debug, Clone)]
pub struct Move {
    /// The listing.
    pub id: Id<ListingId>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// The step.
    pub transition: Transition,
    /// Notes, for a return; at least one.
    pub notes: Vec<ReviewNote>,
    /// Reason, for a suspension, withdrawal or transfer; up to 1000 characters.
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
    rerun(|| step(ctx, actor, &input, decision.clone())).await
}

async fn step(ctx: &Ctx, actor: &Actor, input: &Move, decision: Result<Decision>) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let listing = lock_one(&tx, actor, input.id).await?;
    policy::permit(actor, rules::authority(input.transition, listing.position()), listing.organization)?;
    check_version(&listing, input.expected_version)?;
    let mut decision = decision?;
    decision.suspension = suspension(actor, listing.organization);
    let shown = shown_contents(&*tx, std::slice::from_ref(&listing)).await?;
    let bench = Bench::load(ctx, &tx, actor, listing.organization).await?.with_shown(shown);
    let step = checked(ctx, actor, &listing, input.transition, &bench)?;
    let moved = perform(ctx, &tx, actor, vec![(listing, step)], &decision).await?;
    tx.commit().await?;
    moved.into_iter().next().map(|listing| Outcome::fresh(View::of_office(listing))).ok_or_else(|| Error::internal("nothing was moved"))
}

/// In whose name `actor` suspends: an operator who is no head there does it for the platform.
pub(super) fn suspension(actor: &Actor, organization: Id<Organization>) -> Suspension {
    let of_office = actor.has_role_in(organization, &[Role::TtoHead]);
    if of_office { Suspension::Office } else { Suspension::Operator }
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
    problems.finish(Decision { notes: kept, reason, ..Decision::because(Suspension::Office) })
}

fn path(path: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    let Some(path) = path.filter(|path| !path.is_empty()) else { return Ok(None) };
    if path.len() > 8 {
        return Err(Error::new(Code::TooMany).with("max", 8_i64));
    }
    path.iter().map(|segment| text::line(segment, 60)).collect::<Result<_>>().map(Some)
}
