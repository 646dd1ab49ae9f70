//! Looking after the platform: the audit trail, and deliveries that were given up, and the processes at work.

mod actions;
mod api;
mod presence;
mod store;

pub use actions::find_dead_letter;
pub use api::{AuditEntry, DeadLetter, OperationMutation, OperationQuery};
pub use presence::{announce, leave, processes};
pub use store::{Duties, Process};
