//! Looking at requests and licenses.

use async_graphql::{Context, ID, Object};

use super::{
    License, LicenseRequest,
    inputs::{LicenseFilterInput, LicenseRequestFilterInput, SchedulePreviewInput},
    preview::{LicenseRequestPreview, SchedulePreview},
};
use crate::{
    gql::{self, Connection, Total, actor, app, connection, parse_id},
    kernel::{Money, PageRequest},
    licensing::actions::{self, Question},
    listing::vocabulary::PaymentMode,
};

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

    /// One license; null if it is absent or not the viewer's business.
    async fn license(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> gql::Result<Option<License>> {
        let Ok(id) = parse_id(&id, "id") else { return Ok(None) };
        Ok(actions::find_license(app(ctx), actor(ctx), id).await?.map(Into::into))
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
