//! Inputs of the mutations, and how they become what the actions take.

use async_graphql::{ID, InputObject};

use crate::{
    advisor::vocabulary::ConflictKind,
    brokering::{
        CaseFilter,
        actions::{Assign, Consent, Disclose, Open},
        vocabulary::{CaseState, ConflictHandling},
    },
    gql::{self, IdempotencyKey, parse_id, parse_optional_id},
    kernel::{Date, Error, Result},
};

/// Input of `caseOpen`.
#[derive(InputObject)]
pub struct CaseOpenInput {
    /// The client.
    organization_id: ID,
    /// The demand that it is about.
    demand_id: Option<ID>,
    /// The license request that it is about.
    request_id: Option<ID>,
    /// What the client says beside it, up to 1000 characters.
    note: Option<String>,
    /// A UUID; a repeated request with the same key answers with the first case.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseAssign`.
#[derive(InputObject)]
pub struct CaseAssignInput {
    /// The case.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Who shall have it.
    advisor_id: ID,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseAccept`.
#[derive(InputObject)]
pub struct CaseAcceptInput {
    /// The case.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// The advisor's word that there is no tie with a party beside those that are disclosed; must be true.
    pub(super) no_conflict: bool,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Declares the inputs of steps that ask for id and version, or for a reason too.
macro_rules! step_inputs {
    ($($mutation:literal $name:ident $({ $reason:ident })?;)*) => {$(
        #[doc = concat!("Input of `", $mutation, "`.")]
        #[derive(InputObject)]
        pub struct $name {
            /// The case.
            pub(super) id: ID,
            /// Version that the decision was made looking at.
            pub(super) expected_version: i64,
            $(
                /// The reason, up to 1000 characters.
                pub(super) $reason: String,
            )?
            /// Returned unchanged.
            pub(super) client_mutation_id: Option<String>,
        }
    )*};
}

step_inputs! {
    "caseDecline" CaseDeclineInput { reason };
    "caseStart" CaseStartInput;
    "caseMatch" CaseMatchInput;
    "caseContract" CaseContractInput;
    "caseTrack" CaseTrackInput;
    "caseRelease" CaseReleaseInput { reason };
    "caseSucceed" CaseSucceedInput;
    "caseGiveUp" CaseGiveUpInput { reason };
    "caseWithdraw" CaseWithdrawInput { reason };
}

/// Input of `caseConflictDisclose`.
#[derive(InputObject)]
pub struct CaseConflictDiscloseInput {
    /// The case.
    case_id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// What kind of tie.
    kind: ConflictKind,
    /// With which party.
    organization_id: ID,
    /// In words, up to 1000 characters; both parties read it.
    note: String,
    /// What follows.
    handling: ConflictHandling,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseConflictConsent`.
#[derive(InputObject)]
pub struct CaseConflictConsentInput {
    /// The tie.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Whether the advisor may go on; a no makes the advisor give the case back.
    consent: bool,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl CaseOpenInput {
    pub(super) fn parse(&self) -> Result<Open> {
        Ok(Open {
            client: parse_id(&self.organization_id, "organizationId")?,
            demand: parse_optional_id(self.demand_id.as_ref(), "demandId")?,
            request: parse_optional_id(self.request_id.as_ref(), "requestId")?,
            note: self.note.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl CaseAssignInput {
    pub(super) fn parse(&self) -> Result<Assign> {
        let advisor = parse_id(&self.advisor_id, "advisorId")?;
        Ok(Assign { id: parse_id(&self.id, "id")?, expected_version: self.expected_version, advisor })
    }
}

impl CaseConflictDiscloseInput {
    pub(super) fn parse(&self) -> Result<Disclose> {
        Ok(Disclose {
            case: parse_id(&self.case_id, "caseId")?,
            expected_version: self.expected_version,
            kind: self.kind,
            organization: parse_id(&self.organization_id, "organizationId")?,
            note: self.note.clone(),
            handling: self.handling,
        })
    }
}

impl CaseConflictConsentInput {
    pub(super) fn parse(&self) -> Result<Consent> {
        Ok(Consent { id: parse_id(&self.id, "id")?, expected_version: self.expected_version, consent: self.consent })
    }
}

/// Which cases.
#[derive(InputObject, Default)]
pub struct BrokerCaseFilterInput {
    /// Of this client.
    organization_id: Option<ID>,
    /// Of this advisor.
    advisor_id: Option<ID>,
    /// About this demand.
    demand_id: Option<ID>,
    /// Only these states.
    states: Option<Vec<CaseState>>,
    /// Only those that are, or are not, stuck.
    stuck: Option<bool>,
    /// Only those whose first contact or first shortlist is, or is not, late.
    late: Option<bool>,
    /// Only those whose next step is due until this day.
    due_until: Option<Date>,
    /// Only those of which the viewer sees, or does not see, the own notes and nothing else, because the mandate is over or the
    /// case was given back. What else is asked is asked of cases of which the viewer sees more.
    notes_only: Option<bool>,
}

impl BrokerCaseFilterInput {
    pub(super) fn parse(self) -> Result<CaseFilter> {
        let in_filter = |error: Error| error.at("filter");
        let states = gql::few(self.states, "states").map_err(in_filter)?;
        Ok(CaseFilter {
            client: parse_optional_id(self.organization_id.as_ref(), "organizationId").map_err(in_filter)?,
            advisor: parse_optional_id(self.advisor_id.as_ref(), "advisorId").map_err(in_filter)?,
            demand: parse_optional_id(self.demand_id.as_ref(), "demandId").map_err(in_filter)?,
            states: states.iter().map(ToString::to_string).collect(),
            stuck: self.stuck,
            late: self.late,
            due_until: self.due_until.map(|day| day.0),
            notes_only: self.notes_only,
        })
    }
}
