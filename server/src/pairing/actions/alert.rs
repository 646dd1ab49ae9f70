//! Whoever is concerned is told once of a pair that fits: the enterprise of a listing that is new, the office of a demand that is,
//! and both of them where both are.

use std::collections::{BTreeSet, HashMap};

use sea_orm::ConnectionTrait;

use super::{
    rank::weights,
    source::{Source, published},
};
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
        rules::{Threshold, is_told},
        store::{
            self,
            alerts::{self, Side},
        },
    },
};

/// Who tells.
const ACTOR: Actor = Actor::System("pairing");

/// What appeared, changed or came back since people were told last, and when.
#[derive(Debug, Clone, Default)]
pub struct News {
    listings: HashMap<Id<Listing>, Timestamp>,
    demands: HashMap<Id<Demand>, Timestamp>,
}

impl News {
    /// Notes what happened at `at`.
    pub fn add(&mut self, listings: impl IntoIterator<Item = Id<Listing>>, demands: impl IntoIterator<Item = Id<Demand>>, at: Timestamp) {
        for listing in listings {
            self.listings.entry(listing).and_modify(|known| *known = at.max(*known)).or_insert(at);
        }
        for demand in demands {
            self.demands.entry(demand).and_modify(|known| *known = at.max(*known)).or_insert(at);
        }
    }

    /// Whether something happened to a listing.
    #[must_use]
    pub fn has_listing(&self, listing: Id<Listing>) -> bool {
        self.listings.contains_key(&listing)
    }

    /// Whether something happened to a demand.
    #[must_use]
    pub fn has_demand(&self, demand: Id<Demand>) -> bool {
        self.demands.contains_key(&demand)
    }

    /// Who is told of a pair that fits.
    fn sides(&self, (demand, listing): alerts::Pair) -> impl Iterator<Item = Side> {
        let (demand, listing) = (self.demands.get(&demand).copied(), self.listings.get(&listing).copied());
        let enterprise = is_told(demand, listing).then_some(Side::Enterprise);
        let office = is_told(listing, demand).then_some(Side::Office);
        [enterprise, office].into_iter().flatten()
    }
}

/// A pair that fits, and who is told of it.
#[derive(Debug, Clone, Copy)]
struct Found {
    demand: Id<Demand>,
    listing: Id<Listing>,
    to: Side,
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

/// Tells of what fits `listings` and `demands` that changed, as they are now: the engine has taken them in. Each side is told of
/// what is new in the other, and both where both are, whichever of them is looked at first. Nobody is told twice of a pair, however
/// often this is called and by however many processes.
///
/// # Errors
/// Those of the database: what was not told of yet is told of by a later call.
pub async fn tell(ctx: &Ctx, listings: &[Id<Listing>], demands: &[Id<Demand>], news: &News) -> Result<()> {
    let rule = ctx.rules.on("matching.alerts", ctx.clock.today())?;
    let (weighing, weights) = weights(ctx)?;
    let rules = Rules { threshold: rule.get()?, versions: [rule.id, weighing.id] };
    let question = Question { weights: &weights, evidences: Evidences::Full, most: rules.threshold.most };
    let fits = |found: &&Match| rules.threshold.is_reached_by(found);
    let of_pair = |pair: alerts::Pair, score| news.sides(pair).map(move |to| Found { demand: pair.0, listing: pair.1, to, score });
    let offers = published(ctx, listings).await?;
    for offer in offers {
        let listing = Id::from_uuid(offer.id);
        let matches = ctx.matching.rank_needs(&offer, question).await.found.matches;
        let found = matches.iter().filter(fits).flat_map(|found| of_pair((Id::from_uuid(found.id), listing), found.score.total));
        tell_of(ctx, &rules, found.collect()).await?;
    }
    for need in demand::needs(ctx, demands).await? {
        let demand = Id::from_uuid(need.id);
        let matches = ctx.matching.rank_offers(&need, &Source(ctx), question).await?.found.matches;
        let found = matches.iter().filter(fits).flat_map(|found| of_pair((demand, Id::from_uuid(found.id)), found.score.total));
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
    let is_known = |found: &Found| known.contains(&found.pair()) || (found.to == Side::Enterprise && judged.contains(&found.pair()));
    found.retain(|found| !is_known(found));
    let mut told = audience(ctx, found).await?;
    if told.is_empty() {
        return Ok(());
    }
    told.sort_unstable_by_key(|(one, _)| (one.pair(), one.to));
    let tx = ctx.begin().await?;
    let (mut events, mut entries) = (Vec::new(), Vec::new());
    for sides in told.chunk_by(|(one, _), (other, _)| one.pair() == other.pair()) {
        let (one, organization) = sides[0];
        if alerts::note(&*tx, one.pair(), organization, ctx.now()).await? {
            events.extend(sides.iter().map(|(one, _)| one.event()));
            entries.extend(sides.iter().map(|(one, organization)| one.entry(*organization).by_rules(rules.versions)));
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
        let hidden = one.to == Side::Office && publication.visibility() == Visibility::AdvisorOnly;
        let own = publication.organization == listing.organization;
        let organization = match one.to {
            Side::Enterprise => publication.organization,
            Side::Office => listing.organization,
        };
        (!own && !hidden).then_some((one, organization))
    });
    Ok(told.collect())
}

impl Found {
    const fn event(&self) -> Event {
        let Self { demand, listing, to, .. } = *self;
        match to {
            Side::Enterprise => Event::ListingFound { demand, listing },
            Side::Office => Event::DemandFound { demand, listing },
        }
    }

    /// In the trail of whoever is told, and in no other's.
    fn entry(&self, told: Id<Organization>) -> NewEntry {
        let entry = match self.to {
            Side::Enterprise => NewEntry::new(told, "demand.listing_found", self.demand).detail("listing", self.listing.to_string()),
            Side::Office => NewEntry::new(told, "listing.demand_found", self.listing).detail("demand", self.demand.to_string()),
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
pub async fn take(ctx: &Ctx, tx: &impl ConnectionTrait, demand: Id<Demand>, listing: Id<Listing>, side: Side) -> Result<Option<Timestamp>> {
    let publication = demand::publications(tx, &[demand]).await?.pop();
    let open = publication.filter(|one| !(side == Side::Office && one.visibility() == Visibility::AdvisorOnly));
    let shown = listing::published_by(tx, listing).await?.is_some();
    let Some(publication) = open.filter(|_| shown) else {
        alerts::forget(tx, (demand, listing)).await?;
        return Ok(None);
    };
    let now = ctx.now();
    // To the office a demand is new: of an anonymous one it learns the day, and no more.
    let at = match side {
        Side::Enterprise => now,
        Side::Office => veil::told_at(now, publication.visibility()),
    };
    Ok(alerts::note_told(tx, (demand, listing), side, now).await?.then_some(at))
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
