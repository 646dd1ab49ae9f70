//! The embeddings machine: asks an endpoint for vectors, as everybody does it (`POST /v1/embeddings`).
//!
//! Texts are asked for in batches, and only once: answers about what is shown are kept in the database under the model and
//! the hash of the text, as long as they are needed; what people type is remembered for a while and never kept. An answer is
//! looked at before it is believed ([`wire`]). A text that the endpoint refuses has no vector, which is nobody else's
//! trouble. While the endpoint itself is away or answers nonsense, callers get an error at once instead of waiting for it
//! again ([`client`]), and match without meanings.

mod client;
mod store;
mod wire;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;

use self::client::Client;
use crate::{
    config::Embeddings,
    db::Db,
    kernel::{Clock, Result, Timestamp, digest::sha256_hex},
    vectors::{Answered, Embed, EmbedError, Patience, Point},
};

/// Answers about what people type that are remembered: what they ask in a session.
const REMEMBERED: usize = 2_000;
/// Texts that are remembered as refused, until everything is learned anew.
const REFUSED: usize = 10_000;
/// Answers that are kept together: a commit waits for the disk.
const TOGETHER: usize = 500;
/// It is noted at most so often that an answer is still needed.
const NOTED: chrono::Duration = chrono::Duration::hours(12);

/// The machine.
pub struct Embedder {
    client: Option<Client>,
    settings: Embeddings,
    db: Db,
    clock: Arc<dyn Clock>,
    recent: Mutex<HashMap<String, Arc<Point>>>,
    refused: Mutex<HashSet<String>>,
}

/// Points by the hashes of their texts.
type Points = HashMap<String, Arc<Point>>;

impl Embedder {
    /// The machine as the settings say; off if they name no endpoint.
    ///
    /// # Errors
    /// An address that is none.
    pub fn new(settings: &Embeddings, db: Db, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let client = if settings.url.is_empty() { None } else { Some(Client::new(settings)?) };
        Ok(Self { client, settings: settings.clone(), db, clock, recent: Mutex::default(), refused: Mutex::default() })
    }

    /// What is sent: a prefix that the model wants, and as much of the text as it reads.
    fn sent(&self, text: &str) -> String {
        let end = text.char_indices().nth(self.settings.max_characters).map_or(text.len(), |(at, _)| at);
        format!("{}{}", self.settings.prefix, &text[..end])
    }

    fn refused(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn recall(&self, hash: &str) -> Option<Arc<Point>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    fn remember(&self, points: &Points) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() + points.len() > REMEMBERED {
            recent.clear();
        }
        recent.extend(points.iter().map(|(hash, point)| (hash.clone(), Arc::clone(point))));
    }

    async fn known(&self, model: &str, hashes: &[String], patience: Patience) -> Points {
        let mut known: Points = hashes.iter().filter_map(|hash| Some((hash.clone(), self.recall(hash)?))).collect();
        let missing: Vec<String> = hashes.iter().filter(|hash| !known.contains_key(*hash)).cloned().collect();
        // The cache saves work and nothing else: while it cannot be read, the endpoint is asked.
        match store::find(self.db.read(), model, &missing).await {
            Ok(found) => {
                let now = self.clock.now();
                if patience == Patience::Background {
                    let long_ago = found.iter().filter(|(_, _, used)| now - *used > NOTED).map(|(hash, _, _)| hash.clone());
                    if let Err(error) = store::used(&self.db, model, &long_ago.collect::<Vec<_>>(), now).await {
                        tracing::warn!(error = %error.code(), "it cannot be noted which embeddings are needed");
                    }
                }
                known.extend(found.into_iter().map(|(hash, point, _)| (hash, Arc::new(point))));
            }
            Err(error) => tracing::warn!(error = %error.code(), "kept embeddings cannot be read"),
        }
        known
    }

    /// Asks for what is missing among `sent`, and adds it to what is known. Tells why something is still missing.
    async fn complete(
        &self,
        client: &Client,
        model: &str,
        sent: &[(String, String)],
        points: &mut Points,
        patience: Patience,
    ) -> Option<EmbedError> {
        let until = client.until(patience);
        let mut missing: Vec<&(String, String)> = {
            let refused = self.refused();
            sent.iter().filter(|(hash, _)| !points.contains_key(hash) && !refused.contains(hash)).collect()
        };
        missing.sort_unstable();
        missing.dedup();
        let mut trouble = None;
        let mut fresh: Vec<(String, Arc<Point>)> = Vec::new();
        for batch in missing.chunks(self.settings.batch) {
            let inputs: Vec<&str> = batch.iter().map(|(_, text)| text.as_str()).collect();
            let answered = match client.embed(model, &inputs, until).await {
                Ok(answered) => answered,
                // What else is missing may be there by the time the endpoint is asked again.
                Err(error) => {
                    trouble = Some(error);
                    break;
                }
            };
            for ((hash, _), point) in batch.iter().zip(answered) {
                match point {
                    Some(point) => fresh.push((hash.clone(), Arc::new(point))),
                    None => self.refuse(hash),
                }
            }
            if fresh.len() >= TOGETHER {
                self.keep(model, std::mem::take(&mut fresh), points, patience).await;
            }
        }
        self.keep(model, fresh, points, patience).await;
        trouble
    }

    /// Adds answers to what is known, and keeps those that are not for a person only.
    async fn keep(&self, model: &str, fresh: Vec<(String, Arc<Point>)>, points: &mut Points, patience: Patience) {
        if patience == Patience::Background
            && let Err(error) = store::keep(&self.db, model, &fresh, self.clock.now()).await
        {
            tracing::warn!(error = %error.code(), "embeddings cannot be kept");
        }
        points.extend(fresh);
    }

    fn refuse(&self, hash: &str) {
        let mut refused = self.refused();
        if refused.len() >= REFUSED {
            refused.clear();
        }
        refused.insert(hash.to_owned());
    }
}

#[async_trait]
impl Embed for Embedder {
    fn model(&self) -> Option<String> {
        self.client.as_ref().and_then(Client::known_model)
    }

    async fn meet(&self) {
        let Some(client) = &self.client else { return };
        if client.meet().await.is_ok() {
            self.refused().clear();
            self.recent.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    async fn embed(&self, texts: &[String], patience: Patience) -> Answered {
        let Some(client) = &self.client else { return Answered::nothing(texts.len(), EmbedError::Off) };
        let model = match client.model(client.until(patience)).await {
            Ok(model) => model,
            Err(error) => return Answered::nothing(texts.len(), error),
        };
        let sent: Vec<(String, String)> = texts
            .iter()
            .map(|text| {
                let text = self.sent(text);
                (sha256_hex(text.as_bytes()), text)
            })
            .collect();
        let mut hashes: Vec<String> = sent.iter().map(|(hash, _)| hash.clone()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let mut points = self.known(&model, &hashes, patience).await;
        let fitting = |points: &mut Points| {
            let before = points.len();
            if let Some(dimensions) = client.dimensions() {
                points.retain(|_, point| point.dimensions() == dimensions);
            }
            before == points.len()
        };
        fitting(&mut points);
        let mut trouble = self.complete(client, &model, &sent, &mut points, patience).await;
        // Only an answer tells how many components there are now: what was kept of another kind is asked for again.
        if !fitting(&mut points) && trouble.is_none() {
            trouble = self.complete(client, &model, &sent, &mut points, patience).await;
        }
        if patience == Patience::Person {
            self.remember(&points);
        }
        Answered { points: sent.iter().map(|(hash, _)| points.get(hash).cloned()).collect(), trouble }
    }

    async fn forget(&self, before: Timestamp, limit: u64) -> Result<u64> {
        store::forget(&self.db, before, limit).await
    }
}
