//! Questions that help to write a demand, from the file that ships inside the program.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::kernel::Locale;

/// What one field is asked by, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The question.
    pub question: String,
    /// An answer, for orientation.
    pub example: String,
    /// Why the answer matters for matching.
    pub why: String,
}

/// A field and the questions for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// The field, as in the API.
    pub field: String,
    zh: Words,
    en: Words,
}

impl Prompt {
    /// The words in `locale`.
    #[must_use]
    pub const fn words(&self, locale: Locale) -> &Words {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    prompt: Vec<Prompt>,
}

/// A test reads the file; one that cannot be read asks nothing.
static PROMPTS: LazyLock<Vec<Prompt>> = LazyLock::new(|| {
    toml::from_str::<File>(include_str!("../../../seeds/reference/demand_prompts.toml")).map(|file| file.prompt).unwrap_or_default()
});

/// All prompts, in the order of the form.
#[must_use]
pub fn all() -> &'static [Prompt] {
    &PROMPTS
}

/// The prompt for `field`.
#[must_use]
pub fn of(field: &str) -> Option<&'static Prompt> {
    PROMPTS.iter().find(|prompt| prompt.field == field)
}
