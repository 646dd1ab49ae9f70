//! Sessions: families of refresh tokens.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::row;
use crate::{
    identity::rules::User,
    kernel::{Id, Result, Timestamp, id},
};

/// The user of a session that is neither revoked nor run out. One statement.
pub(crate) async fn live_user(conn: &impl ConnectionTrait, session: Id<id::Session>, now: Timestamp) -> Result<Option<User>> {
    let found = row::session::Entity::find_by_id(session.uuid())
        .find_also_related(row::user::Entity)
        .filter(row::session::Column::RevokedAt.is_null())
        .filter(row::session::Column::ExpiresAt.gt(now))
        .one(conn)
        .await?;
    found.and_then(|(_, user)| user).map(TryInto::try_into).transpose()
}
