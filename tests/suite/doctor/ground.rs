//! The ground that the program stands on: database, folder, files, outbox.

use std::os::unix::fs::PermissionsExt;

use lianqiao_tests::{Engine, engine};
use sea_orm::{ConnectionTrait, Database};

use super::{Report, migrated, with_demo_world};
use crate::installation::Installation;

#[tokio::test]
async fn a_database_that_does_not_answer_is_found_and_the_rest_is_looked_at_all_the_same() {
    let here = Installation::new().await;
    let mut command = here.command(&["doctor", "--json"]);
    command.env("LIANQIAO_DATABASE__URL", "postgres://lianqiao:hunter2@127.0.0.1:1/lianqiao").env("LIANQIAO_DATABASE__WAIT_SECONDS", "1");
    let report = Report::from(command);
    report.wants("database", &["cannot connect to PostgreSQL", "database.url"]);
    report.says("data_dir", "well", &[]);
    report.says("mail", "doubtful", &["lianqiao.example"]);
    assert!(!format!("{:?}", report.findings).contains("hunter2"));
    here.remove().await;
}

#[tokio::test]
async fn missing_migrations_are_found() {
    let here = Installation::new().await;
    Report::of(&here).wants("database", &["migrations are missing", "lianqiao migrate"]);
    here.remove().await;
}

#[tokio::test]
async fn a_database_in_the_wrong_encoding_is_found() {
    if engine() == Engine::Sqlite {
        let here = Installation::new().await;
        let connection = Database::connect(format!("{}?mode=rwc", here.database_url())).await.unwrap();
        connection.execute_unprepared("PRAGMA encoding = 'UTF-16le'; CREATE TABLE first_thing (id INTEGER)").await.unwrap();
        connection.close().await.unwrap();
        Report::of(&here).wants("encoding", &["UTF-16le"]);
        return;
    }
    let server = std::env::var("LIANQIAO_TEST_DATABASE_URL").unwrap();
    let name = format!("lianqiao_latin_{}", std::process::id());
    let admin = Database::connect(&server).await.unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"))
        .await
        .unwrap();
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    let here = Installation::new().await;
    let mut command = here.command(&["doctor", "--json"]);
    command.env("LIANQIAO_DATABASE__URL", url.as_str());
    Report::from(command).wants("encoding", &["LATIN1", "UTF8"]);
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    here.remove().await;
}

#[tokio::test]
async fn a_postgresql_that_does_not_wait_for_the_disk_or_gives_no_rights_is_found() {
    if engine() == Engine::Sqlite {
        return eprintln!("SKIPPED: SQLite has neither; the program itself makes it wait for the disk");
    }
    let here = migrated().await;
    let url = url::Url::parse(&here.database_url()).unwrap();
    let database = url.path().trim_start_matches('/').to_owned();
    here.execute(&format!("ALTER DATABASE {database} SET synchronous_commit = off")).await;
    let report = Report::of(&here);
    report.says("durability", "doubtful", &["synchronous_commit"]);
    let mut command = here.command(&["doctor", "--json"]);
    command.env("LIANQIAO_HTTP__PUBLIC_URL", "https://lianqiao.invalid");
    Report::from(command).wants("durability", &["synchronous_commit"]);

    let role = format!("poor_{}", std::process::id());
    here.execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'poor'")).await;
    let mut poor = url.clone();
    poor.set_username(&role).unwrap();
    poor.set_password(Some("poor")).unwrap();
    let mut command = here.command(&["doctor", "--json"]);
    command.env("LIANQIAO_DATABASE__URL", poor.as_str());
    let report = Report::from(command);
    report.wants("rights", &["rights are missing", "GRANT"]);
    report.says("rights", "doubtful", &["may not create tables"]);
    here.execute(&format!("DROP ROLE {role}")).await;
    here.remove().await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_or_is_nearly_full_or_open_to_others_is_found() {
    let here = migrated().await;
    // Not even the superuser makes a folder below a file.
    let file = here.data.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let mut command = here.command(&["doctor", "--json"]);
    command.env("LIANQIAO_DATA_DIR", file.join("data"));
    Report::from(command).wants("data_dir", &["cannot be written", "chown"]);

    let key = here.data.path().join("secret.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    Report::of(&here).wants("data_dir", &["secret.key", "644", "chmod 600"]);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    Report::of(&here).does_not_want("data_dir");

    // A disk of which a hundred megabytes are left.
    let tools = tempfile::tempdir().unwrap();
    let df = tools.path().join("df");
    std::fs::write(
        &df,
        "#!/bin/sh\necho 'Filesystem 1024-blocks Used Available Capacity Mounted on'\necho '/dev/x 9000000 8900000 100000 99% /'\n",
    )
    .unwrap();
    std::fs::set_permissions(&df, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = here.command(&["doctor", "--json"]);
    command.env("PATH", format!("{}:{}", tools.path().display(), std::env::var("PATH").unwrap()));
    Report::from(command).wants("space", &["97 MiB free", "make room"]);
    here.remove().await;
}

#[tokio::test]
async fn too_few_open_files_are_found() {
    let here = migrated().await;
    Report::from(here.limited("ulimit -n 512", &["doctor", "--json"])).wants("open files", &["512", "LimitNOFILE"]);
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deliveries_that_wait_for_a_worker_or_were_given_up_are_found() {
    let here = with_demo_world().await;
    Report::of(&here).says("outbox", "well", &["0 pending"]);
    let one = "seq = (SELECT MIN(seq) FROM outbox_delivery WHERE follower = 'INDEX')";
    here.execute(&format!(
        "UPDATE outbox_delivery SET state = 'PENDING', done_at = NULL, available_at = '2026-01-01 00:00:00+00:00' WHERE {one}"
    ))
    .await;
    Report::of(&here).wants("outbox", &["1 deliveries wait", "no worker is running", "lianqiao worker"]);
    here.execute(&format!("UPDATE outbox_delivery SET state = 'DEAD' WHERE {one}")).await;
    Report::of(&here).wants("outbox", &["given up: 1 of INDEX", "deadLetterRetry"]);
    here.remove().await;
}
