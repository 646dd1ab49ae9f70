//! Looks from outside, through the API and into the database, at what is left after all the kills.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use lianqiao::kernel::{
    Id,
    id::{self, Kind},
};
use lianqiao_tests::MailServer;
use sea_orm::{DatabaseBackend, DatabaseConnection, FromQueryResult, Statement};
use serde_json::json;

use super::{caller::Caller, installation::Installation, writer::Memory};

/// What must be zero, and why it is not.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Acknowledged, and not there.
    pub lost: Vec<String>,
    /// There twice.
    pub doubled: Vec<String>,
    /// There, and never asked for.
    pub phantom: Vec<String>,
    /// The search index or the mails say something else than the database.
    pub diverged: Vec<String>,
    /// Anything else that is broken.
    pub broken: Vec<String>,
}

impl Verdict {
    pub fn is_clean(&self) -> bool {
        [&self.lost, &self.doubled, &self.phantom, &self.diverged, &self.broken].iter().all(|list| list.is_empty())
    }

    /// Sorts what callers complained about while it happened.
    pub fn hear(&mut self, complaints: Vec<String>) {
        for complaint in complaints {
            let list = match complaint.split(':').next() {
                Some("LOST") => &mut self.lost,
                Some("DOUBLED") => &mut self.doubled,
                Some("PHANTOM") => &mut self.phantom,
                _ => &mut self.broken,
            };
            list.push(complaint);
        }
    }
}

/// How long the index may differ after the last kill, and how long the rest may stand still without being done.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Judge<'a> {
    pub installation: &'a Installation,
    pub database: DatabaseConnection,
    pub visitor: &'a Caller,
    pub verdict: Verdict,
}

#[derive(FromQueryResult)]
struct Count {
    name: String,
    count: i64,
}

async fn rows<T: FromQueryResult>(database: &DatabaseConnection, sql: &str) -> Vec<T> {
    let statement = Statement::from_string(database.get_database_backend(), sql.to_owned());
    T::find_by_statement(statement).all(database).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

async fn counts(database: &DatabaseConnection, sql: &str) -> BTreeMap<String, i64> {
    rows::<Count>(database, sql).await.into_iter().map(|row| (row.name, row.count)).collect()
}

/// Deliveries that are not done, by their state.
pub async fn open_deliveries(database: &DatabaseConnection) -> BTreeMap<String, i64> {
    counts(database, "SELECT state AS name, count(*) AS count FROM outbox_delivery WHERE state <> 'DONE' GROUP BY state").await
}

impl Judge<'_> {
    async fn rows<T: FromQueryResult>(&self, sql: &str) -> Vec<T> {
        rows(&self.database, sql).await
    }

    async fn counts(&self, sql: &str) -> BTreeMap<String, i64> {
        counts(&self.database, sql).await
    }

    async fn count(&self, sql: &str) -> i64 {
        self.counts(&format!("SELECT 'all' AS name, count(*) AS count FROM ({sql}) AS these")).await.remove("all").unwrap_or_default()
    }

    /// Waits until nothing is due any more, as long as there is progress: what piled up while the program hardly ever lived
    /// long enough to do it takes its time.
    pub async fn settle(&mut self) -> Duration {
        let (started, mut progressed, mut fewest) = (Instant::now(), Instant::now(), i64::MAX);
        loop {
            let open = open_deliveries(&self.database).await;
            if open.is_empty() {
                return started.elapsed();
            }
            let left: i64 = open.values().sum();
            if left < fewest {
                (fewest, progressed) = (left, Instant::now());
            }
            if progressed.elapsed() > PATIENCE {
                self.verdict.diverged.push(format!("deliveries are left over, and none was done for {PATIENCE:?}: {open:?}"));
                return started.elapsed();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Holds everything against what the writers remember.
    pub async fn compare(&mut self, memories: &[Memory]) {
        self.listings(memories).await;
        self.licenses(memories).await;
        self.followed().await;
        self.imports(memories).await;
        self.uploads(memories).await;
        self.people(memories).await;
        self.trail().await;
    }

    async fn listings(&mut self, memories: &[Memory]) {
        #[derive(FromQueryResult)]
        struct Row {
            title: String,
            version: i64,
            state: String,
        }
        let mut found: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in self.rows::<Row>("SELECT title, version, state FROM listing WHERE title LIKE 'crash %'").await {
            found.entry(row.title.trim().to_owned()).or_default().push(row);
        }
        for draft in memories.iter().flat_map(|memory| &memory.drafts) {
            let rows = found.remove(&draft.title).unwrap_or_default();
            match rows.as_slice() {
                [] => self.verdict.lost.push(format!("{draft:?}")),
                [row] if row.version < draft.version => self.verdict.lost.push(format!("{draft:?} is at version {}", row.version)),
                [row] if row.version > draft.version || row.state != draft.state => {
                    self.verdict.phantom.push(format!("{draft:?} is {} at version {}", row.state, row.version));
                }
                [_] => {}
                more => self.verdict.doubled.push(format!("{draft:?} is there {} times", more.len())),
            }
        }
        self.verdict.phantom.extend(found.into_keys());
    }

    async fn licenses(&mut self, memories: &[Memory]) {
        #[derive(FromQueryResult)]
        struct Row {
            id: uuid::Uuid,
            state: String,
        }
        let rows = self.rows::<Row>("SELECT id, state FROM license_request").await;
        let mut known: BTreeMap<String, String> = rows.into_iter().map(|row| (global::<id::LicenseRequest>(row.id), row.state)).collect();
        for request in memories.iter().flat_map(|memory| &memory.requests) {
            match (known.remove(&request.id).as_deref(), request.granted) {
                (Some("GRANTED"), true) | (Some("SUBMITTED"), false) => {}
                (None, _) | (Some("SUBMITTED"), true) => self.verdict.lost.push(format!("{request:?}")),
                (Some(state), _) => self.verdict.phantom.push(format!("{request:?} is {state}")),
            }
        }
        self.verdict.phantom.extend(known.into_keys().map(|id| format!("license request {id}")));
        for (what, made) in [
            ("license", "SELECT request_id AS whose FROM license"),
            ("obligation", "SELECT l.request_id AS whose FROM obligation x JOIN license l ON l.id = x.license_id"),
            ("entry of the grant", "SELECT entity_id AS whose FROM audit_entry WHERE verb = 'license_request.grant'"),
            (
                "entry of the license",
                "SELECT l.request_id AS whose FROM audit_entry x JOIN license l ON l.id = x.entity_id WHERE x.verb = 'license.create'",
            ),
            ("event", "SELECT entity_id AS whose FROM outbox_event WHERE kind = 'LICENSE_REQUEST_GRANTED'"),
            (
                "mail",
                "SELECT e.entity_id AS whose FROM mail_message x JOIN outbox_event e ON e.id = x.event_id \
                 WHERE e.kind = 'LICENSE_REQUEST_GRANTED'",
            ),
        ] {
            self.one_each(&format!("{what} of a granted request"), "license_request t WHERE t.state = 'GRANTED'", made).await;
        }
    }

    /// Of each row of `all` (called `t`) there must be one among `made`, which says `whose` each is. Both are counted in one
    /// pass: asked row by row, a thousand kills took longer to compare than to survive.
    async fn one_each(&mut self, what: &str, all: &str, made: &str) {
        let counted = format!("SELECT whose, count(*) AS n FROM ({made}) AS made GROUP BY whose");
        for condition in ["< 1", "> 1"] {
            let wrong = self
                .count(&format!(
                    "SELECT these.id FROM (SELECT t.id FROM {all}) AS these LEFT JOIN ({counted}) AS counted ON counted.whose = these.id \
                     WHERE coalesce(counted.n, 0) {condition}"
                ))
                .await;
            if wrong > 0 {
                let list = if condition == "< 1" { &mut self.verdict.lost } else { &mut self.verdict.doubled };
                list.push(format!("{what}: {condition} for {wrong}"));
            }
        }
    }

    /// What followed each publication: one entry, one event, somebody told once.
    async fn followed(&mut self) {
        let published = "listing t WHERE t.title LIKE 'crash %' AND t.state = 'PUBLISHED'";
        for (what, made) in [
            ("entry of a publication", "SELECT entity_id AS whose FROM audit_entry WHERE verb = 'listing.publish'"),
            ("event of a publication", "SELECT entity_id AS whose FROM outbox_event WHERE kind = 'LISTING_PUBLISHED'"),
            ("people told of a publication", "SELECT DISTINCT entity_id AS whose FROM feed_entry WHERE kind = 'LISTING_PUBLISHED'"),
        ] {
            self.one_each(what, published, made).await;
        }
        let told_twice = self
            .count(
                "SELECT user_id FROM feed_entry WHERE kind IN ('LISTING_PUBLISHED', 'LICENSE_REQUEST_SUBMITTED', 'LICENSE_REQUEST_GRANTED', \
                 'IMPORT_FINISHED') GROUP BY user_id, kind, entity_id HAVING count(*) > 1",
            )
            .await;
        if told_twice > 0 {
            self.verdict.doubled.push(format!("{told_twice} times somebody was told of one thing twice"));
        }
    }

    async fn imports(&mut self, memories: &[Memory]) {
        let references = self
            .counts(
                "SELECT external_reference AS name, count(*) AS count FROM listing \
                 WHERE external_reference LIKE 'CRASH-%' GROUP BY external_reference",
            )
            .await;
        if let Some((reference, count)) = references.iter().find(|(_, count)| **count > 1) {
            self.verdict.doubled.push(format!("row {reference} was imported {count} times"));
        }
        let (runs, started) =
            (self.count("SELECT id FROM import_run").await, memories.iter().map(|memory| memory.imports.len()).sum::<usize>());
        if runs != i64::try_from(started).unwrap() {
            let list = if runs > i64::try_from(started).unwrap() { &mut self.verdict.doubled } else { &mut self.verdict.lost };
            list.push(format!("{runs} runs of {started} imports"));
        }
        let mut expected = 0;
        for import in memories.iter().flat_map(|memory| &memory.imports) {
            expected += import.rows;
            let missing = (0..import.rows).filter(|row| !references.contains_key(&format!("{}-{row:04}", import.prefix))).count();
            if missing > 0 {
                self.verdict.lost.push(format!("{missing} rows of {import:?}"));
            }
        }
        if references.len() > expected {
            self.verdict.phantom.push(format!("{} imported rows, {expected} were asked for", references.len()));
        }
    }

    async fn uploads(&mut self, memories: &[Memory]) {
        #[derive(FromQueryResult)]
        struct Row {
            id: uuid::Uuid,
            size: i64,
        }
        let mut rows = BTreeMap::new();
        for row in self.rows::<Row>("SELECT id, size FROM upload").await {
            let file = self.installation.directory().join("files/uploads").join(row.id.to_string());
            let size = std::fs::metadata(file).map(|file| file.len()).ok();
            if size != u64::try_from(row.size).ok() {
                self.verdict.lost.push(format!("the row of upload {} says {} bytes, the file has {size:?}", row.id, row.size));
            }
            rows.insert(global::<id::Upload>(row.id), row.size);
        }
        for (id, size) in memories.iter().flat_map(|memory| &memory.uploads) {
            if rows.get(id).is_none_or(|kept| usize::try_from(*kept).ok() != Some(*size)) {
                self.verdict.lost.push(format!("upload {id} of {size} bytes"));
            }
        }
    }

    async fn people(&mut self, memories: &[Memory]) {
        let accounts = self.counts("SELECT email AS name, count(*) AS count FROM user_account GROUP BY email").await;
        for email in memories.iter().flat_map(|memory| &memory.accounts) {
            match accounts.get(email) {
                Some(1) => {}
                None => self.verdict.lost.push(format!("account {email}")),
                Some(count) => self.verdict.doubled.push(format!("account {email}: {count}")),
            }
        }
        for token in memories.iter().flat_map(|memory| &memory.sessions) {
            let seen = self.visitor.ask_with(token, "{ viewer { user { id } } }").await;
            if !seen.as_ref().is_ok_and(|data| data["viewer"].is_object()) {
                self.verdict.lost.push(format!("a session: {seen:?}"));
            }
        }
    }

    async fn trail(&mut self) {
        let twice = self
            .counts(
                "SELECT verb AS name, count(*) AS count FROM (SELECT verb, entity_id FROM audit_entry WHERE verb IN \
                 ('listing.create', 'listing.publish', 'license_request.submit', 'license_request.grant', 'license.create', \
                 'import.start', 'import.finish', 'upload.receive', 'user.sign_up') GROUP BY verb, entity_id HAVING count(*) > 1) AS twice \
                 GROUP BY verb",
            )
            .await;
        if !twice.is_empty() {
            self.verdict.doubled.push(format!("entries of the trail: {twice:?}"));
        }
        let unwritten = self
            .count(
                "SELECT l.id FROM listing l WHERE NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.entity_id = l.id AND a.verb LIKE 'listing.%')",
            )
            .await;
        if unwritten > 0 {
            self.verdict.lost.push(format!("{unwritten} listings without an entry in the trail"));
        }
        let verified = self.installation.run(&["audit", "verify"]);
        if !verified.status.success() {
            self.verdict.broken.push(format!("audit verify: {}", String::from_utf8_lossy(&verified.stdout)));
        }
        if self.database.get_database_backend() == DatabaseBackend::Sqlite {
            let check = self.counts("SELECT integrity_check AS name, 1 AS count FROM pragma_integrity_check").await;
            if check.len() != 1 || !check.contains_key("ok") {
                self.verdict.broken.push(format!("integrity_check: {check:?}"));
            }
            let orphans = self.count("SELECT 1 FROM pragma_foreign_key_check").await;
            if orphans > 0 {
                self.verdict.broken.push(format!("{orphans} rows without the row that they refer to"));
            }
        }
    }

    /// Whether the index shows what is published, and nothing else.
    pub async fn index(&mut self) -> Duration {
        #[derive(FromQueryResult)]
        struct Row {
            id: uuid::Uuid,
            organization: uuid::Uuid,
        }
        let started = Instant::now();
        loop {
            let rows = self.rows::<Row>("SELECT listing_id AS id, organization_id AS organization FROM listing_publication").await;
            let organizations: BTreeSet<_> = rows.iter().map(|row| global::<id::Organization>(row.organization)).collect();
            let published: BTreeSet<_> = rows.iter().map(|row| global::<id::Listing>(row.id)).collect();
            let (total, found) = self.search(&organizations).await;
            let (missing, extra) = (published.difference(&found).count(), found.difference(&published).count());
            if usize::try_from(total).unwrap() == published.len() && missing == 0 && extra == 0 {
                return started.elapsed();
            }
            if started.elapsed() > PATIENCE {
                let told = format!(
                    "the index has {total} listings, {} are published, {missing} are not found, {extra} are too many",
                    published.len()
                );
                self.verdict.diverged.push(told);
                return started.elapsed();
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// How many listings a search finds, and their ids. A search shows a thousand, so they are asked for by holder and
    /// readiness.
    async fn search(&self, organizations: &BTreeSet<String>) -> (i64, BTreeSet<String>) {
        let (total, mut ids) = self.pages(json!({})).await;
        if usize::try_from(total).unwrap() > ids.len() {
            for organization in organizations {
                for level in 1..=9 {
                    ids.extend(self.pages(json!({ "organizationIds": [organization], "readiness": [level] })).await.1);
                }
            }
        }
        (total, ids)
    }

    async fn pages(&self, filter: serde_json::Value) -> (i64, BTreeSet<String>) {
        let document = "query Newest($after: String, $filter: ListingSearchFilter) { searchListings(first: 100, after: $after, filter: $filter, sort: NEWEST) \
                        { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }";
        let (mut ids, mut after) = (BTreeSet::new(), serde_json::Value::Null);
        loop {
            let page = self.visitor.ask(document, json!({ "after": after, "filter": filter })).await["searchListings"].clone();
            ids.extend(page["nodes"].as_array().into_iter().flatten().filter_map(|node| node["id"].as_str().map(str::to_owned)));
            if page["pageInfo"]["hasNextPage"] != true {
                return (page["totalCount"].as_i64().unwrap_or_default(), ids);
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
    }

    /// Whether each mail went out, under its own id in every attempt. Gives how many came more than once.
    pub async fn mails(&mut self, server: &MailServer) -> usize {
        let unsent = self.counts("SELECT state AS name, count(*) AS count FROM mail_message WHERE state <> 'SENT' GROUP BY state").await;
        if !unsent.is_empty() {
            self.verdict.lost.push(format!("mails that were not sent: {unsent:?}"));
        }
        let written = self.count("SELECT id FROM mail_message").await;
        let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
        for message in server.messages() {
            // Not at the beginning of a line: the server of the tests joins lines that end with `=`, as encoded subjects do.
            let id = message.split_once("Message-ID: ").map_or("", |(_, rest)| rest.split_whitespace().next().unwrap_or_default());
            *arrived.entry(id.to_owned()).or_default() += 1;
        }
        if i64::try_from(arrived.len()).unwrap() != written {
            self.verdict.diverged.push(format!("{written} mails were written, {} came under different ids", arrived.len()));
        }
        arrived.values().filter(|times| **times > 1).count()
    }
}

fn global<K: Kind>(id: uuid::Uuid) -> String {
    Id::<K>::from_uuid(id).to_string()
}
