//! Fields of the embedded index, and how a document becomes one entry of it.

use std::collections::BTreeMap;

use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::PreTokenizedString;

use crate::kernel::digest::sha256_hex;
use crate::search::settings::{Attribute, Settings};
use crate::search::words::Indexed;
use crate::search::{Document, Facet, SearchError};

/// Changes when the way texts are cut into words changes, so that indexes made by an older program are not used.
const FORMAT: &str = "1";
/// Longest value of a facet in bytes; longer ones are no codes of ours and are left out.
const MAX_VALUE: usize = 200;

/// Name of the field that breaks ties.
pub(super) const ID: &str = "id";
/// Name of the field for "newest".
pub(super) const PUBLISHED_AT: &str = "publishedAt";
/// Name of the number behind [`Facet::Trl`].
pub(super) const READINESS: &str = "readiness";
/// Name of the field with the version.
pub(super) const VERSION: &str = "version";

/// One searchable field in its three forms; see [`Indexed`].
#[derive(Debug, Clone)]
pub(super) struct TextField {
    pub(super) words: Field,
    pub(super) stems: Field,
    pub(super) grams: Field,
    /// How much a match counts.
    pub(super) weight: f32,
    /// Whether it holds titles or keywords.
    pub(super) completes: bool,
    /// Whether it tells what a listing is about, and not whose it is.
    pub(super) tells: bool,
    attributes: Vec<Attribute>,
}

/// The schema and its fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    pub(super) id: Field,
    pub(super) readiness: Field,
    pub(super) texts: Vec<TextField>,
    pub(super) facets: BTreeMap<Facet, Field>,
    version: Field,
    published_at: Field,
    source: Field,
}

impl Fields {
    pub(super) fn new(settings: &Settings) -> Self {
        let mut builder = Schema::builder();
        let raw = || {
            let indexing =
                TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing).set_fast("raw")
        };
        let text = |option| {
            TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option))
        };
        let id = builder.add_text_field(ID, raw());
        let version = builder.add_i64_field(VERSION, FAST);
        let published_at = builder.add_i64_field(PUBLISHED_AT, FAST);
        let readiness = builder.add_i64_field(READINESS, FAST | INDEXED);
        let source = builder.add_text_field("source", STORED);
        let texts = settings
            .fields
            .iter()
            .map(|field| TextField {
                words: builder.add_text_field(&format!("{}_words", field.name), text(IndexRecordOption::WithFreqs)),
                stems: builder.add_text_field(&format!("{}_stems", field.name), text(IndexRecordOption::WithFreqsAndPositions)),
                grams: builder.add_text_field(&format!("{}_grams", field.name), text(IndexRecordOption::WithFreqsAndPositions)),
                weight: field.weight,
                completes: field.attributes.iter().any(|attribute| attribute.completes()),
                tells: !field.attributes.contains(&Attribute::OrganizationNames),
                attributes: field.attributes.clone(),
            })
            .collect();
        let facets = settings.filters.facets.iter().map(|facet| (*facet, builder.add_text_field(&facet.to_string(), raw()))).collect();
        Self { schema: builder.build(), id, readiness, texts, facets, version, published_at, source }
    }

    /// What an index must have been made with to be usable.
    pub(super) fn fingerprint(&self) -> Result<String, SearchError> {
        let schema = serde_json::to_string(&self.schema).map_err(|error| SearchError::Refused(error.to_string()))?;
        let attributes: Vec<_> = self.texts.iter().map(|field| &field.attributes).collect();
        Ok(sha256_hex(format!("{FORMAT}\n{schema}\n{attributes:?}").as_bytes()))
    }

    /// The entry for a document.
    pub(super) fn entry(&self, document: &Document) -> Result<TantivyDocument, SearchError> {
        let mut entry = TantivyDocument::default();
        entry.add_text(self.id, &document.id);
        entry.add_i64(self.version, document.version);
        entry.add_i64(self.published_at, document.published_at);
        entry.add_i64(self.readiness, document.trl);
        entry.add_text(self.source, serde_json::to_string(document).map_err(|error| SearchError::Refused(error.to_string()))?);
        for field in &self.texts {
            for text in field.attributes.iter().flat_map(|attribute| attribute.texts(document)).filter(|text| !text.is_empty()) {
                let Indexed { words, stems, grams } = Indexed::of(text);
                for (form, tokens) in [(field.words, words), (field.stems, stems), (field.grams, grams)] {
                    if !tokens.is_empty() {
                        // The text itself is in `source`; here only its words count.
                        entry.add_pre_tokenized_text(form, PreTokenizedString { text: String::new(), tokens });
                    }
                }
            }
        }
        for (facet, field) in &self.facets {
            let mut values = values(document, *facet);
            values.retain(|value| !value.is_empty() && value.len() <= MAX_VALUE);
            values.sort_unstable();
            values.dedup();
            for value in values {
                entry.add_text(*field, value);
            }
        }
        Ok(entry)
    }

    /// The document behind an entry.
    pub(super) fn document(&self, entry: &TantivyDocument) -> Result<Document, SearchError> {
        use tantivy::schema::Value;
        let source = entry.get_first(self.source).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
        serde_json::from_str(&source).map_err(|error| SearchError::Unavailable(format!("damaged entry: {error}")))
    }
}

/// Values of a facet in a document.
fn values(document: &Document, facet: Facet) -> Vec<String> {
    match facet {
        Facet::Organization => vec![document.organization.clone()],
        // 0 is "unknown": not a level that somebody would look for.
        Facet::Trl => (document.trl > 0).then(|| document.trl.to_string()).into_iter().collect(),
        Facet::Ipc => document.ipc.clone(),
        Facet::Industries => document.industries.clone(),
        Facet::StrategicIndustries => document.strategic_industries.clone(),
        Facet::ShanghaiSectors => document.shanghai_sectors.clone(),
        Facet::Chains => document.chains.clone(),
        Facet::Kind => vec![document.kind.clone()],
        Facet::TransferWays => document.transfer_ways.clone(),
        Facet::LicenseKinds => document.license_kinds.clone(),
        Facet::UseFirstPayLater => vec![document.use_first_pay_later.to_string()],
        Facet::IpKinds => document.ip_kinds.clone(),
    }
}
