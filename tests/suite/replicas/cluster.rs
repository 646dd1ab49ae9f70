//! Two servers, as two machines would run them.

use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use lianqiao_tests::{Client, EmptyDatabase, free_port};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde_json::{Value, json};

const PASSWORD: &str = "lianqiao-demo-2026";

/// One of the servers.
pub struct Replica {
    data: tempfile::TempDir,
    port: u16,
    child: Option<Child>,
    /// Somebody who is not signed in.
    pub visitor: Client,
}

/// Both, with the demo world in their database.
pub struct Cluster {
    database: EmptyDatabase,
    pub replicas: [Replica; 2],
}

/// Somebody of the demo world, signed in once and known to both servers.
pub struct Person {
    /// This person at each server.
    pub at: [Client; 2],
    /// Global id of the organization.
    pub organization: String,
}

impl Cluster {
    /// Starts both; none where SQLite is in use, which has one process.
    pub async fn start() -> Option<Self> {
        let database = EmptyDatabase::create().await?;
        let replicas = [Replica::new(), Replica::new()];
        for arguments in [&["migrate"][..], &["seed", "--demo"]] {
            assert!(replicas[0].command(&database, arguments).status().unwrap().success(), "{arguments:?}");
        }
        let mut cluster = Self { database, replicas };
        for number in 0..2 {
            cluster.serve(number).await;
        }
        Some(cluster)
    }

    /// Starts a server and waits until it is ready.
    pub async fn serve(&mut self, number: usize) {
        let replica = &mut self.replicas[number];
        replica.child = Some(replica.command(&self.database, &["serve"]).spawn().unwrap());
        let started = Instant::now();
        while !replica.is_ready().await {
            assert!(started.elapsed() < Duration::from_secs(60), "not ready after a minute");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// SIGTERM; how long the server took to stop.
    pub async fn stop(&mut self, number: usize) -> Duration {
        let mut child = self.replicas[number].child.take().unwrap();
        let started = Instant::now();
        Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().unwrap();
        let stopped = tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap();
        assert!(stopped.success(), "{stopped}");
        started.elapsed()
    }

    /// Somebody of the demo world.
    pub async fn person(&self, email: &str) -> Person {
        let input = json!({ "email": format!("{email}@demo.lianqiao.example"), "password": PASSWORD });
        let payload = self.replicas[0].visitor.done("logIn", input, "session { accessToken }").await;
        let token = payload["session"]["accessToken"].as_str().unwrap();
        let at = [0, 1].map(|number: usize| self.replicas[number].visitor.with_token(token));
        let viewer = at[1].ok("{ viewer { memberships { organization { id } } } }", json!({})).await;
        let organization = viewer["viewer"]["memberships"][0]["organization"]["id"].as_str().unwrap().to_owned();
        Person { at, organization }
    }

    /// The database, behind their backs.
    pub async fn look(&self) -> DatabaseConnection {
        Database::connect(&self.database.url).await.unwrap()
    }

    /// Breaks the connections on which the servers listen to each other.
    pub async fn deafen(&self) -> u64 {
        let database = self.look().await;
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query = 'SELECT pg_backend_pid()')";
        let cut = database.execute_unprepared(sql).await.unwrap().rows_affected();
        database.close().await.unwrap();
        cut
    }

    /// Ends both and removes the database.
    pub async fn remove(self) {
        drop(self.replicas);
        self.database.remove().await;
    }
}

impl Replica {
    fn new() -> Self {
        let port = free_port();
        let visitor = Client::new(format!("http://127.0.0.1:{port}"));
        Self { data: tempfile::tempdir().unwrap(), port, child: None, visitor }
    }

    async fn is_ready(&self) -> bool {
        let answer = self.visitor.request(reqwest::Method::GET, "/health/ready").send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    fn command(&self, database: &EmptyDatabase, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianqiao-under-test"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LIANQIAO_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .env("LIANQIAO_DATABASE__URL", &database.url)
            .env("LIANQIAO_DATA_DIR", self.data.path())
            .env("LIANQIAO_AUTH__SECRET", "dHdvIHNlcnZlcnMgdGhhdCBzaGFyZSBvbmUgc2VjcmV0ISE=")
            .env("LIANQIAO_HTTP__LISTEN", format!("127.0.0.1:{}", self.port))
            .env("LIANQIAO_HTTP__PUBLIC_URL", format!("http://127.0.0.1:{}", self.port))
            .env("LIANQIAO_LOG__FILTER", "error")
            // Sixteen contenders spend in a minute what one person does in a week.
            .env("LIANQIAO_LIMITS__POINTS", "1000000000")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// A listing that `officer` hands in and `head` publishes, with two offers; its id.
pub async fn listing(officer: &Person, head: &Person, title: &str) -> String {
    let offer = |code: &str, kind: &str| {
        json!({ "code": code, "kind": kind, "territory": ["CN"], "termMonths": 36, "price": money(), "paymentMode": "LUMP_SUM",
                "useFirstPayLater": { "modes": ["DEFERRED"], "freeMonths": 12 } })
    };
    let input = json!({
        "organizationId": officer.organization, "title": { "zh": title }, "problem": { "zh": "能耗高" }, "benefit": { "zh": "能耗低" },
        "inventorsConsent": true,
        "ipRights": [{ "kind": "PATENT_INVENTION", "number": "202310123456.6", "office": "CN", "status": "IN_FORCE",
                       "filedOn": "2023-10-12", "expiresOn": "2043-10-12" }],
        "offers": [offer("ANY", "NON_EXCLUSIVE"), offer("ONLY", "EXCLUSIVE")],
    });
    let mut listing = officer.at[0].done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for (who, field) in [(officer, "listingSubmit"), (head, "listingPublish")] {
        let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.at[1].done(field, step, "listing { id version }").await["listing"].clone();
    }
    listing["id"].as_str().unwrap().to_owned()
}

/// A request by `owner` for an offer of a listing; its id.
pub async fn request(owner: &Person, listing: &str, offer: &str) -> String {
    let input = json!({
        "listingId": listing, "offerCode": offer, "organizationId": owner.organization, "paymentMode": "DEFERRED",
        "purpose": "用于船厂涂装线的小批量试用。", "idempotencyKey": owner.at[0].key(),
    });
    let payload = owner.at[0].done("licenseRequestSubmit", input, "licenseRequest { id }").await;
    payload["licenseRequest"]["id"].as_str().unwrap().to_owned()
}

/// Input of a grant under a key of its own.
pub fn grant(who: &Person, request: &str) -> Value {
    let today = lianqiao::kernel::Clock::today(&lianqiao::kernel::SystemClock).to_string();
    json!({
        "id": request, "expectedVersion": 1, "idempotencyKey": who.at[0].key(), "effectiveOn": today,
        "plan": { "deferred": { "total": money(), "deferralMonths": 12 } }, "labelUseFirstPayLater": true,
    })
}

fn money() -> Value {
    json!({ "currency": "CNY", "minorUnits": "8000000" })
}
