//! Changes to demands, proposals and splits.

use async_graphql::{Context, ID, Object};

use super::{
    Demand, DemandProposal, DemandSplit,
    bulk::{DemandBulkReport, DemandBulkTransitionInput},
    inputs::{
        DemandCreateInput, DemandFulfillInput, DemandProposalAnswerInput, DemandProposalRevealInput, DemandProposalSubmitInput,
        DemandProposalWithdrawInput, DemandPublishInput, DemandRefuseInput, DemandRenewInput, DemandResumeInput, DemandReturnInput,
        DemandSplitDecideInput, DemandSplitProposeInput, DemandSubmitInput, DemandSuspendInput, DemandUpdateInput, DemandWithdrawInput,
    },
    loaders,
    review::{DemandProposalReviewInput, DemandProposalReviewWithdrawInput, DemandProposalStageInput},
};
use crate::{
    demand::{
        actions::{self, Move},
        model::{Proposal, ReviewNote, View},
        rules::Transition,
    },
    gql::{self, actor, app, locale, parse_id},
    idempotency::Outcome,
    kernel::Result,
    payload,
};

payload! {
    /// Answer of `demandCreate`.
    DemandCreatePayload {
        /// The new draft.
        demand: Demand
    }
    /// Answer of `demandUpdate`.
    DemandUpdatePayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandSubmit`.
    DemandSubmitPayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandReturn`.
    DemandReturnPayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandRefuse`.
    DemandRefusePayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandPublish`.
    DemandPublishPayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandSuspend`.
    DemandSuspendPayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandResume`.
    DemandResumePayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandRenew`.
    DemandRenewPayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandWithdraw`.
    DemandWithdrawPayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandFulfill`.
    DemandFulfillPayload {
        /// The demand as it is now.
        demand: Demand
    }
    /// Answer of `demandBulkTransition`.
    DemandBulkTransitionPayload {
        /// What became of the demands.
        report: DemandBulkReport
    }
    /// Answer of `demandProposalSubmit`.
    DemandProposalSubmitPayload {
        /// The new proposal.
        demand_proposal: DemandProposal
    }
    /// Answer of `demandProposalAnswer`.
    DemandProposalAnswerPayload {
        /// The proposal as it is now.
        demand_proposal: DemandProposal
    }
    /// Answer of `demandProposalReveal`.
    DemandProposalRevealPayload {
        /// The proposal as it is now.
        demand_proposal: DemandProposal
    }
    /// Answer of `demandProposalWithdraw`.
    DemandProposalWithdrawPayload {
        /// The proposal as it is now.
        demand_proposal: DemandProposal
    }
    /// Answer of `demandProposalReview`.
    DemandProposalReviewPayload {
        /// The proposal with what is said about it now.
        demand_proposal: DemandProposal
    }
    /// Answer of `demandProposalReviewWithdraw`.
    DemandProposalReviewWithdrawPayload {
        /// The proposal with what is said about it now.
        demand_proposal: DemandProposal
    }
    /// Answer of `demandProposalStage`.
    DemandProposalStagePayload {
        /// The proposal where it stands now.
        demand_proposal: DemandProposal
    }
    /// Answer of `demandSplitPropose`.
    DemandSplitProposePayload {
        /// The new split.
        demand_split: DemandSplit
    }
    /// Answer of `demandSplitDecide`.
    DemandSplitDecidePayload {
        /// The split as it is now.
        demand_split: DemandSplit
    }
}

/// What is said with a step.
#[derive(Default)]
struct Said {
    notes: Vec<ReviewNote>,
    reason: Option<String>,
}

impl Said {
    fn because(reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::default() }
    }
}

async fn take(ctx: &Context<'_>, id: &ID, expected_version: i64, transition: Transition, said: Said) -> Result<Outcome<View>> {
    let step = Move { id: parse_id(id, "id")?, expected_version, transition, notes: said.notes, reason: said.reason };
    actions::transition(app(ctx), actor(ctx), step).await
}

/// Changes to demands, proposals and splits.
#[derive(Default)]
pub struct DemandMutation;

#[Object]
impl DemandMutation {
    /// Writes a new draft. Members and owners of the enterprise.
    async fn demand_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandCreateInput,
    ) -> gql::Result<DemandCreatePayload> {
        let result = async { actions::create(app(ctx), actor(ctx), input.parse()?).await }.await;
        DemandCreatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Edits the working copy; what the world sees changes when the operator has seen it. Members and owners.
    async fn demand_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandUpdateInput,
    ) -> gql::Result<DemandUpdatePayload> {
        let result = async { actions::update(app(ctx), actor(ctx), input.parse()?).await }.await;
        DemandUpdatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Hands a draft, or changes to a published demand, in for moderation. Members and owners.
    async fn demand_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandSubmitInput,
    ) -> gql::Result<DemandSubmitPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Submit, Said::default()).await;
        DemandSubmitPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Sends it back with notes. Operators.
    async fn demand_return(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandReturnInput,
    ) -> gql::Result<DemandReturnPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Return, Said { notes: input.notes, reason: None }).await;
        DemandReturnPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Refuses it for good. Operators.
    async fn demand_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandRefuseInput,
    ) -> gql::Result<DemandRefusePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Refuse, Said::because(&input.reason)).await;
        DemandRefusePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Shows it, or its changes, to the world. Operators; the enterprise must be verified.
    async fn demand_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandPublishInput,
    ) -> gql::Result<DemandPublishPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Publish, Said::default()).await;
        DemandPublishPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Hides it for a while. Members and owners, and operators.
    async fn demand_suspend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandSuspendInput,
    ) -> gql::Result<DemandSuspendPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Suspend, Said::because(&input.reason)).await;
        DemandSuspendPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Shows it again as it was: its people what they hid, an operator what an operator hid.
    async fn demand_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandResumeInput,
    ) -> gql::Result<DemandResumePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Resume, Said::default()).await;
        DemandResumePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Confirms that it still stands: it is shown for another while. Members and owners.
    async fn demand_renew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandRenewInput,
    ) -> gql::Result<DemandRenewPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Renew, Said::default()).await;
        DemandRenewPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes it back for good. Members and owners.
    async fn demand_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandWithdrawInput,
    ) -> gql::Result<DemandWithdrawPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Withdraw, Said::because(&input.reason)).await;
        DemandWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Ends it because a solution was found. Members and owners.
    async fn demand_fulfill(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandFulfillInput,
    ) -> gql::Result<DemandFulfillPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Fulfill, Said::default()).await;
        DemandFulfillPayload::of(ctx, input.client_mutation_id, result)
    }

    /// The same step for many demands of any enterprises, as when an operator has looked at what came in. A demand that cannot
    /// take it stays as it is and is reported; the others go on. Operators.
    async fn demand_bulk_transition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] mut input: DemandBulkTransitionInput,
    ) -> gql::Result<DemandBulkTransitionPayload> {
        let client_mutation_id = input.client_mutation_id.take();
        let result = async { actions::bulk_transition(app(ctx), actor(ctx), input.parse()?).await }.await;
        let report = result.map(|report| Outcome::fresh(DemandBulkReport::new(&report, locale(ctx))));
        DemandBulkTransitionPayload::of(ctx, client_mutation_id, report)
    }

    /// Proposes a listing, or an idea, to the owner of a demand. Officers and heads of a verified office.
    async fn demand_proposal_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandProposalSubmitInput,
    ) -> gql::Result<DemandProposalSubmitPayload> {
        let result = async { actions::propose(app(ctx), actor(ctx), input.parse()?).await }.await;
        DemandProposalSubmitPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Answers a proposal: interested, or not and why. Members and owners of the enterprise.
    async fn demand_proposal_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandProposalAnswerInput,
    ) -> gql::Result<DemandProposalAnswerPayload> {
        let result = async { actions::answer(app(ctx), actor(ctx), input.parse()?).await }.await;
        DemandProposalAnswerPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Tells the office whose the demand is, and whom to ask. Cannot be taken back. Owners of the enterprise.
    async fn demand_proposal_reveal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandProposalRevealInput,
    ) -> gql::Result<DemandProposalRevealPayload> {
        let result: Result<Outcome<Proposal>> =
            async { actions::reveal(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        DemandProposalRevealPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes a proposal back. Officers and heads of the office.
    async fn demand_proposal_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandProposalWithdrawInput,
    ) -> gql::Result<DemandProposalWithdrawPayload> {
        let result: Result<Outcome<Proposal>> =
            async { actions::withdraw_proposal(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        DemandProposalWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Says what the caller thinks of a proposal that waits for its answer, in place of what it said before. The owner's people; the
    /// office learns nothing of it.
    async fn demand_proposal_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandProposalReviewInput,
    ) -> gql::Result<DemandProposalReviewPayload> {
        let result = async { actions::review_proposal(app(ctx), actor(ctx), input.parse()?).await }.await;
        loaders::forget_opinions(ctx);
        DemandProposalReviewPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes back what the caller thought of a proposal, as if it had never been said. The owner's people.
    async fn demand_proposal_review_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandProposalReviewWithdrawInput,
    ) -> gql::Result<DemandProposalReviewWithdrawPayload> {
        let result: Result<Outcome<Proposal>> =
            async { actions::withdraw_review(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        loaders::forget_opinions(ctx);
        DemandProposalReviewWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Sorts a proposal that waits for its answer, one way and back; the office learns nothing of it. Members and owners of the enterprise.
    async fn demand_proposal_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandProposalStageInput,
    ) -> gql::Result<DemandProposalStagePayload> {
        let result: Result<Outcome<Proposal>> =
            async { actions::sort_proposal(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version, input.stage).await }
                .await;
        loaders::forget_opinions(ctx);
        DemandProposalStagePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Proposes to make two demands of one. Changes nothing in it. Members and owners of the enterprise.
    async fn demand_split_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandSplitProposeInput,
    ) -> gql::Result<DemandSplitProposePayload> {
        let result = async { actions::propose_split(app(ctx), actor(ctx), input.parse()?).await }.await;
        DemandSplitProposePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Decides about one part of a split; an approved one is carried out at once. Members and owners of the enterprise.
    async fn demand_split_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: DemandSplitDecideInput,
    ) -> gql::Result<DemandSplitDecidePayload> {
        let result = async { actions::decide_split(app(ctx), actor(ctx), input.parse()?).await }.await;
        DemandSplitDecidePayload::of(ctx, input.client_mutation_id, result)
    }
}
