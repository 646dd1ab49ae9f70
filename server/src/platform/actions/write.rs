//! Writing service platforms and taking them through their states.

use serde::Serialize;
use uuid::Uuid;

use super::read::seen;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    identity,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Organization, ServicePlatform},
        text,
    },
    platform::{
        ContentPatch,
        content::PlatformContent,
        model::{Platform, View},
        policy,
        rules::{self, Transition},
        store,
        validate::validate,
        vocabulary::PlatformState,
    },
};

/// Longest reason, in characters.
const LONGEST_REASON: usize = 1000;

/// What a new platform is made of.
#[derive(Debug, Clone)]
pub struct Create {
    /// Who runs it.
    pub organization: Id<Organization>,
    /// What it says.
    pub content: ContentPatch,
    /// Guards against making it twice.
    pub idempotency_key: Option<Uuid>,
}

/// A change to a platform.
#[derive(Debug, Clone)]
pub struct Update {
    /// The platform.
    pub id: Id<ServicePlatform>,
    /// The version that the change was made looking at.
    pub expected_version: i64,
    /// The given fields.
    pub content: ContentPatch,
}

/// A step that somebody wants to take.
#[derive(Debug, Clone)]
pub struct Move {
    /// The platform.
    pub id: Id<ServicePlatform>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// The step.
    pub transition: Transition,
    /// The reason, for a withdrawal; up to 1000 characters.
    pub reason: Option<String>,
}

#[derive(Serialize)]
struct Fingerprint<'a> {
    organization: Id<Organization>,
    content: &'a PlatformContent,
}

/// Writes a new draft.
///
/// # Errors
/// `NOT_FOUND` at `organizationId` for strangers to the organization and if there is none, `FORBIDDEN`, the errors of the
/// content.
pub async fn create(ctx: &Ctx, actor: &Actor, input: Create) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    let known = identity::organizations(ctx, ctx.db.read(), &[input.organization]).await?;
    if known.is_empty() || !policy::reads_inside(actor, input.organization) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    policy::permit(actor, input.organization)?;
    let content = merged(ctx, &input.content, &PlatformContent::default())?;
    let guard = actor.user().zip(input.idempotency_key).map(|(user, key)| {
        Guard::new(user, "servicePlatformCreate", key, &Fingerprint { organization: input.organization, content: &content })
    });
    // Boxed: the future is large, and every caller's would grow by it.
    let work = rerun(|| Box::pin(write(ctx, actor, input.organization, &content, guard.as_ref())));
    let Some(guard) = &guard else { return work.await.map(Outcome::fresh) };
    let find = async |id| super::find(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound));
    once(ctx, guard, find, work).await
}

async fn write(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, content: &PlatformContent, guard: Option<&Guard>) -> Result<View> {
    let now = ctx.now();
    let platform = Platform {
        id: ctx.new_id(),
        organization,
        state: PlatformState::Draft,
        content: content.clone(),
        version: 1,
        reason: None,
        withdrawn_by_staff: false,
        published_at: None,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    };
    let tx = ctx.begin().await?;
    if let Some(guard) = guard {
        guard.keep(ctx, &*tx, platform.id).await?;
    }
    store::insert(&*tx, &platform).await?;
    audit::append(ctx, &*tx, actor, entry("service_platform.create", None, &platform)).await?;
    tx.commit().await?;
    Ok(seen(actor, platform))
}

/// Edits a platform. One that is published is shown as it is afterwards at once, and keeps what a publication needs.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, the errors of the content, `REQUIRED` at what a publication needs.
pub async fn update(ctx: &Ctx, actor: &Actor, input: Update) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| edit(ctx, actor, &input)).await
}

async fn edit(ctx: &Ctx, actor: &Actor, input: &Update) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let before = lock(&tx, actor, input.id).await?;
    before.expect_version(input.expected_version)?;
    let content = merged(ctx, &input.content, &before.content)?;
    if before.state == PlatformState::Published {
        rules::complete(&content)?;
    }
    if content == before.content {
        return Ok(Outcome::fresh(seen(actor, before)));
    }
    let after = Platform { content, version: before.version + 1, updated_at: ctx.now(), ..before.clone() };
    store::save(&*tx, &after).await?;
    audit::append(ctx, &*tx, actor, entry("service_platform.update", Some(&before), &after)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(seen(actor, after)))
}

/// Takes a step.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, also to publish what the staff withdrew, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`,
/// `REASON_REQUIRED` at `reason`; `ORGANIZATION_NOT_VERIFIED` and `REQUIRED` at what a publication needs.
pub async fn transition(ctx: &Ctx, actor: &Actor, input: Move) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| step(ctx, actor, &input)).await
}

async fn step(ctx: &Ctx, actor: &Actor, input: &Move) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let before = lock(&tx, actor, input.id).await?;
    if input.transition == Transition::Publish && !policy::publishes(actor, &before) {
        return Err(Error::new(Code::Forbidden).at("id"));
    }
    before.expect_version(input.expected_version)?;
    let state = rules::step(before.state, input.transition)?;
    let mut after = Platform { state, version: before.version + 1, updated_at: ctx.now(), ..before.clone() };
    let verb = match input.transition {
        Transition::Publish => {
            let organization = identity::organizations(ctx, &*tx, &[before.organization]).await?.pop();
            if !organization.is_some_and(|organization| organization.is_verified()) {
                return Err(Error::new(Code::OrganizationNotVerified));
            }
            rules::complete(&before.content)?;
            after.published_at = before.published_at.or(Some(after.updated_at));
            (after.reason, after.withdrawn_by_staff) = (None, false);
            "service_platform.publish"
        }
        Transition::Withdraw => {
            let reason = text::optional_paragraph(input.reason.as_deref(), LONGEST_REASON).map_err(|error| error.at("reason"))?;
            after.reason = Some(reason.ok_or_else(|| Error::new(Code::ReasonRequired).at("reason"))?);
            after.withdrawn_by_staff = !policy::is_of_the_house(actor, before.organization);
            "service_platform.withdraw"
        }
    };
    store::save(&*tx, &after).await?;
    audit::append(ctx, &*tx, actor, entry(verb, Some(&before), &after)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(seen(actor, after)))
}

/// A platform, locked, for somebody who may write it.
async fn lock(tx: &Write, actor: &Actor, id: Id<ServicePlatform>) -> Result<Platform> {
    let platform = store::lock(&**tx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::permit(actor, platform.organization).map_err(|error| error.at("id"))?;
    Ok(platform)
}

/// The content that follows from `patch` on `base`, checked.
fn merged(ctx: &Ctx, patch: &ContentPatch, base: &PlatformContent) -> Result<PlatformContent> {
    validate(patch.apply(base)?, ctx.clock.today(), &ctx.rules)
}

/// The audit entry of a change, in the trail of whoever runs the platform: hashes of both contents and the states.
fn entry(verb: &'static str, before: Option<&Platform>, after: &Platform) -> NewEntry {
    let entry = NewEntry::new(after.organization, verb, after.id).detail("version", after.version).detail("to", after.state.to_string());
    let entry = entry.after(&after.content);
    match before {
        Some(before) if before.state != after.state => entry.before(&before.content).detail("from", before.state.to_string()),
        Some(before) => entry.before(&before.content),
        None => entry,
    }
}
