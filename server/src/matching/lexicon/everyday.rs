//! Words that everybody uses: they count like others, but to say that two texts have them in common would tell a reader nothing.

use std::{collections::HashSet, sync::LazyLock};

use crate::search::is_han;

/// The list itself, for those who say by what version they went.
pub const EVERYDAY_WORDS: &str = include_str!("../../../../seeds/reference/matching/everyday_words.txt");

static EVERYDAY: LazyLock<Everyday> = LazyLock::new(|| Everyday::read(EVERYDAY_WORDS));

struct Everyday {
    /// English words in their usual forms. Not their stems: hardness has that of hard.
    english: HashSet<String>,
    chinese: HashSet<&'static str>,
}

impl Everyday {
    fn read(text: &'static str) -> Self {
        let words = text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        let (chinese, english): (Vec<&str>, Vec<&str>) = words.partition(|word| word.chars().all(is_han));
        Self { english: english.into_iter().flat_map(forms).collect(), chinese: chinese.into_iter().collect() }
    }
}

/// A word with its plural and past; some that nobody writes are among them.
fn forms(word: &str) -> Vec<String> {
    let stem = word.strip_suffix('y').map(|stem| format!("{stem}i"));
    let stem = stem.as_deref().unwrap_or(word);
    [word.to_owned(), format!("{word}s"), format!("{stem}es"), format!("{word}d"), format!("{stem}ed")].into()
}

/// Whether a phrase has nothing but everyday words in it.
#[must_use]
pub fn is_everyday(phrase: &str) -> bool {
    let phrase = phrase.trim();
    if phrase.chars().any(is_han) {
        return is_made_of(phrase, &EVERYDAY.chinese);
    }
    let words = phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).all(|word| EVERYDAY.english.contains(&word))
}

/// Whether a text can be cut into these words, which have two characters each, without a rest.
fn is_made_of(text: &str, words: &HashSet<&str>) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(2).all(|pair| words.contains(pair.iter().collect::<String>().as_str()))
}
