//! What the platform can say about a request before it is made.

use crate::{
    ctx::Ctx,
    identity::{self, rules::Organization},
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{self, Listing},
    },
    licensing::{
        rules::payment_choice,
        ruleset::RuleSet,
        ufpl::{self, Condition, ConditionCode, Facts, Fees, barred_by, use_first_pay_later_test},
    },
    listing::{self, content::LicenseOffer, vocabulary::PaymentMode},
};

use super::submit::REPLY_RULE;

/// An offer, the two parties, and what the rules say about them.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The offer as it stands.
    pub offer: LicenseOffer,
    /// Version of the content that it was taken from.
    pub content_version: i64,
    /// Who holds the achievement.
    pub licensor: Organization,
    /// Who asks.
    pub licensee: Organization,
    /// How it would be paid.
    pub payment_mode: PaymentMode,
    /// Whether that way is under the offer's "use first, pay later".
    pub use_first_pay_later: bool,
    /// Rule versions in force today.
    pub rules: RuleSet,
    /// The five conditions; empty unless "use first, pay later" is asked for.
    pub checks: Vec<Condition>,
}

/// Looks at an offer from the side of one enterprise. The caller has checked that `actor` acts for it.
///
/// # Errors
/// `NOT_FOUND` at `listingId`, `LISTING_NOT_OPEN`, `OFFER_NOT_FOUND` at `offerCode`, `UNKNOWN_CODE` at `paymentMode`.
pub(super) async fn assess(
    ctx: &Ctx,
    actor: &Actor,
    listing: Id<Listing>,
    offer_code: &str,
    organization: Id<id::Organization>,
    payment_mode: Option<PaymentMode>,
) -> Result<Assessment> {
    let open = listing::open_offer(ctx.db.read(), actor, listing, offer_code).await?;
    let (licensor, licensee) = parties(ctx, open.organization, organization).await?;
    let (payment_mode, use_first_pay_later) = payment_choice(&open.offer, payment_mode)?;
    let names: Vec<&str> = ufpl::RULES.iter().copied().chain([REPLY_RULE]).collect();
    let rules = RuleSet::on(&ctx.rules, ctx.clock.today(), &names)?;
    let promised = open.offer.use_first_pay_later.as_ref().filter(|_| use_first_pay_later).map(|late| late.free_months);
    let checks = match promised {
        None => Vec::new(),
        Some(free_months) => use_first_pay_later_test(&facts(&licensor, &licensee, payment_mode, Fees::Promised { free_months }), &rules)?,
    };
    Ok(Assessment {
        offer: open.offer,
        content_version: open.content_version,
        licensor,
        licensee,
        payment_mode,
        use_first_pay_later,
        rules,
        checks,
    })
}

/// The two parties as they stand.
pub(super) async fn parties(
    ctx: &Ctx,
    licensor: Id<id::Organization>,
    licensee: Id<id::Organization>,
) -> Result<(Organization, Organization)> {
    let found = identity::organizations(ctx, ctx.db.read(), &[licensor, licensee]).await?;
    let find = |id| found.iter().find(|organization| organization.id == id).cloned();
    let missing = || Error::new(Code::NotFound).at("organizationId");
    Ok((find(licensor).ok_or_else(missing)?, find(licensee).ok_or_else(missing)?))
}

/// The facts of the test. Everything granted here is a license; assignments have their own slice one day.
pub(super) fn facts<'a>(licensor: &Organization, licensee: &Organization, payment_mode: PaymentMode, fees: Fees<'a>) -> Facts<'a> {
    Facts {
        licensor_kind: licensor.kind.into(),
        licensee_size: licensee.size.map(Into::into),
        is_license: true,
        payment_mode: Some(payment_mode),
        fees,
    }
}

/// What keeps the enterprise from asking: `OWN_LISTING`, `ORGANIZATION_NOT_VERIFIED` and `SIZE_NOT_ELIGIBLE` at
/// `organizationId`, `NOT_USE_FIRST_PAY_LATER` at `offerCode` with the `condition` and the `reason`.
#[must_use]
pub fn obstacles(case: &Assessment) -> Vec<Error> {
    let mut found = Vec::new();
    if case.licensor.id == case.licensee.id {
        found.push(Error::new(Code::OwnListing).at("organizationId"));
    }
    if !case.licensee.is_verified() {
        found.push(Error::new(Code::OrganizationNotVerified).at("organizationId"));
    }
    if let Some(bar) = barred_by(&case.checks) {
        let size = case.licensee.size.map(|size| size.to_string());
        let (code, path) = match bar.code {
            ConditionCode::LicenseeSme => (Code::SizeNotEligible, "organizationId"),
            _ => (Code::NotUseFirstPayLater, "offerCode"),
        };
        let error = barred(code, bar).at(path);
        found.push(match size.filter(|_| code == Code::SizeNotEligible) {
            Some(size) => error.with("size", size),
            None => error,
        });
    }
    found
}

/// An error that names the condition which failed, why, and where that is written.
pub(super) fn barred(code: Code, bar: &Condition) -> Error {
    let error = Error::new(code)
        .with("condition", bar.code.to_string())
        .with("reason", bar.reason.map(|reason| reason.to_string()).unwrap_or_default())
        .with("citation", bar.citation.as_str());
    ["dueOn", "earliestDueOn"].into_iter().fold(error, |error, name| match bar.details.get(name).and_then(|date| date.as_str()) {
        Some(date) => error.with(name, date),
        None => error,
    })
}
