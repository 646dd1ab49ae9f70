//! What the work on a case rests on.

use sea_orm::ConnectionTrait;

use super::{GUARD, ties::ties};
use crate::{
    advisor::{self, model::Mandate, vocabulary::MandateScope},
    brokering::{
        model::{Case, Standing},
        rules::standing,
        store::{self, Reader},
    },
    ctx::Ctx,
    kernel::{Actor, Code, Error, Id, Result, id::Advisor},
};

/// What is said to `actor`, who has `case` and sees nothing of it but the own notes, whatever they ask for: a refusal must not tell
/// what is hidden, neither the state nor the version. None for everybody else. At most three statements.
pub(super) async fn hidden(ctx: &Ctx, conn: &impl ConnectionTrait, actor: &Actor, case: &Case) -> Result<Option<Error>> {
    let Some(advisor) = case.advisor.filter(|_| case.is_of(actor)) else { return Ok(None) };
    let carried = advisor::carried(conn, actor, ctx.clock.today()).await?;
    if standing(actor, case, |client, since| carried.trust(client, since)) != Standing::NotesOnly {
        return Ok(None);
    }
    let is_gone = !carried.is_appointed() && is_awaited(conn, case, advisor).await?;
    Ok(Some(Error::new(if is_gone { Code::AdvisorNotAvailable } else { Code::MandateMissing })))
}

/// Refuses whoever sees nothing of `case` but the own notes; see [`hidden`].
pub(super) async fn sees(ctx: &Ctx, conn: &impl ConnectionTrait, actor: &Actor, case: &Case) -> Result<()> {
    hidden(ctx, conn, actor, case).await?.map_or(Ok(()), Err)
}

/// The advisor who may work on `case` now and, if `scope` is asked for, the mandate that allows it. At most seven statements.
///
/// Before the client gives a mandate the advisor may write down the first contacts; once there was one, nothing goes without.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` before the acceptance and after the end, `MANDATE_MISSING`, `ADVISOR_NOT_AVAILABLE` after the end of
/// the appointment, `CONFLICT_OF_INTEREST` and `CONFLICT_UNRESOLVED` for ties with a party, whenever they came to light.
pub(super) async fn working(
    ctx: &Ctx,
    conn: &impl ConnectionTrait,
    case: &Case,
    scope: Option<MandateScope>,
) -> Result<(Id<Advisor>, Option<Mandate>)> {
    let refused = || Error::new(Code::TransitionNotAllowed).with("fromState", case.state.to_string()).with("toState", "IN_SERVICE");
    let advisor = case.advisor.filter(|_| case.state.is_worked_on()).ok_or_else(refused)?;
    let today = ctx.clock.today();
    let mandate = advisor::mandate_for(conn, case.client, advisor, today).await?;
    let suffices = match (scope, &mandate) {
        (Some(scope), mandate) => mandate.as_ref().is_some_and(|mandate| mandate.covers(scope, today)),
        (None, Some(_)) => true,
        (None, None) => is_awaited(conn, case, advisor).await?,
    };
    if !suffices {
        return Err(Error::new(Code::MandateMissing));
    }
    if mandate.is_none() && advisor::appointed_among(conn, &[advisor], today).await?.is_empty() {
        return Err(Error::new(Code::AdvisorNotAvailable));
    }
    let introductions = store::introductions_of(conn, &Reader::own(&GUARD), &[case.id]).await?;
    let ties = ties(ctx, conn, case, &introductions, advisor).await?;
    if ties.standing || ties.seated {
        return Err(Error::new(Code::ConflictOfInterest));
    }
    if ties.open {
        return Err(Error::new(Code::ConflictUnresolved));
    }
    Ok((advisor, mandate))
}

/// Whether the client has given no mandate since the acceptance: then it may still come.
async fn is_awaited(conn: &impl ConnectionTrait, case: &Case, advisor: Id<Advisor>) -> Result<bool> {
    let given = advisor::mandates_between(conn, case.client, advisor).await?;
    Ok(!given.iter().any(|mandate| case.accepted_at.is_some_and(|accepted| mandate.over_at() >= accepted)))
}

/// Whether `advisor` sees what `case` is about: a mandate is good today, or one may still come. At most three statements.
pub(super) async fn is_trusted(ctx: &Ctx, conn: &impl ConnectionTrait, case: &Case, advisor: Id<Advisor>) -> Result<bool> {
    let today = ctx.clock.today();
    if advisor::mandate_for(conn, case.client, advisor, today).await?.is_some() {
        return Ok(true);
    }
    Ok(is_awaited(conn, case, advisor).await? && !advisor::appointed_among(conn, &[advisor], today).await?.is_empty())
}
