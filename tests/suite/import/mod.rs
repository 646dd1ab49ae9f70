//! Stories of imports, told over HTTP: from the upload to the listings and back, with everything that comes between.

mod access;
mod all_or_none;
mod cli;
mod demand_rows;
mod demands;
mod files;
mod layouts;
mod map;
mod presets;
mod problems;
mod read;
mod results;
mod round_trip;
mod runs;

use std::collections::BTreeMap;

use lianqiao::{
    import::{self, ImportRun, read::Limits},
    kernel::{
        Id, Role,
        id::{ImportRun as RunId, Listing as ListingId},
    },
    listing::{self, OfficeFilter, Walk, model::Listing},
};
use lianqiao_tests::{Options, Person, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const RUN: &str = "importRun { id state dryRun policy totalRows checkedRows doneRows createdRows updatedRows unchangedRows rejectedRows warningRows cancellable version failure { code message } }";

struct Stage {
    app: TestApp,
    officer: Person,
    /// Officer of another university.
    stranger: Person,
    /// Somebody of an enterprise.
    buyer: Person,
}

impl Stage {
    async fn set() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        let app = TestApp::with(options).await;
        let ((officer, _), (stranger, _)) = (app.office("杨浦大学").await, app.office("江湾大学").await);
        let enterprise = app.enterprise("小桥科技", None).await;
        app.settle().await;
        let buyer = app.person("buyer", &enterprise, Role::SmeOwner).await;
        Self { app, officer, stranger, buyer }
    }

    /// The id of a file that the officer uploaded.
    async fn uploaded(&self, bytes: impl Into<Vec<u8>>) -> String {
        let response = self.officer.upload(&self.officer.organization, "清单.csv", bytes.into()).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        response.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
    }

    fn order(&self, upload: &str) -> Value {
        json!({ "organizationId": self.officer.organization, "uploadId": upload, "policy": "REJECT_FAILED_ROWS", "idempotencyKey": self.officer.key() })
    }

    /// Uploads and starts with `changes` to the usual order; the run waits.
    async fn started(&self, bytes: impl Into<Vec<u8>>, changes: Value) -> Id<RunId> {
        let mut order = self.order(&self.uploaded(bytes).await);
        order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let started = self.officer.done("importStart", order, RUN).await;
        assert_eq!((&started["importRun"]["state"], &started["importRun"]["cancellable"]), (&json!("QUEUED"), &json!(true)));
        started["importRun"]["id"].as_str().unwrap().parse().unwrap()
    }

    /// Uploads, starts with `changes` to the usual order, waits, and gives the run as it ended.
    async fn import(&self, bytes: impl Into<Vec<u8>>, changes: Value) -> Value {
        let id = self.started(bytes, changes).await;
        self.app.settle().await;
        self.run(&id.to_string()).await
    }

    async fn run(&self, id: &str) -> Value {
        let document = format!("query Run($id: ID!) {{ {} }}", RUN.replacen("importRun", "importRun(id: $id)", 1));
        self.officer.ok(&document, json!({ "id": id })).await["importRun"].clone()
    }

    /// The run as it stands, without asking over HTTP.
    async fn brief(&self, id: Id<RunId>) -> ImportRun {
        import::brief(&self.app.ctx, id).await.unwrap().unwrap()
    }

    /// Waits until `reached` of a run that runs on its own.
    async fn until(&self, id: Id<RunId>, reached: impl Fn(&ImportRun) -> bool) {
        while !reached(&self.brief(id).await) {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }

    async fn problems(&self, run: &Value) -> Vec<Value> {
        let document = "query Run($id: ID!) { importRun(id: $id) { problems(first: 100) { totalCount nodes { id row severity column field code message details value } } } }";
        let found = self.officer.ok(document, json!({ "id": run["id"] })).await["importRun"]["problems"].clone();
        let nodes = found["nodes"].as_array().unwrap().clone();
        assert_eq!(found["totalCount"], nodes.len());
        nodes
    }

    async fn result_file(&self, run: &Value) -> String {
        let path = format!("/imports/{}/result.csv", run["id"].as_str().unwrap());
        let response = self.officer.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.text().await.unwrap()
    }

    async fn export(&self, person: &Person, file: &str) -> Vec<u8> {
        let path = format!("/exports/{file}?organizationId={}", person.organization);
        let response = person.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.bytes().await.unwrap().to_vec()
    }

    /// External references of the office's listings, with their English titles.
    async fn listings(&self) -> BTreeMap<String, String> {
        listings(&self.app, &self.officer.organization).await
    }

    async fn listing(&self, reference: &str) -> Listing {
        let found = copies(&self.app, &self.officer.organization).await.into_iter();
        let mut bearing = found.filter(|listing| listing.external_reference.as_deref() == Some(reference));
        bearing.next().unwrap()
    }

    /// Hands listings in for review, so that they cannot be edited.
    async fn submit(&self, ids: &[Id<ListingId>]) {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let input = json!({ "organizationId": self.officer.organization, "transition": "SUBMIT", "ids": ids });
        let report = self.officer.done("listingBulkTransition", input, "report { changedCount }").await;
        assert_eq!(report["report"]["changedCount"], ids.len());
    }
}

/// All working copies of an office.
async fn copies(app: &TestApp, organization: &str) -> Vec<Listing> {
    let (mut found, mut walk) = (Vec::new(), Some(Walk::Start));
    while let Some(at) = walk {
        let (page, next) =
            listing::working_copies(&app.ctx, organization.parse().unwrap(), &OfficeFilter::default(), at, 500).await.unwrap();
        found.extend(page);
        walk = next;
    }
    found
}

async fn listings(app: &TestApp, organization: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for listing in copies(app, organization).await {
        let title = listing.content.title;
        let twin = found.insert(listing.external_reference.unwrap_or_default(), title.en.or(title.zh).unwrap_or_default());
        assert_eq!(twin, None, "a listing is there twice");
    }
    found
}

/// A list of `rows` patents; every row whose number is in `bad` has a date that is none.
fn list(rows: usize, bad: impl Fn(usize) -> bool) -> String {
    let row = |number: usize| {
        let expires = if bad(number) { "31 February 2030" } else { "31 March 2030" };
        format!("Center {};Issued;CASE-{number:05};13/{number:03},{number:03};Improved bridge number {number};{expires}\n", number % 7)
    };
    std::iter::once("Center;Status;Case Number;Application SN;Title;Patent Expiration Date\n".to_owned())
        .chain((1..=rows).map(row))
        .collect()
}

fn figures(run: &Value) -> (&str, [i64; 6]) {
    let of = |field: &str| run[field].as_i64().unwrap();
    let figures = ["totalRows", "doneRows", "createdRows", "updatedRows", "unchangedRows", "rejectedRows"].map(of);
    (run["state"].as_str().unwrap(), figures)
}

/// A table as our own reader reads it: headers and rows.
fn table(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let limits = Limits { rows: 100_000, cell_bytes: 65_536, unpacked_bytes: 1 << 30 };
    let table = import::read::open(text.as_bytes(), limits, |_| false).unwrap();
    let headers = table.headers.clone();
    (headers, table.map(|row| row.cells).collect())
}

fn refusal(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}
