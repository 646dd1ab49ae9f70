//! What can be done: look before asking, ask, withdraw, reject, grant.

mod answer;
mod assess;
mod evidence;
mod grant;
mod preview;
mod read;
mod submit;
mod terms;

pub use answer::{Reject, Withdraw, reject, withdraw};
pub use assess::{Assessment, Question};
pub use evidence::{price_evidence, renewed_evidence};
pub use grant::{Grant, grant, grant_blockers};
pub use preview::{LicenseRequestPreview, OfferExample, SchedulePreview, SizeCheck, examples, preview, preview_schedule};
pub use read::{
    count_licenses, count_requests, find_license, find_licenses, find_request, find_requests, license_counts, licenses, licenses_of,
    request_counts, requests, standing_on,
};
pub use submit::{Submit, submit};
pub use terms::Terms;

use assess::obstacles;

use super::{model::LicenseRequest, store};
use crate::{
    ctx::Ctx,
    idempotency::{self, Guard, Outcome},
    kernel::{Actor, Code, Error, Result},
};

/// Runs `work` unless an earlier call with the same key did it; then the request is shown as it stands now.
async fn once<F>(ctx: &Ctx, actor: &Actor, guard: &Guard, work: F) -> Result<Outcome<LicenseRequest>>
where
    F: Future<Output = Result<LicenseRequest>>,
{
    let find = async |id| store::find_request(ctx.db.read(), actor, id).await?.ok_or_else(|| Error::new(Code::NotFound));
    idempotency::once(ctx, guard, find, work).await
}
