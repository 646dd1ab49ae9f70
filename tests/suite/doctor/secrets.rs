//! Secrets that are none.

use std::os::unix::fs::PermissionsExt;

use super::{Report, migrated, with_demo_world};

/// Base64 of 36 bytes that somebody typed.
const TYPED: &str = "bGlhbnFpYW8tbGlhbnFpYW8tbGlhbnFpYW8tbGlhbnFpYW8=";
/// Base64 of 48 bytes without a pattern.
const SOUND: &str = "3q2+78r+ur4BI0VniavN7/7cuph2VDIQDx4tPEtaaXiHlqW0w9Lh8Fm3Qs8e7YkUvJp0GdXh";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_be_while_trying_things_out_is_grave_where_others_come() {
    let here = with_demo_world().await;
    // A production that is none: everything that people forget.
    let mut command = here.command(&["doctor", "--json"]);
    command.env("LIANQIAO_HTTP__PUBLIC_URL", "http://lianqiao.invalid").env("LIANQIAO_AUTH__SECRET", TYPED);
    let report = Report::from(command);
    report.wants("address", &["is not https"]);
    report.wants("address", &["cannot be reached", "http.listen"]);
    report.wants("secrets", &["auth.secret can be guessed", "openssl rand"]);
    report.wants("secrets", &["demo world"]);
    report.wants("mail", &["nobody gets a mail"]);

    // The same on this machine is for trying out.
    let mut command = here.command(&["doctor", "--json"]);
    command.env("LIANQIAO_AUTH__SECRET", TYPED);
    let report = Report::from(command);
    report.says("secrets", "doubtful", &["can be guessed"]);
    report.says("mail", "doubtful", &["lianqiao.example"]);
    assert_eq!(report.code, 0, "{:#?}", report.findings);
    here.remove().await;
}

#[tokio::test]
async fn a_settings_file_with_secrets_that_others_may_read_is_found() {
    let here = migrated().await;
    let file = here.data.path().join("lianqiao.toml");
    let doctor = || Report::from(here.command(&["--config", file.to_str().unwrap(), "doctor", "--json"]));
    for (text, mode, found) in [
        (format!("[auth]\nsecret = \"{SOUND}\"\n"), 0o644, true),
        ("[mail]\nsmtp_url = \"smtp://user:hunter2@mail.example.com:587\"\n".to_owned(), 0o604, true),
        (format!("[auth]\nsecret = \"{SOUND}\"\n"), 0o640, false),
        ("[http]\ngraphiql = false\n[auth]\n# secret = \"in the environment\"\nsecret = \"\"\n".to_owned(), 0o644, false),
    ] {
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let report = doctor();
        if found {
            report.wants("settings", &["holds secrets", "chmod 640"]);
        } else {
            report.says("settings", "well", &["lianqiao.toml"]);
        }
    }
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_with_different_secrets_are_found() {
    let mut here = migrated().await;
    let serving = here.serve().await;
    let beside = Report::of(&here);
    beside.says("outbox", "well", &["1 at work"]);
    beside.does_not_want("secrets");
    here.settings.push(("LIANQIAO_AUTH__SECRET", SOUND.to_owned()));
    Report::of(&here).wants("secrets", &["other processes on this database sign with", "the same auth.secret"]);
    assert_eq!(serving.terminate().0, Some(0));
    // Who has left in order is not counted.
    Report::of(&here).does_not_want("secrets");
    here.remove().await;
}
