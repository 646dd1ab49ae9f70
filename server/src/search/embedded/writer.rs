//! Changing the embedded index: one change at a time, newer versions only, and into a rebuild as well while one is open.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, IndexWriter, Searcher, TERMINATED, Term};

use super::disk::Disk;
use super::schema::{Fields, VERSION};
use super::{Embedded, Live, Shared, broken};
use crate::search::{Document, Rebuild, SearchError};

/// Memory that a writer may fill before it writes a segment.
const WRITER_MEMORY: usize = 32 << 20;

/// Everything that a change needs. There is one, behind a lock.
pub(super) struct Writing {
    shared: Arc<Shared>,
    disk: Option<Disk>,
    /// Opened at the first change, and again after a failure.
    writer: Option<IndexWriter>,
    rebuild: Option<Rebuilding>,
}

/// A rebuild under way.
struct Rebuilding {
    /// Cleared when its owner gives up.
    alive: Arc<AtomicBool>,
    /// Name of its directory, if it is on disk.
    name: Option<String>,
    writer: IndexWriter,
    index: Index,
    /// Versions of what is in it. Nothing of it is committed yet, so the index itself cannot be asked.
    versions: HashMap<String, i64>,
    /// What was removed since the rebuild began: the caller may have read it from the database before.
    removed: HashSet<String>,
}

impl Writing {
    pub(super) fn new(shared: Arc<Shared>, disk: Option<Disk>) -> Self {
        Self { shared, disk, writer: None, rebuild: None }
    }

    /// Adds or replaces documents whose stored version is not newer.
    pub(super) fn upsert(&mut self, documents: &[Document]) -> Result<(), SearchError> {
        let newest = newest(documents);
        if newest.is_empty() {
            return Ok(());
        }
        self.drop_abandoned();
        let searcher = self.shared.live().reader.searcher();
        let mut wanted = Vec::with_capacity(newest.len());
        for document in newest {
            if stored_version(&searcher, &self.shared.fields, &document.id)?.is_none_or(|stored| stored <= document.version) {
                wanted.push(document);
            }
        }
        let mirrored = self.rebuild.as_mut().map_or(Ok(()), |rebuild| {
            for document in &wanted {
                rebuild.removed.remove(&document.id);
            }
            rebuild.put(&wanted, &self.shared.fields)
        });
        self.keep_rebuild_if(mirrored);
        let fields = self.shared.fields.clone();
        self.commit(|writer| wanted.iter().try_for_each(|document| replace(writer, &fields, document)))
    }

    /// Removes documents.
    pub(super) fn delete(&mut self, ids: &[uuid::Uuid]) -> Result<(), SearchError> {
        if ids.is_empty() {
            return Ok(());
        }
        self.drop_abandoned();
        let ids: Vec<String> = ids.iter().map(uuid::Uuid::to_string).collect();
        let id = self.shared.fields.id;
        if let Some(rebuild) = &mut self.rebuild {
            for gone in &ids {
                rebuild.writer.delete_term(Term::from_field_text(id, gone));
                rebuild.versions.remove(gone);
                rebuild.removed.insert(gone.clone());
            }
        }
        self.commit(|writer| {
            for gone in &ids {
                writer.delete_term(Term::from_field_text(id, gone));
            }
            Ok(())
        })
    }

    /// Starts a rebuild; the flag says whether its owner still wants it.
    pub(super) fn begin(&mut self) -> Result<Arc<AtomicBool>, SearchError> {
        self.drop_abandoned();
        if self.rebuild.is_some() {
            return Err(SearchError::Refused("a rebuild of the search index is already under way".to_owned()));
        }
        let (name, index) = match &self.disk {
            Some(disk) => {
                let (name, index) = disk.create(&self.shared.fields)?;
                (Some(name), index)
            }
            None => (None, Index::create_in_ram(self.shared.fields.schema.clone())),
        };
        let alive = Arc::new(AtomicBool::new(true));
        let writer = open_writer(&index)?;
        self.rebuild =
            Some(Rebuilding { alive: Arc::clone(&alive), name, writer, index, versions: HashMap::new(), removed: HashSet::new() });
        Ok(alive)
    }

    /// Adds documents to the rebuild.
    fn add(&mut self, alive: &Arc<AtomicBool>, documents: &[Document]) -> Result<(), SearchError> {
        let fields = self.shared.fields.clone();
        let rebuild = self.rebuild_of(alive)?;
        let mut wanted = newest(documents);
        wanted.retain(|document| !rebuild.removed.contains(&document.id));
        let added = rebuild.put(&wanted, &fields);
        if added.is_err() {
            self.discard();
        }
        added
    }

    /// Makes the rebuild the live index.
    fn swap(&mut self, alive: &Arc<AtomicBool>) -> Result<(), SearchError> {
        let rebuild = self.rebuild_of(alive)?;
        let live = rebuild.writer.commit().map_err(broken).and_then(|_| Live::new(rebuild.index.clone(), true).map_err(broken));
        let (live, name) = match live {
            Ok(live) => (live, rebuild.name.clone()),
            Err(error) => {
                self.discard();
                return Err(error);
            }
        };
        if let (Some(disk), Some(name)) = (&mut self.disk, &name) {
            disk.make_live(name)?;
        }
        self.shared.replace(live);
        // The old writer goes first, with its threads: its directory is about to be removed.
        self.writer = None;
        self.writer = self.rebuild.take().map(|rebuild| rebuild.writer);
        if let Some(disk) = &self.disk {
            disk.sweep();
        }
        Ok(())
    }

    /// Removes a rebuild that its owner has given up.
    fn drop_abandoned(&mut self) {
        if self.rebuild.as_ref().is_some_and(|rebuild| !rebuild.alive.load(Ordering::Acquire)) {
            self.discard();
        }
    }

    fn discard(&mut self) {
        self.rebuild = None;
        if let Some(disk) = &self.disk {
            disk.sweep();
        }
    }

    /// A rebuild that missed a change must never become live.
    fn keep_rebuild_if(&mut self, mirrored: Result<(), SearchError>) {
        if let Err(error) = mirrored {
            tracing::error!(%error, "rebuild of the search index failed and is discarded");
            self.discard();
        }
    }

    fn rebuild_of(&mut self, alive: &Arc<AtomicBool>) -> Result<&mut Rebuilding, SearchError> {
        self.rebuild
            .as_mut()
            .filter(|rebuild| Arc::ptr_eq(&rebuild.alive, alive))
            .ok_or_else(|| SearchError::Unavailable("this rebuild of the search index has failed before".to_owned()))
    }

    /// Runs `change` on the live index, makes it durable, and shows it to readers.
    fn commit(&mut self, change: impl FnOnce(&mut IndexWriter) -> Result<(), SearchError>) -> Result<(), SearchError> {
        let live = self.shared.live();
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => open_writer(&live.index)?,
        };
        change(&mut writer)?;
        writer.commit().map_err(broken)?;
        // Only a writer that has not failed is used again: dropping one forgets what it had not committed.
        self.writer = Some(writer);
        live.reader.reload().map_err(broken)
    }
}

impl Rebuilding {
    fn put(&mut self, documents: &[&Document], fields: &Fields) -> Result<(), SearchError> {
        for document in documents {
            if self.versions.get(&document.id).is_some_and(|there| *there > document.version) {
                continue;
            }
            replace(&self.writer, fields, document)?;
            self.versions.insert(document.id.clone(), document.version);
        }
        Ok(())
    }
}

/// The newest version of each document, the last one of equals.
fn newest(documents: &[Document]) -> Vec<&Document> {
    let mut newest: HashMap<&str, &Document> = HashMap::with_capacity(documents.len());
    for document in documents {
        let there = newest.entry(&document.id).or_insert(document);
        if there.version <= document.version {
            *there = document;
        }
    }
    newest.into_values().collect()
}

fn replace(writer: &IndexWriter, fields: &Fields, document: &Document) -> Result<(), SearchError> {
    writer.delete_term(Term::from_field_text(fields.id, &document.id));
    writer.add_document(fields.entry(document)?).map_err(broken)?;
    Ok(())
}

fn stored_version(searcher: &Searcher, fields: &Fields, id: &str) -> Result<Option<i64>, SearchError> {
    let query = TermQuery::new(Term::from_field_text(fields.id, id), IndexRecordOption::Basic);
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher)).map_err(broken)?;
    for segment in searcher.segment_readers() {
        let versions = segment.fast_fields().i64(VERSION).map_err(broken)?;
        let mut found = weight.scorer(segment, 1.0).map_err(broken)?;
        let mut document = found.doc();
        while document != TERMINATED {
            if !segment.is_deleted(document) {
                return Ok(versions.first(document));
            }
            document = found.advance();
        }
    }
    Ok(None)
}

pub(super) fn open_writer(index: &Index) -> Result<IndexWriter, SearchError> {
    let options = IndexWriterOptions::builder().num_worker_threads(1).num_merge_threads(1).memory_budget_per_thread(WRITER_MEMORY).build();
    let writer: IndexWriter = index.writer_with_options(options).map_err(broken)?;
    // Listings change one by one, so there are many small segments: merge them early.
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(4);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

/// The caller's end of a rebuild.
pub(super) struct EmbeddedRebuild {
    engine: Embedded,
    alive: Arc<AtomicBool>,
}

impl EmbeddedRebuild {
    pub(super) fn new(engine: Embedded, alive: Arc<AtomicBool>) -> Self {
        Self { engine, alive }
    }
}

#[async_trait]
impl Rebuild for EmbeddedRebuild {
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), SearchError> {
        let alive = Arc::clone(&self.alive);
        self.engine.write(move |writing| writing.add(&alive, &documents)).await
    }

    async fn swap(self: Box<Self>) -> Result<(), SearchError> {
        let alive = Arc::clone(&self.alive);
        self.engine.write(move |writing| writing.swap(&alive)).await
    }
}

impl Drop for EmbeddedRebuild {
    /// Gives up, unless it was swapped. The next change removes what there is; so does the next start.
    fn drop(&mut self) {
        self.alive.store(false, Ordering::Release);
    }
}
