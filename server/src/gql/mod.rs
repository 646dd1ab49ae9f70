//! GraphQL plumbing below the slices: what every resolver uses, and nothing that knows a slice.

mod connection;
mod context;
mod extension;
mod failure;
mod fields;
mod payload;
pub mod plain;
mod principal;
mod scalar;

pub use connection::{Connection, Total, connection, page_info};
pub use context::{Browser, Caller, actor, app, caller, count_address, count_try, few, locale, lookup_id, parse_id, parse_optional_id};
pub use extension::{Cost, CostMeter, Estimate, list_cost, page_cost};
pub use failure::{Failure, Result, outcome, present, report};
pub use fields::{Content, Fields};
pub use payload::{UserError, bulk, split, user_error};
pub use principal::{Principal, network};
pub use scalar::{IdempotencyKey, MoneyInput};
