//! Imports: a spreadsheet of achievements becomes listings, row by row, with every problem named; and the way back.
//!
//! A file passes through [`read`] (bytes to rows), [`map`] (rows to listings) and [`check`] (the rules of listings),
//! all pure; the actions run it in chunks and write through the listings' own import.

mod actions;
pub mod api;
pub mod check;
pub mod field;
pub mod map;
pub mod policy;
pub mod read;
pub mod rules;
mod store;

pub use actions::{
    Download, ExportFormat, FileJob, PresetSave, Start, brief, cancel, export, find, find_many, find_presets, find_problems, preset_save,
    result_file, run, run_file, start, whole,
};
pub use api::{ImportMutation, ImportQuery, with_loaders};
pub use rules::{ErrorPolicy, ImportRun};
pub use store::prune;
