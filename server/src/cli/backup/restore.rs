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

/// Lies in a `data_dir` while something is restored into it: half of a backup is not what anybody wants to go on with.
const UNFINISHED: &str = "restore.unfinished";

/// Refuses a `data_dir` that a restore was interrupted in.
pub(crate) fn ensure_finished(config: &Config) -> anyhow::Result<()> {
    let data = config.data_dir.display();
    let unfinished = config.data_dir.join(UNFINISHED).exists();
    ensure!(!unfinished, "a restore into {data} was not finished: repeat it with `lianqiao restore FOLDER`");
    Ok(())
}

/// Notes that a restore into `data` and `database` begins.
fn begin(data: &Path, database: &Path) -> anyhow::Result<()> {
    let mark = data.join(UNFINISHED);
    fs::write(&mark, database.as_os_str().as_encoded_bytes()).with_context(|| format!("cannot create {}", mark.display()))?;
    fs::File::open(&mark)?.sync_all()?;
    fs::File::open(data)?.sync_all().context("data_dir")
}

/// Removes what an interrupted restore left in `data`. Nothing else can be there: every other command refuses it.
fn clear(data: &Path, database: &Path) -> anyhow::Result<()> {
    println!("an earlier restore was interrupted: what it left goes first");
    // A database that the settings name since then is not its work.
    let ours = fs::read(data.join(UNFINISHED))? == database.as_os_str().as_encoded_bytes();
    let files = data.join(FILES);
    if files.exists() {
        fs::remove_dir_all(&files).with_context(|| format!("cannot remove {}", files.display()))?;
    }
    if ours && database.exists() {
        fs::remove_file(database).with_context(|| format!("cannot remove {}", database.display()))?;
    }
    Ok(())
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
    if data.join(UNFINISHED).exists() {
        clear(data, &database)?;
    }
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
    begin(data, &database)?;
    // The database last, and under its name when it is whole.
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
    fs::remove_file(data.join(UNFINISHED)).context("cannot remove the mark of an unfinished restore")?;
    fs::File::open(data)?.sync_all()?;
    println!("restored into {}. Next: `lianqiao migrate`, `lianqiao audit verify`, `lianqiao reindex`, `lianqiao doctor`", data.display());
    Ok(ExitCode::SUCCESS)
}
