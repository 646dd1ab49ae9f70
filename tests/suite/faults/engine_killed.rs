//! Meilisearch is killed in the midst of its tasks and started again on what it had written.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use lianqiao_tests::{free_port, skipped};
use serde_json::{Value, json};

use super::stage::{Member, draft, index_equals, is_sound, member};
use crate::installation::{Installation, Serving};

const KEY: &str = "a-key-for-tests-only-0123456789";
const WORD: &str = "海洋石墨烯";

/// A Meilisearch that can be killed.
struct Engine {
    data: tempfile::TempDir,
    port: u16,
    child: Option<Child>,
}

impl Engine {
    /// None, loudly, where there is no program of that name.
    fn find() -> Option<Self> {
        let mut engine = Self { data: tempfile::tempdir().unwrap(), port: free_port(), child: None };
        if engine.start() {
            return Some(engine);
        }
        skipped("Meilisearch killed in the midst of tasks: there is no `meilisearch` on the path");
        None
    }

    /// Starts on what is there.
    fn start(&mut self) -> bool {
        let child = Command::new("meilisearch")
            .args(["--no-analytics", "--env", "development", "--log-level", "OFF", "--master-key", KEY])
            .args(["--http-addr", &format!("127.0.0.1:{}", self.port)])
            .arg("--db-path")
            .arg(self.path())
            .current_dir(self.data.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.child = child.ok();
        self.child.is_some()
    }

    fn path(&self) -> PathBuf {
        self.data.path().join("data")
    }

    /// SIGKILL.
    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn get(&self, path: &str) -> Option<Value> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(2)).build().unwrap();
        http.get(format!("{}{path}", self.url())).bearer_auth(KEY).send().await.ok()?.json().await.ok()
    }

    async fn until_ready(&self) {
        let begun = Instant::now();
        while self.get("/health").await.is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "Meilisearch does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until it has something to do, and kills it.
    async fn kill_at_work(&mut self) {
        let begun = Instant::now();
        loop {
            let tasks = self.get("/tasks?statuses=enqueued,processing&types=documentAdditionOrUpdate,documentDeletion&limit=1").await;
            if tasks.is_some_and(|tasks| tasks["total"].as_i64() > Some(0)) {
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "Meilisearch is never at work");
        }
        self.kill();
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Hands in and publishes so many listings at once.
async fn publish(officer: &Member, head: &Member, round: usize, count: usize) -> Vec<Value> {
    let mut ids = Vec::new();
    for number in 0..count {
        let input = draft(officer, &format!("{WORD}第{round}批第{number}号"));
        ids.push(officer.client.done("listingCreate", input, "listing { id }").await["listing"]["id"].clone());
    }
    for (who, transition) in [(officer, "SUBMIT"), (head, "PUBLISH")] {
        bulk(who, transition, &ids).await;
    }
    ids
}

async fn bulk(who: &Member, transition: &str, ids: &[Value]) {
    let input = json!({ "organizationId": who.organization, "transition": transition, "ids": ids, "reason": "暂不转让。" });
    let done = who.client.done("listingBulkTransition", input, "report { changedCount }").await;
    assert_eq!(done["report"]["changedCount"], ids.len(), "{transition}: {done}");
}

async fn start(engine: &Engine) -> (Installation, Serving) {
    let mut here = Installation::new().await;
    here.settings = vec![
        ("LIANQIAO_SEARCH__ENGINE", "meilisearch".to_owned()),
        ("LIANQIAO_SEARCH__MEILISEARCH_URL", engine.url()),
        ("LIANQIAO_SEARCH__MEILISEARCH_KEY", KEY.to_owned()),
    ];
    assert_eq!(here.run(&["seed", "--demo"]).0, 0);
    let serving = here.serve().await;
    (here, serving)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_engine_killed_at_work_shows_the_database_again_within_half_a_minute() {
    const BATCH: usize = 40;
    let Some(mut engine) = Engine::find() else { return };
    engine.until_ready().await;
    let (here, serving) = start(&engine).await;
    let (officer, head) = (member(&serving.visitor, "officer.fudan").await, member(&serving.visitor, "head.fudan").await);
    publish(&officer, &head, 0, 2).await;
    index_equals(&here, &serving.visitor, WORD, 2).await;

    let mut shown = 2;
    for round in 1..=3 {
        let (ids, ()) = tokio::join!(publish(&officer, &head, round, BATCH), engine.kill_at_work());
        // While it is away some go again: what it had written before it died must not come back.
        let (gone, _) = ids.split_at(BATCH / 4);
        bulk(&head, "WITHDRAW", gone).await;
        shown += BATCH - gone.len();
        assert!(engine.start());
        engine.until_ready().await;
        index_equals(&here, &serving.visitor, WORD, shown).await;
    }
    drop(serving);
    is_sound(&here);
    here.remove().await;
}
