//! A proposal as an answer. The office learns whose the demand is when its owner reveals it, and not before.

use async_graphql::{Context, ID, Object};

use super::{Demand, loaders, review::DemandProposalReview};
use crate::{
    demand::{
        actions::Said,
        model::Proposal,
        policy,
        rules::{Average, average},
        veil::day_of,
        vocabulary::{DemandProposalStage, DemandProposalState, PassReason},
    },
    gql::{Result, actor, app},
    identity,
    kernel::{Date, Timestamp},
    listing::{
        self,
        content::{BilingualText, Contact},
    },
};

/// What an office proposes to the owner of a demand. Visible to the two parties and to staff.
pub struct DemandProposal(pub Proposal);

impl From<Proposal> for DemandProposal {
    fn from(proposal: Proposal) -> Self {
        Self(proposal)
    }
}

impl DemandProposal {
    /// Whether the viewer may know whose the demand is: its own people and staff; the office, once it was told.
    fn tells_owner(&self, ctx: &Context<'_>) -> bool {
        let told = self.0.revealed_at.is_some() && actor(ctx).is_member_of(self.0.organization);
        told || policy::reads_inside(actor(ctx), self.0.owner)
    }

    /// Whether the viewer may know what the owner's people think of it.
    fn tells_reviews(&self, ctx: &Context<'_>) -> bool {
        policy::reviews_proposals(actor(ctx), self.0.owner, self.0.organization)
    }

    /// What was said about it, for the owner's people.
    async fn said(&self, ctx: &Context<'_>) -> Result<Option<Said>> {
        if self.tells_reviews(ctx) { Ok(Some(loaders::said(ctx, self.0.id).await?)) } else { Ok(None) }
    }

    /// What was said about it, for those of the owner's people whom it does not sway: who has said something, or answers for the
    /// enterprise, and everybody when nothing can be said any more.
    async fn opened(&self, ctx: &Context<'_>) -> Result<Option<Said>> {
        let Some(said) = self.said(ctx).await? else { return Ok(None) };
        let has_own = said.reviews.iter().any(|review| Some(review.reviewer) == actor(ctx).user());
        let opens = self.0.state != DemandProposalState::Open || has_own || policy::may_reveal(actor(ctx), self.0.owner);
        Ok(opens.then_some(said))
    }

    /// When something happened, as far as the viewer may know: what an owner does at which minute is not told to those who
    /// do not know who it is. Never before the proposal itself.
    fn told(&self, ctx: &Context<'_>, at: Timestamp) -> Timestamp {
        if self.tells_owner(ctx) { at } else { day_of(at).max(self.0.created_at) }
    }
}

/// What an office proposes to the owner of a demand. Visible to the two parties and to staff.
#[Object]
impl DemandProposal {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you answer.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands.
    async fn state(&self) -> DemandProposalState {
        self.0.state
    }

    /// The demand; null if it is no longer open to the viewer.
    async fn demand(&self, ctx: &Context<'_>) -> Result<Option<Demand>> {
        Ok(loaders::demand(ctx, self.0.demand).await?)
    }

    /// The demand's title as the office read it.
    async fn demand_title(&self) -> &BilingualText {
        &self.0.demand_title
    }

    /// Version of the demand's content that the office read.
    async fn demand_content_version(&self) -> i64 {
        self.0.demand_content_version
    }

    /// The office that proposes.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.organization).await?)
    }

    /// Whose the demand is; null for the office until its owner has revealed it.
    async fn demand_owner(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        if !self.tells_owner(ctx) {
            return Ok(None);
        }
        Ok(identity::api::organization(ctx, self.0.owner).await?)
    }

    /// Whom to ask about the demand, as it was when its owner revealed it; null for the office until then.
    async fn demand_contact(&self, ctx: &Context<'_>) -> Result<Option<Contact>> {
        if self.0.revealed_at.is_some() && self.tells_owner(ctx) {
            return Ok(self.0.revealed_contact.clone());
        }
        if !policy::reads_inside(actor(ctx), self.0.owner) {
            return Ok(None);
        }
        Ok(loaders::contact(ctx, self.0.demand).await?)
    }

    /// The listing that is offered; null for an idea in words alone, or if it is no longer open to the viewer.
    async fn listing(&self, ctx: &Context<'_>) -> Result<Option<listing::api::Listing>> {
        match self.0.listing {
            Some(listing) => Ok(listing::api::listing(ctx, listing).await?),
            None => Ok(None),
        }
    }

    /// What it is, in a line.
    async fn title(&self) -> &str {
        &self.0.pitch.title
    }

    /// How it solves the problem.
    async fn approach(&self) -> &str {
        &self.0.pitch.approach
    }

    /// Why it will work here.
    async fn rationale(&self) -> Option<&str> {
        self.0.pitch.rationale.as_deref()
    }

    /// What was measured so far.
    async fn validation(&self) -> Option<&str> {
        self.0.pitch.validation.as_deref()
    }

    /// The next steps.
    async fn plan(&self) -> Option<&str> {
        self.0.pitch.plan.as_deref()
    }

    /// Technology readiness.
    async fn trl(&self) -> Option<i32> {
        self.0.pitch.trl
    }

    /// The last day for the owner's answer, in working days of China.
    async fn reply_by(&self) -> Date {
        self.0.reply_by
    }

    /// Whether the answer is overdue.
    async fn late(&self, ctx: &Context<'_>) -> bool {
        self.0.state == DemandProposalState::Open && app(ctx).clock.today() > self.0.reply_by.0
    }

    /// Why the owner passed.
    async fn pass_reason(&self) -> Option<PassReason> {
        self.0.pass_reason
    }

    /// What the owner said beside the answer.
    async fn answer_note(&self) -> Option<&str> {
        self.0.pass_note.as_deref()
    }

    /// When the owner answered; to the day for the office until the owner has revealed itself.
    async fn answered_at(&self, ctx: &Context<'_>) -> Option<Timestamp> {
        self.0.answered_at.map(|at| self.told(ctx, at))
    }

    /// When the office learned whose the demand is.
    async fn revealed_at(&self) -> Option<Timestamp> {
        self.0.revealed_at
    }

    /// Whether the viewer may answer it now.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> bool {
        let waits = matches!(self.0.state, DemandProposalState::Open | DemandProposalState::Interested);
        waits && policy::may_answer(actor(ctx), self.0.owner)
    }

    /// Whether the viewer may reveal whose the demand is now.
    async fn viewer_can_reveal(&self, ctx: &Context<'_>) -> bool {
        let waits = self.0.state == DemandProposalState::Interested && self.0.revealed_at.is_none();
        waits && policy::may_reveal(actor(ctx), self.0.owner)
    }

    /// Whether the viewer may take it back now.
    async fn viewer_can_withdraw(&self, ctx: &Context<'_>) -> bool {
        let stands = matches!(self.0.state, DemandProposalState::Open | DemandProposalState::Interested);
        stands && policy::may_withdraw(actor(ctx), self.0.organization)
    }

    /// Where it stands among those that the owner got; null for everybody but the owner's people.
    async fn stage(&self, ctx: &Context<'_>) -> Result<Option<DemandProposalStage>> {
        if !self.tells_reviews(ctx) {
            return Ok(None);
        }
        Ok(Some(loaders::sorted(ctx, self.0.id).await?.stage))
    }

    /// Counts changes of `stage`, 0 while nobody has sorted it; null for everybody but the owner's people.
    async fn stage_version(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        if !self.tells_reviews(ctx) {
            return Ok(None);
        }
        Ok(Some(loaders::sorted(ctx, self.0.id).await?.version))
    }

    /// How many of the owner's people have said what they think of it; null for everybody but them.
    async fn review_count(&self, ctx: &Context<'_>) -> Result<Option<usize>> {
        Ok(self.said(ctx).await?.map(|said| said.reviews.len()))
    }

    /// What the owner's people think of it, last given first; null for everybody but them. Whoever has not given an opinion of its own
    /// reads those of others once the proposal is answered or taken back, unless it answers for the enterprise.
    async fn reviews(&self, ctx: &Context<'_>) -> Result<Option<Vec<DemandProposalReview>>> {
        Ok(self.opened(ctx).await?.map(|said| DemandProposalReview::all(&said)))
    }

    /// The average of `reviews`, which also those count in who have left; null where nobody has given any, and where `reviews` is.
    async fn review_average(&self, ctx: &Context<'_>) -> Result<Option<Average>> {
        Ok(self.opened(ctx).await?.and_then(|said| average(&said.reviews)))
    }

    /// What the viewer thinks of it.
    async fn viewer_review(&self, ctx: &Context<'_>) -> Result<Option<DemandProposalReview>> {
        let Some(mut said) = self.said(ctx).await? else { return Ok(None) };
        said.reviews.retain(|review| Some(review.reviewer) == actor(ctx).user());
        Ok(DemandProposalReview::all(&said).pop())
    }

    /// Whether the viewer may say now what it thinks of it.
    async fn viewer_can_review(&self, ctx: &Context<'_>) -> bool {
        self.0.state == DemandProposalState::Open && policy::reviews_proposals(actor(ctx), self.0.owner, self.0.organization)
    }

    /// Whether the viewer may sort it now.
    async fn viewer_can_sort(&self, ctx: &Context<'_>) -> bool {
        self.0.state == DemandProposalState::Open && policy::may_sort(actor(ctx), self.0.owner, self.0.organization)
    }

    /// When it was submitted.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it last changed; to the day for the office until the owner has revealed itself.
    async fn updated_at(&self, ctx: &Context<'_>) -> Timestamp {
        self.told(ctx, self.0.updated_at)
    }
}
