//! Changes to what is done in a case.

use async_graphql::{Context, Object};

use super::{
    BrokerCase, CaseOutcome, Introduction,
    service_inputs::{
        CaseFeeArriveInput, CaseFeeCancelInput, CaseFeeRecordInput, CaseRateInput, CaseTaskAddInput, CaseTaskFinishInput,
        IntroductionAnswerInput, IntroductionRecordInput, OutcomeConfirmInput, OutcomeDecideInput, OutcomeFileInput, ServiceLogAddInput,
    },
};
use crate::{
    brokering::actions,
    gql::{self, actor, app, parse_id},
    payload,
};

payload! {
    /// Answer of `serviceLogAdd`.
    ServiceLogAddPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `introductionRecord`.
    IntroductionRecordPayload {
        /// The introduction as it is now.
        introduction: Introduction
    }
    /// Answer of `introductionAnswer`.
    IntroductionAnswerPayload {
        /// The introduction as it is now.
        introduction: Introduction
    }
    /// Answer of `caseTaskAdd`.
    CaseTaskAddPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `caseTaskFinish`.
    CaseTaskFinishPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `outcomeFile`.
    OutcomeFilePayload {
        /// The outcome as it is now.
        case_outcome: CaseOutcome
    }
    /// Answer of `outcomeConfirm`.
    OutcomeConfirmPayload {
        /// The outcome as it is now.
        case_outcome: CaseOutcome
    }
    /// Answer of `outcomeDecide`.
    OutcomeDecidePayload {
        /// The outcome as it is now.
        case_outcome: CaseOutcome
    }
    /// Answer of `caseFeeRecord`.
    CaseFeeRecordPayload {
        /// The outcome as it is now.
        case_outcome: CaseOutcome
    }
    /// Answer of `caseFeeArrive`.
    CaseFeeArrivePayload {
        /// The outcome as it is now.
        case_outcome: CaseOutcome
    }
    /// Answer of `caseFeeCancel`.
    CaseFeeCancelPayload {
        /// The outcome as it is now.
        case_outcome: CaseOutcome
    }
    /// Answer of `caseRate`.
    CaseRatePayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
}

/// Changes to what is done in a case.
#[derive(Default)]
pub struct ServiceMutation;

#[Object]
impl ServiceMutation {
    /// Writes down what was done. The advisor who has the case.
    async fn service_log_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ServiceLogAddInput,
    ) -> gql::Result<ServiceLogAddPayload> {
        let result = async { actions::add_log(app(ctx), actor(ctx), input.parse()?).await }.await;
        ServiceLogAddPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Records that the client was introduced to somebody; the server's clock says when. The advisor who has the case.
    async fn introduction_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: IntroductionRecordInput,
    ) -> gql::Result<IntroductionRecordPayload> {
        let result = async { actions::introduce(app(ctx), actor(ctx), input.parse()?).await }.await;
        IntroductionRecordPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Says whether an introduction was one. People of the other side.
    async fn introduction_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: IntroductionAnswerInput,
    ) -> gql::Result<IntroductionAnswerPayload> {
        let result = async { actions::answer_introduction(app(ctx), actor(ctx), input.parse()?).await }.await;
        IntroductionAnswerPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Sets a task. The advisor who has the case.
    async fn case_task_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseTaskAddInput,
    ) -> gql::Result<CaseTaskAddPayload> {
        let result = async { actions::add_task(app(ctx), actor(ctx), input.parse()?).await }.await;
        CaseTaskAddPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Ticks a task off. The advisor who has the case.
    async fn case_task_finish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseTaskFinishInput,
    ) -> gql::Result<CaseTaskFinishPayload> {
        let result = async { actions::finish_task(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        CaseTaskFinishPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Files what came of a case, with the hash of the contract. The advisor who has the case.
    async fn outcome_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: OutcomeFileInput,
    ) -> gql::Result<OutcomeFilePayload> {
        let result = async { actions::file_outcome(app(ctx), actor(ctx), input.parse()?).await }.await;
        OutcomeFilePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Confirms an outcome for one of the two sides. Whoever binds it.
    async fn outcome_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: OutcomeConfirmInput,
    ) -> gql::Result<OutcomeConfirmPayload> {
        let result =
            async { actions::confirm_outcome(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        OutcomeConfirmPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Decides whether an outcome counts. Operators.
    async fn outcome_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: OutcomeDecideInput,
    ) -> gql::Result<OutcomeDecidePayload> {
        let result = async { actions::decide_outcome(app(ctx), actor(ctx), input.parse()?).await }.await;
        OutcomeDecidePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Records what is to be paid for an outcome. Operators.
    async fn case_fee_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseFeeRecordInput,
    ) -> gql::Result<CaseFeeRecordPayload> {
        let result = async { actions::record_fee(app(ctx), actor(ctx), input.parse()?).await }.await;
        CaseFeeRecordPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Notes that a payment has arrived. Operators.
    async fn case_fee_arrive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseFeeArriveInput,
    ) -> gql::Result<CaseFeeArrivePayload> {
        let result = async {
            actions::fee_arrived(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version, input.arrived_on).await
        }
        .await;
        CaseFeeArrivePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Cancels a payment that was recorded by mistake, or that nobody will make. Operators.
    async fn case_fee_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseFeeCancelInput,
    ) -> gql::Result<CaseFeeCancelPayload> {
        let result = async {
            actions::cancel_fee(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version, input.reason.clone()).await
        }
        .await;
        CaseFeeCancelPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Says what the client thinks of an advisor's work on a case, once, also after the advisor has left. Owners of the client.
    async fn case_rate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CaseRateInput,
    ) -> gql::Result<CaseRatePayload> {
        let result = async { actions::rate(app(ctx), actor(ctx), input.parse()?).await }.await;
        CaseRatePayload::of(ctx, input.client_mutation_id, result)
    }
}
