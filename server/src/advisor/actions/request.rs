//! An advisor asks an enterprise for a mandate, which answers, or does not.

use serde::Serialize;
use uuid::Uuid;

use super::{
    check_version,
    mandate::{Agreed, give, mandate, terms, trusted},
};
use crate::{
    advisor::{
        model::{Advisor, Mandate, MandateRequest},
        policy,
        rules::{Pauses, may_ask_again},
        store,
        vocabulary::{AdvisorState, MandateRequestState as State, MandateScope},
    },
    audit::{self, NewEntry},
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    identity::{self, rules::OrganizationKind},
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        clock::china_midnight,
        date::add_days,
        error::Problems,
        id::{Advisor as AdvisorId, MandateRequest as RequestId, Organization},
        text,
    },
    outbox::{self, Event, MandateRequestChange as Change},
};

/// Longest note and reason, in characters.
const LONGEST: usize = 1000;

/// Who looks for questions that end with something else.
const TIDY: Actor = Actor::System("mandate");

/// What an advisor asks for.
#[derive(Debug, Clone, Serialize)]
pub struct Ask {
    /// The enterprise.
    pub organization: Id<Organization>,
    /// What the advisor wants to do.
    pub scopes: Vec<MandateScope>,
    /// Last day of the mandate.
    pub valid_until: Date,
    /// What the advisor wants to be paid.
    pub fee_terms: Option<String>,
    /// What the advisor says beside it.
    pub note: String,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Asks an enterprise for a mandate.
///
/// # Errors
/// `FORBIDDEN` for others than advisors, `ADVISOR_NOT_AVAILABLE` unless the advisor is appointed today and takes cases, `NOT_FOUND` at
/// `organizationId` for everything but a verified enterprise, `CONFLICT_OF_INTEREST` there if the advisor has declared a tie with it
/// or sits in it, `MANDATE_EXISTS`, `MANDATE_REQUEST_EXISTS`, `MANDATE_REQUESTED_BEFORE`, `MANDATE_REQUESTS_USED_UP`, and what is wrong
/// with the terms: the mandate lasts at least as long as the enterprise may take to answer.
pub async fn ask(ctx: &Ctx, actor: &Actor, input: Ask) -> Result<Outcome<MandateRequest>> {
    policy::signed_in(actor)?;
    policy::allowed(policy::may_ask(actor))?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "mandateRequestSubmit", input.idempotency_key, &input);
    let find = async |id| store::find_requests(ctx.db.read(), actor, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound));
    once(ctx, &guard, find, rerun(|| Box::pin(ask_now(ctx, actor, &input, &guard)))).await
}

async fn ask_now(ctx: &Ctx, actor: &Actor, input: &Ask, guard: &Guard) -> Result<MandateRequest> {
    let today = ctx.clock.today();
    let tx = ctx.begin().await?;
    let advisor = asker(&tx, actor).await?;
    let enterprise = identity::find_organization(&*tx, actor, input.organization).await?;
    if !enterprise.is_some_and(|found| found.kind == OrganizationKind::Enterprise && found.is_verified()) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    // Locked, so that two questions at once do not both find room.
    let advisor = free(ctx, &tx, actor, input.organization, &advisor).await?;
    let answer = ctx.rules.on("advising.mandate_request_answer_days", today)?;
    let again = ctx.rules.on("advising.mandate_request_again_days", today)?;
    let most = ctx.rules.on("advising.mandate_requests_open_max", today)?;
    let pauses = Pauses { answer: answer.get()?, refused: again.get()? };
    let answer_by = add_days(today, pauses.answer);
    let mut p = Problems::default();
    let given = Agreed { scopes: input.scopes.clone(), valid_until: input.valid_until, fee_terms: input.fee_terms.clone() };
    let note = p.check("note", text::paragraph(&input.note, LONGEST)).unwrap_or_default();
    let terms = match terms(ctx, given.clone(), answer_by) {
        Ok(terms) => terms,
        Err(error) => {
            p.push(error);
            given
        }
    };
    let (terms, note) = p.finish((terms, note))?;
    let now = ctx.now();
    let asked = MandateRequest {
        id: ctx.new_id(),
        organization: input.organization,
        advisor: advisor.id,
        user: advisor.user,
        scopes: terms.scopes,
        valid_until: terms.valid_until,
        fee_terms: terms.fee_terms,
        note,
        answer_by: Date(answer_by),
        state: State::Open,
        reason: None,
        mandate: None,
        closed_at: None,
        closed_by: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that it has asked before.
    guard.keep(ctx, &*tx, asked.id).await?;
    // Those whose time is over stand in nobody's way, whether the sweeper has come by or not.
    lapse(ctx, &tx, &store::open_requests(&*tx, advisor.id, None).await?).await?;
    if super::mandate_for(&*tx, input.organization, advisor.id, today).await?.is_some() {
        return Err(Error::new(Code::MandateExists));
    }
    may_ask_again(&store::requests_between(&*tx, input.organization, advisor.id).await?, today, pauses)?;
    let open_max: i64 = most.get()?;
    // What was taken back counts as long as an answer would have had time: its words have been read.
    let asked_since = china_midnight(today) - chrono::Duration::days(pauses.answer.into());
    if store::count_asking(&*tx, advisor.id, asked_since).await? >= u64::try_from(open_max).unwrap_or_default() {
        return Err(Error::new(Code::MandateRequestsUsedUp).with("max", open_max));
    }
    store::insert_request(&*tx, &asked).await?;
    told(ctx, &tx, &asked, Change::Asked).await?;
    audit::append(ctx, &*tx, actor, entry("mandate_request.submit", None, &asked).by_rules([answer.id, again.id, most.id])).await?;
    tx.commit().await?;
    Ok(asked)
}

/// The actor as an advisor.
async fn asker(tx: &Write, actor: &Actor) -> Result<Advisor> {
    let user = actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))?;
    store::of_user(&**tx, user).await?.ok_or_else(|| Error::new(Code::AdvisorNotAvailable))
}

/// `advisor`, if they may work for `client` today: as in an assignment, whoever has a tie with it or sits in it may not.
async fn free(ctx: &Ctx, tx: &Write, actor: &Actor, client: Id<Organization>, advisor: &Advisor) -> Result<Advisor> {
    let at_client = |error: Error| if error.code() == Code::ConflictOfInterest { error.at("organizationId") } else { error };
    let advisor = trusted(ctx, tx, actor, client, advisor.id).await.map_err(at_client)?;
    if advisor.state != AdvisorState::Active {
        return Err(Error::new(Code::AdvisorNotAvailable));
    }
    Ok(advisor)
}

/// What the enterprise says to a question, or the advisor who takes it back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The question.
    pub id: Id<RequestId>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// What is said.
    pub word: Word,
}

/// What can be said to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// The enterprise gives the mandate, as it was asked for.
    Accept,
    /// The enterprise does not, and says why.
    Refuse(String),
    /// The advisor takes it back.
    Withdraw,
}

/// Answers a question, or takes it back.
///
/// # Errors
/// `NOT_FOUND` at `id`; `FORBIDDEN` for others than the owner of the verified enterprise who is asked (to take it back, than the
/// advisor); `STALE_VERSION`; `TRANSITION_NOT_ALLOWED` if it was answered, or the time for an answer is over; `REASON_REQUIRED` at
/// `reason`. To accept, also everything that stands in the way of a mandate: `ADVISOR_NOT_AVAILABLE`, `CONFLICT_OF_INTEREST`,
/// `MANDATE_EXISTS`.
pub async fn answer(ctx: &Ctx, actor: &Actor, input: Answer) -> Result<Outcome<MandateRequest>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(answer_now(ctx, actor, &input))).await
}

async fn answer_now(ctx: &Ctx, actor: &Actor, input: &Answer) -> Result<Outcome<MandateRequest>> {
    let tx = ctx.begin().await?;
    // The advisor first, as wherever both are locked.
    if let (Word::Accept, Some(asked)) = (&input.word, store::find_requests(&*tx, actor, &[input.id]).await?.pop()) {
        store::lock(&*tx, &TIDY, &[asked.advisor]).await?;
    }
    let before = store::lock_requests(&*tx, actor, &[input.id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::allowed(match input.word {
        Word::Withdraw => policy::may_take_back(actor, &before),
        Word::Accept | Word::Refuse(_) => policy::may_answer(actor, &before),
    })?;
    check_version(before.version, input.expected_version)?;
    let stands = before.state_on(ctx.clock.today());
    if stands != State::Open {
        let to = match input.word {
            Word::Accept => State::Accepted,
            Word::Refuse(_) => State::Refused,
            Word::Withdraw => State::Withdrawn,
        };
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", stands.to_string()).with("toState", to.to_string()));
    }
    let after = match &input.word {
        Word::Accept => accept(ctx, &tx, actor, &before).await?,
        Word::Refuse(reason) => {
            let reason = text::optional_paragraph(Some(reason), LONGEST).map_err(|error| error.at("reason"))?;
            let reason = reason.ok_or_else(|| Error::new(Code::ReasonRequired).at("reason"))?;
            close(ctx, &tx, actor, &before, State::Refused, Some(reason)).await?
        }
        Word::Withdraw => close(ctx, &tx, actor, &before, State::Withdrawn, None).await?,
    };
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

async fn accept(ctx: &Ctx, tx: &Write, actor: &Actor, before: &MandateRequest) -> Result<MandateRequest> {
    let advisor = trusted(ctx, tx, actor, before.organization, before.advisor).await?;
    let agreed = Agreed { scopes: before.scopes.clone(), valid_until: before.valid_until, fee_terms: before.fee_terms.clone() };
    let given = mandate(ctx, actor, &advisor, before.organization, terms(ctx, agreed, ctx.clock.today())?);
    give(ctx, tx, actor, &given).await?;
    accepted(ctx, tx, actor, before, &given).await
}

/// The question between the two that `given` answers, if there is one.
pub(super) async fn settle(ctx: &Ctx, tx: &Write, actor: &Actor, given: &Mandate) -> Result<()> {
    let open = store::open_requests(&**tx, given.advisor, Some(given.organization)).await?;
    for asked in store::lock_requests(&**tx, &TIDY, &open).await? {
        if asked.state_on(ctx.clock.today()) == State::Open {
            accepted(ctx, tx, actor, &asked, given).await?;
        }
    }
    Ok(())
}

/// The mandate itself is told of as such.
async fn accepted(ctx: &Ctx, tx: &Write, actor: &Actor, before: &MandateRequest, given: &Mandate) -> Result<MandateRequest> {
    let after = MandateRequest { mandate: Some(given.id), ..closed(ctx, actor, before, State::Accepted, None) };
    store::save_request(&**tx, &after).await?;
    audit::append(ctx, &**tx, actor, entry("mandate_request.accept", Some(before), &after)).await?;
    Ok(after)
}

/// Takes back what an advisor has asked for: everything, or what one enterprise was asked for.
pub(super) async fn drop_open(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    advisor: Id<AdvisorId>,
    client: Option<Id<Organization>>,
) -> Result<()> {
    let open = store::open_requests(&**tx, advisor, client).await?;
    for asked in store::lock_requests(&**tx, &TIDY, &open).await? {
        // Somebody may have answered between the look and the lock.
        match asked.state_on(ctx.clock.today()) {
            State::Lapsed if asked.state == State::Open => drop(close(ctx, tx, &TIDY, &asked, State::Lapsed, None).await?),
            State::Open => drop(close(ctx, tx, actor, &asked, State::Withdrawn, None).await?),
            _ => {}
        }
    }
    Ok(())
}

/// Closes those of `ids` whose time for an answer is over.
pub(super) async fn lapse(ctx: &Ctx, tx: &Write, ids: &[Id<RequestId>]) -> Result<()> {
    for asked in store::lock_requests(&**tx, &TIDY, ids).await? {
        if asked.state == State::Open && asked.state_on(ctx.clock.today()) == State::Lapsed {
            close(ctx, tx, &TIDY, &asked, State::Lapsed, None).await?;
        }
    }
    Ok(())
}

fn closed(ctx: &Ctx, actor: &Actor, before: &MandateRequest, state: State, reason: Option<String>) -> MandateRequest {
    let now = ctx.now();
    MandateRequest {
        state,
        reason,
        closed_at: Some(now),
        closed_by: actor.user(),
        version: before.version + 1,
        updated_at: now,
        ..before.clone()
    }
}

/// Closes a question that was locked in this transaction, without a mandate; writes the trail last.
async fn close(ctx: &Ctx, tx: &Write, actor: &Actor, before: &MandateRequest, to: State, reason: Option<String>) -> Result<MandateRequest> {
    let after = closed(ctx, actor, before, to, reason);
    store::save_request(&**tx, &after).await?;
    let (change, verb) = match to {
        State::Refused => (Change::Refused, "mandate_request.refuse"),
        State::Lapsed => (Change::Lapsed, "mandate_request.lapse"),
        _ => (Change::Withdrawn, "mandate_request.withdraw"),
    };
    told(ctx, tx, &after, change).await?;
    audit::append(ctx, &**tx, actor, entry(verb, Some(before), &after)).await?;
    Ok(after)
}

async fn told(ctx: &Ctx, tx: &Write, asked: &MandateRequest, change: Change) -> Result<()> {
    outbox::push(ctx, &**tx, &Event::MandateRequestChanged { request: asked.id, change }).await.map(drop)
}

/// The audit entry of a change, in the enterprise's trail.
fn entry(verb: &'static str, before: Option<&MandateRequest>, after: &MandateRequest) -> NewEntry {
    let entry = NewEntry::new(after.organization, verb, after.id)
        .after(after)
        .detail("version", after.version)
        .detail("advisor", after.advisor.to_string());
    match before {
        Some(before) => entry.before(before),
        None => entry,
    }
}
