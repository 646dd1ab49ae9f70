//! A proposal to make two demands of one, as an answer.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::{Demand, loaders};
use crate::{
    demand::{
        diff::{DemandFieldChange, diff},
        model::Split,
        vocabulary::{Decision, DemandSplitState, SplitPart},
    },
    gql::{Result, locale},
    kernel::Timestamp,
    listing::content::BilingualText,
};

/// A proposal to make two demands of one. Visible to the owner's people, to staff, and to advisors with the owner's mandate for
/// its demands.
pub struct DemandSplit(Box<Split>);

impl From<Split> for DemandSplit {
    fn from(split: Split) -> Self {
        Self(Box::new(split))
    }
}

/// One part of a split.
#[derive(SimpleObject)]
pub struct DemandSplitPart {
    /// Which one.
    part: SplitPart,
    /// What was decided about it.
    decision: Decision,
    /// The title that it would have.
    title: BilingualText,
    /// How it differs from the demand that the split was made from.
    changes: Vec<DemandFieldChange>,
}

/// A proposal to make two demands of one. Visible to the owner's people, to staff, and to advisors with the owner's mandate for
/// its demands.
#[Object]
impl DemandSplit {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you decide.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands.
    async fn state(&self) -> DemandSplitState {
        self.0.state
    }

    /// The demand.
    async fn demand(&self, ctx: &Context<'_>) -> Result<Option<Demand>> {
        Ok(loaders::demand(ctx, self.0.demand).await?)
    }

    /// Why, in the proposer's words.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Version of the content that it was made from. An approval needs the demand to be at it still.
    async fn base_content_version(&self) -> i64 {
        self.0.base_content_version
    }

    /// Both parts: what the demand itself would say, and what the new one would.
    async fn parts(&self, ctx: &Context<'_>) -> Vec<DemandSplitPart> {
        let part = |part: SplitPart| {
            let (content, decision) = self.0.part(part);
            DemandSplitPart { part, decision, title: content.title.clone(), changes: diff(&self.0.base, content, locale(ctx)) }
        };
        vec![part(SplitPart::Kept), part(SplitPart::SplitOff)]
    }

    /// The demand that was made of the part split off.
    async fn created_demand(&self, ctx: &Context<'_>) -> Result<Option<Demand>> {
        match self.0.created_demand {
            Some(id) => Ok(loaders::demand(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// When it was proposed.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at
    }
}
