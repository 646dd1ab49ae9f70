//! Who may import and export: the office that holds the listings, which is also who may hand in files.

pub use crate::upload::policy::{OFFICE, permit, permit_files, sees};
