//! How long an organization takes to answer, as an answer.

use async_graphql::Object;

use crate::{
    identity::rules::{self, ReplyKind},
    kernel::Date,
};

/// How long an organization takes to answer one kind of question.
pub struct ReplyTime(rules::ReplyTime);

impl From<rules::ReplyTime> for ReplyTime {
    fn from(time: rules::ReplyTime) -> Self {
        Self(time)
    }
}

/// How long an organization takes to answer one kind of question, counted last night. Questions that it left without an answer
/// beyond the last day count for as long as they waited.
#[Object]
impl ReplyTime {
    /// What was asked.
    async fn kind(&self) -> ReplyKind {
        self.0.kind
    }

    /// Half of the answers took no more than this many days; begun days count whole.
    async fn median_days(&self) -> i64 {
        self.0.median_days()
    }

    /// From how many questions at least: 5, 10, 20, 50, 100 and so on. How many it were exactly would tell of each that came in.
    async fn at_least(&self) -> i64 {
        self.0.at_least()
    }

    /// Questions that arrived in this many days before `asOf` count.
    async fn window_days(&self) -> i64 {
        self.0.window_days
    }

    /// The day on which it was counted.
    async fn as_of(&self) -> Date {
        Date(self.0.as_of)
    }
}
