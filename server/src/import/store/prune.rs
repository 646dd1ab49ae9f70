//! Forgetting what imports leave behind.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};

use super::row::{problem, run};
use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
};

/// Forgets the problems of at most `limit` rows of imports that ended before `before`. The imports themselves stay: they
/// say what came from where. Returns how many.
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
    let left = Query::select()
        .expr(Expr::val(1))
        .from(problem::Entity)
        .and_where(Expr::col((problem::Entity, problem::Column::ImportRunId)).equals((run::Entity, run::Column::Id)))
        .to_owned();
    run::Entity::update_many()
        .col_expr(run::Column::ProblemCount, Expr::value(0_i64))
        .filter(run::Column::FinishedAt.lt(before))
        .filter(run::Column::ProblemCount.gt(0))
        .filter(Expr::exists(left).not())
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(problems)
}
