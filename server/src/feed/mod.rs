//! The event feed machine: what happened to a viewer's things, kept per user and tailed by every server process.
//!
//! Rows are the truth; the broadcast is only a shortcut. A process reads new rows once for all its subscribers, sees
//! rows that any other process wrote, and a subscriber that missed something reads it again from the rows.
//!
//! Everything rests on one promise of [`write`]: entries become visible in the order of their numbers. Whoever has seen
//! number 7 has seen, or will never see, all numbers below it, so "after 7" is all that a reader needs to remember.

mod live;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::{Db, page::keyset},
    kernel::{
        Id, Page, PageRequest, Result, Timestamp, guard,
        id::{FeedEntry, User},
    },
};

pub use live::Feed;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feed_entry")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        pub id: Uuid,
        pub user_id: Uuid,
        pub kind: String,
        pub entity_kind: String,
        pub entity_id: Uuid,
        pub payload: Json,
        pub created_at: DateTimeUtc,
        pub read_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// One thing that happened, as one user is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The entry.
    pub id: Id<FeedEntry>,
    /// Position among all entries; later entries have larger numbers.
    pub seq: i64,
    /// Who is told.
    pub user: Id<User>,
    /// What happened, `LICENSE_REQUEST_GRANTED`.
    pub kind: String,
    /// Type of the entity.
    pub entity_kind: String,
    /// The entity.
    pub entity_id: Uuid,
    /// Figures worth showing at once (progress of an import).
    pub payload: Value,
    /// When.
    pub at: Timestamp,
    /// When the user saw it.
    pub read_at: Option<Timestamp>,
}

/// An entry to be written.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Id; derive it from the event, so that a repeated delivery writes nothing new.
    pub id: Id<FeedEntry>,
    /// Who is told.
    pub user: Id<User>,
    /// What happened.
    pub kind: String,
    /// Type of the entity.
    pub entity_kind: &'static str,
    /// The entity.
    pub entity_id: Uuid,
    /// Figures.
    pub payload: Value,
}

/// Writes entries; those whose id exists are left as they are.
///
/// Writers stand in line until the commit of the one before them, so that no number appears after a larger one. SQLite has
/// one writer anyway; PostgreSQL hands numbers out at once and shows them at the commit, so there a lock keeps the line.
/// Keep the transaction short.
pub async fn write(db: &Db, tx: &impl ConnectionTrait, now: Timestamp, entries: Vec<NewEntry>) -> Result<()> {
    /// Any number that no other lock uses: "feed" in ASCII.
    const LINE: i64 = 0x6665_6564;
    if entries.is_empty() {
        return Ok(());
    }
    if tx.get_database_backend() == DatabaseBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LINE})")).await?;
    }
    let rows = entries.into_iter().map(|entry| row::ActiveModel {
        id: Set(entry.id.uuid()),
        user_id: Set(entry.user.uuid()),
        kind: Set(entry.kind),
        entity_kind: Set(entry.entity_kind.to_owned()),
        entity_id: Set(entry.entity_id),
        payload: Set(entry.payload),
        created_at: Set(now),
        ..Default::default()
    });
    row::Entity::insert_many(rows)
        .on_conflict(sea_orm::sea_query::OnConflict::column(row::Column::Id).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    db.announce(tx).await
}

/// Those of one user.
fn own(user: Id<User>) -> Condition {
    if guard::lifted("OwnFeed") { Condition::all() } else { Condition::all().add(row::Column::UserId.eq(user.uuid())) }
}

/// A user's entries, newest first.
pub async fn entries(db: &Db, user: Id<User>, request: &PageRequest) -> Result<Page<Entry>> {
    let scope = format!("feed:{user}");
    let key = request.key::<i64>(&scope)?;
    let rows = keyset(row::Entity::find().filter(own(user)), &[row::Column::Seq], true, key.map(|seq| vec![seq.into()]), request)
        .all(db.read())
        .await?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.seq).map(read))
}

/// Up to how many entries are counted: more would cost more than anybody wants to know.
const COUNT_CAP: u64 = 1000;

/// How many entries a user has, and whether that is exact.
pub async fn count(db: &Db, user: Id<User>) -> Result<(u64, bool)> {
    counted(db, own(user)).await
}

/// How many entries a user has not seen, and whether that is exact.
pub async fn unread(db: &Db, user: Id<User>) -> Result<(u64, bool)> {
    counted(db, own(user).add(row::Column::ReadAt.is_null())).await
}

async fn counted(db: &Db, which: Condition) -> Result<(u64, bool)> {
    let ids = row::Entity::find().select_only().column(row::Column::Seq).filter(which).limit(COUNT_CAP + 1);
    let rows = ids.into_tuple::<i64>().all(db.read()).await?.len() as u64;
    Ok((std::cmp::min(rows, COUNT_CAP), rows <= COUNT_CAP))
}

/// One of the user's entries.
pub async fn find(db: &Db, user: Id<User>, id: Id<FeedEntry>) -> Result<Option<Entry>> {
    let entry = row::Entity::find().filter(row::Column::Id.eq(id.uuid())).filter(own(user));
    Ok(entry.one(db.read()).await?.map(read))
}

/// Marks a user's entries up to `seq` as seen.
pub async fn mark_read(tx: &impl ConnectionTrait, now: Timestamp, user: Id<User>, through: i64) -> Result<()> {
    row::Entity::update_many()
        .set(row::ActiveModel { read_at: Set(Some(now)), ..Default::default() })
        .filter(row::Column::UserId.eq(user.uuid()))
        .filter(row::Column::Seq.lte(through))
        .filter(row::Column::ReadAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The largest number given so far; 0 if there is none.
async fn newest(db: &Db) -> Result<i64> {
    let newest = row::Entity::find().select_only().column(row::Column::Seq).order_by_desc(row::Column::Seq).into_tuple::<i64>();
    Ok(newest.one(db.read()).await?.unwrap_or_default())
}

/// Entries after number `seq`, of one user or of all, oldest first, at most `limit`.
async fn since(db: &Db, user: Option<Id<User>>, seq: i64, limit: u64) -> Result<Vec<Entry>> {
    let mut later = row::Entity::find().filter(row::Column::Seq.gt(seq));
    if let Some(user) = user {
        later = later.filter(row::Column::UserId.eq(user.uuid()));
    }
    Ok(later.order_by_asc(row::Column::Seq).limit(limit).all(db.read()).await?.into_iter().map(read).collect())
}

/// Number of a user's newest entry of some kinds that is visible to `db`.
pub async fn newest_of(db: &impl ConnectionTrait, user: Id<User>, kinds: &[&str]) -> Result<Option<i64>> {
    let own = row::Entity::find().filter(row::Column::UserId.eq(user.uuid())).filter(row::Column::Kind.is_in(kinds.iter().copied()));
    Ok(own.select_only().column(row::Column::Seq).order_by_desc(row::Column::Seq).into_tuple::<i64>().one(db).await?)
}

/// A user's entries of some kinds after number `after` up to `through`, newest first, at most `limit`.
pub async fn between(db: &Db, user: Id<User>, kinds: &[&str], (after, through): (i64, i64), limit: u64) -> Result<Vec<Entry>> {
    let own = row::Entity::find().filter(row::Column::UserId.eq(user.uuid())).filter(row::Column::Kind.is_in(kinds.iter().copied()));
    let range = own.filter(row::Column::Seq.gt(after)).filter(row::Column::Seq.lte(through));
    Ok(range.order_by_desc(row::Column::Seq).limit(limit).all(db.read()).await?.into_iter().map(read).collect())
}

/// Forgets at most `limit` entries older than `before`. Returns how many went.
pub async fn prune(tx: &impl ConnectionTrait, before: Timestamp, limit: u64) -> Result<u64> {
    let old = Query::select()
        .column(row::Column::Seq)
        .from(row::Entity)
        .and_where(Expr::col(row::Column::CreatedAt).lt(before))
        .limit(limit)
        .to_owned();
    Ok(row::Entity::delete_many().filter(row::Column::Seq.in_subquery(old)).exec(tx).await?.rows_affected)
}

fn read(row: row::Model) -> Entry {
    Entry {
        id: Id::from_uuid(row.id),
        seq: row.seq,
        user: Id::from_uuid(row.user_id),
        kind: row.kind,
        entity_kind: row.entity_kind,
        entity_id: row.entity_id,
        payload: row.payload,
        at: row.created_at,
        read_at: row.read_at,
    }
}
