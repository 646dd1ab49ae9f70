//! Where the engine reads offers from, with what the platform knows beside what the holder says.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    identity,
    kernel::{Id, Result, id},
    licensing::{self, rules::Scope},
    listing,
    matching::{
        Offer, Offers,
        rules::{Held, Place},
    },
};

/// Offers of published listings, read as they are now, with what is known beside them: who has a license, and where the holder is.
pub(super) struct Source<'a>(pub(super) &'a Ctx);

#[async_trait]
impl Offers for Source<'_> {
    async fn offers(&self, ids: &[Uuid]) -> Result<Vec<Offer>> {
        published(self.0, &ids.iter().map(|id| Id::from_uuid(*id)).collect::<Vec<_>>()).await
    }
}

/// Offers of the listings that are published now, with what is known beside them. Three statements.
pub(super) async fn published(ctx: &Ctx, ids: &[Id<id::Listing>]) -> Result<Vec<Offer>> {
    let mut offers = listing::offers(ctx, ids).await?;
    complete(ctx, &mut offers).await?;
    Ok(offers)
}

/// Writes down on `offers` who has a license, and where the holder is. Two statements, none for no offers.
pub(super) async fn complete(ctx: &Ctx, offers: &mut [Offer]) -> Result<()> {
    if offers.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id<id::Listing>> = offers.iter().map(|offer| Id::from_uuid(offer.id)).collect();
    let mut held = licensing::licensed(ctx.db.read(), &ids, ctx.clock.today()).await?;
    let holders: BTreeSet<Uuid> = offers.iter().filter_map(|offer| offer.holder).collect();
    let holders: Vec<_> = holders.into_iter().map(Id::from_uuid).collect();
    let holders = identity::organizations(ctx, ctx.db.read(), &holders).await?;
    let homes: HashMap<Uuid, Place> =
        holders.into_iter().map(|holder| (holder.id.uuid(), Place { country: holder.country, division: holder.division })).collect();
    for offer in offers {
        offer.licensed = held.remove(&Id::from_uuid(offer.id)).unwrap_or_default().into_iter().map(license).collect();
        offer.home = offer.holder.and_then(|holder| homes.get(&holder)).cloned();
    }
    Ok(())
}

fn license(scope: Scope) -> Held {
    Held { is_alone: scope.excludes_others(), countries: scope.territory }
}
