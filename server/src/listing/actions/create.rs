//! Writing a new listing.

use serde::Serialize;
use uuid::Uuid;

use super::{
    attached::{attached, keep},
    entry, merged, revision_of,
};
use crate::{
    audit,
    ctx::Ctx,
    db::rerun,
    idempotency::{Guard, Outcome, once},
    kernel::{Actor, Code, Error, Id, Result, error::Problems, id::Organization, text},
    listing::{
        content::ListingContent,
        model::{Listing, View, content_hash},
        patch::ContentPatch,
        policy,
        rules::{Authority, Origin},
        store,
        vocabulary::ListingState,
    },
};

/// What a new listing is made of.
#[derive(Debug, Clone)]
pub struct Create {
    /// The holder.
    pub organization: Id<Organization>,
    /// The holder's own key, up to 250 characters.
    pub external_reference: Option<String>,
    /// What it says.
    pub content: ContentPatch,
    /// Guards against making it twice.
    pub idempotency_key: Option<Uuid>,
}

#[derive(Serialize)]
struct Fingerprint<'a> {
    organization: Id<Organization>,
    external_reference: Option<&'a str>,
    content: &'a ListingContent,
}

/// Writes a new draft.
///
/// # Errors
/// `FORBIDDEN` for others than officers and heads of the organization (`NOT_FOUND` for strangers, who need not learn
/// that it exists), the errors of the content and of its attachments, `EXTERNAL_REFERENCE_TAKEN`.
pub async fn create(ctx: &Ctx, actor: &Actor, input: Create) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    if !policy::reads_inside(actor, input.organization) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    policy::permit(actor, Authority::Office, input.organization)?;
    let mut problems = Problems::default();
    let reference = problems.check("externalReference", text::optional_line(input.external_reference.as_deref(), 250)).flatten();
    let content = match merged(ctx, &input.content, &ListingContent::default(), Origin::Authored) {
        Ok(content) => content,
        Err(error) => {
            problems.push(error);
            ListingContent::default()
        }
    };
    let content = attached(ctx.db.read(), input.organization, problems.finish(content)?).await?;
    let guard = guard(actor, &input, reference.as_deref(), &content);
    // Boxed: the future is large, and every caller's would grow by it.
    let work = rerun(|| Box::pin(draft(ctx, actor, input.organization, reference.as_deref(), &content, guard.as_ref())));
    match &guard {
        None => work.await.map(Outcome::fresh),
        Some(guard) => {
            let find = async |id| {
                let found = store::working_copies(ctx.db.read(), actor, &[id]).await?.pop();
                found.map(View::of_office).ok_or_else(|| Error::new(Code::NotFound))
            };
            once(ctx, guard, find, work).await
        }
    }
}

/// Writes the draft, with its key if it has one.
async fn draft(
    ctx: &Ctx,
    actor: &Actor,
    organization: Id<Organization>,
    reference: Option<&str>,
    content: &ListingContent,
    guard: Option<&Guard>,
) -> Result<View> {
    let now = ctx.now();
    let listing = Listing {
        id: ctx.new_id(),
        organization,
        external_reference: reference.map(str::to_owned),
        origin: Origin::Authored,
        state: ListingState::Draft,
        revision: None,
        content_hash: content_hash(content)?,
        content: content.clone(),
        version: 1,
        content_version: 1,
        published_content_version: None,
        valid_until: None,
        published_at: None,
        suspension: None,
        licensed_until: None,
        look_again_on: None,
        reason: None,
        submitted_at: None,
        submitted_by: None,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    };
    let revision = revision_of(ctx, &listing, actor);
    let tx = ctx.begin().await?;
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that the reference is taken.
    if let Some(guard) = guard {
        guard.keep(ctx, &*tx, listing.id).await?;
    }
    keep(ctx, &*tx, std::iter::once(&listing.content)).await?;
    store::insert(&*tx, std::slice::from_ref(&listing)).await?;
    store::insert_revisions(&*tx, &[revision]).await?;
    audit::append(ctx, &*tx, actor, entry("listing.create", None, &listing)).await?;
    tx.commit().await?;
    Ok(View::of_office(listing))
}

fn guard(actor: &Actor, input: &Create, reference: Option<&str>, content: &ListingContent) -> Option<Guard> {
    let fingerprint = Fingerprint { organization: input.organization, external_reference: reference, content };
    Some(Guard::new(actor.user()?, "listingCreate", input.idempotency_key?, &fingerprint))
}
