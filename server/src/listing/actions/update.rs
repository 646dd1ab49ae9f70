//! Editing a listing.

use super::{
    attached::{attached, keep},
    check_version, entry, lock_one, merged, revised,
    watch::look_at_one,
};
use crate::{
    audit,
    ctx::Ctx,
    db::rerun,
    idempotency::Outcome,
    kernel::{Actor, Id, Result, error::Problems, id::Listing as ListingId, text},
    listing::{
        model::{Listing, View},
        patch::ContentPatch,
        policy, rules,
        rules::Authority,
        store,
        vocabulary::ListingState,
    },
};

/// A change to a listing.
#[derive(Debug, Clone)]
pub struct Update {
    /// The listing.
    pub id: Id<ListingId>,
    /// The version that the change was made looking at.
    pub expected_version: i64,
    /// The holder's own key: kept if `None`, taken away if `Some(None)`.
    pub external_reference: Option<Option<String>>,
    /// The given fields.
    pub content: ContentPatch,
}

/// Edits the working copy. What the world sees stays as it is until the change is published, but for bad news of a
/// right under its offers, which suspends the listing at once.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED` while a reviewer has it and for listings whose
/// life is over, the errors of the content and of its attachments, `EXTERNAL_REFERENCE_TAKEN`.
pub async fn update(ctx: &Ctx, actor: &Actor, input: Update) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| edit(ctx, actor, &input)).await
}

async fn edit(ctx: &Ctx, actor: &Actor, input: &Update) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.id).await?;
    policy::permit(actor, Authority::Office, before.organization)?;
    check_version(&before, input.expected_version)?;
    let position = rules::edited(before.position())?;
    let mut problems = Problems::default();
    let reference = match &input.external_reference {
        None => before.external_reference.clone(),
        Some(given) => problems.check("externalReference", text::optional_line(given.as_deref(), 250)).flatten(),
    };
    let content = match merged(ctx, &input.content, &before.content, before.origin) {
        Ok(content) => content,
        Err(error) => {
            problems.push(error);
            before.content.clone()
        }
    };
    let content = attached(&*tx, before.organization, problems.finish(content)?).await?;
    let same_content = content == before.content;
    if same_content && reference == before.external_reference {
        return Ok(Outcome::fresh(View::of_office(before)));
    }
    let now = ctx.now();
    let after = if same_content {
        Listing { version: before.version + 1, updated_at: now, external_reference: reference, ..before.clone() }
    } else {
        let (mut after, revision) = revised(ctx, &before, content, position, actor)?;
        after.external_reference = reference;
        keep(ctx, &*tx, std::iter::once(&after.content)).await?;
        store::insert_revisions(&*tx, &[revision]).await?;
        after
    };
    store::save(&*tx, std::slice::from_ref(&after)).await?;
    audit::append(ctx, &*tx, actor, entry("listing.update", Some(&before), &after)).await?;
    let news = after.state == ListingState::Published && after.content.ip_rights != before.content.ip_rights;
    let after = if news { look_at_one(ctx, &tx, after).await? } else { after };
    tx.commit().await?;
    Ok(Outcome::fresh(View::of_office(after)))
}
