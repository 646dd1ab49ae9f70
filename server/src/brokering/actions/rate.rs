//! What a client says of a case.

use sea_orm::ConnectionTrait;

use super::{entry, lock_one, read::view};
use crate::{
    advisor, audit,
    brokering::{
        model::{Case, View},
        policy, rules,
        service::Rating,
        store,
    },
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

impl Rate {
    /// Whether `actor` may say what the client thinks of the work of `advisor` on `case`, if there is something to say. At most one
    /// statement.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_allowed(ctx: &Ctx, actor: &Actor, case: &Case, advisor: Id<Advisor>) -> Result<bool> {
        judges(ctx.db.read(), actor, case, advisor).await
    }
}

/// Whoever has a seat with the client by now does not judge the own work.
async fn judges(conn: &impl ConnectionTrait, actor: &Actor, case: &Case, advisor: Id<Advisor>) -> Result<bool> {
    if !policy::rates(actor, case) {
        return Ok(false);
    }
    match actor.user() {
        Some(user) => Ok(advisor::of_user(conn, user).await?.is_none_or(|own| own.id != advisor)),
        None => Ok(true),
    }
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
    policy::allowed(judges(&*tx, actor, &case, advisor).await?)?;
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
