//! The schema: the slices' roots merged, the limits set, nothing else.

mod loaders;
mod node;
mod rate_limit;

use async_graphql::{MergedObject, MergedSubscription, Request, SDLExportOptions};

use crate::{
    advisor, brokering,
    config::Limits,
    ctx::Ctx,
    demand,
    gql::{Caller, CostMeter},
    identity, import, ledger, licensing, listing, notification, operation, pairing, platform, rules_api, saved_search,
};

// In groups: each slice that stands beside others in one makes the way to a field deeper by a call, and a stack is not endless.

/// What can be asked about people and what they offer.
#[derive(Default, MergedObject)]
pub struct OfferQuery(
    node::NodeQuery,
    rate_limit::RateLimitQuery,
    identity::IdentityQuery,
    identity::SingleSignOnQuery,
    listing::ListingQuery,
    advisor::AdvisorQuery,
    advisor::MandateRequestQuery,
);

/// What can be asked about needs and what answers them.
#[derive(Default, MergedObject)]
pub struct NeedQuery(
    demand::DemandQuery,
    pairing::PairingQuery,
    brokering::BrokeringQuery,
    brokering::ServiceQuery,
    brokering::SubsidyQuery,
    platform::PlatformQuery,
    saved_search::SavedSearchQuery,
);

/// What can be asked about licenses, rules and the work itself.
#[derive(Default, MergedObject)]
pub struct WorkQuery(
    import::ImportQuery,
    licensing::LicensingQuery,
    licensing::EvidenceQuery,
    rules_api::RulesQuery,
    notification::NotificationQuery,
    operation::OperationQuery,
);

/// Everything that can be asked.
#[derive(Default, MergedObject)]
pub struct Query(OfferQuery, NeedQuery, WorkQuery);

/// What can be done about people and what they offer.
#[derive(Default, MergedObject)]
pub struct OfferMutation(identity::IdentityMutation, listing::ListingMutation, advisor::AdvisorMutation, advisor::MandateRequestMutation);

/// What can be done about needs and licenses.
#[derive(Default, MergedObject)]
pub struct NeedMutation(
    demand::DemandMutation,
    pairing::PairingMutation,
    platform::PlatformMutation,
    saved_search::SavedSearchMutation,
    import::ImportMutation,
    licensing::LicensingMutation,
);

/// What can be done in cases, and about the work itself.
#[derive(Default, MergedObject)]
pub struct WorkMutation(
    brokering::BrokeringMutation,
    brokering::BeginMutation,
    brokering::ServiceMutation,
    brokering::PickMutation,
    notification::NotificationMutation,
    operation::OperationMutation,
);

/// Everything that can be done.
#[derive(Default, MergedObject)]
pub struct Mutation(OfferMutation, NeedMutation, WorkMutation);

/// Everything that can be followed.
#[derive(Default, MergedSubscription)]
pub struct Subscription(notification::NotificationSubscription);

/// The executable schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Builds the schema with the limits of one request.
#[must_use]
pub fn schema(limits: &Limits) -> Schema {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .limit_depth(limits.depth)
        .limit_complexity(limits.complexity)
        .limit_recursive_depth(limits.recursive_depth)
        .limit_directives(10)
        .extension(CostMeter)
        .finish()
}

/// The schema as text, fields in their order.
#[must_use]
pub fn sdl(limits: &Limits) -> String {
    let mut sdl = schema(limits).sdl_with_options(SDLExportOptions::new().include_specified_by());
    sdl.truncate(sdl.trim_end().len());
    sdl.push('\n');
    sdl
}

/// Gives a request the batch loaders of every slice, fresh for this caller.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, caller: &Caller) -> Request {
    let request = identity::with_loaders(request, ctx, &caller.actor);
    let request = listing::with_loaders(request, ctx, &caller.actor);
    let request = advisor::with_loaders(request, ctx, &caller.actor);
    let request = demand::with_loaders(request, ctx, &caller.actor);
    let request = platform::with_loaders(request, ctx, &caller.actor);
    let request = pairing::with_loaders(request, ctx);
    let request = import::with_loaders(request, ctx);
    let request = licensing::with_loaders(request, ctx, &caller.actor);
    let request = brokering::with_loaders(request, ctx, &caller.actor);
    let request = ledger::with_loaders(request, ctx, &caller.actor);
    let request = loaders::with_loaders(request, ctx, &caller.actor);
    rules_api::with_loaders(request, ctx)
}
