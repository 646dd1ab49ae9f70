//! Passwords and addresses: getting, changing, proving, taking back.

use async_graphql::{Context, InputObject, Object};

use super::User;
use crate::{
    gql::{Result, actor, app, count_try},
    identity::actions,
    payload,
};

/// Input of `passwordResetRequest`.
#[derive(InputObject)]
pub struct PasswordResetRequestInput {
    /// E-mail address.
    email: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `passwordReset`.
#[derive(InputObject)]
pub struct PasswordResetInput {
    /// The token of the link in the mail.
    token: String,
    /// The new password, 10 to 128 characters, hard to guess.
    new_password: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `passwordChange`.
#[derive(InputObject)]
pub struct PasswordChangeInput {
    /// The password until now.
    current_password: String,
    /// The new password, 10 to 128 characters, hard to guess.
    new_password: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `emailChangeRequest`.
#[derive(InputObject)]
pub struct EmailChangeRequestInput {
    /// The new e-mail address.
    new_email: String,
    /// The viewer's password. Left out by who has none and has just signed in at the institution.
    password: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `emailChangeConfirm`.
#[derive(InputObject)]
pub struct EmailChangeConfirmInput {
    /// The token of the link that was mailed to the new address.
    token: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `emailChangeUndo`.
#[derive(InputObject)]
pub struct EmailChangeUndoInput {
    /// The token of the link that was mailed to the old address.
    token: String,
    /// The new password, 10 to 128 characters, hard to guess: whoever changed the address knew the old one.
    new_password: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `passwordResetRequest`. It is the same whether or not the address has an account.
    PasswordResetRequestPayload {
        /// Address to which the link goes, if it has an account.
        email: String
    }
    /// Answer of `passwordReset`.
    PasswordResetPayload {
        /// The user, who signs in with the new password.
        user: User
    }
    /// Answer of `passwordChange`.
    PasswordChangePayload {
        /// The user.
        user: User
    }
    /// Answer of `emailChangeRequest`. It is the same whether or not the new address has an account.
    EmailChangeRequestPayload {
        /// Address to which the link goes, unless it belongs to somebody.
        email: String
    }
    /// Answer of `emailChangeConfirm`.
    EmailChangeConfirmPayload {
        /// The user.
        user: User
    }
    /// Answer of `emailChangeUndo`.
    EmailChangeUndoPayload {
        /// The user, who signs in with the old address and the new password.
        user: User
    }
}

/// Mutations of passwords and addresses.
#[derive(Default)]
pub struct CredentialMutation;

#[Object]
impl CredentialMutation {
    /// Mails a link that sets a new password, if the address has an account. The answer does not say so.
    async fn password_reset_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address.")] input: PasswordResetRequestInput,
    ) -> Result<PasswordResetRequestPayload> {
        count_try(ctx).await?;
        let result = actions::request_password_reset(app(ctx), actor(ctx), &input.email).await;
        PasswordResetRequestPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Sets a new password with the token of the mailed link, which works once and dies with any change of password or address.
    /// All sessions of the user end.
    async fn password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Token and new password.")] input: PasswordResetInput,
    ) -> Result<PasswordResetPayload> {
        count_try(ctx).await?;
        let result = actions::reset_password(app(ctx), &input.token, &input.new_password).await;
        PasswordResetPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Changes the viewer's password. All other sessions of the viewer end.
    async fn password_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Old and new password.")] input: PasswordChangeInput,
    ) -> Result<PasswordChangePayload> {
        count_try(ctx).await?;
        let result = actions::change_password(app(ctx), actor(ctx), &input.current_password, &input.new_password).await;
        PasswordChangePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Asks for another e-mail address: a link goes there, and nothing changes before it is opened. If somebody has an account
    /// with that address, only they are told; the answer does not say so.
    async fn email_change_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address, and the password.")] input: EmailChangeRequestInput,
    ) -> Result<EmailChangeRequestPayload> {
        count_try(ctx).await?;
        let result = actions::request_email_change(app(ctx), actor(ctx), &input.new_email, input.password.as_deref()).await;
        EmailChangeRequestPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Changes the e-mail address with the token of the link to the new one. All sessions of the user end but the one that
    /// asked; the old address is told, with a link that takes the change back.
    async fn email_change_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: EmailChangeConfirmInput,
    ) -> Result<EmailChangeConfirmPayload> {
        count_try(ctx).await?;
        let result = actions::confirm_email_change(app(ctx), &input.token).await;
        EmailChangeConfirmPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes a change of the e-mail address back with the token of the link to the old one, and sets a new password. All
    /// sessions of the user end; logins that were linked, API tokens that were made and a second factor that was set up since
    /// the change was asked for are taken away.
    async fn email_change_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Token and new password.")] input: EmailChangeUndoInput,
    ) -> Result<EmailChangeUndoPayload> {
        count_try(ctx).await?;
        let result = actions::undo_email_change(app(ctx), &input.token, &input.new_password).await;
        EmailChangeUndoPayload::of(ctx, input.client_mutation_id, result)
    }
}
