//! The owner's people sort the proposals that they got and say what they think of them. The office learns of none of it: neither its
//! row nor an event moves.

use std::collections::{HashMap, HashSet};

use super::{
    answer::{opened, step},
    check_version,
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::{Write, rerun},
    demand::{
        model::{Proposal, Sorted},
        policy,
        rules::{ProposalReview, Scores},
        store,
        vocabulary::{DemandProposalStage, DemandProposalState},
    },
    idempotency::Outcome,
    identity,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{DemandProposal, User},
        text,
    },
};

/// Longest note of a review, in characters.
const LONGEST_NOTE: usize = 500;

/// What somebody thinks of a proposal.
#[derive(Debug, Clone)]
pub struct GiveReview {
    /// The proposal.
    pub id: Id<DemandProposal>,
    /// Version of what the actor said before; 0 for nothing.
    pub expected_version: i64,
    /// The points.
    pub scores: Scores,
    /// Why, in words.
    pub note: Option<String>,
}

/// Says what the actor thinks of a proposal that waits for its answer, in place of what the actor said before.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for all but the owner's people, and for those who sit with the office too; `STALE_VERSION`;
/// `TRANSITION_NOT_ALLOWED` once the proposal is answered or taken back; `OUT_OF_RANGE` at `fit`, `readiness` or `effort`; `TOO_LONG` or
/// `FORBIDDEN_CHARACTERS` at `note`.
pub async fn review_proposal(ctx: &Ctx, actor: &Actor, input: GiveReview) -> Result<Outcome<Proposal>> {
    policy::signed_in(actor)?;
    rerun(|| review_now(ctx, actor, &input)).await
}

async fn review_now(ctx: &Ctx, actor: &Actor, input: &GiveReview) -> Result<Outcome<Proposal>> {
    let (tx, proposal) = opened(ctx, actor, input.id).await?;
    policy::allowed(policy::reviews_proposals(actor, proposal.owner, proposal.organization))?;
    let reviewer = person(actor)?;
    let before = store::review_by(&*tx, proposal.id, reviewer).await?;
    check_version(before.as_ref().map_or(0, |before| before.version), input.expected_version)?;
    let scores = input.scores.checked()?;
    let note = text::optional_paragraph(input.note.as_deref(), LONGEST_NOTE).map_err(|error| error.at("note"))?;
    waits(&proposal)?;
    let now = ctx.now();
    let after = ProposalReview {
        proposal: proposal.id,
        reviewer,
        organization: proposal.owner,
        scores,
        note,
        version: input.expected_version + 1,
        created_at: before.map_or(now, |before| before.created_at),
        updated_at: now,
    };
    store::save_review(&*tx, &after).await?;
    let entry = entry("demand_proposal.review", &proposal, after.version);
    finish(ctx, tx, actor, proposal, entry).await
}

/// Takes back what the actor thought of a proposal that waits for its answer, as if it had never been said.
///
/// # Errors
/// `NOT_FOUND`, also where the actor has said nothing; `FORBIDDEN` as for [`review_proposal`]; `STALE_VERSION`; `TRANSITION_NOT_ALLOWED` once
/// the proposal is answered or taken back.
pub async fn withdraw_review(ctx: &Ctx, actor: &Actor, id: Id<DemandProposal>, expected_version: i64) -> Result<Outcome<Proposal>> {
    policy::signed_in(actor)?;
    rerun(|| withdraw_now(ctx, actor, id, expected_version)).await
}

async fn withdraw_now(ctx: &Ctx, actor: &Actor, id: Id<DemandProposal>, expected_version: i64) -> Result<Outcome<Proposal>> {
    let (tx, proposal) = opened(ctx, actor, id).await?;
    policy::allowed(policy::reviews_proposals(actor, proposal.owner, proposal.organization))?;
    let reviewer = person(actor)?;
    let before = store::review_by(&*tx, id, reviewer).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    check_version(before.version, expected_version)?;
    waits(&proposal)?;
    store::remove_review(&*tx, id, reviewer).await?;
    let entry = entry("demand_proposal.review_withdraw", &proposal, before.version);
    finish(ctx, tx, actor, proposal, entry).await
}

/// Sorts a proposal that waits for its answer, one way and back. To the stage where it stands it goes without a trace.
///
/// # Errors
/// `NOT_FOUND`; `FORBIDDEN` for all who may not answer it, and for those who sit with the office too; `STALE_VERSION`;
/// `TRANSITION_NOT_ALLOWED` once it is answered or taken back.
pub async fn sort_proposal(
    ctx: &Ctx,
    actor: &Actor,
    id: Id<DemandProposal>,
    expected_version: i64,
    stage: DemandProposalStage,
) -> Result<Outcome<Proposal>> {
    policy::signed_in(actor)?;
    rerun(|| sort_now(ctx, actor, id, expected_version, stage)).await
}

async fn sort_now(
    ctx: &Ctx,
    actor: &Actor,
    id: Id<DemandProposal>,
    expected_version: i64,
    stage: DemandProposalStage,
) -> Result<Outcome<Proposal>> {
    let (tx, proposal) = opened(ctx, actor, id).await?;
    policy::allowed(policy::may_sort(actor, proposal.owner, proposal.organization))?;
    let by = person(actor)?;
    let before = store::sorted(&*tx, &[id]).await?.remove(&id).unwrap_or(Sorted { stage: DemandProposalStage::New, version: 0 });
    check_version(before.version, expected_version)?;
    waits(&proposal)?;
    if before.stage == stage {
        return Ok(Outcome::fresh(proposal));
    }
    let after = Sorted { stage, version: before.version + 1 };
    store::save_sorted(&*tx, &proposal, after, by, ctx.now()).await?;
    let entry = entry("demand_proposal.stage", &proposal, after.version);
    finish(ctx, tx, actor, proposal, entry).await
}

/// The program has no opinion.
fn person(actor: &Actor) -> Result<Id<User>> {
    actor.user().ok_or_else(|| Error::new(Code::Forbidden))
}

fn waits(proposal: &Proposal) -> Result<()> {
    step(proposal, &[DemandProposalState::Open], DemandProposalState::Open)
}

/// In the owner's trail, which the staff and all who sit with the owner read: who did something, and neither stage nor points, nor
/// a hash of them, for which all of the few would be tried.
fn entry(verb: &'static str, proposal: &Proposal, version: i64) -> NewEntry {
    NewEntry::new(proposal.owner, verb, proposal.id).detail("version", version)
}

async fn finish(ctx: &Ctx, tx: Write, actor: &Actor, proposal: Proposal, entry: NewEntry) -> Result<Outcome<Proposal>> {
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(proposal))
}

/// Where proposals stand among those that their owners got; those that nobody has sorted are left out. The caller has asked the policy.
/// One statement.
///
/// # Errors
/// Those of the database.
pub async fn sorted(ctx: &Ctx, ids: &[Id<DemandProposal>]) -> Result<HashMap<Id<DemandProposal>, Sorted>> {
    store::sorted(ctx.db.read(), ids).await
}

/// What was said about a proposal, last given first, and who of those who did still sits with its owner.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// All of it.
    pub reviews: Vec<ProposalReview>,
    /// Who is there still.
    pub seated: HashSet<Id<User>>,
}

/// What was said about proposals. The caller has asked the policy. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn said_of_proposals(ctx: &Ctx, ids: &[Id<DemandProposal>]) -> Result<HashMap<Id<DemandProposal>, Said>> {
    let conn = ctx.db.read();
    let found = store::proposal_reviews(conn, ids).await?;
    let mut owners: Vec<_> = found.values().flatten().map(|review| review.organization).collect();
    owners.sort_unstable();
    owners.dedup();
    let seats: HashSet<_> = match owners.as_slice() {
        [] => HashSet::new(),
        owners => identity::holders_of_roles(conn, owners, &policy::OWNERS).await?.into_iter().collect(),
    };
    let said = |reviews: Vec<ProposalReview>| {
        let there = reviews.iter().filter(|review| seats.contains(&(review.organization, review.reviewer)));
        Said { seated: there.map(|review| review.reviewer).collect(), reviews }
    };
    Ok(found.into_iter().map(|(id, reviews)| (id, said(reviews))).collect())
}
