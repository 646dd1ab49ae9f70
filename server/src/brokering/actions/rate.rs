//! What a client says of a case.

use super::{entry, lock_one, read::view};
use crate::{
    advisor, audit,
    brokering::{model::View, policy, rules, service::Rating, store},
    ctx::Ctx,
    db::rerun,
    idempotency::Outcome,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Advisor, BrokerCase},
        text,
    },
    listing::validate::parts::within,
};

/// What a client thinks of an advisor's work on a case.
#[derive(Debug, Clone)]
pub struct Rate {
    /// The case.
    pub case: Id<BrokerCase>,
    /// Whose work; none for whoever has the case, or had it last.
    pub advisor: Option<Id<Advisor>>,
    /// 1 to 5.
    pub score: i32,
    /// In words, up to 1000 characters.
    pub comment: Option<String>,
}

/// Says what the client thinks of an advisor's work on a case: once, when the work is under way or over, also of an advisor who had
/// taken it and has left since.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the client's owner and for the advisor, `NOT_FOUND` at `advisorId` for
/// somebody who never took the case, `TRANSITION_NOT_ALLOWED` before the work has begun, `OUT_OF_RANGE` at `score`, `DUPLICATE` at
/// `caseId`.
pub async fn rate(ctx: &Ctx, actor: &Actor, input: Rate) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(rate_now(ctx, actor, &input))).await
}

async fn rate_now(ctx: &Ctx, actor: &Actor, input: &Rate) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let case = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    policy::allowed(policy::rates(actor, &case))?;
    let score = within(input.score, 1, 5).map_err(|error| error.at("score"))?;
    let comment = text::optional_paragraph(input.comment.as_deref(), 1000).map_err(|error| error.at("comment"))?;
    let refusals = store::refusals_of(&*tx, &[case.id]).await?;
    let had_it = |advisor: &Id<Advisor>| case.advisor == Some(*advisor) || rules::is_rateable(&case, &refusals, *advisor);
    let meant = match input.advisor {
        Some(named) => Some(Some(named).filter(had_it).ok_or_else(|| Error::new(Code::NotFound).at("advisorId"))?),
        None => rules::meant(&case, &refusals),
    };
    let Some(advisor) = meant.filter(|advisor| rules::is_rateable(&case, &refusals, *advisor)) else {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", case.state.to_string()).with("toState", "RATED"));
    };
    // Whoever has a seat with the client by now does not judge the own work.
    let own = match actor.user() {
        Some(user) => advisor::of_user(&*tx, user).await?.is_some_and(|own| own.id == advisor),
        None => false,
    };
    policy::allowed(!own)?;
    let rating = Rating {
        case: case.id,
        client: case.client,
        advisor,
        score: score.into(),
        comment,
        created_by: actor.user(),
        created_at: ctx.now(),
    };
    store::insert_rating(&*tx, &rating).await?;
    let entry = entry("case.rate", Some(&case), &case).detail("score", rating.score).detail("advisor", advisor.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(view(ctx, actor, case.clone(), &case).await?))
}
