//! What is new is held against the searches that people keep.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::{
    ctx::Ctx,
    demand::{self, model::Publication, vocabulary::Visibility},
    kernel::{
        Code, Error, Id, Result,
        clock::{china_date, china_midnight},
        id::{Demand, Listing, SavedSearch as SavedSearchId},
    },
    listing,
    outbox::{self, Event},
    saved_search::{
        model::{Limits, SavedSearch, Subject, Wish},
        store::{self, Find, Found},
    },
    search::{Percolator, SearchError},
};

/// Searches read at a time, and finds told of in one transaction.
const CHUNK: usize = 500;

/// Tells those whose searches find listings that changed, as they are now: once of each listing, and of none that was published
/// before the search was saved, or while it was paused.
///
/// # Errors
/// Those of the database.
pub async fn tell_of_listings(ctx: &Ctx, ids: &[Id<Listing>]) -> Result<()> {
    let (documents, _) = listing::documents(ctx, ids).await?;
    if documents.is_empty() {
        return Ok(());
    }
    let since: HashMap<Uuid, i64> = documents.iter().filter_map(|one| Some((one.id.parse().ok()?, one.published_at))).collect();
    let is_new = |search: &SavedSearch, id: &Uuid| since.get(id).is_some_and(|at| *at >= search.active_since.timestamp_millis());
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
        let mut finds = Vec::new();
        for (search, found) in asking.into_iter().zip(answers) {
            finds.extend(found.into_iter().filter(|id| is_new(search, id)).map(|id| Found::by(search, id)));
        }
        let event = |(search, id): Find| Event::SearchFoundListing { search, listing: Id::from_uuid(id) };
        tell(ctx, finds, event).await?;
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
    let is_new = |search: &SavedSearch, publication: &Publication| china_date(publication.published_at) >= china_date(search.active_since);
    let mut after = None;
    while let Some((searches, last)) = active(ctx, Subject::Demands, after).await? {
        let mut finds = Vec::new();
        for search in &searches {
            let Wish::Demands(filter) = &search.wish else { continue };
            let met = publications.iter().filter(|publication| is_new(search, publication) && filter.is_met_by(publication));
            finds.extend(met.map(|publication| Found::by(search, publication.demand.uuid())));
        }
        let event = |(search, id): Find| Event::SearchFoundDemand { search, demand: Id::from_uuid(id) };
        tell(ctx, finds, event).await?;
        after = Some(last);
    }
    Ok(())
}

/// The next searches whose owners want to be told, and the last of them; none at the end.
async fn active(ctx: &Ctx, subject: Subject, after: Option<Id<SavedSearchId>>) -> Result<Option<(Vec<SavedSearch>, Id<SavedSearchId>)>> {
    store::active_after(ctx.db.read(), subject, after, CHUNK as u64).await
}

/// Tells of what was found: each person once of each thing, by the search that they kept first, and of no more in a day than
/// the rule allows; what is past that is counted.
async fn tell(ctx: &Ctx, finds: Vec<Found>, event: impl Fn(Find) -> Event) -> Result<()> {
    let Limits { daily, .. } = ctx.rules.on("matching.saved_searches", ctx.clock.today())?.get()?;
    for chunk in finds.chunks(CHUNK) {
        let mut known = store::noted(ctx.db.read(), chunk).await?;
        let fresh: Vec<Found> = chunk.iter().filter(|found| known.insert((found.user, found.subject))).copied().collect();
        if fresh.is_empty() {
            continue;
        }
        let (tx, now) = (ctx.begin().await?, ctx.now());
        store::stand_in_line(&*tx).await?;
        let people: Vec<_> = fresh.iter().map(|found| found.user).collect();
        let mut today = store::found_since(&*tx, &people, china_midnight(china_date(now))).await?;
        let (mut events, mut silent) = (Vec::with_capacity(fresh.len()), BTreeMap::new());
        for found in fresh {
            if !store::note(&*tx, found, now).await? {
                continue;
            }
            let so_far = today.entry(found.user).or_default();
            *so_far += 1;
            if *so_far <= daily {
                events.push(event((found.search, found.subject)));
            } else {
                *silent.entry(found.search).or_insert(0_i64) += 1;
            }
        }
        for (search, more) in silent {
            store::count_untold(&*tx, search, more).await?;
        }
        outbox::push_all(ctx, &*tx, &events).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn failure(error: SearchError) -> Error {
    let code = if matches!(error, SearchError::Unavailable(_)) { Code::Unavailable } else { Code::Internal };
    Error::new(code).because(error)
}
