//! One need and one offer, held against each other: the same in every direction.

use super::{
    Evidences, Match, Meanings,
    explain::{Quotes, Told, phrases},
    meaning::Calibration,
};
use crate::matching::{
    lexicon::{Asked, Bag},
    rules::{self, Checked, Evidence, Language, Need, Offer, Weights, ceiling, check, common_fields, score, share_a_field},
};

/// A need, ready to be held against offers.
#[derive(Clone, Copy)]
pub(super) struct Seeker<'a> {
    pub(super) need: &'a Need,
    pub(super) asked: &'a Asked,
    pub(super) meanings: &'a Meanings,
}

/// The nearest two meanings of a pair, in whichever languages, in deviations above strangers.
fn meaning(need: &Meanings, offer: &Meanings, calibration: &Calibration) -> Option<f32> {
    let mut nearest: Option<f32> = None;
    for (of_need, need) in Language::ALL.into_iter().zip(need) {
        for (of_offer, offer) in Language::ALL.into_iter().zip(offer) {
            if let (Some(need), Some(offer)) = (need, offer) {
                let deviations = calibration.deviations(need.cosine(offer), of_need, of_offer);
                nearest = Some(nearest.map_or(deviations, |known| known.max(deviations)));
            }
        }
    }
    nearest
}

/// A pair whose words have not been compared yet: that takes longest, and most pairs are out of the running without.
pub(super) struct Known {
    evidence: Evidence,
    terms: Option<usize>,
    checked: Vec<Checked>,
}

/// Holds a pair together in everything but its words.
pub(super) fn know(seeker: Seeker<'_>, offer: &Offer, meanings: &Meanings, calibration: &Calibration, evidences: Evidences) -> Known {
    let is_full = evidences == Evidences::Full;
    let evidence = Evidence {
        meaning: if evidences == Evidences::Keywords { None } else { meaning(seeker.meanings, meanings, calibration) },
        words: None,
        field: if is_full { share_a_field(&seeker.need.fields, &offer.fields) } else { None },
    };
    let (terms, checked) = if is_full { check(seeker.need, offer) } else { (None, Vec::new()) };
    Known { evidence, terms, checked }
}

impl Known {
    /// The most that the pair can be worth.
    pub(super) fn ceiling(&self, weights: &Weights) -> f32 {
        ceiling(&self.evidence, &self.checked, weights)
    }

    /// The score, with the words of both.
    pub(super) fn scored(self, asked: &Asked, (offer, bag): (&Offer, &Bag), weights: &Weights, evidences: Evidences) -> Match {
        let words = match evidences {
            Evidences::Keywords => asked.compare(bag, false),
            Evidences::Vectors => None,
            Evidences::Full => asked.compare(bag, true),
        };
        let Self { evidence, terms, checked } = self;
        let score = score(&Evidence { words, ..evidence }, &checked, weights);
        Match { id: offer.id, version: offer.version, score, checked, terms, phrases: Vec::new(), fields: Vec::new() }
    }
}

/// The most that an offer can be worth of which nothing is known but its meanings.
pub(super) fn promise(need: &Meanings, offer: &Meanings, calibration: &Calibration, weights: &Weights) -> f32 {
    rules::promise(meaning(need, offer, calibration), weights)
}

/// Adds what both have in common: words and fields.
pub(super) fn explain(
    found: &mut Match,
    (need, asked): (&Need, &Asked),
    (offer, bag): (&Offer, &Bag),
    told: &Told<'_>,
    quotes: &Quotes<'_>,
) {
    found.phrases = phrases(told, asked, quotes, bag);
    found.fields = common_fields(&need.fields, &offer.fields);
}
