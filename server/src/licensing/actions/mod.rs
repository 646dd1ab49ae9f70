//! What can be done: look before asking, ask, withdraw, reject, grant.

mod answer;
mod assess;
mod grant;
mod preview;
mod read;
mod submit;
mod terms;

pub use answer::{Reject, Withdraw, reject, withdraw};
pub use assess::{Assessment, Question};
pub use grant::{Grant, grant, grant_blockers};
pub use preview::{LicenseRequestPreview, SchedulePreview, SizeCheck, preview, preview_schedule};
pub use read::{count_licenses, count_requests, find_license, find_request, find_requests, licenses, licenses_of, requests, standing_on};
pub use submit::{Submit, submit};
pub use terms::Terms;

use assess::obstacles;

use super::{model::LicenseRequest, store};
use crate::{
    ctx::Ctx,
    idempotency::{Guard, Outcome},
    kernel::{Actor, Code, Error, Result},
};

/// The request that an earlier call with this key was about, as it stands now.
async fn replay(ctx: &Ctx, actor: &Actor, guard: &Guard) -> Result<Option<Outcome<LicenseRequest>>> {
    let Some(id) = guard.earlier(ctx.db.read()).await? else { return Ok(None) };
    let request = store::find_request(ctx.db.read(), actor, id).await?.ok_or_else(|| Error::new(Code::NotFound))?;
    Ok(Some(Outcome::replayed(request)))
}

/// Runs `work` unless an earlier call with the same key did it. A call that loses the race against its twin answers
/// with what the twin did.
async fn once<F>(ctx: &Ctx, actor: &Actor, guard: &Guard, work: F) -> Result<Outcome<LicenseRequest>>
where
    F: Future<Output = Result<LicenseRequest>>,
{
    if let Some(earlier) = replay(ctx, actor, guard).await? {
        return Ok(earlier);
    }
    match work.await {
        Ok(request) => Ok(Outcome::fresh(request)),
        Err(error) if error.code() == Code::IdempotencyInProgress => replay(ctx, actor, guard).await?.ok_or(error),
        Err(error) => Err(error),
    }
}
