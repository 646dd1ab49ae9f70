//! Rows of what is done in a case to the slice's own types and back.

use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{
    map::code,
    work_rows::{Names, NoteFiles, fee, introduction, log, outcome, rating, task},
};
use crate::{
    brokering::{
        service::{Fee, Introduction, Log, Outcome, Rating, Task},
        to_do::ToDo,
        vocabulary::CaseTaskKind,
    },
    kernel::{Currency, Date, Id, Money, Result},
};

pub(super) fn write_log(log: &Log) -> log::ActiveModel {
    let row = log::Model {
        id: log.id.uuid(),
        case_id: log.case.uuid(),
        organization_id: log.client.uuid(),
        advisor_id: log.advisor.uuid(),
        user_id: log.user.uuid(),
        kind: log.kind.to_string(),
        occurred_at: log.occurred_at,
        minutes: log.minutes,
        place: log.place.to_string(),
        participants: Names(log.participants.clone()),
        summary: log.summary.clone(),
        next_step: log.next_step.clone(),
        next_due: log.next_due.map(|day| day.0),
        visibility: log.visibility.to_string(),
        attachments: Some(&log.attachments).filter(|files| !files.is_empty()).cloned().map(NoteFiles),
        supersedes_id: log.supersedes.map(Id::uuid),
        created_at: log.created_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_log(row: log::Model) -> Result<Log> {
    Ok(Log {
        id: Id::from_uuid(row.id),
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        advisor: Id::from_uuid(row.advisor_id),
        user: Id::from_uuid(row.user_id),
        kind: code(&row.kind)?,
        occurred_at: row.occurred_at,
        minutes: row.minutes,
        place: code(&row.place)?,
        participants: row.participants.0,
        summary: row.summary,
        next_step: row.next_step,
        next_due: row.next_due.map(Date),
        visibility: code(&row.visibility)?,
        attachments: row.attachments.map(|files| files.0).unwrap_or_default(),
        supersedes: row.supersedes_id.map(Id::from_uuid),
        created_at: row.created_at,
    })
}

pub(super) fn write_introduction(introduction: &Introduction) -> introduction::ActiveModel {
    let row = introduction::Model {
        id: introduction.id.uuid(),
        case_id: introduction.case.uuid(),
        organization_id: introduction.client.uuid(),
        counterparty_id: introduction.counterparty.uuid(),
        advisor_id: introduction.advisor.uuid(),
        user_id: introduction.user.uuid(),
        listing_id: introduction.listing.map(Id::uuid),
        note: introduction.note.clone(),
        state: introduction.state.to_string(),
        credited: introduction.credited,
        no_credit: introduction.no_credit.map(|code| code.to_string()),
        answered_by: introduction.answered_by.map(Id::uuid),
        answered_at: introduction.answered_at,
        lapsed_at: introduction.lapsed_at,
        version: introduction.version,
        introduced_at: introduction.introduced_at,
        updated_at: introduction.updated_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_introduction(row: introduction::Model) -> Result<Introduction> {
    Ok(Introduction {
        id: Id::from_uuid(row.id),
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        counterparty: Id::from_uuid(row.counterparty_id),
        advisor: Id::from_uuid(row.advisor_id),
        user: Id::from_uuid(row.user_id),
        listing: row.listing_id.map(Id::from_uuid),
        note: row.note,
        state: code(&row.state)?,
        credited: row.credited,
        no_credit: row.no_credit.as_deref().map(code).transpose()?,
        answered_by: row.answered_by.map(Id::from_uuid),
        answered_at: row.answered_at,
        lapsed_at: row.lapsed_at,
        version: row.version,
        introduced_at: row.introduced_at,
        updated_at: row.updated_at,
    })
}

/// The sign of a follow-up, or the words of anything else.
fn to_do(kind: CaseTaskKind, text: String) -> Result<ToDo> {
    Ok(match kind {
        CaseTaskKind::Task => ToDo::Words(text),
        CaseTaskKind::FollowUp => ToDo::FollowUp(code(&text)?),
    })
}

pub(super) fn write_task(task: &Task) -> task::ActiveModel {
    let row = task::Model {
        id: task.id.uuid(),
        case_id: task.case.uuid(),
        organization_id: task.client.uuid(),
        advisor_id: task.advisor.map(Id::uuid),
        kind: task.what.kind().to_string(),
        title: task.what.to_string(),
        due_on: task.due_on.0,
        done_on: task.done_on.map(|day| day.0),
        done_by: task.done_by.map(Id::uuid),
        version: task.version,
        created_by: task.created_by.map(Id::uuid),
        created_at: task.created_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_task(row: task::Model) -> Result<Task> {
    Ok(Task {
        id: Id::from_uuid(row.id),
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        advisor: row.advisor_id.map(Id::from_uuid),
        what: to_do(code(&row.kind)?, row.title)?,
        due_on: Date(row.due_on),
        done_on: row.done_on.map(Date),
        done_by: row.done_by.map(Id::from_uuid),
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
    })
}

pub(super) fn write_outcome(outcome: &Outcome) -> outcome::ActiveModel {
    let row = outcome::Model {
        id: outcome.id.uuid(),
        case_id: outcome.case.uuid(),
        organization_id: outcome.client.uuid(),
        counterparty_id: outcome.counterparty.uuid(),
        advisor_id: outcome.advisor.uuid(),
        user_id: outcome.user.uuid(),
        introduction_id: outcome.introduction.map(Id::uuid),
        license_id: outcome.license.map(Id::uuid),
        kind: outcome.kind.to_string(),
        contract_hash: outcome.contract_hash.clone(),
        // What is filed claims its contract; a change of it leaves the claim as it is.
        claimed: true,
        amount_minor: outcome.amount.minor_units,
        currency: outcome.amount.currency.code().to_owned(),
        signed_on: outcome.signed_on.0,
        use_first_pay_later: outcome.use_first_pay_later,
        three_party: outcome.three_party,
        service_duty_until: outcome.service_duty_until.map(|day| day.0),
        note: outcome.note.clone(),
        state: outcome.state.to_string(),
        client_confirmed_at: outcome.client_confirmed_at,
        client_confirmed_by: outcome.client_confirmed_by.map(Id::uuid),
        counterparty_confirmed_at: outcome.counterparty_confirmed_at,
        counterparty_confirmed_by: outcome.counterparty_confirmed_by.map(Id::uuid),
        decided_at: outcome.decided_at,
        decided_by: outcome.decided_by.map(Id::uuid),
        decision_note: outcome.decision_note.clone(),
        version: outcome.version,
        created_at: outcome.created_at,
        updated_at: outcome.updated_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_outcome(row: outcome::Model) -> Result<Outcome> {
    Ok(Outcome {
        id: Id::from_uuid(row.id),
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        counterparty: Id::from_uuid(row.counterparty_id),
        advisor: Id::from_uuid(row.advisor_id),
        user: Id::from_uuid(row.user_id),
        introduction: row.introduction_id.map(Id::from_uuid),
        license: row.license_id.map(Id::from_uuid),
        kind: code(&row.kind)?,
        contract_hash: row.contract_hash,
        amount: Money::new(row.amount_minor, Currency::parse(&row.currency)?),
        signed_on: Date(row.signed_on),
        use_first_pay_later: row.use_first_pay_later,
        three_party: row.three_party,
        service_duty_until: row.service_duty_until.map(Date),
        note: row.note,
        state: code(&row.state)?,
        client_confirmed_at: row.client_confirmed_at,
        client_confirmed_by: row.client_confirmed_by.map(Id::from_uuid),
        counterparty_confirmed_at: row.counterparty_confirmed_at,
        counterparty_confirmed_by: row.counterparty_confirmed_by.map(Id::from_uuid),
        decided_at: row.decided_at,
        decided_by: row.decided_by.map(Id::from_uuid),
        decision_note: row.decision_note,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub(super) fn write_fee(fee: &Fee) -> fee::ActiveModel {
    let row = fee::Model {
        id: fee.id.uuid(),
        outcome_id: fee.outcome.uuid(),
        case_id: fee.case.uuid(),
        organization_id: fee.client.uuid(),
        advisor_id: fee.advisor.uuid(),
        kind: fee.kind.to_string(),
        payer: fee.payer.clone(),
        basis: fee.basis.clone(),
        amount_minor: fee.amount.minor_units,
        currency: fee.amount.currency.code().to_owned(),
        arrived_on: fee.arrived_on.map(|day| day.0),
        arrived_by: fee.arrived_by.map(Id::uuid),
        cancelled_at: fee.cancelled_at,
        cancelled_by: fee.cancelled_by.map(Id::uuid),
        cancel_reason: fee.cancel_reason.clone(),
        version: fee.version,
        created_by: fee.created_by.map(Id::uuid),
        created_at: fee.created_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_fee(row: fee::Model) -> Result<Fee> {
    Ok(Fee {
        id: Id::from_uuid(row.id),
        outcome: Id::from_uuid(row.outcome_id),
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        advisor: Id::from_uuid(row.advisor_id),
        kind: code(&row.kind)?,
        payer: row.payer,
        basis: row.basis,
        amount: Money::new(row.amount_minor, Currency::parse(&row.currency)?),
        arrived_on: row.arrived_on.map(Date),
        arrived_by: row.arrived_by.map(Id::from_uuid),
        cancelled_at: row.cancelled_at,
        cancelled_by: row.cancelled_by.map(Id::from_uuid),
        cancel_reason: row.cancel_reason,
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
    })
}

pub(super) fn write_rating(rating: &Rating) -> rating::ActiveModel {
    let row = rating::Model {
        case_id: rating.case.uuid(),
        organization_id: rating.client.uuid(),
        advisor_id: rating.advisor.uuid(),
        score: rating.score,
        comment: rating.comment.clone(),
        created_by: rating.created_by.map(Id::uuid),
        created_at: rating.created_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_rating(row: rating::Model) -> Rating {
    Rating {
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        advisor: Id::from_uuid(row.advisor_id),
        score: row.score,
        comment: row.comment,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
    }
}
