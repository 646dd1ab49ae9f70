//! What people may decide about what they are told, and what is told to them.

mod digest;

use chrono::Duration;
use sea_orm::ConnectionTrait;

use super::{
    rules::Topic,
    store::{self, NewMail},
};
use crate::{
    ctx::Ctx,
    feed, identity,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{FeedEntry, OutboxEvent, User},
    },
    outbox::{self, Follower},
};

pub use digest::{ALERTS, expect_alerts, rhythm_of, send_due_alerts};
pub(super) use digest::{alert_mail, set_alert_mail};

/// Writes the mails of one event and hands each to the outbox. A repeated call writes nothing new; people who turned
/// the topic off get none.
pub async fn write(ctx: &Ctx, tx: &impl ConnectionTrait, event: Id<OutboxEvent>, mails: Vec<NewMail>) -> Result<()> {
    for mail in store::insert(ctx, tx, event, mails).await? {
        outbox::follow_up(ctx, tx, event, Follower::Send, mail.uuid()).await?;
    }
    Ok(())
}

/// The signed-in user.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor.
pub(super) fn viewer(actor: &Actor) -> Result<Id<User>> {
    actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))
}

/// Which mails the signed-in user receives.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor.
pub(super) async fn preferences(ctx: &Ctx, actor: &Actor) -> Result<Vec<(Topic, bool)>> {
    store::preferences(ctx, viewer(actor)?).await
}

/// Turns a topic on or off for the signed-in user.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `BAD_USER_INPUT` at `topic` if it belongs to transactions.
pub(super) async fn set_preference(ctx: &Ctx, actor: &Actor, topic: Topic, enabled: bool) -> Result<Vec<(Topic, bool)>> {
    let user = viewer(actor)?;
    if !topic.is_optional() && !enabled {
        return Err(Error::new(Code::BadUserInput).at("topic"));
    }
    store::store_preference(ctx, user, topic, enabled).await?;
    store::preferences(ctx, user).await
}

/// Marks the signed-in user's events up to `through` as seen. Returns how many are left.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `NOT_FOUND` at `throughId` if that is no event of theirs.
pub(super) async fn mark_read(ctx: &Ctx, actor: &Actor, through: Id<FeedEntry>) -> Result<u64> {
    let user = viewer(actor)?;
    let entry = feed::find(&ctx.db, user, through).await?.ok_or_else(|| Error::new(Code::NotFound).at("throughId"))?;
    let tx = ctx.begin().await?;
    feed::mark_read(&*tx, ctx.now(), user, entry.seq).await?;
    tx.commit().await?;
    Ok(feed::unread(&ctx.db, user).await?.0)
}

/// Links to turn a topic off keep working this long.
const UNSUBSCRIBE_DAYS: i64 = 365;

/// The token in a mail's unsubscribe link.
pub fn unsubscribe_token(ctx: &Ctx, user: Id<User>, topic: Topic) -> Result<String> {
    identity::purpose_token(ctx, "unsubscribe", &format!("{user}:{topic}"), Duration::days(UNSUBSCRIBE_DAYS))
}

/// Turns the token's topic off.
///
/// # Errors
/// `TOKEN_INVALID` for anything but a link of ours.
pub async fn unsubscribe(ctx: &Ctx, token: &str) -> Result<Topic> {
    let subject = identity::purpose_subject(ctx, "unsubscribe", token)?;
    let invalid = || Error::new(Code::TokenInvalid).at("token");
    let (user, topic) = subject.split_once(':').ok_or_else(invalid)?;
    let (user, topic): (Id<User>, Topic) = (user.parse()?, topic.parse().map_err(|_| invalid())?);
    if !topic.is_optional() {
        return Err(invalid());
    }
    store::store_preference(ctx, user, topic, false).await?;
    Ok(topic)
}
