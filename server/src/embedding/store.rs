//! Answers that are kept: rows of `embedding`, by model and hash of the text. They can all be made anew.

use std::sync::Arc;

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    db::Db,
    kernel::{Result, Timestamp},
    vectors::Point,
};

/// Hashes of one statement: fewer than a statement of SQLite may have parameters.
const CHUNK: usize = 500;

mod row {
    use sea_orm::entity::prelude::*;

    #[expect(clippy::struct_field_names, reason = "a row names the model that made it")]
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "embedding")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub model: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub text_hash: String,
        pub steps: Vec<u8>,
        pub created_at: crate::kernel::Timestamp,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is kept of these.
pub(super) async fn find(db: &impl ConnectionTrait, model: &str, hashes: &[String]) -> Result<Vec<(String, Point)>> {
    let mut found = Vec::with_capacity(hashes.len());
    for chunk in hashes.chunks(CHUNK) {
        let select = row::Entity::find().filter(row::Column::Model.eq(model)).filter(row::Column::TextHash.is_in(chunk));
        let rows = select.all(db).await?;
        found.extend(rows.into_iter().filter_map(|row| Some((row.text_hash, Point::from_bytes(&row.steps)?))));
    }
    Ok(found)
}

/// Keeps these; what is there already stays.
pub(super) async fn keep(db: &Db, model: &str, points: &[(String, Arc<Point>)], now: Timestamp) -> Result<()> {
    let rows = points.iter().map(|(hash, point)| row::ActiveModel {
        model: Set(model.to_owned()),
        text_hash: Set(hash.clone()),
        steps: Set(point.to_bytes()),
        created_at: Set(now),
    });
    let tx = db.begin().await?;
    let key = [row::Column::Model, row::Column::TextHash];
    row::Entity::insert_many(rows).on_conflict(OnConflict::columns(key).do_nothing().to_owned()).exec_without_returning(&*tx).await?;
    tx.commit().await
}
