//! The terms of a grant, worked out and tested. The grant and its preview share this. Pure but for the rules' lookup.

use chrono::NaiveDate;

use super::assess::facts;
use crate::{
    ctx::Ctx,
    identity::rules::Organization,
    kernel::{Result, error::Problems},
    ledger::{self, Installment, PaymentPlan},
    licensing::{
        gate,
        model::LicenseRequest,
        rules::{Scope, check_effective_on, last_day},
        ruleset::RuleSet,
        ufpl::{self, Condition, Fees, use_first_pay_later_test},
    },
    listing::vocabulary::PaymentMode,
    rulebook,
};

/// Rules that make the schedule what it is; a license keeps their versions.
const SCHEDULE_RULES: &[&str] = &["licensing.recurring_dates", "licensing.split_rounding"];

/// What the holder grants. Kind, place, field and term are those of the offer that the enterprise asked for.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The day the license takes effect.
    pub effective_on: NaiveDate,
    /// How it is paid.
    pub plan: PaymentPlan,
}

/// Terms, worked out.
#[derive(Debug, Clone)]
pub(super) struct WorkedOut {
    pub(super) scope: Scope,
    pub(super) payment_mode: PaymentMode,
    pub(super) installments: Vec<Installment>,
    pub(super) checks: Vec<Condition>,
}

/// The way of payment that a plan is.
const fn mode_of(plan: &PaymentPlan) -> PaymentMode {
    match plan {
        PaymentPlan::Deferred { .. } => PaymentMode::Deferred,
        PaymentPlan::Instalment { .. } => PaymentMode::Instalment,
        PaymentPlan::Free => PaymentMode::Free,
    }
}

/// The rule versions that a request goes by: those it started under. A rule that it does not know, because it is new in
/// this program, comes from today.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub(super) async fn rules_of(ctx: &Ctx, request: &LicenseRequest) -> Result<RuleSet> {
    let started_under = RuleSet::of(rulebook::load(ctx, &request.rules).await?);
    let names = [ufpl::RULES, gate::RULES, SCHEDULE_RULES].concat();
    Ok(started_under.or(RuleSet::on(&ctx.rules, ctx.clock.today(), &names)?))
}

/// Works out scope, schedule and the five conditions.
///
/// # Errors
/// Everything that is wrong with the terms, at its place below `input`.
pub(super) fn work_out(
    request: &LicenseRequest,
    terms: &Terms,
    licensor: &Organization,
    licensee: &Organization,
    rules: &RuleSet,
    today: NaiveDate,
) -> Result<WorkedOut> {
    let mut problems = Problems::default();
    problems.check("effectiveOn", check_effective_on(terms.effective_on, today));
    let ends_on = problems.check("effectiveOn", last_day(terms.effective_on, request.offer.term_months));
    let installments = problems.check("plan", ledger::schedule(&terms.plan, terms.effective_on)).unwrap_or_default();
    problems.finish(())?;

    let payment_mode = mode_of(&terms.plan);
    let fees = Fees::Scheduled { effective_on: terms.effective_on, first_revenue_on: None, installments: &installments };
    let checks = use_first_pay_later_test(&facts(licensor, licensee, payment_mode, fees), rules)?;
    let scope = Scope {
        kind: request.offer.kind,
        territory: request.offer.territory.clone(),
        effective_on: terms.effective_on,
        ends_on: ends_on.unwrap_or(terms.effective_on),
    };
    Ok(WorkedOut { scope, payment_mode, installments, checks })
}
