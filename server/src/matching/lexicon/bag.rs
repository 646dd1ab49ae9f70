//! A saying as words with their number.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

use foldhash::fast::RandomState as Quick;

use super::{bilingual::dictionary, statistics::Asked};
use crate::{
    matching::rules::{Language, Prose, Saying},
    search::{Spoken, spoken},
};

/// Words that say nothing about technology; `seeds/reference/matching/function_words.txt`.
static FUNCTION: LazyLock<Function> =
    LazyLock::new(|| Function::read(include_str!("../../../../seeds/reference/matching/function_words.txt")));

struct Function {
    /// A bit for each character of the basic plane, where all of them lie.
    characters: Box<[u64]>,
    words: HashSet<&'static str, Quick>,
}

impl Function {
    fn read(text: &'static str) -> Self {
        let lines = || text.lines().filter(|line| !line.starts_with('#'));
        let is_han = |word: &&str| word.chars().all(|c| !c.is_ascii());
        let mut characters = vec![0_u64; 1024].into_boxed_slice();
        for c in lines().flat_map(str::split_whitespace).filter(is_han).flat_map(str::chars) {
            if let Some(bits) = characters.get_mut(c as usize / 64) {
                *bits |= 1 << (c as usize % 64);
            }
        }
        Self { characters, words: lines().flat_map(str::split_whitespace).filter(|word| !is_han(word)).collect() }
    }

    fn is(&self, word: &Spoken<'_>) -> bool {
        if word.han {
            let says_nothing = |c: char| self.characters.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1);
            return word.term.chars().any(says_nothing);
        }
        word.word.len() < 2 || self.words.contains(&*word.word)
    }
}

/// A part of a bag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Pairs of Chinese characters, and Latin words among them.
    Zh,
    /// Stems of English words.
    En,
    /// What means the same in both.
    Shared,
}

impl Section {
    /// All, in the order in which they are kept.
    pub const ALL: [Self; 3] = [Self::Zh, Self::En, Self::Shared];

    /// The section of a language.
    #[must_use]
    pub const fn of(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }

    /// Where it is kept.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Zh => 0,
            Self::En => 1,
            Self::Shared => 2,
        }
    }
}

/// A word where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// Where it belongs.
    pub section: Section,
    /// What is compared.
    pub term: Cow<'a, str>,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether it is of Chinese characters.
    pub han: bool,
}

/// Words and how often each occurs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bag {
    counts: [HashMap<String, u16, Quick>; 3],
    lengths: [u32; 3],
    languages: [bool; 2],
}

/// How often a word in the title of a need counts at most.
const IN_TITLE: usize = 4;

/// How often a word in the title of a need counts: the longer the text, the more of it is said in passing, and the more the
/// title says what it is about. Up to sixteen times as long as the title, both count alike. Measured on long needs of
/// government programs, where it is worth 0.02 of nDCG@10; short needs lose by it.
fn in_title(prose: &Prose, language: Language) -> u16 {
    let [title, body] = [&prose.title, &prose.body].map(|text| {
        let mut count = 0_usize;
        each(text, language, |_| count += 1);
        count
    });
    let times = (body / title.max(1)).isqrt() / 2;
    u16::try_from(times.clamp(1, IN_TITLE)).unwrap_or(1)
}

impl Bag {
    /// The words of a saying, as they stand.
    #[must_use]
    pub fn of(saying: &Saying) -> Self {
        Self::counted(saying, |_, _| 1, |_, _| true)
    }

    /// The words of an offer, as far as a need asks for them: of the others, it only matters how many there are.
    #[must_use]
    pub fn asked_for(saying: &Saying, wanted: &Wanted<'_>) -> Self {
        Self::counted(saying, |_, _| 1, |section, term| wanted.0[section.index()].contains(term))
    }

    /// The words of a need.
    #[must_use]
    pub fn of_need(saying: &Saying) -> Self {
        Self::counted(saying, in_title, |_, _| true)
    }

    fn counted(saying: &Saying, in_title: impl Fn(&Prose, Language) -> u16, matters: impl Fn(Section, &str) -> bool) -> Self {
        let mut bag = Self::default();
        for language in Language::ALL {
            let prose = saying.prose(language);
            bag.languages[Section::of(language).index()] = !prose.is_empty();
            bag.add(&prose.title, language, in_title(prose, language), &matters);
            bag.add(&prose.body, language, 1, &matters);
        }
        for keyword in &saying.keywords {
            let language = Language::of(keyword);
            bag.languages[Section::of(language).index()] |= !keyword.is_empty();
            bag.add(keyword, language, 1, &matters);
        }
        bag
    }

    fn add(&mut self, text: &str, language: Language, times: u16, matters: &impl Fn(Section, &str) -> bool) {
        each(text, language, |token| {
            let section = token.section.index();
            self.lengths[section] = self.lengths[section].saturating_add(u32::from(times));
            if !matters(token.section, &token.term) {
                return;
            }
            match self.counts[section].get_mut(&*token.term) {
                Some(count) => *count = count.saturating_add(times),
                None => drop(self.counts[section].insert(token.term.into_owned(), times)),
            }
        });
    }

    /// How often a word occurs.
    #[must_use]
    pub fn count(&self, section: Section, term: &str) -> u16 {
        self.counts[section.index()].get(term).copied().unwrap_or_default()
    }

    /// The words of a section, each with how often it occurs.
    pub fn words(&self, section: Section) -> impl Iterator<Item = (&str, u16)> {
        self.counts[section.index()].iter().map(|(term, count)| (term.as_str(), *count))
    }

    /// How many words a section has, repeated ones too.
    #[must_use]
    pub fn length(&self, section: Section) -> u32 {
        self.lengths[section.index()]
    }

    /// Whether something is said in a language.
    #[must_use]
    pub fn speaks(&self, language: Language) -> bool {
        self.languages[Section::of(language).index()]
    }
}

/// The words that a need asks for, to be looked up.
#[derive(Debug)]
pub struct Wanted<'a>([HashSet<&'a str, Quick>; 3]);

impl<'a> Wanted<'a> {
    /// Those of a need.
    #[must_use]
    pub fn by(asked: &'a Asked) -> Self {
        Self(Section::ALL.map(|section| asked.words(section).iter().map(|(term, _)| term.as_str()).collect()))
    }
}

/// The words of a text in order, those of the bilingual table last.
#[must_use]
pub fn tokens(text: &str, language: Language) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    each(text, language, |token| tokens.push(token));
    tokens
}

/// The same, one after the other.
fn each<'a>(text: &'a str, language: Language, mut take: impl FnMut(Token<'a>)) {
    let lexemes = spoken(text);
    let section = Section::of(language);
    for lexeme in lexemes.iter().filter(|lexeme| !FUNCTION.is(lexeme)) {
        let shared = !lexeme.han && (language == Language::Zh || is_name(&text[lexeme.range.clone()]));
        for section in std::iter::once(section).chain(shared.then_some(Section::Shared)) {
            take(Token { section, term: lexeme.term.clone(), range: lexeme.range.clone(), han: lexeme.han });
        }
    }
    for (term, range) in dictionary().find(text, &lexemes) {
        let han = !text[range.clone()].is_ascii();
        take(Token { section: Section::Shared, term: dictionary().token(term).into(), han, range });
    }
}

/// Whether a word is written like a name that Chinese texts keep: with a digit, or two capitals.
fn is_name(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit()) || word.chars().filter(char::is_ascii_uppercase).count() > 1
}
