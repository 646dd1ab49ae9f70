//! Finding or starting a real Meilisearch.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lianqiao::search::{Meili, SearchIndex};
use lianqiao_tests::free_port;

/// A server, started for the tests or given by the environment.
pub(super) struct Server {
    url: String,
    key: String,
    /// Kept until the server is stopped.
    started: Option<(Child, tempfile::TempDir)>,
}

impl Server {
    /// The server at `MEILI_URL`, or one that is started from the path; `None`, loudly, if there is neither.
    #[expect(clippy::print_stderr, reason = "whoever runs the tests must see that half of them did not run")]
    pub(super) async fn find() -> Result<Option<Self>> {
        if let Ok(url) = std::env::var("MEILI_URL") {
            let key = std::env::var("MEILI_MASTER_KEY").unwrap_or_default();
            return Ok(Some(Self { url, key, started: None }));
        }
        let directory = tempfile::tempdir()?;
        let port = free_port();
        let key = "a-key-for-tests-only-0123456789".to_owned();
        let child = Command::new("meilisearch")
            .args(["--no-analytics", "--env", "development", "--log-level", "WARN", "--master-key", &key])
            .args(["--http-addr", &format!("127.0.0.1:{port}")])
            .arg("--db-path")
            .arg(directory.path().join("data"))
            .current_dir(directory.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = match child {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                eprintln!("\n*** SKIPPED: no Meilisearch. Set MEILI_URL and MEILI_MASTER_KEY, or put `meilisearch` on the path. ***\n");
                return Ok(None);
            }
            Err(error) => return Err(error).context("meilisearch does not start"),
        };
        let server = Self { url: format!("http://127.0.0.1:{port}"), key, started: Some((child, directory)) };
        let probe = Meili::connect(&server.url, Some(&server.key), "probe")?;
        for _ in 0..200 {
            if probe.ping().await.is_ok() {
                return Ok(Some(server));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("meilisearch does not answer at {}", server.url)
    }

    /// An index of its own for a case.
    pub(super) async fn index(&self, case: &str) -> Result<Meili> {
        self.remove(case).await?;
        Ok(Meili::connect(&self.url, Some(&self.key).filter(|key| !key.is_empty()).map(String::as_str), &self.prefix(case))?)
    }

    /// Removes what a case left.
    pub(super) async fn remove(&self, case: &str) -> Result<()> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build()?;
        let listed: serde_json::Value =
            client.get(format!("{}/indexes?limit=1000", self.url)).bearer_auth(&self.key).send().await?.json().await?;
        let prefix = self.prefix(case);
        for uid in listed["results"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|index| index["uid"].as_str())
            .filter(|uid| uid.starts_with(&prefix))
        {
            client.delete(format!("{}/indexes/{uid}", self.url)).bearer_auth(&self.key).send().await?.error_for_status()?;
        }
        Ok(())
    }

    fn prefix(&self, case: &str) -> String {
        format!("lianqiao-test-{}-{case}", std::process::id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.started {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
