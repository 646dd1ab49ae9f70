//! How frequent words are among offers, and what a need's words are worth by that.

use std::collections::HashMap;

use super::bag::{Bag, Section};
use crate::matching::rules::Language;

/// How fast repetition of a word wears out, and how much long texts are held back (the usual values of BM25).
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;
/// How slowly repetition in the need wears out: what it says ten times counts nearly five times.
const REPEATED: f32 = 7.0;
/// Where need and offer have a language in common, a term that both have is mostly a word that both have: it counts a quarter.
const ALREADY_COUNTED: f32 = 0.25;
/// Words of a need that are looked at in each section, those that tell most. A long text has more, but what it says in passing
/// drowns what it is about.
const MOST: usize = 64;
/// Words among them that no offer of the sample has: they would weigh most, and take the room of those that can be found.
const UNHEARD: usize = 16;

/// Frequencies of words among a sample of offers.
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    sections: [Frequencies; 3],
}

#[derive(Debug, Clone, Default)]
struct Frequencies {
    /// Offers that have something in this section.
    documents: u32,
    words: u64,
    found_in: HashMap<String, u32>,
}

impl Statistics {
    /// Counts one more offer.
    pub fn count(&mut self, bag: &Bag) {
        for section in Section::ALL {
            let speaks = match section {
                Section::Zh => bag.speaks(Language::Zh),
                Section::En => bag.speaks(Language::En),
                Section::Shared => true,
            };
            if !speaks {
                continue;
            }
            let frequencies = &mut self.sections[section.index()];
            frequencies.documents += 1;
            frequencies.words += u64::from(bag.length(section));
            for (term, _) in bag.words(section) {
                match frequencies.found_in.get_mut(term) {
                    Some(found) => *found += 1,
                    None => drop(frequencies.found_in.insert(term.to_owned(), 1)),
                }
            }
        }
    }

    /// How many offers were counted.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.sections[Section::Shared.index()].documents
    }

    /// Weight of a word: the rarer, the more it tells (inverse document frequency).
    #[must_use]
    pub fn weight(&self, section: Section, term: &str) -> f32 {
        let (documents, found) = self.found(section, term);
        ((documents - found + 0.5) / (found + 0.5)).ln_1p()
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
    fn found(&self, section: Section, term: &str) -> (f32, f32) {
        let frequencies = &self.sections[section.index()];
        let found = frequencies.found_in.get(term).copied().unwrap_or_default();
        (frequencies.documents as f32, found as f32)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
    fn usual_length(&self, section: Section) -> f32 {
        let frequencies = &self.sections[section.index()];
        if frequencies.documents == 0 { 1.0 } else { (frequencies.words as f32 / frequencies.documents as f32).max(1.0) }
    }
}

/// A need's words, weighed: ready to be held against any offer.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    sections: [Weighed; 3],
    told: usize,
    languages: [bool; 2],
}

#[derive(Debug, Clone, Default)]
struct Weighed {
    /// Words with their weights, the weightiest first.
    words: Vec<(String, f32)>,
    /// What a stranger would have of them, and how much that varies.
    expected: f32,
    variance: f32,
    usual_length: f32,
}

impl Asked {
    /// Weighs the words of a need.
    #[must_use]
    pub fn new(need: &Bag, statistics: &Statistics) -> Self {
        let told = Language::ALL.map(|language| need.words(Section::of(language)).count()).into_iter().max().unwrap_or_default();
        let sections = Section::ALL.map(|section| {
            let words = tell_most(need, statistics, section);
            Weighed {
                expected: words.iter().map(|word| word.weight * word.share).sum(),
                variance: words.iter().map(|word| word.weight * word.weight * word.share * (1.0 - word.share)).sum(),
                words: words.into_iter().map(|word| (word.term, word.weight)).collect(),
                usual_length: statistics.usual_length(section),
            }
        });
        Self { sections, told, languages: Language::ALL.map(|language| need.speaks(language)) }
    }

    /// How many different words the need has, in the language in which it has most.
    #[must_use]
    pub const fn told(&self) -> usize {
        self.told
    }

    /// The words of a section, the weightiest first, with their weights.
    #[must_use]
    pub fn words(&self, section: Section) -> &[(String, f32)] {
        &self.sections[section.index()].words
    }

    /// How much more the need and an offer have in common than strangers would, in deviations; none if they have no
    /// language in common and the need has no word that means the same in both. Without `shared`, such words do not count.
    #[must_use]
    pub fn compare(&self, offer: &Bag, shared: bool) -> Option<f32> {
        let spoken = Language::ALL.into_iter().filter(|language| self.languages[Section::of(*language).index()] && offer.speaks(*language));
        let spoken: Vec<Section> = spoken.map(Section::of).collect();
        let of_shared = if spoken.is_empty() { 1.0 } else { ALREADY_COUNTED };
        let sections = spoken.into_iter().map(|section| (section, 1.0)).chain(shared.then_some((Section::Shared, of_shared)));
        let (mut common, mut expected, mut variance) = (0.0, 0.0, 0.0);
        for (section, counts) in sections {
            let weighed = &self.sections[section.index()];
            common += counts * weighed.common(offer, section);
            expected += counts * weighed.expected;
            variance += counts * counts * weighed.variance;
        }
        (variance > 0.0).then(|| (common - expected) / variance.sqrt())
    }
}

/// A word of a need.
struct Word {
    term: String,
    weight: f32,
    /// Share of offers that have it.
    share: f32,
    /// Whether an offer of the sample has it.
    is_heard: bool,
}

/// The words of a need that tell most, the weightiest first.
fn tell_most(need: &Bag, statistics: &Statistics, section: Section) -> Vec<Word> {
    let word = |(term, count): (&str, u16)| {
        let (documents, found) = statistics.found(section, term);
        let weight = statistics.weight(section, term) * repeated(count);
        Word { term: term.to_owned(), weight, share: (found + 0.5) / (documents + 1.0), is_heard: found > 0.0 }
    };
    let mut words: Vec<Word> = need.words(section).map(word).collect();
    words.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.term.cmp(&b.term)));
    let heard = words.iter().filter(|word| word.is_heard).count().min(MOST);
    let mut left = [(MOST - heard).max(UNHEARD), MOST];
    words.retain(|word| {
        let left = &mut left[usize::from(word.is_heard)];
        *left > 0 && {
            *left -= 1;
            true
        }
    });
    words
}

fn repeated(count: u16) -> f32 {
    let count = f32::from(count);
    count * (REPEATED + 1.0) / (count + REPEATED)
}

impl Weighed {
    #[expect(clippy::cast_precision_loss, reason = "words of one text")]
    fn common(&self, offer: &Bag, section: Section) -> f32 {
        let length = offer.length(section) as f32 / self.usual_length.max(1.0);
        let held_back = SATURATION * (1.0 - LENGTH + LENGTH * length);
        let word = |(term, weight): &(String, f32)| {
            let count = f32::from(offer.count(section, term));
            weight * count * (SATURATION + 1.0) / (count + held_back)
        };
        self.words.iter().map(word).sum()
    }
}
