//! The program under test: a process of its own, with a database and a directory of its own.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use lianqiao_tests::{EmptyDatabase, MailServer, free_port};
use sea_orm::{Database, DatabaseConnection};

use super::dice::Dice;

/// An installation that is killed again and again.
pub struct Installation {
    data: tempfile::TempDir,
    database: Option<EmptyDatabase>,
    port: u16,
    mail: String,
}

/// The program from one start to its end.
pub struct Life {
    child: Child,
    /// From the start until it was ready; none if it died before.
    pub boot: Option<Duration>,
}

impl Installation {
    /// Migrates, killed now and then on the way, and loads the demo world.
    pub async fn found(mail: &MailServer, dice: &Dice) -> Self {
        let port = free_port();
        let made = Self { data: tempfile::tempdir().unwrap(), database: EmptyDatabase::create().await, port, mail: mail.url() };
        made.migrate_killed(dice);
        let seeded = made.run(&["seed", "--demo"]);
        assert!(seeded.status.success(), "seed: {}", String::from_utf8_lossy(&seeded.stderr));
        made
    }

    /// A migration that is killed at random moments and after its steps, then brought to its end.
    fn migrate_killed(&self, dice: &Dice) {
        for _ in 0..4 {
            let step = format!("between-migrations={}*off->return(kill)", dice.roll(5));
            let mut child = self.command(&["migrate"], if dice.chance(50) { &step } else { "" }).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(40 + dice.roll(400)));
            child.kill().ok();
            child.wait().unwrap();
        }
        let output = self.run(&["migrate"]);
        assert!(output.status.success(), "a killed migration cannot be brought to its end: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Where the server answers.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its directory.
    pub fn directory(&self) -> &Path {
        self.data.path()
    }

    /// Keeps the directory, so that somebody can look; where it is.
    pub fn keep(self) -> PathBuf {
        self.data.keep()
    }

    fn command(&self, arguments: &[&str], failpoints: &str) -> Command {
        let here = std::env::current_exe().unwrap();
        let mut command = Command::new(here.with_file_name("lianqiao-under-test"));
        let settings = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("LIANQIAO_"));
        for name in settings {
            command.env_remove(name);
        }
        if let Some(database) = &self.database {
            command.env("LIANQIAO_DATABASE__URL", &database.url);
        }
        let log = std::fs::File::options().create(true).append(true).open(self.data.path().join("server.log")).unwrap();
        command
            .args(arguments)
            .env("LIANQIAO_FAILPOINTS", failpoints)
            .env("LIANQIAO_DATA_DIR", self.data.path())
            .env("LIANQIAO_HTTP__LISTEN", format!("127.0.0.1:{}", self.port))
            .env("LIANQIAO_HTTP__PUBLIC_URL", self.base())
            .env("LIANQIAO_MAIL__TRANSPORT", "smtp")
            .env("LIANQIAO_MAIL__SMTP_URL", &self.mail)
            .env("LIANQIAO_AUTH__ACCESS_TOKEN_MINUTES", "60")
            // What a killed worker held comes back soon, so that the next one meets it.
            .env("LIANQIAO_WORKER__LEASE_SECONDS", "2")
            .env("LIANQIAO_LOG__FILTER", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments, "").stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap()
    }

    /// Starts the server and waits until it is ready or dead.
    pub async fn start(&self, failpoints: &str) -> Life {
        let started = Instant::now();
        let mut child = self.command(&["serve"], failpoints).spawn().unwrap();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(2)).build().unwrap();
        let address = format!("{}/health/ready", self.base());
        loop {
            if http.get(&address).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return Life { child, boot: Some(started.elapsed()) };
            }
            if child.try_wait().unwrap().is_some() {
                return Life { child, boot: None };
            }
            assert!(started.elapsed() < Duration::from_secs(60), "not ready after a minute");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The database, behind the program's back.
    pub async fn look(&self) -> DatabaseConnection {
        let url = match &self.database {
            Some(database) => database.url.clone(),
            None => format!("sqlite:{}", self.data.path().join("lianqiao.db").display()),
        };
        Database::connect(url).await.unwrap()
    }

    /// Removes the database.
    pub async fn remove(self) {
        if let Some(database) = self.database {
            database.remove().await;
        }
    }
}

impl Life {
    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().unwrap();
    }

    /// Waits for it to die by itself; `false` if it does not.
    pub async fn dies_within(&mut self, time: Duration) -> bool {
        let started = Instant::now();
        while started.elapsed() < time {
            if self.child.try_wait().unwrap().is_some() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        false
    }

    /// SIGTERM; how long it took to stop, and whether it stopped in order.
    pub async fn stop(&mut self) -> (Duration, bool) {
        let started = Instant::now();
        signal(self.child.id(), "TERM");
        let ended = self.dies_within(Duration::from_secs(15)).await;
        if !ended {
            self.kill();
        }
        (started.elapsed(), ended && self.child.wait().unwrap().success())
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Sends a signal by its name.
pub fn signal(process: u32, name: &str) {
    Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status().unwrap();
}
