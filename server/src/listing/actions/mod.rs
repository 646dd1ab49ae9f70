//! Use cases of listings.

mod all;
mod attached;
mod bench;
mod brief;
mod bulk;
mod create;
mod documents;
mod expire;
mod import;
mod licensing;
mod matching;
mod perform;
mod read;
mod search;
mod transition;
mod undo;
mod update;
mod watch;

pub use all::{Walk, working_copies};
pub use attached::attachment;
pub use bench::{handed_in_by, with_another_head};
pub use brief::{Brief, brief};
pub use bulk::{BULK_MAX, BulkMove, Selection, bulk_transition};
pub use create::{Create, create};
pub use documents::{documents, published_count, published_ids_after, touched_by_organization};
pub use expire::expire_due;
pub use import::{ImportRow, PreparedRow, RowEffect, Written, import_rows, prepare_rows};
pub use licensing::{Licensable, OpenOffer, licensables, lock_for_licensing, mark_exclusively_licensed, may_request, open_offer};
pub use matching::{PublishedOffers, offer_inside, offers, payment};
pub use read::{
    Surroundings, compare, count_by_state, find, find_by_reference, find_revisions, list, list_total, possible_steps, published_by,
    published_titles, publishers, reads_inside, revisions, views,
};
pub use search::{Found, Notice, NoticeCode, SearchInput, SearchOutcome, Span, clean, search, spans, suggest};
pub use transition::{Move, transition};
pub use undo::undo_rows;
pub use update::{Update, update};
pub use watch::look_after_due;

use crate::{
    audit::NewEntry,
    ctx::Ctx,
    db::Write,
    kernel::{Actor, Code, Date, Error, Id, Result, error::Problems, id::Listing as ListingId},
    listing::{
        content::ListingContent,
        model::{Listing, Revision, content_hash},
        patch::ContentPatch,
        rules::{Origin, Position, Suspension},
        store,
        validate::validate,
        vocabulary::ListingState,
    },
};

/// The working copy of `id`, locked, for somebody who wants to change it.
///
/// # Errors
/// `NOT_FOUND` if the actor may not know of it; `FORBIDDEN` if the world sees it but the actor is an outsider.
async fn lock_one(tx: &Write, actor: &Actor, id: Id<ListingId>) -> Result<Listing> {
    if let Some(listing) = store::lock(&**tx, actor, &[id]).await?.pop() {
        return Ok(listing);
    }
    let visible = !store::published_versions(&**tx, &[id]).await?.is_empty();
    Err(Error::new(if visible { Code::Forbidden } else { Code::NotFound }).at("id"))
}

/// Refuses a change that was made looking at another version.
fn check_version(listing: &Listing, expected: i64) -> Result<()> {
    if listing.version == expected {
        return Ok(());
    }
    Err(Error::new(Code::StaleVersion).with("current", listing.version).at("expectedVersion"))
}

/// The content that follows from `patch` on `base`, checked.
///
/// # Errors
/// Everything that is wrong with it. Problem and benefit of an authored listing can be replaced but not emptied,
/// because publication needs them: `REQUIRED`.
fn merged(ctx: &Ctx, patch: &ContentPatch, base: &ListingContent, origin: Origin) -> Result<ListingContent> {
    let merged = patch.apply(base)?;
    let mut problems = Problems::default();
    if origin == Origin::Authored {
        for (field, text) in [("problem", &merged.problem), ("benefit", &merged.benefit)] {
            if patch.fields.contains(field) && text.zh.is_none() && text.en.is_none() {
                problems.push(Error::new(Code::Required).at(field));
            }
        }
    }
    match validate(merged, ctx.clock.today(), &ctx.rules) {
        Ok(content) => problems.finish(content),
        Err(error) => {
            problems.push(error);
            problems.finish(ListingContent::default())
        }
    }
}

/// `listing` with another content, and the revision that keeps it.
fn revised(ctx: &Ctx, listing: &Listing, content: ListingContent, position: Position, actor: &Actor) -> Result<(Listing, Revision)> {
    let content_version = listing.content_version + 1;
    let now = ctx.now();
    // Bad news of a right does not wait for a reviewer: the next look compares it with what the world sees.
    let shows = position.state == ListingState::Published && content.ip_rights != listing.content.ip_rights;
    let look_again_on = if shows { Some(Date(now.date_naive())) } else { listing.look_again_on };
    let next = Listing {
        state: position.state,
        revision: position.revision,
        content_hash: content_hash(&content)?,
        content,
        version: listing.version + 1,
        content_version,
        look_again_on,
        updated_at: now,
        ..listing.clone()
    };
    let revision = revision_of(ctx, &next, actor);
    Ok((next, revision))
}

/// What keeps the content of `listing` as it stands after its last edit, by `actor`.
fn revision_of(ctx: &Ctx, listing: &Listing, actor: &Actor) -> Revision {
    Revision {
        id: ctx.new_id(),
        listing: listing.id,
        content_version: listing.content_version,
        content: listing.content.clone(),
        changed_by: actor.user(),
        changed_at: listing.updated_at,
    }
}

/// The audit entry of a change from `before` (none if it is new) to `after`: hashes of both contents and the states.
fn entry(verb: &'static str, before: Option<&Listing>, after: &Listing) -> NewEntry {
    let mut entry =
        NewEntry::new(after.organization, verb, after.id).detail("version", after.version).detail("contentVersion", after.content_version);
    entry.before = before.map(|listing| listing.content_hash.clone());
    entry.after = Some(after.content_hash.clone());
    if let Some(before) = before.filter(|before| before.state != after.state) {
        entry = entry.detail("from", before.state.to_string());
    }
    entry = entry.detail("to", after.state.to_string());
    if let Some(suspension) = after.suspension {
        entry = entry.detail("suspension", suspension.to_string());
    }
    let known = before.and_then(|before| before.licensed_until);
    if let Some(last) = after.licensed_until.filter(|last| after.suspension == Some(Suspension::Licensed) || known != Some(*last)) {
        entry = entry.detail("licensedUntil", last.to_string());
    }
    match after.revision {
        Some(revision) => entry.detail("revision", revision.to_string()),
        None => entry,
    }
}
