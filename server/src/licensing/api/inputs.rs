//! What clients send.

use async_graphql::{ID, InputObject};
use uuid::Uuid;

use crate::{
    gql::{few, parse_id, parse_optional_id},
    kernel::{Code, Date, Error, Id, Result, id},
    ledger::api::PaymentPlanInput,
    licensing::{
        actions::{Grant, Reject, Submit, Terms, Withdraw},
        rules::{LicenseRequestState, LicenseState, Party},
        store::{LicenseFilter, PartyFilter, RequestFilter},
    },
    listing::vocabulary::PaymentMode,
};

/// Reads an idempotency key.
fn parse_key(key: &str) -> Result<Uuid> {
    key.parse().map_err(|_| Error::new(Code::BadUserInput).at("idempotencyKey"))
}

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
    /// A UUID that the client makes once for this submission. A repetition with the same key does nothing new.
    idempotency_key: String,
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
            idempotency_key: parse_key(&self.idempotency_key)?,
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

/// Input of `licenseRequestGrant`.
#[derive(InputObject)]
pub struct LicenseRequestGrantInput {
    /// The request.
    id: ID,
    /// The version that the decision rests on.
    expected_version: i64,
    /// A UUID that the client makes once for this grant. A repetition with the same key does nothing new.
    idempotency_key: String,
    /// The day the license takes effect: today or within a year.
    effective_on: Date,
    /// Term in months, 1 to 600; the offer's if left out. No longer than the rights last.
    term_months: Option<i32>,
    /// How it is paid.
    plan: PaymentPlanInput,
    /// Whether the license is called "use first, pay later". Refused unless the terms pass the test.
    label_use_first_pay_later: bool,
    /// Countries, ISO 3166-1 alpha-2, within the offer's; the offer's if left out or empty.
    territory: Option<Vec<String>>,
    /// Field of use, up to 300 characters; the offer's if left out.
    field_of_use: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl LicenseRequestGrantInput {
    pub(super) fn parse(&self) -> Result<Grant> {
        Ok(Grant {
            id: parse_id(&self.id, "id")?,
            expected_version: self.expected_version,
            idempotency_key: parse_key(&self.idempotency_key)?,
            terms: Terms {
                effective_on: self.effective_on.0,
                term_months: parse_term(self.term_months),
                plan: self.plan.plan().map_err(|error| error.at("plan"))?,
                territory: self.territory.clone().unwrap_or_default(),
                field_of_use: self.field_of_use.clone(),
            },
            label_use_first_pay_later: self.label_use_first_pay_later,
        })
    }
}

/// A negative term becomes 0, which the rule refuses with its limits.
fn parse_term(months: Option<i32>) -> Option<u32> {
    months.map(|months| u32::try_from(months).unwrap_or_default())
}

/// Input of `schedulePreview`.
#[derive(InputObject)]
pub struct SchedulePreviewInput {
    /// The request that would be granted.
    request_id: ID,
    /// The day the license would take effect.
    effective_on: Date,
    /// Term in months; the offer's if left out.
    term_months: Option<i32>,
    /// How it would be paid.
    plan: PaymentPlanInput,
}

impl SchedulePreviewInput {
    pub(super) fn parse(&self) -> Result<(Id<id::LicenseRequest>, Terms)> {
        let terms = Terms {
            effective_on: self.effective_on.0,
            term_months: parse_term(self.term_months),
            plan: self.plan.plan().map_err(|error| error.at("plan"))?,
            territory: Vec::new(),
            field_of_use: None,
        };
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
