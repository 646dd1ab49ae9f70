//! Which rule said so: rule versions in GraphQL, for every slice that cites one.

mod api;

pub use api::{RuleLoader, RuleVersion, RulesQuery, find, rule_version, rule_versions, with_loaders};
