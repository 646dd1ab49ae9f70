//! The owner of a demand says what it thinks of a listing that was found for it, or takes that back.

use uuid::Uuid;

use super::between::{self, Absence, Between};
use crate::{
    audit::{self, NewEntry},
    brokering::{self, actions::Answered},
    ctx::Ctx,
    db::rerun,
    demand::{self, model::View},
    idempotency::Outcome,
    identity,
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        clock::china_date,
        id::{Demand, Listing, MatchFeedback, Organization},
        text,
    },
    listing,
    pairing::{
        model::{Feedback, Moment},
        policy,
        rules::{Told, tally},
        store,
        vocabulary::MatchVerdict,
    },
};

/// Longest note beside a verdict, in characters.
pub(super) const LONGEST_NOTE: usize = 1000;

/// What somebody thinks of a listing.
#[derive(Debug, Clone)]
pub struct Give {
    /// The demand.
    pub demand: Id<Demand>,
    /// The listing.
    pub listing: Id<Listing>,
    /// The verdict.
    pub verdict: MatchVerdict,
    /// More in words; needed for `OTHER`.
    pub note: Option<String>,
    /// Whether the words are for an advisor who picked the listing, too: the verdict always is.
    pub tells_advisor: bool,
}

/// Says what the owner of a demand thinks of a listing, in place of what it said before. Nothing changes, and nothing is
/// written down, where it says the same again.
///
/// # Errors
/// `NOT_FOUND` at `demandId` or `listingId` if the actor does not see it, or if the listing is not published; `FORBIDDEN` for
/// others than members and owners of the enterprise, and about the listing of an office that the enterprise is, or that the
/// actor sits in; `REASON_REQUIRED`, `TOO_LONG` or `FORBIDDEN_CHARACTERS` at `note`.
pub async fn give(ctx: &Ctx, actor: &Actor, input: Give) -> Result<Outcome<Feedback>> {
    let (view, owner) = judged(ctx, actor, input.demand).await?;
    let missing = || Error::new(Code::NotFound).at("listingId");
    let seen = listing::find(ctx, actor, input.listing).await?.ok_or_else(missing)?;
    // Whoever holds a listing would praise it.
    if seen.organization == owner || actor.is_member_of(seen.organization) {
        return Err(Error::new(Code::Forbidden).at("listingId"));
    }
    let note = text::optional_paragraph(input.note.as_deref(), LONGEST_NOTE).map_err(|error| error.at("note"))?;
    if input.verdict == MatchVerdict::Other && note.is_none() {
        return Err(Error::new(Code::ReasonRequired).at("note"));
    }
    // What the owner was looking at is worked out before the transaction: it takes its time.
    let now = between::of_demand(ctx, actor, &view, &seen).await?;
    let now = now.filter(|now| now.absence != Some(Absence::NotPublished)).ok_or_else(missing)?;
    let moment = moment(&now, &view)?;
    let given = Given { owner, holder: seen.organization, input, note, moment };
    // The second time the row that was in the way is there.
    for _ in 0..2 {
        if let Some(feedback) = rerun(|| give_now(ctx, actor, &given)).await? {
            return Ok(Outcome::fresh(feedback));
        }
    }
    Err(Error::new(Code::Unavailable))
}

/// What is about to be written.
struct Given {
    owner: Id<Organization>,
    holder: Id<Organization>,
    input: Give,
    note: Option<String>,
    moment: Moment,
}

async fn give_now(ctx: &Ctx, actor: &Actor, given: &Given) -> Result<Option<Feedback>> {
    let tx = ctx.begin().await?;
    let before = store::lock_pair(&*tx, actor, given.input.demand, given.input.listing).await?;
    let now = ctx.now();
    let said = Answered { verdict: given.input.verdict, note: given.note.clone().filter(|_| given.input.tells_advisor) };
    let after = match &before {
        Some(before) if before.standing() == Some(given.input.verdict) && before.note == given.note => {
            // What was said before an advisor picked the listing is an answer once it is said again.
            brokering::note_opinion(ctx, &tx, actor, before.demand, before.listing, Some(&said)).await?;
            tx.commit().await?;
            return Ok(Some(before.clone()));
        }
        Some(before) => Feedback {
            verdict: given.input.verdict,
            note: given.note.clone(),
            moment: given.moment.clone(),
            given_by: actor.user(),
            withdrawn_at: None,
            ..changed(ctx, before)
        },
        None => Feedback {
            id: ctx.new_id(),
            demand: given.input.demand,
            listing: given.input.listing,
            organization: given.owner,
            holder: given.holder,
            verdict: given.input.verdict,
            note: given.note.clone(),
            settled: None,
            moment: given.moment.clone(),
            version: 1,
            given_by: actor.user(),
            created_at: now,
            updated_at: now,
            withdrawn_at: None,
        },
    };
    if before.is_some() {
        store::save(&*tx, &after).await?;
    } else if !store::insert(&*tx, &after).await? {
        return Ok(None);
    }
    brokering::note_opinion(ctx, &tx, actor, after.demand, after.listing, Some(&said)).await?;
    let entry = entry("match_feedback.give", &after).detail("verdict", after.verdict.to_string()).by_rules([after.moment.weights]);
    let entry = match before.as_ref().and_then(Feedback::standing) {
        Some(earlier) => entry.detail("from", earlier.to_string()),
        None => entry,
    };
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Some(after))
}

/// Takes back what was said about a listing: it is in the demand's list again, as if nobody had judged it.
///
/// # Errors
/// `NOT_FOUND` if the actor may not see it; `FORBIDDEN` for others than members and owners of the enterprise; `STALE_VERSION`;
/// `TRANSITION_NOT_ALLOWED` if it was taken back before.
pub async fn withdraw(ctx: &Ctx, actor: &Actor, id: Id<MatchFeedback>, expected_version: i64) -> Result<Outcome<Feedback>> {
    policy::signed_in(actor)?;
    rerun(|| withdraw_now(ctx, actor, id, expected_version)).await
}

async fn withdraw_now(ctx: &Ctx, actor: &Actor, id: Id<MatchFeedback>, expected_version: i64) -> Result<Outcome<Feedback>> {
    let tx = ctx.begin().await?;
    let clients = demand::actions::clients(ctx, &*tx, actor).await?;
    let before = store::lock(&*tx, actor, &clients, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    if !policy::may_judge(actor, before.organization) {
        return Err(Error::new(Code::Forbidden));
    }
    if before.version != expected_version {
        return Err(Error::new(Code::StaleVersion).with("current", before.version).at("expectedVersion"));
    }
    if before.withdrawn_at.is_some() {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", "WITHDRAWN").with("toState", "WITHDRAWN"));
    }
    let after = Feedback { withdrawn_at: Some(ctx.now()), ..changed(ctx, &before) };
    store::save(&*tx, &after).await?;
    brokering::note_opinion(ctx, &tx, actor, after.demand, after.listing, None).await?;
    audit::append(ctx, &*tx, actor, entry("match_feedback.withdraw", &after).detail("from", before.verdict.to_string())).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// The demand that the actor wants to judge for, and whose it is.
async fn judged(ctx: &Ctx, actor: &Actor, id: Id<Demand>) -> Result<(View, Id<Organization>)> {
    policy::signed_in(actor)?;
    let view = demand::actions::find(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("demandId"))?;
    let owner = view.inside.as_ref().map(|demand| demand.organization).filter(|owner| policy::may_judge(actor, *owner));
    let owner = owner.ok_or_else(|| Error::new(Code::Forbidden).at("demandId"))?;
    Ok((view, owner))
}

fn changed(ctx: &Ctx, before: &Feedback) -> Feedback {
    // Of several changes on one day, what stood at its beginning counts until the next.
    let settled = if china_date(before.updated_at) < ctx.clock.today() { before.standing() } else { before.settled };
    Feedback { settled, version: before.version + 1, updated_at: ctx.now(), ..before.clone() }
}

/// In the trail of the demand's owner and nowhere else: the office's would tell who judged.
fn entry(verb: &'static str, after: &Feedback) -> NewEntry {
    NewEntry::new(after.organization, verb, after.id)
        .detail("demand", after.demand.to_string())
        .detail("listing", after.listing.to_string())
        .detail("version", after.version)
}

fn moment(now: &Between, view: &View) -> Result<Moment> {
    Moment::of(now.rank, &now.found, &now.of.versions, now.of.weights, view.content_version)
}

/// Feedback by id that `actor` may see, in no order; one statement, for advisors three.
///
/// # Errors
/// Those of the database.
pub async fn find_feedback(ctx: &Ctx, actor: &Actor, ids: &[Id<MatchFeedback>]) -> Result<Vec<Feedback>> {
    let conn = ctx.db.read();
    store::find(conn, actor, &demand::actions::clients(ctx, conn, actor).await?, ids).await
}

/// What stands of what was said about a demand's matches, as far as `actor` may see it, last given first.
pub(super) async fn said_of(ctx: &Ctx, actor: &Actor, id: Id<Demand>) -> Result<Vec<Feedback>> {
    let conn = ctx.db.read();
    store::of_demand(conn, actor, &demand::actions::clients(ctx, conn, actor).await?, id).await
}

/// Every opinion, also those that were taken back, after `after` in the order of ids: for the program itself, to learn from.
///
/// # Errors
/// Those of the database.
pub async fn feedback_after(ctx: &Ctx, after: Option<Id<MatchFeedback>>, limit: u64) -> Result<Vec<Feedback>> {
    store::after(ctx.db.read(), after, limit).await
}

/// What an office learns of what was said about its listing.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Organizations are counted in steps of so many.
    pub step: usize,
    /// As things stood when this day began.
    pub as_of: Date,
    /// Verdicts, those given most first.
    pub told: Vec<Told>,
}

/// What the office that holds a listing learns of what was said about it. None for others. Only verified organizations count:
/// others are made up too easily.
///
/// # Errors
/// Those of the database.
pub async fn counts(ctx: &Ctx, actor: &Actor, id: Id<Listing>) -> Result<Option<Counts>> {
    let Some(view) = listing::find(ctx, actor, id).await? else { return Ok(None) };
    if !policy::sees_askers(&view) {
        return Ok(None);
    }
    let (conn, today) = (ctx.db.read(), ctx.clock.today());
    let said = store::about_listing(conn, id).await?;
    let said: Vec<_> = said.iter().filter_map(|feedback| Some((feedback.organization, feedback.settled_on(today)?))).collect();
    let mut organizations: Vec<Id<Organization>> = said.iter().map(|(organization, _)| *organization).collect();
    organizations.sort_unstable();
    organizations.dedup();
    let known = identity::organizations(ctx, conn, &organizations).await?;
    let verified = |id: Id<Organization>| known.iter().any(|one| one.id == id && one.is_verified());
    let counted = said.into_iter().filter(|(organization, _)| verified(*organization));
    let step = ctx.rules.on("matching.feedback_step", today)?.get()?;
    let told = tally(counted.map(|(organization, verdict)| (organization.uuid(), verdict)), step);
    Ok(Some(Counts { step, as_of: Date(today), told }))
}

/// Ids of listings that stay out of a demand's list.
pub(super) fn refused(said: &[Feedback]) -> Vec<Uuid> {
    said.iter().filter(|feedback| feedback.refuses()).map(|feedback| feedback.listing.uuid()).collect()
}
