//! `schema/search.toml` as a value: what can be found, and how. Both engines read it; neither has settings of its own.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;
use strum::IntoEnumIterator;

use super::words::{Kind, runs};
use super::{Document, Facet, SearchError};

/// A searchable attribute of a [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum Attribute {
    /// Chinese title.
    TitleZh,
    /// English title.
    TitleEn,
    /// Keywords.
    Keywords,
    /// Names of the organization.
    OrganizationNames,
    /// Chinese text.
    TextZh,
    /// English text.
    TextEn,
}

impl Attribute {
    /// Texts of this attribute in `document`.
    #[must_use]
    pub fn texts(self, document: &Document) -> Vec<&str> {
        match self {
            Self::TitleZh => vec![&document.title_zh],
            Self::TitleEn => vec![&document.title_en],
            Self::Keywords => document.keywords.iter().map(String::as_str).collect(),
            Self::OrganizationNames => document.organization_names.iter().map(String::as_str).collect(),
            Self::TextZh => vec![&document.text_zh],
            Self::TextEn => vec![&document.text_en],
        }
    }

    /// Whether the attribute names things (a title or keyword), so that it can complete what a person types.
    #[must_use]
    pub fn completes(self) -> bool {
        matches!(self, Self::TitleZh | Self::TitleEn | Self::Keywords)
    }
}

/// Attributes that are searched together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name of the field in the embedded index.
    pub name: String,
    /// What it holds.
    pub attributes: Vec<Attribute>,
    /// How much a match counts.
    pub weight: f32,
}

/// What answers can be narrowed and ordered by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    /// Facets, each once.
    pub facets: Vec<Facet>,
    /// Attributes for ordering.
    pub sortable: Vec<String>,
    /// Most values of a facet that are counted.
    pub facet_values: usize,
}

/// Bounds of a query.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Longest text in characters; the rest is ignored.
    pub max_characters: usize,
    /// Most words; the rest is ignored.
    pub max_words: usize,
    /// Letters from which one typo is forgiven.
    pub one_typo_from: usize,
    /// Letters from which two typos are forgiven.
    pub two_typos_from: usize,
    /// Length of a snippet in characters.
    pub snippet_characters: usize,
}

/// What only Meilisearch needs to know.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeilisearchOnly {
    /// Its ranking rules.
    pub ranking_rules: Vec<String>,
    /// Length of a Chinese passage in its words.
    pub crop_words_zh: usize,
    /// Length of an English passage in its words.
    pub crop_words_en: usize,
}

/// Words without meaning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopWords {
    /// Chinese words.
    pub zh: HashSet<String>,
    /// English words, lower case.
    pub en: HashSet<String>,
}

/// Words of the same meaning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonyms {
    /// Phrases of one group can stand for each other. A phrase is Latin words or one run of Chinese characters.
    pub groups: Vec<Vec<String>>,
}

/// All of `schema/search.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Searchable fields, most important first.
    pub fields: Vec<Field>,
    /// Filters and orders.
    pub filters: Filters,
    /// Bounds of a query.
    pub query: Limits,
    /// For Meilisearch.
    pub meilisearch: MeilisearchOnly,
    /// Ignored words.
    pub stop_words: StopWords,
    /// Equal words.
    pub synonyms: Synonyms,
}

static SETTINGS: LazyLock<Result<Settings, String>> = LazyLock::new(|| parse(include_str!("../../../schema/search.toml")));

/// The settings, parsed once.
///
/// # Errors
/// [`SearchError::Refused`] if the file holds a mistake.
pub fn settings() -> Result<&'static Settings, SearchError> {
    SETTINGS.as_ref().map_err(|message| SearchError::Refused(format!("schema/search.toml: {message}")))
}

/// Parses and checks the text of a settings file.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse(text: &str) -> Result<Settings, String> {
    let settings: Settings = toml::from_str(text).map_err(|error| error.to_string())?;
    let facets: HashSet<Facet> = settings.filters.facets.iter().copied().collect();
    if facets.len() != settings.filters.facets.len() || Facet::iter().any(|facet| !facets.contains(&facet)) {
        return Err("filters.facets must name every facet once".to_owned());
    }
    let attributes: Vec<Attribute> = settings.fields.iter().flat_map(|field| field.attributes.iter().copied()).collect();
    if attributes.iter().collect::<HashSet<_>>().len() != attributes.len() {
        return Err("an attribute belongs to one field".to_owned());
    }
    let mut phrases = HashSet::new();
    for phrase in settings.synonyms.groups.iter().flatten() {
        let runs = runs(phrase);
        let pure = match runs.as_slice() {
            [] => false,
            [only] if only.kind == Kind::Han => only.text == *phrase,
            words => words.iter().all(|run| run.kind == Kind::Latin),
        };
        if !pure {
            return Err(format!("synonym `{phrase}` must be Latin words or one run of Chinese characters"));
        }
        if !phrases.insert(phrase) {
            return Err(format!("synonym `{phrase}` is in two groups"));
        }
    }
    Ok(settings)
}
