//! J11: an advisor drafts the client's demand; the client reads it, changes it, and alone hands it in.

use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

use super::stage::{Stage, profile, versioned};

const DEMAND: &str = "demand { id version state visibility title { zh } draftedBy { id } organization { id } viewerCanEdit
    availableTransitions { name } }";

impl Stage {
    fn drafting(&self, case: &Value) -> Value {
        let mut input = self.draft("焊缝返修太多");
        let fields = input.as_object_mut().unwrap();
        fields.remove("organizationId");
        fields.insert("caseId".into(), case["id"].clone());
        fields.insert("expectedVersion".into(), case["version"].clone());
        fields.insert("expectedTarget".into(), json!({ "zh": "返修率减半" }));
        fields.insert("acceptanceTests".into(), json!([{ "name": "一次合格率", "comparator": "AT_LEAST", "value": "98.5", "unit": "%" }]));
        fields.insert("contact".into(), json!({ "name": "王工", "phone": "13800138000" }));
        fields.insert("idempotencyKey".into(), json!(self.advisor.key()));
        input
    }

    async fn seen(&self, who: &Client, demand: &Value) -> Value {
        let document = format!("query($id: ID!) {{ {} }}", DEMAND.replacen("demand", "demand(id: $id)", 1));
        who.ok(&document, json!({ "id": demand["id"] })).await["demand"].clone()
    }
}

#[tokio::test]
async fn an_advisor_drafts_and_the_client_hands_in() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    stage.appointed(&stage.rival, profile()).await;
    stage.mandated(&advisor, "2027-06-30").await;
    let case = stage.begun().await;
    let input = stage.drafting(&case);
    // The world learns whose a demand is from its owner.
    let mut named = input.clone();
    (named["visibility"], named["idempotencyKey"]) = (json!("PUBLIC"), json!(stage.advisor.key()));
    assert_eq!(stage.advisor.refused("caseDemandDraft", named, DEMAND).await, ("FORBIDDEN".into(), "input.visibility".into()));
    let mut wrong = input.clone();
    (wrong["industries"], wrong["idempotencyKey"]) = (json!(["nothing"]), json!(stage.advisor.key()));
    assert!(stage.advisor.refused("caseDemandDraft", wrong, DEMAND).await.1.starts_with("input.industries"));
    let first = stage.advisor.mutate("caseDemandDraft", input.clone(), DEMAND).await;
    let again = stage.advisor.mutate("caseDemandDraft", input, DEMAND).await;
    assert_eq!((&first["demand"]["id"], &again["idempotentReplay"]), (&again["demand"]["id"], &json!(true)), "{first} {again}");
    let mut demand = first["demand"].clone();
    assert_eq!((&demand["state"], &demand["organization"]["id"]), (&json!("DRAFT"), &json!(stage.owner.organization)));
    assert_eq!((&demand["draftedBy"]["id"], &demand["viewerCanEdit"]), (&advisor["id"], &json!(true)));
    assert_eq!(demand["availableTransitions"], json!([]), "nothing but writing is the advisor's");

    // The case is about it from now on.
    let about = stage.look(&stage.advisor, &case).await;
    assert_eq!((&about["title"]["zh"], &about["needs"]["industries"]), (&json!("焊缝返修太多"), &json!(["C3734"])));
    let mut twice = stage.drafting(&about);
    twice["idempotencyKey"] = json!(stage.advisor.key());
    assert_eq!(stage.advisor.refused("caseDemandDraft", twice, DEMAND).await.0, "CASE_DEMAND_EXISTS");
    // The client is told, and reads who wrote it; others know nothing of it.
    stage.app.settle().await;
    assert!(stage.app.subjects_to(&stage.owner.email).iter().any(|subject| subject.contains("drafted a demand")));
    let own = stage.seen(&stage.owner, &demand).await;
    assert_eq!((&own["draftedBy"]["id"], &own["viewerCanEdit"]), (&advisor["id"], &json!(true)));
    for who in [&stage.rival, &stage.stranger, &stage.officer] {
        assert_eq!(stage.seen(who, &demand).await, Value::Null);
    }

    // The advisor writes on, does not name the client, and takes no step.
    let edit = |demand: &Value, more: Value| versioned(demand, more);
    demand =
        stage.advisor.done("demandUpdate", edit(&demand, json!({ "title": { "zh": "厚板焊缝返修太多" } })), DEMAND).await["demand"].clone();
    let open = edit(&demand, json!({ "visibility": "PUBLIC" }));
    assert_eq!(stage.advisor.refused("demandUpdate", open, DEMAND).await, ("FORBIDDEN".into(), "input.visibility".into()));
    for (field, more) in [("demandSubmit", json!({})), ("demandWithdraw", json!({ "reason": "不再需要" })), ("demandPublish", json!({}))]
    {
        assert_eq!(stage.advisor.refused(field, edit(&demand, more), DEMAND).await.0, "FORBIDDEN", "{field}");
    }
    assert_eq!(stage.rival.refused("demandUpdate", edit(&demand, json!({ "trlMin": 4 })), DEMAND).await.0, "NOT_FOUND");

    // The client shows it to advisors alone; that is not the advisor's to undo, to narrow it is.
    demand = stage.owner.done("demandUpdate", edit(&demand, json!({ "visibility": "ADVISOR_ONLY" })), DEMAND).await["demand"].clone();
    let wider = edit(&demand, json!({ "visibility": "ANONYMOUS" }));
    assert_eq!(stage.advisor.refused("demandUpdate", wider, DEMAND).await, ("FORBIDDEN".into(), "input.visibility".into()));
    demand = stage.owner.done("demandUpdate", edit(&demand, json!({ "visibility": "ANONYMOUS" })), DEMAND).await["demand"].clone();
    demand = stage.advisor.done("demandUpdate", edit(&demand, json!({ "visibility": "ADVISOR_ONLY" })), DEMAND).await["demand"].clone();
    demand = stage.owner.done("demandUpdate", edit(&demand, json!({ "visibility": "ANONYMOUS" })), DEMAND).await["demand"].clone();

    // The client changes it and hands it in; then the advisor does not write in it any more.
    let changed = json!({ "title": { "zh": "厚板焊缝返修多" }, "chains": ["SMART_MANUFACTURING", "AI"] });
    demand = stage.owner.done("demandUpdate", edit(&demand, changed), DEMAND).await["demand"].clone();
    demand = stage.owner.done("demandSubmit", edit(&demand, json!({})), DEMAND).await["demand"].clone();
    assert_eq!(demand["state"], json!("SUBMITTED"));
    assert_eq!(stage.advisor.refused("demandUpdate", edit(&demand, json!({ "trlMin": 4 })), DEMAND).await.0, "FORBIDDEN");
    stage.app.settle().await;
    let about = stage.look(&stage.advisor, &case).await;
    assert_eq!(about["title"]["zh"], json!("厚板焊缝返修多"), "the case says what the client says");
    assert_eq!(about["needs"]["chains"], json!(["SMART_MANUFACTURING", "AI"]));

    // It counts once, however often it goes to and fro.
    let figures = "query($id: ID!) { advisorFigures(advisorId: $id, from: \"2026-11-01\", until: \"2026-11-30\") { demandsHandedIn } }";
    let counted = async || stage.advisor.ok(figures, json!({ "id": advisor["id"] })).await["advisorFigures"]["demandsHandedIn"].clone();
    assert_eq!(counted().await, json!(1));
    let notes = json!({ "notes": [{ "text": "请写明板厚" }] });
    demand = stage.operator.done("demandReturn", edit(&demand, notes), DEMAND).await["demand"].clone();
    // A draft again: the advisor helps again.
    demand = stage.advisor.done("demandUpdate", edit(&demand, json!({ "trlMin": 4 })), DEMAND).await["demand"].clone();
    demand = stage.owner.done("demandSubmit", edit(&demand, json!({})), DEMAND).await["demand"].clone();
    assert_eq!(counted().await, json!(1));

    // The trail of the client says who wrote, and who handed in.
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb actorId } } }";
    let trail = stage.owner.ok(trail, json!({ "org": stage.owner.organization, "id": demand["id"] })).await;
    let lines = trail["auditEntries"]["nodes"].as_array().unwrap();
    let by = |person: &Person, verb: &str| {
        lines.iter().filter(|line| line["actorId"] == json!(person.user) && line["verb"] == json!(verb)).count()
    };
    assert_eq!((by(&stage.advisor, "demand.create"), by(&stage.advisor, "demand.update")), (1, 3), "{trail}");
    assert_eq!((by(&stage.owner, "demand.update"), by(&stage.owner, "demand.submit")), (4, 2), "{trail}");
    // What the operator refuses was no work done.
    stage.operator.done("demandRefuse", edit(&demand, json!({ "reason": "不属于技术需求" })), DEMAND).await;
    assert_eq!(counted().await, json!(0));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn with_the_mandate_the_draft_is_gone() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mandate = stage.mandated(&advisor, "2027-06-30").await;
    let case = stage.begun().await;
    let demand = stage.advisor.done("caseDemandDraft", stage.drafting(&case), DEMAND).await["demand"].clone();
    stage.owner.done("mandateEnd", json!({ "id": mandate["id"], "expectedVersion": 1 }), "mandate { id }").await;
    assert_eq!(stage.seen(&stage.advisor, &demand).await, Value::Null);
    let late = versioned(&demand, json!({ "trlMin": 4 }));
    assert_eq!(stage.advisor.refused("demandUpdate", late, DEMAND).await, ("NOT_FOUND".into(), "input.id".into()));
    assert_eq!(stage.advisor.refused("demandSubmit", versioned(&demand, json!({})), DEMAND).await.0, "NOT_FOUND");
    let own = stage.seen(&stage.owner, &demand).await;
    assert_eq!((&own["draftedBy"]["id"], &own["viewerCanEdit"]), (&advisor["id"], &json!(true)), "the client keeps it");

    // A mandate for introductions alone does not bring it back, one for demands does.
    let mut narrow = stage.mandate(&advisor, "2027-06-30");
    narrow["scopes"] = json!(["INTRODUCTIONS"]);
    let narrow = stage.owner.done("mandateGrant", narrow, "mandate { id version }").await["mandate"].clone();
    assert_eq!(stage.seen(&stage.advisor, &demand).await, Value::Null);
    let edit = versioned(&demand, json!({ "trlMin": 4 }));
    assert_eq!(stage.advisor.refused("demandUpdate", edit.clone(), DEMAND).await.0, "NOT_FOUND");
    stage.owner.done("mandateEnd", json!({ "id": narrow["id"], "expectedVersion": 1 }), "mandate { id }").await;
    stage.mandated(&advisor, "2027-06-30").await;
    stage.advisor.done("demandUpdate", edit, DEMAND).await;
    stage.app.settle().await;
    stage.app.finish().await;
}
