//! The other way round: a few documents, and which of many questions they answer.
//!
//! What changed is put into an index of its own, in memory, and each question is asked of that: one change costs as much as
//! there are questions, and nothing of what was there before. Words are cut, folded and forgiven as in a search, whichever
//! engine answers those. Only, every word has to be found: a search shows what comes nearest if nothing has all of them, and
//! nobody wants to be told of that.

use std::sync::Arc;

use tantivy::{
    Index, IndexReader, ReloadPolicy,
    collector::DocSetCollector,
    query::{AllQuery, BooleanQuery, Query as Asked},
};

use super::{
    blocking, broken,
    query::{Reading, all_of},
    schema::Fields,
    writer::open_writer,
};
use crate::search::{
    Document, Query, SearchError,
    plan::Plan,
    settings::{Settings, settings},
};

/// Some documents.
#[derive(Clone)]
pub struct Percolator(Arc<Parts>);

struct Parts {
    settings: &'static Settings,
    fields: Fields,
    reader: IndexReader,
}

impl Percolator {
    /// Takes some documents in.
    ///
    /// # Errors
    /// `Refused` if the settings hold a mistake, `Unavailable` if there is no memory for them.
    pub async fn of(documents: Vec<Document>) -> Result<Self, SearchError> {
        blocking(move || {
            let settings = settings()?;
            let fields = Fields::new(settings);
            let index = Index::create_in_ram(fields.schema.clone());
            let mut writer = open_writer(&index)?;
            for document in &documents {
                writer.add_document(fields.entry(document)?).map_err(broken)?;
            }
            writer.commit().map_err(broken)?;
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(broken)?;
            Ok(Self(Arc::new(Parts { settings, fields, reader })))
        })
        .await
    }

    /// Ids of the documents that answer each of the questions.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub async fn answers(&self, questions: Vec<Query>) -> Result<Vec<Vec<uuid::Uuid>>, SearchError> {
        let parts = Arc::clone(&self.0);
        blocking(move || {
            let reading = Reading { fields: &parts.fields, settings: parts.settings, searcher: parts.reader.searcher() };
            questions.iter().map(|question| reading.strictly(question)).collect()
        })
        .await
    }
}

impl Reading<'_> {
    /// Ids of all documents that have every word and pass every filter.
    fn strictly(&self, query: &Query) -> Result<Vec<uuid::Uuid>, SearchError> {
        let plan = Plan::new(&query.text, self.settings, true).typed_out();
        let text: Box<dyn Asked> = if plan.is_empty() {
            Box::new(AllQuery)
        } else {
            let wishes: Vec<_> = plan.wishes.iter().map(|wish| self.wish(&wish.alternatives, |_| true)).collect();
            let every = wishes.len();
            Box::new(BooleanQuery::union_with_minimum_required_clauses(wishes, every))
        };
        let filters = self.filters(query);
        let question = all_of(&*text, filters.iter().map(|(_, filter)| filter));
        let found = self.search(&question, &DocSetCollector)?;
        let mut ids = Vec::with_capacity(found.len());
        for at in found {
            ids.extend(self.load(at)?.id.parse::<uuid::Uuid>().ok());
        }
        ids.sort_unstable();
        Ok(ids)
    }
}
