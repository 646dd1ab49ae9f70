//! Which nightly work is done for which day.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};

use crate::kernel::Result;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "nightly")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub work: String,
        pub done_on: Date,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Whether `work` is done for `day`, or a later one.
pub async fn is_done(db: &impl ConnectionTrait, work: &str, day: NaiveDate) -> Result<bool> {
    Ok(row::Entity::find_by_id(work.to_owned()).one(db).await?.is_some_and(|row| row.done_on >= day))
}

/// Marks `work` as done for `day`; false if somebody was faster. The row is locked until the end of the transaction, so that of two
/// processes one writes.
pub async fn mark_done(tx: &impl ConnectionTrait, work: &str, day: NaiveDate) -> Result<bool> {
    let before = row::Model { work: work.to_owned(), done_on: day.pred_opt().unwrap_or(day) };
    let absent = OnConflict::column(row::Column::Work).do_nothing_on([row::Column::Work]).to_owned();
    row::Entity::insert(before.into_active_model()).on_conflict(absent).exec_without_returning(tx).await?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::DoneOn, day.into())
        .filter(row::Column::Work.eq(work))
        .filter(row::Column::DoneOn.lt(day))
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}
