//! Rows to the slice's own types and back.

use std::str::FromStr;

use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::rows::{Asked, Title, case, conflict, refusal};
use crate::{
    brokering::{
        model::{Case, Conflict, Refusal},
        to_do::ToDo,
        vocabulary::CaseTaskKind,
    },
    kernel::{Date, Error, Id, Result},
};

pub(super) fn code<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::internal(format!("unknown code {text} in the database")))
}

/// What comes next. A server of before said no kind, whether it wrote a sign or words, and left the kind of a follow-up beside words.
fn next_step(kind: Option<&str>, text: String) -> Result<ToDo> {
    Ok(match (kind.map(code).transpose()?, text.parse()) {
        (None | Some(CaseTaskKind::FollowUp), Ok(follow_up)) => ToDo::FollowUp(follow_up),
        _ => ToDo::Words(text),
    })
}

pub(super) fn write_case(case: &Case) -> case::ActiveModel {
    let row = case::Model {
        id: case.id.uuid(),
        organization_id: case.client.uuid(),
        demand_id: case.demand.map(Id::uuid),
        license_request_id: case.request.map(Id::uuid),
        counterparty_id: case.counterparty.map(Id::uuid),
        title: Title(case.title.clone()),
        note: case.note.clone(),
        needs: Asked(case.needs.clone()),
        state: case.state.to_string(),
        advisor_id: case.advisor.map(Id::uuid),
        user_id: case.user.map(Id::uuid),
        mandate_id: case.mandate.map(Id::uuid),
        assign_by: case.assign_by.map(|day| day.0),
        answer_by: case.answer_by.map(|day| day.0),
        contact_by: case.contact_by.map(|day| day.0),
        contacted_at: case.contacted_at,
        shortlist_by: case.shortlist_by.map(|day| day.0),
        next_step: case.next_step.as_ref().map(ToString::to_string),
        next_kind: case.next_step.as_ref().map(|next| next.kind().to_string()),
        next_due: case.next_due.map(|day| day.0),
        active_at: case.active_at,
        stuck_since: case.stuck_since.map(|day| day.0),
        late_since: case.late_since.map(|day| day.0),
        escalations: case.escalations,
        assigned_at: case.assigned_at,
        accepted_at: case.accepted_at,
        matched_at: case.matched_at,
        contracted_at: case.contracted_at,
        closed_at: case.closed_at,
        reason: case.reason.clone(),
        begun_by: case.begun_by.map(Id::uuid),
        version: case.version,
        created_by: case.created_by.map(Id::uuid),
        created_at: case.created_at,
        updated_at: case.updated_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_case(row: case::Model) -> Result<Case> {
    Ok(Case {
        id: Id::from_uuid(row.id),
        client: Id::from_uuid(row.organization_id),
        demand: row.demand_id.map(Id::from_uuid),
        request: row.license_request_id.map(Id::from_uuid),
        counterparty: row.counterparty_id.map(Id::from_uuid),
        title: row.title.0,
        note: row.note,
        needs: row.needs.0,
        state: code(&row.state)?,
        advisor: row.advisor_id.map(Id::from_uuid),
        user: row.user_id.map(Id::from_uuid),
        mandate: row.mandate_id.map(Id::from_uuid),
        assign_by: row.assign_by.map(Date),
        answer_by: row.answer_by.map(Date),
        contact_by: row.contact_by.map(Date),
        contacted_at: row.contacted_at,
        shortlist_by: row.shortlist_by.map(Date),
        next_step: row.next_step.map(|text| next_step(row.next_kind.as_deref(), text)).transpose()?,
        next_due: row.next_due.map(Date),
        active_at: row.active_at,
        stuck_since: row.stuck_since.map(Date),
        late_since: row.late_since.map(Date),
        escalations: row.escalations,
        assigned_at: row.assigned_at,
        accepted_at: row.accepted_at,
        matched_at: row.matched_at,
        contracted_at: row.contracted_at,
        closed_at: row.closed_at,
        reason: row.reason,
        begun_by: row.begun_by.map(Id::from_uuid),
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub(super) fn write_refusal(refusal: &Refusal) -> refusal::ActiveModel {
    let row = refusal::Model {
        id: refusal.id,
        case_id: refusal.case.uuid(),
        advisor_id: refusal.advisor.uuid(),
        kind: refusal.kind.to_string(),
        reason: refusal.reason.clone(),
        accepted_at: refusal.accepted_at,
        contacted_at: refusal.contacted_at,
        refused_at: refusal.at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_refusal(row: refusal::Model) -> Result<Refusal> {
    Ok(Refusal {
        id: row.id,
        case: Id::from_uuid(row.case_id),
        advisor: Id::from_uuid(row.advisor_id),
        kind: code(&row.kind)?,
        reason: row.reason,
        accepted_at: row.accepted_at,
        contacted_at: row.contacted_at,
        at: row.refused_at,
    })
}

pub(super) fn write_conflict(conflict: &Conflict) -> conflict::ActiveModel {
    let row = conflict::Model {
        id: conflict.id.uuid(),
        case_id: conflict.case.uuid(),
        advisor_id: conflict.advisor.uuid(),
        kind: conflict.kind.to_string(),
        organization_id: conflict.organization.uuid(),
        note: conflict.note.clone(),
        handling: conflict.handling.to_string(),
        state: conflict.state.to_string(),
        counterparty_id: conflict.counterparty.map(Id::uuid),
        client_consented_at: conflict.client_consented_at,
        client_consented_by: conflict.client_consented_by.map(Id::uuid),
        counterparty_consented_at: conflict.counterparty_consented_at,
        counterparty_consented_by: conflict.counterparty_consented_by.map(Id::uuid),
        version: conflict.version,
        declared_at: conflict.declared_at,
    };
    row.into_active_model().reset_all()
}

pub(super) fn read_conflict(row: conflict::Model) -> Result<Conflict> {
    Ok(Conflict {
        id: Id::from_uuid(row.id),
        case: Id::from_uuid(row.case_id),
        advisor: Id::from_uuid(row.advisor_id),
        kind: code(&row.kind)?,
        organization: Id::from_uuid(row.organization_id),
        note: row.note,
        handling: code(&row.handling)?,
        state: code(&row.state)?,
        counterparty: row.counterparty_id.map(Id::from_uuid),
        client_consented_at: row.client_consented_at,
        client_consented_by: row.client_consented_by.map(Id::from_uuid),
        counterparty_consented_at: row.counterparty_consented_at,
        counterparty_consented_by: row.counterparty_consented_by.map(Id::from_uuid),
        version: row.version,
        declared_at: row.declared_at,
    })
}
