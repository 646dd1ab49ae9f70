//! Signing in at an institution's identity provider.
//!
//! Who a login belongs to is decided by issuer and subject. The first time it is decided by the address: one that the
//! provider verified, in a domain that the settings give to this provider, and only an account whose own address is
//! verified. An account that waits for verification belongs to nobody yet (see [`super::account`]): the login takes it
//! over without the password that somebody may have planted there. See docs/adr/0022.

use chrono::TimeDelta;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{
    email_change::is_reserved,
    find_by_code_or_id,
    second_factor::known_again,
    session::{Entered, enter},
};
use crate::{
    audit::{self, NewEntry},
    config::OidcProvider,
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        cookies::LOGIN_SECONDS,
        rules::{
            self, Membership, MembershipState, User,
            linked_login::{LinkedLogin, vouched_email},
        },
        store::{self, Account},
    },
    kernel::{Actor, Code, Error, Id, Locale, Result, Timestamp, id, text},
    keys::Sealed,
    oidc::{Attempt, Person},
    outbox::{self, Event, SignInChange},
};

/// What attempts are sealed for.
const SEALED_FOR: &str = "provider-login";
/// Longest path to come back to, in bytes.
const MAX_PATH: usize = 200;
/// Longest name of a person, in visible characters.
const MAX_NAME: usize = 100;

/// A login that is under way.
#[derive(Serialize, Deserialize)]
struct Pending {
    attempt: Attempt,
    return_to: String,
    expires_at: Timestamp,
}

/// Where to send the browser, and what it has to bring back.
pub struct Started {
    /// The provider's page.
    pub url: String,
    /// The attempt, sealed, for a cookie.
    pub sealed: String,
}

/// What a browser brings back from the provider's page.
#[derive(Debug, Clone, Default)]
pub struct Brought<'a> {
    /// The sealed attempt.
    pub sealed: Option<&'a str>,
    /// The state.
    pub state: &'a str,
    /// The code.
    pub code: &'a str,
}

/// A login that came to an end.
pub struct Finished {
    /// A session, or a challenge.
    pub entered: Entered,
    /// Path on our own site to go on to.
    pub return_to: String,
}

/// A path on our own site. Anything else (another site, or what a browser might take for one) becomes `/`.
#[must_use]
pub fn own_path(path: &str) -> String {
    let plain = path.starts_with('/') && !path.starts_with("//") && path.len() <= MAX_PATH;
    let safe = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && safe { path.to_owned() } else { "/".to_owned() }
}

/// Begins a login at the provider `id`.
///
/// # Errors
/// `NOT_FOUND` if there is no such provider; `PROVIDER_UNAVAILABLE`.
pub async fn start_provider_login(ctx: &Ctx, id: &str, return_to: &str) -> Result<Started> {
    let provider = ctx.providers.find(id).ok_or_else(|| Error::new(Code::NotFound))?;
    let (attempt, now) = (Attempt::fresh(ctx.random.as_ref()), ctx.now());
    let url = provider.start(&attempt, now).await?;
    let pending = Pending { attempt, return_to: own_path(return_to), expires_at: now + TimeDelta::seconds(LOGIN_SECONDS) };
    let plain = serde_json::to_vec(&pending).map_err(Error::internal)?;
    let sealed = ctx.keys.seal(ctx.random.as_ref(), SEALED_FOR, id, &plain)?;
    Ok(Started { url, sealed: format!("{}.{}", sealed.key_id, sealed.text) })
}

/// The attempt that this browser began with this provider, if the answer is to it.
fn opened(ctx: &Ctx, id: &str, brought: &Brought<'_>) -> Option<Pending> {
    let (key_id, text) = brought.sealed?.split_once('.')?;
    let sealed = Sealed { key_id: key_id.to_owned(), text: text.to_owned() };
    let pending: Pending = serde_json::from_slice(&ctx.keys.open_sealed(SEALED_FOR, id, &sealed)?).ok()?;
    let same = bool::from(pending.attempt.state.as_bytes().ct_eq(brought.state.as_bytes()));
    (same && ctx.now() < pending.expires_at).then_some(pending)
}

/// Ends a login at the provider `id`: signs the person in whom it vouches for, and makes an account the first time.
///
/// # Errors
/// `NOT_FOUND` if there is no such provider; `PROVIDER_LOGIN_INVALID` if the answer is not to what this browser asked, or
/// was used; `PROVIDER_UNAVAILABLE`; `PROVIDER_EMAIL_REFUSED`; `ACCOUNT_SUSPENDED`.
pub async fn finish_provider_login(ctx: &Ctx, id: &str, brought: Brought<'_>, locale: Locale, device: Option<String>) -> Result<Finished> {
    let provider = ctx.providers.find(id).ok_or_else(|| Error::new(Code::NotFound))?;
    let invalid = || Error::new(Code::ProviderLoginInvalid);
    let Pending { attempt, return_to, expires_at } = opened(ctx, id, &brought).ok_or_else(invalid)?;
    // An attempt is used by its use, whatever comes of it.
    let tx = ctx.begin().await?;
    if !store::spend_token(&*tx, &attempt.state, expires_at).await? {
        return Err(invalid());
    }
    tx.commit().await?;
    let person = provider.finish(&attempt, brought.code, ctx.now()).await?;
    let grant = organization_to_join(ctx, &provider.settings).await?;
    let tx = ctx.begin().await?;
    let account = match store::linked_login(&*tx, &person.issuer, &person.subject).await? {
        Some(login) => {
            let account = store::lock_account(&*tx, login.user).await?.ok_or_else(invalid)?;
            // The link may have been taken away while this waited for the account.
            store::linked_login(&*tx, &person.issuer, &person.subject).await?.ok_or_else(invalid)?;
            store::touch_linked_login(&*tx, login.id, ctx.now()).await?;
            account
        }
        None => linked(ctx, &*tx, &provider.settings, person, grant, locale).await?,
    };
    let entered = enter(ctx, &*tx, account, "PROVIDER", device).await?;
    tx.commit().await?;
    Ok(Finished { entered, return_to })
}

/// The verified organization in which the settings seat people of a provider.
async fn organization_to_join(ctx: &Ctx, provider: &OidcProvider) -> Result<Option<rules::Organization>> {
    let Some(organization) = &provider.organization else { return Ok(None) };
    let found = match find_by_code_or_id(ctx, organization).await? {
        Some(id) => store::organizations(ctx.db.read(), &[id]).await?.pop(),
        None => None,
    };
    let found = found.filter(rules::Organization::is_verified);
    if found.is_none() {
        tracing::warn!(provider = provider.id, "auth.oidc names an organization that is not there or not verified");
    }
    Ok(found)
}

/// Links a login that is seen for the first time to the account of its address, which is made if there is none.
async fn linked(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    provider: &OidcProvider,
    person: Person,
    grant: Option<rules::Organization>,
    locale: Locale,
) -> Result<Account> {
    let email = vouched_email(person.email.as_deref(), person.email_verified, &provider.email_domains)?;
    let name = person.name.as_deref().and_then(|name| text::line(name, MAX_NAME).ok());
    let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
    let now = ctx.now();
    let known = store::lock_account_of(tx, &email).await?;
    let is_taken = known.as_ref().is_some_and(|account| account.user.email_verified_at.is_some());
    if !is_taken && is_reserved(ctx, tx, &email, None).await? {
        // Somebody left this address lately and may take that back: until then it is nobody else's.
        return Err(Error::new(Code::ProviderEmailRefused).with("domains", "none"));
    }
    let (account, is_new) = match known {
        Some(known) if known.user.suspended_at.is_some() => return Err(Error::new(Code::AccountSuspended)),
        Some(known) if known.user.email_verified_at.is_some() => {
            // Institutions give addresses to new people: the one whom this issuer knows already is somebody else.
            if store::linked_logins(tx, known.user.id).await?.iter().any(|login| login.issuer == person.issuer) {
                return Err(Error::new(Code::ProviderEmailRefused).with("domains", "none"));
            }
            (known, false)
        }
        Some(Account { user: before, .. }) => {
            let user = User { name, locale, email_verified_at: Some(now), version: before.version + 1, updated_at: now, ..before.clone() };
            store::save_user(tx, &user, Some(""), before.version).await?;
            let entry = NewEntry::new(audit::platform(), "user.sign_up_at_provider", user.id).before(&before).after(&user);
            audit::append(ctx, tx, &Actor::Visitor, entry).await?;
            (Account { user, password_hash: String::new() }, true)
        }
        None => (made(ctx, tx, email.clone(), name, locale).await?, true),
    };
    let user = account.user.id;
    let login = LinkedLogin {
        id: ctx.new_id(),
        user,
        provider: provider.id.clone(),
        issuer: person.issuer,
        subject: person.subject,
        email,
        version: 1,
        created_at: now,
        last_used_at: now,
    };
    store::insert_linked_login(tx, &login).await?;
    if let Some(organization) = grant.filter(|_| is_new) {
        seated(ctx, tx, &organization, user, provider).await?;
    }
    outbox::push(ctx, tx, &Event::SignInChanged { user, change: SignInChange::LoginLinked }).await?;
    let entry = NewEntry::new(audit::platform(), "linked_login.add", login.id).detail("user", user.to_string());
    audit::append(ctx, tx, &Actor::Visitor, entry.detail("provider", provider.id.clone())).await?;
    Ok(account)
}

/// Makes an account without a password, whose address the provider has verified.
async fn made(ctx: &Ctx, tx: &impl ConnectionTrait, email: String, name: String, locale: Locale) -> Result<Account> {
    let now = ctx.now();
    let user = User {
        id: ctx.new_id(),
        email,
        name,
        locale,
        email_verified_at: Some(now),
        suspended_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let account = Account { user, password_hash: String::new() };
    if !store::insert_account(tx, &account).await? {
        return Err(Error::new(Code::Unavailable).because("somebody signed up with this address just now"));
    }
    let entry = NewEntry::new(audit::platform(), "user.sign_up_at_provider", account.user.id).after(&account.user);
    audit::append(ctx, tx, &Actor::Visitor, entry).await?;
    Ok(account)
}

/// Seats a new person in the organization that the settings name, in the roles that they name.
async fn seated(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    organization: &rules::Organization,
    user: Id<id::User>,
    provider: &OidcProvider,
) -> Result<()> {
    let now = ctx.now();
    let seat = Membership {
        id: ctx.new_id(),
        organization: organization.id,
        user,
        roles: rules::granted_roles(organization.kind, &provider.roles).map_err(Error::without_path)?,
        state: MembershipState::Active,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_membership(tx, &seat).await?;
    let entry = NewEntry::new(organization.id, "membership.add", seat.id).after(&seat).detail("provider", provider.id.clone());
    audit::append(ctx, tx, &Actor::System("single-sign-on"), entry).await
}

/// The caller's links, oldest first; none for a visitor.
pub async fn own_linked_logins(ctx: &Ctx, actor: &Actor) -> Result<Vec<LinkedLogin>> {
    match actor.user() {
        Some(user) => store::linked_logins(ctx.db.read(), user).await,
        None => Ok(Vec::new()),
    }
}

/// Takes a link of the caller away, for somebody who shows again who they are. The next login at that institution links
/// anew if its address is still that of the account; see [`linked`].
///
/// # Errors
/// `NOT_FOUND` at `id` for everything but a link of the caller's own; `CREDENTIALS_INVALID` at `password`; `LAST_WAY_IN` at
/// `id` if nothing else would sign the caller in.
pub async fn remove_linked_login(ctx: &Ctx, actor: &Actor, id: Id<id::LinkedLogin>, password: Option<&str>) -> Result<Outcome<bool>> {
    let hidden = || Error::new(Code::NotFound).at("id");
    if !own_linked_logins(ctx, actor).await?.iter().any(|login| login.id == id) {
        return Err(if actor.user().is_none() { Error::new(Code::Unauthenticated) } else { hidden() });
    }
    let user = known_again(ctx, actor, password).await?.user.id;
    let tx = ctx.begin().await?;
    // Two removals at once must not both leave one way in.
    let account = store::lock_account(&*tx, user).await?.ok_or_else(hidden)?;
    let logins = store::linked_logins(&*tx, user).await?;
    let login = logins.iter().find(|login| login.id == id).ok_or_else(hidden)?;
    let leads_in = |other: &LinkedLogin| other.id != id && ctx.providers.find(&other.provider).is_some();
    if !account.has_password() && !logins.iter().any(leads_in) {
        return Err(Error::new(Code::LastWayIn).at("id"));
    }
    store::delete_linked_login(&*tx, login.id).await?;
    outbox::push(ctx, &*tx, &Event::SignInChanged { user, change: SignInChange::LoginUnlinked }).await?;
    let entry = NewEntry::new(audit::platform(), "linked_login.remove", login.id).detail("user", user.to_string());
    audit::append(ctx, &*tx, actor, entry.detail("provider", login.provider.clone())).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(true))
}
