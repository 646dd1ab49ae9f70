//! Meilisearch: a search server that several processes may share.
//!
//! The state that processes must agree on lives in Meilisearch itself, in a small index beside the big one: which
//! index is being built, and whether the live one is complete. Uids, with `lianqiao` as the prefix:
//!
//! ```text
//! lianqiao-listings     the live index
//! lianqiao-listings-7   a rebuild under way; swapped with the live one, then removed
//! lianqiao-state        one document, see `State`
//! ```

mod likeness;
mod question;
mod rebuild;
mod setup;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use meilisearch_sdk::client::Client;
use meilisearch_sdk::documents::DocumentsQuery;
use meilisearch_sdk::errors::{Error, ErrorCode, ErrorType};
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Semaphore};

use self::rebuild::MeiliRebuild;
use super::settings::{Settings, settings};
use super::words::{Kind, grams, runs};
use super::{Answer, Document, Lexeme, Prepared, Query, Rebuild, SearchError, SearchIndex, Suggestion};

/// Longest wait for one answer.
const REQUEST: Duration = Duration::from_secs(10);
/// Longest wait for a write to be carried out.
const WRITE: Duration = Duration::from_mins(1);
/// Longest wait for new settings, which may index everything again.
const SETUP: Duration = Duration::from_mins(30);
/// Most questions under way at once; others stand in line, and Meilisearch would not answer more any sooner.
const QUESTIONS: usize = 16;
/// Pause between two looks at a task.
const POLL: Duration = Duration::from_millis(15);
/// Key of the only document in the state index.
const STATE: &str = "listings";

/// The Meilisearch engine. Clones share one connection pool and stand in one line for writing.
#[derive(Clone)]
pub struct Meili {
    client: Client,
    prefix: String,
    settings: &'static Settings,
    /// Held during a write: versions are read and written in one go, as far as this process is concerned. Between
    /// processes, the outbox keeps the changes of one listing in order.
    writing: Arc<Mutex<()>>,
    /// Bounds the questions under way: the client sets aside 8 MiB for each.
    asking: Arc<Semaphore>,
}

/// What processes that share the index agree on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    id: String,
    /// What the live index was made with, once a rebuild has filled it.
    #[serde(default)]
    fingerprint: String,
    /// Uid of the index being built; writes go there, too.
    #[serde(default)]
    next: Option<String>,
    /// How many rebuilds there have been, so that each has a uid of its own.
    #[serde(default)]
    serial: u64,
}

/// A document as it is stored.
#[derive(Serialize)]
struct Stored<'a> {
    #[serde(flatten)]
    document: &'a Document,
    /// Chinese characters and pairs of neighbors, so that substrings unknown to the dictionary are found.
    grams: String,
}

/// Left in an index being built in place of a document that was removed, so that it is not brought back.
#[derive(Serialize)]
struct Removed {
    id: String,
    deleted: bool,
}

/// What is stored under an id.
#[derive(Debug, Deserialize)]
struct Known {
    id: String,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    deleted: bool,
}

/// Matches what was removed during a rebuild.
const IS_REMOVED: &str = "deleted = true";

impl Meili {
    /// A connection; nothing is sent yet.
    ///
    /// `index_prefix` keeps installations that share a server apart: letters, digits, `-` and `_`.
    ///
    /// # Errors
    /// [`SearchError::Refused`] if an argument cannot be used or the settings hold a mistake.
    pub fn connect(url: &str, api_key: Option<&str>, index_prefix: &str) -> Result<Self, SearchError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if index_prefix.is_empty() || index_prefix.len() > 200 || !index_prefix.chars().all(plain) {
            return Err(SearchError::Refused("the index prefix must be letters, digits, `-` and `_`".to_owned()));
        }
        // The key becomes a header: the client would panic on anything else.
        if api_key.is_some_and(|key| !key.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(SearchError::Refused("the Meilisearch key must be printable ASCII".to_owned()));
        }
        let url: url::Url = url.parse().map_err(|error| SearchError::Refused(format!("Meilisearch URL: {error}")))?;
        let client = Client::new(url.as_str().trim_end_matches('/'), api_key).map_err(failed)?;
        Ok(Self {
            client,
            prefix: index_prefix.to_owned(),
            settings: settings()?,
            writing: Arc::default(),
            asking: Arc::new(Semaphore::new(QUESTIONS)),
        })
    }

    fn live_uid(&self) -> String {
        format!("{}-listings", self.prefix)
    }

    fn live(&self) -> Index {
        self.client.index(self.live_uid())
    }

    fn state_index(&self) -> Index {
        self.client.index(format!("{}-state", self.prefix))
    }

    async fn state(&self) -> Result<State, SearchError> {
        let index = self.state_index();
        match timely(index.get_document::<State>(STATE)).await {
            Err(error) if is_missing(&error) => Ok(State { id: STATE.to_owned(), ..State::default() }),
            other => other.map_err(failed),
        }
    }

    async fn set_state(&self, state: &State) -> Result<(), SearchError> {
        let index = self.state_index();
        Ok(self.done(timely(index.add_or_replace(&[state], Some("id"))).await, WRITE).await?)
    }

    /// Waits until a task has been carried out.
    async fn done(&self, task: Result<TaskInfo, Error>, most: Duration) -> Result<(), Trouble> {
        let wait = self.client.wait_for_task(task?, Some(POLL), Some(most));
        match tokio::time::timeout(most, wait).await {
            Ok(Ok(Task::Succeeded { .. })) => Ok(()),
            Ok(Ok(Task::Failed { content })) => Err(Error::Meilisearch(content.error).into()),
            Ok(Err(error)) => Err(error.into()),
            Ok(Ok(_)) | Err(_) => Err(SearchError::Unavailable(format!("Meilisearch has not finished after {} s", most.as_secs())).into()),
        }
    }

    /// Writes those documents whose stored version is not newer. With `respect_removals`, removed ones stay removed.
    async fn put(&self, uid: &str, documents: &[Document], respect_removals: bool) -> Result<(), Trouble> {
        let index = self.client.index(uid);
        let mut newest: HashMap<&str, &Document> = HashMap::with_capacity(documents.len());
        for document in documents {
            let there = newest.entry(&document.id).or_insert(document);
            if there.version <= document.version {
                *there = document;
            }
        }
        let known = known(&index, newest.keys().copied().collect()).await?;
        newest.retain(|id, document| {
            known.get(*id).is_none_or(|known| if known.deleted { !respect_removals } else { known.version <= document.version })
        });
        if newest.is_empty() {
            return Ok(());
        }
        let stored: Vec<Stored<'_>> = newest.into_values().map(|document| self.stored(document)).collect();
        self.done(timely(index.add_or_replace(&stored, Some("id"))).await, WRITE).await
    }

    /// Leaves a mark in an index being built in place of each id.
    async fn bury(&self, uid: &str, ids: &[String]) -> Result<(), Trouble> {
        let index = self.client.index(uid);
        // Asking first keeps a write from creating an index that is gone.
        known(&index, ids.iter().take(1).map(String::as_str).collect()).await?;
        let removed: Vec<Removed> = ids.iter().map(|id| Removed { id: id.clone(), deleted: true }).collect();
        self.done(timely(index.add_or_replace(&removed, Some("id"))).await, WRITE).await
    }

    fn stored<'a>(&self, document: &'a Document) -> Stored<'a> {
        let mut seen = std::collections::BTreeSet::new();
        for text in self.settings.fields.iter().flat_map(|field| &field.attributes).flat_map(|attribute| attribute.texts(document)) {
            for run in runs(text).into_iter().filter(|run| run.kind == Kind::Han) {
                seen.extend(run.text.chars().map(String::from));
                seen.extend(grams(&run.text));
            }
        }
        Stored { document, grams: seen.into_iter().collect::<Vec<_>>().join(" ") }
    }
}

#[async_trait]
impl SearchIndex for Meili {
    fn name(&self) -> &'static str {
        "meilisearch"
    }

    async fn version(&self) -> Result<Option<String>, SearchError> {
        Ok(Some(timely(self.client.get_version()).await.map_err(failed)?.pkg_version))
    }

    async fn prepare(&self) -> Result<Prepared, SearchError> {
        let _line = self.writing.lock().await;
        self.set_up(&self.live_uid()).await?;
        let state = self.state().await?;
        Ok(if state.fingerprint == self.fingerprint() { Prepared::Ready } else { Prepared::NeedsReindex })
    }

    async fn ping(&self) -> Result<(), SearchError> {
        timely(self.client.health()).await.map(|_| ()).map_err(failed)
    }

    async fn count(&self) -> Result<u64, SearchError> {
        let live = self.live();
        let stats = timely(live.get_stats()).await.map_err(failed)?;
        Ok(stats.number_of_documents as u64)
    }

    async fn upsert(&self, documents: Vec<Document>) -> Result<(), SearchError> {
        if documents.is_empty() {
            return Ok(());
        }
        let _line = self.writing.lock().await;
        // The index being built comes first: if another process swaps in between, one of the two writes still reaches
        // what is then the live index.
        if let Some(next) = self.state().await?.next {
            present(self.put(&next, &documents, false).await)?;
        }
        self.put(&self.live_uid(), &documents, false).await.map_err(SearchError::from)
    }

    async fn delete(&self, ids: Vec<uuid::Uuid>) -> Result<(), SearchError> {
        if ids.is_empty() {
            return Ok(());
        }
        let _line = self.writing.lock().await;
        let ids: Vec<String> = ids.iter().map(uuid::Uuid::to_string).collect();
        if let Some(next) = self.state().await?.next {
            present(self.bury(&next, &ids).await)?;
        }
        let live = self.live();
        Ok(self.done(timely(live.delete_documents(&ids)).await, WRITE).await?)
    }

    async fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.ask(query).await
    }

    async fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<uuid::Uuid>, SearchError> {
        self.find_similar(words, limit).await
    }

    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.complete(text, limit).await
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        Ok(Box::new(MeiliRebuild::begin(self.clone()).await?))
    }
}

/// What an index knows of some ids.
async fn known(index: &Index, ids: Vec<&str>) -> Result<HashMap<String, Known>, Trouble> {
    let mut query = DocumentsQuery::new(index);
    query.limit = Some(ids.len());
    query.fields = Some(vec!["id", "version", "deleted"]);
    query.ids = Some(ids);
    let found = timely(index.get_documents_with::<Known>(&query)).await?;
    Ok(found.results.into_iter().map(|known| (known.id.clone(), known)).collect())
}

/// Bounds the wait for one answer, and how many are waited for.
async fn in_turn<T>(asking: &Semaphore, request: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timely(async {
        let _turn = asking.acquire().await.map_err(|_| Error::Timeout)?;
        request.await
    })
    .await
}

/// Bounds the wait for one answer.
async fn timely<T>(request: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(REQUEST, request).await.unwrap_or(Err(Error::Timeout))
}

/// An error that may mean that an index is not there.
enum Trouble {
    Missing(String),
    Other(SearchError),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        if is_missing(&error) { Self::Missing(error.to_string()) } else { Self::Other(failed(error)) }
    }
}

impl From<SearchError> for Trouble {
    fn from(error: SearchError) -> Self {
        Self::Other(error)
    }
}

impl From<Trouble> for SearchError {
    fn from(error: Trouble) -> Self {
        match error {
            Trouble::Missing(message) => Self::Unavailable(message),
            Trouble::Other(error) => error,
        }
    }
}

/// Ignores that an index is not there.
fn present(result: Result<(), Trouble>) -> Result<(), SearchError> {
    match result {
        Err(Trouble::Missing(_)) => Ok(()),
        other => Ok(other?),
    }
}

fn is_missing(error: &Error) -> bool {
    matches!(error, Error::Meilisearch(error) if matches!(error.error_code, ErrorCode::IndexNotFound | ErrorCode::DocumentNotFound))
}

/// Whose fault it is: the server's (or the way there), or ours.
#[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
fn failed(error: Error) -> SearchError {
    let message = error.to_string();
    match &error {
        // An index that is missing is one that nobody has prepared yet: the caller can go on without it.
        Error::Meilisearch(inner) if inner.error_code == ErrorCode::IndexNotFound => SearchError::Unavailable(message),
        Error::Meilisearch(inner) => match inner.error_type {
            ErrorType::InvalidRequest | ErrorType::Auth => SearchError::Refused(message),
            _ => SearchError::Unavailable(message),
        },
        Error::MeilisearchCommunication(inner) if (400..500).contains(&inner.status_code) && !matches!(inner.status_code, 408 | 429) => {
            SearchError::Refused(message)
        }
        Error::InvalidRequest | Error::CantUseWithoutApiKey(_) | Error::Yaup(_) => SearchError::Refused(message),
        _ => SearchError::Unavailable(message),
    }
}
