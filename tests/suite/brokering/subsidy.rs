//! J11.6: what an operator claims subsidies with.

use lianqiao_tests::Client;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::stage::{OUTCOME, Stage, profile, versioned};

const PACK: &str = "query($from: Date!, $until: Date!) { subsidyPack(from: $from, until: $until) { listingsPublished demandsPublished outcomesValidated
    rowCount arrived { kind amount { currency minorUnits } } rows(first: 100) { signedWithin outcome { id } recorded { kind amount { minorUnits } }
    arrived { kind amount { currency minorUnits } } } } }";

async fn pack(who: &Client, from: &str, until: &str) -> Value {
    who.ok(PACK, json!({ "from": from, "until": until })).await["subsidyPack"].clone()
}

async fn file(who: &Client, from: &str, until: &str) -> (StatusCode, String) {
    let path = format!("/exports/subsidies.csv?from={from}&until={until}");
    let response = who.request(Method::GET, &path).send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn what_has_not_arrived_is_not_claimed() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let mut deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await["caseOutcome"].clone();
    for person in [&stage.owner, &stage.head] {
        deal = person.done("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await["caseOutcome"].clone();
    }
    let (from, until) = ("2026-11-01", "2026-11-30");
    assert_eq!(pack(&stage.operator, from, until).await["outcomesValidated"], json!(0), "confirmed is not validated");
    stage.operator.done("outcomeDecide", versioned(&deal, json!({ "validate": true })), OUTCOME).await;
    for (kind, minor) in [("FEE", "1200000"), ("SUBSIDY", "50000"), ("SUBSIDY", "70000")] {
        let fee = json!({
            "outcomeId": deal["id"], "kind": kind, "payer": "杨浦区科委", "basis": "约定", "amount": { "currency": "CNY", "minorUnits": minor },
            "idempotencyKey": stage.operator.key(),
        });
        deal = stage.operator.done("caseFeeRecord", fee, OUTCOME).await["caseOutcome"].clone();
    }
    let waiting = pack(&stage.operator, from, until).await;
    assert_eq!((&waiting["outcomesValidated"], &waiting["arrived"]), (&json!(1), &json!([])));
    assert_eq!(waiting["rows"][0]["recorded"].as_array().unwrap().len(), 2);
    let subsidy = deal["fees"].as_array().unwrap().iter().find(|fee| fee["kind"] == "SUBSIDY").unwrap();
    stage.operator.done("caseFeeArrive", versioned(subsidy, json!({ "arrivedOn": "2026-11-23" })), OUTCOME).await;
    let arrived = pack(&stage.operator, from, until).await;
    assert_eq!(arrived["arrived"], arrived["rows"][0]["arrived"], "the head is the rows added up");
    assert_eq!(arrived["arrived"][0]["kind"], json!("SUBSIDY"));
    assert!(["50000", "70000"].contains(&arrived["arrived"][0]["amount"]["minorUnits"].as_str().unwrap()));
    // The day before, nothing was signed and nothing arrived; on the day itself both.
    assert_eq!(pack(&stage.operator, from, "2026-11-22").await["rowCount"], json!(0));
    assert_eq!(pack(&stage.operator, "2026-11-23", "2026-11-23").await["rowCount"], json!(1));
    // One demand was published in the period; those of the cases are drafts.
    let mut need = stage.draft("打磨工位粉尘超标");
    need["expectedTarget"] = json!({ "zh": "降到每立方米两毫克以下" });
    let mut demand = stage.owner.done("demandCreate", need, "demand { id version }").await["demand"].clone();
    for (who, field) in [(&stage.owner, "demandSubmit"), (&stage.operator, "demandPublish")] {
        demand = who.done(field, versioned(&demand, json!({})), "demand { id version }").await["demand"].clone();
    }
    let posted = pack(&stage.operator, from, until).await;
    assert_eq!(
        (&arrived["demandsPublished"], &posted["demandsPublished"], &posted["listingsPublished"]),
        (&json!(0), &json!(1), &json!(0))
    );
    let (status, table) = file(&stage.operator, from, until).await;
    assert_eq!(status, StatusCode::OK);
    assert!(table.contains(&"a".repeat(64)) && table.contains("\"2026-11-23\"") && table.contains("\"Subsidy\""), "{table}");
    // One that was noted by mistake is none; one that arrives later belongs to the month in which it does, with the contract of before.
    let fee = deal["fees"].as_array().unwrap().iter().find(|fee| fee["kind"] == "FEE").unwrap();
    stage.operator.done("caseFeeCancel", versioned(fee, json!({ "reason": "记错" })), OUTCOME).await;
    stage.app.advance(chrono::Duration::days(10));
    let operator = stage.again(&stage.operator).await;
    let later = deal["fees"].as_array().unwrap().iter().rfind(|fee| fee["kind"] == "SUBSIDY" && fee["id"] != subsidy["id"]).unwrap();
    operator.done("caseFeeArrive", versioned(later, json!({ "arrivedOn": "2026-12-02" })), OUTCOME).await;
    let december = pack(&operator, "2026-12-01", "2026-12-31").await;
    let row = &december["rows"][0];
    assert_eq!((&december["outcomesValidated"], &december["rowCount"], &row["signedWithin"]), (&json!(0), &json!(1), &json!(false)));
    assert_eq!((&row["recorded"], &december["arrived"]), (&json!([]), &row["arrived"]));
    let both = pack(&operator, from, "2026-12-31").await;
    assert_eq!(both["arrived"], json!([{ "kind": "SUBSIDY", "amount": { "currency": "CNY", "minorUnits": "120000" } }]));
    assert_eq!(both["rows"][0]["recorded"].as_array().unwrap().len(), 1, "the fee was cancelled");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_pack_is_for_operators_and_of_a_year_at_most() {
    let stage = Stage::set().await;
    let days = |from: &str, until: &str| json!({ "from": from, "until": until });
    for who in [&*stage.advisor, &*stage.owner, &*stage.head] {
        assert_eq!(who.run(PACK, days("2026-01-01", "2026-12-31")).await.code(), "FORBIDDEN");
        assert_eq!(file(who, "2026-01-01", "2026-12-31").await.0, StatusCode::FORBIDDEN);
    }
    assert_eq!(pack(&stage.operator, "2026-01-01", "2026-12-31").await["rowCount"], json!(0));
    for (from, until) in [("2026-01-01", "2027-01-01"), ("2026-01-02", "2026-01-01")] {
        assert_eq!(stage.operator.run(PACK, days(from, until)).await.code(), "OUT_OF_RANGE");
    }
    // The file of a period without anything has its head.
    let (status, table) = file(&stage.operator, "2026-01-01", "2026-12-31").await;
    assert_eq!((status, table.lines().count()), (StatusCode::OK, 7), "{table}");
    stage.app.finish().await;
}
