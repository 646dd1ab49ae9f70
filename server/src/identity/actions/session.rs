//! Signing in, staying signed in, signing out.

use chrono::TimeDelta;
use sea_orm::ConnectionTrait;

use super::second_factor;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        password,
        rules::{
            User,
            second_factor::SecondFactor,
            session::{Presented, RefreshToken, Session},
        },
        signer,
        store::{self, Account, Ending},
    },
    kernel::{Actor, Code, Error, Id, Result, Timestamp, digest, id, text},
    throttle::Allowance,
};

/// What wrong passwords are counted under.
pub(super) const LOG_IN: &str = "log-in";

/// How many wrong passwords an address has.
pub(super) fn log_in_tries(ctx: &Ctx) -> Allowance {
    let limits = &ctx.config.limits;
    Allowance { tries: limits.log_in_tries, seconds: limits.log_in_seconds }
}

/// What somebody who signed in gets.
#[derive(Clone)]
pub struct SignedIn {
    /// The user.
    pub user: User,
    /// Calls the API.
    pub access_token: String,
    /// When the access token runs out.
    pub access_token_expires_at: Timestamp,
    /// Gets the next pair; good once.
    pub refresh_token: String,
    /// When the session ends unless it is used before.
    pub session_expires_at: Timestamp,
}

fn life(ctx: &Ctx) -> TimeDelta {
    TimeDelta::days(ctx.config.auth.session_days.into())
}

fn tokens(ctx: &Ctx, user: User, session: &Session, refresh: &RefreshToken) -> Result<SignedIn> {
    let (access_token, access_token_expires_at) = signer(ctx).access(ctx.random.as_ref(), user.id, session.id)?;
    Ok(SignedIn { user, access_token, access_token_expires_at, refresh_token: refresh.text(), session_expires_at: session.expires_at })
}

/// What came of the first step of signing in.
#[derive(Clone)]
pub enum Entered {
    /// There is no second step.
    Session(SignedIn),
    /// The second factor is asked for.
    Challenge(Challenge),
}

/// A second factor is asked for: [`log_in_with_second_factor`] takes this and a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Good once, for a short while.
    pub token: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Purpose of challenges.
const CHALLENGE: &str = "second-factor";
/// How long there is to find the phone, in minutes.
const CHALLENGE_MINUTES: i64 = 5;

/// Signs somebody in on a `device` (see [`crate::identity::rules::device()`]), or asks for the second factor. What is wrong with the account is only said to somebody who knows its password.
///
/// # Errors
/// `CREDENTIALS_INVALID` for an unknown address or a wrong password; `ACCOUNT_SUSPENDED`; `EMAIL_NOT_VERIFIED`;
/// `THROTTLED` after too many wrong passwords for the address, whether or not it has an account.
pub async fn log_in(ctx: &Ctx, email: &str, password: &str, device: Option<String>) -> Result<Outcome<Entered>> {
    let email = text::email(email).ok();
    let tries = log_in_tries(ctx);
    let account = match &email {
        Some(email) => {
            // Counted before the password is looked at, so that a thousand guesses at once count as a thousand.
            ctx.throttle.take(LOG_IN, email, tries, ctx.now()).await?;
            store::account_of(ctx.db.read(), email).await?
        }
        None => None,
    };
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let matches = password::matches(ctx, password, stored).await?;
    let known = account.filter(|_| matches).ok_or_else(|| Error::new(Code::CredentialsInvalid))?;
    ctx.throttle.give_back(LOG_IN, &known.user.email, tries, ctx.now()).await;

    let tx = ctx.begin().await?;
    // The account as it is now: hashing took its time, and a suspension must not slip in between.
    let account = store::lock_account(&*tx, known.user.id).await?.filter(|account| account.password_hash == known.password_hash);
    let account = account.ok_or_else(|| Error::new(Code::CredentialsInvalid))?;
    let entered = enter(ctx, &*tx, account, "PASSWORD", device).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(entered))
}

/// Lets somebody in who has shown one factor, in `tx`: with a session, or with a challenge if there is a second one.
///
/// # Errors
/// `ACCOUNT_SUSPENDED`; `EMAIL_NOT_VERIFIED`.
pub(super) async fn enter(ctx: &Ctx, tx: &impl ConnectionTrait, account: Account, how: &str, device: Option<String>) -> Result<Entered> {
    may_enter(&account.user)?;
    if store::second_factor(tx, account.user.id).await?.is_some_and(|factor| factor.is_on()) {
        let life = TimeDelta::minutes(CHALLENGE_MINUTES);
        let subject = format!("{}:{}", account.user.id, fingerprint(&account));
        let token = signer(ctx).purpose(ctx.random.as_ref(), CHALLENGE, &subject, life)?;
        return Ok(Entered::Challenge(Challenge { token, expires_at: ctx.now() + life }));
    }
    open_session(ctx, tx, account.user, how, device).await.map(Entered::Session)
}

fn may_enter(user: &User) -> Result<()> {
    if user.suspended_at.is_some() {
        return Err(Error::new(Code::AccountSuspended));
    }
    if user.email_verified_at.is_none() {
        return Err(Error::new(Code::EmailNotVerified));
    }
    Ok(())
}

/// Ties a challenge to the password that it was given for: it dies with it.
fn fingerprint(account: &Account) -> String {
    digest::sha256_hex(account.password_hash.as_bytes()).chars().take(16).collect()
}

/// Writes a session and its audit entry.
async fn open_session(ctx: &Ctx, tx: &impl ConnectionTrait, user: User, how: &str, device: Option<String>) -> Result<SignedIn> {
    let (now, refresh) = (ctx.now(), RefreshToken::first(ctx.random.as_ref()));
    let session = Session {
        id: ctx.new_id(),
        user: user.id,
        generation: 1,
        family_hash: refresh.family_hash(),
        token_hash: refresh.hash(),
        previous_token_hash: None,
        retried_at: None,
        device,
        created_at: now,
        last_used_at: now,
        expires_at: now + life(ctx),
        revoked_at: None,
    };
    store::insert_session(tx, &session).await?;
    let entry = NewEntry::new(audit::platform(), "session.open", session.id).detail("user", user.id.to_string()).detail("by", how);
    audit::append(ctx, tx, &Actor::Visitor, entry).await?;
    tokens(ctx, user, &session, &refresh)
}

/// Finishes signing in with the second factor: a code of the authenticator, or a recovery code. A challenge and a code
/// are good once.
///
/// # Errors
/// `TOKEN_INVALID` at `challenge` if it is forged, out of date or used, or if password or factor changed meanwhile;
/// `SECOND_FACTOR_INVALID` at `code`; `ACCOUNT_SUSPENDED`; `THROTTLED`.
pub async fn log_in_with_second_factor(ctx: &Ctx, challenge: &str, code: &str, device: Option<String>) -> Result<Outcome<SignedIn>> {
    let invalid = || Error::new(Code::TokenInvalid).at("challenge");
    let subject = signer(ctx).read_purpose(CHALLENGE, challenge).ok_or_else(invalid)?;
    let (user, print) = subject.split_once(':').ok_or_else(invalid)?;
    let user: Id<id::User> = user.parse().map_err(|_| invalid())?;
    second_factor::count_code(ctx, user).await?;
    let tx = ctx.begin().await?;
    let account = store::lock_account(&*tx, user).await?.filter(|account| fingerprint(account) == print).ok_or_else(invalid)?;
    may_enter(&account.user)?;
    let factor = store::lock_second_factor(&*tx, user).await?.filter(SecondFactor::is_on).ok_or_else(invalid)?;
    let (_, proven) = second_factor::prove(ctx, &*tx, factor, code).await?;
    if !store::spend_token(&*tx, challenge, ctx.now() + TimeDelta::minutes(CHALLENGE_MINUTES)).await? {
        return Err(invalid());
    }
    let signed_in = open_session(ctx, &*tx, account.user, proven.into(), device).await?;
    tx.commit().await?;
    second_factor::code_was_right(ctx, user).await;
    Ok(Outcome::fresh(signed_in))
}

/// Exchanges a refresh token for the next pair of tokens. A token is good once; one that was used before ends the whole
/// session, because somebody has a copy. Only an answer that may have got lost may be asked for again: once, within a
/// minute, as long as its successor was not used. Who asks yet again within that minute gets nothing and does no harm:
/// it is one of several tabs.
///
/// # Errors
/// `TOKEN_INVALID` at `refreshToken`; `STALE_VERSION` at `refreshToken` if it was exchanged twice just now: whoever shares it
/// has the next one.
pub async fn refresh(ctx: &Ctx, text: &str) -> Result<Outcome<SignedIn>> {
    let invalid = || Error::new(Code::TokenInvalid).at("refreshToken");
    let token = RefreshToken::parse(text).ok_or_else(invalid)?;
    let now = ctx.now();
    let tx = ctx.begin().await?;
    let session = store::lock_family(&*tx, &token.family_hash()).await?.ok_or_else(invalid)?;
    let presented = session.judge(&token, now);
    match presented {
        Presented::Ended => return Err(invalid()),
        Presented::JustRetried => return Err(Error::new(Code::StaleVersion).at("refreshToken")),
        Presented::Replayed => {
            store::end_sessions(&*tx, Ending::Session(session.id), "REPLAYED", now).await?;
            let entry = NewEntry::new(audit::platform(), "session.revoke", session.id).detail("reason", "REPLAYED");
            audit::append(ctx, &*tx, &Actor::System("session"), entry).await?;
            tx.commit().await?;
            return Err(invalid());
        }
        Presented::Current | Presented::LostAnswer => {}
    }
    let user = store::users(&*tx, &[session.user]).await?.into_iter().next().filter(User::is_active).ok_or_else(invalid)?;
    let successor = token.successor(ctx.random.as_ref());
    let before = session.generation;
    let session = session.rotated(presented, &successor, now, life(ctx));
    store::save_session(&*tx, &session, before)
        .await
        .map_err(|error| if error.code() == Code::StaleVersion { invalid() } else { error })?;
    tx.commit().await?;
    tokens(ctx, user, &session, &successor).map(Outcome::fresh)
}

/// Ends the caller's session. A browser whose access token ran out shows with its refresh token which session that is.
///
/// # Errors
/// `UNAUTHENTICATED` if nobody is signed in.
pub async fn log_out(ctx: &Ctx, actor: &Actor, refresh_token: Option<&str>) -> Result<Outcome<bool>> {
    let nobody = || Error::new(Code::Unauthenticated);
    let tx = ctx.begin().await?;
    let session = match (actor.session(), refresh_token.and_then(RefreshToken::parse)) {
        (Some(session), _) => session,
        (None, Some(token)) => {
            let good = |session: &Session| {
                matches!(session.judge(&token, ctx.now()), Presented::Current | Presented::LostAnswer | Presented::JustRetried)
            };
            store::lock_family(&*tx, &token.family_hash()).await?.filter(good).ok_or_else(nobody)?.id
        }
        (None, None) => return Err(nobody()),
    };
    let ended = store::end_sessions(&*tx, Ending::Session(session), "LOGGED_OUT", ctx.now()).await? > 0;
    if ended {
        audit::append(ctx, &*tx, actor, NewEntry::new(audit::platform(), "session.close", session)).await?;
    }
    tx.commit().await?;
    Ok(Outcome::fresh(true))
}
