//! What becomes of a proposal: the owner answers, says who it is, or the office takes it back.

use super::{check_version, stage::Marked};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::{Write, rerun},
    demand::{
        model::{Demand, Proposal},
        policy, rules, store,
        vocabulary::{DemandProposalState, DemandState, PassReason},
    },
    idempotency::Outcome,
    identity,
    kernel::{
        Actor, Code, Error, Id, Result, Timestamp,
        id::{self, DemandProposal, Organization},
        text,
    },
    outbox::{self, Event},
};

/// Longest note beside an answer, in characters.
const LONGEST_NOTE: usize = 1000;

/// The owner's answer to a proposal.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The proposal.
    pub id: Id<DemandProposal>,
    /// The version that the decision rests on.
    pub expected_version: i64,
    /// Whether the owner wants to go on.
    pub interested: bool,
    /// Why not; needed where the owner passes.
    pub reason: Option<PassReason>,
    /// More in words, which the office reads; needed for the reason `OTHER`.
    pub note: Option<String>,
}

/// Answers a proposal. One that interested the owner can still be passed on later; the other way round the office would
/// have to trust an answer that was taken back, so it proposes anew.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`, also once the demand has ended, `REASON_REQUIRED` at
/// `reason` or `note`, `IDENTITY_IN_TEXT` at `note` while the office does not know whose the demand is.
pub async fn answer(ctx: &Ctx, actor: &Actor, input: Answer) -> Result<Outcome<Proposal>> {
    policy::signed_in(actor)?;
    let note = text::optional_paragraph(input.note.as_deref(), LONGEST_NOTE).map_err(|error| error.at("note"));
    rerun(|| answer_now(ctx, actor, &input, note.clone())).await
}

async fn answer_now(ctx: &Ctx, actor: &Actor, input: &Answer, note: Result<Option<String>>) -> Result<Outcome<Proposal>> {
    let (tx, before) = opened(ctx, actor, input.id).await?;
    policy::allowed(policy::may_answer(actor, before.owner))?;
    check_version(before.version, input.expected_version)?;
    let target = if input.interested { DemandProposalState::Interested } else { DemandProposalState::Passed };
    let from: &[DemandProposalState] =
        if input.interested { &[DemandProposalState::Open] } else { &[DemandProposalState::Open, DemandProposalState::Interested] };
    step(&before, from, target)?;
    let demand = demand_of(&tx, &before).await?;
    // Whoever knows the other can still part when the demand has ended. Nobody starts then.
    if before.revealed_at.is_none() {
        goes_on(&demand, &before, target)?;
    }
    let (note, reason) = (note?, input.reason.filter(|_| !input.interested));
    if reason == Some(PassReason::DemandEnded) {
        return Err(Error::new(Code::BadUserInput).at("reason"));
    }
    if let Some(note) = note.as_deref().filter(|_| before.revealed_at.is_none() && !demand.named) {
        silent(ctx, &tx, &demand, note).await?;
    }
    if !input.interested && reason.is_none() {
        return Err(Error::new(Code::ReasonRequired).at("reason"));
    }
    if reason == Some(PassReason::Other) && note.is_none() {
        return Err(Error::new(Code::ReasonRequired).at("note"));
    }
    let after = Proposal {
        state: target,
        pass_reason: reason,
        pass_note: note,
        answered_by: actor.user(),
        answered_at: Some(ctx.now()),
        first_answered_at: first_answer(&before).or(Some(ctx.now())),
        ..changed(ctx, &before)
    };
    let event = Event::DemandProposalAnswered { proposal: after.id };
    let entry = entry(after.owner, "demand_proposal.answer", &before, &after);
    let entry = match reason {
        Some(reason) => entry.detail("reason", reason.to_string()),
        None => entry,
    };
    finish(ctx, tx, actor, after, &event, entry).await
}

/// The demand that a proposal was made to. It is not locked: whoever ends it closes its proposals, and this one is locked.
async fn demand_of(tx: &Write, proposal: &Proposal) -> Result<Demand> {
    let found = store::working_copies(&**tx, &Actor::System("demand"), &[proposal.demand]).await?.pop();
    found.ok_or_else(|| Error::internal("a proposal without its demand"))
}

fn goes_on(demand: &Demand, proposal: &Proposal, to: DemandProposalState) -> Result<()> {
    if matches!(demand.state, DemandState::Published | DemandState::Suspended) { Ok(()) } else { Err(refusal(proposal, to)) }
}

/// Refuses a note that says who writes it: to say so is a step of its own, and not everybody's.
async fn silent(ctx: &Ctx, tx: &Write, demand: &Demand, note: &str) -> Result<()> {
    let owner = identity::organizations(ctx, &**tx, &[demand.organization]).await?.pop();
    let marked = Marked::of(owner.as_ref());
    match rules::giveaways_of(note, &marked.traits(), demand.content.contact.as_ref()) {
        Some(error) => Err(error.at("note")),
        None => Ok(()),
    }
}

/// Tells the office whose the demand is, and whom to ask. It cannot be taken back, so it is a step of its own.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for others than those who answer for the enterprise, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`
/// unless the owner is interested, has not revealed itself yet, and the demand has not ended.
pub async fn reveal(ctx: &Ctx, actor: &Actor, id: Id<DemandProposal>, expected_version: i64) -> Result<Outcome<Proposal>> {
    policy::signed_in(actor)?;
    rerun(|| reveal_now(ctx, actor, id, expected_version)).await
}

async fn reveal_now(ctx: &Ctx, actor: &Actor, id: Id<DemandProposal>, expected_version: i64) -> Result<Outcome<Proposal>> {
    let (tx, before) = opened(ctx, actor, id).await?;
    policy::allowed(policy::may_reveal(actor, before.owner))?;
    check_version(before.version, expected_version)?;
    step(&before, &[DemandProposalState::Interested], DemandProposalState::Interested)?;
    if before.revealed_at.is_some() {
        return Err(refusal(&before, DemandProposalState::Interested));
    }
    let demand = demand_of(&tx, &before).await?;
    goes_on(&demand, &before, DemandProposalState::Interested)?;
    let after = Proposal {
        revealed_by: actor.user(),
        revealed_at: Some(ctx.now()),
        revealed_contact: demand.content.contact,
        ..changed(ctx, &before)
    };
    let event = Event::DemandProposalRevealed { proposal: after.id };
    let entry = entry(after.owner, "demand_proposal.reveal", &before, &after).detail("to", after.organization.to_string());
    finish(ctx, tx, actor, after, &event, entry).await
}

/// The office takes its proposal back.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED` once the owner has passed.
pub async fn withdraw_proposal(ctx: &Ctx, actor: &Actor, id: Id<DemandProposal>, expected_version: i64) -> Result<Outcome<Proposal>> {
    policy::signed_in(actor)?;
    rerun(|| withdraw_now(ctx, actor, id, expected_version)).await
}

async fn withdraw_now(ctx: &Ctx, actor: &Actor, id: Id<DemandProposal>, expected_version: i64) -> Result<Outcome<Proposal>> {
    let (tx, before) = opened(ctx, actor, id).await?;
    policy::allowed(policy::may_withdraw(actor, before.organization))?;
    check_version(before.version, expected_version)?;
    step(&before, &[DemandProposalState::Open, DemandProposalState::Interested], DemandProposalState::Withdrawn)?;
    let after = Proposal { state: DemandProposalState::Withdrawn, ..changed(ctx, &before) };
    let event = Event::DemandProposalWithdrawn { proposal: after.id };
    let entry = entry(after.organization, "demand_proposal.withdraw", &before, &after);
    finish(ctx, tx, actor, after, &event, entry).await
}

pub(super) async fn opened(ctx: &Ctx, actor: &Actor, id: Id<DemandProposal>) -> Result<(Write, Proposal)> {
    let tx = ctx.begin().await?;
    let before = store::lock_proposal(&*tx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    Ok((tx, before))
}

/// What the end of a demand does to its proposals: those that wait for its owner are told, each with an event. Where the
/// owner has said who it is the two go on by themselves. The demand is locked, and no longer shown.
pub(super) async fn close(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    demand: Id<id::Demand>,
    reason: PassReason,
) -> Result<(Vec<Event>, Vec<NewEntry>)> {
    let waiting = store::lock_waiting(&**tx, demand).await?;
    let (mut closed, mut events, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    for before in waiting {
        let after = Proposal {
            state: DemandProposalState::Passed,
            pass_reason: Some(reason),
            answered_by: actor.user(),
            answered_at: Some(ctx.now()),
            first_answered_at: first_answer(&before),
            ..changed(ctx, &before)
        };
        events.push(Event::DemandProposalAnswered { proposal: after.id });
        entries.push(entry(after.owner, "demand_proposal.close", &before, &after).detail("reason", reason.to_string()));
        closed.push(after);
    }
    store::save_proposals(&**tx, &closed).await?;
    Ok((events, entries))
}

/// When the owner answered first; of what a server of before wrote, the only answer that is known.
fn first_answer(before: &Proposal) -> Option<Timestamp> {
    before.first_answered_at.or(before.answered_at)
}

fn changed(ctx: &Ctx, before: &Proposal) -> Proposal {
    Proposal { version: before.version + 1, updated_at: ctx.now(), ..before.clone() }
}

pub(super) fn step(before: &Proposal, from: &[DemandProposalState], to: DemandProposalState) -> Result<()> {
    if from.contains(&before.state) { Ok(()) } else { Err(refusal(before, to)) }
}

fn refusal(before: &Proposal, to: DemandProposalState) -> Error {
    Error::new(Code::TransitionNotAllowed).with("fromState", before.state.to_string()).with("toState", to.to_string())
}

/// In the trail of whoever did it: the other side's trail must not tell whose the demand is.
fn entry(trail: Id<Organization>, verb: &'static str, before: &Proposal, after: &Proposal) -> NewEntry {
    NewEntry::new(trail, verb, after.id)
        .detail("from", before.state.to_string())
        .detail("state", after.state.to_string())
        .detail("version", after.version)
}

async fn finish(ctx: &Ctx, tx: Write, actor: &Actor, after: Proposal, event: &Event, entry: NewEntry) -> Result<Outcome<Proposal>> {
    store::save_proposals(&*tx, std::slice::from_ref(&after)).await?;
    outbox::push(ctx, &*tx, event).await?;
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}
