//! An enterprise looks at an offer and asks for a license.

use chrono::Duration;
use lianqiao::listing::vocabulary::LicenseKind;
use serde_json::{Value, json};

use super::stage::{REQUEST, Stage, newcomers, offer};

const PREVIEW: &str = "query Preview($listing: ID!, $code: String!, $organization: ID!) {
  licenseRequestPreview(listingId: $listing, offerCode: $code, organizationId: $organization) {
    useFirstPayLater paymentMode conforms
    sizeCheck { size standard { ruleId citation } declaration { dataYear evidence } indicators { indicator persons amount { minorUnits } largeFrom mediumFrom smallFrom level decided } }
    conditions { code passed blocking reason citation rule { ruleId title { zh en } text { zh en } evidence } }
    problems { code path message }
    sampleSchedule { ordinal dueOn amount { currency minorUnits } trigger }
  }
}";

async fn preview(who: &lianqiao_tests::Person, listing: &str, code: &str) -> Value {
    let variables = json!({ "listing": listing, "code": code, "organization": who.organization });
    who.ok(PREVIEW, variables).await["licenseRequestPreview"].clone()
}

#[tokio::test]
async fn the_preview_shows_the_size_check_the_conditions_and_an_example() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let seen = preview(&stage.buyer, &listing, "UFPL-12").await;
    assert_eq!(seen["problems"], json!([]));
    assert_eq!((&seen["useFirstPayLater"], &seen["paymentMode"], &seen["conforms"]), (&json!(true), &json!("DEFERRED"), &json!(true)));

    let size = &seen["sizeCheck"];
    assert_eq!((&size["size"], &size["declaration"]["dataYear"]), (&json!("SMALL"), &json!(2025)));
    assert_eq!(size["standard"]["ruleId"], "enterprise_size.thresholds");
    assert!(size["standard"]["citation"].as_str().unwrap().contains("300号"));
    assert_eq!(
        size["indicators"],
        json!([
            { "indicator": "STAFF", "persons": 50, "amount": null, "largeFrom": 300, "mediumFrom": 100, "smallFrom": 10, "level": "SMALL", "decided": true },
            { "indicator": "REVENUE", "persons": null, "amount": { "minorUnits": "600000000" }, "largeFrom": 10000, "mediumFrom": 1000, "smallFrom": 50, "level": "SMALL", "decided": true },
        ])
    );

    let conditions = seen["conditions"].as_array().unwrap();
    let codes: Vec<_> = conditions.iter().map(|condition| condition["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["LICENSOR_PUBLIC", "LICENSEE_SME", "IS_LICENSE", "NO_EARLY_FEE", "MODE_IN_CONTRACT"]);
    for condition in conditions {
        assert_eq!((&condition["passed"], &condition["reason"]), (&json!(true), &Value::Null));
        for (part, language) in [("title", "zh"), ("title", "en"), ("text", "zh"), ("text", "en")] {
            assert!(!condition["rule"][part][language].as_str().unwrap().is_empty(), "{condition}");
        }
        assert!(!condition["citation"].as_str().unwrap().is_empty());
    }
    let amount = json!({ "currency": "CNY", "minorUnits": "8000000" });
    assert_eq!(seen["sampleSchedule"], json!([{ "ordinal": 1, "dueOn": "2027-11-23", "amount": amount, "trigger": "DATE" }]));
    stage.app.finish().await;
}

#[tokio::test]
async fn an_enterprise_that_is_too_large_or_unknown_learns_why_and_cannot_ask() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let (_, silent) = newcomers(&stage).await;
    for (who, reason) in [(&stage.giant, "SIZE_TOO_LARGE"), (&silent, "SIZE_UNKNOWN")] {
        let seen = preview(who, &listing, "UFPL-12").await;
        assert_eq!(seen["conforms"], false);
        let failed: Vec<_> = seen["conditions"].as_array().unwrap().iter().filter(|condition| condition["passed"] == false).collect();
        assert_eq!(
            failed.iter().map(|condition| (&condition["code"], &condition["reason"])).collect::<Vec<_>>(),
            [(&json!("LICENSEE_SME"), &json!(reason))]
        );
        assert_eq!(
            (&seen["problems"][0]["code"], &seen["problems"][0]["path"]),
            (&json!("SIZE_NOT_ELIGIBLE"), &json!(["input", "organizationId"]))
        );

        let payload = who.mutate("licenseRequestSubmit", stage.ask(who, &listing, "UFPL-12"), REQUEST).await;
        let error = &payload["userErrors"][0];
        assert_eq!((&error["code"], &error["details"]["reason"]), (&json!("SIZE_NOT_ELIGIBLE"), &json!(reason)));
        assert!(error["details"]["citation"].as_str().unwrap().contains("300号"));
        assert_eq!(payload["licenseRequest"], Value::Null);
    }
    let mut plain = stage.ask(&stage.giant, &listing, "UFPL-12");
    plain["paymentMode"] = json!("LUMP_SUM");
    let payload = stage.giant.done("licenseRequestSubmit", plain, REQUEST).await;
    assert_eq!(payload["licenseRequest"]["useFirstPayLater"], false, "on ordinary terms anybody may ask");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_repeated_submission_answers_with_the_first_request() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let input = stage.ask(&stage.buyer, &listing, "UFPL-12");
    let mut first_input = input.clone();
    first_input["clientMutationId"] = json!("mark");
    let first = stage.buyer.done("licenseRequestSubmit", first_input, REQUEST).await;
    assert_eq!((&first["idempotentReplay"], &first["clientMutationId"]), (&json!(false), &json!("mark")));
    let request = &first["licenseRequest"];
    assert_eq!((&request["state"], &request["version"], &request["size"]), (&json!("SUBMITTED"), &json!(1), &json!("SMALL")));
    assert_eq!(
        (&request["replyBy"], &request["replyByProvisional"], &request["late"]),
        (&json!("2026-12-07"), &json!(false), &json!(false))
    );

    let again = stage.buyer.done("licenseRequestSubmit", input.clone(), REQUEST).await;
    assert_eq!((&again["licenseRequest"], &again["idempotentReplay"]), (request, &json!(true)));

    let mut other = input.clone();
    other["purpose"] = json!("另一个用途");
    assert_eq!(
        stage.buyer.refused("licenseRequestSubmit", other, REQUEST).await,
        ("IDEMPOTENCY_KEY_REUSED".into(), "input.idempotencyKey".into())
    );
    let fresh = stage.ask(&stage.buyer, &listing, "UFPL-12");
    assert_eq!(stage.buyer.refused("licenseRequestSubmit", fresh, REQUEST).await, ("REQUEST_EXISTS".into(), "input.offerCode".into()));
    let mut bad = input;
    bad["idempotencyKey"] = json!("not-a-uuid");
    let document = "mutation($i: LicenseRequestSubmitInput!) { licenseRequestSubmit(input: $i) { licenseRequest { id } } }";
    assert_eq!(stage.buyer.run(document, json!({ "i": bad })).await.code(), "BAD_USER_INPUT");
    stage.app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_at_its_place() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let (newcomer, _) = newcomers(&stage).await;
    let with = |field: &str, value: Value| {
        let mut input = stage.ask(&stage.buyer, &listing, "UFPL-12");
        input[field] = value;
        input
    };
    let somebody = lianqiao::kernel::Id::<lianqiao::kernel::id::Listing>::from_uuid(uuid::Uuid::from_u128(7)).to_string();
    for (input, code, path) in [
        (with("offerCode", json!("NONE")), "OFFER_NOT_FOUND", "input.offerCode"),
        (with("listingId", json!(somebody)), "NOT_FOUND", "input.listingId"),
        (with("listingId", json!("nonsense")), "INVALID_ID", "input.listingId"),
        (with("listingId", json!(stage.buyer.organization)), "INVALID_ID", "input.listingId"),
        (with("organizationId", json!(stage.rival.organization)), "FORBIDDEN", "input.organizationId"),
        (with("paymentMode", json!("EQUITY")), "UNKNOWN_CODE", "input.paymentMode"),
        (with("purpose", json!("  ")), "REQUIRED", "input.purpose"),
        (with("purpose", json!("字".repeat(2001))), "TOO_LONG", "input.purpose"),
        (with("purpose", json!("abc\u{202E}def")), "FORBIDDEN_CHARACTERS", "input.purpose"),
    ] {
        assert_eq!(stage.buyer.refused("licenseRequestSubmit", input, REQUEST).await, (code.to_owned(), path.to_owned()));
    }
    let input = stage.ask(&newcomer, &listing, "UFPL-12");
    let (code, path) = newcomer.refused("licenseRequestSubmit", input, REQUEST).await;
    assert!(["ORGANIZATION_NOT_VERIFIED", "NOT_FOUND", "OFFER_NOT_FOUND"].contains(&code.as_str()), "{code} at {path}");
    let input = stage.ask(&stage.officer, &listing, "UFPL-12");
    assert_eq!(stage.officer.refused("licenseRequestSubmit", input, REQUEST).await, ("FORBIDDEN".into(), "input.organizationId".into()));

    let document = format!("mutation Run($input: LicenseRequestSubmitInput!) {{ licenseRequestSubmit(input: $input) {{ {REQUEST} }} }}");
    let answer = stage.app.visitor.run(&document, json!({ "input": stage.ask(&stage.buyer, &listing, "UFPL-12") })).await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
    let listed = stage.head.ok("{ licenseRequests(first: 10) { totalCount } }", json!({})).await;
    assert_eq!(listed["licenseRequests"]["totalCount"], 0, "nothing was changed by what was refused");
    stage.app.finish().await;
}

const ONE: &str = "query One($id: ID!) { licenseRequest(id: $id) { id purpose availableTransitions { name toState requiredInputs blockedBy { code } } } }";

#[tokio::test]
async fn a_request_is_the_business_of_its_two_parties() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let seen = |who: &lianqiao_tests::Client| {
        let (who, id) = (who.clone(), id.clone());
        async move { who.ok(ONE, json!({ "id": id })).await["licenseRequest"].clone() }
    };
    let names = |request: &Value| {
        request["availableTransitions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|option| option["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&seen(&stage.buyer).await), ["WITHDRAW"]);
    assert_eq!(names(&seen(&stage.head).await), ["GRANT", "REJECT"]);
    assert_eq!(names(&seen(&stage.officer).await), ["REJECT"], "an officer does not bind the office");
    assert_eq!(seen(&stage.head).await["availableTransitions"][0]["blockedBy"], json!([]));
    for other in [&stage.rival, &stage.stranger, &stage.giant] {
        assert_eq!(seen(other).await, Value::Null);
        let listed = other.ok("{ licenseRequests(first: 10) { nodes { id } totalCount } }", json!({})).await;
        assert_eq!(listed["licenseRequests"], json!({ "nodes": [], "totalCount": 0 }));
        let filter = json!({ "organizationId": stage.buyer.organization });
        let document = "query List($filter: LicenseRequestFilterInput) { licenseRequests(first: 10, filter: $filter) { nodes { id } } }";
        assert_eq!(other.ok(document, json!({ "filter": filter })).await["licenseRequests"]["nodes"], json!([]));
    }
    assert_eq!(seen(&stage.app.visitor).await, Value::Null);
    stage.app.finish().await;
}

#[tokio::test]
async fn lists_are_filtered_by_side_and_state_and_paged() {
    let stage = Stage::set().await;
    for _ in 0..3 {
        let listing = stage.usual_listing().await;
        stage.asked(&stage.buyer, &listing, "UFPL-12").await;
        stage.app.advance(Duration::seconds(1));
    }
    let document = "query List($filter: LicenseRequestFilterInput, $after: String) {
      licenseRequests(first: 2, after: $after, filter: $filter) { nodes { id listing { id } licensor { nameZh } licensee { nameZh } license { id } } pageInfo { hasNextPage endCursor } totalCount totalCountIsExact } }";
    let filter = json!({ "organizationId": stage.buyer.organization, "side": "LICENSEE", "states": ["SUBMITTED"] });
    let (first, statements) = stage.app.statements_of(stage.buyer.ok(document, json!({ "filter": filter }))).await;
    let first = &first["licenseRequests"];
    assert!(statements.len() <= 10, "{}: {statements:#?}", statements.len());
    assert_eq!(
        (first["nodes"].as_array().unwrap().len(), &first["totalCount"], &first["pageInfo"]["hasNextPage"]),
        (2, &json!(3), &json!(true))
    );
    assert_eq!(
        (&first["nodes"][0]["licensor"]["nameZh"], &first["nodes"][0]["licensee"]["nameZh"]),
        (&json!("杨浦大学"), &json!("小桥科技"))
    );
    let rest = stage.buyer.ok(document, json!({ "filter": filter, "after": first["pageInfo"]["endCursor"] })).await;
    let rest = &rest["licenseRequests"];
    assert_eq!((rest["nodes"].as_array().unwrap().len(), &rest["pageInfo"]["hasNextPage"]), (1, &json!(false)));
    assert!(!first["nodes"].as_array().unwrap().contains(&rest["nodes"][0]));
    let counts = "query Counts($filter: LicenseRequestFilterInput) { licenseRequestCounts(filter: $filter) { state count } }";
    let counted = json!({ "licenseRequestCounts": [{ "state": "SUBMITTED", "count": 3 }] });
    for who in [&stage.buyer, &stage.head] {
        // States of the filter are for the list; the tabs count them all.
        assert_eq!(who.ok(counts, json!({ "filter": { "states": ["GRANTED"] } })).await, counted);
    }
    assert_eq!(stage.rival.ok(counts, json!({})).await, json!({ "licenseRequestCounts": [] }));
    for (field, value) in [("side", json!("LICENSOR")), ("states", json!(["GRANTED"]))] {
        let mut other = filter.clone();
        other[field] = value;
        assert_eq!(stage.buyer.ok(document, json!({ "filter": other })).await["licenseRequests"]["totalCount"], 0, "{field}");
        let answer = stage.buyer.run(document, json!({ "filter": other, "after": first["pageInfo"]["endCursor"] })).await;
        assert_eq!(answer.code(), "CURSOR_MISMATCH");
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn an_answer_that_stays_out_is_shown_as_late() {
    let stage = Stage::set().await;
    let listing = stage.listing(vec![offer("UFPL-12", LicenseKind::NonExclusive, "80000.00")]).await;
    let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    // The last day ends at midnight in Shanghai, at four in the afternoon by the world's clock.
    for (now, expected) in [("2026-12-07T15:59:59Z", false), ("2026-12-07T16:00:00Z", true)] {
        stage.app.clock.set(now.parse().unwrap());
        let buyer = relogin(&stage).await;
        let seen = buyer.ok("query Late($id: ID!) { licenseRequest(id: $id) { late } }", json!({ "id": id })).await;
        assert_eq!(seen["licenseRequest"]["late"], expected, "{now}");
    }
    stage.app.finish().await;
}

/// Access tokens are short-lived: after a leap of the clock the buyer signs in again.
async fn relogin(stage: &Stage) -> lianqiao_tests::Client {
    let input = json!({ "email": stage.buyer.email, "password": "spring-forsythia-47-bridge" });
    let session = stage.app.visitor.done("logIn", input, "session { accessToken }").await;
    stage.app.visitor.with_token(session["session"]["accessToken"].as_str().unwrap())
}

#[tokio::test]
async fn rules_can_be_read_by_anybody_as_they_stood_on_a_day() {
    let stage = Stage::set().await;
    let document = "query Rules($on: Date, $prefix: String, $after: String) { rules(on: $on, prefix: $prefix, first: 100, after: $after) { nodes { id ruleId value citation validFrom evidence summary } totalCount pageInfo { hasNextPage endCursor } } }";
    let read = |on: &'static str| async move { json!({ "on": on, "prefix": "patent.term_years.design" }) };
    let old = stage.app.visitor.ok(document, read("2021-05-31").await).await;
    let new = stage.app.visitor.ok(document, read("2021-06-01").await).await;
    assert_eq!((&old["rules"]["nodes"][0]["value"], &new["rules"]["nodes"][0]["value"]), (&json!(10), &json!(15)));
    let all = stage.app.visitor.ok(document, json!({})).await;
    let names: Vec<_> = all["rules"]["nodes"].as_array().unwrap().iter().map(|rule| rule["ruleId"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.len() == 100);
    let rest = stage.app.visitor.ok(document, json!({ "after": all["rules"]["pageInfo"]["endCursor"] })).await;
    assert!(rest["rules"]["nodes"][0]["ruleId"].as_str().unwrap() > names[99]);

    let version = "query Version($id: ID!) { ruleVersion(id: $id) { ruleId validTo } }";
    let id = &new["rules"]["nodes"][0]["id"];
    assert_eq!(stage.app.visitor.ok(version, json!({ "id": id })).await["ruleVersion"]["ruleId"], "patent.term_years.design");
    for nothing in [json!("nonsense"), json!(stage.buyer.user)] {
        assert_eq!(stage.app.visitor.ok(version, json!({ "id": nothing })).await["ruleVersion"], Value::Null);
    }
    stage.app.finish().await;
}
