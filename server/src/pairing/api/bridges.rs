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
        rules::{self, Bridge, Bridges, Merit, Step, Wanted},
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
pub struct MatchBridges(Bridges);

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

    /// The highest level, up to the one that is wished for, to which platforms of its field take it; `fromLevel` if none takes
    /// it any further.
    async fn reached_level(&self) -> i32 {
        self.0.reached
    }

    /// Whether the ways keep to the regions from which the demand would rather have partners; null if it names none, or if
    /// there is no way.
    async fn regional(&self) -> Option<bool> {
        self.0.regional
    }

    /// What has to be said about all of it, in the caller's language: that there is no way, or none in those regions.
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
    /// Why it is told; empty if neither all its prices nor all its weeks are known.
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

    /// Cost in all; null if a platform does not tell its own, or they are in several currencies.
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

/// Key: everything that ways can lead over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Published;

/// What ways can lead over, read once a request.
pub struct BridgeLoader(Ctx);

impl Loader<Published> for BridgeLoader {
    type Value = Arc<Vec<Stretch>>;
    type Error = Error;

    async fn load(&self, keys: &[Published]) -> Result<HashMap<Published, Arc<Vec<Stretch>>>> {
        let published = actions::published(&self.0).await?;
        Ok(keys.iter().map(|key| (*key, published.clone())).collect())
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
    let published = loader.load_one(Published).await?.unwrap_or_default();
    let wanted = Wanted { from, to, fields: &around.fields, regions: &around.regions };
    Ok(Some(MatchBridges(rules::bridges(&published, wanted))))
}
