//! A request and a license, as the slice keeps them.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    rules::{Asked, LicenseRequestState, LicenseState, Scope, reply_deadline, state_on},
    ufpl::Condition,
};
use crate::{
    identity::rules::EnterpriseSize,
    kernel::{
        Id, Money, Timestamp,
        date::{Deadline, HolidayCalendar},
        id::{self, Listing, Organization, RuleVersion, SizeDeclaration, User},
    },
    ledger::PaymentPlan,
    listing::{
        content::{LicenseOffer, Royalty},
        vocabulary::{LicenseKind, PaymentMode},
    },
};

/// An enterprise's request for a license on the terms of one offer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LicenseRequest {
    /// The request.
    pub id: Id<id::LicenseRequest>,
    /// The listing.
    pub listing: Id<Listing>,
    /// Version of the listing's content that the offer was taken from.
    pub listing_content_version: i64,
    /// The offer as it stood; later changes of the listing do not change it.
    pub offer: LicenseOffer,
    /// Who holds the achievement.
    pub licensor: Id<Organization>,
    /// Who asks.
    pub licensee: Id<Organization>,
    /// Whether it asks for the offer's "use first, pay later".
    pub use_first_pay_later: bool,
    /// How it wants to pay.
    pub payment_mode: PaymentMode,
    /// The most that it is ready to pay in all, if it said so.
    pub price_offered: Option<Money>,
    /// Where it stands.
    pub state: LicenseRequestState,
    /// What the technology is wanted for.
    pub purpose: String,
    /// Size of the licensee when it asked.
    pub size: Option<EnterpriseSize>,
    /// The declaration that the size rests on.
    pub size_declaration: Option<Id<SizeDeclaration>>,
    /// The "use first, pay later" test when it asked; empty for an ordinary request.
    pub checks: Vec<Condition>,
    /// Rule versions that the case goes by, to its end.
    pub rules: Vec<Id<RuleVersion>>,
    /// Working days that the licensor has for an answer.
    pub reply_working_days: u32,
    /// The last day of them, as counted when the request arrived.
    pub reply_by: NaiveDate,
    /// Whether that day rests on a holiday notice that was not published yet.
    pub reply_by_provisional: bool,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// Who answered or withdrew it; none for the program itself.
    pub answered_by: Option<Id<User>>,
    /// When it was answered or withdrawn.
    pub answered_at: Option<Timestamp>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who submitted it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl LicenseRequest {
    /// What a grant has to keep to.
    #[must_use]
    pub const fn asked(&self) -> Asked<'_> {
        Asked {
            offer: &self.offer,
            payment_mode: self.payment_mode,
            use_first_pay_later: self.use_first_pay_later,
            price_offered: self.price_offered,
        }
    }

    /// The last day for the answer; a provisional one is counted again with the calendar as it is known now.
    #[must_use]
    pub fn reply_deadline(&self, calendar: &HolidayCalendar) -> Deadline {
        if self.reply_by_provisional {
            reply_deadline(calendar, self.created_at, self.reply_working_days)
        } else {
            Deadline { on: self.reply_by, provisional: false }
        }
    }

    /// Whether the answer is overdue on `today`.
    #[must_use]
    pub fn is_late(&self, calendar: &HolidayCalendar, today: NaiveDate) -> bool {
        self.state == LicenseRequestState::Submitted && today > self.reply_deadline(calendar).on
    }
}

/// A license that was granted. Its money is in the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct License {
    /// The license.
    pub id: Id<id::License>,
    /// The request it answers.
    pub request: Id<id::LicenseRequest>,
    /// The listing.
    pub listing: Id<Listing>,
    /// Who grants.
    pub licensor: Id<Organization>,
    /// Who may use.
    pub licensee: Id<Organization>,
    /// Kind, place and time.
    pub scope: Scope,
    /// Field of use, if limited.
    pub field_of_use: Option<String>,
    /// The offer's royalty beside the plan, if there is one.
    pub royalty: Option<Royalty>,
    /// Size of the licensee when it was granted (保障中小企业款项支付条例 art. 3: fixed at signing).
    pub size: Option<EnterpriseSize>,
    /// The declaration that the size rests on.
    pub size_declaration: Option<Id<SizeDeclaration>>,
    /// How it is paid.
    pub payment_mode: PaymentMode,
    /// Whether it may be called "use first, pay later".
    pub use_first_pay_later: bool,
    /// The plan that the schedule was made from.
    pub plan: PaymentPlan,
    /// The "use first, pay later" test of these terms.
    pub checks: Vec<Condition>,
    /// Rule versions that decided.
    pub rules: Vec<Id<RuleVersion>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who granted it; none for the program itself.
    pub granted_by: Option<Id<User>>,
    /// When it was granted.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl License {
    /// How it stands on `today`.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> LicenseState {
        state_on(self.scope.ends_on, today)
    }

    /// What is paid in all.
    #[must_use]
    pub const fn total(&self) -> Money {
        self.plan.total()
    }

    /// Kind of license.
    #[must_use]
    pub const fn kind(&self) -> LicenseKind {
        self.scope.kind
    }
}
