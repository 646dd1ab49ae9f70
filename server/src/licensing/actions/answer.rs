//! The two short answers: no, and never mind.

use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::rerun,
    idempotency::Outcome,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{self, Organization},
        text,
    },
    licensing::{
        model::LicenseRequest,
        policy,
        rules::{LicenseRequestTransition, next},
        store,
    },
    outbox::{self, Event},
};

/// Longest reason, in characters.
const LONGEST_REASON: usize = 2000;

/// The holder says no.
#[derive(Debug, Clone)]
pub struct Reject {
    /// The request.
    pub id: Id<id::LicenseRequest>,
    /// The version that the decision rests on.
    pub expected_version: i64,
    /// Why; the enterprise reads it.
    pub reason: String,
}

/// The enterprise takes its request back.
#[derive(Debug, Clone)]
pub struct Withdraw {
    /// The request.
    pub id: Id<id::LicenseRequest>,
    /// The version that the decision rests on.
    pub expected_version: i64,
}

/// Rejects a request.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN`, `REASON_REQUIRED` at `reason`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`.
pub async fn reject(ctx: &Ctx, actor: &Actor, input: Reject) -> Result<Outcome<LicenseRequest>> {
    let reason = match text::paragraph(&input.reason, LONGEST_REASON) {
        Err(error) if error.code() == Code::Required => Err(Error::new(Code::ReasonRequired)),
        other => other,
    };
    let reason = reason.map_err(|error| error.at("reason"));
    rerun(|| close(ctx, actor, input.id, input.expected_version, LicenseRequestTransition::Reject, reason.clone().map(Some))).await
}

/// Withdraws a request.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`.
pub async fn withdraw(ctx: &Ctx, actor: &Actor, input: Withdraw) -> Result<Outcome<LicenseRequest>> {
    rerun(|| close(ctx, actor, input.id, input.expected_version, LicenseRequestTransition::Withdraw, Ok(None))).await
}

/// Ends a request without a license. The reason is looked at last, so that nobody learns about a hidden request from it.
async fn close(
    ctx: &Ctx,
    actor: &Actor,
    id: Id<id::LicenseRequest>,
    expected_version: i64,
    transition: LicenseRequestTransition,
    reason: Result<Option<String>>,
) -> Result<Outcome<LicenseRequest>> {
    let tx = ctx.begin().await?;
    let before = store::find_request(&*tx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    let (organization, event, verb): (Id<Organization>, _, _) = match transition {
        LicenseRequestTransition::Withdraw => (before.licensee, Event::LicenseRequestWithdrawn { request: id }, "license_request.withdraw"),
        LicenseRequestTransition::Reject | LicenseRequestTransition::Grant => {
            (before.licensor, Event::LicenseRequestRejected { request: id }, "license_request.reject")
        }
    };
    policy::permit_step(actor, transition, before.licensor, before.licensee)?;
    check_version(&before, expected_version)?;
    let after = LicenseRequest {
        state: next(before.state, transition)?,
        reason: reason?,
        answered_by: actor.user(),
        answered_at: Some(ctx.now()),
        version: before.version + 1,
        updated_at: ctx.now(),
        ..before.clone()
    };
    store::save_request(&*tx, &after, before.version).await?;
    outbox::push(ctx, &*tx, &event).await?;
    let entry = NewEntry::new(organization, verb, id)
        .before(&before)
        .after(&after)
        .detail("from", before.state.to_string())
        .detail("to", after.state.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Checks that the caller saw the request as it stands.
///
/// # Errors
/// `STALE_VERSION` with the `current` version at `expectedVersion`.
pub(super) fn check_version(request: &LicenseRequest, expected: i64) -> Result<()> {
    if request.version == expected {
        return Ok(());
    }
    Err(Error::new(Code::StaleVersion).with("current", request.version).at("expectedVersion"))
}
