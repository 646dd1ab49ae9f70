//! Batch loading for one request, each scoped to who asks.

use std::collections::HashMap;

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use super::BrokerCase;
use crate::{
    brokering::{
        actions,
        model::{Conflict, Refusal, View},
        pick::{Pick, Shortlist},
        service::{Fee, Introduction as Made, Log, Outcome, Rating, Task},
    },
    ctx::Ctx,
    kernel::{
        Actor, Error, Id, Result,
        id::{BrokerCase as CaseId, Demand},
    },
};

/// Cases by id, as the caller of the request may see them, and what belongs to them.
pub struct CaseLoader {
    ctx: Ctx,
    actor: Actor,
}

/// Key: ties that were disclosed in a case; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ConflictsOf(Id<CaseId>);

/// Key: notes of a case; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct LogsOf(Id<CaseId>);

/// Key: tasks of a case; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct TasksOf(Id<CaseId>);

/// Key: what a client said of a case; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RatingsOf(Id<CaseId>);

/// Key: who does not have a case any more; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RefusalsOf(Id<CaseId>);

/// Key: what is paid for a case; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct FeesOf(Id<CaseId>);

/// Key: introductions of a case; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct IntroductionsOf(Id<CaseId>);

/// Key: outcomes of a case; only fields that may show them ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct OutcomesOf(Id<CaseId>);

/// Key: what an advisor has picked in a case; only fields that may show it ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct PicksOf(Id<CaseId>);

/// Key: what was sent to a client in a case; only fields that may show it ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ShortlistsOf(Id<CaseId>);

/// Key: what was picked for a demand, as the caller may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct PicksAbout(Id<Demand>);

impl Loader<PicksAbout> for CaseLoader {
    type Value = Vec<Pick>;
    type Error = Error;

    async fn load(&self, keys: &[PicksAbout]) -> Result<HashMap<PicksAbout, Vec<Pick>>> {
        let demands: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = actions::picks_about(&self.ctx, &self.actor, &demands).await?;
        Ok(found.into_iter().map(|(demand, picks)| (PicksAbout(demand), picks)).collect())
    }
}

impl Loader<Id<CaseId>> for CaseLoader {
    type Value = View;
    type Error = Error;

    async fn load(&self, keys: &[Id<CaseId>]) -> Result<HashMap<Id<CaseId>, View>> {
        actions::views(&self.ctx, &self.actor, keys).await
    }
}

/// Says for each key what belongs to a case and how it is found.
macro_rules! of_cases {
    ($($key:ident: $value:ty, |$loader:ident, $ids:ident| $find:expr;)*) => {$(
        impl Loader<$key> for CaseLoader {
            type Value = Vec<$value>;
            type Error = Error;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, Vec<$value>>> {
                let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
                let ($loader, $ids) = (self, &ids);
                let mut found: HashMap<_, Vec<_>> = HashMap::new();
                for one in $find.await? {
                    found.entry($key(one.case)).or_default().push(one);
                }
                Ok(found)
            }
        }
    )*};
}

of_cases! {
    ConflictsOf: Conflict, |loader, ids| actions::case_conflicts(&loader.ctx, ids);
    LogsOf: Log, |loader, ids| actions::case_logs(&loader.ctx, ids);
    TasksOf: Task, |loader, ids| actions::case_tasks(&loader.ctx, ids);
    RatingsOf: Rating, |loader, ids| actions::case_ratings(&loader.ctx, ids);
    RefusalsOf: Refusal, |loader, ids| actions::case_refusals(&loader.ctx, ids);
    PicksOf: Pick, |loader, ids| actions::case_picks(&loader.ctx, ids);
    ShortlistsOf: Shortlist, |loader, ids| actions::case_shortlists(&loader.ctx, ids);
    FeesOf: Fee, |loader, ids| actions::case_fees(&loader.ctx, ids);
    IntroductionsOf: Made, |loader, ids| actions::case_introductions(&loader.ctx, &loader.actor, ids);
    OutcomesOf: Outcome, |loader, ids| actions::case_outcomes(&loader.ctx, &loader.actor, ids);
}

fn loader<'a>(ctx: &Context<'a>) -> &'a DataLoader<CaseLoader, HashMapCache> {
    ctx.data_unchecked()
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    let loader = CaseLoader { ctx: ctx.clone(), actor: actor.clone() };
    request.data(DataLoader::with_cache(loader, tokio::spawn, HashMapCache::default()))
}

/// One case through the request's loader, as the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn case(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Option<BrokerCase>> {
    Ok(loader(ctx).load_one(id).await?.map(Into::into))
}

/// Ties that were disclosed in a case. The caller has checked that the viewer may read them.
pub(super) async fn conflicts(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Conflict>> {
    Ok(loader(ctx).load_one(ConflictsOf(id)).await?.unwrap_or_default())
}

/// The notes of a case. The caller shows what the viewer may read.
pub(super) async fn logs(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Log>> {
    Ok(loader(ctx).load_one(LogsOf(id)).await?.unwrap_or_default())
}

/// The tasks of a case. The caller shows what the viewer may read.
pub(super) async fn tasks(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Task>> {
    Ok(loader(ctx).load_one(TasksOf(id)).await?.unwrap_or_default())
}

/// What a client said of a case. The caller shows what the viewer may read.
pub(super) async fn ratings(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Rating>> {
    Ok(loader(ctx).load_one(RatingsOf(id)).await?.unwrap_or_default())
}

/// Who does not have a case any more, oldest first. The caller has checked that the viewer may know.
pub(super) async fn refusals(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Refusal>> {
    Ok(loader(ctx).load_one(RefusalsOf(id)).await?.unwrap_or_default())
}

/// What is paid for a case. The caller shows what the viewer may read.
pub(super) async fn fees(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Fee>> {
    Ok(loader(ctx).load_one(FeesOf(id)).await?.unwrap_or_default())
}

/// The introductions of a case. The caller shows what the viewer may read.
pub(super) async fn introductions(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Made>> {
    Ok(loader(ctx).load_one(IntroductionsOf(id)).await?.unwrap_or_default())
}

/// The outcomes of a case. The caller shows what the viewer may read.
pub(super) async fn outcomes(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Outcome>> {
    Ok(loader(ctx).load_one(OutcomesOf(id)).await?.unwrap_or_default())
}

/// What an advisor has picked in a case, in order. The caller shows what the viewer may read.
pub(super) async fn picks(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Pick>> {
    Ok(loader(ctx).load_one(PicksOf(id)).await?.unwrap_or_default())
}

/// What was sent to a client in a case, oldest first. The caller has checked that the viewer may read it.
pub(super) async fn shortlists(ctx: &Context<'_>, id: Id<CaseId>) -> Result<Vec<Shortlist>> {
    Ok(loader(ctx).load_one(ShortlistsOf(id)).await?.unwrap_or_default())
}

/// What was picked for a demand, as the caller may see it, what was picked last first.
pub(super) async fn picks_about(ctx: &Context<'_>, id: Id<Demand>) -> Result<Vec<Pick>> {
    Ok(loader(ctx).load_one(PicksAbout(id)).await?.unwrap_or_default())
}
