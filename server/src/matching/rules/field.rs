//! Fields of the economy in which a need and an offer may meet.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// In which strategic industries a field usually is: `seeds/reference/matching/fields.csv`, our own work.
static STRATEGIC: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut table: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')).skip(1) {
        if let Some((field, strategic)) = line.split_once(',') {
            table.entry(field).or_default().push(strategic);
        }
    }
    table
});

/// The table itself, for those who say by what version they went.
pub const TABLE: &str = include_str!("../../../../seeds/reference/matching/fields.csv");

/// Whether two sets of fields have one in common, an industry with the groups inside of it counted as the same. Codes of
/// different tables are compared by the strategic industries that they are usually in. None if nothing can be compared.
#[must_use]
pub fn share_a_field(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<bool> {
    let mut compared = false;
    for a in one {
        for b in other {
            match same(a, b) {
                Some(true) => return Some(true),
                Some(false) => compared = true,
                None => {}
            }
        }
    }
    compared.then_some(false)
}

/// Codes of the fields that two sets have in common: of an industry and one of its groups the industry, of codes of different
/// tables the strategic industries that they are usually in.
#[must_use]
pub fn common_fields(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Vec<String> {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a.as_str(), b.as_str())));
    let found: BTreeSet<&str> = pairs.filter(|(a, b)| same(a, b) == Some(true)).flat_map(|(a, b)| common(a, b)).collect();
    found.into_iter().map(str::to_owned).collect()
}

/// What two codes that mean the same field have in common.
fn common<'a>(a: &'a str, b: &'a str) -> Vec<&'a str> {
    if table(a) == table(b) {
        return vec![if a.len() <= b.len() { a } else { b }];
    }
    let of_the_other = strategic(b);
    strategic(a).into_iter().filter(|one| of_the_other.contains(one)).collect()
}

/// Whether two codes mean the same field, as far as their tables can be compared.
fn same(a: &str, b: &str) -> Option<bool> {
    if table(a) == table(b) {
        return Some(a == b || is_inside(a, b) || is_inside(b, a));
    }
    let (a, b) = (strategic(a), strategic(b));
    (!a.is_empty() && !b.is_empty()).then(|| a.iter().any(|one| b.contains(one)))
}

/// The name of the table that a code is of.
fn table(code: &str) -> &str {
    code.split_once(':').map_or("", |(table, _)| table)
}

/// The strategic industries that a code is usually in: of the nearest industry above it that the table knows.
fn strategic(code: &str) -> Vec<&str> {
    if table(code) == "strategic" {
        return vec![code];
    }
    let beginnings = (0..=code.len()).rev().filter_map(|end| code.get(..end));
    let is_whole = |beginning: &str| beginning == code || table(code) == "industry";
    let mut known = beginnings.filter(|beginning| is_whole(beginning)).filter_map(|beginning| STRATEGIC.get(beginning));
    known.next().cloned().unwrap_or_default()
}

/// Whether `code` lies under `above` in the tree of industries: `industry:C351` under `industry:C35`. Sections are too wide.
fn is_inside(code: &str, above: &str) -> bool {
    above.starts_with("industry:") && above.len() >= "industry:C35".len() && code.starts_with(above)
}
