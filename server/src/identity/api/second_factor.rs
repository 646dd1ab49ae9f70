//! Second factors: setting one up, turning it off, taking it away.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::User;
use crate::{
    gql::{Result, actor, app, parse_id},
    identity::{
        actions::{self, Enrollment, ResetSecondFactor},
        rules,
    },
    kernel::{self},
    payload,
};

/// Input of `totpEnroll`.
#[derive(InputObject)]
pub struct TotpEnrollInput {
    /// The caller's password. Left out by who has none and has just signed in at the institution.
    password: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `totpConfirm`.
#[derive(InputObject)]
pub struct TotpConfirmInput {
    /// The six digits that the authenticator shows.
    code: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `totpDisable`.
#[derive(InputObject)]
pub struct TotpDisableInput {
    /// The caller's password. Left out by who has none and has just signed in at the institution.
    password: Option<String>,
    /// Six digits of the authenticator, or a recovery code.
    code: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `recoveryCodesRenew`.
#[derive(InputObject)]
pub struct RecoveryCodesRenewInput {
    /// The caller's password. Left out by who has none and has just signed in at the institution.
    password: Option<String>,
    /// Six digits of the authenticator, or a recovery code.
    code: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `userSecondFactorReset`.
#[derive(InputObject)]
pub struct UserSecondFactorResetInput {
    /// The user.
    id: ID,
    /// The version of the user that the operator saw.
    expected_version: i64,
    /// Why, and how the person was recognized, up to 500 characters; goes to the audit trail.
    reason: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// What an authenticator needs to know. It is shown this once.
#[derive(SimpleObject)]
pub struct TotpEnrollment {
    /// The secret, base32, to be typed by hand.
    secret: String,
    /// The address to show as a QR code (`otpauth://totp/…`).
    otpauth_url: String,
}

impl From<Enrollment> for TotpEnrollment {
    fn from(enrollment: Enrollment) -> Self {
        Self { secret: enrollment.secret, otpauth_url: enrollment.otpauth_url }
    }
}

/// A second factor that is on.
#[derive(SimpleObject)]
pub struct SecondFactor {
    /// Since when it is asked for.
    enabled_at: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    recovery_codes_left: usize,
}

impl From<rules::second_factor::SecondFactor> for SecondFactor {
    fn from(factor: rules::second_factor::SecondFactor) -> Self {
        Self { enabled_at: factor.confirmed_at, recovery_codes_left: factor.recovery_hashes.len() }
    }
}

payload! {
    /// Answer of `totpEnroll`.
    TotpEnrollPayload {
        /// What the authenticator needs to know.
        enrollment: TotpEnrollment
    }
    /// Answer of `totpConfirm`.
    TotpConfirmPayload {
        /// Codes to sign in with when the authenticator is lost, each good once. They are shown this once.
        recovery_codes: Vec<String>
    }
    /// Answer of `totpDisable`.
    TotpDisablePayload {
        /// True: it is off.
        disabled: bool
    }
    /// Answer of `recoveryCodesRenew`.
    RecoveryCodesRenewPayload {
        /// The new codes; the old ones are no good any more. They are shown this once.
        recovery_codes: Vec<String>
    }
    /// Answer of `userSecondFactorReset`.
    UserSecondFactorResetPayload {
        /// The user.
        user: User
    }
}

fn reset(input: &UserSecondFactorResetInput) -> kernel::Result<ResetSecondFactor> {
    Ok(ResetSecondFactor { id: parse_id(&input.id, "id")?, expected_version: input.expected_version, reason: input.reason.clone() })
}

/// Mutations of second factors.
#[derive(Default)]
pub struct SecondFactorMutation;

#[Object]
impl SecondFactorMutation {
    /// Begins to set up an authenticator (TOTP, RFC 6238). It counts once `totpConfirm` has seen a code of it.
    async fn totp_enroll(&self, ctx: &Context<'_>, #[graphql(desc = "The password.")] input: TotpEnrollInput) -> Result<TotpEnrollPayload> {
        let result = actions::enroll(app(ctx), actor(ctx), input.password.as_deref()).await;
        TotpEnrollPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Turns the second factor on with the first code of the authenticator.
    async fn totp_confirm(&self, ctx: &Context<'_>, #[graphql(desc = "The code.")] input: TotpConfirmInput) -> Result<TotpConfirmPayload> {
        TotpConfirmPayload::of(ctx, input.client_mutation_id, actions::confirm(app(ctx), actor(ctx), &input.code).await)
    }

    /// Turns the second factor off.
    async fn totp_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Password and code.")] input: TotpDisableInput,
    ) -> Result<TotpDisablePayload> {
        let result = actions::disable(app(ctx), actor(ctx), input.password.as_deref(), &input.code).await;
        TotpDisablePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Makes new recovery codes instead of those that are left.
    async fn recovery_codes_renew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Password and code.")] input: RecoveryCodesRenewInput,
    ) -> Result<RecoveryCodesRenewPayload> {
        let result = actions::renew_recovery_codes(app(ctx), actor(ctx), input.password.as_deref(), &input.code).await;
        RecoveryCodesRenewPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes away the second factor of a person who lost authenticator and recovery codes; all sessions of the person
    /// end, and the person is told. Operators only.
    async fn user_second_factor_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose and why.")] input: UserSecondFactorResetInput,
    ) -> Result<UserSecondFactorResetPayload> {
        let result = match reset(&input) {
            Ok(reset) => actions::reset(app(ctx), actor(ctx), reset).await,
            Err(error) => Err(error),
        };
        UserSecondFactorResetPayload::of(ctx, input.client_mutation_id, result)
    }
}
