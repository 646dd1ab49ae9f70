//! What the licensing slice needs of listings.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::perform::{Decision, perform};
use crate::{
    ctx::Ctx,
    db::Write,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        content::{LicenseOffer, ListingContent},
        disclosure::{hidden_sections, redact, viewer_layer},
        model::Listing,
        policy,
        rules::{self, Suspension, Transition},
        store,
        vocabulary::{DisclosureLayer, ListingSection, ListingState},
    },
};

/// An offer that can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenOffer {
    /// The listing.
    pub listing: Id<ListingId>,
    /// The holder.
    pub licensor: Id<Organization>,
    /// Version of the published content.
    pub content_version: i64,
    /// The offer.
    pub offer: LicenseOffer,
    /// The published content with all layers: for the tests of the request, never for an answer.
    pub content: ListingContent,
}

/// The offer `code` of a published listing.
///
/// # Errors
/// `NOT_FOUND` at `listingId` if the actor cannot see the listing; `LISTING_NOT_OPEN` if it is the actor's own (or the
/// actor is staff) and not published; `OFFER_NOT_FOUND` at `offerCode` if there is no such offer, or the holder shows
/// offers to a narrower circle than the actor's.
pub async fn open_offer(ctx: &Ctx, actor: &Actor, id: Id<ListingId>, code: &str) -> Result<OpenOffer> {
    let conn = ctx.db.read();
    let Some(publication) = store::publications(conn, &[id]).await?.pop() else {
        let inside = store::working_copies(conn, actor, &[id]).await?.pop();
        return Err(inside.map_or_else(
            || Error::new(Code::NotFound).at("listingId"),
            |listing| Error::new(Code::ListingNotOpen).with("state", listing.state.to_string()).at("listingId"),
        ));
    };
    let layer = viewer_layer(actor, publication.organization, &[]);
    let readable = redact(publication.content.clone(), layer);
    let offer = readable.offers.into_iter().find(|offer| offer.code == code);
    let offer = offer.ok_or_else(|| Error::new(Code::OfferNotFound).at("offerCode"))?;
    Ok(OpenOffer {
        listing: id,
        licensor: publication.organization,
        content_version: publication.content_version,
        offer,
        content: publication.content,
    })
}

/// Whether `actor` could ask for a license of this listing now, as far as the listing is concerned.
#[must_use]
pub fn may_request(actor: &Actor, organization: Id<Organization>, state: ListingState, content: &ListingContent, layer: DisclosureLayer) -> bool {
    let sealed = hidden_sections(content, layer).iter().any(|hidden| hidden.section == ListingSection::Offers);
    state == ListingState::Published && !sealed && !content.offers.is_empty() && policy::may_request(actor, organization)
}

/// A listing that is locked until the end of the transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct LockedListing {
    /// The working copy.
    pub listing: Listing,
    /// The last day of the right that ends first among those of the published content; none if no end is known. A
    /// license ends no later (民法典 art. 865).
    pub rights_end_on: Option<NaiveDate>,
}

/// Locks a listing until the end of the transaction, so that grants for it come one by one.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn lock_for_licensing(ctx: &Ctx, tx: &impl ConnectionTrait, id: Id<ListingId>) -> Result<LockedListing> {
    let listing = locked(tx, id).await?;
    let published = store::publications(tx, &[id]).await?.pop().map(|publication| publication.content);
    let today = ctx.clock.today();
    let rights = published.map_or_else(|| listing.content.ip_rights.clone(), |content| content.ip_rights);
    let over = !rights.is_empty() && !rights.iter().any(|right| rules::is_alive(right, today));
    let rights_end_on = if over { rights.iter().filter_map(|right| right.expires_on).map(|end| end.0.min(today)).max().or(Some(today)) } else { rules::first_right_end(&rights, today) };
    Ok(LockedListing { listing, rights_end_on })
}

async fn locked(tx: &impl ConnectionTrait, id: Id<ListingId>) -> Result<Listing> {
    let found = store::lock(tx, &Actor::System("licensing"), &[id]).await?.pop();
    found.ok_or_else(|| Error::new(Code::NotFound))
}

/// Hides a listing because an exclusive license was signed (domain reference, 3.4). A listing that the office or the
/// operator has suspended already stays so, now for this reason. Returns the listing as it is now.
///
/// # Errors
/// `NOT_FOUND`; `TRANSITION_NOT_ALLOWED` if it was never published or its life is over.
pub async fn mark_exclusively_licensed(ctx: &Ctx, tx: &Write, actor: &Actor, id: Id<ListingId>) -> Result<Listing> {
    let mut listing = locked(&**tx, id).await?;
    if listing.state == ListingState::Suspended {
        if listing.suspension == Some(Suspension::Office) {
            listing.suspension = Some(Suspension::Licensed);
            listing.version += 1;
            listing.updated_at = ctx.now();
            store::save(&**tx, std::slice::from_ref(&listing)).await?;
        }
        return Ok(listing);
    }
    let step = rules::take(Transition::Suspend, listing.position())?;
    let decision = Decision { notes: Vec::new(), reason: None, suspension: Suspension::Licensed };
    let moved = perform(ctx, tx, actor, vec![(listing, step)], &decision).await?;
    moved.into_iter().next().ok_or_else(|| Error::internal("nothing was moved"))
}
