//! Advisors: appointed, mandated, and strangers again when the mandate ends.

mod answers;
mod appointment;
mod asking;
mod demands;
mod mandates;
pub mod stage;
