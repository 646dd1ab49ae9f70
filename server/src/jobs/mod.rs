//! The only room that looks at every slice: it follows events up. Deliveries may come twice; nothing here minds.

mod accounts;
mod advisors;
mod alerts;
mod demands;
mod index;
mod mandates;
mod matching;
mod nightly;
mod notify;
mod saved;
mod send;
mod store;
mod sweep;

use async_trait::async_trait;
use futures::{
    FutureExt,
    future::{BoxFuture, join_all},
};

use crate::{
    brokering,
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
pub use matching::Keeper;
pub use nightly::nightly;
pub use sweep::{alert_mails, expire, forget, survive, sweep};

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
            Follower::Index => index::follow(ctx, batch).boxed().await,
            Follower::Saved => saved::follow(ctx, batch).boxed().await,
            Follower::Send => self.send_all(ctx, batch, SENDING).await,
            Follower::Mail | Follower::Feed | Follower::Import | Follower::Reindex | Follower::Case => {
                let mut outcomes = Vec::with_capacity(batch.len());
                for claimed in batch {
                    outcomes.push(outcome(follow(ctx, follower, claimed).await));
                }
                outcomes
            }
        }
    }
}

impl Jobs {
    /// Sends some mails at a time. When the mail server turns out to be away, the rest of the batch need not find out again.
    async fn send_all(&self, ctx: &Ctx, batch: &[Claimed], at_a_time: usize) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(batch.len());
        for chunk in batch.chunks(at_a_time) {
            if let Some(Outcome::Postponed(error)) = outcomes.last() {
                let error = error.clone();
                outcomes.extend(chunk.iter().map(|_| Outcome::Postponed(error.clone())));
                continue;
            }
            let sending: Vec<BoxFuture<'_, Outcome>> = chunk.iter().map(|claimed| send::send(ctx, &self.mailer, claimed).boxed()).collect();
            outcomes.extend(join_all(sending).await);
        }
        outcomes
    }
}

async fn follow(ctx: &Ctx, follower: Follower, claimed: &Claimed) -> Result<(), Error> {
    match follower {
        Follower::Mail => notify::write_mails(ctx, claimed).boxed().await,
        Follower::Feed => notify::fill_feed(ctx, claimed).boxed().await,
        Follower::Import => run_import(ctx, claimed).boxed().await,
        Follower::Reindex => index::reindex(ctx, |_| {}).boxed().await.map(|_| ()).map_err(index::search_failure),
        Follower::Case => follow_demand(ctx, claimed).boxed().await,
        Follower::Index | Follower::Saved | Follower::Send => Ok(()),
    }
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

async fn follow_demand(ctx: &Ctx, claimed: &Claimed) -> Result<(), Error> {
    match claimed.event {
        Event::DemandSubmitted { demand } => brokering::follow_demand(ctx, demand).await,
        _ => Ok(()),
    }
}
