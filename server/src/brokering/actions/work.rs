//! What the work on a case rests on.

use sea_orm::ConnectionTrait;

use crate::{
    advisor::{self, model::Mandate, vocabulary::MandateScope},
    brokering::model::Case,
    ctx::Ctx,
    kernel::{Code, Error, Id, Result, id::Advisor},
};

/// The advisor who may work on `case` now and, if `scope` is asked for, the mandate that allows it. One statement.
///
/// Before the work begins the advisor may write down the first contacts without a mandate; afterwards nothing goes without.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` before the acceptance and after the end, `MANDATE_MISSING`.
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
    let suffices = match scope {
        Some(scope) => mandate.as_ref().is_some_and(|mandate| mandate.covers(scope, today)),
        None => mandate.is_some() || case.mandate.is_none(),
    };
    if suffices { Ok((advisor, mandate)) } else { Err(Error::new(Code::MandateMissing)) }
}
