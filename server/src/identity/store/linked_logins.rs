//! Logins at other institutions.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::row;
use crate::{
    identity::rules::linked_login::LinkedLogin,
    kernel::{Id, Result, Timestamp, id},
};

/// Most links of one user that an answer lists.
const MAX_LINKS: u64 = 50;

fn login(row: row::linked_login::Model) -> LinkedLogin {
    LinkedLogin {
        id: Id::from_uuid(row.id),
        user: Id::from_uuid(row.user_id),
        provider: row.provider,
        issuer: row.issuer,
        subject: row.subject,
        email: row.email,
        version: row.version,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    }
}

/// The link of a person whom an issuer knows by `subject`.
pub(crate) async fn linked_login(conn: &impl ConnectionTrait, issuer: &str, subject: &str) -> Result<Option<LinkedLogin>> {
    use row::linked_login::{Column, Entity};
    let found = Entity::find().filter(Column::Issuer.eq(issuer)).filter(Column::Subject.eq(subject)).one(conn).await?;
    Ok(found.map(login))
}

/// The links of a user, oldest first.
pub(crate) async fn linked_logins(conn: &impl ConnectionTrait, user: Id<id::User>) -> Result<Vec<LinkedLogin>> {
    use row::linked_login::{Column, Entity};
    let select = Entity::find().filter(Column::UserId.eq(user.uuid())).order_by_asc(Column::Id).limit(MAX_LINKS);
    Ok(select.all(conn).await?.into_iter().map(login).collect())
}

/// Writes a new link.
///
/// # Errors
/// `INTERNAL` if the issuer's subject is linked already: look first, in the same transaction.
pub(crate) async fn insert_linked_login(tx: &impl ConnectionTrait, login: &LinkedLogin) -> Result<()> {
    let row = row::linked_login::ActiveModel {
        id: Set(login.id.uuid()),
        user_id: Set(login.user.uuid()),
        provider: Set(login.provider.clone()),
        issuer: Set(login.issuer.clone()),
        subject: Set(login.subject.clone()),
        email: Set(login.email.clone()),
        version: Set(login.version),
        created_at: Set(login.created_at),
        last_used_at: Set(login.last_used_at),
    };
    row::linked_login::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Notes that a link was used.
pub(crate) async fn touch_linked_login(tx: &impl ConnectionTrait, login: Id<id::LinkedLogin>, now: Timestamp) -> Result<()> {
    use row::linked_login::{Column, Entity};
    Entity::update_many().col_expr(Column::LastUsedAt, Expr::value(now)).filter(Column::Id.eq(login.uuid())).exec(tx).await?;
    Ok(())
}

/// Takes a link away.
pub(crate) async fn delete_linked_login(tx: &impl ConnectionTrait, login: Id<id::LinkedLogin>) -> Result<()> {
    row::linked_login::Entity::delete_by_id(login.uuid()).exec(tx).await?;
    Ok(())
}
