//! Inputs of the mutations, and how they become what the actions take.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::DemandFields;
use crate::{
    demand::{
        DemandFilter, ProposalFilter, PublicFilter,
        actions::{Answer, Create, Decide, Propose, ProposeSplit, Question, Update},
        model::{Pitch, ReviewNote},
        rules::RevisionState,
        vocabulary::{DemandProposalStage, DemandProposalState, DemandState, PassReason, Side, SplitPart},
    },
    gql::{self, IdempotencyKey, parse_id, parse_optional_id},
    kernel::{Error, Result},
    listing::validate::parts::industry,
};

/// Input of `demandCreate`: the fields of the content stand at the top level.
#[derive(InputObject)]
pub struct DemandCreateInput {
    /// Whose it is.
    organization_id: ID,
    /// The owner's own key, up to 250 characters, unique within the organization.
    external_reference: Option<String>,
    /// The content.
    #[graphql(flatten)]
    content: DemandFields,
    /// A UUID; a repeated request with the same key answers with the first demand.
    idempotency_key: Option<IdempotencyKey>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `demandUpdate`: the fields of the content stand at the top level; those left out keep their value, null clears.
#[derive(InputObject)]
pub struct DemandUpdateInput {
    /// The demand.
    id: ID,
    /// Version that the change was made looking at.
    expected_version: i64,
    /// The owner's own key; kept if left out, taken away if null.
    external_reference: MaybeUndefined<String>,
    /// The content.
    #[graphql(flatten)]
    content: DemandFields,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Declares the inputs of steps that ask for id and version, or for a reason too.
macro_rules! step_inputs {
    ($($mutation:literal $name:ident $({ $reason:ident })?;)*) => {$(
        #[doc = concat!("Input of `", $mutation, "`.")]
        #[derive(InputObject)]
        pub struct $name {
            /// The demand.
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
    "demandSubmit" DemandSubmitInput;
    "demandPublish" DemandPublishInput;
    "demandResume" DemandResumeInput;
    "demandRenew" DemandRenewInput;
    "demandFulfill" DemandFulfillInput;
    "demandRefuse" DemandRefuseInput { reason };
    "demandSuspend" DemandSuspendInput { reason };
    "demandWithdraw" DemandWithdrawInput { reason };
}

/// Input of `demandReturn`.
#[derive(InputObject)]
pub struct DemandReturnInput {
    /// The demand.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// Notes, at least one.
    pub(super) notes: Vec<ReviewNote>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `demandProposalSubmit`. How long its texts may be the rule `demand.proposal_limits` says.
#[derive(InputObject)]
pub struct DemandProposalSubmitInput {
    /// The demand.
    demand_id: ID,
    /// The office that proposes.
    organization_id: ID,
    /// One of its published listings; none for an idea in words alone.
    listing_id: Option<ID>,
    /// What it is, in a line.
    title: String,
    /// How it solves the problem.
    approach: String,
    /// Why it will work here.
    rationale: Option<String>,
    /// What was measured so far.
    validation: Option<String>,
    /// The next steps.
    plan: Option<String>,
    /// Technology readiness, 1 to 9.
    trl: Option<i32>,
    /// A UUID; a repeated request with the same key answers with the first proposal.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `demandProposalAnswer`.
#[derive(InputObject)]
pub struct DemandProposalAnswerInput {
    /// The proposal.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Whether the owner wants to go on.
    interested: bool,
    /// Why not; needed unless interested.
    reason: Option<PassReason>,
    /// More in words, up to 1000 characters; the office reads it. Needed for the reason `OTHER`.
    note: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Declares the inputs of steps of a proposal.
macro_rules! proposal_inputs {
    ($($mutation:literal $name:ident;)*) => {$(
        #[doc = concat!("Input of `", $mutation, "`.")]
        #[derive(InputObject)]
        pub struct $name {
            /// The proposal.
            pub(super) id: ID,
            /// Version that the decision was made looking at.
            pub(super) expected_version: i64,
            /// Returned unchanged.
            pub(super) client_mutation_id: Option<String>,
        }
    )*};
}

proposal_inputs! {
    "demandProposalReveal" DemandProposalRevealInput;
    "demandProposalWithdraw" DemandProposalWithdrawInput;
}

/// Input of `demandSplitPropose`.
#[derive(InputObject)]
pub struct DemandSplitProposeInput {
    /// The demand.
    demand_id: ID,
    /// Version that the proposal was made looking at.
    expected_version: i64,
    /// Why, up to 1000 characters.
    note: Option<String>,
    /// What changes in the demand itself; fields that are left out stay as they are.
    kept: DemandFields,
    /// What the new demand says differently from the demand as it is now.
    split_off: DemandFields,
    /// A UUID; a repeated request with the same key answers with the first split.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `demandSplitDecide`.
#[derive(InputObject)]
pub struct DemandSplitDecideInput {
    /// The split.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Which part.
    part: SplitPart,
    /// Whether it shall be so.
    approve: bool,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl DemandCreateInput {
    pub(super) fn parse(&self) -> Result<Create> {
        Ok(Create {
            organization: parse_id(&self.organization_id, "organizationId")?,
            external_reference: self.external_reference.clone(),
            content: self.content.0.clone(),
            idempotency_key: self.idempotency_key.map(|key| key.0),
        })
    }
}

impl DemandUpdateInput {
    pub(super) fn parse(&self) -> Result<Update> {
        let external_reference = match &self.external_reference {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(reference) => Some(Some(reference.clone())),
        };
        Ok(Update {
            id: parse_id(&self.id, "id")?,
            expected_version: self.expected_version,
            external_reference,
            content: self.content.0.clone(),
        })
    }
}

impl DemandProposalSubmitInput {
    pub(super) fn parse(&self) -> Result<Propose> {
        let pitch = Pitch {
            title: self.title.clone(),
            approach: self.approach.clone(),
            rationale: self.rationale.clone(),
            validation: self.validation.clone(),
            plan: self.plan.clone(),
            trl: self.trl,
        };
        Ok(Propose {
            demand: parse_id(&self.demand_id, "demandId")?,
            organization: parse_id(&self.organization_id, "organizationId")?,
            listing: parse_optional_id(self.listing_id.as_ref(), "listingId")?,
            pitch,
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl DemandProposalAnswerInput {
    pub(super) fn parse(&self) -> Result<Answer> {
        Ok(Answer {
            id: parse_id(&self.id, "id")?,
            expected_version: self.expected_version,
            interested: self.interested,
            reason: self.reason,
            note: self.note.clone(),
        })
    }
}

impl DemandSplitProposeInput {
    pub(super) fn parse(&self) -> Result<ProposeSplit> {
        Ok(ProposeSplit {
            demand: parse_id(&self.demand_id, "demandId")?,
            expected_version: self.expected_version,
            note: self.note.clone(),
            kept: self.kept.0.clone(),
            split_off: self.split_off.0.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl DemandSplitDecideInput {
    pub(super) fn parse(&self) -> Result<Decide> {
        let id = parse_id(&self.id, "id")?;
        Ok(Decide { id, expected_version: self.expected_version, part: self.part, approve: self.approve })
    }
}

/// Which demands.
#[derive(InputObject, Default)]
pub struct DemandFilterInput {
    /// Only this organization's. Its own members see its working copies, others what is published under its name.
    organization_id: Option<ID>,
    /// Only these states.
    states: Option<Vec<DemandState>>,
    /// Only those whose unpublished changes stand there. Matches nothing for outsiders.
    revision_states: Option<Vec<RevisionState>>,
    /// Words that all have to be found in what is shown; for working copies a part of a title, or the beginning of an
    /// external reference.
    query: Option<String>,
    /// Only those for one of these industries (GB/T 4754-2017), or a part of one. For what is published.
    industries: Option<Vec<String>>,
    /// Only those for which a technology of this readiness, 1 to 9, is enough. For what is published.
    trl: Option<i32>,
    /// Only those that want, or do not want, to use first and pay later. For what is published.
    wants_use_first_pay_later: Option<bool>,
}

impl DemandFilterInput {
    /// What is asked of the demands that everybody may see.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn of_world(self) -> Result<PublicFilter> {
        Ok(self.parse()?.outside)
    }

    pub(super) fn parse(self) -> Result<Question> {
        let in_filter = |error: Error| error.at("filter");
        let text = self.query.map(|text| text.trim().chars().take(200).collect::<String>()).filter(|text| !text.is_empty());
        let organization = parse_optional_id(self.organization_id.as_ref(), "organizationId").map_err(in_filter)?;
        let states = names(gql::few(self.states, "states").map_err(in_filter)?);
        let revision_states = names(gql::few(self.revision_states, "revisionStates").map_err(in_filter)?);
        // Outsiders see no changes that wait: who asks for them gets a state that nothing published has.
        let outside_states = if revision_states.is_empty() { states.clone() } else { vec![DemandState::Draft.to_string()] };
        let outside = PublicFilter {
            organization,
            states: outside_states,
            text: text.clone(),
            industries: industries(gql::few(self.industries, "industries").map_err(in_filter)?).map_err(in_filter)?,
            trl: self.trl,
            wants_use_first_pay_later: self.wants_use_first_pay_later,
        };
        Ok(Question { inside: DemandFilter { organization, states, revision_states, text }, outside })
    }
}

/// Which proposals.
#[derive(InputObject, Default)]
pub struct DemandProposalFilterInput {
    /// Those that this organization made, or got.
    organization_id: Option<ID>,
    /// Only one side.
    side: Option<Side>,
    /// To this demand.
    demand_id: Option<ID>,
    /// Only these states.
    states: Option<Vec<DemandProposalState>>,
    /// Only those to the viewer's own demands that stand there.
    stages: Option<Vec<DemandProposalStage>>,
}

impl DemandProposalFilterInput {
    pub(super) fn parse(self) -> Result<ProposalFilter> {
        let in_filter = |error: Error| error.at("filter");
        Ok(ProposalFilter {
            organization: parse_optional_id(self.organization_id.as_ref(), "organizationId").map_err(in_filter)?,
            side: self.side,
            demand: parse_optional_id(self.demand_id.as_ref(), "demandId").map_err(in_filter)?,
            states: names(gql::few(self.states, "states").map_err(in_filter)?),
            stages: gql::few(self.stages, "stages").map_err(in_filter)?,
        })
    }
}

/// Codes in their one spelling.
fn industries(given: Vec<String>) -> Result<Vec<String>> {
    let checked = given.iter().enumerate().map(|(index, code)| industry(code).map_err(|error| error.at(index).at("industries")));
    checked.collect()
}

fn names<T: ToString>(values: Vec<T>) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
