//! A person's own sessions: looking at them, ending them.

use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        policy,
        rules::session::Session,
        store::{self, Ending},
    },
    kernel::{Actor, Code, Error, Id, Page, PageRequest, Result, id},
};

/// The caller's live sessions, the latest sign-in first.
///
/// # Errors
/// `UNAUTHENTICATED` for everybody who is not signed in with a session.
pub async fn sessions(ctx: &Ctx, actor: &Actor, request: &PageRequest) -> Result<Page<Session>> {
    let (user, _) = policy::in_person(actor)?;
    store::list_sessions(ctx.db.read(), user, ctx.now(), request).await
}

/// How many live sessions the caller has, and whether that is exact.
///
/// # Errors
/// As [`sessions`].
pub async fn count_sessions(ctx: &Ctx, actor: &Actor) -> Result<(u64, bool)> {
    let (user, _) = policy::in_person(actor)?;
    store::count_sessions(ctx.db.read(), user, ctx.now()).await
}

/// Those of `ids` that are live sessions of the caller, in any order. At most one statement.
pub async fn find_sessions(ctx: &Ctx, actor: &Actor, ids: &[Id<id::Session>]) -> Result<Vec<Session>> {
    match policy::in_person(actor) {
        Ok((user, _)) => store::sessions_of(ctx.db.read(), user, ids, ctx.now()).await,
        Err(_) => Ok(Vec::new()),
    }
}

/// Ends one of the caller's sessions: its tokens stop working with the next request, its sockets close. Gives its id.
///
/// # Errors
/// `UNAUTHENTICATED`; `NOT_FOUND` at `id` for anything but a live session of the caller's own.
pub async fn revoke_session(ctx: &Ctx, actor: &Actor, session: Id<id::Session>) -> Result<Outcome<Id<id::Session>>> {
    let (user, _) = policy::in_person(actor)?;
    let hidden = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    store::sessions_of(&*tx, user, &[session], ctx.now()).await?.pop().ok_or_else(hidden)?;
    if store::end_sessions(&*tx, Ending::Session(session), "REVOKED", ctx.now()).await? == 0 {
        return Err(hidden());
    }
    let entry = NewEntry::new(audit::platform(), "session.revoke", session).detail("reason", "REVOKED");
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(session))
}

/// Ends all sessions of the caller but the one that asks. Gives how many.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub async fn revoke_other_sessions(ctx: &Ctx, actor: &Actor) -> Result<Outcome<u64>> {
    let (user, own) = policy::in_person(actor)?;
    let tx = ctx.begin().await?;
    let ended = store::end_sessions(&*tx, Ending::OthersOf(user, own), "REVOKED", ctx.now()).await?;
    if ended > 0 {
        let entry = NewEntry::new(audit::platform(), "session.revoke_others", own).detail("sessions", ended);
        audit::append(ctx, &*tx, actor, entry).await?;
    }
    tx.commit().await?;
    Ok(Outcome::fresh(ended))
}
