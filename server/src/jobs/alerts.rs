//! Whom alerts are for, and the mails that gather them. What is gone by the time that somebody would be told of it is told to
//! nobody.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use uuid::Uuid;

use super::demands;
use crate::{
    ctx::Ctx,
    demand::{self, vocabulary::Visibility},
    feed::{self, Entry},
    identity::{self, Recipient},
    kernel::{
        Actor, Id, Locale, Result,
        id::{Demand, Kind, Listing, Organization, SavedSearch, User},
    },
    listing::{self, content::BilingualText},
    mail::Template,
    notification::{self, NewMail},
    pairing, saved_search,
};

/// Who reads.
const ACTOR: Actor = Actor::System("jobs");
/// Alerts of one mail that are shown; of the others it is told how many there are.
const SHOWN: usize = 30;
/// Alerts that are counted for one mail.
const COUNTED: u64 = 300;

/// The people of a demand that a listing was found for.
pub(super) async fn people_of_demand(ctx: &Ctx, demand: Id<Demand>, listing: Id<Listing>) -> Result<Vec<Recipient>> {
    if !pairing::still_shown(ctx, demand, listing, false).await? {
        return Ok(Vec::new());
    }
    demands::people_of(ctx, demand).await
}

/// The people of the office whose listing answers a demand.
pub(super) async fn people_of_listing(ctx: &Ctx, demand: Id<Demand>, listing: Id<Listing>) -> Result<Vec<Recipient>> {
    if !pairing::still_shown(ctx, demand, listing, true).await? {
        return Ok(Vec::new());
    }
    demands::holders_of(ctx, listing).await
}

/// Who keeps a search that found something, if that is still to be told.
pub(super) async fn keeper(ctx: &Ctx, search: Id<SavedSearch>, found: Uuid) -> Result<Vec<Id<User>>> {
    Ok(saved_search::still_told(ctx, search, found).await?.map(|search| search.user).into_iter().collect())
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
pub(super) async fn mail(ctx: &Ctx, user: Id<User>, range: (i64, i64)) -> Result<Vec<NewMail>> {
    let Some(to) = identity::verified_recipient(ctx, user).await? else { return Ok(Vec::new()) };
    let entries = feed::between(&ctx.db, user, &notification::ALERTS, range, COUNTED).await?;
    let alerts: Vec<Alert<'_>> = entries.iter().map(Alert::of).collect();
    let shown = Shown::read(ctx, user, &alerts).await?;
    let rhythm = notification::rhythm_of(ctx, user).await?;
    let items: Vec<Value> = alerts
        .iter()
        .filter_map(|alert| {
            let mut item = shown.item(ctx, alert, to.locale)?;
            item["on"] = rhythm.day(alert.entry.at).into();
            Some(item)
        })
        .collect();
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let (count, more) = (items.len(), items.len().saturating_sub(SHOWN));
    let items: Vec<Value> = items.into_iter().take(SHOWN).collect();
    let params = json!({ "name": to.name, "count": count, "items": items, "more": more, "url": ctx.url("/work/inbox") });
    Ok(vec![NewMail { to, template: Template::Alerts, params }])
}

/// What alerts are about, as far as it is shown now and the reader may know of it.
struct Shown {
    /// Demands that those may see who are no advisors.
    demands: HashMap<Id<Demand>, (Id<Organization>, BilingualText, Visibility)>,
    listings: HashMap<Id<Listing>, (Id<Organization>, BilingualText)>,
    /// Names of the reader's searches.
    searches: HashMap<Id<SavedSearch>, String>,
    /// Organizations that the reader still sits in, in a role that is told of such things.
    own: HashSet<Id<Organization>>,
}

impl Shown {
    /// In as many statements, however many there are.
    async fn read(ctx: &Ctx, user: Id<User>, alerts: &[Alert<'_>]) -> Result<Self> {
        let conn = ctx.db.read();
        let ids: Vec<_> = alerts.iter().filter_map(|alert| alert.demand).collect();
        let publications = demand::publications(conn, &ids).await?;
        let demands = publications.into_iter().map(|one| (one.demand, (one.organization, one.content.title, one.content.visibility)));
        let demands: HashMap<_, _> = demands.collect();
        let ids: Vec<_> = alerts.iter().filter_map(|alert| alert.listing).collect();
        let views = listing::actions::views(ctx, &Actor::Visitor, &ids).await?;
        let listings: HashMap<_, _> = views.into_iter().map(|(id, view)| (id, (view.organization, view.content.title))).collect();
        let searches: Vec<_> = alerts.iter().filter_map(|alert| alert.search).collect();
        let searches = saved_search::find_many(ctx, &ACTOR, &searches).await?;
        let searches = searches.into_iter().filter(|search| search.user == user).map(|search| (search.id, search.name)).collect();
        let owners = demands.values().map(|(owner, ..)| *owner);
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
        match alert.entry.kind.as_str() {
            "LISTING_FOUND" => {
                let ((demand, (owner, title, _)), (_, (_, found))) = (demand?, listing?);
                let url = ctx.url(&format!("/work/demands/{demand}?part=matches"));
                self.own.contains(owner).then(|| json!({ "kind": "listing", "title": told(title), "found": told(found), "url": url }))
            }
            "DEMAND_FOUND" => {
                let ((_, (_, found, visibility)), (listing, (office, title))) = (demand?, listing?);
                let url = ctx.url(&format!("/work/listings/{listing}?tab=matches"));
                let open = *visibility != Visibility::AdvisorOnly && self.own.contains(office);
                open.then(|| json!({ "kind": "demand", "title": told(title), "found": told(found), "url": url }))
            }
            "SEARCH_FOUND_LISTING" => {
                let (name, (id, (_, found))) = (self.searches.get(&alert.search?)?, listing?);
                Some(json!({ "kind": "search", "title": name, "found": told(found), "url": ctx.url(&format!("/a/{id}")) }))
            }
            "SEARCH_FOUND_DEMAND" => {
                let (name, (id, (_, found, visibility))) = (self.searches.get(&alert.search?)?, demand?);
                let item = json!({ "kind": "search", "title": name, "found": told(found), "url": ctx.url(&format!("/d/{id}")) });
                (*visibility != Visibility::AdvisorOnly).then_some(item)
            }
            _ => None,
        }
    }
}
