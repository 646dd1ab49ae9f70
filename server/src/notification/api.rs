//! The viewer's events and mail preferences in GraphQL.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Json, Object, SimpleObject, Subscription};
use futures::stream::{Stream, StreamExt};

use super::{AlertMail as Mail, Frequency, Topic, actions};
use crate::{
    feed::{self, Entry},
    gql::{self, Connection, Total, actor, app, connection, parse_optional_id},
    idempotency::Outcome,
    kernel::{PageRequest, Timestamp, id},
    payload,
};

/// Something that happened to the viewer's things.
#[derive(Clone)]
pub struct ViewerEvent(Arc<Entry>);

impl From<Entry> for ViewerEvent {
    fn from(entry: Entry) -> Self {
        Self(Arc::new(entry))
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, strum::EnumString)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ViewerEventKind {
    /// An operator verified the viewer's organization.
    OrganizationVerified,
    /// An operator could not verify the viewer's organization.
    OrganizationRejected,
    /// A listing waits for the viewer's review.
    ListingSubmitted,
    /// A listing of the viewer was sent back with notes.
    ListingReturned,
    /// A listing of the viewer was published.
    ListingPublished,
    /// A demand waits for the viewer, an operator.
    DemandSubmitted,
    /// An advisor has drafted a demand for the viewer's enterprise.
    DemandDrafted,
    /// A demand of the viewer's enterprise was sent back with notes.
    DemandReturned,
    /// A demand of the viewer's enterprise was refused.
    DemandRefused,
    /// A demand of the viewer's enterprise was published.
    DemandPublished,
    /// A demand of the viewer's enterprise will expire.
    DemandExpiring,
    /// A demand of the viewer's enterprise expired.
    DemandExpired,
    /// The operator hid a demand of the viewer's enterprise.
    DemandSuspended,
    /// The operator shows a demand of the viewer's enterprise again.
    DemandResumed,
    /// An office proposes something to the viewer's enterprise.
    DemandProposalSubmitted,
    /// A proposal of the viewer's office was answered.
    DemandProposalAnswered,
    /// The viewer's office was told whose a demand is.
    DemandProposalRevealed,
    /// A proposal to the viewer's enterprise was taken back.
    DemandProposalWithdrawn,
    /// Somebody proposes to make two of a demand of the viewer's enterprise.
    DemandSplitProposed,
    /// A split that the viewer has proposed is decided.
    DemandSplitDecided,
    /// An import of the viewer moved on.
    ImportProgressed,
    /// An import of the viewer ended.
    ImportFinished,
    /// An enterprise asks the viewer's office for a license.
    LicenseRequestSubmitted,
    /// The viewer's request was granted.
    LicenseRequestGranted,
    /// The viewer's request was rejected.
    LicenseRequestRejected,
    /// A request to the viewer's office was withdrawn.
    LicenseRequestWithdrawn,
    /// Somebody applied as an advisor, or the viewer was told what became of it: `change` of the figures says what.
    AdvisorChanged,
    /// A client of the viewer, or the viewer's enterprise, gave a mandate.
    MandateGranted,
    /// A mandate of the viewer or of the viewer's enterprise will end.
    MandateEnding,
    /// A mandate of the viewer or of the viewer's enterprise ended.
    MandateEnded,
    /// An advisor asks the viewer's enterprise for a mandate, or the viewer was told what became of such a question: `change` of
    /// the figures says what.
    MandateRequestChanged,
    /// Something happened in a case of the viewer: `change` of the figures says what.
    CaseChanged,
    /// An advisor introduced the viewer's organization, or an introduction of the viewer was answered: `change` of the figures
    /// says what.
    IntroductionChanged,
    /// What came of a case of the viewer was filed, confirmed or decided: `change` of the figures says what.
    OutcomeChanged,
    /// A listing was found that fits a demand of the viewer's enterprise; `listingId` among the figures.
    ListingFound,
    /// A demand was found that a listing of the viewer's office answers; `demandId` among the figures.
    DemandFound,
    /// A search that the viewer saved found a listing that is new; `listingId` among the figures.
    SearchFoundListing,
    /// A search that the viewer saved found a demand that is new; `demandId` among the figures.
    SearchFoundDemand,
    /// Something that this version of the schema has no word for.
    Other,
}

/// Something that happened to the viewer's things.
#[Object]
impl ViewerEvent {
    /// Id; pass the newest one you have as `after` to miss nothing.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What happened.
    async fn kind(&self) -> ViewerEventKind {
        self.0.kind.parse().unwrap_or(ViewerEventKind::Other)
    }

    /// The thing that it happened to; ask `node` for it.
    async fn subject_id(&self) -> ID {
        encode(&self.0.entity_kind, self.0.entity_id)
    }

    /// Type of that thing.
    async fn subject_type(&self) -> &str {
        &self.0.entity_kind
    }

    /// Figures to show at once: `doneRows` and `totalRows` of an import, `change` of an advisor, of a question for a mandate or of a case, `listingId` or
    /// `demandId` of what was found.
    async fn figures(&self) -> Json<&serde_json::Value> {
        Json(&self.0.payload)
    }

    /// When it happened.
    async fn occurred_at(&self) -> Timestamp {
        self.0.at
    }

    /// When the viewer saw it.
    async fn read_at(&self) -> Option<Timestamp> {
        self.0.read_at
    }
}

/// The global id of an entity whose kind is known by name only.
fn encode(kind: &str, uuid: uuid::Uuid) -> ID {
    id::encode(kind, uuid).unwrap_or_default().into()
}

/// Whether the viewer receives mails about a topic.
#[derive(SimpleObject)]
pub struct MailPreference {
    /// The topic.
    topic: Topic,
    /// Whether mails about it are sent.
    enabled: bool,
    /// Whether it can be turned off.
    optional: bool,
}

/// The viewer's mail preferences.
#[derive(SimpleObject)]
pub struct MailPreferences {
    /// One entry a topic.
    topics: Vec<MailPreference>,
}

impl From<Vec<(Topic, bool)>> for MailPreferences {
    fn from(topics: Vec<(Topic, bool)>) -> Self {
        let topics = topics.into_iter().map(|(topic, enabled)| MailPreference { topic, enabled, optional: topic.is_optional() });
        Self { topics: topics.collect() }
    }
}

/// How the viewer is written to about alerts: listings and demands that were found for them. Whether at all, the topic `ALERTS`
/// of the mail preferences says.
#[derive(SimpleObject)]
pub struct AlertMail {
    /// How often.
    frequency: Frequency,
    /// The viewer's time zone, which says when morning is: `Asia/Shanghai`.
    time_zone: String,
    /// When what is waiting is sent; null while nothing is.
    due_at: Option<Timestamp>,
}

impl From<Mail> for AlertMail {
    fn from(mail: Mail) -> Self {
        Self { frequency: mail.rhythm.frequency, time_zone: mail.rhythm.time_zone, due_at: mail.due_at }
    }
}

/// Queries about what the viewer is told.
#[derive(Default)]
pub struct NotificationQuery;

#[Object]
impl NotificationQuery {
    /// What happened to the viewer's things, newest first.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn viewer_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<ViewerEvent>> {
        let (user, request) = (actions::viewer(actor(ctx))?, PageRequest::new(first, after, last, before)?);
        let page = feed::entries(&app(ctx).db, user, &request).await?;
        let app = app(ctx).clone();
        let total = Total::new(move || {
            let app = app.clone();
            async move { feed::count(&app.db, user).await }
        });
        Ok(connection(page, total, ViewerEvent::from))
    }

    /// Which mails the viewer receives.
    async fn viewer_mail_preferences(&self, ctx: &Context<'_>) -> gql::Result<MailPreferences> {
        Ok(actions::preferences(app(ctx), actor(ctx)).await?.into())
    }

    /// How the viewer is written to about alerts.
    async fn viewer_alert_mail(&self, ctx: &Context<'_>) -> gql::Result<AlertMail> {
        Ok(actions::alert_mail(app(ctx), actor(ctx)).await?.into())
    }

    /// How many events the viewer has not seen; counted up to 1000.
    async fn viewer_events_unread_count(&self, ctx: &Context<'_>) -> gql::Result<i64> {
        let (unread, _) = feed::unread(&app(ctx).db, actions::viewer(actor(ctx))?).await?;
        Ok(i64::try_from(unread).unwrap_or(i64::MAX))
    }
}

/// Input of `mailPreferenceSet`.
#[derive(InputObject)]
pub struct MailPreferenceSetInput {
    /// The topic; must be optional to be turned off.
    topic: Topic,
    /// Whether mails about it are sent.
    enabled: bool,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `alertMailSet`.
#[derive(InputObject)]
pub struct AlertMailSetInput {
    /// How often; stays as it is if it is not given.
    frequency: Option<Frequency>,
    /// The viewer's time zone, as the IANA database names it, `Asia/Shanghai`; stays as it is if it is not given.
    time_zone: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `viewerEventsMarkRead`.
#[derive(InputObject)]
pub struct ViewerEventsMarkReadInput {
    /// The newest event that the viewer saw; it and all older ones are marked.
    through_id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// What is left to see.
#[derive(SimpleObject)]
pub struct ViewerEventSummary {
    /// Events that the viewer has not seen; counted up to 1000.
    unread: i64,
}

impl From<u64> for ViewerEventSummary {
    fn from(unread: u64) -> Self {
        Self { unread: i64::try_from(unread).unwrap_or(i64::MAX) }
    }
}

payload! {
    /// Answer of `mailPreferenceSet`.
    MailPreferenceSetPayload {
        /// All preferences as they stand now.
        preferences: MailPreferences
    }
    /// Answer of `alertMailSet`.
    AlertMailSetPayload {
        /// What holds now.
        alert_mail: AlertMail
    }
    /// Answer of `viewerEventsMarkRead`.
    ViewerEventsMarkReadPayload {
        /// What is left.
        summary: ViewerEventSummary
    }
}

/// Mutations about what the viewer is told.
#[derive(Default)]
pub struct NotificationMutation;

#[Object]
impl NotificationMutation {
    /// Turns mails about a topic on or off.
    async fn mail_preference_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: MailPreferenceSetInput,
    ) -> gql::Result<MailPreferenceSetPayload> {
        let result = actions::set_preference(app(ctx), actor(ctx), input.topic, input.enabled).await;
        MailPreferenceSetPayload::of(ctx, input.client_mutation_id, result.map(Outcome::fresh))
    }

    /// Chooses how often the viewer is written to about alerts, and by which clock. What is waiting is sent by the new rhythm.
    async fn alert_mail_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: AlertMailSetInput,
    ) -> gql::Result<AlertMailSetPayload> {
        let result = actions::set_alert_mail(app(ctx), actor(ctx), input.frequency, input.time_zone).await;
        AlertMailSetPayload::of(ctx, input.client_mutation_id, result.map(Outcome::fresh))
    }

    /// Marks events as seen.
    async fn viewer_events_mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to where.")] input: ViewerEventsMarkReadInput,
    ) -> gql::Result<ViewerEventsMarkReadPayload> {
        actions::viewer(actor(ctx))?;
        let result = match gql::parse_id(&input.through_id, "throughId") {
            Ok(through) => actions::mark_read(app(ctx), actor(ctx), through).await,
            Err(error) => Err(error),
        };
        ViewerEventsMarkReadPayload::of(ctx, input.client_mutation_id, result.map(Outcome::<u64>::fresh))
    }
}

/// Subscriptions of the viewer.
#[derive(Default)]
pub struct NotificationSubscription;

#[Subscription]
impl NotificationSubscription {
    /// What happens to the viewer's things, as it happens. With `after`, first what happened since that event; `NOT_FOUND`
    /// means that it is too old, and that the client must read everything anew.
    async fn viewer_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The newest event that the client has.")] after: Option<ID>,
    ) -> gql::Result<impl Stream<Item = ViewerEvent>> {
        let after = parse_optional_id(after.as_ref(), "after")?;
        let entries = app(ctx).feed.follow(app(ctx).db.clone(), actions::viewer(actor(ctx))?, after).await?;
        Ok(entries.map(ViewerEvent))
    }
}
