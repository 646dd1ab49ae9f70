//! Deliveries as operators see them.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::{DEAD, PENDING, delivery, event};
use crate::{
    ctx::Ctx,
    db::page::keyset,
    kernel::{Id, Page, PageRequest, Result, Timestamp, id::Delivery},
};

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
    let rows = keyset(select, &[delivery::Column::Seq], true, key.map(|seq| vec![seq.into()]), request).all(ctx.db.read()).await?;
    let events = event::Entity::find().filter(event::Column::Id.is_in(rows.iter().map(|row| row.event_id))).all(ctx.db.read()).await?;
    let rows = rows.into_iter().filter_map(|row| events.iter().find(|event| event.id == row.event_id).map(|event| describe(row, event)));
    Ok(Page::from_rows(request, rows.collect(), "deadLetters", |row: &DeliveryRow| row.seq))
}

/// One delivery, whatever its state.
pub async fn find_delivery(ctx: &Ctx, id: Id<Delivery>) -> Result<Option<DeliveryRow>> {
    find(ctx, Condition::all().add(delivery::Column::Id.eq(id.uuid()))).await
}

/// One delivery that was given up.
pub async fn find_dead_letter(ctx: &Ctx, id: Id<Delivery>) -> Result<Option<DeliveryRow>> {
    find(ctx, Condition::all().add(delivery::Column::Id.eq(id.uuid())).add(delivery::Column::State.eq(DEAD))).await
}

async fn find(ctx: &Ctx, which: Condition) -> Result<Option<DeliveryRow>> {
    let Some(row) = delivery::Entity::find().filter(which).one(ctx.db.read()).await? else { return Ok(None) };
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
        .col_expr(delivery::Column::Postponements, Expr::value(0_i64))
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
