//! The endpoint that matching has its meanings from.

use super::finding::Finding;
use crate::{
    app,
    ctx::Ctx,
    vectors::{Embed, EmbedError, Patience},
};

const EMBEDDINGS: &str = "embeddings";

/// Asks for one vector, as patiently as for somebody who looks at the screen.
pub(super) async fn look(ctx: &Ctx) -> Finding {
    let embedder = match app::embedder(ctx) {
        Ok(embedder) => embedder,
        Err(error) => return Finding::wanting(EMBEDDINGS, format!("{error:#}"), "embeddings.url is like https://example.com/v1"),
    };
    // A text that nobody has asked for before: what was kept of an earlier answer says nothing about the endpoint.
    let text = format!("水处理 water treatment {}", ctx.clock.now());
    let mut answered = embedder.embed(&[text], Patience::Person).await;
    let Some(trouble) = answered.trouble.take() else {
        let model = embedder.model().unwrap_or_default();
        return answered.points.into_iter().flatten().next().map_or_else(
            || Finding::wanting(EMBEDDINGS, format!("{model} answers without a vector"), "embeddings.model must be a model for embeddings"),
            |point| Finding::well(EMBEDDINGS, format!("{model}, {} dimensions", point.dimensions())),
        );
    };
    let advice = match trouble {
        EmbedError::Off => return Finding::well(EMBEDDINGS, "none: matching goes by words, terms in both languages and classifications"),
        EmbedError::Unavailable(_) => {
            "is it running, are embeddings.url and embeddings.key right, and does it answer within embeddings.answer_milliseconds? \
             Until then matches are found without meanings, and say so"
        }
        EmbedError::Unusable(_) | EmbedError::Strange(_) => {
            "embeddings.url must end before /embeddings (POST {url}/embeddings), and embeddings.model and embeddings.dimensions fit what it \
             serves"
        }
    };
    Finding::wanting(EMBEDDINGS, trouble.to_string(), advice)
}
