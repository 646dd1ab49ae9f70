//! A demand as an answer. Every field comes from a view that holds only what the caller may know.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use super::{
    inside::{AvailableTransition, DemandReview, DemandRevision},
    loaders,
    prompt::Completeness,
    split::DemandSplit,
};
use crate::{
    advisor,
    demand::{
        actions::{self, Surroundings},
        content::{AcceptanceTest, Budget},
        diff::DemandFieldChange,
        model::{Demand as Working, View},
        policy,
        rules::{self, Authority, RevisionState, Suspension},
        veil::Profile,
        vocabulary::{ActivityType, DemandSplitState, DemandState, SolutionMode, TechnologyField, Visibility},
    },
    gql::{Connection, Result, Total, actor, app, connection, locale},
    identity,
    kernel::{Date, Money, PageRequest},
    listing::{
        content::{BilingualText, Contact},
        vocabulary::{IndustryChain, LicenseKind, PaymentMode, ShanghaiSector},
    },
};

/// Cost of a field that takes a statement of its own for each demand of a page.
const READ_BY_ITSELF: usize = 20;

/// A problem that an enterprise wants solved. Where its owner does not want to be named, nothing in it says whose it is.
#[derive(Debug, Clone)]
pub struct Demand(pub View);

impl From<View> for Demand {
    fn from(view: View) -> Self {
        Self(view)
    }
}

impl Demand {
    fn inside(&self) -> Option<&Working> {
        self.0.inside.as_deref()
    }
}

/// A problem that an enterprise wants solved. Where its owner does not want to be named, nothing in it says whose it is.
/// What is shown to the owner's people, an advisor with the owner's mandate for its demands reads as well.
#[Object]
impl Demand {
    /// Global id.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Whose it is; null if the owner is not named and the viewer may not know.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        match self.0.owner {
            Some(owner) => Ok(identity::api::organization(ctx, owner).await?),
            None => Ok(None),
        }
    }

    /// What is told of the owner in any case: place, size and branch. Null for those who read inside.
    async fn owner_profile(&self) -> Option<&Profile> {
        self.0.profile.as_ref()
    }

    /// State; `PUBLISHED` for everybody outside.
    async fn state(&self) -> DemandState {
        self.0.state
    }

    /// Counts changes; give it as `expectedVersion` when you change something.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Version of the content that is shown; counts edits only.
    async fn content_version(&self) -> i64 {
        self.0.content_version
    }

    /// Title.
    async fn title(&self) -> &BilingualText {
        &self.0.content.title
    }

    /// The problem in the words of whoever has it.
    async fn problem(&self) -> &BilingualText {
        &self.0.content.problem
    }

    /// What is done about it today, and why that is not enough.
    async fn current_solution(&self) -> &BilingualText {
        &self.0.content.current_solution
    }

    /// What a solution has to bring.
    async fn expected_target(&self) -> &BilingualText {
        &self.0.content.expected_target
    }

    /// Measurements by which both sides will know that it is solved.
    async fn acceptance_tests(&self) -> &[AcceptanceTest] {
        &self.0.content.acceptance_tests
    }

    /// Keywords.
    async fn keywords(&self) -> &[String] {
        &self.0.content.keywords
    }

    /// What the owner plans to invest in all.
    async fn planned_investment(&self) -> Option<Money> {
        self.0.content.planned_investment
    }

    /// What the owner would pay for the solution.
    async fn budget(&self) -> Option<&Budget> {
        self.0.content.budget.as_ref()
    }

    /// How the owner wants it solved.
    async fn solution_mode(&self) -> Option<SolutionMode> {
        self.0.content.solution_mode
    }

    /// What kind of work it takes.
    async fn activity_type(&self) -> Option<ActivityType> {
        self.0.content.activity_type
    }

    /// Discipline of science (GB/T 13745); for basic research.
    async fn discipline(&self) -> Option<&str> {
        self.0.content.discipline.as_deref()
    }

    /// Fields of technology; for whatever is not basic research.
    async fn technology_fields(&self) -> &[TechnologyField] {
        &self.0.content.technology_fields
    }

    /// The year in which work shall begin.
    async fn start_year(&self) -> Option<i32> {
        self.0.content.start_year
    }

    /// The year in which it shall be done.
    async fn end_year(&self) -> Option<i32> {
        self.0.content.end_year
    }

    /// Whom the owner has in mind to work with. Shown to the owner's people, to staff and to advisors with the owner's mandate.
    async fn intended_partner(&self) -> Option<&str> {
        self.inside()?.content.intended_partner.as_deref()
    }

    /// The authority through which the owner reports. Shown like the intended partner.
    async fn supervising_unit(&self) -> Option<&str> {
        self.inside()?.content.supervising_unit.as_deref()
    }

    /// The day by which it has to be solved.
    async fn deadline(&self) -> Option<Date> {
        self.0.content.deadline
    }

    /// Where it would be used (GB/T 2260); to the city only if the owner is not named.
    async fn site(&self) -> Option<&str> {
        self.0.content.site.as_deref()
    }

    /// Divisions from which partners are preferred; to the city only if the owner is not named.
    async fn preferred_regions(&self) -> &[String] {
        &self.0.content.preferred_regions
    }

    /// Whether solutions from abroad are welcome.
    async fn accepts_foreign(&self) -> bool {
        self.0.content.accepts_foreign
    }

    /// Least technology readiness.
    async fn trl_min(&self) -> Option<i32> {
        self.0.content.trl_min
    }

    /// Whether the owner wants to use first and pay later.
    async fn wants_use_first_pay_later(&self) -> bool {
        self.0.content.wants_use_first_pay_later
    }

    /// Kinds of license that the owner would take; none means any.
    async fn license_kinds(&self) -> &[LicenseKind] {
        &self.0.content.license_kinds
    }

    /// Ways in which the owner would pay; none means any.
    async fn payment_modes(&self) -> &[PaymentMode] {
        &self.0.content.payment_modes
    }

    /// Industries of the application (GB/T 4754-2017).
    async fn industries(&self) -> &[String] {
        &self.0.content.industries
    }

    /// Symbols of the International Patent Classification.
    async fn ipc(&self) -> &[String] {
        &self.0.content.ipc
    }

    /// Shanghai's key industries.
    async fn shanghai_sectors(&self) -> &[ShanghaiSector] {
        &self.0.content.shanghai_sectors
    }

    /// Yangpu's industry chains.
    async fn chains(&self) -> &[IndustryChain] {
        &self.0.content.chains
    }

    /// Whom to ask. Shown to the owner's people and to staff; an office reads it from its proposal, once it is revealed.
    async fn contact(&self) -> Option<&Contact> {
        self.inside()?.content.contact.as_ref()
    }

    /// Who sees it, and whether with the owner's name.
    async fn visibility(&self) -> Visibility {
        self.0.content.visibility
    }

    /// Last day on which it is shown: as the owner chose it for those who read inside, as it is for everybody else.
    async fn valid_until(&self) -> Option<Date> {
        self.0.content.valid_until
    }

    /// First publication; to the day only if the owner is not named.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.published_at
    }

    /// Last change of what is shown; to the day only if the owner is not named.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// When it was made. Shown to the owner's people and to staff.
    async fn created_at(&self) -> Option<DateTime<Utc>> {
        self.inside().map(|demand| demand.created_at)
    }

    /// The owner's own key. Shown to the owner's people and to staff.
    async fn external_reference(&self) -> Option<&str> {
        self.inside()?.external_reference.as_deref()
    }

    /// Where unpublished changes to a published demand stand. Shown to the owner's people and to staff.
    async fn revision_state(&self) -> Option<RevisionState> {
        self.inside()?.revision
    }

    /// Whether the owner has written something that the world does not see yet. False for outsiders.
    async fn has_unpublished_changes(&self) -> bool {
        self.inside().is_some_and(Working::has_unpublished_changes)
    }

    /// Version of the content that the world sees, or saw last. Shown to the owner's people and to staff.
    async fn published_content_version(&self) -> Option<i64> {
        self.inside()?.published_content_version
    }

    /// Last day on which the world sees it. Shown to the owner's people and to staff.
    async fn shown_until(&self) -> Option<Date> {
        self.inside()?.valid_until
    }

    /// Who hid it. Shown to the owner's people and to staff.
    async fn suspension(&self) -> Option<Suspension> {
        self.inside()?.suspension
    }

    /// The reason given for a suspension, refusal or withdrawal. Shown to the owner's people and to staff.
    async fn reason(&self) -> Option<&str> {
        self.inside()?.reason.as_deref()
    }

    /// The demand that it was split off from. Shown to the owner's people and to staff.
    async fn split_from(&self, ctx: &Context<'_>) -> Result<Option<Demand>> {
        match self.inside().and_then(|demand| demand.split_from) {
            Some(id) => Ok(loaders::demand(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// When it was handed in last. Shown to the owner's people and to staff.
    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.inside()?.submitted_at
    }

    /// Who handed it in last. Shown to the owner's people and to staff.
    async fn submitted_by(&self, ctx: &Context<'_>) -> Result<Option<identity::api::User>> {
        match self.inside().and_then(|demand| demand.submitted_by) {
            Some(user) => Ok(identity::api::user(ctx, user).await?),
            None => Ok(None),
        }
    }

    /// The advisor who drafted it for the owner; null for those outside, for a demand that the owner wrote, and if the viewer may not see
    /// the advisor any more.
    async fn drafted_by(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        match self.inside().and_then(|demand| demand.drafted_by) {
            Some(by) => Ok(advisor::api::advisor(ctx, by.advisor).await?),
            None => Ok(None),
        }
    }

    /// Whether the viewer may edit it now.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> bool {
        let editable = self.inside().filter(|demand| rules::edited(demand.position()).is_ok());
        editable.is_some_and(|demand| {
            policy::holds(actor(ctx), Authority::Owner, demand.organization) || policy::edits_draft(actor(ctx), demand, self.0.mandated)
        })
    }

    /// Whether the viewer may propose to split it now: whoever may edit it, and advisors with the owner's mandate for its
    /// demands, while no other proposal waits.
    async fn viewer_can_propose_split(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(demand) = self.inside().filter(|demand| rules::edited(demand.position()).is_ok()) else { return Ok(false) };
        if !policy::may_propose_split(actor(ctx), demand.organization, self.0.mandated) {
            return Ok(false);
        }
        Ok(loaders::splits(ctx, demand.id).await?.iter().all(|split| split.state != DemandSplitState::Open))
    }

    /// Steps that the viewer may take, each with what stands in its way. Empty for outsiders.
    async fn available_transitions(&self, ctx: &Context<'_>) -> Result<Vec<AvailableTransition>> {
        let Some(demand) = self.inside() else { return Ok(Vec::new()) };
        let owner = identity::api::organization(ctx, demand.organization).await?.map(|organization| organization.0);
        let around = Surroundings { owner, shown: loaders::shown(ctx, demand).await?, kin: loaders::kin(ctx, demand).await? };
        let steps = actions::possible_steps(app(ctx), actor(ctx), demand, &around)?;
        Ok(steps.iter().map(|possible| AvailableTransition::new(possible, locale(ctx))).collect())
    }

    /// How much of it is told, and what is missing. Shown to the owner's people and to staff.
    async fn completeness(&self, ctx: &Context<'_>) -> Option<Completeness> {
        self.inside().map(|demand| Completeness::of(demand, app(ctx).clock.today(), &app(ctx).rules, locale(ctx)))
    }

    /// Every edit, last first. Shown to the owner's people and to staff. Costs more than its rows, because it is read for
    /// each demand by itself.
    #[graphql(complexity = "READ_BY_ITSELF + crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<DemandRevision>>> {
        let request = PageRequest::new(first, after, last, before)?;
        let Some(demand) = self.inside() else { return Ok(None) };
        let page = actions::revisions(app(ctx), demand, &request).await?;
        Ok(Some(connection(page, Total::known(demand.content_version.unsigned_abs(), true), DemandRevision)))
    }

    /// What changed between two versions of the content. Shown to the owner's people and to staff.
    async fn diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Content version before.")] from_version: i64,
        #[graphql(desc = "Content version after; the current one when left out.")] to_version: Option<i64>,
    ) -> Result<Option<Vec<DemandFieldChange>>> {
        let Some(demand) = self.inside() else { return Ok(None) };
        let to = to_version.unwrap_or(demand.content_version);
        let [from, to] = loaders::revisions(ctx, demand.id, from_version, to).await?;
        Ok(Some(actions::compare(from.as_ref(), to.as_ref(), locale(ctx))?))
    }

    /// The last 50 moderations, last first. Empty for outsiders.
    async fn reviews(&self, ctx: &Context<'_>) -> Result<Vec<DemandReview>> {
        let Some(demand) = self.inside() else { return Ok(Vec::new()) };
        Ok(loaders::reviews(ctx, demand.id).await?.into_iter().map(DemandReview).collect())
    }

    /// The last 50 proposals to split it, newest first. Empty for outsiders.
    async fn splits(&self, ctx: &Context<'_>) -> Result<Vec<DemandSplit>> {
        let Some(demand) = self.inside() else { return Ok(Vec::new()) };
        Ok(loaders::splits(ctx, demand.id).await?.into_iter().map(Into::into).collect())
    }
}
