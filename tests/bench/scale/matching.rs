//! Figures of matching: what fits a demand, a listing, a text, with vectors of everything that is published.

use std::time::{Duration, Instant};

use lianqiao_tests::{Client, free_port};
use serde_json::{Value, json};

use super::{
    CLIENTS, PRESS, endpoint,
    fill::Store,
    grid::{self, Grid},
    office, patient,
    steady::{self, Load},
};
use crate::program::Program;

/// Open demands.
const DEMANDS: u32 = 10_000;
/// Demands, listings and texts that are asked about in turn.
const ASKED: usize = 400;
/// Listings that are published, one after the other.
const PUBLISHED: usize = 20;
/// What a published listing is given to come among the matches.
const GRACE: Duration = Duration::from_secs(20);
/// What a match card shows.
const SHOWN: &str =
    "match { score relevance factor parts { evidence points } checks { constraint outcome } phrases { demand listing } why against }";

/// Takes them. The program is started anew, with an endpoint.
pub async fn figures(program: &mut Program, store: &Store, grid: &mut Grid) {
    grid.remark(
        "Matching: 10,000 open demands. Vectors (384 dimensions, 1.2 a listing: seven of ten are told in Chinese, one in English, two in both) come over \
         HTTP from an endpoint of the bench that draws them around 3,000 middles instead of understanding texts.",
    );
    program.stop_serving();
    store.fill_demands(DEMANDS).await;
    let metrics = free_port();
    program.set("LIANQIAO_EMBEDDINGS__URL", endpoint::start().await);
    program.set("LIANQIAO_METRICS__LISTEN", format!("127.0.0.1:{metrics}"));
    for what in ["meanings laid down, each asked for", "meanings laid down, all of them kept"] {
        program.serve_again().await;
        grid.add(what, format!("{:.0} s", laid_down(&program.visitor).await.as_secs_f64()));
        if what.ends_with("asked for") {
            program.stop_serving();
        }
    }
    grid.add("memory with all meanings", program.memory_of_its_own());
    grid.add("of that, vectors (below 1 GB)", format!("{} MiB", vectors(metrics).await >> 20));

    let operator = program.sign_in("operator@demo.lianqiao.example").await;
    let demands = ids(&operator, "demands").await;
    let listings = ids(&operator, "listings").await;
    let one = |ids: &[Value]| ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>();
    let for_demand = format!(
        "query($id: ID!) {{ found: listingMatches(demandId: $id, first: 20) {{ notices nodes {{ listing {{ id title {{ zh en }} }} {SHOWN} }} }} }}"
    );
    let for_listing = format!(
        "query($id: ID!) {{ found: demandMatches(listingId: $id, first: 20) {{ notices nodes {{ demand {{ id title {{ zh en }} }} {SHOWN} }} }} }}"
    );
    let for_text = format!(
        "query($text: String!) {{ found: textMatches(text: $text, first: 20) {{ listings {{ notices nodes {{ listing {{ id }} {SHOWN} }} }} \
         demands {{ nodes {{ demand {{ id }} {SHOWN} }} }} }} }}"
    );
    let for_pair = format!(
        "query($demand: ID!, $listing: ID!) {{ found: matchBetween(demandId: $demand, listingId: $listing) {{ rank absence {SHOWN} }} }}"
    );
    let pairs = demands.iter().zip(&listings).map(|(demand, listing)| json!({ "demand": demand, "listing": listing }));
    let whole = operator.ok(&for_demand, json!({ "id": demands[0] })).await["found"].clone();
    assert!(whole["notices"] == json!([]) && !whole["nodes"].as_array().unwrap().is_empty(), "{whole}");

    for (what, document, variables) in [
        ("top 20 for a demand", &for_demand, one(&demands)),
        ("10,000 demands held against a listing", &for_listing, one(&listings)),
        ("both for a text", &for_text, texts().map(|text| json!({ "text": text })).collect()),
        ("one pair, and where it stands", &for_pair, pairs.collect()),
    ] {
        let press = steady::graphql_by(&operator, program, document, variables);
        for clients in [1, CLIENTS] {
            let load = press.press(clients, PRESS).await;
            grid.add(format!("{what}, {clients} at once"), figure(&load));
        }
    }
    grid.add("memory after that", program.memory_of_its_own());
    let (officer, head, organization) = office(program).await;
    let mut times = Vec::new();
    for demand in demands.iter().take(PUBLISHED) {
        match publish_and_match(&officer, &head, &organization, &operator, demand).await {
            Ok(time) => times.push(time),
            Err(between) => eprintln!("  a listing in the words of demand {demand} is not among its 20 matches: {between}"),
        }
    }
    let (among, during) = (times.len(), times.iter().sum());
    if among > 0 {
        grid.add("publish until it is among the matches", figure(&Load::of(times, during)));
    }
    grid.add("published listings that came among the matches", format!("{among} of {PUBLISHED}"));
}

fn figure(load: &Load) -> String {
    format!("p50 {}, p99 {}, {:.0}/s", grid::time(load.at(0.5)), grid::time(load.at(0.99)), load.rate())
}

/// Waits until matching goes by meanings; gives how long that took.
async fn laid_down(visitor: &Client) -> Duration {
    let started = Instant::now();
    loop {
        let health: Value = visitor.request(reqwest::Method::GET, "/health/ready").send().await.unwrap().json().await.unwrap();
        if health["matching"] == "meanings" {
            return started.elapsed();
        }
        assert!(started.elapsed() < Duration::from_hours(2), "{health}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Bytes that vectors take.
async fn vectors(port: u16) -> u64 {
    let shown = Client::new(format!("http://127.0.0.1:{port}")).request(reqwest::Method::GET, "/metrics").send().await.unwrap();
    let text = shown.text().await.unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("lianqiao_matching_vector_bytes ")).unwrap();
    line.parse().unwrap()
}

/// Ids out of a list that grows at its front, from places far apart.
async fn ids(who: &Client, list: &str) -> Vec<Value> {
    let walk = format!(
        "query($after: String) {{ found: {list}(first: 100, after: $after) {{ nodes {{ id }} pageInfo {{ endCursor hasNextPage }} }} }}"
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    while found.len() < ASKED {
        let page = who.ok(&walk, json!({ "after": after })).await["found"].clone();
        found.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
    }
    found
}

/// Problems as somebody types them, each another one.
fn texts() -> impl Iterator<Item = String> {
    const WHAT: [&str; 8] = ["涂层", "传感器", "电池", "轴承", "薄膜", "焊缝", "水泵", "激光器"];
    const HOW: [&str; 5] = [
        "用了半年就开始老化，换一次要停产两天",
        "在高温下读数漂移，客户已经退货三次",
        "成本太高，一件要八百块",
        "良品率只有七成",
        "噪声大，邻居投诉",
    ];
    (0..ASKED).map(|n| {
        let what = WHAT[n % WHAT.len()];
        format!("我们{}号线上的{what}{}，试过两家供应商都不行。想找能小批量先试的办法，最好不用改现有设备。", n + 1, HOW[n / 8 % HOW.len()])
    })
}

/// From "publish" until a listing that says what a demand asks for is among its matches; if it is not after [`GRACE`], how the
/// pair stands then: others may simply fit better.
async fn publish_and_match(
    officer: &Client,
    head: &Client,
    organization: &Value,
    asker: &Client,
    demand: &Value,
) -> Result<Duration, Value> {
    let said =
        asker.ok("query($id: ID!) { demand(id: $id) { title { zh en } problem { zh en } } }", json!({ "id": demand })).await["demand"]
            .clone();
    let input = json!({ "organizationId": organization, "title": said["title"], "problem": said["problem"], "benefit": said["problem"] });
    let draft = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    let step = json!({ "id": draft["id"], "expectedVersion": draft["version"] });
    let listing = officer.done("listingSubmit", step, "listing { id version }").await["listing"].clone();
    let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    let publish = "mutation($input: ListingPublishInput!) { listingPublish(input: $input) { userErrors { code } } }";
    let matches = "query($id: ID!) { found: listingMatches(demandId: $id, first: 20) { nodes { listing { id } } } }";
    let between = "query($demand: ID!, $listing: ID!) { found: matchBetween(demandId: $demand, listingId: $listing) { rank absence \
                   match { score parts { evidence deviations points } } } }";
    let started = Instant::now();
    patient(head, publish, json!({ "input": step })).await;
    loop {
        let found = patient(asker, matches, json!({ "id": demand })).await["found"].clone();
        if found["nodes"].as_array().unwrap().iter().any(|node| node["listing"]["id"] == listing["id"]) {
            return Ok(started.elapsed());
        }
        if started.elapsed() > GRACE {
            let pair = json!({ "demand": demand, "listing": listing["id"] });
            return Err(patient(asker, between, pair).await["found"].clone());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
