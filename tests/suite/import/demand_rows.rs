//! What a row of demands changes and what it leaves alone.

use lianqiao::{
    demand::{self, Written},
    kernel::Actor,
};
use serde_json::{Value, json};

use super::{
    demands::{CHINESE, imported, problems, started, there},
    figures,
};
use crate::demand::{alerts::fitting, stage::Stage};

/// The content of the demand at `reference`.
async fn content(stage: &Stage, reference: &str) -> Value {
    let found = there(&stage.app, &stage.owner.organization).await;
    json!(found.into_iter().find(|one| one.external_reference.as_deref() == Some(reference)).expect(reference).content)
}

#[tokio::test]
async fn what_a_file_has_no_column_for_and_what_a_cell_leaves_open_stays_as_its_owner_made_it() {
    let stage = Stage::set().await;
    let yuan = |amount: i64| json!({ "currency": "CNY", "minor_units": amount * 100 });
    let made = "需求编号,需求名称,预算上限,预算方式,联系人,联系电话,联系邮箱,公开范围\n\
        N-1,焊缝返修太多,50万元,固定金额,王工,13800138000,wang@yuxin.example,仅顾问\n";
    assert_eq!(figures(&imported(&stage, made, json!({})).await).1, [1, 1, 1, 0, 0, 0]);
    // The template of the page: no column for how firm the budget is, none for the name; who may see it is left open.
    let again = "需求编号,需求名称,预算下限,预算上限,联系电话,公开范围\nN-1,焊缝返修太多,30万元,60万元,13900139000,\n";
    assert_eq!(figures(&imported(&stage, again, json!({})).await).1, [1, 1, 0, 1, 0, 0]);
    let now = content(&stage, "N-1").await;
    assert_eq!(now["budget"], json!({ "min": yuan(300_000), "max": yuan(600_000), "mode": "FIXED" }));
    assert_eq!(now["contact"], json!({ "name": "王工", "phone": "13900139000", "email": "wang@yuxin.example" }));
    assert_eq!(now["visibility"], json!("ADVISOR_ONLY"));
    // What cannot be read harms nothing that is there, whatever stands beside it.
    let broken = "需求编号,需求名称,预算下限,预算上限,公开范围\nN-1,焊缝返修太多,20万元,大概五六十,-\n";
    assert_eq!(figures(&imported(&stage, broken, json!({})).await).1, [1, 1, 0, 1, 0, 0]);
    let now = content(&stage, "N-1").await;
    assert_eq!(now["budget"], json!({ "min": yuan(200_000), "max": yuan(600_000), "mode": "FIXED" }));
    assert_eq!(now["visibility"], json!("ADVISOR_ONLY"));
    // All of it taken out is taken out; our own export says so too.
    let emptied = "需求编号,需求名称,预算下限,预算上限,联系人,联系电话,联系邮箱\nN-1,焊缝返修太多,,,,,\n";
    assert_eq!(figures(&imported(&stage, emptied, json!({})).await).1, [1, 1, 0, 1, 0, 0]);
    let now = content(&stage, "N-1").await;
    assert_eq!((&now["budget"], now.get("contact").unwrap_or(&Value::Null)), (&Value::Null, &Value::Null));
    // Where nothing is there, a part brings what it takes.
    let phone = "需求编号,需求名称,最高预算,联系电话\nN-1,焊缝返修太多,9万元,13700137000\n";
    assert_eq!(figures(&imported(&stage, phone, json!({})).await).1, [1, 1, 0, 1, 0, 0]);
    let now = content(&stage, "N-1").await;
    assert_eq!(now["budget"], json!({ "max": yuan(90_000), "mode": "NEGOTIABLE" }));
    assert_eq!(now["contact"], json!({ "name": "13700137000", "phone": "13700137000" }));
    stage.app.finish().await;
}

#[tokio::test]
async fn amounts_are_in_the_unit_of_their_header_and_a_row_counter_is_no_reference() {
    let stage = Stage::set().await;
    let yuan = |amount: i64| json!({ "currency": "CNY", "minor_units": amount * 100 });
    let file =
        "序号,需求编号,需求名称,预算（万元）,计划投入（单位：万元）\n1,N-1,焊缝返修太多,50,\"1,200.5\"\n2,N-2,粉尘浓度超标,8万元,面议\n";
    let run = imported(&stage, file, json!({})).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [2, 2, 2, 0, 0, 0]), "{:?}", problems(&stage.owner, &run).await);
    let first = content(&stage, "N-1").await;
    assert_eq!((&first["budget"]["max"], &first["planned_investment"]), (&yuan(500_000), &yuan(12_005_000)));
    assert_eq!(content(&stage, "N-2").await["budget"]["max"], yuan(80_000));
    let run = started(&stage.owner, "序号,需求名称\n1,另一件事\n", json!({})).await;
    stage.app.settle().await;
    let run = stage
        .owner
        .in_chinese()
        .ok("query Run($id: ID!) { importRun(id: $id) { state failure { code message } } }", json!({ "id": run.to_string() }))
        .await["importRun"]
        .clone();
    assert_eq!((&run["state"], &run["failure"]["code"]), (&json!("FAILED"), &json!("COLUMN_MISSING")));
    assert!(run["failure"]["message"].as_str().unwrap().contains("外部编号"), "{run}");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_last_day_that_passed_meanwhile_stops_no_row_that_did_not_change() {
    let mut stage = Stage::set().await;
    let file = "需求编号,需求名称,有效期\nN-1,焊缝返修太多,2026-11-30\n";
    assert_eq!(figures(&imported(&stage, file, json!({})).await).1, [1, 1, 1, 0, 0, 0]);
    stage.app.advance(chrono::Duration::days(20));
    stage.owner.client = stage.app.sign_in(&stage.owner.email).await;
    let run = imported(&stage, file, json!({ "policy": "REJECT_ALL" })).await;
    assert_eq!(figures(&run), ("SUCCEEDED", [1, 1, 0, 0, 1, 0]), "{:?}", problems(&stage.owner, &run).await);
    // A new one with such a day is refused.
    let late = "需求编号,需求名称,有效期\nN-2,粉尘浓度超标,2026-11-30\n";
    let run = imported(&stage, late, json!({})).await;
    assert_eq!(figures(&run).1, [1, 1, 0, 0, 0, 1]);
    assert_eq!(problems(&stage.owner, &run).await, [(2, "OUT_OF_RANGE".to_owned(), "validUntil".to_owned(), "有效期".to_owned())]);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_draft_that_somebody_has_built_upon_is_not_taken_back_with_its_import() {
    let stage = Stage::set().await;
    imported(&stage, CHINESE, json!({})).await;
    let made = there(&stage.app, &stage.owner.organization).await;
    let listing = fitting(&stage, 1, 300_000).await;
    let input = json!({ "demandId": made[0].id.to_string(), "listingId": listing["id"], "verdict": "INTERESTED" });
    stage.owner.done("matchFeedbackGive", input, "matchFeedback { id }").await;
    let written: Vec<_> = made.iter().map(|demand| Written { demand: demand.id, version: demand.version, before: None }).collect();
    let tx = stage.app.ctx.begin().await.unwrap();
    let organization = stage.owner.organization.parse().unwrap();
    let undone = demand::undo_rows(&stage.app.ctx, &tx, &Actor::System("import"), organization, &written).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(undone, [made[1].id]);
    let left: Vec<_> = there(&stage.app, &stage.owner.organization).await.iter().map(|demand| demand.id).collect();
    assert_eq!(left, [made[0].id]);
    stage.app.finish().await;
}
