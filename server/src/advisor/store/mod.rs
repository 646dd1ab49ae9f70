//! Rows of advisors. Every read names who may see what it finds.

mod declarations;
mod mandates;
mod requests;
mod rows;

use std::{collections::HashSet, str::FromStr};

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{ExprTrait, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{model::Advisor, policy::SHOWN, vocabulary::AdvisorState};
use crate::{
    db::{is_unique_violation, page::keyset},
    identity,
    kernel::{
        Actor, Code, Date, Error, Id, Page, PageRequest, Result, Role, Timestamp, guard,
        id::{Advisor as AdvisorId, User},
    },
    reminder::{self, Kind},
};
use rows::{Words, advisor};

pub use declarations::{declarations_of, insert_declaration, lock_declaration, save_declaration};
pub use mandates::{
    MandateFilter, carried_between, count_mandates, ending_mandates, expired_mandates, find_mandates, insert_mandate, lock_mandates,
    mandate_page, mandates_among, mandates_between, mandates_of_user, open_between, open_of_advisor, save_mandate,
};
pub use requests::{
    MandateRequestFilter, count_asking, count_requests, find_requests, insert_request, lock_requests, open_requests, request_page,
    requests_between, save_request, unanswered_requests,
};

fn code<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::internal(format!("unknown code {text} in the database")))
}

/// Rows that `actor` may see: all for staff, the own one, and for members of verified organizations those of appointed
/// advisors.
fn select(actor: &Actor) -> Select<advisor::Entity> {
    let select = advisor::Entity::find();
    if actor.is_staff() || guard::lifted("AdvisorsShown") {
        return select;
    }
    let mut seen = Condition::any();
    if let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) {
        seen = seen.add(advisor::Column::UserId.eq(user.uuid()));
    }
    if actor.is_registered() {
        seen = seen.add(advisor::Column::State.is_in(SHOWN.map(|state| state.to_string())));
    }
    // Nobody else sees any: an empty condition would be none at all.
    select.filter(seen.add(advisor::Column::Id.eq(Uuid::nil())))
}

/// Which advisors a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct AdvisorFilter {
    /// Only these states; empty for all.
    pub states: Vec<String>,
}

fn filtered(actor: &Actor, filter: &AdvisorFilter) -> Select<advisor::Entity> {
    let select = select(actor);
    if filter.states.is_empty() { select } else { select.filter(advisor::Column::State.is_in(&filter.states)) }
}

/// Advisors by id that `actor` may see, in no order; one statement.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<AdvisorId>]) -> Result<Vec<Advisor>> {
    let rows = select(actor).filter(advisor::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// The advisor that a person is; the caller has checked who asks. One statement.
pub async fn of_user(db: &impl ConnectionTrait, user: Id<User>) -> Result<Option<Advisor>> {
    advisor::Entity::find().filter(advisor::Column::UserId.eq(user.uuid())).one(db).await?.map(read).transpose()
}

/// Everybody who takes cases and still has the role, in the order of their ids; for the program's own use. One statement.
pub async fn all_active(db: &impl ConnectionTrait) -> Result<Vec<Advisor>> {
    let active = advisor::Entity::find().filter(advisor::Column::State.eq(AdvisorState::Active.to_string()));
    let active = active.filter(is_still_advisor());
    active.order_by_asc(advisor::Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// Whether the person behind a row may sign in and has not lost the role: an appointment alone serves nobody.
fn is_still_advisor() -> SimpleExpr {
    identity::holds_role((advisor::Entity, advisor::Column::UserId), Role::Advisor)
}

/// Ids of those who are appointed on `today`, whenever the sweeper comes by.
fn appointed_on(today: NaiveDate) -> SelectStatement {
    let appointed = advisor::Entity::find()
        .filter(advisor::Column::State.is_in(SHOWN.map(|state| state.to_string())))
        .filter(advisor::Column::TermFrom.lte(today))
        .filter(advisor::Column::TermUntil.gte(today))
        .filter(is_still_advisor());
    appointed.select_only().column(advisor::Column::Id).into_query()
}

/// Those of `ids` who are appointed on `today`; for the program's own use. One statement.
pub async fn appointed_among(db: &impl ConnectionTrait, ids: &[Id<AdvisorId>], today: NaiveDate) -> Result<HashSet<Id<AdvisorId>>> {
    let among = advisor::Entity::find()
        .filter(advisor::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .filter(advisor::Column::Id.in_subquery(appointed_on(today)));
    let found: Vec<Uuid> = among.select_only().column(advisor::Column::Id).into_tuple().all(db).await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

/// Advisors that `actor` may see, locked until the end of the transaction, in the order of their ids.
pub async fn lock(tx: &impl ConnectionTrait, actor: &Actor, ids: &[Id<AdvisorId>]) -> Result<Vec<Advisor>> {
    let mut select = select(actor).filter(advisor::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).order_by_asc(advisor::Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(read).collect()
}

/// A page of advisors, last come first.
pub async fn page(db: &impl ConnectionTrait, actor: &Actor, filter: &AdvisorFilter, request: &PageRequest) -> Result<Page<Advisor>> {
    let scope = format!("advisors:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let columns = [advisor::Column::CreatedAt, advisor::Column::Id];
    let rows = keyset(filtered(actor, filter), &columns, true, key, request).all(db).await?;
    let rows = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.created_at, row.id.uuid())))
}

/// How many advisors match, counted up to `cap`.
pub async fn count(db: &impl ConnectionTrait, actor: &Actor, filter: &AdvisorFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter).select_only().column(advisor::Column::Id).limit(cap).count(db).await?)
}

/// Ids of advisors whose term ended before `today`, at most `limit`.
pub async fn overdue(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<AdvisorId>>> {
    let due = advisor::Entity::find()
        .filter(advisor::Column::State.is_in(SHOWN.map(|state| state.to_string())))
        .filter(advisor::Column::TermUntil.lt(today));
    let ids: Vec<Uuid> =
        due.select_only().column(advisor::Column::Id).order_by_asc(advisor::Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Ids of advisors whose term ends from `today` on until `last`, and of those who confirmed their ties before `confirmed`, of which
/// nobody was reminded; at most `limit` of each.
pub async fn to_remind(
    db: &impl ConnectionTrait,
    (today, last): (NaiveDate, NaiveDate),
    confirmed: NaiveDate,
    limit: u64,
) -> Result<Vec<Id<AdvisorId>>> {
    use advisor::Column;
    let term =
        Column::TermUntil.between(today, last).and(reminder::is_unmarked(Kind::TermEnding, advisor::Entity, Column::Id, Column::TermUntil));
    let ties = Column::ConfirmedOn.lt(confirmed).and(reminder::is_unmarked(
        Kind::ConfirmationDue,
        advisor::Entity,
        Column::Id,
        Column::ConfirmedOn,
    ));
    let soon = advisor::Entity::find()
        .filter(Column::State.is_in(SHOWN.map(|state| state.to_string())))
        .filter(Column::TermFrom.lte(today))
        .filter(Column::TermUntil.gte(today))
        .filter(term.or(ties));
    let ids: Vec<Uuid> = soon.select_only().column(Column::Id).order_by_asc(Column::Id).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Writes a new advisor.
///
/// # Errors
/// `ADVISOR_EXISTS` if the person has applied before, even a moment ago: a unique index decides.
pub async fn insert(tx: &impl ConnectionTrait, advisor: &Advisor) -> Result<()> {
    match advisor::Entity::insert(write(advisor)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::AdvisorExists)),
        Err(error) => Err(error.into()),
    }
}

/// Writes an advisor that [`lock`] has read in this transaction.
pub async fn save(tx: &impl ConnectionTrait, advisor: &Advisor) -> Result<()> {
    advisor::Entity::update(write(advisor)).exec(tx).await?;
    Ok(())
}

fn write(advisor: &Advisor) -> advisor::ActiveModel {
    let row = advisor::Model {
        id: advisor.id.uuid(),
        user_id: advisor.user.uuid(),
        organization_id: advisor.organization.uuid(),
        state: advisor.state.to_string(),
        grade: advisor.grade.map(|grade| grade.to_string()),
        profile: Words(advisor.profile.clone()),
        term_from: advisor.term_from.map(|day| day.0),
        term_until: advisor.term_until.map(|day| day.0),
        confirmed_on: advisor.confirmed_on.map(|day| day.0),
        reason: advisor.reason.clone(),
        version: advisor.version,
        created_at: advisor.created_at,
        updated_at: advisor.updated_at,
    };
    row.into_active_model().reset_all()
}

fn read(row: advisor::Model) -> Result<Advisor> {
    Ok(Advisor {
        id: Id::from_uuid(row.id),
        user: Id::from_uuid(row.user_id),
        organization: Id::from_uuid(row.organization_id),
        state: code(&row.state)?,
        grade: row.grade.as_deref().map(code).transpose()?,
        profile: row.profile.0,
        term_from: row.term_from.map(Date),
        term_until: row.term_until.map(Date),
        confirmed_on: row.confirmed_on.map(Date),
        reason: row.reason,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
