//! `lianqiao backup` and `lianqiao restore`: everything that cannot be made anew, in one folder.
//!
//! ```text
//! manifest.json   what is in here, with a hash of each file; written last, so a folder without it is no backup
//! lianqiao.db     the SQLite database as it was at one moment (PostgreSQL has its own tools, see deploy/backup)
//! files/          uploads
//! secret.key      what signs, if it was made by the program
//! ```
//!
//! The search index is not in there: it is built anew. Settings are not in there: they belong to the machine.

mod manifest;
mod restore;
mod take;

pub(super) use restore::{ensure_finished, restore};
pub(super) use take::take;
