//! The directory of the embedded index: who owns it, which index in it is live, and what is left over.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use tantivy::Index;

use super::Live;
use super::schema::Fields;
use crate::search::SearchError;

const CURRENT: &str = "CURRENT";
const FINGERPRINT: &str = "fingerprint";
/// Marks an index that no rebuild has filled yet.
const INCOMPLETE: &str = "incomplete";
const PREFIX: &str = "live-";

/// The directory, owned by this process until the value is dropped.
pub(super) struct Disk {
    root: PathBuf,
    /// The lock ends with this handle, also if the process is killed.
    _lock: File,
    /// Name of the live directory.
    current: String,
    fingerprint: String,
}

impl Disk {
    /// Takes possession of `root` and opens the live index in it.
    pub(super) fn open(root: &Path, fields: &Fields) -> Result<(Self, Live), SearchError> {
        fs::create_dir_all(root).map_err(|error| at(root, &error))?;
        let lock = own(root)?;
        let named = fs::read_to_string(root.join(CURRENT)).unwrap_or_default().trim().to_owned();
        let current = if number(&named).is_some() { named } else { String::new() };
        let mut disk = Self { root: root.to_owned(), _lock: lock, current, fingerprint: fields.fingerprint()? };
        let live = match disk.usable() {
            Ok(live) => live,
            Err(reason) => {
                if !disk.current.is_empty() {
                    tracing::warn!(directory = %disk.current, reason, "search index cannot be used and is made anew");
                }
                disk.start_over(fields)?
            }
        };
        disk.sweep();
        Ok((disk, live))
    }

    /// Creates an empty index beside the live one. It is not live until [`Disk::make_live`].
    pub(super) fn create(&self, fields: &Fields) -> Result<(String, Index), SearchError> {
        let highest = self.directories().filter_map(|name| number(&name)).max().unwrap_or(0);
        let name = format!("{PREFIX}{}", highest + 1);
        let path = self.root.join(&name);
        fs::create_dir(&path).map_err(|error| at(&path, &error))?;
        let index = Index::create_in_dir(&path, fields.schema.clone()).map_err(super::broken)?;
        write_durably(&path, FINGERPRINT, &self.fingerprint)?;
        Ok((name, index))
    }

    /// Makes `name` the live index, for good once this returns. The former one is removed; readers that still use it
    /// keep its files open.
    pub(super) fn make_live(&mut self, name: &str) -> Result<(), SearchError> {
        write_durably(&self.root, CURRENT, name)?;
        name.clone_into(&mut self.current);
        Ok(())
    }

    /// Removes everything that is not live. What cannot be removed now is tried again at the next start.
    pub(super) fn sweep(&self) {
        for name in self.directories().filter(|name| *name != self.current) {
            if let Err(error) = fs::remove_dir_all(self.root.join(&name)) {
                tracing::warn!(directory = name, %error, "left-over search index cannot be removed");
            }
        }
    }

    /// The live index, or why it cannot be used.
    fn usable(&self) -> Result<Live, String> {
        if self.current.is_empty() {
            return Err("there is none".to_owned());
        }
        let path = self.root.join(&self.current);
        let made_with = fs::read_to_string(path.join(FINGERPRINT)).map_err(|error| error.to_string())?;
        if made_with.trim() != self.fingerprint {
            return Err("it was made with another schema".to_owned());
        }
        let index = Index::open_in_dir(&path).map_err(|error| error.to_string())?;
        let damaged = index.validate_checksum().map_err(|error| error.to_string())?;
        if !damaged.is_empty() {
            return Err(format!("damaged files: {damaged:?}"));
        }
        Live::new(index, !path.join(INCOMPLETE).exists()).map_err(|error| error.to_string())
    }

    fn start_over(&mut self, fields: &Fields) -> Result<Live, SearchError> {
        let (name, index) = self.create(fields)?;
        write_durably(&self.root.join(&name), INCOMPLETE, "")?;
        self.make_live(&name)?;
        Live::new(index, false).map_err(super::broken)
    }

    fn directories(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| number(name).is_some())
    }
}

fn number(name: &str) -> Option<u64> {
    name.strip_prefix(PREFIX)?.parse().ok()
}

/// Takes the lock of a directory.
fn own(root: &Path) -> Result<File, SearchError> {
    let path = root.join("LOCK");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|error| at(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(SearchError::Unavailable(format!(
            "the search index in {} is in use by another process: stop it first, or use Meilisearch to share an index",
            root.display()
        ))),
        Err(TryLockError::Error(error)) => Err(at(&path, &error)),
    }
}

/// Writes a small file so that after a power cut either the old or the new content is there.
fn write_durably(directory: &Path, name: &str, content: &str) -> Result<(), SearchError> {
    let path = directory.join(name);
    let beside = directory.join(format!("{name}.new"));
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(content.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        // The rename itself is durable once the directory is; Windows has no such handle and needs none.
        if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
    };
    write().map_err(|error| at(&path, &error))
}

fn at(path: &Path, error: &std::io::Error) -> SearchError {
    SearchError::Unavailable(format!("{}: {error}", path.display()))
}
