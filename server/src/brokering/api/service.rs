//! What is done in a case, as answers.

use async_graphql::{Context, ID, Object};

use super::{BrokerCase, loaders, parts::CaseFee};
use crate::{
    advisor,
    brokering::{
        actions, policy,
        service::{Introduction as Made, Log, NoteFile, Outcome},
        vocabulary::{IntroductionState, LogKind, LogPlace, LogVisibility, NoCredit, OutcomeKind, OutcomeState},
    },
    gql::{Result, actor},
    identity,
    kernel::{Date, Money, Timestamp},
    listing,
};

/// A note of what an advisor did. Never changed; a later one may correct it.
pub struct ServiceLog {
    pub(super) log: Log,
    pub(super) corrected: bool,
}

/// A note of what an advisor did. Never changed; a later one may correct it.
#[Object]
impl ServiceLog {
    /// Id, for correcting it.
    async fn id(&self) -> ID {
        self.log.id.to_string().into()
    }

    /// What was done.
    async fn kind(&self) -> LogKind {
        self.log.kind
    }

    /// When.
    async fn occurred_at(&self) -> Timestamp {
        self.log.occurred_at
    }

    /// How long, in minutes.
    async fn minutes(&self) -> i64 {
        self.log.minutes
    }

    /// Where.
    async fn place(&self) -> LogPlace {
        self.log.place
    }

    /// Who took part, by name.
    async fn participants(&self) -> &[String] {
        &self.log.participants
    }

    /// What came of it.
    async fn summary(&self) -> Option<&str> {
        self.log.summary.as_deref()
    }

    /// What comes next.
    async fn next_step(&self) -> Option<&str> {
        self.log.next_step.as_deref()
    }

    /// When.
    async fn next_due(&self) -> Option<Date> {
        self.log.next_due
    }

    /// Who reads it.
    async fn visibility(&self) -> LogVisibility {
        self.log.visibility
    }

    /// Files that go with it.
    async fn attachments(&self) -> Vec<ServiceLogAttachment> {
        self.log.attachments.iter().cloned().map(ServiceLogAttachment).collect()
    }

    /// The note that this one corrects.
    async fn supersedes_id(&self) -> Option<ID> {
        self.log.supersedes.map(|id| id.to_string().into())
    }

    /// Whether a later note corrects this one.
    async fn corrected(&self) -> bool {
        self.corrected
    }

    /// The advisor who wrote it; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.log.advisor).await?)
    }

    /// When it was written down.
    async fn created_at(&self) -> Timestamp {
        self.log.created_at
    }
}

/// A file that goes with a note, for whoever reads the note: `GET /attachments/notes/{id of the note}/{id}`.
pub struct ServiceLogAttachment(NoteFile);

/// A file that goes with a note, for whoever reads the note: `GET /attachments/notes/{id of the note}/{id}`.
#[Object]
impl ServiceLogAttachment {
    /// Id of the upload.
    async fn id(&self) -> ID {
        self.0.upload.to_string().into()
    }

    /// Its name, for people.
    async fn file_name(&self) -> &str {
        &self.0.name
    }

    /// Its type, told by its content.
    async fn media_type(&self) -> &str {
        &self.0.media_type
    }

    /// Bytes.
    async fn size(&self) -> i64 {
        self.0.size
    }

    /// SHA-256 of the bytes, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }
}

/// An advisor brought a client and somebody together. Visible to both, to the advisor and to staff.
pub struct Introduction(pub Made);

impl From<Made> for Introduction {
    fn from(made: Made) -> Self {
        Self(made)
    }
}

/// An advisor brought a client and somebody together. Visible to both, to the advisor and to staff.
#[Object]
impl Introduction {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you answer.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands.
    async fn state(&self) -> IntroductionState {
        self.0.state
    }

    /// The case; null for those who may not see it.
    async fn case(&self, ctx: &Context<'_>) -> Result<Option<BrokerCase>> {
        Ok(loaders::case(ctx, self.0.case).await?)
    }

    /// The client.
    async fn client(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.client).await?)
    }

    /// Whom the client was introduced to.
    async fn counterparty(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.counterparty).await?)
    }

    /// The advisor; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.0.advisor).await?)
    }

    /// The listing that it was about; null if it is no longer open to the viewer.
    async fn listing(&self, ctx: &Context<'_>) -> Result<Option<listing::api::Listing>> {
        match self.0.listing {
            Some(listing) => Ok(listing::api::listing(ctx, listing).await?),
            None => Ok(None),
        }
    }

    /// In the advisor's words.
    async fn note(&self) -> &str {
        &self.0.note
    }

    /// Whether it is the one that brought the two together.
    async fn credited(&self) -> bool {
        self.0.credited
    }

    /// Why it does not count.
    async fn no_credit(&self) -> Option<NoCredit> {
        self.0.no_credit
    }

    /// When it was recorded, by the server's clock: what proves who was first.
    async fn introduced_at(&self) -> Timestamp {
        self.0.introduced_at
    }

    /// When the other side answered.
    async fn answered_at(&self) -> Option<Timestamp> {
        self.0.answered_at
    }

    /// When it had waited for an answer for too long, as the rule `advising.introduction_answer_days` says. The other side may still
    /// answer it.
    async fn lapsed_at(&self) -> Option<Timestamp> {
        self.0.lapsed_at
    }

    /// Whether the viewer may answer it now.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> bool {
        self.0.state == IntroductionState::Recorded && policy::answers_introduction(actor(ctx), &self.0)
    }
}

/// What came of a case. Visible to both sides, to the advisor and to staff.
pub struct CaseOutcome(pub Outcome);

impl From<Outcome> for CaseOutcome {
    fn from(outcome: Outcome) -> Self {
        Self(outcome)
    }
}

/// What came of a case. Visible to both sides, to the advisor and to staff.
#[Object]
impl CaseOutcome {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you answer.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands.
    async fn state(&self) -> OutcomeState {
        self.0.state
    }

    /// The case; null for those who may not see it.
    async fn case(&self, ctx: &Context<'_>) -> Result<Option<BrokerCase>> {
        Ok(loaders::case(ctx, self.0.case).await?)
    }

    /// The client.
    async fn client(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.client).await?)
    }

    /// The other side.
    async fn counterparty(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.counterparty).await?)
    }

    /// The advisor; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.0.advisor).await?)
    }

    /// The introduction that it began with; ask `introduction` for it.
    async fn introduction_id(&self) -> Option<ID> {
        self.0.introduction.map(|id| id.to_string().into())
    }

    /// The license, if it was granted on the platform; ask `license` for it.
    async fn license_id(&self) -> Option<ID> {
        self.0.license.map(|id| id.to_string().into())
    }

    /// What was agreed.
    async fn kind(&self) -> OutcomeKind {
        self.0.kind
    }

    /// SHA-256 of the signed contract, in hexadecimal.
    async fn contract_hash(&self) -> &str {
        &self.0.contract_hash
    }

    /// What it is worth.
    async fn amount(&self) -> Money {
        self.0.amount
    }

    /// The day of the signatures.
    async fn signed_on(&self) -> Date {
        self.0.signed_on
    }

    /// Whether it is used first and paid for later.
    async fn use_first_pay_later(&self) -> bool {
        self.0.use_first_pay_later
    }

    /// Whether three signed it: the advisor's side too.
    async fn three_party(&self) -> bool {
        self.0.three_party
    }

    /// The last day on which the advisor's side serves the two others; null if the contract says nothing of it.
    async fn service_duty_until(&self) -> Option<Date> {
        self.0.service_duty_until
    }

    /// In the advisor's words.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// When the client confirmed it.
    async fn client_confirmed_at(&self) -> Option<Timestamp> {
        self.0.client_confirmed_at
    }

    /// When the other side confirmed it.
    async fn counterparty_confirmed_at(&self) -> Option<Timestamp> {
        self.0.counterparty_confirmed_at
    }

    /// When the operator decided.
    async fn decided_at(&self) -> Option<Timestamp> {
        self.0.decided_at
    }

    /// What the operator said.
    async fn decision_note(&self) -> Option<&str> {
        self.0.decision_note.as_deref()
    }

    /// What is paid for it; empty for the other side.
    async fn fees(&self, ctx: &Context<'_>) -> Result<Vec<CaseFee>> {
        if !actions::reads_fees(actor(ctx), &self.0) {
            return Ok(Vec::new());
        }
        let fees = loaders::fees(ctx, self.0.case).await?;
        Ok(fees.into_iter().filter(|fee| fee.outcome == self.0.id).map(CaseFee).collect())
    }

    /// Whether the viewer may confirm it now.
    async fn viewer_can_confirm(&self, ctx: &Context<'_>) -> bool {
        let (client, other) = (self.0.client_confirmed_at.is_none(), self.0.counterparty_confirmed_at.is_none());
        let may = (client && policy::confirms_for_client(actor(ctx), &self.0))
            || (other && policy::confirms_for_counterparty(actor(ctx), &self.0));
        self.0.state == OutcomeState::Filed && may
    }

    /// Whether the viewer may validate it now.
    async fn viewer_can_decide(&self, ctx: &Context<'_>) -> bool {
        self.0.state == OutcomeState::Confirmed && policy::validates(actor(ctx), &self.0)
    }

    /// When it was filed.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }
}
