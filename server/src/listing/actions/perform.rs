//! Carrying out steps that were checked: for one listing or for hundreds, the same statements.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::entry;
use crate::{
    audit,
    ctx::Ctx,
    db::Write,
    kernel::{
        Actor, Date, Error, Id, Result,
        date::{add_days, add_months},
        id::{Listing as ListingId, RuleVersion},
    },
    listing::{
        content::ListingContent,
        model::{Listing, Publication, Review, ReviewNote, Verdict},
        rules::{self, Step, Suspension, Transition},
        store,
        vocabulary::ListingState,
    },
    outbox::{self, Event},
    rulebook::Rulebook,
};

/// A step and what was said with it.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// Notes of a reviewer.
    pub(super) notes: Vec<ReviewNote>,
    /// Reason of a suspension, withdrawal or transfer.
    pub(super) reason: Option<String>,
    /// Who or what suspends.
    pub(super) suspension: Suspension,
    /// Of how many of the listings people are told one by one.
    pub(super) told: usize,
}

impl Decision {
    /// A decision of few words.
    pub(super) const fn because(suspension: Suspension) -> Self {
        Self { notes: Vec::new(), reason: None, suspension, told: usize::MAX }
    }
}

/// Takes the steps on listings that were locked in this transaction; writes the trail last.
pub(super) async fn perform(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    moves: Vec<(Listing, Step)>,
    decision: &Decision,
) -> Result<Vec<Listing>> {
    let (now, today) = (ctx.now(), ctx.clock.today());
    let mut resumed = resumed_contents(tx, &moves).await?;
    let (mut batch, mut news) = (Batch::default(), Vec::new());
    for (before, step) in moves {
        let mut after =
            Listing { state: step.to.state, revision: step.to.revision, version: before.version + 1, updated_at: now, ..before.clone() };
        let mut rules = Vec::new();
        match step.transition {
            Transition::Submit => {
                after.submitted_at = Some(now);
                after.submitted_by = actor.user();
                news.push(Event::ListingSubmitted { listing: after.id });
            }
            Transition::Return => {
                batch.reviews.push(review(ctx, actor, &before, Verdict::Returned, decision.notes.clone(), Vec::new()));
                batch.events.push(Event::ListingReturned { listing: after.id });
            }
            Transition::Approve => {
                rules = rules::deciding_rules(step.transition, &before.content, today, &ctx.rules)?;
                batch.reviews.push(review(ctx, actor, &before, Verdict::Approved, Vec::new(), rules.clone()));
            }
            Transition::Publish => {
                rules = rules::deciding_rules(step.transition, &before.content, today, &ctx.rules)?;
                if before.awaits_verdict() {
                    batch.reviews.push(review(ctx, actor, &before, Verdict::Approved, Vec::new(), rules.clone()));
                }
                after.published_content_version = Some(before.content_version);
                after.published_at = before.published_at.or(Some(now));
                after.valid_until = Some(shown_until(&before.content, today, &ctx.rules)?);
                after.look_again_on = rules::look_again_on(&before.content, &before.content, today, &ctx.rules)?;
                (after.suspension, after.reason) = (None, None);
                batch.publications.push(publication(&after, before.content.clone())?);
                news.push(Event::ListingPublished { listing: after.id });
            }
            Transition::Resume => {
                let content = resumed.remove(&after.id).unwrap_or_else(|| before.content.clone());
                after.look_again_on = rules::look_again_on(&content, &before.content, today, &ctx.rules)?;
                (after.suspension, after.reason) = (None, None);
                batch.publications.push(publication(&after, content)?);
            }
            Transition::Suspend => {
                rules = rules::suspending_rules(decision.suspension, today, &ctx.rules)?;
                let licensed = decision.suspension == Suspension::Licensed;
                after.look_again_on = after.licensed_until.filter(|_| licensed).map(day_after);
                (after.suspension, after.reason) = (Some(decision.suspension), decision.reason.clone());
            }
            Transition::Withdraw | Transition::Expire | Transition::Transfer => {
                if step.transition == Transition::Transfer {
                    rules.push(ctx.rules.on("listing.transfer_keeps_licenses", today)?.id);
                }
                after.look_again_on = None;
                (after.suspension, after.reason) = (None, decision.reason.clone());
            }
        }
        if before.state == ListingState::Published && after.state != ListingState::Published {
            batch.hidden.push(after.id);
        }
        let visible = [before.state, after.state].contains(&ListingState::Published);
        if visible && (before.state != after.state || step.transition == Transition::Publish) {
            batch.events.push(Event::ListingVisibilityChanged { listing: after.id });
        }
        batch.entries.push(entry(verb(step.transition), Some(&before), &after).by_rules(rules));
        batch.listings.push(after);
    }
    news.truncate(decision.told);
    batch.events.extend(news);
    batch.write(ctx, tx, actor).await
}

#[derive(Default)]
struct Batch {
    listings: Vec<Listing>,
    publications: Vec<Publication>,
    hidden: Vec<Id<ListingId>>,
    reviews: Vec<Review>,
    events: Vec<Event>,
    entries: Vec<audit::NewEntry>,
}

impl Batch {
    async fn write(self, ctx: &Ctx, tx: &Write, actor: &Actor) -> Result<Vec<Listing>> {
        store::save(&**tx, &self.listings).await?;
        store::unpublish(&**tx, &self.hidden).await?;
        store::publish(&**tx, &self.publications).await?;
        store::insert_reviews(&**tx, &self.reviews).await?;
        if !self.events.is_empty() {
            outbox::push_all(ctx, &**tx, &self.events).await?;
        }
        audit::append_all(ctx, &**tx, actor, self.entries).await?;
        Ok(self.listings)
    }
}

/// What the world saw last of listings whose working copy differs from it; the others show their working copy.
pub(super) type ShownContents = HashMap<Id<ListingId>, ListingContent>;

/// What the world saw last of those of `listings` whose working copy differs from it: at most one statement.
pub(super) async fn shown_contents(conn: &impl ConnectionTrait, listings: &[Listing]) -> Result<ShownContents> {
    let differing = listings.iter().filter(|listing| listing.has_unpublished_changes());
    let wanted: Vec<_> = differing.filter_map(|listing| Some((listing.id, listing.published_content_version?))).collect();
    Ok(store::contents(conn, &wanted).await?.into_iter().map(|(id, revision)| (id, revision.content)).collect())
}

/// Contents to be shown again, for the listings that are resumed.
async fn resumed_contents(tx: &Write, moves: &[(Listing, Step)]) -> Result<ShownContents> {
    let resumed = moves.iter().filter(|(_, step)| step.transition == Transition::Resume);
    let resumed: Vec<Listing> = resumed.map(|(listing, _)| listing.clone()).collect();
    shown_contents(&**tx, &resumed).await
}

/// The day after `last`.
pub(super) fn day_after(last: Date) -> Date {
    Date(add_days(last.0, 1))
}

fn review(ctx: &Ctx, actor: &Actor, listing: &Listing, verdict: Verdict, notes: Vec<ReviewNote>, rules: Vec<Id<RuleVersion>>) -> Review {
    Review {
        id: ctx.new_id::<ListingId>().uuid(),
        listing: listing.id,
        content_version: listing.content_version,
        verdict,
        notes,
        rules,
        reviewed_by: actor.user(),
        reviewed_at: ctx.now(),
    }
}

fn publication(listing: &Listing, content: ListingContent) -> Result<Publication> {
    let missing = || Error::internal("a published listing without its date");
    Ok(Publication {
        listing: listing.id,
        organization: listing.organization,
        content,
        content_version: listing.published_content_version.ok_or_else(missing)?,
        listing_version: listing.version,
        published_at: listing.published_at.ok_or_else(missing)?,
        updated_at: listing.updated_at,
    })
}

/// The last day on which the world sees `content`: what it says, or the default of the rule, but not longer than the
/// last of its rights lives.
fn shown_until(content: &ListingContent, today: NaiveDate, book: &Rulebook) -> Result<Date> {
    let months: u32 = book.on("listing.validity_months_default", today)?.get()?;
    let wanted = content.valid_until.map_or_else(|| add_months(today, months), |date| date.0);
    Ok(Date(rules::last_right_end(&content.ip_rights, today).map_or(wanted, |end| wanted.min(end))))
}

const fn verb(transition: Transition) -> &'static str {
    match transition {
        Transition::Submit => "listing.submit",
        Transition::Return => "listing.return",
        Transition::Approve => "listing.approve",
        Transition::Publish => "listing.publish",
        Transition::Suspend => "listing.suspend",
        Transition::Resume => "listing.resume",
        Transition::Withdraw => "listing.withdraw",
        Transition::Expire => "listing.expire",
        Transition::Transfer => "listing.transfer",
    }
}
