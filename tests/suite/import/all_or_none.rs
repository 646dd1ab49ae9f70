//! All rows or none, whatever happens: a bad row, a cancel, somebody who gets in between.

use lianqiao::import;
use serde_json::json;

use super::{RUN, Stage, copies, figures, list, refusal};

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
async fn it_can_be_cancelled_while_it_looks_and_not_once_it_writes() {
    let stage = Stage::set().await;
    for (phase, rows) in [("look", 3000), ("write", 1000)] {
        let id = stage.started(list(rows, |_| false), json!({ "policy": "REJECT_ALL" })).await;
        let ctx = stage.app.ctx.clone();
        let run = tokio::spawn(async move { import::run(&ctx, id).await });
        let cancel = json!({ "id": id.to_string() });
        if phase == "look" {
            stage.until(id, |run| run.checked_rows > 0).await;
            let payload = stage.officer.done("importCancel", cancel, RUN).await;
            assert_eq!((&payload["importRun"]["state"], &payload["importRun"]["doneRows"]), (&json!("CANCELLED"), &json!(0)));
            run.await.unwrap().unwrap();
            assert_eq!(stage.listings().await.len(), 0, "nothing was written");
        } else {
            stage.until(id, |run| run.writing_since.is_some()).await;
            assert_eq!(stage.officer.refused("importCancel", cancel, RUN).await, refusal("IMPORT_WRITING", "input.id"));
            assert_eq!(stage.run(&id.to_string()).await["cancellable"], false);
            run.await.unwrap().unwrap();
            assert_eq!(figures(&stage.run(&id.to_string()).await), ("SUCCEEDED", [1000, 1000, 1000, 0, 0, 0]));
            assert_eq!(stage.listings().await.len(), 1000, "all were written");
        }
    }
    stage.app.finish().await;
}

/// The first row changes a listing, the last one too; hundreds of new ones stand between.
fn around(title: &str) -> String {
    let mut file = list(1500, |_| false);
    let head = file.find('\n').unwrap() + 1;
    file.insert_str(head, &format!(";;EARLY;;{title};\n"));
    file + &format!(";;LATE;;{title};\n")
}

#[tokio::test]
async fn what_was_written_is_taken_back_when_a_row_is_refused_at_the_last_moment() {
    for touched in [false, true] {
        let stage = Stage::set().await;
        stage.import("Case Number;Title\nEARLY;Old title\nLATE;Old title\n", json!({})).await;
        let (early, late) = (stage.listing("EARLY").await, stage.listing("LATE").await);
        let id = stage.started(around("New title"), json!({ "policy": "REJECT_ALL" })).await;
        let ctx = stage.app.ctx.clone();
        let run = tokio::spawn(async move { import::run(&ctx, id).await });
        stage.until(id, |run| run.done_rows > 0).await;
        // Found good a moment ago, now with the reviewer; and a draft that the import made, too.
        let mut submitted = vec![late.id];
        if touched {
            submitted.push(stage.listing("CASE-00001").await.id);
        }
        stage.submit(&submitted).await;
        run.await.unwrap().unwrap();

        let ended = stage.run(&id.to_string()).await;
        let kept = i64::from(touched);
        assert_eq!(figures(&ended), ("FAILED", [1502, 1 + kept, kept, 0, 0, 1]), "{ended}");
        assert_eq!(ended["failure"]["code"], if touched { "IMPORT_NOT_UNDONE" } else { "ROWS_REJECTED" });
        let there: Vec<_> = stage.listings().await.into_iter().collect();
        let both = [("EARLY", "Old title"), ("LATE", "Old title")].map(|(reference, title)| (reference.to_owned(), title.to_owned()));
        let work = touched.then(|| ("CASE-00001".to_owned(), "Improved bridge number 1".to_owned()));
        assert_eq!(there, work.into_iter().chain(both).collect::<Vec<_>>());
        let back = stage.listing("EARLY").await;
        assert_eq!((&back.content, back.content_version, back.position()), (&early.content, early.content_version, early.position()));
        assert_eq!(back.version, early.version + 2, "who saw the change must not mistake this for it");

        // Why, with everything that the sentence needs.
        let problems = stage.problems(&ended).await;
        assert_eq!((problems.len(), &problems[0]["row"], &problems[0]["code"]), (1, &json!(1503), &json!("TRANSITION_NOT_ALLOWED")));
        assert_eq!((&problems[0]["details"]["fromState"], &problems[0]["details"]["transition"]), (&json!("SUBMITTED"), &json!("EDIT")));
        assert!(problems[0]["details"]["allowed"].is_array(), "{}", problems[0]);
        assert!(problems[0]["message"].as_str().unwrap().contains("Submitted"), "{}", problems[0]["message"]);
        // The way is free for the next attempt.
        let again = stage.import(around("New title"), json!({})).await;
        assert_eq!(figures(&again), ("SUCCEEDED", [1502, 1502, 1500 - kept, 1, kept, 1]));
        assert_eq!(copies(&stage.app, &stage.officer.organization).await.len(), 1502);
        stage.app.finish().await;
    }
}
