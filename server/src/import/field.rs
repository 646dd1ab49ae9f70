//! The fields that a column can feed, and the headers by which people call them.
//!
//! A path is the API's name of the field, `ipRights.number`. Paths of one right describe the row's single right; a file
//! with several rights a row carries them as JSON under `ipRights`, which is what our own export does.

mod demand;
mod listing;

use std::collections::HashMap;

pub use demand::DEMANDS;
pub use listing::LISTINGS;

/// How our own export writes a field into one cell, so that reading gives back exactly what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Text, dates and codes, as they are.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// Texts joined by semicolons, or a JSON array where a text would be torn apart.
    List,
    /// Anything else, as JSON text.
    Json,
}

/// A field that a column can feed.
#[derive(Debug)]
pub struct Field {
    /// Path, as the API calls it.
    pub path: &'static str,
    /// Chinese header of our own export.
    pub zh: &'static str,
    /// English header of our own export.
    pub en: &'static str,
    /// How our own export writes it; none for fields that only foreign files have.
    pub own: Option<Cell>,
    /// Whether several columns may feed it together.
    pub many: bool,
    /// Headers of other people's files, in any spelling that [`fold`] makes equal; the surest first.
    pub aliases: &'static [&'static str],
}

macro_rules! fields {
    ($name:ident: $($path:literal $zh:literal $en:literal $own:expr, $many:literal, [$($alias:literal),* $(,)?];)*) => {
        /// Every field, in the order of our own export.
        pub static $name: LazyLock<Fields> = LazyLock::new(|| {
            const FIELDS: &[Field] = &[$(Field { path: $path, zh: $zh, en: $en, own: $own, many: $many, aliases: &[$($alias),*] },)*];
            Fields::of(FIELDS)
        });
    };
}
use fields;

/// The fields of one kind of file, and the headers that name them.
#[derive(Debug)]
pub struct Fields {
    fields: &'static [Field],
    /// Folded headers to field and rank.
    headers: HashMap<String, (&'static Field, usize)>,
}

impl Fields {
    fn of(fields: &'static [Field]) -> Self {
        let names = fields.iter().flat_map(|field| [field.path, field.zh, field.en].map(|name| (fold(name), (field, 0))));
        let aliases =
            fields.iter().flat_map(|field| field.aliases.iter().enumerate().map(move |(rank, alias)| (fold(alias), (field, rank + 1))));
        let mut headers = HashMap::new();
        for (name, found) in names.chain(aliases) {
            headers.entry(name).or_insert(found);
        }
        Self { fields, headers }
    }

    /// Every field, in the order of our own export.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// The field that a header names, how surely, and the rank of the alias (lower is better when two columns compete).
    #[must_use]
    pub fn by_header(&self, header: &str) -> Option<(&'static Field, Confidence, usize)> {
        let whole = fold(header);
        let bare = unit_of(header).and_then(|unit| whole.strip_suffix(&fold(unit))).map(|rest| rest.trim_end_matches("单位").to_owned());
        let folded = if self.headers.contains_key(&whole) { whole } else { bare? };
        let (field, rank) = self.headers.get(&folded)?;
        let vague = VAGUE.iter().any(|word| fold(word) == folded);
        Some((field, if vague { Confidence::Likely } else { Confidence::Certain }, *rank))
    }
}

/// How sure a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::Display, strum::IntoStaticStr, async_graphql::Enum)]
#[graphql(name = "ImportConfidence")]
pub enum Confidence {
    /// One of several words for it: look before you start.
    Likely,
    /// The field's own name or a header of a well-known export.
    Certain,
}

/// Aliases that other columns share, or that mean different things to different people.
const VAGUE: &[&str] = &[
    "id",
    "name",
    "type",
    "类型",
    "类别",
    "status",
    "状态",
    "owner",
    "阶段",
    "编号",
    "名称",
    "description",
    "简介",
    "概述",
    "有效期",
    "kind",
    "行业",
    "部门",
    "分类",
    "金额",
    "地区",
    "remarks",
];

/// The unit of amounts that a header ends with, as [`super::map::value::money`] reads it behind a number: `预算（万元）`, `Budget (USD)`.
#[must_use]
pub fn unit_of(header: &str) -> Option<&'static str> {
    const UNITS: &[&str] = &["万美元", "万欧元", "万元人民币", "万元", "亿元", "美元", "欧元", "元", "CNY", "RMB", "USD", "EUR"];
    let folded = fold(header);
    UNITS.iter().copied().find(|unit| folded.strip_suffix(&fold(unit)).is_some_and(|rest| !rest.is_empty()))
}

/// A header reduced to its letters and digits, half-width and lower case, so that `Application_SN`, `application sn` and
/// `申请（专利权）人`, `申请专利权人 *` meet. Remarks like `（必填）` go.
#[must_use]
pub fn fold(header: &str) -> String {
    const REMARKS: &[&str] = &["必填", "选填", "可选", "required", "optional"];
    let half = crate::kernel::text::half_width(header).to_lowercase();
    let mut folded: String = half.chars().filter(|c| c.is_alphanumeric()).collect();
    for remark in REMARKS {
        if let Some(rest) = folded.strip_suffix(remark).filter(|rest| !rest.is_empty()) {
            folded = rest.to_owned();
        }
    }
    folded
}
