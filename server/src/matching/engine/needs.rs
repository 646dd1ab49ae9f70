//! Open needs, kept whole: few enough that a new offer is held against every one of them.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use super::{Meanings, pair::Seeker};
use crate::matching::{
    lexicon::{Asked, Bag, Statistics},
    rules::Need,
};

/// A need with its words weighed and its meanings seen.
#[derive(Debug)]
pub(super) struct Kept {
    need: Need,
    asked: Asked,
    meanings: Meanings,
}

impl Kept {
    pub(super) fn new(need: Need, meanings: Meanings, statistics: &Statistics) -> Self {
        let asked = Asked::new(&Bag::of(&need.saying), statistics);
        Self { need, asked, meanings }
    }

    pub(super) fn seeker(&self) -> Seeker<'_> {
        Seeker { need: &self.need, asked: &self.asked, meanings: &self.meanings }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Needs(HashMap<Uuid, Arc<Kept>>);

impl Needs {
    pub(super) fn put(&mut self, needs: Vec<Kept>) {
        self.0.extend(needs.into_iter().map(|kept| (kept.need.id, Arc::new(kept))));
    }

    pub(super) fn remove(&mut self, ids: &[Uuid]) {
        for id in ids {
            self.0.remove(id);
        }
    }

    /// As they are now; a change afterwards does not show.
    pub(super) fn all(&self) -> Vec<Arc<Kept>> {
        self.0.values().cloned().collect()
    }
}
