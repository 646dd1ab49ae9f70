//! What a client says of a case.

use super::{entry, lock_one, read::view};
use crate::{
    audit,
    brokering::{model::View, policy, service::Rating, store},
    ctx::Ctx,
    db::rerun,
    idempotency::Outcome,
    kernel::{Actor, Code, Error, Id, Result, id::BrokerCase, text},
    listing::validate::parts::within,
};

/// Says what the client thinks of a case: once, when the work is under way or over.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the client's owner, `TRANSITION_NOT_ALLOWED` before the work has begun,
/// `OUT_OF_RANGE` at `score`, `DUPLICATE` at `caseId`.
pub async fn rate(ctx: &Ctx, actor: &Actor, id: Id<BrokerCase>, score: i32, comment: Option<String>) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(rate_now(ctx, actor, id, score, comment.clone()))).await
}

async fn rate_now(ctx: &Ctx, actor: &Actor, id: Id<BrokerCase>, score: i32, comment: Option<String>) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let case = lock_one(&tx, actor, id).await.map_err(|error| error.at("caseId"))?;
    policy::allowed(policy::rates(actor, &case))?;
    let score = within(score, 1, 5).map_err(|error| error.at("score"))?;
    let comment = text::optional_paragraph(comment.as_deref(), 1000).map_err(|error| error.at("comment"))?;
    let Some(advisor) = case.advisor.filter(|_| case.state.is_rateable()) else {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", case.state.to_string()).with("toState", "RATED"));
    };
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
    audit::append(ctx, &*tx, actor, entry("case.rate", Some(&case), &case).detail("score", rating.score)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(view(ctx, actor, case.clone(), &case).await?))
}
