//! A client lets an advisor act for it, and either of them ends it.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::{
    check_version,
    request::{drop_open, settle},
};
use crate::{
    advisor::{
        model::{Advisor, Mandate},
        policy, store,
        vocabulary::{MandateScope, MandateState},
    },
    audit::{self, NewEntry},
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    identity,
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        date::add_months,
        error::Problems,
        id::{Advisor as AdvisorId, Mandate as MandateId, Organization},
        text,
    },
    listing::validate::parts::{between, set},
    outbox::{self, Event},
};

/// The rule that says how long a mandate may last.
const MONTHS: &str = "advising.mandate_months_max";

/// Who looks for mandates that end with something else.
const TIDY: Actor = Actor::System("mandate");

/// A mandate that a client wants to give.
#[derive(Debug, Clone, Serialize)]
pub struct Grant {
    /// The client.
    pub organization: Id<Organization>,
    /// The advisor.
    pub advisor: Id<AdvisorId>,
    /// What the advisor may do.
    pub scopes: Vec<MandateScope>,
    /// Last day.
    pub valid_until: Date,
    /// What was agreed about a fee.
    pub fee_terms: Option<String>,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Gives a mandate.
///
/// # Errors
/// `FORBIDDEN` at `organizationId` for others than the owner of a verified enterprise, `NOT_FOUND` at `advisorId`,
/// `ADVISOR_NOT_AVAILABLE` unless the advisor is appointed today, `CONFLICT_OF_INTEREST` if a tie with the client is
/// declared, `OUT_OF_RANGE` at `validUntil`, `REQUIRED` at `scopes`, `MANDATE_EXISTS`.
pub async fn grant(ctx: &Ctx, actor: &Actor, input: Grant) -> Result<Outcome<Mandate>> {
    policy::signed_in(actor)?;
    policy::allowed(policy::may_grant(actor, input.organization)).map_err(|error| error.at("organizationId"))?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "mandateGrant", input.idempotency_key, &input);
    let find = async |id| store::find_mandates(ctx.db.read(), actor, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound));
    once(ctx, &guard, find, rerun(|| Box::pin(write(ctx, actor, &input, &guard)))).await
}

async fn write(ctx: &Ctx, actor: &Actor, input: &Grant, guard: &Guard) -> Result<Mandate> {
    let tx = ctx.begin().await?;
    let advisor = trusted(ctx, &tx, actor, input.organization, input.advisor).await.map_err(|error| error.at("advisorId"))?;
    let terms = terms(ctx, Agreed::of(input), ctx.clock.today())?;
    let mandate = mandate(ctx, actor, &advisor, input.organization, terms);
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that a mandate exists.
    guard.keep(ctx, &*tx, mandate.id).await?;
    give(ctx, &tx, actor, &mandate).await?;
    // Whoever gives what was asked for has answered.
    settle(ctx, &tx, actor, &mandate).await?;
    tx.commit().await?;
    Ok(mandate)
}

/// An advisor who can be mandated by `client` today, locked.
///
/// # Errors
/// `NOT_FOUND`, `ADVISOR_NOT_AVAILABLE`, `CONFLICT_OF_INTEREST`.
pub(super) async fn trusted(ctx: &Ctx, tx: &Write, actor: &Actor, client: Id<Organization>, advisor: Id<AdvisorId>) -> Result<Advisor> {
    let today = ctx.clock.today();
    let advisor = super::lock_one(tx, actor, advisor).await?;
    if store::appointed_among(&**tx, &[advisor.id], today).await?.is_empty() {
        return Err(Error::new(Code::AdvisorNotAvailable));
    }
    let ties = store::declarations_of(&**tx, &[advisor.id]).await?;
    let seats = identity::seats_of_users(&**tx, &[advisor.user]).await?;
    // Nobody acts for the own enterprise as an outsider.
    let sits = seats.iter().any(|(_, organization)| *organization == client);
    if sits || super::read::ties_with(&ties, client, today) {
        return Err(Error::new(Code::ConflictOfInterest));
    }
    Ok(advisor)
}

/// What a mandate says.
#[derive(Debug, Clone)]
pub(super) struct Agreed {
    /// What the advisor may do.
    pub scopes: Vec<MandateScope>,
    /// Last day.
    pub valid_until: Date,
    /// What was agreed about a fee.
    pub fee_terms: Option<String>,
}

impl Agreed {
    fn of(input: &Grant) -> Self {
        Self { scopes: input.scopes.clone(), valid_until: input.valid_until, fee_terms: input.fee_terms.clone() }
    }
}

/// `given`, checked: the last day lies on `first` or later, and not too far away.
///
/// # Errors
/// `REQUIRED` at `scopes`, `OUT_OF_RANGE` at `validUntil`, those of the texts.
pub(super) fn terms(ctx: &Ctx, given: Agreed, first: NaiveDate) -> Result<Agreed> {
    let today = ctx.clock.today();
    let last = Date(add_months(today, ctx.rules.on(MONTHS, today)?.get()?));
    let mut p = Problems::default();
    let scopes = p.check("scopes", set(given.scopes, 10, Ok)).unwrap_or_default();
    if scopes.is_empty() && p.is_empty() {
        p.push(Error::new(Code::Required).at("scopes"));
    }
    p.check("validUntil", between(Some(given.valid_until), Some(Date(first)), Some(last)));
    let fee_terms = p.check("feeTerms", text::optional_paragraph(given.fee_terms.as_deref(), 1000)).flatten();
    p.finish(Agreed { scopes, valid_until: given.valid_until, fee_terms })
}

/// A mandate from today on.
pub(super) fn mandate(ctx: &Ctx, actor: &Actor, advisor: &Advisor, client: Id<Organization>, terms: Agreed) -> Mandate {
    let now = ctx.now();
    Mandate {
        id: ctx.new_id(),
        organization: client,
        advisor: advisor.id,
        user: advisor.user,
        scopes: terms.scopes,
        fee_terms: terms.fee_terms,
        valid_from: Date(ctx.clock.today()),
        valid_until: terms.valid_until,
        ended_at: None,
        ended_by: None,
        reason: None,
        version: 1,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    }
}

/// Writes a mandate that was checked.
///
/// # Errors
/// `MANDATE_EXISTS`.
pub(super) async fn give(ctx: &Ctx, tx: &Write, actor: &Actor, mandate: &Mandate) -> Result<()> {
    let today = ctx.clock.today();
    // One whose last day has passed stands in nobody's way, whether the sweeper has come by or not.
    if let Some(old) =
        store::open_between(&**tx, mandate.organization, mandate.advisor).await?.filter(|old| old.state_on(today) == MandateState::Ended)
    {
        finish(ctx, tx, &TIDY, &old, None).await?;
    }
    store::insert_mandate(&**tx, mandate).await?;
    outbox::push(ctx, &**tx, &Event::MandateGranted { mandate: mandate.id }).await?;
    let scopes = mandate.scopes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let entry = NewEntry::new(mandate.organization, "mandate.grant", mandate.id)
        .after(mandate)
        .by_rules([ctx.rules.on(MONTHS, today)?.id])
        .detail("advisor", mandate.advisor.to_string())
        .detail("scopes", scopes)
        .detail("validUntil", mandate.valid_until.to_string());
    audit::append(ctx, &**tx, actor, entry).await
}

/// What either side says when it ends a mandate.
#[derive(Debug, Clone)]
pub struct End {
    /// The mandate.
    pub id: Id<MandateId>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// Why.
    pub reason: Option<String>,
}

/// Ends a mandate at once.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN` for others than the client's owner and the advisor, `STALE_VERSION`,
/// `TRANSITION_NOT_ALLOWED` if it has ended.
pub async fn end(ctx: &Ctx, actor: &Actor, input: End) -> Result<Outcome<Mandate>> {
    policy::signed_in(actor)?;
    rerun(|| end_now(ctx, actor, &input)).await
}

async fn end_now(ctx: &Ctx, actor: &Actor, input: &End) -> Result<Outcome<Mandate>> {
    let tx = ctx.begin().await?;
    let before = store::lock_mandates(&*tx, actor, &[input.id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::allowed(policy::may_end(actor, &before))?;
    check_version(before.version, input.expected_version)?;
    if before.ended_at.is_some() {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", "ENDED").with("toState", "ENDED"));
    }
    let reason = text::optional_paragraph(input.reason.as_deref(), 1000).map_err(|error| error.at("reason"))?;
    let after = finish(ctx, &tx, actor, &before, reason).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Ends every mandate of an advisor who is not appointed any more, and takes back what the advisor has asked for.
pub(super) async fn end_all(ctx: &Ctx, tx: &Write, actor: &Actor, advisor: Id<AdvisorId>) -> Result<()> {
    drop_open(ctx, tx, actor, advisor, None).await?;
    let open = store::open_of_advisor(&**tx, advisor).await?;
    for mandate in store::lock_mandates(&**tx, &TIDY, &open).await? {
        finish(ctx, tx, actor, &mandate, None).await?;
    }
    Ok(())
}

/// Ends the mandate between a client and an advisor who has stepped back because of a tie, if there is one: what the client
/// shows an advisor is not for somebody who sits on two chairs. Both sides learn of it. A question for one is taken back.
///
/// # Errors
/// Those of the database.
pub async fn end_for_tie(ctx: &Ctx, tx: &Write, actor: &Actor, client: Id<Organization>, advisor: Id<AdvisorId>) -> Result<()> {
    drop_open(ctx, tx, actor, advisor, Some(client)).await?;
    let Some(open) = store::open_between(&**tx, client, advisor).await? else { return Ok(()) };
    for mandate in store::lock_mandates(&**tx, &TIDY, &[open.id]).await? {
        if mandate.ended_at.is_none() {
            finish(ctx, tx, actor, &mandate, None).await?;
        }
    }
    Ok(())
}

/// Ends a mandate that was locked in this transaction; writes the trail last.
pub(super) async fn finish(ctx: &Ctx, tx: &Write, actor: &Actor, before: &Mandate, reason: Option<String>) -> Result<Mandate> {
    let now = ctx.now();
    let after =
        Mandate { ended_at: Some(now), ended_by: actor.user(), reason, version: before.version + 1, updated_at: now, ..before.clone() };
    store::save_mandate(&**tx, &after).await?;
    outbox::push(ctx, &**tx, &Event::MandateEnded { mandate: after.id }).await?;
    let entry = NewEntry::new(after.organization, "mandate.end", after.id).before(before).after(&after).detail("version", after.version);
    audit::append(ctx, &**tx, actor, entry).await?;
    Ok(after)
}
