//! The owner's people sort proposals and say what they think of them, and the office learns nothing of it.

use lianqiao::kernel::Role;
use lianqiao_tests::{Client, PASSWORD};
use serde_json::{Value, json};

use super::stage::{PROPOSAL, Stage};

/// Everything about a proposal that is of the owner's people alone.
const INSIDE: &str = "id version updatedAt stage stageVersion reviewCount reviewAverage { fit readiness effort overall }
    reviews { version fit readiness effort note reviewerHasLeft reviewer { name } } viewerReview { version fit note } viewerCanReview viewerCanSort";

struct Table {
    stage: Stage,
    proposal: Value,
}

impl Table {
    /// A proposal that waits for its answer.
    async fn laid() -> Self {
        let stage = Stage::set().await;
        let demand = stage.published(json!({})).await;
        let submitted = stage.officer.done("demandProposalSubmit", stage.pitch(&stage.officer, &demand), PROPOSAL).await;
        stage.app.settle().await;
        Self { stage, proposal: submitted["demandProposal"]["id"].clone() }
    }

    async fn seen_by(&self, who: &Client) -> Value {
        let document = format!("query($id: ID!) {{ demandProposal(id: $id) {{ {INSIDE} }} }}");
        who.ok(&document, json!({ "id": self.proposal })).await["demandProposal"].clone()
    }

    fn opinion(&self, version: i64, points: [i64; 3], note: Option<&str>) -> Value {
        let [fit, readiness, effort] = points;
        json!({ "id": self.proposal, "expectedVersion": version, "fit": fit, "readiness": readiness, "effort": effort, "note": note })
    }

    async fn reviewed(&self, who: &Client, version: i64, points: [i64; 3], note: Option<&str>) -> Value {
        let document = format!("demandProposal {{ {INSIDE} }}");
        who.done("demandProposalReview", self.opinion(version, points, note), &document).await["demandProposal"].clone()
    }

    fn sorting(&self, version: i64, to: &str) -> Value {
        json!({ "id": self.proposal, "expectedVersion": version, "stage": to })
    }

    fn taking_back(&self, version: i64) -> Value {
        json!({ "id": self.proposal, "expectedVersion": version })
    }

    async fn answered(&self) {
        let answer = json!({ "id": self.proposal, "expectedVersion": 1, "interested": true });
        self.stage.owner.done("demandProposalAnswer", answer, PROPOSAL).await;
    }

    /// Ids of proposals that stand at these stages, as somebody asks.
    async fn at(&self, who: &Client, stages: Value) -> Vec<Value> {
        let list = "query($stages: [DemandProposalStage!]) { demandProposals(first: 10, filter: { stages: $stages }) { totalCount nodes { id } } }";
        let page = who.ok(list, json!({ "stages": stages })).await["demandProposals"].clone();
        let nodes = page["nodes"].as_array().unwrap();
        assert_eq!(page["totalCount"], json!(nodes.len()));
        nodes.iter().map(|node| node["id"].clone()).collect()
    }
}

#[tokio::test]
async fn a_team_sorts_and_scores_and_sees_what_it_thinks_on_average() {
    let table = Table::laid().await;
    let Stage { owner, member, app, .. } = &table.stage;
    let fresh = table.seen_by(owner).await;
    assert_eq!((&fresh["stage"], &fresh["stageVersion"], &fresh["reviewCount"]), (&json!("NEW"), &json!(0), &json!(0)));
    assert_eq!((&fresh["reviews"], &fresh["reviewAverage"], &fresh["viewerReview"]), (&json!([]), &Value::Null, &Value::Null));
    assert_eq!((&fresh["viewerCanReview"], &fresh["viewerCanSort"]), (&json!(true), &json!(true)));

    table.reviewed(member, 0, [5, 2, 3], Some("跟踪头正合适")).await;
    let both = table.reviewed(owner, 0, [4, 2, 2], None).await;
    assert_eq!(both["reviewAverage"], json!({ "fit": 4.5, "readiness": 2.0, "effort": 2.5, "overall": 3.0 }));
    assert_eq!((&both["reviewCount"], &both["viewerReview"]["fit"]), (&json!(2), &json!(4)));
    // Changed, and taken back as if it had never been said.
    let changed = table.reviewed(member, 1, [1, 1, 1], None).await;
    assert_eq!(changed["viewerReview"], json!({ "version": 2, "fit": 1, "note": null }));
    assert_eq!(changed["reviewAverage"]["overall"], json!(1.8));
    let stale = ("STALE_VERSION".to_owned(), "input.expectedVersion".to_owned());
    assert_eq!(member.refused("demandProposalReviewWithdraw", table.taking_back(1), PROPOSAL).await, stale);
    member.done("demandProposalReviewWithdraw", table.taking_back(2), PROPOSAL).await;
    let gone = ("NOT_FOUND".to_owned(), "input.id".to_owned());
    assert_eq!(member.refused("demandProposalReviewWithdraw", table.taking_back(2), PROPOSAL).await, gone);
    assert_eq!(table.seen_by(owner).await["reviewCount"], json!(1));
    table.reviewed(member, 0, [3, 3, 3], None).await;

    // One way and back; where it stands already it goes without a trace.
    let document = "demandProposal { stage stageVersion }";
    let aside = member.done("demandProposalStage", table.sorting(0, "SET_ASIDE"), document).await["demandProposal"].clone();
    assert_eq!(aside, json!({ "stage": "SET_ASIDE", "stageVersion": 1 }));
    assert_eq!(owner.refused("demandProposalStage", table.sorting(0, "SHORTLISTED"), document).await, stale);
    assert_eq!((table.at(owner, json!(["NEW"])).await.len(), table.at(owner, json!(["SET_ASIDE"])).await.len()), (0, 1));
    let back = owner.done("demandProposalStage", table.sorting(1, "NEW"), document).await["demandProposal"].clone();
    assert_eq!(back, json!({ "stage": "NEW", "stageVersion": 2 }));
    let same = owner.done("demandProposalStage", table.sorting(2, "NEW"), document).await["demandProposal"].clone();
    assert_eq!(same["stageVersion"], json!(2));
    assert_eq!(table.at(owner, json!(["NEW", "SHORTLISTED"])).await, std::slice::from_ref(&table.proposal));
    // Two in one request answer each as it left things.
    let both = "mutation($a: DemandProposalStageInput!, $b: DemandProposalStageInput!) {
        a: demandProposalStage(input: $a) { demandProposal { stage stageVersion } } b: demandProposalStage(input: $b) { demandProposal { stage stageVersion } } }";
    let both = owner.ok(both, json!({ "a": table.sorting(2, "SET_ASIDE"), "b": table.sorting(3, "SHORTLISTED") })).await;
    assert_eq!(both["a"]["demandProposal"], json!({ "stage": "SET_ASIDE", "stageVersion": 3 }));
    assert_eq!(both["b"]["demandProposal"], json!({ "stage": "SHORTLISTED", "stageVersion": 4 }));
    assert_eq!((table.at(owner, json!(["NEW", "SET_ASIDE"])).await.len(), table.at(owner, json!(["SHORTLISTED"])).await.len()), (0, 1));

    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb } } }";
    let trail = owner.ok(trail, json!({ "org": owner.organization, "id": table.proposal })).await["auditEntries"]["nodes"].clone();
    let verbs: Vec<_> = trail.as_array().unwrap().iter().rev().map(|line| line["verb"].as_str().unwrap()).collect();
    let [review, sort] = ["demand_proposal.review", "demand_proposal.stage"];
    assert_eq!(verbs, [review, review, review, "demand_proposal.review_withdraw", review, sort, sort, sort, sort]);
    app.settle().await;
    table.stage.app.finish().await;
}

#[tokio::test]
async fn the_office_and_everybody_else_learn_nothing_of_it() {
    let table = Table::laid().await;
    let Stage { owner, officer, head, rival, operator, .. } = &table.stage;
    let looks = async || (table.seen_by(officer).await, officer.ok("{ viewerEvents(first: 20) { nodes { id } } }", json!({})).await);
    let before = looks().await;
    for hidden in ["stage", "stageVersion", "reviewCount", "reviewAverage", "reviews", "viewerReview"] {
        assert_eq!(before.0[hidden], Value::Null, "{hidden}");
    }
    let mails = table.stage.app.mailer.sent().len();
    table.reviewed(owner, 0, [2, 2, 2], Some("不看好")).await;
    owner.done("demandProposalStage", table.sorting(0, "SET_ASIDE"), PROPOSAL).await;
    table.stage.app.settle().await;
    assert_eq!(looks().await, before, "nothing moves for the office: no version, no time, no news");
    assert_eq!(table.stage.app.mailer.sent().len(), mails);
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb } } }";
    let trail = head.ok(trail, json!({ "org": head.organization, "id": table.proposal })).await["auditEntries"]["nodes"].clone();
    assert_eq!(trail, json!([{ "verb": "demand_proposal.submit" }]));
    // Nor does it learn by asking for those at a stage; neither does the staff, which reads the proposal.
    let any = json!(["NEW", "SHORTLISTED", "SET_ASIDE"]);
    for who in [officer, head, operator] {
        assert_eq!(table.at(who, any.clone()).await, Vec::<Value>::new());
        assert_eq!(table.at(who, Value::Null).await.len(), 1);
    }
    for who in [officer, head, operator] {
        let seen = table.seen_by(who).await;
        assert_eq!((&seen["viewerCanReview"], &seen["viewerCanSort"]), (&json!(false), &json!(false)));
    }
    // The trail of the enterprise, which the staff reads, says that somebody did something and not what.
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb details } } }";
    let trail = operator.ok(trail, json!({ "org": owner.organization, "id": table.proposal })).await["auditEntries"]["nodes"].clone();
    let sorted = trail.as_array().unwrap().iter().find(|entry| entry["verb"] == "demand_proposal.stage").unwrap();
    assert_eq!(sorted["details"], json!({ "version": 1 }));
    let told = table.seen_by(operator).await;
    assert_eq!((&told["version"], &told["stage"], &told["reviewCount"]), (&json!(1), &Value::Null, &Value::Null));

    let steps = [
        ("demandProposalReview", table.opinion(0, [5, 5, 5], None)),
        ("demandProposalReviewWithdraw", table.taking_back(1)),
        ("demandProposalStage", table.sorting(1, "SHORTLISTED")),
    ];
    for (field, input) in &steps {
        for who in [officer, head, operator] {
            assert_eq!(who.refused(field, input.clone(), PROPOSAL).await.0, "FORBIDDEN", "{field}");
        }
        assert_eq!(rival.refused(field, input.clone(), PROPOSAL).await, ("NOT_FOUND".into(), "input.id".into()), "{field}");
    }
    let other = table.stage.app.enterprise("上海别家科技有限公司", Some(20)).await;
    let stranger = table.stage.app.person("stranger", &other, Role::SmeOwner).await;
    assert_eq!(table.seen_by(&stranger).await, Value::Null);
    assert_eq!(stranger.refused("demandProposalStage", steps[2].1.clone(), PROPOSAL).await.0, "NOT_FOUND");
    // The answer tells what it says, and no more.
    table.answered().await;
    let after = table.seen_by(officer).await;
    assert_eq!((&after["version"], &after["stage"], &after["reviews"]), (&json!(2), &Value::Null, &Value::Null));
    table.stage.app.settle().await;
    table.stage.app.finish().await;
}

#[tokio::test]
async fn whoever_sits_with_the_office_too_neither_reads_nor_judges() {
    let table = Table::laid().await;
    let Stage { owner, member, head, operator, app, .. } = &table.stage;
    table.reviewed(owner, 0, [2, 2, 2], Some("不看好")).await;
    let seat = json!({ "organizationId": head.organization, "email": member.email, "roles": ["TTO_OFFICER"] });
    operator.done("membershipAdd", seat, "membership { id }").await;
    let both = app.sign_in(&member.email).await;
    let seen = table.seen_by(&both).await;
    assert_eq!((&seen["version"], &seen["stage"], &seen["reviewCount"]), (&json!(1), &Value::Null, &Value::Null));
    assert_eq!(table.at(&both, json!(["NEW"])).await, Vec::<Value>::new());
    assert_eq!(both.refused("demandProposalReview", table.opinion(0, [5, 5, 5], None), PROPOSAL).await.0, "FORBIDDEN");
    assert_eq!(both.refused("demandProposalStage", table.sorting(0, "SHORTLISTED"), PROPOSAL).await.0, "FORBIDDEN");
    // A token stands for one of the seats, and hides the other one no better.
    let input = json!({
        "organizationId": owner.organization, "name": "both", "scopes": ["READ"], "expiresInDays": 30, "password": PASSWORD,
    });
    let made = both.done("apiTokenCreate", input, "created { secret }").await;
    let program = app.visitor.with_token(made["created"]["secret"].as_str().unwrap());
    let seen = table.seen_by(&program).await;
    assert_eq!((&seen["stage"], &seen["reviews"]), (&Value::Null, &Value::Null));
    assert_eq!(table.at(&program, Value::Null).await.len(), 1);
    assert_eq!(table.at(&program, json!(["NEW", "SHORTLISTED", "SET_ASIDE"])).await, Vec::<Value>::new());
    app.settle().await;
    table.stage.app.finish().await;
}

#[tokio::test]
async fn an_opinion_is_formed_before_others_are_read() {
    let table = Table::laid().await;
    let Stage { owner, member, app, .. } = &table.stage;
    table.reviewed(owner, 0, [1, 1, 1], Some("我不看好")).await;
    let sealed = table.seen_by(member).await;
    // That there are some is told: it asks for one's own.
    assert_eq!((&sealed["reviewCount"], &sealed["stage"]), (&json!(1), &json!("NEW")));
    assert_eq!((&sealed["reviews"], &sealed["reviewAverage"]), (&Value::Null, &Value::Null));
    let open = table.reviewed(member, 0, [5, 4, 3], None).await;
    assert_eq!(open["reviews"].as_array().unwrap().len(), 2);
    member.done("demandProposalReviewWithdraw", table.taking_back(1), PROPOSAL).await;
    assert_eq!(table.seen_by(member).await["reviews"], Value::Null);
    // Whoever answers for the enterprise has to decide, with an opinion or without one.
    owner.done("demandProposalReviewWithdraw", table.taking_back(1), PROPOSAL).await;
    table.reviewed(member, 0, [5, 4, 3], None).await;
    let deciding = table.seen_by(owner).await;
    assert_eq!((&deciding["viewerReview"], &deciding["reviewAverage"]["overall"]), (&Value::Null, &json!(4.0)));
    member.done("demandProposalReviewWithdraw", table.taking_back(1), PROPOSAL).await;
    table.reviewed(owner, 0, [1, 1, 1], Some("我不看好")).await;
    // Once it is answered nobody is swayed any more.
    table.answered().await;
    let after = table.seen_by(member).await;
    assert_eq!((&after["reviews"][0]["note"], &after["reviewAverage"]["overall"]), (&json!("我不看好"), &json!(1.0)));
    assert_eq!((&after["viewerCanReview"], &after["viewerCanSort"]), (&json!(false), &json!(false)));
    app.settle().await;
    table.stage.app.finish().await;
}

#[tokio::test]
async fn what_a_member_who_left_thought_stands_and_says_so() {
    let table = Table::laid().await;
    let Stage { owner, member, app, .. } = &table.stage;
    table.reviewed(member, 0, [5, 4, 3], Some("可行")).await;
    assert_eq!(table.seen_by(owner).await["reviews"][0]["reviewerHasLeft"], json!(false));
    let members = "query($id: ID!) { organizationMembers(organizationId: $id, first: 5) { nodes { id email version } } }";
    let seats = owner.ok(members, json!({ "id": owner.organization })).await["organizationMembers"]["nodes"].clone();
    let seat = seats.as_array().unwrap().iter().find(|seat| seat["email"] == member.email).unwrap().clone();
    let leave = json!({ "id": seat["id"], "expectedVersion": seat["version"], "state": "SUSPENDED" });
    owner.done("membershipUpdate", leave, "membership { id }").await;
    let seen = table.seen_by(owner).await;
    assert_eq!((&seen["reviews"][0]["reviewerHasLeft"], &seen["reviews"][0]["reviewer"]["name"]), (&json!(true), &json!("member")));
    assert_eq!(seen["reviewAverage"]["overall"], json!(4.0));
    // Who has no seat there any more sees nothing of it, the own opinion included.
    assert_eq!(table.seen_by(member).await, Value::Null);
    app.settle().await;
    table.stage.app.finish().await;
}

#[tokio::test]
async fn what_is_answered_or_makes_no_sense_takes_no_opinion() {
    let table = Table::laid().await;
    let Stage { owner, member, officer, app, .. } = &table.stage;
    for (points, path) in [([0, 3, 3], "fit"), ([3, 6, 3], "readiness"), ([3, 3, -1], "effort")] {
        let refused = owner.refused("demandProposalReview", table.opinion(0, points, None), PROPOSAL).await;
        assert_eq!(refused, ("OUT_OF_RANGE".into(), format!("input.{path}")));
    }
    let long = "长".repeat(501);
    let refused = owner.refused("demandProposalReview", table.opinion(0, [3, 3, 3], Some(&long)), PROPOSAL).await;
    assert_eq!(refused, ("TOO_LONG".into(), "input.note".into()));
    let stale = ("STALE_VERSION".to_owned(), "input.expectedVersion".to_owned());
    assert_eq!(owner.refused("demandProposalReview", table.opinion(1, [3, 3, 3], None), PROPOSAL).await, stale);
    table.reviewed(owner, 0, [3, 3, 3], Some("可以")).await;
    assert_eq!(owner.refused("demandProposalReview", table.opinion(0, [4, 4, 4], None), PROPOSAL).await, stale);

    officer.done("demandProposalWithdraw", json!({ "id": table.proposal, "expectedVersion": 1 }), PROPOSAL).await;
    for (field, input) in [
        ("demandProposalReview", table.opinion(1, [5, 5, 5], None)),
        ("demandProposalReviewWithdraw", table.taking_back(1)),
        ("demandProposalStage", table.sorting(0, "SHORTLISTED")),
    ] {
        assert_eq!(owner.refused(field, input, PROPOSAL).await.0, "TRANSITION_NOT_ALLOWED", "{field}");
    }
    assert_eq!(table.seen_by(member).await["reviews"][0]["note"], json!("可以"));
    app.settle().await;
    table.stage.app.finish().await;
}
