//! Questions about what fits what.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::{
    explained::{DemandMatches, ListingMatches, MatchBetween},
    feedback::MatchFeedbackCounts,
};
use crate::{
    gql::{self, actor, app, locale, lookup_id},
    kernel::PageRequest,
    pairing::actions,
};

/// Cost of a ranking, whatever it shows: some hundred pairs are held against each other.
pub(super) const RANKING: usize = 200;

/// Questions about what fits what.
#[derive(Default)]
pub struct PairingQuery;

/// What fits a text.
#[derive(SimpleObject)]
pub struct TextMatches {
    /// Listings that answer it, if it is a problem.
    listings: ListingMatches,
    /// Demands that it answers, if it is a solution.
    demands: DemandMatches,
}

#[Object]
impl PairingQuery {
    /// Published listings that answer a demand, best first, as it stands now: a draft may be asked for as well. For the
    /// owner's people, staff, and advisors with the owner's mandate for its demands; null for others.
    #[graphql(complexity = "RANKING + crate::gql::page_cost(Some(first), child_complexity)")]
    async fn listing_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The demand.")] demand_id: ID,
        #[graphql(desc = "How many, 1 to 100.")] first: i32,
    ) -> gql::Result<Option<ListingMatches>> {
        let most = rows(first)?;
        let Some(id) = lookup_id(&demand_id) else { return Ok(None) };
        Ok(actions::listings_for_demand(app(ctx), actor(ctx), id, most).await?.map(|found| ListingMatches::new(found, Some(id))))
    }

    /// Published demands that a listing answers, best first, as it stands now. For people of its office and staff; null for
    /// others. Whose a demand is that does not say so, is not told here either.
    #[graphql(complexity = "RANKING + crate::gql::page_cost(Some(first), child_complexity)")]
    async fn demand_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The listing.")] listing_id: ID,
        #[graphql(desc = "How many, 1 to 100.")] first: i32,
    ) -> gql::Result<Option<DemandMatches>> {
        let most = rows(first)?;
        let Some(id) = lookup_id(&listing_id) else { return Ok(None) };
        Ok(actions::demands_for_listing(app(ctx), actor(ctx), id, most).await?.map(Into::into))
    }

    /// One demand and one listing: how well they fit, where the one stands in the other's list, or why it is not there. For
    /// people of either side, for staff, and for advisors with the demand owner's mandate for its demands; null for others, and
    /// for what the asker may not see. Those who read the demand inside get its list, as it stands now; people of the office
    /// their listing's, with the demand as it is published.
    #[graphql(complexity = "RANKING + child_complexity")]
    async fn match_between(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The demand.")] demand_id: ID,
        #[graphql(desc = "The listing.")] listing_id: ID,
    ) -> gql::Result<Option<MatchBetween>> {
        let (Some(demand), Some(listing)) = (lookup_id(&demand_id), lookup_id(&listing_id)) else { return Ok(None) };
        let between = Box::pin(actions::between(app(ctx), actor(ctx), demand, listing)).await?;
        Ok(between.map(|between| MatchBetween::new(between, locale(ctx))))
    }

    /// What enterprises think of a listing that was found for their demands, those verdicts first that were given most, with
    /// what can be done about them. For people of its office and staff; null for others. Nobody's opinion can be told from it:
    /// organizations are counted in steps of the rule `matching.feedback_step`, as things stood when the day began.
    async fn match_feedback_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The listing.")] listing_id: ID,
    ) -> gql::Result<Option<MatchFeedbackCounts>> {
        let Some(listing) = lookup_id(&listing_id) else { return Ok(None) };
        Ok(actions::counts(app(ctx), actor(ctx), listing).await?.map(|counts| MatchFeedbackCounts::new(counts, locale(ctx))))
    }

    /// Listings and demands that fit a text in either language, up to 20,000 characters. For people who are signed in.
    #[graphql(complexity = "2 * RANKING + crate::gql::page_cost(Some(first), child_complexity)")]
    async fn text_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A problem, or a solution, in anybody's words.")] text: String,
        #[graphql(desc = "How many of each, 1 to 100.")] first: i32,
    ) -> gql::Result<TextMatches> {
        let (listings, demands) = actions::for_text(app(ctx), actor(ctx), &text, rows(first)?).await?;
        Ok(TextMatches { listings: ListingMatches::new(listings, None), demands: demands.into() })
    }
}

/// How many rows somebody wants, held to what any page may have.
fn rows(first: i32) -> crate::kernel::Result<usize> {
    Ok(PageRequest::new(Some(first), None, None, None)?.limit)
}
