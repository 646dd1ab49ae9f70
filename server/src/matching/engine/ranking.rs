//! Pairs in the order of their scores. Why they fit is worked out for those that somebody is shown, and for no others.

use std::{
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    Match, Matches, apart,
    explain::{Quotes, Told},
    knowledge::Knowledge,
    needs::Kept,
    pair::explain,
};
use crate::matching::{
    lexicon::{Asked, Bag},
    rules::{Need, Offer},
};

/// Offers from which on it is known what strangers have in common: before that, whatever was proposed is shown.
const STRANGERS: u32 = 30;

/// An answer whose matches name scores and terms, but neither phrases nor fields yet.
#[derive(Debug)]
pub struct Ranking {
    /// The answer. What is not to be shown is taken out of it before the rest is explained.
    pub found: Matches,
    pub(super) pairs: Pairs,
}

/// What the matches are made of.
#[derive(Debug)]
pub(super) enum Pairs {
    /// One need, and an offer for each.
    Offers { need: Arc<Need>, asked: Arc<Asked>, offers: HashMap<Uuid, (Offer, Bag)> },
    /// One offer, and a need for each.
    Needs { offer: Arc<Offer>, bag: Arc<Bag>, needs: HashMap<Uuid, Arc<Kept>> },
}

impl Ranking {
    /// The answer, with what both sides of each match have in common.
    pub async fn explained(self) -> Matches {
        let Self { mut found, pairs } = self;
        if found.matches.is_empty() {
            return found;
        }
        let explained = move || {
            match &pairs {
                Pairs::Offers { need, asked, offers } => {
                    let told = Told::of(&need.saying);
                    for one in &mut found.matches {
                        if let Some((offer, bag)) = offers.get(&one.id) {
                            explain(one, (need, asked), (offer, bag), &told, &Quotes::of(&offer.saying));
                        }
                    }
                }
                Pairs::Needs { offer, bag, needs } => {
                    let quotes = Quotes::of(&offer.saying);
                    for one in &mut found.matches {
                        if let Some(seeker) = needs.get(&one.id).map(|kept| kept.seeker()) {
                            explain(one, (seeker.need, seeker.asked), (offer, bag), &Told::of(&seeker.need.saying), &quotes);
                        }
                    }
                }
            }
            found
        };
        apart(explained).await
    }
}

/// A match and what goes with it, the better the less.
struct Ranked<T>(Match, T);

impl<T> PartialEq for Ranked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Ranked<T> {}

impl<T> PartialOrd for Ranked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ranked<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        in_order(&self.0, &other.0)
    }
}

/// The best of those for which something speaks; no more of them than are asked for are held at a time.
pub(super) struct Best<T> {
    kept: BinaryHeap<Ranked<T>>,
    most: usize,
    knows_strangers: bool,
}

impl<T> Best<T> {
    /// None yet.
    pub(super) fn new(knowledge: &Knowledge, most: usize) -> Self {
        Self { kept: BinaryHeap::new(), most, knows_strangers: knowledge.statistics.documents() >= STRANGERS }
    }

    /// Whether what is worth no more than this comes too late, whatever else there is.
    pub(super) fn is_beyond(&self, ceiling: f32) -> bool {
        self.kept.len() >= self.most && self.kept.peek().is_none_or(|worst| ceiling < worst.0.score.total)
    }

    pub(super) fn add(&mut self, found: Match, with: T) {
        if self.knows_strangers && !found.score.is_match() {
            return;
        }
        self.kept.push(Ranked(found, with));
        if self.kept.len() > self.most {
            self.kept.pop();
        }
    }

    /// Best first.
    pub(super) fn in_order(self) -> impl Iterator<Item = (Match, T)> {
        self.kept.into_sorted_vec().into_iter().map(|Ranked(found, with)| (found, with))
    }
}

/// Best first; ties by id, so that the same question has the same answer.
fn in_order(a: &Match, b: &Match) -> std::cmp::Ordering {
    b.score.total.total_cmp(&a.score.total).then_with(|| a.id.cmp(&b.id))
}
