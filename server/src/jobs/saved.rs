//! What is new is held against saved searches. A batch of changes is held against each search at once.

use crate::{
    ctx::Ctx,
    demand,
    kernel::{
        Id, Result,
        error::Class,
        id::{Demand, Listing},
    },
    listing,
    outbox::{Claimed, Event, worker::Outcome},
    saved_search,
};

/// Listings and demands read at a time.
const CHUNK: usize = 500;

/// Follows events that change what the world sees. If a batch fails, each delivery is tried alone, so that one that always
/// fails does not hold the others back.
pub(super) async fn follow(ctx: &Ctx, batch: &[Claimed]) -> Vec<Outcome> {
    let result = tell(ctx, batch).await;
    let settled = batch.len() == 1 || result.as_ref().err().is_none_or(|error| error.code().class() == Class::Unavailable);
    if settled {
        return batch.iter().map(|_| super::outcome(result.clone())).collect();
    }
    let mut outcomes = Vec::with_capacity(batch.len());
    for claimed in batch {
        outcomes.push(super::outcome(tell(ctx, std::slice::from_ref(claimed)).await));
    }
    outcomes
}

async fn tell(ctx: &Ctx, batch: &[Claimed]) -> Result<()> {
    let (mut listings, mut demands): (Vec<Id<Listing>>, Vec<Id<Demand>>) = (Vec::new(), Vec::new());
    for claimed in batch {
        match claimed.event {
            Event::ListingVisibilityChanged { listing } => listings.push(listing),
            Event::DemandVisibilityChanged { demand } => demands.push(demand),
            // What was hidden with it is back.
            Event::OrganizationVerified { organization } => {
                listings.extend(listing::touched_by_organization(ctx, organization).await?);
                demands.extend(demand::touched_by_organization(ctx, organization).await?);
            }
            _ => {}
        }
    }
    for chunk in listings.chunks(CHUNK) {
        saved_search::tell_of_listings(ctx, chunk).await?;
    }
    for chunk in demands.chunks(CHUNK) {
        saved_search::tell_of_demands(ctx, chunk).await?;
    }
    Ok(())
}
