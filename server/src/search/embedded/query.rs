//! From a plan to a query of the engine, and from its results to an answer.

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString};
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Order, Searcher, Term};

use super::facets::FacetCounter;
use super::schema::{Fields, ID, PUBLISHED_AT, READINESS, TextField};
use crate::search::highlight::{mark, snippet};
use crate::search::plan::{Atom, Plan};
use crate::search::settings::Settings;
use crate::search::suggestions;
use crate::search::words::grams;
use crate::search::{Answer, Document, Facet, Hit, MAX_WINDOW, SearchError, Sort, Suggestion};

/// How many documents are asked for completions.
const SUGGESTION_POOL: usize = 60;

/// One state of the index, to be asked.
pub(super) struct Reading<'a> {
    pub(super) fields: &'a Fields,
    pub(super) settings: &'a Settings,
    pub(super) searcher: Searcher,
}

impl Reading<'_> {
    /// Answers a question.
    pub(super) fn answer(&self, query: &crate::search::Query) -> Result<Answer, SearchError> {
        let plan = Plan::new(&query.text, self.settings, true);
        let filters = self.filters(query);
        let (text, total) = self.relaxed(&plan, &filters)?;
        let question = all_of(&text, filters.iter().map(|(_, filter)| filter));
        let hits = self.hits(&question, query, &plan)?;
        let mut counted = Vec::with_capacity(query.facets.len());
        // Facets without a filter of their own see the same documents: one pass counts them all.
        let (own, shared): (Vec<Facet>, Vec<Facet>) =
            query.facets.iter().partition(|facet| filters.iter().any(|(of, _)| *of == Some(**facet)));
        let most = self.settings.filters.facet_values;
        let counts = self.search(&question, &FacetCounter::new(shared.clone()))?;
        counted.extend(shared.into_iter().zip(counts).map(|(facet, counts)| FacetCounter::ranked(facet, counts, most)));
        for facet in own {
            let others = all_of(&text, filters.iter().filter(|(of, _)| *of != Some(facet)).map(|(_, filter)| filter));
            let counts = self.search(&others, &FacetCounter::new(vec![facet]))?;
            counted.extend(counts.into_iter().map(|counts| FacetCounter::ranked(facet, counts, most)));
        }
        counted.sort_by_key(|counts| query.facets.iter().position(|facet| *facet == counts.facet));
        Ok(Answer { hits, total, total_is_exact: true, facets: counted })
    }

    /// Completes what was typed.
    pub(super) fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let plan = Plan::new(typed, self.settings, false);
        if plan.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let wishes = plan.wishes.iter().map(|wish| (Occur::Must, self.wish(&wish.alternatives, |field| field.completes)));
        let question = BooleanQuery::new(wishes.collect());
        let best = ((SortBySimilarityScore, Order::Desc), (SortByString::for_field(ID), Order::Asc));
        let found = self.search(&question, &TopDocs::with_limit(SUGGESTION_POOL).order_by(best))?;
        let documents = found.into_iter().map(|(_, at)| self.load(at)).collect::<Result<Vec<_>, _>>()?;
        let candidates = documents.iter().filter_map(|document| Some((document, (document.id.parse().ok()?, document.version))));
        let candidates = candidates.flat_map(|(document, source)| {
            let keywords = document.keywords.iter().map(String::as_str);
            keywords.chain([document.title_zh.as_str(), document.title_en.as_str()]).map(move |text| (text, source))
        });
        Ok(suggestions::choose(typed, &plan, candidates, limit))
    }

    /// The strictest form of the text that matches anything: all words, or as many as possible; and how many documents.
    fn relaxed(&self, plan: &Plan, filters: &[Filter]) -> Result<(Box<dyn Query>, u64), SearchError> {
        let filters: Vec<_> = filters.iter().map(|(_, filter)| filter).collect();
        let count = |text: &dyn Query| self.search(&all_of(text, filters.iter().copied()), &Count).map(|count| count as u64);
        if plan.is_empty() {
            return Ok((Box::new(AllQuery), count(&AllQuery)?));
        }
        let wishes: Vec<_> = plan.wishes.iter().map(|wish| self.wish(&wish.alternatives, |_| true)).collect();
        let needing = |least: usize| {
            let text = self.with_phrases(
                BooleanQuery::union_with_minimum_required_clauses(wishes.iter().map(|wish| wish.box_clone()).collect(), least),
                plan,
            );
            count(&*text).map(|total| (text, total))
        };
        let mut best = needing(wishes.len())?;
        // What matches more words matches fewer, too: so the most words that match anything are found by halving.
        let (mut matching, mut too_many) = (0, wishes.len());
        while best.1 == 0 && too_many > 1 || matching + 1 < too_many && matching > 0 {
            let middle = if matching == 0 { 1 } else { usize::midpoint(matching, too_many) };
            let tried = needing(middle)?;
            if tried.1 == 0 && middle == 1 {
                return Ok(tried);
            }
            if tried.1 > 0 {
                matching = middle;
                best = tried;
            } else {
                too_many = middle;
            }
        }
        Ok(best)
    }

    /// Words in the order in which they were typed count more.
    fn with_phrases(&self, text: BooleanQuery, plan: &Plan) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(text))];
        for phrase in &plan.phrases {
            for field in &self.fields.texts {
                let query = sequence(field, phrase);
                clauses.extend(query.map(|query| (Occur::Should, boost(query, field.weight * 0.5))));
            }
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// Any of the alternatives, in any of the fields; the best one counts, and the others a little.
    pub(super) fn wish(&self, alternatives: &[Vec<Atom>], fields: impl Fn(&TextField) -> bool) -> Box<dyn Query> {
        let mut any: Vec<Box<dyn Query>> = Vec::new();
        for (nth, alternative) in alternatives.iter().enumerate() {
            // A synonym is almost as good as the word itself.
            let closeness = if nth == 0 { 1.0 } else { 0.7 };
            for field in self.fields.texts.iter().filter(|field| fields(field)) {
                let query = match alternative.as_slice() {
                    [Atom::Latin { word, stem, typos, prefix }] => Some(latin(field, word, stem, *typos, *prefix)),
                    [Atom::Han { text, parts }] => Some(han(field, text, parts)),
                    several => sequence(field, several),
                };
                any.extend(query.map(|query| boost(query, field.weight * closeness)));
            }
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(any, 0.2))
    }

    pub(super) fn filters(&self, query: &crate::search::Query) -> Vec<Filter> {
        let mut filters: Vec<Filter> = Vec::new();
        for (facet, values) in query.filters.iter().filter(|(_, values)| !values.is_empty()) {
            if let Some(field) = self.fields.facets.get(facet) {
                let terms = values.iter().map(|value| Term::from_field_text(*field, value));
                filters.push((Some(*facet), Box::new(TermSetQuery::new(terms))));
            }
        }
        if let Some(least) = query.trl_min {
            let range =
                RangeQuery::new(std::ops::Bound::Included(Term::from_field_i64(self.fields.readiness, least)), std::ops::Bound::Unbounded);
            filters.push((None, Box::new(range)));
        }
        filters
    }

    fn hits(&self, question: &dyn Query, query: &crate::search::Query, plan: &Plan) -> Result<Vec<Hit>, SearchError> {
        let offset = query.offset.min(MAX_WINDOW);
        let limit = query.limit.min(MAX_WINDOW - offset);
        if limit == 0 {
            return Ok(Vec::new());
        }
        let page = TopDocs::with_limit(limit).and_offset(offset);
        let newest = (SortByStaticFastValue::<i64>::for_field(PUBLISHED_AT), Order::Desc);
        let id = (SortByString::for_field(ID), Order::Asc);
        let found: Vec<DocAddress> = match query.sort {
            Sort::Relevance if !plan.is_empty() => {
                addresses(self.search(question, &page.order_by(((SortBySimilarityScore, Order::Desc), newest, id)))?)
            }
            Sort::Relevance | Sort::Newest => addresses(self.search(question, &page.order_by((newest, id)))?),
            Sort::Readiness => {
                let readiest = (SortByStaticFastValue::<i64>::for_field(READINESS), Order::Desc);
                addresses(self.search(question, &page.order_by((readiest, newest, id)))?)
            }
        };
        found.into_iter().map(|at| self.hit(at, plan)).collect()
    }

    fn hit(&self, at: DocAddress, plan: &Plan) -> Result<Hit, SearchError> {
        let document = self.load(at)?;
        let id = document.id.parse().map_err(|_| SearchError::Unavailable(format!("damaged entry: id `{}`", document.id)))?;
        Ok(Hit {
            id,
            version: document.version,
            title_zh: mark(&document.title_zh, plan),
            title_en: mark(&document.title_en, plan),
            snippet: snippet(&[&document.text_zh, &document.text_en], plan, self.settings.query.snippet_characters),
        })
    }

    pub(super) fn load(&self, at: DocAddress) -> Result<Document, SearchError> {
        let entry = self.searcher.doc(at).map_err(super::broken)?;
        self.fields.document(&entry)
    }

    pub(super) fn search<C: Collector>(&self, query: &dyn Query, collector: &C) -> Result<C::Fruit, SearchError> {
        self.searcher.search(query, collector).map_err(super::broken)
    }
}

/// A filter, and the facet that it belongs to.
pub(super) type Filter = (Option<Facet>, Box<dyn Query>);

fn addresses<K>(found: Vec<(K, DocAddress)>) -> Vec<DocAddress> {
    found.into_iter().map(|(_, at)| at).collect()
}

/// The text and all filters; filters do not count for the score.
pub(super) fn all_of<'a>(text: &dyn Query, filters: impl Iterator<Item = &'a Box<dyn Query>>) -> BooleanQuery {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, text.box_clone())];
    clauses.extend(filters.map(|filter| (Occur::Must, Box::new(ConstScoreQuery::new(filter.box_clone(), 0.0)) as Box<dyn Query>)));
    BooleanQuery::new(clauses)
}

fn boost(query: Box<dyn Query>, by: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, by))
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

/// A word of an alphabet. What it is exactly comes before what it is nearly, because the parts are added up.
fn latin(field: &TextField, word: &str, stem: &str, typos: u8, prefix: bool) -> Box<dyn Query> {
    let mut ways = vec![term(field.words, word), term(field.stems, stem)];
    let whole = Term::from_field_text(field.words, word);
    if prefix {
        ways.push(boost(Box::new(FuzzyTermQuery::new_prefix(whole.clone(), 0, true)), 0.2));
    }
    if typos > 0 {
        let nearly = if prefix { FuzzyTermQuery::new_prefix(whole, typos, true) } else { FuzzyTermQuery::new(whole, typos, true) };
        ways.push(boost(Box::new(nearly), 0.05));
    }
    Box::new(BooleanQuery::union(ways))
}

/// Chinese characters: as a word of the dictionary, anywhere in a row, or as the words inside.
fn han(field: &TextField, text: &str, parts: &[String]) -> Box<dyn Query> {
    let mut ways = vec![term(field.words, text), boost(in_a_row(field.grams, grams(text)), 0.6)];
    if !parts.is_empty() {
        let all = parts.iter().map(|part| (Occur::Must, in_a_row(field.grams, grams(part))));
        ways.push(boost(Box::new(BooleanQuery::new(all.collect())), 0.1));
    }
    Box::new(BooleanQuery::union(ways))
}

/// Words next to each other; they are all of one kind.
fn sequence(field: &TextField, atoms: &[Atom]) -> Option<Box<dyn Query>> {
    let form = match atoms.first()? {
        Atom::Latin { .. } => field.stems,
        Atom::Han { .. } => field.grams,
    };
    Some(in_a_row(form, atoms.iter().flat_map(Atom::neighbors)))
}

/// Terms at consecutive positions.
fn in_a_row(field: Field, terms: impl IntoIterator<Item = String>) -> Box<dyn Query> {
    let terms: Vec<Term> = terms.into_iter().map(|text| Term::from_field_text(field, &text)).collect();
    match terms.as_slice() {
        [] => Box::new(EmptyQuery),
        [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}
