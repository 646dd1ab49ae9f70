//! User accounts.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, IntoColumnRef, Query, SimpleExpr},
};

use super::{row, saved};
use crate::{
    db::is_unique_violation,
    identity::rules::User,
    kernel::{Code, Error, Id, Result, id},
};

/// A user with the hash of the password.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) user: User,
    /// PHC string; empty for somebody who signs in elsewhere only.
    pub(crate) password_hash: String,
}

impl Account {
    /// Whether a password signs this person in.
    pub(crate) const fn has_password(&self) -> bool {
        !self.password_hash.is_empty()
    }
}

fn account(row: row::user::Model) -> Result<Account> {
    let password_hash = row.password_hash.clone();
    Ok(Account { user: row.try_into()?, password_hash })
}

/// Users by id, in any order, whoever asks; unknown ids are left out. One statement.
pub async fn users(conn: &impl ConnectionTrait, ids: &[Id<id::User>]) -> Result<Vec<User>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::user::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::user::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Whether the user whose id is in `column` may sign in: [`User::is_active`], asked of the database.
pub(crate) fn is_active(column: impl IntoColumnRef) -> SimpleExpr {
    use row::user::{Column, Entity};
    let here = Expr::col((Entity, Column::Id)).equals(column);
    let (allowed, known) = (Column::SuspendedAt.is_null(), Column::EmailVerifiedAt.is_not_null());
    Expr::exists(Query::select().expr(Expr::val(1)).from(Entity).and_where(here).and_where(allowed).and_where(known).to_owned())
}

/// The account of a normalized address.
pub(crate) async fn account_of(conn: &impl ConnectionTrait, email: &str) -> Result<Option<Account>> {
    row::user::Entity::find().filter(row::user::Column::Email.eq(email)).one(conn).await?.map(account).transpose()
}

/// The account of a user.
pub(crate) async fn account_by_id(conn: &impl ConnectionTrait, user: Id<id::User>) -> Result<Option<Account>> {
    row::user::Entity::find_by_id(user.uuid()).one(conn).await?.map(account).transpose()
}

/// The account of a normalized address, locked until the commit: of two changes the second sees what the first did.
pub(crate) async fn lock_account_of(tx: &impl ConnectionTrait, email: &str) -> Result<Option<Account>> {
    locked(tx, row::user::Entity::find().filter(row::user::Column::Email.eq(email))).await
}

/// The account of a user, locked like [`lock_account_of`].
pub(crate) async fn lock_account(tx: &impl ConnectionTrait, user: Id<id::User>) -> Result<Option<Account>> {
    locked(tx, row::user::Entity::find_by_id(user.uuid())).await
}

async fn locked(tx: &impl ConnectionTrait, mut select: Select<row::user::Entity>) -> Result<Option<Account>> {
    // On SQLite the transaction is alone already.
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(account).transpose()
}

/// Writes a new account; false if the address has one already.
pub(crate) async fn insert_account(tx: &impl ConnectionTrait, account: &Account) -> Result<bool> {
    let user = &account.user;
    let row = row::user::ActiveModel {
        id: Set(user.id.uuid()),
        email: Set(user.email.clone()),
        name: Set(user.name.clone()),
        locale: Set(user.locale.to_string()),
        password_hash: Set(account.password_hash.clone()),
        email_verified_at: Set(user.email_verified_at),
        suspended_at: Set(user.suspended_at),
        version: Set(user.version),
        created_at: Set(user.created_at),
        updated_at: Set(user.updated_at),
    };
    match row::user::Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Writes a changed user over the version `before`, and a new password hash if there is one.
///
/// # Errors
/// `STALE_VERSION` if somebody was faster; `UNAVAILABLE` if somebody took the address at the same moment.
pub(crate) async fn save_user(tx: &impl ConnectionTrait, user: &User, password_hash: Option<&str>, before: i64) -> Result<()> {
    use row::user::Column;
    let mut update = row::user::Entity::update_many()
        .col_expr(Column::Email, Expr::value(user.email.clone()))
        .col_expr(Column::Name, Expr::value(user.name.clone()))
        .col_expr(Column::Locale, Expr::value(user.locale.to_string()))
        .col_expr(Column::EmailVerifiedAt, Expr::value(user.email_verified_at))
        .col_expr(Column::SuspendedAt, Expr::value(user.suspended_at))
        .col_expr(Column::Version, Expr::value(user.version))
        .col_expr(Column::UpdatedAt, Expr::value(user.updated_at));
    if let Some(hash) = password_hash {
        update = update.col_expr(Column::PasswordHash, Expr::value(hash));
    }
    let result = update.filter(Column::Id.eq(user.id.uuid())).filter(Column::Version.eq(before)).exec(tx).await.map_err(taken)?;
    saved(result.rows_affected)
}

fn taken(error: sea_orm::DbErr) -> Error {
    if is_unique_violation(&error) { Error::new(Code::Unavailable).because("the address was taken just now") } else { error.into() }
}

/// Removes an account whose address nobody has proved: nothing belongs to it.
pub(crate) async fn remove_unverified(tx: &impl ConnectionTrait, user: Id<id::User>) -> Result<()> {
    let unproved = row::user::Column::EmailVerifiedAt.is_null();
    row::user::Entity::delete_many().filter(row::user::Column::Id.eq(user.uuid())).filter(unproved).exec(tx).await?;
    Ok(())
}
