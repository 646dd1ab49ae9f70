//! What the world may see: rows of `listing_publication`, which exist exactly while a listing is visible.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{CaseStatement, Expr, ExprTrait},
};
use uuid::Uuid;

use super::{map, rows::publication};
use crate::{
    db::page::keyset,
    identity,
    kernel::{
        Id, Page, PageRequest, Result, Timestamp, guard,
        id::{Listing as ListingId, Organization},
    },
    listing::{card::Extent, model::Publication},
};

/// What can be asked of publications without the search engine.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct PublicFilter {
    /// Only these organizations; empty for all.
    pub organizations: Vec<Id<Organization>>,
    /// Only these readiness levels; empty for all.
    pub trl: Vec<i64>,
    /// Least readiness.
    pub trl_min: Option<i64>,
}

/// What the world sees: publications of verified organizations. Those of one whose verification was taken back are kept
/// but hidden, and come back with it.
fn visible() -> Select<publication::Entity> {
    let select = publication::Entity::find();
    if guard::lifted("VerifiedHolder") {
        return select;
    }
    select.filter(identity::is_verified((publication::Entity, publication::Column::OrganizationId)))
}

/// Runs a select of publications and reads so much of each.
async fn read(select: Select<publication::Entity>, extent: Extent, db: &impl ConnectionTrait) -> Result<Vec<Publication>> {
    let column = |column: publication::Column| Expr::col((publication::Entity, column));
    let content = column(publication::Column::Content);
    let shown = match extent {
        Extent::Whole => content,
        Extent::Card => {
            let is_of_now = column(publication::Column::CardVersion).eq(column(publication::Column::ListingVersion));
            CaseStatement::new().case(is_of_now, column(publication::Column::Card)).finally(content).into()
        }
    };
    let besides = [
        publication::Column::ListingId,
        publication::Column::OrganizationId,
        publication::Column::ContentVersion,
        publication::Column::ListingVersion,
        publication::Column::PublishedAt,
        publication::Column::UpdatedAt,
    ];
    let rows = select.select_only().columns(besides).expr_as(shown, "content").into_model::<publication::Shown>().all(db).await?;
    Ok(rows.into_iter().map(map::publication).collect())
}

/// Publications by id, in one statement; those that are gone are left out.
pub async fn publications(db: &impl ConnectionTrait, ids: &[Id<ListingId>], extent: Extent) -> Result<Vec<Publication>> {
    read(visible().filter(publication::Column::ListingId.is_in(ids.iter().map(|id| id.uuid()))), extent, db).await
}

/// Which of these are published, each with the listing's version at the last change of its publication.
pub async fn published_versions(db: &impl ConnectionTrait, ids: &[Id<ListingId>]) -> Result<Vec<(Uuid, i64)>> {
    let select = visible().filter(publication::Column::ListingId.is_in(ids.iter().map(|id| id.uuid())));
    let columns = [publication::Column::ListingId, publication::Column::ListingVersion];
    Ok(select.select_only().columns(columns).into_tuple().all(db).await?)
}

fn filtered(filter: &PublicFilter) -> Select<publication::Entity> {
    let mut select = visible();
    if !filter.organizations.is_empty() {
        select = select.filter(publication::Column::OrganizationId.is_in(filter.organizations.iter().map(|id| id.uuid())));
    }
    if !filter.trl.is_empty() {
        select = select.filter(publication::Column::Trl.is_in(filter.trl.iter().copied()));
    }
    if let Some(least) = filter.trl_min {
        select = select.filter(publication::Column::Trl.gte(least));
    }
    select
}

/// Publications, newest first.
pub async fn browse(db: &impl ConnectionTrait, filter: &PublicFilter, request: &PageRequest, extent: Extent) -> Result<Page<Publication>> {
    let scope = format!("browse:{}", serde_json::json!(filter));
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let columns = [publication::Column::PublishedAt, publication::Column::ListingId];
    let rows = read(keyset(filtered(filter), &columns, true, key, request), extent, db).await?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.published_at, row.listing.uuid())))
}

/// How many publications match, counted up to `cap`.
pub async fn count_publications(db: &impl ConnectionTrait, filter: &PublicFilter, cap: u64) -> Result<u64> {
    Ok(filtered(filter).select_only().column(publication::Column::ListingId).limit(cap).count(db).await?)
}

/// Ids of publications after `after`, in the order of their ids, at most `limit`.
pub async fn ids_after(db: &impl ConnectionTrait, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>> {
    let mut select = visible().select_only().column(publication::Column::ListingId);
    if let Some(after) = after {
        select = select.filter(publication::Column::ListingId.gt(after));
    }
    Ok(select.order_by_asc(publication::Column::ListingId).limit(limit).into_tuple().all(db).await?)
}

/// Ids of an organization's publications, hidden ones too.
pub async fn of_organization(db: &impl ConnectionTrait, organization: Id<Organization>) -> Result<Vec<Uuid>> {
    let select = publication::Entity::find().filter(publication::Column::OrganizationId.eq(organization.uuid()));
    Ok(select.select_only().column(publication::Column::ListingId).into_tuple().all(db).await?)
}
