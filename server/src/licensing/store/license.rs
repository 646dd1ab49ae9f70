//! Rows of licenses.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{CaseStatement, ExprTrait, SimpleExpr},
};
use uuid::Uuid;

use super::{PartyFilter, from_json, parse, party, to_json, visible};
use crate::{
    ctx::Ctx,
    db::page::keyset,
    kernel::{
        Actor, Id, Page, PageRequest, Result, Timestamp,
        id::{self, LicenseRequest, Listing},
    },
    licensing::{
        model::License,
        rules::{LicenseState, Scope},
    },
};

pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "license")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub request_id: Uuid,
        pub listing_id: Uuid,
        pub licensor_id: Uuid,
        pub licensee_id: Uuid,
        pub kind: String,
        pub territory: Json,
        pub field_of_use: Option<String>,
        pub payment_mode: String,
        pub use_first_pay_later: bool,
        pub royalty: Option<Json>,
        pub size_class: Option<String>,
        pub size_id: Option<Uuid>,
        pub plan: Json,
        pub checks: Json,
        pub rule_versions: Json,
        pub effective_on: Date,
        pub ends_on: Date,
        pub version: i64,
        pub granted_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

/// Which licenses a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LicenseFilter {
    /// Whose.
    pub party: PartyFilter,
    /// In which states; empty for all.
    pub states: Vec<LicenseState>,
    /// On which listing.
    pub listing: Option<Id<Listing>>,
}

impl LicenseFilter {
    /// What a cursor of the list is good for: the list as it is today, because states are told by the date.
    fn scope(&self, today: NaiveDate) -> String {
        let day = if self.states.is_empty() { String::new() } else { today.to_string() };
        format!("licenses:{self:?}:{day}")
    }
}

fn select(actor: &Actor) -> Select<row::Entity> {
    row::Entity::find().filter(visible(actor, Column::LicensorId, Column::LicenseeId))
}

fn filtered(actor: &Actor, filter: &LicenseFilter, today: NaiveDate) -> Select<row::Entity> {
    let mut condition = Condition::all().add(party(filter.party, actor, Column::LicensorId, Column::LicenseeId));
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(|state| match state {
            LicenseState::Active => Column::EndsOn.gte(today),
            LicenseState::Ended => Column::EndsOn.lt(today),
        });
        condition = condition.add(states.fold(Condition::any(), Condition::add));
    }
    if let Some(listing) = filter.listing {
        condition = condition.add(Column::ListingId.eq(listing.uuid()));
    }
    select(actor).filter(condition)
}

/// One license, if `actor` may see it.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: Id<id::License>) -> Result<Option<License>> {
    select(actor).filter(Column::Id.eq(id.uuid())).one(db).await?.map(read).transpose()
}

/// Licenses of `licensor` for `licensee`, oldest first, at most `limit`; for the program's own use. One statement.
pub async fn between(
    db: &impl ConnectionTrait,
    licensor: Id<id::Organization>,
    licensee: Id<id::Organization>,
    limit: u64,
) -> Result<Vec<License>> {
    let all = row::Entity::find().filter(Column::LicensorId.eq(licensor.uuid())).filter(Column::LicenseeId.eq(licensee.uuid()));
    let rows = all.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// The licenses among `ids` that `actor` may see; one statement.
pub async fn find_many(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<id::License>]) -> Result<Vec<License>> {
    let rows = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// The licenses that answer `requests`, as far as `actor` may see them; one statement.
pub async fn of_requests(ctx: &Ctx, actor: &Actor, requests: &[Id<LicenseRequest>]) -> Result<HashMap<Id<LicenseRequest>, License>> {
    let rows = select(actor).filter(Column::RequestId.is_in(requests.iter().map(|id| id.uuid()))).all(ctx.db.read()).await?;
    rows.into_iter().map(|row| read(row).map(|license| (license.request, license))).collect()
}

/// Scopes of the licenses on `listings` that `actor` may see: what a new license must not clash with. The licensor sees
/// all of its own, so the answer is complete for whoever may grant.
pub async fn scopes(db: &impl ConnectionTrait, actor: &Actor, listings: &[Id<Listing>]) -> Result<HashMap<Id<Listing>, Vec<Scope>>> {
    let rows = select(actor).filter(Column::ListingId.is_in(listings.iter().map(|id| id.uuid()))).all(db).await?;
    let mut scopes: HashMap<Id<Listing>, Vec<Scope>> = HashMap::new();
    for row in rows {
        scopes.entry(Id::from_uuid(row.listing_id)).or_default().push(read(row)?.scope);
    }
    Ok(scopes)
}

/// The license that was granted on a request; for the program's own use. One statement.
pub async fn license_id_of(db: &impl ConnectionTrait, request: Id<LicenseRequest>) -> Result<Option<Id<id::License>>> {
    let granted = row::Entity::find().filter(Column::RequestId.eq(request.uuid())).select_only().column(Column::Id);
    Ok(granted.into_tuple::<Uuid>().one(db).await?.map(Id::from_uuid))
}

/// Scopes of the licenses on `listings` that have not ended before `today`, whoever has them; for the program's own use. One
/// statement.
pub async fn scopes_standing(
    db: &impl ConnectionTrait,
    listings: &[Id<Listing>],
    today: NaiveDate,
) -> Result<HashMap<Id<Listing>, Vec<Scope>>> {
    let held = row::Entity::find()
        .select_only()
        .columns([Column::ListingId, Column::Kind, Column::Territory, Column::EffectiveOn, Column::EndsOn])
        .filter(Column::ListingId.is_in(listings.iter().map(|id| id.uuid())))
        .filter(Column::EndsOn.gte(today));
    let rows: Vec<(Uuid, String, serde_json::Value, NaiveDate, NaiveDate)> = held.into_tuple().all(db).await?;
    let mut scopes: HashMap<Id<Listing>, Vec<Scope>> = HashMap::new();
    for (listing, kind, territory, effective_on, ends_on) in rows {
        let scope = Scope { kind: parse(&kind)?, territory: from_json(territory)?, effective_on, ends_on };
        scopes.entry(Id::from_uuid(listing)).or_default().push(scope);
    }
    Ok(scopes)
}

/// A page of licenses, newest first.
pub async fn page(ctx: &Ctx, actor: &Actor, filter: &LicenseFilter, request: &PageRequest) -> Result<Page<License>> {
    let today = ctx.clock.today();
    let scope = filter.scope(today);
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(actor, filter, today), &[Column::CreatedAt, Column::Id], true, key, request).all(ctx.db.read()).await?;
    let rows = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.created_at, row.id.uuid())))
}

/// How many licenses a list shows in all, counted up to `cap`.
pub async fn count(ctx: &Ctx, actor: &Actor, filter: &LicenseFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter, ctx.clock.today()).select_only().column(Column::Id).limit(cap).count(ctx.db.read()).await?)
}

/// How many licenses a list shows in each state, whichever states its filter names. One statement.
pub async fn count_by_state(ctx: &Ctx, actor: &Actor, filter: &LicenseFilter) -> Result<Vec<(LicenseState, i64)>> {
    let today = ctx.clock.today();
    let all = LicenseFilter { states: Vec::new(), ..filter.clone() };
    let runs: SimpleExpr = CaseStatement::new().case(Column::EndsOn.gte(today), 1).finally(0).into();
    let select = filtered(actor, &all, today).select_only().column_as(Column::Id.count(), "count").column_as(runs.sum(), "active");
    let counted: Option<(i64, Option<i64>)> = select.into_tuple().one(ctx.db.read()).await?;
    let (count, active) = counted.map_or((0, 0), |(count, active)| (count, active.unwrap_or_default()));
    let states = [(LicenseState::Active, active), (LicenseState::Ended, count - active)];
    Ok(states.into_iter().filter(|(_, count)| *count > 0).collect())
}

/// Writes a new license. A request has at most one (a unique index).
pub async fn insert(tx: &impl ConnectionTrait, license: &License) -> Result<()> {
    let row = row::Model {
        id: license.id.uuid(),
        request_id: license.request.uuid(),
        listing_id: license.listing.uuid(),
        licensor_id: license.licensor.uuid(),
        licensee_id: license.licensee.uuid(),
        kind: license.scope.kind.to_string(),
        territory: to_json(&license.scope.territory)?,
        field_of_use: license.field_of_use.clone(),
        payment_mode: license.payment_mode.to_string(),
        use_first_pay_later: license.use_first_pay_later,
        royalty: license.royalty.as_ref().map(to_json).transpose()?,
        size_class: license.size.map(|size| size.to_string()),
        size_id: license.size_declaration.map(Id::uuid),
        plan: to_json(&license.plan)?,
        checks: to_json(&license.checks)?,
        rule_versions: to_json(&license.rules)?,
        effective_on: license.scope.effective_on,
        ends_on: license.scope.ends_on,
        version: license.version,
        granted_by: license.granted_by.map(Id::uuid),
        created_at: license.created_at,
        updated_at: license.updated_at,
    };
    row::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

fn read(row: row::Model) -> Result<License> {
    Ok(License {
        id: Id::from_uuid(row.id),
        request: Id::from_uuid(row.request_id),
        listing: Id::from_uuid(row.listing_id),
        licensor: Id::from_uuid(row.licensor_id),
        licensee: Id::from_uuid(row.licensee_id),
        scope: Scope {
            kind: parse(&row.kind)?,
            territory: from_json(row.territory)?,
            effective_on: row.effective_on,
            ends_on: row.ends_on,
        },
        field_of_use: row.field_of_use,
        payment_mode: parse(&row.payment_mode)?,
        use_first_pay_later: row.use_first_pay_later,
        royalty: row.royalty.map(from_json).transpose()?,
        size: row.size_class.as_deref().map(parse).transpose()?,
        size_declaration: row.size_id.map(Id::from_uuid),
        plan: from_json(row.plan)?,
        checks: from_json(row.checks)?,
        rules: from_json(row.rule_versions)?,
        version: row.version,
        granted_by: row.granted_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
