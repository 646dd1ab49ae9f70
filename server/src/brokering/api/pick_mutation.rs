//! Changes to what an advisor picks for a client.

use async_graphql::{Context, ID, InputObject, Object};

use super::BrokerCase;
use crate::{
    brokering::actions::{self, AddPick, EditPick, SendShortlist},
    gql::{self, IdempotencyKey, actor, app, parse_id},
    kernel::Result,
    listing::content::BilingualText,
    payload,
};

payload! {
    /// Answer of `casePickAdd`.
    CasePickAddPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `casePickEdit`.
    CasePickEditPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `casePickRemove`.
    CasePickRemovePayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `shortlistSend`.
    ShortlistSendPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
}

/// Input of `casePickAdd`.
#[derive(InputObject)]
pub struct CasePickAddInput {
    /// The case.
    case_id: ID,
    /// The listing; it has to be published.
    listing_id: ID,
    /// Why, up to 500 characters in a language; the client reads it once the shortlist is sent.
    reason: BilingualText,
    /// A UUID; a repeated request with the same key writes nothing.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `casePickEdit`.
#[derive(InputObject)]
pub struct CasePickEditInput {
    /// The pick.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Another reason; none leaves it.
    reason: Option<BilingualText>,
    /// Another place among those that are not sent, from 1; none leaves it.
    place: Option<i32>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `casePickRemove`.
#[derive(InputObject)]
pub struct CasePickRemoveInput {
    /// The pick.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `shortlistSend`.
#[derive(InputObject)]
pub struct ShortlistSendInput {
    /// The case.
    case_id: ID,
    /// Version of the case that the decision was made looking at.
    expected_version: i64,
    /// How long the search took, in minutes.
    minutes: i32,
    /// Why there are no more, up to 1000 characters: needed for fewer listings than `workingList.minimum`. The client reads it.
    explanation: Option<String>,
    /// A UUID; a repeated request with the same key writes nothing.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

impl CasePickAddInput {
    fn parse(&self) -> Result<AddPick> {
        Ok(AddPick {
            case: parse_id(&self.case_id, "caseId")?,
            listing: parse_id(&self.listing_id, "listingId")?,
            reason: self.reason.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl CasePickEditInput {
    fn parse(&self) -> Result<EditPick> {
        let id = parse_id(&self.id, "id")?;
        Ok(EditPick { id, expected_version: self.expected_version, reason: self.reason.clone(), place: self.place })
    }
}

impl ShortlistSendInput {
    fn parse(&self) -> Result<SendShortlist> {
        Ok(SendShortlist {
            case: parse_id(&self.case_id, "caseId")?,
            expected_version: self.expected_version,
            minutes: self.minutes,
            explanation: self.explanation.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

/// Changes to what an advisor picks for a client.
#[derive(Default)]
pub struct PickMutation;

#[Object]
impl PickMutation {
    /// Puts a published listing on a case's list, with the reason; the client does not see it before the shortlist is sent. The advisor
    /// who has the case, with a mandate.
    async fn case_pick_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CasePickAddInput,
    ) -> gql::Result<CasePickAddPayload> {
        let result = async { actions::add_pick(app(ctx), actor(ctx), input.parse()?).await }.await;
        CasePickAddPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Changes the reason or the place of a listing that is not sent. The advisor who has the case.
    async fn case_pick_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CasePickEditInput,
    ) -> gql::Result<CasePickEditPayload> {
        let result = async { actions::edit_pick(app(ctx), actor(ctx), input.parse()?).await }.await;
        CasePickEditPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes a listing that is not sent off the list. The advisor who has the case.
    async fn case_pick_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CasePickRemoveInput,
    ) -> gql::Result<CasePickRemovePayload> {
        let result = async { actions::remove_pick(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        CasePickRemovePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Sends the client everything on the list that is still published, and writes the note that tells of it; what is sent is not
    /// changed any more, and a later shortlist stands beside it. The advisor who has the case, with a mandate.
    async fn shortlist_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ShortlistSendInput,
    ) -> gql::Result<ShortlistSendPayload> {
        let result = async { actions::send_shortlist(app(ctx), actor(ctx), input.parse()?).await }.await;
        ShortlistSendPayload::of(ctx, input.client_mutation_id, result)
    }
}
