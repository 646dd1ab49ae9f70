//! Backups hold everything that cannot be made anew, and say so when they do not.

use lianqiao_tests::{Client, Engine, engine};
use reqwest::Method;
use serde_json::json;

use crate::installation::Installation;

async fn signed_in(visitor: &Client) -> Client {
    let input = json!({ "email": "head.fudan@demo.lianqiao.example", "password": lianqiao::seed::DEMO_PASSWORD });
    let session = visitor.done("logIn", input, "session { accessToken }").await;
    visitor.with_token(session["session"]["accessToken"].as_str().unwrap())
}

async fn register(client: &Client, email: &str) {
    let input = json!({ "email": email, "name": "李娜", "password": lianqiao_tests::PASSWORD, "locale": "EN" });
    client.done("signUp", input, "email").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_beside_a_running_server_is_restored_as_it_was_at_that_moment() {
    let here = Installation::new().await;
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let serving = here.serve().await;
    let head = signed_in(&serving.visitor).await;
    let office = head.ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
    let office = office["viewer"]["memberships"][0]["organization"]["id"].as_str().unwrap().to_owned();
    let upload = head.upload(&office, "before.txt", b"what was there before".to_vec()).await;
    assert_eq!(upload.status(), 201, "{}", upload.text().await.unwrap());
    register(&serving.visitor, "before@example.com").await;

    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let (code, out, error) = here.run(&["backup", backup.to_str().unwrap()]);
    assert_eq!(code, 0, "{out}{error}");
    register(&serving.visitor, "after@example.com").await;
    let (code, _, error) = here.run(&["backup", backup.to_str().unwrap()]);
    assert!(code == 1 && error.contains("is there already"), "{error}");
    drop(serving);

    let (code, out, _) = here.run(&["restore", "--check", backup.to_str().unwrap()]);
    assert!(code == 0 && out.contains("all as they were"), "{out}");
    if engine() == Engine::Postgres {
        assert!(!backup.join("lianqiao.db").exists() && backup.join("secret.key").exists());
        here.remove().await;
        return;
    }
    let (code, _, error) = here.run(&["restore", backup.to_str().unwrap()]);
    assert!(code == 1 && error.contains("move it away first"), "{error}");

    let mut there = Installation::new().await;
    there.port = here.port;
    assert_eq!(there.run(&["restore", backup.to_str().unwrap()]).0, 0);
    for command in [&["migrate"][..], &["audit", "verify"], &["reindex"], &["doctor"]] {
        let (code, out, error) = there.run(command);
        assert_eq!(code, 0, "{command:?}: {out}{error}");
    }
    for (email, there_is) in [("before@example.com", 1), ("after@example.com", 0)] {
        let found = there.execute(&format!("UPDATE user_account SET email = email WHERE email = '{email}'")).await;
        assert_eq!(found, there_is, "{email}");
    }
    let serving = there.serve().await;
    let found = serving.visitor.ok("{ searchListings(query: \"\", first: 1) { totalCount notice { code } } }", json!({})).await;
    assert!(found["searchListings"]["totalCount"].as_i64() > Some(0) && found["searchListings"]["notice"].is_null(), "{found}");
    // The secret came along: tokens from before are good.
    let same = serving.visitor.with_token(head.token().unwrap());
    assert!(!same.ok("{ viewer { user { id } } }", json!({})).await["viewer"].is_null());
    assert_eq!(same.request(Method::GET, "/health/ready").send().await.unwrap().status(), 200);
    let files = std::fs::read_dir(there.data.path().join("files/uploads")).unwrap().count();
    assert_eq!(files, 1);
    drop(serving);
    there.remove().await;
    here.remove().await;
}

#[tokio::test]
async fn a_backup_that_was_changed_or_is_not_whole_is_refused() {
    let here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    let path = backup.to_str().unwrap();
    assert_eq!(here.run(&["backup", path]).0, 0);
    let manifest = backup.join("manifest.json");
    let sound = std::fs::read_to_string(&manifest).unwrap();
    let refused = |word: &str| {
        let (code, _, error) = here.run(&["restore", "--check", path]);
        assert!(code == 1 && error.contains(word), "{error}");
    };
    std::fs::write(&manifest, sound.replace("\"secret.key\"", "\"../secret.key\"")).unwrap();
    refused("leads out of the backup");
    std::fs::write(&manifest, sound.replace("\"format\": 1", "\"format\": 2")).unwrap();
    refused("has format 2");
    std::fs::write(&manifest, &sound).unwrap();
    let key = backup.join("secret.key");
    let secret = std::fs::read(&key).unwrap();
    std::fs::write(&key, secret.iter().rev().copied().collect::<Vec<u8>>()).unwrap();
    refused("secret.key is not what was backed up");
    std::fs::remove_file(&key).unwrap();
    refused("secret.key is missing");
    std::fs::remove_file(&manifest).unwrap();
    refused("is no (complete) backup");
    here.remove().await;
}
