//! A case, as the slice keeps it and as one viewer sees it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    to_do::ToDo,
    vocabulary::{CaseConflictState, CaseState, ConflictHandling, RefusalKind},
};
use crate::{
    advisor::vocabulary::{AdvisorGrade, ConflictKind, WorkingLanguage},
    kernel::{
        Actor, Date, Id, Timestamp,
        id::{Advisor, BrokerCase, CaseConflict, Demand, LicenseRequest, Mandate, Organization, User},
    },
    listing::{content::BilingualText, vocabulary::IndustryChain},
};

/// What a case asks of an advisor. Taken from the demand or the license request when it is opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, async_graphql::SimpleObject)]
#[graphql(name = "CaseNeeds")]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Symbols of the International Patent Classification.
    pub ipc: Vec<String>,
    /// Industries, GB/T 4754-2017.
    pub industries: Vec<String>,
    /// Yangpu's industry chains.
    pub chains: Vec<IndustryChain>,
    /// Where the client is, an administrative division of China (GB/T 2260).
    pub region: Option<String>,
    /// Languages that the advisor has to speak.
    pub languages: Vec<WorkingLanguage>,
    /// Whether a party is outside mainland China.
    pub cross_border: bool,
    /// Least grade.
    pub grade_min: Option<AdvisorGrade>,
}

impl Needs {
    /// The same of a case that crosses the border: at least `grade`, and English beside what else is spoken.
    #[must_use]
    pub fn across_border(mut self, grade: AdvisorGrade) -> Self {
        if !self.languages.contains(&WorkingLanguage::English) {
            self.languages.push(WorkingLanguage::English);
        }
        Self { cross_border: true, grade_min: self.grade_min.max(Some(grade)), ..self }
    }
}

/// Something that a client wants help with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// Id.
    pub id: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// The demand that it is about.
    pub demand: Option<Id<Demand>>,
    /// The license request that it is about.
    pub request: Option<Id<LicenseRequest>>,
    /// Who is on the other side, if that was known from the beginning.
    pub counterparty: Option<Id<Organization>>,
    /// What it is about, in a line.
    pub title: BilingualText,
    /// What the client says beside it.
    pub note: Option<String>,
    /// What it asks of an advisor.
    pub needs: Needs,
    /// Where it stands.
    pub state: CaseState,
    /// Who has it.
    pub advisor: Option<Id<Advisor>>,
    /// Who has it, as a person.
    pub user: Option<Id<User>>,
    /// The mandate under which the work was begun.
    pub mandate: Option<Id<Mandate>>,
    /// The last day for an assignment.
    pub assign_by: Option<Date>,
    /// The last day for the advisor's answer.
    pub answer_by: Option<Date>,
    /// The last day for the first contact.
    pub contact_by: Option<Date>,
    /// The first contact.
    pub contacted_at: Option<Timestamp>,
    /// The last day for the first shortlist; none once one was sent.
    pub shortlist_by: Option<Date>,
    /// What comes next.
    pub next_step: Option<ToDo>,
    /// When.
    pub next_due: Option<Date>,
    /// When somebody last did something about it.
    pub active_at: Timestamp,
    /// Since when nothing has moved, as the sweeper found.
    pub stuck_since: Option<Date>,
    /// Since when the first contact, or the first shortlist, is late, as the sweeper found; until it has come.
    pub late_since: Option<Date>,
    /// How often an advisor did not answer in time.
    pub escalations: i64,
    /// Last assignment.
    pub assigned_at: Option<Timestamp>,
    /// Acceptance.
    pub accepted_at: Option<Timestamp>,
    /// Match.
    pub matched_at: Option<Timestamp>,
    /// Contract.
    pub contracted_at: Option<Timestamp>,
    /// End.
    pub closed_at: Option<Timestamp>,
    /// Why it ended, or was given back last.
    pub reason: Option<String>,
    /// The advisor who began it with the client, before there was a demand; none if it was asked for.
    pub begun_by: Option<Id<Advisor>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who opened it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Case {
    /// Whether `actor` is the advisor who has it.
    #[must_use]
    pub fn is_of(&self, actor: &Actor) -> bool {
        self.user.is_some() && self.user == actor.user()
    }

    /// Whether a contract is being done and the next look at it is still to come on `today`: until then nothing has to move.
    #[must_use]
    pub fn waits_for_a_day(&self, today: NaiveDate) -> bool {
        CaseState::FOLLOWED.contains(&self.state) && self.next_due.is_some_and(|day| day.0 >= today)
    }

    /// Whether the first contact, or the first shortlist, should have come before `today`.
    #[must_use]
    pub fn is_late_on(&self, today: NaiveDate) -> bool {
        let passed = |last: Option<Date>| last.is_some_and(|last| last.0 < today);
        let begun = matches!(self.state, CaseState::Accepted | CaseState::InService);
        begun && ((self.contacted_at.is_none() && passed(self.contact_by)) || passed(self.shortlist_by))
    }

    /// The case without the mark of being late, unless what is late has still not come on `today`.
    #[must_use]
    pub fn marked_on(self, today: NaiveDate) -> Self {
        let late_since = self.late_since.filter(|_| self.is_late_on(today));
        Self { late_since, ..self }
    }

    /// Whoever must be told apart from the advisor: the client, and the other side if it is known.
    pub fn parties(&self) -> impl Iterator<Item = Id<Organization>> {
        std::iter::once(self.client).chain(self.counterparty)
    }
}

/// From where somebody looks at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Staff of the platform.
    Staff,
    /// People of the client.
    Client,
    /// The advisor, with a mandate of the client.
    Mandated,
    /// The advisor, before the client has given a mandate: enough to decide and to declare ties.
    Candidate,
    /// Somebody whose mandate is over, or who gave the case back: the own notes and nothing else.
    NotesOnly,
}

impl Standing {
    /// Whether somebody sees what the case is about.
    #[must_use]
    pub const fn sees_case(self) -> bool {
        !matches!(self, Self::NotesOnly)
    }

    /// Whether somebody sees what was done.
    #[must_use]
    pub const fn sees_work(self) -> bool {
        matches!(self, Self::Staff | Self::Client | Self::Mandated)
    }
}

/// A case as one viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The case; what `standing` does not allow must not leave it.
    pub case: Case,
    /// From where the viewer looks.
    pub standing: Standing,
}

/// An advisor who does not have a case any more, and what is counted of the time with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Id, bare: refusals are read through their case.
    pub id: uuid::Uuid,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The advisor.
    pub advisor: Id<Advisor>,
    /// Why.
    pub kind: RefusalKind,
    /// In words.
    pub reason: Option<String>,
    /// When the advisor had accepted; none if it did not come to that.
    pub accepted_at: Option<Timestamp>,
    /// When the client was contacted first.
    pub contacted_at: Option<Timestamp>,
    /// When.
    pub at: Timestamp,
}

impl Refusal {
    /// Whether the advisor is not offered the case again. What the end of an appointment took away, for which nobody gave a reason,
    /// nobody has given back.
    #[must_use]
    pub const fn bars(&self) -> bool {
        !matches!(self.kind, RefusalKind::Released) || self.reason.is_some()
    }
}

/// A tie with a party of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Id.
    pub id: Id<CaseConflict>,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The advisor.
    pub advisor: Id<Advisor>,
    /// What kind of tie.
    pub kind: ConflictKind,
    /// With whom.
    pub organization: Id<Organization>,
    /// In words; both parties read it.
    pub note: String,
    /// What follows.
    pub handling: ConflictHandling,
    /// Where it stands.
    pub state: CaseConflictState,
    /// The party beside the client that has to consent: the one that the tie is with, or the other party of the case.
    pub counterparty: Option<Id<Organization>>,
    /// When the client consented.
    pub client_consented_at: Option<Timestamp>,
    /// Who consented for the client.
    pub client_consented_by: Option<Id<User>>,
    /// When the other party consented.
    pub counterparty_consented_at: Option<Timestamp>,
    /// Who consented for the other party.
    pub counterparty_consented_by: Option<Id<User>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was declared.
    pub declared_at: Timestamp,
}

impl Conflict {
    /// Whether everybody who has to has consented.
    #[must_use]
    pub const fn is_consented(&self) -> bool {
        self.client_consented_at.is_some() && (self.counterparty.is_none() || self.counterparty_consented_at.is_some())
    }
}
