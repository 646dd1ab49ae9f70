//! Rows of feedback: the demand's people read theirs, staff all, advisors those of their clients. The office that holds the
//! listing reads none.

pub mod alerts;

use std::str::FromStr;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select, sea_query::ExprTrait,
};
use uuid::Uuid;

use super::{
    model::{Feedback, Moment},
    vocabulary::MatchVerdict,
};
use crate::{
    db::is_unique_violation,
    kernel::{
        Actor, Error, Id, Result, guard,
        id::{Demand, Listing, MatchFeedback, Organization},
    },
};
use row::Column;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "match_feedback")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub demand_id: Uuid,
        pub listing_id: Uuid,
        pub organization_id: Uuid,
        pub holder_id: Uuid,
        pub verdict: String,
        pub note: Option<String>,
        pub settled_verdict: Option<String>,
        pub moment: Json,
        pub version: i64,
        pub given_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub withdrawn_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Rows that `actor` may see; `clients` are those whose mandates for demands the actor carries. What was said about a listing
/// that the actor's own house holds is not the house's to know, whomever its people advise.
fn select(actor: &Actor, clients: &[Id<Organization>]) -> Select<row::Entity> {
    let select = row::Entity::find();
    if actor.is_staff() || matches!(actor, Actor::System(_)) || guard::lifted("PairingOwnFeedback") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    let carried = Column::OrganizationId.is_in(clients.iter().map(|id| id.uuid())).and(Column::HolderId.is_not_in(own.clone()));
    select.filter(Condition::any().add(Column::OrganizationId.is_in(own)).add(carried))
}

/// Feedback by id that `actor` may see, in no order; one statement.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    clients: &[Id<Organization>],
    ids: &[Id<MatchFeedback>],
) -> Result<Vec<Feedback>> {
    let rows = select(actor, clients).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Feedback about a demand's matches that stands and that `actor` may see, last given first; one statement.
pub async fn of_demand(
    db: &impl ConnectionTrait,
    actor: &Actor,
    clients: &[Id<Organization>],
    demand: Id<Demand>,
) -> Result<Vec<Feedback>> {
    let standing = select(actor, clients).filter(Column::DemandId.eq(demand.uuid())).filter(Column::WithdrawnAt.is_null());
    let rows = standing.order_by_desc(Column::UpdatedAt).order_by_desc(Column::Id).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Everything that was said about a listing, also what was taken back: for totals. The caller shows no row of it.
pub async fn about_listing(db: &impl ConnectionTrait, listing: Id<Listing>) -> Result<Vec<Feedback>> {
    let rows = row::Entity::find().filter(Column::ListingId.eq(listing.uuid())).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Feedback after `after` in the order of ids, at most `limit`: for the program itself.
pub async fn after(db: &impl ConnectionTrait, after: Option<Id<MatchFeedback>>, limit: u64) -> Result<Vec<Feedback>> {
    let mut select = row::Entity::find().order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after.uuid()));
    }
    select.all(db).await?.into_iter().map(read).collect()
}

/// Of some pairs of one demand or one listing, those about which something stands. One statement, for the program itself.
pub async fn judged(db: &impl ConnectionTrait, pairs: &[alerts::Pair]) -> Result<Vec<alerts::Pair>> {
    let (demands, listings): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().map(|(demand, listing)| (demand.uuid(), listing.uuid())).unzip();
    let standing = row::Entity::find().filter(Column::WithdrawnAt.is_null());
    let select = standing.filter(Column::DemandId.is_in(demands)).filter(Column::ListingId.is_in(listings));
    let rows: Vec<(Uuid, Uuid)> = select.select_only().column(Column::DemandId).column(Column::ListingId).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(demand, listing)| (Id::from_uuid(demand), Id::from_uuid(listing))).collect())
}

/// What was said about a pair in the name of the actor's own organizations, locked until the end of the transaction.
pub async fn lock_pair(tx: &impl ConnectionTrait, actor: &Actor, demand: Id<Demand>, listing: Id<Listing>) -> Result<Option<Feedback>> {
    locked(tx, select(actor, &[]).filter(Column::DemandId.eq(demand.uuid())).filter(Column::ListingId.eq(listing.uuid()))).await
}

/// Feedback that `actor` may see, locked until the end of the transaction.
pub async fn lock(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    clients: &[Id<Organization>],
    id: Id<MatchFeedback>,
) -> Result<Option<Feedback>> {
    locked(tx, select(actor, clients).filter(Column::Id.eq(id.uuid()))).await
}

async fn locked(tx: &impl ConnectionTrait, mut select: Select<row::Entity>) -> Result<Option<Feedback>> {
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(read).transpose()
}

/// Writes new feedback; false if somebody else was first, which ends the transaction.
pub async fn insert(tx: &impl ConnectionTrait, feedback: &Feedback) -> Result<bool> {
    match row::Entity::insert(write(feedback)?).exec_without_returning(tx).await {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Writes feedback that [`lock`] or [`lock_pair`] has read in this transaction.
pub async fn save(tx: &impl ConnectionTrait, feedback: &Feedback) -> Result<()> {
    row::Entity::update(write(feedback)?).exec(tx).await?;
    Ok(())
}

fn write(feedback: &Feedback) -> Result<row::ActiveModel> {
    let row = row::Model {
        id: feedback.id.uuid(),
        demand_id: feedback.demand.uuid(),
        listing_id: feedback.listing.uuid(),
        organization_id: feedback.organization.uuid(),
        holder_id: feedback.holder.uuid(),
        verdict: feedback.verdict.to_string(),
        note: feedback.note.clone(),
        settled_verdict: feedback.settled.map(|verdict| verdict.to_string()),
        moment: serde_json::to_value(&feedback.moment).map_err(Error::internal)?,
        version: feedback.version,
        given_by: feedback.given_by.map(Id::uuid),
        created_at: feedback.created_at,
        updated_at: feedback.updated_at,
        withdrawn_at: feedback.withdrawn_at,
    };
    Ok(row.into_active_model().reset_all())
}

fn read(row: row::Model) -> Result<Feedback> {
    Ok(Feedback {
        id: Id::from_uuid(row.id),
        demand: Id::from_uuid(row.demand_id),
        listing: Id::from_uuid(row.listing_id),
        organization: Id::from_uuid(row.organization_id),
        holder: Id::from_uuid(row.holder_id),
        verdict: verdict(&row.verdict)?,
        note: row.note,
        settled: row.settled_verdict.as_deref().map(verdict).transpose()?,
        moment: serde_json::from_value::<Moment>(row.moment).map_err(Error::internal)?,
        version: row.version,
        given_by: row.given_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
        withdrawn_at: row.withdrawn_at,
    })
}

fn verdict(text: &str) -> Result<MatchVerdict> {
    MatchVerdict::from_str(text).map_err(|_| Error::internal(format!("unknown verdict {text} in the database")))
}
