//! Reading what happened, for those of whom every process has one: a delivery reaches one process only.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::event;
use crate::{
    kernel::{Error, Result, Timestamp},
    outbox::Event,
};

/// Something that happened, as it was written down.
#[derive(Debug, Clone)]
pub struct Happened {
    /// Id of the event.
    pub id: Uuid,
    /// When its transaction began to write; it became visible at some time after that.
    pub at: Timestamp,
    /// What.
    pub event: Event,
}

/// Events of some kinds after a place in the order of time and id, at most `limit`. Who commits late writes behind places
/// that were read already: look back from time to time.
///
/// # Errors
/// Those of the database.
pub async fn happened(db: &impl ConnectionTrait, kinds: &[&str], after: (Timestamp, Uuid), limit: u64) -> Result<Vec<Happened>> {
    let (at, id) = after;
    let later = Condition::any()
        .add(event::Column::CreatedAt.gt(at))
        .add(Condition::all().add(event::Column::CreatedAt.eq(at)).add(event::Column::Id.gt(id)));
    let select = event::Entity::find()
        // Said by itself as well, so that the index over times is used.
        .filter(event::Column::CreatedAt.gte(at))
        .filter(later)
        .filter(event::Column::Kind.is_in(kinds.iter().copied()))
        .order_by_asc(event::Column::CreatedAt)
        .order_by_asc(event::Column::Id)
        .limit(limit);
    let rows = select.all(db).await?;
    let read = |row: event::Model| {
        let event = serde_json::from_value(row.payload).map_err(Error::internal)?;
        Ok(Happened { id: row.id, at: row.created_at, event })
    };
    rows.into_iter().map(read).collect()
}
