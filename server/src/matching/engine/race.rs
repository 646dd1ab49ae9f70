//! Offers for a need, as few of them read and cut into words as the answer allows.
//!
//! Nearness of meanings is at hand for every candidate. It says how much a candidate can be worth at most, so the most promising
//! are looked at first, and what cannot come before them is not looked at. The answer is the same as if all had been.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use uuid::Uuid;

use super::{
    Evidences, Match, Meanings, Offers, apart,
    knowledge::Knowledge,
    pair::{Seeker, know, promise},
    ranking::{Best, Pairs},
};
use crate::{
    kernel::Result,
    matching::{
        lexicon::{Asked, Bag, Wanted},
        rules::{Need, Offer, Weights},
    },
};

/// Candidates that are looked at first, for each that is shown: enough that those behind them mostly come too late.
const FIRST: usize = 3;

/// A need, and all that offers are held against it by.
pub(super) struct Held {
    pub(super) need: Arc<Need>,
    pub(super) asked: Arc<Asked>,
    pub(super) meanings: Meanings,
    pub(super) knowledge: Arc<Knowledge>,
    pub(super) weights: Weights,
    pub(super) evidences: Evidences,
}

/// A candidate, and the most that it can be worth.
struct Candidate {
    id: Uuid,
    ceiling: f32,
    meanings: Meanings,
}

type Kept = Best<(Offer, Bag)>;

/// The `most` best of these candidates, best first, and what they are made of.
///
/// # Errors
/// Those of `offers`.
pub(super) async fn race(held: Held, ids: Vec<Uuid>, offers: &dyn Offers, most: usize) -> Result<(Vec<Match>, Pairs)> {
    let (need, asked) = (Arc::clone(&held.need), Arc::clone(&held.asked));
    let mut best = Kept::new(&held.knowledge, most);
    let held = Arc::new(held);
    let of_ids = Arc::clone(&held);
    let mut left = apart(move || of_ids.in_order_of_promise(ids)).await;
    // Where nothing tells candidates apart, all are looked at in one go.
    let mut next = if held.meanings.iter().any(Option::is_some) { most.saturating_mul(FIRST) } else { left.len() };
    while !left.is_empty() {
        let behind = left.split_off(next.min(left.len()));
        let round = std::mem::replace(&mut left, behind);
        let ids: Vec<Uuid> = round.iter().map(|candidate| candidate.id).collect();
        let found = offers.offers(&ids).await?;
        let of_round = Arc::clone(&held);
        best = apart(move || of_round.looked_at(&round, found, best)).await;
        left.retain(|candidate| !best.is_beyond(candidate.ceiling));
        next = left.len();
    }
    let (matches, with): (Vec<Match>, Vec<(Offer, Bag)>) = best.in_order().unzip();
    let offers = matches.iter().map(|found| found.id).zip(with).collect();
    Ok((matches, Pairs::Offers { need, asked, offers }))
}

impl Held {
    fn in_order_of_promise(&self, ids: Vec<Uuid>) -> Vec<Candidate> {
        let mut seen = HashSet::new();
        let ids: Vec<Uuid> = ids.into_iter().filter(|id| seen.insert(*id)).collect();
        let mut meanings = self.knowledge.of_offers(ids.iter().copied());
        let candidate = |id| {
            let meanings = meanings.remove(&id).unwrap_or_default();
            let ceiling = promise(&self.meanings, &meanings, &self.knowledge.calibration, &self.weights);
            Candidate { id, ceiling, meanings }
        };
        let mut candidates: Vec<Candidate> = ids.into_iter().map(candidate).collect();
        candidates.sort_by(|a, b| b.ceiling.total_cmp(&a.ceiling));
        candidates
    }

    /// What these candidates add to the best, as they are now; those that are gone add nothing.
    fn looked_at(&self, candidates: &[Candidate], found: Vec<Offer>, mut best: Kept) -> Kept {
        let seeker = Seeker { need: &self.need, asked: &self.asked, meanings: &self.meanings };
        let wanted = Wanted::by(&self.asked);
        let mut found: HashMap<Uuid, Offer> = found.into_iter().map(|offer| (offer.id, offer)).collect();
        for candidate in candidates {
            let Some(offer) = found.remove(&candidate.id) else { continue };
            let known = know(seeker, &offer, &candidate.meanings, &self.knowledge.calibration, self.evidences);
            if best.is_beyond(known.ceiling(&self.weights)) {
                continue;
            }
            let bag = Bag::asked_for(&offer.saying, &wanted);
            best.add(known.scored(&self.asked, (&offer, &bag), &self.weights, self.evidences), (offer, bag));
        }
        best
    }
}
