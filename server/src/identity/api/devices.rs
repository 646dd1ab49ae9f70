//! The viewer's sessions.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};

use crate::{
    gql::{Result, actor, app, parse_id},
    identity::{actions, rules::session::Session},
    payload,
};

/// A device on which the viewer is signed in.
#[derive(Debug, Clone)]
pub struct ActiveSession(pub Session);

impl From<Session> for ActiveSession {
    fn from(session: Session) -> Self {
        Self(session)
    }
}

/// A device on which the viewer is signed in. Seen by nobody else.
#[Object]
impl ActiveSession {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Program and system, for the viewer to recognize: `Firefox, Windows`. Null if neither is known to us.
    async fn device(&self) -> Option<&str> {
        self.0.device.as_deref()
    }

    /// Whether it is the session that asks.
    async fn is_current(&self, ctx: &Context<'_>) -> bool {
        actor(ctx).session() == Some(self.0.id)
    }

    /// When the viewer signed in.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last got new tokens.
    async fn last_used_at(&self) -> DateTime<Utc> {
        self.0.last_used_at
    }

    /// When it ends unless it is used before.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }
}

/// Input of `sessionRevoke`.
#[derive(InputObject)]
pub struct SessionRevokeInput {
    /// The session.
    id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `sessionsRevokeOthers`.
#[derive(InputObject)]
pub struct SessionsRevokeOthersInput {
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `sessionRevoke`.
    SessionRevokePayload {
        /// The session that has ended.
        revoked_id: ID
    }
    /// Answer of `sessionsRevokeOthers`.
    SessionsRevokeOthersPayload {
        /// How many sessions ended.
        revoked_count: u64
    }
}

/// Mutations of the viewer's sessions.
#[derive(Default)]
pub struct DeviceMutation;

#[Object]
impl DeviceMutation {
    /// Ends one of the viewer's sessions: its tokens stop working with the next request, and its sockets close.
    async fn session_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: SessionRevokeInput,
    ) -> Result<SessionRevokePayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::revoke_session(app(ctx), actor(ctx), id).await,
            Err(error) => Err(error),
        };
        SessionRevokePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Ends all sessions of the viewer but the one that asks.
    async fn sessions_revoke_others(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Nothing but the client's mark.")] input: SessionsRevokeOthersInput,
    ) -> Result<SessionsRevokeOthersPayload> {
        let result = actions::revoke_other_sessions(app(ctx), actor(ctx)).await;
        SessionsRevokeOthersPayload::of(ctx, input.client_mutation_id, result)
    }
}
