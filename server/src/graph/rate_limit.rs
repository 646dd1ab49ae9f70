//! How much the caller can still ask for.

use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::gql::{Cost, app};

/// The points of whoever asks. Every answer says the same in `extensions.cost`.
#[derive(SimpleObject)]
pub struct RateLimit {
    /// Points that this request cost: every field 1, a page its size, a mutation ten more. What it did not need is given back.
    cost: i32,
    /// Points of a full bucket.
    limit: i32,
    /// Rows of all pages of this request together, at most.
    node_count: i32,
    /// Points that can be spent now.
    remaining: i32,
    /// When the bucket is full again, if nothing more is spent.
    reset_at: DateTime<Utc>,
    /// Points that have been spent and have not come back yet.
    used: i32,
}

/// What a caller may ask about its own account.
#[derive(Default)]
pub struct RateLimitQuery;

#[Object]
impl RateLimitQuery {
    /// How many points the caller has left. Visitors who cannot be told apart always see a full bucket.
    async fn rate_limit(&self, ctx: &Context<'_>) -> RateLimit {
        let (app, cost) = (app(ctx), ctx.data_unchecked::<Cost>());
        let level = cost.level(app);
        RateLimit {
            cost: cost.requested().try_into().unwrap_or(i32::MAX),
            limit: level.bucket.points.try_into().unwrap_or(i32::MAX),
            node_count: cost.nodes().try_into().unwrap_or(i32::MAX),
            remaining: level.available().try_into().unwrap_or(i32::MAX),
            reset_at: cost.whole_at(app),
            used: level.used.try_into().unwrap_or(i32::MAX),
        }
    }
}
