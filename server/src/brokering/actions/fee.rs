//! What is paid for a validated outcome, and whether it has arrived.

use super::check_version;
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
    db::rerun,
    idempotency::Outcome,
    kernel::{
        Actor, Code, Date, Error, Id, Money, Result,
        error::Problems,
        id::{CaseFee, CaseOutcome},
        text,
    },
};

/// A payment that an operator records.
#[derive(Debug, Clone)]
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
}

/// Records what is to be paid.
///
/// # Errors
/// `NOT_FOUND` at `outcomeId`, `FORBIDDEN` for others than the operator, `OUTCOME_NOT_VALIDATED`, `FEE_NOT_AGREED` for a fee that no
/// mandate speaks of, `OUT_OF_RANGE` at `amount`, the errors of the texts.
pub async fn record_fee(ctx: &Ctx, actor: &Actor, input: RecordFee) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(record_now(ctx, actor, &input))).await
}

async fn record_now(ctx: &Ctx, actor: &Actor, input: &RecordFee) -> Result<Outcome<Deal>> {
    let tx = ctx.begin().await?;
    let deal = store::lock_outcome(&*tx, actor, input.outcome).await?.ok_or_else(|| Error::new(Code::NotFound).at("outcomeId"))?;
    policy::allowed(policy::validates(actor))?;
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
        let agreed = |mandate: &advisor::model::Mandate| mandate.fee_terms.is_some() && mandate.valid_from <= deal.signed_on;
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
        version: 1,
        created_by: actor.user(),
        created_at: ctx.now(),
    };
    store::insert_fee(&*tx, &fee).await?;
    let entry = NewEntry::new(fee.client, "fee.record", fee.id)
        .after(&fee)
        .detail("outcome", deal.id.to_string())
        .detail("kind", fee.kind.to_string())
        .detail("amount", fee.amount.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(deal))
}

/// Notes that a payment has arrived.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN` for others than the operator, `STALE_VERSION`, `OUT_OF_RANGE` at `arrivedOn` for a day to come,
/// `TRANSITION_NOT_ALLOWED` if it has arrived before.
pub async fn fee_arrived(ctx: &Ctx, actor: &Actor, id: Id<CaseFee>, expected_version: i64, arrived_on: Date) -> Result<Outcome<Deal>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(arrived_now(ctx, actor, id, expected_version, arrived_on))).await
}

async fn arrived_now(ctx: &Ctx, actor: &Actor, id: Id<CaseFee>, expected_version: i64, arrived_on: Date) -> Result<Outcome<Deal>> {
    let missing = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    let before = store::lock_fee(&*tx, id).await?.ok_or_else(missing)?;
    let deal = store::find_outcomes(&*tx, actor, &[before.outcome]).await?.pop().ok_or_else(missing)?;
    if !policy::reads_fees(actor, &deal) {
        return Err(missing());
    }
    policy::allowed(policy::validates(actor))?;
    check_version(before.version, expected_version)?;
    let today = ctx.clock.today();
    if arrived_on.0 > today {
        return Err(Error::new(Code::OutOfRange).with("max", today).at("arrivedOn"));
    }
    if before.arrived_on.is_some() {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", "ARRIVED").with("toState", "ARRIVED"));
    }
    let after = Fee { arrived_on: Some(arrived_on), arrived_by: actor.user(), version: before.version + 1, ..before.clone() };
    store::save_fee(&*tx, &after).await?;
    let entry =
        NewEntry::new(after.client, "fee.arrive", after.id).before(&before).after(&after).detail("arrivedOn", arrived_on.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(deal))
}
