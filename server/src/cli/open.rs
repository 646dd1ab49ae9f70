//! Opening the machines for a command, beside a server that may be running.

use std::sync::Arc;

use crate::{
    app,
    config::{Config, SearchEngine},
    ctx::Ctx,
    search::{Embedded, SearchIndex},
};

/// All machines, as a server has them.
pub(super) async fn whole(config: Config) -> anyhow::Result<Ctx> {
    app::open(config, app::Parts::default()).await
}

/// All machines but the search engine: an empty index in memory stands in, so that a running server keeps its own.
pub(super) async fn without_search(config: Config) -> anyhow::Result<Ctx> {
    let search = Some(Arc::new(Embedded::in_memory()?) as Arc<dyn SearchIndex>);
    app::open(config, app::Parts { search, ..Default::default() }).await
}

/// What [`beside`] opened.
pub(super) struct Opened {
    /// The machines.
    pub ctx: Ctx,
    /// Why the embedded index could not be opened: a running server holds it. An empty one stands in.
    pub held: Option<anyhow::Error>,
}

/// All machines; without the embedded index if somebody else holds it.
pub(super) async fn beside(config: Config) -> anyhow::Result<Opened> {
    let embedded = config.search.engine == SearchEngine::Embedded;
    match whole(config.clone()).await {
        Ok(ctx) => Ok(Opened { ctx, held: None }),
        Err(held) if embedded => Ok(Opened { ctx: without_search(config).await?, held: Some(held) }),
        Err(error) => Err(error),
    }
}
