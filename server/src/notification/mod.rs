//! What people are told: mails that are written in a transaction and sent afterwards, and the viewer's event feed.

mod api;
mod mails;

pub use api::{NotificationMutation, NotificationQuery, NotificationSubscription};
pub use mails::{
    NewMail, PendingMail, Topic, load, mark_dead, mark_sent, preferences, set_preference, unsubscribe, unsubscribe_token, write,
};
