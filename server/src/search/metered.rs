//! An engine whose answers are timed and whose failures are counted.

use std::{sync::Arc, time::Instant};

use async_trait::async_trait;
use tracing::Instrument;

use super::{Answer, Document, Lexeme, Prepared, Query, Rebuild, SearchError, SearchIndex, Suggestion};
use crate::telemetry;

/// Times what `engine` does. What happens once an hour or at the start is passed on as it is.
pub fn metered(engine: Arc<dyn SearchIndex>) -> Arc<dyn SearchIndex> {
    Arc::new(Metered(engine))
}

struct Metered(Arc<dyn SearchIndex>);

impl Metered {
    async fn timed<T>(&self, operation: &'static str, work: impl Future<Output = Result<T, SearchError>>) -> Result<T, SearchError> {
        let began = Instant::now();
        let result = work.instrument(tracing::info_span!("search", operation)).await;
        let outcome = match &result {
            Ok(_) => Ok(()),
            Err(SearchError::Unavailable(_)) => Err("unavailable"),
            Err(SearchError::Refused(_)) => Err("refused"),
        };
        telemetry::metrics::search(self.0.name(), operation, began.elapsed(), outcome);
        result
    }
}

#[async_trait]
impl SearchIndex for Metered {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    async fn version(&self) -> Result<Option<String>, SearchError> {
        self.0.version().await
    }

    async fn prepare(&self) -> Result<Prepared, SearchError> {
        self.0.prepare().await
    }

    async fn ping(&self) -> Result<(), SearchError> {
        self.0.ping().await
    }

    async fn count(&self) -> Result<u64, SearchError> {
        self.0.count().await
    }

    async fn upsert(&self, documents: Vec<Document>) -> Result<(), SearchError> {
        self.timed("upsert", self.0.upsert(documents)).await
    }

    async fn delete(&self, ids: Vec<uuid::Uuid>) -> Result<(), SearchError> {
        self.timed("delete", self.0.delete(ids)).await
    }

    async fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.timed("search", self.0.search(query)).await
    }

    async fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<uuid::Uuid>, SearchError> {
        self.timed("similar", self.0.similar(words, limit)).await
    }

    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.timed("suggest", self.0.suggest(text, limit)).await
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.0.rebuild().await
    }
}
