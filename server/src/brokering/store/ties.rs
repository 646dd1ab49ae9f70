//! Rows of refusals and of disclosed ties: read through their case, by callers who have checked who asks.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::{
    map,
    rows::{case, conflict, refusal},
};
use crate::{
    brokering::{
        model::{Conflict, Refusal},
        vocabulary::CaseConflictState,
    },
    kernel::{
        Id, Result,
        id::{BrokerCase, CaseConflict, Organization},
    },
};

/// Who does not have these cases any more, oldest first; one statement.
pub async fn refusals_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Refusal>> {
    let select = refusal::Entity::find().filter(refusal::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_asc(refusal::Column::RefusedAt).order_by_asc(refusal::Column::Id).all(db).await?;
    rows.into_iter().map(map::read_refusal).collect()
}

/// Writes that an advisor does not have a case any more.
pub async fn insert_refusal(tx: &impl ConnectionTrait, refusal: &Refusal) -> Result<()> {
    refusal::Entity::insert(map::write_refusal(refusal)).exec_without_returning(tx).await?;
    Ok(())
}

/// Ties that were disclosed in these cases, oldest first; one statement.
pub async fn conflicts_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Conflict>> {
    let select = conflict::Entity::find().filter(conflict::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_asc(conflict::Column::DeclaredAt).order_by_asc(conflict::Column::Id).all(db).await?;
    rows.into_iter().map(map::read_conflict).collect()
}

/// A disclosed tie; one statement.
pub async fn find_conflict(db: &impl ConnectionTrait, id: Id<CaseConflict>) -> Result<Option<Conflict>> {
    conflict::Entity::find_by_id(id.uuid()).one(db).await?.map(map::read_conflict).transpose()
}

/// Ties that wait for the consent of one of `organizations`, oldest first, at most `limit`; one statement.
pub async fn waiting_for(db: &impl ConnectionTrait, organizations: &[Id<Organization>], limit: u64) -> Result<Vec<Conflict>> {
    let own: Vec<_> = organizations.iter().map(|id| id.uuid()).collect();
    let as_client = conflict::Column::CaseId
        .in_subquery(
            case::Entity::find()
                .filter(case::Column::OrganizationId.is_in(own.clone()))
                .select_only()
                .column(case::Column::Id)
                .into_query(),
        )
        .and(conflict::Column::ClientConsentedAt.is_null());
    let as_other = conflict::Column::CounterpartyId.is_in(own).and(conflict::Column::CounterpartyConsentedAt.is_null());
    let open = conflict::Entity::find().filter(conflict::Column::State.eq(CaseConflictState::Open.to_string()));
    let rows = open.filter(Condition::any().add(as_client).add(as_other)).order_by_asc(conflict::Column::DeclaredAt);
    rows.order_by_asc(conflict::Column::Id).limit(limit).all(db).await?.into_iter().map(map::read_conflict).collect()
}

/// A disclosed tie, locked until the end of the transaction.
pub async fn lock_conflict(tx: &impl ConnectionTrait, id: Id<CaseConflict>) -> Result<Option<Conflict>> {
    let mut select = conflict::Entity::find_by_id(id.uuid());
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(map::read_conflict).transpose()
}

/// Writes a tie.
pub async fn insert_conflict(tx: &impl ConnectionTrait, conflict: &Conflict) -> Result<()> {
    conflict::Entity::insert(map::write_conflict(conflict)).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends what nobody has answered: the case has gone back, or is over, or `other`, who was asked, is no party of it.
pub async fn lapse_conflicts(tx: &impl ConnectionTrait, case: Id<BrokerCase>, other: Option<Id<Organization>>) -> Result<()> {
    let mut open = conflict::Entity::update_many()
        .col_expr(conflict::Column::State, Expr::value(CaseConflictState::Lapsed.to_string()))
        .col_expr(conflict::Column::Version, Expr::col(conflict::Column::Version).add(1))
        .filter(conflict::Column::CaseId.eq(case.uuid()))
        .filter(conflict::Column::State.eq(CaseConflictState::Open.to_string()));
    if let Some(other) = other {
        open = open.filter(conflict::Column::CounterpartyId.eq(other.uuid()));
    }
    open.exec(tx).await?;
    Ok(())
}

/// Writes a tie that [`lock_conflict`] has read in this transaction.
pub async fn save_conflict(tx: &impl ConnectionTrait, conflict: &Conflict) -> Result<()> {
    conflict::Entity::update(map::write_conflict(conflict)).exec(tx).await?;
    Ok(())
}
