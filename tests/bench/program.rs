//! The program under measurement: a process of its own.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use lianqiao_tests::{Client, EmptyDatabase};

use super::report::Report;

/// Password of everybody in the demo world.
const PASSWORD: &str = "lianqiao-demo-2026";

/// A running `lianqiao serve` with a data directory of its own.
pub struct Program {
    child: Child,
    data: tempfile::TempDir,
    database: Option<EmptyDatabase>,
    /// Somebody who is not signed in.
    pub visitor: Client,
}

impl Program {
    /// Migrates, loads the demo world, serves.
    pub async fn start(report: &mut Report) -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = EmptyDatabase::create().await;
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let run = |arguments: &[&str]| {
            let started = Instant::now();
            let status = command(data.path(), port, database.as_ref()).args(arguments).status().unwrap();
            assert!(status.success(), "lianqiao {arguments:?} failed");
            started.elapsed()
        };
        report.note("migrate an empty database", format!("{:.1} s", run(&["migrate"]).as_secs_f64()));
        report.note("load the demo world", format!("{:.1} s", run(&["seed", "--demo"]).as_secs_f64()));
        let started = Instant::now();
        let child = command(data.path(), port, database.as_ref()).arg("serve").spawn().unwrap();
        let program = Self { child, data, database, visitor: Client::new(format!("http://127.0.0.1:{port}")) };
        while !program.is_ready().await {
            assert!(started.elapsed() < Duration::from_secs(60), "the program is not ready after a minute");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        report.note("start until ready", format!("{:.2} s", started.elapsed().as_secs_f64()));
        program
    }

    async fn is_ready(&self) -> bool {
        let answer = self.visitor.request(reqwest::Method::GET, "/health/ready").send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Somebody of the demo world, signed in.
    pub async fn sign_in(&self, email: &str) -> Client {
        let input = serde_json::json!({ "email": email, "password": PASSWORD });
        let payload = self.visitor.done("logIn", input, "session { accessToken }").await;
        self.visitor.with_token(payload["session"]["accessToken"].as_str().unwrap())
    }

    /// Memory of the process and size of what it keeps.
    pub fn weigh(&self, report: &mut Report) {
        if let Some(memory) = memory(self.child.id()) {
            report.note("memory of the process, highest", format!("{memory} MiB"));
        }
        let kept = if self.database.is_some() { "data directory" } else { "data directory (database, index, uploads)" };
        report.note(kept, format!("{} MiB", bytes_below(self.data.path()) >> 20));
    }

    /// Ends it, and removes what it kept.
    pub async fn stop(mut self) {
        self.end();
        if let Some(database) = self.database.take() {
            database.remove().await;
        }
    }

    fn end(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
    }
}

/// The release build beside this one: `target/release/lianqiao`.
fn command(data: &Path, port: u16, database: Option<&EmptyDatabase>) -> Command {
    let here = std::env::current_exe().unwrap();
    let program: PathBuf = here.parent().and_then(Path::parent).unwrap().join("lianqiao");
    let mut command = Command::new(program);
    if let Some(database) = database {
        command.env("LIANQIAO_DATABASE__URL", &database.url);
    }
    command
        .env("LIANQIAO_DATA_DIR", data)
        .env("LIANQIAO_HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .env("LIANQIAO_HTTP__PUBLIC_URL", format!("http://127.0.0.1:{port}"))
        // A whole run with one sign-in.
        .env("LIANQIAO_AUTH__ACCESS_TOKEN_MINUTES", "60")
        .env("LIANQIAO_LOG__FILTER", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

/// Highest resident memory of a process in MiB, where the system tells it.
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? / 1024)
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
