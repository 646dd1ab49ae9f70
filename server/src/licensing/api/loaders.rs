//! Batch loading for one request, each scoped to who asks.

use std::collections::HashMap;

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use crate::{
    ctx::Ctx,
    gql,
    kernel::{
        Actor, Error, Id, Result,
        id::{self, Listing},
    },
    licensing::{
        actions,
        model::{License, LicenseRequest},
        rules::Scope,
    },
    listing::{self, Licensable},
};

/// Requests by id, licenses by request, and what a grant on a listing meets.
pub struct LicensingLoader {
    ctx: Ctx,
    actor: Actor,
}

/// Key: the license that answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct AnswerTo(Id<id::LicenseRequest>);

/// Key: the active licenses on a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ActiveOn(Id<Listing>);

/// Key: a listing as a grant looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct LicensableOf(Id<Listing>);

impl Loader<Id<id::LicenseRequest>> for LicensingLoader {
    type Value = LicenseRequest;
    type Error = Error;

    async fn load(&self, keys: &[Id<id::LicenseRequest>]) -> Result<HashMap<Id<id::LicenseRequest>, LicenseRequest>> {
        let found = actions::find_requests(&self.ctx, &self.actor, keys).await?;
        Ok(found.into_iter().map(|request| (request.id, request)).collect())
    }
}

impl Loader<AnswerTo> for LicensingLoader {
    type Value = License;
    type Error = Error;

    async fn load(&self, keys: &[AnswerTo]) -> Result<HashMap<AnswerTo, License>> {
        let requests: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = actions::licenses_of(&self.ctx, &self.actor, &requests).await?;
        Ok(found.into_iter().map(|(request, license)| (AnswerTo(request), license)).collect())
    }
}

impl Loader<ActiveOn> for LicensingLoader {
    type Value = Vec<Scope>;
    type Error = Error;

    async fn load(&self, keys: &[ActiveOn]) -> Result<HashMap<ActiveOn, Vec<Scope>>> {
        let listings: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = actions::standing_on(&self.ctx, &self.actor, &listings).await?;
        Ok(found.into_iter().map(|(listing, scopes)| (ActiveOn(listing), scopes)).collect())
    }
}

impl Loader<LicensableOf> for LicensingLoader {
    type Value = Licensable;
    type Error = Error;

    async fn load(&self, keys: &[LicensableOf]) -> Result<HashMap<LicensableOf, Licensable>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = listing::licensables(self.ctx.db.read(), &ids).await?;
        Ok(found.into_iter().map(|(id, licensable)| (LicensableOf(id), licensable)).collect())
    }
}

fn loader<'a>(ctx: &Context<'a>) -> &'a DataLoader<LicensingLoader, HashMapCache> {
    ctx.data_unchecked()
}

/// A request, if the caller may see it.
pub(super) async fn request(ctx: &Context<'_>, id: Id<id::LicenseRequest>) -> gql::Result<Option<LicenseRequest>> {
    Ok(loader(ctx).load_one(id).await?)
}

/// The license that answers a request, if there is one and the caller may see it.
pub(super) async fn license_of(ctx: &Context<'_>, request: Id<id::LicenseRequest>) -> gql::Result<Option<License>> {
    Ok(loader(ctx).load_one(AnswerTo(request)).await?)
}

/// Scopes of the active licenses on a listing that the caller may see: all of them for the licensor.
pub(super) async fn active_on(ctx: &Context<'_>, listing: Id<Listing>) -> gql::Result<Vec<Scope>> {
    Ok(loader(ctx).load_one(ActiveOn(listing)).await?.unwrap_or_default())
}

/// A listing as a grant looks at it; shown to nobody, its verdict only to the holder.
pub(super) async fn licensable(ctx: &Context<'_>, listing: Id<Listing>) -> gql::Result<Option<Licensable>> {
    Ok(loader(ctx).load_one(LicensableOf(listing)).await?)
}

/// Gives the request licensing's loaders.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    let loader = LicensingLoader { ctx: ctx.clone(), actor: actor.clone() };
    request.data(DataLoader::with_cache(loader, tokio::spawn, HashMapCache::default()))
}
