//! J3: what an enterprise thinks of an answer changes its own list at once; the office learns how many thought so, and never who.

use chrono::Duration;
use lianqiao::{
    identity::{
        actions::{AddMember, add_member},
        rules::OrganizationKind,
    },
    kernel::Role,
    pairing::{rules::tally, vocabulary::MatchVerdict},
};
use lianqiao_tests::{Client, Person, STAGE, free_port};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{answers::listing, stage::Stage};
use crate::installation::{bare, said};

const FEEDBACK: &str = "matchFeedback { id version verdict note refuses rank withdrawnAt listing { id } }";
const LIST: &str = "query($id: ID!) { found: listingMatches(demandId: $id, first: 10) { nodes { listing { id } feedback { verdict } }
    refused { id version verdict note rank listing { id } } } }";
const BETWEEN: &str =
    "query($demand: ID!, $listing: ID!) { found: matchBetween(demandId: $demand, listingId: $listing) { rank absence absenceReason
    feedback { verdict } notices match { score why against checks { constraint outcome } } } }";
const COUNTS: &str =
    "query($id: ID!) { found: matchFeedbackCounts(listingId: $id) { step asOf counts { verdict organizationsAtLeast advice } } }";

async fn list(who: &Client, demand: &Value) -> Value {
    who.ok(LIST, json!({ "id": demand["id"] })).await["found"].clone()
}

fn shown(found: &Value) -> Vec<&str> {
    found["nodes"].as_array().unwrap().iter().map(|node| node["listing"]["id"].as_str().unwrap()).collect()
}

fn verdict(demand: &Value, listing: &Value, verdict: &str) -> Value {
    json!({ "demandId": demand["id"], "listingId": listing["id"], "verdict": verdict })
}

async fn between(who: &Client, demand: &Value, listing: &Value) -> Value {
    who.ok(BETWEEN, json!({ "demand": demand["id"], "listing": listing["id"] })).await["found"].clone()
}

#[tokio::test]
async fn what_is_put_aside_leaves_this_list_alone_and_comes_back() {
    let stage = Stage::set().await;
    let (best, next) = (listing(&stage, "焊缝返修控制", 1, 300_000).await, listing(&stage, "焊接质量控制", 2, 300_000).await);
    let (demand, other) = (stage.published(json!({})).await, stage.published(json!({ "title": { "zh": "厚板焊缝返修" } })).await);
    stage.app.match_up().await;
    let before = list(&stage.owner, &demand).await;
    let (first, second) = (shown(&before)[0].to_owned(), shown(&before)[1].to_owned());
    let (first, second) = (json!({ "id": first }), json!({ "id": second }));
    assert_eq!(shown(&before).len(), 2, "{best} {next}");

    let mut input = verdict(&demand, &first, "TOO_EARLY");
    input["note"] = json!("还没有在厚板上试过");
    let given = stage.member.done("matchFeedbackGive", input.clone(), FEEDBACK).await["matchFeedback"].clone();
    assert_eq!((&given["verdict"], &given["refuses"], &given["rank"]), (&json!("TOO_EARLY"), &json!(true), &json!(1)));
    // The same once more changes nothing.
    assert_eq!(stage.member.done("matchFeedbackGive", input, FEEDBACK).await["matchFeedback"]["version"], 1);
    let after = list(&stage.owner, &demand).await;
    assert_eq!(shown(&after), [second["id"].as_str().unwrap()]);
    assert_eq!((&after["refused"][0]["listing"], &after["refused"][0]["note"]), (&first, &json!("还没有在厚板上试过")));
    assert_eq!(shown(&list(&stage.owner, &other).await).len(), 2, "another demand of the same owner still has it");

    // Interest is no reason to be moved; a change of mind replaces what was said.
    stage.owner.done("matchFeedbackGive", verdict(&demand, &second, "INTERESTED"), FEEDBACK).await;
    let liked = list(&stage.owner, &demand).await;
    assert_eq!(liked["nodes"][0]["feedback"]["verdict"], "INTERESTED");
    let changed = stage.owner.done("matchFeedbackGive", verdict(&demand, &first, "KNOWN_ALREADY"), FEEDBACK).await["matchFeedback"].clone();
    assert_eq!((&changed["id"], &changed["version"], &changed["rank"]), (&given["id"], &json!(2), &Value::Null));

    let back = |version: i64| json!({ "id": given["id"], "expectedVersion": version });
    assert_eq!(stage.owner.refused("matchFeedbackWithdraw", back(1), FEEDBACK).await.0, "STALE_VERSION");
    let gone = stage.owner.done("matchFeedbackWithdraw", back(2), FEEDBACK).await["matchFeedback"].clone();
    assert!(gone["withdrawnAt"].is_string() && gone["refuses"] == json!(false));
    assert_eq!(stage.owner.refused("matchFeedbackWithdraw", back(3), FEEDBACK).await.0, "TRANSITION_NOT_ALLOWED");
    assert_eq!(shown(&list(&stage.owner, &demand).await), shown(&before));
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb } } }";
    let trail = stage.owner.ok(trail, json!({ "org": stage.owner.organization, "id": given["id"] })).await;
    let verbs: Vec<_> = trail["auditEntries"]["nodes"].as_array().unwrap().iter().map(|line| line["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs, ["match_feedback.withdraw", "match_feedback.give", "match_feedback.give"]);
    stage.app.finish().await;
}

#[tokio::test]
async fn only_the_owner_judges_and_only_what_is_published() {
    let stage = Stage::set().await;
    let offer = listing(&stage, "焊接质量控制", 1, 300_000).await;
    let (demand, draft) = (stage.published(json!({})).await, stage.draft(json!({})).await);
    stage.app.match_up().await;
    let input = verdict(&demand, &offer, "TERMS");
    for outsider in [&stage.officer.client, &stage.rival.client, &stage.advisor.client, &stage.operator.client] {
        let refused = outsider.refused("matchFeedbackGive", input.clone(), FEEDBACK).await;
        assert_eq!(refused, ("FORBIDDEN".into(), "input.demandId".into()));
    }
    let hidden = stage.officer.refused("matchFeedbackGive", verdict(&draft, &offer, "TERMS"), FEEDBACK).await;
    assert_eq!(hidden, ("NOT_FOUND".into(), "input.demandId".into()));
    let unpublished = json!({ "organizationId": stage.officer.organization, "title": { "zh": "草稿" } });
    let unpublished = stage.officer.done("listingCreate", unpublished, "listing { id }").await["listing"].clone();
    let hidden = stage.owner.refused("matchFeedbackGive", verdict(&demand, &unpublished, "TERMS"), FEEDBACK).await;
    assert_eq!(hidden, ("NOT_FOUND".into(), "input.listingId".into()));
    let other = stage.owner.refused("matchFeedbackGive", verdict(&demand, &offer, "OTHER"), FEEDBACK).await;
    assert_eq!(other, ("REASON_REQUIRED".into(), "input.note".into()));
    // Two at once: both are told the same, one row is there.
    let (one, two) = tokio::join!(
        stage.owner.done("matchFeedbackGive", input.clone(), FEEDBACK),
        stage.member.done("matchFeedbackGive", input.clone(), FEEDBACK)
    );
    assert_eq!(one["matchFeedback"]["id"], two["matchFeedback"]["id"]);
    let given = json!({ "id": one["matchFeedback"]["id"], "expectedVersion": 1 });
    assert_eq!(stage.operator.refused("matchFeedbackWithdraw", given.clone(), FEEDBACK).await.0, "FORBIDDEN");
    assert_eq!(stage.officer.refused("matchFeedbackWithdraw", given, FEEDBACK).await.0, "NOT_FOUND");
    // Whoever sits in the office as well would praise what is its own.
    let organization = stage.officer.organization.parse().unwrap();
    let seat = AddMember { organization, email: stage.owner.email.clone(), roles: vec![Role::TtoOfficer] };
    add_member(&stage.app.ctx, &STAGE, seat).await.unwrap();
    let refused = stage.owner.refused("matchFeedbackGive", input, FEEDBACK).await;
    assert_eq!(refused, ("FORBIDDEN".into(), "input.listingId".into()));
    stage.app.finish().await;
}

/// Owners of other enterprises, each with a demand of its own.
async fn others(stage: &Stage, count: usize, verified: bool) -> Vec<(Person, Value)> {
    let mut owners = Vec::new();
    for n in 0..count {
        let name = format!("第{}{n}机械厂", if verified { "一" } else { "零" });
        let enterprise = if verified {
            stage.app.enterprise(&name, Some(20)).await
        } else {
            stage.app.organization(OrganizationKind::Enterprise, &name, false).await
        };
        let owner = stage.app.person(&format!("owner-{verified}-{n}"), &enterprise, Role::SmeOwner).await;
        let input =
            json!({ "organizationId": owner.organization, "title": { "zh": "焊缝返修太多" }, "problem": { "zh": "厚板焊缝返修多" } });
        let demand = owner.done("demandCreate", input, "demand { id version }").await["demand"].clone();
        owners.push((owner, demand));
    }
    owners
}

#[tokio::test]
async fn an_office_that_watches_closely_learns_nobodys_opinion() {
    let stage = Stage::set().await;
    let offer = listing(&stage, "焊接质量控制", 1, 300_000).await;
    let anonymous = stage.published(json!({})).await;
    let real = others(&stage, 5, true).await;
    let made_up = others(&stage, 3, false).await;
    stage.app.match_up().await;
    let id = json!({ "id": offer["id"] });
    let told = async |who: &Client| who.ok(COUNTS, id.clone()).await["found"].clone();
    let judge = async |who: &Client, demand: &Value, what: &str| {
        who.done("matchFeedbackGive", verdict(demand, &offer, what), FEEDBACK).await["matchFeedback"].clone()
    };
    let ranked = "query($id: ID!) { found: demandMatches(listingId: $id, first: 10) { nodes { demand { id } match { score } } } }";
    let (list_before, pair_before) = (stage.officer.ok(ranked, id.clone()).await, between(&stage.officer, &anonymous, &offer).await);

    let refused = judge(&stage.owner, &anonymous, "TOO_EARLY").await;
    judge(&real[0].0, &real[0].1, "TOO_EARLY").await;
    judge(&real[1].0, &real[1].1, "TOO_DEAR").await;
    // Not even three of a kind are told on the day itself: the hour would tell who it was.
    judge(&real[2].0, &real[2].1, "TOO_EARLY").await;
    assert_eq!(told(&stage.officer).await["counts"], json!([]));
    // No list of the office, no answer about the pair, no id and no trail of the office's changes with it.
    assert_eq!(stage.officer.ok(ranked, id.clone()).await, list_before);
    assert_eq!(between(&stage.officer, &anonymous, &offer).await, pair_before);
    assert_eq!((&pair_before["feedback"], &pair_before["absence"]), (&Value::Null, &Value::Null));
    let node = stage.officer.ok("query($id: ID!) { node(id: $id) { id } }", json!({ "id": refused["id"] })).await;
    assert_eq!(node["node"], Value::Null);
    let trail = "query($org: ID) { auditEntries(organizationId: $org, first: 100) { nodes { verb } } }";
    let trail = stage.officer.ok(trail, json!({ "org": stage.officer.organization })).await;
    assert!(!trail.to_string().contains("match_feedback"), "{trail}");

    // What organizations say that nobody verified counts for nothing, else an office would make up two and wait for a third.
    for (owner, demand) in &made_up {
        judge(owner, demand, "TOO_DEAR").await;
    }
    let next_day = async |stage: &Stage| {
        stage.app.advance(Duration::days(1));
        (
            stage.app.sign_in(&stage.officer.email).await,
            stage.app.sign_in(&real[3].0.email).await,
            stage.app.sign_in(&stage.owner.email).await,
        )
    };
    let (officer, fourth, owner) = next_day(&stage).await;
    let three = json!([{ "verdict": "TOO_EARLY", "organizationsAtLeast": 3 }]);
    let plain = |told: &Value| {
        let counts = told["counts"].as_array().unwrap().iter();
        json!(
            counts.map(|one| json!({ "verdict": one["verdict"], "organizationsAtLeast": one["organizationsAtLeast"] })).collect::<Vec<_>>()
        )
    };
    let seen = told(&officer).await;
    assert_eq!((plain(&seen), &seen["step"]), (three.clone(), &json!(3)));
    assert!(seen["counts"][0]["advice"].as_str().unwrap().contains("pilot"), "{seen}");
    // A fourth changes nothing, today or tomorrow, nor does one that is taken back while three are left.
    let fourth_said = judge(&fourth, &real[3].1, "TOO_EARLY").await;
    assert_eq!(plain(&told(&officer).await), three);
    // Nor does the day of a change of mind show before it is over.
    judge(&owner, &anonymous, "INTERESTED").await;
    judge(&owner, &anonymous, "TERMS").await;
    assert_eq!(plain(&told(&officer).await), three);
    let (officer, fourth, _) = next_day(&stage).await;
    assert_eq!(plain(&told(&officer).await), three, "three are left of four");
    let back = json!({ "id": fourth_said["id"], "expectedVersion": 1 });
    fourth.done("matchFeedbackWithdraw", back, FEEDBACK).await;
    assert_eq!(plain(&told(&officer).await), three);
    let (officer, ..) = next_day(&stage).await;
    assert_eq!(told(&officer).await["counts"], json!([]), "two are left");
    let rival = stage.app.sign_in(&stage.rival.email).await;
    assert_eq!(told(&rival).await, Value::Null);
    stage.app.finish().await;
}

#[tokio::test]
async fn why_a_listing_is_not_in_the_list_is_told_to_either_side_as_far_as_it_sees() {
    let stage = Stage::set().await;
    let (near, far) = (listing(&stage, "焊缝返修控制", 1, 300_000).await, listing(&stage, "猪舍氨气去除", 2, 5_000_000).await);
    let demand = stage.published(json!({})).await;
    stage.app.match_up().await;
    let found = between(&stage.owner, &demand, &near).await;
    assert_eq!((&found["rank"], &found["absence"], &found["absenceReason"]), (&json!(1), &Value::Null, &Value::Null));
    let listed = stage
        .owner
        .ok("query($id: ID!) { listingMatches(demandId: $id, first: 1) { nodes { match { score } } } }", json!({ "id": demand["id"] }))
        .await;
    assert_eq!(found["match"]["score"], listed["listingMatches"]["nodes"][0]["match"]["score"], "the pair has the score of the list");
    let seen = between(&stage.officer, &demand, &near).await;
    assert_eq!((&seen["rank"], &seen["match"]["score"]), (&json!(1), &found["match"]["score"]), "from either side");
    // What is too dear says so, wherever it stands.
    let dear = between(&stage.owner, &demand, &far).await;
    let against = dear["match"]["against"].to_string();
    assert!(against.contains("CNY 5,000,000") && against.contains("CNY 500,000"), "{against}");
    stage.owner.done("matchFeedbackGive", verdict(&demand, &near, "TOO_DEAR"), FEEDBACK).await;
    let aside = between(&stage.owner, &demand, &near).await;
    assert_eq!((&aside["rank"], &aside["absence"], &aside["feedback"]["verdict"]), (&Value::Null, &json!("REFUSED"), &json!("TOO_DEAR")));
    assert!(aside["absenceReason"].as_str().unwrap().contains("aside"), "{aside}");
    assert_eq!(between(&stage.officer, &demand, &near).await, seen, "the office learns nothing of it");
    // Hidden things are as good as absent, and nobody else asks.
    let draft = stage.draft(json!({})).await;
    assert_eq!(between(&stage.officer, &draft, &near).await, Value::Null);
    assert!(between(&stage.owner, &draft, &near).await.is_object());
    for stranger in [&stage.app.visitor, &stage.rival.client, &stage.advisor.client] {
        assert_eq!(between(stranger, &demand, &near).await, Value::Null);
    }
    let input = json!({ "id": near["id"], "expectedVersion": near["version"], "reason": "转让中" });
    stage.head.done("listingWithdraw", input, "listing { id }").await;
    stage.app.match_up().await;
    assert_eq!(between(&stage.owner, &demand, &near).await, Value::Null, "a listing that is gone is gone for outsiders");
    assert_eq!(between(&stage.operator, &demand, &near).await["absence"], "NOT_PUBLISHED");
    stage.app.finish().await;
}

/// What `match feedback` writes, `match evaluate` measures by.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opinions_become_a_judged_set_without_a_word_of_who_they_are() {
    let stage = Stage::set().await;
    let (near, far) = (listing(&stage, "焊缝返修控制", 1, 300_000).await, listing(&stage, "猪舍氨气去除", 2, 300_000).await);
    let demand = stage.published(json!({})).await;
    let draft = stage.draft(json!({ "title": { "zh": "猪舍臭味太大" }, "problem": { "zh": "氨气超标" } })).await;
    stage.app.match_up().await;
    let mut noted = verdict(&demand, &near, "INTERESTED");
    noted["note"] = json!("请王工联系");
    stage.owner.done("matchFeedbackGive", noted, FEEDBACK).await;
    stage.owner.done("matchFeedbackGive", verdict(&demand, &far, "WRONG_FIELD"), FEEDBACK).await;
    stage.owner.done("matchFeedbackGive", verdict(&draft, &far, "TOO_EARLY"), FEEDBACK).await;
    let taken = stage.owner.done("matchFeedbackGive", verdict(&draft, &near, "TERMS"), FEEDBACK).await["matchFeedback"].clone();
    stage.owner.done("matchFeedbackWithdraw", json!({ "id": taken["id"], "expectedVersion": 1 }), FEEDBACK).await;
    stage.app.settle().await;

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("opinions");
    let config = &stage.app.ctx.config;
    let run = |arguments: &[&str]| {
        let mut command = bare(arguments);
        command.env("LIANQIAO_DATABASE__URL", config.database_url()).env("LIANQIAO_DATA_DIR", &config.data_dir);
        said(command.env("LIANQIAO_LOG__FILTER", "warn").output().unwrap())
    };
    let set = out.to_str().unwrap();
    let (code, told, error) = run(&["match", "feedback", "--out", set]);
    assert!(code == 0 && told.contains("2 listings, 2 demands, 3 judgments, 3 opinions"), "{told}{error}");
    assert_eq!(run(&["match", "feedback", "--out", set]).0, 1, "nothing is written over");
    let written: String = std::fs::read_dir(&out).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    for mark in ["王工", "小桥", "13800138000", "310110", stage.owner.organization.as_str(), stage.owner.user.as_str()] {
        assert!(!written.contains(mark), "{mark} stands in what was written");
    }
    let moments = std::fs::read_to_string(out.join("feedback.jsonl")).unwrap();
    let first: Value =
        moments.lines().map(|line| serde_json::from_str(line).unwrap()).find(|line: &Value| line["verdict"] == "INTERESTED").unwrap();
    assert_eq!((&first["grade"], &first["rank"], &first["versions"]["engine"]), (&json!(3), &json!(1), &json!("3")));
    assert!(first["parts"]["score"]["parts"].is_array() && first["weights"].is_string(), "{first}");
    let (code, told, error) = run(&["match", "evaluate", "--set", set]);
    assert!(code == 0 && told.contains("2 listings, 2 demands"), "{told}{error}");
    let (code, told, error) = run(&["match", "evaluate", "--set", set, "--embeddings", &format!("http://127.0.0.1:{}", free_port())]);
    assert!(code == 1 && !told.contains("nDCG") && error.contains("the endpoint gave no meanings"), "{told}{error}");
    stage.app.finish().await;
}

#[test]
fn totals_go_by_steps_and_count_organizations() {
    let id = Uuid::from_u128;
    let said = |count: u128, verdict| (0..count).map(move |n| (id(n), verdict));
    use MatchVerdict::{Interested, Terms, TooEarly};
    for (count, shown) in [(0, 0), (1, 0), (2, 0), (3, 3), (5, 3), (6, 6)] {
        let told = tally(said(count, TooEarly), 3);
        assert_eq!(told.first().map_or(0, |told| told.organizations), shown, "{count}");
    }
    // Ten demands of one organization are one organization.
    assert_eq!(tally((0..10).map(|_| (id(1), Terms)), 3), []);
    let both = tally(said(3, TooEarly).chain(said(7, Interested)), 3);
    assert_eq!(both.iter().map(|told| (told.verdict, told.organizations)).collect::<Vec<_>>(), [(Interested, 6), (TooEarly, 3)]);
    // A step of one would tell everything; there is none below two.
    assert_eq!(tally(said(1, TooEarly), 0), []);
}
