//! A service platform as an answer. Every field comes from a view that holds only what the caller may know.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use crate::{
    gql::{Result, actor, locale},
    identity,
    listing::{
        content::{BilingualText, Contact},
        vocabulary::{IndustryChain, ShanghaiSector, StrategicIndustry},
    },
    platform::{
        content::{CostRange, PlatformContent, ReadinessSpan, WeekRange},
        model::View,
        policy,
        rules::{self, Transition},
        vocabulary::{PlatformKind, PlatformService, PlatformState},
    },
    reference::{self, List},
};

/// Where a technology is taken from one readiness level to a higher one: a proof-of-concept center, a pilot plant, a test
/// laboratory.
#[derive(Debug, Clone)]
pub struct ServicePlatform(pub View);

impl From<View> for ServicePlatform {
    fn from(view: View) -> Self {
        Self(view)
    }
}

impl ServicePlatform {
    const fn content(&self) -> &PlatformContent {
        &self.0.platform.content
    }

    /// Whether the viewer may take a step now, as far as state and rights say.
    fn may(&self, ctx: &Context<'_>, transition: Transition) -> bool {
        let platform = &self.0.platform;
        self.0.inside && rules::step(platform.state, transition).is_ok() && policy::writes(actor(ctx), platform.organization)
    }
}

/// Where a technology is taken from one readiness level to a higher one: a proof-of-concept center, a pilot plant, a test
/// laboratory.
#[Object]
impl ServicePlatform {
    /// Global id.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Who runs it.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.platform.organization).await?)
    }

    /// State; `PUBLISHED` for everybody outside.
    async fn state(&self) -> PlatformState {
        self.0.platform.state
    }

    /// Counts changes; give it as `expectedVersion` when you change something.
    async fn version(&self) -> i64 {
        self.0.platform.version
    }

    /// What kind of platform it is; a draft may lack it.
    async fn kind(&self) -> Option<PlatformKind> {
        self.content().kind
    }

    /// Name.
    async fn name(&self) -> &BilingualText {
        &self.content().name
    }

    /// What it does and for whom.
    async fn summary(&self) -> &BilingualText {
        &self.content().summary
    }

    /// What it verifies.
    async fn services(&self) -> &[PlatformService] {
        &self.content().services
    }

    /// From which readiness to which it takes a technology; null if it does not say.
    async fn readiness(&self) -> Option<ReadinessSpan> {
        self.content().readiness
    }

    /// How long that usually takes; null if it does not say.
    async fn weeks(&self) -> Option<WeekRange> {
        self.content().weeks
    }

    /// What that usually costs; null if it does not say, which is not the same as nothing.
    async fn cost(&self) -> Option<CostRange> {
        self.content().cost
    }

    /// Where it is, an administrative division of China (GB/T 2260).
    async fn region(&self) -> Option<&str> {
        self.content().region.as_deref()
    }

    /// Name of that division in the caller's language.
    async fn region_name(&self, ctx: &Context<'_>) -> Option<&str> {
        let entry = reference::find(List::Divisions, self.content().region.as_deref()?)?;
        Some(entry.name(locale(ctx)))
    }

    /// Industries that it serves (GB/T 4754-2017). A platform that names no field at all serves every one.
    async fn industries(&self) -> &[String] {
        &self.content().industries
    }

    /// Strategic emerging industries that it serves.
    async fn strategic_industries(&self) -> &[StrategicIndustry] {
        &self.content().strategic_industries
    }

    /// Shanghai's key industries that it serves.
    async fn shanghai_sectors(&self) -> &[ShanghaiSector] {
        &self.content().shanghai_sectors
    }

    /// Yangpu's industry chains that it serves.
    async fn chains(&self) -> &[IndustryChain] {
        &self.content().chains
    }

    /// Lines, instruments, capacity.
    async fn equipment(&self) -> &BilingualText {
        &self.content().equipment
    }

    /// Whom to ask. Shown to members of verified organizations, to its own people and to staff.
    async fn contact(&self) -> Option<&Contact> {
        self.content().contact.as_ref()
    }

    /// First publication.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.platform.published_at
    }

    /// Last change.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.platform.updated_at
    }

    /// When it was made. Shown to its people and to staff.
    async fn created_at(&self) -> Option<DateTime<Utc>> {
        self.0.inside.then_some(self.0.platform.created_at)
    }

    /// The reason given for a withdrawal. Shown to its people and to staff.
    async fn reason(&self) -> Option<&str> {
        self.0.platform.reason.as_deref()
    }

    /// Whether the viewer may edit it.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> bool {
        self.0.inside && policy::writes(actor(ctx), self.0.platform.organization)
    }

    /// Whether the viewer may publish it, once it says what a publication needs. What the staff withdrew, only an operator
    /// publishes again.
    async fn viewer_can_publish(&self, ctx: &Context<'_>) -> bool {
        self.may(ctx, Transition::Publish) && policy::publishes(actor(ctx), &self.0.platform)
    }

    /// Whether the viewer may withdraw it.
    async fn viewer_can_withdraw(&self, ctx: &Context<'_>) -> bool {
        self.may(ctx, Transition::Withdraw)
    }
}
