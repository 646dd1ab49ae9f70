//! How many there are of something: in all, and for each somebody.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Counts who is inside.
#[derive(Debug)]
pub struct Crowd<K: Eq + Hash>(Arc<Inside<K>>);

#[derive(Debug)]
struct Inside<K: Eq + Hash> {
    most: usize,
    most_each: usize,
    heads: Mutex<Heads<K>>,
}

#[derive(Debug)]
struct Heads<K: Eq + Hash> {
    all: usize,
    each: HashMap<K, usize>,
}

/// A place inside; dropped when whoever has it leaves.
#[derive(Debug)]
pub struct Place<K: Eq + Hash> {
    inside: Arc<Inside<K>>,
    who: Option<K>,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// There are too many in all.
    All,
    /// There are too many of this one.
    Each,
}

impl<K: Eq + Hash + Clone> Crowd<K> {
    /// Room for `most` in all and `most_each` of each.
    #[must_use]
    pub fn new(most: usize, most_each: usize) -> Self {
        let heads = Mutex::new(Heads { all: 0, each: HashMap::new() });
        Self(Arc::new(Inside { most, most_each, heads }))
    }

    /// Lets somebody in. Whoever cannot be told from others is counted in all only.
    ///
    /// # Errors
    /// What is full.
    pub fn enter(&self, who: Option<K>) -> Result<Place<K>, Full> {
        let mut heads = self.0.heads();
        if heads.all >= self.0.most {
            return Err(Full::All);
        }
        if let Some(who) = &who {
            if heads.each.get(who).is_some_and(|count| *count >= self.0.most_each) {
                return Err(Full::Each);
            }
            *heads.each.entry(who.clone()).or_default() += 1;
        }
        heads.all += 1;
        Ok(Place { inside: Arc::clone(&self.0), who })
    }

    /// How many are inside.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.heads().all
    }
}

impl<K: Eq + Hash> Inside<K> {
    fn heads(&self) -> MutexGuard<'_, Heads<K>> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut heads = self.inside.heads();
        heads.all = heads.all.saturating_sub(1);
        let Some(who) = &self.who else { return };
        if let Some(count) = heads.each.get_mut(who) {
            *count -= 1;
            if *count == 0 {
                heads.each.remove(who);
            }
        }
    }
}
