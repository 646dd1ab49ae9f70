//! What both search engines promise, told once and tried on each: the embedded one in memory and on disk always, and
//! a real Meilisearch if there is one (`MEILI_URL` and `MEILI_MASTER_KEY`, or `meilisearch` on the path).

mod cases;
mod disk;
mod fixtures;
mod meilisearch;
mod properties;

use anyhow::{Context, Result};
use futures::future::BoxFuture;
use lianqiao::search::{Embedded, SearchIndex};

/// A case: its name, and what it does with an empty, prepared index.
type Case = (&'static str, for<'a> fn(&'a dyn SearchIndex) -> BoxFuture<'a, Result<()>>);

macro_rules! contract {
    ($($case:ident),* $(,)?) => {
        /// All cases, for an engine that is too slow to start once per case.
        fn all_cases() -> Vec<Case> {
            vec![$((stringify!($case), |index| Box::pin(cases::$case(index)))),*]
        }

        mod embedded_in_memory {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() -> Result<()> {
                let index = Embedded::in_memory()?;
                index.prepare().await?;
                cases::$case(&index).await
            })*
        }

        mod embedded_on_disk {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() -> Result<()> {
                let directory = tempfile::tempdir()?;
                let index = Embedded::open(directory.path())?;
                index.prepare().await?;
                cases::$case(&index).await
            })*
        }
    };
}

contract![
    chinese_words_are_found_together,
    chinese_and_english_mix,
    a_single_character_is_enough,
    words_unknown_to_the_dictionary_are_found,
    typos_are_forgiven_in_long_latin_words_only,
    the_last_word_may_be_unfinished,
    english_forms_of_a_word_are_one,
    synonyms_find_each_other,
    fewer_words_match_if_all_match_nothing,
    titles_count_more_than_texts,
    filters_narrow,
    facets_are_disjunctive,
    least_readiness_narrows_everything,
    an_empty_text_browses_newest_first,
    pages_over_ties_are_stable,
    the_window_has_an_end,
    matches_are_marked,
    completions_go_on_from_what_was_typed,
    writing_twice_changes_nothing,
    an_older_version_is_ignored,
    deleted_documents_are_gone,
    a_rebuild_replaces_everything_at_once,
    writes_during_a_rebuild_are_kept,
    an_abandoned_rebuild_leaves_no_trace,
    hostile_texts_do_no_harm,
    similar_documents_share_the_rarest_words,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn meilisearch_keeps_the_contract() -> Result<()> {
    let Some(server) = meilisearch::Server::find().await? else { return Ok(()) };
    for (name, case) in all_cases() {
        let index = server.index(name).await?;
        index.prepare().await?;
        case(&index).await.with_context(|| format!("meilisearch: {name}"))?;
        server.remove(name).await?;
    }
    Ok(())
}
