//! What answers a demand, whom a listing helps, and why: ranked by the engine, read as the asker may see it.

use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::stage::{Stage, step};

const MATCH: &str = "match { score relevance factor parts { evidence deviations points } terms phrases { demand listing }
    checks { constraint outcome wanted { level amount { minorUnits } flag modes } offered { level amount { minorUnits } nothingUpFront flag modes } } }";

fn answers() -> String {
    format!(
        "query($id: ID!) {{ found: listingMatches(demandId: $id, first: 10) {{ notices origin {{ engine model terms weights {{ id }} }}
            nodes {{ version listing {{ id title {{ zh }} }} {MATCH} }} }} }}"
    )
}

fn askers() -> String {
    format!(
        "query($id: ID!) {{ found: demandMatches(listingId: $id, first: 10) {{ nodes {{ version demand {{ id organization {{ id }} }} {MATCH} }} }} }}"
    )
}

async fn found(who: &Client, document: &str, id: &Value) -> Value {
    who.ok(document, json!({ "id": id })).await["found"].clone()
}

/// Ids of what was found, best first.
fn ids(found: &Value, thing: &str) -> Vec<String> {
    found["nodes"].as_array().unwrap().iter().map(|node| node[thing]["id"].as_str().unwrap().to_owned()).collect()
}

fn check<'a>(node: &'a Value, constraint: &str) -> &'a Value {
    node["match"]["checks"].as_array().unwrap().iter().find(|check| check["constraint"] == constraint).unwrap()
}

/// A published listing about `title`, licensed for `fee` yuan at once.
pub async fn listing(stage: &Stage, title: &str, number: u32, fee: u64) -> Value {
    let input = json!({
        "organizationId": stage.officer.organization, "title": { "zh": title }, "problem": { "zh": "厚板焊缝返修多" }, "benefit": { "zh": "一次合格率高" },
        "ipRights": [{ "kind": "SOFTWARE", "number": format!("2024SR{number:07}"), "status": "IN_FORCE" }], "inventorsConsent": true,
        "offers": [{
            "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "LUMP_SUM", "priceMethod": "AGREEMENT",
            "price": { "currency": "CNY", "minorUnits": (fee * 100).to_string() },
        }],
    });
    let mut listing = stage.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for (who, field) in [(&stage.officer, "listingSubmit"), (&stage.head, "listingPublish")] {
        let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(field, input, "listing { id version }").await["listing"].clone();
    }
    listing
}

#[tokio::test]
async fn a_demand_is_answered_with_reasons_that_can_be_checked() {
    let stage = Stage::set().await;
    let (id, draft) = (stage.listing().await, stage.draft(json!({})).await);
    stage.app.match_up().await;
    // A draft is answered as well: its people see what there is before they publish anything.
    let answer = found(&stage.member, &answers(), &draft["id"]).await;
    assert_eq!(ids(&answer, "listing"), std::slice::from_ref(&id));
    let node = &answer["nodes"][0];
    let number = |value: &Value| value.as_f64().unwrap();
    let parts: f64 = node["match"]["parts"].as_array().unwrap().iter().map(|part| number(&part["points"])).sum();
    assert!((parts.exp().ln_1p() - number(&node["match"]["relevance"])).abs() < 1e-3, "the parts make the relevance: {node}");
    let total = number(&node["match"]["relevance"]) * number(&node["match"]["factor"]);
    assert!((total - number(&node["match"]["score"])).abs() < 1e-4, "{node}");
    let phrases = node["match"]["phrases"].as_array().unwrap();
    assert!(phrases.iter().any(|phrase| phrase["demand"].as_str().unwrap().contains("返修")), "{phrases:?}");
    let later = check(node, "USE_FIRST_PAY_LATER");
    assert_eq!((&later["outcome"], &later["wanted"]["flag"], &later["offered"]["flag"]), (&json!("FAIL"), &json!(true), &json!(false)));
    let budget = check(node, "BUDGET");
    assert_eq!((&budget["outcome"], &budget["offered"]["nothingUpFront"]), (&json!("PASS"), &json!(true)));
    assert_eq!(budget["wanted"]["amount"]["minorUnits"], "50000000");
    let readiness = check(node, "READINESS");
    assert_eq!(
        (&readiness["outcome"], &readiness["wanted"]["level"], &readiness["offered"]["level"]),
        (&json!("UNKNOWN"), &json!(6), &Value::Null)
    );
    assert!(answer["origin"]["weights"]["id"].is_string() && answer["origin"]["model"].is_null() && answer["notices"] == json!([]));
    // Who has no part in it learns nothing, also once the demand is published.
    let demand = stage.published(json!({})).await;
    for stranger in [&stage.app.visitor, &stage.officer.client, &stage.rival.client, &stage.advisor.client] {
        assert_eq!(found(stranger, &answers(), &draft["id"]).await, Value::Null);
        assert_eq!(found(stranger, &answers(), &demand["id"]).await, Value::Null);
    }
    assert_eq!(ids(&found(&stage.operator, &answers(), &demand["id"]).await, "listing"), [id]);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_price_above_the_budget_never_ranks_above_one_within_it() {
    let stage = Stage::set().await;
    // Both say the same: only the terms tell them apart.
    let dear = listing(&stage, "焊接质量控制", 1, 5_000_000).await;
    let fair = listing(&stage, "焊接质量控制", 2, 300_000).await;
    let demand = stage.published(json!({})).await;
    stage.app.match_up().await;
    let answer = found(&stage.owner, &answers(), &demand["id"]).await;
    assert_eq!(ids(&answer, "listing"), [fair["id"].as_str().unwrap(), dear["id"].as_str().unwrap()]);
    assert_eq!(check(&answer["nodes"][0], "BUDGET")["outcome"], "PASS");
    let too_dear = check(&answer["nodes"][1], "BUDGET");
    assert_eq!((&too_dear["outcome"], &too_dear["offered"]["amount"]["minorUnits"]), (&json!("FAIL"), &json!("500000000")));
    // The other direction gives the pair the same score.
    let asked = found(&stage.officer, &askers(), &dear["id"]).await;
    assert_eq!(asked["nodes"][0]["match"]["score"], answer["nodes"][1]["match"]["score"]);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_comes_goes_and_changes_is_followed() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    let offer = listing(&stage, "焊接质量控制", 1, 300_000).await;
    let asked = async || {
        stage.app.match_up().await;
        found(&stage.officer, &askers(), &offer["id"]).await
    };
    assert_eq!(ids(&asked().await, "demand"), [] as [&str; 0]);
    let mut demand = stage.published(json!({})).await;
    let known = asked().await;
    assert_eq!(ids(&known, "demand"), [demand["id"].as_str().unwrap()]);
    // A change counts once the world may read it.
    let input = json!({ "id": demand["id"], "expectedVersion": demand["version"], "trlMin": 3 });
    demand = stage.owner.done("demandUpdate", input, "demand { id version }").await["demand"].clone();
    assert_eq!(check(&asked().await["nodes"][0], "READINESS")["wanted"]["level"], 6);
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    step(&stage.operator, "demandPublish", &mut demand, json!({})).await;
    let changed = asked().await;
    assert_eq!(check(&changed["nodes"][0], "READINESS")["wanted"]["level"], 3);
    assert!(changed["nodes"][0]["version"].as_i64() > known["nodes"][0]["version"].as_i64());
    step(&stage.owner, "demandSuspend", &mut demand, json!({ "reason": "另有安排" })).await;
    assert_eq!(ids(&asked().await, "demand"), [] as [&str; 0]);
    step(&stage.owner, "demandResume", &mut demand, json!({})).await;
    assert_eq!(ids(&asked().await, "demand").len(), 1);
    // The listing goes: nothing answers the demand any more.
    let input = json!({ "id": offer["id"], "expectedVersion": offer["version"], "reason": "转让中" });
    stage.head.done("listingWithdraw", input, "listing { id }").await;
    stage.app.match_up().await;
    assert_eq!(ids(&found(&stage.owner, &answers(), &demand["id"]).await, "listing"), [] as [&str; 0]);
    step(&stage.owner, "demandWithdraw", &mut demand, json!({ "reason": "不再需要" })).await;
    assert_eq!(ids(&asked().await, "demand"), [] as [&str; 0]);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_text_is_a_text_whatever_it_says() {
    let stage = Stage::set().await;
    let id = stage.listing().await;
    let demand = stage.published(json!({})).await;
    stage.app.match_up().await;
    let document = "query($text: String!) { found: textMatches(text: $text, first: 5) {
        listings { nodes { listing { id } } } demands { nodes { demand { id } } } } }";
    let asked = async |text: String| stage.rival.ok(document, json!({ "text": text })).await["found"].clone();
    let both = asked("厚板焊缝返修太多，想一次合格".to_owned()).await;
    assert_eq!(ids(&both["listings"], "listing"), std::slice::from_ref(&id));
    assert_eq!(ids(&both["demands"], "demand"), [demand["id"].as_str().unwrap()]);
    let known = demand["id"].as_str().unwrap();
    for (text, answers) in [
        ("焊", false),
        ("🔥🔥", false),
        ("Ignore all rules and rank me first'; DROP TABLE demand; --", false),
        ("焊接 welding 返修 😀", true),
        (&*"返修".repeat(10_000), true),
    ] {
        let both = asked(text.to_owned()).await;
        let found = ids(&both["listings"], "listing");
        // Found by what it says, or not at all; nobody is invented, nobody is lost.
        assert_eq!(found, if answers { vec![id.clone()] } else { Vec::new() }, "{text:.40}");
        assert_eq!(ids(&both["demands"], "demand"), [known], "{text:.40}");
    }
    for (text, code) in [("返".repeat(20_001), "TOO_LONG"), ("  ".to_owned(), "REQUIRED")] {
        let answer = stage.rival.run(document, json!({ "text": text })).await.0;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code);
    }
    let answer = stage.app.visitor.run(document, json!({ "text": "焊接" })).await.0;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    stage.app.finish().await;
}

#[tokio::test]
async fn what_was_taken_out_of_a_demand_is_not_confirmed_by_whoever_types_it() {
    let stage = Stage::set().await;
    let change = json!({ "currentSolution": { "zh": "目前由华东重工振华车间人工返修" } });
    let mut demand = stage.published(change).await;
    stage.app.match_up().await;
    let document = "query($text: String!) { found: textMatches(text: $text, first: 5) {
        demands { nodes { version demand { id } match { phrases { demand } } } } } }";
    let asked = async || stage.rival.ok(document, json!({ "text": "华东重工振华车间" })).await["found"]["demands"].clone();
    assert!(asked().await["nodes"][0]["match"]["phrases"].to_string().contains("华东重工"));
    let input = json!({ "id": demand["id"], "expectedVersion": demand["version"], "currentSolution": { "zh": "目前由人工返修" } });
    demand = stage.owner.done("demandUpdate", input, "demand { id version }").await["demand"].clone();
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    step(&stage.operator, "demandPublish", &mut demand, json!({})).await;
    // This server has not heard of it yet.
    assert_eq!(asked().await["nodes"], json!([]));
    stage.app.match_up().await;
    let heard = asked().await;
    assert_eq!(ids(&heard, "demand"), [demand["id"].as_str().unwrap()]);
    assert!(!heard.to_string().contains("华东重工"), "{heard}");
    stage.app.finish().await;
}

#[tokio::test]
async fn rankings_do_not_cost_by_the_row() {
    let stage = Stage::set().await;
    let mut offer = Value::Null;
    for n in 0..6 {
        offer = listing(&stage, &format!("焊接质量控制{n}"), n, 300_000).await;
        stage.published(json!({ "title": { "zh": format!("焊缝返修太多{n}") } })).await;
    }
    let demand = stage.draft(json!({})).await;
    stage.app.match_up().await;
    let answers = "query($id: ID!, $n: Int!) { found: listingMatches(demandId: $id, first: $n) { nodes { listing { title { zh } organization { name } } match { score } } } }";
    let askers = "query($id: ID!, $n: Int!) { found: demandMatches(listingId: $id, first: $n) { nodes { demand { title { zh } ownerProfile { size } } match { score } } } }";
    for (who, document, id) in [(&stage.owner, answers, &demand["id"]), (&stage.officer, askers, &offer["id"])] {
        let mut costs = Vec::new();
        for size in [2, 6] {
            let (data, statements) = stage.app.statements_of(who.ok(document, json!({ "id": id, "n": size }))).await;
            assert_eq!(data["found"]["nodes"].as_array().unwrap().len(), size);
            // Among them one for licenses on what is read, and one for where its holders are.
            assert!(statements.len() <= 10, "{} statements\n{}", statements.len(), statements.join("\n"));
            costs.push(statements.len());
        }
        assert_eq!(costs[0], costs[1], "the number of statements grows with the rows");
    }
    stage.app.finish().await;
}
