//! Our own flat form of a listing or demand: written so that reading it back gives the same, bit by bit.

use serde_json::{Map, Value};

use super::{
    super::{
        field::{Cell, Field},
        kind::ImportKind,
    },
    value,
};
use crate::kernel::{Error, Locale, Result};

/// Headers of the columns that a result file has behind those of the original, Chinese and English: the row in the original,
/// the reference under which it was taken, what became of it, the listing or demand, what was noticed and what is wrong.
const RESULT_HEADERS: [(ImportKind, Locale, [&str; 6]); 4] = [
    (ImportKind::Listing, Locale::ZhCn, ["原文件行号", "识别编号", "导入结果", "成果标识", "导入提醒", "导入问题"]),
    (
        ImportKind::Listing,
        Locale::En,
        ["Row in the original file", "Taken as", "Import outcome", "Listing", "Import warnings", "Import problems"],
    ),
    (ImportKind::Demand, Locale::ZhCn, ["原文件行号", "识别编号", "导入结果", "需求标识", "导入提醒", "导入问题"]),
    (
        ImportKind::Demand,
        Locale::En,
        ["Row in the original file", "Taken as", "Import outcome", "Demand", "Import warnings", "Import problems"],
    ),
];

/// Headers of the columns that a result file of this kind has behind those of the original.
#[must_use]
pub fn result_headers(kind: ImportKind, locale: Locale) -> [&'static str; 6] {
    let found = RESULT_HEADERS.iter().find(|(of, language, _)| (*of, *language) == (kind, locale));
    found.map(|(.., headers)| *headers).unwrap_or_default()
}

/// Whether a header is one that a result file of any kind adds.
#[must_use]
pub fn is_ours(header: &str) -> bool {
    RESULT_HEADERS.iter().flat_map(|(.., headers)| headers).any(|known| *known == header)
}

/// Fields of our own form, in order, with how each is written.
pub fn own_fields(kind: ImportKind) -> impl Iterator<Item = (&'static Field, Cell)> {
    kind.fields().iter().filter_map(|field| field.own.map(|cell| (field, cell)))
}

impl Field {
    /// The header in our own exports.
    #[must_use]
    pub const fn header(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhCn => self.zh,
            Locale::En => self.en,
        }
    }
}

/// Whether headers are those of an export of ours, perhaps with columns taken out.
#[must_use]
pub fn is_own(kind: ImportKind, headers: &[String]) -> bool {
    let ours = |header: &str| own_fields(kind).any(|(field, _)| [field.path, field.zh, field.en].contains(&header));
    let mut content = headers.iter().filter(|header| !is_ours(header)).peekable();
    content.peek().is_some() && content.all(|header| ours(header))
}

/// Whether headers are those of a result file of ours.
#[must_use]
pub fn is_result(headers: &[String]) -> bool {
    RESULT_HEADERS.iter().any(|(.., [.., problems])| headers.iter().any(|header| header == problems))
}

/// The cells of a content in the order of [`own_fields`], not yet neutralized.
///
/// # Errors
/// `INTERNAL` if the content cannot be written as JSON.
pub fn cells_of(kind: ImportKind, external_reference: Option<&str>, content: &impl serde::Serialize) -> Result<Vec<String>> {
    let document = serde_json::to_value(content).map_err(Error::internal)?;
    Ok(own_fields(kind)
        .map(|(field, cell)| {
            if field.path == "externalReference" {
                return external_reference.unwrap_or_default().to_owned();
            }
            let found = field.path.split('.').try_fold(&document, |outer, segment| outer.get(snake(segment)));
            found.map(|found| write(cell, found)).unwrap_or_default()
        })
        .collect())
}

fn write(cell: Cell, value: &Value) -> String {
    match (cell, value) {
        (_, Value::Null) => String::new(),
        (Cell::Text, Value::String(text)) => text.clone(),
        (_, Value::Array(items)) if items.is_empty() => String::new(),
        (Cell::List, Value::Array(items)) => join(items).unwrap_or_else(|| value.to_string()),
        (_, other) => other.to_string(),
    }
}

/// Texts joined by semicolons, if splitting gives them back.
fn join(items: &[Value]) -> Option<String> {
    let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    let joined = texts.join("; ");
    let whole = texts.len() == items.len() && !joined.starts_with('[') && value::list(&joined) == texts;
    whole.then_some(joined)
}

/// The JSON document of a content from the cells of our own form, for [`serde_json::from_value`]. The external reference
/// is not part of it.
#[must_use]
pub fn document_of<'a>(cells: impl Iterator<Item = (&'static Field, &'a str)>) -> Option<Value> {
    let mut document = Map::new();
    for (field, text) in cells {
        let (Some(cell), false) = (field.own, text.is_empty() || field.path == "externalReference") else { continue };
        put(&mut document, field.path, read(cell, text)?);
    }
    Some(Value::Object(document))
}

fn read(cell: Cell, text: &str) -> Option<Value> {
    match cell {
        Cell::Text => Some(Value::String(text.to_owned())),
        Cell::Number | Cell::Flag | Cell::Json => serde_json::from_str(text).ok(),
        Cell::List if text.starts_with('[') => serde_json::from_str(text).ok(),
        Cell::List => Some(value::list(text).into_iter().map(Value::from).collect()),
    }
}

fn put(document: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            document.insert(snake(path), value);
        }
        Some((outer, inner)) => {
            let entry = document.entry(snake(outer)).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inside) = entry {
                inside.insert(snake(inner), value);
            }
        }
    }
}

/// Fields that are given by part: what a file has no column for keeps what it has.
const PARTED: [&str; 2] = ["budget", "contact"];

/// The part of a stored content that a column of `path` gives as a whole. Texts are given by language, a budget and a contact by
/// part; a right or a readiness level makes sense only as one.
#[must_use]
pub(super) fn stored_field(path: &str) -> String {
    match path.split_once('.') {
        Some((field, part)) if matches!(part, "zh" | "en") || PARTED.contains(&field) => format!("{}.{part}", snake(field)),
        Some((field, _)) => snake(field),
        None => snake(path),
    }
}

/// `ipRights` as stored documents spell it: `ip_rights`.
#[must_use]
pub fn snake(name: &str) -> String {
    let mut result = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            result.push('_');
        }
        result.push(c.to_ascii_lowercase());
    }
    result
}

/// The same value with every key spelled as stored documents spell it, so that the API's spelling can be imported too.
pub(super) fn snake_keys(value: Value) -> Value {
    match value {
        Value::Object(map) => map.into_iter().map(|(key, value)| (snake(&key), snake_keys(value))).collect(),
        Value::Array(items) => items.into_iter().map(snake_keys).collect(),
        other => other,
    }
}
