//! The program itself, started as people start it.

use std::time::Duration;

use serde_json::json;

use crate::installation::{Installation, bare, said};

#[test]
fn every_command_tells_what_it_does_gives_an_example_and_its_exit_codes() {
    let commands = [
        &[][..],
        &["serve"],
        &["worker"],
        &["migrate"],
        &["seed"],
        &["import"],
        &["reindex"],
        &["schema"],
        &["config"],
        &["config", "check"],
        &["doctor"],
        &["match"],
        &["match", "evaluate"],
        &["match", "feedback"],
        &["backup"],
        &["restore"],
        &["operator"],
        &["operator", "create"],
        &["audit"],
        &["audit", "verify"],
    ];
    for command in commands {
        let (code, help, _) = said(bare(&[command, &["--help"]].concat()).output().unwrap());
        assert_eq!(code, 0, "{command:?}");
        for part in ["Usage: ", "Exit codes: 0", "lianqiao "] {
            assert!(help.contains(part), "{command:?} does not say {part:?}:\n{help}");
        }
    }
    let (code, help, _) = said(bare(&["--help"]).output().unwrap());
    let named: Vec<&str> = commands.iter().filter(|command| command.len() == 1).map(|command| command[0]).collect();
    assert!(code == 0 && named.iter().all(|name| help.contains(name)), "{help}");
}

#[test]
fn wrong_usage_and_wrong_settings_are_2() {
    for arguments in [&["unheard-of"][..], &["import"], &["--config", "/no/such/file.toml", "doctor"]] {
        let (code, out, error) = said(bare(arguments).output().unwrap());
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(!error.is_empty());
    }
    for (name, value) in
        [("LIANQIAO_HTTP__LISTEN", "nowhere"), ("LIANQIAO_HTTP__LISTENS", "127.0.0.1:1"), ("LIANQIAO_DATABASE__URL", "mysql://x")]
    {
        let (code, _, error) = said(bare(&["config", "check"]).env(name, value).output().unwrap());
        assert_eq!(code, 2, "{name}={value}");
        assert!(error.to_lowercase().contains("http") || error.contains("database"), "{error}");
    }
}

#[test]
fn config_check_says_where_each_setting_comes_from_and_shows_no_secret() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("mine.toml");
    std::fs::write(
        &file,
        "[http]\npublic_url = \"https://lianqiao.example\"\n[auth]\nsecret = \"aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnRlcjI=\"\n",
    )
    .unwrap();
    let arguments = ["--config", file.to_str().unwrap(), "config", "check"];
    let mut command = bare(&arguments);
    command.env("LIANQIAO_HTTP__LISTEN", "127.0.0.1:9999").env("LIANQIAO_DATABASE__URL", "postgres://lianqiao:hunter2@db/lianqiao");
    let (code, out, error) = said(command.output().unwrap());
    assert_eq!((code, error.as_str()), (0, ""));
    let line = |key: &str| out.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("{key} is missing:\n{out}"));
    for (key, value, source) in [
        ("http.listen", "127.0.0.1:9999", "LIANQIAO_HTTP__LISTEN"),
        ("http.public_url", "https://lianqiao.example", "mine.toml"),
        ("http.timeout_seconds", "30", "default"),
        ("database.url", "postgres://lianqiao:***@db/lianqiao", "LIANQIAO_DATABASE__URL"),
        ("auth.secret", "***", "mine.toml"),
        ("retention.mails_days", "90", "default"),
    ] {
        assert!(line(key).contains(value) && line(key).trim_end().ends_with(source), "{}", line(key));
    }
    assert!(!out.contains("hunter2") && !out.contains("aHVudGVy"), "{out}");
    assert!(out.ends_with("the settings are sound\n"));
}

#[test]
fn the_schema_is_compared_and_a_difference_is_3() {
    let directory = tempfile::tempdir().unwrap();
    let (code, sdl, _) = said(bare(&["schema"]).output().unwrap());
    assert_eq!(code, 0);
    let file = directory.path().join("api.graphql");
    for (text, wanted) in [(sdl.clone(), 0), (sdl.replace("deadLetters", "deadLetter"), 3)] {
        std::fs::write(&file, text).unwrap();
        let (code, ..) = said(bare(&["schema", "--check", file.to_str().unwrap()]).output().unwrap());
        assert_eq!(code, wanted);
    }
    let (code, _, error) = said(bare(&["schema", "--check", "/no/such/file"]).output().unwrap());
    assert!(code == 1 && error.contains("/no/such/file"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_installation_from_its_first_command_to_its_last() {
    let here = Installation::new().await;
    let (code, _, error) = here.run(&["serve"]);
    assert!(code == 1 && error.contains("lianqiao migrate"), "an empty database is no place to serve from: {error}");
    assert!(!error.contains('\u{1b}'), "no colors where nobody looks: {error:?}");
    let (code, out, _) = here.run(&["doctor"]);
    assert!(code == 3 && out.contains("✗ database"), "{out}");
    assert_eq!(here.run(&["migrate"]).0, 0);
    let (code, out, error) = here.run(&["seed", "--demo"]);
    assert!(code == 0 && out.contains("demo world: "), "{out}{error}");
    let counted = |out: &str| out.lines().find(|line| line.contains(" entries in ")).unwrap().to_owned();
    let (code, out, _) = here.run(&["audit", "verify"]);
    assert_eq!(code, 0, "{out}");
    let entries = counted(&out);

    // Everything is there already: a second time changes nothing, so nothing new stands in the trail.
    let (code, again, _) = here.run(&["seed", "--demo"]);
    assert!(code == 0 && again.contains("demo world: "));
    assert_eq!(counted(&here.run(&["audit", "verify"]).1), entries);
    let (code, out, _) = here.run(&["reindex"]);
    assert!(code == 0 && out.contains(" listings indexed"), "{out}");
    let (code, out, _) = here.run(&["doctor"]);
    assert!(code == 0 && !out.contains('✗'), "{out}");

    // An operator, who exists once.
    let create = ["operator", "create", "--email", "ops@example.com", "--name", "李娜"];
    let with_password = || said(here.command(&create).env("LIANQIAO_OPERATOR_PASSWORD", "spring-forsythia-47-bridge").output().unwrap());
    assert_eq!(with_password().0, 0);
    let (code, _, error) = with_password();
    assert!(code == 1 && !error.is_empty(), "{error}");
    let (code, _, error) = here.run(&create);
    assert!(code == 1 && error.contains("password"), "{error}");

    // Beside a running server.
    let serving = here.serve().await;
    serving
        .visitor
        .done("logIn", json!({ "email": "ops@example.com", "password": "spring-forsythia-47-bridge" }), "session { accessToken }")
        .await;
    let (code, out, _) = here.run(&["doctor"]);
    assert!(code == 0 && out.contains("held by the server at 127.0.0.1"), "{out}");
    let (code, out, _) = here.run(&["reindex"]);
    assert!(code == 0 && out.contains("was asked to build"), "{out}");
    let (code, took) = serving.terminate();
    assert!(code == Some(0) && took < Duration::from_secs(10), "{code:?} after {took:?}");

    // A hand in the database.
    assert!(here.execute("UPDATE audit_entry SET verb = 'listing.withdraw' WHERE seq = 2 AND verb <> 'listing.withdraw'").await > 0);
    let (code, out, _) = here.run(&["audit", "verify"]);
    assert!(code == 3 && out.contains("entry 2: was changed"), "{out}");
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_second_server_says_why_not_and_short_commands_work_beside_the_first() {
    let here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    if here.database.is_some() {
        // PostgreSQL: any number of processes.
        return here.remove().await;
    }
    let serving = here.serve().await;
    let (code, _, error) = here.run(&["serve"]);
    assert!(code == 1 && error.contains(&format!("process {} serves", serving.child.id())) && error.contains("PostgreSQL"), "{error}");
    let mut worker = here.command(&["worker"]);
    worker.env("LIANQIAO_SEARCH__ENGINE", "meilisearch");
    let (code, _, error) = said(worker.output().unwrap());
    assert!(code == 1 && error.contains("there can be only one"), "{error}");
    for command in [&["migrate"][..], &["audit", "verify"], &["reindex"], &["doctor"], &["config", "check"]] {
        let (code, out, error) = here.run(command);
        assert_eq!(code, 0, "{command:?}: {out}{error}");
    }
    // The system lets go of what a killed process held.
    drop(serving);
    let (code, _) = here.serve().await.terminate();
    assert_eq!(code, Some(0));
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_stops_in_order_though_somebody_listens_and_somebody_dawdles() {
    let here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    let serving = here.serve().await;
    // An idle connection, half a request, and an open socket.
    let idle = std::net::TcpStream::connect(("127.0.0.1", here.port)).unwrap();
    let mut half = std::net::TcpStream::connect(("127.0.0.1", here.port)).unwrap();
    std::io::Write::write_all(&mut half, b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{").unwrap();
    let socket = lianqiao_tests::Subscription::start(&serving.visitor, "{ __typename }", json!({})).await;
    let (code, took) = serving.terminate();
    assert!(code == Some(0) && took < Duration::from_secs(10), "{code:?} after {took:?}");
    assert_eq!(socket.closed().await, Some(1001), "listeners are told that the server goes away");
    drop((idle, half));
    here.remove().await;
}

#[tokio::test]
async fn keys_are_rotated_without_signing_anybody_out_and_forgotten() {
    let installation = Installation::new().await;
    installation.run(&["migrate"]);
    let create = ["operator", "create", "--email", "ops@example.org", "--name", "Li Na"];
    let created = installation.command(&create).env("LIANQIAO_OPERATOR_PASSWORD", lianqiao_tests::PASSWORD).output().unwrap();
    assert!(created.status.success());
    let key = |line: &str| line.split_whitespace().next().unwrap().to_owned();
    let shown = |installation: &Installation| installation.run(&["keys", "show"]).1;
    let old = key(&shown(&installation));

    let serving = installation.serve().await;
    let input = json!({ "email": "ops@example.org", "password": lianqiao_tests::PASSWORD });
    let session = serving.visitor.done("logIn", input, "session { accessToken }").await;
    let client = serving.visitor.with_token(session["session"]["accessToken"].as_str().unwrap());
    let (code, told, _) = installation.run(&["keys", "rotate"]);
    assert!(code == 0 && told.contains("signs from now on; 1 older keys still verify"), "{told}");
    let (code, _, error) = installation.run(&["keys", "forget", &old]);
    assert!(code == 1 && error.contains("restart every process"), "the server works with it: {error}");
    serving.terminate();
    let lines: Vec<String> = shown(&installation).lines().map(str::to_owned).collect();
    assert_eq!((lines.len(), key(&lines[1])), (2, old.clone()));
    assert!(lines[0].ends_with("signs") && lines[1].contains("only verifies since 2"), "{lines:?}");

    let serving = installation.serve().await;
    assert_eq!(client.ok("{ viewer { user { email } } }", json!({})).await["viewer"]["user"]["email"], "ops@example.org");
    serving.terminate();
    assert_eq!(installation.run(&["keys", "forget", &key(&lines[0])]).0, 1, "the key that signs stays");
    assert_eq!(installation.run(&["keys", "forget", "0123456789ab"]).0, 1, "there is no such key");
    let (code, _, error) = installation.run(&["keys", "forget", &old]);
    assert_eq!((code, shown(&installation).lines().count()), (0, 1), "{error}");
    let serving = installation.serve().await;
    assert_eq!(client.run("{ viewer { user { email } } }", json!({})).await.code(), "UNAUTHENTICATED");
    serving.terminate();

    // With secrets of the settings the program changes nothing, and says what to set.
    let mut configured = installation.command(&["keys", "rotate"]);
    let (code, told, _) = said(configured.env("LIANQIAO_AUTH__SECRET", "A".repeat(64)).output().unwrap());
    assert!(code == 0 && told.contains("auth.previous_secrets") && told.contains("new secret: "), "{told}");
    assert_eq!(shown(&installation).lines().count(), 1);
    installation.remove().await;
}
