//! Rows of service platforms. Every read names who may see what it finds.

use std::str::FromStr;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromJsonQueryResult, IntoActiveModel, Iterable, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, LikeExpr, OnConflict},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    content::{CostRange, PlatformContent, ReadinessSpan, WeekRange},
    model::{Platform, Stretch},
    vocabulary::PlatformState,
};
use crate::{
    db::page::keyset,
    identity,
    kernel::{
        Actor, Currency, Error, Id, Money, Page, PageRequest, Result, guard,
        id::{Organization, ServicePlatform},
    },
};
use row::Column;

/// What a platform says, as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
struct Content(PlatformContent);

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "service_platform")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organization_id: Uuid,
        pub state: String,
        pub content: super::Content,
        pub version: i64,
        pub kind: Option<String>,
        pub fields: String,
        pub region: Option<String>,
        pub level_from: Option<i64>,
        pub level_to: Option<i64>,
        pub weeks_min: Option<i64>,
        pub weeks_max: Option<i64>,
        pub cost_min: Option<i64>,
        pub cost_max: Option<i64>,
        pub cost_currency: Option<String>,
        pub reason: Option<String>,
        pub withdrawn_by_staff: bool,
        pub published_at: Option<DateTimeUtc>,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What the world sees: published platforms of verified organizations. Those of one whose verification was taken back are
/// kept but hidden, and come back with it.
fn open() -> Condition {
    let published = Condition::all().add(Column::State.eq(PlatformState::Published.to_string()));
    published.add(identity::is_verified((row::Entity, Column::OrganizationId)))
}

/// Rows that `actor` may see: what the world sees, everything of their own organizations for members, all for staff.
fn visible(actor: &Actor) -> Select<row::Entity> {
    let select = row::Entity::find();
    if actor.is_staff() || guard::lifted("PlatformVisible") {
        return select;
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    select.filter(Condition::any().add(open()).add(Column::OrganizationId.is_in(own)))
}

/// Platforms by id that `actor` may see, in no order; one statement.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<ServicePlatform>]) -> Result<Vec<Platform>> {
    let rows = visible(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// A platform that `actor` may see, locked until the end of the transaction. (SQLite has one writer, so an open write
/// transaction is the lock.)
pub async fn lock(tx: &impl ConnectionTrait, actor: &Actor, id: Id<ServicePlatform>) -> Result<Option<Platform>> {
    let mut select = visible(actor).filter(Column::Id.eq(id.uuid()));
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(read).transpose()
}

/// What somebody looks for among platforms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// Only this organization's.
    pub organization: Option<Id<Organization>>,
    /// Only these states.
    pub states: Vec<String>,
    /// Only these kinds.
    pub kinds: Vec<String>,
    /// Only those that name one of these fields, each with its table; of an industry also those that name a part of it.
    pub fields: Vec<String>,
    /// Only those that take in a technology of this level.
    pub takes: Option<i32>,
    /// Only those that bring to this level, or a higher one.
    pub reaches: Option<i32>,
    /// Only those in this division, or a part of it.
    pub region: Option<String>,
}

fn filtered(actor: &Actor, filter: &Filter) -> Select<row::Entity> {
    let mut select = visible(actor);
    if let Some(organization) = filter.organization {
        select = select.filter(Column::OrganizationId.eq(organization.uuid()));
    }
    if !filter.states.is_empty() {
        select = select.filter(Column::State.is_in(&filter.states));
    }
    if !filter.kinds.is_empty() {
        select = select.filter(Column::Kind.is_in(&filter.kinds));
    }
    if !filter.fields.is_empty() {
        let fields = || Expr::col((row::Entity, Column::Fields));
        let any = filter.fields.iter().fold(Condition::any(), |any, code| any.add(fields().like(mark(code))));
        select = select.filter(any);
    }
    if let Some(level) = filter.takes.map(i64::from) {
        select = select.filter(Column::LevelFrom.lte(level)).filter(Column::LevelTo.gt(level));
    }
    if let Some(level) = filter.reaches.map(i64::from) {
        select = select.filter(Column::LevelTo.gte(level));
    }
    if let Some(region) = &filter.region {
        let within = LikeExpr::new(format!("{}%", significant(region)));
        select = select.filter(Expr::col((row::Entity, Column::Region)).like(within));
    }
    select
}

/// A code of the column `fields`, or, of an industry, the beginning of one. Codes are letters, digits and underscores; an
/// underscore stands for any character in a pattern, so it is escaped.
fn mark(code: &str) -> LikeExpr {
    let plain: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || [':', '_'].contains(c)).collect();
    let end = if plain.starts_with("industry:") { "" } else { "|" };
    LikeExpr::new(format!("%|{}{end}%", plain.replace('_', "\\_"))).escape('\\')
}

/// The digits of a division that say what lies in it: of a province two, of a city four.
fn significant(code: &str) -> String {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let mut rest = digits.as_str();
    while rest.len() > 2 && rest.ends_with("00") {
        rest = &rest[..rest.len() - 2];
    }
    rest.to_owned()
}

/// Platforms that `actor` sees, last made first.
pub async fn page(db: &impl ConnectionTrait, actor: &Actor, filter: &Filter, request: &PageRequest) -> Result<Page<Platform>> {
    let scope = format!("service-platforms:{}", serde_json::json!(filter));
    let key = request.key::<Uuid>(&scope)?.map(|id| vec![id.into()]);
    let rows = keyset(filtered(actor, filter), &[Column::Id], true, key, request).all(db).await?;
    let rows = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, rows, &scope, |platform| platform.id.uuid()))
}

/// How many platforms match, counted up to `cap`.
pub async fn count(db: &impl ConnectionTrait, actor: &Actor, filter: &Filter, cap: u64) -> Result<u64> {
    Ok(filtered(actor, filter).select_only().column(Column::Id).limit(cap).count(db).await?)
}

/// Columns of a stretch, in the order in which they are asked for.
type StretchRow =
    (Uuid, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<String>, String, Option<String>);

/// What the world sees of platforms that take a technology any part of the way between two levels, in the order of their ids,
/// without their contents; one statement.
pub async fn stretches(db: &impl ConnectionTrait, from: i32, to: i32, most: u64) -> Result<Vec<Stretch>> {
    let columns = [
        Column::Id,
        Column::LevelFrom,
        Column::LevelTo,
        Column::WeeksMin,
        Column::WeeksMax,
        Column::CostMin,
        Column::CostMax,
        Column::CostCurrency,
        Column::Fields,
        Column::Region,
    ];
    let between = Condition::all().add(Column::LevelTo.gt(i64::from(from))).add(Column::LevelFrom.lt(i64::from(to)));
    let select = row::Entity::find().filter(open()).filter(between).order_by_asc(Column::Id).limit(most);
    let rows: Vec<StretchRow> = select.select_only().columns(columns).into_tuple().all(db).await?;
    rows.into_iter().filter_map(|row| stretch(row).transpose()).collect()
}

fn stretch((id, from, to, weeks_min, weeks_max, cost_min, cost_max, currency, fields, region): StretchRow) -> Result<Option<Stretch>> {
    let small = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
    let (Some(from), Some(to)) = (small(from), small(to)) else { return Ok(None) };
    let cost = match (cost_min, cost_max, currency) {
        (Some(min), Some(max), Some(code)) => {
            let currency = Currency::parse(&code)?;
            Some(CostRange { min: Money::new(min, currency), max: Money::new(max, currency) })
        }
        _ => None,
    };
    Ok(Some(Stretch {
        platform: Id::from_uuid(id),
        readiness: ReadinessSpan { from, to },
        weeks: small(weeks_min).zip(small(weeks_max)).map(|(min, max)| WeekRange { min, max }),
        cost,
        fields: fields.split('|').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        region,
    }))
}

/// Adds a platform.
pub async fn insert(tx: &impl ConnectionTrait, platform: &Platform) -> Result<()> {
    row::Entity::insert(write(platform)).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes a platform that [`lock`] has read in this transaction.
pub async fn save(tx: &impl ConnectionTrait, platform: &Platform) -> Result<()> {
    let kept = |column: &Column| matches!(column, Column::Id | Column::CreatedAt | Column::CreatedBy);
    let replace = OnConflict::column(Column::Id).update_columns(Column::iter().filter(|column| !kept(column))).to_owned();
    row::Entity::insert(write(platform)).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

fn write(platform: &Platform) -> row::ActiveModel {
    let content = &platform.content;
    let row = row::Model {
        id: platform.id.uuid(),
        organization_id: platform.organization.uuid(),
        state: platform.state.to_string(),
        version: platform.version,
        kind: content.kind.map(|kind| kind.to_string()),
        fields: content.fields().iter().fold("|".to_owned(), |marks, code| marks + code + "|"),
        region: content.region.clone(),
        level_from: content.readiness.map(|span| span.from.into()),
        level_to: content.readiness.map(|span| span.to.into()),
        weeks_min: content.weeks.map(|weeks| weeks.min.into()),
        weeks_max: content.weeks.map(|weeks| weeks.max.into()),
        cost_min: content.cost.map(|cost| cost.min.minor_units),
        cost_max: content.cost.map(|cost| cost.max.minor_units),
        cost_currency: content.cost.map(|cost| cost.min.currency.code().to_owned()),
        content: Content(content.clone()),
        reason: platform.reason.clone(),
        withdrawn_by_staff: platform.withdrawn_by_staff,
        published_at: platform.published_at,
        created_by: platform.created_by.map(Id::uuid),
        created_at: platform.created_at,
        updated_at: platform.updated_at,
    };
    // Every column is written, not only those that changed since some read.
    row.into_active_model().reset_all()
}

fn read(row: row::Model) -> Result<Platform> {
    let state = PlatformState::from_str(&row.state).map_err(|_| Error::internal(format!("unknown state {} in the database", row.state)))?;
    Ok(Platform {
        id: Id::from_uuid(row.id),
        organization: Id::from_uuid(row.organization_id),
        state,
        content: row.content.0,
        version: row.version,
        reason: row.reason,
        withdrawn_by_staff: row.withdrawn_by_staff,
        published_at: row.published_at,
        created_by: row.created_by.map(Id::from_uuid),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
