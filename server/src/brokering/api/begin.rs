//! An advisor begins with a client, and drafts its demand.

use async_graphql::{Context, ID, InputObject, Object};

use super::BrokerCase;
use crate::{
    brokering::actions::{self, Begin, Draft},
    demand::api::{Demand, DemandFields},
    gql::{self, IdempotencyKey, actor, app, parse_id},
    payload,
};

/// Input of `caseBegin`.
#[derive(InputObject)]
pub struct CaseBeginInput {
    /// The client.
    organization_id: ID,
    /// What the advisor says of it, up to 1000 characters; the client reads it.
    note: Option<String>,
    /// The advisor's word that there is no tie with the client; must be true.
    no_conflict: bool,
    /// A UUID; a repeated request with the same key answers with the first case.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `caseDemandDraft`: the fields of the demand's content stand at the top level.
#[derive(InputObject)]
pub struct CaseDemandDraftInput {
    /// The case.
    case_id: ID,
    /// Version of the case that the draft was made looking at.
    expected_version: i64,
    /// The content.
    #[graphql(flatten)]
    content: DemandFields,
    /// A UUID; a repeated request with the same key answers with the first demand.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `caseBegin`.
    CaseBeginPayload {
        /// The new case.
        broker_case: BrokerCase
    }
    /// Answer of `caseDemandDraft`.
    CaseDemandDraftPayload {
        /// The new draft.
        demand: Demand
    }
}

/// What an advisor begins.
#[derive(Default)]
pub struct BeginMutation;

#[Object]
impl BeginMutation {
    /// Begins a case with a client whose mandate for its demands is good, before there is a demand; the advisor has it at once. Advisors.
    async fn case_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseBeginInput,
    ) -> gql::Result<CaseBeginPayload> {
        let result = async {
            let begin = Begin {
                client: parse_id(&input.organization_id, "organizationId")?,
                note: input.note.clone(),
                no_conflict: input.no_conflict,
                idempotency_key: input.idempotency_key.0,
            };
            actions::begin(app(ctx), actor(ctx), begin).await
        };
        CaseBeginPayload::of(ctx, input.client_mutation_id.clone(), result.await)
    }

    /// Drafts the client's demand in a case that has none. The client reads it, changes it, and alone hands it in. The advisor.
    async fn case_demand_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseDemandDraftInput,
    ) -> gql::Result<CaseDemandDraftPayload> {
        let result = async {
            let draft = Draft {
                case: parse_id(&input.case_id, "caseId")?,
                expected_version: input.expected_version,
                content: input.content.0.clone(),
                idempotency_key: input.idempotency_key.0,
            };
            actions::draft(app(ctx), actor(ctx), draft).await
        };
        CaseDemandDraftPayload::of(ctx, input.client_mutation_id.clone(), result.await)
    }
}
