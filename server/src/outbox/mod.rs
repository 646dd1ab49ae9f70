//! What happened, written in the transaction in which it happened, and followed up afterwards.
//!
//! An [`Event`] carries ids only; followers reload what they need, so that a late delivery shows the present, and a
//! repeated one does no harm. Each event becomes one delivery per [`Follower`]; deliveries of one entity to one
//! follower run in order, one at a time.

pub mod backoff;
mod store;
pub mod worker;

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    kernel::{
        Id, Result,
        id::{
            Advisor, BrokerCase, CaseOutcome, Demand, DemandProposal, DemandSplit, EmailChange, ImportRun, Introduction, Invitation, Kind,
            LicenseRequest, Listing, Mandate, MandateRequest, Organization, OutboxEvent, SavedSearch, User,
        },
    },
};

pub use store::{
    Backlog, Claimed, DeliveryCounts, DeliveryRow, Happened, backlog, counts, dead_letters, find_dead_letter, find_delivery, happened,
    is_held, prune, retry_dead,
};

/// Something that happened.
#[expect(missing_docs, reason = "a field is the id of the entity that it is named after, or a word that says what it is")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, Display)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Event {
    /// Somebody signed up, or asked for the verification mail again.
    VerificationRequested { user: Id<User> },
    /// Somebody wants a new password for an address. An address without an account has a user that does not exist.
    PasswordResetRequested { user: Id<User> },
    /// Somebody has a new password.
    PasswordChanged { user: Id<User> },
    /// Somebody wants another e-mail address.
    EmailChangeRequested { change: Id<EmailChange> },
    /// Somebody has another e-mail address.
    EmailChanged { change: Id<EmailChange> },
    /// Somebody is invited to sit in an organization, or is reminded of it.
    InvitationSent { invitation: Id<Invitation> },
    /// How a person signs in changed.
    SignInChanged { user: Id<User>, change: SignInChange },
    /// An operator verified an organization, or took a rejection back.
    OrganizationVerified { organization: Id<Organization> },
    /// An operator rejected an organization.
    OrganizationRejected { organization: Id<Organization> },
    /// Name or state of an organization changed: its listings show it.
    OrganizationChanged { organization: Id<Organization> },
    /// What the world sees of a listing changed, in whatever way: it may be new, different or gone.
    ListingVisibilityChanged { listing: Id<Listing> },
    /// A listing waits for review.
    ListingSubmitted { listing: Id<Listing> },
    /// A reviewer sent a listing back.
    ListingReturned { listing: Id<Listing> },
    /// A listing was published.
    ListingPublished { listing: Id<Listing> },
    /// What the world sees of a demand changed, in whatever way: it may be new, different or gone.
    DemandVisibilityChanged { demand: Id<Demand> },
    /// A demand waits for the operator.
    DemandSubmitted { demand: Id<Demand> },
    /// The operator sent a demand back.
    DemandReturned { demand: Id<Demand> },
    /// The operator refused a demand.
    DemandRefused { demand: Id<Demand> },
    /// A demand, or a change of it, was published.
    DemandPublished { demand: Id<Demand> },
    /// A demand will expire.
    DemandExpiring { demand: Id<Demand> },
    /// A demand expired.
    DemandExpired { demand: Id<Demand> },
    /// Somebody else than its owner hid a demand.
    DemandSuspended { demand: Id<Demand> },
    /// Somebody else than its owner shows a demand again.
    DemandResumed { demand: Id<Demand> },
    /// An advisor has drafted a demand for a client, which hands it in or does not.
    DemandDrafted { demand: Id<Demand> },
    /// An office proposes something to the owner of a demand.
    DemandProposalSubmitted { proposal: Id<DemandProposal> },
    /// The owner of a demand answered a proposal.
    DemandProposalAnswered { proposal: Id<DemandProposal> },
    /// The owner of a demand told an office who it is.
    DemandProposalRevealed { proposal: Id<DemandProposal> },
    /// An office took its proposal back.
    DemandProposalWithdrawn { proposal: Id<DemandProposal> },
    /// Somebody proposes to make two demands of one.
    DemandSplitProposed { split: Id<DemandSplit> },
    /// Both parts of a split that somebody else has proposed are decided.
    DemandSplitDecided { split: Id<DemandSplit> },
    /// An import waits to be run.
    ImportRequested { run: Id<ImportRun> },
    /// An import moved on.
    ImportProgressed { run: Id<ImportRun> },
    /// An import ended, well or not.
    ImportFinished { run: Id<ImportRun> },
    /// An enterprise asked for a license.
    LicenseRequestSubmitted { request: Id<LicenseRequest> },
    /// The holder granted it.
    LicenseRequestGranted { request: Id<LicenseRequest> },
    /// The holder rejected it.
    LicenseRequestRejected { request: Id<LicenseRequest> },
    /// The enterprise withdrew it.
    LicenseRequestWithdrawn { request: Id<LicenseRequest> },
    /// Somebody wants the search index built anew.
    ReindexRequested { by: Id<Organization> },
    /// Somebody applied as an advisor, or was told what became of it.
    AdvisorChanged { advisor: Id<Advisor>, change: AdvisorChange },
    /// A client lets an advisor act for it.
    MandateGranted { mandate: Id<Mandate> },
    /// A mandate will end.
    MandateEnding { mandate: Id<Mandate> },
    /// A mandate ended.
    MandateEnded { mandate: Id<Mandate> },
    /// An advisor asked an enterprise for a mandate, or learned what became of it.
    MandateRequestChanged { request: Id<MandateRequest>, change: MandateRequestChange },
    /// Something happened in a case.
    CaseChanged {
        case: Id<BrokerCase>,
        change: CaseChange,
        /// Whom it is about: who was asked, has the case, or had it. A message is written later than the event, and the case may
        /// be somebody else's by then.
        advisor: Option<Id<Advisor>>,
    },
    /// An advisor brought two together, or the other side said whether it was so.
    IntroductionChanged { introduction: Id<Introduction>, change: IntroductionChange },
    /// What came of a case was filed, confirmed or decided.
    OutcomeChanged { outcome: Id<CaseOutcome>, change: OutcomeChange },
    /// A listing was found that fits an open demand: its people are told.
    ListingFound { demand: Id<Demand>, listing: Id<Listing> },
    /// A demand was found that a listing answers: its office is told.
    DemandFound { demand: Id<Demand>, listing: Id<Listing> },
    /// A person is to be written to about the alerts in their feed after one number up to another.
    AlertsDue { user: Id<User>, after: i64, through: i64 },
    /// A saved search found a listing that is new.
    SearchFoundListing { search: Id<SavedSearch>, listing: Id<Listing> },
    /// A saved search found a demand that is new.
    SearchFoundDemand { search: Id<SavedSearch>, demand: Id<Demand> },
}

/// What changed about how a person signs in. The person is told, in case it was somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr, Display)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum SignInChange {
    /// The person turned a second factor on.
    SecondFactorOn,
    /// The person turned it off.
    SecondFactorOff,
    /// An operator took it away.
    SecondFactorReset,
    /// The person had new recovery codes made.
    RecoveryCodesRenewed,
    /// Somebody signed in with a recovery code.
    RecoveryCodeUsed,
    /// A login at an institution was linked.
    LoginLinked,
    /// Such a link was taken away.
    LoginUnlinked,
    /// The person made an API token.
    ApiTokenCreated,
    /// An API token was revoked because the owner of an address took a change of it back.
    ApiTokenRevoked,
}

/// What happened to somebody as an advisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr, Display)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AdvisorChange {
    /// The person asks to be appointed.
    Applied,
    /// The operator has looked into it.
    Vetted,
    /// The operator appointed the person.
    Appointed,
    /// The operator appointed the person for another term.
    Renewed,
    /// The term will end.
    TermEnding,
    /// The person has to say again that the declared ties are all there are.
    ConfirmationDue,
    /// The term is over.
    Ended,
    /// The operator struck the person off.
    Removed,
    /// The person has declared a tie: cases of that party stand still until somebody else has them.
    TieDeclared,
}

/// What happened to an advisor's question for a mandate. Who says yes gives the mandate: that is told of as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr, Display)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MandateRequestChange {
    /// The advisor asks.
    Asked,
    /// The enterprise refused.
    Refused,
    /// The advisor took it back, or cannot be mandated any more.
    Withdrawn,
    /// The enterprise has not answered in time.
    Lapsed,
}

/// What happened in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr, Display)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CaseChange {
    /// A client asks for help.
    Opened,
    /// An advisor begins it with a client, whose mandate is good.
    Begun,
    /// An advisor is asked to take it.
    Assigned,
    /// The advisor took it.
    Accepted,
    /// The advisor did not.
    Declined,
    /// The advisor did not answer in time.
    Escalated,
    /// The work began.
    Started,
    /// Both sides want to go on with each other.
    Matched,
    /// They have signed.
    Contracted,
    /// What was agreed is being done.
    Tracked,
    /// It waits for another advisor.
    Released,
    /// The advisor stepped back because of a tie.
    Recused,
    /// It is over.
    Closed,
    /// The advisor sent a shortlist.
    Shortlisted,
    /// The client answered what was on one.
    ShortlistAnswered,
    /// The first contact, or the first shortlist, has not come in time.
    Late,
    /// Nothing has moved for long.
    Stuck,
    /// Something has to be done soon.
    TaskDue,
    /// The advisor disclosed a tie with a party.
    ConflictDisclosed,
    /// A party answered that.
    ConflictAnswered,
}

/// What happened to an introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr, Display)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum IntroductionChange {
    /// The advisor recorded it.
    Recorded,
    /// The other side says that it was so.
    Confirmed,
    /// The other side says that it was not.
    Disputed,
}

/// What happened to an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr, Display)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum OutcomeChange {
    /// The advisor filed it.
    Filed,
    /// A side says that it was so.
    Confirmed,
    /// An operator validated it.
    Validated,
    /// An operator refused it.
    Refused,
    /// An operator recorded what is paid for it.
    FeeRecorded,
    /// An operator cancelled a payment that was recorded for it.
    FeeCancelled,
}

/// Who follows events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, EnumString, Display, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Follower {
    /// Keeps the search index equal to the database.
    Index,
    /// Writes mails to the people concerned (and [`Follower::Send`] sends them).
    Mail,
    /// Sends one written mail.
    Send,
    /// Fills viewers' event feeds.
    Feed,
    /// Runs imports.
    Import,
    /// Builds the search index anew.
    Reindex,
    /// Holds what is new against saved searches.
    Saved,
    /// Keeps cases equal to the demands that were drafted in them.
    Case,
}

impl Event {
    /// Who follows this event.
    #[must_use]
    pub const fn followers(&self) -> &'static [Follower] {
        use Follower::{Case, Feed, Import, Index, Mail, Reindex, Saved};
        match self {
            Self::VerificationRequested { .. }
            | Self::PasswordResetRequested { .. }
            | Self::PasswordChanged { .. }
            | Self::EmailChangeRequested { .. }
            | Self::EmailChanged { .. }
            | Self::InvitationSent { .. }
            | Self::SignInChanged { .. } => &[Mail],
            Self::OrganizationChanged { .. } => &[Index],
            Self::ListingVisibilityChanged { .. } => &[Index, Saved],
            // For matching, every process that answers questions reads it for itself (`happened`).
            Self::DemandVisibilityChanged { .. } => &[Saved],
            Self::OrganizationVerified { .. } => &[Mail, Feed, Saved],
            Self::OrganizationRejected { .. } => &[Mail, Feed],
            Self::ListingSubmitted { .. } | Self::ListingReturned { .. } | Self::ListingPublished { .. } => &[Mail, Feed],
            // The case in which an advisor has drafted it follows what the client has made of it.
            Self::DemandSubmitted { .. } => &[Mail, Feed, Case],
            Self::DemandDrafted { .. }
            | Self::DemandReturned { .. }
            | Self::DemandRefused { .. }
            | Self::DemandPublished { .. }
            | Self::DemandExpiring { .. }
            | Self::DemandExpired { .. }
            | Self::DemandSuspended { .. }
            | Self::DemandResumed { .. }
            | Self::DemandSplitProposed { .. }
            | Self::DemandSplitDecided { .. }
            | Self::DemandProposalSubmitted { .. }
            | Self::DemandProposalAnswered { .. }
            | Self::DemandProposalRevealed { .. } => &[Mail, Feed],
            Self::DemandProposalWithdrawn { .. } => &[Feed],
            Self::ImportRequested { .. } => &[Import],
            Self::ReindexRequested { .. } => &[Reindex],
            Self::ImportProgressed { .. } => &[Feed],
            Self::ImportFinished { .. } => &[Mail, Feed],
            Self::LicenseRequestSubmitted { .. }
            | Self::LicenseRequestGranted { .. }
            | Self::LicenseRequestRejected { .. }
            | Self::LicenseRequestWithdrawn { .. } => &[Mail, Feed],
            Self::AdvisorChanged { .. } | Self::MandateGranted { .. } | Self::MandateEnding { .. } | Self::MandateEnded { .. } => {
                &[Mail, Feed]
            }
            Self::MandateRequestChanged { .. } => &[Mail, Feed],
            Self::CaseChanged { .. } | Self::IntroductionChanged { .. } | Self::OutcomeChanged { .. } => &[Mail, Feed],
            // Mails about them are gathered, and sent by the reader's clock.
            Self::ListingFound { .. } | Self::DemandFound { .. } | Self::SearchFoundListing { .. } | Self::SearchFoundDemand { .. } => {
                &[Feed]
            }
            Self::AlertsDue { .. } => &[Mail],
        }
    }

    /// The entity that the event is about: deliveries are ordered per entity.
    #[must_use]
    pub const fn entity(&self) -> (&'static str, Uuid) {
        match self {
            Self::VerificationRequested { user }
            | Self::PasswordResetRequested { user }
            | Self::PasswordChanged { user }
            | Self::SignInChanged { user, .. }
            | Self::AlertsDue { user, .. } => (User::NAME, user.uuid()),
            Self::EmailChangeRequested { change } | Self::EmailChanged { change } => (EmailChange::NAME, change.uuid()),
            Self::InvitationSent { invitation } => (Invitation::NAME, invitation.uuid()),
            Self::OrganizationVerified { organization }
            | Self::OrganizationRejected { organization }
            | Self::OrganizationChanged { organization }
            | Self::ReindexRequested { by: organization } => (Organization::NAME, organization.uuid()),
            Self::ListingVisibilityChanged { listing }
            | Self::ListingSubmitted { listing }
            | Self::ListingReturned { listing }
            | Self::ListingPublished { listing } => (Listing::NAME, listing.uuid()),
            Self::DemandVisibilityChanged { demand }
            | Self::DemandSubmitted { demand }
            | Self::DemandDrafted { demand }
            | Self::DemandReturned { demand }
            | Self::DemandRefused { demand }
            | Self::DemandPublished { demand }
            | Self::DemandExpiring { demand }
            | Self::DemandExpired { demand }
            | Self::DemandSuspended { demand }
            | Self::DemandResumed { demand } => (Demand::NAME, demand.uuid()),
            Self::DemandProposalSubmitted { proposal }
            | Self::DemandProposalAnswered { proposal }
            | Self::DemandProposalRevealed { proposal }
            | Self::DemandProposalWithdrawn { proposal } => (DemandProposal::NAME, proposal.uuid()),
            Self::DemandSplitProposed { split } | Self::DemandSplitDecided { split } => (DemandSplit::NAME, split.uuid()),
            Self::ImportRequested { run } | Self::ImportProgressed { run } | Self::ImportFinished { run } => (ImportRun::NAME, run.uuid()),
            Self::LicenseRequestSubmitted { request }
            | Self::LicenseRequestGranted { request }
            | Self::LicenseRequestRejected { request }
            | Self::LicenseRequestWithdrawn { request } => (LicenseRequest::NAME, request.uuid()),
            Self::AdvisorChanged { advisor, .. } => (Advisor::NAME, advisor.uuid()),
            Self::MandateGranted { mandate } | Self::MandateEnding { mandate } | Self::MandateEnded { mandate } => {
                (Mandate::NAME, mandate.uuid())
            }
            Self::MandateRequestChanged { request, .. } => (MandateRequest::NAME, request.uuid()),
            Self::CaseChanged { case, .. } => (BrokerCase::NAME, case.uuid()),
            Self::IntroductionChanged { introduction, .. } => (Introduction::NAME, introduction.uuid()),
            Self::OutcomeChanged { outcome, .. } => (CaseOutcome::NAME, outcome.uuid()),
            Self::ListingFound { demand, .. } => (Demand::NAME, demand.uuid()),
            Self::DemandFound { listing, .. } => (Listing::NAME, listing.uuid()),
            Self::SearchFoundListing { search, .. } | Self::SearchFoundDemand { search, .. } => (SavedSearch::NAME, search.uuid()),
        }
    }
}

/// Writes `event` and its deliveries in the caller's transaction; the worker wakes at the commit.
pub async fn push(ctx: &Ctx, tx: &impl ConnectionTrait, event: &Event) -> Result<Id<OutboxEvent>> {
    let ids = push_all(ctx, tx, std::slice::from_ref(event)).await?;
    ids.into_iter().next().ok_or_else(|| crate::kernel::Error::internal("no event id"))
}

/// Like [`push`], for many events with two statements.
pub async fn push_all(ctx: &Ctx, tx: &impl ConnectionTrait, events: &[Event]) -> Result<Vec<Id<OutboxEvent>>> {
    store::insert(ctx, tx, events).await
}

/// Writes one delivery of an existing event to `follower`, about `entity`. Used to fan out (one mail, one delivery).
pub async fn follow_up(ctx: &Ctx, tx: &impl ConnectionTrait, event: Id<OutboxEvent>, follower: Follower, entity: Uuid) -> Result<()> {
    follow_up_all(ctx, tx, event, follower, &[entity]).await
}

/// Like [`follow_up`], for some hundred entities with one statement.
pub async fn follow_up_all(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    event: Id<OutboxEvent>,
    follower: Follower,
    entities: &[Uuid],
) -> Result<()> {
    store::insert_deliveries(ctx, tx, event, follower, entities).await
}
