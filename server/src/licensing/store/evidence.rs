//! Rows of what is told of agreed terms, and the deals that it is computed from; for the program's own use.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{from_json, license, parse, request, to_json};
use crate::{
    kernel::{
        Id, Result, Timestamp,
        id::{Listing, Organization},
    },
    ledger::PaymentPlan,
    licensing::evidence::{Cell, Field, Figures, Key},
    listing::content::Royalty,
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "price_evidence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub section: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub trl_from: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub trl_to: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub mode: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub measure: String,
        pub is_told: bool,
        pub counted: i64,
        pub low: i64,
        pub median: i64,
        pub high: i64,
        pub deals: Json,
        pub rule_version_id: Uuid,
        pub as_of: Date,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What was agreed in one license, and about which version of which listing.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// The license.
    pub license: Uuid,
    /// Who granted it.
    pub licensor: Id<Organization>,
    /// Who got it.
    pub licensee: Id<Organization>,
    /// The listing, and the version of its content that was asked for.
    pub listing: (Id<Listing>, i64),
    /// The way of payment, as a word.
    pub mode: String,
    /// The royalty.
    pub royalty: Option<Royalty>,
    /// The payments beside it.
    pub plan: PaymentPlan,
    /// When it was granted.
    pub at: Timestamp,
}

/// Licenses after `after` in the order of their grants, at most `limit`. Two statements.
pub async fn agreed_after(db: &impl ConnectionTrait, after: (Timestamp, Uuid), limit: u64) -> Result<Vec<Agreed>> {
    use license::row::{Column, Entity};
    let place = Expr::tuple([Expr::col(Column::CreatedAt), Expr::col(Column::Id)]);
    let rows = Entity::find()
        .filter(place.gt(Expr::tuple([Expr::val(after.0), Expr::val(after.1)])))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    let versions: Vec<(Uuid, i64)> = request::row::Entity::find()
        .select_only()
        .columns([request::row::Column::Id, request::row::Column::ListingContentVersion])
        .filter(request::row::Column::Id.is_in(rows.iter().map(|row| row.request_id)))
        .into_tuple()
        .all(db)
        .await?;
    let versions: HashMap<Uuid, i64> = versions.into_iter().collect();
    let agreed = |row: license::row::Model| {
        Ok(Agreed {
            license: row.id,
            licensor: Id::from_uuid(row.licensor_id),
            licensee: Id::from_uuid(row.licensee_id),
            listing: (Id::from_uuid(row.listing_id), versions.get(&row.request_id).copied().unwrap_or_default()),
            mode: row.payment_mode,
            royalty: row.royalty.map(from_json).transpose()?,
            plan: from_json(row.plan)?,
            at: row.created_at,
        })
    };
    rows.into_iter().map(agreed).collect()
}

/// All cells, told or not.
pub async fn cells(db: &impl ConnectionTrait) -> Result<Vec<Cell>> {
    row::Entity::find().all(db).await?.into_iter().map(read).collect()
}

/// The cells of one field that are told, in the order of their keys, without the deals that they were computed from: there may be many.
/// One statement.
pub async fn told_cells(db: &impl ConnectionTrait, field: &Field) -> Result<Vec<Cell>> {
    use row::Column::{AsOf, Counted, High, Low, Measure, Median, Mode, RuleVersionId};
    let of_field = row::Entity::find()
        .filter(row::Column::Section.eq(&field.section))
        .filter(row::Column::TrlFrom.eq(field.band.0))
        .filter(row::Column::TrlTo.eq(field.band.1))
        .filter(row::Column::IsTold.eq(true));
    let told = of_field.select_only().columns([Mode, Measure, Counted, Low, Median, High, RuleVersionId, AsOf]);
    let rows: Vec<Told> = told.order_by_asc(Mode).order_by_asc(Measure).into_tuple().all(db).await?;
    let cell = |(mode, measure, count, low, median, high, rule, as_of): Told| {
        let key = Key { field: field.clone(), mode, measure: parse(&measure)? };
        let figures = Figures { count, low, median, high };
        Ok(Cell { key, is_told: true, figures, deals: BTreeSet::new(), rule: Id::from_uuid(rule), as_of })
    };
    rows.into_iter().map(cell).collect()
}

/// What is read of a cell that is told.
type Told = (String, String, i64, i64, i64, i64, Uuid, NaiveDate);

/// Puts `cells` in the place of all that was kept.
pub async fn replace_cells(tx: &impl ConnectionTrait, cells: &[Cell]) -> Result<()> {
    row::Entity::delete_many().exec(tx).await?;
    for cell in cells {
        row::Entity::insert(write(cell)?.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn write(cell: &Cell) -> Result<row::Model> {
    Ok(row::Model {
        section: cell.key.field.section.clone(),
        trl_from: cell.key.field.band.0.into(),
        trl_to: cell.key.field.band.1.into(),
        mode: cell.key.mode.clone(),
        measure: cell.key.measure.to_string(),
        is_told: cell.is_told,
        counted: cell.figures.count,
        low: cell.figures.low,
        median: cell.figures.median,
        high: cell.figures.high,
        deals: to_json(&cell.deals.iter().map(|deal| deal.uuid()).collect::<Vec<_>>())?,
        rule_version_id: cell.rule.uuid(),
        as_of: cell.as_of,
    })
}

fn read(row: row::Model) -> Result<Cell> {
    let level = |level: i64| i32::try_from(level).unwrap_or_default();
    let field = Field { section: row.section, band: (level(row.trl_from), level(row.trl_to)) };
    let as_of: NaiveDate = row.as_of;
    Ok(Cell {
        key: Key { field, mode: row.mode, measure: parse(&row.measure)? },
        is_told: row.is_told,
        figures: Figures { count: row.counted, low: row.low, median: row.median, high: row.high },
        deals: from_json::<Vec<Uuid>>(row.deals)?.into_iter().map(Id::from_uuid).collect::<BTreeSet<_>>(),
        rule: Id::from_uuid(row.rule_version_id),
        as_of,
    })
}
