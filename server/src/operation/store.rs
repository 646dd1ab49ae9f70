//! Rows of the processes at work.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use uuid::Uuid;

use crate::kernel::{Result, Timestamp};

mod process {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "server_process")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub serves: bool,
        pub works: bool,
        pub version: String,
        pub key_id: String,
        pub started_at: DateTimeUtc,
        pub seen_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duties {
    /// It answers requests.
    pub serves: bool,
    /// It works the outbox.
    pub works: bool,
}

/// A process that serves this database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Which one.
    pub id: Uuid,
    /// What it does.
    pub duties: Duties,
    /// Version of its program.
    pub version: String,
    /// Id of the key that it signs with: all must have the same.
    pub key_id: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it last said that it is there.
    pub seen_at: Timestamp,
}

/// Writes that a process is there.
pub(super) async fn announce(tx: &impl ConnectionTrait, process: Process) -> Result<()> {
    let row = process::ActiveModel {
        id: Set(process.id),
        serves: Set(process.duties.serves),
        works: Set(process.duties.works),
        version: Set(process.version),
        key_id: Set(process.key_id),
        started_at: Set(process.started_at),
        seen_at: Set(process.seen_at),
    };
    let again = OnConflict::column(process::Column::Id).update_column(process::Column::SeenAt).to_owned();
    process::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Removes a process, and those that were not seen since `before`.
pub(super) async fn remove(tx: &impl ConnectionTrait, id: Option<Uuid>, before: Timestamp) -> Result<()> {
    let mut which = sea_orm::Condition::any().add(process::Column::SeenAt.lt(before));
    if let Some(id) = id {
        which = which.add(process::Column::Id.eq(id));
    }
    process::Entity::delete_many().filter(which).exec(tx).await?;
    Ok(())
}

/// Processes seen since `since`, the oldest first.
pub(super) async fn processes(db: &impl ConnectionTrait, since: Timestamp) -> Result<Vec<Process>> {
    let rows = process::Entity::find().filter(process::Column::SeenAt.gte(since)).order_by_asc(process::Column::StartedAt).all(db).await?;
    let read = |row: process::Model| Process {
        id: row.id,
        duties: Duties { serves: row.serves, works: row.works },
        version: row.version,
        key_id: row.key_id,
        started_at: row.started_at,
        seen_at: row.seen_at,
    };
    Ok(rows.into_iter().map(read).collect())
}
