//! A listing that is not ready enough: over which platforms it gets there, for people of either side.

use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::{cost, draft, published, step};
use crate::demand::stage::Stage;

const BRIDGES: &str = "bridges { fromLevel toLevel reachedLevel regional note ways { merits sentence weeks { min max }
    cost { min { currency minorUnits } max { currency minorUnits } }
    steps { fromLevel toLevel weeks { min max } cost { max { minorUnits } } platform { name { zh } organization { name } } } } }";

/// A published listing of this readiness, if any, in the industry of welding.
async fn listing(stage: &Stage, number: u32, level: Option<i32>) -> Value {
    let input = json!({
        "organizationId": stage.officer.organization, "title": { "zh": format!("焊缝返修控制{number}") }, "problem": { "zh": "厚板焊缝返修多" },
        "benefit": { "zh": "一次合格率高" }, "ipRights": [{ "kind": "SOFTWARE", "number": format!("2024SR{number:07}"), "status": "IN_FORCE" }],
        "inventorsConsent": true, "industries": ["C3734"], "readiness": level.map(|level| json!({ "level": level, "basis": "SELF_ASSESSED" })),
        "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
    });
    let mut listing = stage.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for (who, field) in [(&stage.officer, "listingSubmit"), (&stage.head, "listingPublish")] {
        let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(field, input, "listing { id version }").await["listing"].clone();
    }
    listing
}

/// What the demand's list says of the only listing, or of the first one.
async fn answered(who: &Client, demand: &Value) -> Value {
    let document =
        format!("query($id: ID!) {{ found: listingMatches(demandId: $id, first: 10) {{ nodes {{ match {{ score {BRIDGES} }} }} }} }}");
    who.ok(&document, json!({ "id": demand["id"] })).await["found"]["nodes"][0]["match"].clone()
}

async fn asked(who: &Client, listing: &Value) -> Value {
    let document =
        format!("query($id: ID!) {{ found: demandMatches(listingId: $id, first: 10) {{ nodes {{ match {{ score {BRIDGES} }} }} }} }}");
    who.ok(&document, json!({ "id": listing["id"] })).await["found"]["nodes"][0]["match"].clone()
}

async fn between(who: &Client, demand: &Value, listing: &Value) -> Value {
    let document = format!(
        "query($demand: ID!, $listing: ID!) {{ found: matchBetween(demandId: $demand, listingId: $listing) {{ match {{ score {BRIDGES} }} }} }}"
    );
    who.ok(&document, json!({ "demand": demand["id"], "listing": listing["id"] })).await["found"]["match"].clone()
}

/// Names of the platforms of a way.
fn over(found: &Value, place: usize) -> Vec<&str> {
    found["bridges"]["ways"][place]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["platform"]["name"]["zh"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn whoever_may_ask_about_a_match_reads_how_it_gets_ready_enough() {
    let stage = Stage::set().await;
    let offer = listing(&stage, 1, Some(4)).await;
    let demand = stage.published(json!({ "trlMin": 7, "visibility": "PUBLIC" })).await;
    stage.app.match_up().await;
    let before = answered(&stage.owner, &demand).await;
    assert_eq!((&before["bridges"]["ways"], &before["bridges"]["reachedLevel"]), (&json!([]), &json!(4)));
    assert_eq!(before["bridges"]["note"], "From level 4 to level 7: no platform here takes a technology of this field any further.");

    published(&stage.rival, "概念验证", json!({ "kind": "POC", "readiness": { "from": 3, "to": 5 }, "weeks": { "min": 6, "max": 10 }, "cost": cost(50_000, 120_000, "CNY") })).await;
    published(
        &stage.officer,
        "中试线",
        json!({ "readiness": { "from": 5, "to": 7 }, "weeks": { "min": 14, "max": 24 }, "cost": cost(250_000, 680_000, "CNY") }),
    )
    .await;
    published(
        &stage.rival,
        "快速线",
        json!({ "readiness": { "from": 4, "to": 8 }, "weeks": { "min": 8, "max": 9 }, "cost": cost(2_000_000, 2_000_000, "CNY") }),
    )
    .await;
    let after = answered(&stage.owner, &demand).await;
    assert_eq!(after["score"], before["score"], "no score depends on it");
    assert_eq!((over(&after, 0), over(&after, 1)), (vec!["概念验证", "中试线"], vec!["快速线"]));
    let [cheap, fast] = [0, 1].map(|place| after["bridges"]["ways"][place].clone());
    assert_eq!((&cheap["merits"], &fast["merits"]), (&json!(["CHEAPEST"]), &json!(["FASTEST"])));
    assert_eq!(cheap["sentence"], "From level 4 to level 7: two steps, 20 to 34 weeks, CNY 300,000 to CNY 800,000.");
    assert_eq!(fast["sentence"], "From level 4 to level 8: one step, 8 to 9 weeks, CNY 2,000,000.");
    assert_eq!((&cheap["weeks"], &cheap["cost"]["max"]["minorUnits"]), (&json!({ "min": 20, "max": 34 }), &json!("80000000")));
    assert_eq!((&cheap["steps"][0]["fromLevel"], &cheap["steps"][0]["toLevel"]), (&json!(4), &json!(5)));
    assert_eq!(cheap["steps"][0]["platform"]["organization"]["name"], "江湾大学");
    let chinese = answered(&stage.owner.in_chinese(), &demand).await;
    assert_eq!(chinese["bridges"]["ways"][0]["sentence"], "从4级到7级：两步，20至34周，30万元至80万元。");
    // The office reads the same, and so does whoever asks about the pair.
    assert_eq!(asked(&stage.officer, &offer).await["bridges"], after["bridges"]);
    for who in [&stage.owner.client, &stage.officer.client, &stage.operator.client] {
        assert_eq!(between(who, &demand, &offer).await["bridges"], after["bridges"]);
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn where_nothing_falls_short_there_is_nothing_to_bridge() {
    let stage = Stage::set().await;
    published(&stage.rival, "中试线", json!({ "readiness": { "from": 1, "to": 9 } })).await;
    let (ready, untold) = (listing(&stage, 1, Some(7)).await, listing(&stage, 2, None).await);
    let (strict, easy) = (stage.published(json!({ "trlMin": 7 })).await, stage.published(json!({ "trlMin": null })).await);
    stage.app.match_up().await;
    for (demand, listing) in [(&strict, &ready), (&strict, &untold), (&easy, &ready), (&easy, &untold)] {
        assert_eq!(between(&stage.owner, demand, listing).await["bridges"], Value::Null);
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn only_what_everybody_sees_and_what_is_of_the_field_leads_anywhere() {
    let stage = Stage::set().await;
    listing(&stage, 1, Some(4)).await;
    let demand = stage.published(json!({ "trlMin": 7 })).await;
    stage.app.match_up().await;
    let ways = async || answered(&stage.owner, &demand).await["bridges"]["ways"].as_array().unwrap().len();
    // A draft, also one of the asker's own; another field; levels that lead past the gap, or nowhere.
    draft(&stage.owner, "草稿", json!({})).await;
    published(&stage.rival, "化工中试", json!({ "industries": ["C26"] })).await;
    published(&stage.rival, "太早", json!({ "readiness": { "from": 1, "to": 4 } })).await;
    published(&stage.rival, "太晚", json!({ "readiness": { "from": 5, "to": 9 } })).await;
    published(&stage.rival, "无级别", json!({ "readiness": null })).await;
    assert_eq!(ways().await, 0);
    let found = answered(&stage.owner, &demand).await;
    assert_eq!((&found["bridges"]["reachedLevel"], &found["bridges"]["toLevel"]), (&json!(4), &json!(7)));

    let platform = published(&stage.rival, "焊接中试", json!({})).await;
    assert_eq!(ways().await, 1);
    let gone = step(&stage.rival, "servicePlatformWithdraw", &platform, json!({ "reason": "检修" })).await;
    assert_eq!(ways().await, 0, "what was withdrawn is on no way");
    step(&stage.rival, "servicePlatformPublish", &gone, json!({})).await;
    assert_eq!(ways().await, 1);
    // Of an organization that lost its verification nothing is left.
    let version =
        stage.operator.ok("query($id: ID!) { organization(id: $id) { version } }", json!({ "id": stage.rival.organization })).await;
    let input = json!({ "id": stage.rival.organization, "expectedVersion": version["organization"]["version"], "reason": "材料不全。" });
    stage.operator.done("organizationReject", input, "organization { id }").await;
    assert_eq!(ways().await, 0);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_a_platform_does_not_tell_stays_unknown_and_currencies_apart() {
    let stage = Stage::set().await;
    listing(&stage, 1, Some(4)).await;
    let demand = stage.published(json!({ "trlMin": 7, "preferredRegions": ["330000"] })).await;
    stage.app.match_up().await;
    published(&stage.rival, "无价", json!({ "readiness": { "from": 4, "to": 6 }, "cost": null, "weeks": { "min": 1, "max": 2 } })).await;
    published(
        &stage.rival,
        "美元",
        json!({ "readiness": { "from": 6, "to": 7 }, "cost": cost(10, 20, "USD"), "weeks": { "min": 1, "max": 2 } }),
    )
    .await;
    let found = answered(&stage.owner, &demand).await;
    let way = &found["bridges"]["ways"][0];
    assert_eq!((&way["cost"], &way["merits"]), (&Value::Null, &json!(["FASTEST"])));
    assert_eq!(way["sentence"], "From level 4 to level 7: two steps, 2 to 4 weeks, the price is not told by all.");
    assert_eq!(
        (&found["bridges"]["regional"], &found["bridges"]["note"]),
        (&json!(false), &json!("Not all of these are known to be in the preferred regions."))
    );
    published(&stage.rival, "人民币", json!({ "readiness": { "from": 4, "to": 6 }, "weeks": { "min": 1, "max": 1 } })).await;
    let found = answered(&stage.owner, &demand).await;
    assert_eq!((over(&found, 0), &found["bridges"]["ways"][0]["cost"]), (vec!["人民币", "美元"], &Value::Null));
    published(&stage.officer, "浙江", json!({ "region": "330100", "cost": cost(900_000, 900_000, "CNY"), "weeks": null })).await;
    let found = answered(&stage.owner, &demand).await;
    assert_eq!((over(&found, 0), &found["bridges"]["regional"]), (vec!["浙江"], &json!(true)), "the preferred region first");
    assert_eq!((&found["bridges"]["ways"][0]["weeks"], &found["bridges"]["note"]), (&Value::Null, &Value::Null));
    stage.app.finish().await;
}

/// An office reads the whole city where an unnamed owner would rather stay in the own district; ways must not tell it apart.
#[tokio::test]
async fn what_is_veiled_of_a_demand_is_not_told_by_its_ways() {
    let stage = Stage::set().await;
    let offer = listing(&stage, 1, Some(4)).await;
    let demand = stage.published(json!({ "trlMin": 7, "preferredRegions": ["310110"], "visibility": "ANONYMOUS" })).await;
    stage.app.match_up().await;
    published(&stage.rival, "浦东中试线", json!({ "region": "310115" })).await;
    let regional = |found: &Value| found["bridges"]["regional"].clone();
    // Its own people are told that the line is in another district.
    assert_eq!(regional(&answered(&stage.owner, &demand).await), json!(false));
    for found in [asked(&stage.officer, &offer).await, between(&stage.officer, &demand, &offer).await] {
        assert_eq!((regional(&found), &found["bridges"]["note"]), (json!(true), &Value::Null), "{found}");
    }
    // Where the owner is named, both read the same.
    let open = stage.published(json!({ "trlMin": 7, "preferredRegions": ["310110"], "visibility": "PUBLIC" })).await;
    stage.app.match_up().await;
    for who in [&stage.owner.client, &stage.officer.client] {
        assert_eq!(regional(&between(who, &open, &offer).await), json!(false));
    }
    stage.app.finish().await;
}

/// Staff read what an office writes before it is shown; ways go by what everybody reads, whoever asks.
#[tokio::test]
async fn a_draft_of_a_listing_changes_no_way() {
    let stage = Stage::set().await;
    let offer = listing(&stage, 1, Some(4)).await;
    let demand = stage.published(json!({ "trlMin": 7, "visibility": "PUBLIC" })).await;
    published(&stage.rival, "焊接中试", json!({})).await;
    stage.app.match_up().await;
    let before = answered(&stage.owner, &demand).await;
    assert_eq!(over(&before, 0), ["焊接中试"]);
    let draft = json!({ "id": offer["id"], "expectedVersion": offer["version"], "industries": ["C26"] });
    stage.officer.done("listingUpdate", draft, "listing { id }").await;
    let read = "query($id: ID!) { listing(id: $id) { industries } }";
    assert_eq!(stage.operator.ok(read, json!({ "id": offer["id"] })).await["listing"]["industries"], json!(["C26"]));
    for who in [&stage.owner.client, &stage.operator.client] {
        assert_eq!(answered(who, &demand).await["bridges"], before["bridges"]);
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn ways_do_not_cost_by_the_row() {
    let stage = Stage::set().await;
    for number in 1..=6 {
        listing(&stage, number, Some(3 + i32::try_from(number % 2).unwrap())).await;
    }
    let demand = stage.published(json!({ "trlMin": 7 })).await;
    published(&stage.rival, "概念验证", json!({ "readiness": { "from": 3, "to": 5 } })).await;
    published(&stage.officer, "中试线", json!({ "readiness": { "from": 5, "to": 7 } })).await;
    stage.app.match_up().await;
    let page = |fields: &str| {
        format!(
            "query($id: ID!, $n: Int!) {{ found: listingMatches(demandId: $id, first: $n) {{ nodes {{ listing {{ id }} match {{ score {fields} }} }} }} }}"
        )
    };
    let cost = async |fields: &str, size: usize| {
        let (data, statements) = stage.app.statements_of(stage.owner.ok(&page(fields), json!({ "id": demand["id"], "n": size }))).await;
        assert_eq!(data["found"]["nodes"].as_array().unwrap().len(), size);
        statements.len()
    };
    let (two, six) = (cost(BRIDGES, 2).await, cost(BRIDGES, 6).await);
    assert_eq!(two, six, "the number of statements grows with the rows");
    // The platforms that ways lead over, those that are shown, and who runs them.
    assert_eq!(six - cost("", 6).await, 3);
    stage.app.finish().await;
}
