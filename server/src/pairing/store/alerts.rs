//! Pairs that somebody was told of, and how far events were looked through for them.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::kernel::{
    Id, Result, Timestamp,
    id::{Demand, Listing, Organization},
};

mod alert {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "match_alert")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub demand_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub listing_id: Uuid,
        pub organization_id: Uuid,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod progress {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "match_progress")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub through: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The one row of `match_progress`.
const ALERTS: &str = "alerts";

/// A demand and a listing.
pub type Pair = (Id<Demand>, Id<Listing>);

/// Of some pairs of one demand or one listing, those that somebody was told of. One statement.
pub async fn told(db: &impl ConnectionTrait, pairs: &[Pair]) -> Result<Vec<Pair>> {
    let (demands, listings): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().map(|(demand, listing)| (demand.uuid(), listing.uuid())).unzip();
    let among = Condition::all().add(alert::Column::DemandId.is_in(demands)).add(alert::Column::ListingId.is_in(listings));
    let select = alert::Entity::find().filter(among).select_only().column(alert::Column::DemandId).column(alert::Column::ListingId);
    let rows: Vec<(Uuid, Uuid)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(demand, listing)| (Id::from_uuid(demand), Id::from_uuid(listing))).collect())
}

/// Notes that `organization` is told of a pair; false if somebody was before, by this process or another.
pub async fn note(tx: &impl ConnectionTrait, (demand, listing): Pair, organization: Id<Organization>, at: Timestamp) -> Result<bool> {
    let row = alert::ActiveModel {
        demand_id: Set(demand.uuid()),
        listing_id: Set(listing.uuid()),
        organization_id: Set(organization.uuid()),
        created_at: Set(at),
    };
    let key = OnConflict::columns([alert::Column::DemandId, alert::Column::ListingId]).do_nothing().to_owned();
    Ok(alert::Entity::insert_many([row]).on_conflict(key).exec_without_returning(tx).await? > 0)
}

/// Forgets that somebody was to be told of a pair: one half was gone before anybody was.
pub async fn forget(tx: &impl ConnectionTrait, (demand, listing): Pair) -> Result<()> {
    alert::Entity::delete_by_id((demand.uuid(), listing.uuid())).exec(tx).await?;
    Ok(())
}

/// How far events were looked through; none before the first time.
pub async fn through(db: &impl ConnectionTrait) -> Result<Option<Timestamp>> {
    Ok(progress::Entity::find_by_id(ALERTS.to_owned()).one(db).await?.map(|row| row.through))
}

/// Notes how far events were looked through. Of two processes, that which is further counts.
pub async fn went_through(tx: &impl ConnectionTrait, through: Timestamp) -> Result<()> {
    let row = progress::ActiveModel { name: Set(ALERTS.to_owned()), through: Set(through) };
    let known = OnConflict::column(progress::Column::Name).do_nothing().to_owned();
    progress::Entity::insert_many([row]).on_conflict(known).exec_without_returning(tx).await?;
    progress::Entity::update_many()
        .col_expr(progress::Column::Through, Expr::value(through))
        .filter(progress::Column::Name.eq(ALERTS))
        .filter(progress::Column::Through.lt(through))
        .exec(tx)
        .await?;
    Ok(())
}
