//! Sessions as their owner sees them: those that are live.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select, Value};
use uuid::Uuid;

use super::{COUNT_CAP, counted, row, sessions::session};
use crate::{
    db::page::keyset,
    identity::rules::session::Session,
    kernel::{Id, Page, PageRequest, Result, Timestamp, id},
};

fn live(user: Id<id::User>, now: Timestamp) -> Select<row::session::Entity> {
    use row::session::Column;
    row::session::Entity::find()
        .filter(Column::UserId.eq(user.uuid()))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
}

/// Live sessions of a user, the latest sign-in first. One statement.
pub(crate) async fn list_sessions(
    conn: &impl ConnectionTrait,
    user: Id<id::User>,
    now: Timestamp,
    request: &PageRequest,
) -> Result<Page<Session>> {
    let scope = format!("sessions:{user}");
    let key = request.key::<Uuid>(&scope)?.map(|id| vec![Value::from(id)]);
    let select = keyset(live(user, now), &[row::session::Column::Id], true, key, request);
    let rows = select.all(conn).await?.into_iter().map(session).collect();
    Ok(Page::from_rows(request, rows, &scope, |session| session.id.uuid()))
}

/// How many live sessions a user has, and whether that is exact.
pub(crate) async fn count_sessions(conn: &impl ConnectionTrait, user: Id<id::User>, now: Timestamp) -> Result<(u64, bool)> {
    let ids = live(user, now).select_only().column(row::session::Column::Id).limit(COUNT_CAP + 1);
    Ok(counted(ids.into_tuple::<Uuid>().all(conn).await?.len()))
}

/// Those of `ids` that are live sessions of a user, in any order. One statement.
pub(crate) async fn sessions_of(
    conn: &impl ConnectionTrait,
    user: Id<id::User>,
    ids: &[Id<id::Session>],
    now: Timestamp,
) -> Result<Vec<Session>> {
    let wanted = row::session::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    Ok(live(user, now).filter(wanted).all(conn).await?.into_iter().map(session).collect())
}
