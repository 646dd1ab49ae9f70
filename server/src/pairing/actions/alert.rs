//! Whoever is concerned is told once of a pair that fits: the enterprise of a listing that is new, the office of a demand that is.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ConnectionTrait;

use super::rank::weights;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    demand::{self, model::Publication, veil, vocabulary::Visibility},
    kernel::{
        Actor, Id, Result, Timestamp,
        id::{Demand, Listing, Organization, RuleVersion},
    },
    listing,
    matching::{Evidences, Match, Question},
    outbox::{self, Event},
    pairing::{
        rules::Threshold,
        store::{self, alerts},
    },
};

/// Who tells.
const ACTOR: Actor = Actor::System("pairing");

/// A pair that fits, and who is told of it.
#[derive(Debug, Clone, Copy)]
struct Found {
    demand: Id<Demand>,
    listing: Id<Listing>,
    /// Whether the listing is new, and so the demand's people are told; otherwise the office is.
    listing_is_new: bool,
    score: f32,
}

impl Found {
    const fn pair(&self) -> alerts::Pair {
        (self.demand, self.listing)
    }
}

/// Rules that decide whether somebody is told.
struct Rules {
    threshold: Threshold,
    versions: [Id<RuleVersion>; 2],
}

/// How far events were looked through for pairs that fit; none before the first time.
///
/// # Errors
/// Those of the database.
pub async fn told_through(ctx: &Ctx) -> Result<Option<Timestamp>> {
    alerts::through(ctx.db.read()).await
}

/// Notes that whoever was to be told of what happened until `through` was.
///
/// # Errors
/// Those of the database.
pub async fn note_told_through(ctx: &Ctx, through: Timestamp) -> Result<()> {
    let tx = ctx.begin().await?;
    alerts::went_through(&*tx, through).await?;
    tx.commit().await
}

/// Tells of what fits listings and demands that changed, as they are now: the engine has taken them in. Nobody is told twice
/// of a pair, however often this is called and by however many processes.
///
/// # Errors
/// Those of the database: what was not told of yet is told of by a later call.
pub async fn tell(ctx: &Ctx, listings: &[Id<Listing>], demands: &[Id<Demand>]) -> Result<()> {
    let rule = ctx.rules.on("matching.alerts", ctx.clock.today())?;
    let (weighing, weights) = weights(ctx)?;
    let rules = Rules { threshold: rule.get()?, versions: [rule.id, weighing.id] };
    let question = Question { weights: &weights, evidences: Evidences::Full, most: rules.threshold.most };
    let fits = |found: &&Match| rules.threshold.is_reached_by(found);
    for offer in listing::offers(ctx, listings).await? {
        let matches = ctx.matching.rank_needs(&offer, question).await.found.matches;
        let found = matches.iter().filter(fits).map(|found| Found {
            demand: Id::from_uuid(found.id),
            listing: Id::from_uuid(offer.id),
            listing_is_new: true,
            score: found.score.total,
        });
        tell_of(ctx, &rules, found.collect()).await?;
    }
    for need in demand::needs(ctx, demands).await? {
        let matches = ctx.matching.rank_offers(&need, &listing::PublishedOffers(ctx), question).await?.found.matches;
        let found = matches.iter().filter(fits).map(|found| Found {
            demand: Id::from_uuid(need.id),
            listing: Id::from_uuid(found.id),
            listing_is_new: false,
            score: found.score.total,
        });
        tell_of(ctx, &rules, found.collect()).await?;
    }
    Ok(())
}

/// Tells of pairs of one listing or one demand, in one transaction. In the order of their ids: of two processes that write the
/// same pairs, neither waits for what the other holds.
async fn tell_of(ctx: &Ctx, rules: &Rules, mut found: Vec<Found>) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let conn = ctx.db.read();
    let pairs: Vec<_> = found.iter().map(Found::pair).collect();
    let known: BTreeSet<_> = alerts::told(conn, &pairs).await?.into_iter().collect();
    let judged: BTreeSet<_> = store::judged(conn, &pairs).await?.into_iter().collect();
    // Whoever judged it knows it. The office is told all the same: it must not learn that somebody judged.
    let is_known = |found: &Found| known.contains(&found.pair()) || (found.listing_is_new && judged.contains(&found.pair()));
    found.retain(|found| !is_known(found));
    let mut told = audience(ctx, found).await?;
    if told.is_empty() {
        return Ok(());
    }
    told.sort_unstable_by_key(|(one, _)| one.pair());
    let tx = ctx.begin().await?;
    let (mut events, mut entries) = (Vec::new(), Vec::new());
    for (one, organization) in told {
        if alerts::note(&*tx, one.pair(), organization, ctx.now()).await? {
            events.push(one.event());
            entries.push(one.entry(organization).by_rules(rules.versions));
        }
    }
    if events.is_empty() {
        return Ok(());
    }
    outbox::push_all(ctx, &*tx, &events).await?;
    audit::append_all(ctx, &*tx, &ACTOR, entries).await?;
    tx.commit().await
}

/// Whom to tell of which pair, as both halves are shown now.
async fn audience(ctx: &Ctx, found: Vec<Found>) -> Result<Vec<(Found, Id<Organization>)>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let (demands, listings): (Vec<_>, Vec<_>) = found.iter().map(Found::pair).unzip();
    let publications = demand::publications(ctx.db.read(), &demands).await?;
    let publications: HashMap<Id<Demand>, Publication> = publications.into_iter().map(|one| (one.demand, one)).collect();
    let shown = listing::actions::views(ctx, &Actor::Visitor, &listings).await?;
    let told = found.into_iter().filter_map(|one| {
        let (publication, listing) = (publications.get(&one.demand)?, shown.get(&one.listing)?);
        // Offices do not see demands for advisors, and nobody is told of what is their own on either side.
        let hidden = !one.listing_is_new && publication.visibility() == Visibility::AdvisorOnly;
        let own = publication.organization == listing.organization;
        let organization = if one.listing_is_new { publication.organization } else { listing.organization };
        (!own && !hidden).then_some((one, organization))
    });
    Ok(told.collect())
}

impl Found {
    const fn event(&self) -> Event {
        let Self { demand, listing, listing_is_new, .. } = *self;
        if listing_is_new { Event::ListingFound { demand, listing } } else { Event::DemandFound { demand, listing } }
    }

    /// In the trail of whoever is told, and in no other's.
    fn entry(&self, told: Id<Organization>) -> NewEntry {
        let entry = if self.listing_is_new {
            NewEntry::new(told, "demand.listing_found", self.demand).detail("listing", self.listing.to_string())
        } else {
            NewEntry::new(told, "listing.demand_found", self.listing).detail("demand", self.demand.to_string())
        };
        entry.detail("score", format!("{:.2}", self.score))
    }
}

/// Takes it upon the transaction that writes to people to tell them of a pair. Gives the time that the message may bear; none
/// if they were told before, or if one half is no longer shown to whom it concerns: then it is as if it had never been found,
/// and when both are back, it is found again.
///
/// # Errors
/// Those of the database.
pub async fn take(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    demand: Id<Demand>,
    listing: Id<Listing>,
    to_office: bool,
) -> Result<Option<Timestamp>> {
    let publication = demand::publications(tx, &[demand]).await?.pop();
    let open = publication.filter(|one| !(to_office && one.visibility() == Visibility::AdvisorOnly));
    let shown = listing::published_by(tx, listing).await?.is_some();
    let Some(publication) = open.filter(|_| shown) else {
        alerts::forget(tx, (demand, listing)).await?;
        return Ok(None);
    };
    let now = ctx.now();
    // To the office a demand is new: of an anonymous one it learns the day, and no more.
    let at = if to_office { veil::told_at(now, publication.visibility()) } else { now };
    Ok(alerts::note_told(tx, (demand, listing), now).await?.then_some(at))
}

/// Forgets pairs of before `before` that can come up no more, at most `limit`; how many.
///
/// # Errors
/// Those of the database.
pub async fn prune_alerts(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let tx = ctx.begin().await?;
    let gone = alerts::prune(&*tx, before, limit).await?;
    tx.commit().await?;
    Ok(gone)
}
