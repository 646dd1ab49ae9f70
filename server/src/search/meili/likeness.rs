//! Documents that share words with a text.
//!
//! Meilisearch reads ten words of a question and wants documents with all of them. So each word is a question of its own,
//! all are asked together, and a document counts for every word that it was found by: the more, the rarer the word is.

use std::collections::HashMap;

use meilisearch_sdk::search::{MatchingStrategies, Selectors};
use uuid::Uuid;

use super::Meili;
use super::question::question;
use super::setup::{DELETED, GRAMS};
use crate::search::settings::Attribute;
use crate::search::{Lexeme, SearchError};

/// Most words of one question; the caller has put those first that tell most.
const WORDS: usize = 80;
/// Documents that are asked for by one word. One that is found by many words is among those of its rarest.
const EACH: usize = 200;

impl Meili {
    /// Answers by likeness.
    pub(super) async fn find_similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<Uuid>, SearchError> {
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let live = self.live();
        let filter = format!("{DELETED} NOT EXISTS");
        let attributes = self.settings.fields.iter().flat_map(|field| &field.attributes);
        let telling = attributes.filter(|attribute| **attribute != Attribute::OrganizationNames).map(<&str>::from);
        let searched: Vec<&str> = telling.chain([GRAMS]).collect();
        // A space behind the word says that it is finished.
        let asked: Vec<String> = words.iter().take(WORDS).map(|word| format!("{} ", word.word)).collect();
        let questions = asked.iter().map(|word| {
            let mut question = question(&live, word, &MatchingStrategies::ALL, &filter);
            question.limit = Some(EACH);
            question.attributes_to_search_on = Some(&searched);
            question.attributes_to_retrieve = Some(Selectors::Some(&["id"]));
            question
        });
        let answers = self.ask_together(questions.collect()).await?;
        let mut scores: HashMap<Uuid, f64> = HashMap::new();
        for answer in answers {
            let found = answer.estimated_total_hits.unwrap_or(answer.hits.len()).max(answer.hits.len());
            #[expect(clippy::cast_precision_loss, reason = "a weight needs no more precision than that")]
            let weight = 1.0 / (1.0 + found as f64).ln_1p();
            for id in answer.hits.iter().filter_map(|hit| hit.result.id.parse().ok()) {
                *scores.entry(id).or_default() += weight;
            }
        }
        let mut best: Vec<(Uuid, f64)> = scores.into_iter().collect();
        best.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(best.into_iter().take(limit).map(|(id, _)| id).collect())
    }
}
