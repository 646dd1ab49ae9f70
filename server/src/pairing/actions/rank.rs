//! Ranking in the three directions, as far as the asker may see.

use std::{
    collections::{BTreeSet, HashMap},
    slice,
    sync::Arc,
};

use uuid::Uuid;

use super::{
    bridges::gap,
    feedback::{refused, said_of},
    source::{Source, complete},
};
use crate::{
    ctx::Ctx,
    demand,
    kernel::{
        Actor, Id, Result,
        id::{self, RuleVersion},
        text,
    },
    listing,
    matching::{Evidences, Match, Notice, Question, Ranking, Versions, Weights},
    pairing::{
        model::{Around, Feedback},
        policy,
    },
    rulebook::Rule,
};

/// Longest text that is looked for, in characters.
const LONGEST_TEXT: usize = 20_000;
/// Ranks that are looked through for those that the asker may see.
pub(super) const RANKS: usize = 200;
/// Demands that are read at a time at least, where some have to take the place of others.
const AT_LEAST: usize = 20;

/// One that fits, as the asker may see it.
#[derive(Debug, Clone)]
pub struct Fit<T> {
    /// What.
    pub view: T,
    /// How well, and why.
    pub found: Match,
    /// What the owner of the demand said of it. Never known to the office.
    pub feedback: Option<Feedback>,
    /// What decides which ways lead on from it. Empty in answers to a text, which wishes for no readiness.
    pub around: Around,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Fits<T> {
    /// Those that fit, best first.
    pub fits: Vec<Fit<T>>,
    /// What the owner of the demand put aside, last first: it is not among those that fit. Never known to the office.
    pub refused: Vec<Feedback>,
    /// What it was made of.
    pub of: Of,
}

/// What an answer was made of.
#[derive(Debug, Clone)]
pub struct Of {
    /// Versions of what made it.
    pub versions: Versions,
    /// The rule that weighed.
    pub weights: Id<RuleVersion>,
    /// What could not be done.
    pub notices: Vec<Notice>,
}

/// Listings that answer a demand, best first, without those that its people put aside. None if the actor does not read the
/// demand inside.
///
/// # Errors
/// Those of the database.
pub async fn listings_for_demand(ctx: &Ctx, actor: &Actor, id: Id<id::Demand>, first: usize) -> Result<Option<Fits<listing::model::View>>> {
    let Some(view) = demand::actions::find(ctx, actor, id).await? else { return Ok(None) };
    if !policy::sees_answers(&view) {
        return Ok(None);
    }
    let Some(need) = demand::need_inside(ctx, &view).await? else { return Ok(None) };
    let (rule, weights) = weights(ctx)?;
    let said = said_of(ctx, actor, view.id).await?;
    let out = refused(&said);
    // What is published may be seen by everybody: nothing but what was put aside has to be replaced by those behind it.
    let question = Question { weights: &weights, evidences: Evidences::Full, most: first + out.len() };
    let mut found = ctx.matching.rank_offers(&need, &Source(ctx), question).await?;
    found.found.matches.retain(|found| !out.contains(&found.id));
    let mut fits = listings(ctx, actor, found, &rule, first).await?;
    let (aside, praised): (Vec<_>, Vec<_>) = said.into_iter().partition(Feedback::refuses);
    let mut fields = fields_of_short(ctx, &fits.fits).await?;
    for fit in &mut fits.fits {
        fit.feedback = praised.iter().find(|feedback| feedback.listing == fit.view.id).cloned();
        let fields = fields.remove(&fit.found.id).unwrap_or_default();
        fit.around = Around { fields, regions: view.content.preferred_regions.clone() };
    }
    fits.refused = aside;
    Ok(Some(fits))
}

/// Fields of the listings that fall short of the wished readiness, as the world reads them: staff would read those of a draft
/// that is not shown yet. One statement, or none where nothing falls short.
async fn fields_of_short(ctx: &Ctx, fits: &[Fit<listing::model::View>]) -> Result<HashMap<Uuid, BTreeSet<String>>> {
    let short: Vec<Id<id::Listing>> = fits.iter().filter(|fit| gap(&fit.found).is_some()).map(|fit| fit.view.id).collect();
    if short.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(listing::offers(ctx, &short).await?.into_iter().map(|offer| (offer.id, offer.fields)).collect())
}

/// Demands that a listing answers, best first. None if the actor may not see the listing, or not whom it helps.
///
/// # Errors
/// Those of the database.
pub async fn demands_for_listing(ctx: &Ctx, actor: &Actor, id: Id<id::Listing>, first: usize) -> Result<Option<Fits<demand::model::View>>> {
    let Some(view) = listing::find(ctx, actor, id).await? else { return Ok(None) };
    // Those who do not see whom it would help have no inside of it.
    let Some(mut offer) = listing::offer_inside(&view) else { return Ok(None) };
    complete(ctx, slice::from_mut(&mut offer)).await?;
    let (rule, weights) = weights(ctx)?;
    let question = Question { weights: &weights, evidences: Evidences::Full, most: RANKS };
    let found = ctx.matching.rank_needs(&offer, question).await;
    let mut fits = demands(ctx, actor, found, &rule, first).await?;
    for fit in &mut fits.fits {
        fit.around = Around { fields: offer.fields.clone(), regions: fit.view.content.preferred_regions.clone() };
    }
    Ok(Some(fits))
}

/// Listings and demands that fit a text.
///
/// # Errors
/// `UNAUTHENTICATED`; `REQUIRED`, `TOO_LONG` or `FORBIDDEN_CHARACTERS` at `text`.
pub async fn for_text(
    ctx: &Ctx,
    actor: &Actor,
    text: &str,
    first: usize,
) -> Result<(Fits<listing::model::View>, Fits<demand::model::View>)> {
    policy::signed_in(actor)?;
    let text = text::paragraph(text, LONGEST_TEXT).map_err(|error| error.at("text"))?;
    let (rule, weights) = weights(ctx)?;
    let question = Question { weights: &weights, evidences: Evidences::Full, most: RANKS };
    let shown = Question { most: first, ..question };
    let published = listing::PublishedOffers(ctx);
    let (offers, needs) = ctx.matching.rank_for_text(&text, &published, [shown, question]).await?;
    Ok((listings(ctx, actor, offers, &rule, first).await?, demands(ctx, actor, needs, &rule, first).await?))
}

pub(super) fn weights(ctx: &Ctx) -> Result<(Arc<Rule>, Weights)> {
    let rule = ctx.rules.on("matching.weights", ctx.clock.today())?;
    let weights = rule.get()?;
    Ok((rule, weights))
}

async fn listings(ctx: &Ctx, actor: &Actor, found: Ranking, rule: &Rule, first: usize) -> Result<Fits<listing::model::View>> {
    let ids: Vec<Id<id::Listing>> = found.found.matches.iter().take(first).map(|found| Id::from_uuid(found.id)).collect();
    let views = listing::actions::views(ctx, actor, &ids).await?;
    Ok(seen(found, rule, views).await)
}

/// Demands are ranked whoever may see them; what the asker may not see, such as those for advisors, leaves no gap. So does one
/// that says something else by now than the engine has heard: score and phrases would tell what was taken out of it. They are
/// read as far as the page needs: few are left out.
async fn demands(ctx: &Ctx, actor: &Actor, found: Ranking, rule: &Rule, first: usize) -> Result<Fits<demand::model::View>> {
    let (mut views, mut left) = (HashMap::new(), found.found.matches.as_slice());
    while views.len() < first && !left.is_empty() {
        let (next, rest) = left.split_at((first - views.len()).max(AT_LEAST).min(left.len()));
        let ids: Vec<Id<id::Demand>> = next.iter().map(|found| Id::from_uuid(found.id)).collect();
        let mut some = demand::actions::views(ctx, actor, &ids).await?;
        for found in next {
            let view = some.remove(&Id::from_uuid(found.id)).filter(|view| shown(view) == Some(found.version));
            if let Some(view) = view.filter(|_| views.len() < first) {
                views.insert(view.id, view);
            }
        }
        left = rest;
    }
    Ok(seen(found, rule, views).await)
}

/// Version of the demand's content that the world reads now.
fn shown(view: &demand::model::View) -> Option<i64> {
    view.inside.as_ref().map_or(Some(view.content_version), |inside| inside.published_content_version)
}

/// Those that are shown, explained.
async fn seen<K: id::Kind, T>(mut found: Ranking, rule: &Rule, mut views: HashMap<Id<K>, T>) -> Fits<T> {
    found.found.matches.retain(|found| views.contains_key(&Id::from_uuid(found.id)));
    let found = found.explained().await;
    let fit = |found: Match| {
        let view = views.remove(&Id::from_uuid(found.id))?;
        Some(Fit { view, found, feedback: None, around: Around::default() })
    };
    let fits = found.matches.into_iter().filter_map(fit).collect();
    Fits { fits, refused: Vec::new(), of: Of { versions: found.versions, weights: rule.id, notices: found.notices } }
}
