//! Matching: the rules, the words, the shelves of vectors, the endpoint that vectors come from, and the engine as a whole.

mod embedding;
mod engine;
mod keeper;
mod lexicon;
mod reasons;
mod rules;
mod vectors;
