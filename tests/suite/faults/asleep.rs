//! A process that is stopped (SIGSTOP) longer than its lease lasts, in the midst of sending mails, and then goes on as if
//! nothing had been.

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use lianqiao_tests::{MailServer, Manners, PASSWORD, free_port};
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::json;

use super::stage::{count, is_sound};
use crate::installation::Installation;

/// More than are sent at a time, so that some are still in hand when the process stops.
const MAILS: usize = 14;
const LEASE: Duration = Duration::from_secs(2);
const WAITING: &str = "outbox_delivery WHERE state = 'PENDING' AND follower = 'SEND'";

/// A process that works on the database of an installation, with a folder and an index of its own.
struct Worker(Child, #[expect(dead_code, reason = "kept until the process ends")] tempfile::TempDir);

impl Worker {
    fn start(here: &Installation) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut command = here.command(&["serve"]);
        command
            .env("LIANQIAO_DATA_DIR", data.path())
            .env("LIANQIAO_HTTP__LISTEN", format!("127.0.0.1:{}", free_port()))
            .env("LIANQIAO_WORKER__EMBEDDED", "true");
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap(), data)
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([&format!("-{name}"), &self.0.id().to_string()]).status().unwrap().success());
    }

    /// SIGTERM; it must end well.
    fn terminate(mut self) {
        let begun = Instant::now();
        self.signal("TERM");
        assert!(self.0.wait().unwrap().success());
        assert!(begun.elapsed() < Duration::from_secs(10), "stopped after {:?}", begun.elapsed());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

async fn until(what: &str, mut true_now: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !true_now().await {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}: not after half a minute");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// How often each Message-ID came.
fn copies(server: &MailServer) -> BTreeMap<String, usize> {
    let mut copies = BTreeMap::new();
    for message in server.messages() {
        let id = message.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("a mail with an id");
        *copies.entry(id.trim().to_owned()).or_default() += 1;
    }
    copies
}

/// Every mail: what is said of it, and when it was marked.
async fn marks(here: &Installation) -> Vec<(String, String)> {
    let connection = Database::connect(here.database_url()).await.unwrap();
    let sql = "SELECT state, sent_at::text AS sent_at FROM mail_message ORDER BY id";
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
    let marks = rows.iter().map(|row| (row.try_get("", "state").unwrap(), row.try_get("", "sent_at").unwrap())).collect();
    connection.close().await.unwrap();
    marks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_stopped_past_its_lease_sends_nothing_anew_and_marks_nothing_twice() {
    let mut here = Installation::new().await;
    if here.database.is_none() {
        // One process works a SQLite database: there is nobody to take over.
        return;
    }
    let server = MailServer::start(Manners::WILLING).await;
    here.settings = vec![
        ("LIANQIAO_MAIL__TRANSPORT", "smtp".to_owned()),
        ("LIANQIAO_MAIL__SMTP_URL", server.url()),
        ("LIANQIAO_AUTH__SECRET", "dHdvIHNlcnZlcnMgdGhhdCBzaGFyZSBvbmUgc2VjcmV0ISE=".to_owned()),
        ("LIANQIAO_WORKER__EMBEDDED", "false".to_owned()),
        ("LIANQIAO_WORKER__LEASE_SECONDS", LEASE.as_secs().to_string()),
    ];
    assert_eq!(here.run(&["migrate"]).0, 0);
    let serving = here.serve().await;
    // Written while the mail server is away, so that all of them are waiting together when it comes back.
    server.go_away().await;
    for number in 0..MAILS {
        let account = json!({ "email": format!("p{number}@example.com"), "name": "陈一帆", "password": PASSWORD, "locale": "EN" });
        serving.visitor.done("signUp", account, "email").await;
    }
    let writer = Worker::start(&here);
    let waiting = i64::try_from(MAILS).unwrap();
    until("all mails are written", async || count(&here, WAITING).await == waiting).await;
    writer.terminate();
    here.execute("UPDATE outbox_delivery SET available_at = e.created_at, leased_until = NULL FROM outbox_event e WHERE e.id = event_id")
        .await;

    server.come_back().await;
    server.hold();
    let sleeper = Worker::start(&here);
    until("it sends as many as it sends at a time", async || server.messages().len() >= 8).await;
    sleeper.signal("STOP");
    let begun = server.messages().len();
    assert!(begun < MAILS, "none is left to be sent after the sleep");
    let held = server.hold_no_more();
    let other = Worker::start(&here);
    until("the other one takes over", async || count(&here, WAITING).await == 0).await;
    let (marked, sent) = (marks(&here).await, copies(&server));
    assert!(marked.iter().all(|(state, _)| state == "SENT") && sent.len() == MAILS, "{marked:?} {sent:?}");

    // Now it hears that its eight were taken, and has the others in hand.
    sleeper.signal("CONT");
    drop(held);
    let late = json!({ "email": "late@example.com", "name": "李娜", "password": PASSWORD, "locale": "EN" });
    serving.visitor.done("signUp", late, "email").await;
    until("mails go on", async || copies(&server).len() == MAILS + 1).await;
    sleeper.terminate();
    other.terminate();
    let mut copies = copies(&server);
    copies.retain(|_, count| *count > 1);
    assert!(copies.len() <= begun && copies.values().all(|count| *count == 2), "what had not left before came twice: {copies:?}");
    assert_eq!(server.messages().len(), MAILS + 1 + begun, "only what was on its way when it stopped came again, under its id");
    let after = marks(&here).await;
    assert_eq!(&after[..MAILS], &marked[..], "the sleeper marked what the other had marked");
    assert_eq!((count(&here, WAITING).await, count(&here, "outbox_delivery WHERE state = 'DEAD'").await), (0, 0));
    drop(serving);
    is_sound(&here);
    here.remove().await;
}
