//! Inputs of the mutations about what is done in a case.

use async_graphql::{ID, InputObject};

use crate::{
    brokering::{
        IntroductionFilter, OutcomeFilter,
        actions::{AddLog, AddTask, AnswerIntroduction, AnswerOutcome, FileOutcome, Introduce, Rate, RecordFee},
        vocabulary::{FeeKind, IntroductionState, LogKind, LogPlace, LogVisibility, OutcomeKind, OutcomeState},
    },
    gql::{self, IdempotencyKey, parse_id, parse_optional_id},
    kernel::{Date, Money, Result, Timestamp},
};

/// Input of `serviceLogAdd`.
#[derive(InputObject)]
pub struct ServiceLogAddInput {
    /// The case.
    case_id: ID,
    /// What was done.
    kind: LogKind,
    /// When; how far back the rule `advising.log_backdating_days` says, and for a correction as far as what it corrects.
    occurred_at: Timestamp,
    /// How long, in minutes.
    minutes: i32,
    /// Where.
    place: LogPlace,
    /// Who took part, by name.
    participants: Option<Vec<String>>,
    /// What came of it, up to 4000 characters. A note without a summary, without a duration or for oneself does not count.
    summary: Option<String>,
    /// What comes next, up to 200 characters.
    next_step: Option<String>,
    /// When.
    next_due: Option<Date>,
    /// Who reads it.
    visibility: LogVisibility,
    /// Files that go with it, up to `advising.log_attachments_max`: uploaded by the advisor with `POST /uploads` and the case's id.
    attachment_ids: Option<Vec<ID>>,
    /// The own note that this one corrects; it brings its own files.
    supersedes_id: Option<ID>,
    /// A UUID; a repeated request with the same key writes nothing.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `introductionRecord`.
#[derive(InputObject)]
pub struct IntroductionRecordInput {
    /// The case.
    case_id: ID,
    /// Whom the client was introduced to.
    organization_id: ID,
    /// The published listing of theirs that it is about.
    listing_id: Option<ID>,
    /// In words, up to 1000 characters; both sides read it.
    note: String,
    /// A UUID; a repeated request with the same key answers with the first introduction.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `introductionAnswer`.
#[derive(InputObject)]
pub struct IntroductionAnswerInput {
    /// The introduction.
    id: ID,
    /// Version that the answer was given looking at.
    expected_version: i64,
    /// Whether it was so.
    confirm: bool,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseTaskAdd`.
#[derive(InputObject)]
pub struct CaseTaskAddInput {
    /// The case.
    case_id: ID,
    /// In words, up to 200 characters.
    title: String,
    /// The last day.
    due_on: Date,
    /// The same key means the same call.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseTaskFinish`.
#[derive(InputObject)]
pub struct CaseTaskFinishInput {
    /// The task.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `outcomeFile`.
#[derive(InputObject)]
pub struct OutcomeFileInput {
    /// The case.
    case_id: ID,
    /// The other side.
    organization_id: ID,
    /// What was agreed.
    kind: OutcomeKind,
    /// SHA-256 of the signed contract, 64 hexadecimal digits.
    contract_hash: String,
    /// What it is worth.
    amount: Money,
    /// The day of the signatures.
    signed_on: Date,
    /// Whether it is used first and paid for later.
    use_first_pay_later: Option<bool>,
    /// Whether three signed it: the advisor's side too.
    three_party: Option<bool>,
    /// The last day on which the advisor's side serves the two others; not before `signedOn`, and only of a contract of three.
    service_duty_until: Option<Date>,
    /// The license, if it was granted on the platform.
    license_id: Option<ID>,
    /// In words, up to 1000 characters.
    note: Option<String>,
    /// A UUID; a repeated request with the same key answers with the first outcome.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `outcomeConfirm`.
#[derive(InputObject)]
pub struct OutcomeConfirmInput {
    /// The outcome.
    pub(super) id: ID,
    /// Version that the answer was given looking at.
    pub(super) expected_version: i64,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `outcomeDecide`.
#[derive(InputObject)]
pub struct OutcomeDecideInput {
    /// The outcome.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Whether it counts.
    validate: bool,
    /// In words, up to 1000 characters; needed for a no.
    note: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseFeeRecord`.
#[derive(InputObject)]
pub struct CaseFeeRecordInput {
    /// The outcome, validated.
    outcome_id: ID,
    /// What it is.
    kind: FeeKind,
    /// Who pays, up to 200 characters.
    payer: String,
    /// What it rests on, up to 500 characters.
    basis: String,
    /// How much.
    amount: Money,
    /// A UUID; a repeated request with the same key records nothing.
    idempotency_key: IdempotencyKey,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseFeeArrive`.
#[derive(InputObject)]
pub struct CaseFeeArriveInput {
    /// The payment.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// The day on which it arrived.
    pub(super) arrived_on: Date,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseFeeCancel`.
#[derive(InputObject)]
pub struct CaseFeeCancelInput {
    /// The payment.
    pub(super) id: ID,
    /// Version that the decision was made looking at.
    pub(super) expected_version: i64,
    /// Why, up to 500 characters.
    pub(super) reason: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

/// Input of `caseRate`.
#[derive(InputObject)]
pub struct CaseRateInput {
    /// The case.
    case_id: ID,
    /// Whose work; without it, whoever has the case, or had it last.
    advisor_id: Option<ID>,
    /// 1 to 5.
    score: i32,
    /// In words, up to 1000 characters.
    comment: Option<String>,
    /// Returned unchanged.
    pub(super) client_mutation_id: Option<String>,
}

impl CaseRateInput {
    pub(super) fn parse(&self) -> Result<Rate> {
        Ok(Rate {
            case: parse_id(&self.case_id, "caseId")?,
            advisor: parse_optional_id(self.advisor_id.as_ref(), "advisorId")?,
            score: self.score,
            comment: self.comment.clone(),
        })
    }
}

impl ServiceLogAddInput {
    pub(super) fn parse(&self) -> Result<AddLog> {
        Ok(AddLog {
            case: parse_id(&self.case_id, "caseId")?,
            kind: self.kind,
            occurred_at: self.occurred_at,
            minutes: self.minutes,
            place: self.place,
            participants: self.participants.clone().unwrap_or_default(),
            summary: self.summary.clone(),
            next_step: self.next_step.clone(),
            next_due: self.next_due,
            visibility: self.visibility,
            attachments: self.attachment_ids.iter().flatten().map(|id| parse_id(id, "attachmentIds")).collect::<Result<_>>()?,
            supersedes: parse_optional_id(self.supersedes_id.as_ref(), "supersedesId")?,
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl IntroductionRecordInput {
    pub(super) fn parse(&self) -> Result<Introduce> {
        Ok(Introduce {
            case: parse_id(&self.case_id, "caseId")?,
            counterparty: parse_id(&self.organization_id, "organizationId")?,
            listing: parse_optional_id(self.listing_id.as_ref(), "listingId")?,
            note: self.note.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl IntroductionAnswerInput {
    pub(super) fn parse(&self) -> Result<AnswerIntroduction> {
        Ok(AnswerIntroduction { id: parse_id(&self.id, "id")?, expected_version: self.expected_version, confirm: self.confirm })
    }
}

impl CaseTaskAddInput {
    pub(super) fn parse(&self) -> Result<AddTask> {
        Ok(AddTask {
            case: parse_id(&self.case_id, "caseId")?,
            title: self.title.clone(),
            due_on: self.due_on,
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl OutcomeFileInput {
    pub(super) fn parse(&self) -> Result<FileOutcome> {
        Ok(FileOutcome {
            case: parse_id(&self.case_id, "caseId")?,
            counterparty: parse_id(&self.organization_id, "organizationId")?,
            kind: self.kind,
            contract_hash: self.contract_hash.clone(),
            amount: self.amount,
            signed_on: self.signed_on,
            use_first_pay_later: self.use_first_pay_later.unwrap_or_default(),
            three_party: self.three_party.unwrap_or_default(),
            service_duty_until: self.service_duty_until,
            license: parse_optional_id(self.license_id.as_ref(), "licenseId")?,
            note: self.note.clone(),
            idempotency_key: self.idempotency_key.0,
        })
    }
}

impl OutcomeDecideInput {
    pub(super) fn parse(&self) -> Result<AnswerOutcome> {
        let id = parse_id(&self.id, "id")?;
        Ok(AnswerOutcome { id, expected_version: self.expected_version, validate: self.validate, note: self.note.clone() })
    }
}

impl CaseFeeRecordInput {
    pub(super) fn parse(&self) -> Result<RecordFee> {
        Ok(RecordFee {
            outcome: parse_id(&self.outcome_id, "outcomeId")?,
            kind: self.kind,
            payer: self.payer.clone(),
            basis: self.basis.clone(),
            amount: self.amount,
            idempotency_key: self.idempotency_key.0,
        })
    }
}

/// Which introductions.
#[derive(InputObject, Default)]
pub struct IntroductionFilterInput {
    /// Only these states.
    states: Option<Vec<IntroductionState>>,
}

impl IntroductionFilterInput {
    pub(super) fn parse(self) -> Result<IntroductionFilter> {
        let states = gql::few(self.states, "states").map_err(|error| error.at("filter"))?;
        Ok(IntroductionFilter { states: states.iter().map(ToString::to_string).collect() })
    }
}

/// Which outcomes.
#[derive(InputObject, Default)]
pub struct CaseOutcomeFilterInput {
    /// Only these states.
    states: Option<Vec<OutcomeState>>,
}

impl CaseOutcomeFilterInput {
    pub(super) fn parse(self) -> Result<OutcomeFilter> {
        let states = gql::few(self.states, "states").map_err(|error| error.at("filter"))?;
        Ok(OutcomeFilter { states: states.iter().map(ToString::to_string).collect() })
    }
}
