//! One step in the life of one case, except its assignment.

use super::{
    check_version, lock_one,
    perform::{Said, facts, perform},
    read::view,
    work::hidden,
};
use crate::{
    brokering::{
        model::View,
        policy,
        rules::{self, Transition, blockers, required_inputs},
    },
    ctx::Ctx,
    db::rerun,
    idempotency::Outcome,
    kernel::{Actor, Code, Error, Id, Result, id::BrokerCase, text},
};

/// A step that somebody wants to take.
#[derive(Debug, Clone)]
pub struct Move {
    /// The case.
    pub id: Id<BrokerCase>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// The step.
    pub transition: Transition,
    /// The advisor's word that there is no tie with a party beside those that are disclosed; needed to accept.
    pub no_conflict: bool,
    /// Why, up to 1000 characters; needed to decline, to release and to end without success.
    pub reason: Option<String>,
}

/// Takes a step.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `REASON_REQUIRED` at `reason`, `REQUIRED` at `noConflict`,
/// `TRANSITION_NOT_ALLOWED`, and everything that stands in the way (see [`rules::blockers`]).
pub async fn step(ctx: &Ctx, actor: &Actor, input: Move) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    // Boxed: the future is large, and every caller's would grow by it.
    rerun(|| Box::pin(step_now(ctx, actor, &input))).await
}

async fn step_now(ctx: &Ctx, actor: &Actor, input: &Move) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.id).await.map_err(|error| error.at("id"))?;
    policy::permit(actor, rules::authority(input.transition), &before)?;
    // Whoever sees nothing but the own notes may still hand the case back, as long as there is something to hand back.
    let hands_back = matches!(input.transition, Transition::Release | Transition::Decline);
    if let Some(error) = hidden(ctx, &*tx, actor, &before).await?
        && !(hands_back && rules::take(input.transition, before.state).is_ok())
    {
        return Err(error);
    }
    check_version(before.version, input.expected_version)?;
    let reason = text::optional_paragraph(input.reason.as_deref(), 1000).map_err(|error| error.at("reason"))?;
    let needs = required_inputs(input.transition);
    if needs.contains(&"reason") && reason.is_none() {
        return Err(Error::new(Code::ReasonRequired).at("reason"));
    }
    if needs.contains(&"noConflict") && !input.no_conflict {
        return Err(Error::new(Code::Required).at("noConflict"));
    }
    let step = rules::take(input.transition, before.state)?;
    // The time for an answer is over when it is over, whenever the sweeper comes by.
    if input.transition == Transition::Accept && before.answer_by.is_some_and(|last| last.0 < ctx.clock.today()) {
        return Err(Error::new(Code::TransitionNotAllowed)
            .with("fromState", before.state.to_string())
            .with("toState", step.to.to_string()));
    }
    let (facts, mandate) = facts(ctx, &*tx, actor, &before).await?;
    if let Some(error) = Error::all(blockers(input.transition, &facts)) {
        return Err(error);
    }
    let after = perform(ctx, &tx, actor, &before, step, Said { reason, mandate, ..Said::default() }).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(view(ctx, actor, after, &before).await?))
}
