//! Where the engine reads offers from, with what the platform knows beside what the holder says.

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    kernel::{Id, Result, id},
    licensing, listing,
    matching::{Need, Offer, Offers},
};

/// Offers of published listings, read as they are now; for a need that wants one alone, with where others hold a license: a statement
/// more, for which nobody else waits.
pub(super) struct Source<'a> {
    ctx: &'a Ctx,
    is_exclusive: bool,
}

impl<'a> Source<'a> {
    /// What `need` is held against.
    pub(super) fn of(ctx: &'a Ctx, need: &Need) -> Self {
        Self { ctx, is_exclusive: need.wishes.is_exclusive() }
    }
}

#[async_trait]
impl Offers for Source<'_> {
    async fn offers(&self, ids: &[Uuid]) -> Result<Vec<Offer>> {
        let ids: Vec<Id<id::Listing>> = ids.iter().map(|id| Id::from_uuid(*id)).collect();
        let mut offers = listing::offers(self.ctx, &ids).await?;
        if self.is_exclusive {
            licensed(self.ctx, &mut offers).await?;
        }
        Ok(offers)
    }
}

/// Writes down where others hold a license on `offers`. One statement.
pub(super) async fn licensed(ctx: &Ctx, offers: &mut [Offer]) -> Result<()> {
    let ids: Vec<Id<id::Listing>> = offers.iter().map(|offer| Id::from_uuid(offer.id)).collect();
    let mut held = licensing::licensed(ctx.db.read(), &ids, ctx.clock.today()).await?;
    for offer in offers {
        offer.licensed = held.remove(&Id::from_uuid(offer.id)).unwrap_or_default();
    }
    Ok(())
}
