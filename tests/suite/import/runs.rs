//! Runs: what goes in, what is refused, what a second time changes, and what a kill, a rival or a cancel leaves.

use lianqiao::{
    identity, import,
    kernel::{Id, id},
};
use lianqiao_tests::STAGE;
use serde_json::{Value, json};

use super::{RUN, Stage, figures, list, table};

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
    assert_eq!(report.trim_end().split("\r\n").count(), 501, "{report}");
    assert!(report.contains("CASE-00007") && report.contains("[Patent Expiration Date]"));
    let corrected = stage.import(report.replace("31 February", "28 February"), json!({})).await;
    assert_eq!(figures(&corrected), ("SUCCEEDED", [500, 500, 12, 0, 488, 0]));
    assert_eq!(stage.listings().await.len(), 500);
    let subjects = stage.app.subjects_to(&stage.officer.email);
    assert_eq!(subjects.len(), 4, "one mail for each import: {subjects:?}");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_row_changes_what_its_columns_say_and_nothing_else() {
    let stage = Stage::set().await;
    stage.import("Case Number;Title;Abstract;Keywords\nA;Bridge;Long words;steel\nB;Rail;;\n", json!({})).await;
    let run = stage.import("Case Number;Title\nA;Better bridge\nB;Rail\nC;New\n", json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [3, 3, 1, 1, 1, 0]));
    let bridge = stage.listing("A").await;
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

#[tokio::test]
async fn an_import_that_is_killed_again_and_again_ends_as_if_it_had_not_been() {
    for policy in ["REJECT_FAILED_ROWS", "REJECT_ALL"] {
        let stage = Stage::set().await;
        let id = stage.started(list(1100, |_| false), json!({ "policy": policy })).await;
        let mut kills = 0;
        while !stage.brief(id).await.state.is_final() {
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
        let run = stage.brief(id).await;
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
    let id = stage.started(list(700, |_| false), json!({})).await;
    let (first, second) = tokio::join!(import::run(&stage.app.ctx, id), import::run(&stage.app.ctx, id));
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let run = stage.brief(id).await;
    assert_eq!((run.done_rows, run.created_rows), (700, 700));
    // Who comes later finds it done.
    assert!(import::run(&stage.app.ctx, id).await.is_ok());
    stage.app.finish().await;
}

#[tokio::test]
async fn a_cancelled_import_stops_and_cannot_be_cancelled_twice() {
    let stage = Stage::set().await;
    let id = stage.started(list(5000, |_| false), json!({})).await;
    let ctx = stage.app.ctx.clone();
    let run = tokio::spawn(async move { import::run(&ctx, id).await });
    stage.until(id, |run| run.done_rows > 0).await;
    let payload = stage.officer.done("importCancel", json!({ "id": id.to_string() }), RUN).await;
    assert_eq!(payload["importRun"]["state"], "CANCELLED");
    run.await.unwrap().unwrap();
    let ended = stage.brief(id).await;
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
async fn an_officer_who_left_starts_nothing_any_more() {
    let stage = Stage::set().await;
    let id = stage.started(list(3, |_| false), json!({})).await;
    let user: Id<id::User> = stage.officer.user.parse().unwrap();
    let known = identity::actions::find_user(&stage.app.ctx, &STAGE, user).await.unwrap().unwrap();
    let suspend = identity::actions::Suspend { id: user, expected_version: known.version, reason: "left".to_owned() };
    identity::actions::suspend(&stage.app.ctx, &STAGE, suspend).await.unwrap();
    stage.app.settle().await;
    let run = stage.brief(id).await;
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
    let refusals = [(&b"GIF89a"[..], 400, "FILE_TYPE_UNSUPPORTED"), (b"PK\x03\x04 nothing", 400, "FILE_DAMAGED"), (b"", 400, "REQUIRED")];
    for (bytes, status, code) in refusals {
        let response = stage.officer.upload(&stage.officer.organization, "x.csv", bytes.to_vec()).await;
        assert_eq!(response.status().as_u16(), status);
        let body: Value = response.json().await.unwrap();
        assert_eq!(body["errors"][0]["extensions"]["code"], code);
    }
    for (file, code) in [
        (&b"foo,bar\n1,2\n"[..], "HEADER_MISSING"),
        (b"Status,Center\nIssued,x\n", "COLUMN_MISSING"),
        (b"Title,Case Number\nA\xFF\xFF,x\n", "FILE_DAMAGED"),
    ] {
        let run = stage.import(file, json!({})).await;
        assert_eq!((run["state"].as_str(), run["failure"]["code"].as_str()), (Some("FAILED"), Some(code)));
        let message = run["failure"]["message"].as_str().unwrap();
        assert!(!message.is_empty());
        let (headers, rows) = table(&stage.result_file(&run).await);
        assert_eq!(headers, ["Row in the original file", "Taken as", "Import outcome", "Listing", "Import warnings", "Import problems"]);
        assert_eq!(rows, [["", "", "", "", "", message]], "the result file repeats the sentence");
    }
    assert_eq!(stage.listings().await.len(), 0);
    stage.app.finish().await;
}
