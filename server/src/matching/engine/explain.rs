//! What a need and an offer have in common, in the words of either.

use std::collections::HashMap;

use serde::Serialize;

use crate::matching::{
    lexicon::{Asked, Bag, Dictionary, Section, Token, tokens},
    rules::{Language, Saying},
};

/// Most phrases of an explanation.
const MOST: usize = 6;

/// A word or phrase of the need, and what answers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Phrase {
    /// As the need says it.
    pub need: String,
    /// As the offer says it; the same word, or its name in the other language or among experts.
    pub offer: String,
    /// How much it tells.
    pub weight: f32,
}

/// The phrases that tell most, the weightiest first.
pub(super) fn phrases(need: &Saying, asked: &Asked, offer: &Saying, bag: &Bag) -> Vec<Phrase> {
    let weights: HashMap<(Section, &str), f32> = Section::ALL
        .into_iter()
        .flat_map(|section| asked.words(section).iter().map(move |(term, weight)| ((section, term.as_str()), *weight)))
        .collect();
    let mut found: Vec<Phrase> = Vec::new();
    let mut names: Option<HashMap<String, String>> = None;
    for (text, language) in texts(need) {
        let mut run: Option<(std::ops::Range<usize>, f32)> = None;
        for token in tokens(text, language) {
            let shared = bag.count(token.section, &token.term) > 0;
            let Some(weight) = weights.get(&(token.section, token.term.as_str())).copied().filter(|_| shared) else { continue };
            if token.section == Section::Shared {
                if Dictionary::term_of(&token.term).is_some() {
                    let names = names.get_or_insert_with(|| names_in(offer));
                    let answer = names.get(&token.term).cloned().unwrap_or_default();
                    found.push(Phrase { need: text[token.range].to_owned(), offer: answer, weight });
                }
                continue;
            }
            // Pairs of characters that overlap are one word to a reader.
            match &mut run {
                Some((range, sum)) if token.han && token.range.start < range.end => {
                    range.end = token.range.end;
                    *sum += weight;
                }
                _ => found.extend(run.replace((token.range, weight)).map(|run| same(text, run))),
            }
        }
        found.extend(run.map(|run| same(text, run)));
    }
    best(found)
}

fn same(text: &str, (range, weight): (std::ops::Range<usize>, f32)) -> Phrase {
    Phrase { need: text[range.clone()].to_owned(), offer: text[range].to_owned(), weight }
}

fn texts(saying: &Saying) -> impl Iterator<Item = (&str, Language)> {
    let prose = Language::ALL.into_iter().flat_map(|language| {
        let prose = saying.prose(language);
        [(prose.title.as_str(), language), (prose.body.as_str(), language)]
    });
    prose.chain(saying.keywords.iter().map(|keyword| (keyword.as_str(), Language::of(keyword))))
}

/// Terms of an offer, each as the offer writes it first.
fn names_in(offer: &Saying) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for (text, language) in texts(offer) {
        for Token { term, range, section, .. } in tokens(text, language) {
            if section == Section::Shared {
                names.entry(term).or_insert_with(|| text[range].to_owned());
            }
        }
    }
    names
}

/// Each phrase once, and none that stands inside of another.
fn best(mut found: Vec<Phrase>) -> Vec<Phrase> {
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.need.cmp(&b.need)));
    let mut kept: Vec<Phrase> = Vec::new();
    for phrase in found {
        let known = kept.iter().any(|other| other.need.contains(&phrase.need));
        if !known && kept.len() < MOST {
            kept.push(phrase);
        }
    }
    kept
}
