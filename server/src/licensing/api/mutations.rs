//! Ask, withdraw, reject, grant.

use async_graphql::{Context, Object};

use super::{
    LicenseRequest,
    inputs::{LicenseRequestGrantInput, LicenseRequestRejectInput, LicenseRequestSubmitInput, LicenseRequestWithdrawInput},
};
use crate::{
    gql::{self, actor, app},
    licensing::actions,
    payload,
};

payload! {
    /// Answer of `licenseRequestSubmit`.
    LicenseRequestSubmitPayload {
        /// The request.
        license_request: LicenseRequest
    }
    /// Answer of `licenseRequestWithdraw`.
    LicenseRequestWithdrawPayload {
        /// The request as it stands now.
        license_request: LicenseRequest
    }
    /// Answer of `licenseRequestReject`.
    LicenseRequestRejectPayload {
        /// The request as it stands now.
        license_request: LicenseRequest
    }
    /// Answer of `licenseRequestGrant`.
    LicenseRequestGrantPayload {
        /// The request as it stands now, with its license.
        license_request: LicenseRequest
    }
}

/// Mutations about license requests.
#[derive(Default)]
pub struct LicensingMutation;

#[Object]
impl LicensingMutation {
    /// An enterprise asks for a license on the terms of an offer. Roles: `SME_MEMBER`, `SME_OWNER` of a verified enterprise.
    async fn license_request_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to ask for.")] input: LicenseRequestSubmitInput,
    ) -> gql::Result<LicenseRequestSubmitPayload> {
        let result = async { actions::submit(app(ctx), actor(ctx), input.parse()?).await }.await;
        LicenseRequestSubmitPayload::of(ctx, input.client_mutation_id, result)
    }

    /// The enterprise takes its open request back. Roles: `SME_MEMBER`, `SME_OWNER` of the enterprise.
    async fn license_request_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request.")] input: LicenseRequestWithdrawInput,
    ) -> gql::Result<LicenseRequestWithdrawPayload> {
        let result = async { actions::withdraw(app(ctx), actor(ctx), input.parse()?).await }.await;
        LicenseRequestWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }

    /// The holder says no, with a reason. Roles: `TTO_OFFICER`, `TTO_HEAD` of the licensor.
    async fn license_request_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request, and why.")] input: LicenseRequestRejectInput,
    ) -> gql::Result<LicenseRequestRejectPayload> {
        let result = async { actions::reject(app(ctx), actor(ctx), input.parse()?).await }.await;
        LicenseRequestRejectPayload::of(ctx, input.client_mutation_id, result)
    }

    /// The holder grants a license: terms, schedule to the cent, and the "use first, pay later" label if the terms pass
    /// the test. Roles: `TTO_OFFICER`, `TTO_HEAD` of the licensor.
    async fn license_request_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On what terms.")] input: LicenseRequestGrantInput,
    ) -> gql::Result<LicenseRequestGrantPayload> {
        let result = async { actions::grant(app(ctx), actor(ctx), input.parse()?).await }.await;
        LicenseRequestGrantPayload::of(ctx, input.client_mutation_id, result)
    }
}
