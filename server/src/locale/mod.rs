//! Sentences of the product in both languages, looked up by key.
//!
//! The sentences live in `server/locales/<language>/*.ftl` (Project Fluent) and are part of the binary. Code never
//! holds a sentence: it names a key and hands over arguments. Three files a language: `errors.ftl` (one sentence per
//! error code), `fields.ftl` (labels of listing fields), `ui.ftl` (everything else).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::kernel::{Error, Locale};

mod bundle;
mod words;

pub use words::{code_key, field_key};

/// The sentence under `key` in the language `locale`, with `args` filled in.
///
/// Text arguments are taken as untrusted: control, bidirectional and invisible characters are dropped, and long ones
/// are cut. Lists become an enumeration. An argument that is missing or null reads as the Fluent variant `[none]`, so a
/// sentence never shows a raw placeholder. A key that is unknown in `locale` is taken from the other language; a key
/// that is unknown in both comes back as it is.
#[must_use]
pub fn message(locale: Locale, key: &str, args: &BTreeMap<&str, Value>) -> String {
    let other = match locale {
        Locale::ZhCn => Locale::En,
        Locale::En => Locale::ZhCn,
    };
    [locale, other].into_iter().find_map(|language| bundle::of(language).format(language, key, args)).unwrap_or_else(|| {
        tracing::warn!(key, "no sentence under this key");
        key.to_owned()
    })
}

/// A sentence that takes no arguments.
#[must_use]
pub fn text(locale: Locale, key: &str) -> String {
    message(locale, key, &BTreeMap::new())
}

/// The sentence of an error in the language `locale`.
///
/// Codes in arguments are shown in words: states (`fromState`, `toState`, `state`, `current`), kinds of things (`kind`), roles
/// (`role`, `roles`), sizes (`size`) and field paths (`field`, `fields`, `missing`), wherever `ui.ftl` or `fields.ftl` has one.
#[must_use]
pub fn error_message(locale: Locale, error: &Error) -> String {
    let args = error.args().iter().map(|(name, value)| (name.as_ref(), in_words(locale, name, value))).collect();
    message(locale, &code_key(error.code()), &args)
}

/// The label of a listing field by its path: `offers[0].price`, `offers.0.price` and `ip_rights.number` are all understood.
///
/// Where the exact field has no label, its nearest parent's is used; where none has, the path itself.
#[must_use]
pub fn field_label(locale: Locale, path: &str) -> String {
    let mut key = field_key(path);
    while key.len() > words::FIELD_PREFIX.len() {
        if has(locale, &key) {
            return text(locale, &key);
        }
        key.truncate(key.rfind('-').unwrap_or_default());
    }
    words::tidy(path)
}

/// The word for a code of a group, `label(En, "state", "SUBMITTED")`, or the code itself where there is no word.
#[must_use]
pub fn label(locale: Locale, group: &str, code: &str) -> String {
    let key = format!("{group}-{}", words::kebab(code));
    if has(locale, &key) { text(locale, &key) } else { words::tidy(code) }
}

/// Whether `locale` has a sentence under `key`.
#[must_use]
pub fn has(locale: Locale, key: &str) -> bool {
    bundle::of(locale).has(key)
}

/// Every key of a language, sorted.
#[must_use]
pub fn keys(locale: Locale) -> Vec<String> {
    bundle::of(locale).keys().to_vec()
}

/// What is wrong with the embedded files of a language: lines that do not parse, keys that stand twice. Empty in a
/// sound build.
#[must_use]
pub fn problems(locale: Locale) -> Vec<String> {
    bundle::of(locale).problems().to_vec()
}

fn in_words(locale: Locale, name: &str, value: &Value) -> Value {
    let one = |text: &str| match name {
        "fromState" | "toState" | "state" | "current" => label(locale, "state", text),
        "kind" => label(locale, "kind", text),
        "role" | "roles" => label(locale, "role", text),
        "size" => label(locale, "size", text),
        "field" | "fields" | "missing" => field_label(locale, text),
        _ => text.to_owned(),
    };
    match value {
        Value::String(text) => Value::String(one(text)),
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().map_or_else(|| item.clone(), |text| Value::String(one(text)))).collect()
        }
        other => other.clone(),
    }
}
