//! An enterprise asks for a license.

use serde::Serialize;
use uuid::Uuid;

use super::{
    assess::{Question, assess},
    obstacles, once,
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::rerun,
    idempotency::{Guard, Outcome},
    kernel::{
        Actor, Error, Id, Money, Result,
        id::{Listing, Organization},
        text,
    },
    licensing::{
        model::LicenseRequest,
        policy,
        rules::{LicenseRequestState, Party, reply_deadline},
        store,
    },
    listing::vocabulary::PaymentMode,
    outbox::{self, Event},
};

/// Longest text about the purpose, in characters.
const LONGEST_PURPOSE: usize = 2000;
/// Rule that says how long the office has for an answer.
pub(super) const REPLY_RULE: &str = "ufpl.reply_working_days_office";

/// A request for a license.
#[derive(Debug, Clone, Serialize)]
pub struct Submit {
    /// The listing.
    pub listing: Id<Listing>,
    /// One of its offers.
    pub offer_code: String,
    /// The enterprise that asks.
    pub organization: Id<Organization>,
    /// What the technology is wanted for.
    pub purpose: String,
    /// How it would pay; the offer's first way if left out.
    pub payment_mode: Option<PaymentMode>,
    /// The most that it is ready to pay in all; needed where the price is to be agreed.
    pub price_offered: Option<Money>,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Submits a request on the terms of an offer as it stands now.
///
/// # Errors
/// `FORBIDDEN` at `organizationId` without the role there; `NOT_FOUND` at `listingId`, `LISTING_NOT_OPEN`,
/// `OFFER_NOT_FOUND` at `offerCode`; what stands in the way, as the preview tells it; `REQUEST_EXISTS` if an open request for the offer exists;
/// texts and idempotency as everywhere.
pub async fn submit(ctx: &Ctx, actor: &Actor, input: Submit) -> Result<Outcome<LicenseRequest>> {
    policy::permit(actor, Party::Licensee, input.organization).map_err(|error| error.at("organizationId"))?;
    let guard = Guard::new(policy::key_owner(actor), "licenseRequestSubmit", input.idempotency_key, &input);
    // Boxed: the future is large, and every caller's would grow by it.
    once(ctx, actor, &guard, rerun(|| Box::pin(submit_now(ctx, actor, &input, &guard)))).await
}

async fn submit_now(ctx: &Ctx, actor: &Actor, input: &Submit, guard: &Guard) -> Result<LicenseRequest> {
    let purpose = text::paragraph(&input.purpose, LONGEST_PURPOSE).map_err(|error| error.at("purpose"))?;
    let question = Question {
        listing: input.listing,
        offer_code: &input.offer_code,
        organization: input.organization,
        payment_mode: input.payment_mode,
    };
    let tx = ctx.begin().await?;
    // In the transaction: what is asked for must still be on offer when the request is there.
    let case = assess(ctx, &*tx, actor, question).await?;
    if let Some(error) = Error::all(obstacles(&case, input.price_offered, &ctx.rules)?) {
        return Err(error);
    }
    let now = ctx.now();
    let reply_working_days = case.rules.get(REPLY_RULE)?;
    let reply_by = reply_deadline(&ctx.rules.calendar(), now, reply_working_days);
    let request = LicenseRequest {
        id: ctx.new_id(),
        listing: input.listing,
        listing_content_version: case.content_version,
        offer: case.offer,
        licensor: case.licensor.id,
        licensee: case.licensee.id,
        use_first_pay_later: case.use_first_pay_later,
        payment_mode: case.payment_mode,
        price_offered: input.price_offered,
        state: LicenseRequestState::Submitted,
        purpose,
        size: case.licensee.size,
        size_declaration: case.licensee.size_declaration,
        checks: case.checks,
        rules: case.rules.versions(),
        reply_working_days,
        reply_by: reply_by.on,
        reply_by_provisional: reply_by.provisional,
        reason: None,
        answered_by: None,
        answered_at: None,
        version: 1,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that a request exists.
    guard.keep(ctx, &*tx, request.id).await?;
    store::insert_request(&*tx, &request).await.map_err(|error| error.at("offerCode"))?;
    outbox::push(ctx, &*tx, &Event::LicenseRequestSubmitted { request: request.id }).await?;
    let entry = NewEntry::new(request.licensee, "license_request.submit", request.id)
        .after(&request)
        .by_rules(request.rules.iter().copied())
        .detail("offer", request.offer.code.as_str())
        .detail("useFirstPayLater", request.use_first_pay_later);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(request)
}
