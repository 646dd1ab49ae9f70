//! Hearing of what other processes wrote: PostgreSQL's LISTEN and NOTIFY.
//!
//! A notification says no more than "look at the rows". It is sent in the transaction that wrote them, so it comes exactly
//! if they are there. One that gets lost costs time and nothing else: whoever waits also looks on its own now and then, and
//! everybody looks once when the connection is back.

use std::{sync::atomic::Ordering, time::Duration};

use sea_orm::{
    ConnectionTrait, DatabaseBackend,
    sqlx::{self, postgres::PgListener},
};
use tokio_util::sync::CancellationToken;

use super::Db;
use crate::kernel::Result;

/// The one channel of an installation; its database is its own.
const CHANNEL: &str = "lianqiao";
/// Pause before the connection is tried again.
const PAUSE: Duration = Duration::from_millis(500);
/// So many times longer waits who hears of everything.
const CALMER: u32 = 3;

impl Db {
    /// Tells the other processes at the commit of `conn`'s transaction that there is something to look at. Nothing on
    /// SQLite, where there is one process.
    pub async fn announce(&self, conn: &impl ConnectionTrait) -> Result<()> {
        if conn.get_database_backend() == DatabaseBackend::Postgres {
            // Our own ear is told by the commit itself, and knows by this number not to listen.
            let ear = self.ear.load(Ordering::Relaxed);
            conn.execute_unprepared(&format!("SELECT pg_notify('{CHANNEL}', '{ear}')")).await?;
        }
        Ok(())
    }

    /// Listens to other processes until `stop`, and wakes everybody who waits for [`Self::commits`].
    pub async fn listen(self, stop: CancellationToken) {
        let Some(url) = self.listens_at.clone() else { return };
        while !stop.is_cancelled() {
            let end = tokio::select! {
                () = stop.cancelled() => return,
                end = self.hear(&url) => end,
            };
            self.ear.store(0, Ordering::Relaxed);
            match end {
                Ok(()) => tracing::warn!("the connection that listens broke"),
                Err(error) => tracing::warn!(%error, "cannot listen for what other processes write"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Ends when the connection breaks.
    async fn hear(&self, url: &str) -> std::result::Result<(), sqlx::Error> {
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        let ear: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut listener).await?;
        self.ear.store(ear, Ordering::Relaxed);
        let ear = ear.to_string();
        // What was said while nobody listened is in the rows.
        self.wake();
        while let Some(notification) = listener.try_recv().await? {
            if notification.payload() != ear {
                self.wake();
            }
        }
        Ok(())
    }

    fn wake(&self) {
        self.commits.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// How long to wait before looking at the rows unasked: longer than `usual` while we hear of everything.
    #[must_use]
    pub fn patience(&self, usual: Duration) -> Duration {
        if self.ear.load(Ordering::Relaxed) == 0 { usual } else { usual * CALMER }
    }
}
