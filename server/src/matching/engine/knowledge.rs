//! What was learned at one time, and what was laid down by it.
//!
//! Frequencies and middles do not change any more: what is on the shelves was seen from these middles, and the words of the
//! needs were weighed by these frequencies. Whoever learns anew makes another one, lays everything down there, and puts it
//! in place as a whole. Only shelves may be those of before: where middles have not moved, points have not either.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use uuid::Uuid;

use super::{
    Learned, Meanings,
    meaning::Calibration,
    needs::{Kept, Needs},
};
use crate::{
    matching::{
        lexicon::{Bag, Statistics},
        rules::{Need, Saying},
    },
    vectors::Shelf,
};

/// Points that are laid down at a time: readers come in between.
const AT_A_TIME: usize = 16;

/// See above.
#[derive(Debug, Default)]
pub struct Knowledge {
    learned: Learned,
    pub(super) statistics: Arc<Statistics>,
    pub(super) calibration: Calibration,
    /// Meanings of offers, a shelf a language. Shared with the knowledge before it, if that saw them from the same middles.
    shelves: Arc<RwLock<[Shelf; 2]>>,
    needs: RwLock<Needs>,
}

impl Knowledge {
    /// What follows from the words of these sayings.
    pub(super) fn of_words<'a>(sayings: impl IntoIterator<Item = &'a Saying>) -> Self {
        let mut statistics = Statistics::default();
        for saying in sayings {
            statistics.count(&Bag::of(saying));
        }
        Self { learned: Learned::Words, statistics: Arc::new(statistics), ..Self::default() }
    }

    /// The same, with meanings to be laid down. Where middles are as they were `before`, they stay, and so does what was laid
    /// down by them: a second set of shelves would take as much memory again, for the same points.
    pub(super) fn with(&self, calibration: Calibration, before: &Self) -> Self {
        let needs = RwLock::new(self.needs.read().unwrap_or_else(PoisonError::into_inner).clone());
        let statistics = Arc::clone(&self.statistics);
        let (calibration, shelves) = if calibration.is_much_as(&before.calibration) {
            (before.calibration.clone(), Arc::clone(&before.shelves))
        } else {
            (calibration, Arc::default())
        };
        Self { learned: Learned::Meanings, statistics, calibration, shelves, needs }
    }

    /// What it goes by.
    #[must_use]
    pub fn learned(&self) -> Learned {
        self.learned
    }

    /// About how many bytes the meanings of offers take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shelves.read().unwrap_or_else(PoisonError::into_inner).iter().map(Shelf::bytes).sum()
    }

    /// How many offers have a meaning, in either language.
    #[must_use]
    pub fn laid_down(&self) -> usize {
        self.shelves.read().unwrap_or_else(PoisonError::into_inner).iter().map(Shelf::len).sum()
    }

    /// Lays meanings of offers down in place of earlier ones; an offer without one loses what it had.
    pub(super) fn lay(&self, meanings: &[(Uuid, Meanings)]) {
        for some in meanings.chunks(AT_A_TIME) {
            let mut shelves = self.shelves.write().unwrap_or_else(PoisonError::into_inner);
            for (id, meanings) in some {
                for (shelf, meaning) in shelves.iter_mut().zip(meanings) {
                    match meaning {
                        Some(meaning) => shelf.put(*id, meaning),
                        None => shelf.remove(*id),
                    }
                }
            }
        }
    }

    /// Forgets offers; unknown ids are ignored.
    pub fn remove_offers(&self, ids: &[Uuid]) {
        let mut shelves = self.shelves.write().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            shelves.iter_mut().for_each(|shelf| shelf.remove(*id));
        }
    }

    /// Offers that have a meaning and are none of `known`, which is in order.
    pub(super) fn strays(&self, known: &[Uuid]) -> Vec<Uuid> {
        let laid_down: Vec<Uuid> = {
            let shelves = self.shelves.read().unwrap_or_else(PoisonError::into_inner);
            shelves.iter().flat_map(Shelf::keys).collect()
        };
        laid_down.into_iter().filter(|id| known.binary_search(id).is_err()).collect()
    }

    /// Meanings of these offers, as far as they are on the shelves.
    pub(super) fn of_offers(&self, ids: impl Iterator<Item = Uuid>) -> HashMap<Uuid, Meanings> {
        let shelves = self.shelves.read().unwrap_or_else(PoisonError::into_inner);
        ids.map(|id| (id, shelves.each_ref().map(|shelf| shelf.get(id)))).collect()
    }

    /// Offers that lie near these meanings: `most` of each language, looked for in so many groups.
    pub(super) fn near(&self, meanings: &Meanings, most: usize, groups: usize) -> Vec<Uuid> {
        let shelves = self.shelves.read().unwrap_or_else(PoisonError::into_inner);
        let points = meanings.iter().flatten();
        let found = points.flat_map(|point| shelves.iter().flat_map(move |shelf| shelf.nearest_to(point, most, groups)));
        found.map(|(id, _)| id).collect()
    }

    /// Takes needs in by their words, in place of earlier versions. A need that says what it said keeps its meanings.
    pub(super) fn take(&self, needs: Vec<Need>) {
        let kept: Vec<Kept> = needs.into_iter().map(|need| Kept::new(need, &self.statistics)).collect();
        self.needs.write().unwrap_or_else(PoisonError::into_inner).put(kept);
    }

    /// Gives needs their meanings; one that says something else by now is left alone. What could not be had for now (`waits`)
    /// stays as it was.
    pub(super) fn give(&self, needs: &[Need], meanings: Vec<Meanings>, waits: bool) {
        let mut kept = self.needs.write().unwrap_or_else(PoisonError::into_inner);
        for (need, meanings) in needs.iter().zip(meanings) {
            kept.give(need, meanings, waits);
        }
    }

    /// Forgets needs; unknown ids are ignored.
    pub fn remove_needs(&self, ids: &[Uuid]) {
        self.needs.write().unwrap_or_else(PoisonError::into_inner).remove(ids);
    }

    /// All needs as they are now.
    pub(super) fn needs(&self) -> Vec<Arc<Kept>> {
        self.needs.read().unwrap_or_else(PoisonError::into_inner).all()
    }
}
