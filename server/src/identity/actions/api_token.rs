//! API tokens: a person gives a program a part of what the person may do in one organization.

use chrono::TimeDelta;

use super::second_factor::{known_again, unchanged};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        policy::{self, Action, Facts},
        rules::{ApiToken, api_token},
        store::{self, Holder},
    },
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result,
        actor::{Credential, Member, Scope},
        error::Problems,
        id, text,
    },
    outbox::{self, Event, SignInChange},
};

/// Longest name of a token, in visible characters.
const MAX_NAME: usize = 100;

/// A token that somebody wants.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// For which organization.
    pub organization: Id<id::Organization>,
    /// What the holder calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Days until it runs out.
    pub expires_in_days: i32,
    /// The holder's password; none for who has none.
    pub password: Option<String>,
}

/// A token with its secret, which is shown this once.
#[derive(Debug, Clone)]
pub struct CreatedApiToken {
    /// The token.
    pub token: ApiToken,
    /// What the program sends.
    pub secret: String,
}

/// Makes a token for one of the caller's seats. It acts as the caller there, within its scopes, without roles of the
/// platform, and loses its power with the seat. For somebody who shows again who they are; they are told by mail.
///
/// # Errors
/// `UNAUTHENTICATED`; `NOT_FOUND` at `organizationId`, `FORBIDDEN` without a seat there that has roles for programs;
/// those of the name at `name`; `REQUIRED` at `scopes`; `OUT_OF_RANGE` at `expiresInDays`; those of [`known_again`];
/// `TOO_MANY`.
pub async fn create_api_token(ctx: &Ctx, actor: &Actor, input: NewApiToken) -> Result<Outcome<CreatedApiToken>> {
    let (user, _) = policy::in_person(actor)?;
    let organization =
        store::visible_organization(ctx.db.read(), actor, input.organization).await.map_err(|error| error.at("organizationId"))?;
    policy::permit(actor, Action::CreateApiToken, &Facts::of(organization.id))?;
    let most = i32::try_from(ctx.config.auth.api_token_max_days).unwrap_or(i32::MAX);
    let mut problems = Problems::default();
    let name = problems.check("name", text::line(&input.name, MAX_NAME)).unwrap_or_default();
    let mut scopes = input.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        problems.push(Error::new(Code::Required).at("scopes"));
    }
    if !(1..=most).contains(&input.expires_in_days) {
        problems.push(Error::new(Code::OutOfRange).with("min", 1).with("max", most).at("expiresInDays"));
    }
    problems.finish(())?;
    let account = known_again(ctx, actor, input.password.as_deref()).await?;
    let now = ctx.now();
    let tx = ctx.begin().await?;
    // Of two at once the second sees what the first did.
    unchanged(&*tx, &account).await?;
    if store::count_live_tokens(&*tx, user, now, api_token::MAX_TOKENS).await? >= api_token::MAX_TOKENS {
        return Err(Error::new(Code::TooMany).with("max", i64::try_from(api_token::MAX_TOKENS).unwrap_or(i64::MAX)));
    }
    let secret = api_token::generate(ctx.random.as_ref());
    let hash = api_token::stored(&secret).ok_or_else(|| Error::internal("a token of ours does not read"))?;
    let token = ApiToken {
        id: ctx.new_id(),
        user,
        organization: organization.id,
        name,
        scopes,
        version: 1,
        created_at: now,
        expires_at: now + TimeDelta::days(input.expires_in_days.into()),
        last_used_on: None,
        revoked_at: None,
        revoked_by: None,
    };
    store::insert_api_token(&*tx, &token, &hash).await?;
    outbox::push(ctx, &*tx, &Event::SignInChanged { user, change: SignInChange::ApiTokenCreated }).await?;
    let scopes: Vec<String> = token.scopes.iter().map(ToString::to_string).collect();
    let entry = NewEntry::new(organization.id, "api_token.create", token.id).after(&token).detail("scopes", scopes);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(CreatedApiToken { token, secret }))
}

/// Revokes a token: it stops working with the next request. For its holder, managers of its organization and operators.
///
/// # Errors
/// `UNAUTHENTICATED`; `NOT_FOUND` at `id` for anybody else; `TRANSITION_NOT_ALLOWED` if it was revoked before.
pub async fn revoke_api_token(ctx: &Ctx, actor: &Actor, id: Id<id::ApiToken>) -> Result<Outcome<ApiToken>> {
    let (user, _) = policy::in_person(actor)?;
    let hidden = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    let before = store::api_tokens(&*tx, &[id]).await?.pop().ok_or_else(hidden)?;
    if !policy::may_see_api_token(actor, &before) {
        return Err(hidden());
    }
    policy::permit(actor, Action::RevokeApiToken, &Facts { user: Some(before.user), ..Facts::of(before.organization) })?;
    if before.revoked_at.is_some() {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", "REVOKED").with("toState", "REVOKED"));
    }
    let after = ApiToken { revoked_at: Some(ctx.now()), revoked_by: Some(user), version: before.version + 1, ..before.clone() };
    store::save_api_token(&*tx, &after, before.version).await?;
    let entry = NewEntry::new(after.organization, "api_token.revoke", after.id).before(&before).after(&after);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// The tokens among `ids` that the caller may know of, in any order. At most one statement.
pub async fn find_api_tokens(ctx: &Ctx, actor: &Actor, ids: &[Id<id::ApiToken>]) -> Result<Vec<ApiToken>> {
    let mut found = store::api_tokens(ctx.db.read(), ids).await?;
    found.retain(|token| policy::may_see_api_token(actor, token));
    Ok(found)
}

/// The caller's tokens, newest first, also those that are no longer good.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub async fn own_api_tokens(ctx: &Ctx, actor: &Actor, request: &PageRequest) -> Result<Page<ApiToken>> {
    let (user, _) = policy::in_person(actor)?;
    store::list_api_tokens(ctx.db.read(), Holder::User(user), request).await
}

/// How many tokens the caller has, and whether that is exact.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub async fn count_own_api_tokens(ctx: &Ctx, actor: &Actor) -> Result<(u64, bool)> {
    let (user, _) = policy::in_person(actor)?;
    store::count_api_tokens(ctx.db.read(), Holder::User(user)).await
}

/// The tokens that act for an organization, newest first.
///
/// # Errors
/// `NOT_FOUND` at `organizationId`; `FORBIDDEN` for all but its managers and staff.
pub async fn api_tokens_of(ctx: &Ctx, actor: &Actor, organization: Id<id::Organization>, request: &PageRequest) -> Result<Page<ApiToken>> {
    policy::signed_in(actor)?;
    let organization = store::visible_organization(ctx.db.read(), actor, organization).await.map_err(|error| error.at("organizationId"))?;
    policy::permit(actor, Action::ReadMembers, &Facts::of(organization.id))?;
    store::list_api_tokens(ctx.db.read(), Holder::Organization(organization.id), request).await
}

/// How many tokens act for an organization, and whether that is exact; for those who got [`api_tokens_of`].
///
/// # Errors
/// Those of the database.
pub async fn count_api_tokens_of(ctx: &Ctx, organization: Id<id::Organization>) -> Result<(u64, bool)> {
    store::count_api_tokens(ctx.db.read(), Holder::Organization(organization)).await
}

/// Whom an API token acts for, from the database as it is now. One statement, one more on the first use of a day, and one
/// more if roles ask for a second factor that the holder does not have.
///
/// # Errors
/// `UNAUTHENTICATED` if anything is off, without saying what.
pub async fn token_member(ctx: &Ctx, text: &str) -> Result<Member> {
    let off = || Error::new(Code::Unauthenticated);
    let hash = api_token::stored(text).ok_or_else(off)?;
    let now = ctx.now();
    let (member, has_factor, last_used_on) = store::token_member(ctx.db.read(), &hash, now).await?.ok_or_else(off)?;
    let today = now.date_naive();
    if let (Credential::ApiToken { id, .. }, true) = (&member.credential, last_used_on != Some(today)) {
        let tx = ctx.begin().await?;
        store::note_use(&*tx, *id, today).await?;
        tx.commit().await?;
    }
    let required_for = &ctx.config.auth.require_second_factor_for;
    if has_factor || required_for.is_empty() {
        return Ok(member);
    }
    // The token shows one seat, and no roles of the platform; what asks for a factor may be any other.
    let whole = store::member(ctx.db.read(), member.user).await?.ok_or_else(off)?;
    let must_enroll = policy::with_factors(whole, false, required_for).must_enroll;
    Ok(if must_enroll { Member { seats: Vec::new(), must_enroll, ..member } } else { member })
}
