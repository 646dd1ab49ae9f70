//! Fields of the economy in which a need and an offer may meet.

use std::{
    borrow::Cow,
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

/// A table of fields. A code is compared with the name of its table before it: `industry:C39`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum FieldTable {
    /// Industries of GB/T 4754.
    Industry,
    /// Strategic emerging industries.
    Strategic,
    /// Sectors of Shanghai.
    Shanghai,
    /// Chains of industries.
    Chain,
    /// Classes of patents.
    Ipc,
}

impl FieldTable {
    /// Codes of this table, to be compared with those of any.
    pub fn codes<T: std::fmt::Display>(self, codes: impl IntoIterator<Item = T>) -> impl Iterator<Item = String> {
        codes.into_iter().map(move |code| format!("{self}:{code}"))
    }
}

/// A code, and what it is compared by: worked out once, and not for each that it is compared with.
struct Coded<'a> {
    code: &'a str,
    table: &'a str,
    strategic: Cow<'a, [&'a str]>,
}

fn coded(codes: &BTreeSet<String>) -> Vec<Coded<'_>> {
    codes.iter().map(|code| Coded { code, table: table(code), strategic: strategic(code) }).collect()
}

/// Whether two sets of fields have one in common, an industry with the groups inside of it counted as the same. Codes of
/// different tables are compared by the strategic industries that they are usually in. None if nothing can be compared.
#[must_use]
pub fn share_a_field(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<bool> {
    let (one, other) = (coded(one), coded(other));
    let mut compared = false;
    for a in &one {
        for b in &other {
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
    let (one, other) = (coded(one), coded(other));
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    let found: BTreeSet<&str> = pairs.filter(|(a, b)| same(a, b) == Some(true)).flat_map(|(a, b)| common(a, b)).collect();
    found.into_iter().map(str::to_owned).collect()
}

/// What two codes that mean the same field have in common.
fn common<'a>(a: &Coded<'a>, b: &Coded<'a>) -> Vec<&'a str> {
    if a.table == b.table {
        return vec![if a.code.len() <= b.code.len() { a.code } else { b.code }];
    }
    a.strategic.iter().copied().filter(|one| b.strategic.contains(one)).collect()
}

/// Whether two codes mean the same field, as far as their tables can be compared.
fn same(a: &Coded<'_>, b: &Coded<'_>) -> Option<bool> {
    if a.table == b.table {
        return Some(a.code == b.code || is_inside(a.code, b.code) || is_inside(b.code, a.code));
    }
    (!a.strategic.is_empty() && !b.strategic.is_empty()).then(|| a.strategic.iter().any(|one| b.strategic.contains(one)))
}

/// The name of the table that a code is of.
fn table(code: &str) -> &str {
    code.split_once(':').map_or("", |(table, _)| table)
}

/// The strategic industries that a code is usually in: of the nearest industry above it that the table knows.
fn strategic(code: &str) -> Cow<'_, [&str]> {
    if table(code) == "strategic" {
        return vec![code].into();
    }
    let known = |code: &str| STRATEGIC.get(code).map_or(&[][..], Vec::as_slice);
    if table(code) != "industry" {
        return known(code).into();
    }
    let beginnings = (0..=code.len()).rev().filter_map(|end| code.get(..end));
    beginnings.map(known).find(|strategic| !strategic.is_empty()).unwrap_or_default().into()
}

/// Whether `code` lies under `above` in the tree of industries: `industry:C351` under `industry:C35`. Sections are too wide.
fn is_inside(code: &str, above: &str) -> bool {
    above.starts_with("industry:") && above.len() >= "industry:C35".len() && code.starts_with(above)
}
