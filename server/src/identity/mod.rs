//! Who takes part: organizations, people, their seats and roles, and how they prove who they are.

pub mod actions;
pub mod api;
pub mod cookies;
mod password;
pub mod policy;
pub mod rules;
pub mod store;
pub mod token;

use chrono::Duration;
use sea_orm::{
    ConnectionTrait,
    sea_query::{IntoColumnRef, SimpleExpr},
};

pub use actions::{
    AcceptByLink, Addressee, InvitationLetter, Offer, accept_by_link, addressee, confirm_email_change, create_operator, decline_by_link,
    email_change_token, email_undo_token, find_api_tokens, find_by_code_or_id, find_invitations, find_memberships, find_organization,
    find_organizations, find_sessions, find_size_declaration, find_size_declarations, find_user, find_users, invitation_letter,
    invitation_offer, invitation_token, is_sealed_with, left_mailbox, password_reset_token, request_password_reset, reseal_second_factors,
    reset_password, seed_user, undo_email_change, verification_token, verify_email,
};
pub use api::{IdentityMutation, IdentityQuery, SingleSignOnQuery, with_loaders};
pub use password::password_cost;
pub use store::{prune_api_tokens, prune_email_changes, prune_invitations, prune_sessions, prune_spent_tokens, replace_reply_times};

use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Code, Error, Id, Locale, Result, Role, Timestamp,
        id::{Organization, User},
    },
};
use token::Signer;

/// Somebody to write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The user.
    pub user: Id<User>,
    /// Address.
    pub email: String,
    /// Name as the person writes it.
    pub name: String,
    /// Language of mails.
    pub locale: Locale,
}

impl From<rules::User> for Recipient {
    fn from(user: rules::User) -> Self {
        Self { user: user.id, email: user.email, name: user.name, locale: user.locale }
    }
}

/// Resolves the bearer of an access token or an API token, from the database as it is now: a suspended user, a revoked session and a
/// changed role count from the next request on. One statement.
///
/// # Errors
/// `UNAUTHENTICATED` if anything is off, without saying what.
pub async fn authenticate(ctx: &Ctx, bearer_token: &str) -> Result<Actor> {
    let off = || Error::new(Code::Unauthenticated);
    if bearer_token.starts_with(rules::api_token::PREFIX) {
        return actions::token_member(ctx, bearer_token).await.map(Actor::Member);
    }
    let token = signer(ctx).read_access(bearer_token).ok_or_else(off)?;
    let member = store::live_member(ctx.db.read(), token.session, ctx.now()).await?;
    let (member, has_factor) = member.filter(|(member, _)| member.user == token.user).ok_or_else(off)?;
    Ok(Actor::Member(policy::with_factors(member, has_factor, &ctx.config.auth.require_second_factor_for)))
}

/// When an access token runs out; none if it is not good any more.
#[must_use]
pub fn token_expires_at(ctx: &Ctx, bearer_token: &str) -> Option<Timestamp> {
    signer(ctx).read_access(bearer_token).map(|token| token.expires_at)
}

/// Whether the user whose id is in `column` may sign in, for statements of other slices.
pub fn is_active(column: impl IntoColumnRef) -> SimpleExpr {
    store::is_active(column)
}

/// Locks a user until the commit, so that what counts the things of a person, and adds one, runs one after the other.
///
/// # Errors
/// Those of the database.
pub async fn lock_user(tx: &impl ConnectionTrait, user: Id<User>) -> Result<()> {
    store::lock_account(tx, user).await?;
    Ok(())
}

/// Whether the organization whose id is in `column` is one that the world may know of, for statements of other slices.
pub fn is_verified(column: impl IntoColumnRef) -> SimpleExpr {
    store::is_verified(column)
}

/// Whether the person whose id is in `column` may sign in and holds `role` anywhere, for statements of other slices.
pub fn holds_role(column: impl IntoColumnRef, role: Role) -> SimpleExpr {
    store::holds_role(column, role)
}

fn signer(ctx: &Ctx) -> Signer<'_> {
    Signer { keys: &ctx.keys, auth: &ctx.config.auth, now: ctx.now() }
}

/// A signed token for a link: it says `subject` to [`purpose_subject`] with the same `purpose`, for the time of `life`.
///
/// # Errors
/// `INTERNAL` if it cannot be signed.
pub fn purpose_token(ctx: &Ctx, purpose: &str, subject: &str, life: Duration) -> Result<String> {
    signer(ctx).purpose(ctx.random.as_ref(), purpose, subject, life)
}

/// Reads a token that [`purpose_token`] made for `purpose`.
///
/// # Errors
/// `TOKEN_INVALID` at `token` for anything else, without saying what is wrong.
pub fn purpose_subject(ctx: &Ctx, purpose: &str, token: &str) -> Result<String> {
    signer(ctx).read_purpose(purpose, token).ok_or_else(|| Error::new(Code::TokenInvalid).at("token"))
}

/// Organizations by id, in any order, whoever asks; unknown ids are left out. One statement. Callers decide what of
/// them may be shown; see [`policy::may_see_organization`].
pub async fn organizations(_ctx: &Ctx, conn: &impl ConnectionTrait, ids: &[Id<Organization>]) -> Result<Vec<rules::Organization>> {
    store::organizations(conn, ids).await
}

/// Whom to write to when something concerns an organization: its active members with one of `roles` whose address is
/// verified and who are not suspended. One statement.
pub async fn people_with_roles(conn: &impl ConnectionTrait, organization: Id<Organization>, roles: &[Role]) -> Result<Vec<Recipient>> {
    Ok(store::people_with_roles(conn, organization, roles).await?.into_iter().map(Into::into).collect())
}

/// Whom to write to when something waits for the platform's operator: everybody who may sign in and holds that role
/// anywhere. One statement.
pub async fn operators(conn: &impl ConnectionTrait) -> Result<Vec<Recipient>> {
    Ok(store::people_anywhere(conn, &[Role::Operator]).await?.into_iter().map(Into::into).collect())
}

/// Enterprises that look the same from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alike {
    /// Country or region, ISO 3166-1 alpha-2.
    pub country: String,
    /// The beginning of the administrative division.
    pub division: Option<String>,
    /// Size class as last declared.
    pub size: Option<rules::EnterpriseSize>,
    /// Industry of that declaration.
    pub branch: Option<rules::SizeIndustry>,
}

/// How many verified enterprises there are like that, counted up to `cap`. One statement.
pub async fn count_alike(conn: &impl ConnectionTrait, alike: &Alike, cap: u64) -> Result<u64> {
    store::count_alike(conn, alike, cap).await
}

/// Size declarations by id, whoever asks; unknown ids are left out. One statement.
pub async fn size_declarations(
    conn: &impl ConnectionTrait,
    ids: &[Id<crate::kernel::id::SizeDeclaration>],
) -> Result<Vec<rules::SizeDeclaration>> {
    store::size_declarations(conn, ids).await
}

/// Who holds one of `roles` in which of `organizations`: active members who may sign in. One statement.
pub async fn holders_of_roles(
    conn: &impl ConnectionTrait,
    organizations: &[Id<Organization>],
    roles: &[Role],
) -> Result<Vec<(Id<Organization>, Id<User>)>> {
    let people = store::holders_of_roles(conn, organizations, roles).await?;
    Ok(people.into_iter().map(|(organization, user)| (organization, user.id)).collect())
}

/// Where each of `users` sits, whoever asks. One statement.
pub async fn seats_of_users(conn: &impl ConnectionTrait, users: &[Id<User>]) -> Result<Vec<(Id<User>, Id<Organization>)>> {
    store::seats_of_users(conn, users).await
}

/// Whom to send the verification mail to; none for a user who is verified already, suspended or unknown. One statement.
pub async fn unverified_recipient(ctx: &Ctx, user: Id<User>) -> Result<Option<Recipient>> {
    let found = store::users(ctx.db.read(), &[user]).await?.into_iter().next();
    Ok(found.filter(|user| user.suspended_at.is_none() && user.email_verified_at.is_none()).map(Into::into))
}

/// Whom to write to about an account that may be signed in to; none for everybody else. One statement.
pub async fn verified_recipient(ctx: &Ctx, user: Id<User>) -> Result<Option<Recipient>> {
    let found = store::users(ctx.db.read(), &[user]).await?.into_iter().next();
    Ok(found.filter(rules::User::is_active).map(Into::into))
}

/// Whom to write to when something concerns a user; also one whose address is not verified yet. None for an unknown or
/// suspended user. One statement.
pub async fn recipient(conn: &impl ConnectionTrait, user: Id<User>) -> Result<Option<Recipient>> {
    let found = store::users(conn, &[user]).await?.into_iter().next();
    Ok(found.filter(|user| user.suspended_at.is_none()).map(Into::into))
}
