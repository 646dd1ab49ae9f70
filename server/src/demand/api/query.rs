//! Questions about demands and proposals.

use async_graphql::{Context, ID, Object};

use super::{
    Demand, DemandProposal,
    inputs::{DemandFilterInput, DemandProposalFilterInput},
    loaders,
    prompt::{self, DemandPrompt},
};
use crate::{
    demand::actions,
    gql::{self, Connection, Total, actor, app, connection, locale, lookup_id, parse_id},
    kernel::PageRequest,
};

/// Questions about demands and proposals.
#[derive(Default)]
pub struct DemandQuery;

#[Object]
impl DemandQuery {
    /// The demand with this id; null if there is none, the caller may not see it, or it is the id of something else.
    async fn demand(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<Demand>> {
        match lookup_id(&id) {
            Some(id) => Ok(loaders::demand(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// The demand that an organization knows by this reference; null if there is none, and for outsiders.
    async fn demand_by_external_reference(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "Its own key.")] external_reference: String,
    ) -> gql::Result<Option<Demand>> {
        let organization = parse_id(&organization_id, "organizationId")?;
        let found = actions::find_by_reference(app(ctx), actor(ctx), organization, &external_reference).await?;
        Ok(found.map(Into::into))
    }

    /// Demands: working copies, last changed first, for members who filter by their own organization and for staff;
    /// published ones, newest first, for everybody else. A demand that does not name its owner is not found by the owner.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn demands(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<DemandFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<Demand>> {
        let request = PageRequest::new(first, after, last, before)?;
        let question = filter.unwrap_or_default().parse()?;
        let page = actions::list(app(ctx), actor(ctx), &question, &request).await?;
        loaders::expect_owners(ctx, page.rows.iter().filter_map(|(_, view)| view.owner)).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, question) = (ctx.clone(), actor.clone(), question.clone());
            async move { actions::list_total(&ctx, &actor, &question).await }
        });
        Ok(connection(page, total, Demand))
    }

    /// Questions that help to write a demand, in the caller's language and the order of the form.
    async fn demand_prompts(&self, ctx: &Context<'_>) -> Vec<DemandPrompt> {
        prompt::all(locale(ctx))
    }

    /// One proposal; null if it is absent or not the viewer's business.
    async fn demand_proposal(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> gql::Result<Option<DemandProposal>> {
        let Some(id) = lookup_id(&id) else { return Ok(None) };
        Ok(actions::find_proposals(app(ctx), actor(ctx), &[id]).await?.pop().map(Into::into))
    }

    /// Proposals that the viewer may see, newest first: those of the viewer's office, those to the viewer's demands.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn demand_proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<DemandProposalFilterInput>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<DemandProposal>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse()?;
        let page = actions::proposals(app(ctx), actor(ctx), &filter, &request).await?;
        let (ctx, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (ctx, actor, filter) = (ctx.clone(), actor.clone(), filter.clone());
            async move { actions::proposals_total(&ctx, &actor, &filter).await }
        });
        Ok(connection(page, total, DemandProposal))
    }
}
