//! Organizations: registering them, changing what they say, verifying them.

use async_graphql::MaybeUndefined;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use uuid::Uuid;

use super::check_version;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::{self, Guard, Outcome},
    identity::{
        policy::{self, Action, Facts},
        rules::{self, Claim, Membership, MembershipState, Names, Organization, OrganizationKind, Verdict, Verification},
        store::{self, Dying},
    },
    kernel::{Actor, Code, Error, Id, Result, error::Problems, id, text},
    outbox::{self, Event},
};

/// Longest note of an operator, in visible characters.
const MAX_NOTE: usize = 1000;

/// An organization that wants to take part.
#[derive(Debug, Clone, Serialize)]
pub struct Register {
    /// What it is.
    pub kind: OrganizationKind,
    /// Chinese name.
    pub name_zh: Option<String>,
    /// English name.
    pub name_en: Option<String>,
    /// Unified social credit code; needed in mainland China, and only there.
    pub credit_code: Option<String>,
    /// Country or region, ISO 3166-1 alpha-2.
    pub country: String,
    /// Administrative division, six digits.
    pub division: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// Makes a repeated request harmless; the program itself needs none.
    #[serde(skip)]
    pub idempotency_key: Option<Uuid>,
}

/// A credit code where there must be one, and none where there cannot be one.
fn credit_code(code: Option<&str>, country: &str) -> Result<Option<String>> {
    match (code.filter(|code| !code.trim().is_empty()), country) {
        (Some(code), "CN") => rules::credit_code(code).map(Some),
        (None, "CN") => Err(Error::new(Code::Required)),
        (Some(_), _) => Err(Error::new(Code::InvalidCreditCode)),
        (None, _) => Ok(None),
    }
}

/// The details of an organization, cleaned.
struct Details {
    country: String,
    names: Names,
    credit_code: Option<String>,
    division: Option<String>,
    website: Option<String>,
}

fn details(input: &Register) -> Result<Details> {
    let mut problems = Problems::default();
    let country = problems.check("country", rules::country(&input.country, input.kind)).unwrap_or_default();
    // Names bring their own paths.
    let names = Names::new(input.name_zh.as_deref(), input.name_en.as_deref(), &country);
    let names = names.map_err(|error| problems.push(error)).ok();
    let (mut code, mut division) = (None, None);
    // Without a country nobody knows what these should look like.
    if !country.is_empty() {
        code = problems.check("creditCode", credit_code(input.credit_code.as_deref(), &country)).flatten();
        division = problems.check("division", rules::division(input.division.as_deref(), &country)).flatten();
    }
    let website = problems.check("website", rules::website(input.website.as_deref())).flatten();
    let names = names.unwrap_or(Names { zh: None, en: None });
    problems.finish(Details { country, names, credit_code: code, division, website })
}

/// Registers an organization; it waits for the operator. Whoever registers it manages it. The program itself gets no
/// seat.
///
/// # Errors
/// Those of the fields; `ORGANIZATION_EXISTS` at `creditCode`; idempotency as everywhere.
pub async fn register(ctx: &Ctx, actor: &Actor, input: Register) -> Result<Outcome<Organization>> {
    policy::permit(actor, Action::RegisterOrganization, &Facts::default())?;
    let Some(user) = actor.user() else {
        return Box::pin(register_now(ctx, actor, &input, None)).await.map(Outcome::fresh);
    };
    let key = input.idempotency_key.ok_or_else(|| Error::new(Code::Required).at("idempotencyKey"))?;
    let guard = Guard::new(user, "organizationRegister", key, &input);
    // Whose key it is registered it; the seat may be younger than this request.
    let find = async |id| store::organizations(ctx.db.read(), &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound));
    // Boxed: the future is large, and every caller's would grow by it.
    idempotency::once(ctx, &guard, find, Box::pin(register_now(ctx, actor, &input, Some(&guard)))).await
}

async fn register_now(ctx: &Ctx, actor: &Actor, input: &Register, guard: Option<&Guard>) -> Result<Organization> {
    let details = details(input)?;
    let now = ctx.now();
    let organization = Organization {
        id: ctx.new_id(),
        kind: input.kind,
        name_zh: details.names.zh,
        name_en: details.names.en,
        credit_code: details.credit_code,
        country: details.country,
        division: details.division,
        website: details.website,
        verification: Verification::Pending,
        verification_note: None,
        verified_at: None,
        verified_by: None,
        pending_change: None,
        size: None,
        size_declaration: None,
        version: 1,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    };
    let tx = ctx.begin().await?;
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that the code is taken.
    if let Some(guard) = guard {
        guard.keep(ctx, &*tx, organization.id).await?;
    }
    store::insert_organization(&*tx, &organization).await?;
    if let Some(user) = actor.user() {
        let roles = rules::founding_role(organization.kind);
        let seat = Membership {
            id: ctx.new_id(),
            organization: organization.id,
            user,
            roles,
            state: MembershipState::Active,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        store::insert_membership(&*tx, &seat).await?;
    }
    let entry = NewEntry::new(organization.id, "organization.register", organization.id).after(&organization);
    audit::append(ctx, &*tx, actor, entry.detail("kind", organization.kind.to_string())).await?;
    tx.commit().await?;
    Ok(organization)
}

/// A change of what an organization says about itself. What is undefined stays as it is; null removes.
#[derive(Debug, Clone)]
pub struct Update {
    /// The organization.
    pub id: Id<id::Organization>,
    /// The version that the caller saw.
    pub expected_version: i64,
    /// Chinese name.
    pub name_zh: MaybeUndefined<String>,
    /// English name.
    pub name_en: MaybeUndefined<String>,
    /// Unified social credit code.
    pub credit_code: MaybeUndefined<String>,
    /// Administrative division.
    pub division: MaybeUndefined<String>,
    /// Website.
    pub website: MaybeUndefined<String>,
}

fn changed(new: MaybeUndefined<String>, old: Option<&String>) -> Option<String> {
    match new {
        MaybeUndefined::Undefined => old.cloned(),
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => Some(value),
    }
}

/// Changes what an organization says about itself. A verified organization keeps its names and its credit code until an
/// operator approves others; a rejected one waits for the operator again, whatever it changes.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`; those of the fields; `ORGANIZATION_EXISTS` at `creditCode`.
pub async fn update(ctx: &Ctx, actor: &Actor, input: Update) -> Result<Outcome<Organization>> {
    policy::signed_in(actor)?;
    let tx = ctx.begin().await?;
    let before = store::visible_organization(&*tx, actor, input.id).await.map_err(|error| error.at("id"))?;
    policy::permit(actor, Action::UpdateOrganization, &Facts::of(before.id))?;
    check_version(input.expected_version, before.version)?;
    let latest = before.latest_claim();
    let details = details(&Register {
        kind: before.kind,
        name_zh: changed(input.name_zh, latest.name_zh.as_ref()),
        name_en: changed(input.name_en, latest.name_en.as_ref()),
        credit_code: changed(input.credit_code, latest.credit_code.as_ref()),
        country: before.country.clone(),
        division: changed(input.division, before.division.as_ref()),
        website: changed(input.website, before.website.as_ref()),
        idempotency_key: None,
    })?;
    let claim = Claim { name_zh: details.names.zh, name_en: details.names.en, credit_code: details.credit_code };
    free_code(&*tx, &before, &claim).await?;
    let now = ctx.now();
    let said = Organization {
        division: details.division,
        website: details.website,
        version: before.version + 1,
        updated_at: now,
        ..before.clone()
    };
    let after = said.claiming(claim, now);
    store::save_organization(&*tx, &after, before.version).await?;
    outbox::push(ctx, &*tx, &Event::OrganizationChanged { organization: after.id }).await?;
    let entry = NewEntry::new(after.id, "organization.update", after.id).before(&before).after(&after);
    let entry = entry.detail("verification", after.verification.to_string()).detail("pendingChange", after.pending_change.is_some());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Refuses a credit code that another organization holds. A code that waits for approval holds nothing, so this is said
/// when it is asked for, and again when it is approved.
async fn free_code(tx: &impl ConnectionTrait, organization: &Organization, claim: &Claim) -> Result<()> {
    let Some(code) = &claim.credit_code else { return Ok(()) };
    match store::organization_of(tx, code).await? {
        Some(holder) if holder.id != organization.id => Err(Error::new(Code::OrganizationExists).at("creditCode")),
        _ => Ok(()),
    }
}

/// An operator's yes.
#[derive(Debug, Clone)]
pub struct Verify {
    /// The organization.
    pub id: Id<id::Organization>,
    /// The version that the operator checked.
    pub expected_version: i64,
}

/// An operator's no.
#[derive(Debug, Clone)]
pub struct Reject {
    /// The organization.
    pub id: Id<id::Organization>,
    /// The version that the operator checked.
    pub expected_version: i64,
    /// Why; the organization reads it.
    pub reason: String,
}

/// Verifies an organization: it becomes public, and its members see what registered members see. If it is verified and
/// waits with a change of name or credit code, the change is applied.
///
/// # Errors
/// `FORBIDDEN` for all but operators; `NOT_FOUND`, `STALE_VERSION`; `TRANSITION_NOT_ALLOWED` if it is verified already and
/// waits for nothing; `ORGANIZATION_EXISTS` if another organization has its credit code by now.
pub async fn verify(ctx: &Ctx, actor: &Actor, input: Verify) -> Result<Outcome<Organization>> {
    judge(ctx, actor, input.id, input.expected_version, Verdict::Verify { by: actor.user() }).await
}

/// Rejects an organization, or takes its verification back: its listings are hidden from then on, nobody can ask it for
/// a license, and its credit code becomes free for another one. If it waits with a change of name or credit code, only
/// the change is dropped.
///
/// # Errors
/// `REASON_REQUIRED` at `reason`; as [`verify`] otherwise.
pub async fn reject(ctx: &Ctx, actor: &Actor, input: Reject) -> Result<Outcome<Organization>> {
    policy::permit(actor, Action::VerifyOrganization, &Facts::of(input.id))?;
    let reason = text::optional_paragraph(Some(&input.reason), MAX_NOTE).map_err(|error| error.at("reason"))?;
    let reason = reason.ok_or_else(|| Error::new(Code::ReasonRequired).at("reason"))?;
    judge(ctx, actor, input.id, input.expected_version, Verdict::Reject { reason }).await
}

async fn judge(
    ctx: &Ctx,
    actor: &Actor,
    id: Id<id::Organization>,
    expected_version: i64,
    verdict: Verdict,
) -> Result<Outcome<Organization>> {
    policy::permit(actor, Action::VerifyOrganization, &Facts::of(id))?;
    let tx = ctx.begin().await?;
    let before = store::visible_organization(&*tx, actor, id).await.map_err(|error| error.at("id"))?;
    check_version(expected_version, before.version)?;
    let (now, yes) = (ctx.now(), matches!(verdict, Verdict::Verify { .. }));
    let judged = before.clone().judged(verdict, now)?;
    let after = Organization { version: before.version + 1, updated_at: now, ..judged };
    store::save_organization(&*tx, &after, before.version).await?;
    let organization = after.id;
    let event = if yes { Event::OrganizationVerified { organization } } else { Event::OrganizationRejected { organization } };
    let verb = match (yes, before.pending_change.is_some()) {
        (true, false) => "organization.verify",
        (false, false) => "organization.reject",
        (true, true) => "organization.approve_change",
        (false, true) => "organization.reject_change",
    };
    if !after.is_verified() {
        store::revoke_invitations(&*tx, Dying::Of(organization), now).await?;
    }
    outbox::push_all(ctx, &*tx, &[event, Event::OrganizationChanged { organization }]).await?;
    let mut entry = NewEntry::new(after.id, verb, after.id).before(&before).after(&after).detail("from", before.verification.to_string());
    if let Some(reason) = &after.verification_note {
        entry = entry.detail("reason", reason.clone());
    }
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}
