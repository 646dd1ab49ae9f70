//! The ledger: what falls due, to whom, when.
//!
//! It turns a payment plan into dated amounts that add up to the total exactly, and keeps them append-only per license.
//! It knows no state of a license, and licensing computes no money: a license hands over its plan inside the granting
//! transaction ([`record_schedule`]) and reads the schedule back. Receipts, reversals and overdue notices will be
//! entries beside these rows, never changes of them.

pub mod api;
pub mod rules;
mod store;

pub use api::with_loaders;
pub use rules::{Installment, ObligationState, PaymentPlan, PaymentTrigger, schedule};
pub use store::{Obligation, due_dates, find, of_licenses, record_schedule};
