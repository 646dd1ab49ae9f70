//! The event feed machine: what happened to a viewer's things, kept per user and tailed by every server process.
//!
//! Rows are the truth; the broadcast is only a shortcut. A process reads new rows once for all its subscribers, sees
//! rows that any other process wrote, and a subscriber that missed something reads it again from the rows.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    db::{Db, page::keyset},
    kernel::{
        Clock, Id, Page, PageRequest, Result, Timestamp,
        id::{FeedEntry, User},
    },
};

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
pub async fn write(tx: &impl ConnectionTrait, now: Timestamp, entries: Vec<NewEntry>) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
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
    Ok(())
}

/// A user's entries, newest first.
pub async fn entries(db: &Db, user: Id<User>, request: &PageRequest) -> Result<Page<Entry>> {
    let scope = format!("feed:{user}");
    let key = request.key::<i64>(&scope)?;
    let select = row::Entity::find().filter(row::Column::UserId.eq(user.uuid()));
    let rows = keyset(select, &[row::Column::Seq], true, key.map(|seq| vec![seq.into()]), request).all(db.read()).await?;
    Ok(Page::from_rows(request, rows, &scope, |row| row.seq).map(read))
}

/// How many entries a user has not seen.
pub async fn unread(db: &Db, user: Id<User>) -> Result<u64> {
    use sea_orm::PaginatorTrait;
    let unread = row::Entity::find().filter(row::Column::UserId.eq(user.uuid())).filter(row::Column::ReadAt.is_null());
    Ok(unread.count(db.read()).await?)
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

/// Position of one of the user's entries.
pub async fn position(db: &Db, user: Id<User>, id: Id<FeedEntry>) -> Result<Option<i64>> {
    let entry = row::Entity::find().filter(row::Column::Id.eq(id.uuid())).filter(row::Column::UserId.eq(user.uuid()));
    Ok(entry.one(db.read()).await?.map(|row| row.seq))
}

/// A user's entries after `seq`, oldest first: what a subscriber missed. At most 500.
pub async fn since(db: &Db, user: Id<User>, seq: i64) -> Result<Vec<Entry>> {
    const MOST: u64 = 500;
    let missed = row::Entity::find().filter(row::Column::UserId.eq(user.uuid())).filter(row::Column::Seq.gt(seq));
    Ok(missed.order_by_asc(row::Column::Seq).limit(MOST).all(db.read()).await?.into_iter().map(read).collect())
}

/// Forgets entries older than `before`.
pub async fn prune(tx: &impl ConnectionTrait, before: Timestamp) -> Result<u64> {
    Ok(row::Entity::delete_many().filter(row::Column::CreatedAt.lt(before)).exec(tx).await?.rows_affected)
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

/// Live entries of this process.
#[derive(Debug, Clone)]
pub struct Feed(broadcast::Sender<Arc<Entry>>);

impl Default for Feed {
    fn default() -> Self {
        Self(broadcast::Sender::new(1024))
    }
}

/// Transactions may commit in another order than they took their numbers in; numbers this old are settled.
const SETTLED_AFTER: chrono::Duration = chrono::Duration::seconds(10);
/// New rows are looked for at least this often, for those that other processes write.
const POLL: Duration = Duration::from_millis(500);

impl Feed {
    /// Entries from now on, of all users.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Entry>> {
        self.0.subscribe()
    }

    /// Reads new rows and broadcasts them, until `stop`.
    pub async fn tail(self, db: Db, clock: Arc<dyn Clock>, stop: CancellationToken) {
        let mut commits = db.commits();
        let mut seen = Window::default();
        let mut started = false;
        while !stop.is_cancelled() {
            commits.mark_unchanged();
            // Without listeners there is nothing to do, but the position must move on.
            match self.step(&db, clock.now(), &mut seen, started).await {
                Ok(()) => started = true,
                Err(error) => tracing::warn!(detail = error.detail(), "feed: database trouble"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                _ = commits.changed() => tokio::time::sleep(Duration::from_millis(20)).await,
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    async fn step(&self, db: &Db, now: Timestamp, seen: &mut Window, announce: bool) -> Result<()> {
        if !announce {
            let newest = row::Entity::find().order_by_desc(row::Column::Seq).one(db.read()).await?;
            seen.settled = newest.map_or(0, |row| row.seq);
            return Ok(());
        }
        let fresh = row::Entity::find().filter(row::Column::Seq.gt(seen.settled)).order_by_asc(row::Column::Seq).limit(1000);
        for row in fresh.all(db.read()).await? {
            if seen.recent.insert(row.seq, row.created_at).is_none() {
                // No receiver is no fault: rows stay.
                let _ = self.0.send(Arc::new(read(row)));
            }
        }
        seen.settle(now - SETTLED_AFTER);
        Ok(())
    }
}

/// Which rows were announced: all up to `settled`, and those in `recent`.
#[derive(Default)]
struct Window {
    settled: i64,
    recent: BTreeMap<i64, Timestamp>,
}

impl Window {
    fn settle(&mut self, before: Timestamp) {
        while let Some(first) = self.recent.first_entry() {
            if *first.get() >= before && self.recent.len() < 900 {
                break;
            }
            if let Some((seq, _)) = self.recent.pop_first() {
                self.settled = seq;
            }
        }
    }
}
