//! An office proposes a solution.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::rerun,
    demand::{
        model::{Pitch, Proposal},
        policy, store,
        vocabulary::DemandProposalState,
    },
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        error::Problems,
        id::{Demand as DemandId, Listing, Organization},
        text,
    },
    listing::{self, validate::parts::within},
    outbox::{self, Event},
};

/// A proposal that somebody wants to make.
#[derive(Debug, Clone, Serialize)]
pub struct Propose {
    /// The demand.
    pub demand: Id<DemandId>,
    /// The office that proposes.
    pub organization: Id<Organization>,
    /// One of its published listings; none for an idea in words alone.
    pub listing: Option<Id<Listing>>,
    /// What it says.
    pub pitch: Pitch,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

#[derive(Deserialize)]
struct Limits {
    title: usize,
    approach: usize,
    rationale: usize,
    validation: usize,
    plan: usize,
}

/// How often an office proposes to one demand: every proposal is a mail to the owner's people.
#[derive(Deserialize)]
struct Often {
    max: i64,
    days: i64,
}

/// Proposes a listing, or an idea, to the owner of a demand.
///
/// # Errors
/// `FORBIDDEN` at `organizationId` without the role in a verified office; `NOT_FOUND` at `demandId` if the actor does not
/// see it published, and at `listingId` unless it is a published listing of the office; `PROPOSAL_EXISTS`; `PROPOSALS_USED_UP` at `demandId`; texts and
/// idempotency as everywhere.
pub async fn propose(ctx: &Ctx, actor: &Actor, input: Propose) -> Result<Outcome<Proposal>> {
    policy::signed_in(actor)?;
    policy::allowed(policy::may_propose(actor, input.organization)).map_err(|error| error.at("organizationId"))?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "demandProposalSubmit", input.idempotency_key, &input);
    let find = async |id| {
        let found = store::find_proposals(ctx.db.read(), actor, &[id]).await?.pop();
        found.ok_or_else(|| Error::new(Code::NotFound))
    };
    // Boxed: the future is large, and every caller's would grow by it.
    once(ctx, &guard, find, rerun(|| Box::pin(write(ctx, actor, &input, &guard)))).await
}

async fn write(ctx: &Ctx, actor: &Actor, input: &Propose, guard: &Guard) -> Result<Proposal> {
    let today = ctx.clock.today();
    let tx = ctx.begin().await?;
    // What is proposed to must still be shown when the proposal is there: nobody ends or hides it in between.
    store::hold(&*tx, input.demand).await?;
    let appointed = super::read::carried(ctx, &*tx, actor).await?.is_appointed();
    let demand =
        store::seen(&*tx, actor, appointed, &[input.demand]).await?.pop().ok_or_else(|| Error::new(Code::NotFound).at("demandId"))?;
    if demand.organization == input.organization {
        return Err(Error::new(Code::Forbidden).at("demandId"));
    }
    if let Some(listing) = input.listing {
        let holder = listing::published_by(&*tx, listing).await?;
        if holder != Some(input.organization) {
            return Err(Error::new(Code::NotFound).at("listingId"));
        }
    }
    let often = ctx.rules.on("demand.proposals_per_office", today)?;
    let Often { max, days } = often.get()?;
    let made = store::proposals_since(&*tx, input.demand, input.organization, ctx.now() - Duration::days(days)).await?;
    if made >= max.unsigned_abs() {
        return Err(Error::new(Code::ProposalsUsedUp).with("max", max).with("days", days).at("demandId"));
    }
    let limits = ctx.rules.on("demand.proposal_limits", today)?;
    let pitch = checked(&input.pitch, &limits.get()?)?;
    let reply = ctx.rules.on("demand.reply_working_days", today)?;
    let now = ctx.now();
    let proposal = Proposal {
        id: ctx.new_id(),
        demand: input.demand,
        owner: demand.organization,
        organization: input.organization,
        listing: input.listing,
        state: DemandProposalState::Open,
        demand_title: demand.content.title,
        demand_content_version: demand.content_version,
        pitch,
        reply_by: Date(ctx.rules.calendar().after_working_days(today, reply.get()?).on),
        pass_reason: None,
        pass_note: None,
        answered_by: None,
        answered_at: None,
        first_answered_at: None,
        revealed_by: None,
        revealed_at: None,
        revealed_contact: None,
        version: 1,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that a proposal exists.
    guard.keep(ctx, &*tx, proposal.id).await?;
    store::insert_proposal(&*tx, &proposal).await.map_err(|error| if input.listing.is_some() { error.at("listingId") } else { error })?;
    outbox::push(ctx, &*tx, &Event::DemandProposalSubmitted { proposal: proposal.id }).await?;
    // In the office's trail: without a word of whose the demand is, not even as a hash of it.
    let entry = NewEntry::new(proposal.organization, "demand_proposal.submit", proposal.id)
        .after(&proposal.pitch)
        .by_rules([limits.id, reply.id, often.id])
        .detail("demand", proposal.demand.to_string())
        .detail("withListing", proposal.listing.is_some());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(proposal)
}

fn checked(given: &Pitch, limits: &Limits) -> Result<Pitch> {
    let mut p = Problems::default();
    let pitch = Pitch {
        title: p.check("title", text::line(&given.title, limits.title)).unwrap_or_default(),
        approach: p.check("approach", text::paragraph(&given.approach, limits.approach)).unwrap_or_default(),
        rationale: p.check("rationale", text::optional_paragraph(given.rationale.as_deref(), limits.rationale)).flatten(),
        validation: p.check("validation", text::optional_paragraph(given.validation.as_deref(), limits.validation)).flatten(),
        plan: p.check("plan", text::optional_paragraph(given.plan.as_deref(), limits.plan)).flatten(),
        trl: given.trl.and_then(|level| p.check("trl", within(level, 1, 9))),
    };
    p.finish(pitch)
}
