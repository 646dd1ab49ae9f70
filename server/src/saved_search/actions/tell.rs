//! What is new is held against the searches that people keep.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    ctx::Ctx,
    demand::{self, model::Publication, vocabulary::Visibility},
    kernel::{
        Actor, Code, Error, Id, Result,
        clock::china_date,
        id::{Demand, Listing, SavedSearch as SavedSearchId},
    },
    listing,
    outbox::{self, Event},
    saved_search::{
        model::{SavedSearch, Subject, Wish},
        store::{self, Find},
    },
    search::{Percolator, SearchError},
};

/// Searches read at a time, and finds told of in one transaction.
const CHUNK: usize = 500;

/// Tells those whose searches find listings that changed, as they are now: once for a search and a listing, and of no listing
/// that was published before the search was saved.
///
/// # Errors
/// Those of the database.
pub async fn tell_of_listings(ctx: &Ctx, ids: &[Id<Listing>]) -> Result<()> {
    let (documents, _) = listing::documents(ctx, ids).await?;
    if documents.is_empty() {
        return Ok(());
    }
    let since: HashMap<Uuid, i64> = documents.iter().filter_map(|one| Some((one.id.parse().ok()?, one.published_at))).collect();
    let is_new = |search: &SavedSearch, id: &Uuid| since.get(id).is_some_and(|at| *at >= search.created_at.timestamp_millis());
    let percolator = Percolator::of(documents).await.map_err(failure)?;
    let mut after = None;
    while let Some((searches, last)) = active(ctx, Subject::Listings, after).await? {
        let questions: Vec<_> = searches
            .iter()
            .filter_map(|search| match &search.wish {
                Wish::Listings(wish) => Some((search, wish.query())),
                Wish::Demands(_) => None,
            })
            .collect();
        let (asking, queries): (Vec<&SavedSearch>, Vec<_>) = questions.into_iter().unzip();
        let answers = percolator.answers(queries).await.map_err(failure)?;
        let finds = asking
            .into_iter()
            .zip(answers)
            .flat_map(|(search, found)| found.into_iter().filter(|id| is_new(search, id)).map(|id| (search.id, id)).collect::<Vec<_>>());
        let event = |(search, id): Find| Event::SearchFoundListing { search, listing: Id::from_uuid(id) };
        tell(ctx, finds.collect(), event).await?;
        after = Some(last);
    }
    Ok(())
}

/// Tells those whose searches find demands that changed, as they are shown now; those for advisors are told of to nobody.
///
/// # Errors
/// Those of the database.
pub async fn tell_of_demands(ctx: &Ctx, ids: &[Id<Demand>]) -> Result<()> {
    let mut publications = demand::publications(ctx.db.read(), ids).await?;
    publications.retain(|publication| publication.visibility() != Visibility::AdvisorOnly);
    if publications.is_empty() {
        return Ok(());
    }
    // To the day: of an anonymous demand no more is told.
    let is_new = |search: &SavedSearch, publication: &Publication| china_date(publication.published_at) >= china_date(search.created_at);
    let mut after = None;
    while let Some((searches, last)) = active(ctx, Subject::Demands, after).await? {
        let mut finds = Vec::new();
        for search in &searches {
            let Wish::Demands(filter) = &search.wish else { continue };
            let met = publications.iter().filter(|publication| is_new(search, publication) && filter.is_met_by(publication));
            finds.extend(met.map(|publication| (search.id, publication.demand.uuid())));
        }
        let event = |(search, id): Find| Event::SearchFoundDemand { search, demand: Id::from_uuid(id) };
        tell(ctx, finds, event).await?;
        after = Some(last);
    }
    Ok(())
}

/// The next searches whose owners want to be told, and the last of them; none at the end.
async fn active(ctx: &Ctx, subject: Subject, after: Option<Id<SavedSearchId>>) -> Result<Option<(Vec<SavedSearch>, Id<SavedSearchId>)>> {
    let searches = store::active_after(ctx.db.read(), subject, after, CHUNK as u64).await?;
    Ok(searches.last().map(|last| last.id).map(|last| (searches, last)))
}

async fn tell(ctx: &Ctx, finds: Vec<Find>, event: impl Fn(Find) -> Event) -> Result<()> {
    for chunk in finds.chunks(CHUNK) {
        let known: HashSet<Find> = store::told(ctx.db.read(), chunk).await?;
        let fresh: Vec<Find> = chunk.iter().filter(|find| !known.contains(*find)).copied().collect();
        if fresh.is_empty() {
            continue;
        }
        let (tx, now) = (ctx.begin().await?, ctx.now());
        let mut events = Vec::with_capacity(fresh.len());
        for find in fresh {
            if store::note(&*tx, find, now).await? {
                events.push(event(find));
            }
        }
        outbox::push_all(ctx, &*tx, &events).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The search that somebody is about to be told of a find by, if its owner still wants that and the find is still shown. If
/// not, it is as if it had never been found.
///
/// # Errors
/// Those of the database.
pub async fn still_told(ctx: &Ctx, search: Id<SavedSearchId>, subject: Uuid) -> Result<Option<SavedSearch>> {
    let found = store::find(ctx.db.read(), &Actor::System("saved_search"), &[search]).await?.pop();
    if let Some(found) = found.filter(|search| !search.paused) {
        let shown = match found.wish.subject() {
            Subject::Listings => listing::actions::views(ctx, &Actor::Visitor, &[Id::from_uuid(subject)]).await?.len() == 1,
            Subject::Demands => {
                let publication = demand::publications(ctx.db.read(), &[Id::from_uuid(subject)]).await?.pop();
                publication.is_some_and(|publication| publication.visibility() != Visibility::AdvisorOnly)
            }
        };
        if shown {
            return Ok(Some(found));
        }
    }
    let tx = ctx.begin().await?;
    store::forget(&*tx, (search, subject)).await?;
    tx.commit().await?;
    Ok(None)
}

fn failure(error: SearchError) -> Error {
    let code = if matches!(error, SearchError::Unavailable(_)) { Code::Unavailable } else { Code::Internal };
    Error::new(code).because(error)
}
