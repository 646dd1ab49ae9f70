//! What takes long: reading everything, and asking for meanings. Nothing here knows how far the [`super::Keeper`] is.

use std::sync::Arc;

use uuid::Uuid;

use super::{CHUNK, Done, Touched};
use crate::{
    ctx::Ctx,
    demand,
    kernel::{Id, Result, id::Listing},
    listing,
    matching::{Knowledge, Need, Offer},
    pairing::{self, News},
    vectors::EmbedError,
};

/// Listings that frequencies of words are learned from at most, spread over all.
const SAMPLE: usize = 10_000;

/// What there is, by its words.
pub(super) struct Words {
    pub(super) knowledge: Arc<Knowledge>,
    pub(super) listings: Vec<Id<Listing>>,
    sample: Vec<Offer>,
    needs: Vec<Need>,
}

/// What there is, by its meanings.
pub(super) enum Meant {
    /// No endpoint is configured.
    Off,
    /// Not even middles could be measured.
    Away,
    /// Some could not be had.
    Partly(Laid),
    Whole(Laid),
}

/// What was laid down.
pub(super) struct Laid {
    pub(super) knowledge: Arc<Knowledge>,
    /// Listings that lie there, and were not among those that were read.
    pub(super) strays: Vec<Uuid>,
}

/// Reads what there is and learns its words.
pub(super) async fn words(ctx: Ctx) -> Result<Done> {
    let listings = listings(&ctx).await?;
    let mut sample = Vec::new();
    let spread: Vec<Id<Listing>> = listings.iter().step_by(listings.len().div_ceil(SAMPLE).max(1)).copied().collect();
    for chunk in spread.chunks(CHUNK) {
        sample.extend(listing::offers(&ctx, chunk).await?);
    }
    let knowledge = ctx.matching.learn_words(&sample).await;
    let mut needs: Vec<Need> = Vec::new();
    let mut last = None;
    loop {
        let ids = demand::published_ids_after(&ctx, last, CHUNK as u64).await?;
        let Some(newest) = ids.last().copied() else { break };
        let some = demand::needs(&ctx, &ids).await?;
        ctx.matching.take_needs(&knowledge, some.clone()).await;
        needs.extend(some);
        last = Some(newest);
    }
    Ok(Done::Words(Words { knowledge, listings, sample, needs }))
}

/// Learns meanings and lays them down. Where one is not to be had, the others are laid down all the same.
pub(super) async fn meanings(ctx: Ctx, words: Words) -> Result<Done> {
    let Words { knowledge: words, listings, sample, needs } = words;
    let engine = &ctx.matching;
    let knowledge = match engine.learn_meanings(&words, &needs, &sample).await {
        Ok(knowledge) => knowledge,
        Err(EmbedError::Off) => return Ok(Done::Meanings(words, Meant::Off)),
        Err(error) => {
            told(Some(&error));
            return Ok(Done::Meanings(words, Meant::Away));
        }
    };
    drop(sample);
    let mut whole = true;
    for chunk in needs.chunks(CHUNK) {
        whole &= told(engine.lay_needs(&knowledge, chunk).await.as_ref().err());
    }
    for chunk in listings.chunks(CHUNK) {
        let offers = listing::offers(&ctx, chunk).await?;
        whole &= told(engine.lay_offers(&knowledge, &offers).await.as_ref().err());
    }
    // Shelves may be those of the last time, and what no event told of still lies on them.
    let strays = engine.strays(&knowledge, listings.iter().map(|id| id.uuid()).collect()).await;
    tracing::info!(listings = listings.len(), strays = strays.len(), demands = needs.len(), whole, "matching: meanings are laid down");
    let laid = Laid { knowledge, strays };
    Ok(Done::Meanings(words, if whole { Meant::Whole(laid) } else { Meant::Partly(laid) }))
}

async fn listings(ctx: &Ctx) -> Result<Vec<Id<Listing>>> {
    let mut all: Vec<Id<Listing>> = Vec::new();
    loop {
        let ids = listing::published_ids_after(ctx, all.last().copied(), CHUNK as u64).await?;
        if ids.is_empty() {
            return Ok(all);
        }
        all.extend(ids);
    }
}

/// Takes out listings that were not read and of which nothing was heard `since`.
pub(super) fn take_out_strays(laid: &Laid, since: Option<&Touched>) {
    let heard_of = |id: &Uuid| since.is_some_and(|since| since.listings.contains(&Id::from_uuid(*id)));
    let gone: Vec<Uuid> = laid.strays.iter().copied().filter(|id| !heard_of(id)).collect();
    laid.knowledge.remove_offers(&gone);
}

/// Takes out what is gone, and takes demands in by their words as they are shown now. Needs no endpoint.
pub(super) async fn bring_up(ctx: &Ctx, knowledge: &Arc<Knowledge>, touched: &Touched) -> Result<()> {
    let listings: Vec<_> = touched.listings.iter().copied().collect();
    for chunk in listings.chunks(CHUNK) {
        take_out_offers(knowledge, chunk, &listing::offers(ctx, chunk).await?);
    }
    let demands: Vec<_> = touched.demands.iter().copied().collect();
    for chunk in demands.chunks(CHUNK) {
        let needs = demand::needs(ctx, chunk).await?;
        let gone: Vec<_> = chunk.iter().map(|id| id.uuid()).filter(|id| needs.iter().all(|need| need.id != *id)).collect();
        knowledge.remove_needs(&gone);
        ctx.matching.take_needs(knowledge, needs).await;
    }
    Ok(())
}

fn take_out_offers(knowledge: &Knowledge, asked: &[Id<Listing>], offers: &[Offer]) {
    let there: std::collections::HashSet<_> = offers.iter().map(|offer| offer.id).collect();
    let gone: Vec<_> = asked.iter().map(|id| id.uuid()).filter(|id| !there.contains(id)).collect();
    knowledge.remove_offers(&gone);
}

/// Lays down the meanings of what changed. What could not be had is handed back.
pub(super) async fn catch_up(ctx: Ctx, knowledge: Arc<Knowledge>, waiting: Touched) -> Result<Done> {
    let engine = &ctx.matching;
    let mut left = Touched::default();
    let taken = waiting.clone();
    let listings: Vec<_> = waiting.listings.into_iter().collect();
    for chunk in listings.chunks(CHUNK) {
        let whole = match listing::offers(&ctx, chunk).await {
            Ok(offers) => {
                take_out_offers(&knowledge, chunk, &offers);
                told(engine.lay_offers(&knowledge, &offers).await.as_ref().err())
            }
            Err(error) => {
                tracing::warn!(code = %error.code(), detail = error.detail(), "matching: listings cannot be read");
                false
            }
        };
        left.listings.extend(chunk.iter().filter(|_| !whole));
    }
    let demands: Vec<_> = waiting.demands.into_iter().collect();
    for chunk in demands.chunks(CHUNK) {
        let whole = match demand::needs(&ctx, chunk).await {
            Ok(needs) => told(engine.lay_needs(&knowledge, &needs).await.as_ref().err()),
            Err(error) => {
                tracing::warn!(code = %error.code(), detail = error.detail(), "matching: demands cannot be read");
                false
            }
        };
        left.demands.extend(chunk.iter().filter(|_| !whole));
    }
    Ok(Done::CaughtUp { taken, left })
}

/// Tells people of what fits what changed. What could not be told of now is handed back.
pub(super) async fn tell(ctx: Ctx, changed: Touched, news: News) -> Result<Done> {
    let (listings, demands): (Vec<_>, Vec<_>) = (changed.listings.into_iter().collect(), changed.demands.into_iter().collect());
    let mut left = Touched::default();
    for chunk in listings.chunks(CHUNK) {
        if !heard(pairing::tell(&ctx, chunk, &[], &news).await) {
            left.listings.extend(chunk);
        }
    }
    for chunk in demands.chunks(CHUNK) {
        if !heard(pairing::tell(&ctx, &[], chunk, &news).await) {
            left.demands.extend(chunk);
        }
    }
    Ok(Done::Told(left))
}

fn heard(told: Result<()>) -> bool {
    told.inspect_err(|error| tracing::warn!(code = %error.code(), detail = error.detail(), "matching: nobody could be told")).is_ok()
}

/// Whether meanings are as they should be: an endpoint that is off is no trouble.
fn told(error: Option<&EmbedError>) -> bool {
    match error {
        None | Some(EmbedError::Off) => true,
        Some(error) => {
            tracing::warn!(%error, "matching goes on by words; meanings are asked for again");
            false
        }
    }
}
