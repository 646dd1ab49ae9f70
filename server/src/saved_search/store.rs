//! Searches that people keep, and what they were told of.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::model::{SavedSearch, Subject};
use crate::kernel::{
    Actor, Error, Id, Result, Timestamp, guard,
    id::{SavedSearch as SavedSearchId, User},
};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_search")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub name: String,
        pub subject: String,
        pub wish: Json,
        pub paused: bool,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
use row::Column;

mod alert {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "saved_search_alert")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub search_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        pub created_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

fn own(actor: &Actor) -> Select<row::Entity> {
    let select = row::Entity::find();
    match actor.user() {
        _ if matches!(actor, Actor::System(_)) || guard::lifted("OwnSavedSearches") => select,
        Some(user) => select.filter(Column::UserId.eq(user.uuid())),
        None => select.filter(Column::UserId.is_in(std::iter::empty::<Uuid>())),
    }
}

/// A person's searches, those saved last first. There are few.
pub async fn of_user(db: &impl ConnectionTrait, user: Id<User>) -> Result<Vec<SavedSearch>> {
    let select = row::Entity::find().filter(Column::UserId.eq(user.uuid()));
    select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// How many searches a person keeps.
pub async fn count(db: &impl ConnectionTrait, user: Id<User>) -> Result<u64> {
    Ok(row::Entity::find().filter(Column::UserId.eq(user.uuid())).count(db).await?)
}

/// Searches by id that `actor` may see, in no order; one statement.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<SavedSearchId>]) -> Result<Vec<SavedSearch>> {
    own(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?.into_iter().map(read).collect()
}

/// A search that `actor` may see, locked until the end of the transaction.
pub async fn lock(tx: &impl ConnectionTrait, actor: &Actor, id: Id<SavedSearchId>) -> Result<Option<SavedSearch>> {
    let mut select = own(actor).filter(Column::Id.eq(id.uuid()));
    // On SQLite the transaction is alone already.
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        select = select.lock_exclusive();
    }
    select.one(tx).await?.map(read).transpose()
}

/// Adds a search.
pub async fn insert(tx: &impl ConnectionTrait, search: &SavedSearch) -> Result<()> {
    let row = row::ActiveModel {
        id: Set(search.id.uuid()),
        user_id: Set(search.user.uuid()),
        name: Set(search.name.clone()),
        subject: Set(search.wish.subject().to_string()),
        wish: Set(serde_json::to_value(&search.wish).map_err(Error::internal)?),
        paused: Set(search.paused),
        version: Set(search.version),
        created_at: Set(search.created_at),
        updated_at: Set(search.updated_at),
    };
    row::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes name and pause of a search that [`lock`] has read in this transaction.
pub async fn save(tx: &impl ConnectionTrait, search: &SavedSearch) -> Result<()> {
    row::Entity::update_many()
        .col_expr(Column::Name, Expr::value(search.name.clone()))
        .col_expr(Column::Paused, Expr::value(search.paused))
        .col_expr(Column::Version, Expr::value(search.version))
        .col_expr(Column::UpdatedAt, Expr::value(search.updated_at))
        .filter(Column::Id.eq(search.id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes a search that [`lock`] has read in this transaction, and what it was told of.
pub async fn delete(tx: &impl ConnectionTrait, id: Id<SavedSearchId>) -> Result<()> {
    alert::Entity::delete_many().filter(alert::Column::SearchId.eq(id.uuid())).exec(tx).await?;
    row::Entity::delete_by_id(id.uuid()).exec(tx).await?;
    Ok(())
}

/// Searches whose owners want to be told, after `after` in the order of ids, at most `limit`: for the program itself.
pub async fn active_after(
    db: &impl ConnectionTrait,
    subject: Subject,
    after: Option<Id<SavedSearchId>>,
    limit: u64,
) -> Result<Vec<SavedSearch>> {
    let mut select = row::Entity::find().filter(Column::Subject.eq(subject.to_string())).filter(Column::Paused.eq(false));
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after.uuid()));
    }
    select.order_by_asc(Column::Id).limit(limit).all(db).await?.into_iter().map(read).collect()
}

/// A search, and the listing or demand that it found.
pub type Find = (Id<SavedSearchId>, Uuid);

/// Of some finds, those that somebody was told of. One statement.
pub async fn told(db: &impl ConnectionTrait, finds: &[Find]) -> Result<HashSet<Find>> {
    let (searches, subjects): (Vec<Uuid>, Vec<Uuid>) = finds.iter().map(|(search, subject)| (search.uuid(), *subject)).unzip();
    let among = Condition::all().add(alert::Column::SearchId.is_in(searches)).add(alert::Column::SubjectId.is_in(subjects));
    let select = alert::Entity::find().filter(among).select_only().column(alert::Column::SearchId).column(alert::Column::SubjectId);
    let rows: Vec<(Uuid, Uuid)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(search, subject)| (Id::from_uuid(search), subject)).collect())
}

/// Notes that the owner of a search is told of a find; false if that was noted before, by this process or another.
pub async fn note(tx: &impl ConnectionTrait, (search, subject): Find, at: Timestamp) -> Result<bool> {
    let row = alert::ActiveModel { search_id: Set(search.uuid()), subject_id: Set(subject), created_at: Set(at) };
    let known = OnConflict::columns([alert::Column::SearchId, alert::Column::SubjectId]).do_nothing().to_owned();
    Ok(alert::Entity::insert_many([row]).on_conflict(known).exec_without_returning(tx).await? > 0)
}

/// Forgets that somebody was to be told of a find: it was gone before anybody was.
pub async fn forget(tx: &impl ConnectionTrait, (search, subject): Find) -> Result<()> {
    alert::Entity::delete_by_id((search.uuid(), subject)).exec(tx).await?;
    Ok(())
}

fn read(row: row::Model) -> Result<SavedSearch> {
    Ok(SavedSearch {
        id: Id::from_uuid(row.id),
        user: Id::from_uuid(row.user_id),
        name: row.name,
        wish: serde_json::from_value(row.wish).map_err(Error::internal)?,
        paused: row.paused,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
