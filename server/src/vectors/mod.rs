//! The vector machine: meanings as points, kept in memory, found by nearness.
//!
//! A point is a vector of length 1, rounded to 8 bits a dimension ([`Point`]). Points lie on a [`Shelf`], in groups of
//! neighbors; a search looks into the groups whose middle is nearest, so that its cost grows with the number of groups and
//! not with the number of points. Shelves hold nothing that cannot be made anew from the database.
//!
//! Why no library: see `docs/adr/0028-meanings-and-their-fusion.md`.

mod point;
mod shelf;

use std::sync::Arc;

use async_trait::async_trait;

use crate::kernel::Timestamp;

pub use point::{Point, mean};
pub use shelf::Shelf;

/// How long somebody waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// A person looks at the screen: one short try.
    Person,
    /// Work in the background: several tries, with pauses.
    Background,
}

/// Why there are no vectors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmbedError {
    /// None are configured: nothing is missing, and nothing is to be told.
    #[error("no embeddings are configured")]
    Off,
    /// The endpoint is away, too slow or asks to wait: another time.
    #[error("the embeddings endpoint is unavailable: {0}")]
    Unavailable(String),
    /// What it answers cannot be used: a fault of the endpoint or of the settings.
    #[error("the embeddings endpoint answers with something else: {0}")]
    Unusable(String),
    /// Its vectors are of another kind than they were: everything has to be learned anew.
    #[error("the embeddings endpoint is another one than before: {0}")]
    Strange(String),
}

/// What came of some texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answered {
    /// A point for each text, in order. None without [`Self::trouble`]: the model has nothing to say about this text.
    pub points: Vec<Option<Arc<Point>>>,
    /// Why some are missing that may be there another time.
    pub trouble: Option<EmbedError>,
}

impl Answered {
    /// Nothing about so many texts.
    #[must_use]
    pub fn nothing(texts: usize, trouble: EmbedError) -> Self {
        Self { points: vec![None; texts], trouble: Some(trouble) }
    }

    /// All points, unless some are missing that may be there another time.
    ///
    /// # Errors
    /// Why they are missing.
    pub fn settled(self) -> Result<Vec<Option<Arc<Point>>>, EmbedError> {
        self.trouble.map_or(Ok(self.points), Err)
    }
}

/// Turns texts into points.
#[async_trait]
pub trait Embed: Send + Sync {
    /// Name of the model, as stored with every result; none while it is off or unknown.
    fn model(&self) -> Option<String>;

    /// Gets to know the endpoint as it is now, before everything is learned anew: another may answer at the old address.
    async fn meet(&self);

    /// A point for each text, each for itself: what becomes of one says nothing about the others.
    async fn embed(&self, texts: &[String], patience: Patience) -> Answered;

    /// Forgets at most `limit` kept answers that nobody needed since `before`. Tells how many.
    ///
    /// # Errors
    /// Those of the database.
    async fn forget(&self, before: Timestamp, limit: u64) -> crate::kernel::Result<u64>;
}

/// No vectors at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEmbedding;

#[async_trait]
impl Embed for NoEmbedding {
    fn model(&self) -> Option<String> {
        None
    }

    async fn meet(&self) {}

    async fn embed(&self, texts: &[String], _: Patience) -> Answered {
        Answered::nothing(texts.len(), EmbedError::Off)
    }

    async fn forget(&self, _: Timestamp, _: u64) -> crate::kernel::Result<u64> {
        Ok(0)
    }
}
