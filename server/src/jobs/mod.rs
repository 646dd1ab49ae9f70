//! The only room that looks at every slice: it follows events up. Deliveries may come twice; nothing here minds.

mod index;
mod notify;

use async_trait::async_trait;
use futures::StreamExt;

use crate::{
    ctx::Ctx,
    import,
    kernel::{Error, error::Class},
    mail::Mailer,
    outbox::{
        Claimed, Event, Follower,
        worker::{Handler, Outcome},
    },
};

pub use index::reindex;

/// Handles deliveries of every follower.
#[derive(Debug)]
pub struct Jobs {
    mailer: Mailer,
}

impl Jobs {
    /// Jobs that send mails through `mailer`.
    #[must_use]
    pub const fn new(mailer: Mailer) -> Self {
        Self { mailer }
    }
}

#[async_trait]
impl Handler for Jobs {
    async fn handle(&self, ctx: &Ctx, follower: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        /// Mails that are on their way at the same time.
        const SENDING: usize = 8;
        match follower {
            Follower::Index => index::follow(ctx, batch).await,
            Follower::Send => futures::stream::iter(batch).map(|claimed| notify::send(ctx, &self.mailer, claimed)).buffered(SENDING).collect().await,
            Follower::Mail => each(batch, |claimed| notify::write_mails(ctx, claimed)).await,
            Follower::Feed => each(batch, |claimed| notify::fill_feed(ctx, claimed)).await,
            Follower::Import => each(batch, |claimed| run_import(ctx, claimed)).await,
            Follower::Reindex => each(batch, |_| async { index::reindex(ctx, |_| {}).await.map(|_| ()).map_err(index::search_failure) }).await,
        }
    }
}

async fn each<'a, F: Future<Output = Result<(), Error>>>(batch: &'a [Claimed], handle: impl Fn(&'a Claimed) -> F) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(batch.len());
    for claimed in batch {
        outcomes.push(outcome(handle(claimed).await));
    }
    outcomes
}

/// A part of the system that is away postpones; anything else counts as a failed attempt.
fn outcome(result: Result<(), Error>) -> Outcome {
    match result {
        Ok(()) => Outcome::Done,
        Err(error) => {
            let text = format!("{} at {}: {}", error.code(), error.raised_at(), error.detail().unwrap_or_default());
            if error.code().class() == Class::Unavailable { Outcome::Postponed(text) } else { Outcome::Failed(text) }
        }
    }
}

async fn run_import(ctx: &Ctx, claimed: &Claimed) -> Result<(), Error> {
    match claimed.event {
        Event::ImportRequested { run } => import::run(ctx, run).await,
        _ => Ok(()),
    }
}
