//! Passwords: changing one, and getting a new one when it is forgotten.
//!
//! Whoever asks for a new password learns nothing about accounts that exist: the answer is the same for every address,
//! and so is the work. Even the event is written for every address; who follows it up finds nobody to write to.

use chrono::Duration;
use sea_orm::ConnectionTrait;

use super::session::{LOG_IN, log_in_tries};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        password, policy,
        rules::User,
        signer,
        store::{self, Account, Ending},
    },
    kernel::{Actor, Code, Error, Id, Result, digest, id, text},
    outbox::{self, Event},
    throttle::Allowance,
};

/// Purpose of the tokens in links that set a new password.
const RESET: &str = "password-reset";

/// Checks the password of an account whose owner is signed in; tries count as those of signing in do.
///
/// # Errors
/// `CREDENTIALS_INVALID` at `field`; `THROTTLED`.
pub(super) async fn prove(ctx: &Ctx, known: Account, password: &str, field: &str) -> Result<Account> {
    let wrong = || Error::new(Code::CredentialsInvalid).at(field);
    let tries = log_in_tries(ctx);
    ctx.throttle.take(LOG_IN, &known.user.email, tries, ctx.now()).await?;
    if !password::matches(ctx, password, Some(known.password_hash.clone())).await? {
        return Err(wrong());
    }
    ctx.throttle.give_back(LOG_IN, &known.user.email, tries, ctx.now()).await;
    Ok(known)
}

/// Asks for a link that sets a new password. Gives the address, whether or not it has an account.
///
/// # Errors
/// `INVALID_EMAIL` at `email`; `THROTTLED`.
pub async fn request_password_reset(ctx: &Ctx, actor: &Actor, email: &str) -> Result<Outcome<String>> {
    let email = text::email(email).map_err(|error| error.at("email"))?;
    let limits = &ctx.config.limits;
    let tries = Allowance { tries: limits.sign_up_tries, seconds: limits.sign_up_seconds };
    ctx.throttle.take("password-reset", &email, tries, ctx.now()).await?;
    // A link that was mailed a moment ago does as well.
    let one = Allowance { tries: 1, seconds: limits.verification_mail_seconds };
    if ctx.throttle.take("password-reset-mail", &email, one, ctx.now()).await.is_err() {
        return Ok(Outcome::fresh(email));
    }
    let tx = ctx.begin().await?;
    let known = store::account_of(&*tx, &email).await?.map(|account| account.user.id);
    let user = known.unwrap_or_else(|| ctx.new_id());
    outbox::push(ctx, &*tx, &Event::PasswordResetRequested { user }).await?;
    audit::append(ctx, &*tx, actor, NewEntry::new(audit::platform(), "user.request_password_reset", user)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(email))
}

/// What a link remembers of the password that it replaces and of the mailbox that it went to: any other password or
/// address makes the link worthless.
fn fingerprint(account: &Account) -> String {
    let known = format!("{}\n{}", account.user.email, account.password_hash);
    digest::sha256_hex(known.as_bytes()).chars().take(24).collect()
}

/// The token of the link that sets a new password, good once and as long as the settings say. It is for the mailbox `to`.
///
/// # Errors
/// `NOT_FOUND` if no account that may be signed in to has that address any more: the mail may have waited while it moved.
pub async fn password_reset_token(ctx: &Ctx, user: Id<id::User>, to: &str) -> Result<String> {
    let own = |account: &Account| account.user.is_active() && account.user.email == to;
    let account = store::account_by_id(ctx.db.read(), user).await?.filter(own).ok_or_else(|| Error::new(Code::NotFound))?;
    let life = Duration::hours(ctx.config.auth.password_reset_hours.into());
    let subject = format!("{user}:{}", fingerprint(&account));
    signer(ctx).purpose(ctx.random.as_ref(), RESET, &subject, life)
}

/// Sets a new password with the token of a mailed link. All sessions end.
///
/// # Errors
/// `TOKEN_INVALID` at `token` if it is forged, out of date or used, or password or address have changed since; those of the
/// password at `newPassword`.
pub async fn reset_password(ctx: &Ctx, token: &str, new: &str) -> Result<Outcome<User>> {
    let invalid = || Error::new(Code::TokenInvalid).at("token");
    let subject = signer(ctx).read_purpose(RESET, token).ok_or_else(invalid)?;
    let (user, seal) = subject.split_once(':').ok_or_else(invalid)?;
    let user: Id<id::User> = user.parse().map_err(|_| invalid())?;
    let fits = |account: &Account| account.user.is_active() && fingerprint(account) == seal;
    let known = store::account_by_id(ctx.db.read(), user).await?.filter(fits).ok_or_else(invalid)?;
    let hash = password::accept(ctx, new, &known.user.email, &known.user.name).await.map_err(|error| error.at("newPassword"))?;
    let tx = ctx.begin().await?;
    // Hashing took its time: another link may have been used meanwhile.
    let account = store::lock_account(&*tx, user).await?.filter(fits).ok_or_else(invalid)?;
    let change = Change { verb: "user.reset_password", ending: Ending::User(user) };
    let user = replace(ctx, &*tx, &Actor::Visitor, account.user, &hash, change).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(user))
}

/// Sets a new password for the caller, who knows the old one. The caller's other sessions end.
///
/// # Errors
/// `UNAUTHENTICATED`; `CREDENTIALS_INVALID` at `currentPassword`; `THROTTLED`; those of the password at `newPassword`.
pub async fn change_password(ctx: &Ctx, actor: &Actor, current: &str, new: &str) -> Result<Outcome<User>> {
    let (user, session) = policy::in_person(actor)?;
    let wrong = || Error::new(Code::CredentialsInvalid).at("currentPassword");
    let known = store::account_by_id(ctx.db.read(), user).await?.ok_or_else(wrong)?;
    let known = prove(ctx, known, current, "currentPassword").await?;
    let hash = password::accept(ctx, new, &known.user.email, &known.user.name).await.map_err(|error| error.at("newPassword"))?;
    let tx = ctx.begin().await?;
    let same = |account: &Account| account.user.is_active() && account.password_hash == known.password_hash;
    let account = store::lock_account(&*tx, user).await?.filter(same).ok_or_else(wrong)?;
    let change = Change { verb: "user.change_password", ending: Ending::OthersOf(user, session) };
    let user = replace(ctx, &*tx, actor, account.user, &hash, change).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(user))
}

struct Change {
    verb: &'static str,
    ending: Ending,
}

async fn replace(ctx: &Ctx, tx: &impl ConnectionTrait, actor: &Actor, before: User, hash: &str, change: Change) -> Result<User> {
    let now = ctx.now();
    let after = User { version: before.version + 1, updated_at: now, ..before.clone() };
    store::save_user(tx, &after, Some(hash), before.version).await?;
    let ended = store::end_sessions(tx, change.ending, "PASSWORD_CHANGED", now).await?;
    outbox::push(ctx, tx, &Event::PasswordChanged { user: after.id }).await?;
    let entry = NewEntry::new(audit::platform(), change.verb, after.id).before(&before).after(&after).detail("sessions", ended);
    audit::append(ctx, tx, actor, entry).await?;
    Ok(after)
}
