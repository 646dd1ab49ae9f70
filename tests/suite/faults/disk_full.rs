//! A disk that is full: what cannot be kept is refused with a word, what was kept is read on, and room mends everything.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use lianqiao_tests::{Client, Engine, engine, skipped};
use serde_json::{Value, json};

use super::stage::{Member, ask, count, draft, handed_in, index_equals, is_sound, member, mutation};
use crate::installation::Installation;

/// A disk of so many megabytes, in memory.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Lies at `folder` from now on; none where nobody may mount anything.
    fn at(folder: &Path, megabytes: u32) -> Option<Self> {
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        skipped("a full disk: no file system can be mounted here (it takes root)");
        None
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut ballast = File::options().create(true).append(true).open(self.ballast()).unwrap();
        for piece in [1 << 20, 1 << 12] {
            while ballast.write_all(&vec![0; piece]).is_ok() {}
        }
    }

    fn clear(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server that a failing story leaves behind still holds it.
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

/// The code of a refusal, after a look at how it is said; none where it worked.
fn refusal(status: u16, answer: &Value) -> Option<String> {
    let error = answer.get("errors")?.get(0)?;
    let said = error.to_string().to_lowercase();
    for word in ["sql", "insert", "disk", "database", "tmp", "os error"] {
        assert!(!said.contains(word), "the answer tells {word:?}: {said}");
    }
    // GraphQL answers with 200 what has failed in the midst of a document.
    assert!(!error["message"].as_str().unwrap().is_empty() && matches!(status, 200 | 503), "{status} {answer}");
    Some(error["extensions"]["code"].as_str().unwrap().to_owned())
}

/// Carries a mutation out: its entity, or nothing where it was refused for now.
async fn attempt(client: &Client, field: &str, input: &Value) -> Option<Value> {
    let (status, answer) = ask(client, &mutation(field, input, "listing { id version }")).await;
    if let Some(code) = refusal(status, &answer) {
        assert_eq!(code, "UNAVAILABLE", "{field}: {answer}");
        return None;
    }
    let payload = &answer["data"][field];
    assert_eq!(payload["userErrors"], json!([]), "{field}: {answer}");
    Some(payload.clone())
}

/// What was tried while the disk was full, and what is to be seen of it.
#[derive(Default)]
struct Tried {
    /// Inputs of `listingCreate` that were refused.
    drafts: Vec<Value>,
    /// Inputs of `listingPublish` that were refused.
    publications: Vec<Value>,
    created: i64,
}

/// Creates and publishes until at least `refusals` creations were refused.
async fn write_on(disk: &SmallDisk, officer: &Member, head: &Member, waiting: &mut Vec<Value>, refusals: usize) -> Tried {
    let mut tried = Tried::default();
    for round in 0..400 {
        // The search index gives room back when it merges, and the database has some of its own for a while.
        disk.fill();
        let input = draft(officer, &format!("满盘时的第{round}件{}", "很长的标题".repeat(20)));
        match attempt(&officer.client, "listingCreate", &input).await {
            Some(_) => tried.created += 1,
            None => tried.drafts.push(input),
        }
        // Some are kept back for a time when the disk is surely full.
        if waiting.len() > refusals || !tried.drafts.is_empty() {
            let Some(listing) = waiting.pop() else { break };
            let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            if attempt(&head.client, "listingPublish", &input).await.is_none() {
                tried.publications.push(input);
            }
        }
        if tried.drafts.len() >= refusals && tried.publications.len() >= refusals {
            break;
        }
    }
    tried
}

/// Everything that only reads works as always.
async fn reads_go_on(officer: &Member) {
    let mine = "query($o: ID!) { viewer { user { id } } listings(first: 20, filter: { organizationId: $o }) { totalCount nodes { id } } }";
    officer.client.ok(mine, json!({ "o": officer.organization })).await;
    let found = officer.client.ok("{ searchListings(query: \"石墨烯\", first: 20) { totalCount nodes { id } } }", json!({})).await;
    assert!(found["searchListings"]["totalCount"].is_number(), "{found}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_writes_loses_none_and_is_forgotten_when_there_is_room() {
    if engine() == Engine::Postgres {
        // Its disk is the server's; what this program writes itself is in the other story.
        return;
    }
    const WORD: &str = "磁盘石墨烯";
    const REFUSALS: usize = 4;
    let mut here = Installation::new().await;
    // A delivery that was done and could not be marked comes again when its lease ends.
    here.settings = vec![("LIANQIAO_WORKER__LEASE_SECONDS", "5".to_owned())];
    let Some(disk) = SmallDisk::at(here.data.path(), 64) else { return };
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let serving = here.serve().await;
    let (officer, head) = (member(&serving.visitor, "officer.fudan").await, member(&serving.visitor, "head.fudan").await);
    let mut waiting = Vec::new();
    for number in 0..24 {
        waiting.push(handed_in(&officer, &format!("{WORD}第{number}号")).await);
    }
    let prepared = waiting.len();
    index_equals(&here, &serving.visitor, WORD, 0).await;
    let before = count(&here, "listing").await;

    disk.fill();
    let tried = write_on(&disk, &officer, &head, &mut waiting, REFUSALS).await;
    assert_eq!(count(&here, "listing").await, before + tried.created, "what was refused left nothing, and what was not is there");
    assert!(tried.drafts.len() >= REFUSALS, "only {} creations were refused: the disk was not full", tried.drafts.len());
    reads_go_on(&officer).await;
    let account = json!({ "email": "full@example.com", "name": "李娜", "password": lianqiao_tests::PASSWORD, "locale": "EN" });
    let (status, answer) = ask(&serving.visitor, &mutation("signUp", &account, "email")).await;
    assert_eq!(refusal(status, &answer).as_deref(), Some("UNAVAILABLE"), "{answer}");
    assert_eq!(count(&here, "listing").await, before + tried.created, "what was refused left nothing, and what was not is there");

    disk.clear();
    let begun = Instant::now();
    let first = mutation("listingCreate", &tried.drafts[0], "listing { id }");
    while refusal_of(&officer.client, &first).await.is_some() {
        assert!(begun.elapsed() < Duration::from_secs(10), "there is room again, and nothing can be written");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for (number, input) in tried.drafts.iter().enumerate() {
        let made = attempt(&officer.client, "listingCreate", input).await.expect("there is room again");
        assert_eq!(made["idempotentReplay"], number == 0, "the key of a refused request was kept without its effect");
    }
    // A step that is refused by its rules rolls back; what comes after it must be kept all the same.
    for input in &tried.publications {
        let stale = json!({ "id": input["id"], "expectedVersion": 99 });
        assert_eq!(head.client.refused("listingPublish", stale, "listing { id }").await.0, "STALE_VERSION");
        attempt(&head.client, "listingPublish", input).await.expect("there is room again");
    }
    for listing in waiting {
        let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        attempt(&head.client, "listingPublish", &input).await.expect("there is room again");
    }
    let kept = before + tried.created + i64::try_from(tried.drafts.len()).unwrap();
    assert_eq!(count(&here, "listing").await, kept, "another process sees what was acknowledged");
    index_equals(&here, &serving.visitor, WORD, prepared).await;

    // Killed, not stopped: nothing that was acknowledged may have been in the process alone.
    drop(serving);
    let serving = here.serve().await;
    index_equals(&here, &serving.visitor, WORD, prepared).await;
    assert_eq!(count(&here, "listing").await, kept);
    drop(serving);
    is_sound(&here);
    assert_eq!(count(&here, "pragma_integrity_check WHERE integrity_check <> 'ok'").await, 0);
    drop(disk);
    here.remove().await;
}

async fn refusal_of(client: &Client, body: &Value) -> Option<String> {
    let (status, answer) = ask(client, body).await;
    refusal(status, &answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_finds_no_room_is_refused_and_leaves_nothing() {
    let here = Installation::new().await;
    let Some(disk) = SmallDisk::at(here.data.path(), 64) else { return };
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let serving = here.serve().await;
    let officer = member(&serving.visitor, "officer.fudan").await;
    let files = || std::fs::read_dir(here.data.path().join("files/uploads")).map_or(0, Iterator::count);
    let (before, rows) = (files(), count(&here, "upload").await);

    disk.fill();
    let file = "编号,成果名称\n".as_bytes().repeat(50_000);
    for _ in 0..3 {
        let answer = officer.client.upload(&officer.organization, "成果.csv", file.clone()).await;
        let (status, answer) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap());
        assert_eq!(refusal(status, &answer).as_deref(), Some("UNAVAILABLE"), "{answer}");
    }
    assert_eq!((files(), count(&here, "upload").await), (before, rows), "no half of a file, and no row of one");
    reads_go_on(&officer).await;

    disk.clear();
    let answer = officer.client.upload(&officer.organization, "成果.csv", file).await;
    assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
    assert_eq!((files(), count(&here, "upload").await), (before + 1, rows + 1));
    drop(serving);
    is_sound(&here);
    drop(disk);
    here.remove().await;
}
