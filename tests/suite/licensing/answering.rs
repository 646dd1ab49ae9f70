//! The holder answers: grants on terms, or says no; the enterprise may withdraw.

use lianqiao::listing::vocabulary::LicenseKind;
use serde_json::{Value, json};

use super::stage::{REQUEST, Stage, money, offer};

const LICENSE: &str = "licenseRequest { id version state reason history { state by text } license {
  id state kind territory fieldOfUse paymentMode effectiveOn endsOn useFirstPayLater total { minorUnits } totalDue { minorUnits }
  conditions { code passed reason } ruleVersions { ruleId citation }
  schedule { ordinal dueOn amount { minorUnits } trigger state } } }";

/// `(due date, fen)` of a schedule in an answer.
fn dues(schedule: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    schedule.as_array().unwrap().iter().map(|part| (text(&part["dueOn"]), text(&part["amount"]["minorUnits"]))).collect()
}

fn expected(parts: &[(&str, &str)]) -> Vec<(String, String)> {
    parts.iter().map(|(due, fen)| ((*due).to_owned(), (*fen).to_owned())).collect()
}

/// Vector P3 of the domain reference, from the preview to the ledger.
#[tokio::test]
async fn a_grant_fixes_the_schedule_to_the_cent() {
    let stage = Stage::at("2026-08-31T02:00:00Z").await;
    let listing = stage.listing(vec![offer("UFPL-12", LicenseKind::NonExclusive, "100000.00")]).await;
    let mut ask = stage.ask(&stage.buyer, &listing, "UFPL-12");
    ask["paymentMode"] = json!("INSTALMENT");
    let id = stage.buyer.done("licenseRequestSubmit", ask, REQUEST).await["licenseRequest"]["id"].as_str().unwrap().to_owned();
    let plan = json!({ "instalment": { "total": money("100000.00"), "count": 3, "firstAfterMonths": 12, "stepMonths": 6 } });
    let p3 = expected(&[("2027-08-31", "3333333"), ("2028-02-29", "3333334"), ("2028-08-31", "3333333")]);

    let document = "query Plan($input: SchedulePreviewInput!) { schedulePreview(input: $input) { endsOn conforms conditions { code passed } schedule { dueOn amount { minorUnits } } } }";
    let input = json!({ "requestId": id, "effectiveOn": "2026-08-31", "plan": plan });
    let preview = stage.officer.ok(document, json!({ "input": input })).await["schedulePreview"].clone();
    assert_eq!((dues(&preview["schedule"]), &preview["conforms"], &preview["endsOn"]), (p3.clone(), &json!(true), &json!("2029-08-31")));

    let mut input = stage.grant(&id, 12, true);
    input["plan"] = plan;
    let granted = stage.head.done("licenseRequestGrant", input.clone(), LICENSE).await;
    let request = &granted["licenseRequest"];
    let license = &request["license"];
    assert_eq!((&request["state"], &request["version"]), (&json!("GRANTED"), &json!(2)));
    assert_eq!(dues(&license["schedule"]), p3);
    assert!(license["schedule"].as_array().unwrap().iter().all(|part| part["state"] == "SCHEDULED" && part["trigger"] == "DATE"));
    assert_eq!(
        (&license["state"], &license["kind"], &license["paymentMode"]),
        (&json!("ACTIVE"), &json!("NON_EXCLUSIVE"), &json!("INSTALMENT"))
    );
    assert_eq!(
        (&license["effectiveOn"], &license["endsOn"], &license["territory"]),
        (&json!("2026-08-31"), &json!("2029-08-31"), &json!(["CN"]))
    );
    assert_eq!(
        (&license["useFirstPayLater"], &license["total"]["minorUnits"], &license["totalDue"]["minorUnits"]),
        (&json!(true), &json!("10000000"), &json!("0"))
    );
    assert!(license["conditions"].as_array().unwrap().iter().all(|condition| condition["passed"] == true));
    assert!(license["ruleVersions"].as_array().unwrap().iter().any(|rule| rule["ruleId"] == "ufpl.free_months_min"));

    let again = stage.head.done("licenseRequestGrant", input, LICENSE).await;
    assert_eq!(
        (&again["idempotentReplay"], &again["licenseRequest"]),
        (&json!(true), request),
        "the same call again gives the same license"
    );

    stage.app.settle().await;
    assert!(!stage.app.subjects_to(&stage.buyer.email).is_empty(), "the enterprise is told");
    let document = "query License($id: ID!) { license(id: $id) { id request { id } } licenses(first: 10) { totalCount } }";
    let id = json!({ "id": license["id"] });
    assert_eq!(stage.buyer.ok(document, id.clone()).await["license"]["request"]["id"], request["id"]);
    let counts = "query Counts($side: LicenseParty) { licenseCounts(filter: { side: $side }) { state count } }";
    let one = json!({ "licenseCounts": [{ "state": "ACTIVE", "count": 1 }] });
    assert_eq!(stage.buyer.ok(counts, json!({ "side": "LICENSEE" })).await, one);
    assert_eq!(stage.buyer.ok(counts, json!({ "side": "LICENSOR" })).await, json!({ "licenseCounts": [] }));
    for other in [&stage.rival, &stage.stranger] {
        assert_eq!(other.ok(document, id.clone()).await, json!({ "license": null, "licenses": { "totalCount": 0 } }));
        assert_eq!(other.ok(counts, json!({})).await, json!({ "licenseCounts": [] }));
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn a_schedule_that_is_a_day_or_a_month_early_cannot_carry_the_name() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let payload = stage.head.mutate("licenseRequestGrant", stage.grant(&id, 11, true), LICENSE).await;
    let error = &payload["userErrors"][0];
    assert_eq!((&error["code"], &error["path"]), (&json!("NOT_USE_FIRST_PAY_LATER"), &json!(["input", "plan"])));
    let details = &error["details"];
    assert_eq!((&details["condition"], &details["reason"]), (&json!("NO_EARLY_FEE"), &json!("FEE_TOO_EARLY")));
    assert_eq!((&details["dueOn"], &details["earliestDueOn"]), (&json!("2027-10-23"), &json!("2027-11-23")));

    // Nor can the name be dropped to push the terms through: the enterprise asked for it.
    let payload = stage.head.mutate("licenseRequestGrant", stage.grant(&id, 11, false), LICENSE).await;
    let places: Vec<_> = payload["userErrors"].as_array().unwrap().iter().map(|error| (&error["code"], &error["path"][1])).collect();
    let refused = json!("TERMS_NOT_AS_ASKED");
    assert_eq!(places, [(&refused, &json!("plan")), (&refused, &json!("labelUseFirstPayLater"))]);
    assert_eq!(payload["userErrors"][0]["details"]["earliestDueOn"], "2027-11-23");

    // On an ordinary request the same schedule is a good answer, without the name.
    let mut plain = stage.ask(&stage.rival, &listing, "UFPL-12");
    plain["paymentMode"] = json!("LUMP_SUM");
    let plain = stage.rival.done("licenseRequestSubmit", plain, REQUEST).await["licenseRequest"]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        stage.head.refused("licenseRequestGrant", stage.grant(&plain, 11, true), LICENSE).await,
        ("NOT_USE_FIRST_PAY_LATER".into(), "input.plan".into())
    );
    let granted = stage.head.done("licenseRequestGrant", stage.grant(&plain, 11, false), LICENSE).await;
    let license = &granted["licenseRequest"]["license"];
    assert_eq!((&license["useFirstPayLater"], dues(&license["schedule"])), (&json!(false), expected(&[("2027-10-23", "8000000")])));
    let failed: Vec<_> = license["conditions"].as_array().unwrap().iter().filter(|condition| condition["passed"] == false).collect();
    assert_eq!(failed.iter().map(|condition| &condition["code"]).collect::<Vec<_>>(), ["NO_EARLY_FEE"], "and the license says why");
    stage.app.finish().await;
}

#[tokio::test]
async fn terms_that_do_not_hold_are_refused_at_their_place() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let with = |field: &str, value: Value| {
        let mut input = stage.grant(&id, 12, true);
        input[field] = value;
        input
    };
    let deferred = |amount: &str, months: i32| json!({ "deferred": { "total": money(amount), "deferralMonths": months } });
    let parts = |count: i32, step: i32| json!({ "instalment": { "total": money("80000.00"), "count": count, "firstAfterMonths": 12, "stepMonths": step } });
    for (input, code, path) in [
        (with("plan", deferred("79999.99", 12)), "SCHEDULE_MISMATCH", "input.plan.deferred.total"),
        (with("plan", deferred("80000.00", -1)), "OUT_OF_RANGE", "input.plan.deferred.deferralMonths"),
        (with("plan", deferred("80000.00", 601)), "OUT_OF_RANGE", "input.plan.deferred.deferralMonths"),
        (with("plan", parts(0, 6)), "OUT_OF_RANGE", "input.plan.instalment.count"),
        (with("plan", parts(3, 0)), "OUT_OF_RANGE", "input.plan.instalment.stepMonths"),
        (with("effectiveOn", json!("2026-11-22")), "OUT_OF_RANGE", "input.effectiveOn"),
        (with("effectiveOn", json!("2027-11-24")), "OUT_OF_RANGE", "input.effectiveOn"),
        (with("plan", parts(3, 6)), "TERMS_NOT_AS_ASKED", "input.plan"),
        (with("plan", json!({ "free": true })), "TERMS_NOT_AS_ASKED", "input.plan"),
        (with("plan", json!({ "free": false })), "BAD_USER_INPUT", "input.plan.free"),
        (with("expectedVersion", json!(7)), "STALE_VERSION", "input.expectedVersion"),
        (with("id", json!("nonsense")), "INVALID_ID", "input.id"),
    ] {
        assert_eq!(stage.head.refused("licenseRequestGrant", input, LICENSE).await, (code.to_owned(), path.to_owned()));
    }
    let seen =
        stage.officer.ok("query One($id: ID!) { licenseRequest(id: $id) { state version license { id } } }", json!({ "id": id })).await;
    assert_eq!(seen["licenseRequest"], json!({ "state": "SUBMITTED", "version": 1, "license": null }), "nothing was changed");
    stage.app.finish().await;
}

#[tokio::test]
async fn only_the_holders_office_answers_and_only_the_enterprise_withdraws() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let answer = json!({ "id": id, "expectedVersion": 1 });
    let rejection = json!({ "id": id, "expectedVersion": 1, "reason": "暂不许可。" });
    let forbidden = ("FORBIDDEN".to_owned(), String::new());
    let hidden = ("NOT_FOUND".to_owned(), "input.id".to_owned());
    assert_eq!(stage.buyer.refused("licenseRequestGrant", stage.grant(&id, 12, true), LICENSE).await, forbidden);
    assert_eq!(stage.buyer.refused("licenseRequestReject", rejection.clone(), REQUEST).await, forbidden);
    assert_eq!(stage.officer.refused("licenseRequestWithdraw", answer.clone(), REQUEST).await, forbidden);
    assert_eq!(stage.officer.refused("licenseRequestGrant", stage.grant(&id, 12, true), LICENSE).await, forbidden, "only a head binds");
    for other in [&stage.stranger, &stage.rival] {
        assert_eq!(other.refused("licenseRequestGrant", stage.grant(&id, 12, true), LICENSE).await, hidden);
        assert_eq!(other.refused("licenseRequestReject", rejection.clone(), REQUEST).await, hidden);
        assert_eq!(other.refused("licenseRequestWithdraw", answer.clone(), REQUEST).await, hidden);
        let blank = json!({ "id": id, "expectedVersion": 1, "reason": "" });
        assert_eq!(other.refused("licenseRequestReject", blank, REQUEST).await, hidden, "not even by what is missing");
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn a_rejection_has_a_reason_and_frees_the_way_for_another_request() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let no = |reason: &str| json!({ "id": id, "expectedVersion": 1, "reason": reason });
    assert_eq!(stage.head.refused("licenseRequestReject", no("  \n "), REQUEST).await, ("REASON_REQUIRED".into(), "input.reason".into()));
    assert_eq!(stage.head.refused("licenseRequestReject", no("a\u{200B}b"), REQUEST).await.0, "FORBIDDEN_CHARACTERS");
    let rejected = stage.head.done("licenseRequestReject", no("产能已满，明年再议。"), LICENSE).await;
    let request = &rejected["licenseRequest"];
    assert_eq!(
        (&request["state"], &request["reason"], &request["license"]),
        (&json!("REJECTED"), &json!("产能已满，明年再议。"), &Value::Null)
    );
    assert_eq!(
        request["history"],
        json!([
            { "state": "SUBMITTED", "by": "LICENSEE", "text": "用于船厂涂装线的小批量试用。" },
            { "state": "REJECTED", "by": "LICENSOR", "text": "产能已满，明年再议。" },
        ])
    );
    let mut late = stage.grant(&id, 12, true);
    late["expectedVersion"] = json!(2);
    let payload = stage.head.mutate("licenseRequestGrant", late, LICENSE).await;
    assert_eq!(payload["userErrors"][0]["code"], "TRANSITION_NOT_ALLOWED");
    assert_eq!(payload["userErrors"][0]["details"], json!({ "fromState": "REJECTED", "toState": "GRANTED", "allowed": [] }));

    let second = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let withdrawn = stage.buyer.done("licenseRequestWithdraw", json!({ "id": second, "expectedVersion": 1 }), REQUEST).await;
    assert_eq!(withdrawn["licenseRequest"]["state"], "WITHDRAWN");
    stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    stage.app.settle().await;
    assert!(!stage.app.subjects_to(&stage.buyer.email).is_empty() && !stage.app.subjects_to(&stage.officer.email).is_empty());
    stage.app.finish().await;
}

/// Journey J6.6 in small: a rule changes while a case is open.
#[tokio::test]
async fn a_case_goes_by_the_rules_it_started_under() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;

    let (mut rules, calendar) = lianqiao::rulebook::parse_files().unwrap();
    for rule in rules.iter_mut().filter(|rule| rule.rule_id == "ufpl.free_months_min") {
        rule.id = lianqiao::kernel::Id::from_uuid(uuid::Uuid::from_u128(18));
        rule.value = json!(18);
    }
    lianqiao::rulebook::synchronize(&stage.app.ctx, &rules).await.unwrap();
    stage.app.ctx.rules.replace(rules, calendar);

    let later = stage.ask(&stage.rival, &listing, "UFPL-12");
    let payload = stage.rival.mutate("licenseRequestSubmit", later, REQUEST).await;
    let error = &payload["userErrors"][0];
    assert_eq!(
        (&error["code"], &error["path"]),
        (&json!("NOT_USE_FIRST_PAY_LATER"), &json!(["input", "offerCode"])),
        "a new case: 18 months"
    );
    assert_eq!(error["details"]["reason"], "FREE_PERIOD_TOO_SHORT");

    let granted = stage.head.done("licenseRequestGrant", stage.grant(&id, 12, true), LICENSE).await;
    let license = &granted["licenseRequest"]["license"];
    assert_eq!(license["useFirstPayLater"], true, "the old case: still 12 months");
    let document = "query Rules($id: ID!) { license(id: $id) { ruleVersions { ruleId value } } }";
    let rules = stage.buyer.ok(document, json!({ "id": license["id"] })).await["license"]["ruleVersions"].clone();
    assert!(
        rules.as_array().unwrap().contains(&json!({ "ruleId": "ufpl.free_months_min", "value": 12 })),
        "and it can still show them: {rules}"
    );
    stage.app.finish().await;
}
