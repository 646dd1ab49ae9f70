//! Questions to Meilisearch, and its answers.

use std::collections::HashMap;

use meilisearch_sdk::DefaultHttpClient;
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::search::{MatchingStrategies, SearchQuery, SearchResults, Selectors};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::setup::{DELETED, GRAMS};
use super::{Meili, failed, in_turn};
use crate::search::plan::Plan;
use crate::search::words::runs;
use crate::search::{Answer, Facet, FacetCounts, Hit, MARK, MAX_WINDOW, Query, SearchError, Sort, Suggestion, suggestions};

/// How many documents are asked for completions.
const SUGGESTION_POOL: usize = 60;
/// Languages that people ask in.
const LOCALES: &[&str] = &["cmn", "eng"];

/// A question, as the client of Meilisearch writes it.
pub(super) type Question<'a> = SearchQuery<'a, DefaultHttpClient>;

/// What is read of a document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Row {
    pub(super) id: String,
    version: i64,
    title_zh: String,
    title_en: String,
    keywords: Vec<String>,
}

impl Meili {
    /// Answers a question: all words first, and fewer if that finds nothing.
    pub(super) async fn ask(&self, query: &Query) -> Result<Answer, SearchError> {
        let words = self.words(&query.text);
        let answer = self.ask_for(query, &words, MatchingStrategies::ALL).await?;
        if answer.total == 0 && !words.is_empty() {
            return self.ask_for(query, &words, MatchingStrategies::FREQUENCY).await;
        }
        Ok(answer)
    }

    async fn ask_for(&self, query: &Query, words: &str, strategy: MatchingStrategies) -> Result<Answer, SearchError> {
        let live = self.live();
        let (open, close) = (MARK.0.to_string(), MARK.1.to_string());
        let only = &self.settings.meilisearch;
        let crop: [(&str, Option<usize>); 2] = [("textZh", Some(only.crop_words_zh)), ("textEn", Some(only.crop_words_en))];
        let sort: &[&str] = match query.sort {
            Sort::Relevance => &[],
            Sort::Newest => &["publishedAt:desc"],
            Sort::Readiness => &["trl:desc", "publishedAt:desc"],
        };
        let filters = filters(query);
        let all = join(filters.iter());
        // Facets without a filter of their own see what the page sees; each other one needs a question of its own.
        let (own, shared): (Vec<Facet>, Vec<Facet>) =
            query.facets.iter().partition(|facet| filters.iter().any(|(of, _)| *of == Some(**facet)));
        let shared_names: Vec<&str> = shared.iter().map(Into::into).collect();
        let own: Vec<(Facet, [&str; 1], String)> = own
            .into_iter()
            .map(|facet| (facet, [<&str>::from(facet)], join(filters.iter().filter(|(of, _)| *of != Some(facet)))))
            .collect();

        let offset = query.offset.min(MAX_WINDOW);
        let limit = query.limit.min(MAX_WINDOW - offset);
        let mut page = question(&live, words, &strategy, &all);
        page.sort = (!sort.is_empty()).then_some(sort);
        page.attributes_to_retrieve = Some(Selectors::Some(&["id", "version"]));
        page.attributes_to_highlight = Some(Selectors::Some(&["titleZh", "titleEn", "textZh", "textEn"]));
        page.attributes_to_crop = Some(Selectors::Some(&crop));
        page.crop_marker = Some("…");
        page.highlight_pre_tag = Some(&open);
        page.highlight_post_tag = Some(&close);
        // An exact total comes with pages that are numbered only. Those that begin elsewhere need a question for it.
        let is_numbered = limit > 0 && offset.is_multiple_of(limit);
        let mut questions = if is_numbered {
            (page.page, page.hits_per_page) = (Some(offset / limit + 1), Some(limit));
            page.facets = Some(Selectors::Some(&shared_names));
            vec![page]
        } else {
            (page.offset, page.limit) = (Some(offset), Some(limit));
            let mut count = question(&live, words, &strategy, &all);
            count.hits_per_page = Some(0);
            count.facets = Some(Selectors::Some(&shared_names));
            vec![count, page]
        };
        for (_, name, filter) in &own {
            let mut alone = question(&live, words, &strategy, filter);
            alone.hits_per_page = Some(0);
            alone.facets = Some(Selectors::Some(name));
            questions.push(alone);
        }
        let mut answers = self.ask_together(questions).await?.into_iter();
        let Some(mut page) = answers.next() else { return Err(left_out()) };
        let total = page.total_hits.unwrap_or_default();
        let mut facets: Vec<FacetCounts> = shared.into_iter().map(|facet| counts(facet, page.facet_distribution.as_ref())).collect();
        if !is_numbered {
            page = answers.next().ok_or_else(left_out)?;
        }
        let hits =
            page.hits.into_iter().map(|found| hit(&found.result, &found.formatted_result.unwrap_or_default())).collect::<Result<_, _>>()?;
        facets.extend(own.iter().zip(answers).map(|((facet, ..), answer)| counts(*facet, answer.facet_distribution.as_ref())));
        facets.sort_by_key(|counts| query.facets.iter().position(|facet| *facet == counts.facet));
        Ok(Answer { hits, total: total as u64, total_is_exact: total < MAX_WINDOW, facets })
    }

    /// Completes what was typed.
    pub(super) async fn complete(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let plan = Plan::new(typed, self.settings, false);
        if plan.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let words = self.words(typed);
        let live = self.live();
        let filter = format!("{DELETED} NOT EXISTS");
        let attributes: Vec<&str> = self
            .settings
            .fields
            .iter()
            .flat_map(|field| &field.attributes)
            .filter(|attribute| attribute.completes())
            .map(Into::into)
            .collect();
        let searched: Vec<&str> = attributes.iter().copied().chain([GRAMS]).collect();
        let mut question = question(&live, &words, &MatchingStrategies::ALL, &filter);
        question.limit = Some(SUGGESTION_POOL);
        question.attributes_to_search_on = Some(&searched);
        let retrieved: Vec<&str> = attributes.iter().copied().chain(["id", "version"]).collect();
        question.attributes_to_retrieve = Some(Selectors::Some(&retrieved));
        let found: SearchResults<Row> = in_turn(&self.asking, live.execute_query(&question)).await.map_err(failed)?;
        let rows = found.hits.iter().map(|hit| &hit.result);
        let candidates = rows.filter_map(|row| Some((row, (row.id.parse().ok()?, row.version)))).flat_map(|(row, source)| {
            let keywords = row.keywords.iter().map(String::as_str);
            keywords.chain([row.title_zh.as_str(), row.title_en.as_str()]).map(move |text| (text, source))
        });
        Ok(suggestions::choose(typed, &plan, candidates, limit))
    }

    /// The words of a text and nothing else: quotes and minus signs are operators for Meilisearch.
    fn words(&self, text: &str) -> String {
        let limits = &self.settings.query;
        let cut: String = text.chars().take(limits.max_characters).collect();
        let runs = runs(&cut);
        let mut words = runs.iter().take(limits.max_words).map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ");
        // A space after the last word says that it is finished.
        if runs.last().is_some_and(|run| run.range.end < cut.len()) {
            words.push(' ');
        }
        words
    }

    pub(super) async fn ask_together(&self, questions: Vec<Question<'_>>) -> Result<Vec<SearchResults<Row>>, SearchError> {
        let mut together = self.client.multi_search();
        for question in questions {
            together.with_search_query(question);
        }
        Ok(in_turn(&self.asking, together.execute()).await.map_err(failed)?.results)
    }
}

fn left_out() -> SearchError {
    SearchError::Unavailable("Meilisearch left out an answer".to_owned())
}

fn hit(row: &Row, shown: &Map<String, Value>) -> Result<Hit, SearchError> {
    // Meilisearch marks word by word; 石墨烯 may be two words to it, but it is one to the reader.
    let seam: String = [MARK.1, MARK.0].iter().collect();
    let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default().replace(&seam, "");
    let marks = |text: &str| text.matches(MARK.0).count();
    let (zh, en) = (text("textZh"), text("textEn"));
    let snippet = if zh.is_empty() || marks(&en) > marks(&zh) { en } else { zh };
    let id = row.id.parse().map_err(|_| SearchError::Unavailable(format!("damaged entry: id `{}`", row.id)))?;
    Ok(Hit { id, version: row.version, title_zh: text("titleZh"), title_en: text("titleEn"), snippet })
}

/// What all questions have in common.
pub(super) fn question<'a>(index: &'a Index, words: &'a str, strategy: &MatchingStrategies, filter: &'a str) -> Question<'a> {
    let mut question = SearchQuery::new(index);
    question.query = Some(words);
    question.locales = Some(LOCALES);
    question.matching_strategy = Some(strategy.clone());
    question.with_filter(filter);
    question
}

/// Filters as expressions, with the facet that each belongs to.
fn filters(query: &Query) -> Vec<(Option<Facet>, String)> {
    let mut filters = vec![(None, format!("{DELETED} NOT EXISTS"))];
    for (facet, values) in query.filters.iter().filter(|(_, values)| !values.is_empty()) {
        let values: Vec<String> = values.iter().filter_map(|value| literal(*facet, value)).collect();
        // No document has an empty list of ids, so this is "nothing".
        filters.push((Some(*facet), format!("{facet} IN [{}]", values.join(", "))));
    }
    if let Some(least) = query.trl_min {
        filters.push((None, format!("trl >= {least}")));
    }
    filters
}

/// A value as a literal. Values are untrusted: what could end a literal is in no code of ours, so it matches nothing.
fn literal(facet: Facet, value: &str) -> Option<String> {
    if facet == Facet::Trl {
        return value.parse::<u8>().ok().filter(|level| *level > 0).map(|level| level.to_string());
    }
    let harmless = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | ' ');
    (!value.is_empty() && value.chars().all(harmless)).then(|| format!("\"{value}\""))
}

fn join<'a>(filters: impl Iterator<Item = &'a (Option<Facet>, String)>) -> String {
    filters.map(|(_, filter)| format!("({filter})")).collect::<Vec<_>>().join(" AND ")
}

/// Most frequent values first, and those of the same frequency in order.
fn counts(facet: Facet, found: Option<&HashMap<String, HashMap<String, usize>>>) -> FacetCounts {
    let values = found.and_then(|found| found.get(<&str>::from(facet)));
    // Meilisearch counts what is there; level 0 means "unknown" and empty codes mean nothing.
    let told = |value: &str| !value.is_empty() && (facet != Facet::Trl || value != "0");
    let mut values: Vec<(String, u64)> =
        values.into_iter().flatten().filter(|(value, _)| told(value)).map(|(value, count)| (value.clone(), *count as u64)).collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    FacetCounts { facet, values }
}
