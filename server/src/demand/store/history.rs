//! Edits and moderations. Callers have checked that the viewer reads working copies.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Func, Order, Query, WindowStatement},
};

use super::{
    map,
    rows::{review, revision},
};
use crate::{
    db::page::keyset,
    demand::model::{Review, Revision},
    kernel::{
        Id, Page, PageRequest, Result,
        id::{Demand as DemandId, DemandRevision},
    },
};

/// Edits by demand and version, in one statement; those that do not exist are left out.
pub async fn revisions(db: &impl ConnectionTrait, wanted: &[(Id<DemandId>, i64)]) -> Result<Vec<Revision>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let key = Expr::tuple([Expr::col(revision::Column::DemandId), Expr::col(revision::Column::ContentVersion)]);
    let values = wanted.iter().map(|(id, version)| Expr::tuple([Expr::val(id.uuid()), Expr::val(*version)]));
    let rows = revision::Entity::find().filter(key.is_in(values)).all(db).await?;
    Ok(rows.into_iter().map(map::revision).collect())
}

/// Contents of several demands, each in one version, in one statement.
pub async fn contents(db: &impl ConnectionTrait, wanted: &[(Id<DemandId>, i64)]) -> Result<HashMap<Id<DemandId>, Revision>> {
    Ok(revisions(db, wanted).await?.into_iter().map(|revision| (revision.demand, revision)).collect())
}

/// Edits by their ids; those that do not exist are left out.
pub async fn revisions_by_id(db: &impl ConnectionTrait, ids: &[Id<DemandRevision>]) -> Result<Vec<Revision>> {
    let rows = revision::Entity::find().filter(revision::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(map::revision).collect())
}

/// Every edit of a demand, last first.
pub async fn revision_page(db: &impl ConnectionTrait, id: Id<DemandId>, request: &PageRequest) -> Result<Page<Revision>> {
    let scope = format!("demand-revisions:{id}");
    let key = request.key::<i64>(&scope)?.map(|version| vec![version.into()]);
    let select = revision::Entity::find().filter(revision::Column::DemandId.eq(id.uuid()));
    let rows = keyset(select, &[revision::Column::ContentVersion], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(map::revision).collect::<Vec<_>>();
    Ok(Page::from_rows(request, rows, &scope, |row| row.content_version))
}

/// The last moderations of several demands, newest first, at most `each` of any one of them, in one statement.
pub async fn reviews(db: &impl ConnectionTrait, ids: &[Id<DemandId>], each: u32) -> Result<Vec<Review>> {
    let newest_first = WindowStatement::partition_by(review::Column::DemandId)
        .order_by(review::Column::ReviewedAt, Order::Desc)
        .order_by(review::Column::Id, Order::Desc)
        .take();
    let numbered = Query::select()
        .column(review::Column::Id)
        .expr_window_as(Func::cust("ROW_NUMBER"), newest_first, "place")
        .from(review::Entity)
        .and_where(review::Column::DemandId.is_in(ids.iter().map(|id| id.uuid())))
        .take();
    let last =
        Query::select().column(review::Column::Id).from_subquery(numbered, "numbered").and_where(Expr::col("place").lte(each)).take();
    let select = review::Entity::find().filter(review::Column::Id.in_subquery(last));
    let rows = select.order_by_desc(review::Column::ReviewedAt).order_by_desc(review::Column::Id).all(db).await?;
    rows.into_iter().map(map::review).collect()
}
