//! Looking at requests and licenses.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::{
    License, LicenseRequest,
    inputs::{LicenseFilterInput, LicenseRequestFilterInput, SchedulePreviewInput},
    preview::{LicenseOfferExample, LicenseRequestPreview, SchedulePreview},
};
use crate::{
    gql::{self, Connection, Total, actor, app, connection, lookup_id, parse_id},
    kernel::{Money, PageRequest},
    licensing::{
        actions::{self, Question},
        rules::{LicenseRequestState, LicenseState},
    },
    listing::{self, vocabulary::PaymentMode},
};

/// How many requests are in a state.
#[derive(SimpleObject)]
pub struct LicenseRequestCount {
    /// The state.
    state: LicenseRequestState,
    /// How many.
    count: i64,
}

/// How many licenses are in a state.
#[derive(SimpleObject)]
pub struct LicenseCount {
    /// The state.
    state: LicenseState,
    /// How many.
    count: i64,
}

/// Queries about license requests and licenses.
#[derive(Default)]
pub struct LicensingQuery;

#[Object]
impl LicensingQuery {
    /// What a request for an offer would meet: size check, the five conditions with their sources, an example schedule.
    /// Roles: `SME_MEMBER`, `SME_OWNER` of the enterprise.
    async fn license_request_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The published listing.")] listing_id: ID,
        #[graphql(desc = "Code of one of its offers.")] offer_code: String,
        #[graphql(desc = "The enterprise that would ask.")] organization_id: ID,
        #[graphql(desc = "How it would pay; the offer's first way when left out.")] payment_mode: Option<PaymentMode>,
        #[graphql(desc = "The most that it would be ready to pay, where the price is to be agreed.")] price_offered: Option<Money>,
    ) -> gql::Result<LicenseRequestPreview> {
        let question = Question {
            listing: parse_id(&listing_id, "listingId")?,
            offer_code: &offer_code,
            organization: parse_id(&organization_id, "organizationId")?,
            payment_mode,
        };
        Ok(LicenseRequestPreview(actions::preview(app(ctx), actor(ctx), question, price_offered).await?))
    }

    /// What would fall due, and when, under each offer of a listing that the viewer can read and that has a price, if a
    /// license took effect today: an example by the rules of a grant. Empty for a listing that the viewer cannot see.
    async fn license_offer_examples(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The listing.")] listing_id: ID,
    ) -> gql::Result<Vec<LicenseOfferExample>> {
        let Some(id) = lookup_id(&listing_id) else { return Ok(Vec::new()) };
        let Some(listing) = listing::api::listing(ctx, id).await? else { return Ok(Vec::new()) };
        let examples = actions::examples(&listing.0.content.offers, app(ctx).clock.today());
        Ok(examples.into_iter().map(Into::into).collect())
    }

    /// The schedule of a plan for a request, and whether the license may be called "use first, pay later". Changes nothing.
    /// Roles: `TTO_OFFICER`, `TTO_HEAD` of the licensor.
    async fn schedule_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan.")] input: SchedulePreviewInput,
    ) -> gql::Result<SchedulePreview> {
        let (request, terms) = input.parse()?;
        Ok(SchedulePreview(actions::preview_schedule(app(ctx), actor(ctx), request, &terms).await?))
    }

    /// One license request; null if it is absent or not the viewer's business.
    async fn license_request(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> gql::Result<Option<LicenseRequest>> {
        let Ok(id) = parse_id(&id, "id") else { return Ok(None) };
        Ok(actions::find_request(app(ctx), actor(ctx), id).await?.map(Into::into))
    }

    /// License requests that the viewer may see, newest first.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn license_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<LicenseRequestFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<LicenseRequest>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::requests(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::count_requests(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, LicenseRequest))
    }

    /// How many of `licenseRequests` there are in each state; states of the filter do not count here.
    async fn license_request_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<LicenseRequestFilterInput>,
    ) -> gql::Result<Vec<LicenseRequestCount>> {
        let counts = actions::request_counts(app(ctx), actor(ctx), &filter.unwrap_or_default().parse()?).await?;
        Ok(counts.into_iter().map(|(state, count)| LicenseRequestCount { state, count }).collect())
    }

    /// How many of `licenses` there are in each state today; states of the filter do not count here.
    async fn license_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<LicenseFilterInput>,
    ) -> gql::Result<Vec<LicenseCount>> {
        let counts = actions::license_counts(app(ctx), actor(ctx), &filter.unwrap_or_default().parse()?).await?;
        Ok(counts.into_iter().map(|(state, count)| LicenseCount { state, count }).collect())
    }

    /// One license; null if it is absent or not the viewer's business.
    async fn license(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> gql::Result<Option<License>> {
        let Ok(id) = parse_id(&id, "id") else { return Ok(None) };
        Ok(actions::find_license(app(ctx).db.read(), actor(ctx), id).await?.map(Into::into))
    }

    /// Licenses that the viewer may see, newest first.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn licenses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<LicenseFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<License>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::licenses(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::count_licenses(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, License))
    }
}
