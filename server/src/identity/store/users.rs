//! User accounts.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::row;
use crate::{
    identity::rules::User,
    kernel::{Id, Result, id},
};

/// Users by id, in any order, whoever asks; unknown ids are left out. One statement.
pub async fn users(conn: &impl ConnectionTrait, ids: &[Id<id::User>]) -> Result<Vec<User>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::user::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::user::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}
