//! What a need and an offer have in common, in the words of either.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use serde::Serialize;

use crate::{
    matching::{
        lexicon::{Asked, Bag, Dictionary, Section, Token, is_everyday, tokens},
        rules::{Language, Saying},
    },
    search::is_han,
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

/// A need word by word: worked out once, for every offer that it is held against.
pub(super) struct Told<'a>(Vec<(&'a str, Vec<Token<'a>>)>);

impl<'a> Told<'a> {
    pub(super) fn of(need: &'a Saying) -> Self {
        Self(texts(need).map(|(text, language)| (text, tokens(text, language))).collect())
    }
}

/// The phrases that tell most, the weightiest first. Either side of a phrase stands in the text that it is said to be from.
pub(super) fn phrases(need: &Told<'_>, asked: &Asked, quotes: &Quotes<'_>, bag: &Bag) -> Vec<Phrase> {
    let weights: HashMap<(Section, &str), f32> = Section::ALL
        .into_iter()
        .flat_map(|section| asked.words(section).iter().map(move |(term, weight)| ((section, term.as_str()), *weight)))
        .collect();
    let mut found: Vec<Phrase> = Vec::new();
    for (text, tokens) in &need.0 {
        let mut run: Option<(Range<usize>, f32)> = None;
        for Token { section, term, range, han } in tokens {
            let (section, range) = (*section, range.clone());
            let shared = bag.count(section, term) > 0;
            let Some(weight) = weights.get(&(section, &**term)).copied().filter(|_| shared) else { continue };
            let is_word = section != Section::Shared;
            if is_word && *han && quotes.says(&text[range.clone()]) {
                // Pairs of characters that overlap are one word to a reader, if the offer has it in one piece too.
                match &mut run {
                    Some((so_far, sum)) if range.start < so_far.end && quotes.says(&text[so_far.start..range.end]) => {
                        so_far.end = range.end;
                        *sum += weight;
                    }
                    _ => found.extend(run.replace((range, weight)).map(|run| quotes.in_one_piece(text, run))),
                }
            } else if is_word || Dictionary::term_of(term).is_some() {
                let answer = quotes.words.get(&(section, Cow::Borrowed(&**term))).copied().unwrap_or_default();
                found.push(Phrase { need: text[range].to_owned(), offer: answer.to_owned(), weight });
            }
        }
        found.extend(run.map(|run| quotes.in_one_piece(text, run)));
    }
    best(found)
}

fn texts(saying: &Saying) -> impl Iterator<Item = (&str, Language)> {
    let prose = Language::ALL.into_iter().flat_map(|language| {
        let prose = saying.prose(language);
        [(prose.title.as_str(), language), (prose.body.as_str(), language)]
    });
    prose.chain(saying.keywords.iter().map(|keyword| (keyword.as_str(), Language::of(keyword))))
}

/// What an offer says, to be quoted from: worked out once, for every need that it is held against.
pub(super) struct Quotes<'a> {
    texts: Vec<&'a str>,
    /// Each word and term as the offer writes it first.
    words: HashMap<(Section, Cow<'a, str>), &'a str>,
}

/// Characters that belong to no word beside them.
const PARTICLES: &str = "的了和与及或在是其于以而且但也都就还这那个些把被让给从到对向着过";

impl<'a> Quotes<'a> {
    pub(super) fn of(offer: &'a Saying) -> Self {
        let (mut all, mut words) = (Vec::new(), HashMap::new());
        for (text, language) in texts(offer) {
            for Token { term, range, section, .. } in tokens(text, language) {
                words.entry((section, term)).or_insert(&text[range]);
            }
            all.push(text);
        }
        Self { texts: all, words }
    }

    fn says(&self, phrase: &str) -> bool {
        self.texts.iter().any(|text| text.contains(phrase))
    }

    /// A run of Chinese characters that the offer has as well, with the character before and after it if the offer has those
    /// too: pairs with characters that say little are passed over, and would cut words (效成分 of 有效成分).
    fn in_one_piece(&self, text: &str, (run, weight): (Range<usize>, f32)) -> Phrase {
        let belongs = |c: &char| is_han(*c) && !PARTICLES.contains(*c);
        let mut wider = run;
        if let Some(before) = text[..wider.start].chars().next_back().filter(belongs) {
            let start = wider.start - before.len_utf8();
            wider.start = if self.says(&text[start..wider.end]) { start } else { wider.start };
        }
        if let Some(after) = text[wider.end..].chars().next().filter(belongs) {
            let end = wider.end + after.len_utf8();
            wider.end = if self.says(&text[wider.start..end]) { end } else { wider.end };
        }
        let phrase = &text[wider];
        Phrase { need: phrase.to_owned(), offer: phrase.to_owned(), weight }
    }
}

/// Each phrase once, none that stands inside of another, and none that everybody uses whatever it is about.
fn best(mut found: Vec<Phrase>) -> Vec<Phrase> {
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.need.cmp(&b.need)));
    let mut kept: Vec<Phrase> = Vec::new();
    for phrase in found {
        let known = kept.iter().any(|other| other.need.contains(&phrase.need));
        if !known && kept.len() < MOST && !is_everyday(&phrase.need) {
            kept.push(phrase);
        }
    }
    kept
}
