//! Second factors: setting one up, asking for it, taking it away.
//!
//! A code is counted before it is looked at, and taken once: the row remembers the last step, and is locked while it is
//! looked at. The secret is sealed; one that was sealed with an older key is sealed anew whenever it was opened.

use super::{check_version, password};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        policy::{self, Action, Facts},
        rules::{
            User,
            second_factor::{self, Proof, SecondFactor},
        },
        store::{self, Account, Ending},
    },
    kernel::{Actor, Code, Error, Id, Result, id, text},
    outbox::{self, Event, SignInChange},
    throttle::Allowance,
};
use chrono::TimeDelta;
use sea_orm::ConnectionTrait;

/// What secrets are sealed for.
const SEALED_FOR: &str = "second-factor";
/// What wrong codes are counted under.
const CODES: &str = "second-factor";
/// Longest reason, in visible characters.
const MAX_REASON: usize = 500;
/// Who signs in without a password has signed in at the institution so lately, in minutes.
const LATELY_MINUTES: i64 = 10;
/// Secrets that one transaction seals anew.
const RESEALED: u64 = 200;

/// What an authenticator needs to know. Shown once.
#[derive(Clone)]
pub struct Enrollment {
    /// The secret, base32, to be typed by hand.
    pub secret: String,
    /// The address of a QR code.
    pub otpauth_url: String,
}

/// How many wrong codes a person has.
fn code_tries(ctx: &Ctx) -> Allowance {
    let limits = &ctx.config.limits;
    Allowance { tries: limits.second_factor_tries, seconds: limits.second_factor_seconds }
}

/// The account of a signed-in person who has just shown again who they are: by the password, or, without one, by having
/// begun this very session at their institution within the last ten minutes.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor; `CREDENTIALS_INVALID` at `password`; `THROTTLED`.
pub(super) async fn known_again(ctx: &Ctx, actor: &Actor, password: Option<&str>) -> Result<Account> {
    let (user, session) = policy::in_person(actor)?;
    let account = store::account_by_id(ctx.db.read(), user).await?.ok_or_else(|| Error::new(Code::Unauthenticated))?;
    if !account.has_password() {
        let wrong = || Error::new(Code::CredentialsInvalid).at("password");
        let lately = ctx.now() - TimeDelta::minutes(LATELY_MINUTES);
        // What another browser did says nothing about who sits at this one.
        let own = store::sessions_of(ctx.db.read(), user, &[session], ctx.now()).await?;
        return if own.iter().any(|own| own.created_at >= lately) { Ok(account) } else { Err(wrong()) };
    }
    password::prove(ctx, account, password.unwrap_or_default(), "password").await
}

fn opened(ctx: &Ctx, factor: &SecondFactor) -> Result<Vec<u8>> {
    let unknown = || Error::internal(format!("a second factor is sealed with the unknown key {}", factor.secret.key_id));
    ctx.keys.open_sealed(SEALED_FOR, &factor.user.to_string(), &factor.secret).ok_or_else(unknown)
}

/// The same factor, sealed with the key that signs now.
fn sealed_anew(ctx: &Ctx, factor: SecondFactor) -> Result<SecondFactor> {
    if factor.secret.key_id == ctx.keys.signing().id {
        return Ok(factor);
    }
    let plain = opened(ctx, &factor)?;
    let secret = ctx.keys.seal(ctx.random.as_ref(), SEALED_FOR, &factor.user.to_string(), &plain)?;
    Ok(SecondFactor { secret, ..factor })
}

/// How a second factor was proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Proven {
    /// By the authenticator.
    Totp,
    /// By a recovery code, which is spent now.
    RecoveryCode,
}

/// Takes a code of a factor that was locked in `tx`, and notes that it is spent. Count the try before, with [`count_code`].
///
/// # Errors
/// `SECOND_FACTOR_INVALID` at `code`.
pub(super) async fn prove(ctx: &Ctx, tx: &impl ConnectionTrait, factor: SecondFactor, code: &str) -> Result<(SecondFactor, Proven)> {
    let wrong = || Error::new(Code::SecondFactorInvalid).at("code");
    let (before, now) = (factor.version, ctx.now());
    let (factor, proven) = match Proof::read(code) {
        Proof::Code(code) => {
            let step = second_factor::accepted_step(&opened(ctx, &factor)?, &code, now, factor.last_step)?;
            (SecondFactor { last_step: step.ok_or_else(wrong)?, ..factor }, Proven::Totp)
        }
        Proof::Recovery(code) => {
            let hash = second_factor::recovery_hash(factor.user, &code);
            let place = factor.recovery_hashes.iter().position(|known| *known == hash).ok_or_else(wrong)?;
            let mut factor = factor;
            factor.recovery_hashes.remove(place);
            outbox::push(ctx, tx, &Event::SignInChanged { user: factor.user, change: SignInChange::RecoveryCodeUsed }).await?;
            (factor, Proven::RecoveryCode)
        }
    };
    let factor = sealed_anew(ctx, SecondFactor { version: before + 1, updated_at: now, ..factor })?;
    store::save_second_factor(tx, &factor, before).await?;
    Ok((factor, proven))
}

/// Counts a code that `user` is about to try.
///
/// # Errors
/// `THROTTLED`.
pub(super) async fn count_code(ctx: &Ctx, user: Id<id::User>) -> Result<()> {
    ctx.throttle.take(CODES, &user.to_string(), code_tries(ctx), ctx.now()).await
}

/// Gives the try back: the code was right.
pub(super) async fn code_was_right(ctx: &Ctx, user: Id<id::User>) {
    ctx.throttle.give_back(CODES, &user.to_string(), code_tries(ctx), ctx.now()).await;
}

/// Locks the account of somebody who was known again, if it is still as it was then: its owner may have set another
/// password meanwhile.
///
/// # Errors
/// `CREDENTIALS_INVALID` at `password`.
pub(super) async fn unchanged(tx: &impl ConnectionTrait, known: &Account) -> Result<()> {
    let same = |now: &Account| now.user.is_active() && now.password_hash == known.password_hash && now.user.email == known.user.email;
    let now = store::lock_account(tx, known.user.id).await?.filter(same);
    now.map(drop).ok_or_else(|| Error::new(Code::CredentialsInvalid).at("password"))
}

/// Begins to set a second factor up. It does not count before [`confirm`]; beginning again replaces the secret.
///
/// # Errors
/// Those of [`known_again`]; `SECOND_FACTOR_ON`.
pub async fn enroll(ctx: &Ctx, actor: &Actor, password: Option<&str>) -> Result<Outcome<Enrollment>> {
    let account = known_again(ctx, actor, password).await?;
    let (user, now) = (account.user.id, ctx.now());
    let mut secret = [0_u8; second_factor::SECRET_BYTES];
    ctx.random.fill(&mut secret);
    let (typed, otpauth_url) = second_factor::enrollment(&secret, &account.user.email)?;
    let fresh = SecondFactor {
        user,
        secret: ctx.keys.seal(ctx.random.as_ref(), SEALED_FOR, &user.to_string(), &secret)?,
        confirmed_at: None,
        last_step: 0,
        recovery_hashes: Vec::new(),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let tx = ctx.begin().await?;
    // Two enrollments of one person stand in line here.
    unchanged(&*tx, &account).await?;
    match store::lock_second_factor(&*tx, user).await? {
        Some(known) if known.is_on() => return Err(Error::new(Code::SecondFactorOn)),
        Some(known) => {
            let again = SecondFactor { version: known.version + 1, ..fresh };
            store::save_second_factor(&*tx, &again, known.version).await?;
        }
        None => drop(store::insert_second_factor(&*tx, &fresh).await?),
    }
    audit::append(ctx, &*tx, actor, NewEntry::new(audit::platform(), "second_factor.enroll", user)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(Enrollment { secret: typed, otpauth_url }))
}

/// Turns the second factor on with its first code. Gives the recovery codes, which are shown this once.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor; `SECOND_FACTOR_OFF` if no setup has begun; `SECOND_FACTOR_ON`;
/// `SECOND_FACTOR_INVALID` at `code`; `THROTTLED`.
pub async fn confirm(ctx: &Ctx, actor: &Actor, code: &str) -> Result<Outcome<Vec<String>>> {
    let (user, session) = policy::in_person(actor)?;
    count_code(ctx, user).await?;
    let now = ctx.now();
    let tx = ctx.begin().await?;
    // The account first, as everywhere: who signs in at this moment with one factor waits, and is asked for two.
    store::lock_account(&*tx, user).await?;
    let factor = store::lock_second_factor(&*tx, user).await?.ok_or_else(|| Error::new(Code::SecondFactorOff))?;
    if factor.is_on() {
        return Err(Error::new(Code::SecondFactorOn));
    }
    let Proof::Code(code) = Proof::read(code) else { return Err(Error::new(Code::SecondFactorInvalid).at("code")) };
    let step = second_factor::accepted_step(&opened(ctx, &factor)?, &code, now, factor.last_step)?;
    let last_step = step.ok_or_else(|| Error::new(Code::SecondFactorInvalid).at("code"))?;
    let codes = second_factor::recovery_codes(ctx.random.as_ref());
    let (before, recovery_hashes) = (factor.version, second_factor::recovery_hashes(user, &codes));
    let factor = SecondFactor { confirmed_at: Some(now), last_step, recovery_hashes, version: before + 1, updated_at: now, ..factor };
    store::save_second_factor(&*tx, &factor, before).await?;
    // Where else somebody is signed in, they came in with one factor.
    store::end_sessions(&*tx, Ending::OthersOf(user, session), "SECOND_FACTOR_ON", now).await?;
    changed(ctx, &*tx, actor, user, SignInChange::SecondFactorOn, "second_factor.confirm").await?;
    tx.commit().await?;
    code_was_right(ctx, user).await;
    Ok(Outcome::fresh(codes))
}

/// Tells the person, and notes it last.
async fn changed(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    user: Id<id::User>,
    change: SignInChange,
    verb: &'static str,
) -> Result<()> {
    outbox::push(ctx, tx, &Event::SignInChanged { user, change }).await?;
    audit::append(ctx, tx, actor, NewEntry::new(audit::platform(), verb, user)).await
}

/// Turns the second factor off, for somebody who shows both password and code.
///
/// # Errors
/// Those of [`known_again`]; `SECOND_FACTOR_OFF`; `SECOND_FACTOR_INVALID` at `code`.
pub async fn disable(ctx: &Ctx, actor: &Actor, password: Option<&str>, code: &str) -> Result<Outcome<bool>> {
    let user = known_again(ctx, actor, password).await?.user.id;
    count_code(ctx, user).await?;
    let tx = ctx.begin().await?;
    prove(ctx, &*tx, lock_on(&*tx, user).await?, code).await?;
    store::delete_second_factor(&*tx, user).await?;
    changed(ctx, &*tx, actor, user, SignInChange::SecondFactorOff, "second_factor.disable").await?;
    tx.commit().await?;
    code_was_right(ctx, user).await;
    Ok(Outcome::fresh(true))
}

async fn lock_on(tx: &impl ConnectionTrait, user: Id<id::User>) -> Result<SecondFactor> {
    let factor = store::lock_second_factor(tx, user).await?.filter(SecondFactor::is_on);
    factor.ok_or_else(|| Error::new(Code::SecondFactorOff))
}

/// New recovery codes instead of those that are left, for somebody who shows both password and code.
///
/// # Errors
/// As [`disable`].
pub async fn renew_recovery_codes(ctx: &Ctx, actor: &Actor, password: Option<&str>, code: &str) -> Result<Outcome<Vec<String>>> {
    let user = known_again(ctx, actor, password).await?.user.id;
    count_code(ctx, user).await?;
    let tx = ctx.begin().await?;
    let (factor, _) = prove(ctx, &*tx, lock_on(&*tx, user).await?, code).await?;
    let codes = second_factor::recovery_codes(ctx.random.as_ref());
    let (before, recovery_hashes) = (factor.version, second_factor::recovery_hashes(user, &codes));
    store::save_second_factor(&*tx, &SecondFactor { recovery_hashes, version: before + 1, ..factor }, before).await?;
    changed(ctx, &*tx, actor, user, SignInChange::RecoveryCodesRenewed, "second_factor.renew_recovery_codes").await?;
    tx.commit().await?;
    code_was_right(ctx, user).await;
    Ok(Outcome::fresh(codes))
}

/// A person whose second factor an operator takes away.
#[derive(Debug, Clone)]
pub struct ResetSecondFactor {
    /// The user.
    pub id: Id<id::User>,
    /// The version of the user that the operator saw.
    pub expected_version: i64,
    /// Why; goes to the audit trail.
    pub reason: String,
}

/// Takes a person's second factor away, who lost both authenticator and recovery codes and has shown the operator who
/// they are. All sessions of the person end, and the person is told.
///
/// # Errors
/// `FORBIDDEN` for all but operators, and for operators on themselves; `REASON_REQUIRED` at `reason`; `NOT_FOUND` at
/// `id`; `STALE_VERSION`; `SECOND_FACTOR_OFF` at `id`.
pub async fn reset(ctx: &Ctx, actor: &Actor, input: ResetSecondFactor) -> Result<Outcome<User>> {
    policy::permit(actor, Action::ResetSecondFactor, &Facts { user: Some(input.id), ..Facts::default() })?;
    let reason = text::optional_paragraph(Some(&input.reason), MAX_REASON).map_err(|error| error.at("reason"))?;
    let reason = reason.ok_or_else(|| Error::new(Code::ReasonRequired).at("reason"))?;
    let tx = ctx.begin().await?;
    let user = store::lock_account(&*tx, input.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?.user;
    check_version(input.expected_version, user.version)?;
    if store::lock_second_factor(&*tx, user.id).await?.is_none() {
        return Err(Error::new(Code::SecondFactorOff).at("id"));
    }
    store::delete_second_factor(&*tx, user.id).await?;
    let ended = store::end_sessions(&*tx, Ending::User(user.id), "SECOND_FACTOR_RESET", ctx.now()).await?;
    outbox::push(ctx, &*tx, &Event::SignInChanged { user: user.id, change: SignInChange::SecondFactorReset }).await?;
    let entry = NewEntry::new(audit::platform(), "second_factor.reset", user.id).detail("reason", reason).detail("sessions", ended);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(user))
}

/// The caller's second factor, if it is on; none for a visitor.
pub async fn own_second_factor(ctx: &Ctx, actor: &Actor) -> Result<Option<SecondFactor>> {
    let Some(user) = actor.user() else { return Ok(None) };
    Ok(store::second_factor(ctx.db.read(), user).await?.filter(SecondFactor::is_on))
}

/// Whether some secret is still sealed with the key `key_id`.
///
/// # Errors
/// Those of the database.
pub async fn is_sealed_with(ctx: &Ctx, key_id: &str) -> Result<bool> {
    store::is_sealed_with(ctx.db.read(), key_id).await
}

/// Seals some secrets anew whose key does not sign any more, so that the key can be forgotten. Returns how many; zero
/// when nothing is left to do.
///
/// # Errors
/// `INTERNAL` if a key is not known any more.
pub async fn reseal_second_factors(ctx: &Ctx) -> Result<usize> {
    let tx = ctx.begin().await?;
    let old = store::lock_sealed_otherwise(&*tx, &ctx.keys.signing().id, RESEALED).await?;
    for factor in &old {
        let anew = sealed_anew(ctx, SecondFactor { version: factor.version + 1, updated_at: ctx.now(), ..factor.clone() })?;
        store::save_second_factor(&*tx, &anew, factor.version).await?;
    }
    tx.commit().await?;
    Ok(old.len())
}
