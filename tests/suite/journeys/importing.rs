//! J12.2: an office imports a spreadsheet, mends it, imports it again, and takes it with it.

use lianqiao_tests::{Person, TestApp, shared_data};
use reqwest::Method;
use serde_json::{Value, json};

const RUN: &str = "importRun { id state totalRows createdRows updatedRows unchangedRows rejectedRows failure { code } resultPath }";

async fn import(app: &TestApp, officer: &Person, name: &str, bytes: &[u8], policy: &str, dry: bool) -> Value {
    let upload = officer.upload(&officer.organization, name, bytes.to_vec()).await;
    assert_eq!(upload.status(), 201, "{name}");
    let upload: Value = upload.json().await.unwrap();
    let input = json!({
        "organizationId": officer.organization, "uploadId": upload["id"], "policy": policy, "dryRun": dry, "idempotencyKey": officer.key(),
    });
    let run = officer.done("importStart", input, RUN).await["importRun"].clone();
    app.settle().await;
    let ask = format!("query($id: ID!) {{ {} }}", RUN.replacen("importRun", "importRun(id: $id)", 1));
    officer.ok(&ask, json!({ "id": run["id"] })).await["importRun"].clone()
}

fn counts(run: &Value) -> [i64; 4] {
    ["createdRows", "updatedRows", "unchangedRows", "rejectedRows"].map(|field| run[field].as_i64().unwrap())
}

#[tokio::test]
async fn five_hundred_rows_with_twelve_bad_ones_go_in_once() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut file = "编号,成果名称,专利号\n".to_owned();
    for row in 1..=500 {
        // Every fortieth row has no title.
        let title = if row % 40 == 0 { String::new() } else { format!("成果第{row}号") };
        file += &format!("YP-{row:03},{title},\n");
    }
    let bytes = file.as_bytes();
    let dry = import(&app, &officer, "成果.csv", bytes, "REJECT_FAILED_ROWS", true).await;
    assert_eq!((counts(&dry), dry["state"].as_str()), ([488, 0, 0, 12], Some("SUCCEEDED")), "{dry}");
    let all_or_none = import(&app, &officer, "成果.csv", bytes, "REJECT_ALL", false).await;
    assert_eq!((all_or_none["state"].as_str(), all_or_none["createdRows"].as_i64()), (Some("FAILED"), Some(0)), "{all_or_none}");
    let first = import(&app, &officer, "成果.csv", bytes, "REJECT_FAILED_ROWS", false).await;
    assert_eq!(counts(&first), [488, 0, 0, 12], "{first}");
    let second = import(&app, &officer, "成果.csv", bytes, "REJECT_FAILED_ROWS", false).await;
    assert_eq!(counts(&second), [0, 0, 488, 12], "{second}");

    let result = officer.request(Method::GET, first["resultPath"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(result.status(), 200);
    let result = result.text().await.unwrap();
    assert_eq!(
        [result.matches("\"REJECTED\"").count(), result.matches("\"CREATED\"").count()],
        [12, 488],
        "every row with what became of it"
    );
    // Nobody else learns that the import exists.
    let (stranger, _) = app.office("江湾大学").await;
    assert_eq!(stranger.request(Method::GET, first["resultPath"].as_str().unwrap()).send().await.unwrap().status(), 404);
    let hidden = stranger.ok("query($id: ID!) { importRun(id: $id) { id } node(id: $id) { id } }", json!({ "id": first["id"] })).await;
    assert_eq!(hidden, json!({ "importRun": null, "node": null }));

    // Published in one go, and found.
    for (who, transition) in [(&officer, "SUBMIT"), (&head, "PUBLISH")] {
        let input = json!({ "organizationId": officer.organization, "transition": transition, "allMatching": { "organizationId": officer.organization } });
        let report =
            who.done("listingBulkTransition", input, "report { changedCount failedCount failures { id errors { code message } } }").await;
        assert_eq!(report["report"]["changedCount"], 488, "{report}");
    }
    app.settle().await;
    let found = app.visitor.ok("{ searchListings(query: \"成果第77号\", first: 1) { nodes { title { zh } } } }", json!({})).await;
    assert_eq!(found["searchListings"]["nodes"][0]["title"]["zh"], "成果第77号");
    app.finish().await;
}

#[tokio::test]
async fn what_is_exported_and_imported_elsewhere_is_exported_the_same() {
    let app = TestApp::start().await;
    let (one, _) = app.office("杨浦大学").await;
    let (two, _) = app.office("江湾大学").await;
    let rows =
        "externalReference,title,abstract,keywords\nA-1,\"=cmd()|calc, with comma\",\"+1 \"\"quoted\"\"\",\"膜;淡化\"\nA-2,-dash,@at,\n";
    let run = import(&app, &one, "own.csv", rows.as_bytes(), "REJECT_ALL", false).await;
    assert_eq!(counts(&run), [2, 0, 0, 0], "{run}");
    for format in ["csv", "jsonl"] {
        let path = |person: &Person| format!("/exports/listings.{format}?organizationId={}", person.organization);
        let exported = one.request(Method::GET, &path(&one)).send().await.unwrap().bytes().await.unwrap();
        import(&app, &two, &format!("listings.{format}"), &exported, "REJECT_ALL", false).await;
        let again = two.request(Method::GET, &path(&two)).send().await.unwrap().bytes().await.unwrap();
        assert_eq!(String::from_utf8_lossy(&exported), String::from_utf8_lossy(&again), "{format}");
        if format == "csv" {
            let text = String::from_utf8_lossy(&exported).into_owned();
            assert!(text.contains("'=cmd()") && text.contains("'-dash") && text.contains("'@at"), "formulas are not neutralized: {text}");
        }
        assert_eq!(two.request(Method::GET, &path(&one)).send().await.unwrap().status(), 404, "another office's listings");
    }
    app.finish().await;
}

#[tokio::test]
async fn broken_files_are_refused_with_a_code_and_change_nothing() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let cases: [(&str, Vec<u8>); 4] = [
        ("empty.csv", Vec::new()),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook".to_vec()),
        ("noise.bin", (0_u8..=255).cycle().take(4000).collect()),
        ("headers.csv", "foo,bar\n1,2\n".into()),
    ];
    for (name, bytes) in cases {
        let upload = officer.upload(&officer.organization, name, bytes.clone()).await;
        if upload.status() == 201 {
            let run = import(&app, &officer, name, &bytes, "REJECT_FAILED_ROWS", false).await;
            assert_eq!((run["state"].as_str(), run["createdRows"].as_i64()), (Some("FAILED"), Some(0)), "{name}: {run}");
            assert!(run["failure"]["code"].is_string(), "{name}");
        } else {
            let body: Value = upload.json().await.unwrap();
            let code = body["errors"][0]["extensions"]["code"].as_str().unwrap();
            assert!(code.starts_with("FILE_") || code == "REQUIRED", "{name}: {body}");
        }
    }
    // A visitor and a stranger cannot upload for the office.
    assert_eq!(app.visitor.upload(&officer.organization, "a.csv", b"x".to_vec()).await.status(), 401);
    let (stranger, _) = app.office("江湾大学").await;
    assert_eq!(stranger.upload(&officer.organization, "a.csv", b"x".to_vec()).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn the_real_files_go_in_as_they_are() {
    let files = [
        ("offers-en-nasa-patents/NASA_Patents.original-semicolon.csv", 1393),
        ("offers-en-nasa-patents/NASA_Patents.original.xlsx", 1393),
        ("offers-en-nasa-patents/nasa_patents.csv", 1393),
        ("offers-zh-patents/CNIPA-export-199.redacted.gb18030.csv", 199),
        ("offers-zh-patents/CNIPA-export-199.redacted.xlsx", 199),
    ];
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    for (name, rows) in files {
        let Some(path) = shared_data(name) else { continue };
        let file = path.file_name().unwrap().to_str().unwrap();
        let run = import(&app, &officer, file, &std::fs::read(&path).unwrap(), "REJECT_FAILED_ROWS", false).await;
        let [created, updated, unchanged, rejected] = counts(&run);
        assert_eq!((run["state"].as_str(), created + updated + unchanged + rejected), (Some("SUCCEEDED"), rows), "{name}: {run}");
        assert!(rejected <= 3, "{name}: {rejected} rows rejected");
        let again = import(&app, &officer, file, &std::fs::read(&path).unwrap(), "REJECT_FAILED_ROWS", false).await;
        assert_eq!(
            [again["createdRows"].as_i64(), again["updatedRows"].as_i64()],
            [Some(0), Some(0)],
            "{name}: a second run changed something: {again}"
        );
    }
    app.finish().await;
}
