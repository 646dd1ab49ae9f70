//! All working copies of an office, a page at a time.

use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        model::Listing,
        store::{self, OfficeFilter},
    },
};

/// Working copies of `organization` in the order of their ids, those after `after`, at most `limit`; whoever asks. For
/// exports, whose caller has asked the policy. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn working_copies_after(ctx: &Ctx, organization: Id<Organization>, after: Option<Id<ListingId>>, limit: u64) -> Result<Vec<Listing>> {
    let conn = ctx.db.read();
    let ids = store::ids_in_state(conn, organization, &OfficeFilter::default(), after.map(Id::uuid), limit).await?;
    let mut listings = store::working_copies(conn, &Actor::System("export"), &ids).await?;
    listings.sort_by_key(|listing| listing.id);
    Ok(listings)
}
