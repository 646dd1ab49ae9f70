//! Advisors: appointed, mandated, and strangers again when the mandate ends.

mod appointment;
mod demands;
mod mandates;
pub mod stage;
