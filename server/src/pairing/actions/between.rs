//! One demand and one listing: how well they fit, where the one stands in the other's list, or why it is not there.

use std::slice;

use super::{
    feedback::{refused, said_of},
    rank::{Of, RANKS, weights},
    source::{Source, complete},
};
use crate::{
    ctx::Ctx,
    demand,
    kernel::{Actor, Id, Result, id},
    listing,
    matching::{Evidences, Match, Matches, Need, Offer, Question, Ranking},
    pairing::{
        model::{Around, Feedback},
        policy,
    },
    rulebook::Rule,
};

/// More than there are candidates: every pair that was held together is looked at.
const ALL: usize = 100_000;

/// Why a pair is in no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::Display, strum::EnumIter, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchAbsence")]
pub enum Absence {
    /// The listing, or the demand, is not published.
    NotPublished,
    /// The demand's people put it aside. Told to those who read the demand inside, and to nobody else.
    Refused,
    /// Others fit better, more than a list holds.
    Outranked,
    /// Neither words nor meanings brought the two together, or too little speaks for the pair.
    NotProposed,
}

/// A demand and a listing, held against each other.
#[derive(Debug, Clone)]
pub struct Between {
    /// How well they fit, and why.
    pub found: Match,
    /// Place in the asker's list, from 1; none if it is not in there.
    pub rank: Option<usize>,
    /// Why it is not in there.
    pub absence: Option<Absence>,
    /// What the demand's people said of it. None for the office.
    pub feedback: Option<Feedback>,
    /// What decides which ways lead on from it.
    pub around: Around,
    /// What it was made of.
    pub of: Of,
}

/// Holds a demand and a listing against each other, for people of either side, for staff, and for advisors with the owner's
/// mandate for its demands. Those who read the demand inside learn where the listing stands in its list; those of the office
/// where the demand stands in the listing's, and nothing of what the demand's people said. None for whoever may not see one of
/// the two, or sits on neither side.
///
/// # Errors
/// Those of the database.
pub async fn between(ctx: &Ctx, actor: &Actor, demand: Id<id::Demand>, listing: Id<id::Listing>) -> Result<Option<Between>> {
    let Some(asking) = demand::actions::find(ctx, actor, demand).await? else { return Ok(None) };
    let Some(offered) = listing::find(ctx, actor, listing).await? else { return Ok(None) };
    if policy::sees_answers(&asking) {
        return of_demand(ctx, actor, &asking, &offered).await;
    }
    if policy::sees_askers(&offered) {
        return of_listing(ctx, actor, &asking, &offered).await;
    }
    Ok(None)
}

/// As those see it who read the demand inside. None if the need or the offer cannot be read.
pub(super) async fn of_demand(
    ctx: &Ctx,
    actor: &Actor,
    asking: &demand::model::View,
    offered: &listing::model::View,
) -> Result<Option<Between>> {
    let Some(need) = demand::need_inside(ctx, asking).await? else { return Ok(None) };
    let published = listing::offers(ctx, &[offered.id]).await?.pop();
    let is_published = published.is_some();
    let Some(mut offer) = published.or_else(|| listing::offer_inside(offered)) else { return Ok(None) };
    complete(ctx, slice::from_mut(&mut offer)).await?;
    let (rule, weights) = weights(ctx)?;
    let question = Question { weights: &weights, evidences: Evidences::Full, most: ALL };
    let said = said_of(ctx, actor, asking.id).await?;
    let out = refused(&said);
    let all = ctx.matching.rank_offers(&need, &Source(ctx), question).await?;
    let place = all.found.matches.iter().position(|found| found.id == offer.id).filter(|_| is_published);
    let absence = match place {
        _ if !is_published => Some(Absence::NotPublished),
        _ if out.contains(&offer.id) => Some(Absence::Refused),
        Some(place) if place >= RANKS => Some(Absence::Outranked),
        Some(_) => None,
        None => Some(Absence::NotProposed),
    };
    // Everybody may see what is published: whatever stands above and was not put aside is in the list.
    let above = |place: usize| all.found.matches.iter().take(place).filter(|found| !out.contains(&found.id)).count();
    let rank = place.filter(|_| absence.is_none()).map(|place| above(place) + 1);
    let feedback = said.into_iter().find(|feedback| feedback.listing == offered.id);
    let (found, of) = pair(ctx, &need, &offer, question, all, place, &rule).await;
    let around = Around { fields: offer.fields, regions: asking.content.preferred_regions.clone() };
    Ok(Some(Between { found, rank, absence, feedback, around, of }))
}

/// As the office sees it: the demand as it is published, and no word of what its people said.
async fn of_listing(ctx: &Ctx, actor: &Actor, asking: &demand::model::View, offered: &listing::model::View) -> Result<Option<Between>> {
    let Some(need) = demand::needs(ctx, &[asking.id]).await?.pop() else { return Ok(None) };
    let Some(mut offer) = listing::offer_inside(offered) else { return Ok(None) };
    complete(ctx, slice::from_mut(&mut offer)).await?;
    let (rule, weights) = weights(ctx)?;
    let question = Question { weights: &weights, evidences: Evidences::Full, most: ALL };
    let all = ctx.matching.rank_needs(&offer, question).await;
    let place = all.found.matches.iter().position(|found| found.id == need.id);
    let absence = match place {
        Some(place) if place >= RANKS => Some(Absence::Outranked),
        Some(_) => None,
        None => Some(Absence::NotProposed),
    };
    let rank = match place.filter(|_| absence.is_none()) {
        Some(place) => {
            let above: Vec<Id<id::Demand>> = all.found.matches.iter().take(place).map(|found| Id::from_uuid(found.id)).collect();
            Some(demand::actions::views(ctx, actor, &above).await?.len() + 1)
        }
        None => None,
    };
    let (found, of) = pair(ctx, &need, &offer, question, all, place, &rule).await;
    let around = Around { fields: offer.fields, regions: asking.content.preferred_regions.clone() };
    Ok(Some(Between { found, rank, absence, feedback: None, around, of }))
}

/// The pair as the list holds it, or held together by itself.
async fn pair(
    ctx: &Ctx,
    need: &Need,
    offer: &Offer,
    question: Question<'_>,
    mut all: Ranking,
    place: Option<usize>,
    rule: &Rule,
) -> (Match, Of) {
    // Of all that it was held together with, this pair alone is explained.
    let held = place.and_then(|place| all.found.matches.get(place)).cloned();
    all.found.matches = held.into_iter().collect();
    let Matches { mut matches, versions, mut notices } = all.explained().await;
    let found = if let Some(found) = matches.pop() {
        found
    } else {
        let (found, more) = ctx.matching.pair(need, offer, question).await;
        notices.extend(more);
        found
    };
    notices.sort_unstable();
    notices.dedup();
    (found, Of { versions, weights: rule.id, notices })
}
