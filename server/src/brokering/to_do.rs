//! What is to be done in a case: in an advisor's words, or a follow-up that the program sets and keeps under a sign.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::vocabulary::CaseTaskKind;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToDo {
    /// Somebody's words, which stay as they are.
    Words(String),
    /// Told in the reader's words.
    FollowUp(FollowUp),
}

impl ToDo {
    /// Who set it, as the kind of a task.
    #[must_use]
    pub fn kind(&self) -> CaseTaskKind {
        match self {
            Self::Words(_) => CaseTaskKind::Task,
            Self::FollowUp(_) => CaseTaskKind::FollowUp,
        }
    }
}

/// The words, or the sign.
impl fmt::Display for ToDo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::FollowUp(follow_up) => follow_up.fmt(f),
        }
    }
}

impl Serialize for ToDo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// When an advisor asks how it goes. Written down as a sign (`T+3M`, `DUTY 2027-06-30`, `D-30 2027-03-01`), told in words of the
/// reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUp {
    /// So many months after the signatures.
    AfterContract(u32),
    /// On the last day of a duty to serve that the contract sets.
    DutyEnds(NaiveDate),
    /// Before a payment.
    BeforePayment {
        /// So many days ahead.
        days: u64,
        /// The day on which the payment is due.
        due_on: NaiveDate,
    },
}

impl fmt::Display for FollowUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AfterContract(months) => write!(f, "T+{months}M"),
            Self::DutyEnds(until) => write!(f, "DUTY {until}"),
            Self::BeforePayment { days, due_on } => write!(f, "D-{days} {due_on}"),
        }
    }
}

/// The text is none of our signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSign;

impl FromStr for FollowUp {
    type Err = NoSign;

    fn from_str(text: &str) -> Result<Self, NoSign> {
        if let Some(months) = text.strip_prefix("T+").and_then(|rest| rest.strip_suffix('M')) {
            return months.parse().map(Self::AfterContract).map_err(|_| NoSign);
        }
        if let Some(until) = text.strip_prefix("DUTY ") {
            return until.parse().map(Self::DutyEnds).map_err(|_| NoSign);
        }
        let (days, due_on) = text.strip_prefix("D-").and_then(|rest| rest.split_once(' ')).ok_or(NoSign)?;
        let (Ok(days), Ok(due_on)) = (days.parse(), due_on.parse()) else { return Err(NoSign) };
        Ok(Self::BeforePayment { days, due_on })
    }
}
