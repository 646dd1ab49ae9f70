//! All working copies of an office, a page at a time.

use crate::{
    ctx::Ctx,
    kernel::{
        Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{model::Listing, office::OfficeFilter, store},
};

/// Where a walk through an office's listings stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Walk {
    /// At the beginning.
    #[default]
    Start,
    /// Behind the listing with this reference.
    AfterReference(String),
    /// Among the listings without a reference, behind the one with this id.
    WithoutReference(Option<Id<ListingId>>),
}

/// Working copies of `organization` that match, at most `limit`, and where to go on: those with a reference first, by reference,
/// then the others by id. For exports, whose caller has asked the policy. One statement a page.
///
/// # Errors
/// Those of the database.
pub async fn working_copies(
    ctx: &Ctx,
    organization: Id<Organization>,
    filter: &OfficeFilter,
    walk: Walk,
    limit: u64,
) -> Result<(Vec<Listing>, Option<Walk>)> {
    let db = ctx.db.read();
    let listings = match &walk {
        Walk::Start => store::with_reference_after(db, organization, filter, None, limit).await?,
        Walk::AfterReference(reference) => store::with_reference_after(db, organization, filter, Some(reference), limit).await?,
        Walk::WithoutReference(after) => store::without_reference_after(db, organization, filter, *after, limit).await?,
    };
    let full = u64::try_from(listings.len()).is_ok_and(|read| read == limit);
    let last = listings.last().filter(|_| full);
    let next = match (walk, last) {
        (Walk::WithoutReference(_), last) => last.map(|listing| Walk::WithoutReference(Some(listing.id))),
        (_, Some(listing)) => listing.external_reference.clone().map(Walk::AfterReference),
        (_, None) => Some(Walk::WithoutReference(None)),
    };
    Ok((listings, next))
}
