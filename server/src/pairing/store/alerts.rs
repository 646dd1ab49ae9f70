//! Pairs that somebody was told of, and how far events were looked through for them.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use crate::{
    demand,
    kernel::{
        Id, Result, Timestamp,
        id::{Demand, Listing, Organization},
    },
    listing,
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
        /// When the enterprise was told.
        pub told_at: Option<DateTimeUtc>,
        /// When the office was.
        pub office_told_at: Option<DateTimeUtc>,
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

/// One of the two that may be told of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Whoever posted the demand.
    Enterprise,
    /// Whoever holds the listing.
    Office,
}

impl Side {
    /// Where it is noted that they were told.
    const fn column(self) -> alert::Column {
        match self {
            Self::Enterprise => alert::Column::ToldAt,
            Self::Office => alert::Column::OfficeToldAt,
        }
    }
}

/// A demand and a listing.
pub type Pair = (Id<Demand>, Id<Listing>);

/// Of some pairs of one demand or one listing, those that somebody was told of, or is about to be. One statement.
pub async fn told(db: &impl ConnectionTrait, pairs: &[Pair]) -> Result<Vec<Pair>> {
    let (demands, listings): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().map(|(demand, listing)| (demand.uuid(), listing.uuid())).unzip();
    let among = Condition::all().add(alert::Column::DemandId.is_in(demands)).add(alert::Column::ListingId.is_in(listings));
    let select = alert::Entity::find().filter(among).select_only().column(alert::Column::DemandId).column(alert::Column::ListingId);
    let rows: Vec<(Uuid, Uuid)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(demand, listing)| (Id::from_uuid(demand), Id::from_uuid(listing))).collect())
}

/// Notes that `organization` is to be told of a pair, and the other side perhaps as well; false if somebody is or was already, by this process or another.
pub async fn note(tx: &impl ConnectionTrait, (demand, listing): Pair, organization: Id<Organization>, at: Timestamp) -> Result<bool> {
    let row = alert::ActiveModel {
        demand_id: Set(demand.uuid()),
        listing_id: Set(listing.uuid()),
        organization_id: Set(organization.uuid()),
        created_at: Set(at),
        told_at: Set(None),
        office_told_at: Set(None),
    };
    let key = OnConflict::columns([alert::Column::DemandId, alert::Column::ListingId]).do_nothing().to_owned();
    Ok(alert::Entity::insert_many([row]).on_conflict(key).exec_without_returning(tx).await? > 0)
}

/// Notes that one side is told of a pair now; false if it was before, or if the pair was forgotten.
pub async fn note_told(tx: &impl ConnectionTrait, pair: Pair, side: Side, at: Timestamp) -> Result<bool> {
    let now = alert::Entity::update_many().col_expr(side.column(), Expr::value(at)).filter(untold(pair, side));
    Ok(now.exec(tx).await?.rows_affected == 1)
}

/// Forgets that somebody was to be told of a pair: one half was gone before anybody was. What was told stays told.
pub async fn forget(tx: &impl ConnectionTrait, pair: Pair) -> Result<()> {
    let by_nobody = untold(pair, Side::Enterprise).add(Side::Office.column().is_null());
    alert::Entity::delete_many().filter(by_nobody).exec(tx).await?;
    Ok(())
}

fn untold((demand, listing): Pair, side: Side) -> Condition {
    let is_pair = Condition::all().add(alert::Column::DemandId.eq(demand.uuid())).add(alert::Column::ListingId.eq(listing.uuid()));
    is_pair.add(side.column().is_null())
}

/// Forgets pairs of before `before` of which one half is over for good, at most `limit`; how many. The others stay: they may
/// come back, and nobody is told of them again.
pub async fn prune(tx: &impl ConnectionTrait, before: Timestamp, limit: u64) -> Result<u64> {
    let over = Condition::any()
        .add(demand::is_over((alert::Entity, alert::Column::DemandId)))
        .add(listing::is_over((alert::Entity, alert::Column::ListingId)));
    let old = alert::Entity::find().filter(alert::Column::CreatedAt.lt(before)).filter(over).order_by_asc(alert::Column::CreatedAt);
    let old = old.select_only().columns([alert::Column::DemandId, alert::Column::ListingId]).limit(limit).into_query();
    let key = Expr::tuple([Expr::col(alert::Column::DemandId), Expr::col(alert::Column::ListingId)]);
    Ok(alert::Entity::delete_many().filter(key.in_subquery(old)).exec(tx).await?.rows_affected)
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
