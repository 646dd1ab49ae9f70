//! Changes to cases.

use async_graphql::{Context, ID, Object};

use super::{
    BrokerCase, CaseConflict,
    inputs::{
        CaseAcceptInput, CaseAssignInput, CaseConflictConsentInput, CaseConflictDiscloseInput, CaseContractInput, CaseDeclineInput,
        CaseGiveUpInput, CaseMatchInput, CaseOpenInput, CaseReleaseInput, CaseStartInput, CaseSucceedInput, CaseTrackInput,
        CaseWithdrawInput,
    },
};
use crate::{
    brokering::{
        actions::{self, Move},
        model::View,
        rules::Transition,
    },
    gql::{self, actor, app, parse_id},
    idempotency::Outcome,
    kernel::Result,
    payload,
};

payload! {
    /// Answer of `caseOpen`.
    CaseOpenPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseAssign`.
    CaseAssignPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseAccept`.
    CaseAcceptPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseDecline`.
    CaseDeclinePayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseStart`.
    CaseStartPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseMatch`.
    CaseMatchPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseContract`.
    CaseContractPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseTrack`.
    CaseTrackPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseRelease`.
    CaseReleasePayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseSucceed`.
    CaseSucceedPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseGiveUp`.
    CaseGiveUpPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseWithdraw`.
    CaseWithdrawPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseConflictDisclose`.
    CaseConflictDisclosePayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseConflictConsent`.
    CaseConflictConsentPayload {
        /// The tie as it is now.
        case_conflict: CaseConflict
    }
}

/// What is said with a step.
#[derive(Default)]
struct Said {
    reason: Option<String>,
    no_conflict: bool,
}

impl Said {
    fn because(reason: String) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }
}

async fn take(ctx: &Context<'_>, id: &ID, expected_version: i64, transition: Transition, said: Said) -> Result<Outcome<View>> {
    let Said { reason, no_conflict } = said;
    let step = Move { id: parse_id(id, "id")?, expected_version, transition, no_conflict, reason };
    actions::step(app(ctx), actor(ctx), step).await
}

/// Changes to cases.
#[derive(Default)]
pub struct BrokeringMutation;

#[Object]
impl BrokeringMutation {
    /// Asks for an advisor's help with a demand or a license request. The client's people, and the operator.
    async fn case_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseOpenInput,
    ) -> gql::Result<CaseOpenPayload> {
        let result = async { actions::open(app(ctx), actor(ctx), input.parse()?).await }.await;
        CaseOpenPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Gives a case to an advisor, as proposed or otherwise; what keeps the advisor from it cannot be overruled. Operators.
    async fn case_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseAssignInput,
    ) -> gql::Result<CaseAssignPayload> {
        let result = async { actions::assign(app(ctx), actor(ctx), input.parse()?).await }.await;
        CaseAssignPayload::of(ctx, input.client_mutation_id, result)
    }

    /// The advisor takes the case.
    async fn case_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseAcceptInput,
    ) -> gql::Result<CaseAcceptPayload> {
        let said = Said { no_conflict: input.no_conflict, ..Said::default() };
        let result = take(ctx, &input.id, input.expected_version, Transition::Accept, said).await;
        CaseAcceptPayload::of(ctx, input.client_mutation_id, result)
    }

    /// The advisor does not take the case: it waits for another one.
    async fn case_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseDeclineInput,
    ) -> gql::Result<CaseDeclinePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Decline, Said::because(input.reason)).await;
        CaseDeclinePayload::of(ctx, input.client_mutation_id, result)
    }

    /// The work begins; needs the client's mandate. The advisor.
    async fn case_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseStartInput,
    ) -> gql::Result<CaseStartPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Start, Said::default()).await;
        CaseStartPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Both sides want to go on with each other. The advisor.
    async fn case_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseMatchInput,
    ) -> gql::Result<CaseMatchPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Match, Said::default()).await;
        CaseMatchPayload::of(ctx, input.client_mutation_id, result)
    }

    /// They have signed. The advisor.
    async fn case_contract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseContractInput,
    ) -> gql::Result<CaseContractPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Contract, Said::default()).await;
        CaseContractPayload::of(ctx, input.client_mutation_id, result)
    }

    /// What was agreed is being done. The advisor and the operator.
    async fn case_track(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseTrackInput,
    ) -> gql::Result<CaseTrackPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Track, Said::default()).await;
        CaseTrackPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Hands the case back, or takes it away, so that somebody else goes on. The advisor and the operator.
    async fn case_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseReleaseInput,
    ) -> gql::Result<CaseReleasePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Release, Said::because(input.reason)).await;
        CaseReleasePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Closes a case that ended well. The advisor and the operator.
    async fn case_succeed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseSucceedInput,
    ) -> gql::Result<CaseSucceedPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Succeed, Said::default()).await;
        CaseSucceedPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Closes a case in which nothing fitted. The advisor and the operator.
    async fn case_give_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseGiveUpInput,
    ) -> gql::Result<CaseGiveUpPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::GiveUp, Said::because(input.reason)).await;
        CaseGiveUpPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Ends a case, wherever it stands. The client's people, and the operator.
    async fn case_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseWithdrawInput,
    ) -> gql::Result<CaseWithdrawPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Withdraw, Said::because(input.reason)).await;
        CaseWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Discloses a tie with a party: the advisor steps back, or goes on if both parties consent. The advisor.
    async fn case_conflict_disclose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseConflictDiscloseInput,
    ) -> gql::Result<CaseConflictDisclosePayload> {
        let result = async { actions::disclose(app(ctx), actor(ctx), input.parse()?).await }.await;
        CaseConflictDisclosePayload::of(ctx, input.client_mutation_id, result)
    }

    /// A party of a case says whether the advisor may go on in spite of a tie. Whoever binds the party.
    async fn case_conflict_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseConflictConsentInput,
    ) -> gql::Result<CaseConflictConsentPayload> {
        let result = async { actions::consent(app(ctx), actor(ctx), input.parse()?).await }.await;
        CaseConflictConsentPayload::of(ctx, input.client_mutation_id, result)
    }
}
