//! What waits for each follower, for those who watch over the installation.

use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use strum::IntoEnumIterator;

use super::{DEAD, PENDING, delivery, event};
use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
    outbox::Follower,
};

/// What waits for one follower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Who follows.
    pub follower: Follower,
    /// Deliveries that wait or are under way.
    pub pending: i64,
    /// Deliveries that were given up.
    pub dead: i64,
    /// When the oldest event happened that is not followed up.
    pub oldest: Option<Timestamp>,
    /// Since when the delivery has been due that is due longest and that no worker holds.
    pub due_since: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Count {
    follower: String,
    state: String,
    deliveries: i64,
    first: i64,
}

#[derive(FromQueryResult)]
struct Due {
    follower: String,
    since: Timestamp,
}

/// What waits for every follower, with four statements.
pub async fn backlog(ctx: &Ctx) -> Result<Vec<Backlog>> {
    let counts = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::Follower)
        .column(delivery::Column::State)
        .column_as(delivery::Column::Seq.count(), "deliveries")
        .column_as(delivery::Column::Seq.min(), "first")
        .filter(delivery::Column::State.is_in([PENDING, DEAD]))
        .group_by(delivery::Column::Follower)
        .group_by(delivery::Column::State)
        .into_model::<Count>()
        .all(ctx.db.read())
        .await?;
    let now = ctx.now();
    let free = Condition::any().add(delivery::Column::LeasedUntil.is_null()).add(delivery::Column::LeasedUntil.lt(now));
    let due = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::Follower)
        .column_as(delivery::Column::AvailableAt.min(), "since")
        .filter(delivery::Column::State.eq(PENDING))
        .filter(delivery::Column::AvailableAt.lte(now))
        .filter(free)
        .group_by(delivery::Column::Follower)
        .into_model::<Due>()
        .all(ctx.db.read())
        .await?;
    let firsts: Vec<i64> = counts.iter().filter(|count| count.state == PENDING).map(|count| count.first).collect();
    let oldest = oldest(ctx, firsts).await?;
    Ok(Follower::iter()
        .map(|follower| {
            let name: &str = follower.into();
            let of = |state: &str| {
                counts.iter().find(|count| count.follower == name && count.state == state).map_or(0, |count| count.deliveries)
            };
            Backlog {
                follower,
                pending: of(PENDING),
                dead: of(DEAD),
                oldest: oldest.iter().find(|(of, _)| of == name).map(|(_, at)| *at),
                due_since: due.iter().find(|due| due.follower == name).map(|due| due.since),
            }
        })
        .collect())
}

/// Follower and time of the events of these deliveries.
async fn oldest(ctx: &Ctx, deliveries: Vec<i64>) -> Result<Vec<(String, Timestamp)>> {
    if deliveries.is_empty() {
        return Ok(Vec::new());
    }
    let rows = delivery::Entity::find().filter(delivery::Column::Seq.is_in(deliveries)).all(ctx.db.read()).await?;
    let events = event::Entity::find().filter(event::Column::Id.is_in(rows.iter().map(|row| row.event_id))).all(ctx.db.read()).await?;
    let of = |row: delivery::Model| {
        let at = events.iter().find(|event| event.id == row.event_id)?.created_at;
        Some((row.follower, at))
    };
    Ok(rows.into_iter().filter_map(of).collect())
}
