//! Suspending people.

use super::check_version;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        policy::{self, Action, Facts},
        rules::User,
        store::{self, Dying, Ending},
    },
    kernel::{Actor, Code, Error, Id, Result, id, text},
};

/// Longest reason, in visible characters.
const MAX_REASON: usize = 500;

/// A user to be suspended or reinstated.
#[derive(Debug, Clone)]
pub struct Suspend {
    /// The user.
    pub id: Id<id::User>,
    /// The version that the operator saw.
    pub expected_version: i64,
    /// Why; goes to the audit trail.
    pub reason: String,
}

/// Suspends a user: all sessions end, and nobody can sign in as this user. Access tokens that are out stop working with
/// the next request.
///
/// # Errors
/// `FORBIDDEN` for all but operators, and for operators on themselves; `REASON_REQUIRED` at `reason`; `NOT_FOUND` at
/// `id`; `STALE_VERSION`; `TRANSITION_NOT_ALLOWED` if the user is suspended already.
pub async fn suspend(ctx: &Ctx, actor: &Actor, input: Suspend) -> Result<Outcome<User>> {
    change(ctx, actor, input, true).await
}

/// Takes a suspension back. The user signs in anew.
///
/// # Errors
/// As [`suspend`].
pub async fn reinstate(ctx: &Ctx, actor: &Actor, input: Suspend) -> Result<Outcome<User>> {
    change(ctx, actor, input, false).await
}

async fn change(ctx: &Ctx, actor: &Actor, input: Suspend, suspended: bool) -> Result<Outcome<User>> {
    policy::permit(actor, Action::SuspendUser, &Facts { user: Some(input.id), ..Facts::default() })?;
    let reason = text::optional_paragraph(Some(&input.reason), MAX_REASON).map_err(|error| error.at("reason"))?;
    let reason = reason.ok_or_else(|| Error::new(Code::ReasonRequired).at("reason"))?;
    let tx = ctx.begin().await?;
    let before = store::users(&*tx, &[input.id]).await?.into_iter().next().ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    check_version(input.expected_version, before.version)?;
    if before.suspended_at.is_some() == suspended {
        let state = if suspended { "SUSPENDED" } else { "ACTIVE" };
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", state).with("toState", state));
    }
    let now = ctx.now();
    let after = User { suspended_at: suspended.then_some(now), version: before.version + 1, updated_at: now, ..before.clone() };
    store::save_user(&*tx, &after, None, before.version).await?;
    let verb = if suspended { "user.suspend" } else { "user.reinstate" };
    let mut entry = NewEntry::new(audit::platform(), verb, after.id).before(&before).after(&after).detail("reason", reason);
    if suspended {
        let ended = store::end_sessions(&*tx, Ending::User(after.id), "SUSPENDED", now).await?;
        let revoked = store::revoke_invitations(&*tx, Dying::AllMadeBy(after.id), now).await?;
        entry = entry.detail("sessions", ended).detail("invitations", revoked);
    }
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}
