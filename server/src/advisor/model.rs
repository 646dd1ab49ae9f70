//! An advisor, a declared conflict and a mandate, as the slice keeps them.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    content::Profile,
    vocabulary::{AdvisorGrade, AdvisorState, ConflictKind, MandateRequestState, MandateScope, MandateState},
};
use crate::kernel::{
    Date, Id, Timestamp,
    clock::{china_date, china_midnight},
    date::add_days,
    id::{Advisor as AdvisorId, ConflictDeclaration, Mandate as MandateId, MandateRequest as RequestId, Organization, User},
};

/// Somebody who is an advisor, or wants to be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Advisor {
    /// Id.
    pub id: Id<AdvisorId>,
    /// The person.
    pub user: Id<User>,
    /// The organization in which the person holds the role.
    pub organization: Id<Organization>,
    /// Where the person stands.
    pub state: AdvisorState,
    /// Grade; none before the appointment.
    pub grade: Option<AdvisorGrade>,
    /// What the person says of the own work.
    pub profile: Profile,
    /// First day of the term.
    pub term_from: Option<Date>,
    /// Last day of the term.
    pub term_until: Option<Date>,
    /// When the person last said that the declared conflicts are all there are.
    pub confirmed_on: Option<Date>,
    /// Why somebody was struck off.
    pub reason: Option<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When the person applied.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Advisor {
    /// Whether clients and operators can count on the person on `today`: appointed, and within the term.
    #[must_use]
    pub fn is_appointed_on(&self, today: NaiveDate) -> bool {
        let within = self.term_from.is_some_and(|from| from.0 <= today) && self.term_until.is_some_and(|until| today <= until.0);
        within && matches!(self.state, AdvisorState::Active | AdvisorState::Paused)
    }
}

/// A tie that an advisor has declared. Never changed but for its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Declaration {
    /// Id.
    pub id: Id<ConflictDeclaration>,
    /// Whose.
    pub advisor: Id<AdvisorId>,
    /// What kind of tie.
    pub kind: ConflictKind,
    /// With which organization of the platform.
    pub organization: Option<Id<Organization>>,
    /// With whom, if not with an organization of the platform; or the achievement.
    pub name: Option<String>,
    /// More in words.
    pub note: Option<String>,
    /// The day on which the tie itself ended.
    pub ended_on: Option<Date>,
    /// Who declared it; none for the program itself.
    pub declared_by: Option<Id<User>>,
    /// When.
    pub declared_at: Timestamp,
    /// When it was taken back as an error.
    pub withdrawn_at: Option<Timestamp>,
}

/// What there is between a client and an advisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The client has given no mandate yet.
    NotYet,
    /// A mandate is good today.
    Good,
    /// There was a mandate and it is over, or the advisor is not appointed any more.
    Over,
}

/// With whom an advisor has declared a tie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// Organizations of the platform: these bar by themselves.
    pub organizations: HashSet<Id<Organization>>,
    /// Those that name somebody in words alone: whoever assigns has to read them.
    pub by_name: Vec<NamedTie>,
}

/// A tie with somebody who is named in words alone.
#[derive(Debug, Clone, PartialEq, Eq, async_graphql::SimpleObject)]
pub struct NamedTie {
    /// What kind of tie.
    pub kind: ConflictKind,
    /// With whom, or what, as it was declared.
    pub name: String,
}

/// What a client lets an advisor do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mandate {
    /// Id.
    pub id: Id<MandateId>,
    /// The client.
    pub organization: Id<Organization>,
    /// The advisor.
    pub advisor: Id<AdvisorId>,
    /// The advisor as a person.
    pub user: Id<User>,
    /// What the advisor may do beside reading.
    pub scopes: Vec<MandateScope>,
    /// What was agreed about a fee, in words; none if the work is free for the client.
    pub fee_terms: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_until: Date,
    /// When it was ended, by somebody or by its last day.
    pub ended_at: Option<Timestamp>,
    /// Who ended it; none for time.
    pub ended_by: Option<Id<User>>,
    /// Why.
    pub reason: Option<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who granted it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Mandate {
    /// Where it stands on `today`: its last day counts at once, whenever the sweeper comes by.
    #[must_use]
    pub fn state_on(&self, today: NaiveDate) -> MandateState {
        if self.ended_at.is_none() && today <= self.valid_until.0 { MandateState::Active } else { MandateState::Ended }
    }

    /// Whether it was good on `day`, its last one counted.
    #[must_use]
    pub fn was_good_on(&self, day: Date) -> bool {
        let ended = self.ended_at.map(china_date).is_some_and(|last| last < day.0);
        self.valid_from <= day && day <= self.valid_until && !ended
    }

    /// From when on it is good for nothing: its end, or the midnight after its last day.
    #[must_use]
    pub fn over_at(&self) -> Timestamp {
        let last = china_midnight(add_days(self.valid_until.0, 1));
        self.ended_at.map_or(last, |ended| ended.min(last))
    }

    /// Whether it lets the advisor do what `scope` says on `today`.
    #[must_use]
    pub fn covers(&self, scope: MandateScope, today: NaiveDate) -> bool {
        self.state_on(today) == MandateState::Active && self.scopes.contains(&scope)
    }
}

/// An advisor's question to an enterprise for a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MandateRequest {
    /// Id.
    pub id: Id<RequestId>,
    /// The enterprise that is asked.
    pub organization: Id<Organization>,
    /// The advisor.
    pub advisor: Id<AdvisorId>,
    /// The advisor as a person.
    pub user: Id<User>,
    /// What the advisor wants to do beside reading.
    pub scopes: Vec<MandateScope>,
    /// Last day of the mandate.
    pub valid_until: Date,
    /// What the advisor wants to be paid, in words; none if the work is free for the enterprise.
    pub fee_terms: Option<String>,
    /// What the advisor says beside it.
    pub note: String,
    /// Last day for an answer.
    pub answer_by: Date,
    /// Where it stood when it was written last.
    pub state: MandateRequestState,
    /// Why the enterprise refused.
    pub reason: Option<String>,
    /// The mandate that came of it.
    pub mandate: Option<Id<MandateId>>,
    /// When it was answered, taken back or over.
    pub closed_at: Option<Timestamp>,
    /// Who did that; none for time.
    pub closed_by: Option<Id<User>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was asked.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl MandateRequest {
    /// Where it stands on `today`: the time for an answer is over when it is over, whenever the sweeper comes by.
    #[must_use]
    pub fn state_on(&self, today: NaiveDate) -> MandateRequestState {
        if self.state == MandateRequestState::Open && self.answer_by.0 < today { MandateRequestState::Lapsed } else { self.state }
    }
}
