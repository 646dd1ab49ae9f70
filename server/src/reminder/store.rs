//! Marks at rest.

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait, TryInsertResult,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use uuid::Uuid;

use super::{Kind, Subject};
use crate::kernel::{Id, Result, Timestamp, id::Organization};

/// Table `reminder`.
pub(super) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reminder")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: Date,
        pub organization_id: Uuid,
        pub told_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Whether nobody was reminded of a row yet, as part of a select: `id` is its id and `day` the day that matters.
#[must_use]
pub fn is_unmarked<E: EntityTrait>(kind: Kind, entity: E, id: E::Column, day: E::Column) -> SimpleExpr {
    let of_it = Expr::col((row::Entity, row::Column::SubjectId)).equals((entity, id));
    let of_day = Expr::col((row::Entity, row::Column::Day)).equals((entity, day));
    let marks = row::Entity::find().filter(row::Column::Kind.eq(kind.to_string())).filter(of_it).filter(of_day);
    Expr::exists(marks.select_only().column(row::Column::SubjectId).into_query()).not()
}

/// Writes a mark; whether there was none.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    kind: Kind,
    organization: Id<Organization>,
    (subject, day): Subject,
    now: Timestamp,
) -> Result<bool> {
    let mark = row::Model { subject_id: subject, kind: kind.to_string(), day, organization_id: organization.uuid(), told_at: now };
    let key = [row::Column::SubjectId, row::Column::Kind, row::Column::Day];
    let insert = row::Entity::insert(mark.into_active_model()).on_conflict_do_nothing_on(key);
    Ok(matches!(insert.exec_without_returning(tx).await?, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Deletes a mark, if there is one.
pub(super) async fn delete(tx: &impl ConnectionTrait, kind: Kind, (subject, day): Subject) -> Result<()> {
    row::Entity::delete_by_id((subject, kind.to_string(), day)).exec(tx).await?;
    Ok(())
}

/// Deletes at most `limit` marks from before `before`, and says how many it were.
pub(super) async fn prune(tx: &impl ConnectionTrait, before: Timestamp, limit: u64) -> Result<u64> {
    let old = row::Entity::find().select_only().columns([row::Column::SubjectId, row::Column::Kind, row::Column::Day]);
    let old: Vec<(Uuid, String, NaiveDate)> = old.filter(row::Column::ToldAt.lt(before)).limit(limit).into_tuple().all(tx).await?;
    for key in &old {
        row::Entity::delete_by_id(key.clone()).exec(tx).await?;
    }
    Ok(old.len() as u64)
}
