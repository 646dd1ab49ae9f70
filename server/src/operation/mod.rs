//! Looking after the platform: the audit trail, and deliveries that were given up.

mod actions;
mod api;

pub use actions::find_dead_letter;
pub use api::{AuditEntry, DeadLetter, OperationMutation, OperationQuery};
