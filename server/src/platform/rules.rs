//! The life of a service platform, and what a publication needs. Pure.

use super::{content::PlatformContent, vocabulary::PlatformState};
use crate::kernel::{Code, Error, Result, error::Problems};

/// Steps in the life of a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// Everybody sees it from now on; also again, after it was withdrawn.
    Publish,
    /// It is taken back.
    Withdraw,
}

/// The state that a step leads to.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED`.
pub fn step(from: PlatformState, transition: Transition) -> Result<PlatformState> {
    let (to, allowed) = match transition {
        Transition::Publish => (PlatformState::Published, from != PlatformState::Published),
        Transition::Withdraw => (PlatformState::Withdrawn, from == PlatformState::Published),
    };
    if allowed {
        return Ok(to);
    }
    Err(Error::new(Code::TransitionNotAllowed).with("fromState", from.to_string()).with("toState", to.to_string()))
}

/// Whether `content` says what a publication needs: kind, name and summary. Levels, weeks and cost may be left out: what
/// is not told is shown as not told.
///
/// # Errors
/// `REQUIRED` at each field that is missing.
pub fn complete(content: &PlatformContent) -> Result<()> {
    let mut problems = Problems::default();
    let mut needs = |field: &str, told: bool| {
        if !told {
            problems.push(Error::new(Code::Required).at(field));
        }
    };
    needs("kind", content.kind.is_some());
    needs("name", content.name.zh.is_some() || content.name.en.is_some());
    needs("summary", content.summary.zh.is_some() || content.summary.en.is_some());
    problems.finish(())
}
