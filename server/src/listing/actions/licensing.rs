//! What the licensing slice needs of listings.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{
    entry,
    perform::{Decision, day_after, perform},
};
use crate::{
    audit,
    ctx::Ctx,
    db::Write,
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        card::Extent,
        content::{LicenseOffer, ListingContent},
        disclosure::{redact, viewer_layer},
        model::{Listing, View},
        policy,
        rules::{self, Suspension, Transition},
        store,
        vocabulary::ListingState,
    },
};

/// Who looks at listings for the licensing slice.
const LICENSING: Actor = Actor::System("licensing");

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
    /// What a license would rest on, with all layers: for the tests of the request, never for an answer.
    pub content: ListingContent,
    /// What the asker can read of it.
    pub readable: ListingContent,
}

/// A listing as the licensing slice looks at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Licensable {
    /// Where it stands.
    pub state: ListingState,
    /// Why it is suspended, if it is.
    pub suspension: Option<Suspension>,
    /// What was published last, with the bad news of the working copy; none if it never was.
    content: Option<ListingContent>,
}

impl Licensable {
    /// What a license would rest on.
    ///
    /// # Errors
    /// `LISTING_NOT_OPEN` with the `state` unless it is published, or hidden only because the office paused it or an
    /// exclusive license stands (which then decides by itself).
    pub fn content(&self) -> Result<&ListingContent> {
        let open = matches!(
            (self.state, self.suspension),
            (ListingState::Published, _) | (ListingState::Suspended, Some(Suspension::Office | Suspension::Licensed))
        );
        let content = self.content.as_ref().filter(|_| open);
        content.ok_or_else(|| Error::new(Code::ListingNotOpen).with("state", self.state.to_string()))
    }
}

/// The offer `code` of a published listing.
///
/// # Errors
/// `NOT_FOUND` at `listingId` if the actor cannot see the listing; `LISTING_NOT_OPEN` if it is the actor's own (or the
/// actor is staff) and not published; `OFFER_NOT_FOUND` at `offerCode` if there is no such offer, or the holder shows
/// offers to a narrower circle than the actor's.
pub async fn open_offer(conn: &impl ConnectionTrait, actor: &Actor, id: Id<ListingId>, code: &str) -> Result<OpenOffer> {
    let Some(publication) = store::publications(conn, &[id], Extent::Whole).await?.pop() else {
        let inside = store::working_copies(conn, actor, &[id]).await?.pop();
        return Err(inside.map_or_else(
            || Error::new(Code::NotFound).at("listingId"),
            |listing| Error::new(Code::ListingNotOpen).with("state", listing.state.to_string()).at("listingId"),
        ));
    };
    let working = store::working_copies(conn, &LICENSING, &[id]).await?.pop();
    let working = working.ok_or_else(|| Error::internal("a publication without its listing"))?;
    let layer = viewer_layer(actor, publication.organization, &[]);
    let readable = redact(publication.content.clone(), layer);
    let offer = readable.offers.iter().find(|offer| offer.code == code).cloned();
    let offer = offer.ok_or_else(|| Error::new(Code::OfferNotFound).at("offerCode"))?;
    Ok(OpenOffer {
        listing: id,
        organization: publication.organization,
        content_version: publication.content_version,
        offer,
        content: rules::with_bad_news(&publication.content, &working.content),
        readable,
    })
}

/// Listings as the licensing slice looks at them, whoever asks: two statements. The caller shows none of it to anybody
/// who may not read the listing.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn licensables(conn: &impl ConnectionTrait, ids: &[Id<ListingId>]) -> Result<HashMap<Id<ListingId>, Licensable>> {
    with_publications(conn, store::working_copies(conn, &LICENSING, ids).await?).await
}

/// One listing as [`licensables`] sees it, locked until the end of the transaction, so that grants for it come one by one.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn lock_for_licensing(tx: &Write, id: Id<ListingId>) -> Result<Licensable> {
    let locked = store::lock(&**tx, &LICENSING, &[id]).await?;
    with_publications(&**tx, locked).await?.remove(&id).ok_or_else(|| Error::new(Code::NotFound))
}

async fn with_publications(conn: &impl ConnectionTrait, listings: Vec<Listing>) -> Result<HashMap<Id<ListingId>, Licensable>> {
    let versions: Vec<_> = listings.iter().filter_map(|listing| Some((listing.id, listing.published_content_version?))).collect();
    let mut published = store::contents(conn, &versions).await?;
    let looked_at = listings.into_iter().map(|listing| {
        let published = published.remove(&listing.id).map(|revision| rules::with_bad_news(&revision.content, &listing.content));
        (listing.id, Licensable { state: listing.state, suspension: listing.suspension, content: published })
    });
    Ok(looked_at.collect())
}

/// Whether `actor` could ask for a license of this listing now, as far as the listing is concerned.
///
/// # Errors
/// `LISTING_NOT_OPEN` with the `state`; those of [`policy::permit_request`]; `OFFER_NOT_FOUND` if it has no offer that the
/// actor can read.
pub fn may_request(actor: &Actor, view: &View) -> Result<()> {
    if view.state != ListingState::Published {
        return Err(Error::new(Code::ListingNotOpen).with("state", view.state.to_string()));
    }
    policy::permit_request(actor, view.organization)?;
    if view.content.offers.is_empty() { Err(Error::new(Code::OfferNotFound)) } else { Ok(()) }
}

/// Hides a listing because an exclusive license was signed that lasts until `until` (domain reference, 3.4). A listing
/// that is suspended already keeps the reason; either way the world does not see it before the license is over. Returns
/// the listing as it is now.
///
/// # Errors
/// `NOT_FOUND`; `TRANSITION_NOT_ALLOWED` if it was never published or its life is over.
pub async fn mark_exclusively_licensed(ctx: &Ctx, tx: &Write, actor: &Actor, id: Id<ListingId>, until: NaiveDate) -> Result<Listing> {
    let before = store::lock(&**tx, &LICENSING, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound))?;
    let last = before.licensed_until.map_or(until, |known| known.0.max(until));
    let licensed = Listing { licensed_until: Some(Date(last)), ..before.clone() };
    if before.state != ListingState::Suspended {
        let step = rules::take(Transition::Suspend, before.position())?;
        let decision = Decision::because(Suspension::Licensed);
        let moved = perform(ctx, tx, actor, vec![(licensed, step)], &decision).await?;
        return moved.into_iter().next().ok_or_else(|| Error::internal("nothing was moved"));
    }
    let waits = before.suspension == Some(Suspension::Licensed);
    let after = Listing {
        look_again_on: if waits { Some(day_after(Date(last))) } else { before.look_again_on },
        version: before.version + 1,
        updated_at: ctx.now(),
        ..licensed
    };
    store::save(&**tx, std::slice::from_ref(&after)).await?;
    let rules = rules::suspending_rules(Suspension::Licensed, ctx.clock.today(), &ctx.rules)?;
    audit::append(ctx, &**tx, actor, entry("listing.license_exclusively", Some(&before), &after).by_rules(rules)).await?;
    Ok(after)
}
