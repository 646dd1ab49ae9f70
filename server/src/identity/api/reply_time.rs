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

    /// From how many questions.
    async fn count(&self) -> i64 {
        self.0.counted
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
