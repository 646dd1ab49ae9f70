//! J11: an advisor with a client's mandate begins a case with it, before there is a demand.

use chrono::Duration;
use serde_json::{Value, json};

use super::stage::{CASE, Stage, profile, refused, take};

const BEGUN: &str =
    "brokerCase { id version state begunByAdvisor viewerCanDraft contactBy shortlistBy title { zh } note needs { region languages } }";

impl Stage {
    /// Input of a case that the advisor begins with the enterprise.
    pub fn beginning(&self) -> Value {
        json!({
            "organizationId": self.owner.organization, "note": "已走访车间，拟先诊断", "noConflict": true, "idempotencyKey": self.advisor.key(),
        })
    }

    /// A case that the advisor has begun.
    pub async fn begun(&self) -> Value {
        self.advisor.done("caseBegin", self.beginning(), CASE).await["brokerCase"].clone()
    }
}

#[tokio::test]
async fn an_advisor_begins_a_case_under_a_mandate() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    stage.mandated(&advisor, "2027-06-30").await;
    let input = stage.beginning();
    let word = json!({ "noConflict": false, "idempotencyKey": stage.advisor.key() });
    let mut silent = input.clone();
    silent.as_object_mut().unwrap().extend(word.as_object().unwrap().clone());
    assert_eq!(stage.advisor.refused("caseBegin", silent, BEGUN).await, ("REQUIRED".into(), "input.noConflict".into()));
    let first = stage.advisor.mutate("caseBegin", input.clone(), BEGUN).await;
    let again = stage.advisor.mutate("caseBegin", input.clone(), BEGUN).await;
    assert_eq!((&first["brokerCase"]["id"], &again["idempotentReplay"]), (&again["brokerCase"]["id"], &json!(true)));
    let case = first["brokerCase"].clone();
    let seen = (&case["state"], &case["begunByAdvisor"], &case["viewerCanDraft"], &case["title"]["zh"], &case["contactBy"]);
    let expected = (&json!("ACCEPTED"), &json!(true), &json!(true), &json!("上海小桥科技有限公司"), &json!("2026-11-26"));
    assert_eq!(seen, expected);
    assert_eq!(case["needs"]["languages"], json!(["CHINESE"]));
    let mut second = input;
    second["idempotencyKey"] = json!(stage.advisor.key());
    assert_eq!(stage.advisor.refused("caseBegin", second, BEGUN).await, ("CASE_EXISTS".into(), "input.organizationId".into()));

    // The client and the operator learn of it, and see who began it; nobody else knows of it.
    stage.app.settle().await;
    for person in [&stage.owner, &stage.operator] {
        let seen = person
            .ok(&format!("query($id: ID!) {{ {} }}", BEGUN.replacen("brokerCase", "brokerCase(id: $id)", 1)), json!({ "id": case["id"] }))
            .await;
        assert_eq!(seen["brokerCase"]["begunByAdvisor"], json!(true), "{}", person.email);
        assert!(stage.app.subjects_to(&person.email).iter().any(|subject| subject.contains("News of the case")), "{}", person.email);
    }
    for who in [&stage.rival, &stage.stranger, &stage.officer] {
        assert_eq!(stage.look(who, &case).await, Value::Null);
    }
    // It goes on as any other.
    let mut case = stage.advisor.done("serviceLogAdd", stage.note(&stage.advisor, &case, json!({})), CASE).await["brokerCase"].clone();
    take(&stage.advisor, "caseStart", &mut case, json!({})).await;
    assert_eq!(case["state"], json!("IN_SERVICE"));

    // What nobody asked for is no acceptance, and a contact before it none in time; the visit counts.
    let figures = "query($id: ID!) { advisorFigures(advisorId: $id, from: \"2026-11-01\", until: \"2026-11-30\") {
        accepted daysToFirstContact firmsVisited demandsHandedIn } }";
    let seen = stage.advisor.ok(figures, json!({ "id": advisor["id"] })).await["advisorFigures"].clone();
    let expected = json!({ "accepted": 0, "daysToFirstContact": null, "firmsVisited": 1, "demandsHandedIn": 0 });
    assert_eq!(seen, expected);
    // Nor once it was handed back.
    take(&stage.advisor, "caseRelease", &mut case, json!({ "reason": "另有安排" })).await;
    let seen = stage.advisor.ok(figures, json!({ "id": advisor["id"] })).await["advisorFigures"].clone();
    assert_eq!(seen, expected);
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn nobody_begins_without_a_mandate_for_demands() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    for who in [&stage.owner, &stage.operator, &stage.officer, &stage.stranger] {
        assert_eq!(who.refused("caseBegin", stage.beginning(), BEGUN).await.0, "FORBIDDEN", "{}", who.email);
    }
    let missing = ("MANDATE_MISSING".to_owned(), "input.organizationId".to_owned());
    assert_eq!(stage.advisor.refused("caseBegin", stage.beginning(), BEGUN).await, missing);
    assert_eq!(stage.rival.refused("caseBegin", stage.beginning(), BEGUN).await.0, "ADVISOR_NOT_AVAILABLE");
    let mut nowhere = stage.beginning();
    nowhere["organizationId"] =
        json!(stage.app.organization(lianqiao::identity::rules::OrganizationKind::Enterprise, "未核验科技有限公司", false).await.id);
    assert_eq!(stage.advisor.refused("caseBegin", nowhere, BEGUN).await, ("NOT_FOUND".into(), "input.organizationId".into()));
    // For introductions alone is not enough, and one that is over is none.
    let mut narrow = stage.mandate(&advisor, "2026-12-31");
    narrow["scopes"] = json!(["INTRODUCTIONS"]);
    let narrow = stage.owner.done("mandateGrant", narrow, "mandate { id version }").await["mandate"].clone();
    assert_eq!(stage.advisor.refused("caseBegin", stage.beginning(), BEGUN).await, missing);
    stage.owner.done("mandateEnd", json!({ "id": narrow["id"], "expectedVersion": narrow["version"] }), "mandate { id }").await;
    stage.mandated(&advisor, "2026-12-31").await;
    stage.app.advance(Duration::days(39));
    let late = stage.again(&stage.advisor).await;
    assert_eq!(late.refused("caseBegin", stage.beginning(), BEGUN).await, missing);
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_bars_an_assignment_bars_a_beginning() {
    let stage = Stage::set().await;
    let mut modest = profile();
    modest["capacity"] = json!(1);
    let advisor = stage.appointed(&stage.advisor, modest).await;
    stage.mandated(&advisor, "2027-06-30").await;
    stage.accepted("焊缝返修太多", &advisor, &stage.advisor).await;
    let full = stage.advisor.refused("caseBegin", stage.beginning(), BEGUN).await;
    assert_eq!(full.0, "ADVISOR_NOT_AVAILABLE", "the desk is full");

    // A tie ends the mandate, and with it every beginning.
    let tie = json!({
        "advisorId": advisor["id"], "kind": "FAMILY", "organizationId": stage.owner.organization, "idempotencyKey": stage.advisor.key(),
    });
    stage.advisor.done("advisorConflictDeclare", tie, "advisor { id }").await;
    assert_eq!(stage.advisor.refused("caseBegin", stage.beginning(), BEGUN).await.0, "MANDATE_MISSING");

    // Nor does anybody draft in a case that is not theirs, or is about something already.
    let rival = stage.appointed(&stage.rival, profile()).await;
    let input = stage.mandate_of(&stage.owner, &rival, "2027-06-30");
    stage.owner.done("mandateGrant", input, "mandate { id }").await;
    let other = stage.accepted("另一个需求", &rival, &stage.rival).await;
    let draft = json!({
        "caseId": other["id"], "expectedVersion": other["version"], "title": { "zh": "第二个需求" }, "idempotencyKey": stage.rival.key(),
    });
    let about = stage.rival.refused("caseDemandDraft", draft.clone(), "demand { id }").await;
    assert_eq!(about, ("CASE_DEMAND_EXISTS".into(), "input.caseId".into()));
    assert_eq!(stage.advisor.refused("caseDemandDraft", draft.clone(), "demand { id }").await.0, "NOT_FOUND");
    assert_eq!(stage.owner.refused("caseDemandDraft", draft, "demand { id }").await.0, "FORBIDDEN");
    assert_eq!(refused(&stage.advisor, "caseStart", &other, json!({})).await.0, "NOT_FOUND");
    stage.app.settle().await;
    stage.app.finish().await;
}
