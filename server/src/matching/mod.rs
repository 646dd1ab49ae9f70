//! The matching machine: which offers answer a need, which needs an offer answers, and why.
//!
//! [`rules`] hold a pair against each other and know nothing else. [`lexicon`] says what two texts have in common, in one
//! language or across both. The [`engine`] proposes candidates, by words from the search engine and by meaning from the
//! shelves of vectors, and ranks them by the rules. `docs/matching.md` tells how well, and how that was measured.
//!
//! What it knows of listings and needs is handed to it ([`Offer`], [`Need`]); it reads no table.

pub mod engine;
pub mod lexicon;
pub mod rules;

pub use engine::{Engine, Evidences, Filled, Knowledge, Learned, Match, Matches, Notice, Offers, Question, Ranking, Versions};
pub use rules::{Language, Mode, Need, Offer, Price, Prose, Saying, Terms, Weights, Wishes};
