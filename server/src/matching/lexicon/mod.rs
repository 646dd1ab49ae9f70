//! Words: what a need and an offer have in common, in one language or across both.
//!
//! A saying becomes a [`Bag`] with three sections: Chinese words, English words, and *shared* ones that mean the same in
//! either language: terms of the bilingual table, and names that both write alike (`IGBT`, `5G`). What two bags have in
//! common is weighed as a search engine does (BM25) and then measured against what strangers would have in common, which
//! follows from how frequent each word is ([`Statistics`]).

mod bag;
mod bilingual;
mod everyday;
mod statistics;

pub use bag::{Bag, Section, Token, Wanted, tokens};
pub use bilingual::{Dictionary, dictionary};
pub use everyday::{EVERYDAY_WORDS, is_everyday};
pub use statistics::{Asked, Statistics};
