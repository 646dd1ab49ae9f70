//! Signing up; suspending people.

use async_graphql::{Context, ID, InputObject, Object};

use super::User;
use crate::{
    gql::{Result, actor, app, count_try, parse_id},
    identity::actions::{self, NewUser, Suspend},
    kernel::{self, Locale},
    payload,
};

/// Input of `signUp`.
#[derive(InputObject)]
pub struct SignUpInput {
    /// E-mail address.
    email: String,
    /// Name as the person writes it, up to 100 characters.
    name: String,
    /// Password, 10 to 128 characters, hard to guess.
    password: String,
    /// Language of mails.
    locale: Locale,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `verifyEmail`.
#[derive(InputObject)]
pub struct VerifyEmailInput {
    /// The token of the link in the mail.
    token: String,
    /// The password that the person signed up with.
    password: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `verificationResend`.
#[derive(InputObject)]
pub struct VerificationResendInput {
    /// E-mail address.
    email: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `userSuspend`.
#[derive(InputObject)]
pub struct UserSuspendInput {
    /// The user.
    id: ID,
    /// The version that the operator saw.
    expected_version: i64,
    /// Why, up to 500 characters; goes to the audit trail.
    reason: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `userReinstate`.
#[derive(InputObject)]
pub struct UserReinstateInput {
    /// The user.
    id: ID,
    /// The version that the operator saw.
    expected_version: i64,
    /// Why, up to 500 characters; goes to the audit trail.
    reason: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

fn suspend(id: &ID, expected_version: i64, reason: String) -> kernel::Result<Suspend> {
    Ok(Suspend { id: parse_id(id, "id")?, expected_version, reason })
}

payload! {
    /// Answer of `signUp`. It is the same whether or not the address has an account.
    SignUpPayload {
        /// Address to which the verification mail goes.
        email: String
    }
    /// Answer of `verifyEmail`.
    VerifyEmailPayload {
        /// The user, who can sign in now.
        user: User
    }
    /// Answer of `verificationResend`. It is the same whether or not the address waits for verification.
    VerificationResendPayload {
        /// Address to which the verification mail goes.
        email: String
    }
    /// Answer of `userSuspend`.
    UserSuspendPayload {
        /// The user.
        user: User
    }
    /// Answer of `userReinstate`.
    UserReinstatePayload {
        /// The user.
        user: User
    }
}

/// Mutations of accounts.
#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Makes an account and mails a link that proves the address. The answer does not say whether the address has an
    /// account already; if it has a verified one, nothing changes and no mail goes out.
    async fn sign_up(&self, ctx: &Context<'_>, #[graphql(desc = "The new user.")] input: SignUpInput) -> Result<SignUpPayload> {
        count_try(ctx).await?;
        let new = NewUser { email: input.email, name: input.name, password: input.password, locale: input.locale };
        SignUpPayload::of(ctx, input.client_mutation_id, actions::sign_up(app(ctx), actor(ctx), new).await)
    }

    /// Proves an address with the token of the mailed link, which works once, and the password of the sign-up, so that
    /// nobody can lay a password under another's address and wait for its owner to open the link.
    async fn verify_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Token and password.")] input: VerifyEmailInput,
    ) -> Result<VerifyEmailPayload> {
        count_try(ctx).await?;
        VerifyEmailPayload::of(ctx, input.client_mutation_id, actions::verify_email(app(ctx), &input.token, &input.password).await)
    }

    /// Mails the verification link again, if the address waits for one. The answer does not say so.
    async fn verification_resend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address.")] input: VerificationResendInput,
    ) -> Result<VerificationResendPayload> {
        count_try(ctx).await?;
        let result = actions::resend_verification(app(ctx), actor(ctx), &input.email).await;
        VerificationResendPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Suspends a user; all sessions of the user end. Operators only.
    async fn user_suspend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom and why.")] input: UserSuspendInput,
    ) -> Result<UserSuspendPayload> {
        let result = match suspend(&input.id, input.expected_version, input.reason) {
            Ok(suspend) => actions::suspend(app(ctx), actor(ctx), suspend).await,
            Err(error) => Err(error),
        };
        UserSuspendPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes a suspension back. Operators only.
    async fn user_reinstate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom and why.")] input: UserReinstateInput,
    ) -> Result<UserReinstatePayload> {
        let result = match suspend(&input.id, input.expected_version, input.reason) {
            Ok(suspend) => actions::reinstate(app(ctx), actor(ctx), suspend).await,
            Err(error) => Err(error),
        };
        UserReinstatePayload::of(ctx, input.client_mutation_id, result)
    }
}
