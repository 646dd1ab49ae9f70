//! A question for a mandate, as an answer.

use async_graphql::{Context, ID, InputObject, Object};

use super::{Advisor, Mandate, loaders};
use crate::{
    advisor::{
        MandateRequestFilter,
        actions::{self, Answer, Ask, Word},
        model::MandateRequest as Model,
        policy,
        vocabulary::{MandateRequestState, MandateScope},
    },
    gql::{self, Connection, IdempotencyKey, Result, Total, actor, app, connection, lookup_id, parse_id, parse_optional_id},
    identity,
    kernel::{Date, Error, PageRequest, Timestamp},
    payload,
};

/// An advisor's question to an enterprise for a mandate. Visible to the two and to staff.
pub struct MandateRequest(pub Model);

impl From<Model> for MandateRequest {
    fn from(asked: Model) -> Self {
        Self(asked)
    }
}

impl MandateRequest {
    fn is_open(&self, ctx: &Context<'_>) -> bool {
        self.0.state_on(app(ctx).clock.today()) == MandateRequestState::Open
    }
}

/// An advisor's question to an enterprise for a mandate. Visible to the two and to staff.
#[Object]
impl MandateRequest {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you answer.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands today.
    async fn state(&self, ctx: &Context<'_>) -> MandateRequestState {
        self.0.state_on(app(ctx).clock.today())
    }

    /// The enterprise that is asked.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.organization).await?)
    }

    /// Who asks; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<Advisor>> {
        Ok(loaders::advisor(ctx, self.0.advisor).await?)
    }

    /// What the advisor wants to do beside reading.
    async fn scopes(&self) -> &[MandateScope] {
        &self.0.scopes
    }

    /// Last day of the mandate.
    async fn valid_until(&self) -> Date {
        self.0.valid_until
    }

    /// What the advisor wants to be paid; null if the work is free for the enterprise.
    async fn fee_terms(&self) -> Option<&str> {
        self.0.fee_terms.as_deref()
    }

    /// What the advisor says beside it.
    async fn note(&self) -> &str {
        &self.0.note
    }

    /// Last day for an answer.
    async fn answer_by(&self) -> Date {
        self.0.answer_by
    }

    /// Why the enterprise refused.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The mandate that came of it.
    async fn mandate(&self, ctx: &Context<'_>) -> Result<Option<Mandate>> {
        match self.0.mandate {
            Some(id) => Ok(loaders::mandate(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// Whether the viewer may accept or refuse it now.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> bool {
        self.is_open(ctx) && policy::may_answer(actor(ctx), &self.0)
    }

    /// Whether the viewer may take it back now.
    async fn viewer_can_withdraw(&self, ctx: &Context<'_>) -> bool {
        self.is_open(ctx) && policy::may_take_back(actor(ctx), &self.0)
    }

    /// When it was asked.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it was answered, taken back or over.
    async fn closed_at(&self) -> Option<Timestamp> {
        self.0.closed_at
    }
}

/// Which questions for mandates.
#[derive(InputObject, Default)]
pub struct MandateRequestFilterInput {
    /// To this enterprise.
    organization_id: Option<ID>,
    /// Of this advisor.
    advisor_id: Option<ID>,
    /// Only those that can be answered today.
    open: Option<bool>,
}

impl MandateRequestFilterInput {
    fn parse(self, today: chrono::NaiveDate) -> crate::kernel::Result<MandateRequestFilter> {
        let in_filter = |error: Error| error.at("filter");
        Ok(MandateRequestFilter {
            organization: parse_optional_id(self.organization_id.as_ref(), "organizationId").map_err(in_filter)?,
            advisor: parse_optional_id(self.advisor_id.as_ref(), "advisorId").map_err(in_filter)?,
            open_on: (self.open == Some(true)).then_some(today),
        })
    }
}

/// Input of `mandateRequestSubmit`.
#[derive(InputObject)]
pub struct MandateRequestSubmitInput {
    /// The enterprise; it has to be verified.
    organization_id: ID,
    /// What the advisor wants to do beside reading; at least one.
    scopes: Vec<MandateScope>,
    /// Last day of the mandate: not before the last day for an answer, and not further away than the rule
    /// `advising.mandate_months_max` says.
    valid_until: Date,
    /// What the advisor wants to be paid, up to 1000 characters; none if the work is free.
    fee_terms: Option<String>,
    /// Who the advisor is and what for, in words to the enterprise, up to 1000 characters.
    note: String,
    /// A UUID; a repeated request with the same key answers with the first one.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

impl MandateRequestSubmitInput {
    fn parse(&self) -> crate::kernel::Result<Ask> {
        Ok(Ask {
            organization: parse_id(&self.organization_id, "organizationId")?,
            scopes: self.scopes.clone(),
            valid_until: self.valid_until,
            fee_terms: self.fee_terms.clone(),
            note: self.note.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

/// Input of `mandateRequestAccept`.
#[derive(InputObject)]
pub struct MandateRequestAcceptInput {
    /// The question.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `mandateRequestRefuse`.
#[derive(InputObject)]
pub struct MandateRequestRefuseInput {
    /// The question.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Why, up to 1000 characters; the advisor reads it.
    reason: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `mandateRequestWithdraw`.
#[derive(InputObject)]
pub struct MandateRequestWithdrawInput {
    /// The question.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `mandateRequestSubmit`.
    MandateRequestSubmitPayload {
        /// The question.
        mandate_request: MandateRequest
    }
    /// Answer of `mandateRequestAccept`.
    MandateRequestAcceptPayload {
        /// The question as it is now.
        mandate_request: MandateRequest
    }
    /// Answer of `mandateRequestRefuse`.
    MandateRequestRefusePayload {
        /// The question as it is now.
        mandate_request: MandateRequest
    }
    /// Answer of `mandateRequestWithdraw`.
    MandateRequestWithdrawPayload {
        /// The question as it is now.
        mandate_request: MandateRequest
    }
}

async fn say(ctx: &Context<'_>, id: &ID, expected_version: i64, word: Word) -> crate::kernel::Result<crate::idempotency::Outcome<Model>> {
    let said = Answer { id: parse_id(id, "id")?, expected_version, word };
    actions::answer(app(ctx), actor(ctx), said).await
}

/// Changes to questions for mandates.
#[derive(Default)]
pub struct MandateRequestMutation;

#[Object]
impl MandateRequestMutation {
    /// Asks an enterprise for a mandate. Advisors who are appointed.
    async fn mandate_request_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MandateRequestSubmitInput,
    ) -> gql::Result<MandateRequestSubmitPayload> {
        let result = async { actions::ask(app(ctx), actor(ctx), input.parse()?).await }.await;
        MandateRequestSubmitPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Gives the mandate that an advisor asks for, as it was asked for. Owners of the enterprise.
    async fn mandate_request_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MandateRequestAcceptInput,
    ) -> gql::Result<MandateRequestAcceptPayload> {
        let result = say(ctx, &input.id, input.expected_version, Word::Accept).await;
        MandateRequestAcceptPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Refuses it, with a reason. Owners of the enterprise.
    async fn mandate_request_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MandateRequestRefuseInput,
    ) -> gql::Result<MandateRequestRefusePayload> {
        let result = say(ctx, &input.id, input.expected_version, Word::Refuse(input.reason)).await;
        MandateRequestRefusePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes it back. The advisor who asked.
    async fn mandate_request_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MandateRequestWithdrawInput,
    ) -> gql::Result<MandateRequestWithdrawPayload> {
        let result = say(ctx, &input.id, input.expected_version, Word::Withdraw).await;
        MandateRequestWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }
}

/// Questions for mandates.
#[derive(Default)]
pub struct MandateRequestQuery;

#[Object]
impl MandateRequestQuery {
    /// The question for a mandate with this id; null if there is none or it is not the viewer's business.
    async fn mandate_request(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<MandateRequest>> {
        let Some(id) = lookup_id(&id) else { return Ok(None) };
        Ok(actions::find_mandate_requests(app(ctx), actor(ctx), &[id]).await?.pop().map(Into::into))
    }

    /// Questions for mandates that the viewer has asked or was asked, newest first; all for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn mandate_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<MandateRequestFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<MandateRequest>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse(app(ctx).clock.today())?;
        let page = actions::list_mandate_requests(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::list_mandate_requests_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, MandateRequest))
    }
}
