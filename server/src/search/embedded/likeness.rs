//! Documents that share words with a text.

use tantivy::collector::{Collector, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Score, Term};
use uuid::Uuid;

use super::query::Reading;
use super::schema::{ID, TextField};
use crate::search::{Lexeme, SearchError};

/// How many entries of the index one question reads at most: rare words first, so that a question about common words costs
/// no more among a million documents than among ten thousand.
const ENTRIES: u64 = 150_000;
/// Words that are asked for in any case.
const LEAST: usize = 4;

impl Reading<'_> {
    /// Answers by likeness. Words that most documents have are left out where there are rarer ones.
    pub(super) fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<Uuid>, SearchError> {
        let mut rare: Vec<(u64, Vec<Term>)> = Vec::with_capacity(words.len());
        for word in words {
            let mut terms = Vec::new();
            let mut found = 0;
            for term in self.fields.texts.iter().filter(|field| field.tells).map(|field| term(field, word)) {
                let here = self.searcher.doc_freq(&term).map_err(super::broken)?;
                found += here;
                // A field that nobody has this word in would be looked up in every segment all the same.
                terms.extend((here > 0).then_some(term));
            }
            if found > 0 {
                rare.push((found, terms));
            }
        }
        rare.sort_by_key(|(found, _)| *found);
        let mut entries = 0;
        let asked = rare.into_iter().enumerate().take_while(|(nth, (found, _))| {
            entries += found;
            *nth < LEAST || entries <= ENTRIES
        });
        let clauses: Vec<(Occur, Box<dyn Query>)> = asked
            .flat_map(|(_, (_, terms))| terms)
            .map(|term| (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>))
            .collect();
        if clauses.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let best = TopDocs::with_limit(limit).order_by_score();
        let found: Vec<(Score, DocAddress)> = self.ask(&BooleanQuery::new(clauses), &best)?;
        found.into_iter().filter_map(|(_, at)| self.id(at).transpose()).collect()
    }

    fn ask<C: Collector>(&self, query: &dyn Query, collector: &C) -> Result<C::Fruit, SearchError> {
        self.searcher.search(query, collector).map_err(super::broken)
    }

    /// The id of a document, without reading the document.
    fn id(&self, at: DocAddress) -> Result<Option<Uuid>, SearchError> {
        let column = self.searcher.segment_reader(at.segment_ord).fast_fields().str(ID).map_err(super::broken)?;
        let Some(column) = column else { return Ok(None) };
        let Some(ordinal) = column.term_ords(at.doc_id).next() else { return Ok(None) };
        let mut id = String::new();
        column.ord_to_str(ordinal, &mut id).map_err(|error| SearchError::Unavailable(error.to_string()))?;
        Ok(id.parse().ok())
    }
}

fn term(field: &TextField, word: &Lexeme) -> Term {
    Term::from_field_text(if word.han { field.grams } else { field.stems }, &word.term)
}
