//! Rows of questions for mandates. Both sides see theirs, staff sees all.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::{
    code,
    rows::{Scopes, request},
};
use crate::{
    advisor::{model::MandateRequest, vocabulary::MandateRequestState},
    db::{is_unique_violation, page::keyset},
    kernel::{
        Actor, Code, Date, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor as AdvisorId, MandateRequest as RequestId, Organization},
    },
};
use request::Column;

/// Which questions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct MandateRequestFilter {
    /// To this enterprise.
    pub organization: Option<Id<Organization>>,
    /// Of this advisor.
    pub advisor: Option<Id<AdvisorId>>,
    /// Only those that can be answered today.
    pub open_on: Option<NaiveDate>,
}

fn select(actor: &Actor) -> Select<request::Entity> {
    let select = request::Entity::find();
    if actor.is_staff() || guard::lifted("MandateRequestsOfParties") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    let mut seen = Condition::any().add(Column::OrganizationId.is_in(own));
    if let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) {
        seen = seen.add(Column::UserId.eq(user.uuid()));
    }
    select.filter(seen)
}

fn filtered(actor: &Actor, filter: &MandateRequestFilter) -> Select<request::Entity> {
    let mut select = select(actor);
    if let Some(organization) = filter.organization {
        select = select.filter(Column::OrganizationId.eq(organization.uuid()));
    }
    if let Some(advisor) = filter.advisor {
        select = select.filter(Column::AdvisorId.eq(advisor.uuid()));
    }
    if let Some(today) = filter.open_on {
        select = select.filter(Column::State.eq(MandateRequestState::Open.to_string())).filter(Column::AnswerBy.gte(today));
    }
    select
}

/// Questions by id that `actor` may see, in no order; one statement.
pub async fn find_requests(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<RequestId>]) -> Result<Vec<MandateRequest>> {
    let rows = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Questions that `actor` may see, locked until the end of the transaction, in the order of their ids.
pub async fn lock_requests(tx: &impl ConnectionTrait, actor: &Actor, ids: &[Id<RequestId>]) -> Result<Vec<MandateRequest>> {
    let mut select = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).order_by_asc(Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(read).collect()
}

/// A page of questions, newest first.
pub async fn request_page(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &MandateRequestFilter,
    request: &PageRequest,
) -> Result<Page<MandateRequest>> {
    let scope = format!("mandateRequests:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(actor, filter), &[Column::CreatedAt, Column::Id], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row: &MandateRequest| (row.created_at, row.id.uuid())))
}

/// How many questions match, counted up to `cap`.
pub async fn count_requests(db: &impl ConnectionTrait, actor: &Actor, filter: &MandateRequestFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Every question of an advisor to an enterprise, newest first; for the program's own use. One statement.
pub async fn requests_between(db: &impl ConnectionTrait, client: Id<Organization>, advisor: Id<AdvisorId>) -> Result<Vec<MandateRequest>> {
    let all = request::Entity::find().filter(Column::OrganizationId.eq(client.uuid())).filter(Column::AdvisorId.eq(advisor.uuid()));
    all.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// How many questions of an advisor nobody has closed, or were taken back that were asked at `asked` or later; for the program's own use.
/// One statement.
pub async fn count_asking(db: &impl ConnectionTrait, advisor: Id<AdvisorId>, asked: Timestamp) -> Result<u64> {
    let open = Column::State.eq(MandateRequestState::Open.to_string());
    let back = Condition::all().add(Column::State.eq(MandateRequestState::Withdrawn.to_string())).add(Column::CreatedAt.gte(asked));
    let asking = request::Entity::find().filter(Column::AdvisorId.eq(advisor.uuid())).filter(Condition::any().add(open).add(back));
    Ok(asking.select_only().column(Column::Id).count(db).await?)
}

/// Ids of an advisor's questions that nobody has closed, all or those to one enterprise; for the program's own use. One statement.
pub async fn open_requests(
    db: &impl ConnectionTrait,
    advisor: Id<AdvisorId>,
    client: Option<Id<Organization>>,
) -> Result<Vec<Id<RequestId>>> {
    let mut open = request::Entity::find()
        .filter(Column::AdvisorId.eq(advisor.uuid()))
        .filter(Column::State.eq(MandateRequestState::Open.to_string()));
    if let Some(client) = client {
        open = open.filter(Column::OrganizationId.eq(client.uuid()));
    }
    let ids: Vec<Uuid> = open.select_only().column(Column::Id).order_by_asc(Column::Id).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Ids of questions whose last day for an answer lies before `today` although nobody has closed them, at most `limit`.
pub async fn unanswered_requests(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<RequestId>>> {
    let due = request::Entity::find().filter(Column::State.eq(MandateRequestState::Open.to_string())).filter(Column::AnswerBy.lt(today));
    let ids: Vec<Uuid> = due.select_only().column(Column::Id).order_by_asc(Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Writes a new question.
///
/// # Errors
/// `MANDATE_REQUEST_EXISTS` if one is open between the two, even one that was written a moment ago: a unique index decides.
pub async fn insert_request(tx: &impl ConnectionTrait, asked: &MandateRequest) -> Result<()> {
    match request::Entity::insert(write(asked)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::MandateRequestExists)),
        Err(error) => Err(error.into()),
    }
}

/// Writes a question that [`lock_requests`] has read in this transaction.
pub async fn save_request(tx: &impl ConnectionTrait, asked: &MandateRequest) -> Result<()> {
    request::Entity::update(write(asked)).exec(tx).await?;
    Ok(())
}

fn write(asked: &MandateRequest) -> request::ActiveModel {
    let row = request::Model {
        id: asked.id.uuid(),
        organization_id: asked.organization.uuid(),
        advisor_id: asked.advisor.uuid(),
        user_id: asked.user.uuid(),
        scopes: Scopes(asked.scopes.clone()),
        valid_until: asked.valid_until.0,
        fee_terms: asked.fee_terms.clone(),
        note: asked.note.clone(),
        answer_by: asked.answer_by.0,
        state: asked.state.to_string(),
        reason: asked.reason.clone(),
        mandate_id: asked.mandate.map(Id::uuid),
        closed_at: asked.closed_at,
        closed_by: asked.closed_by.map(Id::uuid),
        version: asked.version,
        created_at: asked.created_at,
        updated_at: asked.updated_at,
    };
    row.into_active_model().reset_all()
}

fn read(row: request::Model) -> Result<MandateRequest> {
    Ok(MandateRequest {
        id: Id::from_uuid(row.id),
        organization: Id::from_uuid(row.organization_id),
        advisor: Id::from_uuid(row.advisor_id),
        user: Id::from_uuid(row.user_id),
        scopes: row.scopes.0,
        valid_until: Date(row.valid_until),
        fee_terms: row.fee_terms,
        note: row.note,
        answer_by: Date(row.answer_by),
        state: code(&row.state)?,
        reason: row.reason,
        mandate: row.mandate_id.map(Id::from_uuid),
        closed_at: row.closed_at,
        closed_by: row.closed_by.map(Id::from_uuid),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
