//! What a person asked for, understood: words, their synonyms, and how exactly they must be met.
//!
//! The text is untrusted. It is only ever cut into words here; no character in it is an operator.

use super::settings::Settings;
use super::words::{Kind, Run, dictionary_words, grams, runs, stem, words_inside};

/// Most words of a synonym; a longer one would never be recognized.
const LONGEST_PHRASE: usize = 6;

/// A query: words that should all occur.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Plan {
    /// Each is one wish of the person; synonyms are alternatives within it.
    pub(super) wishes: Vec<Wish>,
    /// Sequences of words as they were typed (`fuel cell stack`, `高温超导材料`): a document that has them in this
    /// order is better.
    pub(super) phrases: Vec<Vec<Atom>>,
}

/// One wish: any of the alternatives fulfills it. The first is what was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wish {
    /// Sequences of words; synonyms may have several.
    pub(super) alternatives: Vec<Vec<Atom>>,
    /// A word that says nothing.
    stop: bool,
}

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Atom {
    /// A word of an alphabet.
    Latin {
        /// Folded.
        word: String,
        /// Its stem.
        stem: String,
        /// How many letters may differ.
        typos: u8,
        /// Whether the word may go on: the person may still be typing it.
        prefix: bool,
    },
    /// Chinese characters in a row.
    Han {
        /// The characters.
        text: String,
        /// The shorter words that it is made of, if the dictionary sees some: all of them are a weaker match.
        parts: Vec<String>,
    },
}

impl Atom {
    fn latin(word: &str) -> Self {
        Self::Latin { word: word.to_owned(), stem: stem(word), typos: 0, prefix: false }
    }

    fn han(text: &str) -> Self {
        Self::Han { text: text.to_owned(), parts: words_inside(text) }
    }

    /// Terms that stand next to each other in the index if this word occurs: the stem, or the grams.
    pub(super) fn neighbors(&self) -> Vec<String> {
        match self {
            Self::Latin { stem, .. } => vec![stem.clone()],
            Self::Han { text, .. } => grams(text),
        }
    }
}

impl Plan {
    /// Understands `text`. With `synonyms`, other words for the same thing will do.
    pub(super) fn new(text: &str, settings: &Settings, synonyms: bool) -> Self {
        let cut = text.char_indices().nth(settings.query.max_characters).map_or(text, |(at, _)| &text[..at]);
        let runs = runs(cut);
        let mut plan = Self::default();
        plan.read(&runs, settings, if synonyms { known_phrases(settings) } else { &[] });
        if plan.wishes.iter().any(|wish| !wish.stop) {
            plan.wishes.retain(|wish| !wish.stop);
        }
        plan.wishes.truncate(settings.query.max_words);
        let unfinished = runs.last().is_some_and(|run| run.kind == Kind::Latin && run.range.end == cut.len());
        plan.forgive(settings, unfinished);
        plan.phrases = phrases(&runs);
        plan
    }

    /// The same where nobody is typing any more: the last word is as long as it is.
    pub(super) fn typed_out(mut self) -> Self {
        for atom in self.wishes.iter_mut().flat_map(|wish| wish.alternatives.iter_mut().flatten()) {
            if let Atom::Latin { prefix, .. } = atom {
                *prefix = false;
            }
        }
        self
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.wishes.is_empty()
    }

    /// All words that a text may be marked for.
    pub(super) fn atoms(&self) -> impl Iterator<Item = &Atom> {
        self.wishes.iter().flat_map(|wish| wish.alternatives.iter().flatten())
    }

    fn read(&mut self, runs: &[Run], settings: &Settings, known: &[Known]) {
        let mut rest = runs;
        while let Some((run, after)) = rest.split_first() {
            // A hostile text has many words; more than this can never be used.
            if self.wishes.len() > settings.query.max_words * 4 {
                return;
            }
            match run.kind {
                Kind::Han => self.read_han(&run.text, settings, known),
                Kind::Latin => {
                    let stems: Vec<String> =
                        rest.iter().take(LONGEST_PHRASE).take_while(|run| run.kind == Kind::Latin).map(|run| stem(&run.text)).collect();
                    let found = known
                        .iter()
                        .filter(|phrase| !phrase.han && stems.starts_with(&phrase.stems))
                        .max_by_key(|phrase| phrase.words.len());
                    if let Some(phrase) = found {
                        let typed = rest[..phrase.words.len()].iter().map(|run| Atom::latin(&run.text)).collect();
                        self.wishes.push(Wish { alternatives: [vec![typed], phrase.others.clone()].concat(), stop: false });
                        rest = &rest[phrase.words.len()..];
                        continue;
                    }
                    let stop = settings.stop_words.en.contains(&run.text);
                    self.wishes.push(Wish { alternatives: vec![vec![Atom::latin(&run.text)]], stop });
                }
            }
            rest = after;
        }
    }

    fn read_han(&mut self, text: &str, settings: &Settings, known: &[Known]) {
        let longest = known.iter().filter(|phrase| phrase.han).filter_map(|phrase| {
            let word = phrase.words.first()?;
            text.find(word.as_str()).map(|at| (word, at, phrase))
        });
        if let Some((word, at, phrase)) = longest.max_by_key(|(word, at, _)| (word.len(), std::cmp::Reverse(*at))) {
            self.read_han(&text[..at], settings, known);
            self.wishes.push(Wish { alternatives: [vec![vec![Atom::han(word)]], phrase.others.clone()].concat(), stop: false });
            self.read_han(&text[at + word.len()..], settings, known);
            return;
        }
        if text.is_empty() {
            return;
        }
        for word in dictionary_words(text) {
            let stop = settings.stop_words.zh.contains(&word);
            self.wishes.push(Wish { alternatives: vec![vec![Atom::han(&word)]], stop });
        }
    }

    /// Forgives typos in words that were typed (not in synonyms, nor in parts of a known phrase), and lets the last
    /// word go on.
    fn forgive(&mut self, settings: &Settings, unfinished: bool) {
        for wish in &mut self.wishes {
            if let Some([Atom::Latin { word, typos, .. }]) = wish.alternatives.first_mut().map(Vec::as_mut_slice)
                && word.bytes().all(|b| b.is_ascii_alphabetic())
            {
                *typos = match word.len() {
                    length if length >= settings.query.two_typos_from => 2,
                    length if length >= settings.query.one_typo_from => 1,
                    _ => 0,
                };
            }
        }
        let last = self.wishes.last_mut().and_then(|wish| wish.alternatives.first_mut()).and_then(|typed| typed.last_mut());
        if let Some(Atom::Latin { prefix, .. }) = last.filter(|_| unfinished) {
            *prefix = true;
        }
    }
}

/// A phrase of the synonyms, cut into words.
struct Known {
    han: bool,
    /// The Chinese run, or the Latin words.
    words: Vec<String>,
    /// Stems of the Latin words, so that plurals are recognized.
    stems: Vec<String>,
    /// The other phrases of its group.
    others: Vec<Vec<Atom>>,
}

fn known_phrases(settings: &Settings) -> &'static [Known] {
    // The settings are read once per process, so the phrases are cut once, too.
    static KNOWN: std::sync::OnceLock<Vec<Known>> = std::sync::OnceLock::new();
    KNOWN.get_or_init(|| {
        let atoms = |phrase: &str| -> Vec<Atom> {
            runs(phrase).iter().map(|run| if run.kind == Kind::Han { Atom::han(&run.text) } else { Atom::latin(&run.text) }).collect()
        };
        let mut known = Vec::new();
        for group in &settings.synonyms.groups {
            for phrase in group {
                let runs = runs(phrase);
                let han = runs.first().is_some_and(|run| run.kind == Kind::Han);
                known.push(Known {
                    han,
                    stems: if han { Vec::new() } else { runs.iter().map(|run| stem(&run.text)).collect() },
                    words: runs.into_iter().map(|run| run.text).collect(),
                    others: group.iter().filter(|other| *other != phrase).map(|other| atoms(other)).collect(),
                });
            }
        }
        known
    })
}

/// Sequences of at least two words of one kind.
fn phrases(runs: &[Run]) -> Vec<Vec<Atom>> {
    let mut found: Vec<Vec<Atom>> = Vec::new();
    let mut latin: Vec<Atom> = Vec::new();
    for run in runs.iter().take(32) {
        match run.kind {
            Kind::Latin => latin.push(Atom::latin(&run.text)),
            Kind::Han => {
                found.push(std::mem::take(&mut latin));
                if run.text.chars().count() > 2 {
                    found.push(vec![Atom::Han { text: run.text.clone(), parts: Vec::new() }]);
                }
            }
        }
    }
    found.push(latin);
    found.retain(|phrase| phrase.len() > 1 || matches!(phrase.first(), Some(Atom::Han { .. })));
    found
}
