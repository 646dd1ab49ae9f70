//! Whose an anonymous demand is: everything that a stranger can ask, and not one answer that tells.

use chrono::Duration;
use lianqiao::kernel::{Role, id};
use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

use super::stage::{Stage, refused, step};
use crate::schema::{introspect, list, named, text};

/// Everything that can be asked about a demand without arguments, things with an id of their own by their id and name.
fn everything(types: &Value, kind: &str, depth: u8) -> String {
    let kind = list(types).find(|found| found["name"] == kind).unwrap();
    let fields = list(&kind["fields"]).filter(|field| list(&field["args"]).all(|argument| argument["type"]["kind"] != "NON_NULL"));
    let parts = fields.filter_map(|field| {
        let (name, below) = (text(&field["name"]), named(&field["type"]));
        match text(&below["kind"]) {
            "SCALAR" | "ENUM" => Some(name.to_owned()),
            _ if depth == 0 => None,
            _ => {
                let paged = list(&field["args"]).any(|argument| argument["name"] == "first");
                let inner = everything(types, text(&below["name"]), depth - 1);
                (!inner.is_empty()).then(|| format!("{name}{} {{ {inner} }}", if paged { "(first: 5)" } else { "" }))
            }
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// What would tell whose it is.
async fn marks(stage: &Stage) -> Vec<String> {
    let own = "query($id: ID!) { organization(id: $id) { id name creditCode } viewer { user { id email name } memberships { id } } }";
    let known = stage.owner.ok(own, json!({ "id": stage.owner.organization })).await;
    let organization = stage.owner.organization.parse::<lianqiao::kernel::Id<id::Organization>>().unwrap();
    let mut marks =
        vec![organization.uuid().to_string(), "小桥".to_owned(), "王工".to_owned(), "13800138000".to_owned(), "\"310110\"".to_owned()];
    let told = [
        &known["organization"]["id"],
        &known["organization"]["creditCode"],
        &known["viewer"]["user"]["id"],
        &known["viewer"]["user"]["email"],
    ];
    marks.extend(told.into_iter().map(|value| text(value).to_owned()));
    marks.push(text(&known["viewer"]["memberships"][0]["id"]).to_owned());
    marks
}

/// Fails if an answer holds one of the marks.
fn silent(marks: &[String], answer: &Value, what: &str) {
    let said = answer.to_string();
    let told: Vec<_> = marks.iter().filter(|mark| said.contains(mark.as_str())).collect();
    assert!(told.is_empty(), "{what} tells {told:?}: {said}");
}

#[tokio::test]
async fn every_way_to_the_name_ends_before_it() {
    let stage = Stage::set().await;
    let types = introspect().await;
    let demand = stage.published(json!({})).await;
    let submitted = stage.officer.done("demandProposalSubmit", stage.pitch(&stage.officer, &demand), "demandProposal { id }").await;
    let proposal = submitted["demandProposal"]["id"].clone();
    let answer = json!({ "id": proposal, "expectedVersion": 1, "interested": true });
    stage.owner.done("demandProposalAnswer", answer, "demandProposal { id }").await;
    stage.app.settle().await;
    let marks = marks(&stage).await;
    let fields = everything(&types, "Demand", 2);
    assert!(fields.contains("organization {") && fields.contains("revisions(first: 5)"), "{fields}");
    let strangers: [(&str, &Client); 4] =
        [("visitor", &stage.app.visitor), ("officer", &stage.officer), ("rival", &stage.rival), ("advisor", &stage.advisor)];
    for (name, client) in strangers {
        for document in [
            format!("query($id: ID!) {{ demand(id: $id) {{ {fields} diff(fromVersion: 1) {{ path }} }} }}"),
            format!(
                "query($id: ID!) {{ node(id: $id) {{ ... on Demand {{ {fields} }} }} nodes(ids: [$id]) {{ ... on Demand {{ {fields} }} }} }}"
            ),
            format!(
                "{{ demands(first: 5) {{ totalCount nodes {{ {fields} }} edges {{ cursor }} pageInfo {{ startCursor endCursor }} }} }}"
            ),
        ] {
            let answer = client.ok(&document, json!({ "id": demand["id"] })).await;
            assert!(answer.to_string().contains("焊缝返修太多"), "{name} sees it");
            silent(&marks, &answer, name);
        }
        by_the_owner(&stage, name, client, &demand).await;
        by_the_clock(client, &demand).await;
    }
    by_what_fits(&stage, &types, &marks).await;
    to_the_office(&stage, &types, &marks, &proposal).await;
    // Whoever may know does.
    let owner = "query($id: ID!) { demand(id: $id) { organization { id } contact { name } site } }";
    for client in [&stage.member.client, &stage.operator.client] {
        let told = client.ok(owner, json!({ "id": demand["id"] })).await["demand"].clone();
        assert_eq!(told, json!({ "organization": { "id": stage.owner.organization }, "contact": { "name": "王工" }, "site": "310110" }));
    }
    stage.app.finish().await;
}

/// What fits a listing, or a text, tells of a demand what everybody may read of it; and nobody is found by the owner's words.
async fn by_what_fits(stage: &Stage, types: &Value, marks: &[String]) {
    let listing = stage.listing().await;
    let hidden = stage.published(json!({ "visibility": "ADVISOR_ONLY", "title": { "zh": "只给顾问看的返修" } })).await;
    stage.app.match_up().await;
    let fields = everything(types, "DemandMatches", 4);
    assert!(fields.contains("demand {") && fields.contains("phrases {"), "{fields}");
    let document = format!(
        "query($id: ID!, $text: String!) {{ demandMatches(listingId: $id, first: 20) {{ {fields} }} textMatches(text: $text, first: 20) {{ demands {{ {fields} }} }} }}"
    );
    for client in [&stage.officer, &stage.head] {
        for words in ["厚板焊缝返修", "上海小桥科技有限公司 王工 13800138000 厚板焊缝返修"] {
            let answer = client.ok(&document, json!({ "id": listing, "text": words })).await;
            assert!(answer["demandMatches"].to_string().contains("焊缝返修太多"), "{answer}");
            silent(marks, &answer, "a match");
            assert!(!answer.to_string().contains(text(&hidden["id"])), "a demand for advisors is for advisors");
        }
    }
    // The role of an advisor alone opens nothing: whoever was not appointed, or is not any more, is like everybody else.
    let look = "query($id: ID!) { demand(id: $id) { id } demands(first: 20) { totalCount nodes { id } } }";
    let seen = stage.advisor.ok(look, json!({ "id": hidden["id"] })).await;
    assert!(!seen.to_string().contains(text(&hidden["id"])), "{seen}");
    let all = stage.officer.ok(look, json!({ "id": hidden["id"] })).await["demands"].clone();
    assert_eq!(seen["demands"], all);
    // The name is not among what is compared: it counts as much as a name that nobody has.
    let score = async |words: &str| {
        let document =
            "query($text: String!) { textMatches(text: $text, first: 20) { demands { nodes { demand { id } match { score } } } } }";
        stage.rival.ok(document, json!({ "text": words })).await["textMatches"]["demands"].clone()
    };
    assert_eq!(score("厚板焊缝返修。上海小桥").await, score("厚板焊缝返修。上海小楼").await);
}

/// Who asks for the demands of an organization, or for proposals to them, is not answered with those that do not name it, nor
/// with how many there are.
async fn by_the_owner(stage: &Stage, name: &str, client: &Client, demand: &Value) {
    let document = "query($org: ID!) {
        demands(first: 5, filter: { organizationId: $org }) { totalCount nodes { id } pageInfo { hasNextPage } }
        demandProposals(first: 5, filter: { organizationId: $org }) { totalCount nodes { id } }
    }";
    let of = |organization: String| client.ok(document, json!({ "org": organization }));
    let (asked, other) = (of(stage.owner.organization.clone()).await, of(stage.advisor.organization.clone()).await);
    assert_eq!(asked, other, "{name} learns something of the enterprise");
    for side in ["OWNER", "OFFICE"] {
        let found = client
            .ok(
                "query($org: ID!, $side: DemandProposalSide!) { demandProposals(first: 5, filter: { organizationId: $org, side: $side }) { totalCount } }",
                json!({ "org": stage.owner.organization, "side": side }),
            )
            .await;
        assert_eq!(found["demandProposals"]["totalCount"], 0, "{name} {side}");
    }
    // Its words are those that are shown: the owner's name and contact are not among them.
    for query in ["小桥", "王工", "13800138000", "310110", stage.owner.organization.as_str()] {
        let found =
            client.ok("query($q: String!) { demands(first: 5, filter: { query: $q }) { totalCount } }", json!({ "q": query })).await;
        assert_eq!(found["demands"]["totalCount"], 0, "{name} finds it by {query}");
    }
    let reference = "query($org: ID!) { demandByExternalReference(organizationId: $org, externalReference: \"X\") { id } }";
    assert_eq!(client.ok(reference, json!({ "org": stage.owner.organization })).await["demandByExternalReference"], Value::Null);
    let trail = "query($id: ID!, $org: ID) { auditEntries(first: 5, organizationId: $org, entityId: $id) { totalCount } }";
    let trail = client.run(trail, json!({ "id": demand["id"], "org": stage.owner.organization })).await;
    assert!(["UNAUTHENTICATED", "NOT_FOUND"].contains(&trail.code()), "{:?}", trail.0);
}

/// Times are told to the day: ids, cursors and dates do not say when at that day its owner was at work.
async fn by_the_clock(client: &Client, demand: &Value) {
    let document = "query($id: ID!) { demand(id: $id) { publishedAt updatedAt createdAt submittedAt } }";
    let times = client.ok(document, json!({ "id": demand["id"] })).await["demand"].clone();
    let day = "2026-11-22T16:00:00Z";
    let midnight = |value: &Value| {
        value.as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap() == day.parse::<chrono::DateTime<chrono::Utc>>().unwrap()
    };
    assert!(midnight(&times["publishedAt"]) && midnight(&times["updatedAt"]), "{times}");
    assert_eq!((&times["createdAt"], &times["submittedAt"]), (&Value::Null, &Value::Null));
    let id: lianqiao::kernel::Id<id::Demand> = text(&demand["id"]).parse().unwrap();
    assert!(id.uuid().get_timestamp().is_none(), "an id says nothing of the time");
    let page = client.ok("{ demands(first: 1) { edges { cursor } } }", json!({})).await;
    let cursor =
        base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text(&page["demands"]["edges"][0]["cursor"])).unwrap();
    assert!(String::from_utf8(cursor).unwrap().contains("2026-11-22T16:00:00Z"));
}

/// The office that proposed meets the demand in its proposal, its feed, its mails and its trail.
async fn to_the_office(stage: &Stage, types: &Value, marks: &[String], proposal: &Value) {
    let fields = everything(types, "DemandProposal", 2);
    let seen = stage.officer.ok(&format!("query($id: ID!) {{ demandProposal(id: $id) {{ {fields} }} }}"), json!({ "id": proposal })).await;
    assert_eq!(seen["demandProposal"]["state"], "INTERESTED");
    silent(marks, &seen, "the proposal");
    let listed =
        stage.officer.ok(&format!("{{ demandProposals(first: 5) {{ nodes {{ {fields} }} edges {{ cursor }} }} }}"), json!({})).await;
    silent(marks, &listed, "the list of proposals");
    let events = stage.officer.ok("{ viewerEvents(first: 10) { nodes { kind subjectId subjectType figures } } }", json!({})).await;
    assert!(events.to_string().contains("DEMAND_PROPOSAL_ANSWERED"), "{events}");
    silent(marks, &events, "the feed");
    let trail = "query($org: ID!) { auditEntries(first: 20, organizationId: $org) { nodes { verb entityId actorId details beforeHash afterHash } } }";
    let trail = stage.officer.ok(trail, json!({ "org": stage.officer.organization })).await;
    assert!(trail.to_string().contains("demand_proposal.submit") && !trail.to_string().contains("demand_proposal.answer"), "{trail}");
    silent(marks, &trail, "the trail");
    for mail in stage.app.mailer.sent().into_iter().filter(|mail| mail.to == stage.officer.email) {
        silent(marks, &json!([mail.rendered.subject, mail.rendered.text, mail.rendered.html]), "a mail");
    }
}

#[tokio::test]
async fn what_gives_the_owner_away_is_found_before_anybody_reads_it() {
    let stage = Stage::set().await;
    for (change, path) in [
        (json!({ "problem": { "zh": "我们小桥的焊接线返修多" } }), "problem.zh"),
        (json!({ "title": { "en": "Ask welding@example.com" } }), "title.en"),
        (json!({ "currentSolution": { "zh": "详见 https://example.com/weld" } }), "currentSolution.zh"),
        (json!({ "expectedTarget": { "zh": "有办法请打 138 0013 8000" } }), "expectedTarget.zh"),
        (json!({ "keywords": ["焊接", "小 桥 焊接"] }), "keywords.1"),
    ] {
        let mut demand = stage.draft(change.clone()).await;
        let found = refused(&stage.owner, "demandSubmit", &demand, json!({})).await;
        assert_eq!(found, ("IDENTITY_IN_TEXT".into(), format!("input.{path}")), "{change}");
        // Under its name it may say so.
        step(&stage.owner, "demandUpdate", &mut demand, json!({ "visibility": "PUBLIC" })).await;
        step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    }
    // The organization took a name meanwhile that the text holds: the operator meets it at publication.
    let mut demand = stage.draft(json!({ "problem": { "zh": "蓝鲸号船体焊缝返修多" } })).await;
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    let version = "query($id: ID!) { organization(id: $id) { version } }";
    let version = stage.owner.ok(version, json!({ "id": stage.owner.organization })).await["organization"]["version"].clone();
    let rename = json!({ "id": stage.owner.organization, "expectedVersion": version, "nameZh": "上海蓝鲸科技有限公司" });
    stage.owner.done("organizationUpdate", rename, "organization { id }").await;
    assert_eq!(refused(&stage.operator, "demandPublish", &demand, json!({})).await.0, "IDENTITY_IN_TEXT");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_name_that_was_read_cannot_be_unread() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({ "visibility": "PUBLIC" })).await;
    let owner = "query($id: ID!) { demand(id: $id) { organization { id } ownerProfile { country size branch } contact { name } site } }";
    let seen = stage.rival.ok(owner, json!({ "id": demand["id"] })).await["demand"].clone();
    assert_eq!(seen["organization"]["id"], json!(stage.owner.organization));
    assert_eq!(
        (&seen["ownerProfile"], &seen["contact"]),
        (&json!({ "country": "CN", "size": "SMALL", "branch": "SOFTWARE_IT" }), &Value::Null)
    );
    step(&stage.owner, "demandUpdate", &mut demand, json!({ "visibility": "ANONYMOUS" })).await;
    assert_eq!(refused(&stage.owner, "demandSubmit", &demand, json!({})).await, ("DEMAND_NAMED".into(), "input.visibility".into()));
    // The other way round it may say who it is, once it wants to.
    let mut demand = stage.published(json!({ "visibility": "ADVISOR_ONLY" })).await;
    let id = json!({ "id": demand["id"] });
    assert_eq!(stage.advisor.ok(owner, id.clone()).await["demand"], Value::Null, "the role is no appointment");
    stage.appoint().await;
    for (client, sees) in [(&stage.app.visitor, false), (&stage.officer.client, false), (&stage.advisor.client, true)] {
        let seen = client.ok(owner, id.clone()).await["demand"].clone();
        assert_eq!(seen.is_object(), sees);
        assert!(!sees || (seen["organization"].is_null() && seen["site"] == "310000"), "{seen}");
    }
    let hidden = stage.officer.refused("demandProposalSubmit", stage.pitch(&stage.officer, &demand), "demandProposal { id }").await;
    assert_eq!(hidden, ("NOT_FOUND".into(), "input.demandId".into()));
    step(&stage.owner, "demandUpdate", &mut demand, json!({ "visibility": "PUBLIC" })).await;
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    stage.app.advance(Duration::hours(1));
    let operator = stage.app.sign_in(&stage.operator.email).await;
    step(&operator, "demandPublish", &mut demand, json!({})).await;
    assert_eq!(stage.app.visitor.ok(owner, id).await["demand"]["organization"]["id"], json!(stage.owner.organization));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_demand_goes_with_the_verification_of_its_owner_and_nobody_reads_drafts() {
    let stage = Stage::set().await;
    let demand = stage.published(json!({})).await;
    let draft = stage.draft(json!({})).await;
    let seen = "query($id: ID!) { demand(id: $id) { id } node(id: $id) { id } }";
    let neighbor = stage.app.enterprise("大江船厂", Some(60)).await;
    let neighbor: Person = stage.app.person("neighbor", &neighbor, Role::SmeOwner).await;
    for client in [&stage.app.visitor, &stage.officer.client, &neighbor.client, &stage.advisor.client] {
        assert_eq!(client.ok(seen, json!({ "id": draft["id"] })).await, json!({ "demand": null, "node": null }));
    }
    let hidden = refused(&neighbor, "demandUpdate", &draft, json!({})).await;
    assert_eq!(hidden, ("NOT_FOUND".into(), "input.id".into()));
    assert_eq!(refused(&neighbor, "demandUpdate", &demand, json!({})).await.0, "FORBIDDEN");
    let version = "query($id: ID!) { organization(id: $id) { version } }";
    let version = stage.operator.ok(version, json!({ "id": stage.owner.organization })).await["organization"]["version"].clone();
    let reject = json!({ "id": stage.owner.organization, "expectedVersion": version, "reason": "证照已注销。" });
    stage.operator.done("organizationReject", reject, "organization { id }").await;
    assert_eq!(stage.app.visitor.ok(seen, json!({ "id": demand["id"] })).await["demand"], Value::Null);
    assert_eq!(stage.app.visitor.ok("{ demands(first: 5) { totalCount } }", json!({})).await["demands"]["totalCount"], 0);
    stage.app.settle().await;
    stage.app.finish().await;
}
