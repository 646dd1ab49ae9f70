//! Takes a backup, beside a running server.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, ensure};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, Statement};

use super::manifest::{Engine, Manifest, copy, private_folder, walk};
use crate::{cli::open, config::Config, ctx::Ctx};

/// Name of the database in a backup.
pub(super) const DATABASE: &str = "lianqiao.db";
/// Folder of uploads, in a backup as in `data_dir`.
pub(super) const FILES: &str = "files";

/// Backs up to `target`, which must not be there yet.
pub(crate) async fn take(config: Config, target: &Path) -> anyhow::Result<ExitCode> {
    ensure!(!target.exists(), "{} is there already: a backup goes into a new folder", target.display());
    if config.is_sqlite() {
        let file = database_file(&config);
        ensure!(file.exists(), "there is no database at {}", file.display());
    }
    let ctx = open::without_search(config).await?;
    let part = PathBuf::from(format!("{}.part", target.display()));
    if part.exists() {
        // Left behind by one that was interrupted.
        fs::remove_dir_all(&part).with_context(|| format!("cannot remove {}", part.display()))?;
    }
    private_folder(&part)?;
    let manifest = fill(&ctx, &part).await?;
    fs::rename(&part, target).with_context(|| format!("cannot create {}", target.display()))?;
    if let Some(parent) = target.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        File::open(parent)?.sync_all()?;
    }
    println!("{} files, {} MiB in {}", manifest.files.len(), manifest.bytes() / (1024 * 1024), target.display());
    if manifest.engine == Engine::Postgresql {
        println!("the database is not among them: deploy/backup/postgresql.sh looks after it");
    }
    Ok(ExitCode::SUCCESS)
}

async fn fill(ctx: &Ctx, target: &Path) -> anyhow::Result<Manifest> {
    let engine = if ctx.db.backend() == DatabaseBackend::Sqlite { Engine::Sqlite } else { Engine::Postgresql };
    let mut manifest = Manifest::new(ctx.now(), engine);
    // The database first: rows tell of files, so every file that the copy tells of is there already when files are copied.
    if engine == Engine::Sqlite {
        let copy = target.join(DATABASE);
        let path = copy.to_str().context("a folder whose name is no text")?;
        let vacuum = Statement::from_sql_and_values(DatabaseBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
        ctx.db.maintenance().execute_raw(vacuum).await.context("the database cannot be copied")?;
        File::open(&copy)?.sync_all()?;
        check(&copy).await?;
        manifest.add(target, DATABASE.to_owned())?;
    }
    let data = &ctx.config.data_dir;
    let keys = fs::read_dir(data)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).filter(|name| is_key(name));
    let mut paths: Vec<String> = keys.collect();
    paths.extend(walk(data, FILES)?);
    for path in paths {
        // A file that went meanwhile was forgotten, and nothing refers to it.
        if copy(&data.join(&path), &target.join(&path))? {
            manifest.add(target, path)?;
        }
    }
    manifest.write(target)?;
    Ok(manifest)
}

fn is_key(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "key")
}

/// Where the SQLite database is.
pub(super) fn database_file(config: &Config) -> PathBuf {
    PathBuf::from(config.database_url().trim_start_matches("sqlite:").trim_start_matches("//"))
}

/// Whether a SQLite database is whole.
pub(super) async fn check(file: &Path) -> anyhow::Result<()> {
    let connection = Database::connect(format!("sqlite://{}?mode=ro", file.display())).await?;
    let statement = Statement::from_string(DatabaseBackend::Sqlite, "PRAGMA integrity_check(1)");
    let row = connection.query_one_raw(statement).await?.context("no answer")?;
    let verdict: String = row.try_get_by_index(0)?;
    connection.close().await?;
    ensure!(verdict == "ok", "{} is damaged: {verdict}", file.display());
    Ok(())
}
