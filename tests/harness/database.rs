//! A database of its own for every test: migrated once, then cloned.
//!
//! SQLite: a migrated file is copied. PostgreSQL (when `LIANQIAO_TEST_DATABASE_URL` names a server, with the right to
//! create databases): a migrated database is the template of the others.

use std::path::{Path, PathBuf};

use lianqiao::{app, config::Config};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tokio::sync::{Mutex, OnceCell};

/// Which database the suite runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file each.
    Sqlite,
    /// A database each, on the server that `LIANQIAO_TEST_DATABASE_URL` names.
    Postgres,
}

/// The database that this run uses.
#[must_use]
pub fn engine() -> Engine {
    if server_url().is_some() { Engine::Postgres } else { Engine::Sqlite }
}

/// The port of the PostgreSQL server that this run uses; none on SQLite.
#[must_use]
pub fn postgres_port() -> Option<u16> {
    Some(url::Url::parse(&server_url()?).unwrap().port().unwrap_or(5432))
}

/// `url` by way of another port of this machine.
pub(crate) fn through(url: &str, port: u16) -> String {
    let mut url = url::Url::parse(url).unwrap();
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(port)).unwrap();
    url.to_string()
}

fn server_url() -> Option<String> {
    std::env::var("LIANQIAO_TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// A fresh, migrated database; its URL, and what removes it.
pub(crate) async fn fresh(directory: &Path) -> (String, Option<Cleanup>) {
    match server_url() {
        None => {
            let copy = directory.join("lianqiao.db");
            std::fs::copy(sqlite_template().await, &copy).unwrap();
            (format!("sqlite:{}", copy.display()), None)
        }
        Some(server) => {
            let template = postgres_template(&server).await;
            let name = format!("lianqiao_test_{}", uuid::Uuid::now_v7().simple());
            let admin = Database::connect(&server).await.unwrap();
            // Cloning a template takes a lock on it: one at a time.
            static CLONING: Mutex<()> = Mutex::const_new(());
            let turn = CLONING.lock().await;
            admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
            drop(turn);
            admin.close().await.unwrap();
            (with_database(&server, &name), Some(Cleanup { server, name }))
        }
    }
}

fn with_database(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(name);
    url.to_string()
}

/// A database without tables, on the server that `LIANQIAO_TEST_DATABASE_URL` names.
#[derive(Debug)]
pub struct EmptyDatabase {
    /// Where it is.
    pub url: String,
    cleanup: Cleanup,
}

impl EmptyDatabase {
    /// Makes one; `None` where SQLite is in use, which makes its own.
    pub async fn create() -> Option<Self> {
        let server = server_url()?;
        let name = format!("lianqiao_empty_{}", uuid::Uuid::now_v7().simple());
        let admin = Database::connect(&server).await.unwrap();
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        admin.close().await.unwrap();
        Some(Self { url: with_database(&server, &name), cleanup: Cleanup { server, name } })
    }

    /// Removes it.
    pub async fn remove(self) {
        self.cleanup.run().await;
    }
}

/// Removes a test's database on PostgreSQL.
#[derive(Debug)]
pub struct Cleanup {
    server: String,
    name: String,
}

impl Cleanup {
    pub(crate) async fn run(self) {
        let admin = Database::connect(&self.server).await.unwrap();
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await.unwrap();
    }
}

async fn migrate(url: &str, directory: &Path) {
    let mut config = Config::embedded(directory).unwrap();
    config.database.url = url.to_owned().into();
    let parts = app::Parts { search: Some(std::sync::Arc::new(lianqiao::search::Embedded::in_memory().unwrap())), ..Default::default() };
    let ctx = app::open(config, parts).await.unwrap();
    app::migrate(&ctx).await.unwrap();
    ctx.db.clone().close().await;
}

async fn sqlite_template() -> PathBuf {
    static TEMPLATE: OnceCell<(tempfile::TempDir, PathBuf)> = OnceCell::const_new();
    let (_, file) = TEMPLATE
        .get_or_init(|| async {
            let directory = tempfile::tempdir().unwrap();
            let file = directory.path().join("template.db");
            let url = format!("sqlite:{}", file.display());
            migrate(&url, directory.path()).await;
            // Everything out of the write-ahead log and into the file that is copied.
            let connection: DatabaseConnection = Database::connect(&url).await.unwrap();
            connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
            connection.close().await.unwrap();
            (directory, file)
        })
        .await;
    file.clone()
}

async fn postgres_template(server: &str) -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let name = TEMPLATE
        .get_or_init(|| async {
            let name = format!("lianqiao_template_{}", std::process::id());
            let admin = Database::connect(server).await.unwrap();
            admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            admin.close().await.unwrap();
            let directory = tempfile::tempdir().unwrap();
            migrate(&with_database(server, &name), directory.path()).await;
            name
        })
        .await;
    name.clone()
}
