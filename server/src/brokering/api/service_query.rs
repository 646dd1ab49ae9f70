//! Questions about what is done in cases.

use async_graphql::{Context, ID, Object};

use super::{
    CaseOutcome, Introduction,
    service_inputs::{CaseOutcomeFilterInput, IntroductionFilterInput},
};
use crate::{
    brokering::{actions, rules::kpi::Figures},
    gql::{self, Connection, Total, actor, app, connection, lookup_id},
    kernel::{Date, PageRequest},
};

/// Questions about what is done in cases.
#[derive(Default)]
pub struct ServiceQuery;

#[Object]
impl ServiceQuery {
    /// The introduction with this id; null if there is none or it is not the viewer's business.
    async fn introduction(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<Introduction>> {
        let Some(id) = lookup_id(&id) else { return Ok(None) };
        Ok(actions::find_introductions(app(ctx), actor(ctx), &[id]).await?.pop().map(Into::into))
    }

    /// Introductions that the viewer made, or of the viewer's organization, newest first; all for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn introductions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<IntroductionFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<Introduction>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::introductions(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::introductions_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, Introduction))
    }

    /// The outcome with this id; null if there is none or it is not the viewer's business.
    async fn case_outcome(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<CaseOutcome>> {
        let Some(id) = lookup_id(&id) else { return Ok(None) };
        Ok(actions::find_outcomes(app(ctx), actor(ctx), &[id]).await?.pop().map(Into::into))
    }

    /// Outcomes that the viewer filed, or of the viewer's organization, newest first; all for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn case_outcomes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<CaseOutcomeFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<CaseOutcome>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::outcomes(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::outcomes_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, CaseOutcome))
    }

    /// An advisor's figures for a period: what others have confirmed, once. Null for all but the advisor and staff.
    #[graphql(complexity = "50 + child_complexity")]
    async fn advisor_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The advisor.")] advisor_id: ID,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day.")] until: Date,
    ) -> gql::Result<Option<Figures>> {
        let Some(advisor) = lookup_id(&advisor_id) else { return Ok(None) };
        Ok(actions::advisor_figures(app(ctx), actor(ctx), advisor, from.0, until.0).await?)
    }
}
