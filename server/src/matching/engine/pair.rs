//! One need and one offer, held against each other: the same in every direction.

use super::{
    Evidences, Match, Meanings, Question,
    explain::{Quotes, Told, phrases},
    meaning::Calibration,
};
use crate::matching::{
    lexicon::{Asked, Bag},
    rules::{Evidence, Language, Need, Offer, check, common_fields, score, share_a_field},
};

/// A need, ready to be held against offers.
#[derive(Clone, Copy)]
pub(super) struct Seeker<'a> {
    pub(super) need: &'a Need,
    pub(super) asked: &'a Asked,
    pub(super) meanings: &'a Meanings,
}

/// An offer, ready to be held against needs.
#[derive(Clone, Copy)]
pub(super) struct Bidder<'a> {
    pub(super) offer: &'a Offer,
    pub(super) bag: &'a Bag,
    pub(super) meanings: &'a Meanings,
}

/// The evidence for a pair.
fn evidence(seeker: Seeker<'_>, bidder: Bidder<'_>, calibration: &Calibration, evidences: Evidences) -> Evidence {
    let words = |shared| seeker.asked.compare(bidder.bag, shared);
    match evidences {
        Evidences::Keywords => Evidence { words: words(false), ..Evidence::default() },
        Evidences::Vectors => Evidence { meaning: meaning(seeker.meanings, bidder.meanings, calibration), ..Evidence::default() },
        Evidences::Full => Evidence {
            meaning: meaning(seeker.meanings, bidder.meanings, calibration),
            words: words(true),
            field: share_a_field(&seeker.need.fields, &bidder.offer.fields),
        },
    }
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

/// The score of a pair, without an explanation.
pub(super) fn compare(seeker: Seeker<'_>, bidder: Bidder<'_>, calibration: &Calibration, question: &Question<'_>) -> Match {
    let evidence = evidence(seeker, bidder, calibration, question.evidences);
    let (terms, checked) = if question.evidences == Evidences::Full { check(seeker.need, bidder.offer) } else { (None, Vec::new()) };
    let score = score(&evidence, &checked, question.weights);
    Match { id: bidder.offer.id, version: bidder.offer.version, score, checked, terms, phrases: Vec::new(), fields: Vec::new() }
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
