//! Building an index beside the live one.

use async_trait::async_trait;
use meilisearch_sdk::client::SwapIndexes;
use meilisearch_sdk::documents::DocumentDeletionQuery;

use super::{IS_REMOVED, Meili, State, WRITE, is_missing, present, timely};
use crate::search::{Document, Rebuild, SearchError};

/// The caller's end of a rebuild.
pub(super) struct MeiliRebuild {
    engine: Meili,
    /// Uid of the index being built.
    uid: String,
    swapped: bool,
}

impl MeiliRebuild {
    /// Starts a rebuild, and ends another one that was under way: it may have been left by a crash.
    pub(super) async fn begin(engine: Meili) -> Result<Self, SearchError> {
        let line = engine.writing.clone().lock_owned().await;
        let mut state = engine.state().await?;
        if let Some(abandoned) = state.next.take() {
            engine.remove_index(&abandoned).await?;
        }
        state.serial += 1;
        let uid = format!("{}-{}", engine.live_uid(), state.serial);
        engine.remove_index(&uid).await?;
        engine.set_up(&uid).await?;
        // From here on, every process writes there, too. The caller reads the database after this, so nothing is missed.
        state.next = Some(uid.clone());
        engine.set_state(&state).await?;
        drop(line);
        Ok(Self { engine, uid, swapped: false })
    }
}

impl Meili {
    /// Removes an index, if it is there.
    async fn remove_index(&self, uid: &str) -> Result<(), SearchError> {
        present(self.done(timely(self.client.delete_index(uid)).await, WRITE).await)
    }

    /// State of the rebuild `uid`, if no other has taken its place.
    async fn state_of(&self, uid: &str) -> Result<State, SearchError> {
        let state = self.state().await?;
        if state.next.as_deref() == Some(uid) {
            Ok(state)
        } else {
            Err(SearchError::Refused("another rebuild of the search index has begun".to_owned()))
        }
    }

    /// Forgets a rebuild.
    async fn give_up(&self, uid: &str) -> Result<(), SearchError> {
        let _line = self.writing.lock().await;
        let Ok(mut state) = self.state_of(uid).await else { return Ok(()) };
        state.next = None;
        self.set_state(&state).await?;
        self.remove_index(uid).await
    }

    async fn remove_tombstones(&self, uid: &str) -> Result<(), SearchError> {
        let index = self.client.index(uid);
        let mut removed = DocumentDeletionQuery::new(&index);
        removed.with_filter(IS_REMOVED);
        Ok(self.done(timely(index.delete_documents_with(&removed)).await, WRITE).await?)
    }
}

#[async_trait]
impl Rebuild for MeiliRebuild {
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), SearchError> {
        let _line = self.engine.writing.lock().await;
        self.engine.state_of(&self.uid).await?;
        Ok(self.engine.put(&self.uid, &documents, true).await?)
    }

    async fn swap(mut self: Box<Self>) -> Result<(), SearchError> {
        let engine = self.engine.clone();
        let _line = engine.writing.lock().await;
        let mut state = engine.state_of(&self.uid).await?;
        engine.remove_tombstones(&self.uid).await?;
        // Both must exist to be swapped.
        let live = engine.live_uid();
        if timely(engine.client.get_raw_index(&live)).await.as_ref().is_err_and(is_missing) {
            engine.set_up(&live).await?;
        }
        let swap = [&SwapIndexes { indexes: (live.clone(), self.uid.clone()), rename: None }];
        engine.done(timely(engine.client.swap_indexes(swap)).await, WRITE).await?;
        self.swapped = true;
        // If this fails, the index is live but not known to be complete: it will be rebuilt once more, no harm done.
        state.fingerprint = engine.fingerprint();
        state.next = None;
        engine.set_state(&state).await?;
        // Another process may have removed a document in the moment before the swap.
        engine.remove_tombstones(&live).await?;
        engine.remove_index(&self.uid).await
    }
}

impl Drop for MeiliRebuild {
    /// Gives up, unless it was swapped. If the process ends before that is done, the next rebuild does it.
    fn drop(&mut self) {
        if self.swapped {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (engine, uid) = (self.engine.clone(), self.uid.clone());
            runtime.spawn(async move {
                if let Err(error) = engine.give_up(&uid).await {
                    tracing::warn!(%error, uid, "abandoned search index cannot be removed now");
                }
            });
        }
    }
}
