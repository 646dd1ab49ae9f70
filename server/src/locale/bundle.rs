//! The Fluent bundles, parsed once from the files inside the binary.

use std::{collections::BTreeMap, sync::LazyLock};

use fluent_bundle::{
    FluentArgs, FluentError, FluentResource, FluentValue,
    concurrent::FluentBundle,
    resolver::{ResolverError, errors::ReferenceKind},
};
use include_dir::{Dir, include_dir};
use serde_json::Value;

use super::words::tidy;
use crate::kernel::Locale;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static ZH_CN: LazyLock<Language> = LazyLock::new(|| Language::read(Locale::ZhCn));
static EN: LazyLock<Language> = LazyLock::new(|| Language::read(Locale::En));

/// What a missing argument is replaced with; sentences may have a variant `[none]` for it.
const ABSENT: &str = "none";

/// Whole numbers up to here survive Fluent's floating point exactly; larger ones are shown as text.
const EXACT: i64 = 1 << 53;

/// One language: its bundle, the keys in it and what was wrong with its files.
pub(super) struct Language {
    bundle: FluentBundle<FluentResource>,
    keys: Vec<String>,
    problems: Vec<String>,
}

pub(super) fn of(locale: Locale) -> &'static Language {
    match locale {
        Locale::ZhCn => &ZH_CN,
        Locale::En => &EN,
    }
}

impl Language {
    fn read(locale: Locale) -> Self {
        let name: &'static str = locale.into();
        let mut language = Self { bundle: FluentBundle::new_concurrent(vec![]), keys: Vec::new(), problems: Vec::new() };
        match name.parse() {
            Ok(tag) => language.bundle = FluentBundle::new_concurrent(vec![tag]),
            Err(error) => language.problems.push(format!("{name}: {error}")),
        }
        // Isolation marks are invisible characters, which our own rules ban from texts.
        language.bundle.set_use_isolating(false);
        for file in FILES.get_dir(name).into_iter().flat_map(Dir::files) {
            language.add(&file.path().display().to_string(), file.contents_utf8().unwrap_or_default());
        }
        language.keys.sort_unstable();
        for problem in &language.problems {
            tracing::error!(problem, "a locale file is broken");
        }
        language
    }

    fn add(&mut self, file: &str, source: &str) {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, errors)| {
            self.problems.extend(errors.iter().map(|error| format!("{file}: {error}")));
            partial
        });
        if let Err(errors) = self.bundle.add_resource(resource) {
            self.problems.extend(errors.iter().map(|error| format!("{file}: {error}")));
        }
        let keys =
            source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(|line| line.split_once(" ="));
        self.keys.extend(keys.map(|(key, _)| key.to_owned()).filter(|key| self.bundle.has_message(key)));
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    pub(super) fn keys(&self) -> &[String] {
        &self.keys
    }

    pub(super) fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The sentence under `key`, or `None` if this language lacks it.
    pub(super) fn format(&self, locale: Locale, key: &str, args: &BTreeMap<&str, Value>) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = message.value()?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            if let Some(value) = shown(locale, value) {
                values.set((*name).to_owned(), value);
            }
        }
        // A sentence only tells which arguments it misses by being formatted; each round may open a nested variant.
        loop {
            let mut errors = Vec::new();
            let sentence = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
            let missing: Vec<String> =
                errors.iter().filter_map(missing_variable).filter(|name| values.get(name.as_str()).is_none()).collect();
            if missing.is_empty() {
                for error in &errors {
                    tracing::error!(key, %error, "a sentence could not be formatted");
                }
                return Some(sentence);
            }
            for name in missing {
                values.set(name, ABSENT);
            }
        }
    }
}

fn missing_variable(error: &FluentError) -> Option<String> {
    match error {
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) => Some(id.clone()),
        _ => None,
    }
}

fn shown(locale: Locale, value: &Value) -> Option<FluentValue<'static>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(tidy(text)).filter(|text| !text.is_empty()).map(FluentValue::from),
        Value::Number(number) => {
            let small = number.as_i64().filter(|whole| (-EXACT..=EXACT).contains(whole));
            Some(small.map_or_else(|| FluentValue::from(number.to_string()), FluentValue::from))
        }
        Value::Array(items) => {
            let separator = match locale {
                Locale::ZhCn => "、",
                Locale::En => ", ",
            };
            let parts: Vec<String> = items.iter().map(|item| item.as_str().map_or_else(|| tidy(&item.to_string()), tidy)).collect();
            Some(parts.join(separator)).filter(|list| !list.is_empty()).map(FluentValue::from)
        }
        Value::Bool(_) | Value::Object(_) => Some(FluentValue::from(tidy(&value.to_string()))),
    }
}
