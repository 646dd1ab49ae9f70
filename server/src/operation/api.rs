//! Looking after the platform, in GraphQL.

use async_graphql::{Context, ID, InputObject, Json, Object, SimpleObject};

use super::actions::{self, Trail};
use crate::{
    audit,
    gql::{self, Connection, Total, actor, app, connection, parse_id, parse_optional_id},
    kernel::{PageRequest, Timestamp, id},
    outbox::{DeliveryCounts, DeliveryRow},
    payload,
};

/// One line of the audit trail.
#[derive(Clone)]
pub struct AuditEntry(pub audit::Entry);

/// One line of the audit trail. Lines of one organization are chained by hash; none can be changed or removed unnoticed.
#[Object]
impl AuditEntry {
    /// Id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Position in the organization's trail, from 1, without gaps.
    async fn sequence(&self) -> i64 {
        self.0.seq
    }

    /// When it was done.
    async fn occurred_at(&self) -> Timestamp {
        self.0.at
    }

    /// The user who did it, if it was a person.
    async fn actor_id(&self) -> Option<ID> {
        self.0.actor_user.map(Into::into)
    }

    /// Who did it in words: `user`, or `system:` and the part of the program.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// What was done: `listing.publish`.
    async fn verb(&self) -> &str {
        &self.0.verb
    }

    /// Type of the entity.
    async fn entity_type(&self) -> &str {
        &self.0.entity_kind
    }

    /// The entity.
    async fn entity_id(&self) -> ID {
        id::encode(&self.0.entity_kind, self.0.entity_id).unwrap_or_default().into()
    }

    /// SHA-256 of the entity before; none if it did not exist.
    async fn before_hash(&self) -> Option<&str> {
        self.0.before_hash.as_deref()
    }

    /// SHA-256 of the entity after; none if it does not exist any more.
    async fn after_hash(&self) -> Option<&str> {
        self.0.after_hash.as_deref()
    }

    /// Versions of the rules that decided.
    async fn rule_version_ids(&self) -> Vec<ID> {
        self.0.rules.iter().map(|rule| (*rule).into()).collect()
    }

    /// Facts: states, counts, reasons.
    async fn details(&self) -> Json<&serde_json::Value> {
        Json(&self.0.details)
    }

    /// SHA-256 of the line before this one.
    async fn previous_hash(&self) -> &str {
        &self.0.previous_hash
    }

    /// SHA-256 of this line.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

impl From<audit::Entry> for AuditEntry {
    fn from(entry: audit::Entry) -> Self {
        Self(entry)
    }
}

/// A delivery that was given up.
#[derive(Clone)]
pub struct DeadLetter(DeliveryRow);

/// A follow-up of something that happened (a mail, an index update) that failed too often and was put aside.
#[Object]
impl DeadLetter {
    /// Id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What happened: `LISTING_PUBLISHED`.
    async fn event(&self) -> &str {
        &self.0.event_kind
    }

    /// Who could not follow: `INDEX`, `SEND`.
    async fn follower(&self) -> &str {
        &self.0.follower
    }

    /// Type of the entity concerned.
    async fn entity_type(&self) -> &str {
        &self.0.entity_kind
    }

    /// The entity concerned.
    async fn entity_id(&self) -> ID {
        id::encode(&self.0.entity_kind, self.0.entity_id).unwrap_or_default().into()
    }

    /// Tries made.
    async fn attempts(&self) -> i64 {
        self.0.attempts
    }

    /// Why the last try failed, in the words of the machine.
    async fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }

    /// When the thing happened.
    async fn occurred_at(&self) -> Timestamp {
        self.0.happened_at
    }
}

impl From<DeliveryRow> for DeadLetter {
    fn from(row: DeliveryRow) -> Self {
        Self(row)
    }
}

/// How much the outbox has to do.
#[derive(SimpleObject)]
pub struct DeliverySummary {
    /// Deliveries that wait or are being worked on.
    pending: i64,
    /// Deliveries that were given up.
    dead: i64,
}

impl From<DeliveryCounts> for DeliverySummary {
    fn from(counts: DeliveryCounts) -> Self {
        Self { pending: counts.pending, dead: counts.dead }
    }
}

/// Queries of operators and auditors.
#[derive(Default)]
pub struct OperationQuery;

#[Object]
impl OperationQuery {
    /// The audit trail of an organization, newest line first. Members read their own, staff reads all.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "Relay's four arguments and two filters")]
    async fn audit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose trail; the platform's own when left out.")] organization_id: Option<ID>,
        #[graphql(desc = "Only lines about this entity.")] entity_id: Option<ID>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<AuditEntry>> {
        let request = PageRequest::new(first, after, last, before)?;
        let organization = parse_optional_id(organization_id.as_ref(), "organizationId")?;
        let trail = Trail::of(actor(ctx), organization, entity_id.as_ref().map(|id| id.as_str()))?;
        let page = trail.page(app(ctx), actor(ctx), &request).await?;
        let (machines, reader) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (machines, reader) = (machines.clone(), reader.clone());
            async move { trail.count(&machines, &reader).await }
        });
        Ok(connection(page, total, AuditEntry))
    }

    /// Deliveries that were given up, newest first. Staff only.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn dead_letters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<DeadLetter>> {
        let request = PageRequest::new(first, after, last, before)?;
        let page = actions::dead_letters(app(ctx), actor(ctx), &request).await?;
        let machines = app(ctx).clone();
        let total = Total::new(move || {
            let machines = machines.clone();
            async move { Ok((crate::outbox::counts(&machines).await?.dead.unsigned_abs(), true)) }
        });
        Ok(connection(page, total, DeadLetter))
    }

    /// How much the outbox has to do. Staff only.
    async fn delivery_summary(&self, ctx: &Context<'_>) -> gql::Result<DeliverySummary> {
        Ok(actions::delivery_counts(app(ctx), actor(ctx)).await?.into())
    }
}

/// Input of `deadLetterRetry`.
#[derive(InputObject)]
pub struct DeadLetterRetryInput {
    /// The delivery.
    id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `searchIndexRebuild`.
#[derive(InputObject)]
pub struct SearchIndexRebuildInput {
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `deadLetterRetry`.
    DeadLetterRetryPayload {
        /// The delivery, at work again.
        delivery: DeadLetter
    }
    /// Answer of `searchIndexRebuild`.
    SearchIndexRebuildPayload {
        /// What the outbox has to do now.
        deliveries: DeliverySummary
    }
}

/// Mutations of operators.
#[derive(Default)]
pub struct OperationMutation;

#[Object]
impl OperationMutation {
    /// Puts a given-up delivery back at work. Operators only.
    async fn dead_letter_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which delivery.")] input: DeadLetterRetryInput,
    ) -> gql::Result<DeadLetterRetryPayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::retry(app(ctx), actor(ctx), id).await,
            Err(error) => Err(error),
        };
        DeadLetterRetryPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Builds the search index anew beside the live one, then swaps. Operators only.
    async fn search_index_rebuild(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Nothing but the client's mark.")] input: SearchIndexRebuildInput,
    ) -> gql::Result<SearchIndexRebuildPayload> {
        let result = actions::rebuild_index(app(ctx), actor(ctx)).await;
        SearchIndexRebuildPayload::of(ctx, input.client_mutation_id, result)
    }
}
