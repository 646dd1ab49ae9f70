//! The terms of a grant, worked out and tested. The grant and its preview share this.

use chrono::NaiveDate;

use super::assess::{facts, parties};
use crate::{
    ctx::Ctx,
    identity::rules::Organization,
    kernel::{Result, error::Problems, text},
    ledger::{self, Installment, PaymentPlan},
    licensing::{
        model::LicenseRequest,
        rules::{Scope, check_effective_on, check_price, last_day, territory},
        ruleset::RuleSet,
        ufpl::{self, Condition, Fees, use_first_pay_later_test},
    },
    listing::vocabulary::PaymentMode,
    reference, rulebook,
};

/// Longest field of use, in characters.
const LONGEST_FIELD_OF_USE: usize = 300;

/// What the holder grants.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The day the license takes effect.
    pub effective_on: NaiveDate,
    /// Term in months; the offer's if left out.
    pub term_months: Option<u32>,
    /// How it is paid.
    pub plan: PaymentPlan,
    /// Countries; the offer's if left out or empty.
    pub territory: Vec<String>,
    /// Field of use; the offer's if left out.
    pub field_of_use: Option<String>,
}

/// Terms, worked out.
#[derive(Debug, Clone)]
pub(super) struct WorkedOut {
    pub(super) licensee: Organization,
    pub(super) scope: Scope,
    pub(super) field_of_use: Option<String>,
    pub(super) payment_mode: PaymentMode,
    pub(super) installments: Vec<Installment>,
    pub(super) rules: RuleSet,
    pub(super) checks: Vec<Condition>,
}

/// The way of payment that a plan is.
pub(super) const fn mode_of(plan: &PaymentPlan) -> PaymentMode {
    match plan {
        PaymentPlan::Deferred { .. } => PaymentMode::Deferred,
        PaymentPlan::Instalment { .. } => PaymentMode::Instalment,
    }
}

/// Works out scope, schedule and the five conditions, by the rule versions that the request started under.
///
/// # Errors
/// Everything that is wrong with the terms, at its place below `input`.
pub(super) async fn work_out(ctx: &Ctx, request: &LicenseRequest, terms: &Terms) -> Result<WorkedOut> {
    // Versions that the request does not know (a rule that is new in this program) come from today.
    let started_under = RuleSet::of(rulebook::load(ctx, &request.rules).await?);
    let rules = started_under.or(RuleSet::on(&ctx.rules, ctx.clock.today(), ufpl::RULES)?);
    let (licensor, licensee) = parties(ctx, request.licensor, request.licensee).await?;
    let offer = &request.offer;

    let mut problems = Problems::default();
    problems.check("effectiveOn", check_effective_on(terms.effective_on, ctx.clock.today()));
    let ends_on = problems.check("termMonths", last_day(terms.effective_on, terms.term_months.unwrap_or(offer.term_months)));
    let territory = problems.check("territory", territory(offer, &terms.territory, reference::country_exists));
    let field_of_use = problems.check("fieldOfUse", text::optional_line(terms.field_of_use.as_deref(), LONGEST_FIELD_OF_USE));
    let installments = problems.check("plan", ledger::schedule(&terms.plan, terms.effective_on));
    let total = check_price(offer, terms.plan.total()).map_err(|error| error.at("total").at(terms.plan.way()));
    problems.check("plan", total);
    problems.finish(())?;

    let installments = installments.unwrap_or_default();
    let payment_mode = mode_of(&terms.plan);
    let fees = Fees::Scheduled { effective_on: terms.effective_on, first_revenue_on: None, installments: &installments };
    let checks = use_first_pay_later_test(&facts(&licensor, &licensee, payment_mode, fees), &rules)?;
    let scope = Scope {
        kind: offer.kind,
        territory: territory.unwrap_or_default(),
        effective_on: terms.effective_on,
        ends_on: ends_on.unwrap_or(terms.effective_on),
    };
    let field_of_use = field_of_use.flatten().or_else(|| offer.field_of_use.clone());
    Ok(WorkedOut { licensee, scope, field_of_use, payment_mode, installments, rules, checks })
}
