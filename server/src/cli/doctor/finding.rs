//! What a check found.

use std::fmt;

use serde_json::{Value, json};

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// As it should be.
    Well,
    /// Works, but somebody should look at it.
    Doubtful,
    /// Does not work, or will hurt.
    Wanting,
}

/// What a check found, and what to do about it.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) check: &'static str,
    pub(super) state: State,
    found: String,
    advice: Option<String>,
}

impl Finding {
    pub(super) fn well(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Well, found: found.into(), advice: None }
    }

    pub(super) fn doubtful(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { check, state: State::Doubtful, found: found.into(), advice: Some(advice.into()) }
    }

    pub(super) fn wanting(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { check, state: State::Wanting, found: found.into(), advice: Some(advice.into()) }
    }

    /// A fault where others depend on it, a remark where somebody tries things out.
    pub(super) fn graver(in_production: bool, check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        if in_production { Self::wanting(check, found, advice) } else { Self::doubtful(check, found, advice) }
    }

    pub(super) fn json(&self) -> Value {
        let state = match self.state {
            State::Well => "well",
            State::Doubtful => "doubtful",
            State::Wanting => "wanting",
        };
        json!({ "check": self.check, "state": state, "found": self.found, "advice": self.advice })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.state {
            State::Well => '✓',
            State::Doubtful => '!',
            State::Wanting => '✗',
        };
        write!(f, "{sign} {:<12} {}", self.check, self.found)?;
        match &self.advice {
            Some(advice) => write!(f, "\n               → {advice}"),
            None => Ok(()),
        }
    }
}
