//! Answers that are kept: rows of `embedding`, by model and hash of the text. They can all be made anew.

use std::{collections::BTreeMap, sync::Arc};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

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
        pub used_at: crate::kernel::Timestamp,
    }

    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A vector that is kept, with the hash of its text and when it was last needed.
pub(super) type Kept = (String, Point, Timestamp);

/// What is kept of these.
pub(super) async fn find(db: &impl ConnectionTrait, model: &str, hashes: &[String]) -> Result<Vec<Kept>> {
    let mut found = Vec::with_capacity(hashes.len());
    for chunk in hashes.chunks(CHUNK) {
        let rows = these(row::Entity::find(), model, chunk).all(db).await?;
        found.extend(rows.into_iter().filter_map(|row| Some((row.text_hash, Point::from_bytes(&row.steps)?, row.used_at))));
    }
    Ok(found)
}

fn these<Q: QueryFilter>(query: Q, model: &str, hashes: &[String]) -> Q {
    query.filter(row::Column::Model.eq(model)).filter(row::Column::TextHash.is_in(hashes))
}

/// Keeps these, in place of what was there: another endpoint may answer by the same name.
pub(super) async fn keep(db: &Db, model: &str, points: &[(String, Arc<Point>)], now: Timestamp) -> Result<()> {
    if points.is_empty() {
        return Ok(());
    }
    let rows = points.iter().map(|(hash, point)| row::ActiveModel {
        model: Set(model.to_owned()),
        text_hash: Set(hash.clone()),
        steps: Set(point.to_bytes()),
        used_at: Set(now),
    });
    let tx = db.begin().await?;
    let mut replace = OnConflict::columns([row::Column::Model, row::Column::TextHash]);
    replace.update_columns([row::Column::Steps, row::Column::UsedAt]);
    row::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(&*tx).await?;
    tx.commit().await
}

/// Notes that these are still needed.
pub(super) async fn used(db: &Db, model: &str, hashes: &[String], now: Timestamp) -> Result<()> {
    for chunk in hashes.chunks(CHUNK) {
        let tx = db.begin().await?;
        these(row::Entity::update_many(), model, chunk).col_expr(row::Column::UsedAt, Expr::value(now)).exec(&*tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Forgets at most `limit` that nobody needed since `before`. Tells how many.
pub(super) async fn forget(db: &Db, before: Timestamp, limit: u64) -> Result<u64> {
    let tx = db.begin().await?;
    let columns = [row::Column::Model, row::Column::TextHash];
    let select = row::Entity::find().select_only().columns(columns).filter(row::Column::UsedAt.lt(before)).limit(limit);
    let mut old: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (model, hash) in select.into_tuple::<(String, String)>().all(&*tx).await? {
        old.entry(model).or_default().push(hash);
    }
    let mut gone = 0;
    for (model, hashes) in &old {
        for chunk in hashes.chunks(CHUNK) {
            // Asked for once more: somebody may have needed it meanwhile.
            let delete = these(row::Entity::delete_many(), model, chunk).filter(row::Column::UsedAt.lt(before));
            gone += delete.exec(&*tx).await?.rows_affected;
        }
    }
    tx.commit().await?;
    Ok(gone)
}
