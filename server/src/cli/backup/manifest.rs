//! What a backup says about itself.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::kernel::digest;

/// Name of the file in a backup.
const NAME: &str = "manifest.json";
/// Changes when a program could not read an older backup any more.
const FORMAT: u32 = 1;

/// Which database a backup belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Engine {
    /// The database is in the backup.
    Sqlite,
    /// The database is backed up by its own tools.
    Postgresql,
}

/// What is in a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    /// Version of the program that took it.
    pub(super) program: String,
    /// When it was taken.
    pub(super) taken_at: chrono::DateTime<chrono::Utc>,
    /// Which database.
    pub(super) engine: Engine,
    /// Every file but this one.
    pub(super) files: Vec<Entry>,
}

/// A file in a backup.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Entry {
    /// Where, below the backup.
    pub(super) path: String,
    /// How long.
    pub(super) bytes: u64,
    /// Its hash, in hexadecimal digits.
    sha256: String,
}

impl Manifest {
    pub(super) fn new(taken_at: chrono::DateTime<chrono::Utc>, engine: Engine) -> Self {
        Self { format: FORMAT, program: env!("CARGO_PKG_VERSION").to_owned(), taken_at, engine, files: Vec::new() }
    }

    /// Adds the file at `path` below `root`, as it is there.
    pub(super) fn add(&mut self, root: &Path, path: String) -> anyhow::Result<()> {
        let (bytes, sha256) = measure(&root.join(&path))?;
        self.files.push(Entry { path, bytes, sha256 });
        Ok(())
    }

    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|entry| entry.bytes).sum()
    }

    pub(super) fn write(&self, root: &Path) -> anyhow::Result<()> {
        let mut file = File::create(root.join(NAME))?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all().context("manifest.json")
    }

    /// Reads the manifest of the backup at `root`, and holds every file against it.
    pub(super) fn verified(root: &Path) -> anyhow::Result<Self> {
        let text = fs::read(root.join(NAME)).with_context(|| format!("{} is no (complete) backup", root.display()))?;
        let manifest: Self = serde_json::from_slice(&text).context("manifest.json cannot be read")?;
        ensure!(manifest.format == FORMAT, "the backup has format {}, and this program reads {FORMAT}", manifest.format);
        for entry in &manifest.files {
            let plain = Path::new(&entry.path).components().all(|part| matches!(part, Component::Normal(_)));
            ensure!(plain, "{} leads out of the backup", entry.path);
            let (bytes, sha256) = measure(&root.join(&entry.path))?;
            ensure!(bytes == entry.bytes && sha256 == entry.sha256, "{} is not what was backed up", entry.path);
        }
        Ok(manifest)
    }
}

/// Length and hash of a file.
fn measure(path: &Path) -> anyhow::Result<(u64, String)> {
    let mut file = File::open(path).with_context(|| format!("{} is missing", path.display()))?;
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut piece).with_context(|| format!("cannot read {}", path.display()))?;
        if read == 0 {
            return Ok((bytes, digest::hex(&hash.finalize())));
        }
        hash.update(piece.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
}

/// The files below `root`/`folder`, as paths below `root`; none if there is no such folder.
pub(super) fn walk(root: &Path, folder: &str) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                found.push(path.to_str().context("a file name that is no text")?.to_owned());
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Copies a file and waits until it is on the disk. `false` if it is gone meanwhile.
pub(super) fn copy(from: &Path, to: &Path) -> anyhow::Result<bool> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    match fs::copy(from, to) {
        Ok(_) => {
            File::open(to)?.sync_all()?;
            Ok(true)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot copy {} to {}", from.display(), to.display())),
    }
}

/// Makes a folder that nobody else may look into.
pub(super) fn private_folder(path: &Path) -> anyhow::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("cannot create {}", path.display()))
}
