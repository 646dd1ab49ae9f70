//! Restores a backup into an empty `data_dir`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, ensure};

use super::{
    manifest::{Engine, Manifest, copy, private_folder},
    take::{DATABASE, FILES, check, database_file},
};
use crate::config::Config;

/// The file beside `database` whose name goes on with `suffix`.
fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Restores from `source`; with `check_only` only looks whether everything in it is what was backed up.
pub(crate) async fn restore(config: Config, source: &Path, check_only: bool) -> anyhow::Result<ExitCode> {
    let manifest = Manifest::verified(source)?;
    if manifest.engine == Engine::Sqlite {
        check(&source.join(DATABASE)).await?;
    }
    let taken = manifest.taken_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    println!("backup of {taken} by {}: {} files, all as they were", manifest.program, manifest.files.len());
    if check_only {
        return Ok(ExitCode::SUCCESS);
    }
    let with_database = manifest.engine == Engine::Sqlite;
    ensure!(with_database == config.is_sqlite(), "the backup is of {:?}, and database.url of another", manifest.engine);
    let (data, database) = (&config.data_dir, database_file(&config));
    if with_database {
        // A log that was left behind would be played into the snapshot.
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let left = beside(&database, suffix);
            ensure!(!left.exists(), "{} is there: stop the server and move it away first", left.display());
        }
    }
    let files = data.join(FILES);
    let occupied = fs::read_dir(&files).is_ok_and(|mut entries| entries.next().is_some());
    ensure!(!occupied, "{} is not empty: move it away first", files.display());
    private_folder(data)?;
    // The database last, and under its name when it is whole: a restore that was interrupted looks like none.
    for entry in manifest.files.iter().filter(|entry| entry.path != DATABASE) {
        ensure!(copy(&source.join(&entry.path), &data.join(&entry.path))?, "{} went while it was copied", entry.path);
    }
    if with_database {
        let part = beside(&database, ".part");
        ensure!(copy(&source.join(DATABASE), &part)?, "{DATABASE} went while it was copied");
        fs::rename(&part, &database).with_context(|| format!("cannot create {}", database.display()))?;
        if let Some(folder) = database.parent() {
            fs::File::open(folder)?.sync_all()?;
        }
    }
    // What is left of an index is of another time.
    let index = data.join("search");
    if index.exists() {
        fs::remove_dir_all(&index).with_context(|| format!("cannot remove {}", index.display()))?;
    }
    println!("restored into {}. Next: `lianqiao migrate`, `lianqiao audit verify`, `lianqiao reindex`, `lianqiao doctor`", data.display());
    Ok(ExitCode::SUCCESS)
}
