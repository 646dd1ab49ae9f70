//! The owner of a demand says what it thinks of an answer.

use async_graphql::{Context, ID, InputObject, Object};

use super::{MatchFeedback, query::RANKING};
use crate::{
    brokering::api::BrokerCase,
    gql::{self, actor, app, parse_id},
    kernel::Result,
    pairing::{
        actions::{self, AnswerPick, Give},
        vocabulary::MatchVerdict,
    },
    payload,
};

payload! {
    /// Answer of `matchFeedbackGive`.
    MatchFeedbackGivePayload {
        /// The feedback as it is now.
        match_feedback: MatchFeedback
    }
    /// Answer of `casePickAnswer`.
    CasePickAnswerPayload {
        /// The case as it is now.
        broker_case: BrokerCase
    }
    /// Answer of `matchFeedbackWithdraw`.
    MatchFeedbackWithdrawPayload {
        /// The feedback as it was, with the time at which it was taken back.
        match_feedback: MatchFeedback
    }
}

/// Input of `matchFeedbackGive`.
#[derive(InputObject)]
pub struct MatchFeedbackGiveInput {
    /// The demand.
    demand_id: ID,
    /// The listing; it has to be published.
    listing_id: ID,
    /// The verdict, in place of an earlier one. An advisor who picked the listing for the demand's owner learns of it.
    verdict: MatchVerdict,
    /// More in words, up to 1000 characters; needed for `OTHER`. Neither the office nor an advisor who picked the listing reads it with
    /// this.
    note: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `casePickAnswer`.
#[derive(InputObject)]
pub struct CasePickAnswerInput {
    /// The pick.
    id: ID,
    /// The verdict, in place of an earlier one.
    verdict: MatchVerdict,
    /// More in words, up to 1000 characters; needed for `OTHER`. The advisor reads it, the office never does.
    note: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `matchFeedbackWithdraw`.
#[derive(InputObject)]
pub struct MatchFeedbackWithdrawInput {
    /// The feedback.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

impl MatchFeedbackGiveInput {
    fn parse(&self) -> Result<Give> {
        Ok(Give {
            demand: parse_id(&self.demand_id, "demandId")?,
            listing: parse_id(&self.listing_id, "listingId")?,
            verdict: self.verdict,
            note: self.note.clone(),
            tells_advisor: false,
        })
    }
}

impl CasePickAnswerInput {
    fn parse(&self) -> Result<AnswerPick> {
        Ok(AnswerPick { id: parse_id(&self.id, "id")?, verdict: self.verdict, note: self.note.clone() })
    }
}

/// What can be done about matches.
#[derive(Default)]
pub struct PairingMutation;

#[Object]
impl PairingMutation {
    /// Says what the owner of a demand thinks of a listing, in place of what it said before. Whatever it passes on leaves the
    /// demand's list at once and stands under `refused`. The office learns how many thought so, in steps, and never who.
    /// Members and owners of the enterprise.
    #[graphql(complexity = "RANKING + child_complexity")]
    async fn match_feedback_give(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MatchFeedbackGiveInput,
    ) -> gql::Result<MatchFeedbackGivePayload> {
        let result = async { Box::pin(actions::give(app(ctx), actor(ctx), input.parse()?)).await }.await;
        MatchFeedbackGivePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Says what a client thinks of a listing that its advisor picked, in place of what it said before. Where the case is about a demand,
    /// it is the same as `matchFeedbackGive`. Members and owners of the client.
    #[graphql(complexity = "RANKING + child_complexity")]
    async fn case_pick_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: CasePickAnswerInput,
    ) -> gql::Result<CasePickAnswerPayload> {
        let result = async { Box::pin(actions::answer(app(ctx), actor(ctx), input.parse()?)).await }.await;
        CasePickAnswerPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes back what was said about a listing: it is in the demand's list again. Members and owners of the enterprise.
    async fn match_feedback_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: MatchFeedbackWithdrawInput,
    ) -> gql::Result<MatchFeedbackWithdrawPayload> {
        let result = async { actions::withdraw(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        MatchFeedbackWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }
}
