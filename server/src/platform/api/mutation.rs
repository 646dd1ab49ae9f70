//! Changes to service platforms.

use async_graphql::{Context, Object};

use super::{
    ServicePlatform,
    inputs::{ServicePlatformCreateInput, ServicePlatformPublishInput, ServicePlatformUpdateInput, ServicePlatformWithdrawInput},
};
use crate::{
    gql::{self, actor, app, parse_id},
    payload,
    platform::{
        actions::{self, Move},
        rules::Transition,
    },
};

payload! {
    /// Answer of `servicePlatformCreate`.
    ServicePlatformCreatePayload {
        /// The new draft.
        service_platform: ServicePlatform
    }
    /// Answer of `servicePlatformUpdate`.
    ServicePlatformUpdatePayload {
        /// The platform as it is now.
        service_platform: ServicePlatform
    }
    /// Answer of `servicePlatformPublish`.
    ServicePlatformPublishPayload {
        /// The platform as it is now.
        service_platform: ServicePlatform
    }
    /// Answer of `servicePlatformWithdraw`.
    ServicePlatformWithdrawPayload {
        /// The platform as it is now.
        service_platform: ServicePlatform
    }
}

/// Changes to service platforms.
#[derive(Default)]
pub struct PlatformMutation;

#[Object]
impl PlatformMutation {
    /// Writes a new draft. People of the organization, and operators.
    async fn service_platform_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ServicePlatformCreateInput,
    ) -> gql::Result<ServicePlatformCreatePayload> {
        let result = async { actions::create(app(ctx), actor(ctx), input.parse()?).await }.await;
        ServicePlatformCreatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Edits a platform; one that is published is shown as it is now at once. People of the organization, and operators.
    async fn service_platform_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ServicePlatformUpdateInput,
    ) -> gql::Result<ServicePlatformUpdatePayload> {
        let result = async { actions::update(app(ctx), actor(ctx), input.parse()?).await }.await;
        ServicePlatformUpdatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Shows a platform to everybody; its organization has to be verified. People of the organization, and operators; what
    /// an operator withdrew, operators alone.
    async fn service_platform_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ServicePlatformPublishInput,
    ) -> gql::Result<ServicePlatformPublishPayload> {
        let (transition, expected_version) = (Transition::Publish, input.expected_version);
        let step = async {
            let step = Move { id: parse_id(&input.id, "id")?, expected_version, transition, reason: None };
            actions::transition(app(ctx), actor(ctx), step).await
        };
        ServicePlatformPublishPayload::of(ctx, input.client_mutation_id, step.await)
    }

    /// Takes a platform back, with a reason; it can be published again, by operators alone if one of them took it back.
    /// People of the organization, and operators.
    async fn service_platform_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ServicePlatformWithdrawInput,
    ) -> gql::Result<ServicePlatformWithdrawPayload> {
        let (transition, expected_version) = (Transition::Withdraw, input.expected_version);
        let step = async {
            let step = Move { id: parse_id(&input.id, "id")?, expected_version, transition, reason: Some(input.reason.clone()) };
            actions::transition(app(ctx), actor(ctx), step).await
        };
        ServicePlatformWithdrawPayload::of(ctx, input.client_mutation_id, step.await)
    }
}
