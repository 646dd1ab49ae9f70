//! Out and in again: the same bytes, the same listings.

use lianqiao::{
    identity::rules::OrganizationKind,
    import::{self, ErrorPolicy, ExportFormat, FileJob, ImportKind},
    kernel::{Id, id::Organization},
    listing::OfficeFilter,
};
use lianqiao_tests::{STAGE, TestApp};
use serde_json::{Value, json};

use super::{Stage, copies, figures, list, listings};

pub(super) async fn exported_by(app: &TestApp, organization: Id<Organization>, format: ExportFormat) -> Vec<u8> {
    import::whole(import::export(&app.ctx, &STAGE, organization, OfficeFilter::default(), format).unwrap()).await.unwrap()
}

#[tokio::test]
async fn an_export_imports_to_the_same_and_exports_to_the_same_bytes() {
    let stage = Stage::set().await;
    let file = "编号;标题;关键词;申请号;申请日;摘要\n\
        =cmd|' /C calc'!A0;=1+1;\"a; b；c\";CN201220249767.4;2012.05.31;\"第一行\n第二行，\"\"引号\"\"\"\n\
        +2;'=quoted;；;;;-dash\n\
        -3;@at;x;;;\"x;=1+1\"\n";
    let run = stage.import(file, json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [3, 3, 3, 0, 0, 0]), "{:?}", stage.problems(&run).await);
    for (path, format) in [("listings.csv", ExportFormat::Csv), ("listings.jsonl", ExportFormat::JsonLines)] {
        let exported = stage.export(&stage.officer, path).await;
        let other = stage.app.organization(OrganizationKind::University, path, true).await;
        let job = FileJob {
            kind: ImportKind::Listing,
            organization: other.id,
            file_name: path.to_owned(),
            bytes: exported.clone(),
            mapping: None,
            preset: None,
            policy: ErrorPolicy::RejectAll,
            dry_run: false,
        };
        let mut seen = 0;
        let run = import::run_file(&stage.app.ctx, &STAGE, job, |run| seen = run.done_rows).await.unwrap();
        assert_eq!((run.state.to_string().as_str(), run.created_rows, seen), ("SUCCEEDED", 3, 3), "{:?}", run.failure);
        let again = exported_by(&stage.app, other.id, format).await;
        assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(exported.clone()).unwrap());
        if format == ExportFormat::Csv {
            let text = String::from_utf8(exported).unwrap();
            assert!(text.contains("'=1+1") && text.contains("''=quoted") && text.contains("'@at"), "{text}");
            assert!(text.contains("\"x;=1+1\""), "a program that splits at semicolons finds no cell that begins with a sign: {text}");
            for cell in text.split(['\n', ',']).map(|cell| cell.trim_start_matches('"')) {
                assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
            }
        }
        assert_eq!(listings(&stage.app, &other.id.to_string()).await.len(), 3);
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn a_listing_without_a_reference_comes_back_to_its_own_office_as_itself() {
    let stage = Stage::set().await;
    stage.import("Case Number;Title\nA-1;With a reference\n", json!({})).await;
    let content = json!({ "organizationId": stage.officer.organization, "title": { "en": "Written by hand" }, "problem": { "en": "a" }, "benefit": { "en": "b" } });
    let made = stage.officer.done("listingCreate", content, "listing { id }").await["listing"]["id"].clone();
    for file in ["listings.csv", "listings.jsonl"] {
        let exported = String::from_utf8(stage.export(&stage.officer, file).await).unwrap();
        assert!(exported.contains(made.as_str().unwrap()), "{exported}");
        for policy in ["REJECT_FAILED_ROWS", "REJECT_ALL"] {
            let run = stage.import(exported.clone(), json!({ "policy": policy })).await;
            assert_eq!(figures(&run), ("SUCCEEDED", [2, 2, 0, 0, 2, 0]), "{file}: {:?}", stage.problems(&run).await);
        }
        let title = format!("Mended in {file}");
        let was = if file == "listings.csv" { "Written by hand" } else { "Mended in listings.csv" };
        let run = stage.import(exported.replace(was, &title), json!({})).await;
        assert_eq!(figures(&run), ("SUCCEEDED", [2, 2, 0, 1, 1, 0]), "{file}");
        let there = copies(&stage.app, &stage.officer.organization).await;
        let mended = there.iter().find(|listing| listing.id.to_string() == made.as_str().unwrap()).unwrap();
        assert_eq!((there.len(), &mended.external_reference, mended.content.title.en.clone()), (2, &None, Some(title)), "{file}");
        // Named twice, by its id and by itself, it is still one listing.
        let twice = format!("Case Number;Title\n{0};x\n{0};y\n", made.as_str().unwrap());
        assert_eq!(figures(&stage.import(twice, json!({ "dryRun": true })).await), ("SUCCEEDED", [2, 2, 0, 1, 0, 1]));
    }
    // To another office it is a stranger's word, and becomes a reference.
    let exported = stage.export(&stage.officer, "listings.jsonl").await;
    let upload: Value = stage.stranger.upload(&stage.stranger.organization, "x.jsonl", exported).await.json().await.unwrap();
    let order = json!({ "organizationId": stage.stranger.organization, "uploadId": upload["id"], "policy": "REJECT_ALL", "idempotencyKey": stage.stranger.key() });
    stage.stranger.done("importStart", order, "importRun { id }").await;
    stage.app.settle().await;
    assert!(listings(&stage.app, &stage.stranger.organization).await.contains_key(made.as_str().unwrap()));
    stage.app.finish().await;
}

#[tokio::test]
async fn an_export_goes_page_by_page_through_everything_once() {
    let stage = Stage::set().await;
    stage.import(list(1000, |_| false), json!({})).await;
    for number in 0..3 {
        let content = json!({ "organizationId": stage.officer.organization, "title": { "en": format!("By hand {number}") }, "problem": { "en": "a" }, "benefit": { "en": "b" } });
        stage.officer.done("listingCreate", content, "listing { id }").await;
    }
    let (exported, statements) = stage.app.statements_of(stage.export(&stage.officer, "listings.jsonl")).await;
    let references: Vec<String> = String::from_utf8(exported)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["external_reference"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((references.len(), references[0].as_str(), references[999].as_str()), (1003, "CASE-00001", "CASE-01000"));
    assert!(references[..1000].is_sorted() && references[1000..].iter().all(|reference| !reference.starts_with("CASE")));
    // Two for who asks; two full pages and an empty one by reference, one by id.
    assert!(statements.len() <= 6, "{}", statements.join("\n"));
    stage.app.finish().await;
}
