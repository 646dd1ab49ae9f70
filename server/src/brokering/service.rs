//! What is done in a case, as the slice keeps it.

use serde::{Deserialize, Serialize};

use super::{
    to_do::ToDo,
    vocabulary::{FeeKind, IntroductionState, LogKind, LogPlace, LogVisibility, NoCredit, OutcomeKind, OutcomeState},
};
use crate::kernel::{
    Date, Id, Money, Timestamp,
    id::{
        Advisor, BrokerCase, CaseFee, CaseOutcome, CaseTask, Introduction as IntroductionId, License, Listing, Organization, ServiceLog,
        Upload, User,
    },
};

/// A file that goes with a note, as it was when the note was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteFile {
    /// The upload.
    pub upload: Id<Upload>,
    /// Its name, for people.
    pub name: String,
    /// Its type, by content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// A note of what was done. Never changed; a later one may correct it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Log {
    /// Id.
    pub id: Id<ServiceLog>,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// Who did it.
    pub advisor: Id<Advisor>,
    /// Who did it, as a person.
    pub user: Id<User>,
    /// What was done.
    pub kind: LogKind,
    /// When.
    pub occurred_at: Timestamp,
    /// How long, in minutes.
    pub minutes: i64,
    /// Where.
    pub place: LogPlace,
    /// Who took part, by name.
    pub participants: Vec<String>,
    /// What came of it.
    pub summary: Option<String>,
    /// What comes next.
    pub next_step: Option<String>,
    /// When.
    pub next_due: Option<Date>,
    /// Who reads it.
    pub visibility: LogVisibility,
    /// Files that go with it.
    pub attachments: Vec<NoteFile>,
    /// The note that this one corrects.
    pub supersedes: Option<Id<ServiceLog>>,
    /// When it was written down.
    pub created_at: Timestamp,
}

/// An advisor brought a client and somebody together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Introduction {
    /// Id.
    pub id: Id<IntroductionId>,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// Whom the client was introduced to.
    pub counterparty: Id<Organization>,
    /// Who did it.
    pub advisor: Id<Advisor>,
    /// Who did it, as a person.
    pub user: Id<User>,
    /// The listing that it was about.
    pub listing: Option<Id<Listing>>,
    /// In words; both sides read it.
    pub note: String,
    /// Where it stands.
    pub state: IntroductionState,
    /// Whether it is the one that brought the two together.
    pub credited: bool,
    /// Why not.
    pub no_credit: Option<NoCredit>,
    /// Who answered for the other side.
    pub answered_by: Option<Id<User>>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// When it had waited for an answer for too long; one that comes later still counts.
    pub lapsed_at: Option<Timestamp>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was recorded, by the server's clock: what proves who was first.
    pub introduced_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Introduction {
    /// Whether somebody waits for the other side's answer. A server of before lapses were dated tells them by the credit that is lost.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == IntroductionState::Recorded && self.lapsed_at.is_none() && self.no_credit != Some(NoCredit::Unanswered)
    }

    /// Whether it makes the other side a party of the case: not once that is disputed, and not while an answer is overdue.
    #[must_use]
    pub fn makes_party(&self) -> bool {
        self.state == IntroductionState::Confirmed || self.waits()
    }
}

/// Something that has to be done in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Id.
    pub id: Id<CaseTask>,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// Whose task it is; none while the case waits for the next advisor.
    pub advisor: Option<Id<Advisor>>,
    /// What is to be done.
    pub what: ToDo,
    /// The last day.
    pub due_on: Date,
    /// When it was done.
    pub done_on: Option<Date>,
    /// By whom.
    pub done_by: Option<Id<User>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who wrote it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
}

/// What came of a case: a contract, with what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Id.
    pub id: Id<CaseOutcome>,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// The other side.
    pub counterparty: Id<Organization>,
    /// Who brought it about.
    pub advisor: Id<Advisor>,
    /// Who brought it about, as a person.
    pub user: Id<User>,
    /// The introduction that it began with.
    pub introduction: Option<Id<IntroductionId>>,
    /// The license, if it was granted on the platform.
    pub license: Option<Id<License>>,
    /// What was agreed.
    pub kind: OutcomeKind,
    /// SHA-256 of the signed contract, in hexadecimal.
    pub contract_hash: String,
    /// What it is worth.
    pub amount: Money,
    /// The day of the signatures.
    pub signed_on: Date,
    /// Whether it is used first and paid for later.
    pub use_first_pay_later: bool,
    /// Whether three signed it: the advisor's side too.
    pub three_party: bool,
    /// The last day on which the advisor's side serves the two others; none if the contract says nothing of it.
    pub service_duty_until: Option<Date>,
    /// In words.
    pub note: Option<String>,
    /// Where it stands.
    pub state: OutcomeState,
    /// When the client confirmed it.
    pub client_confirmed_at: Option<Timestamp>,
    /// Who confirmed for the client.
    pub client_confirmed_by: Option<Id<User>>,
    /// When the other side confirmed it.
    pub counterparty_confirmed_at: Option<Timestamp>,
    /// Who confirmed for the other side.
    pub counterparty_confirmed_by: Option<Id<User>>,
    /// When the operator decided.
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    pub decided_by: Option<Id<User>>,
    /// What the operator said.
    pub decision_note: Option<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was filed.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// What is paid to the advisor for an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fee {
    /// Id.
    pub id: Id<CaseFee>,
    /// The outcome.
    pub outcome: Id<CaseOutcome>,
    /// Its case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// Who gets it.
    pub advisor: Id<Advisor>,
    /// What it is.
    pub kind: FeeKind,
    /// Who pays.
    pub payer: String,
    /// What it rests on.
    pub basis: String,
    /// How much.
    pub amount: Money,
    /// The day on which it arrived.
    pub arrived_on: Option<Date>,
    /// Who noted that.
    pub arrived_by: Option<Id<User>>,
    /// When it was cancelled: nothing is to be paid.
    pub cancelled_at: Option<Timestamp>,
    /// By whom.
    pub cancelled_by: Option<Id<User>>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who recorded it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
}

/// What a client says of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rating {
    /// The case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// The advisor.
    pub advisor: Id<Advisor>,
    /// 1 to 5.
    pub score: i64,
    /// In words.
    pub comment: Option<String>,
    /// Who said it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
}
