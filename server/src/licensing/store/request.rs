//! Rows of requests.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::{PartyFilter, from_json, parse, party, to_json, visible};
use crate::{
    ctx::Ctx,
    db::{is_unique_violation, page::keyset},
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Timestamp,
        id::{self, Listing},
    },
    licensing::{model::LicenseRequest, rules::LicenseRequestState},
};

pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "license_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub listing_id: Uuid,
        pub listing_content_version: i64,
        pub offer_code: String,
        pub offer: Json,
        pub licensor_id: Uuid,
        pub licensee_id: Uuid,
        pub use_first_pay_later: bool,
        pub payment_mode: String,
        pub price_offered: Option<Json>,
        pub state: String,
        pub purpose: String,
        pub size_class: Option<String>,
        pub size_id: Option<Uuid>,
        pub checks: Json,
        pub rule_versions: Json,
        pub reply_working_days: i64,
        pub reply_by: Date,
        pub reply_by_provisional: bool,
        pub reason: Option<String>,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub version: i64,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

/// Which requests a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestFilter {
    /// Whose.
    pub party: PartyFilter,
    /// In which states; empty for all.
    pub states: Vec<LicenseRequestState>,
    /// For which listing.
    pub listing: Option<Id<Listing>>,
}

impl RequestFilter {
    fn scope(&self) -> String {
        format!("license-requests:{self:?}")
    }
}

fn select(actor: &Actor) -> Select<row::Entity> {
    row::Entity::find().filter(visible(actor, Column::LicensorId, Column::LicenseeId))
}

fn filtered(actor: &Actor, filter: &RequestFilter) -> Select<row::Entity> {
    let mut condition = Condition::all().add(party(filter.party, actor, Column::LicensorId, Column::LicenseeId));
    if !filter.states.is_empty() {
        condition = condition.add(Column::State.is_in(filter.states.iter().map(ToString::to_string)));
    }
    if let Some(listing) = filter.listing {
        condition = condition.add(Column::ListingId.eq(listing.uuid()));
    }
    select(actor).filter(condition)
}

/// One request, if `actor` may see it.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, id: Id<id::LicenseRequest>) -> Result<Option<LicenseRequest>> {
    select(actor).filter(Column::Id.eq(id.uuid())).one(db).await?.map(read).transpose()
}

/// The requests among `ids` that `actor` may see, in no order; one statement.
pub async fn find_many(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<id::LicenseRequest>]) -> Result<Vec<LicenseRequest>> {
    let rows = select(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Whether `licensee` has ever asked `licensor` for a license; for the program's own use. One statement.
pub async fn have_dealt(db: &impl ConnectionTrait, licensee: Id<id::Organization>, licensor: Id<id::Organization>) -> Result<bool> {
    let asked = row::Entity::find()
        .filter(Column::LicenseeId.eq(licensee.uuid()))
        .filter(Column::LicensorId.eq(licensor.uuid()))
        .select_only()
        .column(Column::Id)
        .limit(1);
    Ok(asked.into_tuple::<Uuid>().one(db).await?.is_some())
}

/// Whether `licensee` has an open request for an offer. The caller has checked that somebody of the licensee asks.
pub async fn has_open_request(
    db: &impl ConnectionTrait,
    licensee: Id<id::Organization>,
    listing: Id<Listing>,
    offer_code: &str,
) -> Result<bool> {
    let found = row::Entity::find()
        .filter(Column::LicenseeId.eq(licensee.uuid()))
        .filter(Column::ListingId.eq(listing.uuid()))
        .filter(Column::OfferCode.eq(offer_code))
        .filter(Column::State.eq(LicenseRequestState::Submitted.to_string()))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// A page of requests, newest first.
pub async fn page(ctx: &Ctx, actor: &Actor, filter: &RequestFilter, request: &PageRequest) -> Result<Page<LicenseRequest>> {
    let scope = filter.scope();
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![at.into(), id.into()]);
    let rows = keyset(filtered(actor, filter), &[Column::CreatedAt, Column::Id], true, key, request).all(ctx.db.read()).await?;
    let rows = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |row| (row.created_at, row.id.uuid())))
}

/// How many requests a list shows in all, counted up to `cap`.
pub async fn count(ctx: &Ctx, actor: &Actor, filter: &RequestFilter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter).select_only().column(Column::Id).limit(cap).count(ctx.db.read()).await?)
}

/// How many requests a list shows in each state, whichever states its filter names. One statement.
pub async fn count_by_state(ctx: &Ctx, actor: &Actor, filter: &RequestFilter) -> Result<Vec<(LicenseRequestState, i64)>> {
    let all = RequestFilter { states: Vec::new(), ..filter.clone() };
    let select = filtered(actor, &all).select_only().column(Column::State).column_as(Column::Id.count(), "count");
    let rows: Vec<(String, i64)> = select.group_by(Column::State).order_by_asc(Column::State).into_tuple().all(ctx.db.read()).await?;
    rows.into_iter().map(|(state, count)| Ok((parse(&state)?, count))).collect()
}

/// Writes a new request.
///
/// # Errors
/// `REQUEST_EXISTS` if the licensee has an open request for this offer, even one that was written a moment ago: a unique
/// index decides.
pub async fn insert(tx: &impl ConnectionTrait, request: &LicenseRequest) -> Result<()> {
    match row::Entity::insert(write(request)?.into_active_model()).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Error::new(Code::RequestExists)),
        Err(error) => Err(error.into()),
    }
}

/// Writes what an answer or a withdrawal changes, if the row is still at `read_version`.
///
/// # Errors
/// `STALE_VERSION` with the `current` version if somebody was first.
pub async fn save(tx: &impl ConnectionTrait, request: &LicenseRequest, read_version: i64) -> Result<()> {
    let changed = row::Entity::update_many()
        .set(row::ActiveModel {
            state: Set(request.state.to_string()),
            reason: Set(request.reason.clone()),
            answered_by: Set(request.answered_by.map(Id::uuid)),
            answered_at: Set(request.answered_at),
            version: Set(request.version),
            updated_at: Set(request.updated_at),
            ..Default::default()
        })
        .filter(Column::Id.eq(request.id.uuid()))
        .filter(Column::Version.eq(read_version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 {
        return Ok(());
    }
    let current = row::Entity::find_by_id(request.id.uuid()).one(tx).await?.map_or(0, |row| row.version);
    Err(Error::new(Code::StaleVersion).with("current", current).at("expectedVersion"))
}

fn write(request: &LicenseRequest) -> Result<row::Model> {
    Ok(row::Model {
        id: request.id.uuid(),
        listing_id: request.listing.uuid(),
        listing_content_version: request.listing_content_version,
        offer_code: request.offer.code.clone(),
        offer: to_json(&request.offer)?,
        licensor_id: request.licensor.uuid(),
        licensee_id: request.licensee.uuid(),
        use_first_pay_later: request.use_first_pay_later,
        payment_mode: request.payment_mode.to_string(),
        price_offered: request.price_offered.as_ref().map(to_json).transpose()?,
        state: request.state.to_string(),
        purpose: request.purpose.clone(),
        size_class: request.size.map(|size| size.to_string()),
        size_id: request.size_declaration.map(Id::uuid),
        checks: to_json(&request.checks)?,
        rule_versions: to_json(&request.rules)?,
        reply_working_days: request.reply_working_days.into(),
        reply_by: request.reply_by,
        reply_by_provisional: request.reply_by_provisional,
        reason: request.reason.clone(),
        answered_by: request.answered_by.map(Id::uuid),
        answered_at: request.answered_at,
        version: request.version,
        created_by: request.created_by.map(Id::uuid),
        created_at: request.created_at,
        updated_at: request.updated_at,
    })
}

fn read(row: row::Model) -> Result<LicenseRequest> {
    Ok(LicenseRequest {
        id: Id::from_uuid(row.id),
        listing: Id::from_uuid(row.listing_id),
        listing_content_version: row.listing_content_version,
        offer: from_json(row.offer)?,
        licensor: Id::from_uuid(row.licensor_id),
        licensee: Id::from_uuid(row.licensee_id),
        use_first_pay_later: row.use_first_pay_later,
        payment_mode: parse(&row.payment_mode)?,
        price_offered: row.price_offered.map(from_json).transpose()?,
        state: parse(&row.state)?,
        purpose: row.purpose,
        size: row.size_class.as_deref().map(parse).transpose()?,
        size_declaration: row.size_id.map(Id::from_uuid),
        checks: from_json(row.checks)?,
        rules: from_json(row.rule_versions)?,
        reply_working_days: u32::try_from(row.reply_working_days).map_err(Error::internal)?,
        reply_by: row.reply_by,
        reply_by_provisional: row.reply_by_provisional,
        reason: row.reason,
        answered_by: row.answered_by.map(Id::from_uuid),
        answered_at: row.answered_at,
        version: row.version,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
