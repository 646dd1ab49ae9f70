//! Open needs, kept whole: few enough that a new offer is held against every one of them.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use super::{Meanings, pair::Seeker};
use crate::matching::{
    lexicon::{Asked, Bag, Statistics},
    rules::Need,
};

/// A need with its words weighed, and its meanings as far as they are known.
#[derive(Debug)]
pub(super) struct Kept {
    need: Arc<Need>,
    asked: Arc<Asked>,
    meanings: Meanings,
}

impl Kept {
    /// By its words alone.
    pub(super) fn new(need: Need, statistics: &Statistics) -> Self {
        let asked = Arc::new(Asked::new(&Bag::of_need(&need.saying), statistics));
        Self { need: Arc::new(need), asked, meanings: [None, None] }
    }

    pub(super) fn seeker(&self) -> Seeker<'_> {
        Seeker { need: &self.need, asked: &self.asked, meanings: &self.meanings }
    }
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Needs(HashMap<Uuid, Arc<Kept>>);

impl Needs {
    /// Puts needs in place of earlier versions; who says the same means the same.
    pub(super) fn put(&mut self, needs: Vec<Kept>) {
        for mut kept in needs {
            if let Some(before) = self.0.get(&kept.need.id).filter(|before| before.need.saying == kept.need.saying) {
                kept.meanings.clone_from(&before.meanings);
            }
            self.0.insert(kept.need.id, Arc::new(kept));
        }
    }

    /// Gives a need its meanings, if it still says the same. With `waits`, what is missing stays as it was.
    pub(super) fn give(&mut self, need: &Need, meanings: Meanings, waits: bool) {
        let Some(kept) = self.0.get_mut(&need.id).filter(|kept| kept.need.saying == need.saying) else { return };
        let [zh, en] = meanings;
        let before = if waits { kept.meanings.clone() } else { [None, None] };
        let [zh_before, en_before] = before;
        let meanings = [zh.or(zh_before), en.or(en_before)];
        *kept = Arc::new(Kept { need: Arc::clone(&kept.need), asked: Arc::clone(&kept.asked), meanings });
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
