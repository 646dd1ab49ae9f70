//! Invitations to sit in an organization. Pure.

use serde::Serialize;

use super::InvitationState;
use crate::kernel::{Id, Locale, Role, Timestamp, id};

/// An invitation: it becomes a seat if the invited person wants it to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// The invitation.
    pub id: Id<id::Invitation>,
    /// Where to.
    pub organization: Id<id::Organization>,
    /// Normalized address of whoever is invited, with or without an account. Personal.
    pub email: String,
    /// Roles of the seat, sorted, each once.
    pub roles: Vec<Role>,
    /// Language of the mail to somebody without an account.
    pub locale: Locale,
    /// What became of it, as stored; see [`Self::state_at`].
    pub state: InvitationState,
    /// Who invited; none for the program itself.
    pub invited_by: Option<Id<id::User>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// What has become of it by `now`.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> InvitationState {
        if self.state == InvitationState::Pending && now >= self.expires_at { InvitationState::Expired } else { self.state }
    }

    /// Whether it can be accepted.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state_at(now) == InvitationState::Pending
    }

    /// The invitation after it came to `state` at `now`.
    #[must_use]
    pub fn becoming(&self, state: InvitationState, now: Timestamp) -> Self {
        Self { state, version: self.version + 1, updated_at: now, ..self.clone() }
    }
}
