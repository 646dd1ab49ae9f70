//! Rows of the outbox.

use chrono::Duration;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr, ExprTrait, LockBehavior, LockType, Query},
};
use uuid::Uuid;

use super::{Event, Follower};
use crate::{
    ctx::Ctx,
    kernel::{
        Error, Id, Page, PageRequest, Result, Timestamp,
        id::{Delivery, OutboxEvent},
    },
};

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
        delivery::Entity::insert_many(deliveries).exec_without_returning(tx).await?;
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
        .col_expr(delivery::Column::LeasedUntil, Expr::value(now + Duration::seconds(i64::from(ctx.config.worker.lease_seconds))))
        .filter(delivery::Column::Seq.is_in(rows.iter().map(|row| row.seq)))
        .exec(&*tx)
        .await?;
    let events = event::Entity::find().filter(event::Column::Id.is_in(rows.iter().map(|row| row.event_id))).all(&*tx).await?;
    let (mut claimed, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let event = events.iter().find(|event| event.id == row.event_id);
        let read = event.and_then(|found| Some((serde_json::from_value(found.payload.clone()).ok()?, found.created_at)));
        let Some((event, happened_at)) = read else {
            unreadable.push(row.seq);
            continue;
        };
        let (id, event_id) = (Id::from_uuid(row.id), Id::from_uuid(row.event_id));
        claimed.push(Claimed { id, event_id, event, happened_at, follower, entity_id: row.entity_id, attempts: row.attempts, lease });
    }
    bury(&tx, unreadable).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Gives deliveries up whose event this program cannot read: the others must not wait for them.
async fn bury(tx: &crate::db::Write, seqs: Vec<i64>) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    tracing::error!(count = seqs.len(), "deliveries of unreadable events are given up");
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(DEAD))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .col_expr(delivery::Column::LastError, Expr::value("the event cannot be read"))
        .filter(delivery::Column::Seq.is_in(seqs))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Marks a delivery done, unless its lease was lost meanwhile (then its new holder decides).
pub(super) async fn done(ctx: &Ctx, claimed: &[Claimed]) -> Result<()> {
    let tx = ctx.begin().await?;
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(DONE))
        .col_expr(delivery::Column::DoneAt, Expr::value(ctx.now()))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .filter(delivery::Column::Id.is_in(claimed.iter().map(|claimed| claimed.id.uuid())))
        .filter(delivery::Column::Lease.is_in(claimed.iter().map(|claimed| claimed.lease)))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// Puts a failed delivery back for later, or aside as dead after `max_attempts`.
pub(super) async fn failed(ctx: &Ctx, claimed: &Claimed, error: &str, permanent: bool) -> Result<bool> {
    let attempts = claimed.attempts + 1;
    let dead = permanent || attempts >= i64::from(ctx.config.worker.max_attempts);
    // 1, 2, 4 … seconds, at most 10 minutes.
    let pause = Duration::seconds(1 << (attempts - 1).clamp(0, 9)).min(Duration::minutes(10));
    let tx = ctx.begin().await?;
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(if dead { DEAD } else { PENDING }))
        .col_expr(delivery::Column::Attempts, Expr::value(attempts))
        .col_expr(delivery::Column::AvailableAt, Expr::value(ctx.now() + pause))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .col_expr(delivery::Column::LastError, Expr::value(error.chars().take(500).collect::<String>()))
        .filter(delivery::Column::Id.eq(claimed.id.uuid()))
        .filter(delivery::Column::Lease.eq(claimed.lease))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(dead)
}

/// Gives claimed deliveries back untouched: a machine they need is away. They keep their attempts.
pub(super) async fn postpone(ctx: &Ctx, claimed: &[Claimed], error: &str, pause: Duration) -> Result<()> {
    let tx = ctx.begin().await?;
    delivery::Entity::update_many()
        .col_expr(delivery::Column::AvailableAt, Expr::value(ctx.now() + pause))
        .col_expr(delivery::Column::LeasedUntil, Expr::value(None::<Timestamp>))
        .col_expr(delivery::Column::LastError, Expr::value(error.chars().take(500).collect::<String>()))
        .filter(delivery::Column::Id.is_in(claimed.iter().map(|claimed| claimed.id.uuid())))
        .filter(delivery::Column::Lease.is_in(claimed.iter().map(|claimed| claimed.lease)))
        .exec(&*tx)
        .await?;
    tx.commit().await
}

/// A delivery as the operator sees it.
#[derive(Debug, Clone)]
pub struct DeliveryRow {
    /// The delivery.
    pub id: Id<Delivery>,
    /// Position in the outbox.
    pub seq: i64,
    /// Kind of event.
    pub event_kind: String,
    /// Type of the entity.
    pub entity_kind: String,
    /// The entity.
    pub entity_id: Uuid,
    /// Who could not follow.
    pub follower: String,
    /// Tries made.
    pub attempts: i64,
    /// Why the last one failed, for the operator.
    pub last_error: Option<String>,
    /// When it happened.
    pub happened_at: Timestamp,
}

/// Deliveries that were given up, newest first.
pub async fn dead_letters(ctx: &Ctx, request: &PageRequest) -> Result<Page<DeliveryRow>> {
    let key = request.key::<i64>("deadLetters")?;
    let select = delivery::Entity::find().filter(delivery::Column::State.eq(DEAD));
    let rows = crate::db::page::keyset(select, &[delivery::Column::Seq], true, key.map(|seq| vec![seq.into()]), request)
        .all(ctx.db.read())
        .await?;
    let events = event::Entity::find().filter(event::Column::Id.is_in(rows.iter().map(|row| row.event_id))).all(ctx.db.read()).await?;
    let rows = rows.into_iter().filter_map(|row| events.iter().find(|event| event.id == row.event_id).map(|event| describe(row, event)));
    Ok(Page::from_rows(request, rows.collect(), "deadLetters", |row: &DeliveryRow| row.seq))
}

/// One delivery, whatever its state.
pub async fn find_delivery(ctx: &Ctx, id: Id<Delivery>) -> Result<Option<DeliveryRow>> {
    let Some(row) = delivery::Entity::find().filter(delivery::Column::Id.eq(id.uuid())).one(ctx.db.read()).await? else {
        return Ok(None);
    };
    let event = event::Entity::find_by_id(row.event_id).one(ctx.db.read()).await?;
    Ok(event.map(|event| describe(row, &event)))
}

fn describe(row: delivery::Model, event: &event::Model) -> DeliveryRow {
    DeliveryRow {
        id: Id::from_uuid(row.id),
        seq: row.seq,
        event_kind: event.kind.clone(),
        entity_kind: event.entity_kind.clone(),
        entity_id: event.entity_id,
        follower: row.follower,
        attempts: row.attempts,
        last_error: row.last_error,
        happened_at: event.created_at,
    }
}

/// Puts a dead delivery back at work. `false` if there is no such dead delivery.
pub async fn retry_dead(ctx: &Ctx, tx: &impl ConnectionTrait, id: Id<Delivery>) -> Result<bool> {
    let result = delivery::Entity::update_many()
        .col_expr(delivery::Column::State, Expr::value(PENDING))
        .col_expr(delivery::Column::Attempts, Expr::value(0_i64))
        .col_expr(delivery::Column::AvailableAt, Expr::value(ctx.now()))
        .filter(delivery::Column::Id.eq(id.uuid()))
        .filter(delivery::Column::State.eq(DEAD))
        .exec(tx)
        .await?;
    Ok(result.rows_affected == 1)
}

/// How many deliveries stand in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeliveryCounts {
    /// Waiting or being worked on.
    pub pending: i64,
    /// Given up.
    pub dead: i64,
}

/// Counts open and dead deliveries.
pub async fn counts(ctx: &Ctx) -> Result<DeliveryCounts> {
    #[derive(FromQueryResult)]
    struct Row {
        state: String,
        count: i64,
    }
    let rows = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::State)
        .column_as(delivery::Column::Seq.count(), "count")
        .filter(delivery::Column::State.is_in([PENDING, DEAD]))
        .group_by(delivery::Column::State)
        .into_model::<Row>()
        .all(ctx.db.read())
        .await?;
    let of = |state: &str| rows.iter().find(|row| row.state == state).map_or(0, |row| row.count);
    Ok(DeliveryCounts { pending: of(PENDING), dead: of(DEAD) })
}

/// Removes deliveries done before `before`, and events that nothing refers to any more. Returns how many deliveries went.
pub async fn prune(ctx: &Ctx, before: Timestamp) -> Result<u64> {
    let tx = ctx.begin().await?;
    let gone = delivery::Entity::delete_many()
        .filter(delivery::Column::State.eq(DONE))
        .filter(delivery::Column::DoneAt.lt(before))
        .exec(&*tx)
        .await?
        .rows_affected;
    let referred = Query::select().column(delivery::Column::EventId).from(delivery::Entity).to_owned();
    event::Entity::delete_many()
        .filter(event::Column::CreatedAt.lt(before))
        .filter(event::Column::Id.not_in_subquery(referred))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(gone)
}
