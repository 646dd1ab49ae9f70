//! Organizations and their size declarations.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::row;
use crate::{
    identity::rules::{Organization, SizeDeclaration},
    kernel::{
        Id, Result,
        id::{self, SizeDeclaration as SizeId},
    },
};

/// Organizations by id, in any order, whoever asks; unknown ids are left out. One statement.
pub async fn organizations(conn: &impl ConnectionTrait, ids: &[Id<id::Organization>]) -> Result<Vec<Organization>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::organization::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::organization::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}

/// Size declarations by id, in any order; unknown ids are left out. One statement.
pub async fn size_declarations(conn: &impl ConnectionTrait, ids: &[Id<SizeId>]) -> Result<Vec<SizeDeclaration>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = row::size::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    row::size::Entity::find().filter(wanted).all(conn).await?.into_iter().map(TryInto::try_into).collect()
}
