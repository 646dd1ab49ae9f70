//! The program as people install it: started as a process, with a data directory, a database and a port of its own.

use std::{
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use lianqiao_tests::{Client, EmptyDatabase, free_port};
use sea_orm::{ConnectionTrait, Database};

/// An installation of its own: a data directory, a database, a port.
pub struct Installation {
    pub data: tempfile::TempDir,
    pub database: Option<EmptyDatabase>,
    pub port: u16,
    /// Settings beyond those that keep it apart, as variables.
    pub settings: Vec<(&'static str, String)>,
}

impl Installation {
    pub async fn new() -> Self {
        Self { data: tempfile::tempdir().unwrap(), database: EmptyDatabase::create().await, port: free_port(), settings: Vec::new() }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        if let Some(database) = &self.database {
            command.env("LIANQIAO_DATABASE__URL", &database.url);
        }
        command
            .env("LIANQIAO_DATA_DIR", self.data.path())
            .env("LIANQIAO_HTTP__LISTEN", format!("127.0.0.1:{}", self.port))
            .env("LIANQIAO_HTTP__PUBLIC_URL", format!("http://127.0.0.1:{}", self.port))
            .env("LIANQIAO_LOG__FILTER", "warn")
            .envs(self.settings.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// Like [`Self::command`], within `limits` of the shell, such as `ulimit -n 512`.
    pub fn limited(&self, limits: &str, arguments: &[&str]) -> Command {
        let command = self.command(arguments);
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{limits}; exec \"$0\" \"$@\"")]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.stdin(Stdio::null());
        shell
    }

    /// Runs to the end; gives exit code, standard output and standard error.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        said(self.command(arguments).output().unwrap())
    }

    /// Starts `serve` and waits until it is ready.
    pub async fn serve(&self) -> Serving {
        self.serve_logging(Stdio::null()).await
    }

    /// Like [`Self::serve`], with its log going to `log`.
    pub async fn serve_logging(&self, log: Stdio) -> Serving {
        let child = self.command(&["serve"]).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let serving = Serving { child, visitor: Client::new(format!("http://127.0.0.1:{}", self.port)) };
        let begun = Instant::now();
        while !serving.is_ready().await {
            assert!(begun.elapsed() < Duration::from_secs(60), "not ready after a minute");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        serving
    }

    /// The address of the database, for looking behind the program's back.
    pub fn database_url(&self) -> String {
        match &self.database {
            Some(database) => database.url.clone(),
            None => format!("sqlite:{}", self.data.path().join("lianqiao.db").display()),
        }
    }

    pub async fn execute(&self, sql: &str) -> u64 {
        let connection = Database::connect(self.database_url()).await.unwrap();
        let rows = connection.execute_unprepared(sql).await.unwrap().rows_affected();
        connection.close().await.unwrap();
        rows
    }

    pub async fn remove(self) {
        if let Some(database) = self.database {
            database.remove().await;
        }
    }
}

/// The program with no settings of this machine.
pub fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lianqiao-under-test"));
    let settings = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("LIANQIAO_"));
    for name in settings {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

pub fn said(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// A running `lianqiao serve`.
pub struct Serving {
    pub child: std::process::Child,
    pub visitor: Client,
}

impl Serving {
    pub async fn is_ready(&self) -> bool {
        let answer = self.visitor.request(reqwest::Method::GET, "/health/ready").send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Asks it to stop as an init system does; gives the exit code and how long it took.
    pub fn terminate(mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let status = self.child.wait().unwrap();
        (status.code(), begun.elapsed())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
