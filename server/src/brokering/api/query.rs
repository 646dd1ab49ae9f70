//! Questions about cases.

use async_graphql::{Context, ID, Object};

use super::{BrokerCase, CaseConflict, CasePlan, inputs::BrokerCaseFilterInput, loaders};
use crate::{
    brokering::actions,
    gql::{self, Connection, Total, actor, app, connection, lookup_id},
    kernel::PageRequest,
};

/// Questions about cases.
#[derive(Default)]
pub struct BrokeringQuery;

#[Object]
impl BrokeringQuery {
    /// The case with this id; null if there is none or it is not the viewer's business.
    async fn broker_case(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<BrokerCase>> {
        match lookup_id(&id) {
            Some(id) => Ok(loaders::case(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// Cases that the viewer's enterprise has opened or that the viewer has, newest first; all for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn broker_cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<BrokerCaseFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<BrokerCase>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::list(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::list_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, BrokerCase))
    }

    /// A proposal for every case that waits, all decided together. Staff.
    #[graphql(complexity = "200 + child_complexity")]
    async fn case_plan(&self, ctx: &Context<'_>) -> gql::Result<CasePlan> {
        Ok(CasePlan(actions::case_plan(app(ctx), actor(ctx)).await?))
    }

    /// Ties of advisors that wait for the consent of the viewer's organization, oldest first.
    async fn pending_consents(&self, ctx: &Context<'_>) -> gql::Result<Vec<CaseConflict>> {
        let found = actions::pending_consents(app(ctx), actor(ctx)).await?;
        Ok(found.into_iter().map(CaseConflict).collect())
    }
}
