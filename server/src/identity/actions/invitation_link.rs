//! The link in an invitation's mail: for people who have no account yet, and for those who are not signed in.

use chrono::Duration;
use sea_orm::ConnectionTrait;

use super::{
    account::{NewUser, prepare},
    email_change::is_reserved,
    invitation::{decline_now, stands, take_seat},
    session::{LOG_IN, log_in_tries},
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        password,
        rules::{Invitation, Membership, Organization, User},
        signer,
        store::{self, Account},
    },
    kernel::{Actor, Code, Error, Id, Locale, Result, id},
};

/// Purpose of the tokens in invitation links.
const INVITATION: &str = "invitation";

fn invalid() -> Error {
    Error::new(Code::TokenInvalid).at("token")
}

/// The token of an invitation's link.
///
/// # Errors
/// `INTERNAL` if it cannot be signed.
pub fn invitation_token(ctx: &Ctx, invitation: Id<id::Invitation>) -> Result<String> {
    let life = Duration::days(ctx.config.auth.invitation_days.into());
    signer(ctx).purpose(ctx.random.as_ref(), INVITATION, &invitation.to_string(), life)
}

fn read(ctx: &Ctx, token: &str) -> Result<Id<id::Invitation>> {
    signer(ctx).read_purpose(INVITATION, token).and_then(|subject| subject.parse().ok()).ok_or_else(invalid)
}

/// What somebody with the link is asked.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The invitation.
    pub invitation: Invitation,
    /// Where to.
    pub organization: Organization,
    /// Whether the address has an account already, whose password is asked for.
    pub has_account: bool,
    /// Whether that account has none: its owner signs in at the institution, and accepts there.
    pub signs_in_elsewhere: bool,
}

/// What a link offers. Only for whoever holds it, who reads the mailbox.
///
/// # Errors
/// `TOKEN_INVALID` at `token` for anything but the link of an open invitation that is still worth something.
pub async fn invitation_offer(ctx: &Ctx, token: &str) -> Result<Offer> {
    let db = ctx.db.read();
    let open = |invitation: &Invitation| invitation.is_open(ctx.now());
    let invitation = store::invitations(db, &[read(ctx, token)?]).await?.pop().filter(open).ok_or_else(invalid)?;
    let organization = store::organizations(db, &[invitation.organization]).await?.pop().ok_or_else(invalid)?;
    if !stands(ctx, db, &organization, &invitation).await? {
        return Err(invalid());
    }
    let account = store::account_of(db, &invitation.email).await?;
    let account = account.filter(|account| account.user.email_verified_at.is_some() || account.user.suspended_at.is_some());
    let signs_in_elsewhere = account.as_ref().is_some_and(|account| !account.has_password());
    Ok(Offer { invitation, organization, has_account: account.is_some(), signs_in_elsewhere })
}

/// Somebody who accepts with the link.
#[derive(Clone)]
pub struct AcceptByLink {
    /// The token of the link.
    pub token: String,
    /// Name; for somebody without an account.
    pub name: Option<String>,
    /// The password of the account, or that of the new one.
    pub password: String,
    /// Language of mails to a new account.
    pub locale: Locale,
}

/// Accepts an invitation with its link. Somebody with an account gives its password; somebody without one gets an
/// account: the link proves the address, so no second mail is needed.
///
/// # Errors
/// `TOKEN_INVALID` at `token`; `CREDENTIALS_INVALID` at `password`; `ACCOUNT_SUSPENDED`; those of a new account at `name`
/// and `password`; `MEMBERSHIP_EXISTS`; `THROTTLED`.
pub async fn accept_by_link(ctx: &Ctx, input: AcceptByLink) -> Result<Outcome<Membership>> {
    let offer = invitation_offer(ctx, &input.token).await?;
    if offer.has_account {
        with_password(ctx, offer.invitation, &input.password).await
    } else {
        with_sign_up(ctx, offer.invitation, input).await
    }
}

async fn with_password(ctx: &Ctx, seen: Invitation, password: &str) -> Result<Outcome<Membership>> {
    let wrong = || Error::new(Code::CredentialsInvalid).at("password");
    let tries = log_in_tries(ctx);
    ctx.throttle.take(LOG_IN, &seen.email, tries, ctx.now()).await?;
    let known = store::account_of(ctx.db.read(), &seen.email).await?;
    let stored = known.as_ref().map(|account| account.password_hash.clone());
    let known = if password::matches(ctx, password, stored).await? { known } else { None }.ok_or_else(wrong)?;
    ctx.throttle.give_back(LOG_IN, &seen.email, tries, ctx.now()).await;
    let tx = ctx.begin().await?;
    let same = |account: &Account| account.password_hash == known.password_hash && account.user.email == seen.email;
    let user = store::lock_account(&*tx, known.user.id).await?.filter(same).ok_or_else(wrong)?.user;
    if user.suspended_at.is_some() {
        return Err(Error::new(Code::AccountSuspended));
    }
    let invitation = locked(ctx, &*tx, seen.id).await?;
    let seat = take_seat(ctx, &*tx, &Actor::Visitor, &invitation, user.id).await?.ok_or_else(invalid)?;
    tx.commit().await?;
    Ok(Outcome::fresh(seat))
}

async fn with_sign_up(ctx: &Ctx, seen: Invitation, input: AcceptByLink) -> Result<Outcome<Membership>> {
    let name = input.name.unwrap_or_default();
    let new = NewUser { email: seen.email.clone(), name, password: input.password, locale: input.locale };
    let mut new = prepare(ctx, new).await?;
    new.user.email_verified_at = Some(new.user.created_at);
    let tx = ctx.begin().await?;
    let invitation = locked(ctx, &*tx, seen.id).await?;
    if is_reserved(ctx, &*tx, &seen.email, None).await? {
        return Err(invalid());
    }
    let user = match store::lock_account_of(&*tx, &seen.email).await? {
        None => {
            if !store::insert_account(&*tx, &new).await? {
                return Err(Error::new(Code::Unavailable).because("somebody signed up with this address just now"));
            }
            audit::append(ctx, &*tx, &Actor::Visitor, NewEntry::new(audit::platform(), "user.sign_up", new.user.id).after(&new.user))
                .await?;
            new.user
        }
        // Somebody signed up with it and never proved it; whoever holds the link does.
        Some(known) if known.user.email_verified_at.is_none() && known.user.suspended_at.is_none() => {
            let before = known.user;
            let user = User { id: before.id, version: before.version + 1, created_at: before.created_at, ..new.user.clone() };
            store::save_user(&*tx, &user, Some(&new.password_hash), before.version).await?;
            let entry = NewEntry::new(audit::platform(), "user.sign_up_again", user.id).before(&before).after(&user);
            audit::append(ctx, &*tx, &Actor::Visitor, entry).await?;
            user
        }
        Some(_) => return Err(invalid()),
    };
    let seat = take_seat(ctx, &*tx, &Actor::Visitor, &invitation, user.id).await?.ok_or_else(invalid)?;
    tx.commit().await?;
    Ok(Outcome::fresh(seat))
}

async fn locked(ctx: &Ctx, tx: &impl ConnectionTrait, id: Id<id::Invitation>) -> Result<Invitation> {
    store::lock_invitation(tx, id).await?.filter(|invitation| invitation.is_open(ctx.now())).ok_or_else(invalid)
}

/// Declines an invitation with its link; no account is needed.
///
/// # Errors
/// `TOKEN_INVALID` at `token`.
pub async fn decline_by_link(ctx: &Ctx, token: &str) -> Result<Outcome<Invitation>> {
    let id = read(ctx, token)?;
    let tx = ctx.begin().await?;
    let before = locked(ctx, &*tx, id).await?;
    let after = decline_now(ctx, &*tx, &before).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}
