//! A restore that was killed, and logs that an older database left behind.

use std::{os::unix::process::ExitStatusExt, path::Path};

use lianqiao_tests::{Engine, engine};

use super::stage::{count, is_sound};
use crate::installation::{Installation, said};

/// Number of uploads.
const FILES: usize = 20;
/// Which of them, in the order in which they are restored, is longer than the others.
const LONG: usize = 12;
/// What the kernel ends a program with that makes a file longer than it may; it cannot put anything in order before.
const SIGXFSZ: i32 = 25;

/// An installation's backup, with some files in it.
async fn backup(folder: &Path) -> (Installation, String) {
    let here = Installation::new().await;
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let uploads = here.data.path().join("files/uploads");
    std::fs::create_dir_all(&uploads).unwrap();
    for number in 0..FILES {
        let length = if number == LONG { 96 } else { 4 };
        std::fs::write(uploads.join(format!("{number:04}")), vec![b'x'; length * 1024]).unwrap();
    }
    let backup = folder.join("backup").to_str().unwrap().to_owned();
    let (code, out, error) = here.run(&["backup", &backup]);
    assert_eq!(code, 0, "{out}{error}");
    (here, backup)
}

fn files(there: &Installation) -> usize {
    std::fs::read_dir(there.data.path().join("files/uploads")).map_or(0, Iterator::count)
}

/// Restores, and is killed as soon as it writes more than so many kibibytes into one file.
fn killed_restore(there: &Installation, backup: &str, kibibytes: usize) {
    // The limit is given in halves of them.
    let limits = format!("ulimit -c 0; ulimit -f {}", kibibytes * 2);
    let output = there.limited(&limits, &["restore", backup]).output().unwrap();
    assert_eq!(output.status.signal(), Some(SIGXFSZ), "{:?}", said(output));
}

#[tokio::test]
async fn a_restore_that_was_killed_is_known_as_such_and_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let (here, backup) = backup(folder.path()).await;
    let there = Installation::new().await;
    // While it notes that it begins, in the midst of a file, and in the midst of the database, which comes last.
    let mut ends = vec![(0, 0), (48, LONG + 1)];
    if engine() == Engine::Sqlite {
        ends.push((128, FILES));
    }
    for (kibibytes, left) in ends {
        killed_restore(&there, &backup, kibibytes);
        assert_eq!(files(&there), left, "{kibibytes} KiB");
        for command in [&["serve"][..], &["worker"], &["migrate"], &["backup", "elsewhere"]] {
            let (code, out, error) = there.run(command);
            assert!(code == 1 && error.contains("restore") && error.contains("not finished"), "{command:?}: {code} {out}{error}");
        }
    }
    // Once more killed, while it clears away what was left.
    std::fs::remove_file(there.data.path().join("files/uploads/0003")).unwrap();
    let (code, out, error) = there.run(&["restore", &backup]);
    assert_eq!(code, 0, "{out}{error}");
    assert_eq!(files(&there), FILES);
    let long = std::fs::metadata(there.data.path().join(format!("files/uploads/{LONG:04}"))).unwrap();
    assert_eq!(long.len(), 96 * 1024);
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
