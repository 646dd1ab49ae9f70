//! Imports: a spreadsheet of achievements becomes listings, one of problems becomes demands, row by row, with everything that is
//! wrong named; and the way back.
//!
//! A file passes through [`read`] (bytes to rows), [`map`] (rows to contents) and [`check`] (the rules of contents), all pure;
//! the actions run it in chunks and write through the own import of listings or of demands. In what the two differ,
//! [`map::Subject`] and the actions' `Target` say (ADR 31).

mod actions;
pub mod api;
pub mod check;
pub mod field;
pub mod kind;
pub mod map;
pub mod policy;
pub mod read;
pub mod rules;
mod store;

pub use actions::{
    Download, ExportFormat, FileJob, PresetSave, Start, brief, cancel, export, export_demands, find, find_many, find_presets,
    find_problems, preset_save, result_file, run, run_file, start, whole,
};
pub use api::{ImportMutation, ImportQuery, with_loaders};
pub use kind::ImportKind;
pub use rules::{ErrorPolicy, ImportRun};
pub use store::prune;
