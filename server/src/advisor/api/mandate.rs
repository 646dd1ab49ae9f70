//! A mandate as an answer.

use async_graphql::{Context, ID, Object};

use super::{Advisor, loaders};
use crate::{
    advisor::{
        model::Mandate as Model,
        policy,
        vocabulary::{MandateScope, MandateState},
    },
    gql::{Result, actor, app},
    identity,
    kernel::{Date, Timestamp},
};

/// What a client lets an advisor do. Visible to the two and to staff.
pub struct Mandate(pub Model);

impl From<Model> for Mandate {
    fn from(mandate: Model) -> Self {
        Self(mandate)
    }
}

/// What a client lets an advisor do. Visible to the two and to staff.
#[Object]
impl Mandate {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you end it.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands today.
    async fn state(&self, ctx: &Context<'_>) -> MandateState {
        self.0.state_on(app(ctx).clock.today())
    }

    /// The client.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.organization).await?)
    }

    /// The advisor; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<Advisor>> {
        Ok(loaders::advisor(ctx, self.0.advisor).await?)
    }

    /// What the advisor may do beside reading.
    async fn scopes(&self) -> &[MandateScope] {
        &self.0.scopes
    }

    /// What was agreed about a fee; null if the work is free for the client.
    async fn fee_terms(&self) -> Option<&str> {
        self.0.fee_terms.as_deref()
    }

    /// First day.
    async fn valid_from(&self) -> Date {
        self.0.valid_from
    }

    /// Last day.
    async fn valid_until(&self) -> Date {
        self.0.valid_until
    }

    /// When it was ended, by somebody or by its last day.
    async fn ended_at(&self) -> Option<Timestamp> {
        self.0.ended_at
    }

    /// Why it was ended.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Whether the viewer may end it now.
    async fn viewer_can_end(&self, ctx: &Context<'_>) -> bool {
        self.0.ended_at.is_none() && policy::may_end(actor(ctx), &self.0)
    }

    /// When it was given.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }
}
