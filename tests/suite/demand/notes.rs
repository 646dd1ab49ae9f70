//! What slips out beside an answer: names in a note, minutes, contacts, mails to those who left, profiles that fit one alone.

use chrono::Duration;
use lianqiao::{
    identity::actions::{AddMember, add_member},
    kernel::{Role, Timestamp},
};
use lianqiao_tests::STAGE;
use serde_json::{Value, json};

use super::stage::{PROPOSAL, Stage, refused, step};

#[tokio::test]
async fn an_answer_does_not_say_who_writes_it() {
    let stage = Stage::set().await;
    let demand = stage.published(json!({})).await;
    let propose = async |demand: &Value| {
        let made = stage.officer.done("demandProposalSubmit", stage.pitch(&stage.officer, demand), PROPOSAL).await;
        made["demandProposal"]["id"].clone()
    };
    let proposal = propose(&demand).await;
    let answer = |id: &Value, version: i64, note: &str| json!({ "id": id, "expectedVersion": version, "interested": true, "note": note });
    for telling in ["请找王工", "打 138 0013 8000", "我们小桥的产线", "wang@xiaoqiao.example"] {
        let said = stage.member.refused("demandProposalAnswer", answer(&proposal, 1, telling), PROPOSAL).await;
        assert_eq!(said, ("IDENTITY_IN_TEXT".into(), "input.note".into()), "{telling}");
    }
    stage.member.done("demandProposalAnswer", answer(&proposal, 1, "能否先看一次现场？"), PROPOSAL).await;
    // Who knows may be told.
    stage.owner.done("demandProposalReveal", json!({ "id": proposal, "expectedVersion": 2 }), PROPOSAL).await;
    let part = json!({ "id": proposal, "expectedVersion": 3, "interested": false, "reason": "TERMS", "note": "以后请找王工" });
    stage.member.done("demandProposalAnswer", part, PROPOSAL).await;
    // And a demand that names its owner says it itself.
    let public = stage.published(json!({ "visibility": "PUBLIC" })).await;
    let proposal = propose(&public).await;
    stage.member.done("demandProposalAnswer", answer(&proposal, 1, "请找王工"), PROPOSAL).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn the_minute_of_an_answer_and_the_later_contact_are_the_owners_own() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    let made = stage.officer.done("demandProposalSubmit", stage.pitch(&stage.officer, &demand), PROPOSAL).await;
    let proposal = made["demandProposal"]["id"].clone();
    stage.app.advance(Duration::hours(29));
    let owner = stage.app.sign_in(&stage.owner.email).await;
    owner.done("demandProposalAnswer", json!({ "id": proposal, "expectedVersion": 1, "interested": true }), PROPOSAL).await;
    let times = "query($id: ID!) { demandProposal(id: $id) { answeredAt updatedAt demandContact { name } } }";
    let officer = stage.app.sign_in(&stage.officer.email).await;
    let seen = officer.ok(times, json!({ "id": proposal })).await["demandProposal"].clone();
    let at = |value: &Value| value.as_str().unwrap().parse::<Timestamp>().unwrap();
    let day: Timestamp = "2026-11-23T16:00:00Z".parse().unwrap();
    assert_eq!((at(&seen["answeredAt"]), at(&seen["updatedAt"])), (day, day));
    let own = owner.ok(times, json!({ "id": proposal })).await["demandProposal"].clone();
    assert!(at(&own["answeredAt"]) > day && own["demandContact"]["name"] == "王工", "{own}");
    owner.done("demandProposalReveal", json!({ "id": proposal, "expectedVersion": 2 }), PROPOSAL).await;
    // The next person to ask was not told to that office.
    step(&owner, "demandUpdate", &mut demand, json!({ "contact": { "name": "李工" } })).await;
    for who in [&officer, &owner] {
        let seen = who.ok(times, json!({ "id": proposal })).await["demandProposal"].clone();
        assert_eq!((at(&seen["answeredAt"]) > day, &seen["demandContact"]["name"]), (true, &json!("王工")));
    }
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_profile_that_fits_few_tells_less() {
    let stage = Stage::set().await;
    let profile = "query($id: ID!) { demand(id: $id) { ownerProfile { country region size branch } } }";
    let told = async |visibility: &str| {
        let demand = stage.published(json!({ "visibility": visibility })).await;
        stage.app.visitor.ok(profile, json!({ "id": demand["id"] })).await["demand"]["ownerProfile"].clone()
    };
    let of = |size: Value, branch: Value| json!({ "country": "CN", "region": null, "size": size, "branch": branch });
    assert_eq!(told("ANONYMOUS").await, of(Value::Null, Value::Null));
    assert_eq!(told("PUBLIC").await, of(json!("SMALL"), json!("SOFTWARE_IT")));
    // Those whose size nobody knows are no company in that.
    for name in ["大江船厂", "北岸软件", "西岸软件"] {
        stage.app.enterprise(name, None).await;
    }
    assert_eq!(told("ANONYMOUS").await, of(Value::Null, Value::Null));
    for name in ["南岸软件", "东岸软件", "江心软件", "江口软件"] {
        stage.app.enterprise(name, Some(50)).await;
    }
    assert_eq!(told("ANONYMOUS").await, of(json!("SMALL"), json!("SOFTWARE_IT")));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_belongs_to_the_house_does_not_moderate_it_and_whoever_left_hears_no_more() {
    let stage = Stage::set().await;
    let organization = stage.owner.organization.parse().unwrap();
    let seat = AddMember { organization, email: stage.operator.email.clone(), roles: vec![Role::SmeMember] };
    add_member(&stage.app.ctx, &STAGE, seat).await.unwrap();
    let both = stage.app.sign_in(&stage.operator.email).await;
    let mut demand = stage.draft(json!({})).await;
    step(&stage.member, "demandSubmit", &mut demand, json!({})).await;
    for (field, extra) in [
        ("demandPublish", json!({})),
        ("demandReturn", json!({ "notes": [{ "text": "请写明标准号" }] })),
        ("demandRefuse", json!({ "reason": "不合适" })),
    ] {
        assert_eq!(refused(&both, field, &demand, extra).await.0, "SUBMITTER_MAY_NOT_APPROVE", "{field}");
    }
    let seats = "query($id: ID!) { organizationMembers(organizationId: $id, first: 10) { nodes { id version email } } }";
    let seats = stage.owner.ok(seats, json!({ "id": stage.owner.organization })).await["organizationMembers"]["nodes"].clone();
    let end = |email: &str| {
        let seat = seats.as_array().unwrap().iter().find(|seat| seat["email"] == email).unwrap();
        json!({ "id": seat["id"], "expectedVersion": seat["version"], "state": "SUSPENDED" })
    };
    stage.owner.done("membershipUpdate", end(&stage.operator.email), "membership { id }").await;
    stage.owner.done("membershipUpdate", end(&stage.member.email), "membership { id }").await;
    stage.app.settle().await;
    let mails = |who: &str| stage.app.subjects_to(who).len();
    let before = (mails(&stage.member.email), mails(&stage.owner.email));
    let operator = stage.app.sign_in(&stage.operator.email).await;
    step(&operator, "demandPublish", &mut demand, json!({})).await;
    stage.app.settle().await;
    assert_eq!((mails(&stage.member.email), mails(&stage.owner.email)), (before.0, before.1 + 1));
    stage.app.finish().await;
}

#[tokio::test]
async fn industries_are_asked_for_in_any_case_and_by_codes_that_exist() {
    let stage = Stage::set().await;
    let demand = stage.published(json!({})).await;
    let list = "query($codes: [String!]!) { demands(first: 5, filter: { industries: $codes }) { nodes { id } } }";
    for code in ["C37", "c3734", " c37 "] {
        let found = stage.app.visitor.ok(list, json!({ "codes": [code] })).await;
        assert_eq!(found["demands"]["nodes"], json!([{ "id": demand["id"] }]), "{code}");
    }
    assert_eq!(stage.app.visitor.run(list, json!({ "codes": ["C37", "Z99"] })).await.code(), "UNKNOWN_CODE");
    assert_eq!(stage.app.visitor.ok(list, json!({ "codes": ["C38"] })).await["demands"]["nodes"], json!([]));
    stage.app.finish().await;
}
