//! What clients send.

use async_graphql::{ID, InputObject};

use crate::{
    gql::{IdempotencyKey, few, parse_id, parse_optional_id},
    kernel::{Date, Id, Money, Result, id},
    ledger::api::PaymentPlanInput,
    licensing::{
        actions::{Grant, Reject, Submit, Terms, Withdraw},
        rules::{LicenseRequestState, LicenseState, Party},
        store::{LicenseFilter, PartyFilter, RequestFilter},
    },
    listing::vocabulary::PaymentMode,
};

/// Input of `licenseRequestSubmit`.
#[derive(InputObject)]
pub struct LicenseRequestSubmitInput {
    /// The published listing.
    listing_id: ID,
    /// Code of one of its offers.
    offer_code: String,
    /// The verified enterprise that asks; the caller acts for it.
    organization_id: ID,
    /// What the technology is wanted for, up to 2000 characters.
    purpose: String,
    /// How the enterprise would pay; the offer's first way if left out.
    payment_mode: Option<PaymentMode>,
    /// The most that the enterprise is ready to pay in all. Needed where the offer names no price, possible where its price
    /// is negotiable; the holder may grant at that price or below.
    price_offered: Option<Money>,
    /// A UUID that the client makes once for this submission. A repetition with the same key does nothing new.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl LicenseRequestSubmitInput {
    pub(super) fn parse(&self) -> Result<Submit> {
        Ok(Submit {
            listing: parse_id(&self.listing_id, "listingId")?,
            offer_code: self.offer_code.clone(),
            organization: parse_id(&self.organization_id, "organizationId")?,
            purpose: self.purpose.clone(),
            payment_mode: self.payment_mode,
            price_offered: self.price_offered,
            idempotency_key: self.idempotency_key.0,
        })
    }
}

/// Input of `licenseRequestWithdraw`.
#[derive(InputObject)]
pub struct LicenseRequestWithdrawInput {
    /// The request.
    id: ID,
    /// The version that the decision rests on.
    expected_version: i64,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl LicenseRequestWithdrawInput {
    pub(super) fn parse(&self) -> Result<Withdraw> {
        Ok(Withdraw { id: parse_id(&self.id, "id")?, expected_version: self.expected_version })
    }
}

/// Input of `licenseRequestReject`.
#[derive(InputObject)]
pub struct LicenseRequestRejectInput {
    /// The request.
    id: ID,
    /// The version that the decision rests on.
    expected_version: i64,
    /// Why, up to 2000 characters; the enterprise reads it.
    reason: String,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl LicenseRequestRejectInput {
    pub(super) fn parse(&self) -> Result<Reject> {
        Ok(Reject { id: parse_id(&self.id, "id")?, expected_version: self.expected_version, reason: self.reason.clone() })
    }
}

/// Input of `licenseRequestGrant`. Kind, territory, field of use and term are those of the offer that was asked for.
#[derive(InputObject)]
pub struct LicenseRequestGrantInput {
    /// The request.
    id: ID,
    /// The version that the decision rests on.
    expected_version: i64,
    /// A UUID that the client makes once for this grant. A repetition with the same key does nothing new.
    idempotency_key: IdempotencyKey,
    /// The day the license takes effect: today or within a year, and so that its term ends within the life of the rights.
    effective_on: Date,
    /// How it is paid: the way that was asked for, at the offer's price (or at most the price offered), no earlier than
    /// the free months that were promised.
    plan: PaymentPlanInput,
    /// Whether the license is called "use first, pay later". Refused unless the terms pass the test; needed if the
    /// enterprise asked for it.
    label_use_first_pay_later: bool,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl LicenseRequestGrantInput {
    pub(super) fn parse(&self) -> Result<Grant> {
        Ok(Grant {
            id: parse_id(&self.id, "id")?,
            expected_version: self.expected_version,
            idempotency_key: self.idempotency_key.0,
            terms: Terms { effective_on: self.effective_on.0, plan: self.plan.plan().map_err(|error| error.at("plan"))? },
            label_use_first_pay_later: self.label_use_first_pay_later,
        })
    }
}

/// Input of `schedulePreview`.
#[derive(InputObject)]
pub struct SchedulePreviewInput {
    /// The request that would be granted.
    request_id: ID,
    /// The day the license would take effect.
    effective_on: Date,
    /// How it would be paid.
    plan: PaymentPlanInput,
}

impl SchedulePreviewInput {
    pub(super) fn parse(&self) -> Result<(Id<id::LicenseRequest>, Terms)> {
        let terms = Terms { effective_on: self.effective_on.0, plan: self.plan.plan().map_err(|error| error.at("plan"))? };
        Ok((parse_id(&self.request_id, "requestId")?, terms))
    }
}

/// Which license requests to list. All conditions together.
#[derive(Default, InputObject)]
pub struct LicenseRequestFilterInput {
    /// Of this organization; all that the caller may see when left out.
    organization_id: Option<ID>,
    /// Where the organization (or the caller's organizations) is on this side; either when left out.
    side: Option<Party>,
    /// In one of these states; any when left out.
    states: Option<Vec<LicenseRequestState>>,
    /// For this listing.
    listing_id: Option<ID>,
}

impl LicenseRequestFilterInput {
    pub(super) fn parse(self) -> Result<RequestFilter> {
        Ok(RequestFilter {
            party: PartyFilter { organization: parse_optional_id(self.organization_id.as_ref(), "organizationId")?, side: self.side },
            states: few(self.states, "states")?,
            listing: parse_optional_id(self.listing_id.as_ref(), "listingId")?,
        })
    }
}

/// Which licenses to list. All conditions together.
#[derive(Default, InputObject)]
pub struct LicenseFilterInput {
    /// Of this organization; all that the caller may see when left out.
    organization_id: Option<ID>,
    /// Where the organization (or the caller's organizations) is on this side; either when left out.
    side: Option<Party>,
    /// In one of these states; any when left out.
    states: Option<Vec<LicenseState>>,
    /// On this listing.
    listing_id: Option<ID>,
}

impl LicenseFilterInput {
    pub(super) fn parse(self) -> Result<LicenseFilter> {
        Ok(LicenseFilter {
            party: PartyFilter { organization: parse_optional_id(self.organization_id.as_ref(), "organizationId")?, side: self.side },
            states: few(self.states, "states")?,
            listing: parse_optional_id(self.listing_id.as_ref(), "listingId")?,
        })
    }
}
