//! Rows of what advisors pick: read through their case, by callers who have checked who asks.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromJsonQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde::{Deserialize, Serialize};

use super::{map::code, rows::case};
use crate::{
    brokering::pick::{Pick, Shortlist},
    db::is_unique_violation,
    kernel::{
        Code, Error, Id, Result,
        id::{BrokerCase, CasePick, Demand, Listing},
    },
    listing::content::BilingualText,
};

/// A reason, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
struct Reason(BilingualText);

mod pick {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_pick")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub case_id: Uuid,
        pub organization_id: Uuid,
        pub advisor_id: Uuid,
        pub listing_id: Uuid,
        pub holder_id: Uuid,
        pub reason: super::Reason,
        pub place: i64,
        pub shortlist_id: Option<Uuid>,
        pub verdict: Option<String>,
        pub answer: Option<String>,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod shortlist {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_shortlist")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub log_id: Uuid,
        pub case_id: Uuid,
        pub organization_id: Uuid,
        pub advisor_id: Uuid,
        pub round: i64,
        pub explanation: Option<String>,
        pub sent_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Picks of cases in their order, also those that were sent; one statement.
pub async fn picks_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Pick>> {
    let select = pick::Entity::find().filter(pick::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    let rows = select.order_by_asc(pick::Column::Place).order_by_asc(pick::Column::Id).all(db).await?;
    rows.into_iter().map(read_pick).collect()
}

/// A pick; one statement.
pub async fn find_pick(db: &impl ConnectionTrait, id: Id<CasePick>) -> Result<Option<Pick>> {
    pick::Entity::find_by_id(id.uuid()).one(db).await?.map(read_pick).transpose()
}

/// What was sent of a listing in the cases about a demand that are not over, locked until the end of the transaction.
pub async fn lock_sent(tx: &impl ConnectionTrait, demand: Id<Demand>, listing: Id<Listing>) -> Result<Vec<Pick>> {
    let open = case::Entity::find()
        .filter(case::Column::DemandId.eq(demand.uuid()))
        .filter(case::Column::ClosedAt.is_null())
        .select_only()
        .column(case::Column::Id);
    let mut select = pick::Entity::find()
        .filter(pick::Column::ListingId.eq(listing.uuid()))
        .filter(pick::Column::ShortlistId.is_not_null())
        .filter(pick::Column::CaseId.in_subquery(open.into_query()))
        .order_by_asc(pick::Column::Id);
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.all(tx).await?.into_iter().map(read_pick).collect()
}

/// Ids of the cases about demands, newest first; for callers who ask for the cases as somebody sees them. One
/// statement.
pub async fn cases_about(db: &impl ConnectionTrait, demands: &[Id<Demand>]) -> Result<Vec<Id<BrokerCase>>> {
    let about = case::Entity::find().filter(case::Column::DemandId.is_in(demands.iter().map(|id| id.uuid())));
    let newest = about.select_only().column(case::Column::Id).order_by_desc(case::Column::CreatedAt).order_by_desc(case::Column::Id);
    let ids: Vec<uuid::Uuid> = newest.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Writes a new pick.
///
/// # Errors
/// `DUPLICATE` at `listingId` if the listing was picked in the case before: a unique index decides.
pub async fn insert_pick(tx: &impl ConnectionTrait, pick: &Pick) -> Result<()> {
    match pick::Entity::insert(write_pick(pick)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::Duplicate).at("listingId")),
        Err(error) => Err(error.into()),
    }
}

/// Writes a pick whose case, or which itself, was locked in this transaction.
pub async fn save_pick(tx: &impl ConnectionTrait, pick: &Pick) -> Result<()> {
    pick::Entity::update(write_pick(pick)).exec(tx).await?;
    Ok(())
}

/// Forgets a pick that was not sent. Its case was locked in this transaction.
pub async fn remove_pick(tx: &impl ConnectionTrait, id: Id<CasePick>) -> Result<()> {
    pick::Entity::delete_many().filter(pick::Column::Id.eq(id.uuid())).filter(pick::Column::ShortlistId.is_null()).exec(tx).await?;
    Ok(())
}

/// Shortlists of cases, oldest first; one statement.
pub async fn shortlists_of(db: &impl ConnectionTrait, cases: &[Id<BrokerCase>]) -> Result<Vec<Shortlist>> {
    let select = shortlist::Entity::find().filter(shortlist::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())));
    Ok(select.order_by_asc(shortlist::Column::Round).all(db).await?.into_iter().map(read_shortlist).collect())
}

/// Writes a new shortlist.
pub async fn insert_shortlist(tx: &impl ConnectionTrait, sent: &Shortlist) -> Result<()> {
    let row = shortlist::Model {
        log_id: sent.note.uuid(),
        case_id: sent.case.uuid(),
        organization_id: sent.client.uuid(),
        advisor_id: sent.advisor.uuid(),
        round: sent.round,
        explanation: sent.explanation.clone(),
        sent_at: sent.sent_at,
    };
    shortlist::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx).await?;
    Ok(())
}

fn write_pick(pick: &Pick) -> pick::ActiveModel {
    let row = pick::Model {
        id: pick.id.uuid(),
        case_id: pick.case.uuid(),
        organization_id: pick.client.uuid(),
        advisor_id: pick.advisor.uuid(),
        listing_id: pick.listing.uuid(),
        holder_id: pick.holder.uuid(),
        reason: Reason(pick.reason.clone()),
        place: pick.place,
        shortlist_id: pick.shortlist.map(Id::uuid),
        verdict: pick.verdict.map(|verdict| verdict.to_string()),
        answer: pick.answer.clone(),
        answered_by: pick.answered_by.map(Id::uuid),
        answered_at: pick.answered_at,
        version: pick.version,
        created_at: pick.created_at,
        updated_at: pick.updated_at,
    };
    row.into_active_model().reset_all()
}

fn read_pick(row: pick::Model) -> Result<Pick> {
    Ok(Pick {
        id: Id::from_uuid(row.id),
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        advisor: Id::from_uuid(row.advisor_id),
        listing: Id::from_uuid(row.listing_id),
        holder: Id::from_uuid(row.holder_id),
        reason: row.reason.0,
        place: row.place,
        shortlist: row.shortlist_id.map(Id::from_uuid),
        verdict: row.verdict.as_deref().map(code).transpose()?,
        answer: row.answer,
        answered_by: row.answered_by.map(Id::from_uuid),
        answered_at: row.answered_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn read_shortlist(row: shortlist::Model) -> Shortlist {
    Shortlist {
        note: Id::from_uuid(row.log_id),
        case: Id::from_uuid(row.case_id),
        client: Id::from_uuid(row.organization_id),
        advisor: Id::from_uuid(row.advisor_id),
        round: row.round,
        explanation: row.explanation,
        sent_at: row.sent_at,
    }
}
