//! Rows of proposals to split a demand: a matter of its owner's people, of whoever carries the owner's mandate, and of staff.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, Order, Query, WindowStatement},
};
use uuid::Uuid;

use super::{
    map::code,
    rows::{Content, split},
};
use crate::{
    db::is_unique_violation,
    demand::model::Split,
    kernel::{
        Actor, Code, Error, Id, Result, guard,
        id::{Demand as DemandId, DemandSplit, Organization},
    },
};
use split::Column;

/// Rows that `actor` may see; `clients` are those whose mandates the actor carries.
fn select(actor: &Actor, clients: &[Id<Organization>]) -> Select<split::Entity> {
    let select = split::Entity::find();
    if actor.is_staff() || guard::lifted("DemandOwnSplits") {
        return select;
    }
    let own = actor.seats().iter().map(|seat| seat.organization).chain(clients.iter().copied());
    let own: Vec<Uuid> = own.map(Id::uuid).collect();
    select.filter(Column::OrganizationId.is_in(own))
}

/// Splits by id that `actor` may see, in no order; one statement.
pub async fn find_splits(
    db: &impl ConnectionTrait,
    actor: &Actor,
    clients: &[Id<Organization>],
    ids: &[Id<DemandSplit>],
) -> Result<Vec<Split>> {
    let rows = select(actor, clients).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// The last splits of several demands that `actor` may see, newest first, at most `each` of any one of them; one statement.
pub async fn splits_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    clients: &[Id<Organization>],
    demands: &[Id<DemandId>],
    each: u32,
) -> Result<HashMap<Id<DemandId>, Vec<Split>>> {
    let newest_first =
        WindowStatement::partition_by(Column::DemandId).order_by(Column::CreatedAt, Order::Desc).order_by(Column::Id, Order::Desc).take();
    let numbered = Query::select()
        .column(Column::Id)
        .expr_window_as(Func::cust("ROW_NUMBER"), newest_first, "place")
        .from(split::Entity)
        .and_where(Column::DemandId.is_in(demands.iter().map(|id| id.uuid())))
        .take();
    let last = Query::select().column(Column::Id).from_subquery(numbered, "numbered").and_where(Expr::col("place").lte(each)).take();
    let select = select(actor, clients).filter(Column::Id.in_subquery(last));
    let rows = select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(db).await?;
    let mut found: HashMap<Id<DemandId>, Vec<Split>> = HashMap::new();
    for row in rows {
        let split = read(row)?;
        found.entry(split.demand).or_default().push(split);
    }
    Ok(found)
}

/// A split that `actor` may see, locked until the end of the transaction.
pub async fn lock_split(tx: &impl ConnectionTrait, actor: &Actor, id: Id<DemandSplit>) -> Result<Option<Split>> {
    let mut select = select(actor, &[]).filter(Column::Id.eq(id.uuid()));
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(read).transpose()
}

/// Writes a new split.
///
/// # Errors
/// `PROPOSAL_EXISTS` if the demand has an open one.
pub async fn insert_split(tx: &impl ConnectionTrait, split: &Split) -> Result<()> {
    match split::Entity::insert(write(split)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::ProposalExists)),
        Err(error) => Err(error.into()),
    }
}

/// Writes a split that [`lock_split`] has read in this transaction.
pub async fn save_split(tx: &impl ConnectionTrait, split: &Split) -> Result<()> {
    // Boxed: three contents make a large future.
    Box::pin(split::Entity::update(write(split)).exec(tx)).await?;
    Ok(())
}

fn write(split: &Split) -> split::ActiveModel {
    let row = split::Model {
        id: split.id.uuid(),
        demand_id: split.demand.uuid(),
        organization_id: split.organization.uuid(),
        state: split.state.to_string(),
        note: split.note.clone(),
        base_content_version: split.base_content_version,
        base: Content(split.base.clone()),
        kept: Content(split.kept.clone()),
        kept_decision: split.kept_decision.to_string(),
        split_off: Content(split.split_off.clone()),
        split_off_decision: split.split_off_decision.to_string(),
        created_demand_id: split.created_demand.map(Id::uuid),
        version: split.version,
        created_by: split.created_by.map(Id::uuid),
        created_at: split.created_at,
        updated_at: split.updated_at,
    };
    row.into_active_model().reset_all()
}

fn read(row: split::Model) -> Result<Split> {
    Ok(Split {
        id: Id::from_uuid(row.id),
        demand: Id::from_uuid(row.demand_id),
        organization: Id::from_uuid(row.organization_id),
        state: code(&row.state)?,
        note: row.note,
        base_content_version: row.base_content_version,
        base: row.base.0,
        kept: row.kept.0,
        kept_decision: code(&row.kept_decision)?,
        split_off: row.split_off.0,
        split_off_decision: code(&row.split_off_decision)?,
        created_demand: row.created_demand_id.map(Id::from_uuid),
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
