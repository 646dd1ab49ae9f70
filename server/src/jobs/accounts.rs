//! Mails about accounts and invitations. Links with tokens are made when a mail is sent.

use serde_json::json;

use super::notify::new_mail;
use crate::{
    ctx::Ctx,
    identity::{self, Addressee},
    kernel::{
        Id, Result,
        id::{EmailChange, Invitation, User},
    },
    locale,
    mail::Template,
    notification::NewMail,
};

/// To somebody who has an account and may sign in; to nobody else.
pub(super) async fn password_reset(ctx: &Ctx, user: Id<User>) -> Result<Vec<NewMail>> {
    let hours = ctx.config.auth.password_reset_hours;
    let to = identity::verified_recipient(ctx, user).await?;
    Ok(to.into_iter().map(|to| new_mail(to, Template::PasswordReset, |_, name| json!({ "name": name, "hours": hours }))).collect())
}

pub(super) async fn password_changed(ctx: &Ctx, user: Id<User>) -> Result<Vec<NewMail>> {
    let url = ctx.url("/reset-password");
    let to = identity::verified_recipient(ctx, user).await?;
    Ok(to.into_iter().map(|to| new_mail(to, Template::PasswordChanged, |_, name| json!({ "name": name, "url": url }))).collect())
}

/// The new mailbox confirms. If the address belongs to somebody, they are told and nothing else happens.
pub(super) async fn email_change(ctx: &Ctx, change: Id<EmailChange>) -> Result<Vec<NewMail>> {
    let hours = ctx.config.auth.email_change_hours;
    Ok(match identity::addressee(ctx, change).await? {
        Some(Addressee::NewMailbox(to)) => {
            vec![new_mail(to, Template::EmailChange, |_, name| json!({ "name": name, "hours": hours, "about": change.to_string() }))]
        }
        Some(Addressee::Holder(to)) => {
            let url = ctx.url("/reset-password");
            vec![new_mail(to, Template::EmailTaken, |_, name| json!({ "name": name, "url": url }))]
        }
        None => Vec::new(),
    })
}

pub(super) async fn email_changed(ctx: &Ctx, change: Id<EmailChange>) -> Result<Vec<NewMail>> {
    let days = ctx.config.auth.email_undo_days;
    let Some((to, email)) = identity::left_mailbox(ctx, change).await? else { return Ok(Vec::new()) };
    let params = |name: &str| json!({ "name": name, "email": email, "days": days, "about": change.to_string() });
    Ok(vec![new_mail(to, Template::EmailChanged, |_, name| params(name))])
}

pub(super) async fn invitation(ctx: &Ctx, invitation: Id<Invitation>) -> Result<Vec<NewMail>> {
    let days = ctx.config.auth.invitation_days;
    let Some(letter) = identity::invitation_letter(ctx, invitation).await? else { return Ok(Vec::new()) };
    let mail = new_mail(letter.to, Template::Invitation, |language, name| {
        let roles: Vec<String> = letter.roles.iter().map(|role| locale::label(language, "role", &role.to_string())).collect();
        json!({
            "name": name, "organization": letter.organization.name(language), "inviter": letter.inviter, "roles": roles.join(", "),
            "days": days, "about": invitation.to_string(),
        })
    });
    Ok(vec![mail])
}
