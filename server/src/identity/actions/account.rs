//! Accounts: signing up and proving the address.
//!
//! Whoever signs up learns nothing about accounts that exist: the answer is the same, and so is the work done. For an
//! address that is verified already nothing changes and no mail goes out.
//!
//! Until an address is verified it belongs to nobody: anybody may sign up with it, and the last sign-up counts. So the
//! link in the mail does not do alone. It proves that somebody reads the mailbox; the password proves that the same
//! somebody signed up last. Who planted a password under another's address has no link, and the owner of the address
//! who opens a link does not know the planted password.

use chrono::Duration;

use super::{
    email_change::is_reserved,
    session::{LOG_IN, log_in_tries},
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        password,
        rules::User,
        signer,
        store::{self, Account},
    },
    kernel::{Actor, Code, Error, Id, Locale, Result, error::Problems, id, text},
    outbox::{self, Event},
    throttle::Allowance,
};

/// Longest name of a person, in visible characters.
const MAX_NAME: usize = 100;
/// Purpose of the tokens in verification links.
const VERIFICATION: &str = "email-verification";

/// Somebody who wants an account.
#[derive(Clone)]
pub struct NewUser {
    /// Address.
    pub email: String,
    /// Name as the person writes it.
    pub name: String,
    /// Password in plain text.
    pub password: String,
    /// Language of mails.
    pub locale: Locale,
}

/// Cleans the input and hashes the password.
pub(super) async fn prepare(ctx: &Ctx, input: NewUser) -> Result<Account> {
    let mut problems = Problems::default();
    let email = problems.check("email", text::email(&input.email)).unwrap_or_default();
    let name = problems.check("name", text::line(&input.name, MAX_NAME)).unwrap_or_default();
    let hash = problems.check("password", password::accept(ctx, &input.password, &email, &name).await).unwrap_or_default();
    problems.finish(())?;
    let now = ctx.now();
    let user = User {
        id: ctx.new_id(),
        email,
        name,
        locale: input.locale,
        email_verified_at: None,
        suspended_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    Ok(Account { user, password_hash: hash })
}

/// Counts a request that may send mail to an address.
///
/// # Errors
/// `THROTTLED`.
async fn count_request(ctx: &Ctx, email: &str) -> Result<()> {
    let limits = &ctx.config.limits;
    ctx.throttle.take("sign-up", email, Allowance { tries: limits.sign_up_tries, seconds: limits.sign_up_seconds }, ctx.now()).await
}

/// Whether a verification mail may go to an address now. A link that was mailed a moment ago does as well.
async fn may_mail(ctx: &Ctx, email: &str) -> bool {
    let allowance = Allowance { tries: 1, seconds: ctx.config.limits.verification_mail_seconds };
    ctx.throttle.take("verification-mail", email, allowance, ctx.now()).await.is_ok()
}

/// Signs somebody up. Gives the address to which the verification mail goes, whether or not it had an account.
///
/// # Errors
/// Those of the fields at `email`, `name` and `password`; `THROTTLED`.
pub async fn sign_up(ctx: &Ctx, actor: &Actor, input: NewUser) -> Result<Outcome<String>> {
    if let Ok(email) = text::email(&input.email) {
        count_request(ctx, &email).await?;
    }
    let new = prepare(ctx, input).await?;
    let tx = ctx.begin().await?;
    let reserved = is_reserved(ctx, &*tx, &new.user.email, None).await?;
    let (user, entry) = match store::lock_account_of(&*tx, &new.user.email).await? {
        // Its owner may still take back that they left it.
        None if reserved => (new.user.id, NewEntry::new(audit::platform(), "user.sign_up_ignored", new.user.id)),
        None => {
            if !store::insert_account(&*tx, &new).await? {
                // Two sign-ups at the same moment: the other one counts, as if this one had come before it.
                return Ok(Outcome::fresh(new.user.email));
            }
            (new.user.id, NewEntry::new(audit::platform(), "user.sign_up", new.user.id).after(&new.user))
        }
        Some(known) if known.user.email_verified_at.is_some() || known.user.suspended_at.is_some() => {
            (known.user.id, NewEntry::new(audit::platform(), "user.sign_up_ignored", known.user.id))
        }
        Some(known) => {
            let before = known.user;
            let user = User { id: before.id, version: before.version + 1, created_at: before.created_at, ..new.user.clone() };
            store::save_user(&*tx, &user, Some(&new.password_hash), before.version).await?;
            (user.id, NewEntry::new(audit::platform(), "user.sign_up_again", user.id).before(&before).after(&user))
        }
    };
    // For every address: who follows it up finds nobody to write to where there is nothing to verify.
    if may_mail(ctx, &new.user.email).await {
        outbox::push(ctx, &*tx, &Event::VerificationRequested { user }).await?;
    }
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(new.user.email))
}

/// Makes a user whose address counts as verified. For the program itself: seeds and the command line. A user who exists
/// is left as is.
///
/// # Errors
/// `FORBIDDEN` for anybody else; those of the fields at `email`, `name` and `password`.
pub async fn seed_user(ctx: &Ctx, actor: &Actor, input: NewUser) -> Result<Outcome<User>> {
    if !matches!(actor, Actor::System(_)) {
        return Err(Error::new(Code::Forbidden));
    }
    if let Some(known) = store::account_of(ctx.db.read(), &text::email(&input.email).map_err(|error| error.at("email"))?).await? {
        return Ok(Outcome::replayed(known.user));
    }
    let mut new = prepare(ctx, input).await?;
    new.user.email_verified_at = Some(new.user.created_at);
    let tx = ctx.begin().await?;
    if !store::insert_account(&*tx, &new).await? {
        return Err(Error::new(Code::Unavailable).because("somebody signed up with this address just now"));
    }
    audit::append(ctx, &*tx, actor, NewEntry::new(audit::platform(), "user.create", new.user.id).after(&new.user)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(new.user))
}

/// The token of the verification link for a user, good for as long as the settings say. For somebody who is verified
/// already it is a token that [`verify_email`] refuses.
///
/// # Errors
/// `NOT_FOUND` if there is no such user.
pub async fn verification_token(ctx: &Ctx, user: Id<id::User>) -> Result<String> {
    let account = store::account_by_id(ctx.db.read(), user).await?.ok_or_else(|| Error::new(Code::NotFound))?;
    let life = Duration::hours(ctx.config.auth.verification_hours.into());
    signer(ctx).purpose(ctx.random.as_ref(), VERIFICATION, &account.user.id.to_string(), life)
}

/// Proves an address with the token of its link and the password of the last sign-up. A link works once: afterwards
/// there is nothing left to verify.
///
/// # Errors
/// `TOKEN_INVALID` at `token` if it is forged, out of date or used; `CREDENTIALS_INVALID` at `password`; `THROTTLED`.
pub async fn verify_email(ctx: &Ctx, token: &str, password: &str) -> Result<Outcome<User>> {
    let invalid = || Error::new(Code::TokenInvalid).at("token");
    let wrong = || Error::new(Code::CredentialsInvalid).at("password");
    let subject = signer(ctx).read_purpose(VERIFICATION, token).ok_or_else(invalid)?;
    let user: Id<id::User> = subject.parse().map_err(|_| invalid())?;
    let waits = |user: &User| user.email_verified_at.is_none() && user.suspended_at.is_none();
    let known = store::account_by_id(ctx.db.read(), user).await?.filter(|account| waits(&account.user)).ok_or_else(invalid)?;
    let tries = log_in_tries(ctx);
    ctx.throttle.take(LOG_IN, &known.user.email, tries, ctx.now()).await?;
    if !password::matches(ctx, password, Some(known.password_hash.clone())).await? {
        return Err(wrong());
    }
    ctx.throttle.give_back(LOG_IN, &known.user.email, tries, ctx.now()).await;
    let tx = ctx.begin().await?;
    let account = store::lock_account(&*tx, user).await?.filter(|account| waits(&account.user)).ok_or_else(invalid)?;
    // Hashing took its time: somebody may have signed up anew meanwhile.
    if account.password_hash != known.password_hash {
        return Err(wrong());
    }
    let (before, now) = (account.user, ctx.now());
    let user = User { email_verified_at: Some(now), version: before.version + 1, updated_at: now, ..before.clone() };
    store::save_user(&*tx, &user, None, before.version).await?;
    let entry = NewEntry::new(audit::platform(), "user.verify_email", user.id).before(&before).after(&user);
    audit::append(ctx, &*tx, &Actor::Visitor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(user))
}

/// Sends the verification mail again. Gives the address, whether or not it has an account that waits for one.
///
/// # Errors
/// `INVALID_EMAIL` at `email`; `THROTTLED`.
pub async fn resend_verification(ctx: &Ctx, actor: &Actor, email: &str) -> Result<Outcome<String>> {
    let email = text::email(email).map_err(|error| error.at("email"))?;
    count_request(ctx, &email).await?;
    if !may_mail(ctx, &email).await {
        return Ok(Outcome::fresh(email));
    }
    let tx = ctx.begin().await?;
    // The same work for every address; who follows it up finds nobody to write to where there is nothing to verify.
    let known = store::account_of(&*tx, &email).await?.map(|account| account.user.id);
    let user = known.unwrap_or_else(|| ctx.new_id());
    outbox::push(ctx, &*tx, &Event::VerificationRequested { user }).await?;
    audit::append(ctx, &*tx, actor, NewEntry::new(audit::platform(), "user.resend_verification", user)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(email))
}
