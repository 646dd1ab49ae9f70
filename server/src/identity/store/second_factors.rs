//! Second factors, and tokens that are good once.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::json;

use super::{row, saved};
use crate::{
    ctx::Ctx,
    db::is_unique_violation,
    identity::rules::second_factor::SecondFactor,
    kernel::{Id, Result, Timestamp, digest, id},
    keys::Sealed,
};

fn factor(row: row::second_factor::Model) -> Result<SecondFactor> {
    Ok(SecondFactor {
        user: Id::from_uuid(row.user_id),
        secret: Sealed { key_id: row.key_id, text: row.secret },
        confirmed_at: row.confirmed_at,
        last_step: row.last_step,
        recovery_hashes: row::json(row.recovery_hashes)?,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// The second factor of a user, also one that is not confirmed yet.
pub(crate) async fn second_factor(conn: &impl ConnectionTrait, user: Id<id::User>) -> Result<Option<SecondFactor>> {
    row::second_factor::Entity::find_by_id(user.uuid()).one(conn).await?.map(factor).transpose()
}

/// The second factor of a user, locked until the commit: of two uses of one code the second sees that it was used.
pub(crate) async fn lock_second_factor(tx: &impl ConnectionTrait, user: Id<id::User>) -> Result<Option<SecondFactor>> {
    locked(tx, row::second_factor::Entity::find_by_id(user.uuid())).one(tx).await?.map(factor).transpose()
}

fn locked(tx: &impl ConnectionTrait, select: Select<row::second_factor::Entity>) -> Select<row::second_factor::Entity> {
    // On SQLite the transaction is alone already.
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres { select.lock_exclusive() } else { select }
}

/// Writes a new factor; false if the user has one already.
pub(crate) async fn insert_second_factor(tx: &impl ConnectionTrait, factor: &SecondFactor) -> Result<bool> {
    let row = row::second_factor::ActiveModel {
        user_id: Set(factor.user.uuid()),
        key_id: Set(factor.secret.key_id.clone()),
        secret: Set(factor.secret.text.clone()),
        confirmed_at: Set(factor.confirmed_at),
        last_step: Set(factor.last_step),
        recovery_hashes: Set(json!(factor.recovery_hashes)),
        version: Set(factor.version),
        created_at: Set(factor.created_at),
        updated_at: Set(factor.updated_at),
    };
    inserted(row::second_factor::Entity::insert(row).exec_without_returning(tx).await.map(drop))
}

fn inserted(result: std::result::Result<(), sea_orm::DbErr>) -> Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Writes a changed factor over the version `before`.
///
/// # Errors
/// `STALE_VERSION` if somebody was faster.
pub(crate) async fn save_second_factor(tx: &impl ConnectionTrait, factor: &SecondFactor, before: i64) -> Result<()> {
    use row::second_factor::Column;
    let result = row::second_factor::Entity::update_many()
        .col_expr(Column::KeyId, Expr::value(factor.secret.key_id.clone()))
        .col_expr(Column::Secret, Expr::value(factor.secret.text.clone()))
        .col_expr(Column::ConfirmedAt, Expr::value(factor.confirmed_at))
        .col_expr(Column::LastStep, Expr::value(factor.last_step))
        .col_expr(Column::RecoveryHashes, Expr::value(json!(factor.recovery_hashes)))
        .col_expr(Column::Version, Expr::value(factor.version))
        .col_expr(Column::UpdatedAt, Expr::value(factor.updated_at))
        .filter(Column::UserId.eq(factor.user.uuid()))
        .filter(Column::Version.eq(before))
        .exec(tx)
        .await?;
    saved(result.rows_affected)
}

/// Takes a factor away.
pub(crate) async fn delete_second_factor(tx: &impl ConnectionTrait, user: Id<id::User>) -> Result<()> {
    row::second_factor::Entity::delete_by_id(user.uuid()).exec(tx).await?;
    Ok(())
}

/// Factors whose secret is sealed with another key than `key_id`, locked; at most `limit`.
pub(crate) async fn lock_sealed_otherwise(tx: &impl ConnectionTrait, key_id: &str, limit: u64) -> Result<Vec<SecondFactor>> {
    use row::second_factor::Column;
    let select = row::second_factor::Entity::find().filter(Column::KeyId.ne(key_id)).order_by_asc(Column::UserId).limit(limit);
    locked(tx, select).all(tx).await?.into_iter().map(factor).collect()
}

/// Whether some factor's secret is sealed with the key `key_id`.
pub(crate) async fn is_sealed_with(conn: &impl ConnectionTrait, key_id: &str) -> Result<bool> {
    Ok(row::second_factor::Entity::find().filter(row::second_factor::Column::KeyId.eq(key_id)).one(conn).await?.is_some())
}

/// Notes that a token was used, for as long as it would be good; false if it was used before.
pub(crate) async fn spend_token(tx: &impl ConnectionTrait, token: &str, expires_at: Timestamp) -> Result<bool> {
    let row = row::spent_token::ActiveModel { hash: Set(digest::sha256_hex(token.as_bytes())), expires_at: Set(expires_at) };
    inserted(row::spent_token::Entity::insert(row).exec_without_returning(tx).await.map(drop))
}

/// Forgets at most `limit` spent tokens that have run out. Returns how many went.
pub async fn prune_spent_tokens(ctx: &Ctx, limit: u64) -> Result<u64> {
    use row::spent_token::{Column, Entity};
    let out = Expr::col(Column::ExpiresAt).lt(ctx.now());
    let old = Query::select().column(Column::Hash).from(Entity).and_where(out).limit(limit).to_owned();
    let tx = ctx.begin().await?;
    let gone = Entity::delete_many().filter(Column::Hash.in_subquery(old)).exec(&*tx).await?.rows_affected;
    tx.commit().await?;
    Ok(gone)
}
