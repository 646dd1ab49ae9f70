//! The messages that the product sends, and what each needs.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoEnumIterator, IntoStaticStr};

/// A message of the product. Its texts live in `templates/<name in kebab case>/<language>/`.
///
/// Parameters that several messages share: `name` is the recipient's name (may be empty), `url` an absolute `http` or
/// `https` address to open, `title` the title of the listing in the recipient's language, `organization` the name of
/// an organization. Dates are ISO (`2026-03-31`) and shown the long way; amounts come ready to read (`CNY 80,000.00`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumIter, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Template {
    /// To a new user: confirm the address. `name`, `url` (with the token), `hours` the link is good for (number).
    VerifyEmail,
    /// To somebody who forgot the password: set a new one. `name`, `url` (with the token), `hours` the link is good for.
    PasswordReset,
    /// To somebody whose password was changed. `name`, `url` where a new one is asked for.
    PasswordChanged,
    /// To a new address: confirm it. `name`, `url` (with the token), `hours` the link is good for.
    EmailChange,
    /// To an address that an account has left. `name`, `email` the new address, `url` (with the token) that takes it back,
    /// `days` the link is good for.
    EmailChanged,
    /// To the owner of an address that somebody else wanted for their account. `name`, `url` where a new password is asked
    /// for.
    EmailTaken,
    /// To somebody who is invited to an organization, with or without an account. `name`, `organization`, `inviter` (name,
    /// may be empty), `roles` in words, `url` (with the token), `days` the link is good for.
    Invitation,
    /// To a user: how they sign in changed. `name`, `url`, and `change`, a word of `SignInChange`.
    SignInChanged,
    /// To the organization's manager: the operator verified it. `name`, `organization`, `url`.
    OrganizationVerified,
    /// To the organization's manager: the operator could not verify it. `name`, `organization`, `reason`, `url`, and
    /// `change` if only a change of a verified one was rejected.
    OrganizationRejected,
    /// To heads of the office: a listing waits for review. `name`, `title`, `organization`, `url`.
    ListingSubmitted,
    /// To the author: the head asks for changes. `name`, `title`, `notes`, `url`.
    ListingReturned,
    /// To the author: the listing is public. `name`, `title`, `url`.
    ListingPublished,
    /// To operators: a demand waits for them. `name`, `title`, `organization`, `url`.
    DemandSubmitted,
    /// To the people of an enterprise: an advisor has drafted a demand for it. `name`, `title`, `person` (the advisor's name), `url`.
    DemandDrafted,
    /// To the author: the operator asks for changes. `name`, `title`, `notes`, `url`.
    DemandReturned,
    /// To the author: the operator does not publish it. `name`, `title`, `reason`, `url`.
    DemandRefused,
    /// To the author: the demand is visible. `name`, `title`, `url`.
    DemandPublished,
    /// To the author: it will expire. `name`, `title`, `ends_on` (date), `url`.
    DemandExpiring,
    /// To the author, the owner's people or whoever proposed a split: something happened to a demand. `name`, `title`, `url`, and
    /// `change`: `EXPIRED`, `SUSPENDED` with its `reason`, `RESUMED`, `SPLIT_PROPOSED` or `SPLIT_DECIDED`.
    DemandNews,
    /// To the owner's people: an office proposes something. `name`, `title`, `organization` (the office), `proposal` (its
    /// title), `reply_by` (date), `url`.
    DemandProposalReceived,
    /// To the office: the owner is interested. `name`, `title`, `proposal`, `url`.
    DemandProposalInterested,
    /// To the office: the owner passes. `name`, `title`, `proposal`, `reason` in words, `url`.
    DemandProposalPassed,
    /// To the office: whose the demand is. `name`, `title`, `proposal`, `requester` (the enterprise), `url`.
    DemandProposalRevealed,
    /// To the licensor's office: somebody asks for a license. `name`, `title`, `requester` (organization), `offer` (code
    /// or name), `reply_by` (date), `url`.
    LicenseRequestSubmitted,
    /// To the requester: the request arrived. `name`, `title`, `organization` (licensor), `reply_by` (date), `url`.
    LicenseRequestReceived,
    /// To the requester: granted. `name`, `title`, `organization` (licensor), `effective_on` (date), `schedule` (list of
    /// `{ due_on, amount }`, may be empty), `url`.
    LicenseRequestGranted,
    /// To the requester: declined. `name`, `title`, `organization` (licensor), `reason`, `url`.
    LicenseRequestRejected,
    /// To the licensor's office: the requester withdrew. `name`, `title`, `requester`, `url`.
    LicenseRequestWithdrawn,
    /// To whoever started an import: it is done. `name`, `file_name`, `created`, `updated`, `unchanged`, `rejected`
    /// (numbers of rows), `url`.
    ImportFinished,
    /// To an advisor, or to operators if `change` is `APPLIED` or `TIE_DECLARED`: what became of the appointment. `name`, `person` (the
    /// advisor's name), `url`, and `change`, a word of `AdvisorChange`; `reason` for a removal, `ends_on` (date) of a term.
    AdvisorNews,
    /// To the advisor or the client's owner: a mandate was given or has ended. `name`, `organization` (the client), `person`
    /// (the advisor's name), `ends_on` (date), `url`, and `change`, `GRANTED`, `ENDING` or `ENDED`.
    MandateNews,
    /// To the enterprise's owner if `change` is `ASKED`, otherwise to the advisor: an advisor asks for a mandate, or what became of it.
    /// `name`, `organization` (the enterprise), `person` (the advisor's name), `note` (what the advisor says), `answer_by` (date),
    /// `reason` of a refusal (may be empty), `url`, and `change`, a word of `MandateRequestChange`.
    MandateRequestNews,
    /// To whom it concerns: something happened in a case. `name`, `title` (of the case), `organization` (the client), `url`,
    /// and `change`, a word of `CaseChange`; `reply_by` (date) for an assignment, `due_on` (date) of a task, `reason` where one was given.
    CaseNews,
    /// To a party of a case that does not know what the case is about: its consent is asked for a tie. `name`, `person` (the
    /// advisor, may be empty), `url`.
    TieDisclosed,
    /// To both sides or the advisor: an introduction was recorded or answered. `name`, `person` (the advisor), `organization` (the
    /// client), `counterparty` (the other side), `url`, and `change`, a word of `IntroductionChange`.
    IntroductionNews,
    /// To whom it concerns: what came of a case was filed, confirmed or decided. `name`, `organization` (the client),
    /// `counterparty` (the other side), `amount`, `url`, and `change`, a word of `OutcomeChange`; `reason` of a refusal.
    OutcomeNews,
    /// To somebody for whom something was found: by matching, or by a saved search. `name`, `count` of the `items`: each with
    /// `kind` (`listing` for a demand, `demand` for a listing, `search`), `title` (what it was found for), `found` (title), `on`
    /// (date) and `url`; whether there are `more` beside these, and whether it is the `first` such mail; `url`.
    Alerts,
}

impl Template {
    /// Every message.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// Parameters without which the message is not rendered.
    #[must_use]
    pub const fn required(self) -> &'static [&'static str] {
        match self {
            Self::VerifyEmail => &["name", "url", "hours"],
            Self::PasswordReset | Self::EmailChange => &["name", "url", "hours"],
            Self::PasswordChanged | Self::EmailTaken => &["name", "url"],
            Self::EmailChanged => &["name", "email", "url", "days"],
            Self::Invitation => &["name", "organization", "inviter", "roles", "url", "days"],
            Self::SignInChanged => &["name", "url"],
            Self::OrganizationVerified => &["name", "organization", "url"],
            Self::OrganizationRejected => &["name", "organization", "reason", "url"],
            Self::ListingSubmitted => &["name", "title", "organization", "url"],
            Self::ListingReturned => &["name", "title", "notes", "url"],
            Self::ListingPublished => &["name", "title", "url"],
            Self::DemandSubmitted => &["name", "title", "organization", "url"],
            Self::DemandDrafted => &["name", "title", "person", "url"],
            Self::DemandReturned => &["name", "title", "notes", "url"],
            Self::DemandRefused => &["name", "title", "reason", "url"],
            Self::DemandPublished => &["name", "title", "url"],
            Self::DemandExpiring => &["name", "title", "ends_on", "url"],
            Self::DemandNews => &["name", "title", "url"],
            Self::DemandProposalReceived => &["name", "title", "organization", "proposal", "reply_by", "url"],
            Self::DemandProposalInterested => &["name", "title", "proposal", "url"],
            Self::DemandProposalPassed => &["name", "title", "proposal", "reason", "url"],
            Self::DemandProposalRevealed => &["name", "title", "proposal", "requester", "url"],
            Self::LicenseRequestSubmitted => &["name", "title", "requester", "offer", "reply_by", "url"],
            Self::LicenseRequestReceived => &["name", "title", "organization", "reply_by", "url"],
            Self::LicenseRequestGranted => &["name", "title", "organization", "effective_on", "schedule", "url"],
            Self::LicenseRequestRejected => &["name", "title", "organization", "reason", "url"],
            Self::LicenseRequestWithdrawn => &["name", "title", "requester", "url"],
            Self::ImportFinished => &["name", "file_name", "created", "updated", "unchanged", "rejected", "url"],
            Self::AdvisorNews => &["name", "url"],
            Self::MandateNews => &["name", "organization", "person", "url"],
            Self::MandateRequestNews => &["name", "organization", "person", "url"],
            Self::CaseNews => &["name", "title", "organization", "url"],
            Self::TieDisclosed => &["name", "person", "url"],
            Self::IntroductionNews => &["name", "organization", "counterparty", "url"],
            Self::OutcomeNews => &["name", "organization", "counterparty", "url"],
            Self::Alerts => &["name", "count", "items", "more", "first", "url"],
        }
    }
}
