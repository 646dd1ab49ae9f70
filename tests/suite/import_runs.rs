//! Stories of imports, told over HTTP: from the upload to the listings and back, with everything that comes between.

use std::collections::BTreeMap;

use lianqiao::{
    identity::{
        self,
        actions::{AddMember, NewUser, Register, Verify},
        rules::{Organization, OrganizationKind},
    },
    import::{self, ErrorPolicy, ExportFormat, FileJob, ImportRun},
    kernel::{
        Actor, Id, Locale, Role,
        id::{self, ImportRun as RunId},
    },
    listing,
};
use lianqiao_tests::{Client, Options, Person, TestApp, shared_data};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const SYSTEM: Actor = Actor::System("test");
const PASSWORD: &str = "spring-forsythia-47-bridge";
const RUN: &str = "importRun { id state dryRun policy totalRows checkedRows doneRows createdRows updatedRows unchangedRows rejectedRows warningRows version failure { code message } }";

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
        let university = organization(&app, OrganizationKind::University, "杨浦大学", "91310110MA1000001").await;
        let other = organization(&app, OrganizationKind::University, "江湾大学", "91310110MA1000002").await;
        let enterprise = organization(&app, OrganizationKind::Enterprise, "小桥科技", "91310110MA1000003").await;
        Self {
            officer: person(&app, "officer", &university, Role::TtoOfficer).await,
            stranger: person(&app, "stranger", &other, Role::TtoOfficer).await,
            buyer: person(&app, "buyer", &enterprise, Role::SmeOwner).await,
            app,
        }
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

    /// Uploads, starts with `changes` to the usual order, waits, and gives the run as it ended.
    async fn import(&self, bytes: impl Into<Vec<u8>>, changes: Value) -> Value {
        let mut order = self.order(&self.uploaded(bytes).await);
        order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let started = self.officer.done("importStart", order, RUN).await;
        assert_eq!(started["importRun"]["state"], "QUEUED");
        self.app.settle().await;
        self.run(started["importRun"]["id"].as_str().unwrap()).await
    }

    async fn run(&self, id: &str) -> Value {
        let document = format!("query Run($id: ID!) {{ {} }}", RUN.replacen("importRun", "importRun(id: $id)", 1));
        self.officer.ok(&document, json!({ "id": id })).await["importRun"].clone()
    }

    async fn problems(&self, run: &Value) -> Vec<Value> {
        let document = "query Run($id: ID!) { importRun(id: $id) { problems(first: 100) { totalCount nodes { row severity column field code message value } } } }";
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

    /// External references of the office's listings, with their English titles.
    async fn listings(&self) -> BTreeMap<String, String> {
        listings(&self.app, &self.officer.organization).await
    }
}

async fn listings(app: &TestApp, organization: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut after = None;
    loop {
        let page = listing::working_copies_after(&app.ctx, organization.parse().unwrap(), after, 500).await.unwrap();
        let Some(last) = page.last() else { return found };
        after = Some(last.id);
        for listing in page {
            let title = listing.content.title;
            let twin = found.insert(listing.external_reference.unwrap(), title.en.or(title.zh).unwrap_or_default());
            assert_eq!(twin, None, "a listing is there twice");
        }
    }
}

async fn organization(app: &TestApp, kind: OrganizationKind, name: &str, code: &str) -> Organization {
    // Tried, not computed: the check character of each code.
    for check in "0123456789ABCDEFGHJKLMNPQRTUWXY".chars() {
        let register = Register {
            kind,
            name_zh: Some(name.to_owned()),
            name_en: None,
            credit_code: Some(format!("{code}{check}")),
            country: "CN".to_owned(),
            division: None,
            website: None,
            idempotency_key: None,
        };
        if let Ok(registered) = identity::actions::register(&app.ctx, &SYSTEM, register).await {
            let organization = registered.value;
            if organization.is_verified() {
                return organization;
            }
            let verify = Verify { id: organization.id, expected_version: organization.version };
            return identity::actions::verify(&app.ctx, &SYSTEM, verify).await.unwrap().value;
        }
    }
    panic!("no check character fits {code}")
}

async fn person(app: &TestApp, name: &str, organization: &Organization, role: Role) -> Person {
    let email = format!("{name}@example.com");
    let new = NewUser { email: email.clone(), name: name.to_owned(), password: PASSWORD.to_owned(), locale: Locale::En };
    let user = identity::actions::seed_user(&app.ctx, &SYSTEM, new).await.unwrap().value;
    let seat = AddMember { organization: organization.id, email: email.clone(), roles: vec![role] };
    identity::actions::add_member(&app.ctx, &SYSTEM, seat).await.unwrap();
    let session = app.visitor.done("logIn", json!({ "email": email, "password": PASSWORD }), "session { accessToken }").await;
    let token = session["session"]["accessToken"].as_str().unwrap();
    Person { client: app.visitor.with_token(token), email, user: user.id.to_string(), organization: organization.id.to_string() }
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

fn is_bad(number: usize) -> bool {
    number % 40 == 7
}

#[tokio::test]
async fn five_hundred_rows_with_twelve_bad_ones_and_again() {
    let stage = Stage::set().await;
    let file = list(500, |number| is_bad(number) && number < 480);
    let dry = stage.import(file.clone(), json!({ "dryRun": true })).await;
    assert_eq!(figures(&dry), ("SUCCEEDED", [500, 500, 488, 0, 0, 12]));
    assert_eq!(stage.listings().await.len(), 0, "a dry run changes nothing");

    let run = stage.import(file.clone(), json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [500, 500, 488, 0, 0, 12]));
    let listings = stage.listings().await;
    assert_eq!((listings.len(), listings["CASE-00001"].as_str()), (488, "Improved bridge number 1"));
    let problems = stage.problems(&run).await;
    assert_eq!(problems.len(), 12);
    let first = &problems[0];
    assert_eq!(
        (&first["row"], &first["column"], &first["field"], &first["code"]),
        (&json!(8), &json!("Patent Expiration Date"), &json!("ipRights.expiresOn"), &json!("INVALID_DATE"))
    );
    assert_eq!((first["severity"].as_str(), first["value"].as_str()), (Some("ERROR"), Some("31 February 2030")));
    assert!(first["message"].as_str().is_some_and(|sentence| !sentence.is_empty()));

    let again = stage.import(file, json!({})).await;
    assert_eq!(figures(&again), ("SUCCEEDED", [500, 500, 0, 0, 488, 12]));

    let report = stage.result_file(&run).await;
    assert_eq!(report.trim_end().split("\r\n").count(), 13, "{report}");
    assert!(report.contains("CASE-00007") && report.contains("[Patent Expiration Date]"));
    let corrected = stage.import(report.replace("31 February", "28 February"), json!({})).await;
    assert_eq!(figures(&corrected), ("SUCCEEDED", [12, 12, 12, 0, 0, 0]));
    assert_eq!(stage.listings().await.len(), 500);
    let subjects = stage.app.subjects_to("officer@example.com");
    assert_eq!(subjects.len(), 4, "one mail for each import: {subjects:?}");
    stage.app.finish().await;
}

#[tokio::test]
async fn all_or_none_takes_none_when_one_row_is_bad() {
    let stage = Stage::set().await;
    let policy = json!({ "policy": "REJECT_ALL" });
    let run = stage.import(list(600, |number| number == 599), policy.clone()).await;
    assert_eq!(figures(&run), ("FAILED", [600, 0, 0, 0, 0, 1]));
    assert_eq!((run["failure"]["code"].as_str(), run["checkedRows"].as_i64()), (Some("ROWS_REJECTED"), Some(600)));
    assert_eq!(stage.listings().await.len(), 0);
    assert_eq!(stage.problems(&run).await[0]["row"], 600);
    let good = stage.import(list(600, |_| false), policy).await;
    assert_eq!(figures(&good), ("SUCCEEDED", [600, 600, 600, 0, 0, 0]));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_row_changes_what_its_columns_say_and_nothing_else() {
    let stage = Stage::set().await;
    stage.import("Case Number;Title;Abstract;Keywords\nA;Bridge;Long words;steel\nB;Rail;;\n", json!({})).await;
    let run = stage.import("Case Number;Title\nA;Better bridge\nB;Rail\nC;New\n", json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [3, 3, 1, 1, 1, 0]));
    let page = listing::working_copies_after(&stage.app.ctx, stage.officer.organization.parse().unwrap(), None, 10).await.unwrap();
    let bridge = page.iter().find(|listing| listing.external_reference.as_deref() == Some("A")).unwrap();
    assert_eq!(
        (bridge.content.title.en.as_deref(), bridge.content.abstract_text.en.as_deref()),
        (Some("Better bridge"), Some("Long words"))
    );
    assert_eq!((bridge.content.keywords.clone(), bridge.content_version), (vec!["steel".to_owned()], 2));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_reference_that_stands_twice_refuses_the_later_row_across_chunks() {
    let stage = Stage::set().await;
    let file = format!("{}Center 1;Issued;CASE-00003;13/000,000;Another bridge;\n", list(300, |_| false));
    let run = stage.import(file, json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [301, 301, 300, 0, 0, 1]));
    let problems = stage.problems(&run).await;
    assert_eq!((problems[0]["code"].as_str(), problems[0]["row"].as_i64()), (Some("DUPLICATE_IN_FILE"), Some(302)));
    assert!(problems[0]["message"].as_str().unwrap().contains("row 4"), "{}", problems[0]);
    assert_eq!(stage.listings().await["CASE-00003"], "Improved bridge number 3");
    stage.app.finish().await;
}

async fn started(stage: &Stage, file: &str, changes: Value) -> Id<RunId> {
    let mut order = stage.order(&stage.uploaded(file).await);
    order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let payload = stage.officer.done("importStart", order, RUN).await;
    payload["importRun"]["id"].as_str().unwrap().parse().unwrap()
}

async fn brief(stage: &Stage, id: Id<RunId>) -> ImportRun {
    import::brief(&stage.app.ctx, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_import_that_is_killed_again_and_again_ends_as_if_it_had_not_been() {
    for policy in ["REJECT_FAILED_ROWS", "REJECT_ALL"] {
        let stage = Stage::set().await;
        let id = started(&stage, &list(1100, |_| false), json!({ "policy": policy })).await;
        let mut kills = 0;
        while !brief(&stage, id).await.state.is_final() {
            // Killed after so many steps of its future; every few chunks something is left half done.
            let mut run = Box::pin(import::run(&stage.app.ctx, id));
            let steps = 4 + kills * 3;
            for _ in 0..steps {
                if futures::poll!(&mut run).is_ready() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            drop(run);
            kills += 1;
            assert!(kills < 200, "it never ends");
            stage.app.advance(chrono::Duration::seconds(61));
        }
        let run = brief(&stage, id).await;
        assert!(kills > 3, "it was not killed often enough to mean anything: {kills}");
        assert_eq!(
            (run.state.to_string().as_str(), run.done_rows, run.created_rows, run.rejected_rows),
            ("SUCCEEDED", 1100, 1100, 0),
            "{policy}"
        );
        assert_eq!(stage.listings().await.len(), 1100);
        stage.app.finish().await;
    }
}

#[tokio::test]
async fn two_workers_never_do_one_import_together() {
    let stage = Stage::set().await;
    let id = started(&stage, &list(700, |_| false), json!({})).await;
    let (first, second) = tokio::join!(import::run(&stage.app.ctx, id), import::run(&stage.app.ctx, id));
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let run = brief(&stage, id).await;
    assert_eq!((run.done_rows, run.created_rows), (700, 700));
    // Who comes later finds it done.
    assert!(import::run(&stage.app.ctx, id).await.is_ok());
    stage.app.finish().await;
}

#[tokio::test]
async fn a_cancelled_import_stops_and_cannot_be_cancelled_twice() {
    let stage = Stage::set().await;
    let id = started(&stage, &list(5000, |_| false), json!({})).await;
    let ctx = stage.app.ctx.clone();
    let run = tokio::spawn(async move { import::run(&ctx, id).await });
    while brief(&stage, id).await.done_rows == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let payload = stage.officer.done("importCancel", json!({ "id": id.to_string() }), RUN).await;
    assert_eq!(payload["importRun"]["state"], "CANCELLED");
    run.await.unwrap().unwrap();
    let ended = brief(&stage, id).await;
    assert_eq!(ended.state.to_string(), "CANCELLED");
    assert!(ended.done_rows < 5000);
    assert_eq!(
        stage.listings().await.len(),
        usize::try_from(ended.created_rows).unwrap(),
        "what was imported before stays, and is counted"
    );
    let (code, path) = stage.officer.refused("importCancel", json!({ "id": id.to_string() }), RUN).await;
    assert_eq!((code.as_str(), path.as_str()), ("TRANSITION_NOT_ALLOWED", "input.id"));
    stage.app.finish().await;
}

#[tokio::test]
async fn nobody_but_the_office_knows_of_its_imports() {
    let stage = Stage::set().await;
    let upload = stage.uploaded(list(3, |_| false)).await;
    let run = stage.import(list(3, |_| false), json!({})).await;
    let visitor = stage.app.visitor.clone();
    for outsider in [&stage.stranger.client, &stage.buyer.client] {
        let refused = outsider.refused("importStart", stage.order(&upload), RUN).await;
        assert_eq!(refused, ("NOT_FOUND".to_owned(), "input.organizationId".to_owned()));
        let refused = outsider.refused("importCancel", json!({ "id": run["id"] }), RUN).await;
        assert_eq!(refused, ("NOT_FOUND".to_owned(), "input.id".to_owned()));
        assert_eq!(outsider.upload(&stage.officer.organization, "a.csv", b"Title\n".to_vec()).await.status(), StatusCode::NOT_FOUND);
    }
    for outsider in [&stage.stranger.client, &stage.buyer.client, &visitor] {
        let found = outsider.ok("query Run($id: ID!) { importRun(id: $id) { id } node(id: $id) { id } }", json!({ "id": run["id"] })).await;
        assert_eq!(found, json!({ "importRun": null, "node": null }));
        let status = |path: String| async move { outsider.request(Method::GET, &path).send().await.unwrap().status() };
        let unknown = if outsider.token().is_some() { StatusCode::NOT_FOUND } else { StatusCode::UNAUTHORIZED };
        assert_eq!(status(format!("/exports/listings.csv?organizationId={}", stage.officer.organization)).await, unknown);
        assert_eq!(status(format!("/imports/{}/result.csv", run["id"].as_str().unwrap())).await, StatusCode::NOT_FOUND);
        let preview = "query Look($input: ImportPreviewInput!) { importPreview(input: $input) { totalRows } }";
        assert_eq!(outsider.run(preview, json!({ "input": { "uploadId": upload } })).await.code(), "NOT_FOUND");
    }
    // A member of the organization without a role of the office may know, but not do.
    let own = json!({ "organizationId": stage.buyer.organization, "uploadId": upload, "policy": "REJECT_ALL", "idempotencyKey": stage.buyer.key() });
    assert_eq!(stage.buyer.refused("importStart", own, RUN).await, ("FORBIDDEN".to_owned(), "input.organizationId".to_owned()));
    // An office cannot import another office's file.
    let foreign = json!({ "organizationId": stage.stranger.organization, "uploadId": upload, "policy": "REJECT_ALL", "idempotencyKey": stage.stranger.key() });
    assert_eq!(stage.stranger.refused("importStart", foreign, RUN).await, ("NOT_FOUND".to_owned(), "input.uploadId".to_owned()));
    stage.app.finish().await;
}

#[tokio::test]
async fn an_officer_who_left_starts_nothing_any_more() {
    let stage = Stage::set().await;
    let id = started(&stage, &list(3, |_| false), json!({})).await;
    let user: Id<id::User> = stage.officer.user.parse().unwrap();
    let known = identity::actions::find_user(&stage.app.ctx, &SYSTEM, user).await.unwrap().unwrap();
    let suspend = identity::actions::Suspend { id: user, expected_version: known.version, reason: "left".to_owned() };
    identity::actions::suspend(&stage.app.ctx, &SYSTEM, suspend).await.unwrap();
    stage.app.settle().await;
    let run = brief(&stage, id).await;
    assert_eq!((run.state.to_string().as_str(), run.failure.unwrap().code().to_string().as_str()), ("FAILED", "FORBIDDEN"));
    assert_eq!(stage.listings().await.len(), 0);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_repeated_key_starts_one_import() {
    let stage = Stage::set().await;
    let order = stage.order(&stage.uploaded(list(3, |_| false)).await);
    let first = stage.officer.done("importStart", order.clone(), RUN).await;
    let second = stage.officer.done("importStart", order.clone(), RUN).await;
    assert_eq!((&first["importRun"]["id"], &second["idempotentReplay"]), (&second["importRun"]["id"], &json!(true)));
    let mut other = order;
    other["dryRun"] = json!(true);
    assert_eq!(stage.officer.refused("importStart", other.clone(), RUN).await.0, "IDEMPOTENCY_KEY_REUSED");
    other["idempotencyKey"] = json!("soon");
    let document = "mutation($i: ImportStartInput!) { importStart(input: $i) { importRun { id } } }";
    assert_eq!(stage.officer.run(document, json!({ "i": other })).await.code(), "BAD_USER_INPUT");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_at_once_or_fails_with_a_code() {
    let stage = Stage::set().await;
    for (bytes, status, code) in [(&b"%PDF-1.7"[..], 400, "FILE_TYPE_UNSUPPORTED"), (b"", 400, "REQUIRED")] {
        let response = stage.officer.upload(&stage.officer.organization, "x.csv", bytes.to_vec()).await;
        assert_eq!(response.status().as_u16(), status);
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["errors"][0]["extensions"]["code"], code);
    }
    for (file, code) in [
        (&b"foo,bar\n1,2\n"[..], "HEADER_MISSING"),
        (b"Status,Center\nIssued,x\n", "COLUMN_MISSING"),
        (b"Title,Case Number\nA\xFF\xFF,x\n", "FILE_DAMAGED"),
        (b"PK\x03\x04 nothing", "FILE_DAMAGED"),
    ] {
        let run = stage.import(file, json!({})).await;
        assert_eq!((run["state"].as_str(), run["failure"]["code"].as_str()), (Some("FAILED"), Some(code)));
        assert!(run["failure"]["message"].as_str().is_some_and(|message| !message.is_empty()), "a sentence is missing");
    }
    assert_eq!(stage.listings().await.len(), 0);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_preset_is_kept_used_changed_and_removed() {
    let stage = Stage::set().await;
    let preset = "importPreset { id name version mapping { column field } }";
    let mapping = json!([{ "column": "Was", "field": "title" }, { "column": "Nr", "field": "externalReference" }, { "column": "Elsewhere", "field": "kind" }]);
    let save = json!({ "organizationId": stage.officer.organization, "name": "Our list", "mapping": mapping });
    let saved = stage.officer.done("importPresetSave", save.clone(), preset).await["importPreset"].clone();
    assert_eq!(stage.officer.refused("importPresetSave", save.clone(), preset).await, ("DUPLICATE".to_owned(), "input.name".to_owned()));
    let run = stage.import("Nr,Was\n1,Bridge\n", json!({ "presetId": saved["id"] })).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [1, 1, 1, 0, 0, 0]));

    let mut wrong = save.clone();
    wrong["name"] = json!("Other");
    wrong["mapping"][1]["field"] = json!("nowhere");
    assert_eq!(
        stage.officer.refused("importPresetSave", wrong, preset).await,
        ("UNKNOWN_CODE".to_owned(), "input.mapping.1.field".to_owned())
    );
    let mut change = save;
    change["id"] = saved["id"].clone();
    change["expectedVersion"] = json!(7);
    assert_eq!(stage.officer.refused("importPresetSave", change.clone(), preset).await.0, "STALE_VERSION");
    change["expectedVersion"] = json!(1);
    change["name"] = json!("Renamed");
    assert_eq!(stage.officer.done("importPresetSave", change, preset).await["importPreset"]["version"], 2);

    let listed = "query Presets($id: ID!) { importPresets(organizationId: $id, first: 10) { totalCount nodes { name } } }";
    let found = stage.officer.ok(listed, json!({ "id": stage.officer.organization })).await;
    assert_eq!(found["importPresets"], json!({ "totalCount": 1, "nodes": [{ "name": "Renamed" }] }));
    let delete = json!({ "id": saved["id"], "expectedVersion": 2 });
    assert_eq!(stage.stranger.refused("importPresetDelete", delete.clone(), preset).await, ("NOT_FOUND".to_owned(), "input.id".to_owned()));
    stage.officer.done("importPresetDelete", delete, preset).await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_preview_shows_what_would_come_of_a_file() {
    let stage = Stage::set().await;
    let upload = stage.uploaded("Case Number;名称;Remark;Status;GM\nA;轨枕;x;Issued;1\nB;;y;GM;2\n").await;
    let document = "query Look($input: ImportPreviewInput!) { importPreview(input: $input) { format totalRows unmappedColumns blocker { code }
        columns { column confidence field { path label many } values } rows { row externalReference rejected values { field { path } value } problems { code field severity message } } } }";
    let look = |mapping: Value| {
        let input = json!({ "input": { "uploadId": upload, "mapping": mapping } });
        let officer: &Client = &stage.officer;
        async move { officer.ok(document, input).await["importPreview"].clone() }
    };
    let seen = look(json!([])).await;
    assert_eq!(
        (&seen["format"], &seen["totalRows"], &seen["unmappedColumns"], &seen["blocker"]),
        (&json!("CSV"), &json!(2), &json!(["Remark", "GM"]), &json!(null))
    );
    assert_eq!(
        seen["columns"][1],
        json!({ "column": "名称", "confidence": "LIKELY", "field": { "path": "title", "label": "Title", "many": false }, "values": ["轨枕"] })
    );
    assert_eq!(seen["rows"][0]["values"][0], json!({ "field": { "path": "title.zh" }, "value": "轨枕" }));
    assert_eq!((&seen["rows"][1]["row"], &seen["rows"][1]["rejected"]), (&json!(3), &json!(true)));
    let blocked = look(json!([{ "column": "名称", "field": null }])).await;
    assert_eq!(blocked["blocker"]["code"], "COLUMN_MISSING");
    stage.app.finish().await;
}

#[tokio::test]
async fn an_export_imports_to_the_same_and_exports_to_the_same_bytes() {
    let stage = Stage::set().await;
    let file = "编号;标题;关键词;申请号;申请日;摘要\n\
        =cmd|' /C calc'!A0;=1+1;\"a; b；c\";CN201220249767.4;2012.05.31;\"第一行\n第二行，\"\"引号\"\"\"\n\
        +2;'=quoted;；;;;-dash\n\
        -3;@at;x;;;\n";
    let run = stage.import(file, json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [3, 3, 3, 0, 0, 0]), "{:?}", stage.problems(&run).await);
    for (path, format) in [("listings.csv", ExportFormat::Csv), ("listings.jsonl", ExportFormat::JsonLines)] {
        let response = stage
            .officer
            .request(Method::GET, &format!("/exports/{path}?organizationId={}", stage.officer.organization))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let exported = response.bytes().await.unwrap().to_vec();
        let other = organization(&stage.app, OrganizationKind::University, path, &format!("91310110MA10001{:02}", path.len())).await;
        let job = FileJob {
            organization: other.id,
            file_name: path.to_owned(),
            bytes: exported.clone(),
            mapping: None,
            policy: ErrorPolicy::RejectAll,
            dry_run: false,
        };
        let mut seen = 0;
        let run = import::run_file(&stage.app.ctx, &SYSTEM, job, |done| seen = done).await.unwrap();
        assert_eq!((run.state.to_string().as_str(), run.created_rows, seen), ("SUCCEEDED", 3, 3), "{:?}", run.failure);
        let again = import::export(&stage.app.ctx, &SYSTEM, other.id, format).await.unwrap();
        assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(exported.clone()).unwrap());
        if format == ExportFormat::Csv {
            let text = String::from_utf8(exported).unwrap();
            assert!(text.contains("'=1+1") && text.contains("''=quoted") && text.contains("'@at"), "{text}");
            for cell in text.split(['\n', ',']).map(|cell| cell.trim_start_matches('"')) {
                assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
            }
        }
        assert_eq!(listings(&stage.app, &other.id.to_string()).await.len(), 3);
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn the_real_files_are_taken_whole_and_a_second_time_change_nothing() {
    let files = [
        ("offers-en-nasa-patents/NASA_Patents.original-semicolon.csv", 1393),
        ("offers-en-nasa-patents/NASA_Patents.original.xlsx", 0),
        ("offers-en-nasa-patents/nasa_patents.csv", 0),
        ("offers-zh-patents/CNIPA-export-199.redacted.xlsx", 199),
        ("offers-zh-patents/CNIPA-export-199.redacted.gb18030.csv", 0),
        ("offers-zh-patents/patents_zh.csv", 366),
    ];
    let stage = Stage::set().await;
    let organization = stage.officer.organization.parse().unwrap();
    let mut expected = 0;
    for (file, fresh) in files {
        let Some(path) = shared_data(file) else { return };
        let job = FileJob {
            organization,
            file_name: file.to_owned(),
            bytes: std::fs::read(path).unwrap(),
            mapping: None,
            policy: ErrorPolicy::RejectAll,
            dry_run: false,
        };
        let run = import::run_file(&stage.app.ctx, &SYSTEM, job, |_| {}).await.unwrap();
        assert_eq!(
            (run.state.to_string().as_str(), run.created_rows, run.updated_rows, run.rejected_rows),
            ("SUCCEEDED", fresh, 0, 0),
            "{file}: {:?}",
            run.failure
        );
        expected += usize::try_from(fresh).unwrap();
    }
    assert_eq!(stage.listings().await.len(), expected);
    let exported = import::export(&stage.app.ctx, &SYSTEM, organization, ExportFormat::Csv).await.unwrap();
    let other = self::organization(&stage.app, OrganizationKind::University, "另一所大学", "91310110MA1000200").await;
    let job = FileJob {
        organization: other.id,
        file_name: "export.csv".to_owned(),
        bytes: exported.clone(),
        mapping: None,
        policy: ErrorPolicy::RejectAll,
        dry_run: false,
    };
    let run = import::run_file(&stage.app.ctx, &SYSTEM, job, |_| {}).await.unwrap();
    assert_eq!((run.created_rows, run.rejected_rows), (i64::try_from(expected).unwrap(), 0));
    let again = import::export(&stage.app.ctx, &SYSTEM, other.id, ExportFormat::Csv).await.unwrap();
    assert!(again == exported, "the export of the import differs");
    stage.app.finish().await;
}
