//! The viewer's events and mail preferences in GraphQL.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Json, Object, SimpleObject, Subscription};
use futures::stream::Stream;
use tokio::sync::broadcast::error::RecvError;

use super::{Topic, mails};
use crate::{
    feed::{self, Entry},
    gql::{self, Connection, Total, actor, app, connection, parse_optional_id},
    idempotency::Outcome,
    kernel::{
        Code, Error, Id, PageRequest, Timestamp,
        id::{self, User},
    },
    payload,
};

/// Something that happened to the viewer's things.
#[derive(Clone)]
pub struct ViewerEvent(Arc<Entry>);

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
    /// Something that this version of the schema has no word for.
    Other,
}

/// Something that happened to the viewer's things.
#[Object]
impl ViewerEvent {
    /// Id; pass the newest one you have as `after` to miss nothing.
    async fn id(&self) -> ID {
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

    /// Figures to show at once: `doneRows` and `totalRows` of an import.
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

fn viewer(ctx: &Context<'_>) -> crate::kernel::Result<Id<User>> {
    actor(ctx).user().ok_or_else(|| Error::new(Code::Unauthenticated))
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
        let (user, request) = (viewer(ctx)?, PageRequest::new(first, after, last, before)?);
        let page = feed::entries(&app(ctx).db, user, &request).await?;
        let app = app(ctx).clone();
        let unread = Total::new(move || {
            let app = app.clone();
            async move { Ok((feed::unread(&app.db, user).await?, true)) }
        });
        Ok(connection(page, unread, |entry| ViewerEvent(Arc::new(entry))))
    }

    /// Which mails the viewer receives.
    async fn viewer_mail_preferences(&self, ctx: &Context<'_>) -> gql::Result<MailPreferences> {
        Ok(mails::preferences(app(ctx), viewer(ctx)?).await?.into())
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
    /// Events that the viewer has not seen.
    unread: i64,
}

payload! {
    /// Answer of `mailPreferenceSet`.
    MailPreferenceSetPayload {
        /// All preferences as they stand now.
        preferences: MailPreferences
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
        let result = mails::set_preference(app(ctx), actor(ctx), input.topic, input.enabled).await;
        MailPreferenceSetPayload::of(ctx, input.client_mutation_id, result.map(Outcome::fresh))
    }

    /// Marks events as seen.
    async fn viewer_events_mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to where.")] input: ViewerEventsMarkReadInput,
    ) -> gql::Result<ViewerEventsMarkReadPayload> {
        let result = mark_read(ctx, &input.through_id).await;
        ViewerEventsMarkReadPayload::of(ctx, input.client_mutation_id, result.map(Outcome::fresh))
    }
}

async fn mark_read(ctx: &Context<'_>, through: &ID) -> crate::kernel::Result<ViewerEventSummary> {
    let (app, user) = (app(ctx), viewer(ctx)?);
    let id = gql::parse_id(through, "throughId")?;
    let seq = feed::position(&app.db, user, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("throughId"))?;
    let tx = app.begin().await?;
    feed::mark_read(&*tx, app.now(), user, seq).await?;
    tx.commit().await?;
    Ok(ViewerEventSummary { unread: i64::try_from(feed::unread(&app.db, user).await?).unwrap_or(i64::MAX) })
}

/// Subscriptions of the viewer.
#[derive(Default)]
pub struct NotificationSubscription;

#[Subscription]
impl NotificationSubscription {
    /// What happens to the viewer's things, as it happens. With `after`, first what happened since that event.
    async fn viewer_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The newest event that the client has.")] after: Option<ID>,
    ) -> gql::Result<impl Stream<Item = ViewerEvent>> {
        let (app, user) = (app(ctx).clone(), viewer(ctx)?);
        let mut live = app.feed.subscribe();
        let after = parse_optional_id(after.as_ref(), "after")?;
        let mut position = match after {
            Some(id) => feed::position(&app.db, user, id).await?,
            None => None,
        };
        let missed = match position {
            Some(seq) => feed::since(&app.db, user, seq).await?,
            None => Vec::new(),
        };
        Ok(async_stream(async move |out: tokio::sync::mpsc::Sender<ViewerEvent>| {
            for entry in missed {
                position = position.max(Some(entry.seq));
                if out.send(ViewerEvent(Arc::new(entry))).await.is_err() {
                    return;
                }
            }
            loop {
                let fresh = match live.recv().await {
                    Ok(entry) => vec![entry],
                    // Too slow for the broadcast: the rows have what was missed.
                    Err(RecvError::Lagged(_)) => {
                        let missed = feed::since(&app.db, user, position.unwrap_or(i64::MAX)).await.unwrap_or_default();
                        missed.into_iter().map(Arc::new).collect()
                    }
                    Err(RecvError::Closed) => return,
                };
                for entry in fresh {
                    if entry.user != user || Some(entry.seq) <= position {
                        continue;
                    }
                    position = Some(entry.seq);
                    if out.send(ViewerEvent(entry)).await.is_err() {
                        return;
                    }
                }
            }
        }))
    }
}

/// A stream fed by a task that ends when the stream is dropped.
fn async_stream<F>(produce: impl FnOnce(tokio::sync::mpsc::Sender<ViewerEvent>) -> F) -> impl Stream<Item = ViewerEvent>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, receiver) = tokio::sync::mpsc::channel(16);
    let task = tokio_util::task::AbortOnDropHandle::new(tokio::spawn(produce(sender)));
    futures::stream::unfold((receiver, task), |(mut receiver, task)| async move { Some((receiver.recv().await?, (receiver, task))) })
}
