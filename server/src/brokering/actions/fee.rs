//! What is paid for a validated outcome, and whether it has arrived.

use serde::Serialize;
use uuid::Uuid;

use super::{check_version, reader};
use crate::{
    advisor,
    audit::{self, NewEntry},
    brokering::{
        policy,
        service::{Fee, Outcome as Deal},
        store,
        vocabulary::{FeeKind, OutcomeState},
    },
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Date, Error, Id, Money, Result,
        error::Problems,
        id::{CaseFee, CaseOutcome},
        text,
    },
    outbox::{self, Event, OutcomeChange},
};

/// A payment that an operator records.
#[derive(Debug, Clone, Serialize)]
pub struct RecordFee {
    /// The outcome.
    pub outcome: Id<CaseOutcome>,
    /// What it is.
    pub kind: FeeKind,
    /// Who pays, up to 200 characters.
    pub payer: String,
    /// What it rests on, up to 500 characters.
    pub basis: String,
    /// How much.
    pub amount: Money,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Records what is to be paid.
///
/// # Errors
/// `NOT_FOUND` at `outcomeId`, `FORBIDDEN` for others than the operator, `OUTCOME_NOT_VALIDATED`, `FEE_NOT_AGREED` for a fee that no
/// mandate that was good on the day of the signatures speaks of, `OUT_OF_RANGE` at `amount`, the errors of the texts.
pub async fn record_fee(ctx: &Ctx, actor: &Actor, input: RecordFee) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "caseFeeRecord", input.idempotency_key, &input);
    let find = async |id: Id<CaseFee>| {
        let missing = || Error::new(Code::NotFound);
        let fee = store::find_fee(ctx.db.read(), id).await?.ok_or_else(missing)?;
        super::find_outcomes(ctx, actor, &[fee.outcome]).await?.pop().ok_or_else(missing)
    };
    once(ctx, &guard, find, rerun(|| Box::pin(record_now(ctx, actor, &input, &guard)))).await
}

async fn record_now(ctx: &Ctx, actor: &Actor, input: &RecordFee, guard: &Guard) -> Result<Deal> {
    let tx = ctx.begin().await?;
    let found = store::lock_outcome(&*tx, &reader(ctx, &*tx, actor).await?, input.outcome).await?;
    let deal = found.ok_or_else(|| Error::new(Code::NotFound).at("outcomeId"))?;
    policy::allowed(policy::records_fees(actor, &deal))?;
    if deal.state != OutcomeState::Validated {
        return Err(Error::new(Code::OutcomeNotValidated));
    }
    let mut p = Problems::default();
    let payer = p.check("payer", text::line(&input.payer, 200)).unwrap_or_default();
    let basis = p.check("basis", text::paragraph(&input.basis, 500)).unwrap_or_default();
    if input.amount.minor_units <= 0 {
        p.push(Error::new(Code::OutOfRange).with("min", 1_i64).at("minorUnits").at("amount"));
    }
    let (payer, basis) = p.finish((payer, basis))?;
    if input.kind == FeeKind::Fee {
        let mandates = advisor::mandates_between(&*tx, deal.client, deal.advisor).await?;
        let agreed = |mandate: &advisor::model::Mandate| mandate.fee_terms.is_some() && mandate.was_good_on(deal.signed_on);
        if !mandates.iter().any(agreed) {
            return Err(Error::new(Code::FeeNotAgreed));
        }
    }
    let fee = Fee {
        id: ctx.new_id(),
        outcome: deal.id,
        case: deal.case,
        client: deal.client,
        advisor: deal.advisor,
        kind: input.kind,
        payer,
        basis,
        amount: input.amount,
        arrived_on: None,
        arrived_by: None,
        cancelled_at: None,
        cancelled_by: None,
        cancel_reason: None,
        version: 1,
        created_by: actor.user(),
        created_at: ctx.now(),
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition.
    guard.keep(ctx, &*tx, fee.id).await?;
    store::insert_fee(&*tx, &fee).await?;
    outbox::push(ctx, &*tx, &Event::OutcomeChanged { outcome: deal.id, change: OutcomeChange::FeeRecorded }).await?;
    let entry = NewEntry::new(fee.client, "fee.record", fee.id)
        .after(&fee)
        .detail("outcome", deal.id.to_string())
        .detail("kind", fee.kind.to_string())
        .detail("amount", fee.amount.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(deal)
}

/// Notes that a payment has arrived.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN` for others than the operator, `STALE_VERSION`, `OUT_OF_RANGE` at `arrivedOn` for a day to come,
/// `TRANSITION_NOT_ALLOWED` if it has arrived or was cancelled before.
pub async fn fee_arrived(ctx: &Ctx, actor: &Actor, id: Id<CaseFee>, expected_version: i64, arrived_on: Date) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(arrived_now(ctx, actor, id, expected_version, arrived_on))).await
}

async fn arrived_now(ctx: &Ctx, actor: &Actor, id: Id<CaseFee>, expected_version: i64, arrived_on: Date) -> Result<Outcome<Deal>> {
    let (tx, before, deal) = opened(ctx, actor, id, expected_version).await?;
    let today = ctx.clock.today();
    if arrived_on.0 > today {
        return Err(Error::new(Code::OutOfRange).with("max", today).at("arrivedOn"));
    }
    awaited(&before, "ARRIVED")?;
    let after = Fee { arrived_on: Some(arrived_on), arrived_by: actor.user(), version: before.version + 1, ..before.clone() };
    store::save_fee(&*tx, &after).await?;
    let entry =
        NewEntry::new(after.client, "fee.arrive", after.id).before(&before).after(&after).detail("arrivedOn", arrived_on.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(deal))
}

/// Cancels a payment that was recorded by mistake, or that nobody will make; it stays readable.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN` for others than the operator, `STALE_VERSION`, `REASON_REQUIRED` at `reason`,
/// `TRANSITION_NOT_ALLOWED` if it has arrived or was cancelled before.
pub async fn cancel_fee(ctx: &Ctx, actor: &Actor, id: Id<CaseFee>, expected_version: i64, reason: Option<String>) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(cancel_now(ctx, actor, id, expected_version, reason.clone()))).await
}

async fn cancel_now(ctx: &Ctx, actor: &Actor, id: Id<CaseFee>, expected_version: i64, reason: Option<String>) -> Result<Outcome<Deal>> {
    let (tx, before, deal) = opened(ctx, actor, id, expected_version).await?;
    let reason = text::optional_paragraph(reason.as_deref(), 500).map_err(|error| error.at("reason"))?;
    let reason = reason.ok_or_else(|| Error::new(Code::ReasonRequired).at("reason"))?;
    awaited(&before, "CANCELLED")?;
    let after = Fee {
        cancelled_at: Some(ctx.now()),
        cancelled_by: actor.user(),
        cancel_reason: Some(reason),
        version: before.version + 1,
        ..before.clone()
    };
    store::save_fee(&*tx, &after).await?;
    outbox::push(ctx, &*tx, &Event::OutcomeChanged { outcome: deal.id, change: OutcomeChange::FeeCancelled }).await?;
    audit::append(ctx, &*tx, actor, NewEntry::new(after.client, "fee.cancel", after.id).before(&before).after(&after)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(deal))
}

/// A payment that `actor` may change, locked, and its outcome.
async fn opened(ctx: &Ctx, actor: &Actor, id: Id<CaseFee>, expected_version: i64) -> Result<(Write, Fee, Deal)> {
    let missing = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    let fee = store::lock_fee(&*tx, id).await?.ok_or_else(missing)?;
    let deal = store::find_outcomes(&*tx, &reader(ctx, &*tx, actor).await?, &[fee.outcome]).await?.pop().ok_or_else(missing)?;
    if !policy::reads_fees(actor, &deal) {
        return Err(missing());
    }
    policy::allowed(policy::records_fees(actor, &deal))?;
    check_version(fee.version, expected_version)?;
    Ok((tx, fee, deal))
}

/// Refuses a payment that has arrived or was cancelled.
fn awaited(fee: &Fee, to: &'static str) -> Result<()> {
    let from = match (fee.arrived_on, fee.cancelled_at) {
        (Some(_), _) => "ARRIVED",
        (None, Some(_)) => "CANCELLED",
        (None, None) => return Ok(()),
    };
    Err(Error::new(Code::TransitionNotAllowed).with("fromState", from).with("toState", to))
}
