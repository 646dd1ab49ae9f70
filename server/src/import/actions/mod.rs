//! Use cases of imports and exports.

mod chunk;
mod download;
mod export;
mod pipeline;
mod preset;
mod preview;
mod read;
mod result;
mod run;
mod start;
mod target;

pub use download::{Download, whole};
pub use export::{ExportFormat, export, export_demands};
pub use preset::{PresetDelete, PresetSave, preset_delete, preset_save};
pub use preview::{Preview, PreviewColumn, PreviewRow, preview};
pub use read::{ProblemSpan, brief, count_presets, count_runs, find, find_many, find_presets, find_problems, presets, problems, runs};
pub use result::result_file;
pub use run::run;
pub use start::{FileJob, Start, cancel, run_file, start};
