//! What the owner's people think of a proposal, as an answer, and the inputs that say it.

use async_graphql::{Context, ID, InputObject, Object};

use crate::{
    demand::{
        actions::{GiveReview, Said},
        rules::{ProposalReview, Scores},
        vocabulary::DemandProposalStage,
    },
    gql::{Result, parse_id},
    identity,
    kernel::{self, Timestamp},
};

/// What one of the owner's people thinks of a proposal. Visible to the owner's people alone.
pub struct DemandProposalReview {
    review: ProposalReview,
    has_left: bool,
}

impl DemandProposalReview {
    pub(super) fn all(said: &Said) -> Vec<Self> {
        let one = |review: &ProposalReview| Self { has_left: !said.seated.contains(&review.reviewer), review: review.clone() };
        said.reviews.iter().map(one).collect()
    }
}

/// What one of the owner's people thinks of a proposal. Visible to the owner's people alone.
#[Object]
impl DemandProposalReview {
    /// Counts changes; give it as `expectedVersion` when you change it.
    async fn version(&self) -> i64 {
        self.review.version
    }

    /// How well it answers the problem, 1 to 5.
    async fn fit(&self) -> i32 {
        self.review.scores.fit
    }

    /// How soon it can be used, 1 to 5.
    async fn readiness(&self) -> i32 {
        self.review.scores.readiness
    }

    /// How little it takes in work and in money, 1 to 5: 5 is least.
    async fn effort(&self) -> i32 {
        self.review.scores.effort
    }

    /// Why, in words.
    async fn note(&self) -> Option<&str> {
        self.review.note.as_deref()
    }

    /// Who thinks so.
    async fn reviewer(&self, ctx: &Context<'_>) -> Result<Option<identity::api::User>> {
        Ok(identity::api::user(ctx, self.review.reviewer).await?)
    }

    /// Whether that person has left the enterprise since. What was said stands.
    async fn reviewer_has_left(&self) -> bool {
        self.has_left
    }

    /// When it was given.
    async fn created_at(&self) -> Timestamp {
        self.review.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> Timestamp {
        self.review.updated_at
    }
}

/// Input of `demandProposalReview`.
#[derive(InputObject)]
pub struct DemandProposalReviewInput {
    /// The proposal.
    id: ID,
    /// Version of what you said before; 0 if you have said nothing.
    expected_version: i64,
    /// How well it answers the problem, 1 to 5.
    fit: i32,
    /// How soon it can be used, 1 to 5.
    readiness: i32,
    /// How little it takes in work and in money, 1 to 5: 5 is least.
    effort: i32,
    /// Why, up to 500 characters; your own people read it.
    note: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl DemandProposalReviewInput {
    pub(super) fn parse(&self) -> kernel::Result<GiveReview> {
        Ok(GiveReview {
            id: parse_id(&self.id, "id")?,
            expected_version: self.expected_version,
            scores: Scores { fit: self.fit, readiness: self.readiness, effort: self.effort },
            note: self.note.clone(),
        })
    }
}

/// Input of `demandProposalReviewWithdraw`.
#[derive(InputObject)]
pub struct DemandProposalReviewWithdrawInput {
    /// The proposal.
    pub(super) id: ID,
    /// Version of what you said.
    pub(super) expected_version: i64,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `demandProposalStage`.
#[derive(InputObject)]
pub struct DemandProposalStageInput {
    /// The proposal.
    pub(super) id: ID,
    /// The proposal's `stageVersion`; 0 while nobody has sorted it.
    pub(super) expected_version: i64,
    /// Where it shall stand.
    pub(super) stage: DemandProposalStage,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}
