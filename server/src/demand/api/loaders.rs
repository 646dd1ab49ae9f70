//! Batch loading for one request, each scoped to who asks.

use std::collections::HashMap;

use async_graphql::{
    Context, Lookahead, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use super::Demand;
use crate::{
    ctx::Ctx,
    demand::{
        actions::{self, Said},
        content::DemandContent,
        model::{Demand as Working, Review, Revision, Sorted, Split, View},
        rules::Kin,
        vocabulary::DemandProposalStage,
    },
    identity,
    kernel::{
        Actor, Error, Id, Result,
        id::{Demand as DemandId, DemandProposal, Organization},
    },
    listing::content::Contact,
};

/// Demands by id, as the caller of the request may see them, and what belongs to working copies.
pub struct DemandLoader {
    ctx: Ctx,
    actor: Actor,
}

/// Key: the last moderations of a demand; only fields that show working copies ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ReviewsOf(Id<DemandId>);

/// Key: one edit of a demand; only fields that show working copies ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RevisionOf(Id<DemandId>, i64);

/// Key: whom to ask about a demand; only fields that may tell whose it is ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ContactOf(Id<DemandId>);

/// Key: what was told of the parts of a split that a demand, split off from another one or from none, belongs to; only fields
/// that show working copies ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct KinOf(Id<DemandId>, Option<Id<DemandId>>);

/// Key: where a proposal stands; only fields that are of the owner's people alone ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct StageOf(Id<DemandProposal>);

/// Key: what was said about a proposal; only fields that are of the owner's people alone ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct SaidOf(Id<DemandProposal>);

/// Key: the splits of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct SplitsOf(Id<DemandId>);

impl Loader<Id<DemandId>> for DemandLoader {
    type Value = View;
    type Error = Error;

    async fn load(&self, keys: &[Id<DemandId>]) -> Result<HashMap<Id<DemandId>, View>> {
        actions::views(&self.ctx, &self.actor, keys).await
    }
}

impl Loader<ReviewsOf> for DemandLoader {
    type Value = Vec<Review>;
    type Error = Error;

    async fn load(&self, keys: &[ReviewsOf]) -> Result<HashMap<ReviewsOf, Vec<Review>>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<_, Vec<Review>> = HashMap::new();
        for review in actions::reviews(&self.ctx, &ids).await? {
            found.entry(ReviewsOf(review.demand)).or_default().push(review);
        }
        Ok(found)
    }
}

impl Loader<RevisionOf> for DemandLoader {
    type Value = Revision;
    type Error = Error;

    async fn load(&self, keys: &[RevisionOf]) -> Result<HashMap<RevisionOf, Revision>> {
        let wanted: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let found = actions::edits(&self.ctx, &wanted).await?;
        Ok(found.into_iter().map(|revision| (RevisionOf(revision.demand, revision.content_version), revision)).collect())
    }
}

impl Loader<KinOf> for DemandLoader {
    type Value = Kin;
    type Error = Error;

    async fn load(&self, keys: &[KinOf]) -> Result<HashMap<KinOf, Kin>> {
        let wanted: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let found = actions::kin(&self.ctx, &wanted).await?;
        Ok(keys.iter().filter_map(|key| Some((*key, *found.get(&key.0)?))).collect())
    }
}

impl Loader<ContactOf> for DemandLoader {
    type Value = Contact;
    type Error = Error;

    async fn load(&self, keys: &[ContactOf]) -> Result<HashMap<ContactOf, Contact>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = actions::contacts(&self.ctx, &ids).await?;
        Ok(found.into_iter().map(|(demand, contact)| (ContactOf(demand), contact)).collect())
    }
}

impl Loader<SplitsOf> for DemandLoader {
    type Value = Vec<Split>;
    type Error = Error;

    async fn load(&self, keys: &[SplitsOf]) -> Result<HashMap<SplitsOf, Vec<Split>>> {
        let demands: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = actions::splits_of(&self.ctx, &self.actor, &demands).await?;
        Ok(found.into_iter().map(|(demand, splits)| (SplitsOf(demand), splits)).collect())
    }
}

impl Loader<StageOf> for DemandLoader {
    type Value = Sorted;
    type Error = Error;

    async fn load(&self, keys: &[StageOf]) -> Result<HashMap<StageOf, Sorted>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        Ok(actions::sorted(&self.ctx, &ids).await?.into_iter().map(|(id, sorted)| (StageOf(id), sorted)).collect())
    }
}

impl Loader<SaidOf> for DemandLoader {
    type Value = Said;
    type Error = Error;

    async fn load(&self, keys: &[SaidOf]) -> Result<HashMap<SaidOf, Said>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        Ok(actions::said_of_proposals(&self.ctx, &ids).await?.into_iter().map(|(id, said)| (SaidOf(id), said)).collect())
    }
}

fn loader<'a>(ctx: &Context<'a>) -> &'a DataLoader<DemandLoader, HashMapCache> {
    ctx.data_unchecked()
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    let loader = DemandLoader { ctx: ctx.clone(), actor: actor.clone() };
    request.data(DataLoader::with_cache(loader, tokio::spawn, HashMapCache::default()))
}

/// One demand through the request's loader, as the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn demand(ctx: &Context<'_>, id: Id<DemandId>) -> Result<Option<Demand>> {
    Ok(loader(ctx).load_one(id).await?.map(Into::into))
}

/// Loads the owners of a page's demands at once, if the page shows them.
pub(super) async fn expect_owners(ctx: &Context<'_>, owners: impl Iterator<Item = Id<Organization>>) -> Result<()> {
    let page = ctx.look_ahead();
    let shown = |rows: Lookahead<'_>| rows.field("organization").exists();
    if shown(page.field("nodes")) || shown(page.field("edges").field("node")) {
        identity::api::expect_organizations(ctx, owners.collect()).await?;
    }
    Ok(())
}

pub(super) async fn reviews(ctx: &Context<'_>, id: Id<DemandId>) -> Result<Vec<Review>> {
    Ok(loader(ctx).load_one(ReviewsOf(id)).await?.unwrap_or_default())
}

/// Two edits of a demand, `None` for one that does not exist.
pub(super) async fn revisions(ctx: &Context<'_>, id: Id<DemandId>, from: i64, to: i64) -> Result<[Option<Revision>; 2]> {
    let mut found = loader(ctx).load_many([RevisionOf(id, from), RevisionOf(id, to)]).await?;
    let after = found.get(&RevisionOf(id, to)).cloned();
    Ok([found.remove(&RevisionOf(id, from)), after])
}

/// What the world saw last of a demand, if that differs from the working copy.
pub(super) async fn shown(ctx: &Context<'_>, demand: &Working) -> Result<Option<DemandContent>> {
    let version = demand.published_content_version.filter(|_| demand.has_unpublished_changes());
    let Some(version) = version else { return Ok(None) };
    Ok(loader(ctx).load_one(RevisionOf(demand.id, version)).await?.map(|revision| revision.content))
}

pub(super) async fn kin(ctx: &Context<'_>, demand: &Working) -> Result<Kin> {
    Ok(loader(ctx).load_one(KinOf(demand.id, demand.split_from)).await?.unwrap_or_default())
}

pub(super) async fn splits(ctx: &Context<'_>, id: Id<DemandId>) -> Result<Vec<Split>> {
    Ok(loader(ctx).load_one(SplitsOf(id)).await?.unwrap_or_default())
}

/// Where a proposal stands. The caller has asked the policy.
pub(super) async fn sorted(ctx: &Context<'_>, id: Id<DemandProposal>) -> Result<Sorted> {
    let unsorted = Sorted { stage: DemandProposalStage::New, version: 0 };
    Ok(loader(ctx).load_one(StageOf(id)).await?.unwrap_or(unsorted))
}

/// Forgets where proposals stand and what was said about them, once that has changed: of several mutations in one request each answers
/// as it left things.
pub(super) fn forget_opinions(ctx: &Context<'_>) {
    loader(ctx).clear::<StageOf>();
    loader(ctx).clear::<SaidOf>();
}

/// What was said about a proposal. The caller has asked the policy.
pub(super) async fn said(ctx: &Context<'_>, id: Id<DemandProposal>) -> Result<Said> {
    Ok(loader(ctx).load_one(SaidOf(id)).await?.unwrap_or_default())
}

/// Whom to ask about a demand. The caller has checked that the viewer may know whose it is.
pub(super) async fn contact(ctx: &Context<'_>, id: Id<DemandId>) -> Result<Option<Contact>> {
    loader(ctx).load_one(ContactOf(id)).await
}
