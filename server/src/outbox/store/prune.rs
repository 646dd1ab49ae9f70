//! Forgetting what was followed up long ago.

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{DONE, delivery, event};
use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
};

/// Removes at most `limit` deliveries done before `before`, and at most as many events that nothing refers to any more,
/// in one short transaction. Returns the larger number of rows: call it again while that is `limit`.
pub async fn prune(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let tx = ctx.begin().await?;
    let settled = Query::select()
        .column(delivery::Column::Seq)
        .from(delivery::Entity)
        .and_where(Expr::col(delivery::Column::State).eq(DONE))
        .and_where(Expr::col(delivery::Column::DoneAt).lt(before))
        .limit(limit)
        .to_owned();
    let deliveries = delivery::Entity::delete_many().filter(delivery::Column::Seq.in_subquery(settled)).exec(&*tx).await?.rows_affected;
    let referring = Query::select()
        .expr(Expr::val(1))
        .from(delivery::Entity)
        .and_where(Expr::col((delivery::Entity, delivery::Column::EventId)).equals((event::Entity, event::Column::Id)))
        .to_owned();
    let unreferred = Query::select()
        .column(event::Column::Id)
        .from(event::Entity)
        .and_where(Expr::col(event::Column::CreatedAt).lt(before))
        .and_where(Expr::exists(referring).not())
        .limit(limit)
        .to_owned();
    let events = event::Entity::delete_many().filter(event::Column::Id.in_subquery(unreferred)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(std::cmp::max(deliveries, events))
}
