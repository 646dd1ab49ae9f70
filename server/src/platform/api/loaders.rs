//! Batch loading for one request, scoped to who asks.

use std::collections::HashMap;

use async_graphql::{
    Context, Lookahead, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use super::ServicePlatform;
use crate::{
    ctx::Ctx,
    identity,
    kernel::{
        Actor, Error, Id, Result,
        id::{self, Organization},
    },
    platform::{actions, model::View},
};

/// Platforms by id, as the caller of the request may see them.
pub struct PlatformLoader {
    ctx: Ctx,
    actor: Actor,
}

impl Loader<Id<id::ServicePlatform>> for PlatformLoader {
    type Value = View;
    type Error = Error;

    async fn load(&self, keys: &[Id<id::ServicePlatform>]) -> Result<HashMap<Id<id::ServicePlatform>, View>> {
        let found = actions::find_many(&self.ctx, &self.actor, keys).await?;
        Ok(found.into_iter().map(|view| (view.id, view)).collect())
    }
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    let loader = PlatformLoader { ctx: ctx.clone(), actor: actor.clone() };
    request.data(DataLoader::with_cache(loader, tokio::spawn, HashMapCache::default()))
}

/// One platform through the request's loader, as the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn platform(ctx: &Context<'_>, id: Id<id::ServicePlatform>) -> Result<Option<ServicePlatform>> {
    let loader: &DataLoader<PlatformLoader, HashMapCache> = ctx.data_unchecked();
    Ok(loader.load_one(id).await?.map(Into::into))
}

/// Loads the organizations of a page's platforms at once, if the page shows them.
pub(super) async fn expect_organizations(ctx: &Context<'_>, organizations: impl Iterator<Item = Id<Organization>>) -> Result<()> {
    let page = ctx.look_ahead();
    let shown = |rows: Lookahead<'_>| rows.field("organization").exists();
    if shown(page.field("nodes")) || shown(page.field("edges").field("node")) {
        identity::api::expect_organizations(ctx, organizations.collect()).await?;
    }
    Ok(())
}
