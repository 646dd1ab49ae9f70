//! What became of many things that were asked to take the same step.

use super::{Error, Id, id::Kind};

/// Most refusals that are told one by one.
const TOLD_MAX: usize = 100;

/// What became of many things of one kind: those that could not take the step stay as they are and are told, the others go on.
#[derive(Debug, Clone)]
pub struct Bulk<K: Kind> {
    /// How many took the step.
    pub changed: u64,
    /// How many could not.
    pub failed: u64,
    /// Why, for the first hundred of them.
    pub errors: Vec<(Id<K>, Error)>,
    /// Whether there are more than one call moves.
    pub more: bool,
}

impl<K: Kind> Default for Bulk<K> {
    fn default() -> Self {
        Self { changed: 0, failed: 0, errors: Vec::new(), more: false }
    }
}

impl<K: Kind> Bulk<K> {
    /// Notes that one could not take the step, and why.
    pub fn refuse(&mut self, id: Id<K>, error: Error) {
        self.failed += 1;
        if self.errors.len() < TOLD_MAX {
            self.errors.push((id, error));
        }
    }

    /// Adds what became of others.
    pub fn add(&mut self, others: Self) {
        self.changed += others.changed;
        self.failed += others.failed;
        let room = TOLD_MAX.saturating_sub(self.errors.len());
        self.errors.extend(others.errors.into_iter().take(room));
        self.more |= others.more;
    }
}
