//! Who should have which case: all that wait are decided together.

use chrono::Duration;
use serde_json::{Value, json};

use super::stage::{CASE, Stage, profile, refused, take, versioned};

const PLAN: &str = "{ casePlan { waiting assignable advisors ruleVersions { ruleId }
    proposals(first: 50) { nodes { case { id title { zh } } advisor { id } score parts { kind points most } alternatives
        obstacles { block advisors } } } } }";

fn narrow(capacity: i64) -> Value {
    json!({ "languages": ["CHINESE"], "industries": ["C37"], "chains": ["SMART_MANUFACTURING"], "regions": ["310110"], "capacity": capacity })
}

#[tokio::test]
async fn the_operator_takes_a_proposal_or_decides_otherwise() {
    let stage = Stage::set().await;
    let near = stage.appointed(&stage.advisor, profile()).await;
    let far = json!({ "languages": ["CHINESE"], "industries": ["A01"], "regions": ["510000"] });
    let far = stage.appointed(&stage.rival, far).await;
    let mut case = stage.case("焊缝返修太多").await;
    for (who, code) in [(&stage.app.visitor, "UNAUTHENTICATED"), (&stage.owner.client, "FORBIDDEN"), (&stage.advisor.client, "FORBIDDEN")] {
        assert_eq!(who.run(PLAN, json!({})).await.code(), code);
    }
    let plan = stage.operator.ok(PLAN, json!({})).await["casePlan"].clone();
    let proposal = &plan["proposals"]["nodes"][0];
    assert_eq!((&plan["waiting"], &plan["assignable"], &plan["advisors"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!((&proposal["advisor"]["id"], &proposal["alternatives"]), (&near["id"], &json!(1)));
    let parts = proposal["parts"].as_array().unwrap();
    assert_eq!(parts.iter().map(|part| part["points"].as_i64().unwrap()).sum::<i64>(), proposal["score"].as_i64().unwrap());
    let part = |kind: &str| parts.iter().find(|part| part["kind"] == kind).unwrap();
    for kind in ["FIELD", "REGION", "LANGUAGE"] {
        assert_eq!(part(kind)["points"], part(kind)["most"], "{kind}");
    }
    assert!(plan["ruleVersions"].as_array().unwrap().contains(&json!({ "ruleId": "advising.assignment_weights" })));

    // Somebody else is possible too; the trail keeps how well they fitted, and by which rules.
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": far["id"] })).await;
    let trail = "query($id: ID, $org: ID) { auditEntries(organizationId: $org, entityId: $id, first: 1) { nodes { verb details ruleVersionIds } } }";
    let line =
        stage.operator.ok(trail, json!({ "id": case["id"], "org": stage.owner.organization })).await["auditEntries"]["nodes"][0].clone();
    assert_eq!((&line["verb"], &line["details"]["advisor"]), (&json!("case.assign"), &far["id"]));
    assert!(line["details"]["parts"]["REGION"].is_i64() && !line["ruleVersionIds"].as_array().unwrap().is_empty(), "{line}");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_is_best_for_all_beats_what_is_best_for_the_first() {
    let stage = Stage::set().await;
    // One advisor can do both cases, the other only the first; each has room for one.
    let broad = stage.appointed(&stage.advisor, narrow(1)).await;
    let other = json!({ "languages": ["CHINESE"], "industries": ["C37"], "regions": ["310110"], "capacity": 1 });
    let other = stage.appointed(&stage.rival, other).await;
    let first = stage.case("先来的").await;
    let second = stage.case("后到的").await;
    let refusal = json!({ "advisorId": other["id"] });
    let mut given = second.clone();
    take(&stage.operator, "caseAssign", &mut given, refusal).await;
    take(&stage.rival, "caseDecline", &mut given, json!({ "reason": "不熟悉" })).await;
    let plan = stage.operator.ok(PLAN, json!({})).await["casePlan"].clone();
    let advisor_of = |case: &Value| {
        let proposals = plan["proposals"]["nodes"].as_array().unwrap();
        proposals.iter().find(|proposal| proposal["case"]["id"] == case["id"]).unwrap()["advisor"]["id"].clone()
    };
    assert_eq!(plan["assignable"], json!(2));
    assert_eq!(
        (advisor_of(&first), advisor_of(&second)),
        (other["id"].clone(), broad["id"].clone()),
        "one after the other would leave one behind"
    );
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_full_desk_a_pause_and_a_stale_look_are_refused() {
    let stage = Stage::set().await;
    let mut advisor = stage.appointed(&stage.advisor, narrow(1)).await;
    let case = stage.assigned("先来的", &advisor).await;
    let other = stage.case("后到的").await;
    let full = refused(&stage.operator, "caseAssign", &other, json!({ "advisorId": advisor["id"] })).await;
    assert_eq!(full, ("ADVISOR_NOT_AVAILABLE".into(), "input.advisorId".into()));
    stage.advisor.done("caseDecline", versioned(&case, json!({ "reason": "没时间" })), CASE).await;
    crate::advisor::stage::step(&stage.advisor, "advisorPause", &mut advisor, json!({})).await;
    assert_eq!(refused(&stage.operator, "caseAssign", &other, json!({ "advisorId": advisor["id"] })).await.0, "ADVISOR_NOT_AVAILABLE");
    assert_eq!(refused(&stage.operator, "caseAssign", &case, json!({ "advisorId": advisor["id"] })).await.0, "STALE_VERSION");
    crate::advisor::stage::step(&stage.advisor, "advisorResume", &mut advisor, json!({})).await;
    // Two operators at once: the desk is filled once.
    let third = stage.case("第三个").await;
    let give = |case: &Value| versioned(case, json!({ "advisorId": advisor["id"] }));
    let (one, two) = tokio::join!(
        stage.operator.mutate("caseAssign", give(&other), "brokerCase { id }"),
        stage.operator.mutate("caseAssign", give(&third), "brokerCase { id }"),
    );
    let done = [&one, &two].iter().filter(|payload| payload["userErrors"] == json!([])).count();
    assert_eq!(done, 1, "{one} {two}");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn proposals_are_read_page_by_page_whatever_happens_meanwhile() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut cases = Vec::new();
    for n in 0..5 {
        cases.push(stage.case(&format!("第{n}个")).await);
        stage.app.advance(Duration::minutes(1));
    }
    let page = "query($after: String) { casePlan { waiting proposals(first: 2, after: $after) { totalCount
        pageInfo { endCursor hasNextPage } nodes { case { title { zh } } } } } }";
    let titles = |found: &Value| {
        found["nodes"].as_array().unwrap().iter().map(|node| node["case"]["title"]["zh"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = stage.operator.ok(page, json!({})).await["casePlan"].clone();
    assert_eq!((&first["waiting"], &first["proposals"]["totalCount"]), (&json!(5), &json!(5)));
    assert_eq!(titles(&first["proposals"]), ["第0个", "第1个"]);
    // One that was shown gets somebody, and one more comes.
    take(&stage.operator, "caseAssign", &mut cases[0], json!({ "advisorId": advisor["id"] })).await;
    stage.case("第5个").await;
    let mut after = first["proposals"]["pageInfo"]["endCursor"].clone();
    for (expected, more) in [(["第2个", "第3个"], true), (["第4个", "第5个"], false)] {
        let next = stage.operator.ok(page, json!({ "after": after })).await["casePlan"]["proposals"].clone();
        assert_eq!((titles(&next), &next["pageInfo"]["hasNextPage"]), (expected.map(str::to_owned).to_vec(), &json!(more)));
        after = next["pageInfo"]["endCursor"].clone();
    }
    let foreign = stage.operator.run(page, json!({ "after": "e30" })).await;
    assert_eq!(foreign.code(), "CURSOR_MISMATCH");
    stage.app.settle().await;
    stage.app.finish().await;
}
