//! Searches that people keep: told once of what is new and fits, and of nothing that is hidden.

use lianqiao::{
    demand::{self, PublicFilter},
    kernel::Id,
    listing,
    search::{Facet, Percolator, Query},
};
use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

use super::{
    alerts::{edited, moved, told},
    answers::listing as published,
    stage::{Stage, step},
};

const SAVED: &str =
    "savedSearch { id version name subject query paused listingFilters { facet values } readinessMin demandFilter { industries trl } }";
const MINE: &str = "{ viewerSavedSearches { id name paused } }";
const NOTHING: [(Value, Value); 0] = [];
const TITLE: &str = "焊缝返修太多的厚板焊接质量控制";

async fn keep(who: &Client, wish: Value) -> Value {
    let mut input = json!({ "name": "厚板焊接" });
    input.as_object_mut().unwrap().extend(wish.as_object().unwrap().clone());
    who.done("savedSearchCreate", input, SAVED).await["savedSearch"].clone()
}

fn change(search: &Value, extra: Value) -> Value {
    let mut input = json!({ "id": search["id"], "expectedVersion": search["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    input
}

/// `(search, listing or demand)` of what somebody was told by their searches.
async fn found(stage: &Stage, who: &Client) -> Vec<(Value, Value)> {
    stage.app.settle().await;
    let mut all = Vec::new();
    for (kind, figure) in [("SEARCH_FOUND_LISTING", "listingId"), ("SEARCH_FOUND_DEMAND", "demandId")] {
        all.extend(told(who, kind).await.into_iter().map(|event| (event["subjectId"].clone(), event["figures"][figure].clone())));
    }
    all
}

#[tokio::test]
async fn a_new_listing_is_told_once_to_those_whose_search_it_fits() {
    let stage = Stage::set().await;
    let mut old = published(&stage, TITLE, 1, 300_000).await;
    stage.app.settle().await;
    stage.app.advance(chrono::Duration::minutes(5));
    let filter = json!({ "licenseKinds": ["NON_EXCLUSIVE"], "organizationIds": [stage.officer.organization] });
    let search = keep(&stage.member, json!({ "listings": { "query": "厚板 焊接", "filter": filter } })).await;
    assert_eq!((&search["subject"], &search["query"], &search["paused"]), (&json!("LISTINGS"), &json!("厚板 焊接"), &json!(false)));
    let kept = search["listingFilters"].as_array().unwrap();
    assert!(kept.contains(&json!({ "facet": "ORGANIZATION", "values": [stage.officer.organization] })), "{kept:?}");
    // Searches that it does not fit: another word, another holder, another kind of license, more ready.
    for other in [
        json!({ "query": "石墨烯" }),
        json!({ "query": "焊接", "filter": { "organizationIds": [stage.rival.organization] } }),
        json!({ "query": "焊接", "filter": { "licenseKinds": ["EXCLUSIVE"] } }),
        json!({ "query": "焊接", "filter": { "readinessMin": 8 } }),
    ] {
        keep(&stage.rival, json!({ "listings": other })).await;
    }
    let mut offer = published(&stage, TITLE, 2, 300_000).await;
    let once = [(search["id"].clone(), offer["id"].clone())];
    assert_eq!(found(&stage, &stage.member).await, once);
    assert_eq!(found(&stage, &stage.rival).await, NOTHING);
    assert_eq!(found(&stage, &stage.owner).await, NOTHING);
    // Edits, a pause and a return; and what was there before the search was kept is not new to it.
    edited(&stage, &mut offer, json!({ "keywords": ["焊接"] })).await;
    edited(&stage, &mut old, json!({ "keywords": ["焊接"] })).await;
    moved(&stage.head, "listingSuspend", &mut offer, json!({ "reason": "内容有误" })).await;
    stage.app.settle().await;
    moved(&stage.head, "listingResume", &mut offer, json!({})).await;
    assert_eq!(found(&stage, &stage.member).await, once);
    // Gone before anybody was told.
    let mut gone = published(&stage, TITLE, 3, 300_000).await;
    moved(&stage.head, "listingSuspend", &mut gone, json!({ "reason": "内容有误" })).await;
    assert_eq!(found(&stage, &stage.member).await, once);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_search_is_renamed_paused_and_let_go_by_its_owner_alone() {
    let stage = Stage::set().await;
    let mut search = keep(&stage.member, json!({ "listings": { "query": "焊接" } })).await;
    let mine = async |who: &Person| who.ok(MINE, json!({})).await["viewerSavedSearches"].as_array().unwrap().len();
    assert_eq!((mine(&stage.member).await, mine(&stage.owner).await), (1, 0));
    for stranger in [&stage.owner, &stage.operator] {
        for (field, extra) in [("savedSearchUpdate", json!({ "name": "别人的" })), ("savedSearchDelete", json!({}))] {
            let refused = stranger.refused(field, change(&search, extra), "savedSearch { id }").await;
            assert_eq!(refused, ("NOT_FOUND".into(), "input.id".into()));
        }
        let node = stranger.ok("query($id: ID!) { node(id: $id) { id } }", json!({ "id": search["id"] })).await;
        assert_eq!(node["node"], Value::Null);
    }
    let stale = change(&json!({ "id": search["id"], "version": 7 }), json!({ "paused": true }));
    assert_eq!(stage.member.refused("savedSearchUpdate", stale, "savedSearch { id }").await.0, "STALE_VERSION");
    search = stage.member.done("savedSearchUpdate", change(&search, json!({ "name": "焊工", "paused": true })), SAVED).await["savedSearch"]
        .clone();
    assert_eq!((&search["name"], &search["paused"], &search["version"]), (&json!("焊工"), &json!(true), &json!(2)));
    let mut missed = published(&stage, TITLE, 1, 300_000).await;
    assert_eq!(found(&stage, &stage.member).await, NOTHING);
    stage.app.advance(chrono::Duration::minutes(1));
    search = stage.member.done("savedSearchUpdate", change(&search, json!({ "paused": false })), SAVED).await["savedSearch"].clone();
    // What was published during the pause stays untold, whatever becomes of it.
    edited(&stage, &mut missed, json!({ "keywords": ["焊接"] })).await;
    let offer = published(&stage, TITLE, 2, 300_000).await;
    assert_eq!(found(&stage, &stage.member).await, [(search["id"].clone(), offer["id"].clone())]);
    stage.member.done("savedSearchDelete", change(&search, json!({})), "savedSearch { id }").await;
    published(&stage, TITLE, 3, 300_000).await;
    assert_eq!((found(&stage, &stage.member).await.len(), mine(&stage.member).await), (1, 0));
    // A name, one question and no more than so many.
    let refused = stage.member.refused("savedSearchCreate", json!({ "name": " ", "listings": {} }), "savedSearch { id }").await;
    assert_eq!(refused.1, "input.name");
    assert_eq!(stage.member.refused("savedSearchCreate", json!({ "name": "空" }), "savedSearch { id }").await.0, "REQUIRED");
    // Whoever asks for nothing would be told of everything.
    for (wish, place) in [
        (json!({ "listings": {} }), "input.listings"),
        (json!({ "listings": { "query": "!!! ——" } }), "input.listings"),
        (json!({ "demands": {} }), "input.demands"),
        (json!({ "demands": { "filter": { "query": "  ", "states": ["PUBLISHED"] } } }), "input.demands"),
    ] {
        let mut input = json!({ "name": "全部" });
        input.as_object_mut().unwrap().extend(wish.as_object().unwrap().clone());
        let refused = stage.member.refused("savedSearchCreate", input, "savedSearch { id }").await;
        assert_eq!(refused, ("REQUIRED".into(), place.into()), "{wish}");
    }
    for _ in 0..45 {
        keep(&stage.member, json!({ "listings": { "query": "焊接" } })).await;
    }
    // Many at the same moment: as many as there is room for.
    let tries = (0..12).map(|_| {
        let input = json!({ "name": "多", "listings": { "query": "焊接" } });
        async { stage.member.mutate("savedSearchCreate", input, "savedSearch { id }").await["userErrors"][0]["code"].clone() }
    });
    let outcomes = futures::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|code| code.is_null()).count(), 5, "{outcomes:?}");
    assert!(outcomes.iter().all(|code| code.is_null() || code == "TOO_MANY"), "{outcomes:?}");
    assert_eq!(mine(&stage.member).await, 50);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_new_demand_is_told_as_far_as_everybody_may_see_it() {
    let stage = Stage::set().await;
    let search = keep(&stage.rival, json!({ "demands": { "filter": { "query": "返修", "industries": ["C37"] } } })).await;
    assert_eq!((&search["subject"], &search["demandFilter"]["industries"]), (&json!("DEMANDS"), &json!(["C37"])));
    // By the owner, who is not named: that would tell whose it is.
    keep(&stage.rival, json!({ "demands": { "filter": { "organizationId": stage.owner.organization } } })).await;
    keep(&stage.advisor, json!({ "demands": { "filter": { "query": "返修" } } })).await;
    let hidden = stage.published(json!({ "visibility": "ADVISOR_ONLY" })).await;
    assert_eq!(found(&stage, &stage.rival).await, NOTHING);
    assert_eq!(found(&stage, &stage.advisor).await, NOTHING, "{hidden}: not even to those who may see it");
    let mut demand = stage.published(json!({})).await;
    assert_eq!(found(&stage, &stage.rival).await, [(search["id"].clone(), demand["id"].clone())]);
    step(&stage.owner, "demandSuspend", &mut demand, json!({ "reason": "另有安排" })).await;
    step(&stage.owner, "demandResume", &mut demand, json!({})).await;
    assert_eq!(found(&stage, &stage.rival).await.len(), 1);
    stage.app.finish().await;
}

/// What is told and what the search shows are two questions of one kind: they must not come apart.
#[tokio::test]
async fn one_demand_in_hand_answers_as_the_search_does() {
    let stage = Stage::set().await;
    let open = stage.published(json!({ "visibility": "PUBLIC", "trlMin": null })).await;
    let veiled = stage.published(json!({ "wantsUseFirstPayLater": false })).await;
    let ids: Vec<_> = [&open, &veiled].iter().map(|demand| demand["id"].as_str().unwrap().parse().unwrap()).collect();
    let publications = demand::publications(stage.app.ctx.db.read(), &ids).await.unwrap();
    let owner: Id<lianqiao::kernel::id::Organization> = stage.owner.organization.parse().unwrap();
    let texts = ["返修", "焊缝 合格率", "WELDS done", "100%", "石墨烯", "_"]
        .map(|text| PublicFilter { text: Some(text.to_owned()), ..PublicFilter::default() });
    let industries = [vec!["C37"], vec!["C3734", "A"], vec!["C38"], vec!["C", "A"]]
        .map(|codes| PublicFilter { industries: codes.into_iter().map(str::to_owned).collect(), ..PublicFilter::default() });
    let levels = [1, 5, 6, 9].map(|trl| PublicFilter { trl: Some(trl), ..PublicFilter::default() });
    let wants = [true, false].map(|wants| PublicFilter { wants_use_first_pay_later: Some(wants), ..PublicFilter::default() });
    let others = [
        PublicFilter::default(),
        PublicFilter { organization: Some(owner), ..PublicFilter::default() },
        PublicFilter { states: vec!["DRAFT".to_owned()], ..PublicFilter::default() },
        PublicFilter { states: vec!["PUBLISHED".to_owned(), "DRAFT".to_owned()], ..PublicFilter::default() },
    ];
    for filter in texts.into_iter().chain(industries).chain(levels).chain(wants).chain(others) {
        let asked = json!({ "filter": {
            "organizationId": filter.organization.map(|id| id.to_string()), "states": filter.states, "query": filter.text,
            "industries": filter.industries, "trl": filter.trl, "wantsUseFirstPayLater": filter.wants_use_first_pay_later } });
        let answer =
            stage.rival.ok("query($filter: DemandFilterInput) { demands(filter: $filter, first: 10) { nodes { id } } }", asked).await;
        let mut shown: Vec<_> =
            answer["demands"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
        let mut met: Vec<_> = publications.iter().filter(|one| filter.is_met_by(one)).map(|one| one.demand.to_string()).collect();
        shown.sort();
        met.sort();
        assert_eq!(shown, met, "{filter:?}");
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn a_listing_in_hand_answers_as_the_search_does_if_every_word_is_found() {
    let stage = Stage::set().await;
    let (weld, pig) = (published(&stage, TITLE, 1, 300_000).await, published(&stage, "猪舍氨气去除装置 bioreactor", 2, 300_000).await);
    stage.app.settle().await;
    let ids: Vec<_> =
        [&weld, &pig].iter().map(|one| one["id"].as_str().unwrap().parse::<Id<lianqiao::kernel::id::Listing>>().unwrap()).collect();
    let (documents, _) = listing::documents(&stage.app.ctx, &ids).await.unwrap();
    let percolator = Percolator::of(documents).await.unwrap();
    let query = |text: &str, filters: Vec<(Facet, Vec<String>)>| Query { text: text.to_owned(), filters, limit: 10, ..Query::default() };
    let kind = |kind: &str| vec![(Facet::LicenseKinds, vec![kind.to_owned()])];
    let [weld, pig] = [ids[0].uuid(), ids[1].uuid()];
    for (asked, expected) in [
        (query("焊接质量", Vec::new()), vec![weld]),
        (query("氨气", kind("NON_EXCLUSIVE")), vec![pig]),
        (query("氨气", kind("OPEN")), vec![]),
        (query("厚板", Vec::new()), vec![weld, pig]),
        (query("", Vec::new()), vec![weld, pig]),
        (query("石墨烯", Vec::new()), vec![]),
    ] {
        let mut found = percolator.answers(vec![asked.clone()]).await.unwrap().remove(0);
        let mut shown: Vec<_> = stage.app.ctx.search.search(&asked).await.unwrap().hits.into_iter().map(|hit| hit.id).collect();
        let mut expected = expected;
        found.sort();
        shown.sort();
        expected.sort();
        assert_eq!((&found, &shown), (&expected, &expected), "{}", asked.text);
    }
    // Whoever types may not have come to the end of a word; whoever kept a search has.
    let begun = query("biorea", Vec::new());
    let shown = stage.app.ctx.search.search(&begun).await.unwrap().hits;
    assert_eq!(shown.into_iter().map(|hit| hit.id).collect::<Vec<_>>(), [pig]);
    assert_eq!(percolator.answers(vec![begun, query("bioreactor", Vec::new())]).await.unwrap(), [vec![], vec![pig]]);
    // The search shows what comes nearest; nobody is told of that.
    let near = query("氨气 石墨烯", Vec::new());
    assert_eq!(percolator.answers(vec![near]).await.unwrap(), [Vec::<uuid::Uuid>::new()]);
    stage.app.finish().await;
}
