//! When somebody is told of a pair. Pure.

use serde::{Deserialize, Serialize};

use crate::{
    kernel::Timestamp,
    matching::{
        Match,
        rules::{Outcome, PartKind},
    },
};

/// What became new within this of each other is new to both sides: neither had the time to find it.
pub const TOGETHER: chrono::Duration = chrono::Duration::seconds(60);

/// The rule `matching.alerts`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Least score of a pair whose meanings were held against each other.
    pub meanings: f32,
    /// Least score of one of which only words and fields are known: they say less, so that more of them is asked for.
    pub words: f32,
    /// Most pairs that one change is told of.
    pub most: usize,
}

impl Threshold {
    /// Whether a pair is worth a message: no term fails, and the score is high enough for what it was made of.
    #[must_use]
    pub fn is_reached_by(&self, found: &Match) -> bool {
        let by_meaning = found.score.parts.iter().any(|part| part.kind == PartKind::Meaning);
        let least = if by_meaning { self.meanings } else { self.words };
        found.score.total >= least && found.checked.iter().all(|one| one.outcome != Outcome::Fail)
    }
}

/// Whether whoever holds one half of a pair is told of the other: it is no older news than theirs. `own` and `other` tell when
/// each became new; none if that was long ago.
#[must_use]
pub fn is_told(own: Option<Timestamp>, other: Option<Timestamp>) -> bool {
    own.is_none_or(|own| other.is_some_and(|other| other + TOGETHER >= own))
}
