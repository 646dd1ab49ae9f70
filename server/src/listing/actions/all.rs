//! All working copies of an office, a page at a time.

use crate::{
    ctx::Ctx,
    kernel::{
        Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{model::Listing, store},
};

/// Working copies of `organization` in the order of their ids, those after `after`, at most `limit`; whoever asks. For
/// exports, whose caller has asked the policy. One statement.
///
/// # Errors
/// Those of the database.
pub async fn working_copies_after(
    ctx: &Ctx,
    organization: Id<Organization>,
    after: Option<Id<ListingId>>,
    limit: u64,
) -> Result<Vec<Listing>> {
    store::working_copies_after(ctx.db.read(), organization, after, limit).await
}
