//! Sends written mails.

use serde_json::Value;

use super::outcome;
use crate::{
    ctx::Ctx,
    failpoint, identity,
    kernel::{
        Code, Error, Id, Result,
        id::{Kind, User},
    },
    mail::{MailError, Mailer, OutgoingMail, Template},
    notification::{self, Topic},
    outbox::{self, Claimed, worker::Outcome},
};

/// Sends one written mail. Its message id is the mail's id in every attempt.
pub(super) async fn send(ctx: &Ctx, mailer: &Mailer, claimed: &Claimed) -> Outcome {
    let mail = match notification::load(ctx, Id::from_uuid(claimed.entity_id)).await {
        // Sent in an earlier attempt that could not be marked.
        Ok(None) => return Outcome::Done,
        Ok(Some(mail)) => mail,
        Err(error) => return outcome(Err(error)),
    };
    let outgoing = match outgoing(ctx, &mail).await {
        Ok(outgoing) => outgoing,
        // Nothing failed, and nobody needs to look at it: what the mail was for is over.
        Err(error) if error.code() == Code::NotFound => {
            return outcome(notification::mark_dead(ctx, mail.id, "its link is not for this mailbox any more").await);
        }
        Err(error) => return outcome(Err(error)),
    };
    failpoint::reach("before-send").await;
    // A worker that slept past its lease must not send what another has sent meanwhile.
    match outbox::is_held(ctx, claimed).await {
        Ok(true) => {}
        Ok(false) => return Outcome::Postponed("the lease ran out".to_owned()),
        Err(error) => return outcome(Err(error)),
    }
    let sent = mailer.send(&outgoing).await;
    failpoint::reach("after-send").await;
    match sent {
        Ok(()) => outcome(notification::mark_sent(ctx, mail.id).await),
        Err(MailError::Away(error)) => Outcome::Postponed(error),
        Err(MailError::Temporary(error)) => Outcome::Refused(error),
        Err(MailError::Permanent(error)) => match notification::mark_dead(ctx, mail.id, &error).await {
            Ok(()) => Outcome::Hopeless(error),
            Err(trouble) => outcome(Err(trouble)),
        },
    }
}

async fn outgoing(ctx: &Ctx, mail: &notification::PendingMail) -> Result<OutgoingMail> {
    let mut params = mail.params.clone();
    if let (Some(path), Some(params)) = (link(ctx, mail).await?, params.as_object_mut()) {
        params.insert("url".to_owned(), ctx.url(&path).into());
    }
    let unsubscribe_url = if mail.topic.is_optional() { Some(unsubscribe_url(ctx, mail.user, mail.topic)?) } else { None };
    Ok(OutgoingMail {
        message_id: mail.id.to_string(),
        to: mail.to_address.clone(),
        to_name: Some(mail.to_name.clone()),
        locale: mail.locale,
        template: mail.template,
        params,
        unsubscribe_url,
    })
}

/// The link of a mail that proves something: made when it is sent, so that no secret lies about in rows. By then an account
/// may have another address, which matters to one link only: an account that waits for verification never changes its
/// address, and changes of address and invitations are themselves bound to the address that their mail goes to.
///
/// # Errors
/// `NOT_FOUND` if the mailbox must not get it any more.
async fn link(ctx: &Ctx, mail: &notification::PendingMail) -> Result<Option<String>> {
    let path = match mail.template {
        Template::VerifyEmail => format!("/verify-email?token={}", identity::verification_token(ctx, mail.user).await?),
        Template::PasswordReset => {
            format!("/reset-password?token={}", identity::password_reset_token(ctx, mail.user, &mail.to_address).await?)
        }
        Template::EmailChange => format!("/confirm-email?token={}", identity::email_change_token(ctx, about(mail)?)?),
        Template::EmailChanged => format!("/undo-email?token={}", identity::email_undo_token(ctx, about(mail)?)?),
        Template::Invitation => format!("/invitation?token={}", identity::invitation_token(ctx, about(mail)?)?),
        _ => return Ok(None),
    };
    Ok(Some(path))
}

/// What a mail with a link is about.
fn about<K: Kind>(mail: &notification::PendingMail) -> Result<Id<K>> {
    let id =
        mail.params.get("about").and_then(Value::as_str).ok_or_else(|| Error::internal("a mail that does not say what it is about"))?;
    id.parse()
}

fn unsubscribe_url(ctx: &Ctx, user: Id<User>, topic: Topic) -> Result<String> {
    Ok(ctx.url(&format!("/unsubscribe?token={}", notification::unsubscribe_token(ctx, user, topic)?)))
}
