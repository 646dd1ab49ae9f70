//! Whom alerts are for, and the mails that gather them. What is gone by the time that somebody would be told of it is told to
//! nobody.

use std::collections::{HashMap, HashSet};

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{
    ctx::Ctx,
    demand::{self, model::Publication, vocabulary::Visibility},
    feed::{self, Entry},
    identity,
    kernel::{
        Actor, Id, Locale, Result, Timestamp,
        id::{Demand, Kind, Listing, Organization, SavedSearch, User},
    },
    listing::{self, content::BilingualText},
    mail::Template,
    notification::{self, NewMail},
    outbox::Event,
    pairing::{self, Side},
    saved_search::{
        self,
        model::{Subject, Wish},
    },
};

/// Who reads.
const ACTOR: Actor = Actor::System("jobs");
/// Alerts of one mail that are shown; of the others it is told that there are more.
const SHOWN: usize = 30;
/// Alerts that are read at a time.
const PAGE: u64 = 100;

/// Who keeps a search that found something.
pub(super) async fn keeper(ctx: &Ctx, search: Id<SavedSearch>) -> Result<Vec<Id<User>>> {
    Ok(saved_search::find_many(ctx, &ACTOR, &[search]).await?.into_iter().map(|search| search.user).collect())
}

/// Takes it upon the transaction that writes to people to tell them of what was found. Gives the time that the message may bear;
/// none if nobody is told: they were before, or what was found is gone. What is no alert is told as it is, now.
pub(super) async fn take(ctx: &Ctx, tx: &impl ConnectionTrait, event: &Event) -> Result<Option<Timestamp>> {
    match *event {
        Event::ListingFound { demand, listing } => pairing::take(ctx, tx, demand, listing, Side::Enterprise).await,
        Event::DemandFound { demand, listing } => pairing::take(ctx, tx, demand, listing, Side::Office).await,
        Event::SearchFoundListing { search, listing } => saved_search::take(ctx, tx, search, Subject::Listings, listing.uuid()).await,
        Event::SearchFoundDemand { search, demand } => saved_search::take(ctx, tx, search, Subject::Demands, demand.uuid()).await,
        _ => Ok(Some(ctx.now())),
    }
}

/// An alert as it stands in somebody's feed.
struct Alert<'a> {
    entry: &'a Entry,
    demand: Option<Id<Demand>>,
    listing: Option<Id<Listing>>,
    search: Option<Id<SavedSearch>>,
}

impl<'a> Alert<'a> {
    fn of(entry: &'a Entry) -> Self {
        let subject = |name: &str| (entry.entity_kind == name).then_some(entry.entity_id);
        let other = |name: &str| entry.payload.get(name).and_then(Value::as_str);
        Self {
            entry,
            demand: subject(Demand::NAME).map(Id::from_uuid).or_else(|| other("demandId")?.parse().ok()),
            search: subject(SavedSearch::NAME).map(Id::from_uuid),
            listing: subject(Listing::NAME).map(Id::from_uuid).or_else(|| other("listingId")?.parse().ok()),
        }
    }
}

/// One mail about all alerts of a person between two numbers of the feed, as they stand now; none if nothing is left of them.
pub(super) async fn mail(ctx: &Ctx, user: Id<User>, (after, through): (i64, i64)) -> Result<Vec<NewMail>> {
    let Some(to) = identity::verified_recipient(ctx, user).await? else { return Ok(Vec::new()) };
    let rhythm = notification::rhythm_of(ctx, user).await?;
    let (mut items, mut newest) = (Vec::new(), through);
    // Newest first, until one is known beyond those that are shown: what is gone meanwhile does not count.
    while items.len() <= SHOWN {
        let entries = feed::between(&ctx.db, user, &notification::ALERTS, (after, newest), PAGE).await?;
        let Some(last) = entries.last() else { break };
        newest = last.seq - 1;
        let alerts: Vec<Alert<'_>> = entries.iter().map(Alert::of).collect();
        let shown = Shown::read(ctx, user, &alerts).await?;
        items.extend(alerts.iter().filter_map(|alert| {
            let mut item = shown.item(ctx, alert, to.locale)?;
            item["on"] = rhythm.day(alert.entry.at).into();
            Some(item)
        }));
    }
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let more = items.len() > SHOWN;
    items.truncate(SHOWN);
    let count = items.len();
    let params = json!({
        "name": to.name, "count": count, "items": items, "more": more, "first": after == 0, "url": ctx.url("/work/inbox"),
    });
    Ok(vec![NewMail { to, template: Template::Alerts, params }])
}

/// What alerts are about, as far as it is shown now and the reader may know of it.
struct Shown {
    /// Demands that those may see who are no advisors.
    demands: HashMap<Id<Demand>, Publication>,
    listings: HashMap<Id<Listing>, (Id<Organization>, BilingualText)>,
    /// The reader's searches.
    searches: HashMap<Id<SavedSearch>, saved_search::model::SavedSearch>,
    /// Organizations that the reader still sits in, in a role that is told of such things.
    own: HashSet<Id<Organization>>,
}

impl Shown {
    /// In as many statements, however many there are.
    async fn read(ctx: &Ctx, user: Id<User>, alerts: &[Alert<'_>]) -> Result<Self> {
        let conn = ctx.db.read();
        let ids: Vec<_> = alerts.iter().filter_map(|alert| alert.demand).collect();
        let publications = demand::publications(conn, &ids).await?;
        let demands: HashMap<_, _> = publications.into_iter().map(|one| (one.demand, one)).collect();
        let ids: Vec<_> = alerts.iter().filter_map(|alert| alert.listing).collect();
        let views = listing::actions::views(ctx, &Actor::Visitor, &ids).await?;
        let listings: HashMap<_, _> = views.into_iter().map(|(id, view)| (id, (view.organization, view.content.title))).collect();
        let searches: Vec<_> = alerts.iter().filter_map(|alert| alert.search).collect();
        let searches = saved_search::find_many(ctx, &ACTOR, &searches).await?;
        let searches = searches.into_iter().filter(|search| search.user == user).map(|search| (search.id, search)).collect();
        let owners = demands.values().map(|demand| demand.organization);
        let holders: Vec<_> = owners.chain(listings.values().map(|(office, _)| *office)).collect();
        let roles = [demand::policy::OWNERS, demand::policy::OFFICE].concat();
        let seats = identity::holders_of_roles(conn, &holders, &roles).await?;
        let own = seats.into_iter().filter(|(_, person)| *person == user).map(|(organization, _)| organization).collect();
        Ok(Self { demands, listings, searches, own })
    }

    fn item(&self, ctx: &Ctx, alert: &Alert<'_>, locale: Locale) -> Option<Value> {
        let demand = alert.demand.and_then(|id| Some((id, self.demands.get(&id)?)));
        let listing = alert.listing.and_then(|id| Some((id, self.listings.get(&id)?)));
        let told = |title: &BilingualText| title.told(locale).to_owned();
        let open = |demand: &Publication| demand.visibility() != Visibility::AdvisorOnly;
        match alert.entry.kind.as_str() {
            "LISTING_FOUND" => {
                let ((id, demand), (_, (_, found))) = (demand?, listing?);
                let (title, url) = (told(&demand.content.title), ctx.url(&format!("/work/demands/{id}?part=matches")));
                let own = self.own.contains(&demand.organization);
                own.then(|| json!({ "kind": "listing", "title": title, "found": told(found), "url": url }))
            }
            "DEMAND_FOUND" => {
                let ((_, demand), (listing, (office, title))) = (demand?, listing?);
                let (found, url) = (told(&demand.content.title), ctx.url(&format!("/work/listings/{listing}?tab=matches")));
                let own = open(demand) && self.own.contains(office);
                own.then(|| json!({ "kind": "demand", "title": told(title), "found": found, "url": url }))
            }
            "SEARCH_FOUND_LISTING" => {
                let (search, (id, (_, found))) = (self.searches.get(&alert.search?)?, listing?);
                let url = ctx.url(&format!("/a/{id}"));
                Some(json!({ "kind": "search", "title": search.name, "found": told(found), "url": url }))
            }
            "SEARCH_FOUND_DEMAND" => {
                let (search, (id, demand)) = (self.searches.get(&alert.search?)?, demand?);
                // Beside the name of a search for an owner, a demand that names it no more would be named.
                let Wish::Demands(filter) = &search.wish else { return None };
                let found = open(demand) && filter.is_met_by(demand);
                let (title, url) = (told(&demand.content.title), ctx.url(&format!("/d/{id}")));
                found.then(|| json!({ "kind": "search", "title": search.name, "found": title, "url": url }))
            }
            _ => None,
        }
    }
}
