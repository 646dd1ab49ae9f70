//! The embedded engine: an index in a directory of this server, or in memory for tests.
//!
//! One process owns the directory (a lock file sees to it). Writers stand in line; readers never wait: they hold on to
//! the state of the index that they began with. A write is committed and visible before it returns.
//!
//! ```text
//! search/
//!   LOCK          held as long as a process has the index open
//!   CURRENT       name of the live directory, replaced by rename
//!   live-7/       the index; `fingerprint` says what it was made with
//!   live-8/       a rebuild under way, or left by a crash: removed at the next start
//! ```

mod disk;
mod facets;
mod likeness;
mod percolate;
mod query;
mod schema;
mod writer;

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use tantivy::{Index, IndexReader, ReloadPolicy};
use tokio::sync::{Mutex, OwnedMutexGuard};

pub use self::percolate::Percolator;

use self::disk::Disk;
use self::query::Reading;
use self::schema::Fields;
use self::writer::{EmbeddedRebuild, Writing};
use super::settings::{Settings, settings};
use super::{Answer, Document, Lexeme, Prepared, Query, Rebuild, SearchError, SearchIndex, Suggestion};

/// The embedded engine. Clones share one index.
#[derive(Clone)]
pub struct Embedded {
    shared: Arc<Shared>,
    /// Held during a write. Everything that changes the index goes through here.
    writing: Arc<Mutex<Writing>>,
}

/// What readers and writers share.
struct Shared {
    settings: &'static Settings,
    fields: Fields,
    live: RwLock<Arc<Live>>,
}

/// An index that answers questions.
struct Live {
    index: Index,
    reader: IndexReader,
    /// Whether a rebuild has filled it; see [`Prepared`].
    complete: bool,
}

impl Live {
    fn new(index: Index, complete: bool) -> tantivy::Result<Self> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, complete })
    }
}

impl Shared {
    fn live(&self) -> Arc<Live> {
        // A poisoned lock still holds a whole `Arc`: it is replaced in one step.
        Arc::clone(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, live: Live) -> Arc<Live> {
        let live = Arc::new(live);
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&live);
        live
    }

    fn reading(&self) -> Reading<'_> {
        Reading { fields: &self.fields, settings: self.settings, searcher: self.live().reader.searcher() }
    }
}

impl Embedded {
    /// Opens the index in a directory, creating it if it is missing. Blocks; call it at the start.
    ///
    /// An index that is damaged or was made by another version of this program is replaced by an empty one;
    /// [`SearchIndex::prepare`] then says that it must be filled.
    ///
    /// # Errors
    /// [`SearchError::Unavailable`] if another process has the directory open, or if it cannot be read or written.
    pub fn open(path: &Path) -> Result<Self, SearchError> {
        let settings = settings()?;
        let fields = Fields::new(settings);
        let (disk, live) = Disk::open(path, &fields)?;
        Ok(Self::over(settings, fields, live, Some(disk)))
    }

    /// An empty index that lives as long as the value.
    ///
    /// # Errors
    /// [`SearchError::Refused`] if the settings hold a mistake.
    pub fn in_memory() -> Result<Self, SearchError> {
        let settings = settings()?;
        let fields = Fields::new(settings);
        let live = Live::new(Index::create_in_ram(fields.schema.clone()), false).map_err(broken)?;
        Ok(Self::over(settings, fields, live, None))
    }

    fn over(settings: &'static Settings, fields: Fields, live: Live, disk: Option<Disk>) -> Self {
        let shared = Arc::new(Shared { settings, fields, live: RwLock::new(Arc::new(live)) });
        let writing = Arc::new(Mutex::new(Writing::new(Arc::clone(&shared), disk)));
        Self { shared, writing }
    }

    /// Runs a change when it is its turn. It is finished even if the caller goes away.
    async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut OwnedMutexGuard<Writing>) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let mut writing = Arc::clone(&self.writing).lock_owned().await;
        blocking(move || change(&mut writing)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Reading<'_>) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || ask(&shared.reading())).await
    }
}

#[async_trait]
impl SearchIndex for Embedded {
    fn name(&self) -> &'static str {
        "embedded"
    }

    async fn prepare(&self) -> Result<Prepared, SearchError> {
        Ok(if self.shared.live().complete { Prepared::Ready } else { Prepared::NeedsReindex })
    }

    async fn ping(&self) -> Result<(), SearchError> {
        self.count().await.map(|_| ())
    }

    async fn count(&self) -> Result<u64, SearchError> {
        Ok(self.shared.live().reader.searcher().num_docs())
    }

    async fn upsert(&self, documents: Vec<Document>) -> Result<(), SearchError> {
        self.write(move |writing| writing.upsert(&documents)).await
    }

    async fn delete(&self, ids: Vec<uuid::Uuid>) -> Result<(), SearchError> {
        self.write(move |writing| writing.delete(&ids)).await
    }

    async fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        let query = query.clone();
        self.read(move |reading| reading.answer(&query)).await
    }

    async fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<uuid::Uuid>, SearchError> {
        let words = words.to_vec();
        self.read(move |reading| reading.similar(&words, limit)).await
    }

    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let text = text.to_owned();
        self.read(move |reading| reading.suggest(&text, limit)).await
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        let alive = self.write(|writing| writing.begin()).await?;
        Ok(Box::new(EmbeddedRebuild::new(self.clone(), alive)))
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, SearchError> + Send + 'static) -> Result<T, SearchError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| SearchError::Unavailable(format!("search task stopped: {error}")))?
}

/// A fault of the engine or of the disk under it.
#[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
fn broken(error: tantivy::TantivyError) -> SearchError {
    SearchError::Unavailable(error.to_string())
}
