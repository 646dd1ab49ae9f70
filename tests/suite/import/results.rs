//! The result file: every row with what became of it.

use serde_json::json;

use super::{Stage, figures, list, table};

#[tokio::test]
async fn every_row_stands_in_it_with_what_became_of_it() {
    let stage = Stage::set().await;
    stage.import("Case Number;Title\nSAME;Bridge\nOTHER;Bridge\n", json!({})).await;
    let file = "Case Number;Title;Status;Patent Expiration Date;Application SN\n\
        NEW;=1+1;GM;;13/033,085\n\
        SAME;Bridge;;;\n\
        OTHER;Better bridge;;;\n\
        BAD;Bridge;Issued;31 February 2030;13/033,086\n";
    for dry in [true, false] {
        let run = stage.import(file, json!({ "dryRun": dry })).await;
        assert_eq!(figures(&run), ("SUCCEEDED", [4, 4, 1, 1, 1, 1]));
        let text = stage.result_file(&run).await;
        assert!(text.contains("\r\n\"NEW\",\"'=1+1\",\"GM\","), "formulas stay harmless: {text}");
        let (headers, rows) = table(&text);
        assert_eq!(
            headers[5..],
            ["Row in the original file", "Taken as", "Import outcome", "Listing", "Import warnings", "Import problems"]
        );
        let told: Vec<_> = rows.iter().map(|row| [row[5].as_str(), &row[6], &row[7]]).collect();
        let expected = [["2", "NEW", "CREATED"], ["3", "SAME", "UNCHANGED"], ["4", "OTHER", "UPDATED"], ["5", "BAD", "REJECTED"]];
        assert_eq!(told, expected);
        for (row, reference) in rows.iter().zip(["NEW", "SAME", "OTHER"]) {
            let made_up = dry && reference == "NEW";
            let id = if made_up { String::new() } else { stage.listing(reference).await.id.to_string() };
            assert_eq!(row[8], id, "{reference}");
        }
        assert!(rows[0][9].starts_with("[Status]") && rows[0][10].is_empty(), "{:?}", rows[0]);
        assert!(rows[3][10].starts_with("[Patent Expiration Date]") && rows[3][8].is_empty(), "{:?}", rows[3]);
        // Its own columns do not pile up, and what it says of rows is not taken for a mapping.
        let corrected = stage.import(text.replace("31 February", "28 February"), json!({ "dryRun": true })).await;
        assert_eq!(corrected["rejectedRows"], 0, "{corrected}");
        let (again, _) = table(&stage.result_file(&corrected).await);
        assert_eq!(again, headers);
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn rows_that_were_not_taken_because_others_were_bad_are_called_skipped() {
    let stage = Stage::set().await;
    let run = stage.import(list(600, |number| number == 400), json!({ "policy": "REJECT_ALL" })).await;
    let (_, rows) = table(&stage.result_file(&run).await);
    assert_eq!(rows.len(), 600);
    for (row, number) in rows.iter().zip(1..) {
        assert_eq!(
            (row[6].as_str(), row[8].as_str()),
            ((number + 1).to_string().as_str(), if number == 400 { "REJECTED" } else { "SKIPPED" })
        );
    }
    stage.app.finish().await;
}

/// Few files at a time are in memory, also while they are sent to somebody slow.
#[tokio::test]
async fn a_result_takes_one_of_the_places_for_files_until_it_is_sent() {
    use futures::StreamExt;
    let stage = Stage::set().await;
    let id = stage.started(list(1100, |_| false), json!({})).await;
    stage.app.settle().await;
    let places = &stage.app.ctx.looking;
    let free = places.available_permits();
    let mut download = lianqiao::import::result_file(&stage.app.ctx, &lianqiao_tests::STAGE, id).await.unwrap();
    download.next().await.unwrap().unwrap();
    assert_eq!(places.available_permits(), free - 1);
    drop(download);
    assert_eq!(places.available_permits(), free);
    stage.app.finish().await;
}
