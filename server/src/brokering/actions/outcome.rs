//! What came of a case: filed by the advisor, confirmed by both sides, validated by an operator.

use serde::Serialize;
use uuid::Uuid;

use super::{
    GUARD, check_version, entry, lock_one, moved, reader,
    work::{sees, working},
};
use crate::{
    advisor::{self, vocabulary::MandateScope},
    audit::{self, NewEntry},
    brokering::{
        model::Case,
        policy,
        rules::{Authority, leads_on},
        service::Outcome as Deal,
        store::{self, Reader},
        vocabulary::{CaseState, OutcomeKind, OutcomeState},
    },
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Date, Error, Id, Money, Result,
        date::add_months,
        error::Problems,
        id::{BrokerCase, CaseOutcome, Introduction, License, Organization, User},
        text,
    },
    licensing::{self, model::License as LicenseModel},
    listing::validate::parts::between,
    outbox::{self, Event, OutcomeChange},
};

/// Characters of a SHA-256 in hexadecimal.
const HASH_LENGTH: usize = 64;

/// An outcome that an advisor files.
#[derive(Debug, Clone, Serialize)]
pub struct FileOutcome {
    /// The case.
    pub case: Id<BrokerCase>,
    /// The other side.
    pub counterparty: Id<Organization>,
    /// What was agreed.
    pub kind: OutcomeKind,
    /// SHA-256 of the signed contract, in hexadecimal.
    pub contract_hash: String,
    /// What it is worth.
    pub amount: Money,
    /// The day of the signatures.
    pub signed_on: Date,
    /// Whether it is used first and paid for later.
    pub use_first_pay_later: bool,
    /// Whether three signed it: the advisor's side too.
    pub three_party: bool,
    /// The last day on which the advisor's side serves the two others.
    pub service_duty_until: Option<Date>,
    /// The license, if it was granted on the platform.
    pub license: Option<Id<License>>,
    /// In words.
    pub note: Option<String>,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// What was agreed.
struct Agreed {
    kind: OutcomeKind,
    amount: Money,
    use_first_pay_later: bool,
}

impl Agreed {
    /// What a license that was granted on the platform says; nobody says it better.
    const fn of_license(license: &LicenseModel) -> Self {
        Self { kind: OutcomeKind::License, amount: license.plan.total(), use_first_pay_later: license.use_first_pay_later }
    }
}

/// Files an outcome. Of a license that was granted on the platform the kind, the amount and the mode are the license's own. Each license
/// is filed once, and so is what two signed on one day for one amount, whatever it is called.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `MANDATE_MISSING` without a mandate for
/// contracts, today and on the day of the signatures (then at `signedOn`), `TRANSITION_NOT_ALLOWED` before the match,
/// `NOT_FOUND` at `organizationId` unless the other side is known from the beginning or has confirmed an introduction,
/// `INTRODUCTION_MISSING` there if somebody else had brought the two together,
/// `NOT_FOUND` at `licenseId` unless it is a license between the two, `OUT_OF_RANGE` (at `serviceDutyUntil` for a day before the
/// signatures or later than `advising.service_duty_months_max` allows, and for any day of a contract of two),
/// `OUTCOME_EXISTS` at `contractHash` or `licenseId`.
pub async fn file_outcome(ctx: &Ctx, actor: &Actor, input: FileOutcome) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "outcomeFile", input.idempotency_key, &input);
    let find = async |id| super::find_outcomes(ctx, actor, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound));
    once(ctx, &guard, find, rerun(|| Box::pin(write(ctx, actor, &input, &guard)))).await
}

async fn write(ctx: &Ctx, actor: &Actor, input: &FileOutcome, guard: &Guard) -> Result<Deal> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    policy::permit(actor, Authority::Advisor, &before)?;
    sees(ctx, &*tx, actor, &before).await?;
    let (advisor, _) = working(ctx, &*tx, &before, Some(MandateScope::Contracts)).await?;
    if !matches!(before.state, CaseState::Matched | CaseState::Contracted | CaseState::Tracking) {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", before.state.to_string()).with("toState", "CONTRACTED"));
    }
    let introduction = begun_with(&tx, &before, input.counterparty).await?;
    let license = license_meant(&tx, &before, input).await?;
    let agreed = match &license {
        Some(license) => Agreed::of_license(license),
        None => Agreed { kind: input.kind, amount: input.amount, use_first_pay_later: input.use_first_pay_later },
    };
    let (contract_hash, note) = checked(ctx, input)?;
    // A deal that was signed without a mandate is nobody's merit.
    let mandates = advisor::mandates_between(&*tx, before.client, advisor).await?;
    if !mandates.iter().any(|mandate| mandate.was_good_on(input.signed_on)) {
        return Err(Error::new(Code::MandateMissing).at("signedOn"));
    }
    let now = ctx.now();
    let deal = Deal {
        id: ctx.new_id(),
        case: before.id,
        client: before.client,
        counterparty: input.counterparty,
        advisor,
        user: actor.user().ok_or_else(|| Error::new(Code::Forbidden))?,
        introduction,
        license: license.map(|license| license.id),
        kind: agreed.kind,
        contract_hash,
        amount: agreed.amount,
        signed_on: input.signed_on,
        use_first_pay_later: agreed.use_first_pay_later,
        three_party: input.three_party,
        service_duty_until: input.service_duty_until,
        note,
        state: OutcomeState::Filed,
        client_confirmed_at: None,
        client_confirmed_by: None,
        counterparty_confirmed_at: None,
        counterparty_confirmed_by: None,
        decided_at: None,
        decided_by: None,
        decision_note: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that the contract is known.
    guard.keep(ctx, &*tx, deal.id).await?;
    store::insert_outcome(&*tx, &deal).await?;
    let after = moved(ctx, &before);
    store::save(&*tx, &after).await?;
    outbox::push(ctx, &*tx, &Event::OutcomeChanged { outcome: deal.id, change: OutcomeChange::Filed }).await?;
    let entry = entry("case.file_outcome", Some(&before), &after)
        .detail("outcome", deal.id.to_string())
        .detail("contractHash", deal.contract_hash.clone())
        .detail("signedOn", deal.signed_on.to_string())
        .detail("threeParty", deal.three_party)
        .detail("serviceDutyUntil", deal.service_duty_until.map(|day| day.to_string()));
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(deal)
}

/// Most licenses of two that are looked at.
const LICENSES_MAX: u64 = 1000;

/// The license of the platform that a filed contract is: the one that is named, or that of the case's own request. None otherwise: then
/// they signed it elsewhere.
///
/// What else the two have on the platform is not the advisor's business: nothing is inferred from it, and no refusal tells of it.
async fn license_meant(tx: &Write, case: &Case, input: &FileOutcome) -> Result<Option<LicenseModel>> {
    let own = case.request.filter(|_| input.kind == OutcomeKind::License);
    if input.license.is_none() && own.is_none() {
        return Ok(None);
    }
    let granted = licensing::licenses_between(&**tx, input.counterparty, case.client, LICENSES_MAX).await?;
    let meant = granted.into_iter().find(|license| match input.license {
        Some(named) => license.id == named,
        None => Some(license.request) == own,
    });
    if meant.is_none() && input.license.is_some() {
        return Err(Error::new(Code::NotFound).at("licenseId"));
    }
    Ok(meant)
}

/// The introduction that a deal with `other` began with; none if the two knew each other before, or if the other side was known from
/// the beginning. It may be of an advisor who had the case before: the case is what brought the two together.
async fn begun_with(tx: &Write, case: &Case, other: Id<Organization>) -> Result<Option<Id<Introduction>>> {
    let made = store::introductions_of(&**tx, &Reader::own(&GUARD), &[case.id]).await?;
    let made: Vec<_> = made.into_iter().filter(|made| made.counterparty == other).collect();
    if let Some(credited) = made.iter().find(|made| leads_on(made) && made.credited) {
        return Ok(Some(credited.id));
    }
    if case.counterparty == Some(other) || made.iter().any(leads_on) {
        return Ok(None);
    }
    let code = if made.is_empty() { Code::NotFound } else { Code::IntroductionMissing };
    Err(Error::new(code).at("organizationId"))
}

fn checked(ctx: &Ctx, input: &FileOutcome) -> Result<(String, Option<String>)> {
    let today = ctx.clock.today();
    let mut p = Problems::default();
    let hash = input.contract_hash.trim().to_lowercase();
    if hash.len() != HASH_LENGTH || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        p.push(Error::new(Code::BadUserInput).at("contractHash"));
    }
    if input.amount.minor_units < 0 {
        p.push(Error::new(Code::OutOfRange).with("min", 0_i64).at("minorUnits").at("amount"));
    }
    if input.signed_on.0 > today {
        p.push(Error::new(Code::OutOfRange).with("max", today).at("signedOn"));
    }
    if let Some(until) = input.service_duty_until {
        // Nobody has a duty from a contract that they did not sign.
        if !input.three_party {
            p.push(Error::new(Code::OutOfRange).at("serviceDutyUntil"));
        }
        let months: u32 = ctx.rules.on("advising.service_duty_months_max", today)?.get()?;
        let last = Date(add_months(input.signed_on.0, months));
        p.check("serviceDutyUntil", between(Some(until), Some(input.signed_on), Some(last)));
    }
    let note = p.check("note", text::optional_paragraph(input.note.as_deref(), 1000)).flatten();
    p.finish((hash, note))
}

/// What somebody says to an outcome.
#[derive(Debug, Clone)]
pub struct AnswerOutcome {
    /// The outcome.
    pub id: Id<CaseOutcome>,
    /// The version that the answer was given looking at.
    pub expected_version: i64,
    /// For the operator: whether it counts.
    pub validate: bool,
    /// In words; needed for a no.
    pub note: Option<String>,
}

/// One of the two sides confirms that it was so. When both have, the operator looks at it.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN` for those who do not bind a side, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED` once that side has
/// confirmed it, or it was decided.
pub async fn confirm_outcome(ctx: &Ctx, actor: &Actor, id: Id<CaseOutcome>, expected_version: i64) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(confirm_now(ctx, actor, id, expected_version))).await
}

async fn confirm_now(ctx: &Ctx, actor: &Actor, id: Id<CaseOutcome>, expected_version: i64) -> Result<Outcome<Deal>> {
    let (tx, before) = opened(ctx, actor, id).await?;
    let (as_client, as_other) = (policy::confirms_for_client(actor, &before), policy::confirms_for_counterparty(actor, &before));
    policy::allowed(as_client || as_other)?;
    check_version(before.version, expected_version)?;
    // Who binds both sides speaks for one of them: the other's word is somebody else's. What was said stays said.
    let spoken = |by: Option<Id<User>>| by.is_some() && by == actor.user();
    let as_client = as_client && before.client_confirmed_at.is_none() && !spoken(before.counterparty_confirmed_by);
    let as_other = as_other && before.counterparty_confirmed_at.is_none() && !spoken(before.client_confirmed_by);
    if before.state != OutcomeState::Filed || !(as_client || as_other) {
        return Err(refusal(&before, OutcomeState::Confirmed));
    }
    let mut after = changed(ctx, &before);
    if as_client {
        (after.client_confirmed_at, after.client_confirmed_by) = (Some(ctx.now()), actor.user());
    } else {
        (after.counterparty_confirmed_at, after.counterparty_confirmed_by) = (Some(ctx.now()), actor.user());
    }
    if after.client_confirmed_at.is_some() && after.counterparty_confirmed_at.is_some() {
        after.state = OutcomeState::Confirmed;
    }
    let trail = if as_client { after.client } else { after.counterparty };
    finish(ctx, tx, actor, trail, &before, after, OutcomeChange::Confirmed).await
}

/// An operator decides whether an outcome counts.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN` for others than an operator who has no part in it, `STALE_VERSION`, `OUTCOME_NOT_CONFIRMED` before both sides have
/// confirmed it (a no is possible at any time), `OUTCOME_EXISTS` if it claims nothing and another claims the same, `REASON_REQUIRED` at
/// `note` for a no, `TRANSITION_NOT_ALLOWED` once decided.
pub async fn decide_outcome(ctx: &Ctx, actor: &Actor, input: AnswerOutcome) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(decide_now(ctx, actor, &input))).await
}

async fn decide_now(ctx: &Ctx, actor: &Actor, input: &AnswerOutcome) -> Result<Outcome<Deal>> {
    let (tx, before) = opened(ctx, actor, input.id).await?;
    policy::allowed(policy::validates(actor, &before))?;
    check_version(before.version, input.expected_version)?;
    let note = text::optional_paragraph(input.note.as_deref(), 1000).map_err(|error| error.at("note"))?;
    let to = if input.validate { OutcomeState::Validated } else { OutcomeState::Refused };
    if matches!(before.state, OutcomeState::Validated | OutcomeState::Refused) {
        return Err(refusal(&before, to));
    }
    if input.validate && before.state != OutcomeState::Confirmed {
        return Err(Error::new(Code::OutcomeNotConfirmed));
    }
    if !input.validate && note.is_none() {
        return Err(Error::new(Code::ReasonRequired).at("note"));
    }
    // What was there before deals were claimed claims none; it counts unless somebody else's does.
    if input.validate && store::is_claimed_by_another(&*tx, &before).await? {
        return Err(Error::new(Code::OutcomeExists));
    }
    let after = Deal { state: to, decided_at: Some(ctx.now()), decided_by: actor.user(), decision_note: note, ..changed(ctx, &before) };
    let change = if input.validate { OutcomeChange::Validated } else { OutcomeChange::Refused };
    finish(ctx, tx, actor, before.client, &before, after, change).await
}

async fn opened(ctx: &Ctx, actor: &Actor, id: Id<CaseOutcome>) -> Result<(Write, Deal)> {
    let tx = ctx.begin().await?;
    let before =
        store::lock_outcome(&*tx, &reader(ctx, &*tx, actor).await?, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    Ok((tx, before))
}

fn changed(ctx: &Ctx, before: &Deal) -> Deal {
    Deal { version: before.version + 1, updated_at: ctx.now(), ..before.clone() }
}

fn refusal(before: &Deal, to: OutcomeState) -> Error {
    Error::new(Code::TransitionNotAllowed).with("fromState", before.state.to_string()).with("toState", to.to_string())
}

async fn finish(
    ctx: &Ctx,
    tx: Write,
    actor: &Actor,
    trail: Id<Organization>,
    before: &Deal,
    after: Deal,
    change: OutcomeChange,
) -> Result<Outcome<Deal>> {
    store::save_outcome(&*tx, &after).await?;
    outbox::push(ctx, &*tx, &Event::OutcomeChanged { outcome: after.id, change }).await?;
    let verb = match change {
        OutcomeChange::Confirmed | OutcomeChange::Filed => "outcome.confirm",
        OutcomeChange::Validated => "outcome.validate",
        OutcomeChange::Refused | OutcomeChange::FeeRecorded | OutcomeChange::FeeCancelled => "outcome.refuse",
    };
    let entry = NewEntry::new(trail, verb, after.id).before(before).after(&after).detail("state", after.state.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}
