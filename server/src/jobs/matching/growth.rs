//! When there are so many more listings than the engine was learned from that it is learned anew. Pure.

/// Twice as many, and so many at least: what is frequent among three says nothing about three hundred, and before that nobody
/// knows what strangers have in common.
const TWICE: usize = 2;
const ENOUGH: usize = 30;

/// How far listings may have grown since. They are counted only after so many were heard of that it may be time: an edit is heard
/// of as well, and to count a million takes a while.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    many: usize,
    /// How many have to be heard of until it may be time.
    left: usize,
}

impl Growth {
    /// It was learned from so many, and something was heard of so many others meanwhile.
    pub(super) fn since(learned_from: usize, meanwhile: usize) -> Self {
        let many = (learned_from * TWICE).max(ENOUGH);
        Self { many, left: (many - learned_from).saturating_sub(meanwhile) }
    }

    /// Something was heard of so many.
    pub(super) fn hears_of(&mut self, listings: usize) {
        self.left = self.left.saturating_sub(listings);
    }

    /// Whether it is worth counting.
    pub(super) fn may_be_enough(self) -> bool {
        self.left == 0
    }

    /// Whether it is time, now that so many were counted; if not, the next count waits for what is missing.
    pub(super) fn is_enough(&mut self, counted: u64) -> bool {
        self.left = self.many.saturating_sub(usize::try_from(counted).unwrap_or(usize::MAX));
        self.left == 0
    }
}
