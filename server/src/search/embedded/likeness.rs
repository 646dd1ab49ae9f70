//! Documents that share words with a text.

use tantivy::postings::Postings;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score, TERMINATED, Term};
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
        let terms: Vec<Term> = asked.flat_map(|(_, (_, terms))| terms).collect();
        if terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let found = self.best(&terms, limit).map_err(super::broken)?;
        self.ids(&found)
    }

    /// The documents that these words speak for most, best first; ties by where they lie. Word by word, and not document by
    /// document: how many entries there are is known to be bounded, and to keep hundreds of words in the order of where each
    /// of them stands costs many times what the entries themselves cost.
    fn best(&self, terms: &[Term], limit: usize) -> tantivy::Result<Vec<(Score, DocAddress)>> {
        let mut weighed = Vec::with_capacity(terms.len());
        for term in terms {
            weighed.push((term, Bm25Weight::for_terms(&self.searcher, std::slice::from_ref(term))?));
        }
        let mut found: Vec<(Score, DocAddress)> = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let mut scores: Vec<Score> = vec![0.0; reader.max_doc() as usize];
            let mut touched: Vec<DocId> = Vec::new();
            for (term, weight) in &weighed {
                let Some(mut entries) = reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::WithFreqs)? else {
                    continue;
                };
                let lengths = reader.get_fieldnorms_reader(term.field())?;
                let mut doc = entries.doc();
                while doc != TERMINATED {
                    let score = &mut scores[doc as usize];
                    if *score == 0.0 {
                        touched.push(doc);
                    }
                    *score += weight.score(lengths.fieldnorm_id(doc), entries.term_freq());
                    doc = entries.advance();
                }
            }
            touched.retain(|doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(*doc)));
            found.extend(touched.into_iter().map(|doc| (scores[doc as usize], DocAddress::new(segment, doc))));
        }
        let in_order = |a: &(Score, DocAddress), b: &(Score, DocAddress)| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1));
        if found.len() > limit {
            found.select_nth_unstable_by(limit, in_order);
            found.truncate(limit);
        }
        found.sort_unstable_by(in_order);
        Ok(found)
    }

    /// The ids of documents, in their order, without reading the documents. Each part of the index is asked once, in the order
    /// in which it keeps its ids: each look-up by itself would unpack a block.
    fn ids(&self, found: &[(Score, DocAddress)]) -> Result<Vec<Uuid>, SearchError> {
        let mut ids: Vec<Option<Uuid>> = vec![None; found.len()];
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let here = found.iter().enumerate().filter(|(_, (_, at))| at.segment_ord == segment);
            let here: Vec<(usize, DocId)> = here.map(|(nth, (_, at))| (nth, at.doc_id)).collect();
            if here.is_empty() {
                continue;
            }
            let Some(column) = reader.fast_fields().str(ID).map_err(super::broken)? else { continue };
            let places = here.into_iter().filter_map(|(nth, doc)| Some((column.term_ords(doc).next()?, nth)));
            let mut places: Vec<(u64, usize)> = places.collect();
            places.sort_unstable();
            let ordinals: Vec<u64> = places.iter().map(|(ordinal, _)| *ordinal).collect();
            let mut places = places.into_iter();
            let read = column.dictionary().sorted_ords_to_term_cb(&ordinals, |id| {
                if let Some((_, nth)) = places.next() {
                    ids[nth] = std::str::from_utf8(id).ok().and_then(|id| id.parse().ok());
                }
            });
            read.map_err(|error| SearchError::Unavailable(error.to_string()))?;
        }
        Ok(ids.into_iter().flatten().collect())
    }
}

fn term(field: &TextField, word: &Lexeme) -> Term {
    Term::from_field_text(if word.han { field.grams } else { field.stems }, &word.term)
}
