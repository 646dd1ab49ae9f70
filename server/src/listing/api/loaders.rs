//! Batch loading for one request.

use std::collections::HashMap;

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use super::Listing;
use crate::{
    ctx::Ctx,
    kernel::{Actor, Error, Id, Result, id::Listing as ListingId},
    listing::{
        actions,
        model::{Review, View},
        store,
    },
};

/// Listings by id, as the caller of the request may see them.
struct ViewLoader(Ctx, Actor);

/// Reviews by listing; only fields that show working copies ask for them.
struct ReviewLoader(Ctx);

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
        for review in store::reviews(self.0.db.read(), keys).await? {
            found.entry(review.listing).or_default().push(review);
        }
        Ok(found)
    }
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    request
        .data(DataLoader::with_cache(ViewLoader(ctx.clone(), actor.clone()), tokio::spawn, HashMapCache::default()))
        .data(DataLoader::new(ReviewLoader(ctx.clone()), tokio::spawn))
}

/// One listing through the request's loader, as the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn listing(ctx: &Context<'_>, id: Id<ListingId>) -> Result<Option<Listing>> {
    let loader = ctx.data_unchecked::<DataLoader<ViewLoader, HashMapCache>>();
    Ok(loader.load_one(id).await?.map(Into::into))
}

pub(super) async fn reviews(ctx: &Context<'_>, id: Id<ListingId>) -> Result<Vec<Review>> {
    let loader = ctx.data_unchecked::<DataLoader<ReviewLoader>>();
    Ok(loader.load_one(id).await?.unwrap_or_default())
}
