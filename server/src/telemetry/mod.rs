//! What the program tells those who run it: figures, logs, traces. Knows nothing of the domain.
//!
//! A figure is counted where it happens, by one of the functions in [`metrics`]; what is looked up instead (a backlog, a
//! pool) is set when somebody asks for the figures. They are shown by [`exposition`] on a listener of their own.

pub mod exposition;
pub mod logs;
pub mod metrics;
mod process;
pub mod traces;
