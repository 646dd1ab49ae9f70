//! Inputs of the mutations, and how they become what the actions take.

use async_graphql::{ID, InputObject};

use crate::{
    advisor::{
        AdvisorFilter, MandateFilter,
        actions::{Declare, End, Grant},
        content::Profile,
        vocabulary::{AdvisorGrade, AdvisorState, ConflictKind, MandateScope},
    },
    gql::{self, IdempotencyKey, parse_id, parse_optional_id},
    kernel::{Date, Error, Result},
};

/// Input of `advisorApply`.
#[derive(InputObject)]
pub struct AdvisorApplyInput {
    /// What the person is good at.
    pub(super) profile: Profile,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `advisorUpdate`.
#[derive(InputObject)]
pub struct AdvisorUpdateInput {
    /// The advisor.
    pub(super) id: ID,
    /// Version that the change was made looking at.
    pub(super) expected_version: i64,
    /// The whole profile as it shall be.
    pub(super) profile: Profile,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Declares the inputs of steps that ask for id and version alone.
macro_rules! step_inputs {
    ($($mutation:literal $name:ident;)*) => {$(
        #[doc = concat!("Input of `", $mutation, "`.")]
        #[derive(InputObject)]
        pub struct $name {
            /// The advisor.
            pub(super) id: ID,
            /// Version that the decision was made looking at.
            pub(super) expected_version: i64,
            /// Returned unchanged.
            pub(super) client_mutation_id: Option<String>,
        }
    )*};
}

step_inputs! {
    "advisorVet" AdvisorVetInput;
    "advisorPause" AdvisorPauseInput;
    "advisorResume" AdvisorResumeInput;
    "advisorConflictsConfirm" AdvisorConflictsConfirmInput;
}

/// Declares the inputs of appointments.
macro_rules! appointment_inputs {
    ($($mutation:literal $name:ident;)*) => {$(
        #[doc = concat!("Input of `", $mutation, "`.")]
        #[derive(InputObject)]
        pub struct $name {
            /// The advisor.
            pub(super) id: ID,
            /// Version that the decision was made looking at.
            pub(super) expected_version: i64,
            /// Grade.
            pub(super) grade: AdvisorGrade,
            /// First day of the term.
            pub(super) term_from: Date,
            /// Last day of the term; how long it may be the rule `advising.appointment_years` says.
            pub(super) term_until: Date,
            /// Returned unchanged.
            pub(super) client_mutation_id: Option<String>,
        }
    )*};
}

appointment_inputs! {
    "advisorAppoint" AdvisorAppointInput;
    "advisorRenew" AdvisorRenewInput;
}

/// Input of `advisorRemove`.
#[derive(InputObject)]
pub struct AdvisorRemoveInput {
    /// The advisor.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// The reason, up to 1000 characters.
    pub(super) reason: String,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `advisorConflictDeclare`.
#[derive(InputObject)]
pub struct AdvisorConflictDeclareInput {
    /// The advisor.
    advisor_id: ID,
    /// What kind of tie.
    kind: ConflictKind,
    /// With which organization of the platform.
    organization_id: Option<ID>,
    /// With whom, if not with an organization of the platform; or the achievement. Up to 200 characters.
    name: Option<String>,
    /// More in words, up to 1000 characters.
    note: Option<String>,
    /// The day on which the tie ended, if it did.
    ended_on: Option<Date>,
    /// The same key means the same call.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `advisorConflictWithdraw`.
#[derive(InputObject)]
pub struct AdvisorConflictWithdrawInput {
    /// The declaration.
    pub(super) id: ID,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `mandateGrant`.
#[derive(InputObject)]
pub struct MandateGrantInput {
    /// The client.
    organization_id: ID,
    /// The advisor.
    advisor_id: ID,
    /// What the advisor may do beside reading; at least one.
    scopes: Vec<MandateScope>,
    /// Last day; how far away it may be the rule `advising.mandate_months_max` says.
    valid_until: Date,
    /// What was agreed about a fee, up to 1000 characters; none if the work is free.
    fee_terms: Option<String>,
    /// A UUID; a repeated request with the same key answers with the first mandate.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `mandateEnd`.
#[derive(InputObject)]
pub struct MandateEndInput {
    /// The mandate.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Why, up to 1000 characters.
    reason: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl AdvisorConflictDeclareInput {
    pub(super) fn parse(&self) -> Result<Declare> {
        Ok(Declare {
            advisor: parse_id(&self.advisor_id, "advisorId")?,
            kind: self.kind,
            organization: parse_optional_id(self.organization_id.as_ref(), "organizationId")?,
            name: self.name.clone(),
            note: self.note.clone(),
            ended_on: self.ended_on,
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl MandateGrantInput {
    pub(super) fn parse(&self) -> Result<Grant> {
        Ok(Grant {
            organization: parse_id(&self.organization_id, "organizationId")?,
            advisor: parse_id(&self.advisor_id, "advisorId")?,
            scopes: self.scopes.clone(),
            valid_until: self.valid_until,
            fee_terms: self.fee_terms.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl MandateEndInput {
    pub(super) fn parse(&self) -> Result<End> {
        Ok(End { id: parse_id(&self.id, "id")?, expected_version: self.expected_version, reason: self.reason.clone() })
    }
}

/// Which advisors.
#[derive(InputObject, Default)]
pub struct AdvisorFilterInput {
    /// Only these states.
    states: Option<Vec<AdvisorState>>,
}

impl AdvisorFilterInput {
    pub(super) fn parse(self) -> Result<AdvisorFilter> {
        let states = gql::few(self.states, "states").map_err(|error: Error| error.at("filter"))?;
        Ok(AdvisorFilter { states: states.iter().map(ToString::to_string).collect() })
    }
}

/// Which mandates.
#[derive(InputObject, Default)]
pub struct MandateFilterInput {
    /// Of this client.
    organization_id: Option<ID>,
    /// Of this advisor.
    advisor_id: Option<ID>,
    /// Only those that are good today.
    active: Option<bool>,
}

impl MandateFilterInput {
    pub(super) fn parse(self, today: chrono::NaiveDate) -> Result<MandateFilter> {
        let in_filter = |error: Error| error.at("filter");
        Ok(MandateFilter {
            organization: parse_optional_id(self.organization_id.as_ref(), "organizationId").map_err(in_filter)?,
            advisor: parse_optional_id(self.advisor_id.as_ref(), "advisorId").map_err(in_filter)?,
            active_on: (self.active == Some(true)).then_some(today),
        })
    }
}
