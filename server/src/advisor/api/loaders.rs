//! Batch loading for one request, each scoped to who asks.

use std::collections::HashMap;

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use super::{Advisor, Mandate};
use crate::{
    advisor::{
        actions,
        model::{Advisor as Model, Declaration, Mandate as MandateModel},
    },
    ctx::Ctx,
    kernel::{
        Actor, Error, Id, Result,
        id::{Advisor as AdvisorId, Mandate as MandateId, Organization},
    },
};

/// Advisors by id, as the caller of the request may see them, and what they have declared.
pub struct AdvisorLoader {
    ctx: Ctx,
    actor: Actor,
}

/// Key: what an advisor has declared; only fields that may show it ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct DeclarationsOf(Id<AdvisorId>);

/// Key: the mandate of this client for this advisor that is good today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct MandateBetween(Id<Organization>, Id<AdvisorId>);

/// Key: whether clients can count on an advisor today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct AvailabilityOf(Id<AdvisorId>);

impl Loader<AvailabilityOf> for AdvisorLoader {
    type Value = ();
    type Error = Error;

    async fn load(&self, keys: &[AvailabilityOf]) -> Result<HashMap<AvailabilityOf, ()>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = actions::appointed_among(self.ctx.db.read(), &ids, self.ctx.clock.today()).await?;
        Ok(found.into_iter().map(|id| (AvailabilityOf(id), ())).collect())
    }
}

impl Loader<Id<AdvisorId>> for AdvisorLoader {
    type Value = Model;
    type Error = Error;

    async fn load(&self, keys: &[Id<AdvisorId>]) -> Result<HashMap<Id<AdvisorId>, Model>> {
        let found = actions::find_advisors(&self.ctx, &self.actor, keys).await?;
        Ok(found.into_iter().map(|advisor| (advisor.id, advisor)).collect())
    }
}

impl Loader<DeclarationsOf> for AdvisorLoader {
    type Value = Vec<Declaration>;
    type Error = Error;

    async fn load(&self, keys: &[DeclarationsOf]) -> Result<HashMap<DeclarationsOf, Vec<Declaration>>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<_, Vec<_>> = HashMap::new();
        for declaration in actions::declarations(&self.ctx, &ids).await? {
            found.entry(DeclarationsOf(declaration.advisor)).or_default().push(declaration);
        }
        Ok(found)
    }
}

impl Loader<MandateBetween> for AdvisorLoader {
    type Value = MandateModel;
    type Error = Error;

    async fn load(&self, keys: &[MandateBetween]) -> Result<HashMap<MandateBetween, MandateModel>> {
        let (clients, advisors): (Vec<_>, Vec<_>) = keys.iter().map(|key| (key.0, key.1)).unzip();
        let found = actions::mandates_among(&self.ctx, &self.actor, &clients, &advisors).await?;
        Ok(found.into_iter().map(|mandate| (MandateBetween(mandate.organization, mandate.advisor), mandate)).collect())
    }
}

impl Loader<Id<MandateId>> for AdvisorLoader {
    type Value = MandateModel;
    type Error = Error;

    async fn load(&self, keys: &[Id<MandateId>]) -> Result<HashMap<Id<MandateId>, MandateModel>> {
        let found = actions::find_mandates(&self.ctx, &self.actor, keys).await?;
        Ok(found.into_iter().map(|mandate| (mandate.id, mandate)).collect())
    }
}

fn loader<'a>(ctx: &Context<'a>) -> &'a DataLoader<AdvisorLoader, HashMapCache> {
    ctx.data_unchecked()
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    let loader = AdvisorLoader { ctx: ctx.clone(), actor: actor.clone() };
    request.data(DataLoader::with_cache(loader, tokio::spawn, HashMapCache::default()))
}

/// One advisor through the request's loader, as the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn advisor(ctx: &Context<'_>, id: Id<AdvisorId>) -> Result<Option<Advisor>> {
    Ok(loader(ctx).load_one(id).await?.map(Into::into))
}

/// One mandate through the request's loader, as the caller may see it.
pub(super) async fn mandate(ctx: &Context<'_>, id: Id<MandateId>) -> Result<Option<Mandate>> {
    Ok(loader(ctx).load_one(id).await?.map(Into::into))
}

/// The mandate of a client for an advisor that is good today, as the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn mandate_between(ctx: &Context<'_>, client: Id<Organization>, advisor: Id<AdvisorId>) -> Result<Option<Mandate>> {
    Ok(loader(ctx).load_one(MandateBetween(client, advisor)).await?.map(Into::into))
}

/// Whether clients can count on an advisor today: appointed, within the term, and able to sign in.
pub(super) async fn is_available(ctx: &Context<'_>, id: Id<AdvisorId>) -> Result<bool> {
    Ok(loader(ctx).load_one(AvailabilityOf(id)).await?.is_some())
}

/// What an advisor has declared. The caller has checked that the viewer may read it.
pub(super) async fn declarations(ctx: &Context<'_>, id: Id<AdvisorId>) -> Result<Vec<Declaration>> {
    Ok(loader(ctx).load_one(DeclarationsOf(id)).await?.unwrap_or_default())
}
