//! Rows of listings. Every read names who may see what it finds.

mod map;
mod office;
mod public;
mod rows;
mod write;

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, IntoColumnRef, Order, Query, SimpleExpr, WindowStatement},
};
use uuid::Uuid;

use super::{
    model::{Listing, Review, Revision},
    vocabulary::ListingState,
};
use crate::{
    db::page::keyset,
    kernel::{
        Actor, Id, Page, PageRequest, Result, Timestamp, guard,
        id::{Listing as ListingId, ListingRevision, Organization},
    },
};
use rows::{listing, review, revision};

pub use office::{count_by_state, count_working, ids_in_state, with_reference_after, without_reference_after, working_page};
pub use public::{PublicFilter, browse, count_publications, ids_after, of_organization, publications, published_versions};
pub use write::{insert, insert_reviews, insert_revisions, publish, remove, remove_revisions, save, unpublish};

/// Rows that `actor` may read as working copies: all for staff, those of their own organizations for members.
fn readable(actor: &Actor) -> Select<listing::Entity> {
    let select = listing::Entity::find();
    if actor.is_staff() || guard::lifted("WorkingCopies") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    select.filter(listing::Column::OrganizationId.is_in(own))
}

/// Whether the listing whose id is in `column` is over for good, for statements of other slices.
pub fn is_over(column: impl IntoColumnRef) -> SimpleExpr {
    const OVER: [ListingState; 2] = [ListingState::Withdrawn, ListingState::Transferred];
    let here = Expr::col((listing::Entity, listing::Column::Id)).equals(column);
    let over = listing::Column::State.is_in(OVER.map(|state| state.to_string()));
    Expr::exists(Query::select().expr(Expr::val(1)).from(listing::Entity).and_where(here).and_where(over).to_owned())
}

/// Working copies by id that `actor` may read, in one statement; those that do not exist are left out.
pub async fn working_copies(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<ListingId>]) -> Result<Vec<Listing>> {
    let rows = readable(actor).filter(listing::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(map::listing).collect()
}

/// Like [`working_copies`], locked until the end of the transaction, in the order of their ids so that two callers
/// cannot wait for each other. (SQLite has one writer, so an open write transaction is the lock.)
pub async fn lock(tx: &impl ConnectionTrait, actor: &Actor, ids: &[Id<ListingId>]) -> Result<Vec<Listing>> {
    let select = readable(actor).filter(listing::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).order_by_asc(listing::Column::Id);
    locked(select, tx).await
}

async fn locked(mut select: Select<listing::Entity>, tx: &impl ConnectionTrait) -> Result<Vec<Listing>> {
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(map::listing).collect()
}

/// Listings of one organization that bear one of `references` or have one of `ids`.
fn known_as(organization: Id<Organization>, references: &[String], ids: &[Id<ListingId>]) -> Select<listing::Entity> {
    let mut known = Condition::any().add(listing::Column::ExternalReference.is_in(references));
    if !ids.is_empty() {
        known = known.add(listing::Column::Id.is_in(ids.iter().map(|id| id.uuid())));
    }
    listing::Entity::find().filter(listing::Column::OrganizationId.eq(organization.uuid())).filter(known)
}

/// Working copies of one organization by its own references or by id, in one statement.
pub async fn by_references(
    db: &impl ConnectionTrait,
    organization: Id<Organization>,
    references: &[String],
    ids: &[Id<ListingId>],
) -> Result<Vec<Listing>> {
    let rows = known_as(organization, references, ids).all(db).await?;
    rows.into_iter().map(map::listing).collect()
}

/// Ids of listings whose last day has passed, at most `limit`.
pub async fn overdue(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<ListingId>>> {
    let live = [ListingState::Published, ListingState::Suspended].map(|state| state.to_string());
    let ids: Vec<Uuid> = listing::Entity::find()
        .filter(listing::Column::State.is_in(live))
        .filter(listing::Column::ValidUntil.lt(today))
        .select_only()
        .column(listing::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Ids of listings whose day to be looked at again has come, at most `limit`, those that wait longest first.
pub async fn due_to_look_at(db: &impl ConnectionTrait, today: NaiveDate, limit: u64) -> Result<Vec<Id<ListingId>>> {
    let ids: Vec<Uuid> = listing::Entity::find()
        .filter(listing::Column::LookAgainOn.lte(today))
        .select_only()
        .column(listing::Column::Id)
        .order_by_asc(listing::Column::LookAgainOn)
        .order_by_asc(listing::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Edits by listing and version, in one statement; those that do not exist are left out. The caller has checked that the
/// viewer reads working copies.
pub async fn revisions(db: &impl ConnectionTrait, wanted: &[(Id<ListingId>, i64)]) -> Result<Vec<Revision>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let key = Expr::tuple([Expr::col(revision::Column::ListingId), Expr::col(revision::Column::ContentVersion)]);
    let values = wanted.iter().map(|(id, version)| Expr::tuple([Expr::val(id.uuid()), Expr::val(*version)]));
    let rows = revision::Entity::find().filter(key.is_in(values)).all(db).await?;
    Ok(rows.into_iter().map(map::revision).collect())
}

/// Contents of several listings, each in one version, in one statement.
pub async fn contents(db: &impl ConnectionTrait, wanted: &[(Id<ListingId>, i64)]) -> Result<HashMap<Id<ListingId>, Revision>> {
    Ok(revisions(db, wanted).await?.into_iter().map(|revision| (revision.listing, revision)).collect())
}

/// Edits by their ids; those that do not exist are left out. The caller checks that the viewer reads the working copies.
pub async fn revisions_by_id(db: &impl ConnectionTrait, ids: &[Id<ListingRevision>]) -> Result<Vec<Revision>> {
    let rows = revision::Entity::find().filter(revision::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(map::revision).collect())
}

/// Every edit of a listing, last first. The caller has checked that the viewer reads working copies.
pub async fn revision_page(db: &impl ConnectionTrait, id: Id<ListingId>, request: &PageRequest) -> Result<Page<Revision>> {
    let scope = format!("revisions:{id}");
    let key = request.key::<i64>(&scope)?.map(|version| vec![version.into()]);
    let select = revision::Entity::find().filter(revision::Column::ListingId.eq(id.uuid()));
    let rows = keyset(select, &[revision::Column::ContentVersion], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::revision).collect::<Vec<_>>();
    Ok(Page::from_rows(request, rows, &scope, |row| row.content_version))
}

/// The last reviews of several listings, newest first, at most `each` of any one of them, in one statement. The caller has
/// checked that the viewer reads working copies.
pub async fn reviews(db: &impl ConnectionTrait, ids: &[Id<ListingId>], each: u32) -> Result<Vec<Review>> {
    let newest_first = WindowStatement::partition_by(review::Column::ListingId)
        .order_by(review::Column::ReviewedAt, Order::Desc)
        .order_by(review::Column::Id, Order::Desc)
        .take();
    let numbered = Query::select()
        .column(review::Column::Id)
        .expr_window_as(Func::cust("ROW_NUMBER"), newest_first, "place")
        .from(review::Entity)
        .and_where(review::Column::ListingId.is_in(ids.iter().map(|id| id.uuid())))
        .take();
    let last =
        Query::select().column(review::Column::Id).from_subquery(numbered, "numbered").and_where(Expr::col("place").lte(each)).take();
    let rows = review::Entity::find()
        .filter(review::Column::Id.in_subquery(last))
        .order_by_desc(review::Column::ReviewedAt)
        .order_by_desc(review::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(map::review).collect()
}

/// References, ids and versions of one organization's listings by its own references or by id, locked until the end of
/// the transaction.
pub async fn lock_references(
    tx: &impl ConnectionTrait,
    organization: Id<Organization>,
    references: &[String],
    ids: &[Id<ListingId>],
) -> Result<Vec<(Option<String>, Id<ListingId>, i64)>> {
    let mut select = known_as(organization, references, ids).order_by_asc(listing::Column::Id).select_only().columns([
        listing::Column::ExternalReference,
        listing::Column::Id,
        listing::Column::Version,
    ]);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    let rows: Vec<(Option<String>, Uuid, i64)> = select.into_tuple().all(tx).await?;
    Ok(rows.into_iter().map(|(reference, id, version)| (reference, Id::from_uuid(id), version)).collect())
}

/// How many listings were published for the first time from `from` on and before `until`, whatever became of them; one statement.
///
/// # Errors
/// Those of the database.
pub async fn published_between(db: &impl ConnectionTrait, from: Timestamp, until: Timestamp) -> Result<u64> {
    let select = listing::Entity::find().filter(listing::Column::PublishedAt.gte(from)).filter(listing::Column::PublishedAt.lt(until));
    Ok(select.count(db).await?)
}
