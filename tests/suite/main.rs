//! Every test of the product, in one binary: stories against the real server, vectors and properties of the rules.

mod access;
mod architecture;
mod audit;
mod dates;
mod door;
mod identity;
mod identity_rules;
mod import;
mod journeys;
mod ledger_rules;
mod licensing;
mod licensing_rules;
mod listing_rules;
mod locale;
mod mail_render;
mod mail_transport;
mod migrations;
mod outbox;
mod query_budget;
mod schema;
mod search_contract;
