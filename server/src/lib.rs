//! Lianqiao (联桥): a marketplace for technology transfer. The floor plan is in `ARCHITECTURE.md`.

// The roots of the schema are merged from objects of the slices, each a level deeper for the compiler.
#![recursion_limit = "256"]

pub mod app;
pub mod audit;
pub mod cli;
pub mod config;
pub mod ctx;
pub mod db;
pub mod demand;
pub mod embedding;
pub mod failpoint;
pub mod feed;
pub mod files;
pub mod gql;
pub mod graph;
pub mod http;
pub mod idempotency;
pub mod identity;
pub mod import;
pub mod jobs;
pub mod kernel;
pub mod keys;
pub mod ledger;
pub mod licensing;
pub mod listing;
pub mod locale;
pub mod mail;
pub mod matching;
pub mod notification;
pub mod oidc;
pub mod operation;
pub mod outbox;
pub mod pairing;
pub mod platform;
pub mod reference;
pub mod rulebook;
pub mod rules_api;
pub mod saved_search;
pub mod search;
pub mod seed;
pub mod telemetry;
pub mod throttle;
pub mod upload;
pub mod vectors;
