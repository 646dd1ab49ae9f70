//! What changed between two contents, in words that people read.

use std::collections::{HashMap, HashSet};

use async_graphql::SimpleObject;
use serde::Serialize;
use serde_json::Value;

use super::{content::ListingContent, words::word};
use crate::{
    kernel::{BasisPoints, Locale, Money},
    locale::{field_label, text},
};

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
#[graphql(name = "ListingFieldChange")]
pub struct FieldChange {
    /// Path of the field as in the input; entries of lists are named by their code, number or name: `offers`, `UFPL-12`, `termMonths`.
    pub path: Vec<String>,
    /// What the field is called, in the caller's language.
    pub label: String,
    /// The value before; none if there was none.
    pub before: Option<String>,
    /// The value after; none if it was taken away.
    pub after: Option<String>,
}

/// How fields of a content are called and shown.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// What stands before the path of a field in the name of its label: nothing, or `demand.`.
    pub prefix: &'static str,
    /// The vocabulary of a coded field, by its stored path without names of list entries.
    pub vocabulary: fn(&str) -> Option<&'static str>,
}

const LISTING: Wording = Wording { prefix: "", vocabulary };

/// The fields in which `before` and `after` differ, in the order of the form.
#[must_use]
pub fn diff(before: &ListingContent, after: &ListingContent, locale: Locale) -> Vec<FieldChange> {
    diff_in_words(before, after, LISTING, locale)
}

/// Like [`diff`], for contents of any kind.
#[must_use]
pub fn diff_in_words<C: Serialize>(before: &C, after: &C, wording: Wording, locale: Locale) -> Vec<FieldChange> {
    let (old, new) = (leaves(before, wording, locale), leaves(after, wording, locale));
    let before: HashMap<&[String], &Leaf> = old.iter().map(|leaf| (leaf.path.as_slice(), leaf)).collect();
    let after: HashMap<&[String], &Leaf> = new.iter().map(|leaf| (leaf.path.as_slice(), leaf)).collect();
    let gone = old.iter().filter(|leaf| !after.contains_key(leaf.path.as_slice()));
    let mut changes: Vec<(usize, FieldChange)> = new
        .iter()
        .chain(gone)
        .map(|leaf| (before.get(leaf.path.as_slice()), after.get(leaf.path.as_slice()), leaf))
        .filter(|(before, after, _)| before.map(|leaf| &leaf.value) != after.map(|leaf| &leaf.value))
        .map(|(before, after, leaf)| {
            let label = field_label(locale, &format!("{}{}", wording.prefix, leaf.field));
            let shown = |leaf: Option<&&Leaf>| leaf.map(|leaf| leaf.value.clone());
            (leaf.order, FieldChange { path: leaf.path.clone(), label, before: shown(before), after: shown(after) })
        })
        .collect();
    changes.sort_by_key(|(order, _)| *order);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// A value with its place.
struct Leaf {
    /// Place of the top field in the form.
    order: usize,
    path: Vec<String>,
    /// The path without names of list entries, for the label: `offers.term_months`.
    field: String,
    value: String,
}

fn leaves<C: Serialize>(content: &C, wording: Wording, locale: Locale) -> Vec<Leaf> {
    let mut walk = Walk { wording, locale, found: Vec::new(), order: 0 };
    if let Ok(Value::Object(fields)) = serde_json::to_value(content) {
        for (order, (name, value)) in fields.iter().enumerate() {
            walk.order = order;
            walk.visit(vec![camel(name)], name.clone(), value);
        }
    }
    walk.found
}

struct Walk {
    wording: Wording,
    locale: Locale,
    found: Vec<Leaf>,
    order: usize,
}

impl Walk {
    fn visit(&mut self, path: Vec<String>, field: String, value: &Value) {
        match value {
            Value::Null => {}
            // One line a file: which one it is, so that another file under the same name is seen to be another.
            _ if field == "attachments.upload_id" => {}
            _ if field == "attachments.file" => self.keep(path, field, file(value)),
            Value::Object(map) => match serde_json::from_value::<Money>(value.clone()) {
                Ok(money) => self.keep(path, field, money.to_string()),
                Err(_) => {
                    for (name, inner) in map {
                        self.visit(extended(&path, camel(name)), format!("{field}.{name}"), inner);
                    }
                }
            },
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let mut seen = HashSet::new();
                for (index, item) in items.iter().enumerate() {
                    let position = (index + 1).to_string();
                    let name = entry_name(item).unwrap_or_else(|| position.clone());
                    let name = if seen.insert(name.clone()) { name } else { format!("{name} #{position}") };
                    self.visit(extended(&path, name), field.clone(), item);
                }
            }
            Value::Array(items) if items.is_empty() => {}
            Value::Array(items) => {
                let separator = if self.locale == Locale::ZhCn { "、" } else { ", " };
                let shown: Vec<String> = items.iter().map(|item| self.show(&field, item)).collect();
                self.keep(path, field, shown.join(separator));
            }
            Value::Bool(false) => {}
            scalar => {
                let shown = self.show(&field, scalar);
                self.keep(path, field, shown);
            }
        }
    }

    fn keep(&mut self, path: Vec<String>, field: String, value: String) {
        self.found.push(Leaf { order: self.order, path, field, value });
    }

    fn show(&self, field: &str, value: &Value) -> String {
        match value {
            Value::Bool(_) => text(self.locale, "value-yes"),
            Value::Number(number) if field.ends_with("basis_points") => number
                .as_u64()
                .and_then(|points| u32::try_from(points).ok())
                .map_or_else(|| number.to_string(), |points| BasisPoints(points).to_string()),
            Value::String(code) => (self.wording.vocabulary)(field).map_or_else(|| code.clone(), |table| word(self.locale, table, code)),
            other => other.to_string(),
        }
    }
}

/// `report.pdf (3f1c09ab)`: the name and the beginning of the hash.
fn file(value: &Value) -> String {
    let text = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
    format!("{} ({})", text("name"), text("sha256").get(..8).unwrap_or_default())
}

/// What a list entry is called: people recognize an offer by its code, a right by its number, a person by the name, a file
/// by its title.
fn entry_name(item: &Value) -> Option<String> {
    let field = ["code", "number", "name", "section"].iter().find_map(|field| item.get(field));
    let title = || item.get("title").and_then(|title| title.get("zh").or_else(|| title.get("en")));
    let field = field.or_else(title);
    field.and_then(Value::as_str).filter(|name| !name.is_empty()).map(str::to_owned)
}

fn extended(path: &[String], segment: String) -> Vec<String> {
    path.iter().cloned().chain([segment]).collect()
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        let head = letters.next().map(|c| c.to_ascii_uppercase());
        name + &head.into_iter().chain(letters).collect::<String>()
    })
}

/// The vocabulary of a coded field.
fn vocabulary(field: &str) -> Option<&'static str> {
    Some(match field {
        "kind" => "listing_kind",
        "readiness.basis" => "readiness_basis",
        "ip_rights.kind" => "ip_kind",
        "ip_rights.status" => "ip_status",
        "strategic_industries" => "strategic_industry",
        "shanghai_sectors" => "shanghai_sector",
        "chains" => "industry_chain",
        "secrecy.level" => "secrecy_level",
        "export_class" => "export_class",
        "rights_grant" => "rights_grant_state",
        "transfer_ways" => "transfer_way",
        "offers.kind" => "license_kind",
        "offers.payment_mode" | "offers.use_first_pay_later.modes" => "payment_mode",
        "offers.price_method" => "price_method",
        "offers.royalty.base" => "royalty_base",
        "attachments.kind" => "attachment_kind",
        "attachments.layer" => "disclosure_layer",
        "disclosure.section" => "listing_section",
        "disclosure.layer" => "disclosure_layer",
        _ => return None,
    })
}
