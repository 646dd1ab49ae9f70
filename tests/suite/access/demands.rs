//! What the enterprise of tenant A looks for: demands in every state that matters, proposals of the university, a split.

use lianqiao::{
    demand::{
        actions::{Create, Move, create, transition},
        content::DemandContent,
        rules::Transition,
        vocabulary::Visibility,
    },
    kernel::patch::Patch,
    listing::content::BilingualText,
};
use lianqiao_tests::{Person, STAGE, TestApp};
use serde_json::{Value, json};

use super::deal::{People, Things};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A demand with something in every field that only some may read.
fn content(owner: &Person, name: &str, visibility: &str) -> Value {
    json!({
        "organizationId": owner.organization, "externalReference": name.strip_prefix("demand_").unwrap_or(name), "title": { "zh": format!("需求 {name}") },
        "problem": { "zh": "船体焊缝返修多" }, "expectedTarget": { "zh": "返修率减半" }, "site": "310110", "visibility": visibility,
        "contact": { "name": "王工", "phone": "13800138000" },
        "acceptanceTests": [{ "name": "返修率", "comparator": "AT_MOST", "value": "2", "unit": "%" }],
    })
}

/// Plays it all; the things by what they are called.
pub async fn made(app: &TestApp, people: &People, known: &Things) -> Things {
    let (owner, operator) = (&people["SME_OWNER"], &people["OPERATOR"]);
    let mut things = Things::new();
    for (name, visibility, steps) in [
        ("demand_draft", "ANONYMOUS", &[][..]),
        ("demand_submitted", "ANONYMOUS", &["Submit"][..]),
        ("demand_public", "PUBLIC", &["Submit", "Publish"][..]),
        ("demand_anonymous", "ANONYMOUS", &["Submit", "Publish"][..]),
        ("demand_advisors", "ADVISOR_ONLY", &["Submit", "Publish"][..]),
        ("demand_suspended", "ANONYMOUS", &["Submit", "Publish", "Suspend"][..]),
    ] {
        let mut demand = owner.done("demandCreate", content(owner, name, visibility), "demand { id version }").await["demand"].clone();
        for step in steps {
            let who = if *step == "Publish" { operator } else { owner };
            let mut input = json!({ "id": demand["id"], "expectedVersion": demand["version"] });
            if *step == "Suspend" {
                input["reason"] = json!("正在补充数据。");
            }
            demand = who.done(&format!("demand{step}"), input, "demand { id version }").await["demand"].clone();
        }
        things.insert(name, text(&demand["id"]));
    }
    proposals(people, known, &mut things).await;
    let judge = json!({ "demandId": things["demand_anonymous"], "listingId": known["published"], "verdict": "TOO_EARLY" });
    let judged = owner.done("matchFeedbackGive", judge, "matchFeedback { id }").await;
    things.insert("match_feedback", text(&judged["matchFeedback"]["id"]));
    split(owner, &mut things).await;
    things.insert("demand_orphan", orphan(app, &people["REJECTED"]).await);
    things
}

/// One whose owner is interested and unknown, and one whose owner is known.
async fn proposals(people: &People, known: &Things, things: &mut Things) {
    let (officer, owner, member) = (&people["TTO_OFFICER"], &people["SME_OWNER"], &people["SME_MEMBER"]);
    for (name, listing) in [("demand_proposal", Some(&known["published"])), ("demand_revealed", None)] {
        let submit = json!({
            "demandId": things["demand_anonymous"], "organizationId": officer.organization, "listingId": listing, "title": "激光复合焊",
            "approach": "在现有工位上加装跟踪头。", "idempotencyKey": officer.key(),
        });
        let proposal = officer.done("demandProposalSubmit", submit, "demandProposal { id }").await["demandProposal"]["id"].clone();
        let sort = json!({ "id": proposal, "expectedVersion": 0, "stage": "SHORTLISTED" });
        owner.done("demandProposalStage", sort, "demandProposal { id }").await;
        let review = json!({ "id": proposal, "expectedVersion": 0, "fit": 4, "readiness": 3, "effort": 2, "note": "先看现场" });
        for judge in [owner, member] {
            judge.done("demandProposalReview", review.clone(), "demandProposal { id }").await;
        }
        let answer = json!({ "id": proposal, "expectedVersion": 1, "interested": true });
        owner.done("demandProposalAnswer", answer, "demandProposal { id }").await;
        things.insert(name, text(&proposal));
    }
    let reveal = json!({ "id": things["demand_revealed"], "expectedVersion": 2 });
    owner.done("demandProposalReveal", reveal, "demandProposal { id }").await;
}

async fn split(owner: &Person, things: &mut Things) {
    let propose = json!({
        "demandId": things["demand_draft"], "expectedVersion": 1, "kept": { "problem": { "zh": "焊缝返修多" } },
        "splitOff": { "problem": { "zh": "船体变形大" } }, "idempotencyKey": owner.key(),
    });
    let split = owner.done("demandSplitPropose", propose, "demandSplit { id }").await;
    things.insert("demand_split", text(&split["demandSplit"]["id"]));
    let revisions = "query($id: ID!) { demand(id: $id) { revisions(first: 1) { nodes { id } } } }";
    let found = owner.ok(revisions, json!({ "id": things["demand_draft"] })).await;
    things.insert("demand_revision", text(&found["demand"]["revisions"]["nodes"][0]["id"]));
}

/// The id of a demand that was published before its owner lost its verification.
async fn orphan(app: &TestApp, head: &Person) -> String {
    let text = |zh: &str| BilingualText { zh: Some(zh.to_owned()), en: None };
    let content = DemandContent {
        title: text("孤儿需求"),
        problem: text("没有归属"),
        expected_target: text("找到归属"),
        visibility: Visibility::Public,
        ..DemandContent::default()
    };
    let organization = head.organization.parse().unwrap();
    let new = Create { organization, external_reference: None, content: Patch::whole(content), idempotency_key: None };
    let mut view = create(&app.ctx, &STAGE, new).await.unwrap().value;
    for step in [Transition::Submit, Transition::Publish] {
        let step = Move { id: view.id, expected_version: view.version, transition: step, notes: Vec::new(), reason: None };
        view = transition(&app.ctx, &STAGE, step).await.unwrap().value;
    }
    view.id.to_string()
}
