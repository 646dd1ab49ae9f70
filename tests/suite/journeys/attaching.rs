//! Files that go with a listing: handed in by the office, read by whoever may read them, and by nobody else.

use std::io::{Cursor, Write};

use lianqiao::kernel::Role;
use lianqiao_tests::{Client, Options, Person, STAGE, TestApp};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

const PDF: &[u8] = b"%PDF-1.7\nreport\n%%EOF";
const PNG: &[u8] = b"\x89PNG\r\n\x1A\npicture";
const LISTING: &str =
    "listing { id version contentVersion attachments { uploadId kind layer title { zh en } file { name mediaType size sha256 } } }";

/// The id of a file that `who` handed in.
async fn upload(who: &Person, name: &str, bytes: &[u8]) -> Value {
    let response = who.upload(&who.organization, name, bytes.to_vec()).await;
    assert_eq!(response.status(), StatusCode::CREATED, "{name}");
    response.json::<Value>().await.unwrap()["id"].clone()
}

fn draft(officer: &Person, attachments: Value) -> Value {
    json!({
        "organizationId": officer.organization, "title": { "zh": "双极板" }, "problem": { "zh": "问题" }, "benefit": { "zh": "效益" },
        "attachments": attachments,
    })
}

async fn step(who: &Person, field: &str, listing: &mut Value, extra: Value) {
    let mut input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    *listing = who.done(field, input, LISTING).await["listing"].clone();
}

async fn fetch(who: &Client, listing: &Value, file: &Value) -> Response {
    let path = format!("/attachments/{}/{}", listing["id"].as_str().unwrap(), file.as_str().unwrap());
    who.request(Method::GET, &path).send().await.unwrap()
}

/// Titles and ids of the attachments that somebody sees, and what is said to be hidden.
async fn seen(who: &Client, listing: &Value) -> (Vec<String>, Value) {
    let document = "query($id: ID!) { listing(id: $id) { attachments { uploadId title { zh } } hiddenSections { section layer } } }";
    let listing = who.ok(document, json!({ "id": listing["id"] })).await["listing"].clone();
    let titles = listing["attachments"].as_array().into_iter().flatten().map(|one| one["title"]["zh"].as_str().unwrap().to_owned());
    let hidden = listing["hiddenSections"].as_array().into_iter().flatten().find(|hidden| hidden["section"] == "ATTACHMENTS");
    (titles.collect(), hidden.map_or(Value::Null, |hidden| hidden["layer"].clone()))
}

async fn hits(app: &TestApp, text: &str) -> Value {
    app.visitor.ok("query($q: String!) { searchListings(query: $q, first: 5) { totalCount } }", json!({ "q": text })).await["searchListings"]["totalCount"].clone()
}

#[tokio::test]
async fn everybody_reads_the_files_of_their_own_layer_while_the_listing_is_shown() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("江湾大学").await;
    let enterprise = app.enterprise("小桥科技", Some(20)).await;
    let buyer = app.person("buyer", &enterprise, Role::SmeMember).await;
    let (open, usual, inner) =
        (upload(&officer, "a.pdf", PDF).await, upload(&officer, "b.png", PNG).await, upload(&officer, "c.txt", "内部".as_bytes()).await);
    let files = json!([
        { "uploadId": open, "kind": "TEST_REPORT", "title": { "zh": "盐雾检测报告" }, "layer": "PUBLIC" },
        { "uploadId": usual, "kind": "READINESS_EVIDENCE", "title": { "zh": "中试照片", "en": "Pilot line" } },
        { "uploadId": inner, "kind": "OTHER", "title": { "zh": "底价测算" }, "layer": "INTERNAL" },
    ]);
    let mut listing = officer.done("listingCreate", draft(&officer, files), LISTING).await["listing"].clone();
    let kept = &listing["attachments"][1];
    assert_eq!(
        (&kept["layer"], &kept["file"]["name"], &kept["file"]["mediaType"]),
        (&json!("REGISTERED"), &json!("b.png"), &json!("image/png"))
    );

    // A draft is the office's alone.
    for (who, status) in [(&officer.client, 200), (&head.client, 200), (&app.visitor, 404), (&buyer.client, 404), (&stranger.client, 404)] {
        assert_eq!(fetch(who, &listing, &open).await.status().as_u16(), status);
    }

    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    step(&head, "listingPublish", &mut listing, json!({})).await;
    app.settle().await;
    let all = vec!["盐雾检测报告".to_owned(), "中试照片".to_owned(), "底价测算".to_owned()];
    assert_eq!(seen(&app.visitor, &listing).await, (all[..1].to_vec(), json!("REGISTERED")));
    assert_eq!(seen(&buyer, &listing).await, (all[..2].to_vec(), json!("INTERNAL")));
    assert_eq!(seen(&stranger, &listing).await.0, all[..2].to_vec());
    assert_eq!(seen(&officer, &listing).await, (all, Value::Null));
    let rights: [(&Client, [u16; 3]); 4] =
        [(&app.visitor, [200, 404, 404]), (&buyer, [200, 200, 404]), (&stranger, [200, 200, 404]), (&officer, [200, 200, 200])];
    for (who, statuses) in rights {
        for (file, status) in [&open, &usual, &inner].into_iter().zip(statuses) {
            let response = fetch(who, &listing, file).await;
            assert_eq!(response.status().as_u16(), status);
            if status == 404 {
                let body: Value = response.json().await.unwrap();
                assert_eq!(body["errors"][0]["extensions"]["code"], "NOT_FOUND");
            }
        }
    }
    // The index knows the titles that anybody may read, and no others.
    assert_eq!((hits(&app, "盐雾检测").await, hits(&app, "中试照片").await, hits(&app, "底价测算").await), (json!(1), json!(0), json!(0)));

    // What the office takes out of its working copy is read by the world, and by the office, until it is published.
    step(&officer, "listingUpdate", &mut listing, json!({ "attachments": [] })).await;
    assert_eq!(
        (fetch(&app.visitor, &listing, &open).await.status(), fetch(&officer, &listing, &open).await.status()),
        (StatusCode::OK, StatusCode::OK)
    );
    step(
        &officer,
        "listingUpdate",
        &mut listing,
        json!({ "attachments": [{ "uploadId": open, "kind": "TEST_REPORT", "title": { "zh": "报告" } }] }),
    )
    .await;
    step(&head, "listingWithdraw", &mut listing, json!({ "reason": "已有买家" })).await;
    for (who, status) in [(&app.visitor, 404), (&buyer.client, 404), (&stranger.client, 404), (&officer.client, 200)] {
        assert_eq!(fetch(who, &listing, &open).await.status().as_u16(), status, "withdrawn");
    }
    // Ids of other kinds, and files that belong to other listings.
    let other = officer.done("listingCreate", draft(&officer, json!([])), LISTING).await["listing"].clone();
    assert_eq!(fetch(&officer, &other, &open).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(fetch(&officer, &json!({ "id": open }), &listing["id"]).await.status(), StatusCode::NOT_FOUND);
    app.finish().await;
}

#[tokio::test]
async fn a_file_arrives_whole_under_a_harmless_name_and_runs_nothing() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let page = b"<script>alert(1)</script>".repeat(200);
    let names = [
        ("../../etc/passwd", "passwd.txt", "attachment; filename=\"passwd.txt\"; filename*=UTF-8''passwd.txt"),
        (
            "x\r\nSet-Cookie: a=b.txt",
            "x Set-Cookie: a=b.txt",
            "attachment; filename=\"x Set-Cookie_ a_b.txt\"; filename*=UTF-8''x%20Set-Cookie%3A%20a%3Db.txt",
        ),
        ("a\u{202E}txt.exe", "atxt.exe.txt", "attachment; filename=\"atxt.exe.txt\"; filename*=UTF-8''atxt.exe.txt"),
        (
            "报告\"; x.html",
            "报告\"; x.html.txt",
            "attachment; filename=\"____ x.html.txt\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%22%3B%20x.html.txt",
        ),
    ];
    for (sent, name, disposition) in names {
        // Straight to the machine: HTTP clients clean names on their own.
        let kept = lianqiao::upload::receive(&app.ctx, &STAGE, officer.organization.parse().unwrap(), sent, page.clone()).await.unwrap();
        assert_eq!(kept.download_name(), name);
        let id = json!(kept.id.to_string());
        let files = json!([{ "uploadId": id, "kind": "DOCUMENT", "title": { "en": "Page" } }]);
        let listing = officer.done("listingCreate", draft(&officer, files), LISTING).await["listing"].clone();
        // A browser would take it compressed, and lose its length.
        let path = format!("/attachments/{}/{}", listing["id"].as_str().unwrap(), kept.id);
        let response = officer.request(Method::GET, &path).header("accept-encoding", "gzip").send().await.unwrap();
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        assert_eq!(header("content-disposition"), disposition);
        assert_eq!((header("content-type"), header("x-content-type-options")), ("text/plain".to_owned(), "nosniff".to_owned()));
        assert_eq!((header("cache-control"), header("set-cookie")), ("private, no-store".to_owned(), String::new()));
        assert!(header("content-security-policy").starts_with("sandbox"));
        assert_eq!((header("content-length"), header("content-encoding")), (page.len().to_string(), String::new()));
        assert_eq!(header("etag"), format!("\"{}\"", listing["attachments"][0]["file"]["sha256"].as_str().unwrap()));
        assert_eq!(response.bytes().await.unwrap(), page);
    }
    app.finish().await;
}

fn archive(part: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(part, SimpleFileOptions::default()).unwrap();
    writer.write_all(b"x").unwrap();
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn only_fitting_files_of_the_own_office_are_attached() {
    let options = Options { configure: |config| config.http.max_upload_bytes = 4096, ..Options::default() };
    let app = TestApp::with(options).await;
    let (officer, _) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("江湾大学").await;
    let refused = async |who: &Person, bytes: Vec<u8>| {
        let response = who.upload(&who.organization, "x.pdf", bytes).await;
        (
            response.status().as_u16(),
            response.json::<Value>().await.unwrap()["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(refused(&officer, vec![b'a'; 4097]).await, (400, "FILE_TOO_LARGE".to_owned()));
    for bytes in [b"MZ\x90\x00\x03".to_vec(), b"GIF89a".to_vec(), archive("readme.md"), b"{\\rtf1 x}".to_vec()] {
        assert_eq!(refused(&officer, bytes).await, (400, "FILE_TYPE_UNSUPPORTED".to_owned()));
    }
    for (part, media_type) in
        [("word/document.xml", "wordprocessingml"), ("ppt/presentation.xml", "presentationml"), ("xl/workbook.xml", "spreadsheetml")]
    {
        let body: Value = officer.upload(&officer.organization, "x.exe", archive(part)).await.json().await.unwrap();
        assert!(body["mediaType"].as_str().unwrap().contains(media_type), "{body}");
    }

    let (mine, theirs) = (upload(&officer, "a.pdf", PDF).await, upload(&stranger, "b.pdf", PDF).await);
    let file = |id: &Value| json!({ "uploadId": id, "kind": "DOCUMENT", "title": { "en": "Paper" } });
    let many: Vec<Value> = (0..21).map(|_| file(&mine)).collect();
    let cases = [
        (json!([file(&mine), file(&theirs)]), "NOT_FOUND", "input.attachments.1.uploadId"),
        (json!([file(&json!(officer.organization))]), "INVALID_ID", "input.attachments.0.uploadId"),
        (json!([file(&json!("../../x"))]), "INVALID_ID", "input.attachments.0.uploadId"),
        (json!([file(&mine), file(&mine)]), "DUPLICATE", "input.attachments.1.uploadId"),
        (json!([{ "uploadId": mine, "kind": "IMAGE", "title": {} }]), "REQUIRED", "input.attachments.0.title"),
        (
            json!([{ "uploadId": mine, "kind": "IMAGE", "title": { "zh": "证书\u{202E}" } }]),
            "FORBIDDEN_CHARACTERS",
            "input.attachments.0.title.zh",
        ),
        (json!(many), "TOO_MANY", "input.attachments"),
    ];
    for (files, code, path) in cases {
        assert_eq!(officer.refused("listingCreate", draft(&officer, files), LISTING).await, (code.to_owned(), path.to_owned()));
    }
    // Macros are read by no import and handed on to nobody.
    let macros = {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for part in ["xl/workbook.xml", "xl/vbaProject.bin"] {
            writer.start_file(part, SimpleFileOptions::default()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let macros = upload(&officer, "m.xlsx", &macros).await;
    let refused = officer.refused("listingCreate", draft(&officer, json!([file(&macros)])), LISTING).await;
    assert_eq!(refused, ("FILE_TYPE_UNSUPPORTED".to_owned(), "input.attachments.0.uploadId".to_owned()));
    // Only the office hands files in for the office.
    assert_eq!(stranger.upload(&officer.organization, "a.pdf", PDF.to_vec()).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.visitor.upload(&officer.organization, "a.pdf", PDF.to_vec()).await.status(), StatusCode::UNAUTHORIZED);
    app.finish().await;
}

#[tokio::test]
async fn changes_of_files_are_told_in_words_and_survive_the_way_out_and_back() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let (old, new) = (upload(&officer, "旧报告.pdf", PDF).await, upload(&officer, "新报告.pdf", b"%PDF-1.7 second").await);
    let file = |id: &Value| json!([{ "uploadId": id, "kind": "TEST_REPORT", "title": { "zh": "=检测报告" }, "layer": "PUBLIC" }]);
    let mut input = draft(&officer, file(&old));
    input["externalReference"] = json!("A-1");
    let mut listing = officer.done("listingCreate", input, LISTING).await["listing"].clone();
    step(&officer, "listingUpdate", &mut listing, json!({ "attachments": file(&new) })).await;
    let document = "query($id: ID!) { listing(id: $id) { diff(fromVersion: 1) { path label before after } } }";
    let changes = officer.ok(document, json!({ "id": listing["id"] })).await["listing"]["diff"].clone();
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes}");
    assert_eq!((&changes[0]["label"], &changes[0]["path"][1]), (&json!("Attachment: file"), &json!("=检测报告")));
    assert!(
        changes[0]["before"].as_str().unwrap().starts_with("旧报告.pdf (")
            && changes[0]["after"].as_str().unwrap().starts_with("新报告.pdf (")
    );

    for form in ["csv", "jsonl"] {
        let path = format!("/exports/listings.{form}?organizationId={}", officer.organization);
        let exported = officer.request(Method::GET, &path).send().await.unwrap().bytes().await.unwrap().to_vec();
        assert!(String::from_utf8_lossy(&exported).contains(new.as_str().unwrap()), "{form}: the attachment is missing");
        let run = async |bytes: Vec<u8>, who: &Person| {
            let file = upload(who, "list", &bytes).await;
            let order = json!({ "organizationId": who.organization, "uploadId": file, "policy": "REJECT_FAILED_ROWS", "idempotencyKey": who.key() });
            let run = who.done("importStart", order, "importRun { id }").await["importRun"]["id"].clone();
            app.settle().await;
            let figures = "query($id: ID!) { importRun(id: $id) { state createdRows updatedRows unchangedRows rejectedRows } }";
            who.ok(figures, json!({ "id": run })).await["importRun"].clone()
        };
        let again = run(exported.clone(), &officer).await;
        assert_eq!((&again["state"], &again["unchangedRows"]), (&json!("SUCCEEDED"), &json!(1)), "{form}: {again}");
        // The facts of a file come from the file; what a spreadsheet says of them changes nothing.
        let lied = String::from_utf8(exported.clone()).unwrap().replace("新报告.pdf", "假报告.pdf").into_bytes();
        assert_eq!(run(lied, &officer).await["unchangedRows"], json!(1), "{form}");
        // Another office cannot take the file along.
        let (stranger, _) = app.office(&format!("江湾大学{form}")).await;
        assert_eq!(run(exported, &stranger).await["rejectedRows"], json!(1), "{form}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_file_that_nobody_took_up_is_forgotten_and_one_that_was_attached_is_kept() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let (used, idle) = (upload(&officer, "a.pdf", PDF).await, upload(&officer, "b.pdf", PDF).await);
    let file = |id: &Value| json!([{ "uploadId": id, "kind": "DOCUMENT", "title": { "en": "Paper" } }]);
    let mut listing = officer.done("listingCreate", draft(&officer, file(&used)), LISTING).await["listing"].clone();
    // Taken out again: earlier versions of the listing still name it.
    step(&officer, "listingUpdate", &mut listing, json!({ "attachments": [] })).await;
    step(&officer, "listingUpdate", &mut listing, json!({ "attachments": file(&used) })).await;
    app.settle().await;
    app.advance(chrono::Duration::days(400));
    lianqiao::jobs::forget(&app.ctx).await.unwrap();
    let back = app.sign_in(&officer.email).await;
    assert_eq!(fetch(&back, &listing, &used).await.bytes().await.unwrap(), PDF);
    let officer = Person { client: back, ..officer };
    let refused = officer.refused("listingCreate", draft(&officer, file(&idle)), LISTING).await;
    assert_eq!(refused, ("NOT_FOUND".to_owned(), "input.attachments.0.uploadId".to_owned()));
    app.finish().await;
}
