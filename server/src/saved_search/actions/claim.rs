//! The last look before somebody is told of a find, in the transaction that tells them.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    demand::{self, veil, vocabulary::Visibility},
    kernel::{
        Id, Result, Timestamp,
        id::{Demand, Listing, SavedSearch as SavedSearchId},
    },
    listing,
    outbox::{self, Event},
    saved_search::{
        model::{SavedSearch, Subject, Wish},
        store::{self, Find},
    },
};

/// What is known of a find at this moment.
struct Standing {
    /// The time that a message about it may bear, if it is shown to everybody.
    at: Option<Timestamp>,
    /// Whether the search still finds it.
    is_met: bool,
}

/// Takes it upon the transaction that writes to people to tell the owner of a search of a find. Gives the time that the message
/// may bear; none if the owner was told before, does not want to be told any more, or if the find is not shown, or not found,
/// any more. In the last cases it is as if it had never been found: when it is back, it is found again.
///
/// # Errors
/// Those of the database.
pub async fn take(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    search: Id<SavedSearchId>,
    subject: Subject,
    id: Uuid,
) -> Result<Option<Timestamp>> {
    let asking = store::awake(tx, search).await?;
    let Standing { at, is_met } = match subject {
        Subject::Listings => of_listing(ctx, tx, Id::from_uuid(id)).await?,
        Subject::Demands => of_demand(ctx, tx, asking.as_ref(), Id::from_uuid(id)).await?,
    };
    let find: Find = (search, id);
    if let (Some(at), Some(_), true) = (at, &asking, is_met) {
        return Ok(store::note_told(tx, find, ctx.now()).await?.then_some(at));
    }
    if store::forget(tx, find).await? && at.is_some() {
        // Another search of the same person may find it as well, and was silent because this one spoke.
        let again = match subject {
            Subject::Listings => Event::ListingVisibilityChanged { listing: Id::from_uuid(id) },
            Subject::Demands => Event::DemandVisibilityChanged { demand: Id::from_uuid(id) },
        };
        outbox::push(ctx, tx, &again).await?;
    }
    Ok(None)
}

async fn of_listing(ctx: &Ctx, tx: &impl ConnectionTrait, id: Id<Listing>) -> Result<Standing> {
    let shown = listing::published_by(tx, id).await?.is_some();
    Ok(Standing { at: shown.then(|| ctx.now()), is_met: true })
}

/// Asked anew whether the search finds it: whoever asks by the owner must not be told of a demand that names it no more.
async fn of_demand(ctx: &Ctx, tx: &impl ConnectionTrait, asking: Option<&SavedSearch>, id: Id<Demand>) -> Result<Standing> {
    let publication = demand::publications(tx, &[id]).await?.pop();
    let shown = publication.filter(|publication| publication.visibility() != Visibility::AdvisorOnly);
    let is_met = match (asking.map(|search| &search.wish), &shown) {
        (Some(Wish::Demands(filter)), Some(publication)) => filter.is_met_by(publication),
        _ => false,
    };
    Ok(Standing { at: shown.map(|publication| veil::told_at(ctx.now(), publication.visibility())), is_met })
}
