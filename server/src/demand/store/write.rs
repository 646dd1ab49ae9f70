//! Writes, each for any number of rows with one statement a kind.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter,
    sea_query::{Alias, Expr, ExprTrait, OnConflict, Query},
};

use super::{
    map,
    rows::{demand, publication, review, revision},
};
use crate::{
    db::is_unique_violation,
    demand::model::{Demand, Publication, Review, Revision},
    kernel::{Code, Error, Id, Result, id::Demand as DemandId},
};
use uuid::Uuid;

fn taken(error: sea_orm::DbErr) -> Error {
    if is_unique_violation(&error) { Error::new(Code::ExternalReferenceTaken).at("externalReference") } else { error.into() }
}

/// Adds demands.
///
/// # Errors
/// `EXTERNAL_REFERENCE_TAKEN` at `externalReference` if the organization has one with the same reference.
pub async fn insert(tx: &impl ConnectionTrait, demands: &[Demand]) -> Result<()> {
    if demands.is_empty() {
        return Ok(());
    }
    let rows = demands.iter().map(map::demand_row).collect::<Vec<_>>();
    demand::Entity::insert_many(rows).exec_without_returning(tx).await.map_err(taken)?;
    Ok(())
}

/// Writes demands that [`super::lock`] has read in this transaction, so that nothing can have come between.
///
/// # Errors
/// `EXTERNAL_REFERENCE_TAKEN` as [`insert`].
pub async fn save(tx: &impl ConnectionTrait, demands: &[Demand]) -> Result<()> {
    if demands.is_empty() {
        return Ok(());
    }
    let kept = |column: &demand::Column| matches!(column, demand::Column::Id | demand::Column::CreatedAt | demand::Column::CreatedBy);
    let replace = OnConflict::column(demand::Column::Id).update_columns(demand::Column::iter().filter(|column| !kept(column))).to_owned();
    let rows = demands.iter().map(map::demand_row).collect::<Vec<_>>();
    demand::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx).await.map_err(taken)?;
    Ok(())
}

/// Keeps contents as they stood after an edit.
pub async fn insert_revisions(tx: &impl ConnectionTrait, revisions: &[Revision]) -> Result<()> {
    if revisions.is_empty() {
        return Ok(());
    }
    revision::Entity::insert_many(revisions.iter().map(map::revision_row).collect::<Vec<_>>()).exec_without_returning(tx).await?;
    Ok(())
}

/// Keeps verdicts.
pub async fn insert_reviews(tx: &impl ConnectionTrait, reviews: &[Review]) -> Result<()> {
    if reviews.is_empty() {
        return Ok(());
    }
    let rows = reviews.iter().map(map::review_row).collect::<Result<Vec<_>>>()?;
    review::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Shows demands to the world, in place of what it saw before.
pub async fn publish(tx: &impl ConnectionTrait, publications: &[Publication]) -> Result<()> {
    if publications.is_empty() {
        return Ok(());
    }
    let columns = publication::Column::iter().filter(|column| !matches!(column, publication::Column::DemandId));
    let replace = OnConflict::column(publication::Column::DemandId).update_columns(columns).to_owned();
    let rows = publications.iter().map(map::publication_row).collect::<Vec<_>>();
    publication::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Hides demands from the world.
pub async fn unpublish(tx: &impl ConnectionTrait, ids: &[Id<DemandId>]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    publication::Entity::delete_many().filter(publication::Column::DemandId.is_in(ids.iter().map(|id| id.uuid()))).exec(tx).await?;
    Ok(())
}

/// Forgets contents as they stood after an edit that is taken back.
pub async fn remove_revisions(tx: &impl ConnectionTrait, revisions: &[(Id<DemandId>, i64)]) -> Result<()> {
    if revisions.is_empty() {
        return Ok(());
    }
    let key = Expr::tuple([Expr::col(revision::Column::DemandId), Expr::col(revision::Column::ContentVersion)]);
    let values = revisions.iter().map(|(id, version)| Expr::tuple([Expr::val(id.uuid()), Expr::val(*version)]));
    revision::Entity::delete_many().filter(key.is_in(values)).exec(tx).await?;
    Ok(())
}

/// Drafts among `ids` that somebody has built upon: judged a match of, or opened a case about. Both slices stand above this one, so
/// that their tables are named here and not their entities.
pub async fn leaned_on(tx: &impl ConnectionTrait, ids: &[Id<DemandId>]) -> Result<HashSet<Id<DemandId>>> {
    let mut found = HashSet::new();
    for table in ["match_feedback", "broker_case"] {
        let column = Alias::new("demand_id");
        let mut select = Query::select();
        select.distinct().column(column.clone()).from(Alias::new(table));
        select.and_where(Expr::col(column).is_in(ids.iter().map(|id| id.uuid())));
        for row in tx.query_all(&select).await? {
            found.insert(Id::from_uuid(row.try_get_by_index::<Uuid>(0)?));
        }
    }
    Ok(found)
}

/// Forgets drafts that nobody but their maker has touched, with their contents.
pub async fn remove(tx: &impl ConnectionTrait, ids: &[Id<DemandId>]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
    revision::Entity::delete_many().filter(revision::Column::DemandId.is_in(ids.clone())).exec(tx).await?;
    demand::Entity::delete_many().filter(demand::Column::Id.is_in(ids)).exec(tx).await?;
    Ok(())
}
