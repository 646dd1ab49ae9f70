//! The bilingual table: terms of technology that have a name in both languages, with other names for the same thing.
//!
//! `seeds/reference/matching/terms.csv`, one term a line. It is our own work; its head says how it was made.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use crate::{
    kernel::digest,
    matching::rules::Language,
    search::{Spoken, lexemes},
};
use foldhash::fast::RandomState as Quick;

const TABLE: &str = include_str!("../../../../seeds/reference/matching/terms.csv");

/// Begins a term that is written as a word.
const MARK: char = '≡';

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::read(TABLE));

/// The table of this program.
#[must_use]
pub fn dictionary() -> &'static Dictionary {
    &DICTIONARY
}

/// One term: its names in both languages, the usual one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Chinese names.
    pub zh: Vec<String>,
    /// English names.
    pub en: Vec<String>,
}

impl Entry {
    /// The usual name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        let names = match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        };
        names.first().map_or("", String::as_str)
    }
}

/// Terms, and where to look for them.
#[derive(Debug, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
    /// Each as a word of the shared section.
    tokens: Vec<String>,
    /// Chinese names by their first two characters, the longest first.
    zh: HashMap<String, Vec<(String, u32)>, Quick>,
    /// Stems of English names by the first of them, the longest first.
    en: HashMap<String, Vec<(Vec<String>, u32)>, Quick>,
    version: String,
}

impl Dictionary {
    /// Reads a table. A line that cannot be read is left out; a test reads every line.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut dictionary = Self { version: digest::short(text.as_bytes()), ..Self::default() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((zh, en)) = line.split_once(',') else { continue };
            let names =
                |names: &str| names.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            let entry = Entry { zh: names(zh), en: names(en) };
            if !entry.zh.is_empty() && !entry.en.is_empty() {
                dictionary.add(entry);
            }
        }
        for names in dictionary.zh.values_mut() {
            names.sort_by_key(|(name, term)| (std::cmp::Reverse(name.len()), *term));
        }
        for names in dictionary.en.values_mut() {
            names.sort_by_key(|(name, term)| (std::cmp::Reverse(name.len()), *term));
        }
        dictionary
    }

    fn add(&mut self, entry: Entry) {
        let Ok(term) = u32::try_from(self.entries.len()) else { return };
        for name in &entry.zh {
            let start: String = name.chars().take(2).collect();
            self.zh.entry(start).or_default().push((name.clone(), term));
        }
        for name in &entry.en {
            let stems: Vec<String> = lexemes(name).into_iter().map(|lexeme| lexeme.term).collect();
            if let Some(first) = stems.first() {
                self.en.entry(first.clone()).or_default().push((stems, term));
            }
        }
        self.entries.push(entry);
        self.tokens.push(format!("{MARK}{term}"));
    }

    /// How many terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names the table, so that a result tells which one it was made with.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A term as a word of the shared section.
    #[must_use]
    pub fn token(&self, term: u32) -> &str {
        self.tokens.get(term as usize).map_or("", String::as_str)
    }

    /// The term behind a word of the shared section; none if it is a name that both languages write alike.
    #[must_use]
    pub fn term_of(token: &str) -> Option<u32> {
        token.strip_prefix(MARK)?.parse().ok()
    }

    /// A term.
    #[must_use]
    pub fn entry(&self, term: u32) -> Option<&Entry> {
        self.entries.get(term as usize)
    }

    /// Terms in a text and where they stand: at each place the longest.
    #[must_use]
    pub fn find(&self, text: &str, lexemes: &[Spoken<'_>]) -> Vec<(u32, Range<usize>)> {
        let mut found = Vec::new();
        let mut end = 0;
        for (nth, lexeme) in lexemes.iter().enumerate() {
            let start = lexeme.range.start;
            if start < end {
                continue;
            }
            let term = if lexeme.han { self.at_han(&text[start..], &lexeme.term) } else { self.at_latin(&lexemes[nth..]) };
            if let Some((term, length)) = term {
                end = if lexeme.han { start + length } else { lexemes[nth + length - 1].range.end };
                found.push((term, start..end));
            }
        }
        found
    }

    /// The longest term at the beginning of a Chinese text, and its length in bytes.
    fn at_han(&self, text: &str, start: &str) -> Option<(u32, usize)> {
        let names = self.zh.get(start)?;
        names.iter().find(|(name, _)| text.starts_with(name.as_str())).map(|(name, term)| (*term, name.len()))
    }

    /// The longest term at the beginning of words, and its length in words.
    fn at_latin(&self, lexemes: &[Spoken<'_>]) -> Option<(u32, usize)> {
        let names = self.en.get(&*lexemes.first()?.term)?;
        let is_here = |stems: &[String]| {
            stems.len() <= lexemes.len() && stems.iter().zip(lexemes).all(|(stem, lexeme)| !lexeme.han && *stem == lexeme.term)
        };
        names.iter().find(|(stems, _)| is_here(stems)).map(|(stems, term)| (*term, stems.len()))
    }
}
