//! Keeps the matching engine of this process equal to the database.
//!
//! Every process that answers has an engine of its own. A delivery reaches one process, so that the events themselves are
//! read here, by each process for itself; what they are about is read as it is now.

use std::{collections::HashMap, time::Duration};

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    demand,
    kernel::{
        Id, Result, Timestamp,
        id::{Demand, Listing},
    },
    listing,
    outbox::{self, Event},
    vectors::EmbedError,
};

/// Listings and demands read at a time.
const CHUNK: usize = 500;
/// Listings that frequencies of words are learned from at most, spread over all.
const SAMPLE: usize = 10_000;
/// Events read at a time.
const EVENTS: u64 = 1_000;
/// How long after its time an event may still become visible: longer than any transaction of ours.
const LATE: chrono::Duration = chrono::Duration::seconds(60);
/// Every so many looks, one looks back that far.
const LOOK_BACK: u64 = 30;
/// Frequencies and middles are learned anew so often; sooner if something went wrong.
const AGAIN: chrono::Duration = chrono::Duration::hours(24);
const AFTER_TROUBLE: chrono::Duration = chrono::Duration::seconds(60);
/// Pause after a commit, so that a thousand of them are one look, and the longest without one.
const PAUSE: Duration = Duration::from_millis(200);
const POLL: Duration = Duration::from_secs(2);

/// Keeps one engine.
#[derive(Debug)]
pub struct Keeper {
    ctx: Ctx,
    /// Time of the newest event that was followed.
    newest: Timestamp,
    /// When everything is laid down anew; none before the first time.
    again: Option<Timestamp>,
    looks: u64,
    /// Events that were followed lately.
    seen: HashMap<Uuid, Timestamp>,
}

impl Keeper {
    /// Somebody who has not begun yet.
    #[must_use]
    pub fn new(ctx: &Ctx) -> Self {
        Self { ctx: ctx.clone(), newest: ctx.now(), again: None, looks: 0, seen: HashMap::new() }
    }

    /// Fills the engine and keeps it up, until `stop`.
    pub async fn keep(mut self, stop: CancellationToken) {
        let mut commits = self.ctx.db.commits();
        loop {
            commits.mark_unchanged();
            tokio::select! {
                () = stop.cancelled() => return,
                result = self.look() => {
                    if let Err(error) = result {
                        tracing::warn!(code = %error.code(), detail = error.detail(), "matching: database trouble");
                    }
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                _ = commits.changed() => tokio::time::sleep(PAUSE).await,
                () = tokio::time::sleep(self.ctx.db.patience(POLL)) => {}
            }
        }
    }

    /// Fills the engine if that is due, then follows what has happened since.
    ///
    /// # Errors
    /// Those of the database: the next look begins where this one did.
    pub async fn look(&mut self) -> Result<()> {
        let now = self.ctx.now();
        if self.again.is_none_or(|again| again <= now) {
            // Whatever becomes visible while it is being filled is followed afterwards.
            let first = self.again.is_none();
            let whole = self.fill().await?;
            self.again = Some(now + if whole { AGAIN } else { AFTER_TROUBLE });
            if first {
                self.newest = now - LATE;
            }
        }
        self.looks += 1;
        let back = if self.looks.is_multiple_of(LOOK_BACK) { LATE } else { chrono::Duration::zero() };
        self.follow(self.newest - back).await
    }

    /// Learns from what is there and lays it down. Tells whether meanings are as they should be: all there, or off.
    async fn fill(&self) -> Result<bool> {
        let engine = &self.ctx.matching;
        let listings = self.listings().await?;
        let mut sample = Vec::new();
        let spread: Vec<Id<Listing>> = listings.iter().step_by(listings.len().div_ceil(SAMPLE).max(1)).copied().collect();
        for chunk in spread.chunks(CHUNK) {
            sample.extend(listing::offers(&self.ctx, chunk).await?);
        }
        let mut needs = Vec::new();
        let mut last = None;
        loop {
            let ids = demand::published_ids_after(&self.ctx, last, CHUNK as u64).await?;
            let Some(newest) = ids.last().copied() else { break };
            needs.extend(demand::needs(&self.ctx, &ids).await?);
            last = Some(newest);
        }
        let learned = engine.learn(&needs, &sample).await;
        let mut whole = told(learned.as_ref().err());
        drop(sample);
        if learned.is_ok() {
            for chunk in listings.chunks(CHUNK) {
                let result = engine.put_offers(&listing::offers(&self.ctx, chunk).await?).await;
                if !told(result.as_ref().err()) {
                    whole = false;
                    break;
                }
            }
        }
        let demands = needs.len();
        while !needs.is_empty() {
            let rest = needs.split_off(needs.len().min(CHUNK));
            whole &= told(engine.put_needs(std::mem::replace(&mut needs, rest)).await.as_ref().err());
        }
        tracing::info!(listings = listings.len(), demands, goes_by = %engine.learned(), whole, "matching is filled");
        Ok(whole)
    }

    async fn listings(&self) -> Result<Vec<Id<Listing>>> {
        let mut all: Vec<Id<Listing>> = Vec::new();
        loop {
            let ids = listing::published_ids_after(&self.ctx, all.last().copied(), CHUNK as u64).await?;
            if ids.is_empty() {
                return Ok(all);
            }
            all.extend(ids);
        }
    }

    async fn follow(&mut self, from: Timestamp) -> Result<()> {
        const KINDS: [&str; 3] = ["LISTING_VISIBILITY_CHANGED", "DEMAND_VISIBILITY_CHANGED", "ORGANIZATION_CHANGED"];
        let mut place = (from, Uuid::nil());
        loop {
            let events = outbox::happened(self.ctx.db.read(), &KINDS, place, EVENTS).await?;
            let Some(last) = events.last() else { break };
            place = (last.at, last.id);
            let fresh: Vec<_> = events.into_iter().filter(|happened| !self.seen.contains_key(&happened.id)).collect();
            let (mut listings, mut demands) = (Vec::new(), Vec::new());
            for happened in &fresh {
                match happened.event {
                    Event::ListingVisibilityChanged { listing } => listings.push(listing),
                    Event::DemandVisibilityChanged { demand } => demands.push(demand),
                    Event::OrganizationChanged { organization } => {
                        listings.extend(listing::touched_by_organization(&self.ctx, organization).await?);
                        demands.extend(demand::touched_by_organization(&self.ctx, organization).await?);
                    }
                    _ => {}
                }
            }
            if !(self.offers(listings).await? & self.needs(demands).await?) {
                self.again = self.again.map(|again| again.min(self.ctx.now() + AFTER_TROUBLE));
            }
            self.newest = self.newest.max(place.0);
            self.seen.extend(fresh.into_iter().map(|happened| (happened.id, happened.at)));
        }
        let forget = self.newest - LATE * 2;
        self.seen.retain(|_, at| *at >= forget);
        Ok(())
    }

    /// Takes listings in as they are now. Tells whether meanings are as they should be.
    async fn offers(&self, mut ids: Vec<Id<Listing>>) -> Result<bool> {
        ids.sort_unstable();
        ids.dedup();
        let mut whole = true;
        for chunk in ids.chunks(CHUNK) {
            let offers = listing::offers(&self.ctx, chunk).await?;
            let gone = chunk.iter().map(|id| id.uuid()).filter(|id| offers.iter().all(|offer| offer.id != *id)).collect::<Vec<_>>();
            self.ctx.matching.remove_offers(&gone);
            whole &= told(self.ctx.matching.put_offers(&offers).await.as_ref().err());
        }
        Ok(whole)
    }

    /// Takes demands in as they are shown now. Tells whether meanings are as they should be.
    async fn needs(&self, mut ids: Vec<Id<Demand>>) -> Result<bool> {
        ids.sort_unstable();
        ids.dedup();
        let mut whole = true;
        for chunk in ids.chunks(CHUNK) {
            let needs = demand::needs(&self.ctx, chunk).await?;
            let gone = chunk.iter().map(|id| id.uuid()).filter(|id| needs.iter().all(|need| need.id != *id)).collect::<Vec<_>>();
            self.ctx.matching.remove_needs(&gone);
            whole &= told(self.ctx.matching.put_needs(needs).await.as_ref().err());
        }
        Ok(whole)
    }
}

/// Whether meanings are as they should be: an endpoint that is off is no trouble.
fn told(error: Option<&EmbedError>) -> bool {
    match error {
        None | Some(EmbedError::Off) => true,
        Some(error) => {
            tracing::warn!(%error, "matching goes on by words; meanings are asked for again in a minute");
            false
        }
    }
}
