//! What the platform can say about a request before it is made.

use sea_orm::ConnectionTrait;

use crate::{
    ctx::Ctx,
    identity::{self, rules::Organization},
    kernel::{
        Actor, Code, Error, Id, Money, Result,
        date::add_months,
        id::{self, Listing},
    },
    licensing::{
        gate,
        rules::{Scope, check_price_offered, payment_choice},
        ruleset::RuleSet,
        store,
        ufpl::{self, Condition, ConditionCode, Facts, Fees, barred_by, use_first_pay_later_test},
    },
    listing::{
        self,
        content::{LicenseOffer, ListingContent},
        vocabulary::PaymentMode,
    },
    rulebook::Rulebook,
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
    /// What a license would rest on, with all layers.
    content: ListingContent,
    /// What the asker can read of it.
    readable: ListingContent,
    /// Where and when a license would hold if it took effect today.
    scope: Scope,
    /// Licenses that stand on the listing.
    standing: Vec<Scope>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The listing.
    pub listing: Id<Listing>,
    /// One of its offers.
    pub offer_code: &'a str,
    /// The enterprise that asks.
    pub organization: Id<id::Organization>,
    /// How it would pay; the offer's first way if left out.
    pub payment_mode: Option<PaymentMode>,
}

/// Looks at an offer from the side of one enterprise. The caller has checked that `actor` acts for it.
///
/// # Errors
/// `NOT_FOUND` at `listingId`, `LISTING_NOT_OPEN`, `OFFER_NOT_FOUND` at `offerCode`, `UNKNOWN_CODE` at `paymentMode`.
pub(super) async fn assess(ctx: &Ctx, conn: &impl ConnectionTrait, actor: &Actor, question: Question<'_>) -> Result<Assessment> {
    let Question { listing, offer_code, organization, payment_mode } = question;
    let open = listing::open_offer(conn, actor, listing, offer_code).await?;
    let (licensor, licensee) = parties(ctx, conn, open.organization, organization).await?;
    let standing = store::active_scopes(conn, &Actor::System("licensing"), &[listing]).await?.remove(&listing).unwrap_or_default();
    let today = ctx.clock.today();
    let scope = Scope {
        kind: open.offer.kind,
        territory: open.offer.territory.clone(),
        effective_on: today,
        ends_on: add_months(today, open.offer.term_months),
    };
    let (payment_mode, use_first_pay_later) = payment_choice(&open.offer, payment_mode)?;
    let names: Vec<&str> = ufpl::RULES.iter().copied().chain([REPLY_RULE]).collect();
    let rules = RuleSet::on(&ctx.rules, today, &names)?;
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
        content: open.content,
        readable: open.readable,
        scope,
        standing,
    })
}

/// The two parties as they stand.
pub(super) async fn parties(
    ctx: &Ctx,
    conn: &impl ConnectionTrait,
    licensor: Id<id::Organization>,
    licensee: Id<id::Organization>,
) -> Result<(Organization, Organization)> {
    let found = identity::organizations(ctx, conn, &[licensor, licensee]).await?;
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

/// What keeps the enterprise from asking: what the [`gate`] finds, at `organizationId`, `listingId`, `offerCode` or
/// `paymentMode`, without telling more than the asker can read; `SIZE_NOT_ELIGIBLE` at `organizationId`, `NOT_USE_FIRST_PAY_LATER` at `offerCode` with the `condition`
/// and the `reason`; what is wrong with `priceOffered`.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub(super) fn obstacles(case: &Assessment, price_offered: Option<Money>, book: &Rulebook) -> Result<Vec<Error>> {
    let facts = gate::Facts {
        content: &case.content,
        offer: &case.offer,
        licensor: &case.licensor,
        licensee: &case.licensee,
        payment_mode: case.payment_mode,
        use_first_pay_later: case.use_first_pay_later,
        scope: &case.scope,
        standing: &case.standing,
        today: case.scope.effective_on,
    };
    let place = |name: &str| match name {
        "licensee" => Some("organizationId"),
        "paymentMode" => Some("paymentMode"),
        "licensor" | "listing" => Some("listingId"),
        _ => Some("offerCode"),
    };
    let plain_to_see = gate::term(&gate::Facts { content: &case.readable, ..facts }, book)?.map(|blocker| gate::placed(&blocker, place));
    let mut found: Vec<Error> = Vec::new();
    for blocker in gate::blockers(&facts, book)? {
        let about_listing = blocker.error.path().first().is_some_and(|name| name == "listing" || name == "term");
        let told = gate::placed(&blocker, place);
        let same = |seen: &Error| seen.code() == told.code() && seen.args() == told.args();
        if !about_listing || plain_to_see.as_ref().is_some_and(same) {
            found.push(told);
        } else if !found.iter().any(|error| error.code() == Code::ListingNotOpen) {
            // Secrecy, a pledge, a missing consent, a right that only the office knows of: the office's own business.
            found.push(Error::new(Code::ListingNotOpen).at("listingId"));
        }
    }
    if let Err(error) = check_price_offered(&case.offer, case.payment_mode, price_offered) {
        found.push(error.at("priceOffered"));
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
    Ok(found)
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
