//! Keeps the matching engine of this process equal to the database.
//!
//! Every process that answers has an engine of its own. A delivery reaches one process, so that the events themselves are
//! read here, by each process for itself; what they are about is read as it is now. What waits for an embeddings endpoint
//! ([`work`]) runs beside that: what is gone is gone at once, and what is new is found by its words meanwhile.

mod growth;
mod work;

use std::{
    collections::{BTreeSet, HashMap},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};

use futures::FutureExt;
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::{
    growth::Growth,
    work::{Meant, Words},
};
use crate::{
    ctx::Ctx,
    demand,
    kernel::{
        Error, Id, Result, Timestamp,
        id::{Demand, Listing},
    },
    listing,
    matching::{Filled, Knowledge, Learned},
    outbox::{self, Event},
    pairing::{self, News},
};

/// Listings and demands read at a time.
const CHUNK: usize = 500;
/// Events read at a time.
const EVENTS: u64 = 1_000;
/// How long after its time an event may still become visible: longer than any transaction of ours.
const LATE: chrono::Duration = chrono::Duration::seconds(60);
/// So often one looks for events that became visible late.
const LOOK_BACK: chrono::Duration = chrono::Duration::seconds(20);
/// Everything is learned anew so often: what no event told of is mended then.
const AGAIN: chrono::Duration = chrono::Duration::hours(24);
/// What could not be had is asked for again after this; the pause doubles, and has an end.
const AFTER_TROUBLE: chrono::Duration = chrono::Duration::seconds(60);
const DOUBLINGS: u32 = 4;
/// Pause after a commit, so that a thousand of them are one look, and the longest without one.
const PAUSE: Duration = Duration::from_millis(200);
const POLL: Duration = Duration::from_secs(2);

/// Listings and demands that something happened to.
#[derive(Debug, Clone, Default)]
struct Touched {
    listings: BTreeSet<Id<Listing>>,
    demands: BTreeSet<Id<Demand>>,
}

impl Touched {
    fn is_empty(&self) -> bool {
        self.listings.is_empty() && self.demands.is_empty()
    }

    fn add(&mut self, more: &Self) {
        self.listings.extend(&more.listings);
        self.demands.extend(&more.demands);
    }

    /// What of this is news.
    fn among(&self, news: &News) -> Self {
        Self {
            listings: self.listings.iter().copied().filter(|listing| news.has_listing(*listing)).collect(),
            demands: self.demands.iter().copied().filter(|demand| news.has_demand(*demand)).collect(),
        }
    }
}

/// Work that is done beside the looking, once it is done.
enum Done {
    /// The first half of a fill: what there is, by its words.
    Words(Words),
    /// The second half: by its meanings. With what was learned of words, in case there are none.
    Meanings(Arc<Knowledge>, Meant),
    /// Meanings of what changed were laid down, except those that have to be asked for again.
    CaughtUp { taken: Touched, left: Touched },
    /// People were told of what fits what changed, except for what could not be told of yet.
    Told(Touched),
}

/// Keeps one engine.
pub struct Keeper {
    ctx: Ctx,
    /// Time of the newest event that was followed; none before the first look.
    newest: Option<Timestamp>,
    /// When events were last looked for that had become visible late.
    looked_back: Timestamp,
    /// Events that were followed lately.
    seen: HashMap<Uuid, Timestamp>,
    /// When everything is learned anew; none before the first time.
    again: Option<Timestamp>,
    growth: Growth,
    /// How many fills in a row had trouble.
    troubles: u32,
    beside: JoinSet<Result<Done>>,
    /// What was followed since the fill that is under way began to read; none if none is.
    since: Option<Touched>,
    catching_up: bool,
    /// What waits for its meanings, and until when it is not asked for again.
    waiting: Touched,
    not_before: Timestamp,
    /// What something happened to by itself, or what came back with its organization, and not because that has another name: of
    /// this people are told.
    news: News,
    /// What people are told of next, and whether somebody is telling.
    untold: Touched,
    telling: bool,
    tell_not_before: Timestamp,
    /// Until when people were told, as it was noted last.
    told_through: Option<Timestamp>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("newest", &self.newest).field("again", &self.again).finish_non_exhaustive()
    }
}

impl Keeper {
    /// Somebody who has not begun yet.
    #[must_use]
    pub fn new(ctx: &Ctx) -> Self {
        let now = ctx.now();
        Self {
            ctx: ctx.clone(),
            newest: None,
            looked_back: now,
            seen: HashMap::new(),
            again: None,
            growth: Growth::since(0, 0),
            troubles: 0,
            beside: JoinSet::new(),
            since: None,
            catching_up: false,
            waiting: Touched::default(),
            not_before: now,
            news: News::default(),
            untold: Touched::default(),
            telling: false,
            tell_not_before: now,
            told_through: None,
        }
    }

    /// Fills the engine and keeps it up, until `stop`, whatever happens: whoever answers would go on answering by what was.
    pub async fn keep(mut self, stop: CancellationToken) {
        let mut commits = self.ctx.db.commits();
        loop {
            commits.mark_unchanged();
            tokio::select! {
                () = stop.cancelled() => return,
                ended = AssertUnwindSafe(self.look()).catch_unwind() => match ended {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::warn!(code = %error.code(), detail = error.detail(), "matching: a look failed"),
                    Err(_) => {
                        tracing::error!("matching: a look panicked; everything is read anew");
                        self.begin_again();
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

    /// Follows what has happened, and fills the engine if that is due. Ends when there is nothing to be done any more; what
    /// happens meanwhile is followed as well.
    ///
    /// # Errors
    /// Those of the database: the next look begins where this one did.
    pub async fn look(&mut self) -> Result<()> {
        loop {
            self.fill_if_due();
            self.follow().await?;
            self.learn_anew_if_grown().await?;
            self.catch_up();
            self.tell().await?;
            self.ctx.matching.looked(self.ctx.now());
            if self.beside.is_empty() {
                return Ok(());
            }
            tokio::select! {
                Some(ended) = self.beside.join_next() => {
                    if let Err(error) = self.ended(ended).await {
                        self.begin_again();
                        return Err(error);
                    }
                }
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Forgets how far it was. What answers go by stays until everything has been read anew.
    fn begin_again(&mut self) {
        *self = Self::new(&self.ctx);
    }

    fn fill_if_due(&mut self) {
        let now = self.ctx.now();
        // Whoever answers at the endpoint's address now, another did when the middles were measured.
        if self.ctx.matching.met_a_stranger() {
            self.again = self.again.map(|again| again.min(now + AFTER_TROUBLE));
        }
        if self.since.is_none() && self.again.is_none_or(|again| again <= now) {
            self.since = Some(Touched::default());
            self.beside.spawn(work::words(self.ctx.clone()));
        }
    }

    /// Learns anew, once there are many more listings than it was learned from.
    async fn learn_anew_if_grown(&mut self) -> Result<()> {
        let may_be = self.since.is_none() && self.growth.may_be_enough();
        if may_be && self.growth.is_enough(listing::published_count(&self.ctx).await?) {
            self.again = Some(self.ctx.now());
            self.fill_if_due();
        }
        Ok(())
    }

    /// Lays the meanings of what changed down, beside.
    fn catch_up(&mut self) {
        let now = self.ctx.now();
        if self.catching_up || self.waiting.is_empty() || self.not_before > now {
            return;
        }
        self.catching_up = true;
        let waiting = std::mem::take(&mut self.waiting);
        self.beside.spawn(work::catch_up(self.ctx.clone(), self.ctx.matching.knowledge(), waiting));
    }

    /// Tells people of what fits what changed, beside; once nothing is left, notes that. Nothing is told by an engine that is not
    /// filled yet: what it has not heard of would be missed.
    async fn tell(&mut self) -> Result<()> {
        let ready = self.ctx.matching.filled() != Filled::UnderWay;
        if self.telling || !ready || self.tell_not_before > self.ctx.now() {
            return Ok(());
        }
        if !self.untold.is_empty() {
            self.telling = true;
            self.beside.spawn(work::tell(self.ctx.clone(), std::mem::take(&mut self.untold), self.news.clone()));
        } else if let Some(newest) = self.newest.filter(|newest| self.told_through != Some(*newest))
            && self.waiting.is_empty()
            && !self.catching_up
            && self.since.is_none()
        {
            pairing::note_told_through(&self.ctx, newest).await?;
            self.told_through = Some(newest);
            self.news = News::default();
        }
        Ok(())
    }

    async fn ended(&mut self, ended: std::result::Result<Result<Done>, JoinError>) -> Result<()> {
        match ended.map_err(Error::internal)?? {
            Done::Words(words) => {
                let meanwhile = self.since.as_ref().map_or(0, |since| since.listings.len());
                self.growth = Growth::since(words.listings.len(), meanwhile);
                // Better found by words than not at all; but not instead of meanings that are there.
                if self.ctx.matching.learned() < Learned::Meanings {
                    self.adopt(&words.knowledge, Filled::UnderWay).await?;
                }
                self.beside.spawn(work::meanings(self.ctx.clone(), words));
            }
            Done::Meanings(words, meant) => self.filled(&words, meant).await?,
            Done::CaughtUp { taken, left } => {
                self.catching_up = false;
                self.untold.add(&taken.among(&self.news));
                if !left.is_empty() {
                    self.not_before = self.ctx.now() + AFTER_TROUBLE;
                    self.waiting.add(&left);
                }
            }
            Done::Told(left) => {
                self.telling = false;
                if !left.is_empty() {
                    self.tell_not_before = self.ctx.now() + AFTER_TROUBLE;
                    self.untold.add(&left);
                }
            }
        }
        Ok(())
    }

    /// Puts what a fill laid down in place, unless what is there is better.
    async fn filled(&mut self, words: &Arc<Knowledge>, meant: Meant) -> Result<()> {
        let engine = self.ctx.matching.clone();
        let (whole, before) = (!matches!(meant, Meant::Partly(_) | Meant::Away), engine.filled());
        match meant {
            Meant::Whole(laid) => {
                work::take_out_strays(&laid, self.since.as_ref());
                self.adopt(&laid.knowledge, Filled::Whole).await?;
            }
            Meant::Off => self.adopt(words, Filled::Whole).await?,
            Meant::Partly(laid) if before != Filled::Whole || laid.knowledge.laid_down() >= engine.knowledge().laid_down() => {
                work::take_out_strays(&laid, self.since.as_ref());
                self.adopt(&laid.knowledge, Filled::Partly).await?;
            }
            Meant::Away if engine.learned() < Learned::Meanings => self.adopt(words, Filled::Partly).await?,
            Meant::Partly(_) | Meant::Away => {}
        }
        self.troubles = if whole { 0 } else { self.troubles + 1 };
        let pause = if whole { AGAIN } else { AFTER_TROUBLE * (1 << (self.troubles - 1).min(DOUBLINGS)) };
        self.again = Some(self.ctx.now() + pause);
        if let Some(since) = self.since.take() {
            self.waiting.add(&since);
        }
        tracing::info!(goes_by = %engine.learned(), whole, "matching is filled");
        Ok(())
    }

    /// Lets answers go by this, once what happened since it was read is in it.
    async fn adopt(&self, knowledge: &Arc<Knowledge>, filled: Filled) -> Result<()> {
        if let Some(since) = &self.since {
            work::bring_up(&self.ctx, knowledge, since).await?;
        }
        self.ctx.matching.adopt(Arc::clone(knowledge), filled);
        Ok(())
    }

    /// Follows events since the last one; from time to time since some before it, for those that became visible late.
    async fn follow(&mut self) -> Result<()> {
        const KINDS: [&str; 4] =
            ["LISTING_VISIBILITY_CHANGED", "DEMAND_VISIBILITY_CHANGED", "ORGANIZATION_CHANGED", "ORGANIZATION_VERIFIED"];
        let now = self.ctx.now();
        let mut newest = match self.newest {
            Some(newest) => newest,
            // What happened while no process looked is told of as well.
            None => pairing::told_through(&self.ctx).await?.map_or(now, |through| through.min(now)) - LATE,
        };
        let back = (now - self.looked_back).abs() >= LOOK_BACK;
        // Whatever became visible since the last look back lies within its reach or later.
        let from = if back { newest.min(self.looked_back) - LATE } else { newest };
        let mut place = (from, Uuid::nil());
        loop {
            let events = outbox::happened(self.ctx.db.read(), &KINDS, place, EVENTS).await?;
            let Some(last) = events.last() else { break };
            place = (last.at, last.id);
            let fresh: Vec<_> = events.into_iter().filter(|happened| !self.seen.contains_key(&happened.id)).collect();
            let mut touched = Touched::default();
            for happened in &fresh {
                match happened.event {
                    Event::ListingVisibilityChanged { listing } => {
                        touched.listings.insert(listing);
                        self.news.add([listing], [], happened.at);
                    }
                    Event::DemandVisibilityChanged { demand } => {
                        touched.demands.insert(demand);
                        self.news.add([], [demand], happened.at);
                    }
                    Event::OrganizationChanged { organization } => {
                        touched.listings.extend(listing::touched_by_organization(&self.ctx, organization).await?);
                        touched.demands.extend(demand::touched_by_organization(&self.ctx, organization).await?);
                    }
                    // What was hidden with it is back, and may be new to somebody.
                    Event::OrganizationVerified { organization } => {
                        let back = Touched {
                            listings: listing::touched_by_organization(&self.ctx, organization).await?.into_iter().collect(),
                            demands: demand::touched_by_organization(&self.ctx, organization).await?.into_iter().collect(),
                        };
                        touched.add(&back);
                        self.news.add(back.listings, back.demands, happened.at);
                    }
                    _ => {}
                }
            }
            work::bring_up(&self.ctx, &self.ctx.matching.knowledge(), &touched).await?;
            self.waiting.add(&touched);
            self.growth.hears_of(touched.listings.len());
            if let Some(since) = &mut self.since {
                since.add(&touched);
            }
            // A clock that is ahead of ours must not carry us past what others write.
            newest = newest.max(place.0.min(now));
            self.seen.extend(fresh.into_iter().map(|happened| (happened.id, happened.at)));
        }
        self.newest = Some(newest);
        if back {
            self.looked_back = now;
        }
        let forget = newest.min(self.looked_back) - LATE * 2;
        self.seen.retain(|_, at| *at >= forget);
        Ok(())
    }
}
