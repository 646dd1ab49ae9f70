//! Searches that people keep, and what they were told of.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::model::{SavedSearch, Subject};
use crate::{
    demand, identity,
    kernel::{
        Actor, Error, Id, Result, Timestamp, guard,
        id::{SavedSearch as SavedSearchId, User},
    },
    listing,
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
        pub active_since: DateTimeUtc,
        pub untold: i64,
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
        pub user_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject_id: Uuid,
        pub search_id: Uuid,
        pub created_at: DateTimeUtc,
        pub told_at: Option<DateTimeUtc>,
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
    Ok(select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).all(db).await?.into_iter().filter_map(legible).collect())
}

/// How many searches a person keeps.
pub async fn count(db: &impl ConnectionTrait, user: Id<User>) -> Result<u64> {
    Ok(row::Entity::find().filter(Column::UserId.eq(user.uuid())).count(db).await?)
}

/// Searches by id that `actor` may see, in no order; one statement.
pub async fn find(db: &impl ConnectionTrait, actor: &Actor, ids: &[Id<SavedSearchId>]) -> Result<Vec<SavedSearch>> {
    let rows = own(actor).filter(Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().filter_map(legible).collect())
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
        active_since: Set(search.active_since),
        untold: Set(search.untold),
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
        .col_expr(Column::ActiveSince, Expr::value(search.active_since))
        .col_expr(Column::Version, Expr::value(search.version))
        .col_expr(Column::UpdatedAt, Expr::value(search.updated_at))
        .filter(Column::Id.eq(search.id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes a search that [`lock`] has read in this transaction. What its owner was told of stays: another search may find it.
pub async fn delete(tx: &impl ConnectionTrait, id: Id<SavedSearchId>) -> Result<()> {
    row::Entity::delete_by_id(id.uuid()).exec(tx).await?;
    Ok(())
}

/// Searches whose owners want to be told, and may sign in: for the program itself.
fn wakeful() -> Select<row::Entity> {
    row::Entity::find().filter(Column::Paused.eq(false)).filter(identity::is_active((row::Entity, Column::UserId)))
}

/// A search by id, if its owner wants to be told.
pub async fn awake(db: &impl ConnectionTrait, id: Id<SavedSearchId>) -> Result<Option<SavedSearch>> {
    Ok(wakeful().filter(Column::Id.eq(id.uuid())).one(db).await?.and_then(legible))
}

/// Searches whose owners want to be told, after `after` in the order of ids, at most `limit`, and the last that was looked at;
/// none at the end.
pub async fn active_after(
    db: &impl ConnectionTrait,
    subject: Subject,
    after: Option<Id<SavedSearchId>>,
    limit: u64,
) -> Result<Option<(Vec<SavedSearch>, Id<SavedSearchId>)>> {
    let mut select = wakeful().filter(Column::Subject.eq(subject.to_string()));
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after.uuid()));
    }
    let rows = select.order_by_asc(Column::Id).limit(limit).all(db).await?;
    let last = rows.last().map(|row| Id::from_uuid(row.id));
    Ok(last.map(|last| (rows.into_iter().filter_map(legible).collect(), last)))
}

/// A search, and the listing or demand that it found.
pub type Find = (Id<SavedSearchId>, Uuid);

/// A find, and whose.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Who keeps the search.
    pub user: Id<User>,
    /// What found it.
    pub search: Id<SavedSearchId>,
    /// The listing or demand.
    pub subject: Uuid,
}

impl Found {
    /// Found by a search.
    pub const fn by(search: &SavedSearch, subject: Uuid) -> Self {
        Self { user: search.user, search: search.id, subject }
    }
}

/// Of some finds, whom what was found for already, by whichever search. One statement.
pub async fn noted(db: &impl ConnectionTrait, finds: &[Found]) -> Result<HashSet<(Id<User>, Uuid)>> {
    let (people, subjects): (Vec<Uuid>, Vec<Uuid>) = finds.iter().map(|found| (found.user.uuid(), found.subject)).unzip();
    let among = Condition::all().add(alert::Column::UserId.is_in(people)).add(alert::Column::SubjectId.is_in(subjects));
    let select = alert::Entity::find().filter(among).select_only().column(alert::Column::UserId).column(alert::Column::SubjectId);
    let rows: Vec<(Uuid, Uuid)> = select.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(user, subject)| (Id::from_uuid(user), subject)).collect())
}

/// Lets those who note finds do so one after the other, until the commit: how many a person had today is counted before. On
/// SQLite the transaction is alone already.
pub async fn stand_in_line(tx: &impl ConnectionTrait) -> Result<()> {
    /// Any number that no other lock uses: "find" in ASCII.
    const LINE: i64 = 0x6669_6e64;
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LINE})")).await?;
    }
    Ok(())
}

/// How much was found for some people since `since`; those for whom nothing was are left out. One statement.
pub async fn found_since(db: &impl ConnectionTrait, people: &[Id<User>], since: Timestamp) -> Result<HashMap<Id<User>, u64>> {
    let theirs = alert::Entity::find().filter(alert::Column::UserId.is_in(people.iter().map(|user| user.uuid())));
    let select = theirs.filter(alert::Column::CreatedAt.gte(since)).select_only().column(alert::Column::UserId);
    let counted = select.column_as(alert::Column::SubjectId.count(), "found").group_by(alert::Column::UserId);
    let rows: Vec<(Uuid, i64)> = counted.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(user, found)| (Id::from_uuid(user), u64::try_from(found).unwrap_or_default())).collect())
}

/// Notes that the owner of a search is to be told of a find; false if that was noted before, by this process or another.
pub async fn note(tx: &impl ConnectionTrait, found: Found, at: Timestamp) -> Result<bool> {
    let row = alert::ActiveModel {
        user_id: Set(found.user.uuid()),
        subject_id: Set(found.subject),
        search_id: Set(found.search.uuid()),
        created_at: Set(at),
        told_at: Set(None),
    };
    let known = OnConflict::columns([alert::Column::UserId, alert::Column::SubjectId]).do_nothing().to_owned();
    Ok(alert::Entity::insert_many([row]).on_conflict(known).exec_without_returning(tx).await? > 0)
}

/// Counts finds that the owner of a search is not told of.
pub async fn count_untold(tx: &impl ConnectionTrait, search: Id<SavedSearchId>, more: i64) -> Result<()> {
    let counted = row::Entity::update_many().col_expr(Column::Untold, Expr::col(Column::Untold).add(more));
    counted.filter(Column::Id.eq(search.uuid())).exec(tx).await?;
    Ok(())
}

/// Notes that the owner of a search is told of a find now; false if that was before, or if it was forgotten.
pub async fn note_told(tx: &impl ConnectionTrait, find: Find, at: Timestamp) -> Result<bool> {
    let now = alert::Entity::update_many().col_expr(alert::Column::ToldAt, Expr::value(at)).filter(waiting(find));
    Ok(now.exec(tx).await?.rows_affected == 1)
}

/// Forgets that somebody was to be told of a find: it was gone before anybody was. False if they were told, or it was forgotten.
pub async fn forget(tx: &impl ConnectionTrait, find: Find) -> Result<bool> {
    Ok(alert::Entity::delete_many().filter(waiting(find)).exec(tx).await?.rows_affected == 1)
}

fn waiting((search, subject): Find) -> Condition {
    let is_find = Condition::all().add(alert::Column::SearchId.eq(search.uuid())).add(alert::Column::SubjectId.eq(subject));
    is_find.add(alert::Column::ToldAt.is_null())
}

/// Forgets finds of before `before` that are over for good, at most `limit`; how many. The others stay: they may come back, and
/// nobody is told of them again.
pub async fn prune(tx: &impl ConnectionTrait, before: Timestamp, limit: u64) -> Result<u64> {
    let subject = (alert::Entity, alert::Column::SubjectId);
    let over = Condition::any().add(listing::is_over(subject)).add(demand::is_over(subject));
    let old = alert::Entity::find().filter(alert::Column::CreatedAt.lt(before)).filter(over).order_by_asc(alert::Column::CreatedAt);
    let old = old.select_only().columns([alert::Column::UserId, alert::Column::SubjectId]).limit(limit).into_query();
    let key = Expr::tuple([Expr::col(alert::Column::UserId), Expr::col(alert::Column::SubjectId)]);
    Ok(alert::Entity::delete_many().filter(key.in_subquery(old)).exec(tx).await?.rows_affected)
}

/// A search as it reads; one that this version cannot read is left out and told of, so that it does not stop the others.
fn legible(row: row::Model) -> Option<SavedSearch> {
    let id = row.id;
    read(row).inspect_err(|error| tracing::error!(search = %id, detail = error.detail(), "a saved search cannot be read")).ok()
}

fn read(row: row::Model) -> Result<SavedSearch> {
    Ok(SavedSearch {
        id: Id::from_uuid(row.id),
        user: Id::from_uuid(row.user_id),
        name: row.name,
        wish: serde_json::from_value(row.wish).map_err(Error::internal)?,
        paused: row.paused,
        active_since: row.active_since,
        untold: row.untold,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
