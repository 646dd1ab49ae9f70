//! Changing the e-mail address: asked for with the password, proved from the new mailbox, taken back from the old one.
//!
//! Nobody learns here whether an address has an account: the answer is the same, and what there is to say is said in a
//! mail to the address itself.

use chrono::{Duration, TimeDelta};
use sea_orm::ConnectionTrait;

use super::second_factor::known_again;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        Recipient, password, policy,
        rules::{ApiToken, EmailChange, User, second_factor::SecondFactor},
        signer,
        store::{self, Ending},
    },
    kernel::{Actor, Code, Error, Id, Result, Timestamp, id, text},
    outbox::{self, Event, SignInChange},
    throttle::Allowance,
};

/// Purpose of the tokens in links to the new address, and to the old one.
const CONFIRM: &str = "email-change";
const UNDO: &str = "email-change-undo";

fn window(ctx: &Ctx) -> TimeDelta {
    TimeDelta::days(ctx.config.auth.email_undo_days.into())
}

/// Whether somebody else than `user` may take an address back that they left; until then nobody else gets it.
pub(super) async fn is_reserved(ctx: &Ctx, conn: &impl ConnectionTrait, email: &str, user: Option<Id<id::User>>) -> Result<bool> {
    store::is_reserved(conn, email, user, ctx.now() - window(ctx)).await
}

/// Asks for another address. The link goes there; until it is opened nothing changes. Gives the new address, whether or
/// not it has an account.
///
/// # Errors
/// `UNAUTHENTICATED`; `INVALID_EMAIL` at `newEmail`, `DUPLICATE` for the caller's own; `CREDENTIALS_INVALID` at
/// `password`; `THROTTLED`.
pub async fn request_email_change(ctx: &Ctx, actor: &Actor, new_email: &str, password: Option<&str>) -> Result<Outcome<String>> {
    let (user, session) = policy::in_person(actor)?;
    let email = text::email(new_email).map_err(|error| error.at("newEmail"))?;
    let limits = &ctx.config.limits;
    let tries = Allowance { tries: limits.sign_up_tries, seconds: limits.sign_up_seconds };
    ctx.throttle.take("email-change", &user.to_string(), tries, ctx.now()).await?;
    ctx.throttle.take("email-change", &email, tries, ctx.now()).await?;
    let known = known_again(ctx, actor, password).await?.user;
    if known.email == email {
        return Err(Error::new(Code::Duplicate).at("newEmail"));
    }
    let change = EmailChange {
        id: ctx.new_id(),
        user,
        session: Some(session),
        old_email: known.email,
        new_email: email.clone(),
        user_version: known.version,
        version: 1,
        created_at: ctx.now(),
        confirmed_at: None,
        undone_at: None,
    };
    let tx = ctx.begin().await?;
    store::insert_email_change(&*tx, &change).await?;
    outbox::push(ctx, &*tx, &Event::EmailChangeRequested { change: change.id }).await?;
    let entry = NewEntry::new(audit::platform(), "user.request_email_change", change.id).after(&change).detail("user", user.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(email))
}

/// The token of the link to the new address.
///
/// # Errors
/// `INTERNAL` if it cannot be signed.
pub fn email_change_token(ctx: &Ctx, change: Id<id::EmailChange>) -> Result<String> {
    let life = Duration::hours(ctx.config.auth.email_change_hours.into());
    signer(ctx).purpose(ctx.random.as_ref(), CONFIRM, &change.to_string(), life)
}

/// The token of the link to the old address.
///
/// # Errors
/// `INTERNAL` if it cannot be signed.
pub fn email_undo_token(ctx: &Ctx, change: Id<id::EmailChange>) -> Result<String> {
    signer(ctx).purpose(ctx.random.as_ref(), UNDO, &change.to_string(), window(ctx))
}

fn invalid() -> Error {
    Error::new(Code::TokenInvalid).at("token")
}

fn read(ctx: &Ctx, purpose: &str, token: &str) -> Result<Id<id::EmailChange>> {
    signer(ctx).read_purpose(purpose, token).and_then(|subject| subject.parse().ok()).ok_or_else(invalid)
}

/// Makes room at an address that a mailbox has just proved: a sign-up that nobody proved gives way.
async fn make_room(ctx: &Ctx, tx: &impl ConnectionTrait, email: &str, user: Id<id::User>) -> Result<()> {
    if is_reserved(ctx, tx, email, Some(user)).await? {
        return Err(invalid());
    }
    match store::lock_account_of(tx, email).await?.map(|account| account.user) {
        None => Ok(()),
        Some(other) if other.id == user => Ok(()),
        Some(other) if other.email_verified_at.is_none() && other.suspended_at.is_none() => {
            store::remove_unverified(tx, other.id).await?;
            let entry = NewEntry::new(audit::platform(), "user.remove_unverified", other.id).before(&other);
            audit::append(ctx, tx, &Actor::System("email-change"), entry).await
        }
        Some(_) => Err(invalid()),
    }
}

/// Changes the address with the token of the link to the new one. All sessions end but the one that asked for it.
///
/// # Errors
/// `TOKEN_INVALID` at `token` if it is forged, out of date or used, the account has changed since, or the address belongs
/// to somebody else by now.
pub async fn confirm_email_change(ctx: &Ctx, token: &str) -> Result<Outcome<User>> {
    let id = read(ctx, CONFIRM, token)?;
    let now = ctx.now();
    let tx = ctx.begin().await?;
    let change = store::lock_email_change(&*tx, id).await?.filter(EmailChange::is_open).ok_or_else(invalid)?;
    let unchanged = |user: &User| user.is_active() && user.version == change.user_version && user.email == change.old_email;
    let before = store::lock_account(&*tx, change.user).await?.map(|account| account.user).filter(unchanged).ok_or_else(invalid)?;
    make_room(ctx, &*tx, &change.new_email, before.id).await?;
    let after = User { email: change.new_email.clone(), version: before.version + 1, updated_at: now, ..before.clone() };
    store::save_user(&*tx, &after, None, before.version).await?;
    let done = EmailChange { confirmed_at: Some(now), version: change.version + 1, ..change.clone() };
    store::save_email_change(&*tx, &done, change.version).await?;
    let ending = change.session.map_or(Ending::User(after.id), |own| Ending::OthersOf(after.id, own));
    let ended = store::end_sessions(&*tx, ending, "EMAIL_CHANGED", now).await?;
    outbox::push(ctx, &*tx, &Event::EmailChanged { change: change.id }).await?;
    let entry = NewEntry::new(audit::platform(), "user.change_email", after.id).before(&before).after(&after);
    audit::append(ctx, &*tx, &Actor::Visitor, entry.detail("sessions", ended)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Takes a change back with the token of the link to the old address. Whoever made the change knows the password, so the
/// owner of the old mailbox sets a new one; all sessions end, and every other way in that was made since goes.
///
/// # Errors
/// `TOKEN_INVALID` at `token` if it is forged, out of date or used; those of the password at `newPassword`.
pub async fn undo_email_change(ctx: &Ctx, token: &str, new_password: &str) -> Result<Outcome<User>> {
    let id = read(ctx, UNDO, token)?;
    let can_be_undone = |change: &EmailChange, now: Timestamp| change.can_be_undone(now, window(ctx));
    let seen = store::email_change(ctx.db.read(), id).await?.filter(|change| can_be_undone(change, ctx.now())).ok_or_else(invalid)?;
    let owner = store::users(ctx.db.read(), &[seen.user]).await?.pop().filter(User::is_active).ok_or_else(invalid)?;
    let hash = password::accept(ctx, new_password, &seen.old_email, &owner.name).await.map_err(|error| error.at("newPassword"))?;
    let now = ctx.now();
    let tx = ctx.begin().await?;
    let change = store::lock_email_change(&*tx, id).await?.filter(|change| can_be_undone(change, now)).ok_or_else(invalid)?;
    let account = store::lock_account(&*tx, change.user).await?.filter(|account| account.user.is_active()).ok_or_else(invalid)?;
    let before = account.user;
    make_room(ctx, &*tx, &change.old_email, before.id).await?;
    let after = User { email: change.old_email.clone(), version: before.version + 1, updated_at: now, ..before.clone() };
    store::save_user(&*tx, &after, Some(&hash), before.version).await?;
    store::undo_later_changes(&*tx, &change, now).await?;
    let done = EmailChange { undone_at: Some(now), version: change.version + 1, ..change.clone() };
    store::save_email_change(&*tx, &done, change.version).await?;
    let ended = store::end_sessions(&*tx, Ending::User(after.id), "EMAIL_CHANGE_UNDONE", now).await?;
    let mut entries = take_ways_in(ctx, &*tx, &change).await?;
    outbox::push(ctx, &*tx, &Event::PasswordChanged { user: after.id }).await?;
    let entry = NewEntry::new(audit::platform(), "user.undo_email_change", after.id).before(&before).after(&after);
    entries.push(entry.detail("sessions", ended));
    audit::append_all(ctx, &*tx, &Actor::Visitor, entries).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Takes away what would let whoever asked for `change` in again: logins that were linked since, API tokens that were
/// made since, and a second factor that was set up since, which would keep the owner out. Gives what to note of it.
async fn take_ways_in(ctx: &Ctx, tx: &impl ConnectionTrait, change: &EmailChange) -> Result<Vec<NewEntry>> {
    let (user, since, now) = (change.user, change.created_at, ctx.now());
    let (mut entries, mut told) = (Vec::new(), Vec::new());
    for login in store::linked_logins(tx, user).await?.into_iter().filter(|login| login.created_at >= since) {
        store::delete_linked_login(tx, login.id).await?;
        told.push(SignInChange::LoginUnlinked);
        let entry = NewEntry::new(audit::platform(), "linked_login.remove", login.id).detail("user", user.to_string());
        entries.push(entry.detail("provider", login.provider));
    }
    for before in store::api_tokens_since(tx, user, since).await? {
        let after = ApiToken { revoked_at: Some(now), version: before.version + 1, ..before.clone() };
        store::save_api_token(tx, &after, before.version).await?;
        told.push(SignInChange::ApiTokenRevoked);
        entries.push(NewEntry::new(after.organization, "api_token.revoke", after.id).before(&before).after(&after));
    }
    // One that waits for its first code goes as well: nobody can tell whose phone would send it.
    let is_new = |factor: &SecondFactor| factor.confirmed_at.is_none_or(|confirmed| confirmed >= since);
    if let Some(factor) = store::lock_second_factor(tx, user).await?.filter(is_new) {
        store::delete_second_factor(tx, user).await?;
        if factor.is_on() {
            told.push(SignInChange::SecondFactorOff);
        }
        entries.push(NewEntry::new(audit::platform(), "second_factor.remove", user));
    }
    for change in told {
        outbox::push(ctx, tx, &Event::SignInChanged { user, change }).await?;
    }
    Ok(entries)
}

/// Who is written to about a change that was asked for.
#[derive(Debug, Clone)]
pub enum Addressee {
    /// Whoever reads the new mailbox: confirm it.
    NewMailbox(Recipient),
    /// The new address has an account: its owner is told, and nothing else happens.
    Holder(Recipient),
}

/// Who is written to about a change that was asked for; none if it is not open any more.
///
/// # Errors
/// Those of the database.
pub async fn addressee(ctx: &Ctx, change: Id<id::EmailChange>) -> Result<Option<Addressee>> {
    let db = ctx.db.read();
    let Some(change) = store::email_change(db, change).await?.filter(EmailChange::is_open) else { return Ok(None) };
    let Some(user) = store::users(db, &[change.user]).await?.pop().filter(User::is_active) else { return Ok(None) };
    match store::account_of(db, &change.new_email).await?.map(|account| account.user) {
        Some(holder) if holder.is_active() => Ok(Some(Addressee::Holder(holder.into()))),
        Some(other) if other.suspended_at.is_some() => Ok(None),
        _ if is_reserved(ctx, db, &change.new_email, Some(user.id)).await? => Ok(None),
        _ => Ok(Some(Addressee::NewMailbox(Recipient { email: change.new_email, ..user.into() }))),
    }
}

/// The old mailbox of a change that was confirmed, and the address that the account has instead; none if it was taken
/// back.
///
/// # Errors
/// Those of the database.
pub async fn left_mailbox(ctx: &Ctx, change: Id<id::EmailChange>) -> Result<Option<(Recipient, String)>> {
    let db = ctx.db.read();
    let confirmed = |change: &EmailChange| change.can_be_undone(ctx.now(), window(ctx));
    let Some(change) = store::email_change(db, change).await?.filter(confirmed) else { return Ok(None) };
    let Some(user) = store::users(db, &[change.user]).await?.pop() else { return Ok(None) };
    Ok(Some((Recipient { email: change.old_email, ..user.into() }, change.new_email)))
}
