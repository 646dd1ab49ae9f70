//! What the text of a cell means, and what is said when it means nothing.

use serde_json::Value;

use super::{Builder, Subject};
use crate::{
    import::{
        field::{Field, unit_of},
        map::{
            Severity, own,
            value::{self, ReadDate, is_chinese},
            words::Words,
        },
        read::shown,
    },
    kernel::{Code, Date, Error, Money, text},
    listing::content::BilingualText,
};

impl<S: Subject> Builder<'_, S> {
    /// A word that nobody knows leaves the field empty: whoever owns the draft completes it.
    pub(super) fn word<T: Words>(&mut self, column: usize, field: &'static Field, text: &str) -> Option<T> {
        let word = T::read(text);
        self.unread(word.is_none(), column, field, Code::UnknownCode);
        word
    }

    pub(super) fn words<T: Words + PartialEq>(&mut self, column: usize, field: &'static Field, text: &str) -> Vec<T> {
        texts(text).iter().filter_map(|word| self.word(column, field, word)).collect()
    }

    pub(super) fn flag(&mut self, column: usize, field: &'static Field, text: &str) -> Option<bool> {
        let flag = value::flag(text);
        self.unread(flag.is_none(), column, field, Code::UnknownCode);
        flag
    }

    /// An amount; one that bears no unit is in that of the column's header, `预算（万元）`.
    pub(super) fn money(&mut self, column: usize, field: &'static Field, text: &str) -> Option<Money> {
        let unit = self.reading.plan.headers.get(column).and_then(|header| unit_of(header));
        let bare = text::half_width(text).chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '，' | ' '));
        let amount = value::money(&unit.filter(|_| bare).map_or_else(|| text.to_owned(), |unit| format!("{text}{unit}")));
        self.unread(amount.is_none(), column, field, Code::InvalidNumber);
        amount
    }

    /// A value that cannot be read is left out, and what is there already stays.
    pub(super) fn unread(&mut self, unread: bool, column: usize, field: &'static Field, code: Code) {
        if unread {
            if !field.path.starts_with("ipRights") {
                self.given.remove(&own::stored_field(field.path));
            }
            let value = shown(self.cell(column));
            self.problem(Severity::Warning, column, field.path, Error::new(code).with("value", value));
        }
    }

    /// A date decides over rights and terms: one that cannot be read rejects its row.
    pub(super) fn date(&mut self, column: usize, field: &'static Field, text: &str) -> Option<Date> {
        match value::date(text) {
            Some(ReadDate::Sure(date)) => Some(Date(date)),
            Some(ReadDate::MonthFirst(date)) => {
                self.problem(Severity::Warning, column, field.path, Error::new(Code::AmbiguousDate).with("date", date));
                Some(Date(date))
            }
            None => {
                let value = shown(text);
                self.problem(Severity::Error, column, field.path, Error::new(Code::InvalidDate).with("value", value));
                None
            }
        }
    }

    /// What a column for whichever language says, as JSON of both or as one text; and that it gives no more than that.
    pub(super) fn bilingual(&mut self, column: usize, field: &'static Field, text: &str) -> BilingualText {
        let given =
            if text.starts_with('{') { self.json::<BilingualText>(column, field, text).unwrap_or_default() } else { whichever(text) };
        // What this column says in one language is no reason to forget the other one.
        if given.zh.is_some() != given.en.is_some() {
            let whole = own::stored_field(field.path);
            self.given.remove(&whole);
            self.given.insert(format!("{whole}.{}", if given.zh.is_some() { "zh" } else { "en" }));
        }
        given
    }

    pub(super) fn json<T: serde::de::DeserializeOwned>(&mut self, column: usize, field: &'static Field, text: &str) -> Option<T> {
        let value = serde_json::from_str::<Value>(text).map(own::snake_keys);
        let read = value.and_then(serde_json::from_value);
        read.map_err(|error| self.problem(Severity::Error, column, field.path, Error::new(Code::BadUserInput).because(error))).ok()
    }
}

/// A list cell: JSON texts, or texts with separators.
pub(super) fn texts(text: &str) -> Vec<String> {
    let json: Option<Vec<String>> = text.starts_with('[').then(|| serde_json::from_str(text).ok()).flatten();
    let mut texts = json.unwrap_or_else(|| value::list(text));
    texts.truncate(value::LIST_MAX + 1);
    texts
}

/// `I6513 软件开发` to `I6513`.
pub(super) fn leading_code(text: &str) -> String {
    let half = text::half_width(text);
    let code: String = half.trim().chars().take_while(char::is_ascii_alphanumeric).collect();
    if code.is_empty() { half.trim().to_owned() } else { code }
}

pub(super) fn extend(list: &mut Vec<String>, more: Vec<String>) {
    for text in more {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}

/// A text under the language that it is written in.
fn whichever(text: &str) -> BilingualText {
    if is_chinese(text) {
        BilingualText { zh: Some(text.to_owned()), en: None }
    } else {
        BilingualText { zh: None, en: Some(text.to_owned()) }
    }
}
