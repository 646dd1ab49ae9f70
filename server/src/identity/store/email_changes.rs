//! Changes of e-mail addresses.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::{row, saved};
use crate::{
    identity::rules::EmailChange,
    kernel::{Id, Result, Timestamp, id},
};

/// A change, whoever asks.
pub(crate) async fn email_change(conn: &impl ConnectionTrait, id: Id<id::EmailChange>) -> Result<Option<EmailChange>> {
    Ok(row::email_change::Entity::find_by_id(id.uuid()).one(conn).await?.map(Into::into))
}

/// A change, locked until the commit.
pub(crate) async fn lock_email_change(tx: &impl ConnectionTrait, id: Id<id::EmailChange>) -> Result<Option<EmailChange>> {
    let mut select = row::email_change::Entity::find_by_id(id.uuid());
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    Ok(select.one(tx).await?.map(Into::into))
}

/// Whether an address is kept for somebody else than `user`, who left it after `since` and may take that back.
pub(crate) async fn is_reserved(conn: &impl ConnectionTrait, email: &str, user: Option<Id<id::User>>, since: Timestamp) -> Result<bool> {
    use row::email_change::Column;
    let mut select = row::email_change::Entity::find()
        .filter(Column::OldEmail.eq(email))
        .filter(Column::ConfirmedAt.gt(since))
        .filter(Column::UndoneAt.is_null());
    if let Some(user) = user {
        select = select.filter(Column::UserId.ne(user.uuid()));
    }
    Ok(select.select_only().column(Column::Id).into_tuple::<Uuid>().one(conn).await?.is_some())
}

/// Writes a new change.
pub(crate) async fn insert_email_change(tx: &impl ConnectionTrait, change: &EmailChange) -> Result<()> {
    let row = row::email_change::ActiveModel {
        id: Set(change.id.uuid()),
        user_id: Set(change.user.uuid()),
        session_id: Set(change.session.map(Id::uuid)),
        old_email: Set(change.old_email.clone()),
        new_email: Set(change.new_email.clone()),
        user_version: Set(change.user_version),
        version: Set(change.version),
        created_at: Set(change.created_at),
        confirmed_at: Set(change.confirmed_at),
        undone_at: Set(change.undone_at),
    };
    row::email_change::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a changed change over the version `before`.
///
/// # Errors
/// `STALE_VERSION` if somebody was faster.
pub(crate) async fn save_email_change(tx: &impl ConnectionTrait, change: &EmailChange, before: i64) -> Result<()> {
    use row::email_change::Column;
    let result = row::email_change::Entity::update_many()
        .col_expr(Column::ConfirmedAt, Expr::value(change.confirmed_at))
        .col_expr(Column::UndoneAt, Expr::value(change.undone_at))
        .col_expr(Column::Version, Expr::value(change.version))
        .filter(Column::Id.eq(change.id.uuid()))
        .filter(Column::Version.eq(before))
        .exec(tx)
        .await?;
    saved(result.rows_affected)
}

/// Undoes every change of a user that was asked for after `change` was confirmed: what whoever had the account did with it
/// since. Each confirmation is a new version of the account.
pub(crate) async fn undo_later_changes(tx: &impl ConnectionTrait, change: &EmailChange, now: Timestamp) -> Result<()> {
    use row::email_change::Column;
    row::email_change::Entity::update_many()
        .col_expr(Column::UndoneAt, Expr::value(now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::UserId.eq(change.user.uuid()))
        .filter(Column::UserVersion.gt(change.user_version))
        .filter(Column::UndoneAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
