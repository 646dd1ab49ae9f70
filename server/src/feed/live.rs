//! Entries as they come: one reader of rows a process, any number of subscribers.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use futures::stream::{self, Stream};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};
use tokio_util::sync::CancellationToken;

use super::{Entry, find, newest, since};
use crate::{
    db::Db,
    kernel::{
        Code, Error, Id, Result,
        id::{FeedEntry, User},
    },
};

/// Live entries of this process.
#[derive(Debug, Clone)]
pub struct Feed {
    entries: broadcast::Sender<Arc<Entry>>,
    tailing: watch::Sender<bool>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { entries: broadcast::Sender::new(1024), tailing: watch::Sender::new(false) }
    }
}

/// New rows are looked for about this often, for those that other processes write and could not announce.
const POLL: Duration = Duration::from_millis(500);
/// Rows read at a time.
const CHUNK: u64 = 500;

impl Feed {
    /// Reads new rows and broadcasts them, until `stop`.
    pub async fn tail(self, db: Db, stop: CancellationToken) {
        let mut commits = db.commits();
        let mut position = None;
        while !stop.is_cancelled() {
            commits.mark_unchanged();
            match self.step(&db, position).await {
                Ok(reached) => {
                    position = Some(reached);
                    self.tailing.send_replace(true);
                }
                Err(error) => tracing::warn!(detail = error.detail(), "feed: database trouble"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                _ = commits.changed() => tokio::time::sleep(Duration::from_millis(20)).await,
                () = tokio::time::sleep(db.patience(POLL)) => {}
            }
        }
    }

    /// Broadcasts what came after `position` and says how far that went. Without a position it starts at the end.
    async fn step(&self, db: &Db, position: Option<i64>) -> Result<i64> {
        let newest = newest(db).await?;
        let Some(mut position) = position else { return Ok(newest) };
        // Asked after the look at the rows: who subscribes from now on begins at `newest` or later.
        if self.entries.receiver_count() == 0 {
            return Ok(newest.max(position));
        }
        loop {
            let fresh = since(db, None, position, CHUNK).await?;
            let Some(last) = fresh.last() else { return Ok(position) };
            position = last.seq;
            for entry in fresh {
                // The last receiver may have gone meanwhile; rows stay.
                let _ = self.entries.send(Arc::new(entry));
            }
        }
    }

    /// The user's entries from now on, or from the one after `after`: none is missed and none comes twice, however slow
    /// the reader is. Ends when the process stops.
    ///
    /// # Errors
    /// `NOT_FOUND` at `after` if that is no entry of the user, or one that was forgotten: the reader may have missed
    /// anything and must look at everything anew.
    pub async fn follow(&self, db: Db, user: Id<User>, after: Option<Id<FeedEntry>>) -> Result<impl Stream<Item = Arc<Entry>> + use<>> {
        let live = self.entries.subscribe();
        // From here on nothing can fall between the rows and the broadcast: the tail runs, and we listen.
        let _ = self.tailing.subscribe().wait_for(|tailing| *tailing).await;
        let position = match after {
            Some(id) => find(&db, user, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("after"))?.seq,
            None => newest(&db).await?,
        };
        let reader = Reader { db, user, live, position, behind: true, ready: VecDeque::new() };
        Ok(stream::unfold(reader, |mut reader| async move { Some((reader.next().await?, reader)) }))
    }
}

/// One subscriber.
struct Reader {
    db: Db,
    user: Id<User>,
    live: broadcast::Receiver<Arc<Entry>>,
    /// Everything up to here was handed out or is ready.
    position: i64,
    /// Whether rows must be read before the broadcast is listened to again.
    behind: bool,
    ready: VecDeque<Arc<Entry>>,
}

impl Reader {
    async fn next(&mut self) -> Option<Arc<Entry>> {
        loop {
            if let Some(entry) = self.ready.pop_front() {
                return Some(entry);
            }
            if self.behind {
                self.catch_up().await;
                continue;
            }
            match self.live.recv().await {
                // Read from the rows already.
                Ok(entry) if entry.seq <= self.position => {}
                Ok(entry) => {
                    self.position = entry.seq;
                    if entry.user == self.user {
                        return Some(entry);
                    }
                }
                Err(RecvError::Lagged(_)) => self.behind = true,
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// Reads a chunk of rows; an empty one means that the broadcast has all the rest.
    async fn catch_up(&mut self) {
        match since(&self.db, Some(self.user), self.position, CHUNK).await {
            Ok(rows) => {
                self.behind = !rows.is_empty();
                self.position = rows.last().map_or(self.position, |last| last.seq);
                self.ready.extend(rows.into_iter().map(Arc::new));
            }
            Err(error) => {
                tracing::warn!(detail = error.detail(), "feed: database trouble");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}
