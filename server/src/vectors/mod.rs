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
}

/// Turns texts into points.
#[async_trait]
pub trait Embed: Send + Sync {
    /// Name of the model, as stored with every result; none while it is off or unknown.
    fn model(&self) -> Option<String>;

    /// A point for each text, in order.
    async fn embed(&self, texts: &[String], patience: Patience) -> Result<Vec<Arc<Point>>, EmbedError>;
}

/// No vectors at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEmbedding;

#[async_trait]
impl Embed for NoEmbedding {
    fn model(&self) -> Option<String> {
        None
    }

    async fn embed(&self, _: &[String], _: Patience) -> Result<Vec<Arc<Point>>, EmbedError> {
        Err(EmbedError::Off)
    }
}
