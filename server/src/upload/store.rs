//! Rows of uploads.

use std::collections::HashSet;

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use self::row::upload;
use super::rules::{Purpose, Upload};
use crate::kernel::{
    Error, Id, Result, Timestamp, guard,
    id::{self, Organization, User},
};

mod row {
    pub(super) mod upload {
        use sea_orm::entity::prelude::*;

        #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
        #[sea_orm(table_name = "upload")]
        pub struct Model {
            #[sea_orm(primary_key, auto_increment = false)]
            pub id: Uuid,
            pub organization_id: Uuid,
            pub purpose: String,
            pub user_id: Option<Uuid>,
            pub file_name: String,
            pub media_type: String,
            pub size: i64,
            pub sha256: String,
            pub version: i64,
            pub created_at: DateTimeUtc,
            pub used_at: Option<DateTimeUtc>,
        }
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}
        impl ActiveModelBehavior for ActiveModel {}
    }
}

/// Writes down a file whose bytes are kept.
pub(super) async fn insert(tx: &impl ConnectionTrait, upload: &Upload) -> Result<()> {
    let row = upload::ActiveModel {
        id: Set(upload.id.uuid()),
        organization_id: Set(upload.organization.uuid()),
        purpose: Set(upload.purpose.to_string()),
        user_id: Set(upload.user.map(Id::uuid)),
        file_name: Set(upload.file_name.clone()),
        media_type: Set(upload.media_type.to_string()),
        size: Set(upload.size),
        sha256: Set(upload.sha256.clone()),
        version: Set(1),
        created_at: Set(upload.created_at),
        used_at: Set(None),
    };
    upload::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The file with this id that was handed in for `purpose`, whoever asks.
pub(super) async fn by_id(conn: &impl ConnectionTrait, purpose: Purpose, id: Id<id::Upload>) -> Result<Option<Upload>> {
    let select = upload::Entity::find_by_id(id.uuid()).filter(upload::Column::Purpose.eq(purpose.to_string()));
    select.one(conn).await?.map(read).transpose()
}

/// Those of `ids` that `user` has handed in for notes in cases of `organization`, in any order.
pub(super) async fn for_notes(
    conn: &impl ConnectionTrait,
    organization: Id<Organization>,
    user: Id<User>,
    ids: &[Id<id::Upload>],
) -> Result<Vec<Upload>> {
    let select = upload::Entity::find()
        .filter(upload::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .filter(upload::Column::Purpose.eq(Purpose::Note.to_string()))
        .filter(upload::Column::OrganizationId.eq(organization.uuid()))
        .filter(upload::Column::UserId.eq(user.uuid()));
    select.all(conn).await?.into_iter().map(read).collect()
}

/// Those of `ids` that belong to `organization` for its own use, in any order.
pub(super) async fn of_organization(
    conn: &impl ConnectionTrait,
    organization: Id<Organization>,
    ids: &[Id<id::Upload>],
) -> Result<Vec<Upload>> {
    let own = upload::Column::Purpose.eq(Purpose::Content.to_string());
    let mut select = upload::Entity::find().filter(upload::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).filter(own);
    if !guard::lifted("UploadsOfOrganization") {
        select = select.filter(upload::Column::OrganizationId.eq(organization.uuid()));
    }
    select.all(conn).await?.into_iter().map(read).collect()
}

/// Writes down when these files were last taken into use; gives the number of those that exist.
pub(super) async fn mark_used(tx: &impl ConnectionTrait, ids: &[Id<id::Upload>], at: Timestamp) -> Result<u64> {
    let marked = upload::Entity::update_many()
        .col_expr(upload::Column::UsedAt, Expr::value(at))
        .filter(upload::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .exec(tx)
        .await?;
    Ok(marked.rows_affected)
}

/// Files from before `before` that were never taken into use, at most `limit`.
pub(super) async fn unused(conn: &impl ConnectionTrait, before: Timestamp, limit: u64) -> Result<Vec<Id<id::Upload>>> {
    let select = upload::Entity::find()
        .select_only()
        .column(upload::Column::Id)
        .filter(upload::Column::UsedAt.is_null())
        .filter(upload::Column::CreatedAt.lt(before))
        .limit(limit);
    let ids: Vec<Uuid> = select.into_tuple().all(conn).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Removes those of `ids` that are still unused, and gives them.
pub(super) async fn delete_unused(tx: &impl ConnectionTrait, ids: &[Id<id::Upload>]) -> Result<Vec<Id<id::Upload>>> {
    let these = || upload::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    upload::Entity::delete_many().filter(these()).filter(upload::Column::UsedAt.is_null()).exec(tx).await?;
    let left: Vec<Uuid> = upload::Entity::find().select_only().column(upload::Column::Id).filter(these()).into_tuple().all(tx).await?;
    Ok(ids.iter().filter(|id| !left.contains(&id.uuid())).copied().collect())
}

/// Those of `ids` that have a row.
pub(super) async fn existing(conn: &impl ConnectionTrait, ids: &[Id<id::Upload>]) -> Result<HashSet<Id<id::Upload>>> {
    let these = upload::Column::Id.is_in(ids.iter().map(|id| id.uuid()));
    let found: Vec<Uuid> = upload::Entity::find().select_only().column(upload::Column::Id).filter(these).into_tuple().all(conn).await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

fn read(row: upload::Model) -> Result<Upload> {
    Ok(Upload {
        id: Id::from_uuid(row.id),
        organization: Id::from_uuid(row.organization_id),
        purpose: row.purpose.parse().map_err(|_| Error::internal(format!("unknown purpose {}", row.purpose)))?,
        user: row.user_id.map(Id::from_uuid),
        file_name: row.file_name,
        media_type: row.media_type.parse().map_err(|_| Error::internal(format!("unknown media type {}", row.media_type)))?,
        size: row.size,
        sha256: row.sha256,
        created_at: row.created_at,
    })
}
