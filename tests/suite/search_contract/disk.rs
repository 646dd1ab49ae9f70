//! What only an index on disk can show: it outlives the process, and survives what happens to files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use lianqiao::search::{Embedded, Prepared, SearchError, SearchIndex};

use super::fixtures::*;

/// Fills an index by a rebuild, as the server does at its first start.
async fn rebuilt(path: &Path) -> Result<Embedded> {
    let index = Embedded::open(path)?;
    let mut rebuild = index.rebuild().await?;
    rebuild.add(listings()).await?;
    rebuild.swap().await?;
    Ok(index)
}

/// Names of the index directories.
fn directories(path: &Path) -> Result<Vec<String>> {
    let mut names: Vec<String> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<_>>()?;
    names.retain(|name| name.starts_with("live-"));
    names.sort();
    Ok(names)
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let index = rebuilt(directory.path()).await?;
    index.upsert(vec![listing(40, "重启之后还在", "", "", "")]).await?;
    index.delete(vec![id(BATTERY)]).await?;
    drop(index);
    let index = Embedded::open(directory.path())?;
    assert_eq!(index.prepare().await?, Prepared::Ready);
    assert_eq!(index.count().await?, 12);
    assert_eq!(find(&index, "重启之后").await?, [40]);
    assert_eq!(find(&index, "锂").await?, [0; 0]);
    Ok(())
}

#[tokio::test]
async fn an_index_that_was_never_filled_says_so_after_a_restart() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let index = Embedded::open(directory.path())?;
    index.upsert(listings()).await?;
    drop(index);
    assert_eq!(Embedded::open(directory.path())?.prepare().await?, Prepared::NeedsReindex, "single writes do not make it complete");
    Ok(())
}

#[tokio::test]
async fn a_second_owner_is_refused() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let first = Embedded::open(directory.path())?;
    let refused = Embedded::open(directory.path()).err().context("two owners of one directory")?;
    assert!(matches!(&refused, SearchError::Unavailable(message) if message.contains("in use by another process")), "{refused}");
    drop(first);
    Embedded::open(directory.path())?;
    Ok(())
}

#[tokio::test]
async fn a_crash_during_a_rebuild_leaves_the_live_index() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let index = rebuilt(directory.path()).await?;
    let live = directories(directory.path())?;
    let mut rebuild = index.rebuild().await?;
    rebuild.add(vec![listing(70, "写到一半", "", "", "")]).await?;
    assert_eq!(directories(directory.path())?.len(), 2);
    // A crash runs no destructors; only the lock is gone afterwards. The files as they are now are what it leaves.
    let crashed = tempfile::tempdir()?;
    photograph(directory.path(), crashed.path())?;
    let index = Embedded::open(crashed.path())?;
    assert_eq!(directories(crashed.path())?, live, "the orphan is removed");
    assert_eq!(index.prepare().await?, Prepared::Ready);
    assert_eq!(index.count().await?, 12);
    drop(rebuild);
    Ok(())
}

#[tokio::test]
async fn a_second_rebuild_is_refused_while_one_is_open() -> Result<()> {
    let index = Embedded::in_memory()?;
    let first = index.rebuild().await?;
    assert!(matches!(index.rebuild().await, Err(SearchError::Refused(_))));
    drop(first);
    index.rebuild().await?;
    Ok(())
}

#[tokio::test]
async fn old_directories_are_removed_after_a_swap() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let index = rebuilt(directory.path()).await?;
    for _ in 0..3 {
        let mut rebuild = index.rebuild().await?;
        rebuild.add(listings()).await?;
        rebuild.swap().await?;
    }
    assert_eq!(directories(directory.path())?.len(), 1);
    assert_eq!(index.count().await?, 12);
    Ok(())
}

#[tokio::test]
async fn an_index_of_another_schema_or_with_damage_is_made_anew() -> Result<()> {
    for damage in ["fingerprint", "meta.json", "segment", "CURRENT"] {
        let directory = tempfile::tempdir()?;
        drop(rebuilt(directory.path()).await?);
        let live = directory.path().join(directories(directory.path())?.first().context("no index")?);
        match damage {
            "fingerprint" => fs::write(live.join("fingerprint"), "of an older program")?,
            "meta.json" => fs::write(live.join("meta.json"), "{\"segments\": ")?,
            "CURRENT" => fs::write(directory.path().join("CURRENT"), "../../etc")?,
            _ => {
                let segment = fs::read_dir(&live)?
                    .flatten()
                    .map(|entry| entry.path())
                    .find(|path| path.extension().is_some_and(|kind| kind == "store"));
                let segment = segment.context("no segment")?;
                let mut bytes = fs::read(&segment)?;
                bytes[10] ^= 0xff;
                fs::write(&segment, bytes)?;
            }
        }
        let index = Embedded::open(directory.path())?;
        assert_eq!(index.prepare().await?, Prepared::NeedsReindex, "{damage}");
        assert_eq!(index.count().await?, 0, "{damage}");
        index.upsert(listings()).await?;
        assert_eq!(find(&index, "锂").await?, [BATTERY], "{damage}: usable again");
        assert_eq!(directories(directory.path())?.len(), 1, "{damage}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_never_see_a_gap() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let index = rebuilt(directory.path()).await?;
    let reader = tokio::spawn({
        let index = index.clone();
        async move {
            let mut seen = 0;
            while seen < 200 {
                anyhow::ensure!(index.search(&text("")).await?.total == 12, "a reader saw half an index");
                seen += 1;
            }
            anyhow::Ok(())
        }
    });
    for _ in 0..3 {
        let mut rebuild = index.rebuild().await?;
        for document in listings() {
            rebuild.add(vec![document]).await?;
        }
        rebuild.swap().await?;
    }
    reader.await??;
    Ok(())
}

/// Copies a directory that is being written to. The engine may remove a file of an old segment between the listing and
/// the copy, which a crash cannot do: then the picture is taken again.
fn photograph(from: &Path, to: &Path) -> Result<()> {
    for _ in 0..50 {
        match copy(from, to) {
            Err(error) if error.downcast_ref::<std::io::Error>().is_some_and(|cause| cause.kind() == std::io::ErrorKind::NotFound) => {
                fs::remove_dir_all(to)?;
            }
            done => return done,
        }
    }
    anyhow::bail!("the directory never stood still")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() { copy(&entry.path(), &target)? } else { fs::copy(entry.path(), target).map(|_| ())? }
    }
    Ok(())
}
