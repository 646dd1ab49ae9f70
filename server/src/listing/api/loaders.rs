//! Batch loading for one request.

use std::collections::HashMap;

use async_graphql::{
    Context, Lookahead, Request, SelectionField,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use super::Listing;
use crate::{
    ctx::Ctx,
    identity,
    kernel::{
        Actor, Error, Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        actions,
        card::Extent,
        content::ListingContent,
        model::{Listing as Working, Review, Revision, View},
        store,
        vocabulary::ListingState,
    },
};

/// Listings by id, as the caller of the request may see them.
struct ViewLoader(Ctx, Actor);

/// The last reviews by listing; only fields that show working copies ask for them.
struct ReviewLoader(Ctx);

/// Edits by listing and version; only fields that show working copies ask for them.
struct RevisionLoader(Ctx);

/// Whether an organization has another head than the caller of the request.
struct AnotherHeadLoader(Ctx, Actor);

/// Most reviews of one listing that are shown.
const REVIEWS_MAX: u32 = 50;

impl Loader<Id<ListingId>> for ViewLoader {
    type Value = View;
    type Error = Error;

    async fn load(&self, keys: &[Id<ListingId>]) -> Result<HashMap<Id<ListingId>, View>> {
        actions::views(&self.0, &self.1, keys).await
    }
}

impl Loader<Id<ListingId>> for ReviewLoader {
    type Value = Vec<Review>;
    type Error = Error;

    async fn load(&self, keys: &[Id<ListingId>]) -> Result<HashMap<Id<ListingId>, Vec<Review>>> {
        let mut found: HashMap<_, Vec<Review>> = HashMap::new();
        for review in store::reviews(self.0.db.read(), keys, REVIEWS_MAX).await? {
            found.entry(review.listing).or_default().push(review);
        }
        Ok(found)
    }
}

impl Loader<(Id<ListingId>, i64)> for RevisionLoader {
    type Value = Revision;
    type Error = Error;

    async fn load(&self, keys: &[(Id<ListingId>, i64)]) -> Result<HashMap<(Id<ListingId>, i64), Revision>> {
        let found = store::revisions(self.0.db.read(), keys).await?;
        Ok(found.into_iter().map(|revision| ((revision.listing, revision.content_version), revision)).collect())
    }
}

impl Loader<Id<Organization>> for AnotherHeadLoader {
    type Value = bool;
    type Error = Error;

    async fn load(&self, keys: &[Id<Organization>]) -> Result<HashMap<Id<Organization>, bool>> {
        let found = actions::with_another_head(self.0.db.read(), &self.1, keys).await?;
        Ok(keys.iter().map(|key| (*key, found.contains(key))).collect())
    }
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    request
        .data(DataLoader::with_cache(ViewLoader(ctx.clone(), actor.clone()), tokio::spawn, HashMapCache::default()))
        .data(DataLoader::new(ReviewLoader(ctx.clone()), tokio::spawn))
        .data(DataLoader::new(RevisionLoader(ctx.clone()), tokio::spawn))
        .data(DataLoader::with_cache(AnotherHeadLoader(ctx.clone(), actor.clone()), tokio::spawn, HashMapCache::default()))
}

/// One listing through the request's loader, as the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn listing(ctx: &Context<'_>, id: Id<ListingId>) -> Result<Option<Listing>> {
    let loader = ctx.data_unchecked::<DataLoader<ViewLoader, HashMapCache>>();
    Ok(loader.load_one(id).await?.map(Into::into))
}

/// How much of its listings a page shows.
pub(super) fn extent(ctx: &Context<'_>) -> Extent {
    let page = ctx.look_ahead();
    let rows = [page.field("nodes"), page.field("edges").field("node")];
    let shown: Vec<_> = rows.iter().flat_map(Lookahead::selection_fields).collect();
    let fields: Vec<_> = shown.iter().flat_map(SelectionField::selection_set).collect();
    Extent::for_fields(fields.iter().map(SelectionField::name))
}

/// Loads the holders of a page's listings at once, if the page shows them.
pub(super) async fn expect_holders(ctx: &Context<'_>, holders: impl Iterator<Item = Id<Organization>>) -> Result<()> {
    let page = ctx.look_ahead();
    let shown = |rows: Lookahead<'_>| rows.field("organization").exists();
    if shown(page.field("nodes")) || shown(page.field("edges").field("node")) {
        identity::api::expect_organizations(ctx, holders.collect()).await?;
    }
    Ok(())
}

pub(super) async fn reviews(ctx: &Context<'_>, id: Id<ListingId>) -> Result<Vec<Review>> {
    let loader = ctx.data_unchecked::<DataLoader<ReviewLoader>>();
    Ok(loader.load_one(id).await?.unwrap_or_default())
}

/// Two edits of a listing, `None` for one that does not exist.
pub(super) async fn revisions(ctx: &Context<'_>, id: Id<ListingId>, from: i64, to: i64) -> Result<[Option<Revision>; 2]> {
    let mut found = ctx.data_unchecked::<DataLoader<RevisionLoader>>().load_many([(id, from), (id, to)]).await?;
    let after = found.get(&(id, to)).cloned();
    Ok([found.remove(&(id, from)), after])
}

pub(super) async fn another_head(ctx: &Context<'_>, organization: Id<Organization>) -> Result<bool> {
    let loader = ctx.data_unchecked::<DataLoader<AnotherHeadLoader, HashMapCache>>();
    Ok(loader.load_one(organization).await?.unwrap_or_default())
}

/// What the world would see again of a suspended listing, if that differs from the working copy.
pub(super) async fn shown_again(ctx: &Context<'_>, listing: &Working) -> Result<Option<ListingContent>> {
    let differs = listing.state == ListingState::Suspended && listing.has_unpublished_changes();
    let Some(version) = listing.published_content_version.filter(|_| differs) else { return Ok(None) };
    let found = ctx.data_unchecked::<DataLoader<RevisionLoader>>().load_one((listing.id, version)).await?;
    Ok(found.map(|revision| revision.content))
}
