//! How long an organization takes to answer. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::kernel::{Id, Timestamp, clock::china_date, id::Organization};

/// What is waited for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumString, strum::IntoStaticStr, async_graphql::Enum,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ReplyKind")]
pub enum ReplyKind {
    /// The holder's answer to a request for a license.
    LicenseRequest,
    /// The owner's answer to a proposal, where the world has read whose the demand is.
    DemandProposal,
}

/// How often and how long an organization was waited for: a value of the rule `organization.reply_time`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Telling {
    /// Days that are looked at, up to today.
    pub window_days: u32,
    /// Fewer answers than these are not told.
    pub least: usize,
}

/// One question that was put to an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Who has to answer.
    pub organization: Id<Organization>,
    /// When it arrived.
    pub arrived_at: Timestamp,
    /// The first answer.
    pub answered_at: Option<Timestamp>,
    /// When it ended without one: whoever asked took it back, or there is nothing left to answer.
    pub ended_at: Option<Timestamp>,
    /// The last day for an answer.
    pub reply_by: NaiveDate,
}

impl Question {
    /// Seconds that count at `now`: until the answer; without one, for as long as it was waited for if the last day had passed, so
    /// that silence does not look fast; none for what still had its time.
    #[must_use]
    pub fn waited(&self, now: Timestamp) -> Option<i64> {
        let end = match (self.answered_at, self.ended_at.unwrap_or(now)) {
            (Some(answer), _) => answer,
            (None, end) if china_date(end) > self.reply_by => end,
            (None, _) => return None,
        };
        Some((end - self.arrived_at).num_seconds().max(0))
    }
}

/// How long an organization takes, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplyTime {
    /// Who answers.
    pub organization: Id<Organization>,
    /// What.
    pub kind: ReplyKind,
    /// Half of the answers took no longer.
    pub median_seconds: i64,
    /// From how many answers and overdue silences.
    pub counted: i64,
    /// Days that were looked at, up to `as_of`.
    pub window_days: i64,
    /// When it was counted.
    pub as_of: NaiveDate,
}

impl ReplyTime {
    /// The greatest of 1, 2, 5, 10, 20, 50 and so on that is no more than the number of questions.
    #[must_use]
    pub fn at_least(&self) -> i64 {
        let counted = self.counted.max(1);
        let step = 10_i64.pow(counted.ilog10());
        [5, 2].into_iter().map(|times| times * step).find(|bound| *bound <= counted).unwrap_or(step)
    }

    /// The median in days, begun ones counting whole: at least 1.
    #[must_use]
    pub fn median_days(&self) -> i64 {
        const DAY: i64 = 24 * 60 * 60;
        (self.median_seconds.max(1) + DAY - 1) / DAY
    }
}

/// Waits by organization.
#[derive(Debug, Default)]
pub struct Waits(HashMap<Id<Organization>, Vec<i64>>);

impl Waits {
    /// Adds a question, if it counts at `now`.
    pub fn add(&mut self, question: &Question, now: Timestamp) {
        if let Some(waited) = question.waited(now) {
            self.0.entry(question.organization).or_default().push(waited);
        }
    }

    /// What may be told of whom on `as_of`. Of an even number the longer of the two in the middle: nobody looks faster than half of
    /// the answers were.
    #[must_use]
    pub fn told(self, kind: ReplyKind, telling: Telling, as_of: NaiveDate) -> Vec<ReplyTime> {
        let many = self.0.into_iter().filter(|(_, waits)| !waits.is_empty() && waits.len() >= telling.least);
        let told = many.map(|(organization, mut waits)| {
            waits.sort_unstable();
            let counted = i64::try_from(waits.len()).unwrap_or(i64::MAX);
            let median_seconds = waits[waits.len() / 2];
            ReplyTime { organization, kind, median_seconds, counted, window_days: telling.window_days.into(), as_of }
        });
        let mut told: Vec<_> = told.collect();
        told.sort_unstable_by_key(|time| time.organization);
        told
    }
}
