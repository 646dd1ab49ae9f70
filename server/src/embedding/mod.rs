//! The embeddings machine: asks an endpoint for vectors, as everybody does it (`POST /v1/embeddings`).
//!
//! Texts are asked for in batches, and only once: answers are kept in the database under the model and the hash of the
//! text. An answer is looked at before it is believed ([`wire`]). While the endpoint is away or answers nonsense, callers
//! get an error at once instead of waiting for it again ([`client`]), and match without meanings.

mod client;
mod store;
mod wire;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;

use self::client::Client;
use crate::{
    config::Embeddings,
    db::Db,
    kernel::{Clock, digest::sha256_hex},
    vectors::{Embed, EmbedError, Patience, Point},
};

/// Answers that are remembered besides the database: what people ask in a session.
const REMEMBERED: usize = 2_000;

/// The machine.
pub struct Embedder {
    client: Option<Client>,
    settings: Embeddings,
    db: Db,
    clock: Arc<dyn Clock>,
    recent: Mutex<HashMap<String, Arc<Point>>>,
}

impl Embedder {
    /// The machine as the settings say; off if they name no endpoint.
    ///
    /// # Errors
    /// An address that is none.
    pub fn new(settings: &Embeddings, db: Db, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let client = if settings.url.is_empty() { None } else { Some(Client::new(settings)?) };
        Ok(Self { client, settings: settings.clone(), db, clock, recent: Mutex::default() })
    }

    /// What is sent: a prefix that the model wants, and as much of the text as it reads.
    fn sent(&self, text: &str) -> String {
        let end = text.char_indices().nth(self.settings.max_characters).map_or(text.len(), |(at, _)| at);
        format!("{}{}", self.settings.prefix, &text[..end])
    }

    fn recall(&self, hash: &str) -> Option<Arc<Point>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    fn remember(&self, points: impl IntoIterator<Item = (String, Arc<Point>)>) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() > REMEMBERED {
            recent.clear();
        }
        recent.extend(points);
    }

    async fn known(&self, model: &str, hashes: &[String]) -> HashMap<String, Arc<Point>> {
        let mut known: HashMap<_, _> = hashes.iter().filter_map(|hash| Some((hash.clone(), self.recall(hash)?))).collect();
        let missing: Vec<String> = hashes.iter().filter(|hash| !known.contains_key(*hash)).cloned().collect();
        // The cache saves work and nothing else: while it cannot be read, the endpoint is asked.
        match store::find(self.db.read(), model, &missing).await {
            Ok(found) => known.extend(found.into_iter().map(|(hash, point)| (hash, Arc::new(point)))),
            Err(error) => tracing::warn!(error = %error.code(), "kept embeddings cannot be read"),
        }
        known
    }

    async fn ask(
        &self,
        client: &Client,
        model: &str,
        texts: Vec<(String, String)>,
        patience: Patience,
    ) -> Result<HashMap<String, Arc<Point>>, EmbedError> {
        let mut answered = HashMap::new();
        for batch in texts.chunks(self.settings.batch) {
            let inputs: Vec<&str> = batch.iter().map(|(_, text)| text.as_str()).collect();
            let points = client.embed(model, &inputs, patience).await?;
            let fresh: Vec<(String, Arc<Point>)> =
                batch.iter().zip(points).map(|((hash, _), point)| (hash.clone(), Arc::new(point))).collect();
            if let Err(error) = store::keep(&self.db, model, &fresh, self.clock.now()).await {
                tracing::warn!(error = %error.code(), "embeddings cannot be kept");
            }
            answered.extend(fresh);
        }
        Ok(answered)
    }
}

#[async_trait]
impl Embed for Embedder {
    fn model(&self) -> Option<String> {
        self.client.as_ref().and_then(Client::known_model)
    }

    async fn embed(&self, texts: &[String], patience: Patience) -> Result<Vec<Arc<Point>>, EmbedError> {
        let Some(client) = &self.client else { return Err(EmbedError::Off) };
        let model = client.model(patience).await?;
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
        let mut points = self.known(&model, &hashes).await;
        let mut missing: Vec<(String, String)> = sent.iter().filter(|(hash, _)| !points.contains_key(hash)).cloned().collect();
        missing.sort_unstable();
        missing.dedup();
        points.extend(self.ask(client, &model, missing, patience).await?);
        let mut one_kind = points.values().map(|point| point.dimensions());
        let dimensions = one_kind.next();
        if one_kind.any(|other| Some(other) != dimensions) {
            return Err(EmbedError::Unusable("vectors of one model have different dimensions".to_owned()));
        }
        self.remember(points.iter().map(|(hash, point)| (hash.clone(), Arc::clone(point))));
        let all = sent.iter().map(|(hash, _)| points.get(hash).cloned());
        all.collect::<Option<_>>().ok_or_else(|| EmbedError::Unusable("an answer is missing".to_owned()))
    }
}
