//! How a listing that is not ready enough could get there, as an answer.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Context, Object, Request, SimpleObject,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use crate::{
    ctx::Ctx,
    gql::{self, locale},
    kernel::{Error, Locale, Result},
    matching::Match as Found,
    pairing::{
        actions,
        model::Around,
        reasons,
        rules::{Bridge, Bridges, Merit, Step, Wanted},
    },
    platform::{
        self,
        api::ServicePlatform,
        content::{CostRange, WeekRange},
        model::Stretch,
    },
};

/// Cost of looking for ways, beside what is shown of them: platforms are read once, and tried for each match.
pub(super) const LOOKING: usize = 5;

/// How service platforms could take a listing from its readiness to the one that is wished for.
pub struct MatchBridges(Arc<Bridges>);

/// How service platforms could take a listing from its readiness to the one that is wished for.
#[Object]
impl MatchBridges {
    /// The readiness level that the listing has.
    async fn from_level(&self) -> i32 {
        self.0.from
    }

    /// The level that is wished for.
    async fn to_level(&self) -> i32 {
        self.0.to
    }

    /// The highest level, up to the one that is wished for, to which platforms take it that serve its fields, or every one;
    /// `fromLevel` if none takes it any further.
    async fn reached_level(&self) -> i32 {
        self.0.reached
    }

    /// Whether all platforms of the ways are known to be in the regions from which the demand would rather have partners, as
    /// far as the caller may know those: of a demand whose owner is not named, whole cities. False if one is elsewhere or does
    /// not say where it is; null if the demand names no regions, or if there is no way.
    async fn regional(&self) -> Option<bool> {
        self.0.regional
    }

    /// What has to be said about all of it, in the caller's language: that there is no way, or none that is
    /// known to keep to those regions.
    async fn note(&self, ctx: &Context<'_>) -> Option<String> {
        reasons::bridges_note(locale(ctx), &self.0)
    }

    /// The ways worth knowing: the cheapest in each currency, then the fastest. Empty if there is none.
    async fn ways(&self, ctx: &Context<'_>) -> Vec<MatchBridge> {
        let locale = locale(ctx);
        self.0.ways.iter().map(|way| MatchBridge::new(way, locale)).collect()
    }
}

/// A way from one readiness level to a higher one, over one or more platforms.
pub struct MatchBridge {
    way: Bridge,
    sentence: String,
}

impl MatchBridge {
    fn new(way: &Bridge, locale: Locale) -> Self {
        Self { sentence: reasons::bridge(locale, way), way: way.clone() }
    }
}

/// A way from one readiness level to a higher one, over one or more platforms.
#[Object]
impl MatchBridge {
    /// Why it is told, of ways whose prices, or weeks, are all known; empty if neither are.
    async fn merits(&self) -> &[Merit] {
        &self.way.merits
    }

    /// All of it in a sentence in the caller's language.
    async fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Weeks in all; null if a platform does not tell its own.
    async fn weeks(&self) -> Option<WeekRange> {
        self.way.weeks
    }

    /// Cost in all; null if a platform does not tell its own, if they are in several currencies, or if it is too much to be
    /// told.
    async fn cost(&self) -> Option<CostRange> {
        self.way.cost
    }

    /// Its steps, in their order.
    async fn steps(&self) -> Vec<MatchBridgeStep> {
        self.way.steps.iter().map(MatchBridgeStep::new).collect()
    }
}

/// One step of a way.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct MatchBridgeStep {
    /// The level before it.
    from_level: i32,
    /// The level after it.
    to_level: i32,
    /// Weeks it usually takes; null if the platform does not tell.
    weeks: Option<WeekRange>,
    /// What it usually costs; null if the platform does not tell.
    cost: Option<CostRange>,
    #[graphql(skip)]
    id: crate::kernel::Id<crate::kernel::id::ServicePlatform>,
}

impl MatchBridgeStep {
    fn new(step: &Step) -> Self {
        let Stretch { platform, weeks, cost, .. } = step.stretch;
        Self { from_level: step.from, to_level: step.to, weeks, cost, id: platform }
    }
}

#[async_graphql::ComplexObject]
impl MatchBridgeStep {
    /// The platform; null if it was withdrawn at this moment.
    async fn platform(&self, ctx: &Context<'_>) -> gql::Result<Option<ServicePlatform>> {
        Ok(platform::api::platform(ctx, self.id).await?)
    }
}

/// Ways for what is wanted, worked out for all matches of an answer at once, and once for all that want the same.
pub struct BridgeLoader(Ctx);

impl Loader<Wanted> for BridgeLoader {
    type Value = Arc<Bridges>;
    type Error = Error;

    async fn load(&self, keys: &[Wanted]) -> Result<HashMap<Wanted, Arc<Bridges>>> {
        Ok(actions::bridges(&self.0, keys.to_vec()).await?.into_iter().collect())
    }
}

/// Puts this slice's loaders into a request.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx) -> Request {
    request.data(DataLoader::with_cache(BridgeLoader(ctx.clone()), tokio::spawn, HashMapCache::default()))
}

/// The ways for a match, if its listing is known to fall short.
pub(super) async fn of(ctx: &Context<'_>, found: &Found, around: &Around) -> Result<Option<MatchBridges>> {
    let Some((from, to)) = actions::gap(found) else { return Ok(None) };
    let loader: &DataLoader<BridgeLoader, HashMapCache> = ctx.data_unchecked();
    let wanted = Wanted { from, to, fields: around.fields.clone(), regions: around.regions.clone() };
    Ok(loader.load_one(wanted).await?.map(MatchBridges))
}
