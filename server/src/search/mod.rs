//! The search machine: one contract, two engines.
//!
//! An index is a convenience, never the authority: it holds only what everybody may read, and every answer is checked
//! against the database before it leaves the server.
//!
//! - [`embedded`] keeps an index in a directory of this server (one process only);
//! - [`meili`] uses a Meilisearch server that several processes may share.
//!
//! Both read `schema/search.toml` ([`settings`]) and pass the same contract tests.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub mod embedded;
mod highlight;
mod lexemes;
pub mod meili;
mod metered;
mod plan;
pub mod settings;
mod suggestions;
mod words;

pub use embedded::{Embedded, Percolator};
pub use lexemes::{Lexeme, Spoken, lexemes, spoken};
pub use meili::Meili;
pub use metered::metered;
pub use words::is_han;

/// Whether a text has a word that can be looked for: dashes and exclamation marks are none.
///
/// # Errors
/// `Refused` if the settings hold a mistake.
pub fn has_words(text: &str) -> Result<bool, SearchError> {
    Ok(!plan::Plan::new(text, settings::settings()?, false).is_empty())
}

/// What the index knows about one published listing. Public layer only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// UUID of the listing, hyphenated. Primary key.
    pub id: String,
    /// Version of the listing that this document shows; an older version never overwrites a newer one.
    pub version: i64,
    /// Titles.
    pub title_zh: String,
    /// English title.
    pub title_en: String,
    /// Chinese abstract, problem, benefit and scenarios, as far as public.
    pub text_zh: String,
    /// The same in English.
    pub text_en: String,
    /// Keywords in either language.
    pub keywords: Vec<String>,
    /// Names of the organization, both languages.
    pub organization_names: Vec<String>,
    /// UUID of the organization.
    pub organization: String,
    /// Readiness level, 0 if unknown.
    pub trl: i64,
    /// IPC subclasses (`H01L`).
    pub ipc: Vec<String>,
    /// Industries, every level of the code (`I`, `I65`, `I651`, `I6513`).
    pub industries: Vec<String>,
    /// Strategic emerging industries.
    pub strategic_industries: Vec<String>,
    /// Shanghai sectors.
    pub shanghai_sectors: Vec<String>,
    /// Industry chains.
    pub chains: Vec<String>,
    /// What it is.
    pub kind: String,
    /// Ways of transfer.
    pub transfer_ways: Vec<String>,
    /// License kinds that are offered (as far as offers are public).
    pub license_kinds: Vec<String>,
    /// `true` if "use first, pay later" is offered (as far as offers are public).
    pub use_first_pay_later: bool,
    /// Kinds of rights.
    pub ip_kinds: Vec<String>,
    /// Publication, milliseconds since 1970.
    pub published_at: i64,
}

/// Fields that can be counted and filtered by value.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumCount,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::EnumString,
    async_graphql::Enum,
)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
#[graphql(name = "ListingFacet")]
pub enum Facet {
    /// Organization that holds the listing; values are organization ids.
    Organization,
    /// Readiness level, `1` to `9`.
    Trl,
    /// IPC subclass.
    Ipc,
    /// Industry code, every level.
    Industries,
    /// Strategic emerging industry.
    StrategicIndustries,
    /// Shanghai sector.
    ShanghaiSectors,
    /// Industry chain.
    Chains,
    /// What it is.
    Kind,
    /// Way of transfer.
    TransferWays,
    /// Kind of license.
    LicenseKinds,
    /// `true` or `false`.
    UseFirstPayLater,
    /// Kind of right.
    IpKinds,
}

/// Order of the answers. Ties are broken by publication (newest first) and then by id, so that paging is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, strum::Display, strum::EnumIter, async_graphql::Enum)]
#[graphql(name = "ListingSearchSort")]
pub enum Sort {
    /// Best match first; without a text, newest first.
    #[default]
    Relevance,
    /// Newest publication first.
    Newest,
    /// Highest readiness first.
    Readiness,
}

/// A question to the index.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// What the person typed; empty to browse. Untrusted: it is cut to [`settings::Limits::max_characters`] and only
    /// its words count, so no sign has a meaning. A text without any word is the same as no text.
    /// Documents that have all the words are found; only if there are none, those that have fewer.
    pub text: String,
    /// `(facet, values)`: any of the values, and all of the facets. A facet without values does not filter.
    pub filters: Vec<(Facet, Vec<String>)>,
    /// Least readiness. Narrows the counts of all facets, also those of [`Facet::Trl`].
    pub trl_min: Option<i64>,
    /// Order.
    pub sort: Sort,
    /// Facets to count. A facet's own filter does not narrow its own counts (disjunctive facets).
    pub facets: Vec<Facet>,
    /// Rows to skip. Rows beyond [`MAX_WINDOW`] are never shown.
    pub offset: usize,
    /// Rows wanted; 0 to count only.
    pub limit: usize,
}

/// How deep a ranked search can be paged.
pub const MAX_WINDOW: usize = 1000;

/// Marks around matched words in [`Hit::title_zh`] and the other highlighted texts: characters of the private use
/// area, which no text of ours can hold, so that a reader can turn them into markup without trusting the text.
pub const MARK: (char, char) = ('\u{E000}', '\u{E001}');

/// One answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hit {
    /// UUID of the listing.
    pub id: uuid::Uuid,
    /// Version of the document, so that texts of a listing that has changed since are not shown.
    pub version: i64,
    /// Chinese title with [`MARK`]s; empty if there is none.
    pub title_zh: String,
    /// English title with marks.
    pub title_en: String,
    /// The passage of the text (either language) that matches best, at most about 160 characters, with marks.
    pub snippet: String,
}

/// A completion, and the documents that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// A title or keyword as it stands in a document.
    pub text: String,
    /// UUID and version of the documents that hold it, of those that were looked at.
    pub documents: Vec<(uuid::Uuid, i64)>,
}

/// How often each value of a facet occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// `(value, count)`, most frequent first, at most 100.
    pub values: Vec<(String, u64)>,
}

/// Answers to a [`Query`].
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Hits in order.
    pub hits: Vec<Hit>,
    /// How many documents match in all.
    pub total: u64,
    /// Whether `total` is exact; if not, it is a lower bound.
    pub total_is_exact: bool,
    /// Counts of the facets that were asked for.
    pub facets: Vec<FacetCounts>,
}

/// Why the engine did not answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The engine cannot be reached or is too slow; the caller may browse the database and try again later.
    #[error("search engine unavailable: {0}")]
    Unavailable(String),
    /// The engine refused what we sent: a fault of ours.
    #[error("search engine refused the request: {0}")]
    Refused(String),
}

/// What [`SearchIndex::prepare`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prepared {
    /// The index is complete, as far as every change was written to it.
    Ready,
    /// The index is new, or what was there could not be used (damaged, or made by another version of this program):
    /// the caller must fill it by a [`Rebuild`]. Said again until a rebuild has been swapped in.
    NeedsReindex,
}

/// A full index that is built beside the live one.
///
/// Writes to the live index that arrive meanwhile are not lost: they go to both. So the caller may read the database
/// page by page; a document that was changed or removed after it was read is not overwritten or brought back.
#[async_trait]
pub trait Rebuild: Send + Sync {
    /// Adds documents to the index being built. They are ignored if a newer version is there or if they were removed
    /// since the rebuild began.
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), SearchError>;
    /// Makes the new index the live one, atomically for readers. Dropping a rebuild without this discards it.
    async fn swap(self: Box<Self>) -> Result<(), SearchError>;
}

/// One full-text engine.
///
/// Every write returns only when the change is durable **and** visible to the next search.
#[async_trait]
pub trait SearchIndex: Send + Sync {
    /// Short name for logs and notices: `embedded` or `meilisearch`.
    fn name(&self) -> &'static str;
    /// Version of the engine's server; none for an engine that is part of this program.
    async fn version(&self) -> Result<Option<String>, SearchError> {
        Ok(None)
    }
    /// Brings the engine's settings to what [`settings`] says; creates what is missing. Safe to repeat.
    async fn prepare(&self) -> Result<Prepared, SearchError>;
    /// Whether the engine answers.
    async fn ping(&self) -> Result<(), SearchError>;
    /// Number of documents.
    async fn count(&self) -> Result<u64, SearchError>;
    /// Adds or replaces documents. A document with an older version than the stored one is ignored.
    async fn upsert(&self, documents: Vec<Document>) -> Result<(), SearchError>;
    /// Removes documents; unknown ids are ignored.
    async fn delete(&self, ids: Vec<uuid::Uuid>) -> Result<(), SearchError>;
    /// Answers a question.
    async fn search(&self, query: &Query) -> Result<Answer, SearchError>;
    /// Documents that have some of these words, those first that have the rarest and the most of them: proposals for
    /// somebody who compares whole texts. Names of organizations do not count.
    async fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<uuid::Uuid>, SearchError>;
    /// Completions while typing: titles and keywords that go on from `text`, best first, without repetition.
    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError>;
    /// Starts an index beside the live one. There is one rebuild at a time: the embedded engine refuses a second one,
    /// Meilisearch (where an abandoned one cannot be told from a slow one) lets the newer supersede the older.
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError>;
}
