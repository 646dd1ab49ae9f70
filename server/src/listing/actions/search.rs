//! Finding listings: the index proposes, the database decides.

use std::collections::{HashMap, HashSet};

use async_graphql::SimpleObject;
use serde::Serialize;

use super::read::of_world;
use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, digest,
        id::Listing as ListingId,
        page::{decode_cursor, encode_cursor},
        text::is_forbidden,
    },
    listing::{
        card::Extent,
        model::View,
        store::{self, PublicFilter},
    },
    search::{Answer, Facet, FacetCounts, Hit, MARK, MAX_WINDOW, Query, SearchError, Sort, Suggestion},
};

/// Longest text that is looked for, in characters.
const TEXT_MAX: usize = 200;

/// Up to here publications are counted when the database answers instead of the index.
const COUNT_CAP: u64 = 10_000;

/// What somebody looks for.
#[derive(Debug, Clone)]
pub struct SearchInput {
    /// The text; empty to browse.
    pub text: String,
    /// `(facet, values)`: any of the values, and all of the facets. Organizations by their bare UUID.
    pub filters: Vec<(Facet, Vec<String>)>,
    /// Least readiness.
    pub trl_min: Option<i64>,
    /// Order.
    pub sort: Sort,
    /// Facets to count.
    pub facets: Vec<Facet>,
    /// The page; forward only.
    pub page: PageRequest,
    /// How much of each listing is shown.
    pub extent: Extent,
}

/// A piece of a highlighted text.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
#[graphql(name = "HighlightSpan")]
pub struct Span {
    /// The text as it is: plain, never markup.
    pub text: String,
    /// Whether it matches the query.
    pub matched: bool,
}

/// A listing that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The listing.
    pub view: View,
    /// Chinese title with the matches; empty if it has none, or if the database answered.
    pub title_zh: Vec<Span>,
    /// English title with the matches.
    pub title_en: Vec<Span>,
    /// The passage that matches best.
    pub snippet: Vec<Span>,
}

/// Something that the reader of an answer should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::Display, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ListingSearchNoticeCode")]
pub enum NoticeCode {
    /// The search engine does not answer; the list comes from the database, newest first, without regard to the text.
    SearchUnavailable,
}

/// What a reader is told about an answer that is less than what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Why.
    pub code: NoticeCode,
    /// Filters that were not applied: the database knows holders and readiness only.
    pub ignored_filters: Vec<Facet>,
    /// Whether the list begins anew: the cursor belongs to the ranked list, which cannot be gone on with.
    pub started_anew: bool,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct SearchOutcome {
    /// Listings in order.
    pub page: Page<Found>,
    /// How many match.
    pub total: u64,
    /// Whether `total` is exact.
    pub total_is_exact: bool,
    /// Counts.
    pub facets: Vec<FacetCounts>,
    /// A notice, if there is one.
    pub notice: Option<Notice>,
}

/// Searches published listings. The index only proposes ids; what is shown is read from the database for this actor, and
/// what is no longer published is left out.
///
/// # Errors
/// `CURSOR_MISMATCH` for a cursor of another search; `OUT_OF_RANGE` at
/// `after` beyond the first thousand hits: narrow the search instead.
pub async fn search(ctx: &Ctx, actor: &Actor, input: SearchInput) -> Result<SearchOutcome> {
    if input.page.backward {
        return Err(Error::new(Code::BadUserInput).at("last"));
    }
    let text = clean(&input.text);
    let scope = scope(&text, &input);
    let offset = match offset(&input.page, &scope) {
        // A cursor of the database's own list: somebody goes on reading what was begun while the engine was away.
        Err(error) if error.code() == Code::CursorMismatch => return browse(ctx, actor, &input, &input.page, false).await,
        offset => offset?,
    };
    let limit = input.page.limit.min(MAX_WINDOW - offset);
    let query = Query {
        text,
        filters: input.filters.clone(),
        trl_min: input.trl_min,
        sort: input.sort,
        facets: input.facets.clone(),
        offset,
        limit,
    };
    match ctx.search.search(&query).await {
        Ok(answer) => present(ctx, actor, &query, input.extent, answer, &scope).await,
        Err(SearchError::Unavailable(reason)) => {
            tracing::warn!(reason, "search engine unavailable; browsing the database");
            browse(ctx, actor, &input, &PageRequest::first(input.page.limit), input.page.cursor.is_some()).await
        }
        Err(error @ SearchError::Refused(_)) => Err(Error::internal(error)),
    }
}

/// Completions while typing, from listings as they are published now; none while the engine is away.
///
/// # Errors
/// `INTERNAL` if the engine refuses the request.
pub async fn suggest(ctx: &Ctx, text: &str, limit: usize) -> Result<Vec<String>> {
    let text = clean(text);
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let suggestions = match ctx.search.suggest(&text, limit).await {
        Ok(suggestions) => suggestions,
        Err(SearchError::Unavailable(_)) => return Ok(Vec::new()),
        Err(error @ SearchError::Refused(_)) => return Err(Error::internal(error)),
    };
    let mut ids: Vec<Id<ListingId>> =
        suggestions.iter().flat_map(|suggestion| &suggestion.documents).map(|(id, _)| Id::from_uuid(*id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let public: HashSet<_> = store::published_versions(ctx.db.read(), &ids).await?.into_iter().collect();
    let holds = |suggestion: &Suggestion| suggestion.documents.iter().any(|document| public.contains(document));
    Ok(suggestions.into_iter().filter(holds).map(|suggestion| suggestion.text).collect())
}

/// What was typed, cut to a sane length and without characters that nobody types.
#[must_use]
pub fn clean(text: &str) -> String {
    let visible: String = text.chars().filter(|c| c.is_whitespace() || !is_forbidden(*c, false)).take(TEXT_MAX).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names the ranked list that a cursor belongs to.
fn scope(text: &str, input: &SearchInput) -> String {
    #[derive(Serialize)]
    struct Scope<'a> {
        text: &'a str,
        filters: Vec<(String, &'a [String])>,
        trl_min: Option<i64>,
        sort: String,
    }
    let filters = input.filters.iter().map(|(facet, values)| (facet.to_string(), values.as_slice())).collect();
    format!("search:{}", digest::json_digest(&Scope { text, filters, trl_min: input.trl_min, sort: input.sort.to_string() }))
}

/// Hits that were shown before this page.
fn offset(page: &PageRequest, scope: &str) -> Result<usize> {
    let Some(cursor) = &page.cursor else { return Ok(0) };
    let offset: usize = decode_cursor(scope, cursor)?;
    if offset < MAX_WINDOW { Ok(offset) } else { Err(Error::new(Code::OutOfRange).with("max", MAX_WINDOW).at("after")) }
}

async fn present(ctx: &Ctx, actor: &Actor, query: &Query, extent: Extent, answer: Answer, scope: &str) -> Result<SearchOutcome> {
    let ids: Vec<Id<ListingId>> = answer.hits.iter().map(|hit| Id::from_uuid(hit.id)).collect();
    let publications = store::publications(ctx.db.read(), &ids, extent).await?;
    let mut views: HashMap<_, _> = publications
        .into_iter()
        .map(|publication| (publication.listing, (publication.listing_version, of_world(actor, publication))))
        .collect();
    let reached = query.offset + answer.hits.len();
    let found = |(index, hit): (usize, Hit)| {
        let (version, view) = views.remove(&Id::from_uuid(hit.id))?;
        // The index may be behind: what it still says may not be public any more.
        let marked = |text: &str| if hit.version == version { spans(text) } else { Vec::new() };
        let found = Found { title_zh: marked(&hit.title_zh), title_en: marked(&hit.title_en), snippet: marked(&hit.snippet), view };
        Some((encode_cursor(scope, &(query.offset + index + 1)), found))
    };
    let rows = answer.hits.into_iter().enumerate().filter_map(found).collect();
    let has_next = reached < MAX_WINDOW && (reached as u64) < answer.total && reached > query.offset;
    Ok(SearchOutcome {
        page: Page { rows, has_next, has_previous: query.offset > 0 },
        total: answer.total,
        total_is_exact: answer.total_is_exact,
        facets: answer.facets,
        notice: None,
    })
}

/// Filters that the database knows too, beside the least readiness.
const KNOWN_TO_DATABASE: [Facet; 2] = [Facet::Organization, Facet::Trl];

/// Without the engine: newest first, with the filters that the database knows.
async fn browse(ctx: &Ctx, actor: &Actor, input: &SearchInput, page: &PageRequest, started_anew: bool) -> Result<SearchOutcome> {
    let values = |wanted: Facet| input.filters.iter().filter(move |(facet, _)| *facet == wanted).flat_map(|(_, values)| values);
    let filter = PublicFilter {
        organizations: values(Facet::Organization).filter_map(|value| value.parse().ok()).map(Id::from_uuid).collect(),
        trl: values(Facet::Trl).filter_map(|value| value.parse().ok()).collect(),
        trl_min: input.trl_min,
    };
    let ignored_filters = input.filters.iter().map(|(facet, _)| *facet).filter(|facet| !KNOWN_TO_DATABASE.contains(facet)).collect();
    let page = store::browse(ctx.db.read(), &filter, page, input.extent).await?;
    let total = store::count_publications(ctx.db.read(), &filter, COUNT_CAP).await?;
    let plain = |publication| Found { view: of_world(actor, publication), title_zh: Vec::new(), title_en: Vec::new(), snippet: Vec::new() };
    Ok(SearchOutcome {
        page: page.map(plain),
        total,
        total_is_exact: total < COUNT_CAP,
        facets: Vec::new(),
        notice: Some(Notice { code: NoticeCode::SearchUnavailable, ignored_filters, started_anew }),
    })
}

/// Turns the engine's marks into pieces, so that nobody has to trust markup.
#[must_use]
pub fn spans(marked: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = marked;
    let mut matched = false;
    while !rest.is_empty() {
        let (piece, tail) = rest.split_once([MARK.0, MARK.1]).unwrap_or((rest, ""));
        let next = rest.get(piece.len()..).and_then(|tail| tail.chars().next());
        if !piece.is_empty() {
            spans.push(Span { text: piece.to_owned(), matched });
        }
        matched = next == Some(MARK.0);
        rest = tail;
    }
    spans
}
