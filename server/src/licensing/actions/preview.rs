//! Looking before asking, and before granting: nothing here writes.

use chrono::NaiveDate;

use super::{
    assess::{Assessment, Question, assess, parties},
    grant::refusals,
    obstacles,
    terms::{Terms, rules_of, work_out},
};
use crate::{
    ctx::Ctx,
    identity::{
        self,
        rules::{EnterpriseSize, Indicator, SizeDeclaration, Threshold, classify},
    },
    kernel::{Actor, Code, Error, Id, Money, Result, date::add_months, id},
    ledger::{Installment, PaymentPlan, schedule},
    licensing::{
        policy,
        rules::{Party, payment_choice},
        store,
        ufpl::{Condition, conforms},
    },
    listing::{self, content::LicenseOffer, vocabulary::PaymentMode},
    rulebook::{self, Rule},
};

/// Parts of the sample when an offer is paid in instalments: four, three months apart.
const SAMPLE_PARTS: (u32, u32) = (4, 3);

/// What an enterprise sees before it asks.
#[derive(Debug, Clone)]
pub struct LicenseRequestPreview {
    /// Offer, parties, conditions.
    pub case: Assessment,
    /// How the enterprise's size was found; none if it was never declared.
    pub size: Option<SizeCheck>,
    /// What keeps it from asking; empty if it can.
    pub obstacles: Vec<Error>,
    /// How it would pay if the license took effect today; none if the offer has no fixed price or another way of payment.
    pub sample: Option<(PaymentPlan, Vec<Installment>)>,
}

/// How a size class was found.
#[derive(Debug, Clone)]
pub struct SizeCheck {
    /// The declaration it rests on.
    pub declaration: SizeDeclaration,
    /// The version of the standard that decided.
    pub standard: Rule,
    /// The industry's indicators: bounds of large, medium and small (persons or 万元), and the level that the figure reaches.
    pub indicators: Vec<(Indicator, [i64; 3], EnterpriseSize)>,
}

/// Shows an enterprise what a request for an offer would meet.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` at `organizationId` without the role there; `NOT_FOUND` at `listingId`,
/// `LISTING_NOT_OPEN`, `OFFER_NOT_FOUND` at `offerCode`, `UNKNOWN_CODE` at `paymentMode`.
pub async fn preview(ctx: &Ctx, actor: &Actor, question: Question<'_>, price_offered: Option<Money>) -> Result<LicenseRequestPreview> {
    policy::permit(actor, Party::Licensee, question.organization).map_err(|error| error.at("organizationId"))?;
    let case = assess(ctx, ctx.db.read(), actor, question).await?;
    let mut obstacles = obstacles(&case, price_offered, &ctx.rules)?;
    if store::has_open_request(ctx.db.read(), question.organization, question.listing, &case.offer.code).await? {
        obstacles.push(Error::new(Code::RequestExists).at("offerCode"));
    }
    let size = match case.licensee.size_declaration {
        Some(declaration) => size_check(ctx, actor, declaration).await?,
        None => None,
    };
    // A price that cannot be planned is among the obstacles already.
    let plan = sample_plan(&case.offer, case.payment_mode, case.use_first_pay_later, price_offered);
    let sample = plan.and_then(|plan| Some((plan, schedule(&plan, ctx.clock.today()).ok()?)));
    Ok(LicenseRequestPreview { case, size, obstacles, sample })
}

async fn size_check(ctx: &Ctx, actor: &Actor, declaration: Id<id::SizeDeclaration>) -> Result<Option<SizeCheck>> {
    let Some(declaration) = identity::find_size_declaration(ctx, actor, declaration).await? else {
        return Ok(None);
    };
    let Some(standard) = rulebook::load(ctx, &[declaration.rule]).await?.into_iter().next() else { return Ok(None) };
    let thresholds: Vec<Threshold> = standard.get()?;
    let Some(threshold) = thresholds.into_iter().find(|threshold| threshold.industry == declaration.industry) else { return Ok(None) };
    let both = std::iter::once((threshold.indicator_1, threshold.bounds_1)).chain(threshold.indicator_2.zip(threshold.bounds_2));
    let mut indicators = Vec::new();
    for (indicator, bounds) in both {
        // The level of one indicator is the class that the standard would give if it were the only one.
        let alone =
            Threshold { indicator_1: indicator, bounds_1: bounds, indicator_2: None, bounds_2: None, industry: declaration.industry };
        indicators.push((indicator, bounds, classify(&[alone], declaration.industry, &declaration.figures)?));
    }
    Ok(Some(SizeCheck { declaration, standard, indicators }))
}

/// What would fall due under one offer of a listing, to anybody who asks.
#[derive(Debug, Clone)]
pub struct OfferExample {
    /// Its code.
    pub offer_code: String,
    /// How it would be paid: the offer's first way.
    pub payment_mode: PaymentMode,
    /// Whether that is under its "use first, pay later".
    pub use_first_pay_later: bool,
    /// The day that is counted from.
    pub starts_on: NaiveDate,
    /// Last day of the license.
    pub ends_on: NaiveDate,
    /// What would fall due.
    pub installments: Vec<Installment>,
}

/// What would fall due under these offers if a license took effect on `today`, by the rules of a grant. Left out is what
/// nobody can say: offers without a price of their own, in instalments that are still to be agreed on, and those of which
/// something would fall due after the end.
#[must_use]
pub fn examples(offers: &[LicenseOffer], today: NaiveDate) -> Vec<OfferExample> {
    let example = |offer: &LicenseOffer| {
        let (payment_mode, use_first_pay_later) = payment_choice(offer, None).ok()?;
        let plan = sample_plan(offer, payment_mode, use_first_pay_later, None).filter(|_| payment_mode != PaymentMode::Instalment)?;
        let ends_on = add_months(today, offer.term_months);
        let installments = schedule(&plan, today).ok()?;
        installments.iter().all(|one| one.due_on <= ends_on).then_some(OfferExample {
            offer_code: offer.code.clone(),
            payment_mode,
            use_first_pay_later,
            starts_on: today,
            ends_on,
            installments,
        })
    };
    offers.iter().filter_map(example).collect()
}

fn sample_plan(offer: &LicenseOffer, mode: PaymentMode, use_first_pay_later: bool, price_offered: Option<Money>) -> Option<PaymentPlan> {
    let total = price_offered.filter(|_| offer.negotiable).or(offer.price)?;
    let free_months = offer.use_first_pay_later.as_ref().filter(|_| use_first_pay_later).map_or(0, |late| late.free_months);
    let (count, step_months) = SAMPLE_PARTS;
    match mode {
        PaymentMode::Deferred | PaymentMode::LumpSum => Some(PaymentPlan::Deferred { total, deferral_months: free_months }),
        PaymentMode::Instalment => Some(PaymentPlan::Instalment { total, count, first_after_months: free_months, step_months }),
        _ => None,
    }
}

/// What the holder sees before granting.
#[derive(Debug, Clone)]
pub struct SchedulePreview {
    /// What would fall due.
    pub installments: Vec<Installment>,
    /// Last day of the license.
    pub ends_on: NaiveDate,
    /// The five conditions, by the rules that the request started under.
    pub checks: Vec<Condition>,
    /// Whether the license may be called "use first, pay later".
    pub conforms: bool,
    /// What a grant on these terms would answer now, labelled if it conforms; empty if it would work.
    pub problems: Vec<Error>,
}

/// Works out the schedule of a plan for a request, with the verdict on it.
///
/// # Errors
/// `NOT_FOUND` at `requestId` for a request that is absent or hidden, `FORBIDDEN` for all but the licensor's office; everything that is wrong with the terms, at its place.
pub async fn preview_schedule(ctx: &Ctx, actor: &Actor, request: Id<id::LicenseRequest>, terms: &Terms) -> Result<SchedulePreview> {
    let request = store::find_request(ctx.db.read(), actor, request).await?.ok_or_else(|| Error::new(Code::NotFound).at("requestId"))?;
    policy::permit(actor, Party::Licensor, request.licensor)?;
    let rules = rules_of(ctx, &request).await?;
    let (licensor, licensee) = parties(ctx, ctx.db.read(), request.licensor, request.licensee).await?;
    let worked_out = work_out(&request, terms, &licensor, &licensee, &rules, ctx.clock.today())?;
    let conforms = conforms(&worked_out.checks);
    let licensable = listing::licensables(ctx.db.read(), &[request.listing]).await?.remove(&request.listing);
    let licensable = licensable.ok_or_else(|| Error::internal("a request without its listing"))?;
    let standing = store::active_scopes(ctx.db.read(), &Actor::System("licensing"), &[request.listing]).await?;
    let standing = standing.get(&request.listing).map(Vec::as_slice).unwrap_or_default();
    let problems = refusals(ctx, &request, &terms.plan, &worked_out, (&licensor, &licensee), &licensable, standing, conforms)?;
    Ok(SchedulePreview {
        installments: worked_out.installments,
        ends_on: worked_out.scope.ends_on,
        checks: worked_out.checks,
        conforms,
        problems,
    })
}
