//! Questions about advisors and mandates.

use async_graphql::{Context, ID, Object};

use super::{
    Advisor, Mandate,
    inputs::{AdvisorFilterInput, MandateFilterInput},
    loaders,
};
use crate::{
    advisor::actions,
    gql::{self, Connection, Total, actor, app, connection, lookup_id},
    kernel::PageRequest,
};

/// Questions about advisors and mandates.
#[derive(Default)]
pub struct AdvisorQuery;

#[Object]
impl AdvisorQuery {
    /// The advisor with this id; null if there is none or the caller may not see them.
    async fn advisor(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<Advisor>> {
        match lookup_id(&id) {
            Some(id) => Ok(loaders::advisor(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// The viewer as an advisor; null for those who have not applied.
    async fn viewer_advisor(&self, ctx: &Context<'_>) -> gql::Result<Option<Advisor>> {
        Ok(actions::viewer_advisor(app(ctx), actor(ctx)).await?.map(Into::into))
    }

    /// Advisors, last come first: those who are appointed, for members of verified organizations; all for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn advisors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<AdvisorFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<Advisor>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::list(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::list_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, Advisor))
    }

    /// The mandate with this id; null if there is none or it is not the viewer's business.
    async fn mandate(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<Mandate>> {
        let Some(id) = lookup_id(&id) else { return Ok(None) };
        Ok(actions::find_mandates(app(ctx), actor(ctx), &[id]).await?.pop().map(Into::into))
    }

    /// Mandates that the viewer has given or carries, newest first; all for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn mandates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<MandateFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<Mandate>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse(app(ctx).clock.today())?;
        let page = actions::list_mandates(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::list_mandates_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, Mandate))
    }
}
