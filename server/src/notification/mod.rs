//! What people are told: mails that are written in a transaction and sent afterwards, and the viewer's event feed.

mod actions;
mod api;
mod rules;
mod store;

use crate::{
    ctx::Ctx,
    feed,
    kernel::{Actor, Id, Result, id::FeedEntry},
};

pub use actions::{ALERTS, expect_alerts, rhythm_of, send_due_alerts, unsubscribe, unsubscribe_token, write};
pub use api::{NotificationMutation, NotificationQuery, NotificationSubscription, ViewerEvent};
pub use rules::{Frequency, Rhythm, Topic};
pub use store::{NewMail, PendingMail, alert_mail::AlertMail, load, mark_dead, mark_sent, prune};

/// An event, if it is one of the signed-in user's.
pub async fn find_event(ctx: &Ctx, actor: &Actor, id: Id<FeedEntry>) -> Result<Option<feed::Entry>> {
    match actor.user() {
        Some(user) => feed::find(&ctx.db, user, id).await,
        None => Ok(None),
    }
}
