//! Writes, each for any number of rows with one statement a kind.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{
    map,
    rows::{listing, publication, review, revision},
};
use crate::{
    db::is_unique_violation,
    kernel::{Code, Error, Id, Result, id::Listing as ListingId},
    listing::model::{Listing, Publication, Review, Revision},
};

/// Rows of one statement: 23 columns of values, and SQLite binds at most 32,766.
const CHUNK: usize = 1000;

/// Adds listings.
///
/// # Errors
/// `EXTERNAL_REFERENCE_TAKEN` at `externalReference` if the organization has one with the same reference.
pub async fn insert(tx: &impl ConnectionTrait, listings: &[Listing]) -> Result<()> {
    for chunk in listings.chunks(CHUNK) {
        let rows = chunk.iter().map(map::listing_row).collect::<Vec<_>>();
        listing::Entity::insert_many(rows).exec_without_returning(tx).await.map_err(|error| {
            if is_unique_violation(&error) { Error::new(Code::ExternalReferenceTaken).at("externalReference") } else { error.into() }
        })?;
    }
    Ok(())
}

/// Writes listings that [`super::lock`] has read in this transaction, so that nothing can have come between.
///
/// # Errors
/// `EXTERNAL_REFERENCE_TAKEN` as [`insert`].
pub async fn save(tx: &impl ConnectionTrait, listings: &[Listing]) -> Result<()> {
    let changing = listing::Column::iter()
        .filter(|column| !matches!(column, listing::Column::Id | listing::Column::CreatedAt | listing::Column::CreatedBy));
    let replace = OnConflict::column(listing::Column::Id).update_columns(changing).to_owned();
    for chunk in listings.chunks(CHUNK) {
        let rows = chunk.iter().map(map::listing_row).collect::<Vec<_>>();
        let written = listing::Entity::insert_many(rows).on_conflict(replace.clone()).exec_without_returning(tx).await;
        written.map_err(|error| {
            if is_unique_violation(&error) { Error::new(Code::ExternalReferenceTaken).at("externalReference") } else { error.into() }
        })?;
    }
    Ok(())
}

/// Keeps contents as they stood after an edit.
pub async fn insert_revisions(tx: &impl ConnectionTrait, revisions: &[Revision]) -> Result<()> {
    for chunk in revisions.chunks(CHUNK) {
        let rows = chunk.iter().map(map::revision_row).collect::<Vec<_>>();
        revision::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Keeps verdicts.
pub async fn insert_reviews(tx: &impl ConnectionTrait, reviews: &[Review]) -> Result<()> {
    for chunk in reviews.chunks(CHUNK) {
        let rows = chunk.iter().map(map::review_row).collect::<Result<Vec<_>>>()?;
        review::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Shows contents to the world, in place of what it saw before.
pub async fn publish(tx: &impl ConnectionTrait, publications: &[Publication]) -> Result<()> {
    let columns = publication::Column::iter().filter(|column| !matches!(column, publication::Column::ListingId));
    let replace = OnConflict::column(publication::Column::ListingId).update_columns(columns).to_owned();
    for chunk in publications.chunks(CHUNK) {
        let rows = chunk.iter().map(map::publication_row).collect::<Result<Vec<_>>>()?;
        publication::Entity::insert_many(rows).on_conflict(replace.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Hides listings from the world.
pub async fn unpublish(tx: &impl ConnectionTrait, ids: &[Id<ListingId>]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    publication::Entity::delete_many().filter(publication::Column::ListingId.is_in(ids.iter().map(|id| id.uuid()))).exec(tx).await?;
    Ok(())
}

/// Forgets contents as they stood after an edit that is taken back.
pub async fn remove_revisions(tx: &impl ConnectionTrait, revisions: &[(Id<ListingId>, i64)]) -> Result<()> {
    if revisions.is_empty() {
        return Ok(());
    }
    let key = Expr::tuple([Expr::col(revision::Column::ListingId), Expr::col(revision::Column::ContentVersion)]);
    let values = revisions.iter().map(|(id, version)| Expr::tuple([Expr::val(id.uuid()), Expr::val(*version)]));
    revision::Entity::delete_many().filter(key.is_in(values)).exec(tx).await?;
    Ok(())
}

/// Forgets drafts that nobody but their maker has touched, with their contents.
pub async fn remove(tx: &impl ConnectionTrait, ids: &[Id<ListingId>]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
    revision::Entity::delete_many().filter(revision::Column::ListingId.is_in(ids.clone())).exec(tx).await?;
    listing::Entity::delete_many().filter(listing::Column::Id.is_in(ids)).exec(tx).await?;
    Ok(())
}
