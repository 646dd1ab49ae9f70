//! Forgetting what imports leave behind.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::row::{problem, run, upload};
use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
};

/// Forgets the problems of at most `limit` rows of imports that ended before `before`, and at most `limit` files that came
/// before it and that no import refers to. The imports themselves stay: they say what came from where. Returns the larger
/// number.
pub async fn prune(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let ended =
        Query::select().column(run::Column::Id).from(run::Entity).and_where(Expr::col(run::Column::FinishedAt).lt(before)).to_owned();
    let old = Query::select()
        .column(problem::Column::Id)
        .from(problem::Entity)
        .and_where(Expr::col(problem::Column::ImportRunId).in_subquery(ended))
        .limit(limit)
        .to_owned();
    let tx = ctx.begin().await?;
    let problems = problem::Entity::delete_many().filter(problem::Column::Id.in_subquery(old)).exec(&*tx).await?.rows_affected;
    // A run must not count what is gone.
    let left = Query::select().column(problem::Column::ImportRunId).from(problem::Entity).to_owned();
    run::Entity::update_many()
        .col_expr(run::Column::ProblemCount, Expr::value(0_i64))
        .filter(run::Column::FinishedAt.lt(before))
        .filter(run::Column::ProblemCount.gt(0))
        .filter(run::Column::Id.not_in_subquery(left))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(std::cmp::max(problems, prune_uploads(ctx, before, limit).await?))
}

async fn prune_uploads(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let used = Query::select()
        .expr(Expr::val(1))
        .from(run::Entity)
        .and_where(Expr::col((run::Entity, run::Column::UploadId)).equals((upload::Entity, upload::Column::Id)))
        .to_owned();
    let unused = upload::Entity::find()
        .select_only()
        .column(upload::Column::Id)
        .filter(upload::Column::CreatedAt.lt(before))
        .filter(Expr::exists(used).not())
        .limit(limit);
    let ids: Vec<Uuid> = unused.into_tuple().all(ctx.db.read()).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    // The row first: a row must never promise bytes that are not there.
    let tx = ctx.begin().await?;
    upload::Entity::delete_many().filter(upload::Column::Id.is_in(ids.clone())).exec(&*tx).await?;
    tx.commit().await?;
    for id in &ids {
        ctx.files.delete(&crate::import::rules::upload_key(*id)).await?;
    }
    Ok(ids.len() as u64)
}
