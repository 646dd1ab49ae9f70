//! An advisor brings a client and somebody together, and the other side says whether it was so.

use serde::Serialize;
use uuid::Uuid;

use super::{
    GUARD,
    border::{abroad, across, as_it_stands, is_abroad},
    check_version,
    conflict::{ask, unask},
    entry, lock_one, moved, reader,
    ties::{parties, tied},
    work::{sees, working},
};
use crate::{
    advisor::{self, vocabulary::MandateScope},
    audit::{self, NewEntry},
    brokering::{
        model::{Case, Needs},
        policy,
        rules::{Authority, beside, grade_too_low, next_in_line},
        service::Introduction,
        store::{self, Reader},
        vocabulary::{CaseState, IntroductionState, NoCredit},
    },
    ctx::Ctx,
    db::{Write, rerun},
    demand,
    idempotency::{Guard, Outcome, once},
    identity::{self, rules::Organization as Party},
    kernel::{
        Actor, Code, Error, Id, Result, Timestamp,
        id::{Advisor, BrokerCase, CaseConflict, Introduction as IntroductionId, Listing, Organization, RuleVersion},
        text,
    },
    licensing, listing,
    outbox::{self, Event, IntroductionChange},
};

/// An introduction that somebody made.
#[derive(Debug, Clone, Serialize)]
pub struct Introduce {
    /// The case.
    pub case: Id<BrokerCase>,
    /// Whom the client was introduced to.
    pub counterparty: Id<Organization>,
    /// The listing that it is about.
    pub listing: Option<Id<Listing>>,
    /// In words, up to 1000 characters; both sides read it.
    pub note: String,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Records an introduction: the server's clock, and the one before it, say who was first. Whoever is introduced is asked about every
/// tie with the client to which the client has consented; until then the work stands still.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `MANDATE_MISSING` without a mandate for
/// introductions, `TRANSITION_NOT_ALLOWED` before the work begins, `NOT_FOUND` at `organizationId` or `listingId`,
/// `CONFLICT_OF_INTEREST` at `organizationId`, `ADVISOR_NOT_AVAILABLE` there with `blocks` if the case comes to cross the border with it
/// and needs a higher grade.
pub async fn introduce(ctx: &Ctx, actor: &Actor, input: Introduce) -> Result<Outcome<Introduction>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "introductionRecord", input.idempotency_key, &input);
    let find = async |id| super::find_introductions(ctx, actor, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound));
    once(ctx, &guard, find, rerun(|| Box::pin(write(ctx, actor, &input, &guard)))).await
}

async fn write(ctx: &Ctx, actor: &Actor, input: &Introduce, guard: &Guard) -> Result<Introduction> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    policy::permit(actor, Authority::Advisor, &before)?;
    sees(ctx, &*tx, actor, &before).await?;
    let (advisor, _) = working(ctx, &*tx, &before, Some(MandateScope::Introductions)).await?;
    if before.state == CaseState::Accepted {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", before.state.to_string()).with("toState", "MATCHED"));
    }
    let party = partner(ctx, &tx, actor, input, &before, advisor).await?;
    let (other, needs) = (party.id, needs_with(ctx, &tx, &before, &party).await?);
    let note = text::paragraph(&input.note, 1000).map_err(|error| error.at("note"))?;
    let no_credit = no_credit(&tx, before.client, other, advisor).await?;
    let now = ctx.now();
    let introduction = Introduction {
        id: ctx.new_id(),
        case: before.id,
        client: before.client,
        counterparty: other,
        advisor,
        user: actor.user().ok_or_else(|| Error::new(Code::Forbidden))?,
        listing: input.listing,
        note,
        state: IntroductionState::Recorded,
        credited: no_credit.is_none(),
        no_credit,
        answered_by: None,
        answered_at: None,
        lapsed_at: None,
        version: 1,
        introduced_at: now,
        updated_at: now,
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition.
    guard.keep(ctx, &*tx, introduction.id).await?;
    store::insert_introduction(&*tx, &introduction).await?;
    let asked = ask(ctx, &tx, &before, advisor, other).await?;
    let after = Case { needs, ..moved(ctx, &before) };
    store::save(&*tx, &after).await?;
    let event = Event::IntroductionChanged { introduction: introduction.id, change: IntroductionChange::Recorded };
    outbox::push(ctx, &*tx, &event).await?;
    let entry = entry("case.introduce", Some(&before), &after)
        .detail("introduction", introduction.id.to_string())
        .detail("with", introduction.counterparty.to_string())
        .detail("credited", introduction.credited)
        .detail("noCredit", introduction.no_credit.map(|reason| reason.to_string()))
        .detail("asked", asked.iter().map(|tie| tie.id.to_string()).collect::<Vec<_>>());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(introduction)
}

/// Whom the client may be introduced to: somebody verified with whom the advisor has no tie, and who offers the listing.
async fn partner(ctx: &Ctx, tx: &Write, actor: &Actor, input: &Introduce, case: &Case, advisor: Id<Advisor>) -> Result<Party> {
    let other = identity::find_organization(&**tx, actor, input.counterparty).await?;
    let party = other.filter(|other| other.is_verified() && other.id != case.client);
    let party = party.ok_or_else(|| Error::new(Code::NotFound).at("organizationId"))?;
    let other = party.id;
    if tied(ctx, tx, actor, case, advisor, &[other]).await?.is_some() {
        return Err(Error::new(Code::ConflictOfInterest).at("organizationId"));
    }
    if let Some(listing) = input.listing
        && listing::published_by(&**tx, listing).await? != Some(other)
    {
        return Err(Error::new(Code::NotFound).at("listingId"));
    }
    Ok(party)
}

/// What the case asks of an advisor when `party` has joined it. Nobody makes a case more than they may handle.
async fn needs_with(ctx: &Ctx, tx: &Write, case: &Case, party: &Party) -> Result<Needs> {
    if !is_abroad(party) {
        return Ok(case.needs.clone());
    }
    let needs = across(ctx, case.needs.clone())?;
    let advisor = match case.user {
        Some(user) => advisor::of_user(&**tx, user).await?,
        None => None,
    };
    if needs.grade_min > advisor.and_then(|advisor| advisor.grade) {
        return Err(grade_too_low().at("organizationId"));
    }
    Ok(needs)
}

/// Why an introduction by `advisor` does not count: somebody was first, or the two know each other, be it from what `advisor` did for
/// them in another case.
async fn no_credit(tx: &Write, client: Id<Organization>, other: Id<Organization>, advisor: Id<Advisor>) -> Result<Option<NoCredit>> {
    // Locked, so that whoever loses the credit at this moment sees this one, or this one sees that the credit is free.
    if let Some(first) = store::lock_pair(&**tx, client, other).await?.into_iter().find(|made| made.credited) {
        return Ok(Some(beside(&first, advisor, false)));
    }
    Ok(have_met(tx, client, other).await?.then_some(NoCredit::KnownBefore))
}

/// Whether the two know each other from the platform, without any introduction.
async fn have_met(tx: &Write, client: Id<Organization>, other: Id<Organization>) -> Result<bool> {
    Ok(licensing::have_dealt(&**tx, client, other).await? || demand::have_met(&**tx, client, other).await?)
}

/// What the other side says to an introduction.
#[derive(Debug, Clone)]
pub struct AnswerIntroduction {
    /// The introduction.
    pub id: Id<IntroductionId>,
    /// The version that the answer was given looking at.
    pub expected_version: i64,
    /// Whether it was so.
    pub confirm: bool,
}

/// The other side says whether an introduction was one. What it disputes counts for nobody, and whoever came too late because of it
/// was first.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN` for others than the other side's people, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED` once it
/// was answered.
pub async fn answer_introduction(ctx: &Ctx, actor: &Actor, input: AnswerIntroduction) -> Result<Outcome<Introduction>> {
    policy::signed_in(actor)?;
    rerun(|| answer_now(ctx, actor, &input)).await
}

async fn answer_now(ctx: &Ctx, actor: &Actor, input: &AnswerIntroduction) -> Result<Outcome<Introduction>> {
    let tx = ctx.begin().await?;
    let missing = || Error::new(Code::NotFound).at("id");
    let reader = reader(ctx, &*tx, actor).await?;
    // The case first: whoever changes both locks them in this order.
    let found = store::find_introductions(&*tx, &reader, &[input.id]).await?.pop().ok_or_else(missing)?;
    let case = store::lock(&*tx, &GUARD, &[found.case]).await?.pop().ok_or_else(missing)?;
    let before = store::lock_introduction(&*tx, &found).await?.ok_or_else(missing)?;
    policy::allowed(policy::answers_introduction(actor, &before))?;
    check_version(before.version, input.expected_version)?;
    if before.state != IntroductionState::Recorded {
        let (from, to) = (before.state.to_string(), IntroductionState::Confirmed.to_string());
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", from).with("toState", to));
    }
    let now = ctx.now();
    let mut after =
        Introduction { answered_by: actor.user(), answered_at: Some(now), version: before.version + 1, updated_at: now, ..before.clone() };
    let change = if input.confirm {
        after.state = IntroductionState::Confirmed;
        // Late is better than never, as long as nobody else was faster.
        if matches!(before.no_credit, Some(NoCredit::Unanswered | NoCredit::IntroducedBefore)) {
            let first = store::credited(&*tx, before.client, before.counterparty).await?;
            after.no_credit = first.map(|first| beside(&first, before.advisor, true));
            after.credited = after.no_credit.is_none();
        }
        IntroductionChange::Confirmed
    } else {
        (after.state, after.credited, after.no_credit) = (IntroductionState::Disputed, false, Some(NoCredit::Disputed));
        IntroductionChange::Disputed
    };
    store::save_introduction(&*tx, &after).await?;
    outbox::push(ctx, &*tx, &Event::IntroductionChanged { introduction: after.id, change }).await?;
    let (lapsed, crosses) = settle(ctx, &tx, &case, after.counterparty).await?;
    let is_back = input.confirm && !before.waits();
    let asked = match case.advisor.filter(|_| is_back && case.state.is_active()) {
        Some(advisor) => ask(ctx, &tx, &case, advisor, after.counterparty).await?,
        None => Vec::new(),
    };
    // In the trail of whoever did it: the other side's.
    let entry = NewEntry::new(after.counterparty, "introduction.answer", after.id)
        .before(&before)
        .after(&after)
        .detail("state", after.state.to_string())
        .detail("lapsed", lapsed)
        .detail("asked", asked.iter().map(|tie| tie.id.to_string()).collect::<Vec<_>>())
        .detail("crossBorder", crosses);
    audit::append(ctx, &*tx, actor, entry).await?;
    if before.credited && !after.credited {
        promote(ctx, &tx, actor, &after).await?;
    }
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// What follows for a locked case from who is a party of it since an introduction of `other` has changed: nobody waits for what somebody
/// says to a tie who is none, and a case asks what its parties make it ask. Gives the ties that nobody answers now, and whether the case
/// crosses the border.
async fn settle(ctx: &Ctx, tx: &Write, case: &Case, other: Id<Organization>) -> Result<(Vec<String>, bool)> {
    let made = store::introductions_of(&**tx, &Reader::own(&GUARD), &[case.id]).await?;
    let parties = parties(case, &made);
    let lapsed: Vec<Id<CaseConflict>> = if parties.contains(&other) { Vec::new() } else { unask(ctx, tx, case, other).await? };
    let crosses = !abroad(ctx, &**tx, &parties).await?.is_empty();
    // What is over stays as it was.
    if case.closed_at.is_none() && crosses != case.needs.cross_border {
        let needs = as_it_stands(ctx, case.needs.clone(), crosses)?;
        store::save(&**tx, &Case { needs, version: case.version + 1, updated_at: ctx.now(), ..case.clone() }).await?;
    }
    Ok((lapsed.iter().map(ToString::to_string).collect(), crosses))
}

/// How long an introduction counts that nobody answers: since then.
fn answered_after(ctx: &Ctx) -> Result<(Timestamp, Id<RuleVersion>)> {
    let rule = ctx.rules.on("advising.introduction_answer_days", ctx.clock.today())?;
    Ok((ctx.now() - chrono::Duration::days(rule.get()?), rule.id))
}

/// `lost` does not bring its two together any more: whoever only came too late for that has done it.
async fn promote(ctx: &Ctx, tx: &Write, actor: &Actor, lost: &Introduction) -> Result<()> {
    let made = store::lock_pair(&**tx, lost.client, lost.counterparty).await?;
    let met = have_met(tx, lost.client, lost.counterparty).await?;
    let Some(next) = next_in_line(&made, lost, met, answered_after(ctx)?.0) else { return Ok(()) };
    let after = Introduction { credited: true, no_credit: None, version: next.version + 1, updated_at: ctx.now(), ..next.clone() };
    store::save_introduction(&**tx, &after).await?;
    let entry =
        NewEntry::new(after.client, "introduction.promote", after.id).before(next).after(&after).detail("insteadOf", lost.id.to_string());
    audit::append(ctx, &**tx, actor, entry).await
}

/// Lets introductions lapse that nobody has answered for as long as the rule says, at most `limit`, and says how many it were: nobody
/// keeps two apart for everybody else by writing down that they have met, and nobody stops a case by keeping silent.
///
/// # Errors
/// Those of the database.
pub async fn forget_unanswered(ctx: &Ctx, limit: u64) -> Result<usize> {
    const SWEEPER: Actor = Actor::System("sweeper");
    let (since, rule) = answered_after(ctx)?;
    let old = store::unanswered_introductions(ctx.db.read(), since, limit).await?;
    let is_due = |made: &Introduction| made.state == IntroductionState::Recorded && made.lapsed_at.is_none();
    for found in &old {
        let tx = ctx.begin().await?;
        let Some(case) = store::lock(&*tx, &SWEEPER, &[found.case]).await?.pop() else { continue };
        // The other side may have answered between the look and the lock.
        let Some(before) = store::lock_introduction(&*tx, found).await?.filter(is_due) else { continue };
        let after = lapsed(ctx, &before);
        store::save_introduction(&*tx, &after).await?;
        let (lapsed, crosses) = settle(ctx, &tx, &case, after.counterparty).await?;
        let entry = NewEntry::new(after.client, "introduction.forget", after.id).before(&before).after(&after).by_rules([rule]);
        let entry = entry.detail("lapsed", lapsed).detail("crossBorder", crosses);
        audit::append(ctx, &*tx, &SWEEPER, entry).await?;
        if before.credited {
            promote(ctx, &tx, &SWEEPER, &after).await?;
        }
        tx.commit().await?;
    }
    Ok(old.len())
}

/// What becomes of an introduction whose answer is overdue. Whoever came too late may still turn out to be the only one whom somebody
/// confirms; that the two knew each other stays true.
fn lapsed(ctx: &Ctx, before: &Introduction) -> Introduction {
    let now = ctx.now();
    let no_credit = before.no_credit.filter(|reason| *reason == NoCredit::KnownBefore).or(Some(NoCredit::Unanswered));
    let version = before.version + 1;
    Introduction { credited: false, no_credit, lapsed_at: Some(now), version, updated_at: now, ..before.clone() }
}
