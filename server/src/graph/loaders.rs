//! Everything by its id, in batches: a hundred ids of one kind cost what one costs.

use std::collections::HashMap;

use async_graphql::{
    Context, Request,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use crate::{
    advisor, audit, brokering,
    ctx::Ctx,
    demand, identity, import,
    kernel::{Actor, Error, Id, Result, id},
    licensing, listing, pairing, saved_search,
};

/// Things by id, as the caller of the request may see them.
pub struct NodeLoader {
    ctx: Ctx,
    actor: Actor,
}

/// Says for each kind what a thing is and how several are found.
macro_rules! by_id {
    ($($kind:ident: $value:ty, $find:path;)*) => {$(
        impl Loader<Id<id::$kind>> for NodeLoader {
            type Value = $value;
            type Error = Error;

            async fn load(&self, ids: &[Id<id::$kind>]) -> Result<HashMap<Id<id::$kind>, $value>> {
                let found = $find(&self.ctx, &self.actor, ids).await?;
                Ok(found.into_iter().map(|found| (found.id, found)).collect())
            }
        }
    )*};
}

by_id! {
    Organization: identity::rules::Organization, identity::find_organizations;
    User: identity::rules::User, identity::find_users;
    Membership: identity::rules::Membership, identity::find_memberships;
    SizeDeclaration: identity::rules::SizeDeclaration, identity::find_size_declarations;
    Session: identity::rules::session::Session, identity::find_sessions;
    Invitation: identity::rules::Invitation, identity::find_invitations;
    ApiToken: identity::rules::ApiToken, identity::find_api_tokens;
    ListingRevision: listing::model::Revision, listing::find_revisions;
    Mandate: advisor::model::Mandate, advisor::find_mandates;
    MandateRequest: advisor::model::MandateRequest, advisor::find_mandate_requests;
    Introduction: brokering::service::Introduction, brokering::find_introductions;
    CaseOutcome: brokering::service::Outcome, brokering::find_outcomes;
    DemandRevision: demand::model::Revision, demand::find_revisions;
    DemandProposal: demand::model::Proposal, demand::find_proposals;
    DemandSplit: demand::model::Split, demand::find_splits;
    MatchFeedback: pairing::model::Feedback, pairing::find_feedback;
    SavedSearch: saved_search::model::SavedSearch, saved_search::find_many;
    ImportRun: import::ImportRun, import::find_many;
    ImportPreset: import::rules::Preset, import::find_presets;
    ImportProblem: import::rules::RowProblem, import::find_problems;
    LicenseRequest: licensing::model::LicenseRequest, licensing::find_requests;
    License: licensing::model::License, licensing::find_licenses;
    AuditEntry: audit::Entry, audit::find_many;
}

/// One thing, if the caller may see it.
///
/// # Errors
/// Those of the database.
pub async fn find<K: id::Kind>(ctx: &Context<'_>, id: Id<K>) -> Result<Option<<NodeLoader as Loader<Id<K>>>::Value>>
where
    NodeLoader: Loader<Id<K>, Error = Error>,
{
    ctx.data_unchecked::<DataLoader<NodeLoader, HashMapCache>>().load_one(id).await
}

/// Gives the request the loader behind `node` and `nodes`.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    let loader = NodeLoader { ctx: ctx.clone(), actor: actor.clone() };
    request.data(DataLoader::with_cache(loader, tokio::spawn, HashMapCache::default()))
}
