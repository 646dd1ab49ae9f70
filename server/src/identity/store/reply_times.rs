//! How long organizations take to answer, as it was counted last.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::row::word;
use crate::{
    identity::rules::ReplyTime,
    kernel::{Id, Result, id::Organization},
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reply_time")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organization_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        pub median_seconds: i64,
        pub counted: i64,
        pub window_days: i64,
        pub as_of: Date,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What is told of these organizations, in no order; one statement.
pub async fn reply_times(db: &impl ConnectionTrait, ids: &[Id<Organization>]) -> Result<Vec<ReplyTime>> {
    let rows = row::Entity::find().filter(row::Column::OrganizationId.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Puts `times` in the place of all that was told before.
pub async fn replace_reply_times(tx: &impl ConnectionTrait, times: &[ReplyTime]) -> Result<()> {
    /// Rows of one statement, far below what a database takes.
    const CHUNK: usize = 500;
    row::Entity::delete_many().exec(tx).await?;
    for chunk in times.chunks(CHUNK) {
        row::Entity::insert_many(chunk.iter().map(|time| write(time).into_active_model())).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn write(time: &ReplyTime) -> row::Model {
    row::Model {
        organization_id: time.organization.uuid(),
        kind: time.kind.to_string(),
        median_seconds: time.median_seconds,
        counted: time.counted,
        window_days: time.window_days,
        as_of: time.as_of,
    }
}

fn read(row: row::Model) -> Result<ReplyTime> {
    Ok(ReplyTime {
        organization: Id::from_uuid(row.organization_id),
        kind: word(&row.kind)?,
        median_seconds: row.median_seconds,
        counted: row.counted,
        window_days: row.window_days,
        as_of: row.as_of,
    })
}
