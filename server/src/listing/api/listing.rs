//! A listing as an answer. Every field comes from a view that was redacted for the caller.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use super::{
    loaders,
    office::{AvailableTransition, Completeness, ListingReview, ListingRevision},
};
use crate::{
    gql::{Connection, Result, Total, UserError, actor, app, connection, locale, plain::Written, user_error},
    identity,
    kernel::{Date, Money, PageRequest},
    listing::{
        actions::{self, Surroundings},
        content::{
            AchievementRegistration, Attachment, BilingualText, Contact, DisclosureChoice, FiveValues, Funding, Indicator, Inventor,
            IpRight, LicenseOffer, OwnerShare, Secrecy, TechnologyReadinessLevel,
        },
        diff::FieldChange,
        disclosure::HiddenSection,
        model::{Listing as Working, View},
        policy,
        rules::{self, Authority, Origin, RevisionState, Suspension, Transition},
        vocabulary::{
            DisclosureLayer, ExportClass, IndustryChain, ListingKind, ListingState, RightsGrantState, ShanghaiSector, StrategicIndustry,
            TransferWay,
        },
    },
};

/// Cost of a field that takes a statement of its own for each listing of a page.
const READ_BY_ITSELF: usize = 20;

/// An achievement offered for transfer. Shows what the viewer's layer may read; `hiddenSections` says what more there is.
#[derive(Debug, Clone)]
pub struct Listing(pub View);

impl From<View> for Listing {
    fn from(view: View) -> Self {
        Self(view)
    }
}

impl Listing {
    fn office(&self) -> Option<&Working> {
        self.0.office.as_deref()
    }

    fn steps(&self) -> Vec<rules::Step> {
        self.office().map(|listing| rules::steps(listing.position())).unwrap_or_default()
    }
}

/// An achievement offered for transfer. Shows what the viewer's layer may read; `hiddenSections` says what more there is.
#[Object]
impl Listing {
    /// Global id.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The holder.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.organization).await?)
    }

    /// State; `PUBLISHED` for everybody outside the office.
    async fn state(&self) -> ListingState {
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
    async fn title(&self) -> Written<'_, BilingualText> {
        Written(&self.0.content.title)
    }

    /// Abstract. Always public.
    #[graphql(name = "abstract")]
    async fn abstract_text(&self) -> Written<'_, BilingualText> {
        Written(&self.0.content.abstract_text)
    }

    /// The problem it solves.
    async fn problem(&self) -> &BilingualText {
        &self.0.content.problem
    }

    /// The benefit over what exists.
    async fn benefit(&self) -> &BilingualText {
        &self.0.content.benefit
    }

    /// What it is.
    async fn kind(&self) -> Option<ListingKind> {
        self.0.content.kind
    }

    /// Department that holds it.
    async fn department(&self) -> Option<&str> {
        self.0.content.department.as_deref()
    }

    /// Keywords.
    async fn keywords(&self) -> &[String] {
        &self.0.content.keywords
    }

    /// Technology readiness.
    async fn readiness(&self) -> Option<Written<'_, TechnologyReadinessLevel>> {
        self.0.content.readiness.as_ref().map(Written)
    }

    /// Rights it rests on.
    async fn ip_rights(&self) -> Vec<Written<'_, IpRight>> {
        self.0.content.ip_rights.iter().map(Written).collect()
    }

    /// Symbols of the International Patent Classification.
    async fn ipc(&self) -> &[String] {
        &self.0.content.ipc
    }

    /// Industries where it applies (GB/T 4754-2017).
    async fn industries(&self) -> &[String] {
        &self.0.content.industries
    }

    /// Strategic emerging industries.
    async fn strategic_industries(&self) -> &[StrategicIndustry] {
        &self.0.content.strategic_industries
    }

    /// Shanghai's key industries.
    async fn shanghai_sectors(&self) -> &[ShanghaiSector] {
        &self.0.content.shanghai_sectors
    }

    /// Yangpu's industry chains.
    async fn chains(&self) -> &[IndustryChain] {
        &self.0.content.chains
    }

    /// Points of innovation.
    async fn innovation_points(&self) -> &[String] {
        &self.0.content.innovation_points
    }

    /// Measured figures.
    async fn indicators(&self) -> &[Indicator] {
        &self.0.content.indicators
    }

    /// Where it can be used.
    async fn scenarios(&self) -> &BilingualText {
        &self.0.content.scenarios
    }

    /// Where it has been used.
    async fn applied_cases(&self) -> &BilingualText {
        &self.0.content.applied_cases
    }

    /// Know-how. Never shown outside a non-disclosure agreement.
    async fn know_how(&self) -> Option<&str> {
        self.0.content.know_how.as_deref()
    }

    /// Inventors. Their shares are shown to the office and to staff only.
    async fn inventors(&self) -> &[Inventor] {
        &self.0.content.inventors
    }

    /// Whether the inventors' team consents to "use first, pay later". Shown to the office and to staff.
    async fn inventors_consent(&self) -> Option<bool> {
        self.office().map(|listing| listing.content.inventors_consent)
    }

    /// Owners and their shares; empty means the organization alone.
    async fn owners(&self) -> &[OwnerShare] {
        &self.0.content.owners
    }

    /// Whom to ask.
    async fn contact(&self) -> Option<&Contact> {
        self.0.content.contact.as_ref()
    }

    /// Who paid for the research.
    async fn funding(&self) -> Option<&Funding> {
        self.0.content.funding.as_ref()
    }

    /// Secrecy. Shown to the office and to staff.
    async fn secrecy(&self) -> Option<&Secrecy> {
        self.0.content.secrecy.as_ref()
    }

    /// Export class.
    async fn export_class(&self) -> Option<ExportClass> {
        self.0.content.export_class
    }

    /// Rights granted to researchers.
    async fn rights_grant(&self) -> Option<RightsGrantState> {
        self.0.content.rights_grant
    }

    /// Whether it is separately managed (单列管理).
    async fn separately_managed(&self) -> bool {
        self.0.content.separately_managed
    }

    /// Registration of the achievement.
    async fn registration(&self) -> Option<&AchievementRegistration> {
        self.0.content.registration.as_ref()
    }

    /// Ways to transfer it.
    async fn transfer_ways(&self) -> &[TransferWay] {
        &self.0.content.transfer_ways
    }

    /// Terms on which it is licensed.
    async fn offers(&self) -> Vec<Written<'_, LicenseOffer>> {
        self.0.content.offers.iter().map(Written).collect()
    }

    /// Whether a broker is entrusted.
    async fn entrusted_broker(&self) -> bool {
        self.0.content.entrusted_broker
    }

    /// Investment that putting it to use is expected to take.
    async fn expected_investment(&self) -> Option<Money> {
        self.0.content.expected_investment
    }

    /// What the holder looks for in a partner.
    async fn cooperation_needs(&self) -> &[String] {
        &self.0.content.cooperation_needs
    }

    /// Evaluation by five values.
    async fn five_values(&self) -> Option<&FiveValues> {
        self.0.content.five_values.as_ref()
    }

    /// Files that go with it, as far as the viewer may know of them. Fetch one from
    /// `GET /attachments/{listing id}/{upload id}`, with the same access token.
    async fn attachments(&self) -> &[Attachment] {
        &self.0.content.attachments
    }

    /// Last day on which the listing is shown, as the holder chose it.
    async fn valid_until(&self) -> Option<Date> {
        self.0.content.valid_until
    }

    /// Layers that the holder chose. Shown to the office and to staff.
    async fn disclosure(&self) -> &[DisclosureChoice] {
        &self.0.content.disclosure
    }

    /// The viewer's layer.
    async fn viewer_layer(&self) -> DisclosureLayer {
        self.0.layer
    }

    /// Sections that have content which the viewer's layer may not read.
    async fn hidden_sections(&self) -> &[HiddenSection] {
        &self.0.hidden
    }

    /// First publication.
    async fn published_at(&self) -> Option<DateTime<Utc>> {
        self.0.published_at
    }

    /// Last change of what is shown.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// When it was made. Shown to the office and to staff.
    async fn created_at(&self) -> Option<DateTime<Utc>> {
        self.office().map(|listing| listing.created_at)
    }

    /// The holder's own key. Shown to the office and to staff.
    async fn external_reference(&self) -> Option<&str> {
        self.office()?.external_reference.as_deref()
    }

    /// How it came to be. Shown to the office and to staff.
    async fn origin(&self) -> Option<Origin> {
        self.office().map(|listing| listing.origin)
    }

    /// Where unpublished changes to a published listing stand. Shown to the office and to staff.
    async fn revision_state(&self) -> Option<RevisionState> {
        self.office()?.revision
    }

    /// Whether the office has written something that the world does not see yet. False for outsiders.
    async fn has_unpublished_changes(&self) -> bool {
        self.office().is_some_and(Working::has_unpublished_changes)
    }

    /// Version of the content that the world sees, or saw last. Shown to the office and to staff.
    async fn published_content_version(&self) -> Option<i64> {
        self.office()?.published_content_version
    }

    /// Last day on which the world sees it: the chosen one, or the rule's, or that of the last right. Shown to the office
    /// and to staff.
    async fn shown_until(&self) -> Option<Date> {
        self.office()?.valid_until
    }

    /// Why it is suspended. Shown to the office and to staff.
    async fn suspension(&self) -> Option<Suspension> {
        self.office()?.suspension
    }

    /// Last day of an exclusive license that was signed; until then the world does not see the listing, whatever it is
    /// suspended for. Shown to the office and to staff.
    async fn licensed_until(&self) -> Option<Date> {
        self.office()?.licensed_until
    }

    /// The reason given for a suspension, withdrawal or transfer. Shown to the office and to staff.
    async fn reason(&self) -> Option<&str> {
        self.office()?.reason.as_deref()
    }

    /// When it was handed in last. Shown to the office and to staff.
    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.office()?.submitted_at
    }

    /// Who handed it in last. Shown to the office and to staff.
    async fn submitted_by(&self, ctx: &Context<'_>) -> Result<Option<identity::api::User>> {
        match self.office().and_then(|listing| listing.submitted_by) {
            Some(user) => Ok(identity::api::user(ctx, user).await?),
            None => Ok(None),
        }
    }

    /// Whether the viewer may edit it now.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> bool {
        let editable = self.office().is_some_and(|listing| rules::edited(listing.position()).is_ok());
        editable && policy::holds(actor(ctx), Authority::Office, self.0.organization)
    }

    /// Whether the viewer may review it now.
    async fn viewer_can_review(&self, ctx: &Context<'_>) -> bool {
        let waits = self.steps().iter().any(|step| step.transition == Transition::Approve);
        waits && policy::holds(actor(ctx), Authority::Head, self.0.organization)
    }

    /// Whether the viewer may ask for a license of one of the offers now, as far as the listing is concerned.
    async fn viewer_can_request(&self, ctx: &Context<'_>) -> bool {
        actions::may_request(actor(ctx), &self.0).is_ok()
    }

    /// Why the viewer may not, as far as the listing is concerned; empty if they may.
    async fn viewer_request_blocked_by(&self, ctx: &Context<'_>) -> Vec<UserError> {
        let blocker = actions::may_request(actor(ctx), &self.0).err();
        blocker.iter().map(|error| user_error(error, locale(ctx))).collect()
    }

    /// Steps that the viewer may take, each with what stands in its way. Empty for outsiders.
    async fn available_transitions(&self, ctx: &Context<'_>) -> Result<Vec<AvailableTransition>> {
        let Some(listing) = self.office() else { return Ok(Vec::new()) };
        let organization = identity::api::organization(ctx, listing.organization).await?;
        let holder = organization.map(|organization| organization.0);
        let other_head = actions::handed_in_by(listing, actor(ctx)) && loaders::another_head(ctx, listing.organization).await?;
        let around = Surroundings { holder, other_head, shown: loaders::shown_again(ctx, listing).await? };
        let steps = actions::possible_steps(app(ctx), actor(ctx), listing, around)?;
        Ok(steps.into_iter().map(|(step, blockers)| AvailableTransition::new(step, &blockers, locale(ctx))).collect())
    }

    /// How much of it is told, and what is missing. Shown to the office and to staff.
    async fn completeness(&self, ctx: &Context<'_>) -> Option<Completeness> {
        self.office().map(|listing| Completeness::of(listing, locale(ctx)))
    }

    /// What a viewer of this layer reads of it, were it published as it stands now; `hiddenSections` says what is kept from
    /// them. Shown to the office and to staff.
    async fn as_seen_by(&self, #[graphql(desc = "The layer.")] layer: DisclosureLayer) -> Option<Self> {
        self.office().map(|listing| Self(View::foreseen(listing, layer)))
    }

    /// Every edit, last first. Shown to the office and to staff. Costs more than its rows, because it is read for each
    /// listing by itself.
    #[graphql(complexity = "READ_BY_ITSELF + crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<ListingRevision>>> {
        let request = PageRequest::new(first, after, last, before)?;
        let Some(listing) = self.office() else { return Ok(None) };
        let page = actions::revisions(app(ctx), listing, &request).await?;
        let total = Total::known(listing.content_version.unsigned_abs(), true);
        Ok(Some(connection(page, total, ListingRevision)))
    }

    /// What changed between two versions of the content. Shown to the office and to staff.
    async fn diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Content version before.")] from_version: i64,
        #[graphql(desc = "Content version after; the current one when left out.")] to_version: Option<i64>,
    ) -> Result<Option<Vec<FieldChange>>> {
        let Some(listing) = self.office() else { return Ok(None) };
        let to = to_version.unwrap_or(listing.content_version);
        let [from, to] = loaders::revisions(ctx, listing.id, from_version, to).await?;
        Ok(Some(actions::compare(from.as_ref(), to.as_ref(), locale(ctx))?))
    }

    /// The last 50 reviews, last first. Empty for outsiders.
    async fn reviews(&self, ctx: &Context<'_>) -> Result<Vec<ListingReview>> {
        let Some(listing) = self.office() else { return Ok(Vec::new()) };
        Ok(loaders::reviews(ctx, listing.id).await?.into_iter().map(ListingReview).collect())
    }
}
