//! A platform from its first words to the day on which it is taken back, and who sees it meanwhile.

use std::collections::BTreeSet;

use chrono::Duration;
use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::{PLATFORM, content, cost, draft, published, seen, step};
use crate::{advisor::stage::profile, demand::stage::Stage};

const ONE: &str =
    "query($id: ID!) { found: servicePlatform(id: $id) { id state version reason createdAt contact { name } organization { name }
    viewerCanEdit viewerCanPublish viewerCanWithdraw } }";

async fn one(who: &Client, platform: &Value) -> Value {
    who.ok(ONE, json!({ "id": platform["id"] })).await["found"].clone()
}

fn few(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Names of the platforms that somebody finds.
async fn names(who: &Client, filter: Value) -> BTreeSet<String> {
    let document = "query($filter: ServicePlatformFilterInput) { servicePlatforms(first: 50, filter: $filter) { nodes { name { zh } } } }";
    let found = who.ok(document, json!({ "filter": filter })).await;
    found["servicePlatforms"]["nodes"].as_array().unwrap().iter().map(|node| node["name"]["zh"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_platform_is_written_shown_changed_and_taken_back() {
    let stage = Stage::set().await;
    let platform = draft(&stage.officer, "焊接中试线", json!({})).await;
    assert_eq!((&platform["state"], &platform["version"], &platform["publishedAt"]), (&json!("DRAFT"), &json!(1), &Value::Null));
    // A draft is the house's own matter, and the staff's.
    for outsider in [&stage.app.visitor, &stage.rival.client, &stage.owner.client, &stage.advisor.client] {
        assert_eq!(one(outsider, &platform).await, Value::Null);
    }
    assert_eq!(one(&stage.operator, &platform).await["viewerCanPublish"], true);

    let shown = step(&stage.head, "servicePlatformPublish", &platform, json!({})).await;
    assert_eq!((&shown["state"], &shown["version"]), (&json!("PUBLISHED"), &json!(2)));
    let seen_by_all = one(&stage.app.visitor, &platform).await;
    assert_eq!((&seen_by_all["organization"]["name"], &seen_by_all["contact"]), (&json!("杨浦大学"), &Value::Null));
    assert_eq!((&seen_by_all["createdAt"], &seen_by_all["viewerCanEdit"]), (&Value::Null, &json!(false)));
    assert_eq!(one(&stage.owner, &platform).await["contact"]["name"], "陈工", "members of verified organizations may call");

    let changed = step(&stage.officer, "servicePlatformUpdate", &shown, json!({ "name": { "zh": "焊接与切割中试线" } })).await;
    assert_eq!((&changed["name"]["zh"], &changed["version"]), (&json!("焊接与切割中试线"), &json!(3)));
    let same = step(&stage.officer, "servicePlatformUpdate", &changed, json!({ "name": { "zh": "焊接与切割中试线" } })).await;
    assert_eq!(same["version"], 3, "nothing was changed");

    let gone = step(&stage.officer, "servicePlatformWithdraw", &changed, json!({ "reason": "产线检修。" })).await;
    assert_eq!((&gone["state"], &gone["reason"]), (&json!("WITHDRAWN"), &json!("产线检修。")));
    assert_eq!(one(&stage.owner, &platform).await, Value::Null);
    let back = step(&stage.officer, "servicePlatformPublish", &gone, json!({})).await;
    assert_eq!((&back["state"], &back["reason"], &back["publishedAt"]), (&json!("PUBLISHED"), &Value::Null, &shown["publishedAt"]));

    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb } } }";
    let trail = stage.head.ok(trail, json!({ "org": stage.head.organization, "id": platform["id"] })).await;
    let verbs: Vec<_> = trail["auditEntries"]["nodes"].as_array().unwrap().iter().map(|line| line["verb"].as_str().unwrap()).collect();
    let wanted = ["publish", "withdraw", "update", "publish", "create"].map(|verb| format!("service_platform.{verb}"));
    assert_eq!(verbs, wanted);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_the_staff_took_back_only_the_staff_brings_back() {
    let stage = Stage::set().await;
    let shown = published(&stage.officer, "焊接中试线", json!({})).await;
    let taken = step(&stage.operator, "servicePlatformWithdraw", &shown, json!({ "reason": "价格不实。" })).await;
    // The house reads why, and may mend it, but not show it again.
    let inside = one(&stage.officer, &taken).await;
    assert_eq!(
        (&inside["reason"], &inside["viewerCanEdit"], &inside["viewerCanPublish"]),
        (&json!("价格不实。"), &json!(true), &json!(false))
    );
    let mended = step(&stage.officer, "servicePlatformUpdate", &taken, json!({ "cost": cost(200_000, 400_000, "CNY") })).await;
    for who in [&stage.officer.client, &stage.head.client] {
        let answer = who.refused("servicePlatformPublish", seen(&mended, json!({})), PLATFORM).await;
        assert_eq!(answer, ("FORBIDDEN".to_owned(), "input.id".to_owned()));
        assert_eq!(one(who, &mended).await["viewerCanPublish"], false);
    }
    assert_eq!(one(&stage.app.visitor, &mended).await, Value::Null);
    assert_eq!(one(&stage.operator, &mended).await["viewerCanPublish"], true);
    let back = step(&stage.operator, "servicePlatformPublish", &mended, json!({})).await;
    assert_eq!(back["state"], "PUBLISHED");
    // From then on it is the house's again: what it takes back itself, it brings back itself.
    let gone = step(&stage.head, "servicePlatformWithdraw", &back, json!({ "reason": "产线检修。" })).await;
    assert_eq!(one(&stage.officer, &gone).await["viewerCanPublish"], true);
    assert_eq!(step(&stage.officer, "servicePlatformPublish", &gone, json!({})).await["state"], "PUBLISHED");
    stage.app.finish().await;
}

#[tokio::test]
async fn what_may_not_be_is_refused_with_its_place() {
    let stage = Stage::set().await;
    let refused = async |who: &Client, field: &str, input: Value| who.refused(field, input, PLATFORM).await;
    let said = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    let platform = draft(&stage.officer, "焊接中试线", json!({})).await;

    // Who is not of the house does not learn that there is a draft; who sees a platform, but does not run it, is barred.
    let edit = seen(&platform, json!({ "name": { "zh": "别人的" } }));
    assert_eq!(refused(&stage.rival, "servicePlatformUpdate", edit.clone()).await, said("NOT_FOUND", "input.id"));
    assert_eq!(refused(&stage.rival, "servicePlatformPublish", seen(&platform, json!({}))).await, said("NOT_FOUND", "input.id"));
    let shown = step(&stage.officer, "servicePlatformPublish", &platform, json!({})).await;
    assert_eq!(refused(&stage.rival, "servicePlatformUpdate", edit.clone()).await, said("FORBIDDEN", "input.id"));
    let withdraw = seen(&shown, json!({ "reason": "不喜欢" }));
    assert_eq!(refused(&stage.owner, "servicePlatformWithdraw", withdraw).await, said("FORBIDDEN", "input.id"));
    let foreign = content(&stage.officer, "外人的");
    assert_eq!(refused(&stage.rival, "servicePlatformCreate", foreign).await, said("NOT_FOUND", "input.organizationId"));
    let nobody = json!({ "organizationId": stage.app.ctx.new_id::<lianqiao::kernel::id::Organization>().to_string() });
    assert_eq!(refused(&stage.operator, "servicePlatformCreate", nobody).await, said("NOT_FOUND", "input.organizationId"));

    // Steps: stale, without a reason, from a state that does not allow them.
    assert_eq!(refused(&stage.officer, "servicePlatformUpdate", edit).await, said("STALE_VERSION", "input.expectedVersion"));
    let silent = seen(&shown, json!({ "reason": " " }));
    assert_eq!(refused(&stage.officer, "servicePlatformWithdraw", silent).await, said("REASON_REQUIRED", "input.reason"));
    assert_eq!(refused(&stage.officer, "servicePlatformPublish", seen(&shown, json!({}))).await.0, "TRANSITION_NOT_ALLOWED");

    // Contents, each with its place.
    for (change, code, path) in [
        (json!({ "readiness": { "from": 6, "to": 6 } }), "OUT_OF_RANGE", "input.readiness.to"),
        (json!({ "readiness": { "from": 0, "to": 4 } }), "OUT_OF_RANGE", "input.readiness.from"),
        (json!({ "readiness": { "from": 4, "to": 10 } }), "OUT_OF_RANGE", "input.readiness.to"),
        (json!({ "weeks": { "min": 8, "max": 4 } }), "OUT_OF_RANGE", "input.weeks.max"),
        (json!({ "weeks": { "min": 0, "max": 4 } }), "OUT_OF_RANGE", "input.weeks.min"),
        (json!({ "cost": cost(300, 200, "CNY") }), "OUT_OF_RANGE", "input.cost.max.minorUnits"),
        (json!({ "cost": cost(-1, 200, "CNY") }), "OUT_OF_RANGE", "input.cost.min.minorUnits"),
        (json!({ "cost": cost(1, 100_000_000_001, "CNY") }), "OUT_OF_RANGE", "input.cost.max.minorUnits"),
        (
            json!({ "cost": { "min": cost(1, 2, "CNY")["min"], "max": cost(1, 2, "USD")["max"] } }),
            "INVALID_CURRENCY",
            "input.cost.max.currency",
        ),
        (json!({ "region": "999999" }), "UNKNOWN_CODE", "input.region"),
        (json!({ "industries": ["C37", "Z99"] }), "UNKNOWN_CODE", "input.industries.1"),
        (json!({ "name": { "zh": "长".repeat(101) } }), "TOO_LONG", "input.name.zh"),
        (json!({ "contact": { "name": "陈工", "email": "nobody" } }), "INVALID_EMAIL", "input.contact.email"),
        // What everybody sees keeps what a publication needs.
        (json!({ "summary": null }), "REQUIRED", "input.summary"),
        (json!({ "kind": null }), "REQUIRED", "input.kind"),
    ] {
        let answer = refused(&stage.officer, "servicePlatformUpdate", seen(&shown, change.clone())).await;
        assert_eq!(answer, said(code, path), "{change}");
    }
    let empty = json!({ "organizationId": stage.officer.organization });
    let empty = stage.officer.done("servicePlatformCreate", empty, PLATFORM).await["servicePlatform"].clone();
    assert_eq!(refused(&stage.officer, "servicePlatformPublish", seen(&empty, json!({}))).await, said("REQUIRED", "input.kind"));
    stage.app.finish().await;
}

#[tokio::test]
async fn who_is_not_verified_shows_nothing() {
    let stage = Stage::set().await;
    let unknown = stage.app.organization(lianqiao::identity::rules::OrganizationKind::NewRnd, "未核研究院", false).await;
    let head = stage.app.person("unknown-head", &unknown, lianqiao::kernel::Role::TtoHead).await;
    let platform = draft(&head, "未核平台", json!({})).await;
    let answer = head.refused("servicePlatformPublish", seen(&platform, json!({})), PLATFORM).await;
    assert_eq!(answer.0, "ORGANIZATION_NOT_VERIFIED");
    // One that loses its verification is hidden with everything it shows, and its people keep it.
    let shown = published(&stage.rival, "江湾中试线", json!({})).await;
    assert_eq!(names(&stage.app.visitor, json!({})).await, few(&["江湾中试线"]));
    let version =
        stage.operator.ok("query($id: ID!) { organization(id: $id) { version } }", json!({ "id": stage.rival.organization })).await;
    let input = json!({ "id": stage.rival.organization, "expectedVersion": version["organization"]["version"], "reason": "材料不全。" });
    stage.operator.done("organizationReject", input, "organization { id }").await;
    assert_eq!(names(&stage.app.visitor, json!({})).await, few(&[]));
    assert_eq!(one(&stage.owner, &shown).await, Value::Null);
    assert_eq!(one(&stage.rival, &shown).await["state"], "PUBLISHED");
    stage.app.finish().await;
}

#[tokio::test]
async fn the_list_is_filtered_by_kind_field_levels_and_region() {
    let stage = Stage::set().await;
    published(&stage.officer, "焊接中试线", json!({})).await;
    published(
        &stage.rival,
        "芯片概念验证",
        json!({ "kind": "POC", "readiness": { "from": 2, "to": 4 }, "region": "320500", "industries": [], "strategicIndustries": ["NEW_IT"], "chains": ["AI"] }),
    )
    .await;
    published(
        &stage.rival,
        "材料检测",
        json!({ "kind": "TESTING", "readiness": null, "region": null, "industries": ["C26"], "shanghaiSectors": ["MATERIAL"] }),
    )
    .await;
    draft(&stage.officer, "草稿", json!({ "readiness": { "from": 1, "to": 9 } })).await;
    let visitor = &stage.app.visitor;
    for (filter, wanted) in [
        (json!({}), &["材料检测", "芯片概念验证", "焊接中试线"][..]),
        (json!({ "kinds": ["POC", "TESTING"] }), &["材料检测", "芯片概念验证"]),
        (json!({ "industries": ["C37"] }), &["焊接中试线"]),
        (json!({ "industries": ["C3734", "C26"] }), &["材料检测", "焊接中试线"]),
        (json!({ "strategicIndustries": ["NEW_IT"] }), &["芯片概念验证"]),
        (json!({ "strategicIndustries": ["MATERIALS"] }), &[]),
        (json!({ "chains": ["AI"], "shanghaiSectors": ["MATERIAL"] }), &["材料检测", "芯片概念验证"]),
        (json!({ "takesLevel": 4 }), &["焊接中试线"]),
        (json!({ "takesLevel": 3 }), &["芯片概念验证"]),
        (json!({ "takesLevel": 7 }), &[]),
        (json!({ "reachesLevel": 4 }), &["芯片概念验证", "焊接中试线"]),
        (json!({ "reachesLevel": 8 }), &[]),
        (json!({ "region": "310000" }), &["焊接中试线"]),
        (json!({ "region": "320000" }), &["芯片概念验证"]),
        (json!({ "region": "320500" }), &["芯片概念验证"]),
        (json!({ "region": "310115" }), &[]),
        (json!({ "organizationId": stage.officer.organization }), &["焊接中试线"]),
        (json!({ "states": ["DRAFT"] }), &[]),
        (json!({ "kinds": ["PILOT"], "region": "320000" }), &[]),
    ] {
        assert_eq!(names(visitor, filter.clone()).await, few(wanted), "{filter}");
    }
    // Its own people find the draft, and so does the staff; a filter with nonsense says where.
    assert_eq!(names(&stage.head, json!({ "states": ["DRAFT"] })).await, few(&["草稿"]));
    assert_eq!(names(&stage.operator, json!({ "states": ["DRAFT"] })).await, few(&["草稿"]));
    assert_eq!(names(&stage.rival, json!({ "states": ["DRAFT"] })).await, few(&[]));
    let document = "query($filter: ServicePlatformFilterInput) { servicePlatforms(first: 5, filter: $filter) { totalCount } }";
    for filter in [json!({ "takesLevel": 10 }), json!({ "region": "999999" }), json!({ "industries": ["Z99"] })] {
        let answer = visitor.run(document, json!({ "filter": filter })).await;
        assert!(["OUT_OF_RANGE", "UNKNOWN_CODE"].contains(&answer.code()), "{filter}: {}", answer.code());
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn pages_follow_each_other_and_cost_the_same_however_long_they_are() {
    let stage = Stage::set().await;
    for n in 0..6 {
        published(if n % 2 == 0 { &stage.officer } else { &stage.rival }, &format!("平台{n}"), json!({})).await;
        stage.app.advance(Duration::seconds(1));
    }
    let document =
        "query($n: Int!, $after: String) { page: servicePlatforms(first: $n, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        nodes { name { zh } organization { name } viewerCanEdit } } }";
    let (mut after, mut met) = (Value::Null, Vec::new());
    for _ in 0..3 {
        let page = stage.app.visitor.ok(document, json!({ "n": 2, "after": after })).await["page"].clone();
        assert_eq!(page["totalCount"], 6);
        met.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["name"]["zh"].as_str().unwrap().to_owned()));
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(met, ["平台5", "平台4", "平台3", "平台2", "平台1", "平台0"]);
    let other = "query($after: String) { servicePlatforms(first: 2, after: $after, filter: { kinds: [POC] }) { nodes { id } } }";
    assert_eq!(stage.app.visitor.run(other, json!({ "after": after })).await.code(), "CURSOR_MISMATCH");
    let mut costs = Vec::new();
    for size in [2, 6] {
        let (page, statements) = stage.app.statements_of(stage.owner.ok(document, json!({ "n": size, "after": null }))).await;
        assert_eq!(page["page"]["nodes"].as_array().unwrap().len(), size);
        costs.push(statements.len());
    }
    assert!(costs[0] == costs[1] && costs[0] <= 6, "{costs:?}");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_repeated_key_makes_one_platform_and_of_two_at_once_one_wins() {
    let stage = Stage::set().await;
    let mut input = content(&stage.officer, "焊接中试线");
    input["idempotencyKey"] = json!(stage.officer.key());
    let create = || stage.officer.done("servicePlatformCreate", input.clone(), "servicePlatform { id version } idempotentReplay");
    let (first, again) = (create().await, create().await);
    assert_eq!(first["servicePlatform"]["id"], again["servicePlatform"]["id"]);
    assert_eq!((&first["idempotentReplay"], &again["idempotentReplay"]), (&json!(false), &json!(true)));
    let mut other = input.clone();
    other["name"]["zh"] = json!("别的");
    assert_eq!(stage.officer.refused("servicePlatformCreate", other, PLATFORM).await.0, "IDEMPOTENCY_KEY_REUSED");

    let platform = &first["servicePlatform"];
    let publish = |who: &Client| {
        let (who, input) = (who.clone(), seen(platform, json!({})));
        async move { who.mutate("servicePlatformPublish", input, "servicePlatform { state } userErrors { code }").await }
    };
    let (one, two) = tokio::join!(publish(&stage.officer), publish(&stage.head));
    let codes: Vec<Value> = [one, two].into_iter().map(|answer| answer["userErrors"][0]["code"].clone()).collect();
    assert!(codes.contains(&Value::Null) && codes.contains(&json!("STALE_VERSION")), "{codes:?}");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_region_is_told_in_the_reader_s_language() {
    let stage = Stage::set().await;
    let name = "query($id: ID!) { servicePlatform(id: $id) { regionName } }";
    for (region, zh, en) in [
        ("310000", "上海市", "Shanghai"),
        ("310110", "杨浦区", "杨浦区, Shanghai"),
        ("320505", "虎丘区", "虎丘区, 苏州市, Jiangsu"),
        ("320106", "南京市鼓楼区", "鼓楼区, 南京市, Jiangsu"),
        ("350102", "福州市鼓楼区", "鼓楼区, 福州市, Fujian"),
    ] {
        let platform = published(&stage.officer, "中试线", json!({ "region": region })).await;
        let id = json!({ "id": platform["id"] });
        let told = async |who: &Client| who.ok(name, id.clone()).await["servicePlatform"]["regionName"].clone();
        assert_eq!((told(&stage.app.visitor.in_chinese()).await, told(&stage.app.visitor).await), (json!(zh), json!(en)));
    }
    let mut profile = profile();
    profile["regions"] = json!(["310110", "310000"]);
    let ask = "query($id: ID!) { advisor(id: $id) { profile { regions regionNames } } }";
    let applied = stage.advisor.done("advisorApply", json!({ "profile": profile }), "advisor { id }").await["advisor"].clone();
    let told = stage.operator.ok(ask, json!({ "id": applied["id"] })).await["advisor"]["profile"].clone();
    let names = |code: &Value| if code == "310000" { json!("Shanghai") } else { json!("杨浦区, Shanghai") };
    let expected: Vec<_> = told["regions"].as_array().unwrap().iter().map(names).collect();
    assert_eq!((told["regionNames"].as_array().unwrap(), expected.len()), (&expected, 2));
    stage.app.settle().await;
    stage.app.finish().await;
}
