//! `schema/search.toml` as the settings of a Meilisearch index.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use meilisearch_sdk::errors::{Error, ErrorCode};
use meilisearch_sdk::settings::{
    FacetSortValue, FacetingSettings, LocalizedAttributes, MinWordSizeForTypos, PaginationSetting, Settings as Wanted,
    TypoToleranceSettings,
};
use meilisearch_sdk::tasks::Task;

use super::{Meili, POLL, SETUP, WRITE, failed, timely};
use crate::kernel::digest::sha256_hex;
use crate::search::{MAX_WINDOW, SearchError};

/// Changes when the way documents are stored changes, so that an index made by an older program is filled again.
const FORMAT: &str = "1";
/// The attribute with Chinese substrings.
pub(super) const GRAMS: &str = "grams";
/// Marks a removed document in an index being built.
pub(super) const DELETED: &str = "deleted";

impl Meili {
    /// Creates an index if it is missing, and brings its settings to what they should be.
    pub(super) async fn set_up(&self, uid: &str) -> Result<(), SearchError> {
        let task = timely(self.client.create_index(uid, Some("id"))).await.map_err(failed)?;
        match self.client.wait_for_task(task, Some(POLL), Some(WRITE)).await {
            Ok(Task::Failed { content }) if content.error.error_code != ErrorCode::IndexAlreadyExists => {
                return Err(failed(Error::Meilisearch(content.error)));
            }
            Ok(_) => {}
            Err(error) => return Err(failed(error)),
        }
        let index = self.client.index(uid);
        Ok(self.done(timely(index.set_settings(&self.wanted())).await, SETUP).await?)
    }

    /// What an index must have been filled with to be complete.
    pub(super) fn fingerprint(&self) -> String {
        sha256_hex(format!("{FORMAT}\n{:?}", self.settings.fields).as_bytes())
    }

    fn wanted(&self) -> Wanted {
        let settings = self.settings;
        let mut searchable: Vec<String> =
            settings.fields.iter().flat_map(|field| &field.attributes).map(|attribute| <&str>::from(*attribute).to_owned()).collect();
        searchable.push(GRAMS.to_owned());
        let mut filterable: Vec<String> = settings.filters.facets.iter().map(ToString::to_string).collect();
        filterable.extend([DELETED.to_owned(), "id".to_owned()]);
        let synonyms: HashMap<String, Vec<String>> = settings
            .synonyms
            .groups
            .iter()
            .flat_map(|group| group.iter().map(|phrase| (phrase.clone(), group.iter().filter(|other| *other != phrase).cloned().collect())))
            .collect();
        let mut stop_words: Vec<String> = settings.stop_words.zh.iter().chain(&settings.stop_words.en).cloned().collect();
        stop_words.sort_unstable();
        let letters = |number: usize| u8::try_from(number).ok();
        let of = |locales: &[&str], attributes: &[&str]| LocalizedAttributes {
            locales: locales.iter().map(|locale| (*locale).to_owned()).collect(),
            attribute_patterns: attributes.iter().map(|attribute| (*attribute).to_owned()).collect(),
        };
        Wanted {
            searchable_attributes: Some(searchable),
            filterable_attributes: Some(filterable.into_iter().map(Into::into).collect()),
            sortable_attributes: Some(settings.filters.sortable.clone()),
            ranking_rules: Some(settings.meilisearch.ranking_rules.clone()),
            synonyms: Some(synonyms),
            stop_words: Some(stop_words),
            typo_tolerance: Some(TypoToleranceSettings {
                enabled: Some(true),
                disable_on_attributes: Some(vec![GRAMS.to_owned()]),
                disable_on_words: Some(Vec::new()),
                min_word_size_for_typos: Some(MinWordSizeForTypos {
                    one_typo: letters(settings.query.one_typo_from),
                    two_typos: letters(settings.query.two_typos_from),
                }),
                disable_on_numbers: Some(true),
            }),
            pagination: Some(PaginationSetting { max_total_hits: MAX_WINDOW }),
            faceting: Some(FacetingSettings {
                max_values_per_facet: settings.filters.facet_values,
                sort_facet_values_by: Some(BTreeMap::from([("*".to_owned(), FacetSortValue::Count)])),
            }),
            localized_attributes: Some(vec![
                of(&["cmn"], &["*Zh", GRAMS]),
                of(&["eng"], &["*En"]),
                of(&["cmn", "eng"], &["keywords", "organizationNames"]),
            ]),
            search_cutoff_ms: u64::try_from(Duration::from_secs(3).as_millis()).ok(),
            ..Wanted::default()
        }
    }
}
