//! What the licensing slice needs of listings.

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
    pub organization: Id<Organization>,
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
pub async fn open_offer(conn: &impl ConnectionTrait, actor: &Actor, id: Id<ListingId>, code: &str) -> Result<OpenOffer> {
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
        organization: publication.organization,
        content_version: publication.content_version,
        offer,
        content: publication.content,
    })
}

/// Whether `actor` could ask for a license of this listing now, as far as the listing is concerned.
#[must_use]
pub fn may_request(
    actor: &Actor,
    organization: Id<Organization>,
    state: ListingState,
    content: &ListingContent,
    layer: DisclosureLayer,
) -> bool {
    let sealed = hidden_sections(content, layer).iter().any(|hidden| hidden.section == ListingSection::Offers);
    state == ListingState::Published && !sealed && !content.offers.is_empty() && policy::may_request(actor, organization)
}

/// The working copy of a listing, locked until the end of the transaction, so that grants for it come one by one.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn lock_for_licensing(tx: &Write, id: Id<ListingId>) -> Result<Listing> {
    let found = store::lock(&**tx, &Actor::System("licensing"), &[id]).await?.pop();
    found.ok_or_else(|| Error::new(Code::NotFound))
}

/// Hides a listing because an exclusive license was signed (domain reference, 3.4). A listing that the office or the
/// operator has suspended already stays so, now for this reason. Returns the listing as it is now.
///
/// # Errors
/// `NOT_FOUND`; `TRANSITION_NOT_ALLOWED` if it was never published or its life is over.
pub async fn mark_exclusively_licensed(ctx: &Ctx, tx: &Write, actor: &Actor, id: Id<ListingId>) -> Result<Listing> {
    let mut listing = lock_for_licensing(tx, id).await?;
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
