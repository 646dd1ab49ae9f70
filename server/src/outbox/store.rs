//! Rows of the outbox.

mod backlog;
mod happened;
mod letters;
mod prune;

use std::collections::BTreeMap;

use chrono::Duration;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, LockBehavior, LockType, Query},
};
use uuid::Uuid;

use super::{Event, Follower, backoff};
use crate::{
    ctx::Ctx,
    kernel::{
        Error, Id, Result, Timestamp,
        id::{Delivery, OutboxEvent},
    },
};

pub use backlog::{Backlog, backlog};
pub use happened::{Happened, happened};
pub use letters::{DeliveryCounts, DeliveryRow, counts, dead_letters, find_dead_letter, find_delivery, retry_dead};
pub use prune::prune;

mod event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub entity_kind: String,
        pub entity_id: Uuid,
        pub payload: Json,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod delivery {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox_delivery")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        pub id: Uuid,
        pub event_id: Uuid,
        pub follower: String,
        pub entity_id: Uuid,
        pub state: String,
        pub attempts: i64,
        pub postponements: i64,
        pub available_at: DateTimeUtc,
        pub leased_until: Option<DateTimeUtc>,
        pub lease: Option<Uuid>,
        pub last_error: Option<String>,
        pub done_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

const PENDING: &str = "PENDING";
const DONE: &str = "DONE";
const DEAD: &str = "DEAD";

/// A delivery that this worker holds until its lease runs out.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The delivery; the same in every attempt.
    pub id: Id<Delivery>,
    /// The event; the same for all its followers.
    pub event_id: Id<OutboxEvent>,
    /// What happened.
    pub event: Event,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Who follows.
    pub follower: Follower,
    /// The entity that orders the delivery.
    pub entity_id: Uuid,
    /// Attempts before this one.
    pub attempts: i64,
    /// How often in a row it was postponed before this attempt.
    pub postponements: i64,
    lease: Uuid,
}

pub(super) async fn insert(ctx: &Ctx, tx: &impl ConnectionTrait, events: &[Event]) -> Result<Vec<Id<OutboxEvent>>> {
    let now = ctx.now();
    let (mut ids, mut rows, mut deliveries) = (Vec::with_capacity(events.len()), Vec::new(), Vec::new());
    for event in events {
        let id = ctx.new_id::<OutboxEvent>();
        let (entity_kind, entity_id) = event.entity();
        rows.push(event::ActiveModel {
            id: Set(id.uuid()),
            kind: Set(event.to_string()),
            entity_kind: Set(entity_kind.to_owned()),
            entity_id: Set(entity_id),
            payload: Set(serde_json::to_value(event).map_err(Error::internal)?),
            created_at: Set(now),
        });
        deliveries.extend(event.followers().iter().map(|follower| new_delivery(ctx, id, *follower, entity_id)));
        ids.push(id);
    }
    if !rows.is_empty() {
        event::Entity::insert_many(rows).exec_without_returning(tx).await?;
        if !deliveries.is_empty() {
            delivery::Entity::insert_many(deliveries).exec_without_returning(tx).await?;
        }
        ctx.db.announce(tx).await?;
    }
    Ok(ids)
}

fn new_delivery(ctx: &Ctx, event: Id<OutboxEvent>, follower: Follower, entity: Uuid) -> delivery::ActiveModel {
    delivery::ActiveModel {
        id: Set(ctx.new_id::<Delivery>().uuid()),
        event_id: Set(event.uuid()),
        follower: Set(follower.to_string()),
        entity_id: Set(entity),
        state: Set(PENDING.to_owned()),
        attempts: Set(0),
        postponements: Set(0),
        available_at: Set(ctx.now()),
        ..Default::default()
    }
}

pub(super) async fn insert_deliveries(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    event: Id<OutboxEvent>,
    follower: Follower,
    entities: &[Uuid],
) -> Result<()> {
    if !entities.is_empty() {
        let rows = entities.iter().map(|entity| new_delivery(ctx, event, follower, *entity));
        delivery::Entity::insert_many(rows).exec_without_returning(tx).await?;
        ctx.db.announce(tx).await?;
    }
    Ok(())
}

/// Claims up to `limit` deliveries of `follower` that are due and have no earlier open delivery of the same entity.
///
/// PostgreSQL: rows locked by another worker are skipped. SQLite: the caller's transaction is the only writer.
pub(super) async fn claim(ctx: &Ctx, follower: Follower, limit: u64) -> Result<Vec<Claimed>> {
    let now = ctx.now();
    let tx = ctx.begin().await?;
    let earlier = Alias::new("earlier");
    let blocked = Query::select()
        .expr(Expr::val(1))
        .from_as(delivery::Entity, earlier.clone())
        .and_where(Expr::col((earlier.clone(), delivery::Column::EntityId)).equals((delivery::Entity, delivery::Column::EntityId)))
        .and_where(Expr::col((earlier.clone(), delivery::Column::Follower)).eq(follower.to_string()))
        .and_where(Expr::col((earlier.clone(), delivery::Column::State)).eq(PENDING))
        .and_where(Expr::col((earlier, delivery::Column::Seq)).lt(Expr::col((delivery::Entity, delivery::Column::Seq))))
        .to_owned();
    let mut select = delivery::Entity::find()
        .filter(delivery::Column::State.eq(PENDING))
        .filter(delivery::Column::Follower.eq(follower.to_string()))
        .filter(delivery::Column::AvailableAt.lte(now))
        .filter(Condition::any().add(delivery::Column::LeasedUntil.is_null()).add(delivery::Column::LeasedUntil.lt(now)))
        .filter(Expr::exists(blocked).not())
        .order_by_asc(delivery::Column::Seq)
        .limit(limit);
    if ctx.db.backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let rows = select.all(&*tx).await?;
    if rows.is_empty() {
        tx.rollback().await?;
        return Ok(Vec::new());
    }
    let lease = ctx.new_id::<Delivery>().uuid();
    delivery::Entity::update_many()
        .col_expr(delivery::Column::Lease, Expr::value(lease))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(lease_end(ctx)))
        .filter(delivery::Column::Seq.is_in(rows.iter().map(|row| row.seq)))
        .exec(&*tx)
        .await?;
    let events = event::Entity::find().filter(event::Column::Id.is_in(rows.iter().map(|row| row.event_id))).all(&*tx).await?;
    let (mut claimed, mut unreadable, mut orphaned) = (Vec::with_capacity(rows.len()), Vec::new(), Vec::new());
    for row in rows {
        let Some(event) = events.iter().find(|event| event.id == row.event_id) else {
            orphaned.push(row.seq);
            continue;
        };
        let happened_at = event.created_at;
        let Ok(event) = serde_json::from_value(event.payload.clone()) else {
            unreadable.push(row.seq);
            continue;
        };
        let (id, event_id) = (Id::from_uuid(row.id), Id::from_uuid(row.event_id));
        claimed.push(Claimed {
            id,
            event_id,
            event,
            happened_at,
            follower,
            entity_id: row.entity_id,
            attempts: row.attempts,
            postponements: row.postponements,
            lease,
        });
    }
    leave(ctx, &tx, unreadable).await?;
    bury(&tx, orphaned).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Leaves deliveries whose event this program cannot read to one that can: while servers are replaced one after the other,
/// a new one tells of things that an old worker has never heard of. Nothing is lost; what waits too long is seen by its age.
async fn leave(ctx: &Ctx, tx: &crate::db::Write, seqs: Vec<i64>) -> Result<()> {
    const PAUSE_SECONDS: i64 = 30;
    if seqs.is_empty() {
        return Ok(());
    }
    tracing::warn!(count = seqs.len(), "deliveries of events that this program cannot read are left to a newer one");
    delivery::Entity::update_many()
        .col_expr(delivery::Column::AvailableAt, Expr::value(ctx.now() + Duration::seconds(PAUSE_SECONDS)))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .col_expr(delivery::Column::LastError, Expr::value("the event cannot be read: is this program older than the one that wrote it?"))
        .filter(delivery::Column::Seq.is_in(seqs))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Gives deliveries up whose event is gone: the others must not wait for them.
async fn bury(tx: &crate::db::Write, seqs: Vec<i64>) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    tracing::error!(count = seqs.len(), "deliveries without an event are given up");
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(DEAD))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .col_expr(delivery::Column::LastError, Expr::value("the event is gone"))
        .filter(delivery::Column::Seq.is_in(seqs))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Until when a lease holds that is taken or renewed now.
fn lease_end(ctx: &Ctx) -> Timestamp {
    ctx.now() + Duration::seconds(i64::from(ctx.config.worker.lease_seconds))
}

/// Holds claimed deliveries for another while. Those whose lease was lost meanwhile stay with their new holder.
pub(super) async fn renew(ctx: &Ctx, claimed: &[Claimed]) -> Result<()> {
    let tx = ctx.begin().await?;
    delivery::Entity::update_many()
        .col_expr(delivery::Column::LeasedUntil, Expr::value(lease_end(ctx)))
        .filter(held(claimed))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// The rows of `claimed`, as long as the lease they were claimed with is still the one that counts.
fn held(claimed: &[Claimed]) -> Condition {
    Condition::all()
        .add(delivery::Column::State.eq(PENDING))
        .add(delivery::Column::Id.is_in(claimed.iter().map(|claimed| claimed.id.uuid())))
        .add(delivery::Column::Lease.is_in(claimed.iter().map(|claimed| claimed.lease)))
}

/// Whether the lease of `claimed` still holds: look before an effect that cannot be taken back.
pub async fn is_held(ctx: &Ctx, claimed: &Claimed) -> Result<bool> {
    let select = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::Seq)
        .filter(held(std::slice::from_ref(claimed)))
        .filter(delivery::Column::LeasedUntil.gt(ctx.now()));
    Ok(select.into_tuple::<i64>().one(ctx.db.read()).await?.is_some())
}

/// What is kept of an error message.
fn shortened(error: &str) -> String {
    error.chars().take(500).collect()
}

/// Marks deliveries done, unless their lease was lost meanwhile (then its new holder decides).
pub(super) async fn done(ctx: &Ctx, claimed: &[Claimed]) -> Result<()> {
    let tx = ctx.begin().await?;
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(DONE))
        .col_expr(delivery::Column::DoneAt, Expr::value(ctx.now()))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .filter(held(claimed))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Why an attempt failed, as far as it decides what happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// The handler failed: soon again.
    Handler,
    /// Somebody outside said "later": much later again.
    Refusal,
    /// Can never succeed: aside at once.
    Forever,
}

/// Puts a failed delivery back for later, or aside as dead after `max_attempts`. Returns whether it is dead.
pub(super) async fn failed(ctx: &Ctx, claimed: &Claimed, error: &str, failure: Failure) -> Result<bool> {
    let attempts = claimed.attempts + 1;
    let dead = failure == Failure::Forever || attempts >= i64::from(ctx.config.worker.max_attempts);
    let pause = if failure == Failure::Refusal { backoff::after_refusal(attempts) } else { backoff::after_failure(attempts) };
    let tx = ctx.begin().await?;
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(if dead { DEAD } else { PENDING }))
        .col_expr(delivery::Column::Attempts, Expr::value(attempts))
        .col_expr(delivery::Column::Postponements, Expr::value(0_i64))
        .col_expr(delivery::Column::AvailableAt, Expr::value(ctx.now() + pause))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .col_expr(delivery::Column::LastError, Expr::value(shortened(error)))
        .filter(held(std::slice::from_ref(claimed)))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(dead)
}

/// Gives claimed deliveries back: a machine they need is away. They keep their attempts, and wait longer each time.
pub(super) async fn postpone(ctx: &Ctx, claimed: Vec<Claimed>, error: &str) -> Result<()> {
    let mut by_time: BTreeMap<i64, Vec<Claimed>> = BTreeMap::new();
    for claimed in claimed {
        by_time.entry(claimed.postponements + 1).or_default().push(claimed);
    }
    let tx = ctx.begin().await?;
    for (time, claimed) in by_time {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::Postponements, Expr::value(time))
            .col_expr(delivery::Column::AvailableAt, Expr::value(ctx.now() + backoff::while_away(time)))
            .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
            .col_expr(delivery::Column::LastError, Expr::value(shortened(error)))
            .filter(held(&claimed))
            .exec(&*tx)
            .await?;
    }
    tx.commit().await
}
