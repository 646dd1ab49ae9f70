//! Forgetting sessions that ended long ago.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};

use super::row;
use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
};

/// Forgets at most `limit` sessions that ran out or were ended before `before`. Returns how many went.
pub async fn prune_sessions(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let ended = Expr::col(row::session::Column::ExpiresAt).lt(before).or(Expr::col(row::session::Column::RevokedAt).lt(before));
    let old = Query::select().column(row::session::Column::Id).from(row::session::Entity).and_where(ended).limit(limit).to_owned();
    let tx = ctx.begin().await?;
    let gone = row::session::Entity::delete_many().filter(row::session::Column::Id.in_subquery(old)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}
