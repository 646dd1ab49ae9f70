//! A restore that was killed, and logs that an older database left behind.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use lianqiao_tests::{Engine, engine};

use super::stage::{count, is_sound};
use crate::installation::Installation;

/// So many that a restore does not get through before it is seen and killed.
const FILES: usize = 200;

/// An installation's backup, with many files in it.
async fn backup(folder: &Path) -> (Installation, String) {
    let here = Installation::new().await;
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let uploads = here.data.path().join("files/uploads");
    std::fs::create_dir_all(&uploads).unwrap();
    for number in 0..FILES {
        std::fs::write(uploads.join(format!("{number:04}")), vec![b'x'; 256 * 1024]).unwrap();
    }
    let backup = folder.join("backup").to_str().unwrap().to_owned();
    let (code, out, error) = here.run(&["backup", &backup]);
    assert_eq!(code, 0, "{out}{error}");
    (here, backup)
}

fn files(there: &Installation) -> usize {
    std::fs::read_dir(there.data.path().join("files/uploads")).map_or(0, Iterator::count)
}

/// Begins to restore, and is killed with some files there and others not; what an earlier one left has just gone.
fn killed_restore(there: &Installation, backup: &str) {
    let mut child = there.command(&["restore", backup]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (begun, left) = (Instant::now(), files(there));
    while (left == 0 && files(there) < 3) || (left > 0 && files(there) >= left) {
        assert!(begun.elapsed() < Duration::from_secs(30) && child.try_wait().unwrap().is_none(), "the restore was not seen at work");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    let there = files(there);
    assert!(there < FILES, "all {there} files were there already: nothing was interrupted");
}

#[tokio::test]
async fn a_restore_that_was_killed_is_known_as_such_and_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let (here, backup) = backup(folder.path()).await;
    let there = Installation::new().await;
    killed_restore(&there, &backup);
    for command in [&["serve"][..], &["worker"], &["migrate"], &["backup", "elsewhere"]] {
        let (code, out, error) = there.run(command);
        assert!(code == 1 && error.contains("restore") && error.contains("not finished"), "{command:?}: {code} {out}{error}");
    }
    // Once more killed, and then to the end.
    killed_restore(&there, &backup);
    let (code, out, error) = there.run(&["restore", &backup]);
    assert_eq!(code, 0, "{out}{error}");
    assert_eq!(files(&there), FILES);
    if engine() == Engine::Sqlite {
        assert_eq!(count(&there, "listing").await, count(&here, "listing").await);
    }
    let (code, out, error) = there.run(&["migrate"]);
    assert_eq!(code, 0, "{out}{error}");
    is_sound(&there);
    drop(there.serve().await);

    // What has been in use since is not written over.
    let (code, _, error) = there.run(&["restore", &backup]);
    assert!(code == 1 && error.contains("move it away first"), "{code} {error}");
    there.remove().await;
    here.remove().await;
}

#[tokio::test]
async fn a_log_of_another_database_is_never_played_into_a_restored_one() {
    if engine() == Engine::Postgres {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (here, backup) = backup(folder.path()).await;
    let there = Installation::new().await;
    // A database that ends without putting its log away, of which only the log is left.
    assert_eq!(there.run(&["migrate"]).0, 0);
    let serving = there.serve().await;
    there.execute("UPDATE organization SET version = version").await;
    drop(serving);
    let (database, log, shared) = ["", "-wal", "-shm"].map(|end| there.data.path().join(format!("lianqiao.db{end}"))).into();
    assert!(std::fs::metadata(&log).unwrap().len() > 0, "there is no log");
    std::fs::remove_file(&database).unwrap();
    for left in [&log, &shared] {
        let (code, _, error) = there.run(&["restore", &backup]);
        assert!(code == 1 && error.contains(left.file_name().unwrap().to_str().unwrap()), "{error}");
        assert!(!database.exists() && left.exists(), "a refusal changes nothing");
        std::fs::remove_file(left).unwrap();
    }
    std::fs::remove_file(there.data.path().join("secret.key")).ok();
    let (code, out, error) = there.run(&["restore", &backup]);
    assert_eq!(code, 0, "{out}{error}");
    assert_eq!(count(&there, "pragma_integrity_check WHERE integrity_check <> 'ok'").await, 0);
    assert_eq!(count(&there, "listing").await, count(&here, "listing").await);
    is_sound(&there);
    there.remove().await;
    here.remove().await;
}
