//! Rows of notes, tasks, fees and ratings: read through their case, by callers who have checked who asks.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use uuid::Uuid;

use super::{
    work_map as map,
    work_rows::{fee, log, rating, task},
};
use crate::{
    brokering::service::{Fee, Log, Rating, Task},
    db::is_unique_violation,
    kernel::{
        Code, Error, Id, Result, Timestamp,
        id::{Advisor, BrokerCase, CaseFee, CaseTask, ServiceLog},
    },
    reminder::{self, Kind},
};

/// Most notes of one case that are shown.
const LOGS_MAX: u64 = 500;

/// Notes of cases, newest first, also those that were corrected; one statement.
pub async fn logs_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Log>> {
    let select = log::Entity::find().filter(log::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_desc(log::Column::CreatedAt).order_by_desc(log::Column::Id);
    rows.limit(LOGS_MAX * cases.len().max(1) as u64).all(db).await?.into_iter().map(map::read_log).collect()
}

/// A note.
pub async fn find_log(db: &impl ConnectionTrait, id: Id<ServiceLog>) -> Result<Option<Log>> {
    log::Entity::find_by_id(id.uuid()).one(db).await?.map(map::read_log).transpose()
}

/// Writes a note.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` at `supersedesId` if that note was corrected already.
pub async fn insert_log(tx: &impl ConnectionTrait, log: &Log) -> Result<()> {
    match log::Entity::insert(map::write_log(log)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(corrected()),
        Err(error) => Err(error.into()),
    }
}

fn corrected() -> Error {
    Error::new(Code::TransitionNotAllowed).with("fromState", "SUPERSEDED").with("toState", "SUPERSEDED").at("supersedesId")
}

/// Notes of an advisor on what was done from `from` on and before `until`; one statement.
pub async fn logs_between(db: &impl ConnectionTrait, advisor: Id<Advisor>, from: Timestamp, until: Timestamp) -> Result<Vec<Log>> {
    let select = log::Entity::find()
        .filter(log::Column::AdvisorId.eq(advisor.uuid()))
        .filter(log::Column::OccurredAt.gte(from))
        .filter(log::Column::OccurredAt.lt(until));
    select.order_by_asc(log::Column::CreatedAt).order_by_asc(log::Column::Id).all(db).await?.into_iter().map(map::read_log).collect()
}

/// Which of an advisor's notes a later one corrects, whenever that was written; one statement.
pub async fn corrected_logs(db: &impl ConnectionTrait, advisor: Id<Advisor>) -> Result<BTreeSet<Id<ServiceLog>>> {
    let later = log::Entity::find().filter(log::Column::AdvisorId.eq(advisor.uuid())).filter(log::Column::SupersedesId.is_not_null());
    let ids: Vec<Option<Uuid>> = later.select_only().column(log::Column::SupersedesId).into_tuple().all(db).await?;
    Ok(ids.into_iter().flatten().map(Id::from_uuid).collect())
}

/// Tasks of cases, the next one first; one statement.
pub async fn tasks_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Task>> {
    let select = task::Entity::find().filter(task::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    select.order_by_asc(task::Column::DueOn).order_by_asc(task::Column::Id).all(db).await?.into_iter().map(map::read_task).collect()
}

/// Cases in which an advisor has to do something from `today` on until `last`, of which nobody was reminded, set before `made`; at most
/// `limit` tasks are looked at. One statement.
pub async fn due_soon(
    db: &impl ConnectionTrait,
    (today, last): (NaiveDate, NaiveDate),
    made: Timestamp,
    limit: u64,
) -> Result<Vec<Id<BrokerCase>>> {
    use task::Column;
    let soon = task::Entity::find()
        .filter(Column::DoneOn.is_null())
        .filter(Column::AdvisorId.is_not_null())
        .filter(Column::DueOn.between(today, last))
        .filter(Column::CreatedAt.lt(made))
        .filter(reminder::is_unmarked(Kind::TaskDue, task::Entity, Column::Id, Column::DueOn));
    let ids: Vec<Uuid> = soon.select_only().column(Column::CaseId).order_by_asc(Column::DueOn).limit(limit).into_tuple().all(db).await?;
    Ok(ids.into_iter().collect::<BTreeSet<_>>().into_iter().map(Id::from_uuid).collect())
}

/// A task; one statement.
pub async fn find_task(db: &impl ConnectionTrait, id: Id<CaseTask>) -> Result<Option<Task>> {
    task::Entity::find_by_id(id.uuid()).one(db).await?.map(map::read_task).transpose()
}

/// A task, locked until the end of the transaction.
pub async fn lock_task(tx: &impl ConnectionTrait, id: Id<CaseTask>) -> Result<Option<Task>> {
    let mut select = task::Entity::find_by_id(id.uuid());
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(map::read_task).transpose()
}

/// Writes new tasks.
pub async fn insert_tasks(tx: &impl ConnectionTrait, tasks: &[Task]) -> Result<()> {
    if !tasks.is_empty() {
        task::Entity::insert_many(tasks.iter().map(map::write_task)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes a task that [`lock_task`] has read in this transaction.
pub async fn save_task(tx: &impl ConnectionTrait, task: &Task) -> Result<()> {
    task::Entity::update(map::write_task(task)).exec(tx).await?;
    Ok(())
}

/// Leaves what is not due yet to the next advisor of a case: it is nobody's until then. What is overdue stays whose it was. The
/// case is locked.
pub async fn leave_tasks(tx: &impl ConnectionTrait, case: Id<BrokerCase>, today: NaiveDate) -> Result<()> {
    let open = Condition::all().add(task::Column::CaseId.eq(case.uuid())).add(task::Column::DoneOn.is_null());
    hand_over(tx, open.add(task::Column::DueOn.gte(today)), None).await
}

/// Gives an advisor what the one before has left in a case. The case is locked.
pub async fn take_tasks_over(tx: &impl ConnectionTrait, case: Id<BrokerCase>, advisor: Id<Advisor>) -> Result<()> {
    let left = Condition::all().add(task::Column::CaseId.eq(case.uuid())).add(task::Column::AdvisorId.is_null());
    hand_over(tx, left.add(task::Column::DoneOn.is_null()), Some(advisor)).await
}

async fn hand_over(tx: &impl ConnectionTrait, which: Condition, to: Option<Id<Advisor>>) -> Result<()> {
    task::Entity::update_many()
        .col_expr(task::Column::AdvisorId, Expr::value(to.map(Id::uuid)))
        .col_expr(task::Column::Version, Expr::col(task::Column::Version).add(1))
        .filter(which)
        .exec(tx)
        .await?;
    Ok(())
}

/// Tasks of an advisor that were due from `from` to `until`; one statement.
pub async fn tasks_due(db: &impl ConnectionTrait, advisor: Id<Advisor>, from: NaiveDate, until: NaiveDate) -> Result<Vec<Task>> {
    let select = task::Entity::find().filter(task::Column::AdvisorId.eq(advisor.uuid())).filter(task::Column::DueOn.between(from, until));
    select.all(db).await?.into_iter().map(map::read_task).collect()
}

/// What is paid for cases, oldest first; one statement.
pub async fn fees_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Fee>> {
    let select = fee::Entity::find().filter(fee::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    select.order_by_asc(fee::Column::CreatedAt).order_by_asc(fee::Column::Id).all(db).await?.into_iter().map(map::read_fee).collect()
}

/// A fee.
pub async fn find_fee(db: &impl ConnectionTrait, id: Id<CaseFee>) -> Result<Option<Fee>> {
    fee::Entity::find_by_id(id.uuid()).one(db).await?.map(map::read_fee).transpose()
}

/// A fee, locked until the end of the transaction.
pub async fn lock_fee(tx: &impl ConnectionTrait, id: Id<CaseFee>) -> Result<Option<Fee>> {
    let mut select = fee::Entity::find_by_id(id.uuid());
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(map::read_fee).transpose()
}

/// Writes a new fee.
pub async fn insert_fee(tx: &impl ConnectionTrait, fee: &Fee) -> Result<()> {
    fee::Entity::insert(map::write_fee(fee)).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a fee that [`lock_fee`] has read in this transaction.
pub async fn save_fee(tx: &impl ConnectionTrait, fee: &Fee) -> Result<()> {
    fee::Entity::update(map::write_fee(fee)).exec(tx).await?;
    Ok(())
}

/// What clients said of cases; one statement.
pub async fn ratings_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Rating>> {
    let select = rating::Entity::find().filter(rating::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    Ok(select.all(db).await?.into_iter().map(map::read_rating).collect())
}

/// What clients said of an advisor's cases from `from` on and before `until`; one statement.
pub async fn ratings_between(db: &impl ConnectionTrait, advisor: Id<Advisor>, from: Timestamp, until: Timestamp) -> Result<Vec<Rating>> {
    let select = rating::Entity::find()
        .filter(rating::Column::AdvisorId.eq(advisor.uuid()))
        .filter(rating::Column::CreatedAt.gte(from))
        .filter(rating::Column::CreatedAt.lt(until));
    Ok(select.all(db).await?.into_iter().map(map::read_rating).collect())
}

/// Writes what a client says of a case.
///
/// # Errors
/// `DUPLICATE` at `caseId` if the client has said it already of this advisor.
pub async fn insert_rating(tx: &impl ConnectionTrait, rating: &Rating) -> Result<()> {
    match rating::Entity::insert(map::write_rating(rating)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::Duplicate).at("caseId")),
        Err(error) => Err(error.into()),
    }
}
