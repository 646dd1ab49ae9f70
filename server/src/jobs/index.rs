//! Keeps the search index equal to the database: whatever happened, the listing is read as it is now.

use crate::{
    ctx::Ctx,
    failpoint,
    kernel::{Code, Error, Id, Result, error::Class, id::Listing},
    listing,
    outbox::{self, Claimed, Event, Follower, worker::Outcome},
    search::SearchError,
};

/// Listings read and written at a time.
const CHUNK: usize = 500;

/// Follows events that change what the world sees. One batch is one write to the index; if the engine refuses it, each
/// delivery is tried alone, so that one poisoned listing does not hold the others back.
pub(super) async fn follow(ctx: &Ctx, batch: &[Claimed]) -> Vec<Outcome> {
    let result = write(ctx, batch).await;
    let settled = batch.len() == 1 || result.as_ref().err().is_none_or(|error| error.code().class() == Class::Unavailable);
    if settled {
        return batch.iter().map(|_| super::outcome(result.clone())).collect();
    }
    let mut outcomes = Vec::with_capacity(batch.len());
    for claimed in batch {
        outcomes.push(super::outcome(write(ctx, std::slice::from_ref(claimed)).await));
    }
    outcomes
}

/// An organization that changed shows in each of its listings. Those are followed up one by one, in the order of the
/// listing's own events: two workers that read one listing at different times must not write in the other order.
async fn write(ctx: &Ctx, batch: &[Claimed]) -> Result<()> {
    let mut ids: Vec<Id<Listing>> = Vec::new();
    for claimed in batch {
        match claimed.event {
            Event::ListingVisibilityChanged { listing } => ids.push(listing),
            Event::OrganizationChanged { organization } if claimed.entity_id == organization.uuid() => {
                fan_out(ctx, claimed, listing::touched_by_organization(ctx, organization).await?).await?;
            }
            Event::OrganizationChanged { .. } => ids.push(Id::from_uuid(claimed.entity_id)),
            _ => {}
        }
    }
    ids.sort_unstable();
    ids.dedup();
    for chunk in ids.chunks(CHUNK) {
        let (documents, gone) = listing::documents(ctx, chunk).await?;
        ctx.search.upsert(documents).await.map_err(failure)?;
        ctx.search.delete(gone).await.map_err(failure)?;
    }
    Ok(())
}

/// Writes one delivery a listing. A repeated one does no harm.
async fn fan_out(ctx: &Ctx, claimed: &Claimed, listings: Vec<Id<Listing>>) -> Result<()> {
    for chunk in listings.chunks(CHUNK) {
        let tx = ctx.begin().await?;
        let entities: Vec<_> = chunk.iter().map(|listing| listing.uuid()).collect();
        outbox::follow_up_all(ctx, &*tx, claimed.event_id, Follower::Index, &entities).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn failure(error: SearchError) -> Error {
    let code = if matches!(error, SearchError::Unavailable(_)) { Code::Unavailable } else { Code::Internal };
    Error::new(code).because(error)
}

/// A rebuild that failed, as an error of ours.
pub(super) fn search_failure(error: anyhow::Error) -> Error {
    match error.downcast::<SearchError>() {
        Ok(error) => failure(error),
        Err(other) => other.downcast::<Error>().unwrap_or_else(Error::internal),
    }
}

/// Builds the index anew beside the live one and swaps. Changes that happen meanwhile go to both. Tells `progress` how
/// many listings were read; returns how many in all.
pub async fn reindex(ctx: &Ctx, progress: impl Fn(u64) + Send + Sync) -> anyhow::Result<u64> {
    let mut rebuild = ctx.search.rebuild().await?;
    let (mut last, mut count) = (None, 0_u64);
    loop {
        let ids = listing::published_ids_after(ctx, last, CHUNK as u64).await?;
        let Some(newest) = ids.last().copied() else { break };
        let (documents, _) = listing::documents(ctx, &ids).await?;
        count += documents.len() as u64;
        rebuild.add(documents).await?;
        failpoint::reach("during-reindex").await;
        last = Some(newest);
        progress(count);
    }
    rebuild.swap().await?;
    Ok(count)
}
