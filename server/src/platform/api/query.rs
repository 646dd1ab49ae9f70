//! Questions about service platforms.

use async_graphql::{Context, ID, Object};

use super::{ServicePlatform, inputs::ServicePlatformFilterInput, loaders};
use crate::{
    gql::{self, Connection, Total, actor, app, connection, lookup_id},
    kernel::PageRequest,
    platform::actions,
};

/// Questions about service platforms.
#[derive(Default)]
pub struct PlatformQuery;

#[Object]
impl PlatformQuery {
    /// The service platform with this id; null if there is none, the caller may not see it, or it is the id of something
    /// else.
    async fn service_platform(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<ServicePlatform>> {
        match lookup_id(&id) {
            Some(id) => Ok(loaders::platform(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// Service platforms that the viewer may see, last made first: those that are published, and for members of an
    /// organization its drafts and what it withdrew.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn service_platforms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<ServicePlatformFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<ServicePlatform>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::list(app(ctx), actor(ctx), &filter, &request).await?;
        loaders::expect_organizations(ctx, page.rows.iter().map(|(_, view)| view.platform.organization)).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::list_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, ServicePlatform))
    }
}
