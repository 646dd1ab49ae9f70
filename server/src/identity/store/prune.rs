//! Forgetting what ended long ago: sessions, invitations, changes of address, API tokens.

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};

use super::row;
use crate::{
    ctx::Ctx,
    identity::rules::InvitationState,
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

/// Forgets at most `limit` invitations that nobody could accept any more before `before`: they hold addresses of people who
/// may never have wanted anything from us. Returns how many went.
pub async fn prune_invitations(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    use row::invitation::{Column, Entity};
    let closed = Expr::col(Column::State).ne(InvitationState::Pending.to_string()).or(Expr::col(Column::ExpiresAt).lt(before));
    let old = Expr::col(Column::UpdatedAt).lt(before).and(closed);
    let old = Query::select().column(Column::Id).from(Entity).and_where(old).limit(limit).to_owned();
    let tx = ctx.begin().await?;
    let gone = Entity::delete_many().filter(Column::Id.in_subquery(old)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}

/// Forgets at most `limit` changes of address that can neither be confirmed nor taken back since `before`. Returns how many
/// went.
pub async fn prune_email_changes(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    use row::email_change::{Column, Entity};
    let auth = &ctx.config.auth;
    let before = before - TimeDelta::hours(auth.email_change_hours.into()) - TimeDelta::days(auth.email_undo_days.into());
    let old = Query::select().column(Column::Id).from(Entity).and_where(Expr::col(Column::CreatedAt).lt(before)).limit(limit).to_owned();
    let tx = ctx.begin().await?;
    let gone = Entity::delete_many().filter(Column::Id.in_subquery(old)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}

/// Forgets at most `limit` API tokens that ran out or were revoked before `before`. Returns how many went.
pub async fn prune_api_tokens(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    use row::api_token::{Column, Entity};
    let ended = Expr::col(Column::ExpiresAt).lt(before).or(Expr::col(Column::RevokedAt).lt(before));
    let old = Query::select().column(Column::Id).from(Entity).and_where(ended).limit(limit).to_owned();
    let tx = ctx.begin().await?;
    let gone = Entity::delete_many().filter(Column::Id.in_subquery(old)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}
