//! Every test of the product, in one binary: stories against the real server, vectors and properties of the rules.

mod access;
mod advisor;
mod advisor_rules;
mod architecture;
mod audit;
mod backup;
mod brokering;
mod brokering_rules;
mod carried;
mod command_line;
mod database_faults;
mod dates;
mod demand;
mod demand_rules;
mod deploying;
mod doctor;
mod door;
mod faults;
mod frontend;
mod idempotency;
mod identity;
mod identity_rules;
mod import;
mod installation;
mod journeys;
mod ledger_rules;
mod licensing;
mod licensing_rules;
mod listing_queries;
mod listing_rules;
mod locale;
mod logging;
mod mail_outage;
mod mail_render;
mod mail_transport;
mod mailing;
mod matching;
mod metrics;
mod migrations;
mod operating;
mod outbox;
mod pages;
mod platform;
mod query_budget;
mod questions;
mod replicas;
mod reply_times;
mod schema;
mod search_contract;
mod strays;
mod subscriptions;
mod upgrading;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
