//! Changes of a person's e-mail address. Pure.

use chrono::TimeDelta;
use serde::Serialize;

use crate::kernel::{Id, Timestamp, id};

/// A change of address: asked for with the password, confirmed from the new mailbox, taken back from the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmailChange {
    /// The change.
    pub id: Id<id::EmailChange>,
    /// Whose.
    pub user: Id<id::User>,
    /// The session that asked; it stays when the others end.
    pub session: Option<Id<id::Session>>,
    /// The address before.
    pub old_email: String,
    /// The address that is wanted.
    pub new_email: String,
    /// Version of the account when it was asked for.
    pub user_version: i64,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the new mailbox confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// When the old mailbox took it back, or it was overtaken by that.
    pub undone_at: Option<Timestamp>,
}

impl EmailChange {
    /// Whether it waits for the new mailbox.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.confirmed_at.is_none() && self.undone_at.is_none()
    }

    /// Whether the old mailbox may still take it back.
    #[must_use]
    pub fn can_be_undone(&self, now: Timestamp, window: TimeDelta) -> bool {
        self.undone_at.is_none() && self.confirmed_at.is_some_and(|confirmed| now < confirmed + window)
    }
}
