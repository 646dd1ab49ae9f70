//! Taking back what an import wrote, as if it had not been, where nobody has touched it since.

use std::collections::HashMap;

use super::Written;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::Write,
    kernel::{
        Actor, Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        model::{Listing, content_hash},
        policy,
        rules::{Authority, Position},
        store,
    },
};

/// Takes back writes of an import in the caller's transaction, and says which listings are as they were. A draft that the
/// import made goes; a listing that it changed gets back its content and its place. A listing that somebody has changed
/// since is left alone: their work counts more.
///
/// # Errors
/// `FORBIDDEN` for others than officers and heads.
pub async fn undo_rows(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    organization: Id<Organization>,
    written: &[Written],
) -> Result<Vec<Id<ListingId>>> {
    policy::permit(actor, Authority::Office, organization)?;
    let ids: Vec<_> = written.iter().map(|write| write.listing).collect();
    let found = store::lock(&**tx, &Actor::System("listing"), &ids).await?;
    let found: HashMap<_, _> = found.into_iter().map(|listing| (listing.id, listing)).collect();
    let untouched = |write: &Written| {
        let listing = found.get(&write.listing)?;
        let ours = listing.organization == organization && listing.version == write.version;
        ours.then_some((listing, write.before))
    };
    let (mut gone, mut changed) = (Vec::new(), Vec::new());
    for (listing, before) in written.iter().filter_map(untouched) {
        match before {
            None => gone.push(listing),
            Some(position) => changed.push((listing, position)),
        }
    }
    let wanted: Vec<_> = changed.iter().map(|(listing, _)| (listing.id, listing.content_version - 1)).collect();
    let mut earlier = store::contents(&**tx, &wanted).await?;
    let (mut restored, mut revisions) = (Vec::new(), Vec::new());
    let mut entries: Vec<NewEntry> = gone.iter().map(|listing| undone(listing, None)).collect();
    for (listing, position) in changed {
        let Some(revision) = earlier.remove(&listing.id) else { continue };
        let after = restore(ctx, listing, position, revision.content)?;
        entries.push(undone(listing, Some(&after)));
        revisions.push((listing.id, listing.content_version));
        restored.push(after);
    }
    let gone: Vec<_> = gone.into_iter().map(|listing| listing.id).collect();
    store::save(&**tx, &restored).await?;
    store::remove_revisions(&**tx, &revisions).await?;
    store::remove(&**tx, &gone).await?;
    audit::append_all(ctx, &**tx, actor, entries).await?;
    Ok(gone.into_iter().chain(restored.into_iter().map(|listing| listing.id)).collect())
}

/// The version goes on, so that nobody who has seen the change mistakes the listing for the changed one.
fn restore(ctx: &Ctx, listing: &Listing, position: Position, content: crate::listing::content::ListingContent) -> Result<Listing> {
    Ok(Listing {
        state: position.state,
        revision: position.revision,
        content_hash: content_hash(&content)?,
        content,
        version: listing.version + 1,
        content_version: listing.content_version - 1,
        updated_at: ctx.now(),
        ..listing.clone()
    })
}

fn undone(before: &Listing, after: Option<&Listing>) -> NewEntry {
    let mut entry = NewEntry::new(before.organization, "listing.import.undo", before.id).detail("version", before.version);
    entry.before = Some(before.content_hash.clone());
    entry.after = after.map(|listing| listing.content_hash.clone());
    entry
}
