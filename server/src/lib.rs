//! Lianqiao (联桥): a marketplace for technology transfer. The floor plan is in `ARCHITECTURE.md`.

pub mod audit;
pub mod config;
pub mod ctx;
pub mod db;
pub mod feed;
pub mod files;
pub mod gql;
pub mod idempotency;
pub mod identity;
pub mod import;
pub mod kernel;
pub mod keys;
pub mod ledger;
pub mod licensing;
pub mod listing;
pub mod locale;
pub mod mail;
pub mod outbox;
pub mod reference;
pub mod rulebook;
pub mod rules_api;
pub mod search;
