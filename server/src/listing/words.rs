//! Words for codes, from the vocabulary file that ships inside the program.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::kernel::Locale;

#[derive(Deserialize)]
struct Word {
    zh: String,
    en: String,
}

static WORDS: LazyLock<HashMap<String, HashMap<String, Word>>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../seeds/reference/vocabulary.toml")).unwrap_or_default());

/// The word for `code` in the vocabulary `table` (`license_kind`), or the code itself where there is none.
#[must_use]
pub fn word(locale: Locale, table: &str, code: &str) -> String {
    let found = WORDS.get(table).and_then(|codes| codes.get(code));
    found.map_or_else(
        || code.to_owned(),
        |word| match locale {
            Locale::ZhCn => word.zh.clone(),
            Locale::En => word.en.clone(),
        },
    )
}
