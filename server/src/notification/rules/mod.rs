//! What mails are about, and what people may turn off.

mod rhythm;

use strum::{Display, EnumIter, EnumString};

use crate::mail::Template;

pub use rhythm::{Frequency, Rhythm};

/// What a mail is about. People can turn off what does not belong to a transaction of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumString, EnumIter, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MailTopic")]
pub enum Topic {
    /// The account itself. Always sent.
    Account,
    /// Requests and licenses. Always sent.
    Licensing,
    /// Review and publication of listings.
    Listings,
    /// Moderation and expiry of demands, and proposals to them.
    Demands,
    /// Imports that ended.
    Imports,
    /// Appointments of advisors, mandates and their cases.
    Advising,
    /// Listings and demands that were found for the reader: by matching, or by a search that the reader saved.
    Alerts,
}

impl Topic {
    /// Whether people may turn it off.
    #[must_use]
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Listings | Self::Demands | Self::Imports | Self::Advising | Self::Alerts)
    }

    /// The topic of a message.
    #[must_use]
    pub const fn of(template: Template) -> Self {
        match template {
            Template::VerifyEmail
            | Template::PasswordReset
            | Template::PasswordChanged
            | Template::EmailChange
            | Template::EmailChanged
            | Template::EmailTaken
            | Template::Invitation
            | Template::SignInChanged
            | Template::OrganizationVerified
            | Template::OrganizationRejected => Self::Account,
            Template::ListingSubmitted | Template::ListingReturned | Template::ListingPublished => Self::Listings,
            Template::DemandSubmitted
            | Template::DemandDrafted
            | Template::DemandReturned
            | Template::DemandRefused
            | Template::DemandPublished
            | Template::DemandExpiring
            | Template::DemandNews
            | Template::DemandProposalReceived
            | Template::DemandProposalInterested
            | Template::DemandProposalPassed
            | Template::DemandProposalRevealed => Self::Demands,
            Template::ImportFinished => Self::Imports,
            Template::AdvisorNews
            | Template::MandateNews
            | Template::MandateRequestNews
            | Template::CaseNews
            | Template::TieDisclosed
            | Template::IntroductionNews
            | Template::OutcomeNews => Self::Advising,
            Template::Alerts => Self::Alerts,
            Template::LicenseRequestSubmitted
            | Template::LicenseRequestReceived
            | Template::LicenseRequestGranted
            | Template::LicenseRequestRejected
            | Template::LicenseRequestWithdrawn => Self::Licensing,
        }
    }
}
