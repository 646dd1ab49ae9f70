//! The program under measurement: a process of its own.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use lianqiao_tests::{Client, EmptyDatabase, free_port};

use super::report::Report;

/// Password of everybody in the demo world.
const PASSWORD: &str = "lianqiao-demo-2026";

/// A running `lianqiao serve` with a data directory of its own.
pub struct Program {
    child: Option<Child>,
    data: PathBuf,
    /// Removes the data at the end, unless it is kept for another run.
    _folder: Option<tempfile::TempDir>,
    port: u16,
    database: Option<EmptyDatabase>,
    settings: Vec<(&'static str, String)>,
    /// Somebody who is not signed in.
    pub visitor: Client,
}

impl Program {
    /// Migrates, loads the demo world, serves.
    pub async fn start(report: &mut Report) -> Self {
        let mut program = Self::empty(None).await;
        report.note("migrate an empty database", format!("{:.1} s", program.run(&["migrate"]).as_secs_f64()));
        report.note("load the demo world", format!("{:.1} s", program.run(&["seed", "--demo"]).as_secs_f64()));
        report.note("start until ready", format!("{:.2} s", program.serve().await.as_secs_f64()));
        program
    }

    /// Migrates and loads the demo world; [`Self::serve`] starts it. In the folder `LIANQIAO_BENCH_DATA` what belongs to this
    /// size is kept, and found again: to lay down a million listings takes longer than to take figures of them.
    pub async fn prepare(size: u32) -> Self {
        let program = Self::empty(std::env::var("LIANQIAO_BENCH_DATA").ok().map(|kept| Path::new(&kept).join(size.to_string()))).await;
        program.run(&["migrate"]);
        if !program.is_kept() {
            program.run(&["seed", "--demo"]);
        }
        program
    }

    async fn empty(kept: Option<PathBuf>) -> Self {
        let port = free_port();
        let visitor = Client::new(format!("http://127.0.0.1:{port}"));
        let database = EmptyDatabase::create().await;
        let folder = if kept.is_some() && database.is_none() { None } else { Some(tempfile::tempdir().unwrap()) };
        let data = folder.as_ref().map_or_else(|| kept.unwrap(), |folder| folder.path().to_owned());
        Self { child: None, data, _folder: folder, port, database, settings: Vec::new(), visitor }
    }

    /// Whether an earlier run has laid everything down.
    pub fn is_kept(&self) -> bool {
        self.data.join("laid").exists()
    }

    /// Notes that everything is laid down.
    pub fn keep(&self) {
        std::fs::write(self.data.join("laid"), "").unwrap();
    }

    /// Runs a command of the program and waits for its end; gives how long that took.
    pub fn run(&self, arguments: &[&str]) -> Duration {
        let started = Instant::now();
        let status = self.command().args(arguments).status().unwrap();
        assert!(status.success(), "lianqiao {arguments:?} failed");
        started.elapsed()
    }

    /// Starts the server; gives how long it took until it answered a question.
    pub async fn serve(&mut self) -> Duration {
        let started = Instant::now();
        self.child = Some(self.command().arg("serve").spawn().unwrap());
        while !self.answers().await {
            assert!(started.elapsed() < Duration::from_secs(60), "the program does not answer after a minute");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        started.elapsed()
    }

    /// Starts the server if it was stopped meanwhile.
    pub async fn serve_again(&mut self) {
        if self.child.is_none() {
            self.serve().await;
        }
    }

    /// A setting from the next start on.
    pub fn set(&mut self, name: &'static str, value: String) {
        self.settings.push((name, value));
    }

    /// Stops the server; what it keeps stays.
    pub fn stop_serving(&mut self) {
        self.end();
    }

    async fn answers(&self) -> bool {
        let question = serde_json::json!({ "query": "{ listings(first: 1) { nodes { id } } }" });
        let answer = self.visitor.request(reqwest::Method::POST, "/graphql").json(&question).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// The folder of its data.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Its database.
    pub fn database_url(&self) -> String {
        let own = || format!("sqlite://{}", self.data.join("lianqiao.db").display());
        self.database.as_ref().map_or_else(own, |database| database.url.clone())
    }

    /// Address, key and index of its Meilisearch, if that is its engine.
    pub fn meilisearch(&self) -> Option<(String, String, String)> {
        let setting = |name: &str| std::env::var(format!("LIANQIAO_SEARCH__{name}")).ok();
        (setting("ENGINE")? == "meilisearch").then_some((setting("MEILISEARCH_URL")?, setting("MEILISEARCH_KEY")?, setting("INDEX")?))
    }

    /// Somebody of the demo world, signed in.
    pub async fn sign_in(&self, email: &str) -> Client {
        let input = serde_json::json!({ "email": email, "password": PASSWORD });
        let payload = self.visitor.done("logIn", input, "session { accessToken }").await;
        self.visitor.with_token(payload["session"]["accessToken"].as_str().unwrap())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// Memory of the process and size of what it keeps.
    pub fn weigh(&self, report: &mut Report) {
        if let Some(memory) = self.memory("VmHWM:") {
            report.note("memory of the process, highest", format!("{memory} MiB"));
        }
        let kept = if self.database.is_some() { "data directory" } else { "data directory (database, index, uploads)" };
        report.note(kept, format!("{} MiB", bytes_below(&self.data) >> 20));
    }

    /// Resident memory of the process now.
    pub fn memory_now(&self) -> String {
        self.memory("VmRSS:").map_or_else(|| "unknown".to_owned(), |memory| format!("{memory} MiB"))
    }

    /// Memory of the process now, and how much of it is no page of a file that the system keeps at hand for everybody.
    pub fn memory_of_its_own(&self) -> String {
        let own = self.memory("RssAnon:").map_or_else(|| "unknown".to_owned(), |memory| format!("{memory} MiB"));
        format!("{own} ({} with pages of files)", self.memory_now())
    }

    /// A figure of the process's memory in MiB, where the system tells it.
    fn memory(&self, what: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.as_ref()?.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(what))?;
        Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? / 1024)
    }

    /// Ends it, and removes what it kept.
    pub async fn stop(mut self) {
        self.end();
        if let Some(database) = self.database.take() {
            database.remove().await;
        }
    }

    fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

impl Program {
    /// The release build beside this one: `target/release/lianqiao`.
    fn command(&self) -> Command {
        let here = std::env::current_exe().unwrap();
        let program: PathBuf = here.parent().and_then(Path::parent).unwrap().join("lianqiao");
        let mut command = Command::new(program);
        // What is meant for the bench is no setting of the program.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LIANQIAO_BENCH_") || name.starts_with("LIANQIAO_TEST_")) {
            command.env_remove(name);
        }
        if let Some(database) = &self.database {
            command.env("LIANQIAO_DATABASE__URL", &database.url);
        }
        command
            .env("LIANQIAO_DATA_DIR", &self.data)
            .env("LIANQIAO_HTTP__LISTEN", format!("127.0.0.1:{}", self.port))
            .env("LIANQIAO_HTTP__PUBLIC_URL", format!("http://127.0.0.1:{}", self.port))
            // A whole run with one sign-in.
            .env("LIANQIAO_AUTH__ACCESS_TOKEN_MINUTES", "60")
            // The machine is measured, not the patience with one caller.
            .env("LIANQIAO_LIMITS__POINTS", "1000000000")
            .env("LIANQIAO_LIMITS__POINTS_PER_SECOND", "1000000")
            .env("LIANQIAO_LOG__FILTER", "warn")
            .envs(self.settings.iter().map(|(name, value)| (*name, value.as_str())))
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
    }
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(found) if found.is_dir() => bytes_below(&entry.path()),
            Ok(found) => found.len(),
            Err(_) => 0,
        })
        .sum()
}
